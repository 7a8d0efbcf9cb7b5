"""The places where a turn may open: line starts and sentence ends, with the dash or the label printed there."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from . import cues
from .cues import DASHES, SPACE, UPPER, key_of

ROLES = ASKER, ANSWERER = "interviewer", "interviewee"

TIME = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,-]\d{1,3})?"
TIMECODE = re.compile(rf"[\[(#<]{{0,2}}{TIME}(?:\s*(?:-->|[-–—])\s*{TIME})?[\])#>]{{0,2}}")
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
END_CODE = re.compile(rf"\s#{TIME}#?\s*\Z")
DECORATION = re.compile(rf"(?:{SPACE}|[*_>]|#{{1,6}}(?=\s))*")  # blanks and Markdown before a mark
DASH = re.compile(rf"{SPACE}*(?:[{DASHES}]{{1,3}}|[•●▪~·➢►■♦◆¬](?=\s?\w)){SPACE}*(?=[^\s{DASHES}*])")
ODD_SIGN = re.compile(rf"{SPACE}*[^\w\s{DASHES}«»“”„\"'‘’(\[{{<#*.,…!?;:/\\+&%№$€₸@]{SPACE}*(?=[\w«“\"])")
SENTENCE_END = re.compile(
    rf"(?:(?<![\s.(][{UPPER}])\.|[!?…])[.!?…]*[»”\")\]*]*"
    rf"(?:\s+(?=[«“\"(\[*]?[{UPPER}0-9]|[{DASHES}]{{1,3}}\s*[«“\"]?[{UPPER}0-9])|(?=\s*[–—―−─]\s*[«“\"]?[{UPPER}0-9]))"
)
HEADING = re.compile(r"\s*#{1,6}\s+")
TYPED = re.compile(r"\s*([QAАСЖ])(?:[ \t]+([^:\n]{1,60}))?\s*:\s*")  # Q: A:, also С: Ж: (сұрақ, жауап)
TYPED_DOT = re.compile(r"\s*([QA])\.\s+")
NUMBERED = re.compile(
    r"\s*(?:\d{1,3}\s?[-–.)]?\s?(?:[іы]?н?ш[іы])?[- ]?с(?:ұрақ|ауал)|с(?:ұрақ|ауал) ?№? ?\d{1,3})(?:\s*[.:)]\s*|\s*$)",
    re.I,
)
COUNTED = re.compile(r"\s*(\d{1,2})\s?[.)]\s+(?=\D)")
INITIALS = re.compile(rf"\s*([{UPPER}]\.\s?(?:[{UPPER}]\.?\s?){{0,2}})\s*[{DASHES}:]\s*")
NAME_DASH = re.compile(rf"\s*([{UPPER}][\w.]*(?: [{UPPER}][\w.]*){{0,2}})\s+[–—−]\s+")
SPEECH_MARK = re.compile(r"(?:[^:|\t\n]|:(?=\d\d|//)){1,160}?(?::(?!\d\d|//)[*_]{0,3}|[ \xa0]\|[ \xa0]|\t)")
OTTER = re.compile(rf"\s*\[?([{UPPER}][^\n\t:\[\]]{{0,50}}?)\]?\s{{1,8}}\(?({TIME})\)?\s*$")
CAPITALS_DOT = re.compile(rf"\s*([{UPPER}-]{{4,30}}(?: [{UPPER}]\.?[{UPPER}]?\.?)?)\.?\s+(?=[{UPPER}«][^{UPPER}.])")
AFTER_NAME = re.compile(
    rf"(?:\s*[(\[]?{TIME}[)\]]?)?(?:\s*\([^()\n]{{0,60}}\))?[*_]{{0,3}}\s*[:.|\t{DASHES}]*[*_]{{0,3}}"
)
REST_OF_LABEL = re.compile(rf"{SPACE}*")


class Line(NamedTuple):
    number: int
    start: int
    end: int
    text: str


@dataclass
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
        return key_of(self.name)


@dataclass
class Unit:
    """A sentence, where it stands, and the mark it opens with."""

    line: int  # index of the non-blank line on which it begins
    start: int
    end: int
    opens_line: bool
    speech: int  # where the words begin, behind a mark
    label: Label | None = None
    dash: str = ""  # "dash", "inline" or ""
    follows: bool = False  # the label stands on the line before
    inside: bool = False  # it can open nothing
    text: str = ""


def find_units(
    lines: list[Line], tags: list[str], speakers: dict[str, str], voices: list[str] | None = None
) -> list[Unit]:
    """The sentences of the non-blank lines, each with the mark it opens with.

    `speakers` maps printed names to roles; `voices` are the speakers of the lines where the file itself names them.
    """
    bodies = [line_body(line.text) for line in lines]
    typed = _typed(lines)
    goes_on = _wrapped(lines, bodies)
    odd = _odd_signs(lines, bodies)
    units: list[Unit] = []
    for k, line in enumerate(lines):
        first = COUNTED.match(line.text, bodies[k]) or CAPITALS_DOT.match(line.text[:90], bodies[k])
        cuts = [bodies[k], *(m.end() for m in SENTENCE_END.finditer(line.text, first.end() if first else bodies[k]))]
        cuts = [cut for cut in cuts if cut < len(line.text)] or [bodies[k]]
        for start, end in pairwise([*cuts, len(line.text)]):
            opens_line = start == bodies[k]
            if opens_line and goes_on[k] and units:
                units[-1].end = line.start + end
                units[-1].text += " " + line.text[start:end]
                continue
            at = line.start if opens_line else line.start + start
            unit = Unit(k, at, line.start + end, opens_line, line.start + start, text=line.text[start:end])
            unit.dash = _dash(line.text, start, opens_line, tags[k], odd)
            units.append(unit)
    if voices:
        _take_at_their_word(units, _voice_labels(voices, speakers))
    elif typed and not speakers:
        _take_at_their_word(units, typed)
    else:
        _name_speakers(lines, tags, units, speakers)
    for unit in units:
        _find_speech(lines, unit)
    return units


def _typed(lines: list[Line]) -> dict[int, Label]:
    """The labels of a text typed as Q: and A:, by line, if it has both."""
    for form in (TYPED, TYPED_DOT):
        found = {k: m for k, line in enumerate(lines) if (m := form.match(line.text))}
        if len({m[1] in "QС" for m in found.values()}) == 2:
            return {k: _typed_label(m) for k, m in found.items()}
    return {}


def _typed_label(match: re.Match) -> Label:
    name = match[2] if match.re is TYPED and match[2] else ""
    role = ASKER if match[1] in "QС" else ANSWERER
    return Label(name.strip(), "typed", match.end(), match.end() >= len(match.string.rstrip()), True, role)


def _voice_labels(voices: list[str], speakers: dict[str, str]) -> dict[int, Label]:
    """A label without print for each line on which the speaker changes."""
    given = {key_of(name): role for name, role in speakers.items()}
    changes = [k for k, voice in enumerate(voices) if k == 0 or voice != voices[k - 1]]
    return {
        k: Label(voices[k], "file", 0, False, True, given.get(key_of(voices[k]), role_word(voices[k]))) for k in changes
    }


def _take_at_their_word(units: list[Unit], typed: dict[int, Label]) -> None:
    """Where turns are typed as Q: and A:, or the file names the speakers, nothing else opens one."""
    for unit in units:
        unit.dash = ""
        if unit.opens_line and unit.line in typed:
            unit.label = typed[unit.line]
        else:
            unit.inside = True


def _skip(blanks: re.Pattern, text: str, at: int = 0) -> int:
    """Where a text goes on behind what a pattern (which may match nothing) takes up."""
    match = blanks.match(text, at)
    return match.end() if match else at


def line_body(text: str) -> int:
    """Where a line begins when time code and Markdown before it are left out."""
    at = _skip(DECORATION, text)
    time = TIMECODE.match(text, at)
    if time and not text[time.end() : time.end() + 1].isalnum():
        at = _skip(DECORATION, text, time.end())
    return at


FEW_CODES = 2  # a text with fewer lines that open with a time code has none: it is a programme or a date


def find_timecodes(lines: list[Line]) -> list[tuple[int, int]]:
    """Where time codes stand at the beginning or at the end of lines, in order."""
    found = []
    for line in lines:
        at = _skip(DECORATION, line.text)
        opening = TIMECODE.match(line.text, at)
        if opening and not line.text[opening.end() : opening.end() + 1].isalnum():
            found.append((line.start + at, line.start + opening.end()))
        closing = END_CODE.search(line.text[-30:])
        if closing and not (opening and opening.end() == len(line.text)):
            begin = len(line.text) - len(closing[0])
            found.append((line.start + begin, line.end))
    return found if len(found) > FEW_CODES else []


WRAPPED = 0.15  # share of lines that begin in the middle of a sentence in a text with hard line breaks
FULL_LINE = 0.6  # of the longest lines: a shorter one ends a paragraph


def _wrapped(lines: list[Line], bodies: list[int]) -> list[bool]:
    """For each line, whether it goes on with the sentence of the line before."""
    inside = [False] * len(lines)
    for k, (before, line) in enumerate(pairwise(lines), 1):
        open_end = line.number == before.number + 1 and not cues.ends_sentence(before.text)
        inside[k] = open_end and line.text[bodies[k] : bodies[k] + 1].islower()
    if sum(inside) <= WRAPPED * len(lines) or len(lines) < 6:
        return inside
    width = sorted(len(line.text) for line in lines)[int(0.9 * len(lines))]
    for k, (before, line) in enumerate(pairwise(lines), 1):
        adjacent = line.number == before.number + 1
        if adjacent and len(before.text) > FULL_LINE * width and not cues.ENDS_SENTENCE.search(before.text[-20:]):
            inside[k] = True
        inside[k] = inside[k] or (adjacent and before.text.rstrip().endswith((",", ";")))
    return inside


def _odd_signs(lines: list[Line], bodies: list[int]) -> set[str]:
    """Signs that open many lines although they are no dash: what is left of a dash after a bad conversion."""
    signs = Counter(m[0].strip() for k, line in enumerate(lines) if (m := ODD_SIGN.match(line.text, bodies[k])))
    return {sign for sign, count in signs.items() if count >= MIN_SIGNS}


MIN_SIGNS = 4


def _dash(text: str, start: int, opens_line: bool, tag: str, odd: set[str]) -> str:
    if tag in ("headline", "caption", "page"):
        return ""
    if not opens_line:
        return "inline" if text[start : start + 1] in "-‐‑‒–—―−─" and DASH.match(text, start) else ""
    if DASH.match(text, start):
        return "dash"
    sign = ODD_SIGN.match(text, start)
    return "dash" if sign and sign[0].strip() in odd else ""


def _find_speech(lines: list[Line], unit: Unit) -> None:
    """Set where the words of a unit begin: behind its label and its dash."""
    line = lines[unit.line]
    at = unit.speech - line.start
    if unit.label:
        at = at + unit.label.size
    dash = DASH.match(line.text, at) if unit.label or unit.dash else None
    sign = ODD_SIGN.match(line.text, at) if unit.dash and not dash else None
    heading = HEADING.match(line.text)
    mark = dash or sign
    if mark:
        at = mark.end()
    elif heading and unit.opens_line:
        at = heading.end()
    elif unit.opens_line and not unit.label:
        at = unit.start - line.start
    unit.speech = min(unit.end, line.start + at)


def find_label(text: str) -> Label | None:
    """The name before a colon, a bar or a tab at the start of a text, perhaps with a title, else None."""
    match = SPEECH_MARK.match(text[:170])
    if not match:
        return None
    printed = match[0].rstrip(" \t\xa0:|*_")
    printed = re.sub(rf"[\[(]?{TIME}[\])]?", "", printed)
    name, *title = re.split(r"\s*[,(]\s*|\s[–—-]\s", printed.strip(" \t\xa0\u200b\ufeff*_#"), maxsplit=1)
    name = name.strip(" *_")
    words = name.strip("«»“”\"' ").split()
    if not 1 <= len(words) <= 4 or len(name) > 60 or name[0] in DASHES or not cues.WORD.search(name):
        return None
    if key_of(words[0]) in cues.labels("not a name") or (title and not _is_title(printed, title[0])):
        return None
    quoted = name[0] in '«“"' and name[-1] in '»”"'
    capital = all(word[0].isupper() or word[0].isdigit() or ".kz" in word for word in words)
    if not (quoted or capital or role_word(name)):
        return None
    end = _skip(REST_OF_LABEL, text, match.end())
    return Label(name, "name", end, end >= len(text.rstrip()), role=role_word(name))


LONGEST_TITLE = {",": 90, "(": 90, "-": 40}  # characters, by what parts it from the name


def _is_title(printed: str, title: str) -> bool:
    """Whether what stands between a name and the colon can be the name's title."""
    parted = re.search(r"[,(]|\s[–—-]\s", printed)
    sign = parted[0].strip() if parted else "-"
    return len(title) <= LONGEST_TITLE.get(sign, LONGEST_TITLE["-"]) and not re.search(r"[.?!]\s", title)


def role_word(name: str) -> str:
    """The role that a word printed before a turn names, or ""."""
    key = key_of(name)
    if key in cues.labels("asker"):
        return ASKER
    return ANSWERER if key in cues.labels("answerer") else ""


def _candidate(text: str, opens_line: bool) -> Label | None:
    """What may be the label of a sentence."""
    if opens_line and (m := NUMBERED.match(text)):
        return Label(m[0].strip(), "numbered", m.end(), m.end() >= len(text.rstrip()), role=ASKER)
    if m := INITIALS.match(text):
        return Label(m[1].strip(), "initials", m.end(), m.end() >= len(text.rstrip()))
    if label := find_label(text):
        return label
    if not opens_line:
        return None
    if m := OTTER.match(text[:80]):
        return Label(m[1], "timed", len(text), True)
    if m := NAME_DASH.match(text):
        return Label(m[1], "name-dash", m.end(), False)
    if m := CAPITALS_DOT.match(text[:80]):
        return Label(m[1], "capitals", m.end(), False)
    if len(text) < 50 and cues.WORD.search(text) and not cues.ends_sentence(text):
        words = text.split()
        if len(words) <= 4 and all(word[0].isupper() or word[0].isdigit() for word in words):
            return Label(text.strip(" *_"), "name-line", len(text), True)
    return None


def _named_in_call(text: str, speakers: dict[str, str], strict: bool) -> Label | None:
    """The label of a sentence that opens with a name given in the call."""
    opening = text.translate(cues.ONE_TO_ONE).lower()
    for name in sorted(speakers, key=len, reverse=True):
        size = len(name)
        if opening[:size] != name.translate(cues.ONE_TO_ONE).lower() or text[size : size + 1].isalnum():
            continue
        mark = _skip(AFTER_NAME, text, size)
        end = _skip(REST_OF_LABEL, text, mark)
        parted = mark > size or end - size > 1 or end >= len(text)
        if parted or (not strict and text[end : end + 1].isupper()):
            return Label(name, "name", end, end >= len(text.rstrip()), True, speakers[name])
    return None


def _name_speakers(lines: list[Line], tags: list[str], units: list[Unit], speakers: dict[str, str]) -> None:
    """Give the units their labels: those named in the call, and those that the text itself makes credible."""
    found = _find_named_in_call(units, speakers)
    wanted = {key_of(name): role for name, role in speakers.items()}
    for i, unit in enumerate(units):
        tag = tags[unit.line]
        if i in found or tag in ("headline", "caption", "page", "link"):
            continue
        label = _candidate(unit.text, unit.opens_line)
        if label and (not tag or (label.role and len(unit.text) > label.size + LONG_SPEECH)):
            label.role = wanted.get(label.key, label.role)
            found[i] = label
    credible = Names(lines, tags, units, found).credible()
    credible |= _counted_questions(units, found) or _questions_in_capitals(units)
    for i, label in credible.items():
        units[i].label = label
        if label.alone and i + 1 < len(units) and units[i + 1].opens_line and i + 1 not in credible:
            units[i + 1].follows = True


LONG_SPEECH = 30  # characters behind a role word that make a line like `Автор: …` somebody's speech


def _find_named_in_call(units: list[Unit], speakers: dict[str, str]) -> dict[int, Label]:
    """The labels with names given in the call: first those parted from the speech by a mark, else by a blank alone."""
    found: dict[int, Label] = {}
    wanted = {name.strip(): role for name, role in speakers.items() if name.strip()}
    for strict in (True, False) if wanted else ():
        seen = {label.name for label in found.values()}
        missing = {name: role for name, role in wanted.items() if name not in seen}
        for i, unit in enumerate(units):
            bullet = COUNTED.match(unit.text) or DASH.match(unit.text) if unit.opens_line else None
            skip = bullet.end() if bullet else 0
            label = _named_in_call(unit.text[skip:], missing, strict) if i not in found else None
            if label:
                label.size += skip
                found[i] = label
    return found


def _counted_questions(units: list[Unit], found: dict[int, Label]) -> dict[int, Label]:
    """Questions that are numbered 1. 2. 3.: at least three, three in five ask, the numbers grow."""
    items = [(i, m) for i, unit in enumerate(units) if unit.opens_line and (m := COUNTED.match(unit.text))]
    asked = [cues.is_question(_to_line_end(units, i)) for i, _ in items]
    numbers = [int(m[1]) for _, m in items]
    growing = all(one < other for one, other in pairwise(numbers))
    if len(items) < 3 or sum(asked) < 0.6 * len(items) or not growing:
        return {}
    return {i: Label(m[0].strip(), "numbered", m.end(), False, role=ASKER) for i, m in items if i not in found}


def _questions_in_capitals(units: list[Unit]) -> dict[int, Label]:
    """Questions set in capitals: at least three such lines, two in five of them ask; short ones are subheads."""
    lines = [i for i, unit in enumerate(units) if unit.opens_line and cues.in_capitals(unit.text)]
    asked = [i for i in lines if cues.is_question(_to_line_end(units, i))]
    if len(lines) < 3 or len(asked) < max(2, 0.4 * len(lines)):
        return {}
    questions = [i for i in lines if i >= asked[0] and (i in asked or len(units[i].text.split()) > 3)]
    return {i: Label("", "in capitals", 0, False, role=ASKER) for i in questions}


def _to_line_end(units: list[Unit], i: int) -> str:
    last = i
    while last + 1 < len(units) and units[last + 1].line == units[i].line and not units[last + 1].dash:
        last += 1
    return units[last].text


class Names:
    """What may be labels, and which of them name somebody who speaks."""

    def __init__(self, lines: list[Line], tags: list[str], units: list[Unit], found: dict[int, Label]):
        self.units = units
        self.found = _without_headline(lines, tags, units, found)
        at_lines = [label for i, label in self.found.items() if units[i].opens_line]
        self.counts = Counter((label.kind, label.key) for label in at_lines)
        self.inside = Counter(label.key for i, label in self.found.items() if not units[i].opens_line)
        self.initials = sum(label.kind == "initials" for label in self.found.values())
        self.groups = {kind: _group(kind, self.counts) for kind in ("name-line", "capitals")}
        self.groups["name-dash"] = _dialogue(units, self.found, self.counts)

    def credible(self) -> dict[int, Label]:
        """The labels that name somebody, by unit; none if only one does."""
        names = {i: label for i, label in self.found.items() if self._is_credible(i, label)}
        dashes = sum(unit.dash == "dash" and i not in names for i, unit in enumerate(self.units))
        dashes -= sum(label.alone for label in names.values())
        if dashes > 2 * len(names):
            often = Counter(label.key for label in names.values())
            names = {i: label for i, label in names.items() if _is_strong(label, often[label.key])}
        certain = any(label.certain for label in names.values())
        return names if len(names) > 1 or certain else {}

    def _is_credible(self, i: int, label: Label) -> bool:
        here, inside = self.counts[label.kind, label.key], self.inside[label.key]
        if label.certain or label.kind in ("numbered", "timed"):
            return True
        if label.kind in self.groups:
            return label.key in self.groups[label.kind]
        if not self.units[i].opens_line:
            return here + inside > 2 or (here > 0 and label.kind == "name" and bool(label.role))
        if label.kind == "initials":
            return self.initials > 1
        if label.name[0] in '«“"' or ".kz" in label.key:
            label.role = label.role or ASKER  # an outlet
            return here > 1
        if label.role:
            return len(label.key) > 1 or here > 1
        next_dash = label.alone and i + 1 < len(self.units) and self.units[i + 1].dash == "dash"
        return here > 1 or len(label.name.split()) > 1 or next_dash


def _without_headline(
    lines: list[Line], tags: list[str], units: list[Unit], found: dict[int, Label]
) -> dict[int, Label]:
    """What may be labels without a headline that looks like a turn, and where that is printed again."""
    first = next((k for k, tag in enumerate(tags) if not tag), 0)
    title = lines[first].text.strip() if lines else ""
    opens = {unit.line for i, unit in enumerate(units) if unit.opens_line and (i in found or unit.dash)}
    again = {i for i in found if lines[units[i].line].text.strip() == title}
    if not again or (len(again) == 1 and first + 1 in opens):
        return found
    return {i: x for i, x in found.items() if i not in again or x.certain or x.kind == "timed"}


def _is_strong(label: Label, often: int) -> bool:
    """Whether a label counts although most turns open with a dash alone."""
    return label.certain or bool(label.role) or label.kind == "name-dash" or often > 2 or label.alone


def _group(kind: str, counts: Counter) -> set[str]:
    """Names on lines of their own, or in capitals before a full stop: at least two of them, each twice."""
    keys = {key for (of, key), count in counts.items() if of == kind and count > 1}
    return keys if len(keys) > 1 else set()


def _dialogue(units: list[Unit], found: dict[int, Label], counts: Counter) -> set[str]:
    """Names before a dash: two to four that take turns, and one asks."""
    row = [
        (label.key, i) for i, label in found.items() if label.kind == "name-dash" and counts["name-dash", label.key] > 1
    ]
    keys = {key for key, _ in row}
    changes = sum(one != other for (one, _), (other, _) in pairwise(row))
    asked = sum(cues.is_question(_to_line_end(units, i)) for _, i in row)
    return keys if 1 < len(keys) < 5 and changes > 0.6 * len(row) and asked > len(row) / 5 else set()
