"""Charts of the tables: a table in, a matplotlib `Axes` out, with a description in words that serves as its alt text.

Colours are Okabe and Ito's (2008); hatches and marker shapes tell the same series apart in grey. Nothing here touches
pyplot or rcParams: without `ax` a chart makes a `Figure` of its own, which Jupyter shows with its alt text.
"""

import base64
import html
import io
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import ScalarFormatter

from .measures import wilson

FONT = "DejaVu Sans"  # comes with matplotlib and has the Kazakh letters
ROLES = ["interviewee", "interviewer", "editor", "unknown"]
CATEGORIES = "hedge booster attitude self_mention audience evidential obligation intention negation contrast".split()
PERSON = ("self_mention", "audience")
_COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"]
_HATCHES = ["", "///", "...", "xxx", "\\\\\\", "+++"]
_SHAPES = ["o", "s", "^", "D", "v", "P"]
_INK, _FAINT = "#222222", "#BBBBBB"


class Chart(Axes):
    """An `Axes` that a notebook shows as a picture with its description as alt text."""

    def _repr_html_(self) -> str:
        return image(self)


def describe(ax) -> str:
    """What a chart shows, in words, computed from its data: the alt text.

    `ax` is an `Axes` made here, or a figure that holds some. Raises `ValueError` for anything else.

    >>> from helpers import tokenize
    >>> describe(turn_lengths(tokenize("Партия құрасыз ба?")))[:14]
    'Words in each '
    """
    axes = ax.axes if isinstance(ax, Figure) else [ax]
    words = [part.description for part in axes if hasattr(part, "description")]
    if not words:
        raise ValueError("this Axes has no description: it was not drawn by helpers.charts")
    return " ".join(words)


def save(ax, path) -> Path:
    """Write the chart's figure as SVG, PNG or PDF, by the ending of `path`, with its description inside.

    The same chart gives the same bytes. Raises `ValueError` for another ending.
    """
    path = Path(path)
    kind, words, title = path.suffix.lower().lstrip("."), describe(ax.figure), ax.get_title(loc="left")
    if kind not in ("svg", "png", "pdf"):
        raise ValueError(f"{path.name}: a chart is written as .svg, .png or .pdf")
    metadata = {
        "svg": {"Title": title, "Description": words, "Date": None},
        "png": {"Title": title, "Description": words, "Software": None},
        "pdf": {"Title": title, "Subject": words, "CreationDate": None},
    }[kind]
    with rc_context({"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "suhbat"}):
        ax.figure.savefig(path, format=kind, dpi=200, metadata=metadata, facecolor="white")
    if kind == "svg":  # matplotlib writes <title> and RDF; screen readers look for <desc>
        head, mark, tail = path.read_text(encoding="utf-8").partition("</title>")
        path.write_text(f"{head}{mark}\n <desc>{html.escape(words)}</desc>{tail}", encoding="utf-8")
    return path


def image(ax, *, dpi: int = 144) -> str:
    """The chart as one HTML `<img>`: a PNG inside the page, the description as alt text."""
    buffer, figure = io.BytesIO(), ax.figure
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None}, facecolor="white")
    data = base64.b64encode(_fewer_colours(buffer)).decode()
    width = round(figure.get_figwidth() * 96)
    return (
        f'<img alt="{html.escape(describe(figure))}" width="{width}" '
        f'style="max-width:100%;height:auto" src="data:image/png;base64,{data}">'
    )


def _fewer_colours(buffer) -> bytes:
    from PIL import Image

    small = io.BytesIO()
    Image.open(buffer).convert("RGB").quantize(96, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        small, format="png", optimize=True
    )
    return small.getvalue()


# -- the parts every chart is made of


def _axes(ax, width: float, height: float) -> Axes:
    if ax is not None:
        return ax
    return Figure(figsize=(width, height), layout="constrained").add_subplot(axes_class=Chart)


def _finish(ax, title: str, xlabel: str, ylabel: str, description: str) -> Axes:
    ax.set_title(title, loc="left", fontsize=11)
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelfontfamily=FONT)
    for text in ax.findobj(Text):
        text.set_fontfamily(FONT)
    ax.description = " ".join(description.split())
    return ax


def _styles(keys) -> dict:
    """Colour, hatch and marker of each series; roles have the same ones in every chart."""
    order = [*ROLES, *(key for key in keys if key not in ROLES)] if set(keys) & set(ROLES) else list(keys)
    places = [order.index(key) % len(_COLOURS) for key in keys]
    return {key: (_COLOURS[i], _HATCHES[i], _SHAPES[i]) for key, i in zip(keys, places)}


def _rows(ax, labels, *, size: float = 9) -> np.ndarray:
    """One line a label, the first on top; returns their heights."""
    places = np.arange(len(labels))[::-1]
    ax.set_yticks(places, labels, fontsize=size)
    ax.set_ylim(-0.7, len(labels) - 0.3)
    return places


def _margin(ax, places, texts, head: str) -> None:
    """Figures in a column to the right of the plot."""
    for place, text in [(len(places) - 0.3, head), *zip(places, texts)]:
        ax.text(1.02, place, text, transform=ax.get_yaxis_transform(), fontsize=8, va="center", color=_INK)


def _spoken(tokens, section="turn"):
    """The words that counts are about."""
    words = tokens[tokens["kind"] == "word"]
    return words if section is None else words[words["section"] == section]


def _names(table) -> list[str]:
    """The words of a table's rows, with the gloss where there is one: біз ‘we’."""
    column = next((name for name in ("lemma", "norm", "word", "text", "category") if name in table), None)
    names = table.index if column is None else table[column]
    names = [" ".join(name) if isinstance(name, tuple) else str(name) for name in names]
    glosses = table["gloss"].fillna("").astype(str) if "gloss" in table else [""] * len(names)
    return [f"{name} ‘{gloss}’" if gloss else name for name, gloss in zip(names, (_short(g) for g in glosses))]


def _short(text: str, width: int = 26) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip(" ,;") + "…"


def _listed(names, values, form="{:.0f}") -> str:
    return ", ".join(f"{name} ({form.format(value)})" for name, value in zip(names, values))


# -- words


def rates(table, *, top: int = 30, ax=None) -> Axes:
    """Rate per 1,000 words of the first `top` rows of a frequency table, with their 95 % intervals.

    `table` as from `frequencies`: count, n, rate, low, high, perhaps gloss and turns; the count stands at the right.

    >>> from helpers import frequencies, tokenize
    >>> ax = rates(frequencies(tokenize("Біз дайынбыз. Біз келдік."), of="norm", stop=None))
    >>> ax.get_xlabel()
    'per 1,000 words, with 95 % interval'
    """
    table = table.head(top)
    names = _names(table)
    ax = _axes(ax, 7, 1.3 + 0.24 * len(table))
    places = _rows(ax, names)
    ax.hlines(places, table["low"], table["high"], color=_COLOURS[0], linewidth=1.5)
    ax.plot(table["rate"], places, "o", color=_COLOURS[0], markersize=6)
    ax.set_xlim(left=0)
    ax.grid(axis="x", color=_FAINT, linewidth=0.5)
    _margin(ax, places, table["count"].astype(str), "count")
    n = ", ".join(f"{size:,}" for size in table["n"].unique())
    what = table.attrs.get("title", "The most frequent words")
    unit = "per 1,000 words"
    words = (
        f"{what}: dots are rates {unit} with 95 % intervals, {len(table)} rows, n = {n} words. "
        f"Highest: {_listed(names[:5], table['rate'].head(5), '{:.1f}')}. Lowest shown: {names[-1]}, "
        f"{table['rate'].iloc[-1]:.1f} (interval {table['low'].iloc[-1]:.1f} to {table['high'].iloc[-1]:.1f})."
    )
    return _finish(ax, f"{what} (n = {n} words)", f"{unit}, with 95 % interval", "", words)


def rank_frequency(table, *, label: int = 5, ax=None) -> Axes:
    """Count against rank, both logarithmic, of a frequency table, beside Zipf's line: first count / rank."""
    table = table.sort_values("count", ascending=False, kind="stable")
    counts, ranks = table["count"].to_numpy(), np.arange(1, len(table) + 1)
    ax = _axes(ax, 7, 4.6)
    ax.loglog(ranks, counts[0] / ranks, "--", color="#777777", label="Zipf: first count / rank")
    ax.loglog(ranks, counts, "o", color=_COLOURS[0], markersize=4, label="word")
    ax.set_ylim(0.8, counts[0] * 2.2)
    for rank, name, count in zip(ranks[:label], _names(table), counts):
        spot = {"xytext": (3, 5), "textcoords": "offset points", "rotation": 30, "fontsize": 8}
        ax.annotate(f"{name} {count}", (rank, count), **spot)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(ScalarFormatter())
    ax.legend(frameon=False, loc="lower left")
    once = int((counts == 1).sum())
    words = (
        f"Count of each word against its rank, both axes logarithmic: {len(table)} different words, {counts.sum()} "
        "in all. "
        f"Most frequent: {_listed(_names(table)[:label], counts[:label])}. "
        f"{once} words ({once / len(table):.0%}) occur once. "
        f"The word of rank 10 occurs {counts[min(9, len(counts) - 1)]} times; Zipf's line gives {counts[0] / 10:.1f}."
    )
    title = f"Frequency and rank ({len(table)} different words, n = {counts.sum()})"
    return _finish(ax, title, "rank (log scale)", "count (log scale)", words)


def effects(table, *, top: int = 30, ax=None) -> Axes:
    """Log ratio of each row with its bootstrap interval against how often it occurs, the most frequent rows on top.

    `table` as from `compare`: log_ratio, low, high, count_… of the two groups. The further right, the more the first
    group uses it; the two counts stand at the right.

    >>> from helpers import compare, tokenize
    >>> tokens = tokenize("Сіз де? Біз де, біз!").assign(role=["a"] * 3 + ["b"] * 5)
    >>> effects(compare(tokens, of="norm", groups=("a", "b"))).get_xlabel()[:9]
    'log ratio'
    """
    first, second = (name.removeprefix("count_") for name in table if name.startswith("count_"))
    counts = [table[f"count_{name}"].to_numpy() for name in (first, second)]
    order = np.argsort(-(counts[0] + counts[1]), kind="stable")[:top]
    table, counts = table.iloc[order], [count[order] for count in counts]
    names, total, n = _names(table), counts[0] + counts[1], table.attrs.get("groups", {})
    ax = _axes(ax, 7.5, 1.6 + 0.26 * len(table))
    places = _rows(ax, names)
    ax.axvline(0, color=_INK, linewidth=0.8)
    ax.hlines(places, table["low"], table["high"], color=_COLOURS[0], linewidth=1.5)
    ax.scatter(
        table["log_ratio"], places, s=18 + 60 * total / max(total.max(initial=1), 1), color=_COLOURS[0], zorder=3
    )
    ax.grid(axis="x", color=_FAINT, linewidth=0.5)
    _margin(ax, places, [f"{a} : {b}" for a, b in zip(*counts)], "counts")
    sizes = " and ".join(f"{name} {n[name]} words" if name in n else name for name in (first, second))
    clear = [name for name, low, high in zip(names, table["low"], table["high"]) if low > 0 or high < 0]
    high, low = (
        (table["log_ratio"].to_numpy().argmax(), table["log_ratio"].to_numpy().argmin()) if len(table) else (0, 0)
    )
    words = (
        f"Log ratio of {first} against {second} with 95 % bootstrap intervals over turns, {len(table)} rows by falling "
        f"frequency; {sizes}. "
        + (
            f"Furthest to {first}: {names[high]} ({table['log_ratio'].iloc[high]:.1f}); furthest to {second}: "
            f"{names[low]} ({table['log_ratio'].iloc[low]:.1f}). "
            if names
            else ""
        )
        + f"Intervals that leave out 0: {', '.join(clear) or 'none'}."
    )
    label = f"log ratio, doublings: ← more {second} | more {first} →, 95 % interval"
    return _finish(ax, f"{first} against {second}\n({sizes})", label, "", words)


def vocabulary_growth(table, *, by: str | None = None, ax=None) -> Axes:
    """Different words met so far against words read; `table` as from `vocabulary_growth`, a curve a value of `by`."""
    by = by or table.attrs.get("by")
    ax, parts = _axes(ax, 6.5, 4), []
    curves = list(table.groupby(by, observed=True)) if by else [("all", table)]
    ax.axline((0, 0), slope=1, color="#777777", linestyle="--", label="every word new")
    for (name, curve), (colour, _, shape) in zip(curves, _styles([str(name) for name, _ in curves]).values()):
        words, types = curve["words"].to_numpy(), curve["types"].to_numpy()
        step = max(len(words) // 8, 1)
        ax.plot(words, types, color=colour, marker=shape, markevery=step, label=f"{name} ({len(words)} words)")
        late = types[-1] - types[max(len(types) - len(types) // 4 - 1, 0)]
        parts.append(f"{name}: {types[-1]} different words among {words[-1]}, {late} of them new in the last quarter")
    ax.set(xlim=(0, table["words"].max()), ylim=(0, table["types"].max() * 1.08))
    ax.legend(frameon=False)
    what = table.attrs.get("of", "lemma")
    words = f"Different words ({what}) met against words read, n = {len(table)} words. {'; '.join(parts)}."
    return _finish(
        ax, f"Growth of vocabulary (n = {len(table)} words)", "words read", f"different words ({what})", words
    )


# -- the interview from beginning to end


def _turns(tokens, by: str) -> pd.DataFrame:
    """One row a turn: turn, pair, role, the series it belongs to, words, place of its first word."""
    spoken = _spoken(tokens)
    spoken = spoken.assign(series=spoken[by].astype(str), role=spoken["role"].astype(str))
    turns = spoken.groupby("turn", sort=True, dropna=False)[["pair", "role", "series"]].first()
    turns["words"] = spoken.groupby("turn", sort=True, dropna=False).size()
    turns["first"] = turns["words"].cumsum() - turns["words"]
    return turns.reset_index()


def turn_lengths(tokens, *, by: str = "role", ax=None) -> Axes:
    """Words in each turn, in order, one kind of bar a role (or `by="speaker"`)."""
    turns = _turns(tokens, by)
    ax = _axes(ax, max(6.5, 1.5 + 0.34 * len(turns)), 3.8)
    places, parts = np.arange(len(turns)), []
    series = turns["series"].unique()
    for name, (colour, hatch, _) in _styles(series).items():
        mine = turns["series"] == name
        sizes = turns.loc[mine, "words"]
        ax.bar(places[mine], sizes, color=colour, hatch=hatch, edgecolor="white", label=name or "unnamed")
        parts.append(
            f"{name or 'unnamed'}: {len(sizes)} turns, {sizes.sum()} words, median {sizes.median():.0f}, "
            f"longest {sizes.max()} (turn {turns.loc[sizes.idxmax(), 'turn']}), shortest {sizes.min()}"
        )
    for place, size in zip(places, turns["words"]):
        ax.text(place, size, f"{size}", ha="center", va="bottom", fontsize=8)
    ax.set_xticks(places, turns["turn"].astype(str), fontsize=8)
    ax.set_ylim(0, turns["words"].max() * 1.12)
    ax.legend(frameon=False, ncols=3, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
    n = turns["words"].sum()
    words = f"Words in each of {len(turns)} turns, in order, n = {n:,} words. {'; '.join(parts)}."
    return _finish(ax, f"Length of turns (n = {n:,} words)", "turn", "words", words)


def dispersion(tokens, what, *, of: str = "lemma", by: str = "role", ax=None) -> Axes:
    """Where words, or the categories of a marker table, stand in the interview; turns are bands, shaded by speaker.

    `what` is a list of words (looked up in the column `of`) or a markers table.
    """
    spoken, turns = _spoken(tokens).reset_index(drop=True), _turns(tokens, by)
    if isinstance(what, pd.DataFrame):
        starts = spoken["start"].to_numpy()
        inside = what[what["section"] == "turn"]
        groups = {name: inside.loc[inside["category"] == name, "start"] for name in _ordered(inside["category"])}
        hits = {name: np.searchsorted(starts, np.sort(group), side="right") - 1 for name, group in groups.items()}
    else:
        column = spoken[of].astype(str)
        hits = {word: np.flatnonzero(column == word) for word in what}
    ax = _axes(ax, 8.5, 1.7 + 0.26 * len(hits))
    places = _rows(ax, list(hits))
    top, styles = len(hits) - 0.3, _styles(turns["series"].unique())
    for name, (colour, hatch, _) in styles.items():
        mine = turns[turns["series"] == name]
        bands = list(zip(mine["first"], mine["words"]))
        ax.broken_barh(bands, (top, 0.6), facecolor=colour, hatch=hatch, edgecolor="white", label=name or "unnamed")
    ax.vlines(turns["first"], -0.7, top + 0.6, color="#AAAAAA", linewidth=0.7)
    for place, spots in zip(places, hits.values()):
        ax.vlines(spots + 0.5, place - 0.34, place + 0.34, color="black", linewidth=1.4)
    ax.set(xlim=(0, len(spoken)), ylim=(-0.7, top + 0.6))
    _margin(ax, places, [str(len(spots)) for spots in hits.values()], "count")
    ax.legend(frameon=False, ncols=4, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.1)
    starts = turns["first"].to_numpy()
    parts = [
        f"{name}: {len(spots)}, in {len(set(np.searchsorted(starts, spots, side='right')))} of {len(turns)} turns"
        + (f", from word {spots[0] + 1} to word {spots[-1] + 1}" if len(spots) else "")
        for name, spots in hits.items()
    ]
    words = f"Where each row occurs among {len(spoken):,} words in {len(turns)} turns. {'; '.join(parts)}."
    title = f"Across the interview (n = {len(spoken):,} words)"
    return _finish(ax, title, "word of the interview; grey lines are borders of turns", "", words)


# -- stance


def _counted(markers, endings: bool) -> pd.DataFrame:
    """The markers of the turns; without `endings` a person named twice (біз … -мыз) counts once, by the pronoun."""
    markers = markers[markers["section"] == "turn"]
    markers = markers.assign(category=markers["category"].astype(str), role=markers["role"].astype(str))
    bound = markers["category"].isin(PERSON) & markers["subtype"].astype(str).str.match("poss|pred")
    return markers if endings else markers[~bound]


def _captions(categories, endings: bool) -> list[str]:
    return [f"{name}*" if name in PERSON and not endings else name for name in categories]


def stance_by_role(markers, tokens, *, by: str = "role", endings: bool = False, ax=None) -> Axes:
    """Markers per 1,000 words of each category and role, with Wilson's 95 % interval (it takes words as independent).

    Persons are counted by pronouns and question forms; `endings=True` adds the person endings (codebook 3.4 a).
    """
    markers, sizes = _counted(markers, endings), _turns(tokens, by).groupby("series")["words"].sum()
    series = [role for role in ROLES if role in sizes] if by == "role" else list(sizes.index)
    categories = _ordered(markers["category"])
    counts = pd.crosstab(markers["category"], markers[by].astype(str)).reindex(categories, columns=series, fill_value=0)
    ax = _axes(ax, 7.5, 1.6 + (0.16 + 0.17 * len(series)) * len(categories))
    places, parts = _rows(ax, _captions(categories, endings)), []
    for step, (name, (colour, _, shape)) in enumerate(_styles(series).items()):
        found, n, shift = counts[name], int(sizes[name]), 0.2 * ((len(series) - 1) / 2 - step)
        low, high = wilson(found, n)
        ax.hlines(places + shift, 1000 * low, 1000 * high, color=colour, linewidth=1.5)
        label = f"{name or 'unnamed'} ({n} words)"
        ax.plot(1000 * found / n, places + shift, shape, color=colour, markeredgecolor="black", label=label)
        top = found.sort_values(ascending=False, kind="stable").head(3)
        none = ", ".join(found.index[found == 0]) or "none"
        parts.append(f"{label}: most {_listed(top.index, 1000 * top / n, '{:.1f}')}; without a marker: {none}")
    _margin(ax, places, [" : ".join(map(str, row)) for row in counts.to_numpy()], "count")
    ax.set_xlim(left=0)
    ax.grid(axis="x", color=_FAINT, linewidth=0.5)
    ax.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.1, fontsize=8)
    star = "" if endings else "\n* pronouns and question forms, without person endings"
    words = (
        f"Stance markers per 1,000 words with 95 % intervals, {counts.to_numpy().sum()} markers in turns, by {by}. "
        f"{'. '.join(parts)}. {star[3:].capitalize()}"
    )
    return _finish(ax, "Stance markers", f"per 1,000 words, with 95 % interval{star}", "", words)


def stance_by_turn(markers, tokens, *, endings: bool = False, ax=None) -> Axes:
    """Markers of each category in each turn, question and answer of a pair side by side.

    The figure in a cell is the count, its shade the markers per 100 words of the turn.
    """
    markers, turns = _counted(markers, endings), _turns(tokens, "role")
    categories = _ordered(markers["category"])
    counts = pd.crosstab(markers["category"], markers["turn"]).reindex(categories, columns=turns["turn"], fill_value=0)
    shares = 100 * counts / turns["words"].to_numpy()
    ax = _axes(ax, 2.6 + 0.42 * len(turns), 1.9 + 0.28 * len(categories))
    places = _rows(ax, _captions(categories, endings))
    ceiling = max(shares.to_numpy().max(initial=0), 1)
    ax.pcolormesh(
        np.arange(len(turns) + 1),
        np.arange(-0.5, len(categories)),
        shares[::-1],
        cmap="Greys",
        vmax=ceiling * 1.2,
        vmin=0,
    )
    for row, place in enumerate(places):
        for column in np.flatnonzero(counts.iloc[row]):
            dark = shares.iloc[row, column] > 0.55 * ceiling
            ax.text(
                column + 0.5,
                place,
                counts.iloc[row, column],
                ha="center",
                va="center",
                color="white" if dark else "black",
                fontsize=9,
            )
    letters = turns["role"].map({"interviewer": "Q", "interviewee": "A"}).fillna("T")
    numbers = turns["pair"].fillna(turns["turn"]).astype(str)
    labels = [f"{letter}{number}\n{size}" for letter, number, size in zip(letters, numbers, turns["words"])]
    ax.set_xticks(np.arange(len(turns)) + 0.5, labels, fontsize=8)
    ax.vlines(
        np.flatnonzero(turns["pair"].ne(turns["pair"].shift()).fillna(True)),
        -0.5,
        len(categories) - 0.5,
        color="#0072B2",
    )
    ax.tick_params(length=0)
    star = "" if endings else "\n* pronouns and question forms, without person endings"
    totals = counts.sum()
    words = (
        f"Stance markers in each of {len(turns)} turns: {totals.sum()} markers in {turns['words'].sum()} words. "
        f"Figures are counts, darker cells hold more markers per 100 words (at most {ceiling:.0f}). "
        + "; ".join(
            f"{letter}{number}, {size} words: {_listed(column.index[column > 0], column[column > 0]) or 'none'}"
            for letter, number, size, (_, column) in zip(letters, numbers, turns["words"], counts.items())
        )
        + "."
    )
    return _finish(
        ax,
        f"Stance turn by turn (n = {totals.sum()} markers)",
        f"question (Q) and answer (A) of each pair; below: words in the turn{star}",
        "",
        words,
    )


def _ordered(categories) -> list[str]:
    """The categories that occur, in the codebook's order, then others."""
    found = set(categories.astype(str))
    return [*(name for name in CATEGORIES if name in found), *sorted(found.difference(CATEGORIES))]
