"""Charts of a vocabulary: how often its words occur by rank, and how it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..checks import a_table, checked, whole
from ..labels import label as readable
from . import drawing as draw
from .drawing import COLOURS, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED = 30  # words that rank_frequency has room to name
SHUFFLES = 200  # of a text for the band of growth; fewer for texts so long that they take time
WORK = 2_000_000  # words shuffled for it in all
POINTS = 400  # a curve needs no more


@checked(table=a_table(["count"], "the table of frequencies"), label=whole(0, most=NAMED))
def rank_frequency(table, *, label: int = 5, ax=None) -> Axes:
    """Count against rank of a table of `frequencies`, both logarithmic; the first `label` words (≤ 30) are named.

    >>> from helpers import frequencies, tokenize
    >>> rank_frequency(frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")).get_title(loc="left")
    '2 of 3 different words occur once (n = 4)'
    """
    draw.need(table)
    table = table.sort_values("count", ascending=False, kind="stable")
    counts, ranks, names = table["count"].to_numpy(), np.arange(1, len(table) + 1), draw.names(table.head(label))
    ax = draw.axes(ax, 4.4)
    seen = np.unique(np.concatenate([np.arange(min(len(ranks), 100)), np.geomspace(1, len(ranks), POINTS) - 1])).astype(
        int
    )
    ax.loglog(ranks[seen], counts[seen], "o", color=COLOURS[0], markersize=4)
    ax.set(ylim=(0.8, counts[0] * 2.5), xlim=(0.8, max(len(ranks), 10) * 1.3))
    for rank, name, count in zip(ranks, names, counts):
        ax.annotate(f"{name} {count}", (rank, count), (3, 5), textcoords="offset points", rotation=30, fontsize=SMALL)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_major_formatter("{x:g}")
    once, tenth = int((counts == 1).sum()), min(10, len(counts))
    title = f"{once:,} of {len(table):,} different words occur once (n = {counts.sum():,})"
    words = (
        f"{title}. Count of each word against its rank, both axes logarithmic. "
        f"Most frequent: {draw.listed(zip(names, counts), '{}')}. At rank {tenth} the count is {counts[tenth - 1]}."
    )
    return draw.finish(ax, title, "rank (log scale)", "count (log scale)", words)


@checked(table=a_table(["words", "types"], "the table of helpers.vocabulary_growth"))
def vocabulary_growth(table, *, ax=None) -> Axes:
    """Different words against words read, one line per group: a table of `helpers.vocabulary_growth`.

    The band holds the middle 95 % of the curves of the same words in random order: a curve below it repeats itself
    locally, as a text about one matter after another does.

    >>> from helpers import tokenize
    >>> from helpers import vocabulary_growth as growth
    >>> vocabulary_growth(growth(tokenize("Біз де біз"), of="norm")).get_xlabel()
    'words read (n = 3); band: the same words shuffled, middle 95 %'
    """
    draw.need(table)
    by, of, ax, said = table.attrs.get("by"), draw.keys(table), draw.axes(ax, 4.2), []
    series = table[by].astype(str).to_numpy() if by else np.full(len(table), "all")
    for key, (i, colour, _, _) in draw.styles(list(pd.unique(series))).items():
        mine = table[series == key]
        words, types = mine["words"].to_numpy(), mine["types"].to_numpy()
        at = np.unique(np.linspace(0, len(mine) - 1, POINTS).astype(int))
        low, high = _shuffled(pd.factorize(of[series == key])[0], at)
        ax.fill_between(words[at], low, high, color=colour, alpha=0.25, linewidth=0)
        name = f"{readable(key)} (n = {len(mine):,})"
        ax.plot(words[at], types[at], linestyle=draw.LINES[i % 4], color=colour, linewidth=2, label=name)
        ax.annotate(f"{types[-1]:,}", (words[-1], types[-1]), (4, 0), textcoords="offset points", va="center")
        below = (types[at] < low).mean()
        late = types[-1] - types[len(mine) // 2]
        said.append(f"{name}: {types[-1]:,} different words, {late:,} of them in the second half; {below:.0%} of the "
                    "curve is below the band of shuffled words")  # fmt: skip
    ax.set(xlim=(0, None), ylim=(0, None))
    longest = pd.Series(series).value_counts().index[0]
    last = table[series == longest]
    late = int(last["types"].iloc[-1] - last["types"].iloc[-(len(last) // 4) - 1])
    title = f"Of the last {len(last) // 4:,} words {late:,} are new" + (f" ({readable(longest)})" if by else "")
    unit = (table.attrs.get("unit") or "different words").split(" among")[0]
    xlabel = f"words read (n = {len(table):,}); band: the same words shuffled, middle 95 %"
    words = f"{title}. Growth of vocabulary, {unit}, n = {len(table):,}. {'; '.join(said)}."
    return draw.finish(ax, title, xlabel, unit, words, legend=bool(by))


def _shuffled(codes: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middle 95 % of how many different words there are by each of these places, in random order."""
    rng, curves = np.random.default_rng(0), []
    for _ in range(max(20, min(SHUFFLES, WORK // max(len(codes), 1)))):
        first = np.unique(rng.permutation(codes), return_index=True)[1]
        curves.append(np.searchsorted(np.sort(first), at, "right"))
    return tuple(np.quantile(curves, [0.025, 0.975], axis=0))
