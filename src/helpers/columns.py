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
    return table.groupby(keys, observed=True, sort=True).size().rename(name).reset_index()


def codes(columns: list[str], *frames: pd.DataFrame) -> tuple[list[np.ndarray], pd.DataFrame]:
    """An integer for the values of each row (-1: one is missing), the same in every frame; and these values."""
    both = frames[0][columns] if len(frames) == 1 else pd.concat([frame[columns] for frame in frames])
    number = both.groupby(columns, observed=True, sort=True).ngroup().fillna(-1).to_numpy(dtype=np.int64)
    places = pd.Series(number).drop_duplicates()
    places = places[places >= 0].sort_values()
    values = both.iloc[places.index].reset_index(drop=True)
    return np.split(number, np.cumsum([len(frame) for frame in frames])[:-1]), values
