"""Tables kept between processes: rules and lists only, right after every change, and harmless when damaged."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

SHOW = "from helpers import analyse; print(analyse('мектептерімізден')[0].tags, analyse('қылп')[0].pos)"


@pytest.fixture
def package(tmp_path) -> Path:
    """A copy of the package that has kept nothing yet."""
    folder = tmp_path / "helpers"
    shutil.copytree(Path(helpers.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def start(package: Path, code: str = SHOW) -> subprocess.Popen:
    environment = os.environ | {"PYTHONPATH": str(package.parent)}
    environment.pop("PYTHONPYCACHEPREFIX", None)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)


def said(process: subprocess.Popen) -> str:
    out, _ = process.communicate(timeout=100)
    assert process.returncode == 0
    return out


def kept(package: Path) -> list[Path]:
    return sorted(package.glob("__pycache__/*.tables"))


def test_two_processes_that_start_together_keep_the_same_whole_tables(package):
    first, second = start(package), start(package)
    assert said(first) == said(second)
    assert len(kept(package)) >= 2
    before = [path.read_bytes() for path in kept(package)]
    said(start(package))
    assert [path.read_bytes() for path in kept(package)] == before
    assert not list(package.glob("__pycache__/.*part"))


def test_a_changed_list_is_read_again(package):
    assert said(start(package)).split()[-1] == "noun"
    stems = package / "lexicons/stems.csv"
    stems.write_text(stems.read_text(encoding="utf-8") + "қылп,intj,splash,9\n", encoding="utf-8")
    assert said(start(package)).split()[-1] == "intj"


@pytest.mark.parametrize("damage", [b"", b"\0" * 3000, None], ids=["empty", "zeros", "half"])
def test_a_damaged_table_is_made_anew(package, damage):
    right = said(start(package))
    for path in kept(package):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if damage is None else damage)
    assert said(start(package)) == right


def test_without_a_place_to_write_everything_works_the_same(package):
    right = said(start(package))
    shutil.rmtree(package / "__pycache__")
    (package / "__pycache__").write_text("no folder")
    assert said(start(package)) == right
    assert kept(package) == []


def test_nothing_of_a_text_is_kept(package):
    said(start(package, "from helpers import tokenize, find_markers; find_markers(tokenize('Бұлбұлшақтарымызбен'))"))
    assert kept(package)
    for path in kept(package):
        assert "бұлбұлшақ".encode() not in path.read_bytes()
