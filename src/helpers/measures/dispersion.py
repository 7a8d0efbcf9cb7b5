"""How evenly a word is spread over the parts of a text."""

from collections.abc import Sequence

import numpy as np

from ..arguments import as_long_as, numbers, series
from ..checks import checked
from ..errors import Undefined
from .intervals import _number


def _shares(sizes) -> np.ndarray:
    sizes = np.asarray(sizes, dtype=float)
    if len(sizes) < 2 or np.any(sizes <= 0):
        raise Undefined("dispersion needs at least two parts, none of them empty")
    return sizes / sizes.sum()


@checked(counts=series, sizes=as_long_as("counts"))
def dp(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """DP = ½ Σ |vᵢ/f − sᵢ|: 0 is spread as the parts are long, towards 1 is all in one small part. Gries 2008.

    counts: how often the word stands in each part; sizes: how many words each part has.

    >>> round(dp([1, 0, 0, 0, 0], [9, 10, 10, 10, 11]), 2)
    0.82
    """
    shares, f = _shares(sizes), np.asarray(counts, dtype=float)
    if f.sum() <= 0:
        raise Undefined("a word that does not occur has no dispersion")
    return float(np.abs(f / f.sum() - shares).sum() / 2)


@checked(counts=series, sizes=as_long_as("counts"))
def dp_norm(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """DPnorm = DP / (1 − min sᵢ), so that 1 can be reached. Lijffijt & Gries 2012.

    >>> round(dp_norm([0, 1, 0, 0, 0], [9, 10, 10, 10, 11]), 3)
    0.976
    """
    return dp(counts, sizes) / (1 - float(_shares(sizes).min()))


@checked(f=numbers, sizes=series)
def dp_floor(f, sizes: Sequence[int]):
    """The least DP that f occurrences can have in parts of these sizes: f < number of parts leaves parts empty.

    Each part gets ⌊f·sᵢ⌋, the rest goes where the remainders are largest; equal parts are treated together.

    >>> dp_floor(3, [30] * 12)
    0.75
    """
    shares, repeats = np.unique(_shares(sizes), return_counts=True)
    f = np.asarray(f, dtype=float)
    if not np.all(f >= 1):
        raise Undefined("a word that does not occur has no dispersion")
    fair = f[..., None] * shares
    whole = np.floor(fair + 1e-9)
    rest = np.maximum(fair - whole, 0)
    order = np.argsort(-rest, axis=-1)
    rest, many = np.take_along_axis(rest, order, -1), repeats[order]
    left = np.rint(f - (whole * repeats).sum(-1))[..., None] - (many.cumsum(-1) - many)
    over = np.clip(left, 0, many)
    return _number((over * (1 - rest) + (many - over) * rest).sum(-1) / (2 * f))


@checked(f=numbers, sizes=series)
def dp_ceiling(f, sizes: Sequence[int]):
    """The greatest DP that f occurrences can have: they fill parts whose sizes add up to f as nearly as can be.

    Parts of T words together hold at most min(1, T/f) of the word and are T/N of the text. After Gries 2022.

    >>> round(dp_ceiling(1, [9, 10, 10, 10, 11]), 2)
    0.82
    """
    _shares(sizes)
    n, f = int(np.sum(sizes)), np.asarray(f, dtype=float)
    if not np.all(f >= 1):
        raise Undefined("a word that does not occur has no dispersion")
    f = np.minimum(f, n)
    reached = 1  # bit T is set where some parts have T words together
    for size in sizes:
        reached |= reached << int(size)
    sums = np.flatnonzero(np.frombuffer(bin(reached)[:1:-1].encode(), np.uint8) == ord("1"))
    above, below = sums[np.searchsorted(sums, f)], sums[np.searchsorted(sums, f, "right") - 1]
    return _number(np.maximum(below * (1 / f - 1 / n), 1 - above / n))


@checked(dp=numbers, floor=numbers, ceiling=numbers)
def dp_rescaled(dp, floor, ceiling):
    """(DP − floor)/(ceiling − floor): 0 is as even, 1 as uneven as that count can be in these parts. Gries 2022.

    Undefined, or NaN in an array, where floor and ceiling are the same.

    >>> dp_rescaled(0.8, 0.75, 0.95)
    0.25
    """
    dp, floor, ceiling = (np.asarray(x, dtype=float) for x in (dp, floor, ceiling))
    room = ceiling - floor
    if room.ndim == 0 and room <= 0:
        raise Undefined("this count has only one dispersion in these parts")
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = np.where(room > 1e-12, (dp - floor) / room, np.nan)
    return _number(np.round(scaled, 12) + 0.0)  # no −0
