"""How an item is spread over turns or documents: in how many it is, how evenly, and what that does to its interval."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..columns import codes, places
from ..measures import FEW_PARTS, design_effect_of_sums, dp_ceiling, dp_floor, dp_rescaled, rate_interval

INTERVAL = "95 %, design effect `deff` over {0}s (Kish 1965; Wilson 1927 with Student's t, Korn & Graubard 1998)"
MARKER_INTERVAL = "95 %, design effect `deff` over {0}s (Kish 1965; Poisson score form with Student's t)"
FEW = 30  # with fewer parts the coverage of an interval is worth a word (benchmarks/coverage.py)


class Parts(NamedTuple):
    """Turns or documents: the number of the group that each belongs to, and how many words it has."""

    group: np.ndarray
    words: np.ndarray


class Uses(NamedTuple):
    """Uses of the items of a table: the number of the row, that of the part (-1: none), and how many (None: one)."""

    row: np.ndarray
    part: np.ndarray
    times: np.ndarray | None = None


@dataclass(frozen=True)
class Spread:
    """What the uses in single parts add up to, for each row of a table."""

    parts: Parts
    group: np.ndarray
    of_parts: np.ndarray  # how many parts its group has
    all_words: np.ndarray  # Σn of these
    n_n: np.ndarray  # Σn²
    in_parts: np.ndarray  # in how many of them its item stands
    f: np.ndarray  # Σf
    f_f: np.ndarray  # Σf²
    f_n: np.ndarray  # Σfn
    dp: np.ndarray  # dispersion, NaN where the item does not occur

    def deff(self, poisson: bool) -> np.ndarray:
        """The design effect of each row."""
        sums = (self.f, self.all_words, self.of_parts, self.f_f, self.f_n, self.n_n)
        return np.atleast_1d(design_effect_of_sums(*sums, poisson=poisson))

    def fewest(self) -> int:
        """How many parts the group with the fewest has."""
        sizes = np.bincount(self.parts.group)
        return int(sizes[sizes > 0].min(initial=len(self.parts.group)))

    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the greatest DP of each row's count in its group's parts; NaN with one part or no count."""
        limits = np.full((2, len(self.f)), np.nan)
        defined = (self.f > 0) & (self.of_parts > 1)
        for group in np.unique(self.group[defined]):
            at = np.flatnonzero(defined & (self.group == group))
            once, place = np.unique(self.f[at], return_inverse=True)
            words = self.parts.words[self.parts.group == group]
            for limit, function in zip(limits, (dp_floor, dp_ceiling)):
                limit[at] = function(once, words)[place]
        return limits[0], limits[1]


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


def spread(group: np.ndarray, parts: Parts, uses: Uses) -> Spread:
    """How the items of a table are spread; `group` has the number of each row's group."""
    real = parts.words > 0
    number = np.append(np.where(real, np.cumsum(real) - 1, -1), -1)
    parts = Parts(parts.group[real], parts.words[real])
    size = max(group.max(initial=-1), parts.group.max(initial=-1)) + 1
    all_words = _sums(parts.group, parts.words, size)

    row, part, count = _together(uses, number[uses.part], len(parts.words))
    words, mine = parts.words[part], partial(_sums, row, size=len(group))
    f = mine(count)
    share = words / all_words[group[row]]
    gap = np.abs(count / f[row] - share) - share  # a part without the item differs by its share
    dp = np.where(f > 0, (1 + np.bincount(row, gap, len(group))) / 2, np.nan)
    of_parts, n_n = np.bincount(parts.group, minlength=size), _sums(parts.group, parts.words**2, size)
    in_parts = np.bincount(row, minlength=len(group))
    of_group = of_parts[group], all_words[group], n_n[group]
    return Spread(parts, group, *of_group, in_parts, f, mine(count**2), mine(count * words), dp)


def _together(uses: Uses, part: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows and parts that have uses, and how many."""
    known = (uses.row >= 0) & (part >= 0)
    place, cells = pd.factorize(uses.row[known] * max(size, 1) + part[known])
    count = np.bincount(place, None if uses.times is None else uses.times[known], len(cells))
    row, part = np.divmod(cells, max(size, 1))
    return row, part, count.astype(np.int64)


def _sums(place: np.ndarray, each: np.ndarray, size: int) -> np.ndarray:
    """The sum of whole numbers at each place."""
    return np.bincount(place, each, size).astype(np.int64)


def spread_of(table, used, sizes, by: list[str], keys: list[str], part: list[str]) -> Spread:
    """The spread of a table's rows, from tables of counts (keys, part, count) and of lengths (by, part, words)."""
    (group, part_group), _ = codes(by, table, sizes)
    row, there = places(used, table, keys), places(used, sizes, [*by, *part])
    lengths = Parts(part_group, sizes["words"].to_numpy())
    return spread(group, lengths, Uses(row, there, used["count"].to_numpy()))


def with_intervals(table: pd.DataFrame, measured: Spread, parts: str, poisson: bool) -> pd.DataFrame:
    """The counts with rate, low, high (per 1,000), deff, turns, of_turns, dp, dp_floor and dp_rescaled."""
    count, n = table["count"].to_numpy(), table["n"].to_numpy()
    deff = measured.deff(poisson)
    seen = count if poisson else np.minimum(count, n)
    low, high = rate_interval(seen, n, deff, measured.of_parts, poisson=poisson)
    floor, ceiling = measured.limits()
    dp = np.where(np.isnan(floor), np.nan, measured.dp)
    found = {"rate": 1000 * count / n, "low": 1000 * low, "high": 1000 * high, "deff": deff}
    found |= {f"{parts}s": measured.in_parts, f"of_{parts}s": measured.of_parts, "dp": dp, "dp_floor": floor}
    found["dp_rescaled"] = dp_rescaled(dp, floor, ceiling)
    return pd.DataFrame({**dict(table.items()), **found})
