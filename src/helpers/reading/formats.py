"""Files that hold more than the text of an interview: subtitles, what recognisers write, tables, Word documents.

Each is turned into its speech, one utterance a line; where a line came from and when it was said is kept beside it.
Formats: WebVTT (W3C 2019), SubRip (.srt, as VLC and YouTube write it), the JSON of Whisper (OpenAI 2022) and WhisperX,
tables with a column of speakers, WordprocessingML (ECMA-376). What is recognised but not read is refused with one step.
"""

import csv
import io
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import NamedTuple

from ..errors import TranscriptError
from . import cues
from .decoding import decode, read_bytes
from .documents import read_document

READ = (".txt", ".vtt", ".srt", ".json", ".csv", ".tsv", ".tab", ".docx")  # names of files that may be read
SECONDS = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
CUE = re.compile(rf"\s*({SECONDS})\s*-->\s*({SECONDS})")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>")
TAG = re.compile(r"</?[a-z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,40}\}", re.I)
COLUMNS = {
    "speaker": ("speaker", "name", "who", "participant", "tier", "voice", "сөйлеуші", "спикер", "говорящий"),
    "text": ("text", "utterance", "transcript", "speech", "content", "annotation", "мәтін", "текст", "реплика"),
    "start": ("start", "start_time", "start time", "begin", "begin time", "from", "time", "басы", "начало"),
    "end": ("end", "end_time", "end time", "to", "соңы", "конец"),
}
REFUSED = (  # how the text begins, what that is, the one step to take
    (r"\{\\rtf", "Rich Text Format", "save it in the word processor as .docx or as plain text"),
    (r"%PDF", "a PDF", "copy its text into a plain-text file, or export it as .docx"),
    (r"@(?:UTF8|Begin|Font|Window)\b", "a CHAT transcript", "convert it with CLAN's chat2srt, or type Q: and A: lines"),
    (r"<ANNOTATION_DOCUMENT", "an ELAN file", "in ELAN choose File, Export As, Subtitles Text (.srt)"),
    (r"<basic-transcription", "an EXMARaLDA transcription", "in the Partitur-Editor choose File, Output, simple text"),
    (r"<TEI\b|<teiCorpus\b", "a TEI document", "convert each <u> into a row of a CSV file with columns speaker, text"),
    (r"<!DOCTYPE html|<html\b|<head\b|<body\b", "an HTML page", "open it in a browser and save it as plain text"),
    (r"<\?xml|<!DOCTYPE", "an XML document", "write a CSV file with columns speaker, text from it"),
)


class Spoken(NamedTuple):
    """An utterance: its words, who said them ("" if the file does not say), its line in the file, seconds."""

    text: str
    speaker: str
    source_line: int
    start: float | None = None
    end: float | None = None


class Source(NamedTuple):
    """What a file holds: the text, its encoding, and for other files than plain text the utterances, line by line."""

    text: str
    encoding: str
    spoken: list[Spoken]


def read_source(path: str | Path, encoding: str | None = None) -> Source:
    """Read a file of a known kind; TranscriptError says what it is and which step to take if it is not read."""
    data = read_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        return _source([Spoken(line, "", number) for number, line in read_document(data, path)], "utf-8 (docx)")
    text, encoding = decode(data, path, encoding)
    _refuse(text, path)
    head = text[:5000]
    if text.startswith("WEBVTT") or sum(bool(CUE.match(line)) for line in head.splitlines()[:40]) > 0:
        return _source(_subtitles(text, path), encoding)
    if head.lstrip()[:1] in ("{", "["):
        spoken = _json(text, path)
        if spoken:
            return _source(spoken, encoding)
    table = _table(text, path)
    return _source(table, encoding) if table else Source(text, encoding, [])


def _source(spoken: list[Spoken], encoding: str) -> Source:
    return Source("\n".join(utterance.text for utterance in spoken) + "\n", encoding, spoken)


def _refuse(text: str, path: str | Path) -> None:
    start = text[:3000].lstrip()
    prolog = re.sub(r"\A<\?xml[^>]*\?>\s*|<!--.*?-->\s*", "", start, flags=re.S)
    for pattern, kind, step in REFUSED:
        if re.match(pattern, prolog or start, re.I) or re.match(pattern, start, re.I):
            raise TranscriptError(f"{path}: this is {kind}, which is not read; {step}")


def seconds(time: str | None) -> float | None:
    """ "1:02:03,5" and "62" as seconds; None where it is no time."""
    parts = (time or "").strip().replace(",", ".").split(":")
    try:
        values = [float(part) for part in parts]
    except ValueError:
        return None
    return round(sum(value * 60**power for power, value in enumerate(reversed(values))), 3)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _subtitles(text: str, path: str | Path) -> list[Spoken]:
    """The cues of WebVTT, SubRip and the like; cues of one speaker that go on with a sentence are one utterance."""
    found = []
    lines = re.split(r"\r\n|\r|\n", text)
    k = 0
    while k < len(lines):
        times = CUE.match(lines[k])
        k += 1
        if not times:
            continue
        first, words = k + 1, []
        while k < len(lines) and lines[k].strip() and not CUE.match(lines[k]):
            words.append(lines[k])
            k += 1
        if words and k < len(lines) and CUE.match(lines[k]) and words[-1].strip().isdigit():
            words.pop()  # the next cue's number, no blank line before it
        found.append((words, first, seconds(times[1]), seconds(times[2])))
    tops = Counter(words[0].strip() for words, *_ in found if len(words) > 1)
    names = {line for line, count in tops.items() if count > 1 and cues.is_name(line)}
    spoken: list[Spoken] = []
    for words, first, start, end in found:
        if words and words[0].strip() in names:
            words = [f"<v {words[0].strip()}>", *words[1:]]
        _add_cues(spoken, words, first, start, end)
    if not spoken:
        raise TranscriptError(f"{path}: subtitles without any words; export them with their text")
    return spoken


def _add_cues(spoken: list[Spoken], words: list[str], first: int, start: float | None, end: float | None) -> None:
    """Add the words of a cue: one utterance for each voice, or for each line that opens with a dash or a name."""
    speaker = ""
    parts: list[Spoken] = []
    for number, line in enumerate(words, first):
        voice = VOICE.search(line)
        opens = bool(voice) or re.match(r"\s*(?:[-–—]|[^\W\d][^:.?!]{0,40}:\s)", line)
        speaker = unescape(voice[1]).strip() if voice else speaker
        bare = _one_line(unescape(TAG.sub("", line)))
        if bare and (opens or not parts):
            parts.append(Spoken(bare, speaker, number, start, end))
        elif bare:
            parts[-1] = parts[-1]._replace(text=f"{parts[-1].text} {bare}")
    for part in parts:
        last = spoken[-1] if spoken else None
        opens = re.match(r"[-–—]|[^\W\d][^:.?!]{0,40}:\s", part.text)
        if last and last.speaker == part.speaker and not opens and not re.search(r"[.?!…][»”\")]*$", last.text):
            spoken[-1] = last._replace(text=f"{last.text} {part.text}", end=part.end)
        else:
            spoken.append(part)


def _json(text: str, path: str | Path) -> list[Spoken]:
    """The segments of Whisper's JSON; other JSON is refused, and what only begins like JSON is text ([])."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        if Path(path).suffix.lower() != ".json":
            return []
        raise TranscriptError(f"{path}: this is no valid JSON; export the transcript again, as .srt or .csv") from None
    segments = data.get("segments") if isinstance(data, dict) else data
    spoken: list[Spoken] = []
    for number, segment in enumerate(segments if isinstance(segments, list) else [], 1):
        if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
            spoken = []
            break
        start, end = (seconds(str(segment.get(name, ""))) for name in ("start", "end"))
        if segment["text"].strip() and start is not None:
            speaker = str(segment.get("speaker") or "").strip()
            spoken.append(Spoken(_one_line(segment["text"]), speaker, number, start, end))
    if not spoken:
        raise TranscriptError(f"{path}: this is JSON, but not Whisper's (segments with start, end, text); write a CSV "
                              "file with columns speaker, text from it")  # fmt: skip
    return spoken


def _table(text: str, path: str | Path) -> list[Spoken]:
    """The rows of a CSV or TSV file with columns of speakers and texts; [] where the text is no such table."""
    head = text.split("\n", 1)[0]
    named = Path(path).suffix.lower() in (".csv", ".tsv", ".tab")
    delimiter = max("\t;,", key=head.count)
    if not named and (head.count(delimiter) == 0 or (len(head) > 300 and not re.search(SECONDS, head))):
        return []
    header = [cell.strip().strip('"').lower() for cell in head.rstrip("\r").split(delimiter)]
    found = {
        kind: next((header.index(name) for name in names if name in header), None) for kind, names in COLUMNS.items()
    }
    if found["text"] is None or found["speaker"] is None:
        if timed := _timed_table(text):
            return timed
        if named:
            raise TranscriptError(f"{path}, row 1: a table needs columns named speaker and text (perhaps start, end); "
                                  f"it has {', '.join(header)[:200]}")  # fmt: skip
        return []
    return _rows(text, path, delimiter, found)


def _rows(text: str, path: str | Path, delimiter: str, found: dict[str, int | None]) -> list[Spoken]:
    """The rows of a table whose columns of speaker, text, start and end are found."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [(reader.line_num, row) for row in reader][1:]
    except csv.Error as error:
        raise TranscriptError(f"{path}: cannot be read as a table ({error}); save it as CSV again") from None
    spoken = []
    for number, row in rows:
        cells = {kind: row[at].strip() if at is not None and at < len(row) else "" for kind, at in found.items()}
        if cells["text"]:
            times = (seconds(cells["start"]), seconds(cells["end"]))
            spoken.append(Spoken(_one_line(cells["text"]), _one_line(cells["speaker"]), number, *times))
    if not spoken:
        raise TranscriptError(f"{path}: the table has no row with a text; fill the column of texts")
    return spoken


def _timed_table(text: str) -> list[Spoken]:
    """The rows of a table without header that has times: ELAN's tab-delimited text. First the tier, last the words."""
    cells = [(number, line.split("\t")) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    spoken = []
    for number, row in cells:
        times = [cell for cell in row if re.fullmatch(rf"\s*{SECONDS}\s*", cell)]
        words = [cell for cell in row[1:] if cell.strip() and cell not in times]
        if len(times) < 2 or len(words) != 1 or not row[0].strip():
            return []
        spoken.append(Spoken(_one_line(words[0]), _one_line(row[0]), number, seconds(times[0]), seconds(times[1])))
    return spoken
