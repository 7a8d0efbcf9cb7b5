"""Passages: the tokens that a marker spans, and what is printed before, in and after a run of tokens."""

import numpy as np
import pandas as pd

from .columns import codes, unit


def spans(tokens, markers) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the first and the last token of every marker."""
    ends = []
    for edge in ("start", "end"):
        place = unit(tokens, edge)
        known, wanted = (tokens[edge], markers[edge]) if place == [edge] else codes(place, tokens, markers)[0]
        ends.append(pd.Index(known).get_indexer(wanted))
    if min(end.min(initial=0) for end in ends) < 0:
        raise ValueError("a marker does not begin and end with a token: these markers belong to another text")
    return tuple(ends)


def contexts(
    tokens: pd.DataFrame,
    first: np.ndarray,
    last: np.ndarray,
    parts: tuple[str, ...] = ("sentence", "line"),
    reach: int | None = None,
    around: int = 0,
    within: tuple[str, ...] = ("turn", "section"),
) -> list[list[str]]:
    """What is printed before, in and after each run of tokens: in the same `parts`, at most `reach` characters away.

    With `around` the context takes so many more parts on either side, as long as they are in the same `within`.
    """
    pieces = [text + after for text, after in zip(tokens["text"].astype(str), tokens["after"].astype(str))]
    text, at = "".join(pieces), np.cumsum([0, *map(len, pieces)])
    begins, ends = _same(tokens, parts, first, around)
    if around:
        outer_begins, outer_ends = _same(tokens, within, first, 0)
        begins, ends = np.maximum(begins, outer_begins), np.minimum(ends, outer_ends)
    low, begin, high = at[begins], at[first], at[ends]
    end = at[last] + (tokens["end"] - tokens["start"]).to_numpy()[last]
    if reach is not None:
        low, high = np.maximum(low, begin - reach), np.minimum(high, end + reach)
    return [[text[i:j] for i, j in zip(a.tolist(), b.tolist())] for a, b in ((low, begin), (begin, end), (end, high))]


def _same(
    tokens: pd.DataFrame, parts: tuple[str, ...], first: np.ndarray, around: int
) -> tuple[np.ndarray, np.ndarray]:
    """Where the part of each token begins and ends, or the part so many before it and after it."""
    columns = dict.fromkeys(column for part in parts for column in unit(tokens, part))
    borders = [np.diff(pd.factorize(tokens[column])[0], prepend=-2, append=-2) != 0 for column in columns]
    edges = np.flatnonzero(np.logical_or.reduce(borders))
    run = np.searchsorted(edges, first, "right") - 1
    before = np.maximum(run - around, 0)
    behind = np.minimum(run + 1 + around, len(edges) - 1)
    return edges[before], edges[behind]


def english(translation: pd.DataFrame, start: int, end: int) -> str:
    """The English of the characters from start to end: every sentence of the translation that reaches into them."""
    inside = (translation["start"] < end) & (translation["end"] > start)
    return " ".join(translation.loc[inside, "en"])


def ending(text: str, width: int | None) -> str:
    """The last words of a text, at most `width` characters of them, with … where it was cut.

    >>> ending("one two three", 8), ending("one two three", 4), ending("one", 8)
    ('…three', '…', 'one')
    """
    if width is None or len(text) <= width:
        return text
    kept = text[-width:]
    if text[-width - 1].isspace() or kept[0].isspace():
        return "…" + kept.lstrip()
    return "…" + "".join(kept.split(maxsplit=1)[1:])


def beginning(text: str, width: int | None) -> str:
    """The first words of a text, at most `width` characters of them, with … where it was cut.

    >>> beginning("one two three", 8)
    'one two…'
    """
    return ending(text[::-1], width)[::-1]
