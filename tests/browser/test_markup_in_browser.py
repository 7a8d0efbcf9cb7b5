"""What only a browser can tell of the HTML that helpers.markup makes."""

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
    tables = [markup.table(frequencies(tokens, top=10)), markup.table(compare(tokens, draws=20).head(5))]
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
    assert page.locator("script, iframe, svg, a, details, textarea").count() == 0
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
    page.locator(".suhbat .one input").nth(2).focus()
    content = "e => getComputedStyle(e, '::after').content"
    label = page.locator(".line abbr", has_text="[int]").first
    assert label.evaluate(content) in ("none", "normal")
    page.keyboard.press("Tab")
    while not label.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Tab")
    assert "intention, lexical" in label.evaluate(content)
    shown = label.evaluate("e => getComputedStyle(e, '::after').display")
    assert shown == "block" and page.evaluate("document.documentElement.scrollWidth") <= viewport[0]


def test_hovering_a_word_shows_every_category_it_has(open_page, text):
    page = open_page(text)
    outer = page.locator(".line > mark:has(mark)").first
    outer.locator("mark").hover()
    tips = outer.locator("abbr").evaluate_all("all => all.map(e => getComputedStyle(e, '::after').marginTop)")
    contents = outer.locator("abbr").evaluate_all("all => all.map(e => getComputedStyle(e, '::after').content)")
    assert all("қояйын" in content for content in contents) and len(set(tips)) == 2


def test_english_is_shown_on_request_for_one_sentence_or_all(open_page, text):
    page = open_page(text)
    english = page.locator(".en")
    assert not english.first.is_visible()
    page.locator(".one input").nth(1).check()
    assert english.nth(1).is_visible() and not english.nth(2).is_visible()
    page.get_by_label("English of every sentence").check()
    assert all(line.is_visible() for line in english.all())


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
