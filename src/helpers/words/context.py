"""Words with two readings: which one the neighbours ask for, by the rules in lexicons/context.csv."""

from fnmatch import fnmatchcase
from functools import cache
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
    reading = best(token) if kind(token) == "word" else None
    if reading is None:
        norm = normalise(token)
        return Analysis(norm, "num" if kind(token) == "number" else "punct", norm, (), True)
    return reading


def _chosen(token: str, rule: Rule) -> Analysis | None:
    """The reading that a rule would choose for a word; None if it has no such reading."""
    found = analyse(token) if not rule.form else [*analyse(token), *analyse(token.capitalize())]
    return next((reading for reading in found if has(reading_traits(reading), rule.reading)), None)


def in_context(form: Coded, newline: np.ndarray) -> Coded:
    """The reading of each token: the likeliest, or the one that its neighbours ask for.

    `form` is the column of the tokens as printed, `newline` says whether a line break follows: there the line's first
    and last word have no neighbour. The first rule that fits decides.
    """
    readings = list(map(likeliest, form.values))
    traits = [*map(_traits, form.values, readings), _EDGE]
    edge = len(readings)
    before = np.where(np.append(True, newline[:-1]), edge, np.append(edge, form.codes[:-1]))
    after = np.where(np.append(newline[:-1], True), edge, np.append(form.codes[1:], edge))
    codes = form.codes.copy()
    decided = np.zeros(len(codes), bool)
    for rule, words in _applicable(form.values, traits):
        of_rule = np.zeros(edge, bool)
        of_rule[words] = True
        at = np.flatnonzero(of_rule[form.codes] & ~decided)
        for neighbour, wanted in ((before, rule.before), (after, rule.after)):
            fits = {code: has(traits[code], wanted) for code in np.unique(neighbour[at]).tolist()}
            at = at[[fits[code] for code in neighbour[at].tolist()]]
        for code in np.unique(form.codes[at]).tolist():
            if reading := _chosen(form.values[code], rule):
                here = at[form.codes[at] == code]
                codes[here] = len(readings)
                decided[here] = True
                readings.append(reading)
    return Coded(readings, codes)


def _applicable(tokens: list[str], traits: list[frozenset[str]]) -> list[tuple[Rule, list[int]]]:
    """Every rule with the words (by number) that it is about."""
    small: dict[str, list[int]] = {}
    for number, token in enumerate(tokens):
        small.setdefault(token.lower(), []).append(number)
    out = []
    for form, listed in rules().items():
        for rule in listed:
            numbers = small.get(form, [])
            if not form:
                numbers = [number for number in range(len(tokens)) if has(traits[number], rule.instead)]
            out.append((rule, numbers))
    return out
