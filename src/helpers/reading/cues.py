"""What the words of a sentence or a line show: a question, who is addressed, a caption, page furniture.

The words and patterns are rows of lexicons/turn_cues.csv; a kind of cue is looked up by its name there.
"""

import re
from collections import defaultdict
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


def sentence_cues(sentence: str) -> set[str]:
    """The evidence in a sentence for who says it: names of rows in turn_weights.csv."""
    text = plain(sentence if len(sentence) < 2 * SPAN else f"{sentence[:SPAN]} {sentence[-SPAN:]}")
    lower = text.lower()
    words = WORD.findall(lower)
    if not words:
        return {"no words"}
    kinds = set().union(*[KINDS[word] for word in words])
    last = KINDS[words[-1]]
    found = {"any sentence"}
    if ENDS_QUESTION.search(text[-20:]):
        found.add("ends in a question mark")
        if "you" in kinds and "I" not in last:
            found.add("asks you")
    elif any("ask" in KINDS[word] for word in words[-NEAR_END:]):
        found.add("has an ask word, no question mark")
    else:
        found.add("no question")
    for kind, name in WORD_CUES:
        if kind in kinds:
            found.add(name)
    if "I" in last or "we" in last:
        found.add("ends as I or we")
    if "reply" in KINDS[words[0]] and FIRST_WORD.match(lower):
        found.add("opens with a reply")
    if len(sentence) < 2 * SPAN and pattern("thanks").search(lower):
        found.add("thanks for the interview")
    if "narrates" in kinds or pattern("narrates").search(lower):
        found.add("tells what others said")
    if pattern("saying").search(lower):
        found.add("reports speech after a dash")
    if text[0].islower():
        found.add("begins in lower case")
    if text.endswith((";", ",")):
        found.add("ends like an item of a list")
    elif text.endswith(("...", "…")):
        found.add("ends in dots")
    if len(sentence) > LONG_SENTENCE:
        found.add("long sentence")
    return found


FIRST_WORD = re.compile(r"\W*\w+\s*[,.!–—-]")
WORD_CUES = (("you", "addresses you"), ("I", "speaks as I"), ("we", "speaks as we"))


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
    lower, size = text.lower().lstrip("«»“”\"'*•|–-—· \t"), len(text.split())

    def opens(kind: str) -> re.Match | None:
        return pattern(kind).match(lower) if size <= MAX_WORDS[kind] else None

    byline = opens("byline")
    if byline:
        rest = lower[byline.end() :].strip(" :–-")
        if not rest or NAME_NEXT.match(text, len(text) - len(lower) + byline.end()):
            return "byline"
    closing = pattern("byline end").search(lower)
    at_end = closing and size <= MAX_WORDS["byline end"] and not WORD.search(lower, closing.end())
    if at_end and is_name(text.rsplit(" ", 1)[0]):
        return "byline"
    if opens("caption"):
        return "caption"
    closing = pattern("caption end").search(lower)
    if closing and size <= MAX_WORDS["caption"] and not WORD.search(lower, closing.end()):
        return "caption"
    if opens("link"):
        return "link"
    if size <= MAX_WORDS["page"] and (NUMBERS_ONLY.match(text.lower()) or pattern("page").match(lower)):
        return "page"
    return ""
