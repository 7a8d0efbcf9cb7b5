"""How differently two samples use a word: frequencies a and b in samples of c and d words (Rayson & Garside 2000)."""

import numpy as np

from ..arguments import numbers
from ..checks import checked
from ..errors import Undefined
from .intervals import _number


def _samples(a, b, c, d) -> tuple:
    a, b, c, d = (np.asarray(x, dtype=float) for x in (a, b, c, d))
    if np.any(c <= 0) or np.any(d <= 0):
        raise Undefined("a sample of no words has no rates to compare")
    if np.any(a < 0) or np.any(b < 0) or np.any(a > c) or np.any(b > d):
        raise Undefined("a frequency must lie between 0 and the size of its sample")
    return a, b, c, d


def _term(observed, expected):
    return observed * np.log(np.where(observed > 0, observed, 1) / np.where(observed > 0, expected, 1))


@checked(a=numbers, b=numbers, c=numbers, d=numbers, cells=numbers)
def log_likelihood(a, b, c, d, cells: int = 2):
    """G² = 2 Σ O ln(O/E), negative where the first sample uses the word less; no correction is applied.

    cells=2: O = a, b and E₁ = c(a+b)/(c+d), E₂ = d(a+b)/(c+d) (Rayson & Garside 2000); cells=4 adds c−a and d−b, all
    other words (Dunning 1993). For a word pair (f₁₂, (f₁, f₂), n): a = f₁₂, b = f₂ − f₁₂, c = f₁, d = n − f₁, cells=4.

    >>> round(log_likelihood(52, 57, 50_000, 75_000), 4)
    2.6517
    """
    if cells not in (2, 4):
        raise ValueError(f"cells must be 2 or 4, not {cells!r}")
    a, b, c, d = _samples(a, b, c, d)
    share = (a + b) / (c + d)
    g2 = _term(a, c * share) + _term(b, d * share)
    if cells == 4:
        g2 = g2 + _term(c - a, c * (1 - share)) + _term(d - b, d * (1 - share))
    return _number(2 * np.maximum(g2, 0) * np.where(a / c < b / d, -1, 1))


@checked(a=numbers, b=numbers, c=numbers, d=numbers)
def log_ratio(a, b, c, d, zero_safe: bool = False):
    """log₂((a/c)/(b/d)): 1 is twice the rate (Hardie 2014); with zero_safe a cell of 0 is corrected, no other.

    With s = min(c, d) the correction is log₂((a + ½·c/s)/c) − log₂((b + ½·d/s)/d): both rates grow by ½ word of the
    smaller sample, so that the sign is always that of the two rates (after Walter 1975). Without it a 0 is Undefined.

    >>> log_ratio(4, 1, 100, 100), round(log_ratio(2, 0, 321, 59, zero_safe=True), 2)
    (2.0, 0.8)
    """
    a, b, c, d = _samples(a, b, c, d)
    empty = (a == 0) | (b == 0)
    if np.any(empty) and not zero_safe:
        raise Undefined("the log ratio of a frequency of 0 is infinite; zero_safe=True corrects such cells")
    more = np.where(empty, 0.5 / np.minimum(c, d), 0)
    return _number(np.log2(a / c + more) - np.log2(b / d + more))
