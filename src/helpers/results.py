"""Tables: what a result is (`attrs`), the note under it and how it shows itself; many below each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from .checks import a_table, checked

SHORT = {"n": "n = ", "unit": "Unit: ", "filters": "Counted: ", "stop_list": "Stop list: "}
FIELDS = ("title", *SHORT, "formula")
RATES = {"rate", "low", "high"}  # the columns that a unit such as "per 1,000 words" is about
COLUMN = re.compile(r"`(\w+)`")


class Table(pd.DataFrame):
    """A data frame that says in `attrs` what it is, and shows itself in a notebook as it does on a page.

    What pandas makes of it (a part, a sorted copy) is a `Table` too, with the same `attrs`.
    """

    _as_html: Callable[[pd.DataFrame], Any] | None = None  # set by the room that shows tables

    @property
    def _constructor(self) -> type[Table]:
        return Table

    def _constructor_from_mgr(self, mgr: Any, axes: Any) -> Table:
        return Table._from_mgr(mgr, axes=axes)  # pandas before 3 would warn of what it does itself

    def _repr_html_(self) -> str | None:
        return super()._repr_html_() if Table._as_html is None else str(Table._as_html(self))


def describe(table: pd.DataFrame, **facts) -> Table:
    """The table with `attrs`: title, unit, n, filters, stop_list, formula, caveats (a list), and any more.

    In `formula` (pieces parted by "; ") and `caveats` the names of columns stand in backticks: a piece or a caveat that
    names only columns which a table does not have is left out of its note.
    """
    described = Table(table)
    described.attrs = dict.fromkeys(FIELDS, "") | {"caveats": []} | facts
    return described


@checked(table=a_table([], "a table"))
def note(table: pd.DataFrame) -> str:
    """The sentences that stand under a result table, made from its `attrs`; "" for a table that carries none.

    >>> note(describe(pd.DataFrame({"count": [3]}), title="Words", n=3, caveats=["One text."]))
    'Words. n = 3. One text.'
    """
    return sentences([table.attrs.get("title", ""), summary(table), method(table)])


def summary(table: pd.DataFrame) -> str:
    """The short part of the note: how much was counted, of what, in which unit.

    >>> summary(describe(pd.DataFrame({"count": [3]}), n=3, unit="per 1,000 words", filters="words of section turn"))
    'n = 3. Counted: words of section turn.'
    """
    facts = {field: table.attrs.get(field) for field in SHORT}
    if str(facts["unit"] or "").startswith("per ") and not RATES & set(table):
        facts["unit"] = None
    if isinstance(facts["n"], (int, np.integer)) and facts["n"]:
        facts["n"] = f"{facts['n']:,}"
    return sentences([f"{lead}{facts[field]}" for field, lead in SHORT.items() if facts[field]])


def method(table: pd.DataFrame) -> str:
    """The long part of the note, on the columns that the table has: formulas with their sources, caveats.

    >>> method(describe(pd.DataFrame({"dp": [0.3]}), formula="`rate` = 1000·f/n; `dp`: Gries 2008"))
    'Formula: dp: Gries 2008.'
    """
    pieces = [piece for piece in str(table.attrs.get("formula") or "").split("; ") if _concerns(piece, table)]
    caveats = [caveat for caveat in table.attrs.get("caveats", []) if _concerns(caveat, table)]
    formula = f"Formula: {'; '.join(pieces)}" if any(pieces) else ""
    return COLUMN.sub(r"\1", sentences([formula, *caveats]))


def _concerns(text: str, table: pd.DataFrame) -> bool:
    """Whether a text names a column that the table has, or no column at all."""
    named = COLUMN.findall(text)
    return not named or any(name in table for name in named)


def sentences(parts: list[str]) -> str:
    """The parts that are not empty, one after another, each with a full stop if it has no end."""
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts if part)


def one_document(*tables: pd.DataFrame) -> None:
    """ValueError if the rows are of several documents: characters, lines and sentences count anew in each."""
    for table in tables:
        if "document" in table and (number := table["document"].nunique()) > 1:
            raise ValueError(f"this takes one document, not {number}: give it table[table['document'] == name]")


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames one below the other; categorical columns stay so, with the categories of all."""
    frames = [frame for frame in frames if len(frame)] or frames[:1]
    columns = {}
    for name in dict.fromkeys(column for frame in frames for column in frame):
        parts = [frame[name] if name in frame else _missing(frame) for frame in frames]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            columns[name] = _union([part.array for part in parts])
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
            if any(name not in frame for frame in frames):
                columns[name] = columns[name].convert_dtypes()
    return pd.DataFrame(columns)


def _missing(frame: pd.DataFrame) -> pd.Series:
    """A column that a frame does not have: only some files tell the time of a line."""
    return pd.Series(pd.NA, index=frame.index, dtype=object)


def _union(parts: list[pd.Categorical]) -> pd.Categorical:
    """The parts in one; twice as fast as pandas' union_categoricals, which counts here: it is not done in parallel."""
    sizes = [len(part.categories) for part in parts]
    place, values = pd.factorize(np.concatenate([part.categories.to_numpy(dtype=object) for part in parts]))
    place = np.append(place.astype(np.int32), np.int32(-1))
    starts = np.cumsum([0, *sizes[:-1]])
    wide = [part.codes.astype(np.int64) for part in parts]  # numpy 1 would add within 8 bits
    codes = [np.where(part < 0, -1, part + start) for part, start in zip(wide, starts)]
    values = pd.Index(values, dtype=parts[0].categories.dtype)
    return pd.Categorical.from_codes(place[np.concatenate(codes)], values)
