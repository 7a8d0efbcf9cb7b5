"""Kazakh words taken apart: lemma, word class and suffixes, by a suffix grammar and word lists kept as CSV data.

A word is split at every place: its end is read as suffixes, its beginning looked up in lexicons/stems.csv or guessed.
Every reading has a cost, the likelier the smaller, and the cheapest comes first.
"""

from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from ..letters import mended
from .stems import Stem, lexicon
from .suffixes import (
    ANY_SOUND,
    LONGEST,
    SOUND,
    VOICELESS,
    VOWELS,
    Ending,
    Suffix,
    endings,
    grammar,
    harmony,
    infinitive,
)

CLITICS = {"ақ": "emph", "ау": "ay", "мыс": "hearsay", "міс": "hearsay", "ай": "ay"}
_AUXILIARY = {"жоқ": "neg", "емес": "neg", "екен": "indirect", "еді": "past", "ма": "q"}  # келген жоқ
UNKNOWN = "x"  # the class of what no list and no guess covers
_LONGEST_ENDING = 24
# Costs of readings, about 0.6 of a natural log of a probability; set by hand, checked with headwords left out.
_WHOLE = -1.2
_GUESS, _PER_LETTER, _GUESS_VERB, _SHORT, _UNLIKELY = 5.5, 1.4, 0.4, 6.0, 1.5
_DISHARMONY, _SMALL_NAME, _NAME, _CAPITAL, _NAME_LIKE = 2.5, 4.0, -0.5, -2.0, -3.0
_NAMES = ("стан", "ұлы", "улы", "қызы", "кызы", "ев", "ов", "ева", "ова", "бек", "бай", "хан", "ия")


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
        meaning = gloss(self.lemma, self.pos) or ("" if self.known else "?")
        parts = [f"{self.stem} “{meaning}” ({self.pos} {self.lemma})" if meaning else f"{self.stem} ({self.pos})"]
        parts += [f"{form or '∅'} {grammar().names.get(tag, tag)}" for form, tag in self.suffixes]
        return f"{self.stem}{''.join(s.form for s in self.suffixes)} = " + " + ".join(parts)


_Reading = tuple[float, int, Stem | None, Ending]  # cost, length of the stem, its entry or None, what follows it
_cost = itemgetter(0)


def _readings(word: str, capital: bool) -> list[_Reading]:
    """Every reading of a word in small letters; of equal cost, the one with the longer stem comes first."""
    stems, n = lexicon().stems, len(word)
    out: list[_Reading] = []
    splits, last = [], n
    for i in range(n, max(0, n - _LONGEST_ENDING), -1):
        if found := endings(word[i:]):
            splits.append((i, found))
            last = i
        elif last - i == LONGEST:  # no suffix bridges the gap
            break
    for i, found in splits:
        if listed := stems.get(word[:i]):
            sound, following = SOUND.get(word[i - 1], ANY_SOUND), word[i] if i < n else "#"
            for stem in listed:
                _, takes, side, before, start, _, pos, _ = stem
                if before and following not in before:
                    continue
                if pos == "name":
                    start += _NAME if capital else _SMALL_NAME
                if i == n and pos != "verb":
                    start += _WHOLE * (1 + capital)
                for e in found:
                    if e[0] & takes and e[1] & sound:
                        out.append((start + e[3] + (0.0 if e[2] & side else _DISHARMONY), i, stem, e))
    best = min(out, key=_cost)[0] if out else 99.0
    for i, found in splits:
        if i > 1 and _GUESS + _PER_LETTER * i + (_CAPITAL + _NAME_LIKE) * capital < best:
            out += _guesses(word, i, found, capital)
    return out


def _guesses(word: str, i: int, found: tuple[Ending, ...], capital: bool) -> list[_Reading]:
    """Readings of a word whose first i letters are taken for an unlisted noun, name or verb."""
    states, text = grammar().states, word[:i]
    noun, verb = states["noun"], states["verb"] if i < len(word) else 0
    sound, side = SOUND.get(text[-1], ANY_SOUND), harmony(text)
    guess = _GUESS + _PER_LETTER * i + _CAPITAL * capital + _SHORT * (i < 3 or side == 3)
    if not capital:
        guess += _UNLIKELY * _odd(text, word[i : i + 1])
    elif text.endswith(_NAMES):
        guess += _NAME_LIKE
    out: list[_Reading] = []
    for e in found:
        if e.sounds & sound and e.after & (noun | verb):
            cost = guess + e.cost + (0.0 if e.harmony & side or capital else _DISHARMONY)
            out.append((cost if e.after & noun else cost + _GUESS_VERB - _CAPITAL * capital, i, None, e))
    return out


def _odd(stem: str, following: str) -> bool:
    """Whether no Kazakh stem ends so: in a voiced stop, or in one of these consonants after another consonant."""
    if following and following in VOWELS and stem[-1] in "ғг":
        return False
    return stem[-1] in "бвгғд" or (stem[-1] in "лнңйшз" and len(stem) > 1 and stem[-2] not in VOWELS)


def _finish(surface: str, text: str, reading: _Reading) -> Analysis:
    _, i, stem, ending = reading
    if stem:
        lemma, pos, base = stem.lemma, stem.pos, text[:i] if stem.pos == "verb" else stem.base
    else:
        verbal = not ending.after & grammar().states["noun"]
        capital = not verbal and surface[0].isupper()
        base = surface[:i] if capital else text[:i]
        if (
            text[i : i + 1] in VOWELS
            and i < len(text)
            and (base[-1] == "ғ" or (base[-1] == "г" and base[-2] in "еіөүәи"))
        ):
            base = base[:-1] + VOICELESS[base[-1]]
        pos = "verb" if verbal else "name" if capital else "noun"
        lemma = infinitive(base) if verbal else base
    if ending.kept:
        pos = ending.makes
        lemma = infinitive(base + ending.kept) if pos == "verb" else base.lower() + ending.kept
    return Analysis(lemma, pos, stem.text if stem else text[:i], ending.suffixes, stem is not None)


def _small(surface: str) -> str:
    small = surface.lower()
    return small if len(small) == len(surface) else "".join(c if len(c.lower()) > 1 else c.lower() for c in surface)


def _compound(surface: str, text: str) -> list[Analysis]:
    """Readings of what a hyphen or a space joins: clitics, endings on figures, Latin and abbreviations, compounds."""
    cut = max(text.rfind("-"), text.rfind(" "))
    head, mark, tail = surface[:cut], surface[cut], text[cut + 1 :]
    if not tail:
        return []
    if tail in CLITICS and mark == "-" and head.rpartition("-")[2] not in CLITICS:
        clitic = Suffix("-" + tail, CLITICS[tail])
        return [a._replace(suffixes=(*a.suffixes, clitic)) for a in analyse(head)]
    foreign = not head[1:].replace("-", "").islower() or not any(
        "а" <= c <= "я" or c in "әғқңөұүһі" for c in text[:cut]
    )
    if foreign and mark == "-" and (found := endings(tail)):
        best = min(found, key=lambda e: (not e.after & grammar().states["noun"], e.cost))
        first, *rest = best.suffixes
        suffixes = (Suffix("-" + first.form, first.tag), *rest)
        return [
            Analysis(
                head, "name" if head[0].isalpha() else "num", text[:cut], suffixes, head.lower() in lexicon().stems
            )
        ]
    out = []
    tails = analyse(surface[cut + 1 :])
    if mark == " " and tails and (tag := _AUXILIARY.get(tails[0].lemma)):
        return [a._replace(suffixes=(*a.suffixes, Suffix(mark + tail, tag))) for a in analyse(head)]
    for a in tails:
        first = surface[:cut] if a.lemma[:1].isupper() else text[:cut]
        out.append(a._replace(lemma=f"{first}{mark}{a.lemma}", stem=f"{text[:cut]}{mark}{a.stem}"))
    return out


def _prepare(word: str) -> tuple[str, str]:
    """A word in mended letters, with its capitals and in small letters."""
    surface = mended(word)
    return surface, _small(surface)


def analyse(word: str) -> list[Analysis]:
    """All readings of a word, best first.

    Takes a printed word, capitals and all; gives at least one Analysis if it has a letter, else an empty list.

    >>> analyse("біріктірмекпіз")[0].tags
    ('prosp', 'pred1pl')
    """
    surface, text = _prepare(word)
    if not any(c.isalpha() for c in surface):
        return []
    out = [Analysis(*entry) for entry in lexicon().closed.get(text, ())]
    readings = sorted(_readings(text, surface[0].isupper()), key=_cost)
    if ("-" in surface[1:-1] or " " in surface[1:-1]) and not (readings and readings[0][2]):
        out += _compound(surface, text)
    out += [_finish(surface, text, r) for r in readings]
    return list(dict.fromkeys(out or [Analysis(surface, UNKNOWN, text, (), False)]))


@lru_cache(maxsize=1 << 18)
def best(word: str) -> Analysis | None:
    """The first of `analyse(word)`, or None; remembered, and found without making the others.

    >>> best("Көпбаевтан").suffixes
    (Suffix(form='тан', tag='abl'),)
    """
    surface, text = _prepare(word)
    if fixed := lexicon().closed.get(text):
        return Analysis(*fixed[0])
    if surface.isalpha() and (readings := _readings(text, surface[0].isupper())):
        return _finish(surface, text, min(readings, key=_cost))
    found = analyse(word)
    return found[0] if found else None


def lemmatize(word: str) -> str:
    """The lemma of the best reading; a word without letters is its own lemma.

    >>> lemmatize("ұстанымдарымызды")
    'ұстаным'
    """
    found = best(word)
    return found.lemma if found else word


def gloss(lemma: str, pos: str = "") -> str:
    """The English gloss of a lemma, of that word class if it has one; "" if the lists have none.

    >>> gloss("біз")
    'we'
    """
    glosses = lexicon().glosses
    return glosses.get((lemma, pos)) or glosses.get(lemma, "")
