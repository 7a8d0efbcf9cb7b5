"""The sheet in which a reader corrects the markers of a text, and its way back."""

import re
import unicodedata
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..arguments import nearest
from ..categories import CATEGORIES
from ..cells import restored, whole_number
from ..checks import checked
from ..errors import ReviewError
from ..passages import contexts
from ..results import describe, one_document
from ..sheets import open_sheet, write_table
from .address import addresses
from .tagger import RESULT

SHEET = "row keep category comment text sentence automatic subtype marker speaker line start end".split()
NEEDED = ["keep", "category", "automatic", "text"]
REACH = 1000  # characters of a sentence shown on either side of a marker
_YES = ["", "yes", "y", "1", "1.0", "1,0", "true", "x", "иә", "да", "истина", "ақиқат"]
_NO = ["no", "n", "0", "0.0", "0,0", "false", "жоқ", "нет", "ложь", "жалған"]
_ANSWERS = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_NUMBERED = re.compile(r"(\d{1,9}) of (\d{1,9})")  # each row says how many there were, wherever it is moved


@checked
def export_review(tokens: pd.DataFrame, markers: pd.DataFrame, path: str | Path) -> Path:
    """Write the markers of a text as a sheet to be corrected in a spreadsheet (CSV, UTF-8 with BOM).

    One row per marker, in its sentence. The reader may set `keep` to no, change `category`, write a `comment`, and add
    rows for what was missed (see `read_review`). Cells that a spreadsheet would run as a formula are made harmless. A
    sheet there in which somebody has worked is kept, the new one stands beside it; returns the path of the new one.

    >>> import tempfile
    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Бару керек емес.")
    >>> sheet = export_review(tokens, find_markers(tokens), Path(tempfile.mkdtemp()) / "review.csv")
    >>> review = read_review(sheet, tokens)
    >>> review.precision, review.markers["origin"].tolist()
    (1.0, ['kept', 'kept'])
    """
    one_document(markers, tokens)
    first, last = (tokens[edge].searchsorted(markers[edge]) for edge in ("start", "end"))
    around = contexts(tokens, first, last, reach=REACH)
    sentences = [f"{left}⟦{text}⟧{right.rstrip()}" for left, text, right in zip(*around)]
    numbers = [f"{number} of {len(markers)}" for number in range(1, len(markers) + 1)]
    sheet = markers.assign(row=numbers, keep="yes", comment="", automatic=markers["category"], sentence=sentences)
    return write_table(describe(sheet[SHEET].astype(object).astype(str), title="Markers for review"), path)


class Review(NamedTuple):
    """A corrected text: `markers` (columns of find_markers, origin: kept, changed, added; comment), `counts` a category
    (automatic, kept, corrected, precision), `precision` of the tagger on this text: kept / automatic (NaN: none)."""

    markers: pd.DataFrame
    counts: pd.DataFrame
    precision: float


@checked
def read_review(path: str | Path, tokens: pd.DataFrame, *, partial: bool = False) -> Review:
    """Apply a reviewed sheet: rejected markers go, changed categories change, added rows come in.

    An added row has an empty `automatic` cell, a category, and says where the marker is: start and end, or its text
    with the line number or the sentence. A sheet from which rows were deleted is refused, since it would count wrong
    hits as never found; with partial=True only the rows that are there are counted. Raises ReviewError naming row and
    column where a cell cannot be understood or a marker is not in the text. `export_review` has an example.
    """
    one_document(tokens)
    rows = _rows(Path(path))
    if not partial:
        _complete(rows, Path(path).name)
    text = _Text(tokens)
    kept_rows, automatic, seen = [], [], set()
    for row in rows:
        keep = _checked_cells(row)
        start, end = _place(row, text)
        if (start, end, row["category"]) in seen:
            raise row.error("category", f"{row['text']!r} has the label {row['category']} in an earlier row too")
        seen.add((start, end, row["category"]))
        if row["automatic"]:
            automatic.append(row["automatic"])
        if keep:
            kept_rows.append({**row.cells, "start": start, "end": end, "origin": _origin(row)})
    return _review(kept_rows, automatic, tokens)


@dataclass(frozen=True)
class _Row:
    """A row of the sheet: the sheet's name, the row's number in it, its cells by column."""

    sheet: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, column: str, sentence: str) -> ReviewError:
        return ReviewError(f"{self.sheet}, row {self.number}, column {column}: {sentence}")


def _rows(path: Path) -> list[_Row]:
    """The rows that say something, by lower-case column names; what `write_table` says about the sheet left out."""
    sheet = open_sheet(path, ReviewError)
    header = [restored(name).strip().lower() for name in sheet.header]
    for column in NEEDED:
        if column not in header:
            raise ReviewError(f"{path.name}, row 1: column {column!r} is missing")
    for column in SHEET:
        if header.count(column) > 1:
            raise ReviewError(f"{path.name}, row 1: column {column!r} stands twice; delete or rename one")
    rows = []
    for number, cells in sheet.rows:
        if any(cells[len(header) :]):
            raise ReviewError(f"{path.name}, row {number}: {len(cells)} cells under {len(header)} columns")
        said = {name: restored(cell.strip()) for name, cell in zip(header, cells)}
        if any(said.values()) and not cells[0].startswith("# "):
            rows.append(_Row(path.name, number, dict.fromkeys(SHEET, "") | said))
    return rows


def _complete(rows: list[_Row], name: str) -> None:
    """ReviewError if a row that was exported is not there any more."""
    found, total = set(), 0
    for row in rows:
        if row["automatic"]:
            numbered = _NUMBERED.fullmatch(row["row"])
            if not numbered:
                warnings.warn(f"{name} does not number its rows: whether one was deleted cannot be told", stacklevel=4)
                return
            found.add(int(numbered[1]))
            total = max(total, int(numbered[2]))
    missing = [number for number in range(1, total + 1) if number not in found]
    if missing:
        which = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
        raise ReviewError(
            f"{name}: {len(missing)} of {total} rows are missing ({which}). Put them back and mark a wrong hit “no” in "
            "keep instead of deleting its row (export_review writes them again, beside this sheet); or, to count only "
            "the rows that are there, read_review(path, tokens, partial=True)"
        )


def _checked_cells(row: _Row) -> bool:
    """Whether the row keeps its marker; ReviewError for an answer or a category that is none."""
    if row["keep"].lower() not in _ANSWERS:
        raise row.error("keep", f"{row['keep']!r} is neither yes nor no")
    for column in ("category", "automatic"):
        if row[column] not in CATEGORIES and (row[column] or column == "category"):
            raise row.error(column, f"{row[column]!r} is no category{nearest(row[column], CATEGORIES)}")
    return _ANSWERS[row["keep"].lower()]


def _origin(row: _Row) -> str:
    if not row["automatic"]:
        return "added"
    return "kept" if row["automatic"] == row["category"] else "changed"


def _review(rows: list[dict], automatic: list[str], tokens: pd.DataFrame) -> Review:
    """The markers of the kept rows with their columns, counted."""
    markers = pd.DataFrame(rows, columns=["start", "end", "text", "category", "subtype", "marker", "origin", "comment"])
    markers["rule"] = "review"
    markers.loc[markers["origin"] != "kept", ["subtype", "marker"]] = ""
    places = tokens["start"].searchsorted(markers["start"].to_numpy(dtype="int64"))
    for name in ("line", "sentence", "turn", "pair", "section", "role", "speaker"):
        markers[name] = tokens[name].array.take(places)
    markers["address"] = addresses(tokens, places, markers["subtype"].tolist())
    markers = markers.sort_values(["start", "end"], kind="stable", ignore_index=True)
    kept = markers.loc[markers["origin"] == "kept", "category"].tolist()
    columns = {"automatic": automatic, "kept": kept, "corrected": markers["category"].tolist()}
    counts = pd.DataFrame({"category": CATEGORIES})
    for column, values in columns.items():
        counts[column] = [values.count(category) for category in CATEGORIES]
    counts["precision"] = counts["kept"] / counts["automatic"].where(counts["automatic"] > 0)
    precision = len(kept) / len(automatic) if automatic else float("nan")
    return Review(markers[[*RESULT, "origin", "comment"]], counts, precision)


# -- where a row's marker stands


class _Text:
    """The tokens as places and words."""

    def __init__(self, tokens: pd.DataFrame):
        self.begins = tokens["start"].to_numpy()
        self.ends = tokens["end"].to_numpy()
        self.printed = tokens["text"].astype(str).tolist()
        self.after = tokens["after"].astype(str).tolist()
        self.tokens = tokens

    def between(self, first: int, last: int) -> str:
        """What is printed from one token to another."""
        pieces = zip(self.printed[first : last + 1], [*self.after[first:last], ""])
        return "".join(text + after for text, after in pieces)

    @cached_property
    def sentences(self) -> list[tuple[int, int, str]]:
        """Line, first character and text of each sentence, and of what belongs to none."""
        codes = [pd.factorize(self.tokens[column])[0] for column in ("line", "sentence")]
        new = np.flatnonzero(np.logical_or.reduce([np.diff(code, prepend=-2) != 0 for code in codes])).tolist()
        pieces = [text + after for text, after in zip(self.printed, self.after)]
        lines = self.tokens["line"].tolist()
        borders = zip(new, [*new[1:], len(pieces)])
        return [(lines[a], int(self.begins[a]), "".join(pieces[a:b])) for a, b in borders]


def _whole(row: _Row, column: str) -> int | None:
    """The number in a cell, None where it is empty."""
    if not row[column]:
        return None
    try:
        return whole_number(row[column])
    except ValueError as error:
        raise row.error(column, str(error)) from None


def _place(row: _Row, text: _Text) -> tuple[int, int]:
    """Where the marker of a row stands: by start and end, else by its text in a line or a sentence."""
    start, end, line = (_whole(row, column) for column in ("start", "end", "line"))
    if start is None or end is None:
        return _found(row, text, line)
    if not 0 <= start < end < 1 << 62:
        raise row.error("start", f"no words of the text reach from {row['start']} to {row['end']}"[:200])
    first, last = int(text.begins.searchsorted(start)), int(text.ends.searchsorted(end))
    if not (first <= last < len(text.ends)) or text.begins[first] != start or text.ends[last] != end:
        raise row.error("start", f"no words of the text reach from {start} to {end}")
    if row["text"] and _composed(text.between(first, last)) != _composed(row["text"]):
        raise row.error("text", f"{row['text']!r} is not what stands at {start} to {end}")
    row.cells["text"] = text.between(first, last)
    return start, end


def _found(row: _Row, text: _Text, line: int | None) -> tuple[int, int]:
    """The one place in a line or a sentence where the row's text stands."""
    if not row["text"] or (line is None and not row["sentence"]):
        raise row.error("start", "an added row needs start and end, or text and line, or text and sentence")
    wanted = _composed(row["sentence"].replace("⟦", "").replace("⟧", "").strip())
    edges = set()
    for number, begin, sentence in text.sentences:
        if line in (None, number) and wanted in _composed(sentence):
            for form in (row["text"], _composed(row["text"]), unicodedata.normalize("NFD", row["text"])):
                hits = (begin + hit.start() for hit in re.finditer(re.escape(form), sentence))
                edges |= {(hit, hit + len(form)) for hit in hits}
    whole = [(start, end) for start, end in sorted(edges) if start in text.begins and end in text.ends]
    if len(whole) != 1:
        how = f"stands there {len(whole)} times; give start and end" if whole else "is not there"
        raise row.error("text", f"{row['text']!r} {how}")
    return whole[0]


def _composed(text: str) -> str:
    """The text with letters and their marks in one character, as a Mac and the web write them apart."""
    return unicodedata.normalize("NFC", text)
