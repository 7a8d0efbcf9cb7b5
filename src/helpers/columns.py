"""Which rows of a table are counted, what tells them apart, and how often each combination of values occurs."""

import numpy as np
import pandas as pd

DENSE = 8  # times as many combinations as rows may be gone through one by one
MOST = 1 << 62  # combinations that an integer can number


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
    (code,), values = codes(keys, table)
    return values.assign(**{name: np.bincount(code[code >= 0], minlength=len(values))})


def codes(columns: list[str], *frames: pd.DataFrame) -> tuple[list[np.ndarray], pd.DataFrame]:
    """An integer for the values of each row, the same in every frame (-1: one is missing); and these values, sorted."""
    borders = np.cumsum([len(frame) for frame in frames])
    coded = {name: _coded([frame[name] for frame in frames]) for name in columns}
    number, size = np.zeros(borders[-1], np.int64), 1
    complete = np.ones(borders[-1], bool)
    for own, known in coded.values():
        if size > MOST // (len(known) + 1):
            number, size = pd.factorize(number, sort=True)[0], len(number)
        number, size = number * len(known) + own, size * max(len(known), 1)
        complete &= own >= 0
    at = np.flatnonzero(complete)
    found, values = _ranked(number[at], size)
    number[:] = -1
    number[at] = found
    first = np.zeros(len(values), np.int64)
    first[found[::-1]] = at[::-1]
    table = pd.DataFrame({name: known[own[first]] for name, (own, known) in coded.items()}, range(len(first)))
    return np.split(number, borders[:-1]), table


def _ranked(number: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The rank of each number among those that occur, and these in order; all are below `size`."""
    if size > DENSE * len(number):
        return pd.factorize(number, sort=True)
    there = np.zeros(size, bool)
    there[number] = True
    return (np.cumsum(there) - 1)[number], np.flatnonzero(there)


def places(table: pd.DataFrame, known: pd.DataFrame, on: list[str]) -> np.ndarray:
    """For each row of a table where the row of another with the same values stands, -1 where there is none."""
    (wanted, found), values = codes(on, table, known)
    at = np.full(len(values) + 1, -1)
    at[found[found >= 0]] = np.flatnonzero(found >= 0)
    return at[wanted]


def _coded(parts: list[pd.Series]) -> tuple[np.ndarray, pd.Index | pd.Categorical]:
    """The place of each value among the values of a column in order, -1 where it is missing; and these values."""
    dtype = parts[0].dtype
    if not isinstance(dtype, pd.CategoricalDtype) or any(part.dtype != dtype for part in parts):
        return pd.factorize(parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True), sort=True)
    places = np.concatenate([part.cat.codes.to_numpy(np.int64) for part in parts])
    return places, pd.Categorical.from_codes(range(len(dtype.categories)), dtype=dtype)
