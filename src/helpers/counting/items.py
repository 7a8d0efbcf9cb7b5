"""What has a row of its own: a form, a category of the codebook, or a lemma, once for each class it differs in."""

import pandas as pd

from ..categories import CATEGORIES
from ..columns import select
from ..words.wordlists import glosses, homographs, without

TITLES = {"lemma": "Words (lemmas)", "norm": "Word forms", "text": "Spellings", "category": "Stance categories"}
_CLASS = "\t"  # between a lemma and its class, as long as they are counted
TITLES |= {"subtype": "Stance subtypes", "marker": "Stance markers"}


def filters(section: str | None, of: str = "lemma") -> str:
    """What was counted, in words."""
    what = "markers" if of in ("category", "subtype", "marker") else "words"
    return f"{what} of section {section}" if section else f"{what} of all sections"


def counted(words, markers, stop, section: str | None, of: str) -> tuple[pd.DataFrame, str]:
    """The rows whose values are counted, words that no stop word hides or markers; and the stop list's name."""
    if markers is not None:
        rows = select(markers, section)
        return rows.assign(text=rows["text"].astype(str).str.lower()) if "text" in rows else rows, "none"
    rows, name = without(words, stop)
    if of == "lemma" and "pos" in rows:
        rows = rows.assign(lemma=by_class(rows, of))
    return rows, name


def by_class(rows: pd.DataFrame, of: str) -> pd.Series:
    """The lemmas, those that differ in meaning from class to class with their class: мен "I" and мен "and"."""
    lemma, several = rows[of].astype(str), rows[of].isin(homographs())
    return lemma.where(~several, lemma + _CLASS + rows["pos"].astype(str)).astype("category")


def values(rows: pd.DataFrame, of: str) -> pd.DataFrame:
    """What can have a row: the values that occur, and every category of the codebook where categories are counted."""
    found = sorted(rows[of].astype(str).unique())
    if of != "category":
        return pd.DataFrame({of: found})
    return pd.DataFrame({of: [*CATEGORIES, *(name for name in found if name not in CATEGORIES)]})


def with_gloss(table: pd.DataFrame, of: str, headwords: pd.Series | None = None) -> pd.DataFrame:
    """The table with the class of lemmas that are counted by it (else ""), and the gloss, after what names its rows."""
    table, place = table.copy(), table.columns.get_loc(of) + 1
    named = table[of].astype(str).str.partition(_CLASS).reindex(columns=[0, 2]).astype(str)
    table[of] = named[0].astype(str)
    headwords = named[0] if headwords is None else headwords
    table.insert(place, "gloss", glosses(headwords.astype(str), named[2].astype(str)))
    if of == "lemma":
        table.insert(place, "pos", named[2])
    return table
