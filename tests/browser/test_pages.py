"""The rendered pages in a real browser: accessible, self-contained, good on a phone and on paper.

axe-core is the engine published on npm; the wheel axe-playwright-python ships the same axe.min.js, so that a re-run
needs no npm and no network.
"""

from importlib.resources import files

import pytest

OPEN = "document.querySelectorAll('details').forEach(part => part.open = true)"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
CUT = """() => [...document.querySelectorAll('.scroll, .box, div.code, pre')]
    .filter(box => box.scrollWidth > box.clientWidth + 1)
    .map(box => `${box.scrollWidth - box.clientWidth} px too wide: ${box.ariaLabel || box.outerHTML.slice(0, 150)}`)"""
UNOPENED = """() => [...document.querySelectorAll('tr.opens:has(details:not([open]))')]
    .filter(row => row.getClientRects().length).map(row => row.textContent.slice(0, 40))"""
ROOMY = {"width": 2400, "height": 1200}
SIGNS = "nonBmp"  # axe does not weigh the contrast of a cell that holds only signs, such as ∞; its neighbours tell it


@pytest.fixture(scope="module")
def teacher_pages(executed, tmp_path_factory):
    import pages

    folder = tmp_path_factory.mktemp("teacher")
    pages.render(executed, folder, open_code=True, edition="Teacher’s edition")
    return folder


@pytest.fixture
def each(chromium):
    """Open every page of a folder in turn, everything that can be unfolded unfolded: (name, page)."""
    contexts = []

    def visit(folder, scheme="light", viewport=DESK, unfold=True):
        context = chromium.new_context(color_scheme=scheme, viewport=viewport, offline=True)
        contexts.append(context)
        page = context.new_page()
        for path in sorted(folder.glob("*.html")):
            page.goto(path.as_uri())
            if unfold:
                page.evaluate(OPEN)
            yield path.name, page

    yield visit
    for context in contexts:
        context.close()


def findings(page, without=(), only=None):
    """What axe-core finds serious on a page, and text whose contrast it cannot tell: 'rule: the element', one each."""
    if "color-contrast" not in without:  # it cannot tell that of text on a gradient or cut off by the box it scrolls in
        page.add_style_tag(content="main { max-width: none !important } .scroll { background: none !important }")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations", "incomplete"], "rules": {rule: {"enabled": False} for rule in without}}
    if only:
        options["runOnly"] = only
    result = page.evaluate("options => axe.run(document, options)", options)
    serious = [found for found in result["violations"] if found["impact"] in ("serious", "critical")]
    untold = [found for found in result["incomplete"] if found["id"] == "color-contrast"]
    nodes = [
        (found["id"], node["html"][:150])
        for found in serious + untold
        for node in found["nodes"]
        if not any((check["data"] or {}).get("messageKey") == SIGNS for check in node["any"])
    ]
    return [f"{rule}: {element}" for rule, element in nodes if 'aria-hidden="true"' not in element]  # the arrows


def test_axe_finds_nothing_serious_in_the_light_and_no_faint_text_in_the_dark(pages, each):
    found = {}
    for name, page in each(pages, "light", ROOMY):
        found[name] = findings(page)
        page.emulate_media(color_scheme="dark")
        found[f"{name}, dark"] = findings(page, only=["color-contrast"])  # in the dark only colours change
        page.emulate_media(color_scheme="light")
    assert {"index.html", "glossary.html", "index.html, dark"} < set(found)
    assert not any(found.values()), found


def test_axe_finds_nothing_serious_in_the_teachers_edition_on_a_phone(teacher_pages, each):
    contrast = ["color-contrast"]  # told above: the colours are the same
    found = {name: findings(page, contrast) for name, page in each(teacher_pages, "light", PHONE)}
    assert not any(found.values()), found


def test_axe_is_at_work(page):
    page.set_content('<html lang="en"><title>t</title><main><h1>t</h1><img src="data:," width="9" height="9"></main>')
    assert [found.partition(":")[0] for found in findings(page)] == ["image-alt"]


@pytest.mark.parametrize("edition", ["pages", "teacher_pages"])
def test_no_page_scrolls_sideways_on_a_phone_and_no_table_chart_or_code_on_a_desk(each, edition, request):
    wide = "[...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
    wide += " && !e.closest('.scroll')).map(e => e.outerHTML.slice(0, 150))"
    for name, page in each(request.getfixturevalue(edition), viewport=PHONE):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], (name, page.evaluate(wide)[:5])
        page.set_viewport_size(DESK)
        assert page.evaluate(CUT) == [], name
        page.set_viewport_size(PHONE)


def test_pages_ask_nobody_for_anything(chromium, pages):
    context = chromium.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    addresses = [path.as_uri() for path in sorted(pages.glob("*.html"))]
    for address in addresses:
        page.goto(address, wait_until="networkidle")
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == addresses


FACTS = """() => {
    const all = query => [...document.querySelectorAll(query)], unmarked = []
    const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const text = walk.currentNode.data, parent = walk.currentNode.parentElement
        if (/[\\u0400-\\u04ff]/.test(text) && !parent.closest('pre, style, svg > title, svg > desc')
            && !['kk', 'ru'].includes(parent.closest('[lang]').lang)) unmarked.push(parent.outerHTML.slice(0, 150))
    }
    const targets = all('a[href]').map(a => a.getAttribute('href'))
    return {
        headings: all('h1,h2,h3,h4,h5,h6').map(h => +h.tagName[1]),
        alts: [...document.images].map(image => image.alt),
        bare: all('main table').filter(t => !t.caption?.textContent.trim() || !t.querySelector('th'))
            .map(t => t.outerHTML.slice(0, 200)),
        unmarked: unmarked,
        places: targets.filter(t => t.startsWith('#')).map(t => decodeURIComponent(t.slice(1))),
        files: targets.filter(t => !t.startsWith('#') && !t.startsWith('http')).map(t => t.split('#')[0]),
        ids: all('[id]').map(e => e.id),
    }
}"""


@pytest.fixture(scope="module")
def facts(chromium, pages):
    """What stands on each page, everything unfolded: {name: facts}; every page is opened once for them."""
    context = chromium.new_context(viewport=DESK, offline=True)
    page, found = context.new_page(), {}
    for path in sorted(pages.glob("*.html")):
        page.goto(path.as_uri())
        page.evaluate(OPEN)
        found[path.name] = page.evaluate(FACTS)
    context.close()
    assert len(found) > 10
    return found


def test_headings_are_in_order(facts):
    for name, fact in facts.items():
        levels = fact["headings"]
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:])), (name, levels)


def test_figures_are_described_and_tables_have_captions_and_header_cells(facts):
    for name, fact in facts.items():
        assert all(len(alt.split()) >= 5 for alt in fact["alts"]), (name, fact["alts"])
        assert fact["bare"] == [], name


def test_kazakh_passages_say_that_they_are_kazakh(facts):
    """Every text in Cyrillic letters but printed output and the names of charts: like an alt text, one plain string."""
    for name, fact in facts.items():
        assert fact["unmarked"] == [], name


def test_links_lead_somewhere(facts, pages):
    for name, fact in facts.items():
        assert set(fact["places"]) <= set(fact["ids"]), (name, set(fact["places"]) - set(fact["ids"]))
        assert all((pages / file).is_file() for file in fact["files"]), (name, fact["files"])


def test_identifiers_are_unique(facts):
    for name, fact in facts.items():
        ids = fact["ids"]
        assert len(ids) == len(set(ids)), (name, {i for i in ids if ids.count(i) > 1})


def test_code_is_one_click_away_for_readers_and_open_for_teachers(pages, teacher_pages, each):
    for folder, is_open in ((pages, False), (teacher_pages, True)):
        seen = [
            shown
            for _, page in each(folder, unfold=False)
            for shown in page.evaluate("[...document.querySelectorAll('details.code')].map(part => part.open)")
        ]
        assert seen and set(seen) == {is_open}


def test_print_leaves_out_what_only_a_screen_can_use(pages, each):
    seen = 0
    for name, page in each(pages, "dark", unfold=False):
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", name
        for part in page.locator("header, .contents, .around, details.code").all():
            seen += 1
            assert not part.is_visible(), name
        assert page.evaluate(UNOPENED) == [], name
    assert seen


def test_a_figure_can_be_enlarged_on_a_phone_without_script(chromium, tmp_path):
    import nbformat

    import pages

    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    image = f'<img alt="One two three four five" width="900" style="max-width:100%" src="{pixel}">'
    shown = nbformat.v4.new_output("display_data", data={"text/html": image})
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# What?"), nbformat.v4.new_code_cell("1", outputs=[shown])]
    )
    pages.render({"01_a": book}, tmp_path)
    context = chromium.new_context(viewport=PHONE, has_touch=True, java_script_enabled=True)
    page = context.new_page()
    page.goto((tmp_path / "01_a.html").as_uri())
    width = "document.querySelector('main img').getBoundingClientRect().width"
    assert page.evaluate(width) < 390
    page.tap("main img")
    assert page.evaluate(width) == 900
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
