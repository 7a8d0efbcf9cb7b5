"""The tables of some documents of a folder: made, or taken from what an earlier run kept."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from . import stored
from .categories import CATEGORIES
from .errors import TranscriptError
from .reading.transcript import parse
from .results import stack
from .stance.mentions import mentions
from .stance.tagger import find_markers
from .words.tokens import tokenize

_LINES = "line start end section role speaker turn pair".split()
_DOCUMENTS = "document layout encoding characters words sentences turns markers warning".split()

Item = tuple[str, Path]  # a document's name and its file


class Settings(NamedTuple):
    """What every document of a run has in common."""

    tables: bool
    lexicon: pd.DataFrame | None  # None: the package's, which every process has
    resume: Path | None


def tables_of(batch: list[Item], settings: Settings) -> dict[str, pd.DataFrame]:
    """The tables of some documents, from what an earlier run kept, or made and kept now."""
    if settings.resume is None:
        return _each(batch, settings)
    kept = settings.resume / f"{_key(batch, settings)}.tables"
    result = stored.load(kept)
    if result is None:
        result = _each(batch, settings)
        stored.save(result, kept)
    return result


def _key(batch: list[Item], settings: Settings) -> str:
    """A digest of all that decides what the tables of a batch are."""
    lexicon = "" if settings.lexicon is None else settings.lexicon.to_csv()
    parts = [stored.package_digest(), lexicon, str(settings.tables)]
    for name, file in batch:
        try:
            text = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError as error:
            text = str(error)
        parts += [name, text]
    return stored.digest(*parts)


def _each(batch: list[Item], settings: Settings) -> dict[str, pd.DataFrame]:
    """The tables of some documents; whatever is wrong with one of them, the others go on."""
    try:
        return _process(batch, settings)
    except Exception as error:
        if len(batch) == 1:
            return no_documents(settings) | {"skipped": reasons([(batch[0][0], _said(error))])}
    parts = [_each([one], settings) for one in batch]
    return {name: stack([part[name] for part in parts]) for name in parts[0]}


def no_documents(settings: Settings) -> dict[str, pd.DataFrame]:
    """The tables of no document, with all their columns."""
    return _process([], settings)


def _stamp(file: Path) -> tuple[int, int]:
    known = file.stat()
    return known.st_size, known.st_mtime_ns


def _process(batch: list[Item], settings: Settings) -> dict[str, pd.DataFrame]:
    rows, skipped, lines, tokens = [], [], [pd.DataFrame(columns=_LINES)], [tokenize("")]
    for name, file in batch:
        try:
            before = _stamp(file)
            transcript, doubt = parse(file)
            if _stamp(file) != before:
                doubt = f"{doubt} {file}: the file changed while it was read".strip()
        except (TranscriptError, OSError) as error:
            skipped.append((name, _said(error)))
            continue
        cut = tokenize(transcript)
        sizes = (cut["kind"] == "word").sum(), cut["sentence"].nunique(), cut["turn"].nunique()
        rows.append((name, transcript.layout, transcript.encoding, len(transcript.text), *map(int, sizes), 0, doubt))
        lines.append(transcript.lines)
        tokens.append(cut)
    documents = pd.DataFrame(rows, columns=_DOCUMENTS)
    found = {"lines": _named(lines, documents["document"]), "tokens": _named(tokens, documents["document"])}
    found["markers"] = find_markers(found["tokens"], settings.lexicon)
    documents["markers"] = np.bincount(found["markers"]["document"].cat.codes, minlength=len(rows))
    made = {"documents": documents, "summary": _summary(found["tokens"], found["markers"])}
    made["skipped"] = reasons(skipped)
    return made | found if settings.tables else made


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, TranscriptError) else f"{type(error).__name__}: {error}"


def reasons(skipped: list[tuple[str, str]]) -> pd.DataFrame:
    """The table of what was skipped, and why."""
    return pd.DataFrame(skipped, columns=["document", "reason"], dtype=object)


def _named(frames: list[pd.DataFrame], names: pd.Series) -> pd.DataFrame:
    """An empty table and those of the documents below each other, with a column for the document."""
    table, codes = stack(frames), np.repeat(np.arange(len(names)), [len(frame) for frame in frames[1:]])
    table.insert(0, "document", pd.Categorical.from_codes(codes, names))
    return table


def _summary(tokens: pd.DataFrame, markers: pd.DataFrame) -> pd.DataFrame:
    """document, role, category, count, words: every category for every role that speaks in turns, zeros included.

    A person counts once per clause (`mentions`), as in all charts of stance.
    """
    place = ["document", "role"]
    words = tokens[((tokens["kind"] == "word") & (tokens["section"] == "turn")).to_numpy()]
    said = mentions(tokens, markers[(markers["section"] == "turn").to_numpy()])
    words = words.groupby(place, observed=True).size().rename("words").reset_index()
    count = said.groupby([*place, "category"], observed=True).size().rename("count").reset_index()
    full = words.merge(pd.DataFrame({"category": CATEGORIES}), "cross").astype(dict.fromkeys(place, str))
    full = full.merge(count.astype(dict.fromkeys([*place, "category"], str)), "left", [*place, "category"])
    return full.fillna({"count": 0}).astype({"count": "int64"})[[*place, "category", "count", "words"]]
