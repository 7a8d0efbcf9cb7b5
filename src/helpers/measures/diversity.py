"""How many different words a text has for its length."""

from collections.abc import Sequence

from ..arguments import a_sequence, number, share
from ..checks import checked
from ..errors import Undefined


@checked(tokens=a_sequence)
def mattr(tokens: Sequence[str], window: int = 50) -> float:
    """Mean type-token ratio of all windows of that many words; name the window with it. Covington & McFall 2010.

    >>> mattr("a b a c".split(), window=2)
    1.0
    """
    if not 1 <= window <= len(tokens):
        raise Undefined(f"{len(tokens)} words do not fill one window of {window}")
    inside: dict[str, int] = {}
    total = 0
    words = list(tokens)
    for i, token in enumerate(words):
        inside[token] = inside.get(token, 0) + 1
        if i >= window:
            gone = words[i - window]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if i >= window - 1:
            total += len(inside)
    return total / window / (len(tokens) - window + 1)


@checked(tokens=a_sequence, minimum_factors=number, factor=share)
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
