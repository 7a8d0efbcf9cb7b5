"""The texts of a folder: which files are read, what each is called, and what is left out and why."""

import os
import unicodedata
from pathlib import Path, PurePath

from .reading.formats import READ


def find_texts(folder: Path, pattern: str | None) -> tuple[dict[str, Path], list[tuple[str, str]]]:
    """The files by document name, in order; and what lies there and is not read, each with its reason.

    A document is named by its path in the folder, without suffix as long as that keeps names apart.
    """
    found, skipped = _walk(folder, pattern)
    twice = _links_to(folder, found)
    skipped += [(file.as_posix(), f"a link to {target.as_posix()}, which is read") for file, target in twice.items()]
    found = [file for file in found if file not in twice]
    if not found:
        wanted = f"matches {pattern}" if pattern is not None else f"is of a kind that is read ({', '.join(READ)})"
        raise FileNotFoundError(f"{folder}: no file here {wanted}; name a folder that holds the texts")
    full = [file.as_posix() for file in found]
    bare = [file.with_suffix("").as_posix() for file in found]
    choices = [*([unicodedata.normalize("NFC", name) for name in names] for names in (bare, full)), full]
    names = next(names for names in choices if len(set(names)) == len(names))
    return {name: folder / file for name, file in sorted(zip(names, found))}, skipped


def _walk(folder: Path, pattern: str | None) -> tuple[list[Path], list[tuple[str, str]]]:
    """The files that match, by their path in the folder; folders that cannot be opened or are not followed."""
    found: list[Path] = []
    skipped: list[tuple[str, str]] = []

    def denied(error: OSError) -> None:
        place = Path(error.filename).relative_to(folder).as_posix()
        skipped.append((place, f"this folder cannot be opened: {error.strerror}"))

    for place, folders, names in os.walk(folder, onerror=denied):
        inside = Path(place).relative_to(folder)
        folders[:] = sorted(_visible(folders))
        links = [inside / name for name in folders if (folder / inside / name).is_symlink()]
        skipped += [(link.as_posix(), "a link to a folder, which is not followed") for link in links]
        files = [inside / name for name in _visible(names)]
        found += [file for file in files if _matches(file, pattern)]
        if pattern is None:
            reason = f"no kind of file that is read ({', '.join(READ)})"
            skipped += [(file.as_posix(), reason) for file in files if not _matches(file, None)]
    return found, skipped


def _matches(file: Path, pattern: str | None) -> bool:
    if pattern is None:
        return file.suffix.lower() in READ
    return bool(pattern) and PurePath(str(file).lower()).match(pattern.lower())


def _visible(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith(".")]


def _links_to(folder: Path, found: list[Path]) -> dict[Path, Path]:
    """The links among the files that lead to another of them."""
    real = {os.path.realpath(folder / file): file for file in found if not (folder / file).is_symlink()}
    targets = {file: real.get(os.path.realpath(folder / file)) for file in found if (folder / file).is_symlink()}
    return {file: target for file, target in targets.items() if target is not None}


def size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
