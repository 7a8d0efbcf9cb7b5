"""Where a word can be cut into stem and suffixes: one walk from its last letter to the left, by a table made once.

The suffix grammar as an automaton that reads backwards. A state is what may still come: the rest of suffixes begun
(their letters from right to left), each with the states that it asks of a stem.
"""

from collections import defaultdict
from functools import cache
from typing import Any

from ..compiled import compiled
from .sounds import VOWEL_SET
from .suffixes import grammar

_LONGEST_ENDING = 24  # letters; so a word of ten thousand letters is read in linear time

Begun = tuple[str, int]
_Step = dict[str, Any]  # by letter the next step, of the same kind; _END where the letters so far are suffixes
_END = ""


def cuts(word: str) -> list[int]:
    """How many letters of a word in small letters may be its stem, the whole word first.

    >>> cuts("үйлер")
    [5, 4, 3, 2]
    """
    out = [len(word)]
    at = len(word)
    step = _first()
    for letter in word[1:][:-_LONGEST_ENDING:-1]:
        if letter not in step:
            break
        step = step[letter]
        at -= 1
        if _END in step:
            out.append(at)
    return out


@cache
def _first() -> _Step:
    """The step from the end of a word; each leads to the next by the letter to the left."""
    nexts, ends = compiled("cuts", _compile)
    steps: list[_Step] = [{_END: {}} if end else {} for end in ends]
    for step, following in zip(steps, nexts):
        step.update((letter, steps[state]) for letter, state in following.items())
    return steps[0]


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
