"""An interview as published: text, lines with section, role and turn, what was decided."""

import re
import warnings
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..checks import checked
from ..errors import TranscriptError, TranscriptWarning
from . import cues
from .formats import read_source
from .labels import find_label
from .language import OTHER, Characters
from .layout import LAYOUTS, Structure, find_turns
from .marks import ANSWERER, ASKER, ROLES, Line, find_timecodes
from .sections import SURE
from .segments import integers, make_tables

BREAK = re.compile(r"(\r\n|\r|\n)")
INVISIBLE = {
    "soft hyphens": "\xad",
    "zero-width characters": "\u200b\u200c\u200d\u2060\ufeff",
    "no-break spaces": "\xa0\u202f",
}
MANY_LINES, MOST_NAMES = 5000, 4  # lines searched for names, and names proposed, where nobody is found to speak


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
    pieces = BREAK.split(text)
    texts = pieces[::2] if pieces[-1] else pieces[:-1:2]
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    ends = np.cumsum(sizes)[::2][: len(texts)]
    starts = ends - sizes[::2][: len(texts)]
    places = enumerate(zip(texts, starts.tolist(), ends.tolist()), 1)
    lines = [Line(n, start, end, line) for n, (line, start, end) in places if not cues.is_blank(line)]
    codes = [] if source.spoken else find_timecodes(lines)
    alone = set(codes)
    lines = [line for line in lines if (line.start, line.end) not in alone] if codes else lines
    voices = [source.spoken[line.number - 1].speaker for line in lines] if source.spoken else []
    found = find_turns(lines, speakers, voices if any(voices) else None)
    rows, segments = make_tables(text, starts, ends, lines, codes, source.spoken, found)
    characters = Characters(text)
    layout, language = f"{found.layout}: {LAYOUTS[found.layout]}", characters.foreign()
    notes = _notes(characters, lines, found, language)
    transcript = Transcript(Path(path).stem, text, source.encoding, layout, rows, segments, notes)
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
    remedy = "If it is an interview, type Q: and A: where turns open, or ** around each line that is a question in bold"
    if often:
        remedy += f", or say who is who: read_transcript({str(path)!r}, speakers={{{call}}})"
    return f"{path}: {found.reason}. The text is read as one body, nobody's turns. {remedy}"


class Note(NamedTuple):
    """What was decided; `line` 0 for the whole text."""

    line: int
    decision: str
    reason: str
    sure: bool
    confidence: float


def _notes(characters: Characters, lines: list[Line], found: Structure, language: str) -> pd.DataFrame:
    """What was decided about the text and its lines, and what its characters need."""
    whole = [Note(0, f"layout: {found.layout}", found.reason, found.layout != "none", 1.0)]
    if language:
        whole.insert(0, Note(0, f"language: {language}", OTHER, False, 0.0))
    if mixed := characters.mixed():
        words = "word contains" if mixed == 1 else "words contain"
        typed = "counted as if typed in Cyrillic (tokens' norm)"
        whole.append(Note(0, f"{mixed} {words} Latin letters", typed, True, 1.0))
    for name, signs in INVISIBLE.items():
        if count := characters.count(signs):
            whole.append(Note(0, f"{count} {name}", "left in the text, dropped from tokens' norm", True, 1.0))
    notes = [
        Note(lines[k].number, section.name, section.reason, section.confidence >= SURE, section.confidence)
        for k, section in found.sections.items()
    ]
    for number, turn in enumerate(found.turns, 1):
        decision, sure = f"turn {number}: {turn.role}", turn.confidence >= SURE
        notes.append(Note(lines[turn.line].number, decision, turn.reason, sure, turn.confidence))
    notes = whole + sorted(notes, key=lambda note: note.line)
    frame = pd.DataFrame(notes, columns=Note._fields)
    return frame.assign(line=integers(frame["line"], missing=0))
