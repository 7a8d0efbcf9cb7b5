"""What the words of a sentence or a line show: a question, who is addressed, a caption, page furniture.

The words and patterns are rows of lexicons/turn_cues.csv; a kind of cue is looked up by its name there.
"""

import re
from collections import defaultdict
from functools import cache, lru_cache

import numpy as np

from ..letters import LOOK_ALIKE, TO_CYRILLIC
from ..sheets import rows

DASHES = r"\-‐‑‒–—―−─"
SPACE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff]"
UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
BLANK = re.compile(rf"{SPACE}*\Z")
WORD = re.compile(r"[^\W\d_]+")
FIRST_WORD = re.compile(r"\W*\w+\s*[,.!–—-]")
NAME_NEXT = re.compile(rf"\W*(?:[\w-]+ ){{0,2}}?[«“\"]?[{UPPER}][^\s.]*(?:[.,\s]|$)")
NUMBERS_ONLY = re.compile(r"[\d\s:.,•|]+$|[-+−]?[\d.,]+\s*°?[cс]$")
DATELINE = re.compile(rf"[{UPPER}][\w-]+(?: [{UPPER}][\w-]+)?, (?:\d{{4}}|\d{{1,2}} [\w ]{{3,20}})[\w .]*$")
CLOSING = '»”") \t\xa0'  # what may stand behind the sign that ends a sentence
CLOSING_QUESTION = CLOSING + "!.…"
SENTENCE_SIGNS = (".", "!", "?", "…", "؟", ":", ";", ",")
BEFORE_WORDS = "«»“”\"'*•|–-—· \t"
SPAN = 200  # characters at the beginning and at the end of a sentence that are looked at
NEAR_END = 8  # words of a sentence in which an ask word makes a question without question mark
LONG_LINE, LONG_SENTENCE, LONGEST_CLOSING, LONGEST_NAME = 160, 150, 60, 90  # characters
MAX_WORDS = {"byline": 14, "byline end": 8, "caption": 25, "page": 14, "link": 25}
MAX_REMEMBERED, MANY_NAMES = 200_000, 10_000  # tokens and printed names whose kind or key is found out once
ONE_TO_ONE = LOOK_ALIKE  # look-alike letters only: as many characters as before
TO_CLEAN = re.compile(f"[{''.join(map(chr, TO_CYRILLIC))}]")
WORD_KINDS = ("ask", "I", "we", "you", "reply", "narrates", "thanks")
BIT = {kind: 1 << k for k, kind in enumerate(WORD_KINDS)}
A_WORD, LAST = 1 << len(WORD_KINDS), len(WORD_KINDS) + 1  # the bit of any word; where the bits of a token's end begin


def is_blank(line: str) -> bool:
    """Whether a line has nothing but blanks and invisible characters."""
    return not line[:1].isalpha() and BLANK.match(line) is not None


def plain(text: str) -> str:
    """The text with look-alike Latin letters made Cyrillic and invisible characters dropped."""
    if TO_CLEAN.search(text):
        text = text.translate(TO_CYRILLIC)
    return text.strip()


@lru_cache(MANY_NAMES)
def key_of(name: str) -> str:
    """A printed name as it is compared: lower case, without quotation marks and full stop."""
    return plain(name).lower().strip("«»“”\"'*_# .")


@cache
def _table() -> dict[tuple[str, str], list[str]]:
    table = defaultdict(list)
    for row in rows("turn_cues.csv"):
        table[row["kind"], row["match"]].append(row["form"])
    return table


@cache
def labels(kind: str) -> frozenset[str]:
    """Words before a colon of one kind (asker, answerer, not a name), as `key_of` writes them."""
    return frozenset(map(key_of, _table()[kind, "label"]))


@cache
def pattern(*kinds: str) -> re.Pattern:
    """One regular expression for all the patterns of some kinds."""
    return re.compile("|".join(form for kind in kinds for form in _table()[kind, "pattern"]))


@cache
def _sizes() -> tuple[int, ...]:
    return tuple({len(ending) for ending in _bits("ending")})


@cache
def _bits(match: str, negated: bool = False) -> dict[str, int]:
    """The forms that are matched in one way, with the bits of their kinds."""
    bits: dict[str, int] = defaultdict(int)
    for kind, bit in BIT.items():
        for form in _table()[f"not {kind}" if negated else kind, match]:
            bits[form] |= bit
    return dict(bits)


def _kinds_of(word: str) -> int:
    """The kinds of cue that a word in lower case is, as bits."""
    kinds = _bits("word").get(word, 0)
    endings = _bits("ending")
    for size in _sizes():
        kinds |= endings.get(word[-size:], 0)
    for form, bit in _bits("beginning").items():
        if word.startswith(form):
            kinds |= bit
    for form, bit in _bits("part").items():
        if form in word:
            kinds |= bit
    return kinds & ~_bits("word", negated=True).get(word, 0)


class TokenKinds(dict):
    """Bits for what is printed between two blanks: of all words in it, and above them of the last; found out once."""

    def __missing__(self, token: str) -> int:
        words = [_kinds_of(word) for word in WORD.findall(plain(token))]
        bits = A_WORD | words[-1] << LAST if words else 0
        for word in words:
            bits |= word
        if len(self) > MAX_REMEMBERED:
            self.clear()
            self[PART] = PARTS
        self[token] = bits
        return bits


PART, PARTS = "\0", -1  # what parts sentences (no text has it) and its bits
KINDS = TokenKinds({PART: PARTS})


def wording(sentences: list[str]) -> dict[str, np.ndarray]:
    """The evidence in the words of sentences for who says them: rows of turn_weights.csv, and where they hold."""
    texts = [text.strip() for text in sentences]
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    spans = [text if len(text) < 2 * SPAN else f"{text[:SPAN]} {text[-SPAN:]}" for text in texts]
    joined = f"{PART} " + f" {PART} ".join(spans).lower()
    bits = np.fromiter(map(KINDS.__getitem__, joined.split()), np.int64)
    starts = np.flatnonzero(bits == PARTS)
    bits[starts] = 0
    ends = np.append(starts[1:], len(bits))
    here = np.bitwise_or.reduceat(bits, starts)
    near_end = np.bitwise_or.reduceat(bits, np.stack([np.maximum(starts, ends - NEAR_END), ends], 1).ravel()[:-1])[::2]
    last_word = np.maximum.accumulate(np.where(bits > 0, np.arange(len(bits)), 0))[ends - 1]
    last = np.where(here > 0, bits[last_word] >> LAST, 0)
    lower = joined[2:].split(f" {PART} ")

    thanks = (here & BIT["thanks"] > 0) & (sizes < 2 * SPAN)
    for k in np.flatnonzero(thanks).tolist():
        thanks[k] = pattern("thanks").search(lower[k]) is not None
    asks = np.array([is_question(text) for text in texts], dtype=bool)
    first, you = np.append(bits, 0)[starts + 1], here & BIT["you"] > 0
    wonders = ~asks & (near_end & BIT["ask"] > 0)
    replies = [bool(bit and FIRST_WORD.match(text)) for bit, text in zip((first & BIT["reply"]).tolist(), lower)]
    words = here & A_WORD > 0
    shown = {
        "any sentence": words,
        "ends in a question mark": asks,
        "asks you": asks & you & ~(last & BIT["I"] > 0),
        "has an ask word, no question mark": wonders,
        "no question": ~asks & ~wonders,
        "addresses you": you,
        "speaks as I": here & BIT["I"] > 0,
        "speaks as we": here & BIT["we"] > 0,
        "ends as I or we": last & (BIT["I"] | BIT["we"]) > 0,
        "opens with a reply": np.array(replies, dtype=bool),
        "thanks for the interview": thanks,
        "tells what others said": (here & BIT["narrates"] > 0) | _anywhere("narrates", joined),
        "reports speech after a dash": _anywhere("saying", joined),
        "begins in lower case": np.array([text[:1].islower() for text in texts], dtype=bool),
        "ends like an item of a list": np.array([text.endswith((";", ",")) for text in texts], dtype=bool),
        "ends in dots": np.array([text.endswith(("...", "…")) for text in texts], dtype=bool),
        "long sentence": sizes > LONG_SENTENCE,
    }
    return {name: where & words for name, where in shown.items()} | {"no words": ~words}


def _anywhere(kind: str, joined: str) -> np.ndarray:
    """In which sentences, joined with PART before each, a pattern of a kind (without anchors) is found."""
    starts = [match.start() for match in re.finditer(PART, joined)]
    found = [match.start() for match in pattern(kind).finditer(joined)]
    where = np.zeros(len(starts), dtype=bool)
    where[np.searchsorted(starts, found) - 1] = True
    return where


def is_question(line: str) -> bool:
    """Whether a line ends in a question mark."""
    return line.rstrip(CLOSING_QUESTION).endswith(("?", "؟"))


def ends_sentence(line: str) -> bool:
    """Whether a line ends in a punctuation mark."""
    return line.rstrip(CLOSING).endswith(SENTENCE_SIGNS)


def in_capitals(line: str) -> bool:
    """Whether a line is set in capitals."""
    head = line[:120]
    return head.isupper() and sum(map(str.isalpha, head)) > 3


def is_name(line: str) -> bool:
    """Whether a line is nothing but a person's name, perhaps with an outlet or a town after a comma."""
    if len(line) >= LONGEST_NAME or ends_sentence(line):
        return False
    words = re.split(r"\s*[,(]", line.strip())[0].split()
    return 2 <= len(words) <= 4 and all(_is_capitalised(word) for word in words)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (word[1:].islower() or word.isupper() or "-" in word or "." in word)


def furniture(line: str) -> str:
    """'byline', 'caption', 'link', 'page' (date, views, share, tags) or '' for a line as a whole."""
    if len(line) > LONG_LINE:
        return ""
    text = plain(line)
    lower = text.lower().lstrip(BEFORE_WORDS)
    number = not text[:1].isalpha() and NUMBERS_ONLY.match(text.lower()) is not None
    opens = pattern("byline", "caption", "link", "page").match(lower)
    if not (number or opens or pattern("byline end", "caption end").search(lower[-LONGEST_CLOSING:])):
        return ""
    size = len(text.split())
    if size <= MAX_WORDS["byline"] and _is_byline(text, lower, size):
        return "byline"
    for kind in ("caption", "link", "page"):
        if size <= MAX_WORDS[kind] and pattern(kind).match(lower):
            return kind
    if size <= MAX_WORDS["caption"] and _closes("caption end", lower):
        return "caption"
    return "page" if size <= MAX_WORDS["page"] and number else ""


def _is_byline(text: str, lower: str, size: int) -> bool:
    opening = pattern("byline").match(lower)
    if opening:
        rest = lower[opening.end() :].strip(" :–-")
        if not rest or NAME_NEXT.match(text, len(text) - len(lower) + opening.end()):
            return True
    return size <= MAX_WORDS["byline end"] and _closes("byline end", lower) and is_name(text.rsplit(" ", 1)[0])


def _closes(kind: str, lower: str) -> bool:
    """Whether a line ends with a pattern of a kind."""
    end = lower[-LONGEST_CLOSING:]
    found = pattern(kind).search(end)
    return found is not None and not WORD.search(end, found.end())
