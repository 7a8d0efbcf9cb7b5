"""For a class: `check` tells whether an answer is right, `read_class` puts the labels of many students together.

The keys are rows of lexicons/exercises.csv; in the edition for students its cells are veiled, so that nobody reads them
by accident.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd

from .arguments import instance, nearest
from .checks import checked
from .class_labels import read_class
from .errors import ArgumentError
from .letters import normalise
from .sheets import rows

__all__ = ["check", "read_class"]
VEIL = "~"  # begins a veiled cell


class Verdict(str):
    """What `check` says; shows itself without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def veil(cell: str) -> str:
    """A cell of the keys as the edition for students has it: in base64, not readable at a glance."""
    return VEIL + base64.b64encode(cell.encode()).decode()


def unveiled(cell: str) -> str:
    """A cell of the keys as it was written."""
    return base64.b64decode(cell[1:]).decode() if cell.startswith(VEIL) else cell


@checked(exercise=instance(str, 'the number of an exercise, such as "03.2"'))
def check(exercise: str, answer: Any) -> Verdict:
    """Say whether an answer to an exercise ("03.2": notebook 03, exercise 2) is right, or what usually went wrong.

    A number is compared to as many places as the key has, words as a set (a list, a column of a table, or a text with
    spaces), whatever their order and capitals. ArgumentError names the exercises that there are.

    >>> check("01.1", ...)
    Put your answer in the place of the three dots.
    """
    table = [{name: unveiled(cell) for name, cell in row.items()} for row in rows("exercises.csv")]
    mine = [row for row in table if row["exercise"] == exercise]
    if not mine:
        raise ArgumentError(f"check: no exercise {exercise!r}{nearest(exercise, [row['exercise'] for row in table])}")
    if answer is None or answer is Ellipsis or (isinstance(answer, str) and not answer.strip(" .…_")):
        return Verdict("Put your answer in the place of the three dots.")
    key = next(row for row in mine if row["what"] == "key")
    given = _words(answer) if key["kind"] == "words" else _value(answer)
    places = max(len(row["answer"].partition(".")[2]) for row in mine)
    for row in [key, *mine]:
        if _fits(given, row["answer"], key["kind"], places):
            return Verdict(f"{'Yes.' if row is key else 'Almost:'} {row['says']}".strip())
    if isinstance(given, frozenset):
        wanted = _words(key["answer"])
        return Verdict(f"Not yet: {len(given & wanted)} of {len(wanted)}, and {len(given - wanted)} too many.")
    return Verdict("Not yet. Look at the hint, and at the places your answer was counted from.")


def _words(answer: Any) -> frozenset[str]:
    answer = list(answer) if isinstance(answer, (set, frozenset)) else answer
    parts = answer.split() if isinstance(answer, str) else np.ravel(np.asarray(answer, dtype=object)).tolist()
    return frozenset(normalise(str(part).strip("-–,; ")) for part in parts)


def _value(answer: Any) -> str:
    """One thing, as a text; a table or column of one cell is that cell."""
    if isinstance(answer, (pd.Series, pd.DataFrame, np.ndarray, list, tuple)):
        flat = np.ravel(np.asarray(answer, dtype=object)).tolist()
        answer = flat[0] if len(flat) == 1 else answer
    return str(answer).strip().casefold()


def _fits(given: str | frozenset[str], key: str, kind: str, places: int) -> bool:
    if isinstance(given, frozenset):
        if key[:1] in "+-" and len(key) > 1:  # of a mistake: a word too many, a word left out
            return (normalise(key[1:]) in given) == (key[0] == "+")
        return given == _words(key)
    if kind == "number":
        with suppress(ValueError, OverflowError):
            return round(float(given.rstrip("%")), places) == float(key)
    return given.strip(" .!?-–") == key.casefold()
