"""Forms with two frequent readings: which one the neighbours ask for, by the rules in lexicons/context.csv."""

from functools import cache
from typing import NamedTuple

import numpy as np

from ..letters import normalise
from ..sheets import rows
from .coded import Coded
from .morphology import Analysis, analyse, best
from .pieces import kind

_LINE_BREAK = "\n"  # what stands beside the first and the last word of a line
_QUOTES = ("»", "”", '"')
_DEGREE = ("өте", "тым", "ең", "біраз")


class Rule(NamedTuple):
    """The lemma of a form between such neighbours; no traits: any neighbour."""

    form: str
    lemma: str
    before: frozenset[str]
    after: frozenset[str]


@cache
def rules() -> dict[str, list[Rule]]:
    """The forms whose lemma depends on the neighbours (lexicons/context.csv), and their rules.

    >>> "ал" in rules()
    True
    """
    out: dict[str, list[Rule]] = {}
    for row in rows("context.csv"):
        rule = Rule(row["form"], row["lemma"], frozenset(row["before"].split()), frozenset(row["after"].split()))
        out.setdefault(rule.form, []).append(rule)
    return out


def _traits(token: str) -> frozenset[str]:
    """What rules may ask of a neighbour."""
    if not any(c.isalnum() for c in token):
        return frozenset({"mark", token, *(["quote"] if token in _QUOTES else [])})
    reading = best(token)
    if token[0].isnumeric() or reading is None:
        return frozenset({"num"})
    out = {reading.suffixes[-1].tag if reading.suffixes else reading.pos}
    if token[0].isupper():
        out.add("capital")
    if reading.lemma in _DEGREE:
        out.add("degree")
    return frozenset(out)


def likeliest(token: str) -> Analysis:
    """The first reading of a word; a number or a mark is its own lemma, of the class num or punct."""
    reading = best(token) if kind(token) == "word" else None
    if reading is None:
        norm = normalise(token)
        return Analysis(norm, "num" if kind(token) == "number" else "punct", norm, (), True)
    return reading


def _reading_of(form: str, lemma: str) -> Analysis:
    """The first reading of a form that has this lemma."""
    found = [*analyse(form), *analyse(form.capitalize())]
    return next(reading for reading in found if reading.lemma == lemma)


def in_context(form: Coded, newline: np.ndarray) -> Coded:
    """The reading of each token: the likeliest, or the one that its neighbours ask for.

    `form` is the column of the tokens as printed, `newline` says whether a line break follows. The first rule that
    fits the neighbours decides; beyond a line break there is none.
    """
    readings = list(map(likeliest, form.values))
    codes = form.codes.copy()
    neighbours = Coded([*form.values, _LINE_BREAK], form.codes)
    traits = cache(lambda code: _traits(neighbours.values[code]))
    ruled = [rules().get(token.lower(), []) for token in form.values]
    edge = len(form.values)
    before = np.where(np.append(True, newline[:-1]), edge, np.append(0, form.codes[:-1]))
    after = np.where(np.append(newline[:-1], True), edge, np.append(form.codes[1:], 0))
    place: dict[tuple[int, str], int] = {}
    for i in np.flatnonzero(form.array(lambda token: token.lower() in rules(), bool)).tolist():
        code = int(form.codes[i])
        for rule in ruled[code]:
            if rule.before and not rule.before & traits(int(before[i])):
                continue
            if rule.after and not rule.after & traits(int(after[i])):
                continue
            if (code, rule.lemma) not in place:
                place[code, rule.lemma] = len(readings)
                readings.append(_reading_of(form.values[code], rule.lemma))
            codes[i] = place[code, rule.lemma]
            break
    return Coded(readings, codes)
