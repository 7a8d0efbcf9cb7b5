"""Charts of rates and scores: a dot and its interval in each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..categories import CATEGORIES
from ..checks import a_table, checked
from ..counting.documents import document_rates
from ..labels import counted, label
from ..measures import rate_interval
from . import drawing as draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@checked(table=a_table(["count", "rate", "low", "high"], "the table of frequencies"))
def rates(table, *, top: int = 30, ax=None) -> Axes:
    """Rates with their intervals: the `top` most frequent rows of a table of `frequencies`, one dot per group (`by`).

    >>> from helpers import frequencies, tokenize
    >>> rates(frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")).get_title(loc="left")
    'біз ‘we’ comes most often: 2 of 4 words'
    """
    draw.need(table)
    by, keys = list(table.attrs.get("by") or []), draw.keys(table)
    totals = table["count"].groupby(keys, sort=False).sum().sort_values(ascending=False, kind="stable")
    if len(by) > 1:
        table = table.assign(**{by[0]: table[by].astype(str).agg(" ".join, axis=1)})
    shown, cut = totals.head(top), totals.iloc[top:]
    called = dict(zip(keys, draw.names(table)))
    ties = [called[key] for key in cut.index[cut == shown.iloc[-1]]]
    note = f"cut at {top} rows; not drawn, though as frequent as the last: {draw.named(ties, 2)}" if ties else ""
    return draw_dots(ax, table, by[0] if by else "", list(shown.index), note)


def draw_dots(ax, table, by: str, order: list[str], note: str = "") -> Axes:
    """A dot and a line for each row of `order` and each series of `by`; a row that was cut off is a dash, not 0."""
    draw.need(table)
    keys = draw.keys(table)
    labels = dict(zip(keys, draw.names(table)))
    series = table[by].astype(str).to_numpy() if by else np.full(len(table), "all")
    sizes = table["n"].groupby(series, sort=False).first()
    sizes = sizes.iloc[sorted(range(len(sizes)), key=lambda i: _place(sizes.index[i]))]
    styles = draw.styles(list(sizes.index))
    ax = draw.axes(ax, 1.7 + (0.12 + 0.14 * len(sizes)) * len(order) + 0.1 * len(sizes))
    places = draw.rows(ax, [labels[key] for key in order])
    ax.set_xlim(0, 1.04 * table.loc[np.isin(keys, order), "high"].max())
    counts, said, leading = [], [], []
    for step, (key, (_, colour, _, shape)) in enumerate(styles.items()):
        mine = _complete(table[series == key].set_index(keys[series == key]), order, int(sizes[key]))
        name = f"{label(key) or 'unnamed'} (n = {sizes[key]:,})"
        height = places + 0.24 * ((len(sizes) - 1) / 2 - step)
        draw.whiskers(ax, height, mine, colour, shape, label=name, markeredgecolor="black")
        counts.append([f"{count:.0f}" if count >= 0 else "–" for count in mine["count"]])
        ranked = [(labels[word], rate) for word, rate in mine["rate"].dropna().sort_values(ascending=False).items()]
        said.append(f"{name}: highest {draw.listed(ranked[:5])}, lowest {draw.listed(ranked[-1:])}")
        best = mine["count"].max()
        leading.append((label(key), [labels[word] for word in mine.index[mine["count"] == best]], best))
    draw.margin(ax, places, [" : ".join(row) for row in zip(*counts)])
    ax.grid(axis="x", color="#CCCCCC", linewidth=0.5)
    unit = table.attrs.get("unit") or "per 1,000 words"
    title = _leaders(leading, sizes, unit.rpartition("1,000 ")[2])
    size = "" if by else f" (n = {sizes.iloc[0]:,})"
    which = f"{unit}{size}, with interval: {draw.interval(table)}"
    words = f"{title}. {which}, {len(order)} rows. {'. '.join(said)}. {note}"
    return draw.finish(ax, title, f"{which}\n{note}".strip(), "", words, legend=bool(by))


def _place(key: str) -> tuple[int, str]:
    return (draw.ROLES.index(key) if key in draw.ROLES else len(draw.ROLES), key)


def _complete(mine: pd.DataFrame, order: list[str], n: int) -> pd.DataFrame:
    """The rows in this order; one that is missing has 0 where the counts make up n, else it was cut off: unknown."""
    complete, parts = mine["count"].sum() == n, mine.filter(regex="^of_").iloc[:, :1].max().sum()
    mine = mine.reindex(order)[["count", "rate", "low", "high"]].astype(float)
    none = {"count": 0, "rate": 0, "low": 0, "high": 1000 * rate_interval(0, n, 1, parts)[1]}
    return mine.fillna(none) if complete else mine


def _leaders(leading: list, sizes, what: str) -> str:
    """Which row has the most, in each series."""
    if len(leading) == 1:
        _, first, count = leading[0]
        verb = "comes" if len(first) == 1 else "come"
        return f"{draw.short(' and '.join(first), 50)} {verb} most often: {count:.0f} of {sizes.iloc[0]:,} {what}"
    return draw.short("Most often: " + ", ".join(f"{key} {'/'.join(first[:2])}" for key, first, _ in leading), 90)


@checked(table=a_table(["category", "labels", "F1", "low", "high"], "the table of f1_interval"))
def scores(table, *, ax=None) -> Axes:
    """F1 of each category with its interval, a table of `f1_interval`; the number of labels stands at the right.

    >>> import pandas as pd
    >>> one = pd.DataFrame({"category": ["hedge"], "labels": [6], "F1": [0.8], "low": [0.5], "high": [1.0]})
    >>> draw.describe(scores(one))
    'F1 is lowest for hedge: 0.80. F1 with 95 % interval, 1 rows. hedge: 0.80 (0.50 to 1.00), 6 labels.'
    """
    draw.need(table)
    names, labels = [label(name) for name in table["category"]], table["labels"].tolist()
    ax = draw.axes(ax, 1.4 + 0.26 * len(table))
    places = draw.rows(ax, names)
    ax.set_xlim(0, 1.03)
    draw.whiskers(ax, places, table, value="F1", markeredgecolor="black")
    ax.grid(axis="x", color="#CCCCCC", linewidth=0.5)
    draw.margin(ax, places, [str(n) for n in labels], "labels")
    figures = zip(names, table["F1"], table["low"], table["high"], labels)
    said = [f"{name}: {f:.2f} ({low:.2f} to {high:.2f}), {n} labels" if n else f"{name}: no labels"
            for name, f, low, high, n in figures]  # fmt: skip
    lowest = table["F1"].idxmin()
    title = f"F1 is lowest for {names[table.index.get_loc(lowest)]}: {table['F1'].min():.2f}"
    words = f"{title}. F1 with 95 % interval, {len(table)} rows. {'; '.join(said)}."
    return draw.finish(ax, title, f"F1, with interval: {draw.interval(table)}", "", words)


@checked(summary=a_table(["document", "role", "category", "count", "words"], "the table summary of process_folder"))
def by_document(summary, *, by="role", ax=None) -> Axes:
    """The rate of each category in every document as a strip of dots, with the rate of all and its interval.

    `summary` is the table of that name of `process_folder`; `by` is "role" or None for both speakers together.

    >>> import pandas as pd
    >>> two = pd.DataFrame({"document": ["a", "b"], "role": "x", "category": "hedge", "count": [1, 3], "words": 100})
    >>> by_document(two).get_title(loc="left")
    'hedge (x) varies most: 10 to 30 per 1,000 words'
    """
    draw.need(summary)
    rates = document_rates(summary, ["role", "category"] if by else "category")
    rates = rates if by else rates.assign(role="all")
    one = summary if by else summary.assign(role="all")
    one = one.groupby(["document", "role", "category"], observed=True)[["count", "words"]].sum().reset_index()
    one = one[one["words"] > 0]
    one["rate"] = 1000 * one["count"] / one["words"]
    found = set(one["category"])
    order = [*(name for name in CATEGORIES if name in found), *sorted(found.difference(CATEGORIES))]
    roles = sorted(one["role"].astype(str).unique(), key=_place)
    ax = draw.axes(ax, 2 + (0.16 + 0.17 * len(roles)) * len(order))
    places = draw.rows(ax, [label(name) for name in order])
    ax.set_xlim(0, 1.05 * max(one["rate"].max(), np.nan_to_num(rates["high"]).max()))
    for step, (role, (_, colour, _, shape)) in enumerate(draw.styles(roles).items()):
        height = dict(zip(order, places + 0.3 * ((len(roles) - 1) / 2 - step)))
        dots, mean = one[one["role"] == role], rates[rates["role"] == role]
        many = dots["document"].nunique()
        ax.plot(
            dots["rate"],
            dots["category"].map(height).astype(float) - 0.07,
            shape,
            color=colour,
            markersize=3.5,
            alpha=0.6,
        )
        name = f"{label(role)} ({counted(many, 'document')}, n = {mean['n'].max():,})"
        heights = mean["category"].map(height).astype(float) + 0.05
        draw.whiskers(ax, heights, mean, colour, shape, markeredgecolor="black", label=name)
    spread = one.groupby(["category", "role"], observed=True)["rate"].agg(["min", "max"])
    widest = (spread["max"] - spread["min"]).idxmax()
    low, high = spread.loc[widest]
    title = f"{label(widest[0])} ({label(widest[1])}) varies most: {low:.0f} to {high:.0f} per 1,000 words"
    each = [
        f"{label(row.role)} {label(row.category)} {row.rate:.1f} ({row.low:.1f} to {row.high:.1f})"
        for row in rates.itertuples()
    ]
    words = f"{title}. Rates per 1,000 words, n = {rates.attrs['n']:,} words. {'; '.join(each)}."
    xlabel = f"per 1,000 words; small marks: single documents, large: all together\nlines: {draw.interval(rates)}"
    return draw.finish(ax, title, xlabel, "", words, legend=True)
