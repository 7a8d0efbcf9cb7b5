"""Where sentences end: at a line break, or behind . ! ? … and what closes there, before what may begin the next."""

import numpy as np
import pandas as pd

from .pieces import abbreviations

STOPS = frozenset(".!?…")
_CLOSING = frozenset("»”’)]}")
_OPENING = frozenset("«“„([{‘—–−─-")
_EITHER = frozenset("\"'")
_END, _BEGIN, _CLOSE, _OPEN, _QUOTE = 1, 2, 4, 8, 16


def border(token: str) -> int:
    """What a token may do where two sentences meet, one bit each: end, begin, close, open, or one of the last two."""
    if token[:1].isupper() or token[:1].isdigit():
        return _BEGIN | _END if _may_end(token) else _BEGIN
    if token in _CLOSING:
        return _CLOSE
    if token in _OPENING:
        return _OPEN
    if token in _EITHER:
        return _QUOTE
    return _END if _may_end(token) else 0


def _may_end(token: str) -> bool:
    if token[-1:] not in STOPS:
        return False
    return len(token) == 1 or not token[0].isalnum() or abbreviations().get(token.lower(), False)


def _first_not(skip: np.ndarray) -> np.ndarray:
    """For each position the first one at or after it that is not to be skipped (the length where there is none)."""
    length = len(skip)
    index = np.arange(length + 1, dtype=np.int32)
    found = np.where(np.append(skip, False), np.int32(length), index)
    return np.minimum.accumulate(found[::-1])[::-1]


def sentence_ends(borders: np.ndarray, tight: np.ndarray, newline: np.ndarray) -> np.ndarray:
    """Whether a sentence ends with the token.

    `borders`: what each token may do (`border`); `tight`: no space follows it; `newline`: a line break does. A capital
    or a figure may begin a sentence, also behind a quotation mark, a bracket or a dash.
    """
    end, begin, closing, opening, quote = (borders & bit > 0 for bit in (_END, _BEGIN, _CLOSE, _OPEN, _QUOTE))
    begin = np.append(begin, True)  # the end of the text is as good
    follows = np.append(False, tight[:-1])  # no space before it
    closing = closing | (quote & follows & ~newline) | end
    opening = opening | (quote & ~follows)
    behind = _first_not(closing)
    target = _first_not(opening | closing)
    stop = np.flatnonzero(end)
    after = behind[stop + 1]
    fits = begin[target[after]]
    last = np.zeros(len(end), bool)
    last[np.maximum(after[fits] - 1, stop[fits])] = True
    return last | newline


def numbered(last: np.ndarray, spoken: np.ndarray) -> pd.arrays.IntegerArray:
    """Sentences counted from 1; missing where nothing is spoken."""
    group = np.cumsum(last, dtype=np.int32) - last
    number = np.zeros(len(last), np.int64)
    number[spoken] = pd.factorize(group[spoken])[0] + 1
    return pd.arrays.IntegerArray(number, ~spoken)
