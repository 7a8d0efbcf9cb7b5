"""Nothing that a person keeps is written over: files are replaced whole, folders that were worked in are put aside."""

import hashlib
import json
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "work"  # what people type: sheets, labels, exports; `make clean` leaves it alone
MADE = ".made.json"  # in a folder that people may work in: what it held when it was made


def write(path: Path, data: bytes) -> Path:
    """Write beside and rename: whatever stops this, the file that was there or the new one is there, whole."""
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _files(folder: Path) -> dict[str, str]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MADE)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def remember(folder: Path) -> None:
    """Note what the folder holds now."""
    write(folder / MADE, json.dumps(_files(folder), indent=1).encode())


def put_aside(folder: Path, say=print) -> None:
    """Move the folder to work/ if somebody has changed or added a file since `remember`."""
    if not folder.is_dir():
        return
    made = folder / MADE
    known = json.loads(made.read_text()) if made.exists() else {}
    if all(known.get(name) == digest for name, digest in _files(folder).items()):
        return
    WORK.mkdir(exist_ok=True)
    number = 1
    while (WORK / f"{folder.name}-{number}").exists():
        number += 1
    folder.rename(WORK / f"{folder.name}-{number}")
    say(f"Somebody has worked in {folder.name}/: it is kept as work/{folder.name}-{number}/.")
