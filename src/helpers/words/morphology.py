"""Kazakh words taken apart: lemma, word class and suffixes, by a suffix grammar and word lists kept as CSV data.

A word is split at every place: its end is read as suffixes, its beginning looked up in lexicons/stems.csv or guessed.
Every reading has a cost (lexicons/costs.csv), the likelier the smaller, and the cheapest comes first.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from ..checks import checked
from ..letters import mended
from ..sheets import rows
from .glosses import base_gloss
from .sounds import ANY_SOUND, EITHER, SOUND, VOICELESS, VOWEL_SET, harmony, tells_harmony
from .spelling import infinitive
from .stems import Stem, costs, lexicon
from .suffixes import Ending, Suffix, endings, grammar
from .tags import UNKNOWN, tags

_LONGEST_ENDING = 24  # letters; so a word of ten thousand letters is read in linear time
_SHORTEST_GUESS = 2  # letters of an unlisted stem
_NO_VERB_ENDS = "мң"  # hardly any verb stem ends so; a noun with a possessor does
_cost = itemgetter(0)  # of a _Reading


class Analysis(NamedTuple):
    """One reading of a word; stem and suffix forms joined are the word in small letters."""

    lemma: str
    pos: str
    stem: str
    suffixes: tuple[Suffix, ...]
    known: bool

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the suffixes, in order."""
        return tuple(suffix.tag for suffix in self.suffixes)

    def __repr__(self) -> str:
        meaning = base_gloss(*self[:4]) or ("" if self.known else "?")
        parts = [f"{self.stem} “{meaning}” ({self.pos} {self.lemma})" if meaning else f"{self.stem} ({self.pos})"]
        parts += [f"{form or '∅'} {tags()[tag].name}" for form, tag in self.suffixes]
        return f"{self.stem}{''.join(s.form for s in self.suffixes)} = " + " + ".join(parts)


class _Reading(NamedTuple):
    """A way to read a word: so many letters are the stem (None if it is not listed), the rest is the ending."""

    cost: float
    cut: int
    stem: Stem | None
    ending: Ending


def _readings(word: str, capital: bool) -> list[_Reading]:
    """Every reading of a word in small letters; of equal cost, the one with the longer stem comes first.

    A stem that is not listed is guessed only where no listed one makes a likelier reading.
    """
    places = range(len(word), max(0, len(word) - _LONGEST_ENDING), -1)
    out: list[_Reading] = []
    listed = lexicon().stems
    for at in places:
        if stems := listed.get(word[:at]):
            out += _listed(word, at, stems, capital)
    least = min(map(_cost, out), default=float("inf"))
    weights = costs()
    bonus = weights.guess_capital + weights.guess_name_like if capital else 0.0
    affordable = (least - weights.guess - bonus) / weights.guess_per_letter  # letters
    if affordable > _SHORTEST_GUESS:
        for at in places:
            if _SHORTEST_GUESS <= at < affordable:
                out += _guessed(word, at, capital)
    return out


def _listed(word: str, at: int, stems: list[Stem], capital: bool) -> list[_Reading]:
    """Readings of a word whose first `at` letters are one of these stems."""
    out: list[_Reading] = []
    found, disharmony = endings(word[at:]), costs().disharmony
    sound = SOUND.get(word[at - 1], ANY_SOUND)
    following = word[at : at + 1] or "#"
    for stem in stems if found else ():
        if stem.before and following not in stem.before:
            continue
        start = stem.cost + _printed(stem, at == len(word), capital)
        takes = stem.takes
        for ending in found:
            if ending.after & takes and ending.sounds & sound:
                discord = 0.0 if ending.harmony & stem.harmony else disharmony
                out.append(_Reading(start + ending.cost + discord, at, stem, ending))
    return out


def _printed(stem: Stem, whole: bool, capital: bool) -> float:
    """What the capital, and the lack of suffixes, say for or against a stem."""
    weights = costs()
    cost = 0.0
    if stem.pos == "name":
        cost += weights.name_with_capital if capital else weights.name_without_capital
    if whole and stem.pos != "verb":
        cost += weights.whole * 2 if capital else weights.whole
    return cost


@cache
def _ends(name: str) -> tuple[str, ...]:
    return tuple(row["end"] for row in rows(name))


def _guessed(word: str, at: int, capital: bool) -> Iterator[_Reading]:
    """Readings of a word whose first `at` letters are taken for an unlisted noun, name or verb."""
    found = endings(word[at:])
    if not found:
        return
    text, weights, states = word[:at], costs(), grammar().states
    side, sound = harmony(text), SOUND.get(text[-1], ANY_SOUND)
    noun, verb = _guess_costs(text, word[at : at + 1], capital)
    for ending in found:
        if not ending.sounds & sound:
            continue
        discord = 0.0 if capital or ending.harmony & side else weights.disharmony
        if ending.after & states["noun"]:
            yield _Reading(noun + ending.cost + discord, at, None, ending)
        elif ending.after & states["verb"] and at < len(word):
            past = weights.guess_past if ending.suffixes[-1].tag == "past" else 0.0
            yield _Reading(verb + past + ending.cost + discord, at, None, ending)


def _guess_costs(text: str, following: str, capital: bool) -> tuple[float, float]:
    """What it costs to take a text for an unlisted noun (or name), and for an unlisted verb."""
    weights = costs()
    start = weights.guess + weights.guess_per_letter * len(text)
    if len(text) == _SHORTEST_GUESS or (harmony(text) == EITHER and not tells_harmony(text)):
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


def _analysis(surface: str, text: str, reading: _Reading) -> Analysis:
    """A reading as it is given out; `surface` is the word with its capitals, `text` in small letters."""
    stem, ending = reading.stem, reading.ending
    if stem is None:
        lemma, pos, base = _unlisted(surface, text, reading)
    else:
        base = text[: reading.cut] if stem.pos == "verb" else stem.base
        lemma, pos = stem.lemma, stem.pos
    if ending.kept:
        pos = ending.makes
        if stem and stem.pos != "verb" and ending.kept[0] not in VOWEL_SET:  # турис-тік
            base = stem.text
        lemma = infinitive(base + ending.kept) if pos == "verb" else base.lower() + ending.kept
    return Analysis(lemma, pos, text[: reading.cut], ending.suffixes, stem is not None)


def _unlisted(surface: str, text: str, reading: _Reading) -> tuple[str, str, str]:
    """Lemma, word class and base of a guessed stem: a name if it has a capital and is no verb."""
    verbal = not reading.ending.after & grammar().states["noun"]
    named = surface[0].isupper() and not verbal
    base = (surface if named else text)[: reading.cut]
    voiced = base[-1] == "ғ" or (base[-1] == "г" and base[-2] in "еіөүәи")
    if voiced and text[reading.cut : reading.cut + 1] in VOWEL_SET:
        base = base[:-1] + VOICELESS[base[-1]]
    if verbal:
        return infinitive(base), "verb", base
    return base, "name" if named else "noun", base


def _small(surface: str) -> str:
    """The word in small letters, letter for letter: one whose small form is two letters long stays as it is."""
    small = surface.lower()
    if len(small) == len(surface):
        return small
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in surface)


@cache
def _clitics(joint: str) -> dict[str, str]:
    """The tags of the words that a hyphen or a space joins to their host (lexicons/clitics.csv)."""
    return {row["form"]: row["tag"] for row in rows("clitics.csv") if row["joint"] == joint}


def _compound(surface: str, text: str) -> list[Analysis]:
    """Readings of what a hyphen or a space joins: clitics, endings on figures, Latin and abbreviations, compounds."""
    cut = max(text.rfind("-"), text.rfind(" "))
    head, mark, tail = surface[:cut], surface[cut], text[cut + 1 :]
    if not tail:
        return []
    if mark == "-":
        clitics = _clitics("hyphen")
        if tail in clitics and head.rpartition("-")[2] not in clitics:
            return _with_suffix(head, Suffix("-" + tail, clitics[tail]))
        if _foreign(head) and (found := endings(tail)):
            return [_foreign_with_ending(head, text[:cut], found)]
    tails = analyse(surface[cut + 1 :])
    if mark == " " and tails and (tag := _clitics("space").get(tails[0].lemma)):
        return _with_suffix(head, Suffix(mark + tail, tag))
    out = []
    for reading in tails:
        first = surface[:cut] if reading.lemma[:1].isupper() else text[:cut]
        stem = f"{text[:cut]}{mark}{reading.stem}"
        out.append(reading._replace(lemma=f"{first}{mark}{reading.lemma}", stem=stem))
    return out


def _with_suffix(word: str, suffix: Suffix) -> list[Analysis]:
    hosts = analyse(word) or [Analysis(word, "num", word, (), True)]
    return [host._replace(suffixes=(*host.suffixes, suffix)) for host in hosts]


def _foreign(head: str) -> bool:
    """Whether a hyphen and an ending may follow: figures, abbreviations, words without a Kazakh letter."""
    small = head.lower()
    kazakh = any("а" <= c <= "я" or c in "әғқңөұүһі" for c in small)
    listed = lexicon().stems.get(small, ())
    abbreviated = not VOWEL_SET & set(small) or any(len(s.lemma) > 1 and s.lemma.isupper() for s in listed)
    return not kazakh or abbreviated or not head[1:].replace("-", "").islower()


def _foreign_with_ending(head: str, small: str, found: tuple[Ending, ...]) -> Analysis:
    state = grammar().states["noun" if head[0].isalpha() else "num"]
    ending = min(found, key=lambda e: (not e.after & state, e.cost))
    first, *rest = ending.suffixes
    suffixes = (Suffix("-" + first.form, first.tag), *rest)
    pos = "noun" if head.islower() and not head.isascii() else "name"
    if not head[0].isalpha():
        pos = "num"
    return Analysis(head, pos, small, suffixes, head.lower() in lexicon().stems)


def _prepare(word: str) -> tuple[str, str]:
    """A word in mended letters, with its capitals and in small letters."""
    surface = mended(word)
    return surface, _small(surface)


@checked
def analyse(word: str) -> list[Analysis]:
    """All readings of a word, best first.

    Takes a printed word, capitals and all; gives at least one Analysis if it has a letter, else an empty list.

    >>> analyse("біріктірмекпіз")[0].tags
    ('prosp', 'pred1pl')
    """
    surface, text = _prepare(word)
    if not any(c.isalpha() for c in surface):
        return []
    out = [Analysis(*whole) for whole in lexicon().closed.get(text, ())]
    readings = sorted(_readings(text, surface[0].isupper()), key=_cost)
    joined = "-" in surface[1:-1] or " " in surface[1:-1]
    if joined and not (readings and readings[0].stem):
        out += _compound(surface, text)
    out += [_analysis(surface, text, reading) for reading in readings]
    return list(dict.fromkeys(out or [Analysis(surface, UNKNOWN, text, (), False)]))


@lru_cache(maxsize=1 << 18)
def best(word: str) -> Analysis | None:
    """The first of `analyse(word)`, or None; remembered, and found without making the others.

    >>> best("Көпбаевтан").suffixes
    (Suffix(form='тан', tag='abl'),)
    """
    surface, text = _prepare(word)
    if whole := lexicon().closed.get(text):
        return Analysis(*whole[0])
    if surface.isalpha() and (readings := _readings(text, surface[0].isupper())):
        return _analysis(surface, text, min(readings, key=_cost))
    found = analyse(word)
    return found[0] if found else None


@checked
def lemmatize(word: str) -> str:
    """The lemma of the best reading; a word without letters is its own lemma.

    >>> lemmatize("ұстанымдарымызды")
    'ұстаным'
    """
    found = best(word)
    return found.lemma if found else word
