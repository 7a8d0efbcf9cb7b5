"""The exchange test of paired rates, for whoever asks for a p: exact to twelve pairs, sampled beyond."""

import numpy as np
import pandas as pd

EXACT = 12  # up to so many pairs all exchanges of the two sides are tried
LEVEL = 0.05


def exchange(gaps: pd.DataFrame, items: pd.Series, of: str, pairs: int, draws: int, seed: int) -> pd.DataFrame:
    """p of each item's mean difference of rates, and the largest p that it can have at or below .05 (else 0).

    gaps: `of`, gap (the difference of the two rates in a pair; pairs without the item are left out). Each exchange of
    a pair's sides turns the sign of its gap (Fisher 1935).
    """
    found = {name: part["gap"].to_numpy() for name, part in gaps.groupby(of)}
    rng, rows = np.random.default_rng(seed), []
    for name in items:
        gap = found.get(name, np.empty(0))
        if pairs <= EXACT:
            signs = 1.0 - 2 * (np.arange(1 << len(gap))[:, None] >> np.arange(len(gap)) & 1)
        else:
            signs = rng.choice([-1.0, 1.0], (draws + 1, len(gap)))
            signs[0] = 1  # as it was
        sums = np.abs(signs @ gap)
        ranked = np.sort(sums)
        possible = 1 - np.searchsorted(ranked, ranked - 1e-12) / len(ranked)
        rows.append(((sums >= sums[0] - 1e-12).mean(), possible[possible <= LEVEL].max(initial=0)))
    return pd.DataFrame(rows, columns=["p", "p_largest"], index=items.index)


def said_of(table: pd.DataFrame) -> list[str]:
    """What p means, which is the least there can be, and in how many rows chance alone brings it below .05."""
    return [
        "`p` asks whether the sides of each pair could have been exchanged, which also takes them to be equally long.",
        f"`p` of an item in k pairs cannot be below 2^(1−k); by chance {table['p_largest'].sum():.1f} of {len(table)} "
        f"rows would have `p` of {LEVEL} or less.",
    ]
