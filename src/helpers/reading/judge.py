"""Whether printed marks make an interview: questions and answers, a poll, or else a story, a list, news."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from . import cues
from .marks import ANSWERER, ASKER, Line, Mark, key_of


def judge(
    text: str, lines: list[Line], tags: list[str], layout: str, marks: list[Mark], trust: bool = False
) -> tuple[str, list[Mark], str]:
    """The layout, its marks with evidence and roles, and the reason; no marks where they make no interview.

    `trust`: the user has named speakers, so that names make turns whatever stands between them.
    """
    if len(marks) < 2:
        return "none", [], "fewer than two lines open with a dash, a name or a question number"
    marks = evidence(text, marks)
    said = sum(bool(cues.SAYING.search(line.text[-200:])) for line in lines[marks[0].line :])
    said += sum(m.kind == "dash" and m.line > 0 and lines[m.line - 1].text.rstrip().endswith(":") for m in marks)
    people = [mark for mark in marks if mark.speaker or mark.role]
    if 2 * len(people) >= len(marks):
        return _judge_names(text, lines, tags, layout, marks, people, said, trust)
    return _judge_dashes(text, lines, layout, marks, said)


def evidence(text: str, marks: list[Mark]) -> list[Mark]:
    """The marks with how much the stretch after each sounds like a question."""
    weighed = []
    for mark, end in zip(marks, [*(mark.start for mark in marks[1:]), len(text)]):
        if mark.end != end:
            head = text[mark.speech : min(end, mark.speech + cues.SPAN)].strip()
            tail = text[max(mark.speech, end - cues.SPAN) : end].strip()
            mark = mark._replace(asks=cues.asks(head, tail, end - mark.speech), end=end)
        weighed.append(mark)
    return weighed


def listed(text: str, mark: Mark) -> float:
    """How much a dash looks like a list item or like speech inside a story."""
    if mark.kind != "dash":
        return 0.0
    line = re.split(r"[\r\n]", text[mark.speech : mark.speech + 2000], maxsplit=1)[0].strip()
    before = text[max(0, mark.start - 80) : mark.start].rstrip()
    score = 2.5 * line[:1].islower() + 2.0 * line.endswith((";", ",")) + 1.0 * before.endswith((":", ";"))
    return score + 3.0 * bool(cues.SAYING.search(line[-200:]))


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


def _judge_names(text, lines, tags, layout, marks, people, said, trust):
    """The same for names: an interview, a poll, or news quotes under names."""
    roles = _speaker_roles(people, [after.line - mark.line for mark, after in pairwise([*people, people[-1]])])
    marks = [m._replace(role=roles[key_of(m.speaker)]) if m.speaker else m for m in marks]
    names, opens = {key_of(m.speaker) for m in people}, {m.line for m in marks}
    asked = sum(m.line > 0 and m.line - 1 not in opens and cues.is_question(lines[m.line - 1].text) for m in marks)
    reason = f"{len(people)} turns open with {len(names)} names or labels"
    if trust or any(m.role == ASKER for m in marks):
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
    keys = [key_of(mark.speaker) for mark in marks]
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
