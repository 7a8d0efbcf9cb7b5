"""What has a row of its own: a form, a category of the codebook, or a lemma, once for each class it differs in."""

import pandas as pd

from ..categories import CATEGORIES
from ..columns import select
from ..words.wordlists import glosses, without

TITLES = {"lemma": "Words (lemmas)", "norm": "Word forms", "text": "Spellings", "category": "Stance categories"}
TITLES |= {"subtype": "Stance subtypes", "marker": "Stance markers"}


def filters(section: str | None, of: str = "lemma") -> str:
    """What was counted, in words."""
    what = "markers" if of in ("category", "subtype", "marker") else "words"
    return f"{what} of section {section}" if section else f"{what} of all sections"


def counted(words: pd.DataFrame, markers: pd.DataFrame | None, stop, section: str | None) -> tuple[pd.DataFrame, str]:
    """The rows whose values are counted, words that no stop word hides or markers; and the stop list's name."""
    if markers is None:
        return without(words, stop)
    rows = select(markers, section)
    return rows.assign(text=rows["text"].astype(str).str.lower()) if "text" in rows else rows, "none"


def values(rows: pd.DataFrame, of: str) -> pd.DataFrame:
    """What can have a row: the values that occur, and every category of the codebook where categories are counted."""
    found = sorted(rows[of].astype(str).unique())
    if of != "category":
        return pd.DataFrame({of: found})
    return pd.DataFrame({of: [*CATEGORIES, *(name for name in found if name not in CATEGORIES)]})


def with_gloss(table: pd.DataFrame, of: str, headwords: pd.Series | None = None) -> pd.DataFrame:
    """The table with a column gloss after what names its rows."""
    table = table.copy()
    table.insert(table.columns.get_loc(of) + 1, "gloss", glosses(table[of] if headwords is None else headwords))
    return table
