"""Intervals of proportions and rates, over words that are not independent, and of ratios of rates."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from ..arguments import as_long_as, numbers, series
from ..checks import checked
from ..errors import Undefined

FEW_PARTS = 4  # below so many turns or documents their differences say nothing about clustering (Rao & Scott 1992)


def _number(value):
    return value.item() if np.ndim(value) == 0 else value


def _quantile(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


@checked(parts=numbers)
def t_quantile(parts, confidence: float = 0.95):
    """The quantile of Student's t that a two-sided interval from `parts` independent parts takes (parts − 1 degrees).

    Expansion of Fisher & Cornish 1960 (Abramowitz & Stegun 26.7.5), right to .01 from four parts on.

    >>> round(t_quantile(12), 2), round(t_quantile(4), 2)
    (2.2, 3.18)
    """
    z, degrees = _quantile(confidence), np.asarray(parts, dtype=float) - 1
    if np.any(degrees < FEW_PARTS - 1):
        raise Undefined(f"an interval over turns or documents needs at least {FEW_PARTS} of them")
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return _number(z + first / degrees + second / degrees**2 + third / degrees**3 + fourth / degrees**4)


@checked(f=numbers, n=numbers)
def wilson(f, n, confidence: float = 0.95) -> tuple:
    """Interval (low, high) of the proportion f/n: (p + z²/2n ∓ z√(p(1−p)/n + z²/4n²)) / (1 + z²/n).

    It assumes n independent words; words of one turn are not, so it is too narrow: see `rate_interval`.
    Wilson 1927; Newcombe 1998.

    >>> [round(x, 4) for x in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    f, n = np.asarray(f, dtype=float), np.asarray(n, dtype=float)
    if np.any(n <= 0):
        raise Undefined("a proportion of nothing has no interval (n = 0)")
    if np.any(f < 0) or np.any(f > n):
        raise Undefined("a count must lie between 0 and n")
    low, high = _wilson(f / n, n, _quantile(confidence))
    return _number(low), _number(high)


def _wilson(p, n, z) -> tuple:
    spread = 1 + z * z / n
    middle = p + z * z / (2 * n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return np.where(p == 0, 0.0, (middle - half) / spread), np.where(p == 1, 1.0, (middle + half) / spread)


@checked(counts=series, sizes=as_long_as("counts"))
def design_effect(counts: Sequence[int], sizes: Sequence[int], *, poisson: bool = False) -> float:
    """How many times the variance of a rate is that of independent words, from its spread over parts; at least 1.

    deff = k/(k−1) · Σ(fⱼ − p·nⱼ)² / (N·p·(1−p)) over the k parts (turns or documents) that have words; 1 where f is 0
    or N, or k < 4. poisson=True divides by N·p: one word can carry two markers. Kish 1965; Rao & Scott 1992.

    counts: how often the item stands in each part; sizes: how many words each part has.

    >>> design_effect([4, 0, 0, 0], [10, 10, 10, 10], poisson=True)
    4.0
    """
    f, n = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    f, n = f[n > 0], n[n > 0]
    sums = (f**2).sum(), (f * n).sum(), (n**2).sum()
    return float(design_effect_of_sums(f.sum(), n.sum(), len(n), *sums, poisson=poisson))


@checked(f=numbers, n=numbers, parts=numbers, f_f=numbers, f_n=numbers, n_n=numbers)
def design_effect_of_sums(f, n, parts, f_f, f_n, n_n, *, poisson: bool = False):
    """`design_effect` from sums over the parts: Σfⱼ, Σnⱼ, k, Σfⱼ², Σfⱼnⱼ, Σnⱼ² (numbers or arrays)."""
    f, n, parts, f_f, f_n, n_n = (np.asarray(x, dtype=float) for x in (f, n, parts, f_f, f_n, n_n))
    p = f / np.maximum(n, 1)
    variance = n * p
    if not poisson:
        variance = variance * (1 - p)
    clustered = (variance > 0) & (f < n if not poisson else f > 0) & (parts >= FEW_PARTS)
    squares = f_f - 2 * p * f_n + p * p * n_n
    deff = parts / np.maximum(parts - 1, 1) * squares / np.where(clustered, variance, 1)
    return _number(np.where(clustered, np.maximum(deff, 1), 1.0))


@checked(f=numbers, n=numbers, deff=numbers, parts=numbers)
def rate_interval(f, n, deff=1.0, parts=0, *, poisson: bool = False, confidence: float = 0.95) -> tuple:
    """Interval (low, high) of the rate f/n over parts whose design effect is known; multiply by 1,000 for a rate.

    Words: Wilson at p = f/n with n/deff words (Wilson 1927; Korn & Graubard 1998). Markers (poisson=True), of which a
    word can carry two: λ = f/deff, (λ + z²/2 ∓ z√(λ + z²/4))·deff/n. In place of z stands Student's t of parts − 1
    degrees; z itself below four parts.

    >>> [round(1000 * x, 1) for x in rate_interval(12, 321, deff=2.6, parts=6)]
    [12.1, 109.7]
    """
    f, n, deff, parts = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (f, n, deff, parts)))
    if np.any(n <= 0):
        raise Undefined("a proportion of nothing has no interval (n = 0)")
    student = t_quantile(np.maximum(parts, FEW_PARTS), confidence)
    z = np.where(parts >= FEW_PARTS, student, _quantile(confidence))
    if not poisson:
        low, high = _wilson(f / n, n / deff, z)
        return _number(low), _number(high)
    expected = f / deff
    middle, half = expected + z * z / 2, z * np.sqrt(expected + z * z / 4)
    return _number(np.where(f == 0, 0.0, (middle - half) * deff / n)), _number((middle + half) * deff / n)


@checked(p1=numbers, low1=numbers, high1=numbers, p2=numbers, low2=numbers, high2=numbers)
def ratio_interval(p1, low1, high1, p2, low2, high2) -> tuple:
    """Interval (low, high) of the ratio p1/p2 from the intervals of the two rates (MOVER; Zou & Donner 2008).

    One end is open where a rate is 0: low 0, or high ∞. The intervals that go in take z, not t.

    >>> low, high = ratio_interval(0.05, 0.03, 0.08, 0.02, 0.01, 0.04)
    >>> round(low, 3), round(high, 3)
    (1.05, 5.737)
    """
    p1, low1, high1, p2, low2, high2 = (np.asarray(x, dtype=float) for x in (p1, low1, high1, p2, low2, high2))
    product, above, below = p1 * p2, low1 * (2 * p1 - low1), high2 * (2 * p2 - high2)
    higher, lower = high1 * (2 * p1 - high1), low2 * (2 * p2 - low2)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = above / (product + np.sqrt(np.maximum(product**2 - above * below, 0)))  # Zou & Donner's, multiplied out
        high = (product + np.sqrt(np.maximum(product**2 - higher * lower, 0))) / lower
    return _number(np.where(p1 == 0, 0.0, np.maximum(low, 0))), _number(np.where(p2 == 0, np.inf, high))
