"""Which rows of a table are counted, what tells them apart, and how often each combination of values occurs."""

import numpy as np
import pandas as pd


def select(table: pd.DataFrame, section: str | None, kinds: tuple[str, ...] = ("word",)) -> pd.DataFrame:
    """The rows that are counted: tokens of these kinds (markers have none) in this section (None: everywhere)."""
    keep = np.ones(len(table), bool)
    if "kind" in table:
        keep &= table["kind"].isin(kinds).to_numpy()
    if section is not None:
        keep &= (table["section"] == section).to_numpy()
    return table[keep]


def unit(table: pd.DataFrame, part: str) -> list[str]:
    """The columns that name a part of the data: in a folder turns count from 1 in every document."""
    return [part] if part == "document" or "document" not in table else ["document", part]


def counts(table: pd.DataFrame, keys: list[str], name: str = "count") -> pd.DataFrame:
    """How often each combination of values of these columns occurs, in order; rows with missing values left out."""
    code, complete, values = np.zeros(len(table), np.int64), np.ones(len(table), bool), []
    for key in keys:
        own, known = _coded(table[key])
        code = code * len(known) + own
        complete &= own >= 0
        values.append(known)
    found, count = np.unique(code[complete], return_counts=True)
    columns = {name: count}
    for key, known in zip(keys[::-1], values[::-1]):
        found, place = np.divmod(found, max(len(known), 1))
        columns[key] = known[place]
    return pd.DataFrame(columns)[[*keys, name]]


def _coded(column: pd.Series) -> tuple[np.ndarray, pd.Index | pd.Categorical]:
    """The place of each value among the values of a column in order, -1 where it is missing; and these values."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return pd.factorize(column, sort=True)
    return column.cat.codes.to_numpy(np.int64), pd.Categorical.from_codes(
        range(len(column.cat.categories)), dtype=column.dtype
    )


def codes(columns: list[str], *frames: pd.DataFrame) -> tuple[list[np.ndarray], pd.DataFrame]:
    """An integer for the values of each row (-1: one is missing), the same in every frame; and these values."""
    both = frames[0][columns] if len(frames) == 1 else pd.concat([frame[columns] for frame in frames])
    number = both.groupby(columns, observed=True, sort=True).ngroup().fillna(-1).to_numpy(dtype=np.int64)
    places = pd.Series(number).drop_duplicates()
    places = places[places >= 0].sort_values()
    values = both.iloc[places.index].reset_index(drop=True)
    return np.split(number, np.cumsum([len(frame) for frame in frames])[:-1]), values
