"""HTML that is made of data: complete, escaped, the same twice, and readable without styles."""

from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt

from helpers import charts, concordance, find_markers, frequencies, markup, read_transcript, read_translation, tokenize
from helpers.labels import label

DATA = Path(__file__).parents[1] / "data"
HOSTILE = [
    "<script>window.hit = 1</script>",
    "</style><script>window.hit = 1</script>",
    "<img src=x onerror=window.hit=1>",
    '" onmouseover="window.hit=1" autofocus onfocus="window.hit=1" x="',
    "' onclick='window.hit=1",
    "-->]]><svg onload=window.hit=1>",
    "&lt;b&gt; &amp;",
    "a\u202eb\u2066c\u2069\u200fd\u061c\x00\x1b\x85",
]


@pytest.fixture(scope="module")
def transcript():
    return read_transcript(DATA / "raw" / "kopbaev_interview.txt")


@pytest.fixture(scope="module")
def tokens(transcript):
    return tokenize(transcript)


@pytest.fixture(scope="module")
def markers(tokens):
    return find_markers(tokens)


@pytest.fixture(scope="module")
def shown(transcript, tokens, markers):
    translation = read_translation(DATA / "translation" / "kopbaev_interview.tsv", transcript)
    return markup.annotated(tokens, markers, translation)


def soup(shown):
    return BeautifulSoup(str(shown), "html.parser")


def printed(shown) -> list[str]:
    """The lines of an annotated text without what was added to them."""
    page = soup(shown)
    for added in page.select("style, fieldset, abbr, .no"):
        added.decompose()
    return [line.get_text().strip() for line in page.select(".line")]


def test_the_annotated_text_is_the_text_line_by_line(shown, transcript):
    assert printed(shown) == [line.strip() for line in transcript.text.splitlines() if line.strip()]


def test_a_transcript_and_its_tokens_give_the_same(shown, transcript, tokens, markers):
    assert str(markup.annotated(transcript, markers)) == str(markup.annotated(tokens, markers))


def test_every_marker_is_marked_once_with_its_label_and_facts(shown, markers):
    page = soup(shown)
    assert len(page.select(".line mark")) == len(page.select(".line mark > abbr")) == len(markers)
    titles = [abbr["title"] for abbr in page.select(".line mark > abbr")]
    for text, category, subtype in zip(markers["text"], markers["category"], markers["subtype"]):
        told = f"{text}: {label(category)}, {label(subtype)}"
        assert any(title.startswith(told) for title in titles), told


def test_the_legend_counts_what_is_marked(shown, markers):
    labels = [switch.get_text() for switch in soup(shown).select("fieldset label") if switch.mark]
    counts = {text.split()[0]: int(text.split()[-1]) for text in labels}
    assert counts == {label(name): count for name, count in markers["category"].value_counts().items()}


def test_a_word_with_two_categories_has_both_labels():
    tokens = tokenize("Біз бірікпекпіз.")
    mark = soup(markup.annotated(tokens, find_markers(tokens))).select(".line > mark")[-1]
    assert mark.get_text() == "бірікпекпіз[int][self]" or mark.get_text() == "бірікпекпіз[self][int]"


def test_the_gloss_of_the_lexicon_is_shown():
    tokens = tokenize("Бәлкім, келер.")
    assert "‘perhaps" in str(markup.annotated(tokens, find_markers(tokens)))


def test_english_follows_its_own_sentence(shown):
    english = soup(shown).select(".line .en")
    assert len(english) == 46 and all(line.find_parent(lang="en") for line in english)
    line = next(line for line in soup(shown).select(".line") if "Шынымен" in line.get_text())
    assert line.select_one(".en").get_text() == "Are you really forming a party?"


def test_turns_and_line_numbers_are_named(shown):
    heads = [head.get_text() for head in soup(shown).select(".who")]
    assert heads[:5] == [
        "Headline · editor",
        "Lead · editor",
        "Introduction · editor",
        "Turn 1 · interviewer · pair 1",
        heads[4],
    ]
    assert [number.get_text().split()[0] for number in soup(shown).select(".no")][:4] == ["1", "2", "5", "6"]


def test_without_styles_labels_stand_in_brackets(shown):
    page = soup(shown)
    page.style.decompose()
    assert "алыпты[evid]" in page.get_text()


def test_kazakh_says_that_it_is_kazakh_and_labels_that_they_are_english(shown):
    page = soup(shown)
    assert all(line.find_parent(lang="kk") for line in page.select(".line"))
    assert all(label["lang"] == "en" for label in page.select(".line abbr, .who, fieldset"))


def test_two_outputs_are_the_same_and_have_no_ids(shown, transcript, tokens, markers):
    translation = read_translation(DATA / "translation" / "kopbaev_interview.tsv", transcript)
    assert str(markup.annotated(tokens, markers, translation)) == str(shown)
    assert not soup(shown).find_all(id=True)


def test_part_of_the_tokens_shows_that_part_only(tokens, markers):
    part = markup.annotated(tokens[tokens["turn"] == 1], markers)
    assert len(printed(part)) == 1
    assert repr(part).startswith("Annotated text: 1 line, 3 markers")


def test_nothing_to_mark_is_still_a_text():
    tokens = tokenize("Кітап.")
    assert printed(markup.annotated(tokens, find_markers(tokens))) == ["Кітап."]


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(["hedge", "negation", "<own>"])))


@settings(deadline=None, max_examples=60)
@given(text=st.text(st.sampled_from(" \nаәбв<&>\"'.?-–\u202eZ1"), max_size=40), spans=spans)
def test_any_spans_over_any_text_leave_the_text_whole(text, spans):
    tokens = tokenize(text)
    rows = [(a, a + b, text[a : a + b], c, "s", "m") for a, b, c in spans if text[a : a + b]]
    markers = pd.DataFrame(rows, columns=["start", "end", "text", "category", "subtype", "marker"])
    lines = [line.replace("⟨U+202E⟩", "\u202e") for line in printed(markup.annotated(tokens, markers))]
    assert "".join("".join(lines).split()) == "".join(
        "".join(tokens["text"].astype(str) + tokens["after"].astype(str)).split()
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_becomes_text(text):
    elements = {
        "details",
        "summary",
        "div",
        "style",
        "fieldset",
        "legend",
        "label",
        "input",
        "mark",
        "span",
        "p",
        "abbr",
        "br",
        "bdi",
    }
    elements |= {"table", "caption", "thead", "tbody", "tr", "th", "td", "wbr"}
    tokens = tokenize(text).assign(speaker=text, role=text, section=text, turn=1)
    markers = pd.DataFrame([(0, len(text), text, text, text, text, text)])
    markers.columns = ["start", "end", "text", "category", "subtype", "marker", "gloss"]
    english = pd.DataFrame({"start": tokens["start"], "en": text})
    df = pd.DataFrame({text: [text, text], "n": 1})
    df.attrs = {"title": text, "formula": text, "caveats": [text]}
    hits = pd.DataFrame(
        {"line": [1], "turn": 1} | dict.fromkeys(["speaker", "role", "left", "keyword", "right", "en"], text)
    )
    for shown in (
        markup.annotated(tokens, markers, english),
        markup.table(df),
        markup.table(df, caption=text, note=text),
        markup.kwic(hits, caption=text, width=None),
    ):
        page = soup(shown)
        assert {element.name for element in page.find_all(True)} <= elements
        assert not [name for element in page.find_all(True) for name in element.attrs if name.startswith("on")]
        assert not set("\u202e\u2066\u2069\u200f\u061c\x00\x1b\x85") & set(str(shown))
        visible = text.replace("\x00", "⟨U+0000⟩").replace("\u202e", "⟨U+202E⟩")[:6]
        assert visible in page.get_text()


def test_control_and_bidi_characters_are_made_visible():
    assert markup.safe("a\u202eb\u2069\x07\ud800") == "a⟨U+202E⟩b⟨U+2069⟩⟨U+0007⟩⟨U+D800⟩"
    assert markup.safe("қаз\u00adақ\t\n") == "қаз\u00adақ\t\n"


def test_a_table_says_what_it_is(tokens):
    table = frequencies(tokens).head(60)
    page = soup(markup.table(table))
    assert page.caption.get_text() == "Words (lemmas)"
    assert [head["scope"] for head in page.select("thead th")] == ["col"] * table.shape[1]
    assert [head.get("title") or head.get_text() for head in page.select("thead th")] == list(table)
    assert "of turns" in [head.get_text() for head in page.select("thead th")]
    first = page.select_one("tbody tr")
    assert first.th["scope"] == "row" and first.th["lang"] == "kk" and first.th.get_text() == "біз"
    assert "lang" not in first.td.attrs and first.select_one("td.num").get_text() == str(table["count"].iloc[0])
    assert len(page.select("tbody tr")) == 50
    note = page.select_one(".under > p").get_text()
    assert note.startswith("The first 50 of 60 rows. n = 380. Unit: per 1,000 words.") and "Formula" not in note
    told = page.select_one(".under details").get_text()
    assert "Formula" in told and "dp_floor" in told


def test_numbers_are_printed_alike_in_a_column_and_missing_ones_are_dashes():
    df = pd.DataFrame(
        {"word": ["a", None], "line": [1234, 5], "count": [1234, 5], "rate": [12.345, None], "p": [0.03, 1e-9]}
    )
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in soup(markup.table(df)).select("tbody tr")]
    assert cells == [["a", "1234", "1,234", "12.3", "0.030"], ["", "5", "5", "–", "0.000"]]


def test_an_index_with_a_name_and_columns_of_two_levels_are_shown():
    df = pd.DataFrame({("a", "x"): [1], ("a", "y"): [2]}, index=pd.Index(["біз"], name="lemma"))
    page = soup(markup.table(df, caption="c"))
    assert [head.get_text() for head in page.select("thead th")] == ["lemma", "a x", "a y"]
    assert page.select_one("tbody th").get_text() == "біз"


def test_a_table_without_rows_or_columns_is_shown():
    assert "0 rows" in repr(markup.table(pd.DataFrame(), caption="None"))


def test_a_concordance_is_cut_at_words_and_keeps_every_hit(tokens):
    hits = concordance(tokens, "біз", "lemma")
    page = soup(markup.kwic(hits, width=20))
    keys = [cell.get_text() for cell in page.select(".key[lang]")]
    assert keys == list(hits["keyword"])
    for cell, left in zip(page.select("td.left"), hits["left"]):
        shown = cell.get_text()
        assert len(shown) <= 21 and left.endswith(shown.removeprefix("…"))
        assert shown == left or shown == "…" or left[: -len(shown) + 1].endswith(" ")


def test_a_figure_has_its_description_and_is_closed(tokens):
    axes = plt.figure().subplots()
    charts.turn_lengths(tokens, ax=axes)
    first, second = (str(markup.figure(axes, "Turns < 13")) for _ in "ab")
    image = soup(first).figure.img
    assert image["alt"] == charts.describe(axes) and image["src"].startswith("data:image/png;base64,")
    assert soup(first).figcaption.get_text() == "Turns < 13"
    assert plt.get_fignums() == [] and first == second and len(first) < 60_000


def test_an_output_is_html_in_a_notebook_and_words_elsewhere(shown):
    assert shown._repr_html_() == str(shown)
    assert repr(shown).startswith("Annotated text: 46 lines, 130 markers (hedge ")
