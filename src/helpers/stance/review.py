"""The sheet in which a reader corrects the markers of a text, and its way back."""

import re
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..categories import CATEGORIES
from ..errors import ReviewError
from ..passages import contexts
from ..results import describe, one_document
from ..sheets import read_sheet, restored, write_table
from .tagger import RESULT

SHEET = "keep category comment text sentence automatic subtype marker speaker line start end".split()
_ANSWERS = (
    {"": True} | dict.fromkeys("yes y 1 true x иә".split(), True) | dict.fromkeys("no n 0 false жоқ".split(), False)
)


def export_review(markers: pd.DataFrame, tokens: pd.DataFrame, path: str | Path) -> Path:
    """Write the markers of a text as a sheet to be corrected in a spreadsheet (CSV, UTF-8 with BOM).

    One row a marker, in its sentence. The reader may set `keep` to no, change `category`, write a `comment`, and add
    rows for what was missed (see `read_review`). Cells that a spreadsheet would run as a formula are made harmless.

    >>> import tempfile
    >>> from helpers import find_markers, tokenize
    >>> tokens = tokenize("Бару керек емес.")
    >>> sheet = export_review(find_markers(tokens), tokens, Path(tempfile.mkdtemp()) / "review.csv")
    >>> review = read_review(sheet, tokens)
    >>> review.precision, review.markers["origin"].tolist()
    (1.0, ['kept', 'kept'])
    """
    one_document(markers, tokens)
    places = [tokens[edge].searchsorted(markers[edge]) for edge in ("start", "end")]
    sentences = [f"{left}⟦{text}⟧{right.rstrip()}" for left, text, right in zip(*contexts(tokens, *places))]
    sheet = markers.assign(keep="yes", comment="", automatic=markers["category"], sentence=sentences)
    return write_table(describe(sheet[SHEET].astype(object).astype(str), title="Markers for review"), path)


class Review(NamedTuple):
    """A corrected text: `markers` (columns of find_markers, origin: kept, changed, added; comment), `counts` a category
    (automatic, kept, corrected, precision), `precision` of the tagger on this text: kept / automatic (NaN: none)."""

    markers: pd.DataFrame
    counts: pd.DataFrame
    precision: float


def read_review(path: str | Path, tokens: pd.DataFrame) -> Review:
    """Apply a reviewed sheet: rejected markers go, changed categories change, added rows come in.

    An added row has an empty `automatic` cell, a category, and says where the marker is: start and end, or its text
    with the line number or the sentence. Raises ReviewError naming row and column where a cell cannot be understood or
    a marker is not in the text. `export_review` has an example.
    """
    one_document(tokens)
    path = Path(path)
    header, rows = read_sheet(path, ["keep", "category", "automatic", "text"], ReviewError)
    out, automatic, seen, sentences = [], [], set(), cache(partial(_sentences, tokens))
    for number, cells in enumerate(rows, 2):
        row = dict.fromkeys(SHEET, "") | {n: restored(cell.strip()) for n, cell in zip(header, cells)}
        if cells[:1] and cells[0].startswith("# ") or not any(row.values()):
            continue  # what `write_table` says about the sheet
        where = f"{path.name}, row {number}, column"
        if row["keep"].lower() not in _ANSWERS:
            raise ReviewError(f"{where} keep: {row['keep']!r} is neither yes nor no")
        for name in ("category", "automatic"):
            if row[name] not in CATEGORIES and (row[name] or name == "category"):
                raise ReviewError(f"{where} {name}: {row[name]!r} is no category")
        start, end = _place(row, tokens, sentences, where)
        if (start, end, row["category"]) in seen:
            raise ReviewError(
                f"{where} category: {row['text']!r} has the label {row['category']} in an earlier row too"
            )
        seen.add((start, end, row["category"]))
        automatic += [row["automatic"]] if row["automatic"] else []
        if _ANSWERS[row["keep"].lower()]:
            origin = "added" if not row["automatic"] else "kept" if row["automatic"] == row["category"] else "changed"
            out.append({**row, "start": start, "end": end, "origin": origin})
    markers = pd.DataFrame(out, columns=["start", "end", "text", "category", "subtype", "marker", "origin", "comment"])
    markers["rule"] = "review"
    markers.loc[markers["origin"] != "kept", ["subtype", "marker"]] = ""
    places = tokens["start"].searchsorted(markers["start"].to_numpy(dtype="int64"))
    for name in ("line", "sentence", "turn", "pair", "section", "role", "speaker"):
        markers[name] = tokens[name].array.take(places)
    markers = markers.sort_values(["start", "end"], kind="stable", ignore_index=True)
    kept = markers.loc[markers["origin"] == "kept", "category"].tolist()
    columns = {"automatic": automatic, "kept": kept, "corrected": markers["category"].tolist()}
    counts = pd.DataFrame({"category": CATEGORIES} | {c: [v.count(n) for n in CATEGORIES] for c, v in columns.items()})
    counts["precision"] = counts["kept"] / counts["automatic"].where(counts["automatic"] > 0)
    precision = len(kept) / len(automatic) if automatic else float("nan")
    return Review(markers[[*RESULT, "origin", "comment"]], counts, precision)


def _sentences(tokens: pd.DataFrame) -> list[tuple[int, int, str]]:
    """Line, first character and text of each sentence, and of what belongs to none."""
    codes = [pd.factorize(tokens[column])[0] for column in ("line", "sentence")]
    new = np.flatnonzero(np.logical_or.reduce([np.diff(code, prepend=-2) != 0 for code in codes]))
    pieces = (tokens["text"].astype(str) + tokens["after"].astype(str)).tolist()
    texts = ["".join(pieces[a:b]) for a, b in zip(new.tolist(), [*new[1:].tolist(), len(pieces)])]
    return list(zip(tokens["line"].to_numpy()[new].tolist(), tokens["start"].to_numpy()[new].tolist(), texts))


def _place(row: dict[str, str], tokens: pd.DataFrame, sentences, where: str) -> tuple[int, int]:
    """Where the marker of a row stands: by start and end, else by its text in a line or a sentence."""
    begins, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    for name in ("start", "end", "line"):
        if row[name] and not row[name].isdecimal():
            raise ReviewError(f"{where} {name}: {row[name]!r} is no whole number")
    if row["start"] and row["end"]:
        start, end = int(row["start"]), int(row["end"])
        first, last = begins.searchsorted(start), ends.searchsorted(end)
        if not (first <= last < len(tokens)) or begins[first] != start or ends[last] != end:
            raise ReviewError(f"{where} start: no words of the text reach from {start} to {end}")
        if row["text"] and _text(tokens, first, last) != row["text"]:
            raise ReviewError(f"{where} text: {row['text']!r} is not what stands at {start} to {end}")
        return start, end
    if not row["text"] or not (row["line"] or row["sentence"]):
        raise ReviewError(f"{where} start: an added row needs start and end, or text and line, or text and sentence")
    wanted, found = row["sentence"].replace("⟦", "").replace("⟧", ""), []
    for line, start, sentence in sentences():
        if (not row["line"] or int(row["line"]) == line) and wanted.strip() in sentence:
            found += [start + m.start() for m in re.finditer(re.escape(row["text"]), sentence)]
    edges = [(s, s + len(row["text"])) for s in found]
    edges = [(s, e) for s, e in edges if s in begins and e in ends]
    if len(edges) != 1:
        how = "is not there" if not edges else f"stands there {len(edges)} times; give start and end"
        raise ReviewError(f"{where} text: {row['text']!r} {how}")
    return edges[0]


def _text(tokens: pd.DataFrame, first: int, last: int) -> str:
    printed, after = (tokens[c].iloc[first : last + 1].astype(str).tolist() for c in ("text", "after"))
    return "".join(t + a for t, a in zip(printed, [*after[:-1], ""]))
