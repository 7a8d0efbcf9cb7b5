"""What only a browser can tell of the HTML that helpers.markup makes."""

import re
from pathlib import Path

import pandas as pd
import pytest

from helpers import (
    charts,
    compare,
    concordance,
    find_markers,
    frequencies,
    markup,
    read_transcript,
    read_translation,
    tokenize,
)

DATA = Path(__file__).parents[2] / "data"
HOSTILE = """<script>window.hit=1</script></style></title></textarea><script>window.hit=2</script>
<img src=x onerror=window.hit=3> <img src="http://example.org/x.png"> " onfocus="window.hit=4" autofocus x="
' onmouseover='window.hit=5 <svg onload=window.hit=6> <a href="javascript:window.hit=7">a</a> <iframe srcdoc="<script>
parent.hit=8</script>"> -->]]> \u202e\u2066 <details open ontoggle=window.hit=9> <style>@import 'http://example.org'</style>"""
WIDTHS = {"wide": 1100, "phone": 390, "small phone": 320}
# the least contrast of text against what is painted behind it, over all elements with text of their own
CONTRAST = """() => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const paint = colours => { pen.clearRect(0, 0, 1, 1);
    for (const c of colours) { pen.fillStyle = c; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3); };
  const linear = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = rgb => { const [r, g, b] = rgb.map(v => linear(v / 255));
    return .2126 * r + .7152 * g + .0722 * b; };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
  let worst = [99, ""], seen = 0;
  for (const e of document.querySelectorAll(".suhbat *")) {
    if (e.closest("style") || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const behind = []; for (let at = e; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const back = paint(["white", ...behind]), value = contrast(paint([getComputedStyle(e).color]), back);
    seen += 1; if (value < worst[0]) worst = [value, e.outerHTML.slice(0, 200)];
  }
  return [worst[0], worst[1], seen]; }"""


@pytest.fixture(scope="module")
def interview():
    transcript = read_transcript(DATA / "raw" / "kopbaev_interview.txt")
    tokens = tokenize(transcript)
    translation = read_translation(DATA / "translation" / "kopbaev_interview.tsv", transcript)
    return tokens, find_markers(tokens), translation


@pytest.fixture(scope="module")
def text(interview):
    return str(markup.annotated(*interview))


@pytest.fixture(scope="module")
def everything(interview, text):
    """Every kind of output on one page, the annotated text twice."""
    tokens, markers, translation = interview
    tables = [
        markup.table(frequencies(tokens, top=10), tokens=tokens, translation=translation),
        markup.table(compare(tokens, draws=20).head(5)),
    ]
    hits = concordance(tokens, "біз", "lemma", translation=translation)
    marked = concordance(tokens, "hedge", markers=markers)
    views = [markup.kwic(hits), markup.kwic(marked, width=None), markup.kwic(marked)]
    views += [markup.interlinear(tokens, line=28, translation=translation), markup.kwic(hits, system="bgn")]
    views += [markup.annotated(tokens[tokens["turn"] == 1], markers, translation, system="bgn")]
    figures = [markup.figure(charts.stance_by_role(markers, tokens), "Stance by role")]
    return text + "".join(map(str, [*tables, *views, *figures])) + text


def test_hostile_text_runs_nothing_and_fetches_nothing(open_page):
    tokens = tokenize(HOSTILE).assign(speaker=HOSTILE, turn=1)
    spans = tokens.iloc[::3]
    markers = pd.DataFrame({"start": spans["start"], "end": spans["end"]} | dict.fromkeys(["text", "marker"], HOSTILE))
    markers = markers.assign(category=HOSTILE, subtype=HOSTILE, gloss=HOSTILE)
    english = pd.DataFrame({"start": tokens["start"], "en": HOSTILE})
    df = pd.DataFrame({HOSTILE: [HOSTILE]})
    df.attrs = {"title": HOSTILE, "caveats": [HOSTILE]}
    hits = pd.DataFrame(
        {"line": [1], "turn": 1} | dict.fromkeys(["speaker", "role", "left", "keyword", "right", "en"], HOSTILE)
    )
    figure = markup.figure(charts.turn_lengths(tokens, by="speaker"), HOSTILE)
    shown = [markup.annotated(tokens, markers, english), markup.table(df), markup.kwic(hits, width=None), figure]
    page = open_page("".join(map(str, shown)))
    for place in page.locator(".suhbat .line abbr").all()[:5]:
        place.focus()
        place.hover(force=True)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert page.locator("script, iframe, svg, a, textarea, [ontoggle], [onfocus], [onmouseover]").count() == 0
    assert page.locator("img").count() == 1
    assert (
        "<script>window.hit=1</script>"
        in page.locator("td").first.or_(page.locator("tbody th").first).first.inner_text()
    )


def test_a_legend_switches_its_own_category_in_its_own_text(open_page, text):
    page = open_page(text + text)
    first, second = page.locator(".suhbat").all()
    negation = first.locator(".line abbr", has_text="[neg]")
    assert negation.count() > 9 and negation.first.is_visible()
    box = first.locator("fieldset label", has_text="negation").locator("input")
    box.press("Space")
    assert not any(label.is_visible() for label in negation.all())
    mark = negation.first.locator("xpath=..")
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert first.locator(".line abbr", has_text="[hedge]").first.is_visible()
    assert second.locator(".line abbr", has_text="[neg]").first.is_visible()
    box.press("Space")
    assert negation.first.is_visible()


@pytest.mark.parametrize("viewport", [(1100, 900), (390, 800)])
def test_subtype_and_gloss_show_on_keyboard_focus(open_page, text, viewport):
    page = open_page(text, viewport=dict(zip(("width", "height"), viewport)))
    page.locator(".suhbat .line summary").nth(2).focus()
    content = "e => getComputedStyle(e, '::after').content"
    label = page.locator(".line abbr", has_text="[int]").first
    assert label.evaluate(content) in ("none", "normal")
    page.keyboard.press("Tab")
    while not label.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Tab")
    assert "intention, word of intention" in label.evaluate(content)
    shown = label.evaluate("e => getComputedStyle(e, '::after').display")
    assert shown == "block" and page.evaluate("document.documentElement.scrollWidth") <= viewport[0]


def test_hovering_a_word_shows_every_category_it_has(open_page, text):
    page = open_page(text)
    outer = page.locator(".line > mark:has(mark)").first
    outer.locator("mark").hover()
    tips = outer.locator("abbr").evaluate_all("all => all.map(e => getComputedStyle(e, '::after').marginTop)")
    contents = outer.locator("abbr").evaluate_all("all => all.map(e => getComputedStyle(e, '::after').content)")
    assert all("қояйын" in content for content in contents) and len(set(tips)) == 2


def test_a_click_on_a_line_number_shows_its_english_and_one_switch_shows_all(open_page, text):
    page = open_page(text)
    english = page.locator(".line .en")
    seen = "all => all.map(e => e.checkVisibility({contentVisibilityAuto: true}))"
    assert not any(english.evaluate_all(seen))
    page.locator(".line summary").nth(1).click()
    assert [number for number, shown in enumerate(english.evaluate_all(seen)) if shown] == [1]
    page.get_by_label("English of every sentence").check()
    assert all(english.evaluate_all(seen)) and english.count() == 46


def test_the_translators_remarks_stand_beside_the_english(open_page, text, interview):
    remarks = [remark for remark in interview[2]["remark"] if remark]
    assert (
        remarks and [part[1:-1] for part in open_page(text).locator(".line .en small").all_text_contents()] == remarks
    )


def test_one_switch_takes_all_colours_off_and_puts_them_on_again(open_page, text):
    page = open_page(text)
    marks, clear = page.locator(".line mark"), "rgba(0, 0, 0, 0)"
    colour = "all => all.map(e => getComputedStyle(e).backgroundColor)"
    page.get_by_label("all categories").uncheck()
    assert set(marks.evaluate_all(colour)) == {clear} and not page.locator(".line abbr").first.is_visible()
    page.get_by_label("all categories").check()
    assert clear not in marks.evaluate_all(colour)


@pytest.mark.parametrize("width", [1200, 390, "print"])
def test_the_english_of_a_concordance_is_visible(open_page, interview, width):
    hits = concordance(interview[0], "партия", "lemma", translation=interview[2])
    page = open_page(str(markup.kwic(hits)), viewport={"width": 1200 if width == "print" else width, "height": 800})
    if width == "print":
        page.emulate_media(media="print")
    english = page.locator("td.en").all()
    assert len(english) == len(hits) and all(line.is_visible() for line in english)


def test_without_style_sheets_categories_differ_and_text_stands_left(open_page, interview):
    """What JupyterLab leaves of a notebook that it does not trust, and GitHub nearly."""
    shown = [markup.annotated(*interview), markup.table(frequencies(interview[0], top=5))]
    page = open_page(re.sub("<style>.*?</style>", "", "".join(map(str, shown)), flags=re.DOTALL))
    page.add_style_tag(content="td, th { text-align: right }")
    colours = page.locator(".line mark").evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    assert len(set(colours)) == interview[1]["category"].nunique()
    sides = "all => all.map(e => getComputedStyle(e).textAlign)"
    assert set(page.locator("td:not(.num), th:not(.num)").evaluate_all(sides)) == {"left"}
    assert set(page.locator("td.num").evaluate_all(sides)) == {"right"}
    assert page.locator(".hint").is_visible()


def test_the_hint_for_untrusted_views_is_hidden_where_styles_are_at_work(open_page, text):
    assert not open_page(text).locator(".hint").is_visible()


def test_every_number_of_a_table_opens_to_its_sentences_without_script(open_page, interview):
    tokens, markers, translation = interview
    words = markup.table(frequencies(tokens, top=20), tokens=tokens, translation=translation)
    stance = markup.table(
        frequencies(tokens, by="role", markers=markers), tokens=tokens, markers=markers, translation=translation
    )
    page = open_page(str(words) + str(stance), java_script_enabled=True)
    first = page.locator(".opens details").first
    assert not first.locator("li").first.is_visible()
    first.locator("summary").click()
    places = first.locator("li").all()
    assert len(places) == 16 and all(place.is_visible() for place in places)
    assert {place.locator("mark").inner_text().lower() for place in places} == {"біз", "біздің", "бізде"}
    assert all(place.locator(".en").inner_text().strip() for place in places)
    counts = [row.locator("td.num").first.inner_text() for row in page.locator("tr:has(+ .opens)").all()]
    said = page.locator(".opens summary").all_inner_texts()
    counted = frequencies(tokens, by="role", markers=markers)["count"]
    assert len(said) == len(counts) == 20 + (counted > 0).sum()
    assert [text.split()[0] for text in said] == counts


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(open_page, everything, width):
    page = open_page(everything, viewport={"width": WIDTHS[width], "height": 800})
    page.locator(".all").first.check()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]


THEMES = {
    "light": ("light", "", (255, 255, 255)),
    "dark": ("dark", "", (23, 24, 26)),
    "light JupyterLab on a dark system": ("dark", "true", (255, 255, 255)),
    "dark JupyterLab on a light system": ("light", "false", (23, 24, 26)),
}


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_in_every_theme(open_page, everything, theme):
    scheme, jupyter, paper = THEMES[theme]
    page = open_page(everything, color_scheme=scheme)
    if jupyter:
        page.evaluate("theme => document.body.dataset.jpThemeLight = theme", jupyter)
    assert page.locator(".suhbat").first.evaluate("e => getComputedStyle(e).backgroundColor") == f"rgb{paper}"
    page.locator(".all").first.check()
    worst, where, seen = page.evaluate(CONTRAST)
    assert seen > 400 and worst >= 4.5, where


def test_print_has_the_text_and_no_switches(open_page, text):
    page = open_page(text, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.locator(".line abbr").first.is_visible()
    assert not page.locator("input").first.is_visible()
    assert page.locator(".suhbat").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"


def test_axe_finds_nothing_serious(open_page, everything):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for scheme in ("light", "dark"):
        found = axe.Axe().run(open_page("<h1>Page</h1>" + everything, color_scheme=scheme)).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
        assert not serious
