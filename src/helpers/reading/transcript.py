"""An interview as published: text, lines with section, role and turn, what was decided."""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..checks import checked
from ..errors import TranscriptError, TranscriptWarning
from . import cues
from .decoding import read_text
from .layout import LAYOUTS, find_turns
from .marks import ASKER, ROLES, Line

LINE = re.compile(r"[^\r\n]+(?:\r\n|\r|\n|\Z)|\r\n|\r|\n")
INVISIBLE = {
    "soft hyphens": "\xad",
    "zero-width characters": "\u200b\u200c\u200d\u2060\ufeff",
    "no-break spaces": "\xa0\u202f",
}
MIXED = re.compile(r"(?:[A-Za-zəƏ][а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ]|[а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ][A-Za-zəƏ])\w*")
COLUMNS = ["start", "end", "line", "section", "role", "speaker", "turn", "pair", "speech"]


@dataclass(frozen=True)
class Transcript:
    """A text and its structure.

    `text` is what was printed; `lines` has one row a physical line, `segments` one row a stretch of one line with one
    speaker (columns in `read_transcript`); `layout` says in a sentence how turns are marked; `notes` lists what was
    decided (line, decision, reason, sure), line <NA> for the whole text; `encoding` and `name` are the file's.
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
    """Read an interview from a plain-text file and find who speaks where.

    `encoding` overrides what the bytes suggest. `speakers` maps names as printed before a turn to "interviewer" or
    "interviewee". Lines typed as `Q: …`, `A: …` (or `Q Name: …`) and `# headline` are taken at their word.
    Result: a Transcript; `lines` has line (from 1), start, end, section, role, speaker, turn, pair; `segments` has
    besides speech, the offset where sentence text begins. Offsets are characters, end exclusive, without line break.
    A text without marks, a news story or a dash list becomes one body of unknown role, with a TranscriptWarning.
    Raises TranscriptError naming file, place and remedy.

    >>> from pathlib import Path
    >>> talk = read_transcript(next(Path().glob("data/raw/kopbaev*.txt")))
    >>> talk.lines.loc[7, ["section", "role"]].tolist()
    ['turn', 'interviewer']
    """
    transcript, doubt = parse(path, encoding, speakers)
    if doubt:
        warnings.warn(doubt, TranscriptWarning, stacklevel=2)
    return transcript


def parse(path, encoding: str | None = None, speakers: dict[str, str] | None = None) -> tuple[Transcript, str]:
    """What `read_transcript` returns, and what it warns of; "" if nothing."""
    speakers = dict(speakers or {})
    for name, role in speakers.items():
        if role not in ROLES:
            raise TranscriptError(f"{path}: speakers[{name!r}] is {role!r}; write 'interviewer' or 'interviewee'")
    text, encoding = read_text(path, encoding)
    texts = ((m.start(), m[0].rstrip("\r\n")) for m in LINE.finditer(text))
    every = [Line(n, start, start + len(line), line) for n, (start, line) in enumerate(texts, 1)]
    lines = [line for line in every if not cues.BLANK.match(line.text)]
    found = find_turns(text, lines, speakers)
    segments, rows = _tables(every, {line.number: k for k, line in enumerate(lines)}, found)
    layout = f"{found.layout}: {LAYOUTS[found.layout]}"
    transcript = Transcript(Path(path).stem, text, encoding, layout, rows, segments, _notes(text, lines, found))
    doubt = (
        f"{path}: {found.reason}. The text is read as one body, nobody's turns. If it is an interview, type Q: and "
        "A: where turns open, or name the speakers: read_transcript(path, speakers={'Name': 'interviewer'})"
    )
    return transcript, doubt * (found.layout == "none")


def _tables(every, index, found):
    """The segments and the lines table."""
    opening = {}
    for number, turn in enumerate(found.turns, 1):
        opening.setdefault(turn.mark.line, []).append((number, turn))
    poll, pair, now = found.layout == "poll", 0, ()
    segments, rows = [], []
    for line in every:
        k, at = index.get(line.number), len(segments)
        outside = ("body", "unknown") if found.layout == "none" else (found.sections.get(k, ("intro",))[0], "editor")

        def add(start, end, section, state, speech=None, n=line.number):
            role, speaker, turn, group = state
            segments.append((start, end, n, section, role, speaker, turn, group, start if speech is None else speech))

        nobody = (outside[1], "", None, None)
        start, chosen = line.start, None
        if k is None:
            add(start, line.end, "blank", ("", "", None, None))
        elif k not in opening:
            said = now and k not in found.sections
            heading = cues.HEADING.match(line.text)
            speech = (
                now[4] if said and line.start <= now[4] <= line.end else start + heading.end() if heading else start
            )
            add(start, line.end, "turn" if said else outside[0], now[:4] if said else nobody, speech)
        for number, turn in opening.get(k, ()):
            mark = turn.mark
            if mark.start > start:
                add(start, mark.start, "turn" if now else "intro", now[:4] if now else nobody)
            pair += turn.role == ASKER and not (now and now[0] == ASKER)
            now = (turn.role, mark.speaker, number, pair if pair and not poll else None, mark.speech)
            chosen = len(segments) + (mark.label > 0 and not mark.alone) if chosen is None else chosen
            start = mark.start
            if mark.label:
                start = line.end if mark.alone else mark.label
                add(mark.start, start, "label", now[:4])
            if not mark.alone:
                after = found.turns[number].mark if number < len(found.turns) else mark
                add(
                    start,
                    after.start if after.line == k and after is not mark else line.end,
                    "turn",
                    now[:4],
                    mark.speech,
                )
                start = segments[-1][1]
        number, *rest = segments[at if chosen is None else chosen][2:8]
        rows.append((number, line.start, line.end, *rest))
    return _frame(segments, COLUMNS, "turn", "pair"), _frame(
        rows, ["line", "start", "end", *COLUMNS[3:8]], "turn", "pair"
    )


def _frame(rows: list[tuple], columns: list[str], *nullable: str) -> pd.DataFrame:
    """The rows as a table; these columns are integers that may be missing. Ten times as fast as astype behind it."""
    cells = dict(zip(columns, zip(*rows))) if rows else dict.fromkeys(columns, ())
    return pd.DataFrame({name: pd.array(c, "Int64") if name in nullable else list(c) for name, c in cells.items()})


def _notes(text, lines, found):
    """What was decided about the text and its lines, and what its characters need."""
    whole = [(None, f"layout: {found.layout}", found.reason, found.layout != "none")]
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
            )
        )
    for name, characters in INVISIBLE.items():
        if count := sum(map(text.count, characters)):
            whole.append((None, f"{count} {name}", "left in the text, dropped from tokens' norm", True))
    notes = [(lines[k].number, section, reason, sure) for k, (section, sure, reason) in found.sections.items()]
    for number, turn in enumerate(found.turns, 1):
        notes.append((lines[turn.mark.line].number, f"turn {number}: {turn.role}", turn.reason, turn.sure))
    notes = whole + sorted(notes, key=lambda note: note[0])
    return _frame(notes, ["line", "decision", "reason", "sure"], "line")
