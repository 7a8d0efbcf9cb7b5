"""The same tables over a folder of interviews: in parallel, on one machine or on a cluster, without new code."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from . import pools
from .arguments import instance, whole
from .batches import Item, Settings, no_documents, reasons, tables_of
from .checks import checked
from .folders import find_texts, size_of
from .results import stack
from .stance.lexicon import as_lexicon, prepared

_BATCH = 16  # documents a task at most: enough to outweigh what sending a task costs
_KILLED = "its process ended twice while it was read: out of memory? Read it alone, or in parts"
_BYTES_PER_WORD, _WORDS_THAT_FIT = 14, 5_000_000


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


@checked(
    path=instance((str, Path), "a folder, as text"),
    pattern=instance(str, "a pattern such as *.txt", optional=True),
    n_jobs=whole(-1, most=1000),
)
def process_folder(
    path: str | Path,
    *,
    pattern: str | None = None,
    tables: bool | None = None,
    lexicon: pd.DataFrame | str | Path | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
    resume: str | Path | None = None,
) -> Corpus:
    """Read, tokenize and tag every text of a folder, and put their tables together.

    Parameters
    ----------
    path : str or Path
        The folder; it and the folders below it are searched, hidden files left out, the others read in order of name.
    pattern : str, optional
        Which files are read, capitals or not, such as "*.txt"; by default all of the kinds that `read_transcript` reads
        (.txt .vtt .srt .json .csv .tsv .tab .docx), and `skipped` names the others.
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
    resume : str or Path, optional
        A folder that keeps what is finished, so that a run that was cut off goes on where it was. It is kept under the
        digest of texts, lexicon and package: what has changed is read anew. On a cluster every worker must reach it.

    Returns
    -------
    Corpus
        documents: document, layout, encoding, characters, words, sentences, turns, markers, warning.
        summary: document, role, category, count (a person once per clause: `mentions`), words (of that role in turns),
        the material of `document_rates`.
        skipped: document, reason. What cannot be read is there and in one warning, never fatal: files, folders without
        rights, links to what is read anyway, a document that ended its process twice. Ctrl-C returns what is done.
        Lines, sentences, turns and pairs count from 1 in every document.

    Raises
    ------
    FileNotFoundError
        Where the folder is missing or no file in it matches. LexiconError for a faulty lexicon. RuntimeError for a
        cluster that is gone, has no workers, or workers without this package.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("a", "b"):
    ...     _ = (folder / f"{name}.txt").write_text("Тақырып\\n- Дайынсыз ба?\\n- Біз дайынбыз.", encoding="utf-8")
    >>> process_folder(folder, progress=False).documents["words"].tolist()
    [5, 5]
    """
    from tqdm import tqdm

    files, skipped = find_texts(Path(path), pattern)
    size = sum(map(size_of, files.values()))
    if tables is None:
        tables = size < _BYTES_PER_WORD * _WORDS_THAT_FIT
    own = None if lexicon is None else as_lexicon(lexicon)
    prepared(lexicon)  # here, so that a faulty row is seen at once
    if resume is not None:
        Path(resume).mkdir(parents=True, exist_ok=True)
    settings = Settings(tables, own, None if resume is None else Path(resume).resolve())
    done: dict[str, dict[str, pd.DataFrame]] = {}
    with tqdm(total=len(files), unit="text", disable=not progress) as bar:
        try:
            for first, result in _results(list(files.items()), settings, pools.processes(size, n_jobs)):
                done[first] = result
                bar.update(len(result["documents"]) + len(result["skipped"]))
        except KeyboardInterrupt:
            skipped += _not_reached(files, done)
    return _together(done, skipped, list(files), settings)


def _results(files: list[Item], settings: Settings, count: int) -> Iterator[tuple[str, dict[str, pd.DataFrame]]]:
    """The tables of each batch, by its first document; those of a batch whose process died, one by one."""
    step = min(_BATCH, 1 + len(files) // _BATCH)
    batches = [files[at : at + step] for at in range(0, len(files), step)]
    work = partial(tables_of, settings=settings)
    again = []
    for batch, result in pools.finished(work, batches, count):
        if result is None:
            again += [[file] for file in batch]
        else:
            yield batch[0][0], result
    for batch, result in pools.alone(work, sorted(again)):
        name = batch[0][0]
        yield name, no_documents(settings) | {"skipped": reasons([(name, _KILLED)])} if result is None else result


def _not_reached(files: dict[str, Path], done: dict[str, dict[str, pd.DataFrame]]) -> list[tuple[str, str]]:
    seen = {name for result in done.values() for kind in ("documents", "skipped") for name in result[kind]["document"]}
    return [(name, "not reached: the run was stopped") for name in files if name not in seen]


def _together(done: dict, skipped: list[tuple[str, str]], order: list[str], settings: Settings) -> Corpus:
    """The tables of all batches in the order of the documents, and one warning about what was skipped."""
    place = {name: at for at, name in enumerate(order)}
    parts = [done[first] for first in sorted(done, key=place.__getitem__)] or [no_documents(settings)]
    made = {name: stack([part[name] for part in parts]) for name in parts[0]}
    made["skipped"] = stack([reasons(skipped), made["skipped"]])
    for name in made.keys() - {"documents", "skipped"}:
        made[name]["document"] = pd.Categorical(made[name]["document"], made["documents"]["document"])
    if number := len(made["skipped"]):
        total = len(set(order) | set(made["skipped"]["document"]))
        warnings.warn(f"{number} of {total} files were skipped: see .skipped", stacklevel=4)
    return Corpus(**made)
