"""Run notebooks side by side and keep what they show comparable from run to run."""

import asyncio
import os
import platform
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
ARTICLE = ["data/raw/kopbaev_interview.txt", "data/raw/README.md"]
READ = [
    *ARTICLE,
    "data/labels",
    "data/class",
    "data/reference",
    "data/samples",
    "data/translation",
    "docs",
    "tests/data/hard_lemmas.csv",
    "tests/data/interview_lemmas.csv",
    "tests/data/kopbaev_turns.tsv",
]  # by notebooks
IMAGE = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=\s]*")


class NotebookError(RuntimeError):
    """A notebook that did not run to its end; the message says which, where and why."""


def masters() -> list[Path]:
    """The notebooks of the collection, in reading order."""
    return sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def copy_collection(folder: Path, text: Path | None = None) -> Path:
    """Copies of the files that notebooks read, and of `text` into data/raw; returns the notebooks' own folder there.

    What people put into data/raw stays where it is.
    """
    for part in READ:
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / part, target)
    if text:
        for file in (text, text.with_suffix(".en.tsv")):
            if file.exists():
                shutil.copy(file, folder / "data/raw")
    for own in ("work", "notebooks"):
        (folder / own).mkdir(exist_ok=True)
    return folder / "notebooks"


def execute(
    books: dict[str, nbformat.NotebookNode], say=print, folder: Path | None = None, text: Path | None = None
) -> dict:
    """The notebooks with fresh outputs, run in parallel, a kernel a core; a failing cell raises
    `NotebookError`. They run in `folder`, by default in a copy of the collection (and of `text`), so that nothing they
    write meets what a person keeps in work/.

    Who ends this (Ctrl-C, SIGTERM made an exception by the caller) ends the kernels: the event loop has a thread of its
    own, where nbclient, which would only start a kernel anew, gets no signal.
    """
    with tempfile.TemporaryDirectory() as runtime:  # short, since the path of an IPC socket may have 100 characters
        folder = folder or copy_collection(Path(runtime) / "copy", text)
        stop: list = []
        with ThreadPoolExecutor(1) as aside:
            try:
                return aside.submit(asyncio.run, _all(books, say, folder, Path(runtime), stop)).result()
            except (KeyboardInterrupt, SystemExit):
                for end in stop:
                    end()
                raise


async def _all(books, say, folder, runtime, stop) -> dict:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    stop.append(lambda: loop.call_soon_threadsafe(task.cancel))
    turn, done = asyncio.Semaphore(os.cpu_count() or 2), {}

    async def one(name, book):
        async with turn:
            done[name] = await _one(name, book, folder, runtime)
            say(f"  {len(done)}/{len(books)}  {name}", flush=True)

    await asyncio.gather(*(one(name, book) for name, book in books.items()))
    return {name: done[name] for name in books}


async def _one(name, book, folder, runtime, tries=3):
    manager = AsyncKernelManager(kernel_name="python3", connection_file=str(runtime / f"{name}-{tries}.json"))
    if os.name != "nt":  # parallel kernels can race for a TCP port: sockets where there are any, else another try
        manager.transport, manager.ip = "ipc", str(runtime / f"{name}-{tries}")
    client = NotebookClient(
        book,
        km=manager,
        timeout=300,
        record_timing=False,
        coalesce_streams=True,  # one print can arrive in two pieces
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        await client.async_execute()
    except CellExecutionError as error:
        raise NotebookError(f"{name}: {error}") from None
    except (DeadKernelError, RuntimeError) as error:
        if asyncio.current_task().cancelling():  # nbclient takes that for a dead kernel
            raise asyncio.CancelledError from None
        if not tries:
            raise NotebookError(f"{name}: the kernel died: {error}") from error
        return await _one(name, book, folder, runtime, tries - 1)
    finally:
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
    return tidy(book)


def tidy(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what changes from run to run, so that outputs can be compared; the rest is as JupyterLab saves it."""
    book.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": platform.python_version(),
        },
        **{key: value for key, value in book.metadata.items() if key == "suhbat"},
    }
    for cell in book.cells:
        cell.metadata.pop("execution", None)
    return book


def shown(book: nbformat.NotebookNode) -> list[str]:
    """The text and table outputs of a notebook, cell by cell, images left out: what a fresh run must give again."""
    texts = []
    for cell in book.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {"text/plain": output.get("text", "")})
            best = data.get("text/html") or data.get("text/markdown") or data.get("text/plain", "")
            texts.append(IMAGE.sub("data:image", "".join(best)))
    return texts
