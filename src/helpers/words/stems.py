"""The word lists: what stems there are, how each is spelled before suffixes, how likely it is and what it means."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..compiled import compiled
from ..sheets import rows
from .sounds import harmony
from .spelling import spellings, verb_stem
from .suffixes import grammar
from .tags import classes

_BAND_OF_CLOSED = {"pron": 10}  # words of closed.csv have no band of their own
_BAND_OF_OTHERS = 6
_CLOSED_ONLY = ("pron", "part", "modal", "conj")  # a word of these in closed.csv is not taken from stems.csv again


class Costs(NamedTuple):
    """lexicons/costs.csv: what makes a reading unlikely, in about 0.6 of a natural log of a probability."""

    known: float
    per_band: float
    whole: float
    name_with_capital: float
    name_without_capital: float
    guess: float
    guess_per_letter: float
    guess_verb: float
    guess_past: float
    guess_short: float
    guess_odd: float
    guess_capital: float
    guess_name_like: float
    guess_noun_like: float
    disharmony: float


class Stem(NamedTuple):
    """A listed stem in one of its spellings."""

    takes: int  # states, as bits: which suffixes may follow
    harmony: int
    before: str  # the letters that may follow, # for the end of the word, "" for all
    cost: float
    pos: str
    lemma: str
    base: str  # the stem as other suffixes see it, for lemmas of derived words


Behaviour = tuple[int, int, str, float, str]  # the first five fields of a Stem, which many stems share
StemEntry = tuple[Behaviour, str, str]
Spelled = dict[str, list[StemEntry]]
Glosses = dict[str | tuple[str, str], str]


@cache
def costs() -> Costs:
    """The costs of readings.

    >>> costs().disharmony > 0
    True
    """
    return Costs(**{row["name"]: float(row["cost"]) for row in rows("costs.csv")})


def listed(text: str) -> list[Stem]:
    """The listed stems that are spelled so.

    >>> [stem.lemma for stem in listed("мектеб")]
    ['мектеп']
    """
    return [Stem(*behaviour, lemma, base) for behaviour, lemma, base in lexicon().get(text, ())]


@cache
def lexicon() -> Spelled:
    """lexicons/stems.csv, stem_forms.csv and closed.csv: every stem in all its spellings, in small letters."""
    return compiled("stems", _all_spelled)


def _all_spelled() -> Spelled:
    out: Spelled = {}
    shared: dict[Behaviour, Behaviour] = {}
    for lemma, pos, band, base, takes, before_vowel in _bases():
        cost = float(classes()[pos]["cost"] or costs().known) + costs().per_band * band
        for text, state, before in spellings(base, takes, before_vowel):
            bits = sum(grammar().states[name] for name in state.split())
            small = text.lower()
            side = harmony(base if base.endswith("ь") else small)
            behaviour = (bits, side, before, cost, pos)
            out.setdefault(small, []).append((shared.setdefault(behaviour, behaviour), lemma, base))
    return out


class _Base(NamedTuple):
    """A stem before it is spelled out."""

    lemma: str
    pos: str
    band: int
    base: str
    takes: str  # states
    before_vowel: str  # its spelling there if that is not regular


def _bases() -> Iterator[_Base]:
    """Every stem of the word lists, those of closed.csv first."""
    closed = rows("closed.csv")
    for row in closed:
        if row["takes"]:
            band = _BAND_OF_CLOSED.get(row["pos"], _BAND_OF_OTHERS)
            yield _Base(row["lemma"], row["pos"], band, row["form"].replace("+", ""), row["takes"], "")
    words = rows("stems.csv")
    verbs = {row["headword"] for row in words if row["class"] == "verb"}
    whole = {row["form"].replace("+", "") for row in closed}
    irregular = {(row["headword"], row["class"]): row["stem"].split() for row in rows("stem_forms.csv")}
    for row in words:
        head, pos, band = row["headword"], row["class"], int(row.get("band") or 0)
        forms = irregular.get((head, pos), [])
        if pos == "verb":
            for base in forms or [verb_stem(head)]:
                yield _Base(head, pos, band, base, classes()[pos]["state"], head[:-1])
        elif not (pos in _CLOSED_ONLY and head in whole) and not (pos == "noun" and head in verbs):
            yield _Base(head, pos, band, head, classes()[pos]["state"], "".join(forms))


@cache
def glosses() -> Glosses:
    """English glosses by lemma, and by lemma and class; that of a verb before that of its verbal noun.

    >>> glosses()["біз"]
    'we'
    """
    return compiled("glosses", _all_glosses)


def _all_glosses() -> Glosses:
    words = rows("stems.csv")
    verbs = {row["headword"] for row in words if row["class"] == "verb"}
    out: Glosses = {}

    def add(lemma: str, pos: str, gloss: str) -> None:
        if pos != "noun" or lemma not in verbs:
            out.setdefault(lemma, gloss)
        out.setdefault((lemma, pos), gloss)

    for row in rows("closed.csv"):
        if (
            "+" not in row["form"] or row["form"].replace("+", "") == row["lemma"]
        ):  # else the gloss of an inflected form
            add(row["lemma"], row["pos"], row["gloss"])
    for row in words:
        add(row["headword"], row["class"], row["gloss"])
    return out
