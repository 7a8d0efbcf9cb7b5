"""Stance labels made by hand or by a model: the codebook's TSV, checked against the text."""

import pandas as pd

from ..categories import CATEGORIES
from ..checks import checked
from ..errors import TranscriptError
from ..reading.translation import places


@checked
def read_labels(path, transcript) -> pd.DataFrame:
    """Stance labels of a text (the codebook's TSV, section 8) as a table of markers.

    Returns start, end (characters of the text), text, category, subtype, note, line. Raises TranscriptError naming
    file and row where a label is not at its place in the text or its category is none of the codebook's.
    """
    rows = []
    where, more = ["char_start", "char_end", "surface"], ["category", "subtype", "note"]
    for number, line, start, end, cells in places(path, transcript, where, more):
        if cells["category"] not in CATEGORIES:
            raise TranscriptError(f"{path}, row {number}: {cells['category']!r} is none of {', '.join(CATEGORIES)}")
        rows.append((start, end, *cells.values(), line))
    return pd.DataFrame(rows, columns=["start", "end", "text", *more, "line"])
