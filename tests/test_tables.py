import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.results import describe, note
from helpers.sheets import read_table, write_table

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def sample() -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "lemma": ["біз", "=2+5", "-ып", "@x", "+7", "'=a", "null", ""],
            "count": [3, 1, 1, 1, 1, 1, 1, 1],
            "rate": [9.345794392523365, -0.1, None, 1e-9, 1.0, 2.5, 0.30000000000000004, 1.0],
            "turn": pd.array([1, None, 3, 4, 5, 6, 7, 8], dtype="Int64"),
            "known": [True, False] * 4,
            "role": pd.Categorical(["interviewee"] * 8),
        }
    )
    facts = {"title": "Words", "unit": "per 1,000 words", "n": 380, "filters": "section = turn", "stop_list": "none"}
    return describe(table, **facts, formula="1000·f/n", caveats=["One text.", "=not a formula"], groups=["a", "b"])


def test_a_table_comes_back_with_its_types_cells_and_attrs(tmp_path):
    table = sample()
    back = read_table(write_table(table, tmp_path / "t.csv"))
    pd.testing.assert_frame_equal(back, table)
    assert back.attrs == table.attrs


def test_no_cell_of_the_file_begins_like_a_formula_and_the_file_begins_with_a_bom(tmp_path):
    data = write_table(sample(), tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    numbers = {"-0.1"}
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r") and cell and cell not in numbers]
    assert rows[0] == ["lemma", "count", "rate", "turn", "known", "role"]
    assert rows[9] == [] and rows[10] == ["# title", "Words"]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), CELLS)
def test_any_text_survives_the_round_trip(tmp_path_factory, cells, title):
    table = describe(pd.DataFrame(cells, columns=["=a", "# b"], dtype="str"), title=title)
    back = read_table(write_table(table, tmp_path_factory.mktemp("csv") / "t.csv"))
    assert back.to_numpy().tolist() == table.to_numpy().tolist()
    assert list(back.columns) == ["=a", "# b"] and back.attrs == table.attrs


def test_a_sheet_saved_with_semicolons_and_padded_rows_is_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("word;count\r\nбіз;3\r\n;\r\n# title;Words\r\n# n;380\r\n", encoding="utf-8-sig")
    back = read_table(path)
    assert back.to_dict("list") == {"word": ["біз"], "count": [3]}
    assert back.attrs == {"title": "Words", "n": 380}


def test_an_empty_file_is_refused_with_its_name(tmp_path):
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(ValueError, match=r"empty\.csv"):
        read_table(tmp_path / "empty.csv")


def test_the_note_names_title_unit_n_filters_formula_and_caveats():
    assert note(sample()) == (
        "Words. n = 380. Unit: per 1,000 words. Counted: section = turn. Stop list: none. Formula: 1000·f/n. "
        "One text. =not a formula."
    )
    assert note(pd.DataFrame()) == ""


def test_the_note_leaves_out_what_concerns_columns_that_are_not_shown():
    told = describe(
        pd.DataFrame({"count": [1], "rate": [2.0], "dp": [0.1]}),
        title="Words",
        unit="per 1,000 words",
        formula="`rate` = 1000·f/n; `low`, `high`: Wilson 1927; `dp`: Gries 2008",
        caveats=["Intervals (`low`, `high`) are too narrow.", "One text."],
    )
    assert note(told) == "Words. Unit: per 1,000 words. Formula: rate = 1000·f/n; dp: Gries 2008. One text."
    assert note(told[["count"]]) == "Words. One text."


def test_parts_and_sorted_copies_of_a_result_are_results_and_say_what_they_are():
    table = sample()
    for part in (table.head(2), table[["lemma", "count"]], table.sort_values("count"), table.query("count > 1")):
        assert type(part) is type(table) and part.attrs["title"] == "Words"


@pytest.mark.parametrize("end", ["\n", "\n\n", ",\n,\n"])
def test_empty_rows_at_the_end_of_a_sheet_lose_nothing(tmp_path, end):
    path = tmp_path / "sheet.csv"
    path.write_text("word,count\nбіз,3\nсіз,1" + end, encoding="utf-8")
    assert read_table(path).values.tolist() == [["біз", 3], ["сіз", 1]]


def test_a_sheet_with_tabs_is_read(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("word\tcount\nбіз\t3\n", encoding="utf-8")
    assert read_table(path).values.tolist() == [["біз", 3]]
