"""What a public function may be given: an argument's name says what it is, here, once for all of them.

`@checked` above a public function looks at each argument given to it; what cannot be used ends in one sentence that
names function and argument and says what it may be. `@checked(sort=one_of("left", "right"))` adds to the table.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterable
from functools import partial, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, overload

import pandas as pd

from .arguments import (
    MARKERS,
    THE_TOKENS,
    Argument,
    Check,
    a_file,
    a_yes,
    axes,
    instance,
    is_transcript,
    kind,
    nearest,
    share,
    shown,
    transcript,
    whole,
    words,
)
from .errors import ArgumentError, CallError, LexiconError
from .old_names import TURNED
from .passages import spans

TOKENS = "start end text after norm lemma kind line sentence turn pair section role speaker".split()
SECTIONS = "headline lead intro turn label subhead caption byline body blank timecode".split()
P = ParamSpec("P")
R = TypeVar("R")


# -- kinds of arguments that look into tables


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


def a_source(it: Argument) -> None:
    """A transcript, or the table of tokens."""
    if not is_transcript(it.value):
        a_table(TOKENS, "a transcript, or the table of tokenize")(it)


def some_words(it: Argument) -> None:
    """Words, or the table of markers."""
    if isinstance(it.value, pd.DataFrame):
        return markers_of_tokens(it)
    listed = isinstance(it.value, (str, list, tuple, pd.Series)) and len(it.value) > 0
    if not listed or not all(isinstance(word, str) for word in it.value):
        raise it.wrong(f"must be words in a list, or the table of find_markers, not {kind(it.value)}")


def lexicon(it: Argument) -> None:
    """A lexicon table, or its file."""
    instance((str, Path, pd.DataFrame), "a table of read_lexicon, or the path of a CSV", optional=True)(it)
    for column in ("id", "pattern", "category", "subtype"):
        if isinstance(it.value, pd.DataFrame) and column not in it.value:
            raise LexiconError(f"{it.function}: lexicon, row 1: column {column!r} is missing")


_HALF = "half of a character, which no file can hold: put it right with text.encode('utf-8', 'replace').decode()"
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
    "path": a_file,
    "lexicon": lexicon,
    "word": instance(str, "a word, as text"),
    "text": instance(str, "a text"),
    "ax": axes,
    "confidence": share,
    "seed": whole(0, optional=False),
    "draws": whole(1, optional=False, most=1_000_000),
}
for _name in ("top", "limit", "min_count", "label"):
    BY_NAME[_name] = whole(0)
for _name in ("progress", "tables", "partial", "endings", "poisson", "zero_safe"):
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
        if turned and len(args) > 1 and kind(args[1]) == THE_TOKENS != kind(args[0]):
            warnings.warn(f"{function.__name__} takes tokens first now, then the other table", FutureWarning, 2)
            args = (args[1], args[0], *args[2:])
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            raise CallError(f"{function.__name__}: {error}") from None
        for name in given.keys() & filled:
            if given[name] is None:
                raise ArgumentError(f"{function.__name__}: {name} must not be None; leave it out, or give a value")
        for name, check in checks.items():
            if name in given:
                check(Argument(function.__name__, name, given[name], given))
        try:
            return function(*args, **kwargs)
        except UnicodeEncodeError as error:
            code = ord(error.object[error.start])
            raise ArgumentError(f"{function.__name__}: the text has U+{code:04X}, {_HALF}") from None

    return call
