"""The same tables over a folder of interviews: in parallel, on one machine or on a cluster, without new code."""

import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .categories import CATEGORIES
from .errors import TranscriptError
from .reading.transcript import parse
from .results import stack
from .stance.lexicon import as_lexicon, compile_rows
from .stance.tagger import find_markers
from .words.tokens import tokenize

_BATCH = 16  # documents a task at most: enough to outweigh what sending a task costs
_SMALL = 500_000  # bytes in a folder below which starting processes takes longer than the work
_BYTES_PER_WORD, _WORDS_THAT_FIT = 14, 5_000_000
_LINES = "line start end section role speaker turn pair".split()
_DOCUMENTS = "document layout encoding characters words sentences turns markers warning".split()


@dataclass(frozen=True)
class Corpus:
    """Many interviews: `documents` (one row each), `summary` (document × role × category), `skipped`, and, unless they
    would not fit into memory, `lines`, `tokens` and `markers` with a `document` column (else None)."""

    documents: pd.DataFrame
    summary: pd.DataFrame
    skipped: pd.DataFrame
    lines: pd.DataFrame | None = None
    tokens: pd.DataFrame | None = None
    markers: pd.DataFrame | None = None


def process_folder(path, *, pattern="*.txt", tables=None, lexicon=None, n_jobs=None, progress=True) -> Corpus:
    """Read, tokenize and tag every text of a folder, and put their tables together.

    Parameters
    ----------
    path : str or Path
        The folder; files that match `pattern` in it and below it are read, in order of name, hidden ones left out.
    tables : bool, optional
        Whether to keep the tables of lines, tokens and markers (about half a gigabyte for a million words); by default
        as long as the folder has fewer than about five million words.
    lexicon : DataFrame or path, optional
        A stance lexicon of your own.
    n_jobs : int, optional
        Processes; by default one a core, or one in all for a folder so small that starting more would cost time. Under
        `joblib.parallel_config(backend="dask")` the same call runs on the cluster of the active `distributed.Client`.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    Corpus
        documents: document, layout, encoding, characters, words, sentences, turns, markers, warning.
        summary: document, role, category, count, words (of that role in turns), the material of `document_rates`.
        skipped: document, reason. Files that cannot be read are there and in one warning, never fatal.
        Lines, sentences, turns and pairs count from 1 in every document.

    Raises
    ------
    FileNotFoundError
        Where the folder is missing or no file in it matches. LexiconError for a faulty lexicon.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("a", "b"):
    ...     _ = (folder / f"{name}.txt").write_text("Тақырып\\n- Дайынсыз ба?\\n- Біз дайынбыз.", encoding="utf-8")
    >>> process_folder(folder, progress=False).documents["words"].tolist()
    [5, 5]
    """
    from joblib import Parallel, delayed
    from tqdm import tqdm

    files = _files(Path(path), pattern)
    size = sum(map(_size, files.values()))
    tables = size < _BYTES_PER_WORD * _WORDS_THAT_FIT if tables is None else tables
    compile_rows(as_lexicon(lexicon))  # here, so that a faulty row is seen at once
    lexicon = None if lexicon is None else as_lexicon(lexicon)  # every process has the package's
    step = min(_BATCH, 1 + len(files) // _BATCH)
    items = list(files.items())  # a lexicon of yours comes with every task: what Dask scatters is lost with its worker
    tasks = [(items[i : i + step], tables, lexicon) for i in range(0, len(items), step)]
    run = Parallel(_processes(size) if n_jobs is None else n_jobs, return_as="generator")
    done = []
    with tqdm(total=len(files), unit="text", disable=not progress) as bar:
        for result in run(map(delayed(_batch), tasks)):
            done.append(result)
            bar.update(len(result["documents"]) + len(result["skipped"]))
    made = {name: stack([result[name] for result in done]) for name in done[0]}
    for name in made.keys() - {"documents", "skipped"}:
        made[name]["document"] = pd.Categorical(made[name]["document"], made["documents"]["document"])
    if skipped := len(made["skipped"]):
        warnings.warn(f"{skipped} of {len(files)} files were skipped: see .skipped", stacklevel=2)
    return Corpus(**made)


def _files(folder: Path, pattern: str) -> dict[str, Path]:
    """The files by document name: the path in the folder, without suffix as long as that keeps names apart."""
    inside = (file.relative_to(folder) for file in folder.rglob(pattern) if _is_file(file))
    found = [file for file in inside if not any(part.startswith(".") for part in file.parts)]
    if not found:
        raise FileNotFoundError(f"{folder}: no file here matches {pattern}; name a folder that holds the texts")
    full = [file.as_posix() for file in found]
    bare = [file.with_suffix("").as_posix() for file in found]
    choices = [*([unicodedata.normalize("NFC", name) for name in names] for names in (bare, full)), full]
    names = next(names for names in choices if len(set(names)) == len(names))
    return {name: folder / file for name, file in sorted(zip(names, found))}


def _is_file(path: Path) -> bool:
    """Whether reading it can be tried; where even this cannot be known, reading says what is wrong."""
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    except OSError:
        return True


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _processes(size: int) -> int | None:
    from joblib.parallel import get_active_backend

    backend, wanted = get_active_backend()
    if wanted not in (None, 1):  # the caller's parallel_config says how many
        return None
    here = type(backend).__name__ == "LokyBackend"  # joblib's own processes, no cluster
    return 1 if here and size < _SMALL else -1


def _batch(task: tuple[list, bool, pd.DataFrame | None]) -> dict[str, pd.DataFrame]:
    """The tables of some documents; whatever is wrong with one of them, the others go on."""
    batch, tables, lexicon = task
    try:
        return _process(batch, tables, lexicon)
    except Exception as error:
        if len(batch) == 1:
            return _process([], tables, lexicon) | {"skipped": _skipped([(batch[0][0], error)])}
    parts = [_batch(([one], tables, lexicon)) for one in batch]
    return {name: stack([part[name] for part in parts]) for name in parts[0]}


def _process(batch: list, tables: bool, lexicon: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    rows, skipped, lines, tokens = [], [], [pd.DataFrame(columns=_LINES)], [tokenize("")]
    for name, file in batch:
        try:
            transcript, doubt = parse(file)
        except (TranscriptError, OSError) as error:
            skipped.append((name, error))
            continue
        cut = tokenize(transcript)
        sizes = (cut["kind"] == "word").sum(), cut["sentence"].nunique(), cut["turn"].nunique()
        rows.append((name, transcript.layout, transcript.encoding, len(transcript.text), *map(int, sizes), 0, doubt))
        lines.append(transcript.lines)
        tokens.append(cut)
    documents = pd.DataFrame(rows, columns=_DOCUMENTS)
    found = {"lines": _named(lines, documents["document"]), "tokens": _named(tokens, documents["document"])}
    found["markers"] = find_markers(found["tokens"], lexicon)
    documents["markers"] = np.bincount(found["markers"]["document"].cat.codes, minlength=len(rows))
    made = {"documents": documents, "summary": _summary(found["tokens"], found["markers"])}
    return made | {"skipped": _skipped(skipped)} | (found if tables else {})


def _skipped(failed: list[tuple[str, Exception]]) -> pd.DataFrame:
    said = [(name, f"{'' if isinstance(e, TranscriptError) else type(e).__name__ + ': '}{e}") for name, e in failed]
    return pd.DataFrame(said, columns=["document", "reason"])


def _named(frames: list[pd.DataFrame], names: pd.Series) -> pd.DataFrame:
    """An empty table and those of the documents below each other, with a column for the document."""
    table, codes = stack(frames), np.repeat(np.arange(len(names)), [len(frame) for frame in frames[1:]])
    table.insert(0, "document", pd.Categorical.from_codes(codes, names))
    return table


def _summary(tokens: pd.DataFrame, markers: pd.DataFrame) -> pd.DataFrame:
    """document, role, category, count, words: every category for every role that speaks in turns, zeros included."""
    place = ["document", "role"]
    words = tokens[((tokens["kind"] == "word") & (tokens["section"] == "turn")).to_numpy()]
    said = markers[(markers["section"] == "turn").to_numpy()]
    words = words.groupby(place, observed=True).size().rename("words").reset_index()
    count = said.groupby([*place, "category"], observed=True).size().rename("count").reset_index()
    full = words.merge(pd.DataFrame({"category": CATEGORIES}), "cross").astype(dict.fromkeys(place, str))
    full = full.merge(count.astype(dict.fromkeys([*place, "category"], str)), "left", [*place, "category"])
    return full.fillna({"count": 0}).astype({"count": "int64"})[[*place, "category", "count", "words"]]
