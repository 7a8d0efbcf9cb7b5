"""JupyterLab by the project's own command, as the README starts it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "suhbat"
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
COLOURS = "all => all.map(e => getComputedStyle(e).backgroundColor)"
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
