"""The tables of a transcript: its lines, and the stretches of them that one speaker says."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from .formats import Spoken, seconds
from .layout import Structure, Turn
from .marks import ASKER, CLOCK, HEADING, Line

SECTIONS = "turn label intro body blank timecode headline lead subhead caption byline".split()
TURN, LABEL, INTRO, BODY, BLANK, TIMECODE, *_ = range(len(SECTIONS))
SPOKEN = (TURN, LABEL, INTRO, BODY)  # sections from which time codes are cut out


class Voice(NamedTuple):
    """Who speaks at a place of the text; turn and pair are 0 outside turns."""

    role: str
    speaker: str = ""
    turn: int = 0
    pair: int = 0


OTHERS = (Voice(""), Voice("editor"), Voice("unknown"))  # the voices of every text; those of its turns come behind them
NOBODY, EDITOR, UNKNOWN = range(len(OTHERS))


class Segment(NamedTuple):
    """A stretch of one line with one speaker."""

    line: int  # from 0
    start: int
    end: int
    section: int  # place in SECTIONS
    voice: int  # place among the voices
    speech: int  # where its words begin


class Rows(NamedTuple):
    """Many segments: a column for each of their fields."""

    line: np.ndarray
    start: np.ndarray
    end: np.ndarray
    section: np.ndarray
    voice: np.ndarray
    speech: np.ndarray


def make_tables(
    text: str,
    starts: np.ndarray,
    ends: np.ndarray,
    lines: list[Line],
    codes: list[tuple[int, int]],
    spoken: list[Spoken],
    found: Structure,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row per line, and one per stretch of a line with one speaker.

    `starts` and `ends` are those of all lines; `lines` the ones with words, `codes` the time codes in the text.
    """
    whole = _whole_lines(starts, ends, lines, codes, found)
    opening: dict[int, list[int]] = defaultdict(list)
    for n, turn in enumerate(found.turns):
        opening[lines[turn.line].number - 1].append(n)
    inside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for code in codes:
        inside[int(np.searchsorted(starts, code[0], side="right")) - 1].append(code)
    parts: list[Segment] = []
    shown: list[Segment] = []
    broken = sorted({*opening, *inside})
    for at, row in zip(broken, zip(*(column[broken].tolist() for column in whole))):
        here = [Segment(*row)]
        if at in opening:
            here = _opening_line(here[0], opening[at], found.turns)
            shown.append(_shown(here, opening[at][0], found.turns))
        parts += _apart(here, inside[at])
    segments, rows = _replaced(whole, parts), _replaced(whole, shown)
    voices = [*OTHERS, *_voices(found)]
    lines_table = _frame(rows._replace(start=starts, end=ends), voices, speech=False)
    if spoken:
        _add_origin(lines_table, spoken)
    else:
        _add_times(lines_table, text, segments)
    return lines_table, _frame(segments, voices, speech=True)


def _voices(found: Structure) -> list[Voice]:
    """Role, speaker, turn and pair of every turn: a pair is a question and the answers to it."""
    voices, pair, before = [], 0, ""
    for number, turn in enumerate(found.turns, 1):
        pair += turn.role == ASKER and before != ASKER
        before = turn.role
        voices.append(Voice(turn.role, turn.speaker, number, 0 if found.layout == "poll" else pair))
    return voices


def _whole_lines(
    starts: np.ndarray, ends: np.ndarray, lines: list[Line], codes: list[tuple[int, int]], found: Structure
) -> Rows:
    """A segment for each line as if no turn opened on it: who spoke before goes on."""
    alone = np.isin(starts, [start for start, _ in codes]) & np.isin(ends, [end for _, end in codes]) & (ends > starts)
    rows = Rows(np.arange(len(starts)), starts, ends, np.where(alone, TIMECODE, BLANK), 0 * starts, starts.copy())
    at = np.array([line.number - 1 for line in lines], dtype=np.int64)
    if found.layout == "none":
        rows.section[at], rows.voice[at] = BODY, UNKNOWN
        return rows
    latest = np.searchsorted([turn.line for turn in found.turns], np.arange(len(lines))) - 1
    begins = np.array([turn.speech for turn in found.turns])[latest]
    rows.section[at] = np.where(latest < 0, INTRO, TURN)
    rows.voice[at] = np.where(latest < 0, EDITOR, len(OTHERS) + latest)
    rows.speech[at] = np.where((starts[at] <= begins) & (begins <= ends[at]) & (latest >= 0), begins, starts[at])
    for k in {*found.sections, *range(found.turns[0].line)}:
        heading = HEADING.match(lines[k].text)
        name = found.sections[k].name if k in found.sections else "intro"
        rows.section[at[k]], rows.voice[at[k]] = SECTIONS.index(name), EDITOR
        rows.speech[at[k]] = lines[k].start + (heading.end() if heading else 0)
    return rows


def _opening_line(line: Segment, opening: list[int], turns: list[Turn]) -> list[Segment]:
    """The segments of a line on which turns open: what goes on, then label and words of each."""
    here: list[Segment] = []
    start = line.start
    if turns[opening[0]].start > start:
        here.append(line._replace(end=turns[opening[0]].start, speech=start))
    for n, end in zip(opening, [*(turns[n].start for n in opening[1:]), line.end]):
        turn, voice = turns[n], len(OTHERS) + n
        start = max(start, turn.start)
        if turn.label_end > start:
            label_end = end if turn.alone else min(end, turn.label_end)
            here.append(Segment(line.line, start, label_end, LABEL, voice, start))
            start = label_end
        if not turn.alone:
            here.append(Segment(line.line, start, end, TURN, voice, min(end, max(start, turn.speech))))
            start = end
    return here


def _shown(here: list[Segment], first: int, turns: list[Turn]) -> Segment:
    """The segment that stands for a line on which turns open: the words of the first of them, else its label."""
    own = [segment for segment in here if segment.voice == len(OTHERS) + first and segment.start >= turns[first].start]
    return next((segment for segment in own if segment.section == TURN), own[0])


def _apart(segments: list[Segment], codes: list[tuple[int, int]]) -> list[Segment]:
    """The segments of a line with the time codes in them cut out as segments of their own."""
    parts: list[Segment] = []
    left = codes[::-1]
    for segment in segments:
        while left and left[-1][1] <= segment.start:
            left.pop()
        while left and segment.section in SPOKEN and left[-1][1] <= segment.end:
            start, end = left.pop()
            if start > segment.start:
                parts.append(segment._replace(end=start, speech=min(segment.speech, start)))
            parts.append(Segment(segment.line, start, end, TIMECODE, NOBODY, start))
            segment = segment._replace(start=end, speech=max(segment.speech, end))
        if segment.end > segment.start or not parts:
            parts.append(segment)
    return parts


def _replaced(rows: Rows, parts: list[Segment]) -> Rows:
    """The columns of `rows`, with those lines replaced of which there are `parts`."""
    if not parts:
        return rows
    new = Rows(*map(np.array, zip(*parts)))
    kept = ~np.isin(rows.line, new.line)
    order = np.argsort(np.append(rows.line[kept], new.line), kind="stable")
    return Rows(*(np.append(old[kept], column)[order] for old, column in zip(rows, new)))


def _frame(rows: Rows, voices: list[Voice], speech: bool) -> pd.DataFrame:
    """The rows as a table; turn and pair may be missing."""
    role, speaker, turn, pair = zip(*voices)
    place = {"start": rows.start, "end": rows.end}
    line = {"line": rows.line + 1}
    frame: dict = place | line if speech else line | place
    frame["section"] = pd.Series(SECTIONS).take(rows.section).array
    frame["role"], frame["speaker"] = (pd.Series(cells).take(rows.voice).array for cells in (role, speaker))
    frame["turn"], frame["pair"] = (integers(np.array(cells)[rows.voice], missing=0) for cells in (turn, pair))
    return pd.DataFrame(frame | {"speech": rows.speech} if speech else frame)


def integers(cells: Sequence[int] | np.ndarray, missing: int) -> pd.api.extensions.ExtensionArray:
    """A column of whole numbers, <NA> where they are `missing`."""
    numbers = np.asarray(cells, dtype=np.int64)
    return pd.arrays.IntegerArray(np.where(numbers == missing, 0, numbers), numbers == missing)


def _add_origin(rows: pd.DataFrame, spoken: list[Spoken]) -> None:
    """Say for each line where in the file it stood, and when it was said."""
    rows["source_line"] = [utterance.source_line for utterance in spoken]
    if any(utterance.start is not None for utterance in spoken):
        rows["start_time"] = pd.array([utterance.start for utterance in spoken], "Float64")
        rows["end_time"] = pd.array([utterance.end for utterance in spoken], "Float64")


def _add_times(rows: pd.DataFrame, text: str, segments: Rows) -> None:
    """The seconds printed before a line or in its label, if there are any, as the column start_time."""
    times: dict[int, float | None] = {}
    for at in np.flatnonzero(np.isin(segments.section, (LABEL, TIMECODE))).tolist():
        line = int(segments.line[at])
        printed = None if line in times else CLOCK.search(text, int(segments.start[at]), int(segments.end[at]))
        if printed:
            times[line] = seconds(printed[0])
    if times:
        rows["start_time"] = pd.array([times.get(line) for line in range(len(rows))], "Float64")
