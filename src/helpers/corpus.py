"""The same tables over a folder of interviews: in parallel, on one machine or on a cluster, without new code."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .stance import SUBTYPES, find_markers, read_lexicon
from .tokens import tokenize
from .transcript import TranscriptError, read_transcript

_BATCH = 16  # documents a task: enough to outweigh what sending a task costs
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


def process_folder(path, *, pattern="*.txt", tables=None, lexicon=None, n_jobs=None, progress=True) -> Corpus:
    """Read, tokenize and tag every text of a folder, and put their tables together.

    Parameters
    ----------
    path : str or Path
        The folder; files that match `pattern` in it and below it are read, in order of name.
    tables : bool, optional
        Whether to keep the tables of lines, tokens and markers; by default as long as the folder has fewer than about
        five million words.
    lexicon : path, optional
        A stance lexicon of your own.
    n_jobs : int, optional
        Processes; by default one a core. Under `joblib.parallel_config(backend="dask")` the same call runs on the
        cluster of the active `distributed.Client`.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    Corpus
        documents: document, layout, encoding, characters, words, sentences, turns, markers, warning.
        summary: document, role, category, count, words (of that role in turns), the material of rates with documents
        as units. skipped: document, reason. Files that cannot be read are there and in one warning, never fatal.

    Raises
    ------
    FileNotFoundError
        Where the folder is missing or no file in it matches.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("a", "b"):
    ...     _ = (folder / f"{name}.txt").write_text("Тақырып\\n- Дайынсыз ба?\\n- Біз дайынбыз.", encoding="utf-8")
    >>> process_folder(folder, n_jobs=1, progress=False).documents["words"].tolist()
    [5, 5]
    """
    from joblib import Parallel, delayed
    from tqdm.auto import tqdm

    folder = Path(path)
    files = sorted(file for file in folder.rglob(pattern) if file.is_file())
    if not files:
        raise FileNotFoundError(f"{folder}: no file here matches {pattern}; name a folder that holds the texts")
    if tables is None:
        tables = sum(file.stat().st_size for file in files) < _BYTES_PER_WORD * _WORDS_THAT_FIT
    read_lexicon(lexicon)  # an error in it is to show before the work begins
    names = [file.relative_to(folder).with_suffix("").as_posix() for file in files]
    batches = [list(zip(names[i : i + _BATCH], files[i : i + _BATCH])) for i in range(0, len(files), _BATCH)]
    run = Parallel(n_jobs=-1 if n_jobs is None else n_jobs, return_as="generator")
    bar = tqdm(total=len(files), unit="text", disable=not progress)
    done = []
    for result in run(delayed(_batch)(batch, tables, lexicon) for batch in batches):
        done.append(result)
        bar.update(len(result["documents"]) + len(result["skipped"]))
    bar.close()
    made = {name: _stack([result[name] for result in done if name in result]) for name in set().union(*done)}
    if len(made["skipped"]):
        warnings.warn(f"{len(made['skipped'])} of {len(files)} files were skipped: see .skipped", stacklevel=2)
    return Corpus(**made)


def _batch(batch, tables: bool, lexicon) -> dict[str, pd.DataFrame]:
    documents, skipped, kept = [], [], {"summary": [], "lines": [], "tokens": [], "markers": []}
    for name, file in batch:
        try:
            row, made = _document(file, lexicon)
        except TranscriptError as error:
            skipped.append({"document": name, "reason": str(error)})
            continue
        documents.append({"document": name, **row})
        for table in kept if tables else ["summary"]:
            column = pd.Categorical.from_codes([0] * len(made[table]), [name])
            made[table].insert(0, "document", column)
            kept[table].append(made[table])
    found = {table: _stack(frames) for table, frames in kept.items() if frames}
    found["documents"] = pd.DataFrame(documents)
    return found | {"skipped": pd.DataFrame(skipped, columns=["document", "reason"])}


def _document(file: Path, lexicon) -> tuple[dict, dict[str, pd.DataFrame]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        transcript = read_transcript(file)
    tokens = tokenize(transcript)
    markers = find_markers(tokens, lexicon)
    words = tokens[(tokens["kind"] == "word").to_numpy()]
    row = {
        "layout": transcript.layout,
        "encoding": transcript.encoding,
        "characters": len(transcript.text),
        "words": len(words),
        "sentences": int(tokens["sentence"].max()) if tokens["sentence"].notna().any() else 0,
        "turns": tokens["turn"].nunique(),
        "markers": len(markers),
        "warning": "; ".join(str(w.message) for w in caught),
    }
    made = {"summary": _summary(words, markers), "lines": transcript.lines, "tokens": tokens, "markers": markers}
    return row, made


def _summary(words: pd.DataFrame, markers: pd.DataFrame) -> pd.DataFrame:
    """role, category, count, words: every category for every role that speaks in turns, zeros included."""
    spoken = words.loc[(words["section"] == "turn").to_numpy(), "role"].astype(str).value_counts()
    said = markers[(markers["section"] == "turn").to_numpy()]
    counts = pd.crosstab(said["role"].astype(str), said["category"].astype(str))
    counts = counts.reindex(index=spoken.index, columns=[c for c in SUBTYPES if c != "-"], fill_value=0).rename_axis(
        "role", axis=0
    )
    long = counts.rename_axis("category", axis=1).stack().rename("count").reset_index()
    return long.assign(words=long["role"].map(spoken))


def _stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames one below the other; categorical columns stay so, with the categories of all."""
    frames = [frame for frame in frames if len(frame)] or frames[:1]
    columns = {}
    for name in frames[0]:
        parts = [frame[name] for frame in frames]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            columns[name] = pd.api.types.union_categoricals(parts, ignore_order=True)
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)
