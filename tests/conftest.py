"""Notebooks are run once for all tests that look at them."""

import copy
import sys
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

    return notebooks.execute({name: copy.deepcopy(book) for name, book in committed.items()})


@pytest.fixture(scope="session")
def pages(executed, tmp_path_factory):
    """The folder of pages rendered from the fresh run."""
    import pages

    folder = tmp_path_factory.mktemp("html")
    pages.render(executed, folder)
    return folder
