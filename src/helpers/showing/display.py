"""HTML that a notebook shows: made from templates, escaped, self-contained, without scripts.

Nothing is random, so the same data gives the same HTML; there are no ids that could meet those of another output.
Colours and alignment stand in the elements themselves: JupyterLab drops style sheets of notebooks it does not trust.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..arguments import a_chart
from ..checks import checked
from ..labels import label

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

HERE = Path(__file__).parent
_CONTROLS = re.compile(
    "[\0-\b\v\f\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_WORDS = re.compile(r"[Ѐ-ӿ]+(?:[\s,-]+[Ѐ-ӿ]+)*")


@dataclass(frozen=True)
class Html:
    """A piece of HTML that a notebook shows.

    `body` is the HTML, `words` stands for it where there is only text, `styles` names the parts of markup.css that it
    needs, `rules` are style rules of its own, `svg` is its picture, if it is one.
    """

    body: Markup
    words: str
    styles: tuple[str, ...] = ()
    rules: str = ""
    svg: str | None = None

    @property
    def html(self) -> str:
        from markupsafe import Markup

        css = "".join(_css()[style] for style in ("base", *self.styles)) + self.rules
        return str(fill("output", css=Markup(css), body=self.body))

    def _repr_html_(self) -> str:
        return self.html

    def _repr_svg_(self) -> str | None:
        return self.svg

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.words


def together(parts: list[Html]) -> Html:
    """Several pieces of HTML as one, one below the other; the drawing of the first picture is that of all."""
    from markupsafe import Markup

    styles = tuple(dict.fromkeys(style for part in parts for style in part.styles))
    body = Markup("\n").join(part.body for part in parts)
    words, rules = " ".join(part.words for part in parts), "".join(part.rules for part in parts)
    svg = next((part.svg for part in parts if part.svg), None)
    return Html(body, words, styles, rules, svg)


def visible(value: object) -> object:
    """Text with control and bidirectional characters made visible; anything else as it is."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return _CONTROLS.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", value)


def safe(text: object) -> Markup:
    """Text as HTML: escaped, with control and bidirectional characters made visible.

    >>> str(safe("<b>\\u202e"))
    '&lt;b&gt;⟨U+202E⟩'
    """
    from markupsafe import escape

    return escape(visible(str(text)))


def is_kazakh(text: object) -> bool:
    """Whether a text has Cyrillic letters."""
    return isinstance(text, str) and bool(_CYRILLIC.search(text))


def kazakh(text: str) -> Markup:
    """English text as HTML, with the Kazakh words in it marked as Kazakh.

    >>> str(kazakh("күні кеше = very recently"))
    '<span lang="kk">күні кеше</span> = very recently'
    """
    from markupsafe import Markup, escape

    shown = str(visible(text))
    edges = [edge for found in _WORDS.finditer(shown) for edge in found.span()]
    parts = [shown[low:high] for low, high in pairwise([0, *edges, len(shown)])]
    return Markup("").join(
        Markup('<span lang="kk">{}</span>').format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )


@cache
def _templates() -> Environment:
    """The templates of this room: whatever they print is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals["label"] = label
    made.filters["kazakh"] = kazakh
    return made


def fill(template: str, **values: Any) -> Markup:
    """The HTML that a template gives with these values."""
    from markupsafe import Markup

    return Markup(_templates().get_template(f"{template}.html.j2").render(values))


@cache
def _css() -> dict[str, str]:
    parts = re.split(r"/\* (\w+) \*/\n", (HERE / "markup.css").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2]))


@checked(ax=a_chart)
def figure(ax, caption: str = "") -> Html:
    """A chart as a picture with its description as alt text and a caption; closes the figure.

    >>> from helpers import charts, tokenize
    >>> str(figure(charts.turn_lengths(tokenize("Партия құрасыз ба?")), "Turns"))[-46:]
    '<figcaption>Turns</figcaption></figure>\\n</div>'
    """
    from markupsafe import Markup

    from . import drawing

    vector = getattr(drawing, "vector", None)
    body = fill("figure", image=Markup(drawing.image(ax)), caption=caption)
    shown = Html(body, drawing.describe(ax.figure), svg=vector(ax) if vector else None)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(ax.figure)
    return shown
