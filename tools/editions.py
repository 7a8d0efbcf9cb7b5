"""Two editions from one master: the student's without solutions, the teacher's with notes; and the zip to pass on.

What a cell of a master is, its tags say: `solution` answers the exercise above it, `exercise` sets one, `teacher` is a
note for the teacher alone. In an edition for students the place of a solution is tagged `your-turn`; what stands there
to begin with is the solution's `metadata.suhbat.blank`. An exercise tagged `prose` gets a place to write in.
"""

import copy
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import keeping
from notebooks import copy_collection

DATE = (2026, 1, 1, 0, 0, 0)  # in the zip: the same pages make the same bytes
RUN_IT = "# Write your code below and run the cell with Shift+Enter."
WRITE_HERE = "(double-click here to write)"
TASK = re.compile(r"^### *Exercise *(.+)$", re.MULTILINE)


def has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def reader(book: NotebookNode) -> NotebookNode:
    """What everybody may read: solutions stay, behind one click, the teacher's notes go."""
    book = copy.deepcopy(book)
    book.cells = [cell for cell in book.cells if not has_tag(cell, "teacher")]
    return book


def student(book: NotebookNode) -> NotebookNode:
    """Without solutions: in the place of each an empty cell that says what to do; nor teacher's notes."""
    book = reader(book)
    task, cells = "the exercise", []
    for cell in [cell for cell in book.cells if not has_tag(cell, "your-answer")]:
        if has_tag(cell, "exercise") and (found := TASK.search(cell.source)):
            task = f"exercise {found[1].strip()}"
        if has_tag(cell, "solution"):
            empty(cell, task)
        cells.append(cell)
        if has_tag(cell, "prose"):
            place = {"tags": ["your-answer"]}
            cells.append(
                nbformat.v4.new_markdown_cell(f"**Your answer** {WRITE_HERE}", id=f"{cell.id}-a", metadata=place)
            )
    book.cells = cells
    return book


def in_pack(book: NotebookNode) -> NotebookNode:
    """The notebook as the packs of a class have it: there `helpers` lies beside the notebooks, not in src/."""
    book = copy.deepcopy(book)
    for cell in book.cells:
        cell.source = cell.source.replace("src/helpers/", "helpers/")
    return book


def empty(cell: NotebookNode, task: str) -> None:
    """Take the solution out of a cell and leave room for another."""
    blank = cell.metadata.get("suhbat", {}).get("blank", "")
    cell.source = f"# Your turn: {task}\n{blank or RUN_IT}\n"
    cell.outputs = []
    cell.execution_count = None
    cell.metadata = {"tags": ["your-turn"]}


def on_paper(cell: NotebookNode) -> NotebookNode | None:
    """A place for code as a page shows it, where nothing can be run: without the line that says how to run it."""
    cell = copy.deepcopy(cell)
    lines = [line for line in cell.source.splitlines() if line != RUN_IT]
    cell.source = "\n".join(lines)
    return cell if len(lines) > 1 else None


def classroom(books: dict[str, NotebookNode], folder: Path, say: Callable = print) -> None:
    """Write both editions as notebooks, student/ and teacher/, beside copies of the files they read."""
    copy_collection(folder)
    for edition, make in (("student", student), ("teacher", copy.deepcopy)):
        (folder / edition).mkdir(parents=True, exist_ok=True)
        for name, book in books.items():
            nbformat.write(make(book), folder / edition / f"{name}.ipynb")
        say(f"{len(books)} notebooks of the {edition}'s edition in {folder.name}/{edition}/")


def share(folder: Path, target: Path, letter: str, say: Callable = print) -> Path:
    """Pack the pages of a folder into one zip, with a README for whoever gets it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        pages = ((page.name, page.read_bytes()) for page in sorted(folder.glob("*.html")))
        for name, data in (("README.txt", letter.encode()), *pages):
            archive.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED)
    keeping.write(target, packed.getvalue())
    say(f"Packed: {target.name} ({target.stat().st_size / 1e6:.1f} MB). Unpack it and open index.html.")
    return target
