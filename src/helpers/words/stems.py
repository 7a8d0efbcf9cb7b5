"""The word lists: what stems there are, how each is spelled before suffixes, how likely it is and what it means."""

from functools import cache
from typing import NamedTuple

from ..sheets import rows
from .suffixes import Suffix, grammar, harmony, spellings, verb_stem

_STATES = {"name": "noun", "pron": "noun", "verb": "verb", "noun": "noun", "num": "num", "adj": "adj", "adv": "adv"}
# Costs of readings, about 0.6 of a natural log of a probability; set by hand, checked with headwords left out.
_KNOWN, _PER_BAND = 7.0, 0.4
_CLASS = dict.fromkeys(("pron", "conj", "post", "part", "intj", "modal", "copula"), 6.6) | {"adv": 6.8, "adj": 6.9}


class Stem(NamedTuple):
    """A listed stem in one of its spellings."""

    text: str
    takes: int  # states, as bits: which suffixes may follow
    harmony: int
    before: str  # the letters that may follow, # for the end of the word, "" for all
    cost: float
    lemma: str
    pos: str
    base: str  # the stem as other suffixes see it, for lemmas of derived words


class Lexicon(NamedTuple):
    """Stems by spelling; words of closed classes, whole, as the cells of an Analysis; glosses by lemma and class."""

    stems: dict[str, list[Stem]]
    closed: dict[str, list[tuple]]
    glosses: dict[str | tuple[str, str], str]


@cache
def lexicon() -> Lexicon:
    """lexicons/stems.csv, stem_forms.csv and closed.csv, every stem in all its spellings.

    >>> [stem.lemma for stem in lexicon().stems["мектеб"]]
    ['мектеп']
    """
    states = grammar().states
    stems: dict[str, list[Stem]] = {}
    closed: dict[str, list[tuple]] = {}
    glosses: dict[str | tuple[str, str], str] = {}
    special = {(row["headword"], row["class"]): row["stem"].split() for row in rows("stem_forms.csv")}

    def add(text: str, takes: str, before: str, lemma: str, pos: str, base: str, band: str) -> None:
        bits, text = sum(states[name] for name in takes.split()), text.lower()
        cost = _CLASS.get(pos, _KNOWN) - _PER_BAND * int(band or 0)
        stems.setdefault(text, []).append(Stem(text, bits, harmony(text), before, cost, lemma, pos, base))

    listed = rows("stems.csv")
    verbs = {row["headword"] for row in listed if row["class"] == "verb"}

    def glossed(lemma: str, pos: str, gloss: str) -> None:
        if pos != "noun" or lemma not in verbs:
            glosses.setdefault(lemma, gloss)
        glosses.setdefault((lemma, pos), gloss)

    for row in rows("closed.csv"):
        stem, *parts = row["form"].split("+")
        suffixes = tuple(Suffix(*pair) for pair in zip(parts, row["tags"].split(), strict=True))
        lemma, pos = row["lemma"], row["pos"]
        if not parts:  # the gloss of an inflected form is not its lemma's
            glossed(lemma, pos, row["gloss"])
        form = row["form"].replace("+", "")
        closed.setdefault(form, []).append((lemma, pos, stem, suffixes, True))
        if row["takes"]:
            for text, state, before in spellings(form, row["takes"]):
                add(text, state, before, lemma, pos, form, "10" if pos == "pron" else "6")
    for row in listed:
        head, pos, band = row["headword"], row["class"], row.get("band") or ""
        glossed(head, pos, row["gloss"])
        if pos in ("pron", "part", "modal", "conj") and head in closed:
            continue
        if pos == "noun" and head in verbs:  # the verbal noun of that verb
            continue
        bases = special.get((head, pos), [])
        before_vowel = head[:-1] if pos == "verb" else "".join(bases)
        for base in (bases or [verb_stem(head)]) if pos == "verb" else [head]:
            for text, state, before in spellings(base, _STATES.get(pos, "inv"), before_vowel):
                add(text, state, before, head, pos, base, band)
    return Lexicon(stems, closed, glosses)
