"""Concordance: every place where a word, lemma, phrase or stance category occurs, in its context."""

from fnmatch import filter as matching

import numpy as np
import pandas as pd

from ..columns import codes, unit
from ..passages import contexts, spans
from ..results import describe, one_document
from .items import filters

SORTS = ("position", "left", "keyword", "right", "speaker", "role")
_LONG = 1000  # characters of a sentence shown on either side of a hit
_ALPHABET = str.maketrans({c: chr(0x430 + i) for i, c in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")})


def _hits(tokens, query, of) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the first and the last token of every hit of a word or phrase."""
    at = np.flatnonzero(tokens["kind"].isin(("word", "number")).to_numpy())
    words = tokens.iloc[at]
    (item,), values = codes([of], words)
    (sentence,), _ = codes(unit(tokens, "sentence"), words)
    names = values[of].astype(str).str.lower().tolist()
    parts = query.lower().split()
    if not parts:
        raise ValueError("the query is empty")
    last = max(len(at) - len(parts) + 1, 0)
    hit = sentence[:last] == sentence[len(parts) - 1 :]
    for step, part in enumerate(parts):
        fits = np.isin(names, matching(set(names), part) if set("*?[") & set(part) else [part])
        hit &= fits[item[step : step + last]]
    first = np.flatnonzero(hit)
    return at[first], at[first + len(parts) - 1]


def concordance(
    tokens, query, of="norm", *, markers=None, width=None, sort="position", section="turn", translation=None
) -> pd.DataFrame:
    """Every place where a word, lemma, phrase or stance category occurs, each in its context.

    Parameters
    ----------
    tokens : the complete table of `tokenize` (filter the result, not the tokens).
    query : a word form; with of="lemma" a lemma; several words for a phrase; * and ? stand for any letters. With
        `markers` a category (or what `of` names: "subtype", "marker"), None for all markers.
    width : characters of context within the turn; None for the whole sentence.
    sort : "position", "left" or "right" (neighbouring words outwards), "keyword", "speaker", "role".
    section : where to look, None for everywhere.
    translation : the table of `read_translation`, for the English sentence in column `en`.

    Returns
    -------
    DataFrame, one row per hit: line, turn, speaker, role, left, keyword, right, start, end; category, subtype, marker
        with `markers`; en with `translation`. The time is linear in the text; a sentence shows 1,000 characters a side.

    Raises ValueError for an empty query, an unknown `sort`, or markers of another text.

    >>> from helpers import tokenize
    >>> concordance(tokenize("Біз де барамыз. Ал сіз?"), "де")[["left", "keyword", "right"]].values.tolist()
    [['Біз', 'де', 'барамыз.']]
    """
    if translation is not None:
        one_document(tokens)
    if sort not in SORTS:
        raise ValueError(f"sort must be one of {', '.join(SORTS)}, not {sort!r}")
    if markers is None:
        first, last = _hits(tokens, query, of)
    else:
        of = "category" if of == "norm" else of
        if query is not None:
            markers = markers[(markers[of] == query).to_numpy()]
        first, last = spans(tokens, markers)
    if section is not None:
        inside = (tokens["section"] == section).to_numpy()[first]
        first, last = first[inside], last[inside]
        markers = None if markers is None else markers[inside]

    table = _in_context(tokens, first, last, width)
    if markers is not None:
        for column in ("category", "subtype", "marker"):
            if column in markers:
                table[column] = markers[column].astype(str).to_numpy()
    if translation is not None:
        table["en"] = _english(table["start"].to_numpy(), translation)
    if sort != "position":
        table = table.iloc[_order(table[sort].astype(str), outwards=sort == "left")].reset_index(drop=True)
    return describe(
        table,
        title=f"Concordance of {query or 'all markers'} ({of})",
        unit="one row per hit",
        n=len(table),
        filters=filters(section, of),
        formula=f"context: {'the sentence' if width is None else f'{width} characters'}",
        of=of,
    )


def _in_context(tokens: pd.DataFrame, first: np.ndarray, last: np.ndarray, width: int | None) -> pd.DataFrame:
    """Where each hit is, and what is printed before, in and after it."""
    parts, reach = (["sentence"], _LONG) if width is None else (["turn", "section"], width)
    printed = contexts(tokens, first, last, parts, reach)
    where = [column for column in ("document", "line", "turn", "speaker", "role") if column in tokens]
    table = tokens[where].iloc[first].reset_index(drop=True)
    for column, cells in zip(("left", "keyword", "right"), printed):
        table[column] = [" ".join(cell.split()) for cell in cells]
    return table.assign(start=tokens["start"].to_numpy()[first], end=tokens["end"].to_numpy()[last])


def _english(starts: np.ndarray, translation: pd.DataFrame) -> np.ndarray:
    """The English of the sentence that each character stands in, "" where there is none."""
    if translation.empty:
        return np.full(len(starts), "", dtype=object)
    row = np.searchsorted(translation["start"].to_numpy(), starts, "right") - 1
    fits = (row >= 0) & (starts < translation["end"].to_numpy()[row])
    return np.where(fits, translation["en"].astype(str).to_numpy()[row], "")


def _order(cells: pd.Series, outwards: bool) -> list[int]:
    """The order of cells by their words in the Kazakh alphabet, the last word first where it is `outwards`."""
    plain = cells.str.lower().str.replace(r"[^\w\s-]", "", regex=True)
    words = [cell.translate(_ALPHABET).split() for cell in plain]
    if outwards:
        words = [word[::-1] for word in words]
    return sorted(range(len(words)), key=words.__getitem__)
