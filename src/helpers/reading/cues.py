"""What the words of a sentence or a line show: a question, who is addressed, a caption, page furniture.

The words and patterns are rows of lexicons/turn_cues.csv; a kind of cue is looked up by its name there.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache

from ..letters import LOOK_ALIKE, TO_CYRILLIC
from ..sheets import rows

DASHES = r"\-‐‑‒–—―−─"
SPACE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]"
UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
BLANK = re.compile(rf"{SPACE}*\Z")
WORD = re.compile(r"[^\W\d_]+")
SPAN = 200  # characters at the beginning and at the end of a sentence that are looked at
ENDS_QUESTION = re.compile(r"[?؟][!.…»”\")\s]*$")
ENDS_SENTENCE = re.compile(r"[.!?…؟:;,][»”\")\s]*$")
NAME_NEXT = re.compile(rf"\W*(?:[\w-]+ ){{0,2}}?[«“\"]?[{UPPER}][^\s.]*(?:[.,\s]|$)")
NUMBERS_ONLY = re.compile(r"[\d\s:.,•|]+$|[-+−]?[\d.,]+\s*°?[cс]$")
DATELINE = re.compile(rf"[{UPPER}][\w-]+(?: [{UPPER}][\w-]+)?, (?:\d{{4}}|\d{{1,2}} [\w ]{{3,20}})[\w .]*$")
LONG_LINE, LONG_SENTENCE = 160, 150  # characters
MAX_WORDS = {"byline": 14, "byline end": 8, "caption": 25, "page": 14, "link": 25}
ONE_TO_ONE = LOOK_ALIKE  # look-alike letters only: as many characters as before
TO_CLEAN = re.compile(f"[{''.join(map(chr, TO_CYRILLIC))}]")


def plain(text: str) -> str:
    """The text with look-alike Latin letters made Cyrillic and invisible characters dropped."""
    if TO_CLEAN.search(text):
        text = text.translate(TO_CYRILLIC)
    return text.strip()


def key_of(name: str) -> str:
    """A printed name as it is compared: lower case, without quotation marks and full stop."""
    return plain(name).lower().strip("«»“”\"'*_# .")


@cache
def forms(kind: str, match: str) -> tuple[str, ...]:
    """The forms of one kind of cue that are matched in one way, from turn_cues.csv."""
    return tuple(row["form"] for row in _table()[kind, match])


@cache
def _table() -> dict[tuple[str, str], list[dict[str, str]]]:
    table = defaultdict(list)
    for row in rows("turn_cues.csv"):
        table[row["kind"], row["match"]].append(row)
    return table


@cache
def labels(kind: str) -> frozenset[str]:
    """Words before a colon of one kind (asker, answerer, not a name), as `key_of` writes them."""
    return frozenset(key_of(form) for form in forms(kind, "label"))


@cache
def pattern(kind: str) -> re.Pattern:
    """One regular expression for all the patterns of a kind."""
    return re.compile("|".join(forms(kind, "pattern")))


@cache
def _word_tests() -> list[tuple[str, frozenset[str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    kinds = ("ask", "I", "we", "you", "reply", "narrates")
    return [
        (kind, frozenset(forms(kind, "word")), forms(kind, "ending"), forms(kind, "beginning"), forms(kind, "part"))
        for kind in kinds
    ]


@cache
def _never() -> dict[str, frozenset[str]]:
    return {kind: frozenset(forms(f"not {kind}", "word")) for kind in ("I", "you")}


class WordKinds(dict):
    """The kinds of cue that a word in lower case is: worked out once per word."""

    def __missing__(self, word: str) -> frozenset[str]:
        kinds = set()
        for kind, words, endings, beginnings, parts in _word_tests():
            if word in _never().get(kind, ()):
                continue
            if (
                word in words
                or word.endswith(endings)
                or word.startswith(beginnings)
                or any(part in word for part in parts)
            ):
                kinds.add(kind)
        if len(self) > MAX_REMEMBERED:
            self.clear()
        self[word] = frozenset(kinds)
        return self[word]


MAX_REMEMBERED = 200_000
KINDS = WordKinds()
NEAR_END = 8  # words of a sentence in which an ask word makes a question without question mark


FIRST_WORD = re.compile(r"\W*\w+\s*[,.!–—-]")


class Sentence:
    """A sentence as the cues look at it: its beginning and end, its words and what kinds of cue they are."""

    def __init__(self, printed: str):
        short = len(printed) < 2 * SPAN
        self.size = len(printed)
        self.text = plain(printed if short else f"{printed[:SPAN]} {printed[-SPAN:]}")
        self.lower = self.text.lower()
        self.words = WORD.findall(self.lower)
        kinds = [KINDS[word] for word in self.words]
        self.kinds = frozenset().union(*kinds)
        self.last = kinds[-1] if kinds else frozenset()
        self.asks = bool(ENDS_QUESTION.search(self.text[-20:]))
        self.wonders = not self.asks and any("ask" in kind for kind in kinds[-NEAR_END:])
        self.short = short


SENTENCE_CUES: dict[str, Callable[[Sentence], object]] = {  # rows of turn_weights.csv, and what shows them
    "any sentence": lambda s: True,
    "ends in a question mark": lambda s: s.asks,
    "asks you": lambda s: s.asks and "you" in s.kinds and "I" not in s.last,
    "has an ask word, no question mark": lambda s: s.wonders,
    "no question": lambda s: not s.asks and not s.wonders,
    "addresses you": lambda s: "you" in s.kinds,
    "speaks as I": lambda s: "I" in s.kinds,
    "speaks as we": lambda s: "we" in s.kinds,
    "ends as I or we": lambda s: "I" in s.last or "we" in s.last,
    "opens with a reply": lambda s: "reply" in KINDS[s.words[0]] and FIRST_WORD.match(s.lower),
    "thanks for the interview": lambda s: s.short and pattern("thanks").search(s.lower),
    "tells what others said": lambda s: "narrates" in s.kinds or pattern("narrates").search(s.lower),
    "reports speech after a dash": lambda s: pattern("saying").search(s.lower),
    "begins in lower case": lambda s: s.text[0].islower(),
    "ends like an item of a list": lambda s: s.text.endswith((";", ",")),
    "ends in dots": lambda s: s.text.endswith(("...", "…")),
    "long sentence": lambda s: s.size > LONG_SENTENCE,
}


def sentence_cues(printed: str) -> set[str]:
    """The evidence in a sentence for who says it: names of rows in turn_weights.csv."""
    sentence = Sentence(printed)
    if not sentence.words:
        return {"no words"}
    return {name for name, shows in SENTENCE_CUES.items() if shows(sentence)}


def is_question(line: str) -> bool:
    """Whether a line ends in a question mark."""
    return bool(ENDS_QUESTION.search(line[-20:]))


def ends_sentence(line: str) -> bool:
    """Whether a line ends in a punctuation mark."""
    return bool(ENDS_SENTENCE.search(line[-20:]))


def in_capitals(line: str) -> bool:
    """Whether a line is set in capitals."""
    head = line[:120]
    return head.upper() == head and sum(map(str.isalpha, head)) > 3


def is_name(line: str) -> bool:
    """Whether a line is nothing but a person's name, perhaps with an outlet or a town after a comma."""
    words = re.split(r"\s*[,(]", line.strip())[0].split()
    if not 2 <= len(words) <= 4 or len(line) >= 90 or ends_sentence(line):
        return False
    return all(_is_capitalised(word) for word in words)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (word[1:].islower() or word.isupper() or "-" in word or "." in word)


def furniture(line: str) -> str:
    """'byline', 'caption', 'link', 'page' (date, views, share, tags) or '' for a line as a whole."""
    if len(line) > LONG_LINE:
        return ""
    text = plain(line)
    lower = text.lower().lstrip(BEFORE_WORDS)
    size = len(text.split())
    if size <= MAX_WORDS["byline"] and _is_byline(text, lower, size):
        return "byline"
    for kind in ("caption", "link", "page"):
        if size <= MAX_WORDS[kind] and pattern(kind).match(lower):
            return kind
    if size <= MAX_WORDS["caption"] and _closes("caption end", lower):
        return "caption"
    return "page" if size <= MAX_WORDS["page"] and NUMBERS_ONLY.match(text.lower()) else ""


BEFORE_WORDS = "«»“”\"'*•|–-—· \t"


def _is_byline(text: str, lower: str, size: int) -> bool:
    opening = pattern("byline").match(lower)
    if opening:
        rest = lower[opening.end() :].strip(" :–-")
        if not rest or NAME_NEXT.match(text, len(text) - len(lower) + opening.end()):
            return True
    closing = size <= MAX_WORDS["byline end"] and _closes("byline end", lower)
    return bool(closing) and is_name(text.rsplit(" ", 1)[0])


def _closes(kind: str, lower: str) -> bool:
    """Whether a line ends with a pattern of a kind."""
    found = pattern(kind).search(lower)
    return found is not None and not WORD.search(lower, found.end())
