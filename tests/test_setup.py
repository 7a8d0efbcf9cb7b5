"""Set-up and chores: nothing half made is believed, nothing typed is lost, no shell reads a name."""

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def tool(name, root):
    """A module of tools/, as it would be in a collection that lies at `root`."""
    spec = importlib.util.spec_from_file_location(f"{name}_at_{root.name}", root / f"tools/{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def collection(tmp_path):
    """The files that set-up needs, in a folder with letters, a blank and a sign of the shell in its name."""
    root = tmp_path / "Жоба `one` $x"
    (root / "tools").mkdir(parents=True)
    names = ["tools/build.py", "tools/keeping.py", "Makefile", "requirements.txt", "requirements-test.txt"]
    for name in [*names, "pyproject.toml"]:
        (root / name).write_bytes((ROOT / name).read_bytes())
    return root


def fake_environment(build, stamp=None):
    """An environment with a Python and a command that knows where it lies."""
    build.PYTHON.parent.mkdir(parents=True)
    build.PYTHON.write_text("")
    (build.PYTHON.parent / "jupyter").write_text(f"#!{build.PYTHON}\n")
    if stamp is not None:
        (build.VENV / build.STAMP).write_text(json.dumps(stamp))


def test_an_environment_that_was_cut_off_is_made_anew_beside_and_renamed(collection, monkeypatch):
    build = tool("build", collection)
    fake_environment(build)
    (build.VENV / "half").write_text("")
    installed = []

    def make():
        (build.PART / build.BIN).mkdir(parents=True)
        (build.PART / build.BIN / "python").write_text("")
        return build.PART

    monkeypatch.setattr(build, "make", make)
    monkeypatch.setattr(build, "install", lambda folder, names: installed.append((folder, names)))
    build.setup(tests=True)
    assert installed == [(build.PART, ["requirements.txt", "requirements-test.txt"])]
    assert not (build.VENV / "half").exists() and not build.PART.exists()
    build.setup(tests=True)
    build.setup(tests=False)
    assert len(installed) == 1


def test_a_collection_that_was_moved_or_copied_installs_itself_where_it_is_now(collection, monkeypatch):
    build = tool("build", collection)
    fake_environment(build, build.stamp(True) | {"root": "/where/it/was"})
    (build.PYTHON.parent / "jupyter").write_text("#!/where/it/was/.venv/bin/python\n")
    installed = []
    monkeypatch.setattr(build, "install", lambda folder, names: installed.append((folder, names)))
    build.setup(tests=False)
    assert installed == [(build.VENV, [])]
    assert (build.PYTHON.parent / "jupyter").read_text() == f"#!{collection}/.venv/bin/python\n"
    assert build.stamped()["root"] == str(collection)


def test_an_installation_that_fails_is_not_believed_the_next_time(collection, monkeypatch):
    build = tool("build", collection)
    fake_environment(build, build.stamp(True) | {"requirements.txt": "other"})

    def fail(folder, names):
        sys.exit("no network")

    monkeypatch.setattr(build, "install", fail)
    with pytest.raises(SystemExit):
        build.setup(tests=False)
    assert build.stamped() == {}


@pytest.mark.skipif(os.name == "nt", reason="no such lock there")
def test_a_second_run_in_the_same_folder_waits_for_the_first(collection):
    build = tool("build", collection)
    held = build.lock()
    code = f"import sys; sys.path.insert(0, {str(collection / 'tools')!r}); import build; build.lock(); print('mine')"
    second = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert "waiting" in second.stdout.readline()
    held.close()
    assert second.communicate(timeout=30)[0].strip() == "mine"


def test_who_ends_a_run_ends_what_it_started(collection):
    code = (
        f"import sys; sys.path.insert(0, {str(collection / 'tools')!r}); import build; build.PYTHON = sys.executable\n"
        "sys.exit(build.run('-c', 'import os, time; print(os.getpid(), flush=True); time.sleep(60)'))"
    )
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = int(first.stdout.readline())
    first.terminate()
    assert first.wait(timeout=20) != 0
    assert gone(child)


def gone(pid):
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.whole
def test_who_ends_a_run_of_notebooks_ends_their_kernels(tmp_path):
    cell = f"import os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(300)"
    code = (
        f"import signal, sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import nbformat.v4 as v4, notebooks\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\n"
        f"books = {{'a': v4.new_notebook(cells=[v4.new_code_cell({cell!r})])}}\n"
        f"from pathlib import Path; notebooks.execute(books, folder=Path({str(tmp_path)!r}))"
    )
    run = subprocess.Popen([sys.executable, "-c", code])
    for _ in range(1200):
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text():
            break
        time.sleep(0.1)
    kernel = int((tmp_path / "pid").read_text())
    run.terminate()
    assert run.wait(timeout=60) == 143
    assert gone(kernel)


def test_a_collection_that_cannot_be_written_to_is_one_sentence(collection, monkeypatch):
    build = tool("build", collection)
    monkeypatch.setattr(build.os, "access", lambda path, mode: False)
    with pytest.raises(SystemExit, match="cannot be written to: copy the collection"):
        build.chore("html", None, [])


def test_what_a_student_wrote_is_put_aside_not_written_over(collection):
    keeping = tool("keeping", collection)
    folder = collection / "build/classroom"
    (folder / "student").mkdir(parents=True)
    (folder / "student/01.ipynb").write_text("made")
    keeping.remember(folder)
    keeping.put_aside(folder, say=lambda text: None)
    assert folder.exists()
    (folder / "student/01.ipynb").write_text("answered")
    said = []
    keeping.put_aside(folder, say=said.append)
    assert not folder.exists() and "classroom-1" in said[0]
    assert (collection / "work/classroom-1/student/01.ipynb").read_text() == "answered"


def test_clean_leaves_what_people_typed(collection, monkeypatch):
    monkeypatch.syspath_prepend(str(collection / "tools"))
    monkeypatch.delitem(sys.modules, "keeping", raising=False)
    build = tool("build", collection)
    for name in ("build/html", "work"):
        (collection / name).mkdir(parents=True)
    (collection / "work/review.csv").write_text("mine")
    build.clean()
    monkeypatch.delitem(sys.modules, "keeping", raising=False)
    assert not (collection / "build").exists()
    assert (collection / "work/review.csv").read_text() == "mine"


def test_a_name_given_to_make_is_read_by_no_shell(collection):
    make = subprocess.run(["make", "--version"], capture_output=True) if os.name != "nt" else None
    if make is None or make.returncode:
        pytest.skip("no make here")
    (collection / "tools/build.py").write_text("import os; print(os.environ['SUHBAT_TEXT'])")
    evil = "a `touch hit` $(touch hit); touch hit 'x\" .txt"
    done = subprocess.run(
        ["make", "share", f"PYTHON={sys.executable}", f"TEXT={evil.replace('$', '$$')}"],
        cwd=collection,
        capture_output=True,
        text=True,
    )
    assert not (collection / "hit").exists()
    assert done.returncode == 0, done.stderr


def test_two_texts_of_one_name_do_not_share_a_folder(tmp_path):
    import pages

    names = {pages.folder_name(tmp_path / place / "talk.txt") for place in ("a", "b")}
    assert len(names) == 2
    assert pages.folder_name(ROOT / "data/samples/library_en_dash.txt") == "samples-library_en_dash"


def test_what_people_put_into_data_raw_is_not_copied(tmp_path, monkeypatch):
    import notebooks

    notebooks.copy_collection(tmp_path)
    assert sorted(file.name for file in (tmp_path / "data/raw").iterdir()) == ["README.md", "kopbaev_interview.txt"]


def test_a_notebooks_file_name_runs_no_script_in_the_index(tmp_path):
    import nbformat

    import pages

    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# What?\n\nA sentence.")])
    evil = '01_"><img src=x onerror=hit>'
    index = pages.render({evil.replace("/", ""): book}, tmp_path, say=lambda text: None)
    assert "<img src=x" not in index.read_text(encoding="utf-8")
