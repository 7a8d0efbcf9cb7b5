"""Tables of places in a transcript: its translation sentence by sentence, labels; checked against its text."""

import csv
import io

import pandas as pd

from ..checks import checked
from ..errors import TranscriptError
from .decoding import read_text
from .transcript import Transcript


@checked
def read_translation(path, transcript: Transcript) -> pd.DataFrame:
    """Read a sentence-by-sentence translation of a transcript, checked against its text.

    The table is tab-separated without quoting: line_no, start, end (characters within the line), sent_id, kk, en,
    remark. Result: one row a sentence: sentence (from 1), line, start, end (characters of the text), sent_id, kk, en,
    remark. Raises TranscriptError naming file and row where `text[start:end]` is not kk.

    >>> from pathlib import Path
    >>> from helpers import read_transcript
    >>> talk = read_transcript(next(Path().glob("data/raw/kopbaev*.txt")))
    >>> read_translation("data/translation/kopbaev_interview.tsv", talk).loc[5, "en"]
    'Are you really forming a party?'
    """
    where, more = ["start", "end", "kk"], ["sent_id", "en", "remark"]
    rows = [
        (number - 1, line, start, end, *(cells[name] for name in ("sent_id", "kk", "en", "remark")))
        for number, line, start, end, cells in places(path, transcript, where, more)
    ]
    return pd.DataFrame(rows, columns=["sentence", "line", "start", "end", "sent_id", "kk", "en", "remark"])


def places(path, transcript: Transcript, where: list[str], more: list[str]):
    """The rows of a tab-separated table of places in a text: row number, line, start, end (of the text), the cells.

    The columns are line_no, `where` (start and end in that line, and what stands there) and `more`. TranscriptError
    names the file and the row (the header is row 1) where they do not fit the text.
    """
    text, _ = read_text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = ["line_no", *where, *more]
    if missing := [name for name in columns if name not in (reader.fieldnames or [])]:
        raise TranscriptError(f"{path}: no column {', '.join(missing)}; the table needs {', '.join(columns)}, by tabs")
    base = dict(zip(transcript.lines["line"], transcript.lines["start"]))
    for number, row in enumerate(reader, 2):
        try:
            line, start, end = (int(row[name]) for name in columns[:3])
            start, end = base[line] + start, base[line] + end
        except (KeyError, TypeError, ValueError):
            raise TranscriptError(
                f"{path}, row {number}: {', '.join(columns[:3])} must be numbers of a line in the text"
            ) from None
        if transcript.text[start:end] != row[where[2]]:
            raise TranscriptError(
                f"{path}, row {number}: the text reads {transcript.text[start:end]!r} there, the row "
                f"{row[where[2]]!r}; correct {', '.join(where)}"
            )
        yield number, line, start, end, {name: row[name] or "" for name in columns[3:]}
