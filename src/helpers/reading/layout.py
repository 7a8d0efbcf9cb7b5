"""Who speaks where: turns and their roles, what the other lines are, and the reason for every decision."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from .decoder import ASKS, NEEDED, REPLIES, REPLYING, ROLES, Reading, decode
from .evidence import gather
from .labels import label_turns
from .marks import ANSWERER, ASKER, Label, Line, Unit, find_sentences
from .paragraphs import in_paragraphs, is_unstopped
from .sections import Section, find_sections
from .speakers import NAMED, SPEAKS, conversation, find_roles, merged
from .weights import Evidence, weights

LAYOUTS = {
    "mark-up": "turns are typed as Q: and A:",
    "names": "a name or a role before a colon opens a turn",
    "initials": "initials open a turn",
    "poll": "several people speak under their names, nobody interviews",
    "file": "the file names the speakers",
    "numbered": "numbered labels open the questions",
    "label and dash": "a label opens the questions, a dash the answers",
    "dash": "a dash opens a turn",
    "dash answers": "a dash opens the answers, questions carry no mark",
    "dash questions": "a dash opens the questions, answers carry no mark",
    "one paragraph": "turns follow one another inside a paragraph, a dash before each",
    "none": "nothing tells surely who speaks: one body, roles unknown",
}
SCALE = 2.0  # log odds; a margin of as much gives a confidence of 0.63
MOST_SENTENCES = 150  # for each mark: in a longer text with fewer marks nobody is interviewed
LEAST_SPEECH = 0.12  # share of the sentences of turns that say I, we or you, or ask
LONGEST_FIELD = 40  # characters of a field's name
LEAST_IN_FIELDS = 0.3  # the same where labels come in the same order again and again
NEEDED_A_TURN = 0.3  # log odds for each turn: quotes in news reach 0.2 to 0.7, most interviews 2 and more
FEW_TOLD, MOST_TOLD = 4, 0.1  # lines without mark, and the share of them that may say I, we or you, of a narrator
SET_OFF = ("in capitals", "in bold")  # how questions without a mark may be printed
REASON = 0.5  # log odds from which a piece of evidence is named as a reason


class Turn(NamedTuple):
    line: int  # index of the non-blank line
    start: int
    label_end: int  # 0 without label
    speech: int
    role: str
    speaker: str
    alone: bool  # the label has the line to itself
    kind: str
    reason: str
    confidence: float


class Structure(NamedTuple):
    layout: str
    turns: list[Turn]
    sections: dict[int, Section]  # by index of a line outside the turns
    reason: str


def find_units(lines: list[Line], speakers: dict[str, str], voices: list[str] | None = None) -> list[Unit]:
    """The sentences of the non-blank lines, each with the mark it opens with."""
    units = find_sentences(lines)
    label_turns(lines, units, speakers, voices)
    return units


def find_turns(lines: list[Line], speakers: dict[str, str], voices: list[str] | None = None) -> Structure:
    """Find the turns of a text whose non-blank lines are given.

    `speakers` maps printed names to roles; `voices` are the speakers of the lines where the file itself names them.
    """
    units = find_units(lines, speakers, voices)
    marked = sum(bool(unit.label or unit.dash) for unit in units)
    if marked < max(2, len(units) / MOST_SENTENCES) and not any(unit.label and unit.label.certain for unit in units):
        few = "fewer than two" if marked < 2 else f"only {marked} of {len(units)}"
        return Structure("none", [], {}, f"{few} sentences open with a dash, a name or a question number")
    evidence = gather(lines, units)
    reading = _read(units, evidence)
    joined = in_paragraphs(lines, units)
    if joined and (reading.total <= NEEDED or is_unstopped(lines, joined)):
        units, evidence = joined, gather(lines, joined)
        reading = _read(units, evidence)
    turns = _turns(units, evidence, reading)
    layout, reason = _layout(units, turns, evidence, reading)
    if layout == "none":
        return Structure("none", [], {}, reason)
    states: dict[int, int] = {}
    for unit, state in zip(units, reading.states.tolist()):
        states.setdefault(unit.line, state)
    return Structure(layout, turns, find_sections(lines, [turn.line for turn in turns], states), reason)


def _read(units: list[Unit], evidence: Evidence) -> Reading:
    """The best reading of the text with the roles that its names may have."""
    labelled = {i: unit.label for i, unit in enumerate(units) if unit.label}
    if any(label.kind == "typed" for label in labelled.values()):
        return decode(evidence, must_speak=True)
    evidence.certain[conversation(units, evidence)] = True
    roles, perhaps = find_roles(units, evidence) if labelled else ({}, "")
    keys = {label.key for label in labelled.values()}
    ways = [{key: roles.get(key, ANSWERER) for key in keys}]
    if perhaps and not roles.get(perhaps):
        short = merged(list(keys))
        ways.append({key: ASKER if perhaps in (key, short.get(key)) else ANSWERER for key in keys} | roles)
    readings = []
    for way in ways:
        for i, label in labelled.items():
            evidence.role[i] = ASKS if way[label.key] == ASKER else REPLIES
        readings.append(decode(evidence, must_speak=bool(evidence.certain.any())))
    best, *others = sorted(readings, key=lambda reading: -reading.total)
    for other in others:
        best.margins = np.minimum(best.margins, best.total - other.total)
    return best


def _turns(units: list[Unit], evidence: Evidence, reading: Reading) -> list[Turn]:
    """The turns that a reading of the sentences gives."""
    full: dict[str, str] = {}
    for unit in units:
        if unit.label:
            full.setdefault(unit.label.key, unit.label.name)
    short = merged(list(full))
    opened = np.flatnonzero(np.isin(reading.states, (ASKS, REPLIES)))
    reasons = _reasons(evidence, reading, opened)
    margins = np.minimum.reduceat(reading.margins, opened) if len(opened) else opened
    confidence = (1 - np.exp(-margins / SCALE)).tolist()
    turns = []
    for n, i in enumerate(opened.tolist()):
        unit = units[i]
        speech, label = unit.speech, unit.label or Label("", unit.dash or "no mark", 0, False)
        if label.alone and i + 1 < len(units) and units[i + 1].follows:
            speech = units[i + 1].speech
        named = unit.label and label.kind not in ("numbered", *SET_OFF)
        speaker = full[short.get(label.key, label.key)] if named else ""
        role = ASKER if reading.states[i] == ASKS else ANSWERER
        label_end = unit.speech if unit.label else 0
        reason = "; ".join([label.kind, *reasons[n]])
        turns.append(
            Turn(
                unit.line, unit.start, label_end, speech, role, speaker, label.alone, label.kind, reason, confidence[n]
            )
        )
    return turns


def _reasons(evidence: Evidence, reading: Reading, opened: np.ndarray) -> list[list[str]]:
    """The two strongest pieces of evidence in the sentences that open turns for their roles."""
    cells, column, names = weights().cells, weights().column, list(weights().row)
    asks = sum(
        cells[:, column[f"{part}question"]] - cells[:, column[f"{part}answer"]] for part in ("", "opens_", "closes_")
    )
    asks = np.where(["mark" in name for name in names], 0.0, asks)
    sides = np.where(reading.states[opened] == ASKS, 1.0, -1.0)
    strength = evidence.on[opened] * asks * sides[:, None]
    best = np.argsort(strength, axis=1)[:, :-3:-1]
    return [[names[k] for k in row if here[k] >= REASON] for row, here in zip(best.tolist(), strength)]


def _nobody(units: list[Unit], turns: list[Turn], evidence: Evidence, reading: Reading) -> bool:
    """Whether the turns make no interview and no poll: nobody asks and answers, or a narrator tells between them."""
    if any(unit.label and unit.label.certain for unit in units):
        return not turns
    roles = {turn.role for turn in turns}
    people = {turn.speaker for turn in turns if turn.speaker}
    if ANSWERER not in roles or _is_listed(units, evidence, reading):
        return True
    if ASKER in roles:
        return reading.total < NEEDED_A_TURN * len(turns)
    told = len(turns) > len(people) and _is_told(evidence, reading)  # in a poll everybody speaks once
    return told or len(people) < 2


def _is_told(evidence: Evidence, reading: Reading) -> bool:
    """Whether the lines without mark in the answers are a narrator's: hardly one says I, we or you."""
    lines = evidence.opens_line & ~evidence.marked & (reading.states == REPLYING)
    return bool(lines.sum() >= FEW_TOLD and evidence.has(*SPEAKS)[lines].mean() < MOST_TOLD)


def _is_listed(units: list[Unit], evidence: Evidence, reading: Reading) -> bool:
    """Whether what stands behind the marks is no speech at all: fields of records, items of a list."""
    speech = np.isin(reading.states, list(ROLES))
    least = LEAST_IN_FIELDS if _in_fields(units) else LEAST_SPEECH
    return bool(speech.any() and evidence.has(*SPEAKS)[speech].mean() < least)


def _in_fields(units: list[Unit]) -> bool:
    """Whether three words or more before a colon open lines in the same order again and again: fields of records."""
    opening = [unit.text[:LONGEST_FIELD] for unit in units if unit.opens_line]
    keys = [text.partition(":")[0] for text in opening if ":" in text]
    size = len(set(keys))
    return 3 <= size <= len(keys) / 3 and keys[size:] == keys[:-size]


def _layout(units: list[Unit], turns: list[Turn], evidence: Evidence, reading: Reading) -> tuple[str, str]:
    """The layout that the turns show, and the reason in a sentence."""
    marks = Counter("label" if unit.label else unit.dash for unit in units if unit.label or unit.dash)
    printed = ", ".join(f"{n} with a {kind}" for kind, n in marks.items()).replace("inline", "dash inside a line")
    asked = [turn for turn in turns if turn.role == ASKER]
    answered = [turn for turn in turns if turn.role == ANSWERER]
    names = {turn.speaker for turn in turns if turn.speaker}
    if _nobody(units, turns, evidence, reading):
        reason = f"{marks.total()} sentences open with a mark ({printed}), but nothing shows who asks and who answers"
        return "none", f"{reason} (evidence {reading.total:+.1f})"
    kinds = Counter(turn.kind for turn in turns)
    if kinds["typed"]:
        return "mark-up", "lines open with Q: and A:"
    if not asked and len(names) > 1 and not kinds["file"]:
        return "poll", f"{len(names)} people speak under their names, none of them asks like an interviewer"
    reason = f"{len(turns)} turns ({printed}), {len(asked)} of them ask (evidence {reading.total:+.1f})"
    return _printed_layout(kinds, asked, answered), reason


def _printed_layout(kinds: Counter, asked: list[Turn], answered: list[Turn]) -> str:
    """The layout by how the turns are marked: the first of these that holds."""
    named = sum(kinds[kind] for kind in NAMED)
    only_dashes = all(turn.kind == "dash" for turn in answered)
    rules = (
        ("file", kinds["file"]),
        ("numbered", kinds["numbered"] + sum(kinds[kind] for kind in SET_OFF) > kinds.total() / 5),
        ("label and dash", named and only_dashes and any(turn.speaker for turn in asked)),
        ("initials", 2 * kinds["initials"] > named > 0),
        ("names", named and 2 * named >= kinds["dash"] + kinds["inline"]),
        ("one paragraph", kinds["inline"] > kinds["dash"]),
        ("dash answers", _mostly_unmarked(asked)),
        ("dash questions", _mostly_unmarked(answered)),
    )
    return next((layout for layout, holds in rules if holds), "dash")


def _mostly_unmarked(turns: list[Turn]) -> bool:
    return sum(turn.kind == "no mark" for turn in turns) > len(turns) / 2
