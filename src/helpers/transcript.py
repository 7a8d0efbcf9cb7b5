"""An interview as published: file to text, lines with section, role and turn, and sentence translations."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .decoding import TranscriptError

__all__ = ["Transcript", "TranscriptError", "read_transcript", "read_translation"]

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
DASH = re.compile(r"\s*[-–—−─]\s*")


@dataclass(frozen=True)
class Transcript:
    """A text with its structure: `text` is what was printed, `lines` and `segments` say who speaks where."""

    name: str
    text: str
    encoding: str
    layout: str
    lines: pd.DataFrame
    segments: pd.DataFrame
    notes: pd.DataFrame


def read_transcript(path, *, encoding: str | None = None, speakers: dict[str, str] | None = None) -> Transcript:
    """Read an interview from a plain-text file."""
    path = Path(path)
    text = path.read_bytes().decode(encoding or "utf-8-sig")
    rows, turn, where = [], 0, "headline"
    for number, match in enumerate(LINE.finditer(text), 1):
        line = match.group().rstrip("\r\n")
        start, end, speech = match.start(), match.start() + len(line), match.start()
        role, section = "editor", where
        if not line.strip():
            section, role = "blank", ""
        elif dash := DASH.match(line):
            turn, where, section, speech = turn + 1, "turn", "turn", start + dash.end()
        elif re.match(r"(?:Авторы?|Сұхбаттасқан|Әңгімелескен)\s*:", line):
            section = "byline"
        elif where in ("headline", "lead"):
            section = where
            where = "lead" if where == "headline" else "intro"
        said = section == "turn"
        if said:
            role = "interviewer" if turn % 2 else "interviewee"
        rows.append((start, end, number, section, role, "", turn if said else None,
                     (turn + 1) // 2 if said else None, speech))  # fmt: skip
    segments = pd.DataFrame(
        rows, columns=["start", "end", "line", "section", "role", "speaker", "turn", "pair", "speech"]
    )
    segments = segments.astype({"turn": "Int64", "pair": "Int64"})
    lines = segments[["line", "start", "end", "section", "role", "speaker", "turn", "pair"]]
    notes = pd.DataFrame(columns=["line", "decision", "reason", "sure"])
    return Transcript(path.stem, text, encoding or "utf-8", "dash", lines, segments, notes)


def read_translation(path, transcript: Transcript) -> pd.DataFrame:
    """Read a sentence-by-sentence translation and align it with the transcript."""
    path, lines = Path(path), transcript.lines
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = pd.DataFrame(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    table = table.rename(columns={"line_no": "line"}).astype({"line": "int64", "start": "int64", "end": "int64"})
    base = lines.set_index("line")["start"].reindex(table["line"]).to_numpy()
    for column in ("start", "end"):
        table[column] = (table[column] + base).astype("int64")
    for row, (start, end, kk) in enumerate(zip(table["start"], table["end"], table["kk"]), 1):
        if transcript.text[start:end] != kk:
            raise TranscriptError(f"{path}, row {row}: the text reads {transcript.text[start:end]!r}, the row {kk!r}")
    table.insert(0, "sentence", range(1, len(table) + 1))
    return table[["sentence", "line", "start", "end", "sent_id", "kk", "en", "remark"]]
