"""Explanations and the correction round trip."""

import csv
import re

import pytest

from helpers import ReviewError, explain, export_review, find_markers, read_lexicon, read_review, tokenize
from helpers.stance.explanation import codebook

TEXT = "Біз бару керек деп ойлаймыз, бірақ жол ұзақ.\n- Жол әділ салынбады."


@pytest.fixture
def tokens():
    return tokenize(TEXT)


@pytest.fixture
def markers(tokens):
    return find_markers(tokens)


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


@pytest.fixture
def sheet(tmp_path, tokens, markers):
    path = export_review(tokens, markers, tmp_path / "review.csv")
    return path, read(path)


def cell(rows, text, column):
    row = next(r for r in rows if r[rows[0].index("text")] == text)
    return row, rows[0].index(column)


def test_an_untouched_sheet_gives_the_markers_back(sheet, tokens, markers):
    review = read_review(sheet[0], tokens)
    columns = ["start", "end", "text", "category", "subtype", "marker", "line", "sentence", "section"]
    assert review.markers[columns].astype(str).equals(markers[columns].astype(str))
    assert set(review.markers["origin"]) == {"kept"}
    assert review.precision == 1.0
    assert review.counts["automatic"].equals(review.counts["corrected"])


def test_the_sheet_opens_in_a_spreadsheet_and_shows_each_hit_in_its_sentence(sheet):
    path, rows = sheet
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    row, at = cell(rows, "деп ойлаймыз", "sentence")
    assert row[at] == "Біз бару керек ⟦деп ойлаймыз⟧, бірақ жол ұзақ."


def test_rejections_changes_and_additions_are_applied_and_counted_apart(sheet, tokens, markers):
    path, rows = sheet
    row, at = cell(rows, "керек", "keep")
    row[at] = "no"
    row, at = cell(rows, "бірақ", "category")
    row[at] = "booster"
    blank = dict.fromkeys(rows[0], "")
    for extra in (
        {"category": "attitude", "start": "35", "end": "38"},
        {"category": "hedge", "text": "ұзақ", "line": "1"},
        {"category": "hedge", "text": "салынбады", "sentence": "Жол әділ салынбады."},
    ):
        rows.insert(3, list((blank | extra).values()))
    write(path, rows)
    review = read_review(path, tokens)
    table = {(t, c): o for t, c, o in zip(review.markers["text"], review.markers["category"], review.markers["origin"])}
    assert ("керек", "obligation") not in table
    assert table["бірақ", "booster"] == "changed"
    assert table["ұзақ", "hedge"] == table["салынбады", "hedge"] == "added"
    assert table["салынбады", "negation"] == "kept"
    assert review.precision == pytest.approx((len(markers) - 2) / len(markers))
    counts = review.counts.set_index("category")
    assert counts.loc["obligation", ["automatic", "kept", "corrected"]].tolist() == [1, 0, 0]
    assert counts.loc["contrast", "precision"] == 0
    assert counts.loc["booster", ["automatic", "corrected"]].tolist() == [0, 1]


def test_cells_that_look_like_formulas_are_harmless_and_come_back(tmp_path):
    tokens = tokenize('=HYPERLINK("x") бірақ су аз.\n+1 әрине.')
    markers = find_markers(tokens)
    path = export_review(tokens, markers, tmp_path / "review.csv")
    assert not [c for row in read(path) for c in row if c[:1] in ("=", "+", "@")]
    assert read_review(path, tokens).markers["text"].tolist() == ["бірақ", "әрине"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("keep", "maybe"),
        ("category", "doubt"),
        ("category", ""),
        ("automatic", "doubt"),
        ("start", "two"),
        ("start", "1"),
        ("end", "999999999999999999999"),
        ("text", "су"),
    ],
)
def test_a_cell_that_cannot_be_understood_is_named_by_row_and_column(sheet, tokens, column, value):
    path, rows = sheet
    rows[2][rows[0].index(column)] = value
    write(path, rows)
    with pytest.raises(ReviewError, match=f"row 3, column ({column}|start)"):
        read_review(path, tokens)


def test_a_marker_that_is_not_there_or_not_unique_or_not_placed_is_told(sheet, tokens):
    path, rows = sheet
    blank = dict.fromkeys(rows[0], "")
    for extra, words in (
        ({"category": "hedge", "text": "су", "line": "1"}, "not there"),
        ({"category": "hedge", "text": "ұза", "line": "1"}, "not there"),
        ({"category": "hedge", "text": "ұзақ"}, "needs start and end"),
        ({"category": "negation", "text": "салынбады", "line": "2"}, "earlier row"),
    ):
        write(path, [*rows[: rows.index([])], list((blank | extra).values())])
        with pytest.raises(ReviewError, match=words):
            read_review(path, tokens)


def test_a_sheet_without_a_needed_column_is_told(tmp_path, tokens):
    path = tmp_path / "review.csv"
    write(path, [["keep", "text"], ["yes", "керек"]])
    with pytest.raises(ReviewError, match="row 1: column 'category'"):
        read_review(path, tokens)


def test_an_explanation_names_row_rule_sentence_and_codebook(tokens, markers):
    marker = markers[markers["text"] == "керек"].iloc[0]
    text = str(explain(tokens, marker))
    assert "керек: obligation, necessity" in text
    assert "must, need to" in text
    assert "Біз бару [керек] деп ойлаймыз, бірақ жол ұзақ." in text
    assert "after -у, -уы, -мақ → obligation" in text


def test_a_suffix_marker_is_shown_with_the_word_taken_apart(tokens, markers):
    marker = next(m for m in markers.itertuples() if m.category == "negation")
    assert "ба negation" in str(explain(tokens, marker))


def test_an_explanation_is_inert_html():
    tokens = tokenize("Бірақ <script>alert(1)</script> \u202eсу.")
    shown = explain(tokens, find_markers(tokens).iloc[0])._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_every_codebook_reference_of_the_lexicon_leads_to_a_paragraph():

    anchors = {a for source in read_lexicon()["source"] for a in re.findall(r"codebook ([\w.-]+)", source)}
    assert anchors
    assert [a for a in anchors if not codebook(a)] == []


def test_a_category_that_was_never_found_has_no_precision_rather_than_nothing_or_all(sheet, tokens):
    counts = read_review(sheet[0], tokens).counts
    never = counts["automatic"] == 0
    assert never.any() and counts.loc[never, "precision"].isna().all()
    assert (counts.loc[~never, "precision"] == 1).all()
