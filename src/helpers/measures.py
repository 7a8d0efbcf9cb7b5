"""Measures of frequency, dispersion, diversity and agreement: pure functions, each with its formula and source.

Frequencies are called a and b, the sizes of the samples they come from c and d, as in Rayson & Garside (2000).
Numbers or numpy arrays go in, the same shape comes out. A case without an answer raises `Undefined` with the reason.
"""

from collections.abc import Sequence, Set
from statistics import NormalDist

import numpy as np

from .errors import Undefined

FEW_PARTS = 4  # below so many turns or documents their differences say nothing about clustering (Rao & Scott 1992)


def _number(value):
    return value.item() if np.ndim(value) == 0 else value


def _samples(a, b, c, d) -> tuple:
    a, b, c, d = (np.asarray(x, dtype=float) for x in (a, b, c, d))
    if np.any(c <= 0) or np.any(d <= 0):
        raise Undefined("a sample of no words has no rates to compare")
    if np.any(a < 0) or np.any(b < 0) or np.any(a > c) or np.any(b > d):
        raise Undefined("a frequency must lie between 0 and the size of its sample")
    return a, b, c, d


def _quantile(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


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


def design_effect(counts: Sequence[int], sizes: Sequence[int], *, poisson: bool = False) -> float:
    """How many times the variance of a rate is that of independent words, from its spread over parts; at least 1.

    deff = k/(k−1) · Σ(fⱼ − p·nⱼ)² / (N·p·(1−p)) over the k parts (turns or documents) that have words; 1 where f is 0
    or N, or k < 4. poisson=True divides by N·p: one word can carry two markers. Kish 1965; Rao & Scott 1992.

    counts: how often the item stands in each part; sizes: how many words each part has.

    >>> design_effect([4, 0, 0, 0], [10, 10, 10, 10], poisson=True)
    4.0
    """
    counts, sizes = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    sums = (counts**2).sum(), (counts * sizes).sum(), (sizes**2).sum()
    return float(design_effect_of_sums(counts.sum(), sizes.sum(), len(sizes), *sums, poisson=poisson))


def design_effect_of_sums(f, n, parts, f_f, f_n, n_n, *, poisson: bool = False):
    """`design_effect` from sums over the parts: Σfⱼ, Σnⱼ, k, Σfⱼ², Σfⱼnⱼ, Σnⱼ² (numbers or arrays)."""
    f, n, parts = (np.asarray(x, dtype=float) for x in (f, n, parts))
    p = f / np.maximum(n, 1)
    variance = n * p
    if not poisson:
        variance = variance * (1 - p)
    clustered = (variance > 0) & (f < n if not poisson else f > 0) & (parts >= FEW_PARTS)
    squares = f_f - 2 * p * f_n + p * p * n_n
    deff = parts / np.maximum(parts - 1, 1) * squares / np.where(clustered, variance, 1)
    return _number(np.where(clustered, np.maximum(deff, 1), 1.0))


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


def _term(observed, expected):
    return observed * np.log(np.where(observed > 0, observed, 1) / np.where(observed > 0, expected, 1))


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


def percent_diff(a, b, c, d):
    """%DIFF = 100 (a/c − b/d) / (b/d), the second sample being the reference. Gabrielatos & Marchi 2011.

    >>> percent_diff(3, 2, 100, 100)
    50.0
    """
    a, b, c, d = _samples(a, b, c, d)
    if np.any(b == 0):
        raise Undefined("%DIFF divides by the rate in the second sample, which is 0")
    return _number(100 * (a * d - b * c) / (b * c))


def _shares(sizes) -> np.ndarray:
    sizes = np.asarray(sizes, dtype=float)
    if len(sizes) < 2 or np.any(sizes <= 0):
        raise Undefined("dispersion needs at least two parts, none of them empty")
    return sizes / sizes.sum()


def dp(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """DP = ½ Σ |vᵢ/f − sᵢ|: 0 is spread as the parts are long, towards 1 is all in one small part. Gries 2008.

    counts: how often the word stands in each part; sizes: how many words each part has.

    >>> round(dp([1, 0, 0, 0, 0], [9, 10, 10, 10, 11]), 2)
    0.82
    """
    shares, counts = _shares(sizes), np.asarray(counts, dtype=float)
    if counts.sum() <= 0:
        raise Undefined("a word that does not occur has no dispersion")
    return float(np.abs(counts / counts.sum() - shares).sum() / 2)


def dp_norm(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """DPnorm = DP / (1 − min sᵢ), so that 1 can be reached. Lijffijt & Gries 2012.

    >>> round(dp_norm([0, 1, 0, 0, 0], [9, 10, 10, 10, 11]), 3)
    0.976
    """
    return dp(counts, sizes) / (1 - float(_shares(sizes).min()))


def dp_floor(f, sizes: Sequence[int]):
    """The least DP that f occurrences can have in parts of these sizes: f < number of parts leaves parts empty.

    Each part gets ⌊f·sᵢ⌋, the rest goes where the remainders are largest; equal parts are treated together.

    >>> dp_floor(3, [30] * 12)
    0.75
    """
    shares, repeats = np.unique(_shares(sizes), return_counts=True)
    f = np.asarray(f, dtype=float)
    if np.any(f < 1):
        raise Undefined("a word that does not occur has no dispersion")
    fair = f[..., None] * shares
    whole = np.floor(fair + 1e-9)
    rest = np.maximum(fair - whole, 0)
    order = np.argsort(-rest, axis=-1)
    rest, many = np.take_along_axis(rest, order, -1), repeats[order]
    left = np.rint(f - (whole * repeats).sum(-1))[..., None] - (many.cumsum(-1) - many)
    over = np.clip(left, 0, many)
    return _number((over * (1 - rest) + (many - over) * rest).sum(-1) / (2 * f))


def dp_ceiling(f, sizes: Sequence[int]):
    """The greatest DP that f occurrences can have: they fill parts whose sizes add up to f as nearly as can be.

    Parts of T words together hold at most min(1, T/f) of the word and are T/N of the text. After Gries 2022.

    >>> round(dp_ceiling(1, [9, 10, 10, 10, 11]), 2)
    0.82
    """
    _shares(sizes)
    n, f = int(np.sum(sizes)), np.asarray(f, dtype=float)
    if np.any(f < 1):
        raise Undefined("a word that does not occur has no dispersion")
    f = np.minimum(f, n)
    reached = 1  # bit T is set where some parts have T words together
    for size in sizes:
        reached |= reached << int(size)
    sums = np.flatnonzero(np.frombuffer(bin(reached)[:1:-1].encode(), np.uint8) == ord("1"))
    above, below = sums[np.searchsorted(sums, f)], sums[np.searchsorted(sums, f, "right") - 1]
    return _number(np.maximum(below * (1 / f - 1 / n), 1 - above / n))


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
    return _number(np.round(scaled, 12))


def mattr(tokens: Sequence[str], window: int = 50) -> float:
    """Mean type-token ratio of all windows of that many words; name the window with it. Covington & McFall 2010.

    >>> mattr("a b a c".split(), window=2)
    1.0
    """
    if not 1 <= window <= len(tokens):
        raise Undefined(f"{len(tokens)} words do not fill one window of {window}")
    tokens, inside, total = list(tokens), {}, 0
    for i, token in enumerate(tokens):
        inside[token] = inside.get(token, 0) + 1
        if i >= window:
            gone = tokens[i - window]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if i >= window - 1:
            total += len(inside)
    return total / window / (len(tokens) - window + 1)


def mtld(tokens: Sequence[str], minimum_factors: float = 3, factor: float = 0.72) -> float:
    """Mean length of stretches whose type-token ratio stays above `factor`, read both ways. McCarthy & Jarvis 2010.

    A stretch (a "factor") ends where the ratio is ≤ factor (with < the value differs); the last one counts in part.
    Undefined below `minimum_factors` of them: the value would be longer than a third of the text (Koizumi 2012).

    >>> round(mtld("a b a c d d".split(), minimum_factors=0), 3)
    3.085
    """
    tokens = list(tokens)
    found = [_factors(tokens, factor), _factors(tokens[::-1], factor)]
    if min(found) == 0:
        raise Undefined("no word is repeated, so the ratio never falls and MTLD is infinite")
    if min(found) < minimum_factors:
        ends = f"the ratio falls to {factor} only {min(found):.1f} times, and MTLD wants {minimum_factors}"
        raise Undefined(f"{len(tokens)} words are too few for MTLD: {ends}")
    return sum(len(tokens) / factors for factors in found) / 2


def _factors(tokens: list[str], factor: float) -> float:
    """How many stretches the text has, read from its beginning."""
    types, n, factors, ratio = set(), 0, 0.0, 1.0
    for token in tokens:
        types.add(token)
        n += 1
        ratio = len(types) / n
        if ratio <= factor:
            types, n, factors, ratio = set(), 0, factors + 1, 1.0
    return factors + (1 - ratio) / (1 - factor)


def precision(gold: Set, found: Set) -> float:
    """Share of the found that is in gold, by `nltk.metrics`. van Rijsbergen 1979.

    >>> precision({1, 2}, {2, 3, 4, 5})
    0.25
    """
    from nltk.metrics import scores

    if not found:
        raise Undefined("nothing was found, so there is no precision")
    return scores.precision(set(gold), set(found))


def recall(gold: Set, found: Set) -> float:
    """Share of gold that was found, by `nltk.metrics`. van Rijsbergen 1979.

    >>> recall({1, 2}, {2, 3, 4, 5})
    0.5
    """
    from nltk.metrics import scores

    if not gold:
        raise Undefined("there was nothing to find, so there is no recall")
    return scores.recall(set(gold), set(found))


def f1(gold: Set, found: Set) -> float:
    """2·hits / (gold + found), by `nltk.metrics`; 0 where one side is empty, Undefined where both are.

    >>> round(f1({1, 2}, {2, 3, 4, 5}), 3)
    0.333
    """
    from nltk.metrics import scores

    if not gold and not found:
        raise Undefined("nothing to find and nothing found, so there is no F1")
    return float(scores.f_measure(set(gold), set(found)) or 0) if gold and found else 0.0


def f1_range(hits: int, misses: int, false: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of F1 = 2J/(1+J), from Wilson's on J = hits/(hits + misses + false); NaN where all are 0.

    >>> [round(x, 2) for x in f1_range(3, 0, 0)]
    [0.61, 1.0]
    """
    if not hits + misses + false:
        return float("nan"), float("nan")
    low, high = wilson(hits, hits + misses + false, confidence)
    return 2 * low / (1 + low), 2 * high / (1 + high)


def _task(codings: Sequence[Sequence], complete: bool):
    from nltk.metrics.agreement import AnnotationTask

    if len(codings) < 2 or len({len(coding) for coding in codings}) != 1:
        raise ValueError("agreement needs two or more codings of the same items")
    data = [(c, i, label) for c, coding in enumerate(codings) for i, label in enumerate(coding) if label is not None]
    if complete and len(data) < sum(map(len, codings)):
        raise ValueError("kappa needs a label for every item; alpha takes None for a missing one")
    if len({label for _, _, label in data}) < 2:
        raise Undefined("only one label was ever used, so agreement cannot be told from chance")
    return AnnotationTask(data=data)


def kappa(first: Sequence, second: Sequence) -> float:
    """Agreement of two codings beyond chance, (Ao − Ae)/(1 − Ae) (NLTK's AnnotationTask). Cohen 1960.

    >>> round(kappa("yynn", "ynnn"), 2)
    0.5
    """
    return float(_task((first, second), complete=True).kappa())


def alpha(*codings: Sequence) -> float:
    """Krippendorff's alpha for nominal labels, 1 − Do/De; None is a missing label (NLTK). Krippendorff 2004.

    >>> round(alpha("yynn", "ynnn"), 3)
    0.533
    """
    return float(_task(codings, complete=False).alpha())
