"""Notebooks are run once for all tests that look at them."""

import copy
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, database=None, deadline=None)
settings.register_profile("here", database=None, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

WHOLE = {"executed", "pages", "own_texts", "students", "browser", "page", "chromium"}  # they run notebooks or a browser

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests")]


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


def pytest_collection_modifyitems(items):
    """What needs a fresh run of the notebooks, or a browser, is left out of `make quick`."""
    for item in items:
        if WHOLE & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.whole)
