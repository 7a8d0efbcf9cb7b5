"""Who speaks where: turns and their roles, what the other lines are, and the reason for every decision."""

import math
import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from . import cues
from .decoder import (
    AFTER,
    ASKS,
    BEFORE,
    BREAK_ASKING,
    BREAK_REPLYING,
    COLUMNS,
    REPLIES,
    Evidence,
    Reading,
    decode,
    weights,
)
from .marks import ANSWERER, ASKER, HEADING, Label, Line, Unit, find_units
from .speakers import find_roles, merged

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
SURE = 0.6  # confidence from which a turn is not listed as doubtful
SCALE = 2.0  # log odds; a margin of as much gives a confidence of 0.63
BREAKS = (BREAK_ASKING, BREAK_REPLYING)
LOOSE = 0.25  # share of lines without full stop from which a missing one says nothing
SENTENCES_A_PARAGRAPH = 1.4  # sentences a line from which lines are paragraphs
SUBHEAD_WORDS, SUBHEAD_WORDS_LOOSE, SUBHEAD_LENGTH = 10, 4, 90
NAME_PAIR = re.compile(rf"[{cues.UPPER}][\w-]{{2,}} [{cues.UPPER}][\w-]{{3,}}")
STEM = 5  # letters of a name by which it is found again in another case


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
    end: int = 0  # where its last sentence ends


class Section(NamedTuple):
    name: str
    reason: str
    confidence: float


class Structure(NamedTuple):
    layout: str
    turns: list[Turn]
    sections: dict[int, Section]  # by index of a line outside the turns
    reason: str
    seen: dict[str, str]  # names printed like speakers, with the role they seem to have


def find_turns(lines: list[Line], speakers: dict[str, str], voices: list[str] | None = None) -> Structure:
    """Find the turns of a text whose non-blank lines are given.

    `speakers` maps printed names to roles; `voices` are the speakers of the lines where the file itself names them.
    """
    tags = ["headline" if HEADING.match(line.text) else cues.furniture(line.text) for line in lines]
    units = find_units(lines, tags, speakers, voices)
    marked = sum(bool(unit.label or unit.dash) for unit in units)
    if marked < 2 and not any(unit.label and unit.label.certain for unit in units):
        reason = "fewer than two sentences open with a dash, a name or a question number"
        return Structure("none", [], {}, reason, {})
    evidence = gather(lines, tags, units)
    reading, roles = _read(units, evidence)
    turns = _turns(lines, units, reading, roles)
    seen = {unit.label.name: roles.get(unit.label.key, "") for unit in units if unit.label}
    layout, reason = _layout(units, turns, reading)
    if layout == "none":
        return Structure("none", [], {}, reason, seen)
    states = _line_states(lines, units, reading)
    return Structure(layout, turns, _head_and_breaks(lines, tags, turns, states), reason, seen)


class Page:
    """What of the whole text a sentence is weighed against."""

    def __init__(self, lines: list[Line], units: list[Unit]):
        labels = [unit.label for unit in units if unit.label]
        self.loose = is_loose(lines)
        self.printed = Counter(line.text.strip() for line in lines)
        self.guests = _guests(units)
        self.last = {unit.line: unit for unit in units}
        self.paragraphs = len(units) > SENTENCES_A_PARAGRAPH * len(self.last)
        self.dashes = sum(unit.dash == "dash" and not unit.follows for unit in units)
        self.many_inline = sum(unit.dash == "inline" for unit in units) >= max(3, self.dashes)
        self.questions_labelled = sum(label.role == ASKER for label in labels) > 1
        others = sum(label.role != ASKER for label in labels)
        self.several_guests = len({label.key for label in labels if label.role != ASKER and label.name}) > 1
        self.answers_labelled = others > max(1, self.dashes / 3)


def gather(lines: list[Line], tags: list[str], units: list[Unit]) -> list[Evidence]:
    """The evidence in each sentence: its words, its line, its mark."""
    page = Page(lines, units)
    evidence: list[Evidence] = []
    before = None
    for i, unit in enumerate(units):
        words = unit.text[max(0, len(unit.text) - (unit.end - unit.speech)) :]
        wording = frozenset(cues.sentence_cues(words))
        found = wording | _line_cues(lines[unit.line].text, tags[unit.line], unit, page)
        if page.guests and unit.opens_line and any(word[:STEM] in page.guests for word in words.split()):
            found |= {"names a guest of the lead"}
        if i and not unit.follows and units[i - 1].text.rstrip().endswith((":", ";")):
            found |= {"comes after a colon"}
        if unit.label or unit.inside:
            found -= (
                {"in capitals", "short line", "bare name", "printed twice"}
                if unit.label
                else {"short line", "printed twice"}
            )
        if unit.follows or unit.inside:
            evidence.append(Evidence(set(found), unit.follows, unit.opens_line, continues=True, wording=wording))
            continue
        known = Evidence(
            set(found | _mark_cues(unit, before, page)), bool(unit.label or unit.dash), unit.opens_line, wording=wording
        )
        if unit.label:
            before = unit.label
            known.role, known.certain = unit.label.role, unit.label.certain
        evidence.append(known)
    _questions_beside_marks(units, evidence)
    if page.paragraphs:
        _paragraphs_that_ask_nobody(units, evidence)
    return evidence


def _paragraphs_that_ask_nobody(units: list[Unit], evidence: list[Evidence]) -> None:
    """Mark lines without mark that do not end in a question and address nobody."""
    speaking = {unit.line for unit, known in zip(units, evidence) if TO_SOMEBODY & known.cues}
    last = {unit.line: known for unit, known in zip(units, evidence)}
    printed_questions = sum("ends in a question mark" in known.cues for known in last.values())
    for unit, known in zip(units, evidence):
        asks = unit.line in speaking or ASKING_CUES & last[unit.line].cues
        if unit.opens_line and not known.marked and not asks:
            known.cues.add("a paragraph that asks nobody")
            known.asks_nobody = printed_questions >= FEW_QUESTIONS


FEW_QUESTIONS = 3  # a text with fewer lines that end in a question mark may have lost them
TO_SOMEBODY = {"addresses you", "thanks for the interview"}


def _mark_cues(unit: Unit, before: Label | None, page: Page) -> set[str]:
    """The evidence of the mark that a sentence opens with; `before` is the label before it."""
    if unit.label:
        another = {"another speaker"} if before and before.key != unit.label.key else set()
        guest = {"one of several guests"} if page.several_guests and unit.label.role != ASKER else set()
        return {"a label"} | another | guest
    if unit.dash == "inline":
        return {"one of many dashes inside lines" if page.many_inline else "a dash inside a line"}
    found = set()
    if unit.dash:
        found.add("a dash")
        if page.questions_labelled:
            found.add("a dash, questions have labels")
        if page.answers_labelled:
            found.add("a dash, answers have labels")
    return found


ASKING_CUES = {
    "ends in a question mark",
    "addresses you",
    "has an ask word, no question mark",
    "thanks for the interview",
}


def _questions_beside_marks(units: list[Unit], evidence: list[Evidence]) -> None:
    """Add what a question and the mark before or behind it show together."""
    on_marked_line = False
    none = Evidence(set())
    for unit, one, two in zip(units, evidence, [*evidence[1:], none]):
        if one.opens_line and not one.marked and not ASKING_CUES & (one.cues | two.cues):
            one.cues.add("no mark, no question, no you")
        if unit.opens_line or one.marked:
            on_marked_line = one.marked
        if "ends in a question mark" not in one.cues or not two.opens_line or two is none:
            continue
        if two.marked and not on_marked_line:
            one.cues.add("an unmarked question before a mark")
            two.cues.add("a mark after an unmarked question")
        elif two.marked:
            two.cues.add("a mark after a marked question")
        elif on_marked_line:
            one.cues.add("a marked question before a line without mark")
            two.cues.add("no mark, after a marked question")


def is_loose(lines: list[Line]) -> bool:
    """Whether so many lines lack a full stop that a missing one says nothing."""
    return sum(not cues.ends_sentence(line.text) for line in lines) > len(lines) * LOOSE


def _line_cues(text: str, tag: str, unit: Unit, page: Page) -> set[str]:
    """The evidence of the line as a whole."""
    found = {tag} if tag and tag != "headline" else set()
    if not page.loose and not cues.ends_sentence(unit.text):
        found.add("no full stop")
    if not unit.opens_line:
        return found
    if page.paragraphs and not unit.dash:
        asks = cues.is_question(page.last[unit.line].text)
        found.add("a paragraph that asks" if asks else "a paragraph that does not ask")
    if len(text) < LONGEST_HEADING:
        found |= _heading_cues(text, tag, page.loose)
    if len(text) > SHORTEST_AGAIN and page.printed[text.strip()] > 1:
        found.add("printed twice")
    return found


LONGEST_HEADING, SHORTEST_AGAIN = 120, 15  # characters of a heading; of a line that counts as printed twice


def _heading_cues(text: str, tag: str, loose: bool) -> set[str]:
    found = set()
    if tag == "headline" or cues.in_capitals(text):
        found.add("in capitals")
    elif is_short(text, SUBHEAD_WORDS_LOOSE if loose else SUBHEAD_WORDS):
        found.add("short line")
    if cues.is_name(text):
        found.add("bare name")
    if cues.DATELINE.match(text.strip()):
        found.add("dateline")
    return found


def _guests(units: list[Unit]) -> set[str]:
    """Beginnings of the names (two words with capitals) in what stands before the first mark."""
    stems = set()
    for unit in units:
        if unit.label or unit.dash:
            break
        for pair in NAME_PAIR.findall(unit.text[:400]):
            stems |= {word[:STEM] for word in pair.split()}
    return stems


def _read(units: list[Unit], evidence: list[Evidence]) -> tuple[Reading, dict[str, str]]:
    """The best reading of the text and the roles of its names."""
    labelled = {i: unit.label for i, unit in enumerate(units) if unit.label}
    for i in conversation(units, evidence):
        evidence[i].certain = True
    certain = any(known.certain for known in evidence)
    if any(label.kind == "typed" for label in labelled.values()):
        return decode(evidence, must_speak=True), {}
    roles, perhaps = find_roles(units, evidence) if labelled else ({}, "")
    keys = {label.key for label in labelled.values()}
    ways = [{key: roles.get(key, ANSWERER) for key in keys}]
    if perhaps and not roles.get(perhaps):
        short = merged(list(keys))
        ways.append({key: ASKER if perhaps in (key, short.get(key)) else ANSWERER for key in keys} | roles)
    readings = []
    for way in ways:
        for i, label in labelled.items():
            evidence[i].role = way[label.key]
        readings.append((decode(evidence, must_speak=certain), way))
    readings.sort(key=lambda reading: -reading[0].total)
    (best, way), *others = readings
    for other, _ in others:
        best.margins = [min(margin, best.total - other.total) for margin in best.margins]
    return best, way


OFTEN, MOST_LINES, SPEAKING = 3, 0.5, 0.2  # labels a name; shares of lines with a label, of these with I, you, we
SPEAKS = {"speaks as I", "speaks as we", "addresses you", "ends in a question mark"}


def conversation(units: list[Unit], evidence: list[Evidence]) -> list[int]:
    """The units that open with a name, if names that recur open most lines: who speaks is plain then."""
    opening = [i for i, unit in enumerate(units) if unit.opens_line and unit.label and unit.label.kind in NAMED]
    names = [label.key for i in opening if (label := units[i].label)]
    recurring = {name for name, count in Counter(names).items() if count >= OFTEN}
    if len(recurring) < 2:
        return []
    lines = sum(unit.opens_line and not unit.follows for unit in units[opening[0] : opening[-1] + 1])
    speaking = sum(bool(SPEAKS & evidence[i].cues) for i in opening)
    often = sum(name in recurring for name in names)
    changes = sum(one != other for one, other in pairwise(names))
    plain = min(often, changes) >= MOST_LINES * lines and speaking >= SPEAKING * len(opening)
    return opening if plain else []


def _turns(lines: list[Line], units: list[Unit], reading: Reading, roles: dict[str, str]) -> list[Turn]:
    """The turns that a reading of the sentences gives."""
    full: dict[str, str] = {}
    short = merged(list(dict.fromkeys(unit.label.key for unit in units if unit.label)))
    for unit in units:
        if unit.label:
            full.setdefault(unit.label.key, unit.label.name)
    opened = [i for i, state in enumerate(reading.states) if state in (ASKS, REPLIES)]
    turns = []
    for i, after in zip(opened, [*opened[1:], len(units)]):
        unit, label = units[i], units[i].label
        within = [j for j in range(i, after) if reading.states[j] != AFTER]
        margin = min(reading.margins[j] for j in range(i, after))
        speech, speaker, label_end, kind = unit.speech, "", 0, unit.dash or "no mark"
        if label:
            kind = label.kind
            label_end = unit.speech
            if kind not in ("numbered", "in capitals"):
                speaker = full[short.get(label.key, label.key)]
            if label.alone and i + 1 < after and units[i + 1].follows:
                speech = units[i + 1].speech
        role = ASKER if reading.states[i] == ASKS else ANSWERER
        alone = bool(label and label.alone)
        turns.append(
            Turn(unit.line, unit.start, label_end, speech, role, speaker, alone, kind, _why(reading, i, role, kind),
                 1 - math.exp(-margin / SCALE), units[within[-1]].end)
        )  # fmt: skip
    return turns


def _why(reading: Reading, i: int, role: str, kind: str) -> str:
    """The mark and the two strongest pieces of evidence in a sentence for the role."""
    who, other = ("question", "answer") if role == ASKER else ("answer", "question")
    table: dict = weights()
    strength: dict[str, float] = {}
    for name in reading.names[i] & table.keys():
        row = dict(zip(COLUMNS, table[name]))
        strength[name] = sum(row[f"{part}{who}"] - row[f"{part}{other}"] for part in ("", "opens_", "closes_"))
    best = sorted(
        (name for name in strength if strength[name] >= 0.5 and "mark" not in name), key=lambda name: strength[name]
    )
    return "; ".join([kind, *best[:-3:-1]])


NAMED = ("name", "initials", "numbered", "name-dash", "name-line", "timed", "capitals")


def _nobody(units: list[Unit], turns: list[Turn]) -> bool:
    """Whether the turns make no interview and no poll: nobody asks and answers."""
    if any(unit.label and unit.label.certain for unit in units):
        return not turns
    roles = {turn.role for turn in turns}
    people = {turn.speaker for turn in turns if turn.speaker}
    return ANSWERER not in roles or (ASKER not in roles and len(people) < 2)


def _layout(units: list[Unit], turns: list[Turn], reading: Reading) -> tuple[str, str]:
    """The layout that the turns show, and the reason in a sentence."""
    marks = Counter("label" if unit.label else unit.dash for unit in units if unit.label or unit.dash)
    printed = ", ".join(f"{n} with a {kind}" for kind, n in marks.items()).replace("inline", "dash inside a line")
    asked = [turn for turn in turns if turn.role == ASKER]
    answered = [turn for turn in turns if turn.role == ANSWERER]
    names = {turn.speaker for turn in turns if turn.speaker}
    if _nobody(units, turns):
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
    numbered = kinds["numbered"] + kinds["in capitals"]
    only_dashes = all(turn.kind == "dash" for turn in answered)
    rules = (
        ("file", kinds["file"]),
        ("numbered", numbered > kinds.total() / 5),
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


def _line_states(lines: list[Line], units: list[Unit], reading: Reading) -> dict[int, int]:
    """The state in which each line begins."""
    opening: dict[int, int] = {}
    for unit, state in zip(units, reading.states):
        opening.setdefault(unit.line, state)
    states, now = {}, BEFORE
    for k in range(len(lines)):
        now = states[k] = opening.get(k, now)
    return states


def _head_and_breaks(
    lines: list[Line], tags: list[str], turns: list[Turn], states: dict[int, int]
) -> dict[int, Section]:
    """What the lines outside the turns are."""
    first = turns[0].line
    sections = _head(lines, tags, first)
    opens = {turn.line for turn in turns}
    for k in range(first + 1, len(lines)):
        if k in opens:
            continue
        if states.get(k) == AFTER:
            sections[k] = Section("byline", "author, page furniture or other text after the interview", 1.0)
        elif tags[k] == "headline":
            sections[k] = Section("subhead", "typed with #", 1.0)
        elif states.get(k) in BREAKS:
            sections[k] = _break(lines[k].text, tags[k])
    return sections


def _break(text: str, tag: str) -> Section:
    if tag in ("caption", "link"):
        return Section("caption", "its wording", 1.0)
    if cues.in_capitals(text):
        return Section("subhead", "set in capitals", 1.0)
    if cues.DATELINE.match(text.strip()):
        return Section("caption", "a place and a date", SURE)
    return Section("subhead", "short line without full stop", SURE)


def _head(lines: list[Line], tags: list[str], first: int) -> dict[int, Section]:
    """The lines before the first turn: headline, lead, intro, byline, caption."""
    title = next((k for k in range(first) if tags[k] in ("", "headline")), -1)
    headline = lines[title].text.strip() if title >= 0 else None
    again = {k for k in range(first) if tags[k] == "headline" or lines[k].text.strip() == headline}
    sections = {k: Section("headline", "the headline again", 1.0) for k in again}
    if title >= 0:
        sections[title] = Section("headline", "first line of the text", 1.0)
    texts = [k for k in range(first) if k not in again and not tags[k]]
    lead = texts[0] if len(texts) > 1 else -1
    words = SUBHEAD_WORDS_LOOSE if is_loose(lines[first:]) else SUBHEAD_WORDS
    for k in range(first):
        if k not in again:
            subhead = k == first - 1 and lead >= 0 and is_short(lines[k].text, words)
            sections[k] = _before(tags[k], k == lead, subhead)
    return sections


def _before(tag: str, is_lead: bool, is_subhead: bool) -> Section:
    """What a line before the first turn is that is no headline."""
    if tag in ("byline", "caption"):
        return Section(tag, "its wording", 1.0)
    if is_subhead:
        return Section("subhead", "short line before the first turn", SURE)
    if is_lead:
        return Section("lead", "first line after the headline", 1.0)
    return Section("intro", "page furniture" if tag else "before the first turn", 1.0)


def is_short(line: str, words: int) -> bool:
    """Whether a line is short enough for a subhead and has no full stop."""
    short = len(line) < SUBHEAD_LENGTH and len(line.split()) <= words
    return short and not cues.ends_sentence(line) and any(map(str.isalpha, line))
