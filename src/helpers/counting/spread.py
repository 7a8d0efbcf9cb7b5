"""How an item is spread over turns or documents: in how many it is, how evenly, and what that does to its interval."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..columns import codes, places
from ..measures import FEW_PARTS, design_effect_of_sums, dp_ceiling, dp_floor, dp_rescaled, rate_interval

ALL = "(all)"  # stands for the columns to count apart where there are none
INTERVAL = "95 %, design effect `deff` over {0}s (Kish 1965; Wilson 1927 with Student's t, Korn & Graubard 1998)"
MARKER_INTERVAL = "95 %, design effect `deff` over {0}s (Kish 1965; Poisson score form with Student's t)"
FEW = 30  # with fewer parts the coverage of an interval is worth a word (benchmarks/coverage.py)


@dataclass(frozen=True)
class Spread:
    """What the counts in single parts add up to."""

    by: list[str]
    sizes: pd.DataFrame  # by, part, words: how long each part is
    groups: pd.DataFrame  # by, of_parts, all_words, n_n: how many parts, Σn, Σn²
    items: pd.DataFrame  # by, item, in_parts, f, f_f, f_n, dp: in how many, Σf, Σf², Σfn, dispersion


def part_of(tokens: pd.DataFrame, by: list[str] | tuple[str, ...] = ()) -> str:
    """The unit whose differences an interval rests on: documents where there are several, else turns."""
    several = "document" in tokens and "document" not in by and tokens["document"].nunique() > 1
    return "document" if several else "turn"


def interval_caveats(parts: str, smallest: int) -> list[str]:
    """What a reader must know of intervals over parts of which a group has `smallest`."""
    if smallest < FEW_PARTS:
        return [f"Too few {parts}s ({smallest}): words taken as independent, so `low` and `high` are too narrow."]
    if smallest < FEW:
        return [f"{smallest} {parts}s are few: for rare words `low` to `high` can cover less than 95 %."]
    return []


def spread(used: pd.DataFrame, sizes: pd.DataFrame, by: list[str], item: list[str], part: list[str]) -> Spread:
    """Sums over the parts, from how often each item stands in each (by, item, part, count) and how long they are."""
    (group, mine), groups = codes(by, sizes, used)
    groups["of_parts"] = np.bincount(group, minlength=len(groups))
    groups["all_words"] = _sums(group, sizes["words"], len(groups))
    groups["n_n"] = _sums(group, sizes["words"] ** 2, len(groups))
    (length, there), parts = codes([*by, *part], sizes, used)
    words = _sums(length, sizes["words"], len(parts))[there]
    used, mine, words = used[words > 0], mine[words > 0], words[words > 0]

    (row,), items = codes([*by, *item], used)
    count = used["count"].to_numpy()
    items["in_parts"] = np.bincount(row, minlength=len(items))
    for name, each in {"f": count, "f_f": count**2, "f_n": count * words}.items():
        items[name] = _sums(row, each, len(items))
    share = words / groups["all_words"].to_numpy()[mine]
    gap = np.abs(count / items["f"].to_numpy()[row] - share) - share  # a part without the item differs by its share
    items["dp"] = (1 + np.bincount(row, gap, len(items))) / 2
    return Spread(by, sizes, groups[groups["of_parts"] > 0], items)


def _sums(place: np.ndarray, each, size: int) -> np.ndarray:
    """The sum of whole numbers at each place."""
    return np.bincount(place, each, size).astype(np.int64)


def joined(table: pd.DataFrame, measured: Spread, keys: list[str]) -> pd.DataFrame:
    """The table (by, keys, count …) with the sums of its rows, 0 where an item does not occur, and their `deff`."""
    table = table.reset_index(drop=True)
    for found, on in ((measured.groups, measured.by), (measured.items, keys)):
        at = places(table, found, on)
        for name in found.columns.drop(on):
            missing = np.nan if name == "dp" else 0
            table[name] = np.append(found[name].to_numpy(), missing)[at]
    return table


def deff_of(full: pd.DataFrame, poisson: bool) -> np.ndarray:
    """The design effect of each row of a table made by `joined`."""
    sums = (full[name] for name in ("f", "all_words", "of_parts", "f_f", "f_n", "n_n"))
    return np.atleast_1d(design_effect_of_sums(*sums, poisson=poisson))


def with_intervals(table: pd.DataFrame, measured: Spread, keys: list[str], parts: str, poisson: bool) -> pd.DataFrame:
    """The counts with rate, low, high (per 1,000), deff, turns, of_turns, dp, dp_floor and dp_rescaled."""
    full = joined(table, measured, keys)
    deff = deff_of(full, poisson)
    count = full["count"] if poisson else full["count"].clip(upper=full["n"])
    low, high = rate_interval(count, full["n"], deff, full["of_parts"], poisson=poisson)
    table = table.assign(rate=1000 * table["count"] / table["n"], low=1000 * low, high=1000 * high, deff=deff)
    table[f"{parts}s"], table[f"of_{parts}s"] = full["in_parts"].to_numpy(), full["of_parts"].to_numpy()
    floor, ceiling = _limits(full, measured)
    table["dp"] = np.where(np.isnan(floor), np.nan, full["dp"])
    table["dp_floor"] = floor
    table["dp_rescaled"] = dp_rescaled(table["dp"], floor, ceiling)
    return table


def _limits(full: pd.DataFrame, measured: Spread) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest DP of each row's count in its group's parts; NaN with one part or no count."""
    limits = np.full((2, len(full)), np.nan)
    defined = ((full["f"] > 0) & (full["of_parts"] > 1)).to_numpy()
    at = np.flatnonzero(defined)
    sizes = {group: part["words"].to_numpy() for group, part in measured.sizes.groupby(measured.by, observed=True)}
    for group, rows in full[defined].reset_index(drop=True).groupby(measured.by, observed=True):
        once, place = np.unique(rows["f"].to_numpy(), return_inverse=True)
        for limit, function in zip(limits, (dp_floor, dp_ceiling)):
            limit[at[rows.index]] = function(once, sizes[group])[place]
    return limits[0], limits[1]
