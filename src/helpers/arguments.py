"""An argument of a call, what it is in words, and the kinds of values that one of it may be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from numbers import Integral
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .errors import ArgumentError

MARKERS = ["start", "end", "category"]
THE_TOKENS = "the table of tokens"
NEAR = 0.6  # difflib's ratio from which on a name counts as a slip of another


class Argument(NamedTuple):
    """An argument of a call: whose it is, its name, its value, and what the others are."""

    function: str
    name: str
    value: Any
    given: dict[str, Any]

    def wrong(self, sentence: str) -> ArgumentError:
        return ArgumentError(f"{self.function}: {self.name} {sentence}")


Check = Callable[[Argument], None]


def nearest(value: object, choices: Iterable[object]) -> str:
    """ "; did you mean 'hedge'?", where a choice is near enough."""
    from difflib import get_close_matches

    if not isinstance(value, str):
        return ""
    names = list(dict.fromkeys(map(str, choices)))
    found = get_close_matches(value.lower(), names, 1, NEAR)
    return f"; did you mean {found[0]!r}?" if found else f"; it may be {', '.join(names)}"


def is_transcript(value: object) -> bool:
    return hasattr(value, "segments") and hasattr(value, "text")


def kind(value: object) -> str:
    """What a value is, for a message."""
    if isinstance(value, pd.DataFrame):
        if {"kind", "after"} <= set(value):
            return THE_TOKENS
        return "a table of markers" if set(MARKERS) <= set(value) else "a table"
    if value is None or isinstance(value, (bool, int, float)):
        return shown(value)
    if is_transcript(value):
        return "a transcript"
    names: dict[type, str] = {str: "a text", list: "a list", dict: "a dict"}
    return "a path" if isinstance(value, Path) else names.get(type(value), f"of type {type(value).__name__}")


def shown(value: object) -> str:
    """A value in a message: a short one as it is typed, another by its kind."""
    return repr(value)[:80] if value is None or isinstance(value, (str, int, float)) else kind(value)


# -- kinds


def fits(test: Callable[[Any], bool], what: str, optional: bool = False) -> Check:
    """A value that passes a test; `what` says in words which do."""

    def check(it: Argument) -> None:
        if not (optional and it.value is None) and not test(it.value):
            raise it.wrong(f"must be {what}, not {kind(it.value)}")

    return check


def instance(types: type | tuple[type, ...], what: str, optional: bool = False) -> Check:
    """A value of these types."""
    return fits(lambda value: isinstance(value, types), what, optional)


def whole(least: int, optional: bool = True, most: int = 1_000_000_000) -> Check:
    """A whole number, at least and at most so large."""

    def check(it: Argument) -> None:
        if it.value is None and optional:
            return
        number = isinstance(it.value, Integral) and not isinstance(it.value, bool)
        if not number or not least <= it.value <= most:
            raise it.wrong(f"must be a whole number from {least} to {most}, not {shown(it.value)}")

    return check


def one_of(*choices: object) -> Check:
    """One of these values."""

    def check(it: Argument) -> None:
        if not isinstance(it.value, (str, bool, type(None))) or it.value not in choices:
            raise it.wrong(f"{shown(it.value)} is not known{nearest(it.value, choices)}")

    return check


def words(it: Argument) -> None:
    """Words to leave out: None, True for ours, a file, or the words."""
    if it.value is None or isinstance(it.value, bool):
        return
    if isinstance(it.value, (str, Path)):
        if not os.path.isfile(it.value):
            raise it.wrong(f"{str(it.value)!r} is no file; give True for our list, a CSV file, or a list of words")
    elif not isinstance(it.value, (list, tuple, set, frozenset)) or not all(isinstance(w, str) for w in it.value):
        raise it.wrong(f"must be True, a CSV file or a list of words, not {kind(it.value)}")


def _is_numeric(value: object, dimensions: tuple[int, ...]) -> bool:
    if not isinstance(value, (int, float, np.generic, np.ndarray, list, tuple, pd.Series)):
        return False
    try:
        array = np.asarray(value)
    except ValueError:  # lists of unequal length
        return False
    return array.dtype.kind in "biuf" and array.ndim in dimensions


def as_long_as(other: str) -> Check:
    """Numbers, as many as there are in another argument."""

    def check(it: Argument) -> None:
        series(it)
        if len(it.value) != len(it.given[other]):
            raise it.wrong(f"must have as many numbers as {other}: {len(it.given[other])}, not {len(it.value)}")

    return check


def _is_marker(value: object) -> bool:
    names = value.index if isinstance(value, pd.Series) else getattr(value, "_fields", ())
    return {*MARKERS, "marker", "text"} <= set(names)


_MANY = (list, tuple, str, np.ndarray, pd.Series)
number = fits(lambda value: _is_numeric(value, (0,)), "a number")
numbers = fits(lambda value: _is_numeric(value, (0, 1, 2)), "a number, or numbers in a list or an array")
series = fits(lambda value: _is_numeric(value, (1,)) and len(value) > 0, "numbers in a list or an array")
share = fits(lambda value: isinstance(value, float) and 0 < value < 1, "a number between 0 and 1")
a_sequence = instance(_MANY, "a list, such as the words or labels in their order")
sequences = fits(lambda value: all(isinstance(one, _MANY) for one in value), "lists of labels")
a_set = instance((set, frozenset), "a set")
a_yes = instance((bool, np.bool_), "True or False", optional=True)
a_file = instance((str, Path), "the path of a file, as text")
a_reference = instance((str, Path, pd.DataFrame), "a table with columns lemma and count, or its path", optional=True)
a_chart = fits(lambda value: hasattr(value, "figure"), "a chart")
axes = fits(lambda value: hasattr(value, "figure"), "a matplotlib Axes", optional=True)
transcript = fits(is_transcript, "what read_transcript returned")
a_text = fits(lambda value: isinstance(value, str) or is_transcript(value), "what read_transcript returned, or a text")
a_marker = fits(_is_marker, "one row of find_markers, such as markers.iloc[0]")
