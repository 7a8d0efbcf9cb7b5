"""What a newcomer meets first: JupyterLab as cloned, nothing run or trusted; and by the project's own command."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "suhbat"
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
COLOURS = "all => all.map(e => getComputedStyle(e).backgroundColor)"
SIDES = "all => all.map(e => getComputedStyle(e).textAlign)"
ROOT_FLAG = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []


@pytest.fixture
def lab(tmp_path):
    """Start JupyterLab with a command, in a home of its own where nothing is trusted; returns its address."""
    running = []

    def start(command, **more):
        home = tmp_path / f"home{len(running)}"
        for name, values in SETTINGS.items():
            path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))
        own = {f"JUPYTERLAB_{what}_DIR": str(home / what.lower()) for what in ("SETTINGS", "WORKSPACES")}
        own |= {f"JUPYTER_{what}_DIR": str(home / what.lower()) for what in ("CONFIG", "DATA", "RUNTIME")}
        own |= {"IPYTHONDIR": str(home / "ipython"), "PYTHONPATH": str(ROOT / "src"), "BROWSER": "true"}
        options = ["--no-browser", "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1"]
        options += [f"--IdentityProvider.token={TOKEN}", *ROOT_FLAG]
        log = open(home / "log.txt", "wb")  # noqa: SIM115
        server = subprocess.Popen(
            [sys.executable, *command, *options], env=os.environ | own, stdout=log, stderr=log, **more
        )
        running.append((server, log))
        for _ in range(1800):
            for path in (home / "runtime").glob("jpserver-*.json"):
                if text := path.read_text():
                    return json.loads(text)["url"]
            if server.poll() is not None:
                break
            time.sleep(0.1)
        pytest.fail("JupyterLab did not start:\n" + (home / "log.txt").read_text()[-3000:])

    yield start
    for server, log in running:
        server.terminate()
        server.wait(30)
        log.close()


def opened(page, url, notebook="notebooks/04_stance.ipynb"):
    """A notebook opened, not run."""
    page.set_default_timeout(120_000)
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(f"{url}lab/tree/{notebook}?token={TOKEN}&reset")
    page.wait_for_selector(".jp-OutputArea-output mark >> nth=100", state="attached")
    return page


def test_untrusted_categories_differ_text_stands_left_and_pictures_are_there(lab, page, committed):
    opened(page, lab(["-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}"]))
    marks = page.locator(".jp-OutputArea-output [dir=auto] mark, .jp-OutputArea-output .line mark")
    assert len(set(marks.evaluate_all(COLOURS))) >= 5
    assert set(page.locator(".jp-OutputArea-output tbody td:not(.num):not(.left):not(.key)").evaluate_all(SIDES)) == {
        "left"
    }
    widths = page.locator(".jp-OutputArea-output img").evaluate_all("all => all.map(e => e.naturalWidth)")
    assert widths and min(widths) > 100
    assert page.locator(".hint").first.is_visible()
    english = page.locator("details.no .en").first
    assert not english.is_visible()
    page.locator("details.no summary").first.click()
    assert english.is_visible()


def test_by_the_projects_own_command_switches_work_and_docs_and_data_are_in_reach(lab, page):
    url = lab([str(ROOT / "tools" / "build.py"), "lab"], cwd=ROOT)
    opened(page, url)
    marks = page.locator(".line mark.c0")
    assert not page.locator(".hint").first.is_visible()
    before = set(marks.evaluate_all(COLOURS))
    page.locator("fieldset input.k0").first.uncheck()
    assert set(marks.evaluate_all(COLOURS)) == {"rgba(0, 0, 0, 0)"} and before != {"rgba(0, 0, 0, 0)"}
    page.get_by_role("link", name="the codebook").first.click()
    page.wait_for_selector(".jp-MarkdownViewer h1, .jp-FileEditor .cm-content")
    for path in ("data/raw", "src/helpers/lexicons", "docs/glossary.csv"):
        assert page.request.get(f"{url}api/contents/{path}?content=0&token={TOKEN}").status == 200


def test_run_all_and_save_changes_no_line_but_the_version_of_python(lab, page, tmp_path):
    home = tmp_path / "copy"
    for folder in ("notebooks", "data", "docs", "tests/data"):
        shutil.copytree(ROOT / folder, home / folder)
    name = "notebooks/02_words.ipynb"
    page.set_default_timeout(120_000)
    page.goto(f"{lab(['-m', 'jupyterlab', f'--ServerApp.root_dir={home}'])}lab/tree/{name}?token={TOKEN}&reset")
    page.wait_for_function("document.querySelector('#jp-main-statusbar')?.textContent.includes('| Idle')")
    page.get_by_role("menuitem", name="Edit", exact=True).click()
    page.get_by_role("menuitem", name="Clear Outputs of All Cells", exact=True).click()
    page.wait_for_function(
        "![...document.querySelectorAll('.jp-InputPrompt')].some(p => /\\[\\d+\\]/.test(p.textContent))"
    )
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = nbformat.read(home / name, 4).cells
    written = sum(cell.cell_type == "code" and "jupyter" not in cell.metadata for cell in cells)  # folded: no prompt
    page.wait_for_function(
        r"""n => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
        .filter(prompt => /\[\d+\]/.test(prompt.textContent)).length == n
        && document.querySelector('#jp-main-statusbar').textContent.includes('| Idle')""",
        arg=written,
    )
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
