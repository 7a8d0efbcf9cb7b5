"""The chart of a comparison: how many times as often each side uses a word or a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..checks import a_table, checked
from ..labels import label
from . import drawing as draw
from .drawing import COLOURS, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST = 2  # rows of `compare` with fewer uses in all say nothing and are left out of the chart


def _which_rows(every: int, enough: int, shown: int) -> str:
    """Which rows of the table the chart shows, in words."""
    if shown == every:
        return f"all {every} rows"
    which = "that keep clearest of equality" if shown < enough else f"with at least {LEAST} uses"
    return f"{shown} of {every} rows: those {which}"


@checked(table=a_table(["log_ratio", "low", "high"], "the table of compare"))
def effects(table, *, top: int = 30, ax=None) -> Axes:
    """How many times as often each side uses a row of `compare`, with its interval; ordered by effect.

    The first `top` rows of the table with at least two uses. An open end is an arrow, a dot with a count of 0 hollow,
    a row whose smaller expected count is below 1 pale.

    >>> from helpers import compare, tokenize
    >>> tokens = tokenize("Сіз де? Біз де, біз!").assign(role=["a"] * 3 + ["b"] * 5)
    >>> effects(compare(tokens, of="norm", groups=("a", "b"))).get_title(loc="left")
    'No row keeps clear of equal rates: a and b'
    """
    first, second = (name[6:] for name in table if name.startswith("count_"))
    both = table[f"count_{first}"] + table[f"count_{second}"]
    by, enough = list(table)[0], table[both >= LEAST]
    draw.need(enough)
    draw.room(min(top, len(enough)))
    shown = enough.head(top).sort_values("log_ratio", ascending=False, kind="stable")
    names = draw.names(shown)
    if by != draw.item(table):  # each of several groups against the rest
        names = [f"{group}: {name}" for group, name in zip(shown[by].astype(str), names)]
    ax = draw.axes(ax, 1.9 + 0.26 * len(shown))
    places = draw.rows(ax, names)
    right = int(np.ceil(max(shown["log_ratio"].max(), 1.5) + 0.5))
    left = int(np.floor(min(shown["log_ratio"].min(), -1.5) - 0.5))
    ax.set_xlim(left, right)
    shown = shown.assign(dot=shown["log_ratio"].clip(shown["low"], shown["high"]))
    shown["low"] = shown["low"].where(shown["low"] >= left, -np.inf)
    shown["high"] = shown["high"].where(shown["high"] <= right, np.inf)
    looks = np.where(shown["lrc"] != 0, COLOURS[0], np.where(shown["expected"] < 1, draw.PALE, "#444444"))
    for look in dict.fromkeys(looks):
        mine = looks == look
        hollow = (shown[[f"count_{first}", f"count_{second}"]] == 0).any(axis=1)[mine]
        draw.whiskers(ax, places[mine], shown[mine], look, value="dot", hollow=hollow, markersize=7)
    for name, bound in zip(ax.get_yticklabels(), shown["lrc"]):
        name.set_fontweight("bold" if bound else "normal")
    ax.axvline(0, color="black", linewidth=1)
    step = 1 if right - left <= 13 else 2
    ticks = [tick for tick in range(left, right + 1) if tick % step == 0]
    ax.set_xticks(ticks, [f"×{2 ** abs(tick)}" if tick else "equal" for tick in ticks], fontsize=SMALL)
    cells = [" : ".join(_in_parts(row, side, table) for side in (first, second)) for _, row in shown.iterrows()]
    draw.margin(ax, places, cells, f"{label(first)} : {label(second)}")
    sure = [name.split(" ‘")[0] for name, bound in zip(names, shown["lrc"]) if bound]
    a, b = label(first), label(second)
    title = f"No row keeps clear of equal rates: {a} and {b}"
    if sure:
        title = f"Clear of equal rates, {len(sure)} of {len(shown)}: {draw.named(sure)}"
    sizes = ", ".join(f"{label(name)} {n:,}" for name, n in table.attrs.get("groups", {}).items())
    rule = _which_rows(len(table), len(enough), len(shown))
    pairs_said = draw.listed(zip(names, shown["log_ratio"]), "{:+.1f}")
    words = (
        f"{title} (corrected interval). How many times as often {a} uses a row as {b}; n of words: {sizes}. "
        f"{rule}. Log ratios: {pairs_said}. {draw.interval(table)} intervals, open where a count is 0."
    )
    arrows = f"← times as often: {b}          times as often: {a} →"
    key = f"blue, bold: clear of equality; hollow: a count is 0; pale: {table.attrs.get('pale', '')}"
    xlabel = f"{arrows}\nlines: {draw.interval(table)}; n of words: {sizes}\n{rule}; {key}"
    return draw.finish(ax, title, xlabel, "", words)


def _in_parts(row: pd.Series, side: str, table) -> str:
    """18 in 5/6: the count, and in how many turns of how many; the count alone where the side has no turns."""
    column, of = f"{table.attrs.get('parts', 'turn')}s_{side}", table.attrs.get("turns", {}).get(side)
    count = f"{row[f'count_{side}']:,}"
    return f"{count} in {row[column]}/{of}" if column in table and of else count
