"""Why a marker was found: lexicon row, rule, codebook, the word taken apart, its sentence and translation."""

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from ..passages import contexts
from ..results import one_document
from ..words.morphology import best
from .lexicon import as_lexicon

CODEBOOK = Path(__file__).resolve().parents[3] / "docs" / "codebook.md"


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
    """Why a marker was found, as (name, value) pairs; prints as text, shows as HTML in a notebook."""

    lines: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.lines)

    def _repr_html_(self) -> str:
        cells = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(name)}</th>'
            f'<td style="text-align:left"><bdi>{html.escape(value)}</bdi></td></tr>'
            for name, value in self.lines
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
    entry = as_lexicon(lexicon).set_index("id").loc[row["marker"]]
    start, end = int(row["start"]), int(row["end"])
    if translation is not None:
        one_document(tokens)
    if "document" in tokens:
        if "document" not in row:
            raise ValueError("the tokens are of several documents and the marker does not say which is its own")
        tokens = tokens[(tokens["document"] == row["document"]).to_numpy()]
    places = [tokens["start"].searchsorted([start]), tokens["end"].searchsorted([end])]
    before, _, after = (cells[0] for cells in contexts(tokens, *places))
    parts = best(row["text"]) if " " not in row["text"] else None
    facts = [
        ("marker", f"{row['text']}: {row['category']}, {row['subtype']}"),
        ("lexicon row", "; ".join(filter(None, (row["marker"], entry["gloss"], entry["note"], entry["example"])))),
        ("rule", row["rule"]),
    ]
    if parts and parts.suffixes:
        facts.append(("taken apart", " + ".join([parts.stem, *(f"{s.form} ({s.tag})" for s in parts.suffixes)])))
    facts.append((f"sentence (line {row['line']})", f"{before}[{row['text']}]{after.rstrip()}"))
    if translation is not None:
        english = translation.loc[(translation["start"] < end) & (translation["end"] > start), "en"]
        facts.append(("translation", " ".join(english)))
    anchors = dict.fromkeys(re.findall(r"codebook ([\w.-]+)", entry["source"]))
    facts += [(f"codebook {anchor}", codebook(anchor)) for anchor in anchors]
    return Explanation(tuple((name, value) for name, value in facts if value))
