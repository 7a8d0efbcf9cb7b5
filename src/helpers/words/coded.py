"""A long column kept as its distinct values and a code for each row: work is done once for each value."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Coded:
    """`values[codes[i]]` is row i."""

    values: list[Any]
    codes: np.ndarray

    @classmethod
    def of(cls, batches: Iterable[Iterable[str]]) -> "Coded":
        """The column of the values of all batches, in order."""
        number: defaultdict[str, int] = defaultdict(count().__next__)
        parts = [np.fromiter(map(number.__getitem__, batch), np.int32) for batch in batches]
        return cls(list(number), np.concatenate(parts) if parts else np.empty(0, np.int32))

    def recoded(self, values: Sequence[Any]) -> "Coded":
        """The column that has `values[i]` where this one has `self.values[i]`; equal ones become one value."""
        place, distinct = pd.factorize(_objects(values))
        return Coded(list(distinct), place.astype(np.int32)[self.codes])

    def map(self, function: Callable[[Any], Any]) -> "Coded":
        """The column of function(value), called once for each distinct value."""
        return self.recoded([function(value) for value in self.values])

    def array(self, function: Callable[[Any], Any], dtype: type) -> np.ndarray:
        """function(value) of each row."""
        return np.array([function(value) for value in self.values], dtype)[self.codes]

    def column(self) -> pd.Categorical:
        """The column as pandas keeps it; the values must be distinct."""
        return pd.Categorical.from_codes(self.codes, self.values)


def _objects(values: Sequence[Any]) -> np.ndarray:
    """A one-dimensional array, also of tuples."""
    out = np.empty(len(values), object)
    out[:] = values
    return out
