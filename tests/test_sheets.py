"""Sheets as people and spreadsheets leave them: read rightly or refused, never written over."""

import csv
import os
import re
import unicodedata
import warnings

import pandas as pd
import pytest

from helpers import (
    LexiconError,
    ReviewError,
    export_review,
    find_markers,
    read_lexicon,
    read_review,
    read_table,
    tokenize,
    write_table,
)
from helpers.sheets import LEXICONS, read_sheet, rows

TEXT = "Жаңа көпір керек пе? Иә, бірақ біз ақша таппадық.\nОйымша, қала әлі дайын емес. Сіз қалай ойлайсыз?"


@pytest.fixture
def tokens():
    return tokenize(TEXT)


@pytest.fixture
def sheet(tmp_path, tokens):
    return export_review(tokens, find_markers(tokens), tmp_path / "review.csv")


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def save(path, table, delimiter=";", encoding="utf-8-sig", first=""):
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(first)
        csv.writer(file, delimiter=delimiter).writerows(table)


# -- every form in which a spreadsheet saves a sheet


def as_lexicon_row(path):
    table = read_lexicon(path)
    return table[["id", "pattern", "category", "subtype"]].values.tolist()


FORMS = {
    "semicolons": {"delimiter": ";"},
    "tabs": {"delimiter": "\t"},
    "UTF-16": {"delimiter": "\t", "encoding": "utf-16"},
    "UTF-8 without BOM": {"delimiter": ",", "encoding": "utf-8"},
    "Excel's sep=": {"delimiter": ";", "first": "sep=;\r\n"},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_lexicon_is_read_in_every_form_in_which_it_is_saved(tmp_path, form):
    body = [["note", "subtype", "id", "pattern", "category"], ["", "connective", "алайда", "алайда", "contrast"], [""]]
    save(tmp_path / "mine.csv", body, **form)
    assert as_lexicon_row(tmp_path / "mine.csv") == [["алайда", "алайда", "contrast", "connective"]]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", sorted(path.name for path in LEXICONS.glob("*.csv")))
def test_every_lexicon_of_the_package_may_be_saved_by_a_spreadsheet(tmp_path, monkeypatch, name, form):
    before = rows(name)
    header = list(before[0])
    shuffled = [*header[1:], header[0]]
    body = [shuffled, *([row[column] for column in shuffled] for row in before), [""] * len(header)]
    save(tmp_path / name, body, **form)
    monkeypatch.setattr("helpers.sheets.LEXICONS", tmp_path)
    assert rows(name) == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\3\4rest", "xlsx"),
        (b"\xd0\xcf\x11\xe0rest", "xls"),
        ("id,pattern\nсоз".encode("cp1251"), "UTF-8"),
        (b"{\\rtf1 id", "RTF"),
        (b'id,pattern,category,subtype\n"a,b', "row 2"),
        (b"id,pattern,category,subtype\na,b,hedge,possibility,,x\n", "row 2: 6 cells under 4 columns"),
        (b"id,pattern,category,subtype,id\n", "'id' stands twice"),
        (b"id,pattern,category\n", "'subtype' is missing"),
        (b"id,pattern,category,subtype\na," + b"x" * 200_000 + b",hedge,possibility\n", "row 2: a cell"),
    ],
)
def test_what_is_no_lexicon_is_refused_with_file_row_and_remedy(tmp_path, data, said):
    path = tmp_path / "mine.csv"
    path.write_bytes(data)
    with pytest.raises(LexiconError, match=f"mine.csv.*{said}"):
        read_lexicon(path)


def test_a_short_row_is_padded_and_no_column_is_lost(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("word,count,remark\nбіз,3,our\nсіз,1\nол\n", encoding="utf-8")
    assert read_table(path).fillna("").astype(str).values.tolist()[2] == ["ол", "", ""]
    assert list(read_table(path)) == ["word", "count", "remark"]


def test_a_table_saved_by_a_russian_spreadsheet_comes_back_with_its_numbers(tmp_path):
    table = pd.DataFrame({"word": ["біз", "сіз"], "rate": [12345.5, 0.25], "n": [1200, 7], "known": [True, False]})
    body = cells(write_table(table, tmp_path / "t.csv"))
    changed = [
        [cell.replace(".", ",").replace("True", "ИСТИНА").replace("False", "ЛОЖЬ") for cell in row] for row in body
    ]
    changed[1][1], changed[1][2] = "12\u00a0345,5", "1\u00a0200,0"
    changed[len(table) + 1 :] = body[len(table) + 1 :]
    save(tmp_path / "t.csv", changed)
    pd.testing.assert_frame_equal(read_table(tmp_path / "t.csv"), table)


@pytest.mark.parametrize(("column", "cell"), [("n", "9" * 5000), ("rate", "many"), ("known", "perhaps"), ("n", "1,5")])
def test_a_cell_that_is_no_value_is_named_by_file_row_and_column(tmp_path, column, cell):
    table = pd.DataFrame({"word": ["біз", "сіз"], "rate": [1.5, 0.25], "n": [12, 7], "known": [True, False]})
    body = cells(write_table(table, tmp_path / "t.csv"))
    body[2][list(table).index(column)] = cell
    save(tmp_path / "t.csv", body, ",")
    with pytest.raises(ValueError, match=f"t.csv, column '{column}', row 3"):
        read_table(tmp_path / "t.csv")


# -- nothing that a person typed is lost


def test_a_sheet_in_which_somebody_worked_is_kept_and_the_new_one_stands_beside(tmp_path, sheet, tokens):
    body = cells(sheet)
    body[1][body[0].index("keep")] = "no"
    save(sheet, body)
    typed = sheet.read_bytes()
    with pytest.warns(UserWarning, match="kept"):
        again = export_review(tokens, find_markers(tokens), sheet)
    assert sheet.read_bytes() == typed
    assert again == tmp_path / "review-2.csv" and again.exists()


def test_a_sheet_that_nobody_touched_makes_room_for_the_new_one(tmp_path, sheet, tokens):
    save(sheet, cells(sheet))  # opened and saved by a spreadsheet
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert export_review(tokens, find_markers(tokens)[:3], sheet) == sheet
    assert len(read_review(sheet, tokens).markers) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["review.csv"]


def test_a_file_that_is_no_sheet_of_ours_is_never_written_over(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("my notes", encoding="utf-8")
    with pytest.warns(UserWarning, match="notes-2.csv"):
        write_table(pd.DataFrame({"word": ["біз"]}), path)
    assert path.read_text(encoding="utf-8") == "my notes"


def test_a_disk_that_is_full_leaves_the_sheet_that_was_there(sheet, tokens, monkeypatch):
    before = sheet.read_bytes()

    def full(path, data):
        with open(path, "wb") as file:
            file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        export_review(tokens, find_markers(tokens)[:2], sheet)
    assert sheet.read_bytes() == before
    assert [name for name in os.listdir(sheet.parent) if name != sheet.name] == []


# -- incomplete sheets are not believed


def test_deleted_rows_are_named_and_refused_and_counted_only_on_demand(sheet, tokens):
    total = len(find_markers(tokens))
    body = cells(sheet)
    del body[5], body[2]
    save(sheet, body)
    with pytest.raises(ReviewError, match=rf"2 of {total} rows are missing \(2, 5\)"):
        read_review(sheet, tokens)
    assert len(read_review(sheet, tokens, partial=True).markers) == total - 2


def test_a_sheet_that_does_not_number_its_rows_says_that_it_cannot_tell(sheet, tokens):
    body = cells(sheet)
    save(sheet, [row[1:] for row in body[: body.index([])]])
    with pytest.warns(UserWarning, match="cannot be told"):
        read_review(sheet, tokens)


def test_a_sorted_sheet_whose_footer_moved_is_read(sheet, tokens):
    head, *body = cells(sheet)
    save(sheet, [head, *sorted(body, reverse=True)])
    assert len(read_review(sheet, tokens).markers) == len(find_markers(tokens))


@pytest.mark.parametrize("answer", ["no", "No", "жоқ", "ЖОҚ", "нет", "FALSE", "ЛОЖЬ", "0", "0.0", "0,0"])
def test_no_is_understood_in_every_language_a_spreadsheet_speaks(sheet, tokens, answer):
    body = cells(sheet)
    body[1][body[0].index("keep")] = answer
    body[0] = [name.upper() for name in body[0]]
    save(sheet, body)
    assert len(read_review(sheet, tokens).markers) == len(find_markers(tokens)) - 1


@pytest.mark.parametrize("answer", ["yes", "ИСТИНА", "да", "иә", "1.0", "TRUE", ""])
def test_yes_is_understood_too(sheet, tokens, answer):
    body = cells(sheet)
    body[1][body[0].index("keep")] = answer
    save(sheet, body)
    assert len(read_review(sheet, tokens).markers) == len(find_markers(tokens))


def test_a_doubled_column_is_refused(sheet, tokens):
    body = cells(sheet)
    save(sheet, [[*row, "keep" if at == 0 else "no"] for at, row in enumerate(body) if row])
    with pytest.raises(ReviewError, match="'keep' stands twice"):
        read_review(sheet, tokens)


def test_letters_in_two_pieces_and_numbers_with_a_point_are_read(sheet, tokens):
    body = cells(sheet)
    end = body.index([])
    for row in body[1:end]:
        row[:] = [unicodedata.normalize("NFD", cell) for cell in row]
        at = body[0].index("start")
        row[at], row[at + 1] = row[at] + ".0", row[at + 1] + ",0"
    save(sheet, body)
    found = read_review(sheet, tokens).markers
    assert found["text"].tolist() == find_markers(tokens)["text"].tolist()


def test_the_context_in_a_sheet_is_bounded(tmp_path):
    tokens = tokenize(("керек " * 3000).strip())
    path = export_review(tokens, find_markers(tokens), tmp_path / "review.csv")
    assert path.stat().st_size < 3000 * 6000
    at = cells(path)[0].index("sentence")
    assert max(len(row[at]) for row in cells(path) if len(row) > at) < 2100


def test_a_table_with_a_lone_surrogate_is_written_and_read(tmp_path):
    table = pd.DataFrame({"word": ["a\ud800b"]}, dtype="object")
    assert read_table(write_table(table, tmp_path / "t.csv"))["word"].tolist() == ["a\ud800b"]


def test_stop_words_and_sheets_share_one_reader(tmp_path):
    save(tmp_path / "stop.csv", [["word", "note"], ["біз", ""]], ";", "utf-16")
    assert read_sheet(tmp_path / "stop.csv", ["word"], ValueError) == (["word", "note"], [["біз", ""]])
    assert not re.search("open\\(.*newline", (LEXICONS.parent / "stance/review.py").read_text(encoding="utf-8"))
