"""Words with two readings: which one the neighbours ask for, by the rules in lexicons/context.csv."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from ..letters import normalise
from ..sheets import rows as bundled
from .coded import Coded
from .morphology import Analysis, analyse, best
from .pieces import kind
from .sounds import SOUND, UNVOICED

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
    if name[0] == "!" and len(name) > 1:
        return not _one(traits, name[1:])
    return any(fnmatchcase(trait, name) for trait in traits) if "*" in name else name in traits


def reading_traits(reading: Analysis) -> frozenset[str]:
    """What rules may ask of a reading: its lemma <бару>, its class =verb, its tags (or the class), and listed.

    >>> sorted(reading_traits(analyse("үйлер")[0]))
    ['<үй>', '=noun', 'listed', 'pl']
    """
    out = {f"<{reading.lemma}>", f"={reading.pos}", *(reading.tags or [reading.pos])}
    return frozenset(out | {"listed"} if reading.known else out)


def _traits(token: str, reading: Analysis) -> frozenset[str]:
    """What rules may ask of a neighbour: the traits of its likeliest reading, and how it is printed."""
    out = {*reading_traits(reading), token.lower()}
    if reading.pos == "punct":
        out |= {"mark", "quote"} if token in _QUOTES else {"mark"}
    if token[:1].isupper():
        out.add("capital")
    if SOUND.get(token[-1:].lower(), 0) & UNVOICED:
        out.add("obstruent")
    if reading.lemma in _DEGREE:
        out.add("degree")
    return frozenset(out)


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


class _Words:
    """The distinct tokens of a text, each with its likeliest reading, and in groups in which a rule looks for them."""

    def __init__(self, tokens: list[str]):
        self.tokens = tokens
        self.readings = list(map(likeliest, tokens))
        self.edge = len(tokens)  # the number of what stands beside the first and the last word of a line
        self._traits = {self.edge: _EDGE}  # of those that a rule has asked about
        self._by_form: dict[str, list[int]] = {}
        self._by_lemma: dict[str, list[int]] = {}
        self._by_class: dict[tuple[str, bool], list[int]] = {}
        for number, (token, reading) in enumerate(zip(tokens, self.readings)):
            self._by_form.setdefault(token.lower(), []).append(number)
            self._by_lemma.setdefault(f"<{reading.lemma}>", []).append(number)
            self._by_class.setdefault((f"={reading.pos}", token[:1].isupper()), []).append(number)

    def traits(self, number: int) -> frozenset[str]:
        if number not in self._traits:
            self._traits[number] = _traits(self.tokens[number], self.readings[number])
        return self._traits[number]

    def fit(self, numbers: np.ndarray, wanted: Wanted) -> np.ndarray:
        """Whether each of these words is what is wanted."""
        distinct, places = np.unique(numbers, return_inverse=True)
        return np.array([has(self.traits(number), wanted) for number in distinct.tolist()], bool)[places]

    def replaceable(self, rule: Rule) -> list[int]:
        """The words that a rule is about: of its form, or with such a likeliest reading."""
        if rule.form:
            return self._by_form.get(rule.form, [])
        near = (number for choice in rule.instead or ((),) for number in self._near(choice))
        return [number for number in set(near) if has(self.traits(number), rule.instead)]

    def _near(self, choice: tuple[str, ...]) -> Iterator[int]:
        """Words among which are all that have these traits: with a lemma that is asked for, or of a class."""
        for name in choice:
            if name in self._by_lemma:
                yield from self._by_lemma[name]
                return
            if name[0] == "<" and "*" not in name:
                return
        classes = {name for name in choice if name[0] == "=" and "*" not in name}
        for (name, capital), numbers in self._by_class.items():
            if classes <= {name} and (capital or "capital" not in choice):
                yield from numbers

    def chosen(self, number: int, rule: Rule) -> Analysis | None:
        """The reading that a rule would choose for a word; None if it has no such reading."""
        found = analyse(self.tokens[number])
        if rule.form:
            found += analyse(self.tokens[number].capitalize())
        return next((reading for reading in found if has(reading_traits(reading), rule.reading)), None)


def in_context(form: Coded, newline: np.ndarray) -> Coded:
    """The reading of each token: the likeliest, or the one that its neighbours ask for.

    `form` is the column of the tokens as printed, `newline` says whether a line break follows: there the line's first
    and last word have no neighbour. The first rule that fits decides.
    """
    words = _Words(form.values)
    before = np.where(np.append(True, newline[:-1]), words.edge, np.append(words.edge, form.codes[:-1]))
    after = np.where(np.append(newline[:-1], True), words.edge, np.append(form.codes[1:], words.edge))
    readings = words.readings.copy()
    codes = form.codes.copy()
    decided = np.zeros(len(codes), bool)
    for rule in chain(*rules().values()):
        concerned = np.zeros(len(words.tokens), bool)
        concerned[words.replaceable(rule)] = True
        at = np.flatnonzero(concerned[form.codes] & ~decided)
        at = at[words.fit(before[at], rule.before)]
        at = at[words.fit(after[at], rule.after)]
        for number in np.unique(form.codes[at]).tolist():
            reading = words.chosen(number, rule)
            if reading:
                there = at[form.codes[at] == number]
                codes[there] = len(readings)
                decided[there] = True
                readings.append(reading)
    return Coded(readings, codes)
