"""JupyterLab for real, in headless Chromium: every notebook opens without a word, runs all, shows its figures."""

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
TOKEN = "suhbat"
SETTINGS = {  # no question about news, no look for updates, every cell in the document
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
TROUBLE = (
    ".jp-Dialog, .Toastify__toast--warning, .Toastify__toast--error, [data-mime-type='application/vnd.jupyter.error'], "
    "[data-mime-type='application/vnd.jupyter.stderr']"
)
READY = """count => count == document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell').length
    && !document.querySelector('.jp-Spinner')
    && document.querySelector('#jp-main-statusbar').textContent.includes('| Idle')"""
DONE = r"""([count, trouble]) => document.querySelector(trouble)
    || count == [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
        .filter(prompt => /\[\d+\]/.test(prompt.textContent)).length
    && document.querySelector('#jp-main-statusbar').textContent.includes('| Idle')"""
GENEROUS = 120_000  # ms a notebook; what it took is written beside the screenshots


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """The address of a JupyterLab of our own, at work in a copy of the notebooks and what they read."""
    home = tmp_path_factory.mktemp("lab")
    for folder in ("notebooks", "data", "docs", "tests/data"):
        shutil.copytree(ROOT / folder, home / folder)
    for name, values in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    own = {f"JUPYTERLAB_{what.upper()}_DIR": str(home / what) for what in ("settings", "workspaces")}
    own |= {f"JUPYTER_{what.upper()}_DIR": str(home / what) for what in ("config", "runtime")}
    own |= {"IPYTHONDIR": str(home / "ipython"), "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": ""}
    options = ["--no-browser", "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"]
    options += [f"--ServerApp.root_dir={home}", *(["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])]
    with open(home / "log.txt", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], env=os.environ | own, stdout=log, stderr=log, cwd=home
        )
        try:
            yield _address(server, home)
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
    """Open a notebook in JupyterLab and wait for its cells and its kernel; one tab, so that the program loads once."""
    context = chromium.new_context()
    context.set_default_timeout(GENEROUS)
    page = context.new_page()

    def opened(name, cells):
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.goto(f"{lab}lab/tree/notebooks/{name}.ipynb?token={TOKEN}&reset")
        page.wait_for_function(READY, arg=cells)
        return page

    yield opened
    context.close()


@pytest.mark.parametrize("name", NAMES)
def test_notebook_opens_and_runs_in_jupyterlab(notebook, committed, name, record_property):
    book = committed[name]
    page = notebook(name, len(book.cells))
    assert page.locator(TROUBLE).all_inner_texts() == []
    images = page.locator(".jp-Notebook .jp-OutputArea-output img")
    assert images.count() == figures(book)
    solutions = [cell for cell in book.cells if "solution" in cell.metadata.get("tags", [])]
    hidden = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPlaceholder")
    assert hidden.count() == len(solutions) > 0  # folded, as a newcomer meets them

    choose(page, "Edit", "Clear Outputs of All Cells")
    page.wait_for_function("!document.querySelector('.jp-Notebook .jp-OutputArea-output')")
    started = time.perf_counter()
    choose(page, "Run", "Run All Cells")
    folded = [cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in book.cells]  # without a prompt
    written = sum(
        cell.cell_type == "code" and bool(cell.source.strip()) and not hidden
        for cell, hidden in zip(book.cells, folded)
    )
    page.wait_for_function(DONE, arg=[written, TROUBLE])
    seconds = time.perf_counter() - started
    assert page.locator(TROUBLE).all_inner_texts() == []
    record_property("seconds", round(seconds, 1))

    page.wait_for_function(
        "n => document.querySelectorAll('.jp-Notebook .jp-OutputArea-output img').length >= n", arg=figures(book)
    )
    _keep(page, name, seconds)
    assert page.locator(TROUBLE).all_inner_texts() == []
    assert images.count() == figures(book)
    for alt in images.evaluate_all("all => all.map(image => image.alt)"):
        assert len(alt.split()) >= 5, alt


CALLS = """from helpers import concordance, frequencies, read_transcript, tokenize

tokens = tokenize(read_transcript("../data/raw/kopbaev_interview.txt"))
|frequencies(tokens)
|concordance(tokens, gloss="party")
|concordance(tokens, "п\u0430pтия")
|concordance(tokens, "партия", sentences=1)
|frequencies(tokens, by="rolle")"""
SHOWN = """shown => ({
    heads: [...shown.querySelectorAll('thead th')].map(head => head.textContent),
    rows: shown.querySelectorAll('tbody tr').length,
    text: shown.querySelector('.under p').textContent,
    how: shown.querySelector('.under details > summary').textContent,
    keys: [...shown.querySelectorAll('td.key')].map(cell => cell.textContent),
    lefts: [...shown.querySelectorAll('td.left')].map(cell => cell.textContent.length),
    cells: [...shown.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent)) })"""


def test_bare_results_show_themselves_and_a_wrong_call_is_one_sentence(lab, notebook):
    """Lines 4, 5 and 6 of what a newcomer types first, each as the last line of a cell."""
    cells = [nbformat.v4.new_code_cell(source) for source in CALLS.replace("\n|", "|").split("|")]
    book = {"type": "notebook", "content": nbformat.v4.new_notebook(cells=cells)}
    page = notebook("07_your_own_interview", None)
    assert page.request.put(f"{lab}api/contents/notebooks/calls.ipynb?token={TOKEN}", data=book).ok
    page = notebook("calls", len(cells))
    choose(page, "Run", "Run All Cells")
    wrong = page.locator("[data-mime-type='application/vnd.jupyter.error']")
    wrong.wait_for()
    counts, glossed, typed, around = page.locator(".jp-OutputArea-output .suhbat").evaluate_all(
        f"all => all.map({SHOWN})"
    )

    assert not [head for head in counts["heads"] if "_" in head] and len(counts["heads"]) <= 9
    assert len(counts["text"].split()) < 30 and counts["how"] == "How was this counted?"
    assert not [cell for row in counts["cells"] for cell in row if re.search(r"\d\.\d{4}", cell)]

    assert glossed["keys"] == typed["keys"] == around["keys"] and len(typed["keys"]) > 1
    assert sum(around["lefts"]) > sum(typed["lefts"])

    lines = wrong.inner_text().strip().splitlines()
    assert len(lines) <= 2 and "did you mean 'role'?" in lines[-1] and "pandas" not in wrong.inner_text()
    page.request.delete(f"{lab}api/contents/notebooks/calls.ipynb?token={TOKEN}")


def _keep(page, name, seconds) -> None:
    """A screenshot of the whole notebook, and how long it ran."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    outer = page.locator(".jp-NotebookPanel-notebook .jp-WindowedPanel-outer")
    page.set_viewport_size({"width": 1280, "height": min(outer.evaluate("part => part.scrollHeight") + 150, 12_000)})
    outer.evaluate("part => part.scrollTo(0, 0)")
    page.screenshot(path=SHOTS / f"{name}.png")
    (SHOTS / f"{name}.txt").write_text(f"{seconds:.1f} s from Run All Cells to the last output\n", encoding="utf-8")
