"""Tables and concordances as HTML, each row of a count open to the places it was counted from."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from .. import results
from ..arguments import Argument, nearest, one_of
from ..categories import CATEGORIES
from ..checks import a_table, checked
from ..labels import counted, label
from ..passages import beginning, ending
from ..words.romanisation import SYSTEMS, romanize
from .display import Html, fill, is_kazakh
from .places import opened

PLAIN = ("line", "turn", "pair", "sentence", "start", "end")  # numbers that name something
CODED = ("category", "subtype", "role", "section", "kind", "decision")  # columns whose cells are names of the code
LONG = 30  # characters from which on a column of text needs width
PROSE = 0.5  # share of long cells from which on a column is prose, and a phone shows the rows as blocks
PALE = "pale"  # the field of attrs that says which rows count little, such as "expected < 1"
ESTIMATES = ("rate", "log_ratio", "F1")  # columns whose intervals have their decimals
YES, NO = "yes", "no"
HIT = ("left", "keyword", "right")
DETAILS = ("pos", "n", "deff", "of_turns", "of_documents", "dp", "dp_floor", "dp_rescaled")  # hidden in a bare table
WIDTH = 30  # characters on either side of a hit
BARE = 20  # rows shown of a table that is the last line of a cell


class Cell(NamedTuple):
    """A cell of a table: what is printed, the code name behind it, and how it stands."""

    text: str
    code: str = ""
    number: bool = False
    kazakh: bool = False
    long: bool = False


class Column(NamedTuple):
    """A column of a table: its readable name, the name in the code, whether it holds numbers, its cells."""

    name: str
    code: str
    number: bool
    cells: list[Cell]

    @property
    def prose(self) -> bool:
        return bool(self.cells) and sum(cell.long for cell in self.cells) >= PROSE * len(self.cells)


def _shown(it: Argument) -> None:
    """Columns of the table that is shown."""
    if it.value is not None and not isinstance(it.value, (list, tuple)):
        raise it.wrong("must be a list of columns")
    for name in it.value or []:
        if name not in it.given["df"]:
            raise it.wrong(f"{name!r} is no column there{nearest(name, it.given['df'])}")


@checked(df=a_table([], "a table"), columns=_shown)
def table(
    df: pd.DataFrame,
    *,
    caption: str | None = None,
    note: str | None = None,
    limit: int = 50,
    columns: list[str] | None = None,
    tokens: pd.DataFrame | None = None,
    markers: pd.DataFrame | None = None,
    translation: pd.DataFrame | None = None,
    places: int = 20,
) -> Html:
    """A table with caption, header cells, and the note on what it is under it.

    Parameters
    ----------
    df : any table; the first column names the rows, the index is shown if it has a name.
    caption, note : instead of what `df.attrs` says (title; n, unit, filters, formula, caveats).
    limit : the number of rows shown.
    columns : the columns shown, all if left out; the others still tell which places a row counts.
    tokens : the tokens a count was made of; every row then opens to its places, with `translation` in English too.
    markers : the markers that were counted, for tables of categories, subtypes and markers.
    places : the number of places shown of one row.

    Raises ValueError where a row does not have as many places as it counts.

    >>> shown = table(pd.DataFrame({"lemma": ["біз"], "count": [16]}), caption="Words")
    >>> ">біз</th>" in str(shown) and ">16</td>" in str(shown)
    True
    """
    title = caption if caption is not None else df.attrs.get("title") or ""
    shown = df.head(limit)
    found: list[Any] = [None] * len(shown)
    if tokens is not None:
        found = opened(shown, tokens, markers, translation, places)
    pale = _pale(shown)
    if columns is not None:
        df, shown = df[columns], shown[columns]
    if any(name is not None for name in shown.index.names):
        shown = shown.reset_index()
    decimals = _alike(shown)
    printed = [_column(shown.iloc[:, place], name, decimals) for place, name in enumerate(shown)]
    lines = list(zip(*(column.cells for column in printed)))
    body = fill(
        "table",
        title=title,
        columns=printed,
        prose=any(column.prose for column in printed),
        lines=list(zip(lines, found, pale)),
        **_under(df, note, limit, "rows"),
    )
    told = results.note(df).removeprefix(f"{title}. ") if note is None else note
    words = f"{title or 'Table'}: {counted(len(df), 'row')}. {told}"
    return Html(body, words.strip(), ("table",))


def bare(df: pd.DataFrame) -> Html:
    """A table as the last line of a cell shows it: hits as a concordance, rates without the columns few ask for."""
    if {*HIT} <= {*df}:
        return kwic(df, limit=BARE, width=None if df.attrs.get("sentences") else WIDTH)
    if "rate" not in df:
        return table(df, limit=BARE)
    return table(df, limit=BARE, columns=[name for name in df if name not in DETAILS])


def _under(df: pd.DataFrame, note: str | None, limit: int, what: str) -> dict[str, str]:
    """What stands under a table: the short note, and the long one that opens."""
    cut = f"The first {limit} of {len(df):,} {what}." if len(df) > limit else ""
    if note is not None:
        return {"under": f"{cut} {note}".strip(), "how": ""}
    return {"under": f"{cut} {results.summary(df)}".strip(), "how": results.method(df)}


def _column(column: pd.Series, name: object, decimals: dict[str, int]) -> Column:
    code = " ".join(map(str, name)).strip() if isinstance(name, tuple) else str(name)
    show = _number(column, decimals.get(code))
    if show:
        cells = [Cell(show(value), number=True) for value in column]
    else:
        coded = code in CODED or {*column.dropna().astype(str)} <= {"", *CATEGORIES}
        cells = [_text(value, coded) for value in column.astype(object)]
    return Column(label(code), code, bool(show), cells)


def _text(value: object, coded: bool) -> Cell:
    text = "" if pd.isna(value) is True else str(value)
    if isinstance(value, (bool, np.bool_)):
        text = YES if value else NO
    readable = label(text) if coded else text
    return Cell(readable, text if readable != text else "", False, is_kazakh(text), len(text) > LONG)


def _alike(df: pd.DataFrame) -> dict[str, int]:
    """The decimals of an estimate and the two ends of its interval, which are printed alike."""
    names = [name for name in (*ESTIMATES, "low", "high") if name in df]
    if "low" not in names or "high" not in names or len(names) < len(("low", "high", "estimate")):
        return {}
    return dict.fromkeys(names, max(1, _decimals(_largest(df[names].to_numpy(float)))))


def _largest(values: np.ndarray) -> float:
    """The largest finite number, whatever its sign; 0 where there is none."""
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _number(column: pd.Series, decimals: int | None) -> Callable[[object], str] | None:
    """How to print a column of numbers; None for another column."""
    kind = column.dtype
    if not pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_bool_dtype(kind):
        return None
    form = "{:,d}"
    if pd.api.types.is_integer_dtype(kind):
        form = "{:d}" if column.name in PLAIN else form
    else:
        if decimals is None:
            values = column.to_numpy(float, na_value=np.nan)
            decimals = _decimals(_largest(values)) if (values < 1).any() else min(2, _decimals(_largest(values)))
        form = f"{{:,.{decimals}f}}"
    return lambda value: _printed(value, form)


def _decimals(largest: float) -> int:
    """Decimals that a column with this largest number needs; shares, up to 1, have three."""
    for bound, decimals in ((1000, 0), (10, 1), (1, 2)):
        if largest > bound:
            return decimals
    return 3


def _printed(value, form: str) -> str:
    if pd.isna(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return form.format(value).replace("-", "−")


def _pale(df: pd.DataFrame) -> list[bool]:
    """Which rows count little: where the column that `attrs` names is below the bound named there."""
    name, _, bound = str(df.attrs.get(PALE) or "").partition(" < ")
    return (df[name] < float(bound)).tolist() if bound and name in df else [False] * len(df)


class Hit(NamedTuple):
    """A row of a concordance as it is printed."""

    where: str
    left: str
    keyword: str
    right: str
    space: str  # between keyword and what follows
    marker: str
    english: str
    latin: list[str]  # left, keyword and right in Latin letters, if asked for


@checked(df=a_table([*HIT], "the table of concordance"), system=one_of(None, *SYSTEMS))
def kwic(
    df: pd.DataFrame,
    *,
    width: int | None = WIDTH,
    caption: str | None = None,
    limit: int = 200,
    system: str | None = None,
) -> Html:
    """A table of `concordance` as a concordance: keywords under each other, `width` characters on either side.

    width=None gives the whole contexts as running text. English and category are shown where the table has them;
    `system` ("bgn", "2021" or "iso9") adds every hit in Latin letters.

    >>> from helpers import concordance, tokenize
    >>> '>де</td>' in str(kwic(concordance(tokenize("Біз де барамыз."), "де", "norm")))
    True
    """
    title = caption or df.attrs.get("title") or "Concordance"
    shown = df.head(limit)
    marked = [name for name in ("category", "subtype") if name in shown and shown[name].nunique() > 1]
    hits = [
        _hit(row, width, marked, system) for row in shown.astype(object).where(shown.notna(), "").to_dict("records")
    ]
    body = fill(
        "kwic",
        title=title,
        where=("document · " if "document" in shown else "") + "line · turn · speaker",
        hits=hits,
        running=width is None,
        **_under(df, None, limit, "hits"),
    )
    return Html(body, f"{title}: {counted(len(df), 'hit')}.", ("table", "kwic"))


def _hit(row: dict, width: int | None, marked: list[str], system: str | None) -> Hit:
    place = [str(row.get(name, "")) for name in ("document", "line", "turn")]
    place.append(str(row["speaker"]) or label(row["role"]))
    left, keyword, right = ending(row["left"], width), row["keyword"], beginning(row["right"], width)
    return Hit(
        where=" · ".join(filter(None, place)),
        left=left,
        keyword=keyword,
        right=right,
        space=" " if right[:1].isalnum() else "",
        marker=", ".join(label(row[name]) for name in marked),
        english=row.get("en", ""),
        latin=[romanize(text, system) for text in (left, keyword, right)] if system else [],
    )
