"""The word lists: what stems there are, how each is spelled before suffixes, how likely it is and what it means."""

from functools import cache
from typing import NamedTuple

from ..sheets import rows
from .sounds import harmony
from .spelling import spellings, verb_stem
from .suffixes import Suffix, grammar
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

    text: str
    takes: int  # states, as bits: which suffixes may follow
    harmony: int
    before: str  # the letters that may follow, # for the end of the word, "" for all
    cost: float
    lemma: str
    pos: str
    base: str  # the stem as other suffixes see it, for lemmas of derived words


class Whole(NamedTuple):
    """A word of closed.csv with its suffixes, as the cells of an Analysis."""

    lemma: str
    pos: str
    stem: str
    suffixes: tuple[Suffix, ...]
    known: bool = True


class Lexicon(NamedTuple):
    """Stems by spelling; words of closed classes, whole; glosses by lemma and by lemma and class."""

    stems: dict[str, list[Stem]]
    closed: dict[str, list[Whole]]
    glosses: dict[str | tuple[str, str], str]


@cache
def costs() -> Costs:
    """The costs of readings.

    >>> costs().disharmony > 0
    True
    """
    return Costs(**{row["name"]: float(row["cost"]) for row in rows("costs.csv")})


@cache
def lexicon() -> Lexicon:
    """lexicons/stems.csv, stem_forms.csv and closed.csv, every stem in all its spellings.

    >>> [stem.lemma for stem in lexicon().stems["мектеб"]]
    ['мектеп']
    """
    lists = Lexicon({}, {}, {})
    listed = rows("stems.csv")
    verbs = {row["headword"] for row in listed if row["class"] == "verb"}
    for row in rows("closed.csv"):
        _add_closed(lists, row, verbs)
    irregular = {(row["headword"], row["class"]): row["stem"].split() for row in rows("stem_forms.csv")}
    for row in listed:
        _add_listed(lists, row, verbs, irregular.get((row["headword"], row["class"]), []))
    return lists


def _add_closed(lists: Lexicon, row: dict[str, str], verbs: set[str]) -> None:
    stem, *parts = row["form"].split("+")
    suffixes = tuple(Suffix(*pair) for pair in zip(parts, row["tags"].split(), strict=True))
    lemma, pos = row["lemma"], row["pos"]
    form = row["form"].replace("+", "")
    if not parts or form == lemma:  # the gloss of an inflected form is not its lemma's
        _add_gloss(lists, lemma, pos, row["gloss"], verbs)
    lists.closed.setdefault(form, []).append(Whole(lemma, pos, stem, suffixes))
    if row["takes"]:
        band = _BAND_OF_CLOSED.get(pos, _BAND_OF_OTHERS)
        _add_stem(lists, form, row["takes"], "", (lemma, pos, band))


def _add_listed(lists: Lexicon, row: dict[str, str], verbs: set[str], irregular: list[str]) -> None:
    head, pos = row["headword"], row["class"]
    _add_gloss(lists, head, pos, row["gloss"], verbs)
    if pos in _CLOSED_ONLY and head in lists.closed:
        return
    if pos == "noun" and head in verbs:  # the verbal noun of that verb
        return
    word = (head, pos, int(row.get("band") or 0))
    state = classes()[pos]["state"]
    if pos == "verb":
        for base in irregular or [verb_stem(head)]:
            _add_stem(lists, base, state, head[:-1], word)
    else:
        _add_stem(lists, head, state, "".join(irregular), word)


def _add_stem(lists: Lexicon, base: str, takes: str, before_vowel: str, word: tuple[str, str, int]) -> None:
    lemma, pos, band = word
    cost = float(classes()[pos]["cost"] or costs().known) + costs().per_band * band
    for text, state, before in spellings(base, takes, before_vowel):
        bits = sum(grammar().states[name] for name in state.split())
        small = text.lower()
        side = harmony(base if base.endswith("ь") else small)
        stem = Stem(small, bits, side, before, cost, lemma, pos, base)
        lists.stems.setdefault(small, []).append(stem)


def _add_gloss(lists: Lexicon, lemma: str, pos: str, gloss: str, verbs: set[str]) -> None:
    if pos != "noun" or lemma not in verbs:
        lists.glosses.setdefault(lemma, gloss)
    lists.glosses.setdefault((lemma, pos), gloss)
