"""Charts of the tables: a table in, a matplotlib `Axes` out, whose description in words serves as alt text.

The title says what was found. Charts of words are here, those of an interview from beginning to end come from
`turn_charts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..categories import CATEGORIES
from ..checks import a_table, checked, whole
from ..counting.documents import document_rates
from ..labels import counted, label
from ..measures import rate_interval
from . import drawing as draw
from .drawing import COLOURS, SMALL, describe, image, save, vector
from .turn_charts import dispersion, pairs, stance_by_role, stance_by_turn, turn_lengths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["by_document", "describe", "dispersion", "effects", "image", "pairs", "rank_frequency", "rates", "save"]
__all__ += ["scores", "stance_by_role", "stance_by_turn", "turn_lengths", "vector", "vocabulary_growth"]
NAMED = 30  # words that rank_frequency has room to name
LEAST = 2  # rows of `compare` with fewer uses in all say nothing and are left out of the chart
SHUFFLES = 200  # of a text for the band of growth; fewer for texts so long that they take time
WORK = 2_000_000  # words shuffled for it in all
POINTS = 400  # a curve needs no more


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
    ties = list(cut.index[cut == shown.iloc[-1]])
    note = f"cut at {top} rows; as frequent as the last one: {draw.short(', '.join(ties), 60)}" if ties else ""
    return draw_dots(ax, table, by[0] if by else "", list(shown.index), note)


def draw_dots(ax, table, by: str, order: list[str], note: str = "", title: str = "") -> Axes:
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
    title = title or _leaders(leading, sizes, unit.rpartition("1,000 ")[2])
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
    rule = f"{len(shown)} of {len(table)} rows: at least {LEAST} uses, first by the corrected bound"
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
        name = f"{label(key)} (n = {len(mine):,})"
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
    title = f"Of the last {len(last) // 4:,} words {late:,} are new" + (f" ({label(longest)})" if by else "")
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


@checked(table=a_table(["category", "labels", "F1", "low", "high"], "the table of f1_interval"))
def scores(table, *, ax=None) -> Axes:
    """F1 of each category with its interval, a table of `f1_interval`; the number of labels stands at the right.

    >>> import pandas as pd
    >>> one = pd.DataFrame({"category": ["hedge"], "labels": [6], "F1": [0.8], "low": [0.5], "high": [1.0]})
    >>> describe(scores(one))
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
