"""Names, initials, role words and numbers that open turns: what may be one, and which of them name who speaks."""

import re
from functools import lru_cache

from . import cues
from .cues import DASHES, SPACE, UPPER, key_of
from .marks import ANSWERER, ASKER, CAPITALS_DOT, COUNTED, DASH, INITIAL_SURNAME, TIME, Label, Line, Unit, skip
from .names import Names
from .numbered import counted_questions, numbered_label
from .questions import questions_in_bold, questions_in_capitals

TYPED = re.compile(r"\s*([QAАСЖ])(?:[ \t]+([^:\n]{1,60}))?\s*:\s*")  # Q: A:, also С: Ж: (сұрақ, жауап)
TYPED_DOT = re.compile(r"\s*([QA])\.\s+")
INITIALS = re.compile(rf"\s*([{UPPER}]\.\s?(?:[{UPPER}]\.?\s?){{0,2}})\s*[{DASHES}:]\s*")
NAME_DASH = re.compile(rf"\s*([{UPPER}][\w.]*(?: [{UPPER}][\w.]*){{0,2}})\s+[–—−]\s+")
SPEECH_MARK = re.compile(r"(?:[^:|\t\n]|:(?=\d\d|//)){1,160}?(?::(?!\d\d|//)[*_]{0,3}|[ \xa0]\|[ \xa0]|\t)")
OTTER = re.compile(rf"\s*\[?([{UPPER}][^\n\t:\[\]]{{0,50}}?)\]?\s{{1,8}}\(?({TIME})\)?\s*$")
AFTER_NAME = re.compile(
    rf"(?:\s*[(\[]?{TIME}[)\]]?)?(?:\s*\([^()\n]{{0,60}}\))?[*_]{{0,3}}\s*[:.|\t{DASHES}]*[*_]{{0,3}}"
)
BLANKS = re.compile(rf"{SPACE}*")
LONGEST_TITLE = {",": 90, "(": 90, "-": 40}  # characters, by what parts it from the name
LONG_SPEECH = 30  # characters behind a role word that make a line like `Автор: …` somebody's speech
NOBODYS = ("headline", "caption", "page", "link")  # lines that no name opens


def label_turns(
    lines: list[Line], units: list[Unit], speakers: dict[str, str], voices: list[str] | None = None
) -> None:
    """Give the sentences their labels. `speakers` maps printed names to roles, `voices` are those of the file."""
    typed = _voice_labels(voices, speakers) if voices else {} if speakers else _typed(lines)
    if typed:
        _take_at_their_word(units, typed)
    else:
        _name_speakers(lines, units, speakers)
    for unit in units:
        if unit.label:
            line = lines[unit.line]
            at = line.body if unit.opens_line else unit.start - line.start
            mark = DASH.match(line.text, at + unit.label.size)
            unit.speech = min(unit.end, line.start + (mark.end() if mark else at + unit.label.size))


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
        unit.label = typed.get(unit.line) if unit.opens_line else None
        unit.inside = unit.label is None


def find_label(text: str) -> Label | None:
    """The name before a colon, a bar or a tab at the start of a text, perhaps with a title, else None."""
    head = text[:170]
    if not (":" in head or "|" in head or "\t" in head):
        return None
    match = SPEECH_MARK.match(head)
    name = _name_in(match[0]) if match else ""
    if not match or not name:
        return None
    end = skip(BLANKS, text, match.end())
    return Label(name, "name", end, end >= len(text.rstrip()), role=role_word(name))


@lru_cache(cues.MANY_NAMES)
def _name_in(mark: str) -> str:
    """The name in what stands before a text, its colon included; "" where that can be no name."""
    printed = re.sub(rf"[\[(]?{TIME}[\])]?", "", mark.rstrip(" \t\xa0:|*_"))
    name, *title = re.split(r"\s*[,(]\s*|\s[–—-]\s", printed.strip(" \t\xa0\u200b\ufeff*_#"), maxsplit=1)
    name = name.strip(" *_")
    return "" if not _can_be_name(name) or (title and not _is_title(printed, title[0])) else name


def _can_be_name(name: str) -> bool:
    """Whether some words are a name, a quoted outlet or a role."""
    words = name.strip("«»“”\"' ").split()
    if not 1 <= len(words) <= 4 or len(name) > 60 or name[0] in DASHES or not cues.WORD.search(name):
        return False
    if key_of(words[0]) in cues.labels("not a name"):
        return False
    quoted = name[0] in '«“"' and name[-1] in '»”"'
    capital = all(word[0].isupper() or word[0].isdigit() or ".kz" in word for word in words)
    return quoted or capital or bool(role_word(name))


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


def _candidate(unit: Unit) -> Label | None:
    """What may be the label of a sentence without dash."""
    text = unit.text
    if unit.opens_line and (numbered := numbered_label(text)):
        return numbered
    if "." in text[:4] and (m := INITIALS.match(text)):
        return Label(m[1].strip(), "initials", m.end(), m.end() >= len(text.rstrip()))
    label = find_label(text)
    return label if label or not unit.opens_line else _name_without_colon(text)


def _name_without_colon(text: str) -> Label | None:
    """A name with a time, before a dash, in capitals, or alone on its line."""
    if ":" in text[:80] and (m := OTTER.match(text[:80])):
        return Label(m[1], "timed", len(text), True)
    if text[:2].isupper() and (m := CAPITALS_DOT.match(text[:90]) or INITIAL_SURNAME.match(text[:90])):
        return Label(m[1], "capitals", m.end(), False)
    if (m := NAME_DASH.match(text)) and _can_be_name(m[1]):
        return Label(m[1], "name-dash", m.end(), False)
    words = text.split() if len(text) < 50 else []
    short = 1 <= len(words) <= 4 and cues.WORD.search(text) and not cues.ends_sentence(text)
    if short and all(word[0].isupper() or word[0].isdigit() for word in words):
        return Label(text.strip(" *_"), "name-line", len(text), True)
    return None


def _named_in_call(text: str, speakers: dict[str, str], strict: bool) -> Label | None:
    """The label of a sentence that opens with a name given in the call."""
    opening = text.translate(cues.ONE_TO_ONE).lower()
    for name in sorted(speakers, key=len, reverse=True):
        size = len(name)
        if opening[:size] != name.translate(cues.ONE_TO_ONE).lower() or text[size : size + 1].isalnum():
            continue
        mark = skip(AFTER_NAME, text, size)
        end = skip(BLANKS, text, mark)
        parted = mark > size or end - size > 1 or end >= len(text)
        if parted or (not strict and text[end : end + 1].isupper()):
            return Label(name, "name", end, end >= len(text.rstrip()), True, speakers[name])
    return None


def _name_speakers(lines: list[Line], units: list[Unit], speakers: dict[str, str]) -> None:
    """Give the units their labels: those named in the call, and those that the text itself makes credible."""
    found = _find_named_in_call(units, speakers)
    wanted = {key_of(name): role for name, role in speakers.items()}
    for i, unit in enumerate(units):
        label = None if i in found else _printed_label(lines, unit)
        if label:
            label.role = wanted.get(label.key, label.role)
            found[i] = label
    credible = Names(lines, units, found).credible()
    counted = {i: label for i, label in counted_questions(units).items() if i not in found}
    credible |= counted or questions_in_capitals(units)
    credible |= {} if credible else questions_in_bold(lines, units)
    for i, label in credible.items():
        units[i].label = label
        if label.alone and i + 1 < len(units) and units[i + 1].opens_line and i + 1 not in credible:
            units[i + 1].follows = True


def _printed_label(lines: list[Line], unit: Unit) -> Label | None:
    """The label that a sentence may open with; page furniture has one only where somebody speaks at length."""
    if unit.dash and unit.words != unit.text:  # a sign such as >> may stand before the name, another dash may not
        return None
    label = _candidate(unit)
    if not label or not lines[unit.line].tag:
        return label
    long = len(unit.text) > label.size + LONG_SPEECH
    speaks = lines[unit.line].tag not in NOBODYS and label.role and long
    return label if speaks else None


def _find_named_in_call(units: list[Unit], speakers: dict[str, str]) -> dict[int, Label]:
    """The labels with names given in the call: first those parted from the speech by a mark, else by a blank alone."""
    found: dict[int, Label] = {}
    wanted = {name.strip(): role for name, role in speakers.items() if name.strip()}
    for strict in (True, False) if wanted else ():
        seen = {label.name for label in found.values()}
        missing = {name: role for name, role in wanted.items() if name not in seen}
        for i, unit in enumerate(units):
            bullet = COUNTED.match(unit.text) or DASH.match(unit.text) if unit.opens_line else None
            behind = bullet.end() if bullet else 0
            label = _named_in_call(unit.text[behind:], missing, strict) if i not in found else None
            if label:
                label.size += behind
                found[i] = label
    return found
