"""One word or category from all sides; every number open to its places; readable names."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers import (
    collocations,
    compare,
    concordance,
    explore,
    find_markers,
    frequencies,
    markup,
    ngrams,
    read_transcript,
    tokenize,
)
from helpers.categories import SUBTYPES
from helpers.labels import LANGUAGES, label
from helpers.sheets import rows
from helpers.showing.explore import _rates
from helpers.showing.places import opened

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module", params=["raw/kopbaev_interview", "samples/garden_names"])
def tokens(request):
    return tokenize(read_transcript(DATA / f"{request.param}.txt"))


@pytest.fixture(scope="module")
def markers(tokens):
    return find_markers(tokens)


def soup(shown):
    return BeautifulSoup(str(shown), "html.parser")


def test_exploring_a_word_gives_the_numbers_of_the_tables_and_every_place(tokens):
    row = frequencies(tokens, stop=True).iloc[0]
    page = soup(explore(tokens, row["lemma"], "lemma"))
    captions = " ".join(caption.get_text() for caption in page.select("caption"))
    for question in ("How often?", "In which forms?", "With which neighbours?", "In which sentences?"):
        assert question in captions
    first = [cell.get_text() for cell in page.select_one("tbody tr").select("th, td")]
    assert first[:2] == ["all", str(row["count"])] and page.select_one("img")["alt"]
    assert len(page.select(".kwic td.key")) == min(20, row["count"])


def test_the_intervals_of_explore_are_those_of_frequencies(tokens, markers):
    columns = ["count", "n", "rate", "low", "high", "deff", "turns", "of_turns"]
    lemma = frequencies(tokens, stop=True).iloc[0]["lemma"]
    by_role = frequencies(tokens, "role").set_index(["role", "lemma"])
    word = _rates(concordance(tokens, lemma, "lemma"), tokens, "", poisson=False).set_index("role")
    assert "design effect" in word.attrs["formula"]
    for role in set(by_role.index.get_level_values("role")):
        if word.loc[role, "count"]:
            row = by_role.loc[(role, lemma), columns].to_numpy().ravel()  # a table of one row in pandas 2.2
            assert word.loc[role, columns].tolist() == pytest.approx(row.tolist())
    stance = _rates(concordance(tokens, "hedge", markers=markers), tokens, "", poisson=True).set_index("role")
    every = frequencies(tokens, markers=markers).set_index("category")
    assert stance.loc["all", columns].tolist() == pytest.approx(every.loc["hedge", columns].tolist())


def test_exploring_a_category_counts_its_markers(tokens, markers):
    spoken = markers[markers["section"] == "turn"]
    name = spoken["category"].value_counts().index[0]
    page = soup(explore(tokens, category=name, markers=markers))
    assert page.select_one("tbody td").get_text() == str((spoken["category"] == name).sum())


@pytest.mark.parametrize(
    "call, said",
    [
        ({"category": "hedges"}, "category 'hedges' is no category; did you mean 'hedge'?"),
        ({"query": "біз", "of": "lema"}, "of 'lema' is no column there; did you mean 'lemma'?"),
        ({}, "query must be a word or a phrase; or give category= or gloss="),
    ],
)
def test_a_wrong_call_of_explore_says_what_to_write(tokens, call, said):
    with pytest.raises(ValueError, match=re.escape(f"explore: {said}")):
        explore(tokens, **call)


def test_every_row_opens_to_as_many_places_as_it_counts(tokens, markers):
    tables = [
        (frequencies(tokens), {}),
        (frequencies(tokens, by="role"), {}),
        (frequencies(tokens, of="norm", top=30), {}),
        (ngrams(tokens, min_count=1).head(20), {}),
        (frequencies(tokens, by="role", markers=markers), {"markers": markers}),
        (frequencies(tokens, of="subtype", markers=markers), {"markers": markers}),
    ]
    for table, more in tables:
        page = soup(markup.table(table, tokens=tokens, places=500, **more))
        said = [int(summary.get_text().split()[0]) for summary in page.select(".opens summary")]
        assert said == [count for count in table["count"].head(50) if count]  # what counts nothing has nothing to open
        assert [len(places.select("li")) for places in page.select(".opens")] == said


@pytest.mark.parametrize("stop", [True, {"партия", "бақтың", "және", "бала"}, ["ма", "де", "деп"]])
def test_a_table_without_stop_words_opens_to_exactly_the_places_it_counts(tokens, stop):
    said = tokenize("Ол келеді деп айтты. Олар дейді, біз де дейміз деп ойлаған.")
    for text in (tokens, said.assign(section="turn", role="interviewee")):
        for of in ("lemma", "norm"):
            table = frequencies(text, of=of, stop=stop).head(8)
            assert [row.number for row in opened(table, text, None, None, 1)] == table["count"].tolist()


def test_every_pair_of_words_that_stand_together_opens_to_its_places(tokens):
    for table in (collocations(tokens, min_count=1).head(20), collocations(tokens, window=4, of="norm", top=20)):
        page = soup(markup.table(table[["first", "second", "count"]], tokens=tokens))
        assert [int(summary.get_text().split()[0]) for summary in page.select(".opens summary")] == [*table["count"]]
        for row, places in zip(table.itertuples(), page.select(".opens")):
            marked = [word.strip(',.:–-«»"') for word in places.select_one("mark").get_text().split()]
            found = tokens[tokens["text"].isin(marked)]
            assert row.first in {*found["lemma"], *found["norm"]} and row.second in {*found["lemma"], *found["norm"]}


def test_exploring_draws_one_row_and_not_those_of_the_ten_categories(tokens, markers):
    name = markers.loc[markers["section"] == "turn", "category"].iloc[0]
    described = soup(explore(tokens, category=name, markers=markers)).img["alt"]
    assert " 0, in 0 turns" not in described and label(name) in described


def test_rows_of_a_comparison_open_to_the_places_of_both_sides(tokens):
    table = compare(tokens, draws=20).head(5) if tokens["role"].nunique() > 1 else None
    if table is None:
        pytest.skip("one role")
    page = soup(markup.table(table, tokens=tokens))
    both = table.filter(regex="^count_").sum(axis=1)
    assert [int(summary.get_text().split()[0]) for summary in page.select(".opens summary")] == both.tolist()


def test_a_table_that_was_not_counted_from_these_tokens_is_refused(tokens):
    table = frequencies(tokens).assign(count=99)
    with pytest.raises(ValueError, match="tokens must be those that df was counted from"):
        markup.table(table, tokens=tokens)


def test_a_result_as_last_line_of_a_cell_shows_itself_as_on_the_page(tokens):
    shown = soup(frequencies(tokens).head(7)._repr_html_())
    assert shown.caption.get_text() == "Words (lemmas)" and len(shown.select("tbody tr")) == 7
    assert "How was this counted?" in shown.get_text() and shown.select("td.num")


def test_every_subtype_and_every_column_of_counts_has_a_readable_name():
    for name in {subtype for subtypes in SUBTYPES.values() for subtype in subtypes}:
        assert "_" not in label(name) and (
            label(name) != name or name in {"source", "degree", "focus"} or name.isalpha()
        )
    assert label("count_interviewee") == "count, interviewee" and label("of_turns") == "of turns"
    for row in rows("labels.csv"):
        assert all(row[language].strip() for language in LANGUAGES), row["name"]
