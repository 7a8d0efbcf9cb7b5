"""Tables made from the CSV files of lexicons/, kept between processes: a new process need not make them again.

They lie where Python keeps its own compiled modules (`__pycache__`, or where PYTHONPYCACHEPREFIX says), so whoever can
change them can change the code as well; no file that a user brings is ever read this way. What is kept are rules and
lists, nothing of a text. A table is made anew when a CSV, the code that makes it or Python itself has changed, and when
its file is damaged; where nothing can be written it is made in every process.
"""

import gc
import marshal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from .sheets import LEXICONS, replace_file

ROOMS = ("words", "stance")  # that make tables; stance uses what words makes
_SIZE = blake2b().digest_size  # bytes


def compiled(name: str, make: Callable[[], Any]) -> Any:
    """What `make()` returns (plain values, dicts, lists, tuples), from the file of this name where that is right."""
    try:
        path = Path(cache_from_source(str(Path(__file__).with_name(name)))).with_suffix(".tables")
        key = _key()
    except (OSError, NotImplementedError):  # an archive, or a Python that keeps no such files
        return make()
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = path.read_bytes()
        content = data[2 * _SIZE :]
        if data.startswith(key + blake2b(content).digest()):
            with uncollected():
                return marshal.loads(content)
    table = make()
    content = marshal.dumps(table)
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, key + blake2b(content).digest() + content)
    return table


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's search for unused objects waits: it would go through all that is being made, again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@cache
def _key() -> bytes:
    """The digest of all lists, of the modules that make tables of them, and of this Python."""
    digest = blake2b(sys.version.encode())
    here = Path(__file__).parent
    for file in sorted([*LEXICONS.glob("*.csv"), *(module for room in ROOMS for module in here.glob(f"{room}/*.py"))]):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.digest()
