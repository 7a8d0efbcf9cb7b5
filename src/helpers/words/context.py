"""Words with two readings: which one the neighbours ask for, by the rules in lexicons/context.csv."""

from fnmatch import fnmatchcase
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


def _of_print(token: str, form: str, reading: Analysis) -> list[str]:
    """What rules may ask of a neighbour besides the traits of its likeliest reading; `form` is the token in small."""
    out = [form]
    if reading.pos == "punct":
        out += ["mark", "quote"] if token in _QUOTES else ["mark"]
    if token[:1].isupper():
        out.append("capital")
    if SOUND.get(form[-1:], 0) & UNVOICED:
        out.append("obstruent")
    if reading.lemma in _DEGREE:
        out.append("degree")
    return out


@cache
def _asked() -> frozenset[str]:
    """Every trait that a rule asks for or forbids."""
    cells = chain(*((rule.instead, rule.before, rule.after) for rule in chain(*rules().values())))
    return frozenset(name[1:] if _forbids(name) else name for cell in cells for choice in cell for name in choice)


@lru_cache(maxsize=1 << 16)
def _meant(trait: str) -> list[str]:
    """The names by which rules ask for a trait."""
    return [name for name in _asked() if name == trait or ("*" in name and fnmatchcase(trait, name))]


@cache
def _meant_by_class(pos: str, suffixes: tuple[Suffix, ...], known: bool) -> list[str]:
    return [name for trait in _of_class(pos, suffixes, known) for name in _meant(trait)]


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
    """The distinct tokens of a text, each with its likeliest reading, and which of them have what rules ask for."""

    def __init__(self, tokens: list[str]):
        self.tokens = tokens
        self.readings = list(map(likeliest, tokens))
        self.edge = len(tokens)  # the number of what stands beside the first and the last word of a line
        self._by_form: dict[str, list[int]] = {}
        having: dict[str, list[int]] = {name: [] for name in _asked() | _EDGE}
        for number, (token, reading) in enumerate(zip(tokens, self.readings)):
            form = token.lower()
            self._by_form.setdefault(form, []).append(number)
            for name in _meant_by_class(reading.pos, reading.suffixes, reading.known) + _meant(f"<{reading.lemma}>"):
                having[name].append(number)
            for name in _of_print(token, form, reading):
                if name in having:
                    having[name].append(number)
        for name in _EDGE:
            having[name].append(self.edge)
        self._having = {name: np.array(numbers, np.int64) for name, numbers in having.items()}

    def are(self, wanted: Wanted) -> np.ndarray:
        """For every word and the edge, whether it is what is wanted."""
        out = np.full(self.edge + 1, not wanted)
        for choice in wanted:
            fits = np.ones(self.edge + 1, bool)
            for name in choice:
                if _forbids(name):
                    fits[self._having[name[1:]]] = False
                else:
                    fits &= self._mask(self._having[name])
            out |= fits
        return out

    def concerned(self, rule: Rule) -> np.ndarray:
        """For every word whether a rule is about it: by its form, or by its likeliest reading."""
        return self._mask(self._by_form.get(rule.form, [])) if rule.form else self.are(rule.instead)

    def _mask(self, numbers: list[int] | np.ndarray) -> np.ndarray:
        mask = np.zeros(self.edge + 1, bool)
        mask[numbers] = True
        return mask

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
        at = np.flatnonzero(words.concerned(rule)[form.codes] & ~decided)
        at = at[words.are(rule.before)[before[at]]]
        at = at[words.are(rule.after)[after[at]]]
        for number in np.unique(form.codes[at]).tolist():
            reading = words.chosen(number, rule)
            if reading:
                there = at[form.codes[at] == number]
                codes[there] = len(readings)
                decided[there] = True
                readings.append(reading)
    return Coded(readings, codes)
