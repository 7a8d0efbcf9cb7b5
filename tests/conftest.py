"""Notebooks are run once for all tests that look at them."""

import copy
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))


@pytest.fixture(scope="session")
def committed():
    """The notebooks as they are in the repository: {name: notebook}."""
    import notebooks

    return {path.stem: notebooks.read(path) for path in notebooks.masters()}


@pytest.fixture(scope="session")
def executed(committed):
    """The same notebooks, every cell run afresh."""
    import notebooks

    fresh = {name: copy.deepcopy(book) for name, book in committed.items()}
    with ThreadPoolExecutor(1) as aside:  # a thread of its own: a browser's event loop may be running in this one
        return aside.submit(notebooks.execute, fresh).result()


@pytest.fixture(scope="session")
def pages(executed, tmp_path_factory):
    """The folder of pages rendered from the fresh run, as readers get them."""
    import editions
    import pages

    folder = tmp_path_factory.mktemp("html")
    pages.render({name: editions.reader(book) for name, book in executed.items()}, folder)
    return folder
