"""The label sheet in a real browser, as wide as a phone, without a network; what it saves is read back."""

import json
import os
import shutil
from pathlib import Path

import pytest

import labelsheet
from helpers import classroom, read_transcript, tokenize

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
GARDEN = Path(__file__).parents[2] / "data/samples/garden_names.txt"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(tmp_path):
    """The sheet opened from a file on a phone-sized screen; whatever it asks of a network is noted."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        pytest.skip("no Chromium found")
    file = labelsheet.make(GARDEN, tmp_path / "sheet.html")
    with driver.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport=PHONE, offline=True, has_touch=True, accept_downloads=True)
        page, wrong = context.new_page(), []
        page.on("request", lambda request: wrong.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.as_uri())
        yield page, wrong
        browser.close()
    assert [url for url in wrong if not url.startswith(("file:", "blob:"))] == []


def test_a_student_labels_on_a_phone_saves_and_the_file_is_read(phone, tmp_path):
    page, _ = phone
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    words = page.locator("button.w")
    words.nth(0).tap()
    said = page.locator("#what").inner_text()
    assert "Choose a category first" in said and said.startswith(words.nth(0).get_attribute("data-hint"))
    page.get_by_role("button", name="hedge").tap()
    words.nth(0).tap()
    words.nth(1).tap()
    words.nth(1).tap()  # taken away again
    page.get_by_role("button", name="negation").tap()
    words.nth(0).tap()
    page.get_by_role("button", name="Save my file").tap()
    assert "Write a name" in page.locator("#said").inner_text()
    page.get_by_label("Your name").fill("Айгүл <b>")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save my file").tap()
    folder = tmp_path / "class"
    folder.mkdir()
    saving.value.save_as(folder / saving.value.suggested_filename)
    (file,) = folder.iterdir()
    assert file.name == "label_Айгүл_b_.json"
    labels = json.loads(file.read_text(encoding="utf-8"))["labels"]
    assert sorted(category for _, _, category in labels) == ["hedge", "negation"]
    found = classroom.read_class(folder, tokenize(read_transcript(GARDEN)))
    assert found.students == ("Айгүл <b>",) and len(found.words) == 2


def test_what_was_marked_is_there_after_the_page_was_closed(phone):
    page, _ = phone
    page.get_by_role("button", name="contrast").tap()
    page.locator("button.w").nth(2).tap()
    page.reload()
    assert "contr" in page.locator("button.w").nth(2).inner_text()


def test_the_policy_stops_a_script_that_somebody_adds(phone):
    page, _ = phone
    add = "const s = document.createElement('script'); s.textContent = 'window.bad = 1'; document.body.append(s);"
    page.evaluate(f"() => {{ {add} }}")
    assert page.evaluate("window.bad") is None
