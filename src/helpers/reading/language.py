"""Whether a text is Kazakh in Cyrillic letters, which is all that this package reads."""

import re
from collections import Counter
from functools import cache

from ..sheets import rows

_SCRIPTS = {  # what the letters of a text are told by
    "Latin letters": re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]"),
    "Arabic letters": re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]"),
    "Cyrillic letters": re.compile("[\u0400-\u052f]"),
}
_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")  # letters that Russian has not: about a fifth of a Kazakh text
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


def foreign(text: str) -> str:
    """What a text is written in, if more than half of it is not Kazakh in Cyrillic letters; else "".

    >>> foreign("Кітапханаға көп адам келеді."), foreign("Kitapqanağa köp adam keledı, bız soğan quanamyz.")
    ('', 'Latin letters')
    """
    letters: Counter[str] = Counter()
    kazakh = 0
    for line in text.splitlines():
        counts = {name: len(pattern.findall(line)) for name, pattern in _SCRIPTS.items()}
        special = len(_KAZAKH.findall(line))
        if _is_russian(line, counts["Cyrillic letters"], special):
            counts["Russian"] = counts.pop("Cyrillic letters")
        letters.update(counts)
        kazakh += special
    ours = letters.pop("Cyrillic letters", 0)
    others = letters.total()
    if ours + others < _LEAST_LETTERS:
        return ""
    if others > ours:
        return letters.most_common(1)[0][0]
    few = ours >= 5 * _LEAST_LETTERS and kazakh < _FEW_KAZAKH * ours
    return "Cyrillic without the letters of Kazakh (ә ғ қ ң ө ұ ү һ і)" if few else ""


def _is_russian(line: str, cyrillic: int, special: int) -> bool:
    words = _WORD.findall(line.lower())
    if len(words) < _LEAST_WORDS or special > _FEW_KAZAKH * cyrillic:
        return False
    return sum(word in _russian_words() for word in words) >= _RUSSIAN * len(words)
