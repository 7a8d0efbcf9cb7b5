"""Why a marker was found: lexicon row, rule, codebook, the word taken apart, its sentence and translation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd

from ..arguments import a_marker
from ..checks import checked, some_tokens
from ..labels import label
from ..passages import contexts, english
from ..results import one_document
from ..sheets import LEXICONS
from ..words.morphology import best
from .lexicon import as_lexicon
from .wording import in_words

_MARKS = re.compile(r"[`*]")  # of Markdown
_TABLE = """<table>{% for name, value in lines -%}
<tr><th scope="row" style="text-align:left">{{ name }}</th>
<td style="text-align:left"><bdi>{{ value }}</bdi></td></tr>
{%- endfor %}</table>"""


@cache
def codebook(anchor: str) -> str:
    """The paragraph of the codebook at an anchor ("3.1-c", "U4", "5-керек"); "" if there is none.

    >>> codebook("3.7-c")
    '(c) керек емес = obligation + negation.'
    """
    text = (LEXICONS / "codebook.md").read_text(encoding="utf-8")
    found = re.search(rf'<a id="{re.escape(anchor)}"></a>(.*?)(?=<a id=|\n\n|\n\*\*Subtypes|\Z)', text, re.DOTALL)
    if not found:
        return ""
    paragraph = found[1].partition("\n|")[0] if anchor.startswith("5-") else found[1]
    cells = [" ".join(_MARKS.sub("", cell).split()) for cell in paragraph.strip("| \n").split("|")]
    return "; ".join(filter(None, cells)).removeprefix(f"{anchor} ")


@dataclass(frozen=True)
class Explanation:
    """Why a marker was found, as (name, value) pairs; prints as text, shows as HTML in a notebook."""

    lines: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.lines)

    def _repr_html_(self) -> str:
        from jinja2 import Template

        return Template(_TABLE, autoescape=True).render(lines=self.lines)


@checked(marker=a_marker, tokens=some_tokens)
def explain(tokens: pd.DataFrame, marker, translation: pd.DataFrame | None = None, lexicon=None) -> Explanation:
    """Say why a marker was found: lexicon row or suffix, rule, codebook paragraphs, sentence and translation.

    `marker` is a row of the table of `find_markers` (`markers.iloc[0]` or one of `itertuples()`), `tokens` the table
    it came from, `translation` what `read_translation` returned, `lexicon` the lexicon used, if not the package's.

    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Бару керек емес.")
    >>> str(explain(tokens, find_markers(tokens).iloc[0])).splitlines()[0]
    'marker: керек: obligation, necessity'
    """
    row = marker._asdict() if hasattr(marker, "_asdict") else dict(marker)
    entry = as_lexicon(lexicon).set_index("id").loc[row["marker"]]
    if translation is not None:
        one_document(tokens)
    if "document" in tokens:
        if "document" not in row:
            raise ValueError("the tokens are of several documents and the marker does not say which is its own")
        tokens = tokens[(tokens["document"] == row["document"]).to_numpy()]
    facts = [*_of_row(row, entry), *_of_place(row, tokens, translation)]
    anchors = dict.fromkeys(re.findall(r"codebook ([\w.-]+)", entry["source"]))
    facts += [(f"codebook {anchor.replace('-', ' ', 1)}", codebook(anchor)) for anchor in anchors]
    return Explanation(tuple((name, value) for name, value in facts if value))


def _of_row(row: dict, entry: pd.Series) -> Iterator[tuple[str, str]]:
    yield "marker", f"{row['text']}: {label(row['category'])}, {label(row['subtype'])}"
    yield "lexicon row", "; ".join(filter(None, (row["marker"], entry["gloss"], entry["note"], entry["example"])))
    yield "rule", in_words(row["rule"])
    yield "pattern", row["rule"]
    reading = best(row["text"]) if " " not in row["text"] else None
    if reading and reading.suffixes:
        yield "taken apart", str(reading).partition(" = ")[2]


def _of_place(row: dict, tokens: pd.DataFrame, translation: pd.DataFrame | None) -> Iterator[tuple[str, str]]:
    start, end = int(row["start"]), int(row["end"])
    first, last = tokens["start"].searchsorted([start]), tokens["end"].searchsorted([end])
    before, _, after = (cells[0] for cells in contexts(tokens, first, last))
    yield f"sentence (line {row['line']})", f"{before}[{row['text']}]{after.rstrip()}"
    if translation is not None:
        yield "translation", english(translation, start, end)
