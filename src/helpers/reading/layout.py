"""Who speaks where: turns and their roles, what the other lines are, and the reason for every decision."""

from typing import NamedTuple

from . import cues
from .judge import evidence, judge, listed
from .marks import ANSWERER, ASKER, ROLES, Line, Mark, find_marks

LAYOUTS = {
    "mark-up": "turns are typed as Q: and A:",
    "names": "a name or a role before a colon opens a turn",
    "initials": "initials open a turn",
    "poll": "several people answer under their names, nobody asks",
    "numbered": "numbered labels open the questions",
    "dash": "a dash opens a turn",
    "dash answers": "a dash opens the answers, questions carry no mark",
    "dash questions": "a dash opens the questions, answers carry no mark",
    "one paragraph": "turns follow one another inside a paragraph, a dash before each",
    "none": "nothing tells surely who speaks: one body, roles unknown",
}
UNMARKED = {"question", "answer", "questionanswer"}


class Turn(NamedTuple):
    mark: Mark
    role: str
    sure: bool
    reason: str


class Structure(NamedTuple):
    layout: str
    turns: list[Turn]
    sections: dict[int, tuple[str, bool, str]]  # index of a line outside the turns: section, sure, reason
    reason: str


def find_turns(text: str, lines: list[Line], speakers: dict[str, str]) -> Structure:
    """Find the turns of a text whose non-blank lines are given; `speakers` maps printed names to roles."""
    tags = ["headline" if cues.HEADING.match(line.text) else cues.furniture(line.text) for line in lines]
    typed = [(k, m) for k, line in enumerate(lines) if (m := cues.MARKUP.match(line.text))]
    if len({m[1] in "QС" for _, m in typed}) == 2:
        layout, turns, reason = "mark-up", [], "lines open with Q: and A:"
        for k, m in typed:
            at, end, role = lines[k].start, lines[k].start + m.end(), ROLES[m[1] not in "QС"]
            turns.append(
                Turn(Mark(k, at, end, "", (m[2] or "").strip(), role, end >= lines[k].end, end), role, True, "typed")
            )
    else:
        layout, marks, reason = judge(text, lines, tags, *find_marks(lines, tags, speakers), bool(speakers))
        turns = _roles(text, _with_unmarked(lines, marks, layout), layout) if marks else []
    return Structure(layout, turns, _sections(lines, tags, turns) if turns else {}, reason)


def _with_unmarked(lines, marks, layout):
    """Add the places where a turn may open without a mark: a question, and the line after it."""
    if layout in ("poll", "one paragraph"):
        return marks
    opens, first = {mark.line for mark in marks}, marks[0].line
    start = first  # an unmarked first question, perhaps with its answer
    if first and (marks[0].role == ANSWERER or layout == "dash answers") and cues.is_question(lines[first - 1].text):
        start = first - 1
    elif marks[0].asks > 0 and marks[0].role != ANSWERER:
        addressed = (
            k
            for k in range(1, first - 1)
            if cues.is_question(lines[k].text) and cues.asks(lines[k].text, lines[k].text) > 3.5
        )
        start = next(addressed, first)
    extra, question = [], False
    for k in range(start, len(lines)):
        asked, at = cues.is_question(lines[k].text), lines[k].start
        asked = asked or (len(lines[k].text) < 120 and cues.thanks(lines[k].text))
        if k < first and k - start < 2:
            extra.append(Mark(k, at, at, "answer" if k > start else "question", "", ROLES[k > start]))
        elif k > first and k not in opens and (asked or question or (layout == "numbered" and k - 2 in opens)):
            extra.append(Mark(k, at, at, "question" * asked + "answer" * (not asked or question)))
        question = asked
    return sorted([*marks, *extra], key=lambda mark: mark.start)


def _roles(text, marks, layout):
    """Turns with roles, by the cheapest path: questions and answers alternate unless the evidence outweighs it."""
    hidden, reply = 5.0, 1.0  # what it costs to see a question, or an answer after it, without mark
    unnamed = layout == "names" and all(mark.role != ASKER for mark in marks if mark.kind not in UNMARKED)
    split = unnamed or layout in ("dash answers", "dash questions", "numbered")
    if split:
        hidden, reply = (5.0, -1.0) if layout in ("dash questions", "numbered") else (1.0, 0.5)
    opens = {mark.line for mark in marks if mark.kind not in UNMARKED}
    marks = [new if split or old.end < 0 else old for old, new in zip(marks, evidence(text, marks))]
    lists = [listed(text, mark) for mark in marks]
    cost, back = {ASKER: 0.0, ANSWERER: 3.0}, []
    for mark, item in zip(marks, lists):
        e = mark.asks * (0.4 if mark.kind in UNMARKED and not split else 1)
        best = {}
        for role in ROLES:
            if mark.role or mark.speaker:
                same, change = 2.0 * (role == ASKER), 0.0
            elif mark.kind in UNMARKED:
                same, change = 0.0, 9.0
                if role == ASKER and "question" in mark.kind:
                    change = hidden - 1.5 * (mark.line + 1 in opens)
                elif role == ANSWERER and "answer" in mark.kind:
                    change = reply
            else:
                same, change = 4.5 - min(4.0, item), item
            other = ROLES[role == ASKER]
            ways = {role: cost[role] + same, other: cost[other] + change} if back else {role: cost[role]}
            last = min(ways, key=ways.get)
            unlike = 99.0 * (role != mark.role) if mark.role else e / 2 if role == ANSWERER else -e / 2
            best[role] = ways[last] + unlike, last
        cost = {role: value for role, (value, _) in best.items()}
        back.append({role: last for role, (_, last) in best.items()})
    path = [min(cost, key=cost.get)]
    for last in reversed(back[1:]):
        path.append(last[path[-1]])
    turns = []
    for mark, role, item in zip(marks, reversed(path), lists):
        e = mark.asks
        again = bool(turns) and turns[-1].role == role
        if again and (mark.kind in UNMARKED or (not mark.speaker and item >= 2)):
            continue  # the turn goes on
        odd = not mark.role and (e < -1 if role == ASKER else e > 2.4)
        reason = (
            "no mark, " + ("a question" if role == ASKER else "after a question")
            if mark.kind in UNMARKED
            else mark.kind
        )
        reason += "; the same role again" * again + "; sounds otherwise" * odd
        sure = bool(mark.role) or not (again or odd or (mark.kind in UNMARKED and abs(e) < 1))
        turns.append(Turn(mark, role, sure, reason))
    return turns


def _sections(lines, tags, turns):
    """What the lines outside the turns are."""
    opens, out = {turn.mark.line for turn in turns}, {}
    first, last = turns[0].mark.line, turns[-1].mark.line
    loose = sum(not cues.ends_sentence(line.text) for line in lines[first:]) > (len(lines) - first) / 4
    short = 4 if loose else 10  # words of a subhead; sentences without full stop make it harder to tell
    title = next((k for k in range(first) if tags[k] in ("", "headline")), -1)
    texts = [
        k for k in range(first) if k != title and not tags[k] and lines[k].text.strip() != lines[title].text.strip()
    ]
    for k in range(first):
        if k == title or tags[k] == "headline" or lines[k].text.strip() == lines[title].text.strip():
            out[k] = "headline", True, "first line of the text" if k == title else "the headline again"
        elif tags[k] in ("byline", "caption"):
            out[k] = tags[k], True, "its wording"
        elif k == first - 1 and len(texts) > 1 and _is_short(lines[k].text, short):
            out[k] = "subhead", False, "short line before the first turn"
        elif len(texts) > 1 and k == texts[0]:
            out[k] = "lead", True, "first line after the headline"
        else:
            out[k] = "intro", True, "page furniture" if tags[k] else "before the first turn"
    end = len(lines)
    while end - 1 > last and (tags[end - 1] or cues.is_name(lines[end - 1].text)):
        end -= 1
    end = next(
        (k for k in range(last + 1, end) if tags[k] == "byline" or (tags[k] == "page" and len(lines[k].text) > 4)), end
    )
    for k in range(first, len(lines)):
        if k in opens:
            continue
        if k >= end:
            out[k] = "byline", bool(tags[k]), "author or page furniture at the end"
        elif tags[k] == "caption":
            out[k] = "caption", True, "its wording"
        elif tags[k] == "headline" or (cues.in_capitals(lines[k].text) and len(lines[k].text) < 120 and k + 1 < end):
            out[k] = "subhead", True, "set in capitals or typed with #"
        elif k + 1 in opens and k - 1 not in opens and _is_short(lines[k].text, short):
            out[k] = "subhead", False, "short line without full stop before a turn"
    return out


def _is_short(line, words):
    return (
        len(line) < 90 and len(line.split()) <= words and not cues.ends_sentence(line) and any(map(str.isalpha, line))
    )
