"""JupyterLab for real, in headless Chromium, as cloned and with nothing trusted.

Every notebook opens without a word and shows its figures; of three that differ most in what they do, all cells run
(the cells of every notebook run in test_project).
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))]
RUN = ["04_stance", "08_many_interviews"]  # with lists that unfold; with processes and a bar of progress
TOKEN = "suhbat"
SETTINGS = {  # no question about news, no look for updates, every cell in the document
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
TROUBLE = (
    ".jp-Dialog, .Toastify__toast--warning, .Toastify__toast--error, [data-mime-type='application/vnd.jupyter.error'], "
    "[data-mime-type='application/vnd.jupyter.stderr']"
)
HERE = ".jp-NotebookPanel:not(.lm-mod-hidden)"
SHOWN = """count => count == document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell').length
    && !document.querySelector('.jp-Spinner')"""
READY = """count => count == document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell').length
    && !document.querySelector('.jp-Spinner')
    && document.querySelector('#jp-main-statusbar').textContent.includes('| Idle')"""
DONE = r"""([count, trouble]) => document.querySelector(trouble)
    || count == [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt')]
        .filter(prompt => /\[\d+\]/.test(prompt.textContent)).length
    && document.querySelector('#jp-main-statusbar').textContent.includes('| Idle')"""
COLOURS = "all => all.map(e => getComputedStyle(e).backgroundColor)"
SIDES = "all => all.map(e => getComputedStyle(e).textAlign)"
GENEROUS = 120_000  # ms a notebook; what it took is written beside the screenshots


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """The address of a JupyterLab of our own, at work in a copy of the notebooks and what they read, and the copy."""
    home = tmp_path_factory.mktemp("lab")
    for folder in ("notebooks", "data", "docs", "tests/data"):
        shutil.copytree(ROOT / folder, home / folder)
    for name, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    own = {f"JUPYTERLAB_{what.upper()}_DIR": str(home / what) for what in ("settings", "workspaces")}
    own |= {f"JUPYTER_{what.upper()}_DIR": str(home / what) for what in ("config", "data", "runtime")}
    own |= {"IPYTHONDIR": str(home / "ipython"), "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": ""}
    options = ["--no-browser", "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"]
    options += [f"--ServerApp.root_dir={home}", *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])]
    with open(home / "log.txt", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], env=os.environ | own, stdout=log, stderr=log, cwd=home
        )
        try:
            yield _address(server, home), home
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _address(server, home) -> str:
    """Where the server says that it listens: it takes a free port and writes it down."""
    for _ in range(1800):
        for path in (home / "runtime").glob("jpserver-*.json"):
            try:
                return json.loads(path.read_text())["url"]
            except (ValueError, KeyError):  # being written
                pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail("JupyterLab did not start:\n" + (home / "log.txt").read_text()[-3000:])


def choose(page, menu, item):
    """Choose from the menu bar, as a reader does."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def figures(book) -> int:
    """How many pictures the outputs of a notebook hold."""
    data = [output.get("data", {}) for cell in book.cells for output in cell.get("outputs", [])]
    return sum(len(re.findall("<img", d["text/html"])) if "text/html" in d else "image/png" in d for d in data)


@pytest.fixture(scope="module")
def notebook(lab, chromium):
    """Open a notebook in JupyterLab and wait for its cells, with `ready` for its kernel too; the program loads once.

    Whoever asks for the same notebook again finds it as it was left.
    """
    context = chromium.new_context()
    context.set_default_timeout(GENEROUS)
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(f"{lab[0]}lab/tree/notebooks?token={TOKEN}&reset")

    def opened(name, cells, ready=False):
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.locator(".jp-DirListing-item", has_text=f"{name}.ipynb").dblclick()
        page.wait_for_function(READY if ready else SHOWN, arg=cells)
        return page

    yield opened
    context.close()


def run_all(page, book) -> float:
    """Clear all outputs, run all cells; the seconds until the last has its number and the kernel rests."""
    choose(page, "Edit", "Clear Outputs of All Cells")
    page.wait_for_function(f"!document.querySelector('{HERE} .jp-OutputArea-output')")
    started = time.perf_counter()
    choose(page, "Run", "Run All Cells")
    folded = [cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in book.cells]  # without a prompt
    written = sum(
        cell.cell_type == "code" and bool(cell.source.strip()) and not hidden
        for cell, hidden in zip(book.cells, folded)
    )
    page.wait_for_function(DONE, arg=[written, TROUBLE])
    return time.perf_counter() - started


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_opens_in_jupyterlab_without_a_word_and_shows_its_figures(notebook, committed, name):
    book = committed[name]
    page = notebook(name, len(book.cells))
    images = page.locator(f"{HERE} .jp-OutputArea-output img")
    assert images.count() == figures(book)
    for alt in images.evaluate_all("all => all.map(image => image.alt)"):
        assert len(alt.split()) >= 5, alt
    widths = images.evaluate_all("all => all.map(e => e.naturalWidth)")
    assert not widths or min(widths) > 100
    solutions = [cell for cell in book.cells if "solution" in cell.metadata.get("tags", [])]
    assert page.locator(f"{HERE} .jp-CodeCell .jp-InputPlaceholder").count() == len(solutions) > 0  # folded
    assert page.locator(TROUBLE).all_inner_texts() == []


def test_untrusted_categories_differ_text_stands_left_and_pictures_are_there(notebook, committed):
    page = notebook("04_stance", len(committed["04_stance"].cells))
    marks = page.locator(f"{HERE} .jp-OutputArea-output [dir=auto] mark, {HERE} .jp-OutputArea-output .line mark")
    assert len(set(marks.evaluate_all(COLOURS))) >= 5
    cells = page.locator(f"{HERE} .jp-OutputArea-output tbody td:not(.num):not(.left):not(.key)")
    assert set(cells.evaluate_all(SIDES)) == {"left"}
    assert page.locator(f"{HERE} .hint").first.is_visible()
    english = page.locator(f"{HERE} details.no .en").first
    assert not english.is_visible()
    page.locator(f"{HERE} details.no summary").first.click()
    assert english.is_visible()


@pytest.mark.parametrize("name", RUN)
def test_all_cells_of_a_notebook_run_in_jupyterlab(notebook, committed, name, record_property):
    book = committed[name]
    page = notebook(name, len(book.cells), ready=True)
    seconds = run_all(page, book)
    assert page.locator(TROUBLE).all_inner_texts() == []
    record_property("seconds", round(seconds, 1))
    page.wait_for_function(
        f"n => document.querySelectorAll('{HERE} .jp-OutputArea-output img').length >= n", arg=figures(book)
    )
    _keep(page, name, seconds)
    assert page.locator(TROUBLE).all_inner_texts() == []
    assert page.locator(f"{HERE} .jp-OutputArea-output img").count() == figures(book)


def test_run_all_and_save_changes_no_line_but_the_version_of_python(notebook, lab, committed):
    book, home, name = committed["02_words"], lab[1], "notebooks/02_words.ipynb"
    page = notebook("02_words", len(book.cells), ready=True)
    run_all(page, book)
    before = (home / name).stat().st_mtime_ns
    page.keyboard.press("Control+s")
    for _ in range(100):
        if (home / name).stat().st_mtime_ns != before:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    old, new = ((folder / name).read_text(encoding="utf-8").splitlines() for folder in (ROOT, home))
    assert len(old) == len(new)
    changed = [(a, b) for a, b in zip(old, new) if a != b]
    assert all('"version": "3.' in b for _, b in changed), changed[:5]


FIRST_CALLS = """from helpers import concordance, frequencies, read_transcript, tokenize

tokens = tokenize(read_transcript("../data/raw/kopbaev_interview.txt"))
|frequencies(tokens)
|concordance(tokens, gloss="party")
|concordance(tokens, "п\u0430pтия", of="lemma")
|concordance(tokens, "партия", of="lemma", sentences=1)
|frequencies(tokens, by="rolle")"""
TABLE = """shown => ({
    heads: [...shown.querySelectorAll('thead th')].map(head => head.textContent),
    text: shown.querySelector('.under p').textContent,
    how: shown.querySelector('.under details > summary').textContent,
    keys: [...shown.querySelectorAll('td.key')].map(cell => cell.textContent),
    sides: [...shown.querySelectorAll('td.left, td.right')].map(cell => cell.textContent.length),
    cells: [...shown.querySelectorAll('tbody :is(td, th)')].map(cell => cell.textContent) })"""


def test_bare_results_show_themselves_and_a_wrong_call_is_one_sentence(lab, notebook):
    """What a newcomer types first, each call the last line of a cell; the last one is wrong."""
    cells = [nbformat.v4.new_code_cell(source) for source in FIRST_CALLS.replace("\n|", "|").split("|")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(book, lab[1] / "notebooks" / "calls.ipynb")
    page = notebook("calls", len(cells), ready=True)
    choose(page, "Run", "Run All Cells")
    wrong = page.locator(f"{HERE} [data-mime-type='application/vnd.jupyter.stderr']")
    wrong.wait_for()
    tables = page.locator(f"{HERE} .jp-OutputArea-output .suhbat").evaluate_all(f"all => all.map({TABLE})")
    counts, glossed, typed, around = tables

    assert not [head for head in counts["heads"] if "_" in head] and len(counts["heads"]) <= 9
    assert len(counts["text"].split()) < 30 and {table["how"] for table in tables} == {"How was this counted?"}
    assert not [cell for cell in counts["cells"] if re.search(r"\d\.\d{4}", cell)]
    assert glossed["keys"] == typed["keys"] == around["keys"] and len(typed["keys"]) > 1
    assert sum(around["sides"]) > sum(typed["sides"])
    lines = wrong.inner_text().strip().splitlines()
    assert len(lines) <= 2 and "did you mean 'role'?" in lines[-1]
    choose(page, "Edit", "Clear Outputs of All Cells")  # an error in a tab behind is trouble for others


def _keep(page, name, seconds) -> None:
    """A screenshot of the whole notebook, and how long it ran."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    outer = page.locator(f"{HERE} .jp-WindowedPanel-outer")
    page.set_viewport_size({"width": 1280, "height": min(outer.evaluate("part => part.scrollHeight") + 150, 12_000)})
    outer.evaluate("part => part.scrollTo(0, 0)")
    page.screenshot(path=SHOTS / f"{name}.png")
    (SHOTS / f"{name}.txt").write_text(f"{seconds:.1f} s from Run All Cells to the last output\n", encoding="utf-8")
