"""Columns as integer codes: which rows are counted, what tells them apart, and how often each combination occurs."""

import math

import numpy as np
import pandas as pd

_DENSE = 1 << 22  # up to so many possible codes counting in an array is faster than sorting


def select(table: pd.DataFrame, section: str | None, kinds: tuple[str, ...] = ("word",)) -> pd.DataFrame:
    """The rows that are counted: tokens of these kinds (markers have none) in this section (None: everywhere)."""
    keep = table["kind"].isin(kinds).to_numpy() if "kind" in table else np.ones(len(table), bool)
    return table[keep if section is None else keep & (table["section"] == section).to_numpy()]


def unit(table: pd.DataFrame, part: str) -> list[str]:
    """The columns that name a part of the data: in a folder turns count from 1 in every document."""
    return [part] if part == "document" or "document" not in table else ["document", part]


def codes(columns: list[str], *frames: pd.DataFrame) -> tuple[list[np.ndarray], pd.DataFrame]:
    """An integer for the values of each row (-1: one is missing), the same in every frame; and these values."""
    if not columns:
        return [np.zeros(len(frame), np.int32) for frame in frames], pd.DataFrame(index=[0])
    both = frames[0][columns] if len(frames) == 1 else pd.concat([frame[columns] for frame in frames])
    kinds = [both[column].astype("category").array for column in columns]
    sizes = [len(kind.categories) for kind in kinds]
    total, size = combined([kind.codes for kind in kinds], sizes), math.prod(sizes)
    seen = np.unique(total[total >= 0]) if size > _DENSE else np.flatnonzero(_present(total, size))
    place = places(total, seen, size)
    values = [kind.categories.take(at) for kind, at in zip(kinds, np.unravel_index(seen, sizes))]
    return np.split(place, np.cumsum([len(frame) for frame in frames])[:-1]), pd.DataFrame(dict(zip(columns, values)))


def combined(parts, sizes) -> np.ndarray:
    """One integer for each combination of codes, -1 where one is missing."""
    total = parts[0].astype(np.int32 if math.prod(sizes) < 1 << 31 else np.int64)
    for code, size in zip(parts[1:], sizes[1:]):
        total = np.where((total < 0) | (code < 0), total.dtype.type(-1), total * total.dtype.type(size) + code)
    return total


def _present(numbers: np.ndarray, size: int) -> np.ndarray:
    present = np.zeros(size + 1, bool)  # the last answers for -1
    present[numbers] = True
    return present[:-1]


def _count(numbers: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct numbers (below `size`, -1 left out) in order, and how often each occurs."""
    numbers = numbers[numbers >= 0]
    if size > _DENSE:
        return np.unique(numbers, return_counts=True)
    counts = np.bincount(numbers, minlength=1)
    found = np.flatnonzero(counts)
    return found, counts[found]


def places(numbers: np.ndarray, listed: np.ndarray, size: int) -> np.ndarray:
    """Where each number (below `size`) stands in the list of distinct ones; -1 for those it does not have."""
    if size > _DENSE:
        return pd.Index(listed).get_indexer(numbers)
    place = np.full(size + 1, -1, np.int32)  # the last answers for -1
    place[listed] = np.arange(len(listed))
    return place[numbers]


def tally(*parts: np.ndarray) -> tuple[np.ndarray, ...]:
    """The combinations of codes that occur, one array a code; and how often each does."""
    sizes = [int(code.max(initial=0)) + 1 for code in parts]
    found, counts = _count(combined(parts, sizes), math.prod(sizes))
    return *np.unravel_index(found, sizes), counts
