"""The house: rooms in the order of the data, old names that still lead somewhere, one version."""

import ast
import importlib
import re
from pathlib import Path

import pytest

import helpers
from helpers import old_names

PACKAGE = Path(helpers.__file__).parent
ROOT = PACKAGE.parents[1]
MAY_IMPORT = {  # a room, and the rooms to its left that it may import from
    "reading": set(),
    "words": {"reading"},
    "stance": {"reading", "words"},
    "counting": {"reading", "words"},
    "showing": {"reading", "words", "stance", "counting"},
}


def room(parts):
    """The room that a module path (below helpers) begins with; None for what all share."""
    return parts[0] if parts and parts[0] in MAY_IMPORT else None


def imports(file):
    """(line, room) of every import from a room."""
    where = list(file.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = where[: len(where) + 1 - node.level] if node.level else ["outside"]
            path = [*base, *(node.module or "").split(".")] if node.module else base
            for alias in node.names:
                yield node.lineno, room([part for part in [*path, alias.name] if part])


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_room_imports_from_no_room_to_its_right(name):
    for file in (PACKAGE / name).glob("*.py"):
        wrong = [(line, to) for line, to in imports(file) if to and to != name and to not in MAY_IMPORT[name]]
        assert not wrong, (file.name, wrong)


def test_what_all_share_imports_from_no_room():
    right_end = {
        "__init__.py", "corpus.py", "batches.py", "folders.py", "classroom.py", "class_labels.py", "old_names.py",
    }  # fmt: skip
    for file in set(PACKAGE.glob("*.py")) - {PACKAGE / name for name in right_end}:
        assert not [found for found in imports(file) if found[1]], file.name


OLD = {  # a name that notebooks written for 0.1 import from there
    "charts": "rates",
    "comparison": "compare",
    "counting": "frequencies",
    "decoding": "read_text",
    "display": "table",
    "documents": "document_rates",
    "drawing": "describe",
    "evaluation": "agreement",
    "kwic": "concordance",
    "markup": "annotated",
    "measures": "wilson",
    "morphology": "analyse",
    "patterns": "read_lexicon",
    "reasons": "explain",
    "review": "read_review",
    "sequences": "ngrams",
    "stance": "find_markers",
    "stems": "lexicon",
    "suffixes": "rows",
    "tables": "read_table",
    "tokens": "tokenize",
    "transcript": "read_transcript",
    "turn_charts": "dispersion",
    "wordlists": "stop_words",
}


@pytest.mark.parametrize(("module", "name"), OLD.items(), ids=OLD)
def test_the_import_paths_of_the_first_version_still_work(module, name):
    found = getattr(importlib.import_module(f"helpers.{module}"), name)
    assert found.__name__ == name
    assert found.__doc__


def test_every_module_of_the_table_of_old_names_exists():
    for old, places in old_names.MOVED.items():
        assert old in OLD or old == "context"
        for place in places:
            importlib.import_module(f"helpers.{place}")


def test_an_unknown_name_of_an_old_module_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"helpers\.kwic has no 'nothing'"):
        importlib.import_module("helpers.kwic").nothing  # noqa: B018


def test_what_left_the_list_of_public_names_can_still_be_imported():
    from helpers import Suffix, Undefined

    assert Suffix.__name__ not in helpers.__all__ and Undefined.__name__ not in helpers.__all__
    assert len(helpers.__all__) <= 46


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_pages_for_developers_name_only_files_that_exist(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:src|tests|tools|docs|benchmarks|data|notebooks)/[\w./-]+)`", text)
    assert page == "CHANGELOG.md" or paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_a_commit_is_checked_without_asking_the_network():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", hooks) == ["local"]
    assert "://" not in hooks
