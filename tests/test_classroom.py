"""What a class uses: exercises, answers that check themselves, the label sheet and its labels, hand-outs, zips."""

import csv
import hashlib
import io
import json
import re
import shutil
import warnings
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import codebook
import editions
import handouts
import labelsheet
import packs
from helpers import classroom, find_markers, read_transcript, tokenize
from helpers.classroom import unveiled, veil
from helpers.errors import ArgumentError, ReviewError

ROOT = Path(__file__).parents[1]
KINDS = {"read", "change a value", "write code"}
LINE = re.compile(r"^\*(Read|Change a value|Write code) · (\d+) minutes · (needs no Kazakh|some Kazakh helps)\*$", re.M)
GARDEN = ROOT / "data/samples/garden_names.txt"


def exercises(book):
    return [cell for cell in book.cells if editions.has_tag(cell, "exercise")]


# -- exercises


def test_every_exercise_names_its_kind_its_minutes_and_whether_it_needs_kazakh(committed):
    for name, book in committed.items():
        for cell in exercises(book):
            found = LINE.search(cell.source)
            tags = set(cell.metadata["tags"])
            assert found, (name, cell.id)
            assert tags & KINDS == {found[1].lower()}
            assert ("needs no Kazakh" in tags) == (found[3] == "needs no Kazakh")


def test_every_notebook_begins_with_a_blank_to_fill_in(committed):
    for name, book in committed.items():
        first = exercises(book)[0]
        assert first.source.startswith("### Exercise 0:"), name
        solution = book.cells[book.cells.index(first) + 1]
        assert "answer = ..." in solution.metadata["suhbat"]["blank"], name


def test_most_exercises_need_no_new_code(committed):
    kinds = [LINE.search(cell.source)[1] for book in committed.values() for cell in exercises(book)]
    assert kinds.count("Write code") < len(kinds) / 3


def test_whoever_has_to_decide_and_defend_gets_a_place_to_write(committed):
    for book in committed.values():
        for cell in exercises(book):
            if "Decide and defend" in cell.source:
                assert editions.has_tag(cell, "prose")
        student = editions.student(book)
        for at, cell in enumerate(student.cells):
            if editions.has_tag(cell, "prose"):
                assert editions.has_tag(student.cells[at + 1], "your-answer")


def test_every_answer_in_the_masters_is_accepted_by_check(executed):
    for name, book in executed.items():
        for cell in book.cells:
            if cell.cell_type == "code" and "classroom.check(" in cell.source:
                shown = " ".join(str(o.get("text") or o.get("data")) for o in cell.outputs)
                assert "Yes." in shown, (name, cell.id, shown[:200])


def test_every_key_has_an_exercise_and_every_exercise_that_is_checked_a_key(committed):
    with open(ROOT / "src/helpers/lexicons/exercises.csv", encoding="utf-8", newline="") as file:
        keys = {row["exercise"] for row in csv.DictReader(file) if row["what"] == "key"}
    asked = {
        number
        for book in committed.values()
        for cell in book.cells
        for number in re.findall(r'check\("(\d\d\.\d)"', cell.source)
    }
    assert keys == asked


def test_every_student_notebook_runs_to_its_end(as_students):
    for name, book in as_students.items():
        for cell in book.cells:
            if cell.cell_type == "code" and not all(x.startswith("#") or not x for x in cell.source.split("\n")):
                assert cell.execution_count, (name, cell.id)


def test_an_untouched_blank_is_told_to_put_an_answer_in_and_gives_nothing_away(as_students):
    for book in as_students.values():
        for cell in book.cells:
            if editions.has_tag(cell, "your-turn"):
                assert "Yes." not in str(cell.outputs)


def test_what_each_hint_says_shows_something(as_students):
    hints = [cell for book in as_students.values() for cell in book.cells if editions.has_tag(cell, "hint")]
    assert len(hints) >= 6
    for cell in hints:
        assert cell.outputs, cell.source


def test_behind_the_exercises_a_students_notebook_has_only_prose_and_places_to_work(executed):
    for book in executed.values():
        cells = editions.student(book).cells
        begin = next(at for at, cell in enumerate(cells) if cell.source.startswith("## Exercises"))
        for cell in cells[begin:]:
            assert cell.cell_type == "markdown" or editions.has_tag(cell, "your-turn")


# -- answers


def test_an_answer_is_right_almost_or_not_yet():
    assert classroom.check("03.2", 16).startswith("Yes.")
    assert classroom.check("03.2", 8) == "Almost: did you also take біздің out?"
    assert classroom.check("03.2", 9).startswith("Not yet")
    assert classroom.check("03.2", ...) == "Put your answer in the place of the three dots."
    assert repr(classroom.check("03.2", 16)).startswith("Yes.")


@pytest.mark.parametrize(
    "answer", ["іміз дің", "-дің, -іміз", ["дің", "іміз"], {"іміз", "дің"}, pd.Series(["іміз", "дің"])]
)
def test_words_are_compared_as_a_set_however_they_are_written(answer):
    assert classroom.check("02.1", answer).startswith("Yes.")


def test_numbers_are_compared_to_the_places_of_the_key():
    assert classroom.check("06.0", 2 / 3).startswith("Yes.")
    assert classroom.check("06.0", "0.67").startswith("Yes.")
    assert classroom.check("06.0", 0.7).startswith("Not yet")
    assert classroom.check("06.0", "two thirds").startswith("Not yet")


def test_an_exercise_that_there_is_not_is_named_with_the_nearest():
    with pytest.raises(ArgumentError, match=r"'3.2'.*03.2"):
        classroom.check("3.2", 16)


@pytest.mark.parametrize("answer", [object(), b"\xff", float("nan"), [[1], [2, 3]], "x" * 10_000, 10**400])
def test_no_answer_makes_check_fail(answer):
    assert classroom.check("01.0", answer)


def test_veiled_keys_are_not_readable_at_a_glance_and_work_the_same(monkeypatch):
    plain = (ROOT / "src/helpers/lexicons/exercises.csv").read_text(encoding="utf-8")
    hidden = packs.veiled(plain)
    rows = list(csv.DictReader(io.StringIO(plain)))
    for row in rows:
        if len(row["says"]) > 8:
            assert row["says"] not in hidden
        assert unveiled(veil(row["answer"])) == row["answer"]
    veiled = list(csv.DictReader(io.StringIO(hidden)))
    monkeypatch.setattr(classroom, "rows", lambda name: veiled)
    assert classroom.check("03.2", 8) == "Almost: did you also take біздің out?"


# -- the label sheet


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    page = labelsheet.make(GARDEN, tmp_path_factory.mktemp("sheet") / "sheet.html")
    return page.read_text(encoding="utf-8")


def test_the_label_sheet_allows_its_own_script_and_nothing_else(sheet):
    soup = BeautifulSoup(sheet, "html.parser")
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    assert len(soup.find_all("script")) == 1 and not soup.find("script").get("src")
    for kind in ("script", "style"):
        assert labelsheet.digest(soup.find(kind).string) in policy
    assert not re.search(r"https?:|//\w+\.|@import|url\(", re.sub(r"<meta[^>]*>", "", sheet))
    assert hashlib.sha256(soup.find("script").string.encode()).digest()


def test_the_label_sheet_has_ten_sentences_with_english_and_every_word_in_its_place(sheet):
    soup = BeautifulSoup(sheet, "html.parser")
    text = read_transcript(GARDEN).text
    assert len(soup.select("ol > li")) == 10
    assert all(item.select_one("p.en") for item in soup.select("ol > li"))
    for word in soup.select("button.w"):
        at = int(word["data-at"])
        assert text[at : at + len(word.text)] == word.text


def test_every_word_of_the_label_sheet_shows_its_parts_and_most_what_the_stem_means(sheet):
    words = BeautifulSoup(sheet, "html.parser").select("button.w")
    for word in words:
        assert word["data-hint"].partition(" “")[0].replace("-", "") == word.text.replace("-", "")
    assert sum("“" in word["data-hint"] for word in words) > 0.8 * len(words)


# -- the labels of a class


@pytest.fixture(scope="module")
def tokens():
    return tokenize(read_transcript(GARDEN))


@pytest.fixture
def folder(tmp_path, tokens):
    """Three students who labelled two sentences; each call of save adds a file."""
    words = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    two = words[words["sentence"].isin(sorted(words["sentence"].unique())[:2])]
    edges = two.groupby("sentence").agg(a=("start", "min"), b=("end", "max"))
    places = [[int(a), int(b)] for a, b in edges.itertuples(index=False)]
    first, second = ([int(row.start), str(row.text)] for row in two.iloc[:2].itertuples())

    def save(name, labels, file=None, **more):
        paper = {"format": "suhbat-labels-1", "student": name, "sentences": places, "labels": labels} | more
        path = tmp_path / (file or f"label_{name}.json")
        path.write_text(json.dumps(paper, ensure_ascii=False), encoding="utf-8")
        return path

    save("A", [[*first, "hedge"]])
    save("B", [[*first, "hedge"], [*second, "negation"]])
    save("C", [])
    return tmp_path, save, first, second


def test_agreement_counts_who_marked_which_word(folder, tokens):
    path, _, first, _ = folder
    found = classroom.read_class(path, tokens, find_markers(tokens))
    row = found.agreement.set_index("category").loc["hedge"]
    assert found.students == ("A", "B", "C") and found.skipped.empty
    assert (row["marked"], row["by_half"], row["by_all"]) == (1, 1, 0)
    assert row["F1"] == pytest.approx((1 + 0 + 0) / 3)
    assert found.disputed["disagreement"].iloc[0] == pytest.approx(2 / 3 + 2 / 3)
    assert found.words.query("category == 'hedge' and students > 0")["students"].tolist() == [2]
    assert first[1] in str(found.heat_map()) and "tagger" in str(found.heat_map())


def test_two_students_of_one_name_and_one_called_tagger_lose_nothing(folder, tokens):
    path, save, first, _ = folder
    save("A", [], file="again.json")
    save("tagger", [[*first, "hedge"]], file="t.json")
    found = classroom.read_class(path, tokens, find_markers(tokens))
    assert len(found.students) == 5 and set(found.students) >= {"A", "A (2)", "tagger (2)"}


GOOD = '{"format": "suhbat-labels-1", "sentences": [[186, 229]], "labels": '
BAD = {
    "empty": b"",
    "no_json": b"label me",
    "utf16": '{"format": "x"}'.encode("utf-16"),
    "deep": b"[" * 100_000,
    "list": b"[]",
    "other": b'{"format": "else"}',
    "huge": b" " * 1_100_000,
    "number": b'{"format": "suhbat-labels-1", "sentences": [[0, 1e3]], "labels": []}',
    "short": b'{"format": "suhbat-labels-1", "sentences": [[0]], "labels": []}',
    "nothing": b'{"format": "suhbat-labels-1", "sentences": [], "labels": []}',
    "backwards": b'{"format": "suhbat-labels-1", "sentences": [[900, 10]], "labels": []}',
    "twice": b'{"format": "suhbat-labels-1", "sentences": [[186, 229], [186, 229]], "labels": []}',
    "infinite": b'{"format": "suhbat-labels-1", "sentences": [[0, Infinity]], "labels": []}',
    "category": f'{GOOD}[[186, "Серік", "<script>"]]}}'.encode(),
    "another_text": f'{GOOD}[[186, "Биік", "hedge"]]}}'.encode(),
    "unhashable": b'{"format": "suhbat-labels-1", "sentences": [[186, 229]], "labels": [[186, ["x"], {}]]}',
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_named_once_and_loses_nobody_elses_work(folder, tokens, kind):
    path, *_ = folder
    (path / f"bad_{kind}.json").write_bytes(BAD[kind])
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = classroom.read_class(path, tokens)
    assert found.students == ("A", "B", "C")
    assert found.skipped["file"].tolist() == [f"bad_{kind}.json"]
    assert len(said) == 1 and f"bad_{kind}.json" in str(said[0].message)


def test_a_name_that_is_html_is_shown_as_text(folder, tokens):
    path, save, *_ = folder
    save("<img src=x onerror=alert(1)>\u202e", [], file="evil.json")
    shown = str(classroom.read_class(path, tokens).heat_map())
    assert "<img" not in shown and "&lt;img" in shown and "\u202e" not in shown


def test_a_folder_without_any_file_says_what_is_missing(tmp_path, tokens):
    with pytest.raises(ReviewError, match="no file of a label sheet"):
        classroom.read_class(tmp_path, tokens)


def test_the_made_up_class_fits_the_sheet_of_the_interview():
    transcript = read_transcript(labelsheet.ARTICLE)
    found = classroom.read_class(ROOT / "data/class", tokenize(transcript))
    assert len(found.students) == 5 and found.skipped.empty
    assert len(found.disputed) == 10


# -- hand-outs


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handouts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handouts, "browser", lambda: None)
        handouts.make(GARDEN, folder, say=lambda text: None)
    return {path.stem: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in folder.glob("*.html")}


def test_there_is_every_page_of_the_list_and_each_says_it_is_unreviewed(printed):
    assert set(printed) == set(handouts.TITLES)
    for page in printed.values():
        assert "size: A4" in str(page.style) and "unreviewed" in str(page.style)
        assert not page.find("script") and "{{" not in str(page)


def test_the_blank_interview_has_every_sentence_in_three_columns_and_no_mark(printed):
    page = printed["interview"]
    rows = page.select("tbody tr")
    text = handouts.Text(GARDEN)
    assert len(rows) == len(text.sentences) and not page.find("mark")
    for row in rows:
        kazakh, latin, english = (cell.text for cell in row.find_all("td")[1:4])
        assert re.search("[а-яәіңғүұқөһ]", kazakh) and not re.search("[а-яәіңғүұқөһ]", latin + english)


def test_the_key_marks_what_the_tagger_found(printed):
    text = handouts.Text(GARDEN)
    places = text.markers[["start", "end"]].drop_duplicates()
    inside = text.tokens[text.tokens["sentence"].notna()]
    assert len(printed["interview_key"].select("mark")) == places["start"].isin(inside["start"]).sum()


def test_the_codebook_on_paper_has_all_ten_categories(printed):
    entries = codebook.entries((ROOT / "docs/codebook.md").read_text(encoding="utf-8"))
    assert len(printed["codebook"].select("section")) == len(entries) == 10


def test_words_to_cut_show_no_cut_and_the_key_does(printed):
    for row, key in zip(printed["words"].select("tbody tr"), printed["words_key"].select("tbody tr")):
        assert "+" not in row.text and "+" in key.text
    assert len(printed["words"].select("tbody tr")) >= 10


def test_the_sample_papers_add_up(printed):
    for table in printed["rubric"].select("section table"):
        numbers = [int(cell.text) for cell in table.select("td") if cell.text.isdigit()]
        assert numbers[-1] == sum(numbers[:-1])


def test_the_hedges_of_the_sample_paper_stand_in_the_guests_own_lines(printed):
    said = printed["rubric"].blockquote.get_text()
    text = handouts.Text(GARDEN)
    guest = text.markers.query("category == 'hedge' and role == 'interviewee' and section == 'turn'")
    assert f"Hedges: {len(guest)} by the guest" in " ".join(said.split())
    lines = re.search(r"they stand in\s+lines ([\d, ]+)", said)[1]
    assert {*map(int, lines.split(", "))} == {*guest["line"]}


def test_what_the_lesson_plan_puts_on_the_wall_is_in_the_notebook_it_names(committed):
    """Headings in quotation marks behind a notebook's name, and the exercises that a lesson asks for."""
    plan = (ROOT / "docs/lesson_plan.md").read_text(encoding="utf-8")
    named = re.findall(r"`(\d\d_\w+)`, “([^”]+)”", plan)
    assert len(named) >= 4
    for name, heading in named:
        assert any(f"## {heading}" in cell.source for cell in committed[name].cells), (name, heading)
    for lesson in re.findall(r"^## Lesson \d.*?(?=^## |\Z)", plan, re.M | re.S):
        books = re.findall(r"\b(0[1-6])\b", lesson.splitlines()[0])
        tasks = {
            task[1]
            for name, book in committed.items()
            if name[:2] in books
            for cell in exercises(book)
            if (task := re.match(r"### Exercise (\d)", cell.source))
        }
        assert {*re.findall(r"[Ee]xercise (\d)", lesson)} <= tasks


def test_a_browser_prints_pdf(tmp_path):
    if not handouts.browser():
        pytest.skip("no Chromium found")
    page = tmp_path / "one.html"
    page.write_text("<p>One</p>", encoding="utf-8")
    assert handouts.to_pdf([page])
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")


# -- zips, times, glossary


def test_the_zips_have_a_start_page_and_the_students_no_solution_key_or_plan(executed, tmp_path):
    editions.classroom(executed, tmp_path, say=lambda text: None)
    (tmp_path / "student" / "labelsheet.html").write_text("<p>sheet</p>", encoding="utf-8")
    packs.pack(tmp_path, say=lambda text: None)
    names, start = {}, {}
    for edition in ("student", "teacher"):
        with zipfile.ZipFile(tmp_path / f"{edition}.zip") as packed:
            names[edition] = set(packed.namelist())
            start[edition] = packed.read("start.html").decode()
            if edition == "student":
                whole = b"\n".join(packed.read(name) for name in packed.namelist())
    assert "docs/lesson_plan.md" in names["teacher"] - names["student"]
    assert not any(name.startswith("teacher/") for name in names["student"])
    assert "student/labelsheet.html" in start["student"] and "lesson_plan" not in start["student"]
    assert not [name for name in names["student"] if name.startswith(("data/labels", "data/class")) or "/." in name]
    assert "data/labels/labels_codebook.tsv" in names["teacher"] and "student/01_the_text.ipynb" in names["student"]
    for secret in ("did you also take біздің out?", "# Solution", "Teacher's note"):
        assert secret.encode() not in whole
    assert "student/helpers/__init__.py" in names["student"]


def test_what_is_in_the_students_zip_runs_without_the_collection(executed, tmp_path):
    import subprocess
    import sys

    editions.classroom(executed, tmp_path / "made", say=lambda text: None)
    packs.pack(tmp_path / "made", say=lambda text: None)
    shutil.unpack_archive(tmp_path / "made" / "student.zip", tmp_path / "unpacked")
    code = "import helpers; print(helpers.__file__); print(helpers.classroom.check('03.2', 8))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "unpacked/student", capture_output=True, text=True
    )
    assert str(tmp_path / "unpacked") in run.stdout and "did you also take біздің out?" in run.stdout


def test_readme_lesson_plan_and_index_give_a_notebook_the_same_minutes():
    with open(ROOT / "docs/notebooks.csv", encoding="utf-8", newline="") as file:
        index = {row["notebook"]: int(row["minutes"]) for row in csv.DictReader(file)}
    table = re.compile(r"^\| `(\d\d_\w+)` \|[^|\n]*\| (\d+) \|$", re.M)
    readme = {name: int(minutes) for name, minutes in table.findall((ROOT / "README.md").read_text(encoding="utf-8"))}
    plan_text = (ROOT / "docs/lesson_plan.md").read_text(encoding="utf-8")
    plan = {name: int(m) for name, m in re.findall(r"^\| `(\d\d_\w+)` \| (\d+) \| \d \|$", plan_text, re.M)}
    assert readme == index
    assert plan == {name: minutes for name, minutes in index.items() if name[:2] <= "06"}
    with open(ROOT / "docs/notebooks.csv", encoding="utf-8", newline="") as file:
        course = {row["notebook"]: row["lesson"] for row in csv.DictReader(file) if row["lesson"]}
    assert course == dict(re.findall(r"^\| `(\d\d_\w+)` \| \d+ \| (\d) \|$", plan_text, re.M))
    lessons = re.findall(r"^\| `\d\d_\w+` \| (\d+) \| (\d) \|$", plan_text, re.M)
    for lesson in "123":
        assert sum(int(minutes) for minutes, number in lessons if number == lesson) <= 90


def test_each_lesson_goes_on_without_a_gap_to_ninety_minutes():
    text = (ROOT / "docs/lesson_plan.md").read_text(encoding="utf-8")
    parts = re.findall(r"^## Lesson \d.*?(?=^## |\Z)", text, re.M | re.S)
    assert len(parts) == 3
    for part in parts:
        steps = [tuple(map(int, step)) for step in re.findall(r"^\| (\d+)–(\d+) \|", part, re.M)]
        assert steps[0][0] == 0 and steps[-1][1] == 90
        assert all(before[1] == after[0] for before, after in zip(steps, steps[1:]))


def test_every_term_has_three_languages_and_no_two_terms_one_kazakh_word():
    with open(ROOT / "docs/glossary.csv", encoding="utf-8", newline="") as file:
        terms = list(csv.DictReader(file))
    assert all(row["kazakh"] and row["russian"] and row["definition"] for row in terms)
    for column in ("term", "kazakh"):
        names = [row[column].lower() for row in terms]
        assert len(names) == len(set(names)), column


def test_the_prose_of_notebooks_has_no_row_a_word():
    for path in [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/**/README.md")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\b(one|a) row a \w+|off the stop list|that it was not written on|\b1 differences", text
        ), path


def test_the_prose_of_notebooks_has_one_kind_of_quotation_marks_and_of_percent(committed):
    """“…” in prose, as in every label and caption; 95 % with a space, printed figures too."""
    code = re.compile(r"```.*?```|`[^`\n]*`|<[^>]+>|\]\([^)]*\)", re.S)
    for name, book in committed.items():
        for cell in book.cells:
            if cell.cell_type == "markdown":
                prose = code.sub("", cell.source)
                assert '"' not in prose and prose.count("“") == prose.count("”"), (name, cell.id)
                assert not re.search(r"\d%", prose), (name, cell.id)
            else:
                assert not re.search(r":\.\d%}", cell.source), (name, cell.id)
