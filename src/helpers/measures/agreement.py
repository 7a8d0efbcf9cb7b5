"""Agreement of labels: with a gold standard, and beyond chance."""

from collections.abc import Sequence, Set

from ..arguments import a_sequence, a_set, number, sequences
from ..checks import checked
from ..errors import ArgumentError, Undefined
from .intervals import rate_interval


@checked(gold=a_set, found=a_set)
def precision(gold: Set, found: Set) -> float:
    """Share of the found that is in gold, by `nltk.metrics`. van Rijsbergen 1979.

    >>> precision({1, 2}, {2, 3, 4, 5})
    0.25
    """
    from nltk.metrics import scores

    if not found:
        raise Undefined("nothing was found, so there is no precision")
    return scores.precision(set(gold), set(found))


@checked(gold=a_set, found=a_set)
def recall(gold: Set, found: Set) -> float:
    """Share of gold that was found, by `nltk.metrics`. van Rijsbergen 1979.

    >>> recall({1, 2}, {2, 3, 4, 5})
    0.5
    """
    from nltk.metrics import scores

    if not gold:
        raise Undefined("there was nothing to find, so there is no recall")
    return scores.recall(set(gold), set(found))


@checked(gold=a_set, found=a_set)
def f1(gold: Set, found: Set) -> float:
    """2·hits / (gold + found), by `nltk.metrics`; 0 where one side is empty, Undefined where both are.

    >>> round(f1({1, 2}, {2, 3, 4, 5}), 3)
    0.333
    """
    from nltk.metrics import scores

    if not gold and not found:
        raise Undefined("nothing to find and nothing found, so there is no F1")
    return float(scores.f_measure(set(gold), set(found)) or 0) if gold and found else 0.0


@checked(hits=number, misses=number, false=number, deff=number, parts=number)
def f1_range(
    hits: int, misses: int, false: int, confidence: float = 0.95, *, deff: float = 1.0, parts: int = 0
) -> tuple[float, float]:
    """Interval of F1 = 2J/(1+J), from that of `rate_interval` on J = hits/(hits + misses + false); NaN where all are 0.

    deff, parts: the `design_effect` of J over so many documents; without them Wilson's for independent labels.

    >>> [round(x, 2) for x in f1_range(3, 0, 0)]
    [0.61, 1.0]
    """
    if not hits + misses + false:
        return float("nan"), float("nan")
    ends = rate_interval(hits, hits + misses + false, deff, parts, confidence=confidence)
    low, high = (2 * end / (1 + end) for end in ends)
    return low, high


def _task(codings: Sequence[Sequence], complete: bool):
    from nltk.metrics.agreement import AnnotationTask

    if len(codings) < 2 or len({len(coding) for coding in codings}) != 1:
        raise ArgumentError("agreement needs two or more codings of the same items")
    data = [(c, i, label) for c, coding in enumerate(codings) for i, label in enumerate(coding) if label is not None]
    if complete and len(data) < sum(map(len, codings)):
        raise ArgumentError("kappa needs a label for every item; alpha takes None for a missing one")
    if len({label for _, _, label in data}) < 2:
        raise Undefined("only one label was ever used, so agreement cannot be told from chance")
    return AnnotationTask(data=data)


@checked(first=a_sequence, second=a_sequence)
def kappa(first: Sequence, second: Sequence) -> float:
    """Agreement of two codings beyond chance, (Ao − Ae)/(1 − Ae) (NLTK's AnnotationTask). Cohen 1960.

    >>> round(kappa("yynn", "ynnn"), 2)
    0.5
    """
    return float(_task((first, second), complete=True).kappa())


@checked(codings=sequences)
def alpha(*codings: Sequence) -> float:
    """Krippendorff's alpha for nominal labels, 1 − Do/De; None is a missing label (NLTK). Krippendorff 2004.

    >>> round(alpha("yynn", "ynnn"), 3)
    0.533
    """
    return float(_task(codings, complete=False).alpha())
