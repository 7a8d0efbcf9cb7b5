"""Tables, concordances and figures as HTML: escaped, self-contained, without scripts.

Nothing is random, so the same data gives the same HTML; there are no ids that could meet those of another output.
"""

import html
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from .. import results

PLAIN = ("line", "turn", "pair", "sentence", "start", "end")  # numbers that name something
_CONTROLS = re.compile(
    "[\0-\b\v\f\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CYRILLIC = re.compile("[Ѐ-ӿ]")


@dataclass(frozen=True)
class Html:
    """A piece of HTML that a notebook shows; `words` stands for it where there is only text."""

    html: str
    words: str

    def _repr_html_(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.words


def safe(text) -> str:
    """Text as HTML: escaped, with control and bidirectional characters made visible.

    >>> safe("<b>\\u202e")
    '&lt;b&gt;⟨U+202E⟩'
    """
    return html.escape(_CONTROLS.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", str(text)))


@cache
def _css() -> dict[str, str]:
    parts = re.split(r"/\* (\w+) \*/\n", Path(__file__).with_name("markup.css").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2]))


def page(body: str, words: str, *styles: str, extra: str = "") -> Html:
    """HTML with the parts of markup.css it needs."""
    css = "".join(_css()[style] for style in ("base", *styles)) + extra
    return Html(f'<style>\n{css}</style>\n<div class="suhbat">\n{body}\n</div>', words)


# -- figures and tables


def figure(ax, caption: str = "") -> Html:
    """A chart as a picture with its description as alt text and a caption; closes the figure.

    >>> from helpers import charts, tokenize
    >>> str(figure(charts.turn_lengths(tokenize("Партия құрасыз ба?")), "Turns"))[-46:]
    '<figcaption>Turns</figcaption></figure>\\n</div>'
    """
    from .drawing import describe, image

    below = f"<figcaption>{safe(caption)}</figcaption>" if caption else ""
    shown = page(f"<figure>{image(ax)}{below}</figure>", describe(ax.figure))
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(ax.figure)
    return shown


def _number(column: pd.Series):
    """How to print a column of numbers; None for another column."""
    if not pd.api.types.is_numeric_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
        return None
    if pd.api.types.is_integer_dtype(column.dtype):
        return "{:d}".format if column.name in PLAIN else "{:,d}".format
    largest = column.abs().max()
    return f"{{:,.{0 if largest >= 1000 else 1 if largest >= 10 else 2 if largest >= 1 else 3}f}}".format


def _cells(column: pd.Series) -> list[str]:
    """A column as table cells; Kazakh ones say so."""
    show = _number(column)
    if show:
        return [f'<td class="num">{"–" if pd.isna(cell) else show(cell)}</td>' for cell in column]
    texts = ["" if pd.isna(cell) else safe(cell) for cell in column.astype(object)]
    kinds = [' lang="kk"' * bool(_CYRILLIC.search(text)) + ' class="long"' * (len(text) > 30) for text in texts]
    return [f"<td{kind}>{text}</td>" for kind, text in zip(kinds, texts)]


def table(df: pd.DataFrame, *, caption: str | None = None, note: str | None = None, limit: int = 50) -> Html:
    """A table with caption, header cells, and the note on what it is under it; at most `limit` rows are shown.

    Caption and note come from `df.attrs` (title; unit, n, filters, formula, caveats) unless given. The first column
    names the rows; the index is shown if it has a name.

    >>> shown = table(pd.DataFrame({"lemma": ["біз"], "count": [16]}), caption="Words")
    >>> '<th scope="row" lang="kk">біз</th><td class="num">16</td>' in str(shown)
    True
    """
    title = caption if caption is not None else df.attrs.get("title") or "Table"
    below = _under(df, title, note, limit, "rows")
    words = f"{title}: {len(df):,} rows. {below}".strip()
    shown = df.head(limit)
    shown = shown.reset_index() if any(name is not None for name in shown.index.names) else shown
    names = [" ".join(map(str, name)).strip() if isinstance(name, tuple) else str(name) for name in shown]
    kinds = [' class="num"' if _number(shown.iloc[:, i]) else "" for i in range(shown.shape[1])]
    heads = "".join(
        f'<th scope="col"{kind}>{safe(name).replace("_", "_<wbr>")}</th>' for kind, name in zip(kinds, names)
    )
    columns = [_cells(shown.iloc[:, i]) for i in range(shown.shape[1])]
    if columns:
        columns[0] = [re.sub("^<td(.*)td>$", r'<th scope="row"\1th>', cell, flags=re.S) for cell in columns[0]]
    rows = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns))
    return _boxed(title, f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>", below, words)


def _boxed(title: str, inside: str, below: str, words: str, style: str = "") -> Html:
    box = f'<div class="box {style}" role="group" tabindex="0" aria-label="{safe(title)}">'
    under = f'\n<p class="under">{safe(below)}</p>' if below else ""
    css = ["table", "kwic"] if style else ["table"]
    return page(f"{box}<table><caption>{safe(title)}</caption>\n{inside}</table></div>{under}", words, *css)


def kwic(df: pd.DataFrame, *, width: int | None = 30, caption: str | None = None, limit: int = 200) -> Html:
    """A table of `concordance` as a concordance: keywords under each other, `width` characters on either side.

    width=None gives the whole contexts as running text. English and category are shown where the table has them.

    >>> from helpers import concordance, tokenize
    >>> '<td class="key" lang="kk">де</td>' in str(kwic(concordance(tokenize("Біз де барамыз."), "де")))
    True
    """
    title, shown, rows = caption or df.attrs.get("title") or "Concordance", df.head(limit), []
    marks = [name for name in ("category", "subtype") if name in shown]
    for hit in shown.astype(object).where(shown.notna(), "").to_dict("records"):
        place = [str(hit.get(name, "")) for name in ("document", "line", "turn")] + [str(hit["speaker"] or hit["role"])]
        left, right = _tail(hit["left"], width), _tail(hit["right"][::-1], width)[::-1]
        label = f'<td class="label">{", ".join(safe(hit[name]) for name in marks)}</td>' if marks else ""
        rows.append(
            f'<tr><th scope="row" class="where">{safe(" · ".join(filter(None, place)))}</th>'
            f'<td class="left" lang="kk">{safe(left)}</td> <td class="key" lang="kk">{safe(hit["keyword"])}</td>'
            f'{" " * right[:1].isalnum()}<td class="right" lang="kk">{safe(right)}</td>{label}</tr>'
        )
        if hit.get("en"):
            rows.append(f'<tr><td class="en" lang="en" colspan="{4 + bool(marks)}">{safe(hit["en"])}</td></tr>')
    where = ("document · " if "document" in shown else "") + "line · turn · speaker"
    heads = [("where", where), ("left", "before"), ("key", "keyword"), ("right", "after"), ("label", "marker")]
    head = "".join(f'<th scope="col" class="{name}">{text}</th>' for name, text in heads[: 4 + bool(marks)])
    inside = f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>"
    below, words = _under(df, title, None, limit, "hits"), f"{title}: {len(df):,} hits."
    return _boxed(title, inside, below, words, "kwic full" if width is None else "kwic")


def _under(df, title: str, note: str | None, limit: int, what: str) -> str:
    """The note under a table, without the title that stands above it."""
    note = results.note(df).removeprefix(f"{title}. ") if note is None else note
    return note if len(df) <= limit else f"The first {limit} of {len(df):,} {what}. {note}"


def _tail(text: str, width: int | None) -> str:
    """The end of a context, cut at a word."""
    if width is None or len(text) <= width:
        return text
    return "…" + text[-width:].partition(" ")[2]
