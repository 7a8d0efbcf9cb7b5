"""Where a word can be cut into stem and suffixes: one walk from its last letter to the left, by a table made once.

The suffix grammar as an automaton that reads backwards. A state is what may still come: the rest of suffixes begun
(their letters from right to left), each with the states that it asks of a stem.
"""

from collections import defaultdict
from functools import cache

from ..compiled import compiled
from .sounds import VOWEL_SET
from .suffixes import grammar

_LONGEST_ENDING = 24  # letters; so a word of ten thousand letters is read in linear time

Begun = tuple[str, int]


def cuts(word: str) -> list[int]:
    """How many letters of a word in small letters may be its stem, the whole word first.

    >>> cuts("үйлер")
    [5, 4, 3, 2]
    """
    steps, ends = _table()
    step = steps[0]
    out = [len(word)]
    for at in range(len(word) - 1, max(0, len(word) - _LONGEST_ENDING), -1):
        state = step.get(word[at])
        if state is None:
            break
        if ends[state]:
            out.append(at)
        step = steps[state]
    return out


@cache
def _table() -> tuple[list[dict[str, int]], list[bool]]:
    return compiled("cuts", _compile)


def _compile() -> tuple[list[dict[str, int]], list[bool]]:
    """For each state the next one by the letter to the left; and whether the letters read are suffixes."""
    closed = 0
    for ending in grammar().bare:
        closed |= ending.after
    first = (_begun(closed, False), True)
    states, numbers = [first], {first: 0}
    steps: list[dict[str, int]] = []
    for begun, _ in states:  # grows on the way
        step = {}
        for letter, rest in _by_letter(begun).items():
            complete = 0
            for _, after in filter(lambda one: not one[0], rest):
                complete |= after
            longer = frozenset(one for one in rest if one[0])
            if complete:
                longer |= _begun(complete, letter in VOWEL_SET)
            state = (longer, bool(complete))
            if state not in numbers:
                numbers[state] = len(states)
                states.append(state)
            step[letter] = numbers[state]
        steps.append(step)
    return steps, [end for _, end in states]


def _by_letter(begun: frozenset[Begun]) -> dict[str, list[Begun]]:
    out = defaultdict(list)
    for rest, after in begun:
        out[rest[0]].append((rest[1:], after))
    return out


@cache
def _begun(wanted: int, vowel: bool) -> frozenset[Begun]:
    """Every suffix that gives a wanted state, before what begins with a vowel or not; none of its letters read yet."""
    out: dict[str, int] = {}
    for form, entry in grammar().forms.items():
        for ending, gives in entry.before_vowel if vowel else entry.plain:
            if gives & wanted:
                out[form] = out.get(form, 0) | ending.after
    return frozenset((form[::-1], after) for form, after in out.items())
