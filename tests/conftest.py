"""Notebooks are run once for all tests that look at them."""

import copy
import os
import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, database=None, deadline=None)
settings.register_profile("here", database=None, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

WHOLE = {"once", "own_texts", "page", "chromium"}  # what runs notebooks or a browser

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]


@pytest.fixture(scope="session")
def committed():
    """The notebooks as they are in the repository: {name: notebook}."""
    import notebooks

    return {path.stem: notebooks.read(path) for path in notebooks.masters()}


@contextmanager
def locked(path):
    """One process at a time, where files can be locked; elsewhere tests run in one process."""
    with open(path, "a") as file:
        try:
            import fcntl
        except ImportError:
            pass
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """once(name, run): the folder of that name that `run(folder)` fills, made once for all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name, run):
        folder, done = base / name, base / f"{name}.done"
        with locked(base / f"{name}.lock"):
            if not done.exists():
                folder.mkdir()
                run(folder)
                done.touch()
        return folder

    return made


def write(books, folder):
    """Keep notebooks where every process of this run finds them."""
    import nbformat

    for name, book in books.items():
        nbformat.write(book, folder / f"{name}.ipynb")


def kept(folder):
    """The notebooks that `write` kept: {name: notebook}."""
    import notebooks

    return {path.stem: notebooks.read(path) for path in sorted(folder.glob("*.ipynb"))}


@pytest.fixture(scope="session")
def executed(committed, once):
    """The same notebooks, every cell run afresh."""
    import notebooks

    fresh = {name: copy.deepcopy(book) for name, book in committed.items()}
    return kept(once("executed", lambda folder: write(notebooks.execute(fresh), folder)))


@pytest.fixture(scope="session")
def as_students(executed, once):
    """The student's notebooks, every hint that has code made a cell before the place of the answer, and all run.

    They run in student.zip as unpacked, in a folder with a space and Kazakh letters; 06, which students have as a page
    alone, beside the collection.
    """
    import nbformat
    import plain_run

    import editions
    import packs

    books = {name: editions.student(book) for name, book in executed.items()}
    for book in books.values():
        for cell in [cell for cell in book.cells if editions.has_tag(cell, "exercise")]:
            for number, code in enumerate(re.findall(r"^```python\n(.+?)^```", cell.source, re.M | re.S)):
                hint = nbformat.v4.new_code_cell(code, id=f"{cell.id}-hint{number}", metadata={"tags": ["hint"]})
                book.cells.insert(book.cells.index(cell) + 1, hint)

    def run(folder):
        editions.classroom(executed, folder / "class", say=lambda text: None)
        packs.pack(folder / "class", say=lambda text: None)
        home = folder / "Менің сабағым 1"
        shutil.unpack_archive(folder / "class" / "student.zip", home)
        theirs = {path.stem for path in (home / "student").glob("*.ipynb")}
        for place, mine in ((home, theirs), (folder / "class", {*books} - theirs)):
            part = {name: book for name, book in books.items() if name in mine}
            write(plain_run.execute(part, place / "student", folder / place.name), folder)

    return kept(once("as_students", run))


@pytest.fixture(scope="session")
def pages(executed, once):
    """The folder of pages rendered from the fresh run, as readers get them."""
    import editions
    import pages

    books = {name: editions.reader(book) for name, book in executed.items()}
    return once("html", lambda folder: pages.render(books, folder))


def pytest_collection_modifyitems(items):
    """What needs a fresh run of the notebooks, or a browser, is left out of `make quick`."""
    for item in items:
        if WHOLE & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.whole)
