"""Two editions from one master: the student's without solutions, the teacher's with notes; and the zip to pass on.

In a master notebook a code cell whose first line begins `# Solution` answers the exercise above it (a markdown cell
that begins `### Exercise`), and a markdown cell that begins `**Teacher's note.**` is for the teacher alone.
"""

import copy
import re
import shutil
import zipfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
READ = ["data", "docs", "tests/data"]  # what notebooks read or link to, as ../data and so on
SOLUTION, NOTE, EXERCISE, EMPTY = "# Solution", "**Teacher's note.**", "### Exercise", "# Your turn"


def is_solution(cell) -> bool:
    return cell.cell_type == "code" and cell.source.startswith(SOLUTION)


def is_note(cell) -> bool:
    return cell.cell_type == "markdown" and cell.source.startswith(NOTE)


def is_empty(cell) -> bool:
    """Whether the student is to fill the cell."""
    return cell.cell_type == "code" and cell.source.startswith(EMPTY)


def reader(book):
    """What everybody may read: solutions stay, behind one click, the teacher's notes go."""
    book = copy.deepcopy(book)
    book.cells = [cell for cell in book.cells if not is_note(cell)]
    return book


def student(book):
    """Without solutions: in the place of each an empty cell that says what to do; nor teacher's notes."""
    book, task = reader(book), "the exercise"
    for cell in book.cells:
        if cell.cell_type == "markdown" and (found := re.search(rf"^{EXERCISE} *(.+)$", cell.source, re.M)):
            task = f"exercise {found[1].strip()}"
        if is_solution(cell):
            cell.source = f"{EMPTY}: {task}\n# Write your code below and run the cell with Shift+Enter.\n"
            cell.outputs, cell.execution_count = [], None
    return book


def classroom(books: dict, folder: Path, say=print) -> None:
    """Write both editions as notebooks, student/ and teacher/, beside copies of the files they read."""
    for files in READ:
        shutil.copytree(ROOT / files, folder / files, dirs_exist_ok=True)
    for edition, make in (("student", student), ("teacher", copy.deepcopy)):
        (folder / edition).mkdir(parents=True, exist_ok=True)
        for name, book in books.items():
            nbformat.write(make(book), folder / edition / f"{name}.ipynb")
        say(f"{len(books)} notebooks of the {edition}'s edition in {folder.name}/{edition}/")


def share(pages: Path, target: Path, letter: str, say=print) -> Path:
    """Pack the pages into one zip, with a README for whoever gets it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", letter)
        for page in sorted(pages.glob("*.html")):
            packed.write(page, page.name)
    say(f"Packed: {target.name} ({target.stat().st_size / 1e6:.1f} MB). Unpack it and open index.html.")
    return target
