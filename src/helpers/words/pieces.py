"""Where a token begins and ends: one regular expression, built from the letters and abbreviations that are data."""

import re
from collections.abc import Iterator
from functools import cache

from ..letters import HYPHEN, INVISIBLE
from ..sheets import rows

# Letters that nearly all words are made of: Latin, combining marks, Cyrillic, what the eye does not see.
_COMMON = rf"a-zA-ZÀ-ÖØ-öø-ʯ\u0300-\u036fА-Яа-яЀ-ҁҊ-ԯ{INVISIBLE}"
_LETTERS = rf"(?:[{_COMMON}]|[^\W\d_])++"
_SMALL = "a-zа-яәғқңөұүһі"
_ADDRESS_PART = "[A-Za-z0-9-]{1,64}"
# What may hang on a numeral: ordinal, plural, collective, possessor, case; so 30-жылдары is three tokens.
_NUMERAL_ENDING = (
    r"(?:ақ|ау|(?:[ыісн]*ш[ыі])?(?:[лдт][ае]р)?(?:еу)?[ыісмңн]*з?"
    r"(?:[нтд][ыі]ң|[ғқгкн]?[ае]|[нтд][ыі]|[ндт][ае]н?|[бмп]ен|[тд][ае]й|[тд][ае][ғг][ыіае]н?|[лтд][ыі][қк])?"
    r"[ыіан]*)(?!\w)"
)
_BLOCK = 1 << 20  # characters


@cache
def abbreviations() -> dict[str, bool]:
    """The abbreviations of lexicons/abbreviations.csv with their full stops, and whether each may close a sentence.

    >>> abbreviations()["т.б."]
    True
    """
    return {row["abbreviation"]: row["may_end"] == "yes" for row in rows("abbreviations.csv")}


@cache
def _pattern() -> re.Pattern[str]:
    """A token and the white space behind it; the first alternative that fits decides."""
    listed = "|".join(map(re.escape, sorted(abbreviations(), key=len, reverse=True)))
    alternatives = [
        rf"[{_COMMON}]++(?![-\u2010\u2011.@’'ʼ\w]|://)",  # nearly all words, fast
        r"[,«»()–—\";]|[.](?![.\w])",  # nearly all marks, fast
        rf"(?i:{listed})(?!\w)",  # млн.  т.б.
        rf"(?:[{_SMALL}]\.){{2,5}}(?!\w)",  # б.з.д.
        rf"(?:[^\W\d_{_SMALL}]\.){{1,4}}(?=\s?[-–]?\s?[^\W\d_{_SMALL}])",  # А.  А.С.  before a name or a dash
        r"(?:https?://|www\.)[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?)\]]",
        rf"[A-Za-z0-9_.+-]{{1,64}}@{_ADDRESS_PART}(?:\.{_ADDRESS_PART}){{1,6}}",
        rf"{_ADDRESS_PART}(?:\.{_ADDRESS_PART}){{0,6}}\.[a-z]{{2,10}}(?![.\w])(?:-{_LETTERS})?",
        r"[#@]\w++",
        rf"{_LETTERS}(?:(?:{HYPHEN}|[’'ʼ])(?:{_LETTERS}\d*+|\d++))*+\d*+",  # words with inner hyphens, COVID-19
        rf"\d++(?:[.,:]\d++)*+(?:\s?%|°[CСFФ]?)?(?:{HYPHEN}{_NUMERAL_ENDING}|{_LETTERS})?",  # 65,2  58,3%  55-ші
        rf"%(?:{HYPHEN}{_LETTERS})?",
        r"\.\.+|…",
        r"\S",
    ]
    return re.compile(rf"(?:{'|'.join(alternatives)})\s*+")


def pieces(text: str) -> Iterator[list[str]]:
    """The text in pieces "token and the white space behind it", in lists of about a million characters.

    White space before the first token hangs on an empty token, so that nothing is lost.
    """
    lead = text[: len(text) - len(text.lstrip())]
    if lead:
        yield [lead]
    find = _pattern().findall
    line_break = re.compile(r"\n\s*")
    at = len(lead)
    while at < len(text):
        found = line_break.search(text, at + _BLOCK)  # so that no token is divided
        end = found.end() if found else len(text)
        yield find(text[at:end])
        at = end


def space_behind(piece: str) -> str:
    return piece[len(piece.rstrip()) :]


def line_breaks(space: str) -> int:
    return space.count("\n") + space.replace("\r\n", "").count("\r")


def kind(token: str) -> str:
    """word, number or punct: a word has a letter, a number has none but a figure.

    >>> kind("55-ші"), kind("½"), kind("…")
    ('word', 'number', 'punct')
    """
    if token.isalpha() or any(c.isalpha() for c in token):
        return "word"
    return "number" if any(c.isnumeric() for c in token) else "punct"
