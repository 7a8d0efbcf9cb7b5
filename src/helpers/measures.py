"""Measures of frequency, dispersion, diversity and agreement: pure functions, each with its formula and source.

Frequencies are called a and b, the sizes of the samples they come from c and d, as in Rayson & Garside (2000).
Numbers or numpy arrays go in, the same shape comes out. A case without an answer raises `Undefined` with the reason.
"""

from collections.abc import Sequence, Set
from statistics import NormalDist

import numpy as np

from .errors import Undefined


def _number(value):
    return value.item() if np.ndim(value) == 0 else value


def _samples(a, b, c, d) -> tuple:
    a, b, c, d = (np.asarray(x, dtype=float) for x in (a, b, c, d))
    if np.any(c <= 0) or np.any(d <= 0):
        raise Undefined("a sample of no words has no rates to compare")
    if np.any(a < 0) or np.any(b < 0) or np.any(a > c) or np.any(b > d):
        raise Undefined("a frequency must lie between 0 and the size of its sample")
    return a, b, c, d


def wilson(f, n, confidence: float = 0.95) -> tuple:
    """Interval (low, high) of the proportion f/n: (p + z²/2n ∓ z√(p(1−p)/n + z²/4n²)) / (1 + z²/n).

    It assumes n independent words; words of one turn are not, so it is too narrow. Wilson 1927; Newcombe 1998.

    >>> [round(x, 4) for x in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    f, n = np.asarray(f, dtype=float), np.asarray(n, dtype=float)
    if np.any(n <= 0):
        raise Undefined("a proportion of nothing has no interval (n = 0)")
    if np.any(f < 0) or np.any(f > n):
        raise Undefined("a count must lie between 0 and n")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p, spread = f / n, 1 + z * z / n
    middle, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = np.where(f == 0, 0.0, (middle - half) / spread), np.where(f == n, 1.0, (middle + half) / spread)
    return _number(low), _number(high)


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
    """log₂((a/c)/(b/d)): 1 is twice the rate (Hardie 2014); zero_safe: log₂((a+.5)/(c+.5)) − log₂((b+.5)/(d+.5)).

    The zero-safe form adds ½ to every cell (Walter 1975); without it a frequency of 0 is Undefined.

    >>> log_ratio(4, 1, 100, 100), round(log_ratio(4, 0, 100, 100, zero_safe=True), 3)
    (2.0, 3.17)
    """
    a, b, c, d = _samples(a, b, c, d)
    if not zero_safe and (np.any(a == 0) or np.any(b == 0)):
        raise Undefined("the log ratio of a frequency of 0 is infinite; zero_safe=True adds ½ to every cell")
    half = 0.5 if zero_safe else 0.0
    return _number(np.log2((a + half) / (c + half)) - np.log2((b + half) / (d + half)))


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


def mtld(tokens: Sequence[str], minimum: int = 100, factor: float = 0.72) -> float:
    """Mean length of stretches whose type-token ratio stays above `factor`, read both ways. McCarthy & Jarvis 2010.

    A stretch ends where the ratio is ≤ factor (with < the value differs); the last one counts in part.

    >>> round(mtld("a b a c d d".split(), minimum=0), 3)
    3.085
    """
    if len(tokens) < max(minimum, 1):
        raise Undefined(f"MTLD is not reported below {minimum} words; there are {len(tokens)}")
    tokens, lengths = list(tokens), []
    for direction in (tokens, tokens[::-1]):
        types, n, factors, ratio = set(), 0, 0.0, 1.0
        for token in direction:
            types.add(token)
            n += 1
            ratio = len(types) / n
            if ratio <= factor:
                types, n, factors, ratio = set(), 0, factors + 1, 1.0
        factors += (1 - ratio) / (1 - factor)
        if not factors:
            raise Undefined("no word is repeated, so the ratio never falls and MTLD is infinite")
        lengths.append(len(tokens) / factors)
    return sum(lengths) / 2


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
