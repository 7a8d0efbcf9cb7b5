"""The places where turns open by a printed mark, and whether the marks make an interview."""

from __future__ import annotations

from collections import Counter, defaultdict
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


def find_marks(text: str, lines: list[Line], tags: list[str], speakers: dict[str, str]) -> tuple[str, list[Mark], str]:
    """The layout, its marks in order and the reason; no marks where they make no interview."""
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
    if len(marks) < 2:
        return "none", [], "fewer than two lines open with a dash, a name or a question number"
    marks.sort(key=lambda mark: mark.start)
    marks = evidence(text, marks)
    said = sum(bool(cues.SAYING.search(line.text[-200:])) for line in lines[marks[0].line :])
    said += sum(m.kind == "dash" and m.line > 0 and lines[m.line - 1].text.rstrip().endswith(":") for m in marks)
    people = [mark for mark in marks if mark.speaker or mark.role]
    if 2 * len(people) >= len(marks):
        return _judge_names(text, lines, tags, layout, marks, people, said)
    return _judge_dashes(text, lines, layout, marks, said)


def evidence(text: str, marks: list[Mark]) -> list[Mark]:
    """The marks with how much the stretch after each sounds like a question."""
    weighed = []
    for mark, end in zip(marks, [*(mark.start for mark in marks[1:]), len(text)]):
        if mark.end != end:
            head, tail = (
                text[mark.speech : min(end, mark.speech + cues.SPAN)],
                text[max(mark.speech, end - cues.SPAN) : end],
            )
            mark = mark._replace(asks=cues.asks(head.strip(), tail.strip(), end - mark.speech), end=end)
        weighed.append(mark)
    return weighed


def listed(text: str, mark: Mark) -> float:
    """How much a dash looks like a list item or like speech inside a story."""
    if mark.kind != "dash":
        return 0.0
    line = text[mark.speech : mark.speech + 2000].partition("\n")[0].strip()
    before = text[max(0, mark.start - 80) : mark.start].rstrip()
    score = 2.5 * line[:1].islower() + 2.0 * line.endswith((";", ",")) + 1.0 * before.endswith((":", ";"))
    return score + 3.0 * bool(cues.SAYING.search(line[-200:]))


def _key(name: str) -> str:
    return cues.plain(name).lower().strip('«»“”" .')


def _named(lines, free, tags, dash, speakers):
    """Marks that carry a name, a role word, initials or a question number, by line."""
    wanted = {_key(name): role for name, role in speakers.items()}
    known = dict.fromkeys(cues.ASKERS, ASKER) | dict.fromkeys(cues.ANSWERERS, ANSWERER) | wanted
    first = next((k for k in free if not tags[k]), 0)
    found = {}
    for k in free:
        line = lines[k].text
        if m := cues.NUMBERED.match(line):
            found[k] = ("numbered", m[0].strip(), m.end())
        elif m := cues.INITIALS.match(line):
            found[k] = ("initials", m[1].strip(), m.end())
        elif (m := cues.find_label(line)) and (not tags[k] or (_key(m.name) in known and len(line) > m.end + 30)):
            found[k] = ("name", m.name, m.end)
        elif m := cues.NAME_DASH.match(line):
            found[k] = ("name-dash", m[1], m.end())
    again = [
        k for k in found if lines[k].text.strip() == lines[first].text.strip()
    ]  # a headline that looks like a turn
    if first in found and (len(again) > 1 or not {first + 1} & {*found, *dash}):
        found = {k: entry for k, entry in found.items() if k not in again}
    names = Counter((kind == "name-dash", _key(name)) for kind, name, _ in found.values())
    row = [
        (_key(name), k) for k, (kind, name, _) in found.items() if kind == "name-dash" and names[True, _key(name)] > 1
    ]
    dashed = {key for key, _ in row}
    changes = sum(one != other for (one, _), (other, _) in pairwise(row))
    asked = sum(cues.is_question(lines[k].text) for _, k in row)
    if not (1 < len(dashed) < 5 and changes > 0.7 * len(row) and asked > len(row) / 5):
        dashed &= {*wanted}
    marks = {}
    for k, (kind, name, end) in found.items():
        key, at, alone = _key(name), lines[k].start, end >= len(lines[k].text.rstrip())
        outlet = kind == "numbered" or name[0] in '«“"' or ".kz" in name
        role = known.get(key) or ASKER * outlet
        credible = (
            role or kind == "initials" or names[False, key] > 1 or len(name.split()) > 1 or (alone and k + 1 in dash)
        )
        if key in dashed if kind == "name-dash" else credible:
            marks[k] = Mark(k, at, at + end, kind, name * (kind != "numbered"), role, alone, at + end)
    return marks if len(marks) > 1 else {}


def _judge_dashes(text, lines, layout, marks, said):
    """Whether lines with a dash are an interview: questions with answers, no list, no story."""
    while len(marks) > 2 and said < len(marks) / 3 and cues.SAYING.search(lines[marks[0].line].text[-200:]):
        del marks[0]  # somebody quoted before the interview
    n, size = len(marks), lines[-1].end - lines[0].start
    opens = {mark.line for mark in marks} | {len(lines)}
    own = [cues.is_question(lines[mark.line].text) for mark in marks]  # the marked line itself asks
    alone = [mark.line + 1 not in opens for mark in marks]  # lines without mark follow
    only_questions = sum(map(all, zip(own, alone))) >= max(2, 0.8 * n)
    asked = own if only_questions else [mark.asks > 1 for mark in marks]
    pairs = sum(asked) if only_questions else sum(now and not after for now, after in zip(asked, [*asked[1:], False]))
    loose = [k for k in range(marks[0].line) if k + 1 in opens] + list(range(marks[0].line, len(lines)))
    loose = [k for k in loose if k not in opens and cues.is_question(lines[k].text)]
    unmarked = sum(k + 1 in opens for k in loose)
    only_answers = unmarked > max(pairs, n / 2)
    sides = [sum(mark.asks for mark in side) / max(1, len(side)) for side in (marks[::2], marks[1::2])]
    contrast = (
        n > (5 if any(asked) else 9) and abs(sides[0] - sides[1]) > 1.25
    )  # every other turn sounds like a question
    parted = sum(alone) > (n - 2 if n < 4 else 0.7 * n)  # lines without mark stand between most turns
    stretches = [after.start - mark.start for mark, after in pairwise(marks)]
    reason = f"{n} turns open with a dash, {sum(asked)} of them ask"
    if said >= n / 3:
        reason = f"{said} of {n} lines with a dash report speech (– деді): a story or news, not an interview"
    elif sum(listed(text, mark) >= 2 for mark in marks) > n / 2:
        reason = f"{n} lines open with a dash, most of them items of a list"
    elif n < 8 and (size - sum(stretches) > 0.8 * size or max(stretches, default=size) > 0.75 * size):
        reason = f"{n} lines open with a dash, too little of the text"
    elif only_answers:
        return "dash answers", marks, f"{n} lines open with a dash, {unmarked} of them after an unmarked question"
    elif only_questions and sum(asked) < sum(alone) + 2:
        return "dash questions", marks, f"{n} lines open with a dash, {sum(asked)} of them questions, answers have none"
    elif layout == "one paragraph":
        return layout, marks, reason
    elif sum(asked) > 0.75 * n or len(loose) >= n or (pairs < n / (3 if parted else 4.5) and (parted or not contrast)):
        reason += "; they do not follow one another as questions and answers"
    else:
        return layout, marks, reason
    return "none", [], reason


def _judge_names(text, lines, tags, layout, marks, people, said):
    """The same for names: an interview, a poll, or news quotes under names."""
    roles = _speaker_roles(people, [after.line - mark.line for mark, after in pairwise([*people, people[-1]])])
    marks = [m._replace(role=roles[_key(m.speaker)]) if m.speaker else m for m in marks]
    names, opens = {_key(m.speaker) for m in people}, {m.line for m in marks}
    asked = sum(m.line > 0 and m.line - 1 not in opens and cues.is_question(lines[m.line - 1].text) for m in marks)
    reason = f"{len(people)} turns open with {len(names)} names or labels"
    if any(m.role == ASKER for m in marks):
        return layout, marks, reason
    marks = [m._replace(role=ANSWERER) if m.speaker else m for m in marks]
    if asked >= max(2, 0.4 * len(people)) or any(m.kind == "dash" and m.asks > 1 for m in marks):
        return layout, marks, f"{reason}, the questions carry none"
    rest = [lines[k].text for k in range(marks[0].line, len(lines)) if k not in opens and not tags[k]]
    told = said + sum(bool(cues.NARRATING.search(line)) and cues.asks(line, line) > -1 for line in rest)
    ours = sum(cues.asks(line, "") <= -1 for line in rest)
    narrated = told >= max(1, len(people) / 3) or (len(rest) >= len(people) / 2 and ours < len(rest) / 3)
    if narrated or len(names) < 2 + bool(rest):
        return "none", [], "a narrator's text stands between the names: news, not an interview"
    if sum(cues.asks(text[m.speech : m.speech + cues.SPAN], "") <= -1 for m in marks) < len(marks) / 4:
        return "none", [], "names before colons, but hardly anybody speaks of himself: a list, not an interview"
    return "poll", marks, f"{len(names)} people answer under their names"


def _speaker_roles(marks, sizes):
    """Role by name: as labelled, else who asks most, and briefly, is the interviewer, if anybody does."""
    keys = [_key(mark.speaker) for mark in marks]
    full = {"".join(word[0] for word in key.split()): key for key in keys if " " in key}  # М.М is Мақпал Мейір
    who = {key: full.get("".join(filter(str.isalpha, key)), key) if len(key) < 6 else key for key in keys}
    asks, long, roles = defaultdict(list), Counter(), {}
    for mark, key, size in zip(marks, keys, sizes):
        asks[who[key]].append(mark.asks)
        long[who[key]] += size > 3
        roles |= {who[key]: mark.role} if mark.role else {}
    mean = {key: sum(values) / len(values) for key, values in asks.items()}
    best = max(mean, key=mean.get)
    second = max((value for key, value in mean.items() if key != best), default=mean[best])
    often = sum(value > 1 for value in asks[best]) >= len(asks[best]) / 2
    clear = often and mean[best] > 0.7 and len(asks[best]) > (len(mean) > 2)
    clear = clear or (len(mean) == 2 and mean[best] - second > 1 and len(asks[best]) > 1)
    clear &= long[best] <= len(asks[best]) / 3
    if clear and ASKER not in roles.values() and best not in roles and mean[best] > second:
        roles[best] = ASKER
    default = ANSWERER if ASKER in roles.values() else ""
    return {key: roles.get(name, default) for key, name in who.items()}
