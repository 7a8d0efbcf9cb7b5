"""The places where a printed mark (a dash, a name, initials, a number) may open a turn."""

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from . import cues

ROLES = ASKER, ANSWERER = "interviewer", "interviewee"


class Line(NamedTuple):
    number: int
    start: int
    end: int
    text: str


class Mark(NamedTuple):
    """A place where a turn opens or may open: `start`, perhaps a printed name up to `label`, then `speech`."""

    line: int  # index of the line
    start: int
    speech: int
    kind: str
    speaker: str = ""
    role: str = ""  # where it is known beforehand
    alone: bool = False  # the name has the line to itself
    label: int = 0
    asks: float = 0.0  # how much the stretch up to `end` sounds like a question
    end: int = -1


def find_marks(lines: list[Line], tags: list[str], speakers: dict[str, str]) -> tuple[str, list[Mark]]:
    """The layout that the printed marks suggest, and the marks in order; `speakers` maps names to roles."""
    free = [k for k, tag in enumerate(tags) if tag not in ("headline", "caption", "page")]
    dash = {k: lines[k].start + m.end() for k in free if (m := cues.DASH.match(lines[k].text))}
    named = _named(lines, free, tags, dash, speakers)
    if sum(k not in named and not (k - 1 in named and named[k - 1].alone) for k in dash) > 2 * len(named):
        named = {k: m for k, m in named.items() if m.role or m.kind == "name-dash" or (m.alone and k + 1 in dash)}
    for k, mark in named.items():
        dash.pop(k, None)
        if mark.alone and k + 1 in dash:
            named[k] = mark._replace(speech=dash.pop(k + 1))
    marks = [*named.values(), *(Mark(k, lines[k].start, speech, "dash") for k, speech in dash.items())]
    inline = [(k, m) for k in free for m in cues.INLINE_DASH.finditer(lines[k].text)]
    said = {mark.line: mark.speech for mark in marks}
    inline = [(k, m) for k, m in inline if lines[k].start + m.start() >= said.get(k, 0)]
    layout = "names" if named else "dash"
    if len(inline) >= max(3, len(dash), 2 * len(named)):
        layout = "one paragraph"
        marks += [Mark(k, lines[k].start + m.start(), lines[k].start + m.end(), "inline") for k, m in inline]
    elif named:
        kinds = Counter(mark.kind for mark in named.values())
        layout = next((kind for kind in ("numbered", "initials") if 2 * kinds[kind] > len(named)), layout)
    return layout, sorted(marks, key=lambda mark: mark.start)


def key_of(name: str) -> str:
    return cues.plain(name).lower().strip('«»“”" .')


def _named(lines, free, tags, dash, speakers):
    """Marks that carry a name, a role word, initials or a question number, by line."""
    wanted = {key_of(name): role for name, role in speakers.items()}
    known = dict.fromkeys(cues.ASKERS, ASKER) | dict.fromkeys(cues.ANSWERERS, ANSWERER) | wanted
    first = next((k for k in free if not tags[k]), 0)
    found = {}
    for k in free:
        line = lines[k].text
        if m := cues.NUMBERED.match(line):
            found[k] = ("numbered", m[0].strip(), m.end())
        elif m := cues.INITIALS.match(line):
            found[k] = ("initials", m[1].strip(), m.end())
        elif (m := cues.find_label(line)) and (not tags[k] or (key_of(m.name) in known and len(line) > m.end + 30)):
            found[k] = ("name", m.name, m.end)
        elif m := cues.NAME_DASH.match(line):
            found[k] = ("name-dash", m[1], m.end())
    title = lines[first].text.strip() if found else ""
    again = {k for k in found if lines[k].text.strip() == title}  # a headline that looks like a turn
    if first in found and (len(again) > 1 or not {first + 1} & {*found, *dash}):
        found = {k: entry for k, entry in found.items() if k not in again}
    names = Counter((kind == "name-dash", key_of(name)) for kind, name, _ in found.values())
    row = [
        (key_of(name), k)
        for k, (kind, name, _) in found.items()
        if kind == "name-dash" and names[True, key_of(name)] > 1
    ]
    dashed = {key for key, _ in row}
    changes = sum(one != other for (one, _), (other, _) in pairwise(row))
    asked = sum(cues.is_question(lines[k].text) for _, k in row)
    if not (1 < len(dashed) < 5 and changes > 0.7 * len(row) and asked > len(row) / 5):
        dashed &= {*wanted}
    marks = {}
    for k, (kind, name, end) in found.items():
        key, at, alone = key_of(name), lines[k].start, end >= len(lines[k].text.rstrip())
        outlet = kind == "numbered" or name[0] in '«“"' or ".kz" in name
        role = known.get(key) or ASKER * outlet
        credible = (
            role or kind == "initials" or names[False, key] > 1 or len(name.split()) > 1 or (alone and k + 1 in dash)
        )
        if key in dashed if kind == "name-dash" else credible:
            marks[k] = Mark(k, at, at + end, kind, name * (kind != "numbered"), role, alone, at + end)
    return marks if len(marks) > 1 else {}
