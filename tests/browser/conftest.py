"""A page in a real browser: Debian's Chromium through Playwright, which brings no browser of its own here."""

import os
import shutil

import pytest

FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
FLAGS += " --disable-component-update --disable-sync --disable-default-apps --no-default-browser-check"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """The browser to use: $CHROMIUM, or the first found on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="module")
def browser():
    """Chromium; closed with the module, because Playwright's event loop would be in the way of running notebooks."""
    if not (path := chromium()):
        pytest.skip("no Chromium found: install it (apt-get install chromium) or name it in $CHROMIUM")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """Open HTML as a page, with Playwright's context settings; what a page must not do is noted and fails the test."""
    contexts, wrong = [], []

    def open_(html: str, **settings):
        contexts.append(browser.new_context(**settings))
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


@pytest.fixture
def page(open_page):
    """An empty page."""
    return open_page("")
