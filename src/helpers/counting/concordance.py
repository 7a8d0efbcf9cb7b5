"""Concordance: every place where a word, lemma, phrase or stance category occurs, in its context."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..arguments import instance, one_of, whole
from ..checks import checked
from ..errors import ArgumentError
from ..passages import beginning, contexts, ending, spans
from ..results import describe, one_document
from .items import filters
from .search import Runs, meaning, phrase, words

SORTS = ("position", "left", "keyword", "right", "speaker", "role")
LONG = 1000  # characters shown on either side of a hit, where a sentence has more
ALPHABET = str.maketrans({c: chr(0x430 + i) for i, c in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")})


@checked(
    sort=one_of(*SORTS),
    gloss=instance(str, "an English word, as text", optional=True),
    sentences=whole(0),
    sample=whole(1),
)
def concordance(
    tokens: pd.DataFrame,
    query: str | None = None,
    of: str | None = None,
    *,
    gloss: str | None = None,
    markers: pd.DataFrame | None = None,
    width: int | None = None,
    sentences: int = 0,
    sample: int | None = None,
    seed: int = 0,
    sort: str = "position",
    section: str | None = "turn",
    translation: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every place where a word, lemma, phrase or stance category occurs, each in its context.

    Parameters
    ----------
    tokens : the complete table of `tokenize` (filter the result, not the tokens).
    query : a lemma, or several for a phrase; * and ? stand for any letters; Latin letters that look Kazakh do no harm,
        and a word may be typed as `romanize` writes it, with or without the marks on its letters. With `markers` a
        category (or what `of` names), None for all markers.
    of : "lemma", "norm" or "text"; left out, lemmas are sought, and printed forms where there is no such lemma: a
        warning says where the two differ. With `markers` "category", "subtype" or "marker".
    gloss : instead of a query, English: every word whose gloss has this word (`gloss="party"`).
    width : characters of context within the turn, cut at words; None for the whole sentence.
    sentences : so many sentences more on either side, within the turn.
    sample, seed : so many hits, drawn at random but the same for the same seed; all if left out.
    sort : "position", "left" or "right" (neighbouring words outwards), "keyword", "speaker", "role".
    section : where to look, None for everywhere.
    translation : the table of `read_translation`, for the English of the context in column `en`; for several documents
        with a column `document`.

    Returns
    -------
    DataFrame, one row per hit: line, turn, speaker, role, left, keyword, right, start, end; category, subtype and
        marker with `markers`; en with `translation`. The time is linear in the text; a context shows at most 1,000
        characters on a side.

    Raises ValueError for an empty query, an unknown `sort`, or markers of another text.

    >>> from helpers import tokenize
    >>> concordance(tokenize("Біз де барамыз. Ал сіз?"), "бару", "lemma")[["left", "keyword", "right"]].values.tolist()
    [['Біз де', 'барамыз', '.']]
    """
    if translation is not None and "document" not in translation:
        one_document(tokens)
    if query is None and gloss is None and markers is None:
        raise ArgumentError("concordance: query must be a word or a phrase; or give gloss= or markers=")
    of, sought, found = _found(tokens, query, of, gloss, markers, section)
    chosen = _chosen(tokens, found, section, sample, seed)
    runs = Runs(found.first[chosen], found.last[chosen])

    table = _printed(tokens, runs, width, sentences)
    if markers is not None:
        kept = _marked(markers, query, of).iloc[chosen]
        for column in ("category", "subtype", "marker"):
            if column in kept:
                table[column] = kept[column].astype(str).to_numpy()
    if translation is not None:
        table["en"] = _english(table, translation)
    table = table.drop(columns=["context_start", "context_end"], errors="ignore")
    if sort != "position":
        table = table.iloc[_order(table[sort].astype(str), outwards=sort == "left")].reset_index(drop=True)
    drawn = f", {len(table)} of {_inside(tokens, found, section).sum()} drawn at random (seed {seed})" if sample else ""
    return describe(
        table,
        title=f"Concordance of {sought} ({of})",
        unit="one row per hit",
        n=len(table),
        filters=filters(section, of) + drawn,
        of=of,
        sentences=sentences,
        formula=f"context: {_extent(width, sentences)}",
    )


def _extent(width: int | None, sentences: int) -> str:
    if width is not None:
        return f"{width} characters"
    return f"the sentence and {sentences} on either side" if sentences else "the sentence"


def _found(tokens, query, of, gloss, markers, section) -> tuple[str, str, Runs]:
    """By which column was sought, what, and where it stands."""
    if markers is not None:
        of = of or "category"
        return of, query or "all markers", Runs(*spans(tokens, _marked(markers, query, of)))
    if gloss is not None:
        found, named = meaning(tokens, gloss, of or "lemma")
        return of or "lemma", f"‘{gloss}’: {', '.join(named) or 'no word'}", found
    if of is None:
        of, found = words(tokens, query, section)
        return of, query, found
    return of, query, phrase(tokens, query, of)


def _marked(markers: pd.DataFrame, query: str | None, of: str) -> pd.DataFrame:
    return markers if query is None else markers[(markers[of] == query).to_numpy()]


def _inside(tokens: pd.DataFrame, found: Runs, section: str | None) -> np.ndarray:
    """Which hits are in the section."""
    if section is None:
        return np.ones(len(found.first), bool)
    return (tokens["section"] == section).to_numpy()[found.first]


def _chosen(tokens, found: Runs, section, sample, seed) -> np.ndarray:
    """The numbers of the hits that are shown, in the order of the text."""
    inside = np.flatnonzero(_inside(tokens, found, section))
    if sample is None or sample >= len(inside):
        return inside
    return np.sort(np.random.default_rng(seed).choice(inside, sample, replace=False))


def _printed(tokens, runs: Runs, width, sentences) -> pd.DataFrame:
    """The hits in their contexts; and from which character to which these reach, where they are whole sentences."""
    reach = LONG if width is None else width
    parts = ("sentence",) if width is None else ("turn", "section")
    left, keyword, right = contexts(tokens, runs.first, runs.last, parts, reach + 1, sentences)
    where = [name for name in ("document", "line", "turn", "speaker", "role") if name in tokens]
    table = tokens[where].iloc[runs.first].reset_index(drop=True)
    table["left"] = [_spaced(ending(cell, reach)) for cell in left]
    table["keyword"] = [_spaced(cell) for cell in keyword]
    table["right"] = [_spaced(beginning(cell, reach)) for cell in right]
    table["start"] = tokens["start"].to_numpy()[runs.first]
    table["end"] = tokens["end"].to_numpy()[runs.last]
    if width is None:
        table["context_start"] = table["start"] - [len(cell) for cell in left]
        table["context_end"] = table["end"] + [len(cell) for cell in right]
    return table


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _english(table: pd.DataFrame, translation: pd.DataFrame) -> list[str]:
    """The English of every sentence of a context, or of the hit where contexts are cut."""
    low, high = ("context_start", "context_end") if "context_start" in table else ("start", "end")
    starts, ends = translation["start"].to_numpy(), translation["end"].to_numpy()
    english = translation["en"].astype(str).tolist()
    own = {}
    if "document" in table and "document" in translation:
        documents = translation["document"].astype(str)
        own = {name: (documents == name).to_numpy() for name in table["document"].astype(str).unique()}
    texts = []
    for begin, end, name in zip(table[low], table[high], table["document"].astype(str) if own else [""] * len(table)):
        over = np.flatnonzero((starts < end) & (ends > begin) & own.get(name, True))
        texts.append(" ".join(english[number] for number in over))
    return texts


def _order(cells: pd.Series, outwards: bool) -> list[int]:
    """The order of cells by their words in the Kazakh alphabet, the last word first where it is `outwards`."""
    plain = cells.str.lower().str.replace(r"[^\w\s-]", "", regex=True)
    words = [cell.translate(ALPHABET).split()[:: -1 if outwards else 1] for cell in plain]
    return sorted(range(len(words)), key=words.__getitem__)
