"""The places where a turn may open: line starts and sentence ends, with the dash or the label printed there."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from . import cues
from .cues import DASHES, SPACE, UPPER

ROLES = ASKER, ANSWERER = "interviewer", "interviewee"

TIME = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,-]\d{1,3})?"
CHAT_DATE = r"(?:\[\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s+)?"  # as messengers export: [12.11.2025, 10:04]
TIMECODE = re.compile(rf"{CHAT_DATE}[\[(#<]{{0,2}}{TIME}(?:\s*(?:-->|[-–—])\s*{TIME})?[\])#>]{{0,2}}")
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
END_CODE = re.compile(rf"\s#{TIME}#?\s*\Z")
DECORATION = re.compile(rf"(?:{SPACE}|[*_>]|#{{1,6}}(?=\s))*")  # blanks and Markdown before a mark
DASH = re.compile(rf"{SPACE}*(?:[{DASHES}]{{1,3}}|[•●▪~·➢►■♦◆¬](?=\s?\w)){SPACE}*(?=[^\s{DASHES}*])")
ODD_SIGN = re.compile(rf"{SPACE}*[^\w\s{DASHES}«»“”„\"'‘’(\[{{<#*.,…!?;:/\\+&%№$€₸@]{SPACE}*(?=[\w«“\"])")
SENTENCE_END = re.compile(
    rf"[.!?…](?<![\s.(][{UPPER}]\.)[.!?…]*[»”\")\]*]*"
    rf"(?:\s+(?=[«“\"(\[*]?[{UPPER}0-9]|[{DASHES}]{{1,3}}\s*[«“\"]?[{UPPER}0-9])|(?=\s*[–—―−─]\s*[«“\"]?[{UPPER}0-9]))"
)
HEADING = re.compile(r"\s*#{1,6}\s+")
COUNTED = re.compile(r"\s*(\d{1,2})\s?[.)]\s+(?=\D)")
CAPITALS_DOT = re.compile(
    rf"\s*((?:[{UPPER}]\.\s?){{0,2}}[{UPPER}-]{{4,30}}(?: [{UPPER}]\.?[{UPPER}]?\.?)?)"
    rf"(?:\.?\s*[{DASHES}]\s*|\.?\s+)(?=[{UPPER}«][^{UPPER}.])"
)
INITIAL_SURNAME = re.compile(rf"\s*((?:[{UPPER}]\.\s?){{1,2}}[{UPPER}][\w-]{{2,30}})\.\s*[{DASHES}]\s*(?=[{UPPER}«\"])")
INITIALS = re.compile(rf"\s*(?:[{UPPER}]\.\s?){{1,2}}(?=[{UPPER}][\w-]+\s*[:,({DASHES}])")
CHANGE = re.compile(r">{2,3}\s*$")  # what recognisers write where the speaker changes
UNMARKED = ("headline", "caption", "page")  # lines on which no dash opens a turn
FEW_CODES = 2  # a text with fewer lines that open with a time code has none: it is a programme or a date
FEW_SIGNS = 3  # lines that open with the same odd sign; more of them show what is left of a dash
FEW_CHANGES = 3  # lines that open with the sign for another speaker; fewer may be quotation in a letter
FEW_LINES, WRAPPED = 6, 0.15  # lines, and share of them that begin within a sentence, in a text with hard line breaks
FULL_LINE = 0.6  # of the longest lines: a shorter one ends a paragraph


@dataclass(slots=True)
class Line:
    """A line, where it stands, and what it is as a whole."""

    number: int
    start: int
    end: int
    text: str
    body: int = 0  # where it begins when time code and Markdown before it are left out
    _tag: str | None = None

    def __post_init__(self):
        if not self.text[:1].isalpha():
            self.body = _behind_timecode(self.text)

    @property
    def tag(self) -> str:
        """A kind of `cues.furniture`, "headline" where it is typed with #, or nothing; found out once."""
        if self._tag is None:
            self._tag = "headline" if HEADING.match(self.text) else cues.furniture(self.text)
        return self._tag


@dataclass(slots=True)
class Label:
    """A name, initials, a role word or a number that may open a turn."""

    name: str
    kind: str  # name, initials, numbered, name-dash, name-line, capitals
    size: int  # characters of the label and what parts it from the speech
    alone: bool  # it has the line to itself
    certain: bool = False  # named in the call
    role: str = ""

    @property
    def key(self) -> str:
        return cues.key_of(self.name)


@dataclass(slots=True)
class Unit:
    """A sentence, where it stands, and the mark it opens with."""

    line: int  # index of the non-blank line on which it begins
    start: int
    end: int
    opens_line: bool
    speech: int  # where the words begin, behind a mark
    text: str
    dash: str = ""  # "dash", "inline" or ""
    label: Label | None = None
    follows: bool = False  # the label stands on the line before
    inside: bool = False  # it can open nothing

    @property
    def words(self) -> str:
        """The text without its mark."""
        return self.text[max(0, len(self.text) - (self.end - self.speech)) :]


def _behind_timecode(text: str) -> int:
    at = skip(DECORATION, text)
    time = TIMECODE.match(text, at)
    if time and not text[time.end() : time.end() + 1].isalnum():
        at = skip(DECORATION, text, time.end())
    return at


def find_sentences(lines: list[Line]) -> list[Unit]:
    """The sentences of the non-blank lines, each with the dash that it opens with, if there is one."""
    changes = _changes(lines)
    goes_on = _between(lines, changes) if changes else _wrapped(lines)
    odd = _odd_signs(lines)
    units: list[Unit] = []
    for k, line in enumerate(lines):
        text, begin, start = line.text, line.start, line.body
        ends = [match.end() for match in SENTENCE_END.finditer(text, _behind_number(text, start))]
        if not ends or ends[-1] < len(text):
            ends.append(len(text))
        if goes_on[k] and units:
            end = ends.pop(0)
            units[-1].end = begin + end
            units[-1].text += " " + text[start:end]
        else:
            units.append(_opening(k, line, ends.pop(0), odd))
        if k in changes:
            units[-1].dash, units[-1].speech = "dash", begin + line.body
        start = units[-1].end - begin
        for end in ends:
            dash = DASH.match(text, start) if text[start] in DASHES and line.tag not in UNMARKED else None
            speech = begin + (dash.end() if dash else start)
            units.append(Unit(k, begin + start, begin + end, False, speech, text[start:end], "inline" if dash else ""))
            start = end
    return units


def _opening(k: int, line: Line, end: int, odd: set[str]) -> Unit:
    """The first sentence of a line, with the dash before it, or the sign that is left of a dash."""
    text, start = line.text, line.body
    unit = Unit(k, line.start, line.start + end, True, line.start, text[start:end])
    if text[start : start + 1].isalnum() and start == 0:
        return unit
    if line.tag == "headline":
        unit.speech = line.start + skip(HEADING, text)
    if line.tag not in UNMARKED:
        mark = DASH.match(text, start)
        if not mark and odd and (sign := ODD_SIGN.match(text, start)) and sign[0].strip() in odd:
            mark = sign
        if mark:
            unit.dash, unit.speech = "dash", line.start + mark.end()
    return unit


def _behind_number(text: str, body: int) -> int:
    """Where a text goes on behind a number, initials or a name in capitals, whose full stop ends no sentence."""
    first = None
    if text[body : body + 1].isdigit():
        first = COUNTED.match(text, body)
    elif text[body : body + 2].isupper():
        patterns = (CAPITALS_DOT, INITIAL_SURNAME, INITIALS)
        first = next((found for pattern in patterns if (found := pattern.match(text[:90], body))), None)
    return first.end() if first else body


def skip(blanks: re.Pattern, text: str, at: int = 0) -> int:
    """Where a text goes on behind what a pattern (which may match nothing) takes up."""
    match = blanks.match(text, at)
    return match.end() if match else at


def find_timecodes(lines: list[Line]) -> list[tuple[int, int]]:
    """Where time codes stand at the beginning or at the end of lines, in order."""
    found = []
    for line in lines:
        if ":" not in line.text:
            continue
        at = skip(DECORATION, line.text)
        opening = TIMECODE.match(line.text, at)
        if opening and not line.text[opening.end() : opening.end() + 1].isalnum():
            found.append((line.start + at, line.start + opening.end()))
        closing = END_CODE.search(line.text[-30:])
        if closing and not (opening and opening.end() == len(line.text)):
            found.append((line.end - len(closing[0]), line.end))
    return found if len(found) > FEW_CODES else []


def _wrapped(lines: list[Line]) -> list[bool]:
    """For each line, whether it goes on with the sentence of the line before."""
    inside = [False] * len(lines)
    for k, (before, line) in enumerate(pairwise(lines), 1):
        if line.text[line.body : line.body + 1].islower():
            inside[k] = line.number == before.number + 1 and not cues.ends_sentence(before.text)
    if sum(inside) <= WRAPPED * len(lines) or len(lines) < FEW_LINES:
        return inside
    width = sorted(len(line.text) for line in lines)[int(0.9 * len(lines))]
    for k, (before, line) in enumerate(pairwise(lines), 1):
        full = len(before.text) > FULL_LINE * width and not cues.ends_sentence(before.text)
        open_end = full or before.text.rstrip().endswith((",", ";"))
        inside[k] = inside[k] or (open_end and line.number == before.number + 1)
    return inside


def _changes(lines: list[Line]) -> set[int]:
    """The lines that open with >>, as recognisers write where another speaker begins, if there are several."""
    found = {k for k, line in enumerate(lines) if CHANGE.search(line.text[: line.body])}
    return found if len(found) >= FEW_CHANGES else set()


def _between(lines: list[Line], changes: set[int]) -> list[bool]:
    """For each line, whether it goes on with what one speaker says: a recogniser cuts lines anywhere."""
    first = min(changes)
    return [
        k > first and k not in changes and not line.tag and not lines[k - 1].tag and not cues.ends_sentence(before.text)
        for k, (before, line) in enumerate(zip([lines[0], *lines], lines))
    ]


def _odd_signs(lines: list[Line]) -> set[str]:
    """Signs that open many lines although they are no dash: what is left of a dash after a bad conversion."""
    opening = [line for line in lines if not line.text[line.body : line.body + 1].isalnum()]
    signs = Counter(match[0].strip() for line in opening if (match := ODD_SIGN.match(line.text, line.body)))
    return {sign for sign, count in signs.items() if count > FEW_SIGNS}
