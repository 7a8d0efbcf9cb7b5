"""Kazakh words taken apart: lemma, word class and suffixes, by a suffix grammar and word lists kept as CSV data.

A word is split at every place: its end is read as suffixes, its beginning looked up in lexicons/stems.csv or guessed.
Every reading has a cost (lexicons/costs.csv), the likelier the smaller, and the cheapest comes first.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ..checks import checked
from ..letters import mended
from ..sheets import rows
from .glosses import base_gloss
from .readings import Reading, readings
from .sounds import VOICELESS, VOWEL_SET
from .spelling import infinitive
from .stems import lexicon, listed
from .suffixes import Ending, Suffix, endings, grammar
from .tags import UNKNOWN, tags

_ROMAN = frozenset("IVXІХ")  # the last two are Cyrillic letters


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


@cache
def closed_words() -> dict[str, list[Analysis]]:
    """The words of lexicons/closed.csv, each in its printed forms: they need no rule."""
    out: dict[str, list[Analysis]] = {}
    for row in rows("closed.csv"):
        stem, *forms = row["form"].split("+")
        suffixes = tuple(Suffix(*pair) for pair in zip(forms, row["tags"].split(), strict=True))
        whole = stem + "".join(forms)
        out.setdefault(whole, []).append(Analysis(row["lemma"], row["pos"], stem, suffixes, True))
    return out


def _analysis(surface: str, text: str, reading: Reading) -> Analysis:
    """A reading as it is given out; `surface` is the word with its capitals, `text` in small letters."""
    _, cut, stem, ending = reading
    if stem is None:
        lemma, pos, base = _unlisted(surface, text, reading)
    else:
        lemma, pos = stem[1], stem[0][-1]
        base = text[:cut] if pos == "verb" else stem[2]
    if ending.kept:
        if stem and pos != "verb" and ending.kept[0] not in VOWEL_SET:  # турис-тік
            base = text[:cut]
        pos = ending.makes
        lemma = infinitive(base + ending.kept) if pos == "verb" else base.lower() + ending.kept
    return Analysis(lemma, pos, text[:cut], ending.suffixes, stem is not None)


def _unlisted(surface: str, text: str, reading: Reading) -> tuple[str, str, str]:
    """Lemma, word class and base of a guessed stem: a name if it has a capital and is no verb."""
    cut = reading[1]
    verbal = not reading[3].after & grammar().states["noun"]
    named = surface[0].isupper() and not verbal
    base = (surface if named else text)[:cut]
    voiced = base[-1] == "ғ" or (base[-1] == "г" and base[-2] in "еіөүәи")
    if voiced and text[cut : cut + 1] in VOWEL_SET:
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


def _compound(surface: str, text: str) -> Iterator[Analysis]:
    """Readings of what a hyphen or a space joins: clitics, endings on figures, Latin and abbreviations, compounds."""
    cut = max(text.rfind("-"), text.rfind(" "))
    head, mark, tail = surface[:cut], surface[cut], text[cut + 1 :]
    if not tail:
        return
    if mark == "-":
        clitics = _clitics("hyphen")
        if tail in clitics and head.rpartition("-")[2] not in clitics:
            yield from _with_suffix(head, Suffix("-" + tail, clitics[tail]))
            return
        if _foreign(head) and (found := endings(tail)):
            yield _foreign_with_ending(head, text[:cut], found)
            return
    last = best(surface[cut + 1 :])
    if mark == " " and last and (tag := _clitics("space").get(last.lemma)):
        yield from _with_suffix(head, Suffix(mark + tail, tag))
        return
    for reading in _every(surface[cut + 1 :]):
        first = surface[:cut] if reading.lemma[:1].isupper() else text[:cut]
        stem = f"{text[:cut]}{mark}{reading.stem}"
        yield reading._replace(lemma=f"{first}{mark}{reading.lemma}", stem=stem)


def _with_suffix(word: str, suffix: Suffix) -> Iterator[Analysis]:
    lettered = any(c.isalpha() for c in word)
    for reading in _every(word) if lettered else [Analysis(word, "num", word, (), True)]:
        yield reading._replace(suffixes=(*reading.suffixes, suffix))


def _foreign(head: str) -> bool:
    """Whether a hyphen and an ending may follow: figures, abbreviations, words without a Kazakh letter."""
    small = head.lower()
    kazakh = any("а" <= c <= "я" or c in "әғқңөұүһі" for c in small)
    lemmas = [stem.lemma for stem in listed(small)]
    abbreviated = not VOWEL_SET & set(small) or any(len(lemma) > 1 and lemma.isupper() for lemma in lemmas)
    return not kazakh or abbreviated or not head[1:].replace("-", "").islower()


def _foreign_with_ending(head: str, small: str, found: tuple[Ending, ...]) -> Analysis:
    figures = not head[0].isalpha() or _ROMAN.issuperset(head)
    state = grammar().states["num" if figures else "noun"]
    ending = min(found, key=lambda e: (not e.after & state, e.cost))
    first, *rest = ending.suffixes
    suffixes = (Suffix("-" + first.form, first.tag), *rest)
    pos = "noun" if head.islower() and not head.isascii() else "name"
    if figures:
        pos = "num"
    return Analysis(head, pos, small, suffixes, head.lower() in lexicon())


def _joined(surface: str) -> bool:
    return not surface.isalpha() and ("-" in surface[1:-1] or " " in surface[1:-1])


def _every(word: str) -> Iterator[Analysis]:
    """All readings of a word, best first, each made when it is asked for; some may come twice."""
    surface = mended(word)
    text = _small(surface)
    closed = closed_words().get(text, ())
    yield from closed
    if surface and _ROMAN.issuperset(surface):
        yield Analysis(surface, "num", text, (), True)
    if not (surface.isalpha() or any(c.isalpha() for c in surface)):
        return
    found = readings(text, surface[0].isupper())
    unknown = not (closed or found)
    if _joined(surface) and not (found and found[0][2]):
        for analysis in _compound(surface, text):
            unknown = False
            yield analysis
    for reading in found:
        yield _analysis(surface, text, reading)
    if unknown:
        yield Analysis(surface, UNKNOWN, text, (), False)


@checked
def analyse(word: str) -> list[Analysis]:
    """All readings of a word, best first.

    Takes a printed word, capitals and all; gives at least one Analysis if it has a letter, else an empty list.

    >>> analyse("біріктірмекпіз")[0].tags
    ('prosp', 'pred1pl')
    """
    return list(dict.fromkeys(_every(word)))


@lru_cache(maxsize=1 << 18)
def best(word: str) -> Analysis | None:
    """The first of `analyse(word)`, or None; remembered, and found without making the others.

    >>> best("Көпбаевтан").suffixes
    (Suffix(form='тан', tag='abl'),)
    """
    return next(_every(word), None)


@checked
def lemmatize(word: str) -> str:
    """The lemma of the best reading; a word without letters is its own lemma.

    >>> lemmatize("ұстанымдарымызды")
    'ұстаным'
    """
    found = best(word)
    return found.lemma if found else word
