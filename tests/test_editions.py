"""The student's and the teacher's edition, and the zip to pass on, all from one master."""

import re
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import contents
import editions
import pages

HINT = "<details><summary>Hint</summary>"


@pytest.fixture(scope="module")
def students(executed):
    return {name: editions.student(book) for name, book in executed.items()}


@pytest.fixture
def small():
    """A master with two exercises, one of them solved in two cells."""

    def shown(text):
        return [new_output("stream", text=text)]

    book = new_notebook(
        cells=[
            new_markdown_cell("# What is it?\n\nA small master. It has two exercises."),
            new_code_cell("n = 3\nn", outputs=shown("3"), execution_count=1),
            new_markdown_cell("## Exercises"),
            new_markdown_cell(
                f"### Exercise 1: Change one value\n\nMake it four.\n\n{HINT}\n\nThe first line.\n\n</details>"
            ),
            new_code_cell("# Solution\nn = 4\nn", outputs=shown("4 is the answer"), execution_count=2),
            new_markdown_cell("**Teacher's note.** Ask why not five."),
            new_markdown_cell(f"### Exercise 2: Decide and defend\n\nIs it so?\n\n{HINT}\n\nThink.\n\n</details>"),
            new_code_cell("# Solution\nfirst = 'defended'", execution_count=3),
            new_code_cell("first.upper()", outputs=shown("DEFENDED"), execution_count=4),
        ]
    )
    for number, tag in {
        3: "exercise",
        4: "solution",
        5: "teacher",
        6: "exercise",
        7: "solution",
        8: "solution",
    }.items():
        book.cells[number].metadata = {"tags": [tag]}
    return book


def exercises(book):
    return [c.source for c in book.cells if editions.has_tag(c, "exercise")]


def lines(cells):
    """The lines that cells hold and show, comments aside."""
    texts = [text for cell in cells for text in (cell.source, *map(str, cell.get("outputs", [])))]
    return {line.strip() for text in texts for line in text.splitlines() if len(line.strip()) > 3}


def test_a_solution_becomes_an_empty_cell_that_says_what_to_do(small):
    cells = [c for c in editions.student(small).cells if c.cell_type == "code"][1:]
    assert len(cells) == 3
    for cell, task in zip(cells, ["1: Change one value", "2: Decide and defend", "2: Decide and defend"]):
        assert cell.source.splitlines()[0] == f"# Your turn: exercise {task}"
        assert all(line.startswith("#") for line in cell.source.splitlines())
        assert cell.outputs == [] and cell.execution_count is None


def test_nothing_of_a_solution_or_a_note_is_left_for_the_student(small):
    left = nbformat.writes(editions.student(small))
    for gone in ("n = 4", "4 is the answer", "defended", "DEFENDED", "first.upper", "why not five"):
        assert gone in nbformat.writes(small) and gone not in left
    assert "n = 3" in left


def test_making_an_edition_leaves_the_master_alone(small):
    before = nbformat.writes(small)
    editions.student(small), editions.reader(small)
    assert nbformat.writes(small) == before


def test_in_a_pack_the_package_lies_beside_the_notebooks(executed):
    for name, book in executed.items():
        for cell in editions.in_pack(book).cells:
            assert "src/helpers" not in cell.source, (name, cell.id)
            for path in re.findall(r"(?<![\w/])(helpers/lexicons/\w+\.csv)", cell.source):
                assert (pages.ROOT / "src" / path).is_file(), (name, path)


def test_readers_keep_the_solutions_and_lose_the_notes(small):
    left = nbformat.writes(editions.reader(small))
    assert "4 is the answer" in left and "why not five" not in left


def test_no_line_of_any_solution_is_left_in_the_students_edition(executed, students):
    for name, book in executed.items():
        solved = [cell for cell in book.cells if editions.has_tag(cell, "solution")]
        elsewhere = lines(cell for cell in book.cells if not editions.has_tag(cell, "solution"))
        for cell in solved:  # what the place of an answer holds to begin with; test_classroom runs it
            elsewhere |= {line.strip() for line in cell.metadata.get("suhbat", {}).get("blank", "").splitlines()}
        assert not (lines(solved) - elsewhere) & lines(students[name].cells), name
        assert sum(editions.has_tag(cell, "your-turn") for cell in students[name].cells) == len(solved), name


def test_exercises_keep_their_text_and_their_hint(executed, students):
    for name, book in executed.items():
        assert exercises(students[name]) == exercises(book), name
        for text in exercises(book):
            assert HINT in text and "</details>" in text, (name, text[:60])


def test_cells_that_look_like_solutions_exercises_or_notes_have_the_tag(committed):
    looks = {"solution": "# Solution", "exercise": "### Exercise", "teacher": "**Teacher's note.**"}
    for name, book in committed.items():
        for cell in book.cells:
            for tag, begins in looks.items():
                assert editions.has_tag(cell, tag) or not cell.source.startswith(begins), (name, cell.id)


def test_solutions_are_folded_in_the_masters(committed):
    for name, book in committed.items():
        for cell in book.cells:
            hidden = bool(cell.metadata.get("jupyter", {}).get("source_hidden"))
            assert hidden == editions.has_tag(cell, "solution"), (name, cell.id)


def test_one_cell_of_all_is_tagged_parameters_and_names_the_file(committed):
    cells = [cell for book in committed.values() for cell in book.cells if editions.has_tag(cell, "parameters")]
    assert len(cells) == 1 and cells[0].source.startswith("path = ")
    assert cells[0] in committed[pages.OWN_TEXT].cells


def test_the_first_six_notebooks_have_three_to_five_exercises_each_with_a_solution(executed):
    for name, book in executed.items():
        kinds = "".join(
            "E" if editions.has_tag(cell, "exercise") else "S" if editions.has_tag(cell, "solution") else ""
            for cell in book.cells
        )
        if name[:2] <= "06":
            assert 3 <= kinds.count("E") <= 5, name
            assert re.fullmatch("(ES+)+", kinds), (name, kinds)


def test_both_editions_lie_beside_the_files_they_read(executed, tmp_path):
    editions.classroom(executed, tmp_path, say=lambda text: None)
    for edition in ("student", "teacher"):
        found = sorted((tmp_path / edition).glob("*.ipynb"))
        assert [path.stem for path in found] == list(executed)
        for path in found:
            for file in re.findall(r"\.\./(?:data|docs|tests)/[\w./-]+", path.read_text(encoding="utf-8")):
                assert (path.parent / file).exists(), (path.name, file)


def test_the_students_edition_runs_up_to_the_exercises(as_students):
    done = list(as_students.values())[:2]
    assert all(cell.execution_count for book in done for cell in book.cells if cell.cell_type == "code")


@pytest.mark.parametrize(
    "whose, named", [(pages.ARTICLE, "camonitor.kz"), (pages.OWN.format(name="library.txt"), "library.txt")]
)
def test_the_zip_holds_every_page_and_says_whose_text_it_is(small, tmp_path, whose, named):
    pages.render({"01_small": small}, tmp_path / "html", say=lambda text: None)
    target = editions.share(
        tmp_path / "html", tmp_path / "all.zip", pages.LETTER.format(whose=whose), lambda text: None
    )
    with zipfile.ZipFile(target) as packed:
        letter = packed.read("README.txt").decode()
        inside = set(packed.namelist())
    assert inside - {"README.txt"} == {path.name for path in (tmp_path / "html").glob("*.html")}
    assert {"index.html", "01_small.html", "glossary.html"} <= inside
    assert named in letter and "rights" in letter.lower() and "native speaker" in letter


def test_the_index_has_one_sentence_a_notebook(small):
    assert contents.sentence(small) == "A small master."
    assert contents.heading(small) == "What is it?"
