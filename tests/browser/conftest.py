"""A real browser for the tests that need one: Debian's Chromium, driven by Playwright, which brings none of its own."""

import os
import shutil

import pytest

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


@pytest.fixture(scope="module")
def chromium(executed):
    """The browser that the variable CHROMIUM names, else the first on the path.

    Notebooks are run before it starts and it is closed with the module: its event loop would be in their way.
    """
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        pytest.skip("no Chromium found: install Debian's chromium, or name one in the variable CHROMIUM")
    with driver.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """An empty page in a context of its own."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def open_page(chromium):
    """Open HTML as a page, with Playwright's context settings; what a page must not do is noted and fails the test."""
    contexts, wrong = [], []

    def open_(html: str, **settings):
        contexts.append(chromium.new_context(**settings))
        page = contexts[-1].new_page()
        page.route("**/*", lambda route: (wrong.append(f"request: {route.request.url[:200]}"), route.abort()))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        page.set_content(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>'
            f'<meta name="viewport" content="width=device-width"></head><body><main>{html}</main></body></html>'
        )
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not wrong
