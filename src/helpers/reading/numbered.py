"""Questions that are numbered: labels such as "2-сұрақ" or "№2 сұрақ", and series of `1. …?`, `2. …?` at line starts.

A series of numbered questions is an interview where it is put to somebody and that person answers; a list of tips or
of frequent questions instructs its reader.
"""

import re

import numpy as np

from . import cues
from .marks import ASKER, COUNTED, Label, Unit

NUMBERED = re.compile(
    r"\s*(?:(?:№\s?)?\d{1,3}\s?[-–.)]?\s?(?:[іы]?н?ш[іы])?[- ]?с(?:ұрақ|ауал)|с(?:ұрақ|ауал) ?№? ?\d{1,3})"
    r"(?:\s*[.:)]\s*|\s*$)",
    re.I,
)
NUMBER_SIGNS = tuple("0123456789сС№")  # what a numbered question label begins with
FEWEST = 3  # questions of a series
MOSTLY_ASKED = 0.6  # share of a series that ends in a question mark
TO_SOMEBODY = 0.2  # share of the questions that address a person
BY_ME = 0.5  # share of the answers in which somebody says I: then no question needs to address anybody
BY_SOMEBODY = 0.3  # share of the answers in which somebody says I or we


def numbered_label(text: str) -> Label | None:
    """The label of a text that begins with the number of a question, or that is nothing else."""
    found = NUMBERED.match(text) if text.startswith(NUMBER_SIGNS) else None
    if not found:
        return None
    return Label(found[0].strip(), "numbered", found.end(), found.end() >= len(text.rstrip()), role=ASKER)


def counted_questions(units: list[Unit]) -> dict[int, Label]:
    """The labels of questions numbered 1. 2. 3., by unit, if they and what follows them are an interview."""
    items = [(i, m) for i, unit in enumerate(units) if unit.opens_line and (m := COUNTED.match(unit.text))]
    if len(items) < FEWEST:
        return {}
    for sign in ".)":
        numbers = {i: int(m[1]) for i, m in items if m[0].rstrip()[-1] == sign}
        asked = {i: cues.is_question(to_line_end(units, i)) for i in numbers}
        series = _rising(numbers, asked)
        enough = len(series) >= FEWEST and sum(asked[i] for i in series) >= MOSTLY_ASKED * len(series)
        if enough and _are_answered(units, series):
            return {i: Label(m[0].strip(), "numbered", m.end(), False, role=ASKER) for i, m in items if i in series}
    return {}


def _rising(numbers: dict[int, int], asked: dict[int, bool]) -> list[int]:
    """Of all series in which the numbers (by unit) rise the one with most questions, then with most members."""
    best: dict[int, tuple[int, int, list[int]]] = {}  # by its last number
    for i, number in numbers.items():
        before = [series for last, series in best.items() if last < number]
        questions, size, series = max(before, key=lambda series: series[:2], default=(0, 0, []))
        longer = (questions + asked[i], size + 1, [*series, i])
        if number not in best or longer[:2] > best[number][:2]:
            best[number] = longer
    return max(best.values(), key=lambda series: series[:2], default=(0, 0, []))[2]


def _are_answered(units: list[Unit], series: list[int]) -> bool:
    """Whether the questions address somebody who answers as I or we, and not the reader."""
    shown = cues.wording([unit.words for unit in units[series[0] :]])
    asks = np.zeros(len(units) - series[0], dtype=bool)
    block = np.searchsorted(series, np.arange(series[0], len(units)), side="right") - 1
    for i in series:
        last = i
        while last + 1 < len(units) and units[last + 1].line == units[i].line:
            last += 1
        asks[i - series[0] : last + 1 - series[0]] = True

    def share(where: np.ndarray) -> float:
        return len(np.unique(block[where])) / len(series)

    answer = ~asks & ~shown["ends in a question mark"]
    speaks = shown["speaks as I"] | shown["speaks as we"]
    by_somebody = share(speaks & answer)
    to_reader = share(shown["addresses you"] & ~speaks & answer)
    familiar = np.array([cues.pattern("familiar").search(unit.words) is not None for unit in units[series[0] :]])
    to_somebody = share((shown["addresses you"] | familiar) & asks)
    put = to_somebody >= TO_SOMEBODY or share(shown["speaks as I"] & answer) >= BY_ME
    return put and by_somebody >= max(BY_SOMEBODY, to_reader)


def to_line_end(units: list[Unit], i: int) -> str:
    """The last sentence of what begins with a unit and stands on its line."""
    last = i
    while last + 1 < len(units) and units[last + 1].line == units[i].line and not units[last + 1].dash:
        last += 1
    return units[last].text
