"""Charts of the tables: a table in, a matplotlib `Axes` out, whose description in words serves as alt text.

Charts of words are here, those of an interview from beginning to end come from `turn_charts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..checks import a_table, checked
from . import drawing as draw
from .drawing import COLOURS, describe, image, save
from .turn_charts import dispersion, stance_by_role, stance_by_turn, turn_lengths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["describe", "dispersion", "effects", "image", "rank_frequency", "rates", "save", "scores", "stance_by_role"]
__all__ += ["stance_by_turn", "turn_lengths", "vocabulary_growth"]


@checked(table=a_table(["count", "rate", "low", "high"], "the table of frequencies"))
def rates(table, *, top: int = 30, ax=None) -> Axes:
    """Rates with their intervals: the `top` most frequent rows of a table of `frequencies`, one dot a group (`by`).

    >>> from helpers import frequencies, tokenize
    >>> rates(frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")).get_xlabel()
    'per 1,000 words, with 95 % interval'
    """
    by, keys = list(table.attrs.get("by") or []), table[draw.item(table)].astype(str).to_numpy()
    totals = table["count"].groupby(keys, sort=False).sum().sort_values(ascending=False, kind="stable")
    if len(by) > 1:
        table = table.assign(**{by[0]: table[by].astype(str).agg(" ".join, axis=1)})
    title = table.attrs.get("title") or "Frequency"
    return draw.dots(ax, table, by[0] if by else "", title, list(totals.index[:top]))


@checked(table=a_table(["count"], "the table of frequencies"))
def rank_frequency(table, *, label: int = 5, ax=None) -> Axes:
    """Count against rank of a table of `frequencies`, both logarithmic, beside Zipf's line (first count / rank).

    The first `label` words are named.

    >>> from helpers import frequencies, tokenize
    >>> rank_frequency(frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")).get_title(loc="left")
    'Frequency and rank (3 different words, n = 4)'
    """
    draw.need(table)
    table = table.sort_values("count", ascending=False, kind="stable")
    counts, ranks, names = table["count"].to_numpy(), np.arange(1, len(table) + 1), draw.names(table.head(label))
    ax = draw.axes(ax, 7, 4.6)
    ax.loglog(ranks, counts[0] / ranks, "--", color="#666666", label="Zipf: first count / rank")
    ax.loglog(ranks, counts, "o", color=COLOURS[0], markersize=4, label="word")
    ax.set(ylim=(0.8, counts[0] * 2.5), xlim=(0.8, max(len(ranks), 10) * 1.3))
    for rank, name, count in zip(ranks, names, counts):
        ax.annotate(f"{name} {count}", (rank, count), (3, 5), textcoords="offset points", rotation=30, fontsize=8)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.yaxis.set_major_formatter("{x:g}")
    size, once, tenth = f"{len(table):,} different words", int((counts == 1).sum()), min(10, len(counts))
    words = (
        f"Count of each word against its rank, both axes logarithmic: {size}, {counts.sum():,} in all. "
        f"Most frequent: {draw.listed(zip(names, counts), '{}')}. {once} words ({once / len(table):.0%}) occur once. "
        f"At rank {tenth} the count is {counts[tenth - 1]}, on Zipf's line {counts[0] / tenth:.1f}."
    )
    title = f"Frequency and rank ({size}, n = {counts.sum():,})"
    return draw.finish(ax, title, "rank (log scale)", "count (log scale)", words, legend=True)


@checked(table=a_table(["log_ratio", "low", "high"], "the table of compare"))
def effects(table, *, top: int = 30, ax=None) -> Axes:
    """Log ratio with its interval, rows ordered and dots sized by frequency: the first `top` rows of `compare`.

    >>> from helpers import compare, tokenize
    >>> tokens = tokenize("Сіз де? Біз де, біз!").assign(role=["a"] * 3 + ["b"] * 5)
    >>> effects(compare(tokens, of="norm", groups=("a", "b"))).get_xlabel()[:51]
    '← more in b     log ratio (doublings)     more in a'
    """
    draw.need(table)
    first, second = (name[6:] for name in table if name.startswith("count_"))
    groups, table = table.attrs.get("groups", {}), table.head(top)
    table = table.assign(both=table[f"count_{first}"] + table[f"count_{second}"])
    table = table.sort_values(["both", "log_ratio"], ascending=False, kind="stable")
    names, ratio, both = draw.names(table), table["log_ratio"], table["both"]
    ax = draw.axes(ax, 7, 1.6 + 0.25 * len(table))
    places = draw.rows(ax, names)
    ax.hlines(places, table["low"], table["high"], color=COLOURS[0], linewidth=1.6)
    ax.scatter(ratio, places, 14 + 110 * both / both.max(), color=COLOURS[0], edgecolor="black", zorder=3)
    ax.axvline(0, color="#555555", linewidth=1)
    ax.grid(axis="x", color="#CCCCCC", linewidth=0.5)
    draw.margin(ax, places, [f"{a} : {b}" for a, b in zip(table[f"count_{first}"], table[f"count_{second}"])])
    sure = [name for name, low, high in zip(names, table["low"], table["high"]) if low > 0 or high < 0]
    ranked = sorted(zip(names, ratio), key=lambda pair: pair[1])
    title = table.attrs.get("title") or f"{first} against {second}"
    n = ", ".join(f"{name} {size:,}" for name, size in groups.items())
    words = (
        f"{title}: log ratio in doublings, with a 95 % interval from a bootstrap over turns; n of words: {n}. "
        f"{len(table)} rows, the most frequent on top, larger dots for larger counts. "
        f"Most in {first}: {draw.listed([pair for pair in ranked[:-4:-1] if pair[1] > 0], '{:+.1f}')}. "
        f"Most in {second}: {draw.listed([pair for pair in ranked[:3] if pair[1] < 0], '{:+.1f}')}. "
        f"Intervals without 0: {', '.join(sure) or 'none'}."
    )
    xlabel = f"← more in {second}     log ratio (doublings)     more in {first} →"
    note = f"\nbars: 95 % bootstrap over turns\nn of words: {n}"
    return draw.finish(ax, title, xlabel + note, "", words)


@checked(table=a_table(["words", "types"], "the table of helpers.vocabulary_growth"))
def vocabulary_growth(table, *, ax=None) -> Axes:
    """Different words against words read, one line a group: a table of `helpers.vocabulary_growth`.

    >>> from helpers import tokenize
    >>> from helpers.comparison import vocabulary_growth as growth
    >>> vocabulary_growth(growth(tokenize("Біз де біз"), of="norm")).get_xlabel()
    'words read'
    """
    draw.need(table)
    by, said, ax = table.attrs.get("by"), [], draw.axes(ax, 7, 4.2)
    series = table[by].astype(str).to_numpy() if by else np.full(len(table), "all")
    for key, (i, colour, _, _) in draw.styles(pd.unique(series)).items():
        mine = table[series == key]
        words, types = int(mine["words"].iloc[-1]), int(mine["types"].iloc[-1])
        line = {"linestyle": draw.LINES[i % 4], "color": colour, "linewidth": 2, "label": f"{key} (n = {words:,})"}
        ax.plot(mine["words"], mine["types"], **line)
        ax.annotate(f"{types:,}", (words, types), (4, 0), textcoords="offset points", va="center", fontsize=9)
        half = int(mine["types"].iloc[(words - 1) // 2])
        said.append(f"{key}: {types:,} different among {words:,} words, {half:,} of them in the first half")
    ax.set(xlim=(0, None), ylim=(0, None))
    title, unit = f"Growth of vocabulary (n = {len(table):,} words)", table.attrs.get("unit") or "different words"
    words = f"Growth of vocabulary, {unit}. {'; '.join(said)}."
    return draw.finish(ax, title, "words read", unit.split(" among")[0], words, legend=bool(by))


@checked(table=a_table(["category", "labels", "F1", "low", "high"], "the table of f1_interval"))
def scores(table, *, ax=None) -> Axes:
    """F1 of each category with its interval, a table of `f1_interval`; the number of labels stands at the right.

    >>> import pandas as pd
    >>> one = pd.DataFrame({"category": ["hedge"], "labels": [6], "F1": [0.8], "low": [0.5], "high": [1.0]})
    >>> describe(scores(one))
    'F1 with 95 % interval, 1 rows. hedge: 0.80 (0.50 to 1.00), 6 labels.'
    """
    draw.need(table)
    names, labels = table["category"].astype(str).tolist(), table["labels"].tolist()
    ax = draw.axes(ax, 7, 1.4 + 0.26 * len(table))
    places = draw.rows(ax, names)
    ax.hlines(places, table["low"], table["high"], color=COLOURS[0], linewidth=1.6)
    ax.plot(table["F1"], places, "o", color=COLOURS[0], markeredgecolor="black")
    ax.set_xlim(0, 1.03)
    ax.grid(axis="x", color="#bbbbbb", linewidth=0.5)
    draw.margin(ax, places, [str(n) for n in labels], "labels")
    figures = zip(names, table["F1"], table["low"], table["high"], labels)
    said = "; ".join(
        f"{name}: {f:.2f} ({low:.2f} to {high:.2f}), {n} labels" if n else f"{name}: no labels"
        for name, f, low, high, n in figures
    )
    words = f"F1 with 95 % interval, {len(table)} rows. {said}."
    return draw.finish(ax, f"{table.attrs.get('title') or 'F1'}", "F1, with 95 % interval", "", words)
