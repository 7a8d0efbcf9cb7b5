"""Passages: the tokens that a marker spans, and what is printed before, in and after a run of tokens."""

import numpy as np
import pandas as pd

from .columns import codes, unit


def spans(tokens, markers) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the first and the last token of every marker."""
    ends = []
    for edge in ("start", "end"):
        (code, wanted), _ = codes(unit(tokens, edge), tokens, markers)
        ends.append(pd.Index(code).get_indexer(wanted))
    if min(end.min(initial=0) for end in ends) < 0:
        raise ValueError("a marker does not begin and end with a token: these markers belong to another text")
    return tuple(ends)


def contexts(tokens, first, last, parts=("sentence", "line"), reach: int | None = None) -> list[list[str]]:
    """What is printed before, in and after each run of tokens, in the same `parts`, at most `reach` characters away."""
    pieces = [text + after for text, after in zip(tokens["text"].astype(str), tokens["after"].astype(str))]
    text, at = "".join(pieces), np.cumsum([0, *map(len, pieces)])
    parts = dict.fromkeys(column for part in parts for column in unit(tokens, part))
    borders = [np.diff(pd.factorize(tokens[part])[0], prepend=-2, append=-2) != 0 for part in parts]
    new = np.flatnonzero(np.logical_or.reduce(borders))
    run = np.searchsorted(new, first, "right") - 1
    low, begin, high = at[new[run]], at[first], at[new[run + 1]]
    end = at[last] + (tokens["end"] - tokens["start"]).to_numpy()[last]
    if reach is not None:
        low, high = np.maximum(low, begin - reach), np.minimum(high, end + reach)
    return [[text[i:j] for i, j in zip(a.tolist(), b.tolist())] for a, b in ((low, begin), (begin, end), (end, high))]
