"""Whether a text is Kazakh in Cyrillic letters, which is all that this package reads."""

import re
from collections import Counter
from functools import cache

import numpy as np

from ..sheets import rows
from .marks import skip

_SCRIPTS = {  # what the letters of a text are told by
    "Latin letters": "A-Za-zÀ-ÖØ-öø-ɏ",
    "Arabic letters": "\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc",
    "Cyrillic letters": "\u0400-\u052f",
}
_KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"  # letters that Russian has not: about a fifth of a Kazakh text
_KINDS = {"line break": "\n\r", **_SCRIPTS, "Kazakh": _KAZAKH,
          "typed Latin": "A-Za-zəƏ", "typed Cyrillic": f"А-Яа-яЁё{_KAZAKH}"}  # fmt: skip
_BIT = {kind: 1 << k for k, kind in enumerate(_KINDS)}
_MOST = 0xFFFF  # the last character that is told apart
_REST = re.compile(r"\w*")
_WORD = re.compile(r"[^\W\d_]+")
_FEW_KAZAKH = 0.02  # share of these letters under which Cyrillic is hardly Kazakh; our texts have 0.15 and more
_RUSSIAN = 0.1  # share of Russian function words from which on a line is Russian; Kazakh lines have 0 to 0.05
_LEAST_WORDS = 4  # a shorter line does not tell
_LEAST_LETTERS = 40  # nor does a shorter text
OTHER = (  # what follows for a text that `foreign` names
    "No list here knows its words: each would be its own lemma, no stance marker would be found, and no other note "
    "would doubt it. No transliteration is made here: get the text in Cyrillic letters"
)


@cache
def _russian_words() -> frozenset[str]:
    return frozenset(next(row["members"] for row in rows("lists.csv") if row["name"] == "russian").split())


@cache
def _kinds() -> np.ndarray:
    """For each character up to U+FFFF the bits of what it is: a line break, a letter of a script, Kazakh alone."""
    every = "".join(map(chr, range(_MOST + 1)))
    bits = np.zeros(_MOST + 1, dtype=np.uint8)
    for kind, letters in _KINDS.items():
        bits[[found.start() for found in re.finditer(f"[{letters}]", every)]] |= _BIT[kind]
    return bits


class Characters:
    """The characters of a text as numbers, from which it is told what it is written in."""

    def __init__(self, text: str):
        self.text = text
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        self.codes = np.minimum(codes, _MOST)
        self.counts = np.bincount(self.codes, minlength=_MOST + 1)
        self.kinds = _kinds()[self.codes]

    def count(self, characters: str) -> int:
        return int(self.counts[[ord(character) for character in characters]].sum())

    def mixed(self) -> int:
        """How many words change between Latin and Cyrillic letters."""
        latin, cyrillic = (self.kinds & _BIT[kind] > 0 for kind in ("typed Latin", "typed Cyrillic"))
        words, end = 0, 0
        for at in np.flatnonzero((latin[:-1] & cyrillic[1:]) | (cyrillic[:-1] & latin[1:])).tolist():
            if at >= end:
                words, end = words + 1, skip(_REST, self.text, at)
        return words

    def foreign(self) -> str:
        """What the text is written in, if more than half of it is not Kazakh in Cyrillic letters; else ""."""
        cyrillic, kazakh = (self._by_line(kind) for kind in ("Cyrillic letters", "Kazakh"))
        letters = Counter({kind: int(self.counts[_kinds() & _BIT[kind] > 0].sum()) for kind in _SCRIPTS})
        starts = self._starts()
        for line in np.flatnonzero((kazakh <= _FEW_KAZAKH * cyrillic) & (cyrillic > 0)).tolist():
            end = starts[line + 1] if line + 1 < len(starts) else len(self.text)
            if _is_russian(self.text[starts[line] : end]):
                letters["Russian"] += int(cyrillic[line])
                letters["Cyrillic letters"] -= int(cyrillic[line])
        ours = letters.pop("Cyrillic letters")
        others = letters.total()
        if ours + others < _LEAST_LETTERS:
            return ""
        if others > ours:
            return letters.most_common(1)[0][0]
        few = ours >= 5 * _LEAST_LETTERS and kazakh.sum() < _FEW_KAZAKH * ours
        return "Cyrillic without the letters of Kazakh (ә ғ қ ң ө ұ ү һ і)" if few else ""

    def _starts(self) -> np.ndarray:
        return np.append(0, np.flatnonzero(self.kinds[:-1] & _BIT["line break"]) + 1)

    def _by_line(self, kind: str) -> np.ndarray:
        return np.add.reduceat(self.kinds & _BIT[kind] > 0, self._starts(), dtype=np.int64)


def foreign(text: str) -> str:
    """What a text is written in, if more than half of it is not Kazakh in Cyrillic letters; else "".

    >>> foreign("Кітапханаға көп адам келеді."), foreign("Kitapqanağa köp adam keledı, bız soğan quanamyz.")
    ('', 'Latin letters')
    """
    return Characters(text).foreign() if text else ""


def _is_russian(line: str) -> bool:
    """Whether a line with hardly a Kazakh letter has as many function words as Russian."""
    words = _WORD.findall(line.lower())
    russian = sum(word in _russian_words() for word in words)
    return len(words) >= _LEAST_WORDS and russian >= _RUSSIAN * len(words)
