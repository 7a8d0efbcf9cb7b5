"""What a public function may be given: an argument's name says what it is, here, once for all of them.

`@checked` above a public function looks at each argument given to it; what cannot be used ends in one sentence that
names function and argument and says what it may be. `@checked(sort=one_of("left", "right"))` adds to the table.
"""

from __future__ import annotations

import inspect
import os
import warnings
from collections.abc import Callable, Iterable
from functools import partial, wraps
from numbers import Integral
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar, overload

import numpy as np
import pandas as pd

from .errors import ArgumentError, LexiconError
from .old_names import TURNED
from .passages import spans

TOKENS = "start end text after norm lemma kind line sentence turn pair section role speaker".split()
MARKERS = ["start", "end", "category"]
SECTIONS = "headline lead intro turn label subhead caption byline body blank timecode".split()
_TOKENS = "the table of tokens"
NEAR = 0.6  # difflib's ratio from which on a name counts as a slip of another

P = ParamSpec("P")
R = TypeVar("R")


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


def kind(value: object) -> str:
    """What a value is, for a message."""
    if isinstance(value, pd.DataFrame):
        if {"kind", "after"} <= set(value):
            return _TOKENS
        return "a table of markers" if set(MARKERS) <= set(value) else "a table"
    if value is None or isinstance(value, (bool, int, float)):
        return str(value)
    if hasattr(value, "segments") and hasattr(value, "text"):
        return "a transcript"
    return {"str": "a text", "PosixPath": "a path", "WindowsPath": "a path"}.get(type(value).__name__) or (
        f"of type {type(value).__name__}"
    )


def shown(value: object) -> str:
    """A value in a message: a short one as it is typed, another by its kind."""
    return repr(value)[:80] if isinstance(value, (str, int, float)) else kind(value)


# -- kinds of arguments


def a_table(needed: Iterable[str], what: str, optional: bool = False, remedy: str = "") -> Check:
    """A DataFrame with these columns; `what` says where it comes from."""

    def check(it: Argument) -> None:
        if optional and it.value is None:
            return
        if not isinstance(it.value, pd.DataFrame):
            raise it.wrong(f"must be {what}, not {kind(it.value)}{remedy}")
        missing = [column for column in needed if column not in it.value]
        if missing:
            found = kind(it.value)
            which = f"this is {found}" if found != "a table" else "this table has no column " + ", ".join(missing)
            raise it.wrong(f"must be {what}; {which}")
        for column in ("start", "end"):
            if column in needed and len(it.value) and not pd.api.types.is_integer_dtype(it.value[column].dtype):
                raise it.wrong(f"has cells in {column} that are no whole numbers; give {what} as it was made")

    return check


def markers_of_tokens(it: Argument) -> None:
    """Markers, and each of them stands in the tokens given beside them."""
    a_table(MARKERS, "the table of find_markers", optional=True)(it)
    tokens = it.given.get("tokens")
    if not isinstance(it.value, pd.DataFrame) or not isinstance(tokens, pd.DataFrame):
        return
    if "document" in tokens and "document" not in it.value:
        raise it.wrong("have no column document, but the tokens have one; give those of the same documents")
    try:
        first, _ = spans(tokens, it.value)
    except ValueError:
        raise it.wrong(
            "belong to another text, or to more of it than the tokens; take both from the same rows"
        ) from None
    if "text" in it.value:
        words = tokens["text"].astype(str).to_numpy()[first]
        if not all(map(str.startswith, it.value["text"].astype(str), words)):
            raise it.wrong("belong to another text than the tokens; make them anew: find_markers(tokens)")


def section(it: Argument) -> None:
    if it.value is not None and not (isinstance(it.value, str) and it.value in SECTIONS):
        raise it.wrong(f"must be a section of a transcript, not {shown(it.value)}{nearest(it.value, SECTIONS)}")


def columns(it: Argument, several: bool = True) -> None:
    """A column of the table that is counted, or several."""
    if it.value is None:
        return
    names = [it.value] if isinstance(it.value, str) else it.value
    if not isinstance(names, (list, tuple)) or not names or not all(isinstance(name, str) for name in names):
        raise it.wrong(f"must be the name of a column, not {kind(it.value)}")
    given = (it.given.get(name) for name in ("markers", "tokens", "summary", "table"))
    tables = [table for table in given if isinstance(table, pd.DataFrame)]
    known = list(dict.fromkeys(column for one in tables for column in one))
    for name in names:
        if name not in known:
            raise it.wrong(f"{name!r} is no column there{nearest(name, known)}")
    if not several and not isinstance(it.value, str):
        raise it.wrong(f"must be the name of one column, not {it.value!r}")


def groups(it: Argument) -> None:
    """Values of the column that `by` names; the function says which there are, here a slip is told."""
    instance((str, list, tuple, pd.Index), "a value, or a list of two values", optional=True)(it)
    by, tokens = it.given.get("by", "role"), it.given["tokens"]
    known = [str(value) for value in tokens[by].dropna().unique()] if isinstance(by, str) else []
    for name in [it.value] if isinstance(it.value, str) else it.value or []:
        if known and str(name) not in known and "did you mean" in nearest(name, known):
            raise it.wrong(f"{name!r} does not occur in {by}{nearest(name, known)}")


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


def _categories() -> list[str]:
    from .categories import CATEGORIES  # which reads a sheet, and sheets are checked here

    return CATEGORIES


def category(it: Argument) -> None:
    """The name of a stance category, or None."""
    known = _categories()
    if it.value is not None and not (isinstance(it.value, str) and it.value in known):
        raise it.wrong(f"{shown(it.value)} is no category{nearest(it.value, known)}")


def query(it: Argument) -> None:
    """What is looked for: words, or with markers a category or another value that they have."""
    markers = it.given.get("markers")
    if markers is None:
        if it.value is None and it.given.get("gloss") is not None:
            return
        if not isinstance(it.value, str) or not it.value.strip():
            raise it.wrong(f"must be a word or a phrase, as text, not {shown(it.value)}")
    elif it.value is not None:
        of = it.given.get("of") or "category"
        known = set(markers[of].astype(str)) if of in markers else set()
        known |= set(_categories()) if of == "category" else set()
        if not isinstance(it.value, str) or it.value not in known:
            raise it.wrong(f"{shown(it.value)} is no {of} there{nearest(it.value, sorted(known)[:40])}")


def instance(types: type | tuple[type, ...], what: str, optional: bool = False) -> Check:
    """A value of these types."""

    def check(it: Argument) -> None:
        if not (optional and it.value is None) and not isinstance(it.value, types):
            raise it.wrong(f"must be {what}, not {kind(it.value)}")

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


def some_tokens(it: Argument) -> None:
    """The table of tokens, with a row at least."""
    BY_NAME["tokens"](it)
    if not len(it.value):
        raise it.wrong("has no rows")


def tokens_or_markers(it: Argument) -> None:
    """The table of tokens with markers beside it; else that of markers."""
    if it.given.get("markers") is None:
        a_table([*MARKERS, "subtype", "text"], "the table of find_markers")(it)
    else:
        BY_NAME["tokens"](it)


def a_reference(it: Argument) -> None:
    """Counts of other texts, or their file."""
    instance((str, Path, pd.DataFrame), "a table with the columns lemma and count, or its path", optional=True)(it)


def a_chart(it: Argument) -> None:
    """A chart that is there."""
    if it.value is None or not hasattr(it.value, "figure"):
        raise it.wrong(f"must be a chart, not {kind(it.value)}")


def a_source(it: Argument) -> None:
    """A transcript, or the table of tokens."""
    if kind(it.value) != "a transcript":
        a_table(TOKENS, "a transcript, or the table of tokenize")(it)


def a_text(it: Argument) -> None:
    """A transcript, or a text."""
    if not isinstance(it.value, str) and kind(it.value) != "a transcript":
        raise it.wrong(f"must be what read_transcript returned, or a text, not {kind(it.value)}")


def a_marker(it: Argument) -> None:
    """A row of the markers' table."""
    names = it.value.index if isinstance(it.value, pd.Series) else getattr(it.value, "_fields", ())
    if not {*MARKERS, "marker", "text"} <= set(names):
        raise it.wrong(f"must be one row of find_markers, such as markers.iloc[0], not {kind(it.value)}")


def some_words(it: Argument) -> None:
    """Words, or the table of markers."""
    if isinstance(it.value, pd.DataFrame):
        return markers_of_tokens(it)
    listed = isinstance(it.value, (str, list, tuple, pd.Series)) and len(it.value) > 0
    if not listed or not all(isinstance(word, str) for word in it.value):
        raise it.wrong(f"must be words in a list, or the table of find_markers, not {kind(it.value)}")


def transcript(it: Argument) -> None:
    if kind(it.value) != "a transcript":
        raise it.wrong(f"must be what read_transcript returned, not {kind(it.value)}")


def axes(it: Argument) -> None:
    if it.value is not None and not hasattr(it.value, "figure"):
        raise it.wrong(f"must be a matplotlib Axes, not {kind(it.value)}")


_FILE = instance((str, Path), "the path of a file, as text")


def lexicon(it: Argument) -> None:
    """A lexicon table, or its file."""
    instance((str, Path, pd.DataFrame), "a table of read_lexicon, or the path of a CSV", optional=True)(it)
    for column in ("id", "pattern", "category", "subtype"):
        if isinstance(it.value, pd.DataFrame) and column not in it.value:
            raise LexiconError(f"{it.function}: lexicon, row 1: column {column!r} is missing")


a_yes = instance((bool, np.bool_), "True or False", optional=True)
_FIRST = ("tokens", "markers", "summary", "table", "df")
BY_NAME: dict[str, Check] = {
    "tokens": a_table(TOKENS, "the table of tokenize", remedy="; make it so: tokens = tokenize(transcript)"),
    "markers": markers_of_tokens,
    "found": a_table(MARKERS, "the table of find_markers"),
    "gold": a_table(MARKERS, "the table of read_labels"),
    "translation": a_table(["start", "en"], "the table of read_translation", optional=True),
    "transcript": transcript,
    "section": section,
    "by": columns,
    "of": partial(columns, several=False),
    "groups": groups,
    "query": query,
    "parts": partial(columns, several=False),
    "encoding": instance(str, "the name of an encoding, such as utf-8", optional=True),
    "speakers": instance(dict, "who is who: {name: role}", optional=True),
    "system": instance(str, "the name of a system"),
    "resume": instance((str, Path), "a folder, as text", optional=True),
    "caption": instance(str, "a text", optional=True),
    "note": instance(str, "a text", optional=True),
    "gloss": instance(str, "an English word", optional=True),
    "stop": words,
    "path": _FILE,
    "lexicon": lexicon,
    "word": instance(str, "a word, as text"),
    "text": instance(str, "a text"),
    "ax": axes,
    "seed": whole(0, optional=False),
    "draws": whole(1, optional=False, most=1_000_000),
}
for _name in ("top", "limit", "min_count", "label"):
    BY_NAME[_name] = whole(0)
for _name in ("progress", "tables", "partial", "endings"):
    BY_NAME[_name] = a_yes
for _name, _most in (("n", 100), ("window", 100_000), ("width", 1_000_000), ("dpi", 2400), ("size", 1_000_000)):
    BY_NAME[_name] = whole(1, most=_most)


@overload
def checked(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def checked(**more: Check) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def checked(function: Callable | None = None, /, **more: Check) -> Callable:
    """Above a public function: look at every argument given, by its name or as said here."""
    if function is None:
        return partial(_looked_at, more=more)
    return _looked_at(function, more)


def _looked_at(function: Callable, more: dict[str, Check]) -> Callable:
    signature = inspect.signature(function)
    turned = function.__name__ in TURNED and next(iter(signature.parameters)) == "tokens"
    every = sorted(signature.parameters, key=lambda name: name not in _FIRST)  # tables first: others look into them
    checks = {name: found for name in every if (found := more.get(name) or BY_NAME.get(name))}

    filled = {  # whose default is not None: None is not one of their values
        name
        for name, parameter in signature.parameters.items()
        if parameter.default is not None
        and name not in ("section", "query", "text")
        and "None" not in str(parameter.annotation)
    }

    @wraps(function)
    def call(*args, **kwargs):
        if turned and len(args) > 1 and kind(args[1]) == _TOKENS != kind(args[0]):
            warnings.warn(f"{function.__name__} takes tokens first now, then the other table", FutureWarning, 2)
            args = (args[1], args[0], *args[2:])
        given = signature.bind(*args, **kwargs).arguments
        for name in given.keys() & filled:
            if given[name] is None:
                raise ArgumentError(f"{function.__name__}: {name} must not be None; leave it out, or give a value")
        for name, check in checks.items():
            if name in given:
                check(Argument(function.__name__, name, given[name], given))
        return function(*args, **kwargs)

    return call
