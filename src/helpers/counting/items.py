"""What has a row of its own: a form, a category of the codebook, or a lemma, once for each class it differs in."""

import numpy as np
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
    lemmas, classes = rows[of].astype("category").array, rows["pos"].astype("category").array
    plain = lemmas.categories.astype(str)
    codes = lemmas.codes.astype(np.int64)
    several = np.flatnonzero(plain.isin(homographs())[codes] & (codes >= 0))
    place, pairs = pd.factorize(codes[several] * len(classes.categories) + classes.codes[several])
    codes[several] = len(plain) + place
    of_lemma, of_class = np.divmod(pairs, max(len(classes.categories), 1))
    names = plain.tolist()
    names += [f"{names[a]}{_CLASS}{classes.categories[b]}" for a, b in zip(of_lemma.tolist(), of_class.tolist())]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.full(len(names) + 1, -1)  # the last one is a missing lemma's
    rank[order] = np.arange(len(names))
    categories = pd.Index([names[n] for n in order], dtype=plain.dtype)
    return pd.Series(pd.Categorical.from_codes(rank[codes], categories), rows.index)


def values(rows: pd.DataFrame, of: str) -> pd.DataFrame:
    """What can have a row: the values that occur, and every category of the codebook where categories are counted."""
    found = sorted(rows[of].astype(str).unique())
    if of != "category":
        return pd.DataFrame({of: found})
    return pd.DataFrame({of: [*CATEGORIES, *(name for name in found if name not in CATEGORIES)]})


def with_class(table: pd.DataFrame, of: str) -> pd.DataFrame:
    """The table with the class of lemmas that are counted by it (else "") in a column pos after the lemma."""
    if of != "lemma":
        return table
    names = table[of].astype("category").array
    parted = [
        str(name).partition(_CLASS) if _CLASS in str(name) else (name, "", "") for name in names.categories.tolist()
    ]
    lemmas, classes = (pd.Index([parts[at] for parts in parted], dtype="str")[names.codes] for at in (0, 2))
    table = table.drop(columns="pos", errors="ignore").assign(lemma=lemmas)
    table.insert(table.columns.get_loc(of) + 1, "pos", classes)
    return table


def with_gloss(
    table: pd.DataFrame, of: str, headwords: list[str] | None = None, classes: list[str] | None = None
) -> pd.DataFrame:
    """The table with the class of lemmas that are counted by it, and the gloss, after what names its rows.

    `headwords` and `classes` say what has the gloss, where it is not the value itself: the lemma of a printed form.
    """
    table = with_class(table, of).astype({of: str})
    if classes is None:
        classes = table["pos"].tolist() if of == "lemma" else [""] * len(table)
    found = glosses(headwords or table[of].tolist(), classes)
    table.insert(table.columns.get_loc("pos" if of == "lemma" else of) + 1, "gloss", found)
    return table
