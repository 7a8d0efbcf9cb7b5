"""An interview as annotated text in HTML, and what else the notebooks show as HTML: tables, concordances, figures.

Switches are CSS alone. What a viewer that strips styles leaves is still the text with its colours, its labels in
brackets and the English one click away.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from ..arguments import one_of
from ..categories import CATEGORIES, TABLE
from ..checks import a_source, checked
from ..labels import counted, label
from ..results import one_document
from ..stance.lexicon import as_lexicon
from ..words.romanisation import SYSTEMS, romanize
from ..words.tokens import tokenize
from .display import Html, figure, fill, safe
from .interlinear import interlinear
from .tables import kwic, table

__all__ = ["Html", "annotated", "figure", "interlinear", "kwic", "safe", "table"]
INK = "#1b1b1b"
TINT = 0.22  # how much of its category's colour lies behind a marked word, so that its text stays readable
OTHER = ("", "#8a8a8a", "dashed")  # label, colour and underline of a category that is not ours


class Mark(NamedTuple):
    """A stance marker in the text: where, its category, what hovering over it says."""

    start: int
    end: int
    category: str
    title: str


class Sentence(NamedTuple):
    """The part of a sentence that stands in one line."""

    number: object
    start: int
    end: int


@dataclass
class Line:
    """A printed line: its number, the heading it stands under, its text from `start` on, its sentences."""

    number: int
    turn: object
    heading: list[str]
    asked: bool
    start: int
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class English(NamedTuple):
    text: str
    remark: str


class Shown(NamedTuple):
    """A marker as it is printed: the number of its category in the legend, its style, its label, what it says."""

    number: int
    style: str
    tag: str
    title: str


class Piece(NamedTuple):
    """Text between the edges of markers, with the markers over it, the outermost first."""

    text: str
    marks: list[Shown]


@checked(source=a_source, system=one_of(None, *SYSTEMS))
def annotated(
    source, markers: pd.DataFrame, translation: pd.DataFrame | None = None, *, system: str | None = None
) -> Html:
    """The text with every stance marker coloured and labelled, and a legend that switches categories on and off.

    `source` is a transcript or its tokens (of a part, if you like), `markers` a table as of `find_markers` (a column
    `gloss` is used if there is one), `translation` the table of `read_translation`. Subtype and gloss show on hover,
    focus or tap; the English of a line after a click on its number, or all at once. `system` ("bgn", "2021" or
    "iso9") adds every line in Latin letters.

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Біз дайынбыз.")
    >>> annotated(tokens, find_markers(tokens))
    Annotated text: 1 line, 3 markers (self-mention 2, intention 1).
    """
    tokens = source if isinstance(source, pd.DataFrame) else tokenize(source)
    one_document(tokens, markers)
    lines = list(_lines(tokens))
    marks = _marks(markers, lines)
    counts = Counter(mark.category for mark in marks)
    order = [name for name in CATEGORIES if name in counts] + sorted(set(counts) - set(CATEGORIES))
    english = {} if translation is None else _english(translation)
    turns: list[dict] = []
    for line in lines:
        if not turns or turns[-1]["turn"] != line.turn:
            turns.append({"turn": line.turn, "heading": line.heading, "asked": line.asked, "lines": []})
        said = [english[part.start] for part in line.sentences if part.start in english]
        latin = romanize(line.text.strip(), system) if system else ""
        pieces = _pieces(line, marks, order)
        turns[-1]["lines"].append({"number": line.number, "pieces": pieces, "english": said, "latin": latin})
    legend = [
        {"name": label(name), "kazakh": _kazakh(name), "count": counts[name], "style": _style(name)} for name in order
    ]
    body = fill("annotated", turns=turns, legend=legend, total=len(marks), english=bool(english))
    found = ", ".join(f"{label(name)} {counts[name]}" for name in order)
    words = f"Annotated text: {counted(len(lines), 'line')}, {counted(len(marks), 'marker')} ({found or 'none'})."
    return Html(body, words, ("text",), str(fill("switches", numbers=range(len(order)))))


# -- how a category looks


@cache
def _looks() -> dict[str, tuple[str, str, str]]:
    """Label, colour and underline of every category."""
    return {category.name: (category.label, category.colour, category.underline) for category in TABLE}


def _kazakh(name: str) -> str:
    kazakh = label(name, "kk")
    return "" if kazakh == name else kazakh


@cache
def _style(name: str) -> str:
    """Colour and underline, written into the element: they survive where style sheets do not, in light and dark."""
    _, colour, underline = _looks().get(name, OTHER)
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    pale = [round(part * TINT + 255 * (1 - TINT)) for part in parts]
    return str(fill("mark", colour=colour, ink=INK, pale=pale, underline=underline))


# -- the text


def _lines(tokens: pd.DataFrame) -> Iterator[Line]:
    """The printed lines. A line ends where its number or its turn does, or where tokens are missing."""
    line = None
    columns = ["start", "end", "text", "after", "line", "turn", "section", "role", "speaker", "pair", "sentence"]
    plain = tokens[columns].astype(object).where(tokens[columns].notna(), None)
    for token in plain.itertuples(index=False):
        turn = (token.section, None) if token.turn is None else ("turn", token.turn)
        if line is None or (token.line, turn, token.start) != (line.number, line.turn, line.end):
            if line is not None:
                yield line
            line = Line(token.line, turn, _heading(token), token.role == "interviewer", token.start)
        line.text += token.text + token.after
        if line.sentences and line.sentences[-1].number == token.sentence:
            line.sentences[-1] = line.sentences[-1]._replace(end=token.end)
        else:
            line.sentences.append(Sentence(token.sentence, token.start, token.end))
    if line is not None:
        yield line


def _heading(token) -> list[str]:
    """What stands above a turn: its number or section, who speaks."""
    parts = [label(token.section).capitalize() if token.turn is None else f"Turn {token.turn}"]
    if token.role != "unknown":
        parts.append(label(token.role))
    if token.pair is not None:
        parts.append(f"pair {token.pair}")
    if token.speaker:
        parts.append(token.speaker)
    return parts


def _english(translation: pd.DataFrame) -> dict[int, English]:
    """The translation and the translator's remark by the place where a sentence begins."""
    remarks = translation["remark"] if "remark" in translation else [""] * len(translation)
    return {
        start: English(str(text), str(remark or ""))
        for start, text, remark in zip(translation["start"].tolist(), translation["en"], remarks)
    }


def _marks(markers: pd.DataFrame, lines: list[Line]) -> list[Mark]:
    """The markers that begin in one of the lines, in order."""
    gloss = markers["gloss"] if "gloss" in markers else markers["marker"].map(marker_glosses())
    spans = sorted((line.start, line.end) for line in lines)
    starts = [start for start, _ in spans]
    marks = []
    for row, meaning in zip(markers.to_dict("records"), gloss.fillna("").astype(str)):
        at = bisect_left(starts, row["start"] + 1) - 1
        if at >= 0 and row["start"] < spans[at][1]:
            marks.append(Mark(row["start"], row["end"], str(row["category"]), _title(row, meaning)))
    return sorted(marks)


def _title(row: dict, meaning: str) -> str:
    shown = f", ‘{meaning}’" if meaning else ""
    return f"{row['text']}: {label(row['category'])}, {label(row['subtype'])}{shown}; decided by {row['marker']}"


@cache
def marker_glosses() -> dict[str, str]:
    """The English gloss of every row of the bundled stance lexicon, by its id."""
    lexicon = as_lexicon(None)
    return dict(zip(lexicon["id"], lexicon["gloss"]))


def _pieces(line: Line, marks: list[Mark], order: list[str]) -> list[Piece]:
    """A line between the edges of its markers, each piece with the markers that cover it."""
    first = bisect_left(marks, (line.start,))
    while first > 0 and marks[first - 1].end > line.start:
        first -= 1
    here = [mark for mark in marks[first : bisect_left(marks, (line.end,))] if mark.end > line.start]
    edges = {line.start, line.end}
    for mark in here:
        edges |= {max(mark.start, line.start), min(mark.end, line.end)}
    pieces = []
    for low, high in pairwise(sorted(edges)):
        over = [mark for mark in here if mark.start <= low and mark.end >= high]
        text = line.text[low - line.start : high - line.start]
        pieces.append(Piece(text.rstrip() if high == line.end else text, _over(over, order)))
    return pieces


def _over(marks: list[Mark], order: list[str]) -> list[Shown]:
    """The markers over a piece, those of one category as one."""
    shown = []
    for number, name in enumerate(order):
        titles = [mark.title for mark in marks if mark.category == name]
        if titles:
            tag = _looks().get(name, OTHER)[0] or name
            shown.append(Shown(number, _style(name), tag, "; ".join(titles)))
    return shown
