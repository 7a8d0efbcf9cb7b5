"""An interview as published: text, lines with section, role and turn, what was decided."""

import re
import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..checks import checked
from ..errors import TranscriptError, TranscriptWarning
from . import cues
from .formats import Spoken, read_source, seconds
from .labels import find_label
from .language import OTHER, foreign
from .layout import LAYOUTS, SURE, Structure, find_turns
from .marks import ANSWERER, ASKER, CLOCK, HEADING, ROLES, Line, find_timecodes

LINE = re.compile(r"[^\r\n]+(?:\r\n|\r|\n|\Z)|\r\n|\r|\n")
INVISIBLE = {
    "soft hyphens": "\xad",
    "zero-width characters": "\u200b\u200c\u200d\u2060\ufeff",
    "no-break spaces": "\xa0\u202f",
}
MIXED = re.compile(r"(?:[A-Za-zəƏ][а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ]|[а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ][A-Za-zəƏ])\w*")
MANY_LINES, MOST_NAMES = 5000, 4  # lines searched for names, and names proposed, where nobody is found to speak
LINE_COLUMNS = ["line", "start", "end", "section", "role", "speaker", "turn", "pair"]
COLUMNS = ["start", "end", "line", "section", "role", "speaker", "turn", "pair", "speech"]


@dataclass(frozen=True)
class Transcript:
    """A text and its structure.

    `text` is what was printed (of subtitles, tables and Word documents: the speech); `lines` has one row per line,
    `segments` one row per stretch of one line with one speaker (columns in `read_transcript`); `layout` says in a
    sentence how turns are marked; `notes` lists what was decided (line, decision, reason, sure, confidence), line <NA>
    for the whole text; `encoding` and `name` are the file's.
    """

    name: str
    text: str
    encoding: str
    layout: str
    lines: pd.DataFrame
    segments: pd.DataFrame
    notes: pd.DataFrame


@checked
def read_transcript(path, *, encoding: str | None = None, speakers: dict[str, str] | None = None) -> Transcript:
    """Read an interview from a file and find who speaks where.

    `path`: plain text, WebVTT or SubRip subtitles, Whisper's JSON, CSV or TSV with columns speaker and text, .docx.
    `encoding` overrides what the bytes suggest. `speakers` maps names as printed before a turn to "interviewer" or
    "interviewee". Lines typed as `Q: …`, `A: …` (or `Q Name: …`) and `# headline` are taken at their word.
    Result: a Transcript. `lines` has one row per line: line (from 1), start, end, section, role, speaker, turn, pair;
    for other files than plain text source_line, where there are time codes start_time and end_time (seconds).
    `segments` has besides speech, the offset where sentence text begins. Offsets are characters, end exclusive.
    `notes` says why, with confidence from 0 to 1: 1 − exp(−m/2), m the log odds by which the reading beats the best one
    with somebody else there; `sure` is a confidence of 0.6 or more. Method: Viterbi (1967) over sentences, weights by a
    structured perceptron (Collins 2002), see lexicons/turn_weights.csv.
    A text without marks, a news story or a dash list becomes one body of unknown role. Of that, and of a text that
    is hardly Kazakh in Cyrillic letters, a TranscriptWarning tells.
    Raises TranscriptError naming file, place and remedy; also for formats that are recognised but not read.

    >>> from pathlib import Path
    >>> talk = read_transcript(next(Path().glob("data/raw/kopbaev*.txt")))
    >>> talk.lines.loc[7, ["section", "role"]].tolist()
    ['turn', 'interviewer']
    """
    transcript, doubt = parse(path, encoding, speakers)
    if doubt:
        warnings.warn(doubt, TranscriptWarning, stacklevel=3)
    return transcript


def parse(path, encoding: str | None = None, speakers: dict[str, str] | None = None) -> tuple[Transcript, str]:
    """What `read_transcript` returns, and what it warns of; "" if nothing."""
    speakers = dict(speakers or {})
    for name, role in speakers.items():
        if role not in ROLES:
            raise TranscriptError(f"{path}: speakers[{name!r}] is {role!r}; write 'interviewer' or 'interviewee'")
    source = read_source(path, encoding)
    text = source.text
    texts = ((m.start(), m[0].rstrip("\r\n")) for m in LINE.finditer(text))
    every = [Line(n, start, start + len(line), line) for n, (start, line) in enumerate(texts, 1)]
    codes = [] if source.spoken else find_timecodes(every)
    alone = set(codes)
    lines = [x for x in every if not cues.BLANK.match(x.text) and (x.start, x.end) not in alone]
    voices = [source.spoken[line.number - 1].speaker for line in lines] if source.spoken else []
    found = find_turns(lines, speakers, voices if any(voices) else None)
    segments, shown = _segments(every, {line.number: k for k, line in enumerate(lines)}, found)
    rows = _frame([(s.line, line.start, line.end, s.section, *s.voice) for s, line in zip(shown, every)], LINE_COLUMNS)
    segments = _apart(segments, codes)
    if source.spoken:
        _add_origin(rows, source.spoken)
    else:
        _add_times(rows, text, segments)
    layout, language = f"{found.layout}: {LAYOUTS[found.layout]}", foreign(text)
    notes = _notes(text, lines, found, language)
    transcript = Transcript(
        Path(path).stem,
        text,
        source.encoding,
        layout,
        rows,
        _frame([segment.row for segment in segments], COLUMNS),
        notes,
    )
    doubts = []
    if language:
        doubts.append(f"{path}: hardly Kazakh in Cyrillic letters: {language}. {OTHER}")
    if found.layout == "none":
        doubts.append(_doubt(path, lines, found))
    return transcript, ". ".join(doubts)


def _doubt(path: str | Path, lines: list[Line], found: Structure) -> str:
    """What the warning says: why nobody speaks, and the call that tells who does, with the names that were seen."""
    names: dict[str, list[bool]] = defaultdict(list)
    for line in lines[:MANY_LINES]:
        label = find_label(line.text[line.body :])
        if label:
            names[label.name].append(cues.is_question(line.text))
    often = sorted(names, key=lambda name: -len(names[name]))[:MOST_NAMES]
    asks = {name: 2 * sum(names[name]) > len(names[name]) for name in often}
    call = ", ".join(f"{name!r}: {(ASKER if asks[name] else ANSWERER)!r}" for name in often)
    remedy = "If it is an interview, type Q: and A: where turns open"
    if often:
        remedy += f", or say who is who: read_transcript({str(path)!r}, speakers={{{call}}})"
    return f"{path}: {found.reason}. The text is read as one body, nobody's turns. {remedy}"


class Voice(NamedTuple):
    """Who speaks at a place of the text."""

    role: str
    speaker: str
    turn: int | None
    pair: int | None


class Segment(NamedTuple):
    """A stretch of one line with one speaker."""

    start: int
    end: int
    line: int
    section: str
    voice: Voice
    speech: int

    @property
    def row(self) -> tuple:
        """Its cells in the order of COLUMNS."""
        return (*self[:4], *self.voice, self.speech)


NOBODY = Voice("", "", None, None)
EDITOR = Voice("editor", "", None, None)
UNKNOWN = Voice("unknown", "", None, None)


def _segments(every: list[Line], index: dict[int, int], found: Structure) -> tuple[list[Segment], list[Segment]]:
    """The segments of all physical lines, and for each line the segment that stands for it in `lines`."""
    opening = defaultdict(list)
    for number, turn in enumerate(found.turns, 1):
        opening[turn.line].append((number, turn))
    voices = _voices(found)
    segments, shown = [], []
    now, speech = None, -1
    for line in every:
        k = index.get(line.number)
        if k is None:
            section = "blank" if cues.BLANK.match(line.text) else "timecode"
            here = [Segment(line.start, line.end, line.number, section, NOBODY, line.start)]
        elif k in opening:
            here = _opening_line(line, opening[k], voices, now, found)
            number, turn = opening[k][-1]
            now, speech = voices[number - 1], turn.speech
        else:
            here = [_whole_line(line, k, found, now, speech)]
        segments += here
        shown.append(_shown(here, [] if k is None else opening.get(k, [])))
    return segments, shown


def _voices(found: Structure) -> list[Voice]:
    """Role, speaker, turn and pair of every turn: a pair is a question and the answers to it."""
    voices, pair, before = [], 0, ""
    for number, turn in enumerate(found.turns, 1):
        pair += turn.role == ASKER and before != ASKER
        before = turn.role
        paired = pair > 0 and found.layout != "poll"
        voices.append(Voice(turn.role, turn.speaker, number, pair if paired else None))
    return voices


def _whole_line(line: Line, k: int, found: Structure, now: Voice | None, speech: int) -> Segment:
    """The segment of a line on which no turn opens."""
    if found.layout == "none":
        return Segment(line.start, line.end, line.number, "body", UNKNOWN, line.start)
    if now and k not in found.sections:
        begin = speech if line.start <= speech <= line.end else line.start
        return Segment(line.start, line.end, line.number, "turn", now, begin)
    heading = HEADING.match(line.text)
    section = found.sections[k].name if k in found.sections else "intro"
    return Segment(line.start, line.end, line.number, section, EDITOR, line.start + (heading.end() if heading else 0))


def _opening_line(line: Line, turns: list, voices: list[Voice], now: Voice | None, found: Structure) -> list[Segment]:
    """The segments of a line on which turns open: what goes on, then label and words of each."""
    here: list[Segment] = []
    start = line.start
    ends = [turn.start for _, turn in turns[1:]] + [line.end]
    for (number, turn), end in zip(turns, ends):
        if turn.start > start:
            who = now or EDITOR
            here.append(Segment(start, turn.start, line.number, "turn" if now else "intro", who, start))
        now, start = voices[number - 1], max(start, turn.start)
        if turn.label_end > start:
            label_end = end if turn.alone else min(end, turn.label_end)
            here.append(Segment(start, label_end, line.number, "label", now, start))
            start = label_end
        if not turn.alone:
            here.append(Segment(start, end, line.number, "turn", now, min(end, max(start, turn.speech))))
            start = end
    return here


def _shown(here: list[Segment], turns) -> Segment:
    """The segment of a line that stands for it: the words of the first turn that opens on it, else its first."""
    if not turns:
        return here[0]
    number = turns[0][0]
    own = [segment for segment in here if segment.voice.turn == number and segment.start >= turns[0][1].start]
    return next((segment for segment in own if segment.section == "turn"), own[0])


def _add_origin(rows: pd.DataFrame, spoken: list[Spoken]) -> None:
    """Say for each line where in the file it stood, and when it was said."""
    rows["source_line"] = [utterance.source_line for utterance in spoken]
    if any(utterance.start is not None for utterance in spoken):
        rows["start_time"] = pd.array([utterance.start for utterance in spoken], "Float64")
        rows["end_time"] = pd.array([utterance.end for utterance in spoken], "Float64")


def _apart(segments: list[Segment], codes: list[tuple[int, int]]) -> list[Segment]:
    """The segments with the time codes in them cut out as segments of their own."""
    parts, left = [], list(reversed(codes))
    for segment in segments:
        while left and left[-1][1] <= segment.start:
            left.pop()
        while left and segment.section in ("turn", "label", "intro", "body") and left[-1][1] <= segment.end:
            start, end = left.pop()
            if start > segment.start:
                parts.append(segment._replace(end=start, speech=min(segment.speech, start)))
            parts.append(Segment(start, end, segment.line, "timecode", NOBODY, start))
            segment = segment._replace(start=end, speech=max(segment.speech, end))
        if segment.end > segment.start or not parts or parts[-1].line != segment.line:
            parts.append(segment)
    return parts


def _add_times(rows: pd.DataFrame, text: str, segments: list[Segment]) -> None:
    """The seconds printed before a line or in its label, if there are any, as the column start_time."""
    times: dict[int, float | None] = {}
    for segment in segments:
        if segment.section in ("label", "timecode") and segment.line not in times:
            printed = CLOCK.search(text, segment.start, segment.end)
            if printed:
                times[segment.line] = seconds(printed[0])
    if times:
        rows["start_time"] = pd.array([times.get(line) for line in rows["line"]], "Float64")


NULLABLE = ("turn", "pair", "line")


def _frame(rows: Sequence[tuple], columns: list[str]) -> pd.DataFrame:
    """The rows as a table; turn and pair may be missing, as may a note's line. Faster than astype behind it."""
    cells = dict(zip(columns, zip(*rows))) if rows else dict.fromkeys(columns, ())
    nullable = NULLABLE if "decision" in columns else NULLABLE[:2]
    return pd.DataFrame({name: _numbers(c) if name in nullable else list(c) for name, c in cells.items()})


def _numbers(cells: Sequence[int | None]) -> pd.api.extensions.ExtensionArray:
    missing = np.array([cell is None for cell in cells], dtype=bool)
    return pd.arrays.IntegerArray(np.array([cell or 0 for cell in cells], dtype=np.int64), missing)


def _notes(text, lines, found, language):
    """What was decided about the text and its lines, and what its characters need."""
    whole = [(None, f"layout: {found.layout}", found.reason, found.layout != "none", 1.0)]
    if language:
        whole.insert(0, (None, f"language: {language}", OTHER, False, 0.0))
    mixed, end = 0, 0
    for match in MIXED.finditer(text):
        mixed, end = mixed + (match.start() >= end), match.end()
    if mixed:
        whole.append(
            (
                None,
                f"{mixed} {'word contains' if mixed == 1 else 'words contain'} Latin letters",
                "counted as if typed in Cyrillic (tokens' norm)",
                True,
                1.0,
            )
        )
    for name, characters in INVISIBLE.items():
        if count := sum(map(text.count, characters)):
            whole.append((None, f"{count} {name}", "left in the text, dropped from tokens' norm", True, 1.0))
    notes = [
        (lines[k].number, section.name, section.reason, section.confidence >= SURE, section.confidence)
        for k, section in found.sections.items()
    ]
    for number, turn in enumerate(found.turns, 1):
        sure = turn.confidence >= SURE
        notes.append((lines[turn.line].number, f"turn {number}: {turn.role}", turn.reason, sure, turn.confidence))
    notes = whole + sorted(notes, key=lambda note: note[0])
    return _frame(notes, ["line", "decision", "reason", "sure", "confidence"])
