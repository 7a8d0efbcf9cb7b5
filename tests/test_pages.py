"""The pages, before any browser: links, pictures, terms, the two codebooks, the index."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup

import codebook
import contents
import covers
import pages as rendering
import pictures
import polish

SVG = """<?xml version="1.0"?><svg height="9" width="9" viewBox="0 0 9 9"><title>t</title><defs><style>*{x:y}</style>
<pattern id="h1"><rect fill="#b35900"/><rect fill="#ffffff"/></pattern></defs>
<g id="a"><path style="fill: #ffffff; stroke: #000000"/><path style="fill: url(#h1)"/></g>
</svg>"""
IMAGE = '<figure><img alt="What it shows" width="700" src="data:,"><figcaption>c</figcaption></figure>'


def test_a_drawing_takes_the_place_of_its_picture_with_its_description():
    drawing = BeautifulSoup(polish.drawn(IMAGE, SVG), "html.parser").figure.svg
    assert drawing["role"] == "img" and drawing["aria-label"] == "What it shows" and drawing["width"] == "700"
    assert drawing.find("style") is None and drawing.find("title").get_text() == "t"
    assert "currentColor" in str(drawing) and "#000000" not in str(drawing) and "#ffffff" not in str(drawing)


def test_a_hatched_bar_keeps_its_colour_on_a_page():
    """The interviewer's bars were black on all pages: a colour of a hatch was taken for the name of a part."""
    body, _ = polish.landmarks(polish.drawn(IMAGE, SVG))
    orange = "color-mix(in srgb, #b35900 var(--strength, 100%), white)"  # lighter in the dark alone
    assert [rect["fill"] for rect in BeautifulSoup(body, "html.parser").find_all("rect")] == [orange, "var(--paper)"]


def test_two_drawings_on_a_page_share_no_names():
    body, _ = polish.landmarks(polish.drawn(IMAGE, SVG) * 2)
    names = re.findall(r'\bid="([^"]+)"', body)
    assert len(names) == len(set(names)) == 4
    assert set(re.findall(r"url\(#([^)]+)\)", body)) <= set(names)


@pytest.mark.parametrize(
    "link, page",
    [
        ("03_frequencies.ipynb#x", "03_frequencies.html#x"),
        ("../docs/codebook.md", "codebook.html"),
        ("../docs/codebook.md#3.1", "codebook_full.html#3.1"),
        ("../docs/glossary.csv", "glossary.html"),
        ("https://example.org/a.md", "https://example.org/a.md"),
    ],
)
def test_links_lead_to_pages(link, page):
    assert BeautifulSoup(polish.links(f'<a href="{link}">w</a>'), "html.parser").a["href"] == page


def test_a_file_that_is_no_page_is_named_not_linked():
    shown = BeautifulSoup(polish.links('<a href="../data/raw/x.txt"><em>w</em></a>'), "html.parser")
    assert shown.a is None and shown.span["class"] == ["file"] and shown.em


def test_a_term_is_linked_where_it_first_stands_in_prose_and_nowhere_else():
    terms = [polish.Term("lemma", "", "", ""), polish.Term("turn", "", "", ""), polish.Term("stop word", "", "", "")]
    body = '<h2>lemma</h2><div class="prose"><p><code>lemma</code> Lemmas, a lemma, his turn; stop words</p></div>'
    links = BeautifulSoup(polish.landmarks(body, terms)[0], "html.parser").select("a.term")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("Lemma", "glossary.html#term-lemma"),
        ("stop word", "glossary.html#term-stop-word"),
    ]


def test_the_students_codebook_has_every_category_with_a_test_and_two_glossed_examples():
    from helpers.categories import CATEGORIES

    entries = codebook.entries(rendering.written("docs/codebook.md"))
    assert [entry.name for entry in entries] == CATEGORIES
    assert not any("_" in entry.heading for entry in entries)
    for entry in entries:
        assert entry.definition and entry.test.strip("*").endswith("?"), entry.heading
        assert len(entry.examples) == 2 and all(map(codebook.glossed, entry.examples)), entry.heading


def test_the_full_codebook_gives_each_label_a_paragraph_and_leaves_out_the_engineers_notes():
    text = codebook.rulings(rendering.written("docs/codebook.md"), "codebook.html")
    assert not re.search(r"[^\n]\n\*\*(Test|Counts|Examples|Rulings)\.\*\*", text)
    assert "Notes for the engineer" not in text and "3.10" in text


def test_every_notebook_has_number_minutes_and_readers_as_the_readme_says(committed):
    readme = rendering.written("README.md")
    minutes = dict(re.findall(r"^\| `(\d\d_\w+)` \|.*\| (\d+) \|$", readme, re.MULTILINE))
    for name, book in committed.items():
        card = contents.card(name, book)
        assert card.number == name[:2] and card.readers and card.minutes == minutes[name]


def test_every_card_has_a_drawing_of_its_own_made_for_its_size():
    """Without letters, of strokes that are seen at the width shown, each of another kind; one line says what it is."""
    drawn = {name: covers.cover(name) for name in contents._about()}
    assert len({tuple(it.shapes) for it in drawn.values()}) == len(drawn) == 8
    for name, it in drawn.items():
        assert len(it.alt.split()) > 2 and 10 < len(it.says) < 60, name
        assert 5 < len(it.shapes) < 150 and len({shape.look for shape in it.shapes}) <= 3, name
        for shape in it.shapes:
            assert shape.x >= -1 and shape.x + shape.width <= covers.WIDE + 1 and shape.width >= 2, (name, shape)
            assert shape.y >= -1 and shape.y + shape.height <= covers.HIGH + 1 and shape.height >= 2, (name, shape)


def test_the_drawing_of_a_text_of_ones_own_is_made_from_that_text(tmp_path):
    (tmp_path / "own.txt").write_text("Q: Кім келеді?\nA: Бәрі келеді.\n", encoding="utf-8")
    own = covers.cover("07_your_own_interview", tmp_path / "own.txt")
    assert [shape.look for shape in own.shapes] == ["asks", "answers"] and own.says.startswith("2 lines")


def test_the_number_stands_before_the_question():
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# What is it?\n\n## Why?")])
    assert contents.numbered("03_x", book).cells[0].source == "# 03 · What is it?\n\n## Why?"


def said_in_english(part) -> bool:
    return part is not None and len(re.findall("[A-Za-z]{2,}", part.get_text())) > 0


def test_english_stands_beside_every_concordance_marked_text_and_place_on_all_pages(pages):
    """A reader without Kazakh is stopped nowhere: each hit, each printed line and each place behind a number."""
    seen = {"hits": 0, "lines": 0, "places": 0}
    for path in sorted(pages.glob("[0-9]*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for hit in page.select(".kwic tr:has(td.key[lang=kk])"):
            english = next(row.select_one("td.en") for row in hit.find_next_siblings("tr") if row.select_one("td.en"))
            seen["hits"] += 1
            assert said_in_english(english.select_one("span[style]")), (path.name, hit.get_text())
        for line in page.select(".turn .line"):
            seen["lines"] += 1
            assert said_in_english(line.select_one(".en")), (path.name, line.get_text())
        for place in page.select(".opens li:has(mark)"):
            seen["places"] += 1
            assert said_in_english(place.select_one(".en")), (path.name, place.get_text())
    assert min(seen.values()) > 50, seen


def test_no_table_on_a_page_has_sentences_in_kazakh_alone(pages):
    """Cells of code (rules, forms with their counts) aside: words that are sentences have English in their row."""
    for path in sorted(pages.glob("[0-9]*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for cell in page.select(".box:not(.kwic) :is(td, th).long[lang=kk]"):
            words = re.findall("[\u0400-\u04ff]{2,}", cell.get_text())
            code = re.search(r"[\w”)] \d|\+|\|", cell.get_text())
            if len(words) > 3 and not code:
                others = [other for other in cell.parent.find_all(["td", "th"]) if other is not cell]
                assert any(map(said_in_english, others)), (path.name, cell.get_text())


def test_the_pictures_of_the_index_are_made_from_the_text():
    word, number = pictures.word(), pictures.number()
    assert "".join(part.form for part in word) == pictures.WORD and all(part.says and part.latin for part in word)
    assert number.low < number.rate < number.high and number.rate == pytest.approx(1000 * number.count / number.n)
    assert number.hit.lower() in rendering.written("data/raw/kopbaev_interview.txt").lower()


def test_greys_of_a_chart_lie_between_ink_and_paper_and_colours_are_lighter_in_the_dark():
    assert polish._in_theme("#000000") == "currentColor" and polish._in_theme("#ffffff") == "var(--paper)"
    assert polish._in_theme("#444444").startswith("color-mix(in srgb, currentColor 73%")
    assert polish._in_theme("#0072b2") == "color-mix(in srgb, #0072b2 var(--strength, 100%), white)"


def test_no_page_weighs_more_than_a_megabyte_and_a_half(pages):
    assert max(path.stat().st_size for path in pages.glob("*.html")) < 1_500_000


RAW = {"True", "False", "NaN", "nan", "None", "self_mention"}


def test_no_table_or_chart_of_a_page_shows_a_name_of_the_code(pages):
    """`self_mention`, `of_turns`, True, NaN, a Python dict: what is read has readable names and figures."""
    for path in sorted(pages.glob("[0-9]*.html")):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        heads = [cell.get_text() for cell in page.select("thead th, svg.chart text")]
        cells = [cell.get_text() for cell in page.select("tbody td, tbody th")]
        printed = [text.get_text() for text in page.select(".output > pre")]
        assert not [text for text in heads if re.search(r"[a-z]_[a-z]", text)], path.name
        assert not RAW.intersection(cells), path.name
        assert not [text for text in cells if re.search(r"\d\.\d{4}", text)], path.name
        assert not [text for text in printed if re.search(r"\{['\d]|dtype: |self_mention|\.\d{5}", text)], path.name


def test_tables_of_words_runs_categories_and_comparisons_open_to_their_places(pages):
    pages_of_counts = {"03_frequencies": 5, "04_stance": 1, "05_across_the_interview": 2, "07_your_own_interview": 1}
    for name, least in (pages_of_counts | {"08_many_interviews": 5}).items():
        page = BeautifulSoup((pages / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        opening = [table for table in page.select("table") if table.select_one("tr.opens summary")]
        assert len(opening) >= least, name
        for table in opening:
            heads = [head.get_text() for head in table.select("thead th")]
            counts = [row.select("th, td")[heads.index("count")] for row in rows_of(table)] if "count" in heads else []
            empty = sum(cell.get_text() == "0" for cell in counts)  # what never occurs has no place
            assert len(table.select("tr.opens")) == len(rows_of(table)) - empty, (name, table.caption)


def rows_of(table):
    return table.select("tbody > tr:not(.opens)")
