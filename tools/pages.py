"""Execute and render: tools/build.py calls this inside `.venv`."""

import argparse
import base64
import copy
import csv
import os
import re
import signal
import sys
import zlib
from functools import cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters import Highlight2HTML

import codebook as codebooks
import contents
import editions
import handouts
import keeping
import labelsheet
import packs
import pictures
import polish
from notebooks import ROOT, NotebookError, execute, masters, read

BUILD = ROOT / "build"
TEMPLATES = ROOT / "tools" / "template"
STUDENTS, TEACHERS = "Student’s edition", "Teacher’s edition"
LESSON_PLAN = "lesson_plan.html"
SUBTYPE = re.compile(r"^Subtype \w+: ")  # how the code calls the term: nothing for readers


class Exporter(HTMLExporter):
    """nbconvert's, without its look over the whole page for pictures that do not say what they show: ours do."""

    def from_notebook_node(self, nb, resources=None, **kw):
        lexer = nb.metadata.get("language_info", {}).get("pygments_lexer")
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)


@cache
def exporter(name: str) -> Exporter:
    """The page template `name`: one self-contained file a page, nothing fetched from anywhere."""
    made = Exporter(template_file=str(TEMPLATES / name))
    made.exclude_anchor_links = True
    for own in (
        polish.drawn,
        polish.kazakh,
        polish.landmarks,
        polish.links,
        editions.has_tag,
        editions.on_paper,
    ):
        made.register_filter(own.__name__, own)
    return made


def fill(template: str, target: Path, book: nbformat.NotebookNode | None = None, **values) -> Path:
    """Write one page from a template, a notebook and what else the template asks for."""
    body, _ = exporter(template).from_notebook_node(book or nbformat.v4.new_notebook(), resources=values)
    return keeping.write(target, body.encode())


def glossary() -> list[polish.Term]:
    """The terms of docs/glossary.csv, in alphabetical order."""
    with open(ROOT / "docs" / "glossary.csv", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["term"].lower())
    meanings = [SUBTYPE.sub("", row["definition"]) for row in rows]
    return [polish.Term(row["term"], row["kazakh"], row["russian"], says) for row, says in zip(rows, meanings)]


def written(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def licence() -> str:
    """The section of the README on citation and licences, as a page."""
    found = re.search(r"^## Citation and licences\n(.*?)(?=^## |\Z)", written("README.md"), re.MULTILINE | re.DOTALL)
    return f"# Citation and licences\n{found[1] if found else ''}"


def documents() -> dict[str, str]:
    """The pages that are made from documents, in Markdown, by their names."""
    codebook = written("docs/codebook.md")
    return {
        polish.CODEBOOK_PAGE: codebooks.students(codebook, polish.RULINGS),
        polish.RULINGS: codebooks.rulings(codebook, polish.CODEBOOK_PAGE),
        LESSON_PLAN: written("docs/lesson_plan.md"),
        "licence.html": licence(),
    }


def render(
    books: dict, folder: Path, say=print, open_code: bool = False, edition: str = "", text: Path | None = None
) -> Path:
    """Write one page for each notebook, for the documents, the glossary and an index; returns the index."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in folder.glob("*.html"):
        page.unlink()  # of a notebook that is no more
    terms = glossary()
    common = {"edition": edition, "open_code": open_code, "terms": terms, "previous": None, "next": None}
    cards = [contents.card(name, book, text) for name, book in books.items()]
    for before, card, after in zip([None, *cards], cards, [*cards[1:], None]):
        book = contents.numbered(card.name, copy.deepcopy(books[card.name]))
        around = {"previous": before, "next": after, "number": card.number, "title": card.title}
        fill("page.html.j2", folder / f"{card.name}.html", book, page=common | around)
    students = edition == STUDENTS
    papers = {name: text for name, text in documents().items() if not (students and name == LESSON_PLAN)}
    for name, text in papers.items():
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
        fill(
            "page.html.j2",
            folder / name,
            book,
            page=common | {"number": "", "title": contents.heading(book), "terms": []},
        )
    fill("glossary.html.j2", folder / "glossary.html", terms=terms)
    facts = {"cards": cards, "edition": edition, "lesson_plan": not students, "word": None, "number": None}
    if COUNTS in books:
        facts |= {"word": pictures.word(), "number": pictures.number()}
    index = fill("cards.html.j2", folder / "index.html", **facts)
    say(f"{len(books)} pages. Open {index.relative_to(ROOT) if index.is_relative_to(ROOT) else index} in a browser.")
    return index


COUNTS, OWN_TEXT, MANY = "03_frequencies", "07_your_own_interview", "08_many_interviews"
LETTER = """These pages were made with Suhbat, a collection of notebooks for reading word use and stance in a Kazakh
press interview. Unpack them into one folder and open index.html in a browser. They need no network and run no scripts.

{whose}

The stance labels and the English translation that some pages show were made by a language model and have not been
reviewed by a native speaker. The prose is under CC BY 4.0.
"""
ARTICLE = """The interview quoted in them (B. Köpbaev, by Saule Isabaeva for camonitor.kz) is a press article. Rights
in it stay with its publisher: do not publish these pages further without asking there. To pass on a text that is free,
make the pages from one of the samples: make share TEXT=data/samples/NAME.txt"""
OWN = """They were made from the file {name}. Whoever gave you the pages answers for the rights in that text; the files
in data/samples of the collection are made up and free to pass on."""


def with_text(book: nbformat.NotebookNode, path: Path) -> nbformat.NotebookNode:
    """The notebook for a text of one's own, with its one cell that names the file changed to `path` in data/raw."""
    cell = next(cell for cell in book.cells if editions.has_tag(cell, "parameters"))
    cell.source = f"path = {'../data/raw/' + path.name!r}"
    return book


def free(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook on many interviews with those alone that may be passed on: the samples."""
    for cell in book.cells:
        cell.source = cell.source.replace("[rs]a*/*.txt", "samples/*.txt")
    return book


def folder_name(text: Path) -> str:
    """What to call the pages of a text: no other text has it."""
    text = text.resolve()
    if text.is_relative_to(ROOT):
        return "-".join(text.relative_to(ROOT).with_suffix("").parts).removeprefix("data-")
    return f"{text.stem}-{zlib.crc32(os.fsencode(text)):08x}"


def readme_picture(book: nbformat.NotebookNode) -> None:
    """The first figure of the stance notebook as the picture in the README."""
    src = contents.picture(book).src
    keeping.write(ROOT / "docs" / "stance_by_role.png", base64.b64decode(src.partition(",")[2]))


def print_outs(chore: str, text: Path) -> None:
    """The pages that need no notebook: what to print, and the sheet to label."""
    if chore == "handouts":
        handouts.make(text, BUILD / "handouts" / text.stem)
    else:
        page = labelsheet.make(text, BUILD / "labelsheet" / f"{text.stem}.html")
        print(f"One page to give to every student: {page.relative_to(ROOT)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("chore", choices=["html", "notebooks", "classroom", "share", "handouts", "labelsheet"])
    parser.add_argument("--text", type=Path)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # on the way out every kernel is ended
    if options.text and not options.text.is_file():
        sys.exit(f"{options.text}: there is no such file; name a text, such as TEXT=data/samples/NAME.txt")
    if options.chore in ("handouts", "labelsheet"):
        print_outs(options.chore, options.text or labelsheet.ARTICLE)
        return
    books = {path.stem: read(path) for path in masters()}
    if options.text:
        books = {OWN_TEXT: with_text(books[OWN_TEXT], options.text.resolve()), MANY: free(books[MANY])}
    print(f"Running {len(books)} notebook{'s' * (len(books) > 1)} …", flush=True)
    try:
        books = execute(books, text=options.text)
    except NotebookError as error:
        sys.exit(str(error))
    if options.chore == "notebooks":
        for name, book in books.items():
            keeping.write(ROOT / "notebooks" / f"{name}.ipynb", (nbformat.writes(book) + "\n").encode())
        readme_picture(books["04_stance"])
    if options.chore == "classroom":
        keeping.put_aside(BUILD / "classroom")
        books = {name: editions.in_pack(book) for name, book in books.items()}
        editions.classroom(books, BUILD / "classroom")
        render(books, BUILD / "classroom" / "teacher", open_code=True, edition=TEACHERS)
        student = {name: editions.student(book) for name, book in books.items()}
        render(student, BUILD / "classroom" / "student", edition=STUDENTS)
        handouts.make(labelsheet.ARTICLE, BUILD / "classroom" / "teacher" / "handouts")
        handouts.for_students(
            BUILD / "classroom" / "teacher" / "handouts", BUILD / "classroom" / "student" / "handouts"
        )
        labelsheet.make(labelsheet.ARTICLE, BUILD / "classroom" / "student" / "labelsheet.html")
        packs.pack(BUILD / "classroom")
        keeping.remember(BUILD / "classroom")
        return
    pages = BUILD / "html" if not options.text else BUILD / "share" / folder_name(options.text)
    render({name: editions.reader(book) for name, book in books.items()}, pages, text=options.text)
    if options.chore == "share":
        whose = OWN.format(name=options.text.name) if options.text else ARTICLE
        editions.share(pages, BUILD / f"suhbat-{pages.name}.zip", LETTER.format(whose=whose))


if __name__ == "__main__":
    main()
