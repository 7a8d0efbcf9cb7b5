"""What every chart is made of: an `Axes` with a description in words, series told apart in grey too, and its file.

Nothing here touches pyplot or rcParams: without `ax` a chart makes a `Figure` of its own, which a notebook shows with
its description as alt text.
"""

from __future__ import annotations

import base64
import html
import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..checks import checked
from ..measures import wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONT = "DejaVu Sans"  # comes with matplotlib and has the Kazakh letters
ROLES = ["interviewee", "interviewer", "editor", "unknown"]
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"]  # Okabe & Ito 2008
HATCHES, SHAPES, LINES = ["", "///", "...", "xxx", "\\\\\\", "+++"], "os^DvP", ["-", "--", ":", "-."]


@cache
def chart_class() -> type[Axes]:
    """An `Axes` that a notebook shows as a picture with its description as alt text."""
    from matplotlib.axes import Axes

    class Chart(Axes):
        def _repr_html_(self) -> str:
            return image(self)

    return Chart


def describe(ax) -> str:
    """What a chart shows, in words, computed from its data: the alt text.

    `ax` is an `Axes` drawn here, or a figure that holds some. Raises `ValueError` for anything else.

    >>> from helpers import charts, tokenize
    >>> describe(charts.turn_lengths(tokenize("Партия құрасыз ба?")))
    'Words in each of 1 turns, in order, n = 3 words. unknown: 1 turns, 3 words, median 3, longest 3, shortest 3.'
    """
    from matplotlib.figure import Figure

    parts = ax.axes if isinstance(ax, Figure) else [ax]
    words = [part.description for part in parts if hasattr(part, "description")]
    if not words:
        raise ValueError("this has no description: it was not drawn by helpers.charts")
    return " ".join(words)


@checked
def save(ax, path) -> Path:
    """Write the chart's figure as SVG, PNG or PDF (by the ending of `path`), its description inside; return the path.

    The same chart gives the same bytes. Raises `ValueError` for another ending. `image` has an example of a chart.
    """
    from matplotlib import rc_context

    path, words, title = Path(path), describe(ax.figure), ax.get_title(loc="left")
    kind = path.suffix.lower().lstrip(".")
    facts = {
        "svg": {"Title": title, "Description": words, "Date": None},
        "png": {"Title": title, "Description": words, "Software": None},
        "pdf": {"Title": title, "Subject": words, "CreationDate": None},
    }
    if kind not in facts:
        raise ValueError(f"{path.name}: a chart is written as .svg, .png or .pdf")
    _settle(ax.figure)
    with rc_context({"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "suhbat"}):
        ax.figure.savefig(path, format=kind, dpi=200, metadata=facts[kind], facecolor="white")
    if kind == "svg":  # matplotlib writes <title> and RDF; screen readers look for <desc>
        before, mark, after = path.read_text(encoding="utf-8").partition("</title>")
        text = f"{before}{mark}\n <desc>{html.escape(words)}</desc>{after}"
        path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _settle(figure) -> None:
    """Lay the figure out once: matplotlib would move things a little at each drawing."""
    if figure.get_layout_engine():
        figure.draw_without_rendering()
        figure.set_layout_engine("none")


@checked
def image(ax, *, dpi: int = 120) -> str:
    """The chart as one HTML `<img>`: a PNG of 128 colours inside it, the description as alt text.

    >>> from helpers import charts, tokenize
    >>> image(charts.turn_lengths(tokenize("Партия құрасыз ба?")))[:20]
    '<img alt="Words in e'
    """
    from PIL import Image  # matplotlib's own requirement

    large, small, figure = io.BytesIO(), io.BytesIO(), ax.figure
    _settle(figure)
    figure.savefig(large, format="png", dpi=dpi, facecolor="white")
    picture = Image.open(large).convert("RGB").quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture.save(small, format="png", optimize=True)
    return (
        f'<img alt="{html.escape(describe(figure))}" width="{figure.get_figwidth() * 96:.0f}" '
        f'style="max-width:100%;height:auto" src="data:image/png;base64,{base64.b64encode(small.getvalue()).decode()}">'
    )


# -- the parts that charts are made of


def axes(ax, width: float, height: float) -> Axes:
    if ax is not None:
        return ax
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained").add_subplot(axes_class=chart_class())


def finish(ax, title: str, xlabel: str, ylabel: str, description: str, *, legend: bool = False) -> Axes:
    from matplotlib.text import Text

    pad = 6
    if legend:
        handles, labels = ax.get_legend_handles_labels()
        pad += 16 * -(-len(labels) // 2)
        place = {"ncols": 2, "loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.1}
        ax.legend(handles, [short(label, 40) for label in labels], frameon=False, fontsize=9, **place)
    ax.set_title(title, loc="left", fontsize=11, pad=pad)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelfontfamily=FONT)
    for text in ax.findobj(Text):
        text.set(fontfamily=FONT, parse_math=False)
    ax.description = " ".join(description.split())
    return ax


def styles(keys) -> dict:
    """Number, colour, hatch and shape of each series; roles have the same ones in every chart."""
    order = [*ROLES, *keys] if set(keys) & set(ROLES) else list(keys)
    places = {key: order.index(key) for key in keys}
    return {k: (i, COLOURS[i % 6], HATCHES[i % 6], SHAPES[i % 6]) for k, i in places.items()}


def rows(ax, labels) -> np.ndarray:
    """One row a name, the first on top; returns their heights."""
    places = np.arange(len(labels))[::-1]
    ax.set_yticks(places, [short(label, 44) for label in labels], fontsize=9)
    ax.set_ylim(-0.7, len(labels) - 0.3)
    return places


def margin(ax, places, figures, head: str = "count") -> None:
    """Figures in a column to the right of the plot."""
    for place, text in [(len(places) - 0.3, head), *zip(places, figures)]:
        ax.text(1.02, place, text, transform=ax.get_yaxis_transform(), fontsize=8, va="center")


def short(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1].rstrip(" ,;") + "…"


def listed(pairs, form: str = "{:.1f}") -> str:
    """Names with their values: біз (21.1), бар (13.2)."""
    return ", ".join(f"{name} ({form.format(value)})" for name, value in pairs) or "none"


def need(table) -> None:
    if not len(table):
        raise ValueError("there is nothing to draw: the table has no rows, or none in turns")


def item(table) -> str:
    """The column that names the rows."""
    known = [table.attrs.get("of"), "lemma", "norm", "text", "ngram", "category", "subtype", "marker"]
    return next(name for name in known if name in table)


def names(table) -> list[str]:
    """The words of a table's rows, each with its gloss where there is one: біз ‘we’."""
    glosses = table["gloss"].fillna("") if "gloss" in table else [""] * len(table)
    pairs = zip(table[item(table)].astype(str), glosses)
    return [f"{name} ‘{short(gloss, 26)}’" if gloss else name for name, gloss in pairs]


def dots(ax, table, by: str, title: str, order: list[str], *, note: str = "") -> Axes:
    """Dot and whisker for each row of `order` and each series of `by`.

    What a series has no row for is 0 where its counts make up its n, else unknown (the table was cut) and left out.
    """
    need(table)
    keys = table[item(table)].astype(str).to_numpy()
    labels = dict(zip(keys, names(table)))
    series = table[by].astype(str).to_numpy() if by else np.full(len(table), "all")
    sizes = table["n"].groupby(series, sort=False).first().sort_index(key=lambda found: found.map(_place))
    ax = axes(ax, 7, 1.6 + (0.1 + 0.14 * len(sizes)) * len(order) + 0.1 * len(sizes))
    shown, counts, said = [labels[key] for key in order], [], []
    places = rows(ax, shown)
    for step, (key, (_, colour, _, shape)) in enumerate(styles(sizes.index).items()):
        mine, n = table[series == key].set_index(keys[series == key]), int(sizes[key])
        zero = {"count": 0, "rate": 0, "low": 0, "high": 1000 * wilson(0, n)[1]}
        complete = mine["count"].sum() == n
        mine = mine.reindex(order)[list(zero)].astype(float).fillna(zero if complete else {})
        height, label = places + 0.22 * ((len(sizes) - 1) / 2 - step), f"{key or 'unnamed'} (n = {n:,})"
        ax.hlines(height, mine["low"], mine["high"], color=colour, linewidth=1.6)
        ax.plot(
            mine["rate"], height, shape, color=colour, markeredgecolor="black", label=label, clip_on=False, zorder=3
        )
        counts.append([f"{count:.0f}" if count >= 0 else "–" for count in mine["count"]])
        ranked = sorted((pair for pair in zip(shown, mine["rate"]) if pair[1] >= 0), key=lambda pair: -pair[1])
        said.append(f"{label}: highest {listed(ranked[:5])}, lowest {listed(ranked[-1:])}")
    margin(ax, places, [" : ".join(row) for row in zip(*counts)])
    ax.set_xlim(left=0)
    ax.grid(axis="x", color="#CCCCCC", linewidth=0.5)
    unit = table.attrs.get("unit") or "per 1,000 words"
    words = f"{title}: rates {unit} with 95 % intervals, {len(order)} rows. {'. '.join(said)}. {note}"
    size = "" if by else f" (n = {sizes.iloc[0]:,})"
    return finish(ax, title + size, f"{unit}, with 95 % interval\n{note}".strip(), "", words, legend=bool(by))


def _place(key: str) -> tuple[int, str]:
    return (ROLES.index(key) if key in ROLES else len(ROLES), key)
