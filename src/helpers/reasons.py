"""Why a marker was found: lexicon row, rule, codebook, the word taken apart, its sentence and translation."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from .morphology import best
from .patterns import read_lexicon
from .tables import one_document

CODEBOOK = Path(__file__).resolve().parents[2] / "docs" / "codebook.md"


@cache
def codebook(anchor: str) -> str:
    """The paragraph of docs/codebook.md at an anchor ("3.1-c", "U4", "5-керек"); "" if there is none.

    >>> codebook("3.7-c")
    '(c) `керек емес` = obligation + negation.'
    """
    text = CODEBOOK.read_text(encoding="utf-8") if CODEBOOK.exists() else ""
    found = re.search(rf'<a id="{re.escape(anchor)}"></a>(.*?)(?=<a id=|\n\n|\n\*\*Subtypes|\Z)', text, re.DOTALL)
    if not found:
        return ""
    paragraph = found[1].partition("\n|")[0] if anchor.startswith("5-") else found[1]
    return " ".join(paragraph.split()).strip("| ").replace("**", "")


@dataclass(frozen=True)
class Explanation:
    """Why a marker was found; prints as text, shows as HTML in a notebook."""

    text: str
    category: str
    subtype: str
    marker: str
    rule: str
    gloss: str
    note: str
    example: str
    before: str
    after: str
    speaker: str
    word: str
    line: int
    translation: str
    codebook: tuple[tuple[str, str], ...]

    def _lines(self):
        yield "marker", f"{self.text}: {self.category}, {self.subtype}"
        yield "lexicon row", "; ".join(x for x in (self.marker, self.gloss, self.note, self.example) if x)
        yield "rule", self.rule
        yield "taken apart", self.word
        yield f"sentence (line {self.line})", f"{self.before}[{self.text}]{self.after}"
        yield "translation", self.translation
        for anchor, paragraph in self.codebook:
            yield f"codebook {anchor}", paragraph

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self._lines() if value)

    def _repr_html_(self) -> str:
        cells = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(name)}</th>'
            f'<td style="text-align:left"><bdi>{html.escape(value)}</bdi></td></tr>'
            for name, value in self._lines()
            if value
        )
        return f"<table>{cells}</table>"


def explain(marker, tokens: pd.DataFrame, translation: pd.DataFrame | None = None, lexicon=None) -> Explanation:
    """Say why a marker was found: lexicon row or suffix, rule, codebook paragraphs, sentence and translation.

    `marker` is a row of the table of `find_markers` (`markers.iloc[0]` or one of `itertuples()`), `tokens` the table
    it came from, `translation` what `read_translation` returned, `lexicon` the lexicon used, if not the package's.

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Бару керек емес.")
    >>> str(explain(find_markers(tokens).iloc[0], tokens)).splitlines()[0]
    'marker: керек: obligation, necessity'
    """
    row = marker._asdict() if hasattr(marker, "_asdict") else dict(marker)
    lexicon = lexicon if isinstance(lexicon, pd.DataFrame) else read_lexicon(lexicon)
    entry = lexicon.set_index("id").loc[row["marker"]]
    start, end = int(row["start"]), int(row["end"])
    if translation is not None:
        one_document(tokens)
    if "document" in tokens:
        if "document" not in row:
            raise ValueError("the tokens are of several documents and the marker does not say which is its own")
        tokens = tokens[(tokens["document"] == row["document"]).to_numpy()]
    before, after = context(tokens, start, end)
    english = ""
    if translation is not None:
        english = " ".join(translation.loc[(translation["start"] < end) & (translation["end"] > start), "en"])
    anchors = dict.fromkeys(re.findall(r"codebook ([\w.-]+)", entry["source"]))
    paragraphs = tuple((anchor, codebook(anchor)) for anchor in anchors if codebook(anchor))
    facts = {name: entry[name] for name in ("gloss", "note", "example")}
    parts = best(row["text"]) if " " not in row["text"] else None
    word = (
        " + ".join([parts.stem, *(f"{s.form} ({s.tag})" for s in parts.suffixes)]) if parts and parts.suffixes else ""
    )
    told = {name: row[name] for name in ("text", "category", "subtype", "marker", "rule", "speaker")}
    facts |= {"before": before, "after": after, "word": word, "line": int(row["line"])}
    return Explanation(**told, **facts, translation=english, codebook=paragraphs)


def context(tokens: pd.DataFrame, start: int, end: int) -> tuple[str, str]:
    """The sentence before and after the characters start to end."""
    at = int(tokens["start"].searchsorted(start))
    same = tokens["sentence"].fillna(-1) == tokens["sentence"].fillna(-1).iloc[at]
    rows = tokens[same & (tokens["line"] == tokens["line"].iloc[at])]
    first, last = rows["start"] < start, rows["start"] >= end
    before, after = ((rows["text"].astype(str) + rows["after"].astype(str))[part].str.cat() for part in (first, last))
    within = rows[~first & ~last]
    return before, ((str(within["after"].iloc[-1]) if len(within) else "") + after).rstrip()
