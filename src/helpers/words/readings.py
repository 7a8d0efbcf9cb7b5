"""The ways to read a word as a stem and suffixes: its stem listed in lexicons/stems.csv, or guessed.

Every reading has a cost (lexicons/costs.csv), the likelier the smaller.
"""

from functools import cache
from math import inf
from operator import itemgetter

from ..sheets import rows
from .cuts import cuts
from .sounds import ANY_SOUND, EITHER, SOUND, VOWEL_SET, harmony, tells_harmony
from .stems import StemEntry, costs, lexicon
from .suffixes import Ending, endings, grammar

_SHORTEST_GUESS = 2  # letters of an unlisted stem
_NO_VERB_ENDS = "мң"  # hardly any verb stem ends so; a noun with a possessor does
_cost = itemgetter(0)
Reading = tuple[float, int, StemEntry | None, Ending]  # cost, letters of the stem, its entry if it is listed, the rest


def readings(word: str, capital: bool) -> list[Reading]:
    """Every reading of a word in small letters, the likeliest first; of equal cost, the one with the longer stem.

    A stem that is not listed is guessed only where no listed one makes a likelier reading.
    """
    places = cuts(word)
    listed = lexicon()
    out: list[Reading] = []
    for at in places:
        if stems := listed.get(word[:at]):
            _add_listed(out, word, at, stems, capital)
    if len(out) > 1:
        out.sort(key=_cost)
    longest = _longest_guess(out[0][0] if out else inf, capital)
    if longest > _SHORTEST_GUESS:
        for at in places:
            if _SHORTEST_GUESS <= at < longest:
                out += _guessed(word, at, capital)
        out.sort(key=_cost)
    return out


def _add_listed(out: list[Reading], word: str, at: int, stems: list[StemEntry], capital: bool) -> None:
    """Add the readings of a word whose first `at` letters are one of these stems."""
    rest = word[at:]
    found = fitting(rest, word[at - 1])
    for stem in stems if found else ():
        takes, side, before, cost, pos = stem[0]
        if before and (rest[:1] or "#") not in before:
            continue
        cost += _printed(pos, not rest, capital)
        for ending in found:
            if ending.after & takes:
                discord = 0.0 if ending.harmony & side else costs().disharmony
                out.append((cost + ending.cost + discord, at, stem, ending))


def _longest_guess(least: float, capital: bool) -> float:
    """The letters from which on a guess is dearer than a reading that we have."""
    weights = costs()
    bonus = weights.guess_capital + weights.guess_name_like if capital else 0.0
    return (least - weights.guess - bonus) / weights.guess_per_letter


@cache
def fitting(rest: str, last: str) -> list[Ending]:
    """The ways to read the rest of a word as suffixes behind a stem with this last letter."""
    sound = SOUND.get(last, ANY_SOUND)
    return [ending for ending in endings(rest) if ending.sounds & sound]


@cache
def _printed(pos: str, whole: bool, capital: bool) -> float:
    """What the capital, and the lack of suffixes, say for or against a stem of this class."""
    weights = costs()
    cost = 0.0
    if pos == "name":
        cost += weights.name_with_capital if capital else weights.name_without_capital
    if whole and pos != "verb":
        cost += weights.whole * 2 if capital else weights.whole
    return cost


@cache
def _ends(name: str) -> tuple[str, ...]:
    return tuple(row["end"] for row in rows(name))


def _guessed(word: str, at: int, capital: bool) -> list[Reading]:
    """Readings of a word whose first `at` letters are taken for an unlisted noun, name or verb."""
    text, states = word[:at], grammar().states
    noun = states["noun"]
    takes = noun | states["verb"] if at < len(word) else noun
    found = [ending for ending in fitting(word[at:], word[at - 1]) if ending.after & takes]
    if not found:
        return []
    side = harmony(text)
    as_noun, as_verb = _guess_costs(text, side, word[at : at + 1], capital)
    out: list[Reading] = []
    for ending in found:
        cost = as_noun
        if not ending.after & noun:
            cost = as_verb + costs().guess_past if ending.suffixes[-1].tag == "past" else as_verb
        discord = 0.0 if capital or ending.harmony & side else costs().disharmony
        out.append((cost + ending.cost + discord, at, None, ending))
    return out


def _guess_costs(text: str, side: int, following: str, capital: bool) -> tuple[float, float]:
    """What it costs to take a text for an unlisted noun (or name), and for an unlisted verb."""
    weights = costs()
    start = weights.guess + weights.guess_per_letter * len(text)
    if len(text) == _SHORTEST_GUESS or (side == EITHER and not tells_harmony(text)):
        start += weights.guess_short
    if not capital and _odd(text, following):
        start += weights.guess_odd
    noun = start + weights.guess_capital if capital else start
    if capital and text.endswith(_ends("name_ends.csv")):
        start, noun = start + weights.guess_name_like, noun + weights.guess_name_like
    elif text.endswith(_ends("noun_ends.csv")):
        noun += weights.guess_noun_like
    verb = start + weights.guess_verb
    return noun, verb + weights.guess_odd if text[-1] in _NO_VERB_ENDS else verb


def _odd(stem: str, following: str) -> bool:
    """Whether hardly any stem ends so: a voiced stop, -тт, -ың, or one of these consonants after another consonant."""
    if following in VOWEL_SET and stem[-1] in "ғг":
        return False
    if stem.endswith(("тт", "ың", "ің")) and len(stem) > 3:
        return True
    return stem[-1] in "бвгғд" or (stem[-1] in "лнңйшз" and len(stem) > 1 and stem[-2] not in VOWEL_SET)
