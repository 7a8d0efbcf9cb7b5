"""What every chart is made of: an `Axes` with a description in words, series told apart in grey too, and its file.

Nothing here touches pyplot or rcParams: without `ax` a chart makes a `Figure` of its own, which a notebook shows with
its description as alt text.
"""

from __future__ import annotations

import base64
import html
import io
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import a_chart, one_of
from ..checks import checked
from ..errors import ArgumentError
from ..labels import label
from ..sheets import replace_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONT = "DejaVu Sans"  # comes with matplotlib and has the Kazakh letters
SMALL = 9  # points: the smallest type in a chart, at the width it is shown
WIDTH = 7.3  # inches: as wide as a page shows a chart without making it smaller
TITLE = 64  # characters of a title that stand in one line
LINE = 88  # characters of a label below the plot
ROLES = ["interviewee", "interviewer", "editor", "unknown"]
COLOURS = ["#0072B2", "#B35900", "#00795A", "#A3447B", "#555555", "#7A6500"]  # after Okabe & Ito 2008, 3:1 on white
HATCHES, SHAPES, LINES = ["", "///", "...", "xxx", "\\\\\\", "+++"], "os^DvP", ["-", "--", ":", "-."]
PALE = "#8A8A8A"  # 3.5:1 on white
SHADE = "#F3E2C2"  # behind questions
MOST = 100  # rows that a chart has room for
FACTS = {
    "svg": {"Title": "title", "Description": "words", "Date": None},
    "png": {"Title": "title", "Description": "words", "Software": None},
    "pdf": {"Title": "title", "Subject": "words", "CreationDate": None},
}


@cache
def chart_class() -> type[Axes]:
    """An `Axes` that a notebook shows as a picture with its description as alt text, and keeps as SVG for pages."""
    from matplotlib.axes import Axes

    class Chart(Axes):
        def _repr_mimebundle_(self, **_) -> dict[str, str]:
            return {"text/html": image(self), "image/svg+xml": vector(self)}

    return Chart


def describe(ax) -> str:
    """What a chart shows, in words, computed from its data: the alt text.

    `ax` is an `Axes` drawn here, or a figure that holds some. Raises `ValueError` for anything else.

    >>> from helpers import charts, tokenize
    >>> describe(charts.turn_lengths(tokenize("Партия құрасыз ба?")))[:45]
    'Words in each of 1 turns, in order, n = 3 wor'
    """
    from matplotlib.figure import Figure

    parts = ax.axes if isinstance(ax, Figure) else [ax]
    words = [part.description for part in parts if hasattr(part, "description")]
    if not words:
        raise ArgumentError("this has no description: it was not drawn by helpers.charts")
    return " ".join(words)


@checked(ax=a_chart)
def save(ax, path) -> Path:
    """Write the chart's figure as SVG, PNG or PDF (by the ending of `path`), its description inside; return the path.

    The same chart gives the same bytes. Raises `ValueError` for another ending. `image` has an example of a chart.
    """
    path = Path(path)
    kind = path.suffix.lower().lstrip(".")
    if kind not in FACTS:
        raise ArgumentError(f"{path.name}: a chart is written as .svg, .png or .pdf")
    data = vector(ax, background="white").encode() if kind == "svg" else _written(ax, kind, dpi=200, facecolor="white")
    replace_file(path, data)
    return path


def _written(ax, kind: str, **options) -> bytes:
    """The figure as bytes of a file; it is laid out once, since matplotlib would move things at each drawing."""
    from matplotlib import rc_context

    figure, file = ax.figure, io.BytesIO()
    if figure.get_layout_engine():
        figure.draw_without_rendering()
        with rc_context({"figure.autolayout": False, "figure.constrained_layout.use": False}):
            figure.set_layout_engine(None)  # "none" would draw once more before each file
    facts = {"title": ax.get_title(loc="left"), "words": describe(figure)}
    metadata = {name: value and facts[value] for name, value in FACTS[kind].items()}
    with rc_context({"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "suhbat"}):
        figure.savefig(file, format=kind, metadata=metadata, **options)
    return file.getvalue()


@checked(ax=a_chart, background=one_of("none", "white"))
def vector(ax, background: str = "none") -> str:
    """The chart as SVG with <title> and <desc> (matplotlib writes <title> and RDF, screen readers look for <desc>)."""
    text = _written(ax, "svg", facecolor=background).decode()
    before, mark, after = text.partition("</title>")
    return f"{before}{mark}\n <desc>{html.escape(describe(ax.figure))}</desc>{after}"


@checked(ax=a_chart)
def image(ax, *, dpi: int = 192) -> str:
    """The chart as one HTML `<img>`: a PNG of 64 colours inside it, twice as dense as shown, described in the alt text.

    >>> from helpers import charts, tokenize
    >>> image(charts.turn_lengths(tokenize("Партия құрасыз ба?")))[:20]
    '<img alt="Words in e'
    """
    from PIL import Image  # matplotlib's own requirement

    small = io.BytesIO()
    picture = Image.open(io.BytesIO(_written(ax, "png", dpi=dpi, facecolor="white"))).convert("RGB")
    picture = picture.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture.save(small, format="png", optimize=True)
    return (
        f'<img alt="{html.escape(describe(ax.figure))}" width="{ax.figure.get_figwidth() * 96:.0f}" '
        f'style="max-width:100%;height:auto" src="data:image/png;base64,{base64.b64encode(small.getvalue()).decode()}">'
    )


# -- the parts that charts are made of


def axes(ax, height: float, width: float = WIDTH) -> Axes:
    """The given axes, or those of a new figure of this size in inches."""
    if ax is not None:
        return ax
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained").add_subplot(axes_class=chart_class())


def finish(ax, title: str, xlabel: str, ylabel: str, description: str, *, legend: bool = False) -> Axes:
    """Title (what the chart found), axis labels, legend, type, and the description."""
    from matplotlib.text import Text

    pad = 6
    if legend:
        handles, labels = ax.get_legend_handles_labels()
        pad += 16 * -(-len(labels) // 3)
        place = {"ncols": 3, "loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.1}
        ax.legend(handles, [short(text, 40) for text in labels], frameon=False, fontsize=SMALL, **place)
    ax.set_title(textwrap.fill(title, TITLE), loc="left", fontsize=11, pad=pad)
    lines = [textwrap.fill(line, LINE) for line in xlabel.split("\n") if line]
    ax.set_xlabel("\n".join(lines), fontsize=SMALL)
    ax.set_ylabel(ylabel, fontsize=SMALL)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelfontfamily=FONT)
    for text in ax.findobj(Text):
        text.set(fontfamily=FONT, parse_math=False)
    ax.description = " ".join(description.split())
    return ax


def styles(keys) -> dict:
    """Number, colour, hatch and shape of each series; roles have the same ones in every chart. At most six."""
    if len(keys) > len(COLOURS):
        raise ArgumentError(
            f"{len(keys)} series cannot be told apart; choose at most {len(COLOURS)} of them, or show many documents "
            "with charts.by_document(summary)"
        )
    order = [*ROLES, *keys] if set(keys) & set(ROLES) else list(keys)
    places = {key: order.index(key) % len(COLOURS) for key in keys}
    return {key: (i, COLOURS[i], HATCHES[i], SHAPES[i]) for key, i in places.items()}


def room(number: int) -> None:
    """ValueError for more rows than a page has room for."""
    if number > MOST:
        raise ArgumentError(
            f"a chart has room for {MOST} rows, not {number:,}; draw fewer, such as top=30 or a part of the table, or "
            "show all of them with markup.table(table)"
        )


def rows(ax, labels) -> np.ndarray:
    """One row per name, the first on top; returns their heights."""
    room(len(labels))
    places = np.arange(len(labels))[::-1]
    ax.set_yticks(places, [short(text, 40) for text in labels], fontsize=SMALL)
    ax.set_ylim(-0.7, len(labels) - 0.3)
    return places


def whiskers(ax, places, table, colour: str = COLOURS[0], shape: str = "o", value: str = "rate", **look) -> None:
    """A dot and the line from low to high in each row; an infinite end is an arrow, `hollow` dots are open."""
    left, right = ax.get_xlim()
    low, high = table["low"].to_numpy(float), table["high"].to_numpy(float)
    ax.hlines(places, np.maximum(low, left), np.minimum(high, right), color=colour, linewidth=1.6)
    hollow = np.asarray(look.pop("hollow", np.zeros(len(table), bool)))
    for chosen, face in ((~hollow, colour), (hollow, "white")):
        if not chosen.any():
            continue
        style = {"color": colour, "markerfacecolor": face, "linestyle": "none", "zorder": 3, "clip_on": False}
        ax.plot(table[value].to_numpy(float)[chosen], np.asarray(places)[chosen], shape, **style, **look)
        look.pop("label", None)
    for open_end, edge, head in ((np.isneginf(low), left, "<"), (np.isposinf(high), right, ">")):
        if open_end.any():
            ax.plot(np.full(open_end.sum(), edge), np.asarray(places)[open_end], head, color=colour, clip_on=False)


def margin(ax, places, figures, head: str = "count") -> None:
    """Figures in a column to the right of the plot."""
    for place, text in [(len(places) - 0.3, head), *zip(places, figures)]:
        ax.text(1.02, place, text, transform=ax.get_yaxis_transform(), fontsize=SMALL, va="center")


def short(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1].rstrip(" ,;") + "…"


def named(names: list[str], most: int = 4) -> str:
    """The first names, whole, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def listed(pairs, form: str = "{:.1f}") -> str:
    """Names with their values: біз (21.1), бар (13.2)."""
    return ", ".join(f"{name} ({form.format(value)})" for name, value in pairs) or "none"


def need(table) -> None:
    if not len(table):
        raise ArgumentError("there is nothing to draw: the table has no rows, or none in turns")


def item(table) -> str:
    """The column that names the rows."""
    known = [table.attrs.get("of"), "lemma", "norm", "text", "ngram", "category", "subtype", "marker"]
    found = [name for name in known if name in table]
    if not found:
        raise ArgumentError("table has no column that names its rows; give the table as it was made")
    return found[0]


def keys(table) -> np.ndarray:
    """What tells the rows of a table apart: the word, with its class where it is counted by class."""
    word = table[item(table)].astype(str)
    return ((word + " " + table["pos"].astype(str)).str.strip() if "pos" in table else word).to_numpy()


def names(table) -> list[str]:
    """What a table's rows are called: біз ‘we’, a word with its gloss where there is one, or a readable name."""
    glosses = table["gloss"].fillna("") if "gloss" in table else [""] * len(table)
    words = [label(key) for key in table[item(table)].astype(str)]
    return [f"{name} ‘{short(gloss, 24)}’" if gloss else name for name, gloss in zip(words, glosses)]


def interval(table) -> str:
    """Which interval the table has, for an axis."""
    return table.attrs.get("interval") or "95 %"
