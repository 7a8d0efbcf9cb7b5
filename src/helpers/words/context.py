"""Words with two readings: which one the neighbours ask for, by the rules in lexicons/context.csv."""

import re
from collections.abc import Callable
from fnmatch import fnmatchcase, translate
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from ..letters import normalise
from ..sheets import rows as bundled
from .coded import Coded
from .morphology import Analysis, analyse, best
from .pieces import kind
from .sounds import SOUND, UNVOICED
from .suffixes import Suffix

_QUOTES = ("»", "”", '"')
_DEGREE = ("өте", "тым", "ең", "біраз")
_EDGE = frozenset({"mark", "edge"})  # what stands beside the first and the last word of a line

Wanted = tuple[tuple[str, ...], ...]  # one of these, each several traits that must be there together


class Rule(NamedTuple):
    """Between such neighbours a word whose likeliest reading is `instead` has the reading `reading`."""

    form: str  # the word in small letters; "" for every word
    instead: Wanted
    reading: Wanted
    before: Wanted
    after: Wanted


@cache
def rules() -> dict[str, list[Rule]]:
    """The rules of lexicons/context.csv by word, those for every word under ""; the first that fits decides.

    >>> rules()["ал"][0].reading
    (('<алу>',),)
    """
    out: dict[str, list[Rule]] = {"": []}
    for row in bundled("context.csv"):
        cells = (_wanted(row[name]) for name in ("instead", "reading", "before", "after"))
        out.setdefault(row["form"], []).append(Rule(row["form"], *cells))
    return out


def _wanted(cell: str) -> Wanted:
    return tuple(tuple(choice.split("+")) for choice in cell.split())


def has(traits: frozenset[str], wanted: Wanted) -> bool:
    """Whether the traits have all of one choice; a choice may use * and, for what must not be there, !."""
    return not wanted or any(all(_one(traits, name) for name in choice) for choice in wanted)


def _one(traits: frozenset[str], name: str) -> bool:
    if _forbids(name):
        return not _one(traits, name[1:])
    return any(fnmatchcase(trait, name) for trait in traits) if "*" in name else name in traits


def _forbids(name: str) -> bool:
    return name[0] == "!" and len(name) > 1


def reading_traits(reading: Analysis) -> frozenset[str]:
    """What rules may ask of a reading: its lemma <бару>, its class =verb, its tags (or the class), and listed.

    >>> sorted(reading_traits(analyse("үйлер")[0]))
    ['<үй>', '=noun', 'listed', 'pl']
    """
    return frozenset({f"<{reading.lemma}>", *_of_class(reading.pos, reading.suffixes, reading.known)})


def _of_class(pos: str, suffixes: tuple[Suffix, ...], known: bool) -> set[str]:
    out = {f"={pos}", *([suffix.tag for suffix in suffixes] or [pos])}
    return out | {"listed"} if known else out


@cache
def _asked() -> frozenset[str]:
    """Every trait that a rule asks of a word or its neighbours, or forbids."""
    every = [*chain(*rules().values())]
    cells = chain(*((rule.instead, rule.before, rule.after) for rule in every))
    names = {name[1:] if _forbids(name) else name for cell in cells for choice in cell for name in choice}
    return frozenset(names | _EDGE | {rule.form for rule in every if rule.form})


@cache
def _patterns() -> list[tuple[str, Callable[[str], object]]]:
    return [(name, re.compile(translate(name)).match) for name in _asked() if "*" in name]


@lru_cache(maxsize=1 << 16)
def _meant(trait: str) -> list[str]:
    """The names by which rules ask for a trait."""
    exact = [trait] if trait in _asked() else []
    return exact + [name for name, fits in _patterns() if name[0] == trait[0] and fits(trait)]


@cache
def _traits(pos: str, suffixes: tuple[Suffix, ...], known: bool, others: tuple[str, ...]) -> frozenset[str]:
    names = {name for trait in _of_class(pos, suffixes, known) for name in _meant(trait)}
    return _one_object(frozenset(names.union(others) & _asked()))


@cache
def _one_object(traits: frozenset[str]) -> frozenset[str]:
    """The same set, one object for all words that have it."""
    return traits


def asked_traits(token: str, reading: Analysis) -> frozenset[str]:
    """What rules ask for and a token with this likeliest reading has, by the names that they use.

    >>> sorted(asked_traits("Мен", likeliest("Мен")))
    ['<мен>', '=pron', 'capital', 'listed', 'мен']
    """
    form = token.lower()
    others = list(_meant(f"<{reading.lemma}>"))
    if form in _asked():
        others.append(form)
    if reading.pos == "punct":
        others += ["mark", "quote"] if token in _QUOTES else ["mark"]
    if token[:1].isupper():
        others.append("capital")
    if SOUND.get(form[-1:], 0) & UNVOICED:
        others.append("obstruent")
    if reading.lemma in _DEGREE:
        others.append("degree")
    return _traits(reading.pos, reading.suffixes, reading.known, tuple(others))


def likeliest(token: str) -> Analysis:
    """The first reading of a word; a number or a mark is its own lemma, of the class num or punct.

    >>> likeliest("30").pos, likeliest("!").pos
    ('num', 'punct')
    """
    reading = best(token)
    if reading is None:
        norm = normalise(token)
        return Analysis(norm, "num" if kind(token) == "number" else "punct", norm, (), True)
    return reading


class _Kinds:
    """The sets of traits that occur in a text; a rule is looked up once for each of them."""

    def __init__(self, kinds: list[frozenset[str]]):
        self._number = len(kinds)
        self._having = {name: np.zeros(self._number, bool) for name in _asked()}
        for number, traits in enumerate(kinds):
            for name in traits:
                self._having[name][number] = True

    def are(self, wanted: Wanted) -> np.ndarray:
        """For each set whether it has what is wanted."""
        out = np.full(self._number, not wanted)
        for choice in wanted:
            fits = np.ones(self._number, bool)
            for name in choice:
                fits &= ~self._having[name[1:]] if _forbids(name) else self._having[name]
            out |= fits
        return out


@lru_cache(maxsize=1 << 16)
def _chosen(token: str, rule: Rule) -> Analysis | None:
    """The reading that a rule would choose for a token; None if it has no such reading."""
    found = analyse(token)
    if rule.form:
        found += analyse(token.capitalize())
    return next((reading for reading in found if has(reading_traits(reading), rule.reading)), None)


def in_context(form: Coded, readings: list[Analysis], traits: list[frozenset[str]], newline: np.ndarray) -> Coded:
    """The reading of each token: the likeliest, or the one that its neighbours ask for.

    `form` is the column of the tokens as printed, with the likeliest reading and the traits of each distinct one;
    `newline` says whether a line break follows: there the line's first and last word have no neighbour. The first rule
    that fits decides.
    """
    kind = form.recoded(traits)
    edge = len(kind.values)  # what stands beside the first and the last word of a line
    kinds = _Kinds([*kind.values, _EDGE])
    before = np.where(np.append(True, newline[:-1]), edge, np.append(edge, kind.codes[:-1]))
    after = np.where(np.append(newline[:-1], True), edge, np.append(kind.codes[1:], edge))
    readings = readings.copy()
    codes = form.codes.copy()
    decided = np.zeros(len(codes), bool)
    named = np.flatnonzero(kinds.are(tuple((name,) for name in rules() if name))[kind.codes])
    for rule in chain(*rules().values()):
        if rule.form:
            at = named[kinds.are(((rule.form,),))[kind.codes[named]]]
        else:
            at = np.flatnonzero(kinds.are(rule.instead)[kind.codes])
        at = at[kinds.are(rule.before)[before[at]]]
        at = at[kinds.are(rule.after)[after[at]] & ~decided[at]]
        for number in np.unique(form.codes[at]).tolist():
            reading = _chosen(form.values[number], rule)
            if reading:
                there = at[form.codes[at] == number]
                codes[there] = len(readings)
                decided[there] = True
                readings.append(reading)
    return Coded(readings, codes)
