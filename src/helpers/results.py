"""Tables: what a result is (`attrs`) and the note under it, many below each other, to a spreadsheet and back."""

import numpy as np
import pandas as pd

FIELDS = {"title": "", "unit": "Unit: ", "n": "n = ", "filters": "Counted: ", "stop_list": "Stop list: "}
FIELDS |= {"formula": "Formula: "}


def describe(table: pd.DataFrame, **facts) -> pd.DataFrame:
    """Set `table.attrs`: title, unit, n, filters, stop_list, formula, caveats (a list), and whatever else is given."""
    table.attrs = dict.fromkeys(FIELDS, "") | {"caveats": []} | facts
    return table


def note(table: pd.DataFrame) -> str:
    """The sentences that stand under a result table, made from its `attrs`; "" for a table that carries none.

    >>> note(describe(pd.DataFrame({"count": [3]}), title="Words", n=3, caveats=["One text."]))
    'Words. n = 3. One text.'
    """
    parts = [f"{lead}{table.attrs[field]}" for field, lead in FIELDS.items() if table.attrs.get(field)]
    return " ".join(part if part[-1] in ".!?…" else part + "." for part in [*parts, *table.attrs.get("caveats", [])])


def one_document(*tables: pd.DataFrame) -> None:
    """ValueError if the rows are of several documents: characters, lines and sentences count anew in each."""
    for table in tables:
        if "document" in table and (number := table["document"].nunique()) > 1:
            raise ValueError(f"this takes one document, not {number}: give it table[table['document'] == name]")


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames one below the other; categorical columns stay so, with the categories of all."""
    frames = [frame for frame in frames if len(frame)] or frames[:1]
    columns = {}
    for name in frames[0]:
        parts = [frame[name] for frame in frames]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            columns[name] = _union([part.array for part in parts])
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def _union(parts: list[pd.Categorical]) -> pd.Categorical:
    """The parts in one; twice as fast as pandas' union_categoricals, which counts here: it is not done in parallel."""
    sizes = [len(part.categories) for part in parts]
    place, values = pd.factorize(np.concatenate([part.categories.to_numpy(dtype=object) for part in parts]))
    place = np.append(place.astype(np.int32), np.int32(-1))
    starts = np.cumsum([0, *sizes[:-1]])
    codes = [np.where(part.codes < 0, -1, part.codes + start) for part, start in zip(parts, starts)]
    values = pd.Index(values, dtype=parts[0].categories.dtype)
    return pd.Categorical.from_codes(place[np.concatenate(codes)], values)
