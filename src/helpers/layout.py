"""Who speaks where: turns found from the marks a paper prints, with the reason for every decision."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from . import cues

ROLES = ASKER, ANSWERER = "interviewer", "interviewee"
LAYOUTS = {
    "mark-up": "turns are typed as Q: and A:",
    "names": "a name or role before a colon opens a turn",
    "initials": "initials open a turn",
    "poll": "several people answer under their names, nobody asks",
    "numbered": "numbered labels open the questions",
    "dash": "a dash opens a turn",
    "one paragraph": "turns follow one another inside a paragraph, a dash before each",
    "none": "nothing tells surely who speaks: one body, roles unknown",
}


class Line(NamedTuple):
    number: int
    start: int
    end: int
    text: str


class Mark(NamedTuple):
    """A place where a turn opens or may open: `start`, perhaps a printed name up to `label`, then `speech`."""

    line: int
    start: int
    speech: int
    kind: str
    speaker: str = ""
    role: str = ""
    alone: bool = False  # a label on a line of its own
    label: int = 0  # where the printed name ends
    asks: float = 0.0  # how much it sounds like a question


class Turn(NamedTuple):
    mark: Mark
    role: str
    sure: bool
    reason: str


class Structure(NamedTuple):
    layout: str
    turns: list[Turn]
    sections: dict[int, tuple[str, bool, str]]  # index of a line that is no turn: section, sure, reason
    reason: str


def find_turns(text: str, lines: list[Line], speakers: dict[str, str]) -> Structure:
    """Find the turns of a text whose non-blank lines are given; `speakers` maps printed names to roles."""
    tags = [cues.furniture(line.text) for line in lines]
    tags = ["headline" if cues.HEADING.match(line.text) else tag for line, tag in zip(lines, tags)]
    markup = [(k, m) for k, line in enumerate(lines) if (m := cues.MARKUP.match(line.text))]
    if len({m[1] in "QС" for _, m in markup}) == 2:
        turns = []
        for k, m in markup:
            at, end, role = lines[k].start, lines[k].start + m.end(), ROLES[m[1] not in "QС"]
            mark = Mark(k, at, end, "mark-up", (m[2] or "").strip(), role, end >= lines[k].end, end)
            turns.append(Turn(mark, role, True, "typed mark-up"))
        return Structure("mark-up", turns, _sections(lines, tags, turns), "Q: and A: open the turns")
    layout, marks = _marks(lines, tags, speakers)
    layout, marks, reason = _judge(text, lines, tags, layout, marks)
    if not marks:
        return Structure("none", [], {}, reason)
    turns = _roles(text, lines, marks, layout)
    return Structure(layout, turns, _sections(lines, tags, turns), reason)


def _marks(lines, tags, speakers):
    """The layout suggested by the marks, and every place where a mark stands."""
    free = [k for k, tag in enumerate(tags) if tag not in ("headline", "caption", "page")]
    dash = {k: lines[k].start + m.end() for k in free if (m := cues.DASH.match(lines[k].text))}
    named = _named(lines, free, tags, dash, speakers)
    if len([k for k in dash if k not in named and not (k - 1 in named and named[k - 1].alone)]) > 2 * len(named):
        named = {k: m for k, m in named.items() if m.role or m.kind == "name-dash" or m.alone and k + 1 in dash}
    for k, mark in named.items():
        if mark.alone and k + 1 in dash:
            named[k] = mark._replace(speech=dash.pop(k + 1))
        dash.pop(k, None)
    marks = [*named.values(), *(Mark(k, lines[k].start, speech, "dash") for k, speech in dash.items())]
    inline = [(k, m) for k in free for m in cues.INLINE_DASH.finditer(lines[k].text)]
    layout = "names" if named else "dash"
    if len(inline) >= max(3, len(dash), 2 * len(named)):
        layout = "one paragraph"
        marks += [Mark(k, lines[k].start + m.start(), lines[k].start + m.end(), "inline") for k, m in inline]
    elif named:
        kinds = Counter(mark.kind for mark in named.values())
        layout = next((kind for kind in ("numbered", "initials") if 2 * kinds[kind] > len(named)), layout)
    return layout, sorted(marks, key=lambda mark: mark.start)


def _named(lines, free, tags, dash, speakers):
    """Marks that carry a name, a role word, initials or a question number, by line."""
    wanted = {_key(name): role for name, role in speakers.items()}
    first = next((k for k in free if not tags[k]), 0)
    found = {}
    for k in free:
        text = lines[k].text
        label = cues.find_label(text)
        if m := cues.NUMBERED.match(text):
            found[k] = ("numbered", m[0].strip(), "", m.end())
        elif m := cues.INITIALS.match(text):
            found[k] = ("initials", m[1].strip(), "", m.end())
        elif label and (not tags[k] or _key(label.name) in cues.ROLE_WORDS and len(text) > label.end + 30):
            found[k] = ("name", label.name, label.title, label.end)
        elif m := cues.NAME_DASH.match(text):
            found[k] = ("name-dash", m[1], "", m.end())
    if first in found and first + 1 not in found and first + 1 not in dash:  # a headline that looks like a turn
        found = {k: entry for k, entry in found.items() if lines[k].text.strip() != lines[first].text.strip()}
    names = Counter((kind == "name-dash", _key(name)) for kind, name, _, _ in found.values())
    dashed = {key for (by_dash, key), n in names.items() if by_dash and n > 1}
    dashed = (
        dashed if len(dashed) > 1 and sum(names[True, key] for key in dashed) > len(free) / 2 else dashed & {*wanted}
    )
    marks = {}
    for k, (kind, name, title, end) in found.items():
        key, full, at = _key(name), len(name.split()) > 1, lines[k].start
        outlet = name[0] in '«“"' or ".kz" in name or ".org" in name
        role = wanted.get(key) or cues.ROLE_WORDS.get(key) or (ASKER if kind == "numbered" or outlet else "")
        alone = end >= len(lines[k].text.rstrip())
        repeated = names[False, key] > 1
        if key in dashed if kind == "name-dash" else role or repeated or full or alone and k + 1 in dash:
            speaker = "" if kind == "numbered" else name
            marks[k] = Mark(k, at, at + end, kind, speaker, role, alone, at + end)
    return marks if len(marks) > 1 else {}


def _key(name):
    return cues.plain(name).lower().strip('«»“”" .')


def _judge(text, lines, tags, layout, marks):
    """Keep the marks where they make an interview; else no marks and the reason."""
    if len(marks) < 2:
        return "none", [], "fewer than two lines open with a dash, a name or a question number"
    marks = [mark._replace(asks=asks) for mark, asks in zip(marks, _evidence(text, marks))]
    named = [mark for mark in marks if mark.speaker or mark.role]
    said = sum(bool(cues.SAYING.search(lines[k].text[-200:])) for k in range(marks[0].line, len(lines)))
    if 2 * len(named) >= len(marks):
        return _judge_names(lines, tags, layout, marks, named, said)
    listed = sum(_listed(text, mark) >= 2 for mark in marks)
    asked = [mark.asks > 1 for mark in marks]
    pairs = sum(now and not after for now, after in zip(asked, [*asked[1:], False]))
    hidden = sum(cues.is_question(lines[mark.line - 1].text) for mark in marks if mark.line and mark.kind == "dash")
    before = marks[0].start - lines[0].start
    size = lines[-1].end - lines[0].start
    if said >= len(marks) / 3:
        return "none", [], f"{said} lines with a dash report speech (– деді): a story, not an interview"
    if listed > len(marks) / 2:
        return "none", [], f"{listed} of {len(marks)} lines with a dash are items of a list"
    if max(pairs, hidden) < max(1, len(marks) / 6):
        return (
            "none",
            [],
            f"{len(marks)} lines open with a dash, but only {pairs} question with an answer stand among them",
        )
    if before > 0.7 * size or len(marks) < 5 and lines[-1].end - marks[-1].start > 0.75 * size:
        return "none", [], "lines with a dash make up too little of the text"
    return layout, marks, f"{len(marks)} turn marks, {sum(asked)} of them with a question"


def _judge_names(lines, tags, layout, marks, named, said):
    """The same for texts whose turns carry names: an interview, a poll, or news quotes under names."""
    roles = _speaker_roles(named)
    marks = [m._replace(role=roles.get(_key(m.speaker), m.role)) if m.speaker else m for m in marks]
    people = {_key(m.speaker) for m in named if m.speaker}
    if any(m.role == ASKER for m in marks):
        return layout, marks, f"{len(people)} names or labels open {len(named)} turns"
    opens = {m.line for m in marks}
    asked = [
        m.line - 1 for m in marks if m.line and m.line - 1 not in opens and cues.is_question(lines[m.line - 1].text)
    ]
    if len(asked) > max(1, len(named) / 3) or any(m.kind == "dash" and m.asks > 1 for m in marks):
        return layout, marks, f"{len(named)} answers carry names, questions stand before them"
    rest = [lines[k].text for k in range(marks[0].line, len(lines)) if k not in opens and not tags[k]]
    told = sum(bool(cues.NARRATING.search(line)) and cues.asks(line, line, 0) > -1 for line in rest) + said
    ours = sum(cues.asks(line, "", 0) <= -1 for line in rest)
    if len(people) < 2 or told >= max(1, len(named) / 3) or len(rest) >= len(named) / 2 and ours < len(rest) / 3:
        return "none", [], "a narrator's text stands between the names: news, not an interview"
    return "poll", [m._replace(role=ANSWERER) for m in marks], f"{len(people)} people answer under their names"


def _speaker_roles(named):
    """Role by name: as labelled, else who asks most is the interviewer, if anybody does."""
    full = {"".join(w[0] for w in _key(m.speaker).split()): _key(m.speaker) for m in named if " " in m.speaker.strip()}
    who = {_key(m.speaker): _key(m.speaker) for m in named}
    who = {key: full.get("".join(filter(str.isalpha, key)), key) if len(key) < 6 else key for key in who}
    asks, roles = defaultdict(list), {}
    for mark in named:
        asks[who[_key(mark.speaker)]].append(mark.asks)
        if mark.role:
            roles[who[_key(mark.speaker)]] = mark.role
    mean = {key: sum(values) / len(values) for key, values in asks.items()}
    best = max(mean, key=mean.get)
    others = [value for key, value in mean.items() if key != best]
    clear = mean[best] > 0.7 and sum(value > 1 for value in asks[best]) >= len(asks[best]) / 2
    if (
        ASKER not in roles.values()
        and others
        and best not in roles
        and (clear or len(others) == 1 and mean[best] - others[0] > 1 and len(asks[best]) > 1)
    ):
        roles[best] = ASKER
    default = ANSWERER if ASKER in roles.values() else ""
    return {key: roles.get(name, default) for key, name in who.items()}


def _evidence(text, marks):
    """How much each mark's stretch of text sounds like a question."""
    ends = [*(mark.start for mark in marks[1:]), len(text)]
    stretches = ((mark, text[mark.speech : min(end, mark.speech + 300)], end) for mark, end in zip(marks, ends))
    return [
        cues.asks(head.strip(), text[max(m.speech, end - 300) : end].strip(), end - m.speech)
        for m, head, end in stretches
    ]


def _listed(text, mark):
    """How much a dash looks like a list item or speech inside a story."""
    if mark.kind != "dash":
        return 0.0
    end = text.find("\n", mark.speech) + 1 or len(text)
    line = text[mark.speech : end].strip()
    before = text[max(0, mark.start - 80) : mark.start].rstrip()
    return (
        2.5 * line[:1].islower()
        + 2.0 * line.endswith((";", ","))
        + 1.0 * before.endswith((":", ";"))
        + 3.0 * bool(cues.SAYING.search(line[-200:]))
    )


def _roles(text, lines, marks, layout):
    """Turns with roles: the cheapest path through questions and answers, alternation the default, not the law."""
    marks = _with_unmarked(lines, marks, layout)
    asks = _evidence(text, marks)
    hidden = 2.0 if layout == "names" and all(mark.role != ASKER for mark in marks) else 5.0
    opens = {mark.line for mark in marks if mark.kind not in ("question", "answer")}
    cost, back = {ASKER: 0.0, ANSWERER: 3.0}, []
    for k, (mark, e) in enumerate(zip(marks, asks)):
        listed = _listed(text, mark)
        step = {}
        for role in ROLES:
            stay, change = 3.5 - min(3.0, listed), listed
            if mark.speaker or mark.role:
                stay, change = 2.0 * (role == ASKER), 0.0
            elif mark.kind == "question":
                stay, change = 0.0, hidden - 1.5 * (mark.line + 1 in opens) if role == ASKER else 9.0
            elif mark.kind == "answer":
                stay, change = 0.0, 1.0 if role == ANSWERER else 9.0
            other = ROLES[role == ASKER]
            options = {role: cost[role] + stay, other: cost[other] + change} if k else {role: cost[role]}
            previous = min(options, key=options.get)
            own = -e / 2 if role == ASKER else e / 2
            step[role] = options[previous] + (own if not mark.role else 99.0 * (role != mark.role)), previous
        cost = {role: step[role][0] for role in ROLES}
        back.append({role: step[role][1] for role in ROLES})
    path = [min(cost, key=cost.get)]
    for previous in reversed(back[1:]):
        path.append(previous[path[-1]])
    turns = []
    for mark, role, e in zip(marks, reversed(path), asks):
        same = bool(turns) and turns[-1].role == role
        if same and (mark.kind in ("question", "answer") or not mark.speaker and _listed(text, mark) >= 2):
            continue
        against = (role == ASKER and e < -1) or (role == ANSWERER and e > 2.4)
        reason = {"question": "no mark, a question", "answer": "no mark, follows a question"}.get(mark.kind, mark.kind)
        sure = bool(mark.role) or not (same or against or (mark.kind == "question" and e < 3.5))
        turns.append(
            Turn(
                mark,
                role,
                sure,
                reason + ("; same role as before" if same else "") + ("; sounds otherwise" if against else ""),
            )
        )
    return turns


def _with_unmarked(lines, marks, layout):
    """Add the places where a turn may open without a mark: a question, and the line after it."""
    if layout in ("poll", "one paragraph"):
        return marks
    opens = {mark.line for mark in marks}
    first = marks[0].line
    start = next((k for k in range(1, first) if _addressed(lines[k].text)), first)  # an unmarked first question
    if start < first and not (start == first - 1 and (marks[0].role == ANSWERER or marks[0].asks < 0)):
        start = start if start < first - 1 and marks[0].asks > 0 and marks[0].role != ANSWERER else first
    if first > 1 and start == first and marks[0].role == ANSWERER and cues.is_question(lines[first - 1].text):
        start = first - 1
    extra, question = [], False
    for k in range(start, len(lines)):
        asked = cues.is_question(lines[k].text)
        at = lines[k].start
        if k not in opens and (asked or question or layout == "numbered" and k - 2 in opens):
            role = "" if k >= first else ASKER if k == start else ANSWERER if k == start + 1 else ""
            extra.append(Mark(k, at, at, "question" if asked and (k >= first or role == ASKER) else "answer", "", role))
        question = asked
    return sorted([*marks, *extra], key=lambda mark: mark.start)


def _addressed(line):
    return cues.is_question(line) and cues.asks(line, line, 0) > 3.5


def _sections(lines, tags, turns):
    """What the lines that are no turns are, by index: section, sure, reason."""
    opens = {turn.mark.line for turn in turns}
    first, last = turns[0].mark.line, turns[-1].mark.line
    out = {}
    headline = next((k for k in range(first) if not tags[k] or tags[k] == "headline"), None)
    texts = [k for k in range(first) if k != headline and not tags[k]]
    for k in range(first):
        if (
            k == headline
            or tags[k] == "headline"
            or headline is not None
            and lines[k].text.strip() == lines[headline].text.strip()
        ):
            out[k] = "headline", True, "first line of the text" if k == headline else "the headline again"
        elif tags[k] in ("byline", "caption"):
            out[k] = tags[k], True, "its wording"
        elif k == first - 1 and len(texts) > 1 and _short(lines[k].text):
            out[k] = "subhead", False, "short line before the first turn"
        elif texts and k == texts[0] and len(texts) > 1 and not tags[k]:
            out[k] = "lead", True, "first line after the headline"
        else:
            out[k] = "intro", True, "page furniture" if tags[k] else "before the first turn"
    inner = range(first, len(lines))
    loose = sum(not cues.ENDS_SENTENCE.search(lines[k].text) for k in inner) > 0.25 * len(inner)
    for k in inner:
        line = lines[k].text
        if k in opens:
            continue
        if tags[k] == "caption" or tags[k] == "headline":
            out[k] = "caption" if tags[k] == "caption" else "subhead", True, "its wording"
        elif cues.in_capitals(line) and len(line) < 120 and k + 1 < len(lines) and not tags[k]:
            out[k] = "subhead", True, "set in capitals"
        elif k + 1 in opens and k - 1 not in opens | {-1} and _short(line, 4 if loose else 10):
            out[k] = "subhead", False, "short line without full stop before a turn"
    end = len(lines)
    while end - 1 > last and (tags[end - 1] or cues.is_name(lines[end - 1].text)):
        end -= 1
    end = next(
        (k for k in range(last + 1, end) if tags[k] == "byline" or tags[k] == "page" and len(lines[k].text) > 3), end
    )
    for k in range(end, len(lines)):
        out[k] = (
            ("caption" if tags[k] == "caption" else "byline"),
            bool(tags[k]),
            "author or page furniture after the last turn",
        )
    return out


def _short(line, words=10):
    return (
        len(line) < 90
        and len(line.split()) <= words
        and not cues.ENDS_SENTENCE.search(line)
        and any(map(str.isalpha, line))
    )
