"""Execute and render: tools/build.py calls this inside `.venv`."""

import argparse
import base64
import csv
import html
import os
import re
import signal
import sys
import zlib
from functools import cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

import editions
import keeping
import polish
from notebooks import IMAGE, ROOT, NotebookError, execute, masters, read

BUILD = ROOT / "build"
TEMPLATES = ROOT / "tools" / "template"


@cache
def exporter(name: str) -> HTMLExporter:
    """The page template `name`: one self-contained file a page, nothing fetched from anywhere."""
    made = HTMLExporter(template_file=str(TEMPLATES / name))
    made.exclude_anchor_links = True
    for own in (
        polish.kazakh,
        polish.links,
        polish.landmarks,
        editions.has_tag,
    ):
        made.register_filter(own.__name__, own)
    return made


def fill(template: str, target: Path, book: nbformat.NotebookNode | None = None, **values) -> Path:
    """Write one page from a template, a notebook and what else the template asks for."""
    body, _ = exporter(template).from_notebook_node(book or nbformat.v4.new_notebook(), resources=values)
    return keeping.write(target, body.encode())


def prose(book: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in book.cells if cell.cell_type == "markdown"]


def unmarked(text: str) -> str:
    """Markdown without its marks."""
    return polish.plain(re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or "", text))


def heading(book: nbformat.NotebookNode) -> str:
    """The question a notebook asks: its first heading."""
    found = re.search(r"^# +(.+)$", "\n\n".join(prose(book)), re.M)
    return unmarked(found[1]) if found else "Untitled"


def sentence(book: nbformat.NotebookNode) -> str:
    """One sentence on a notebook, in Markdown: the first below its heading."""
    paragraphs = "\n\n".join(prose(book)).partition("# ")[2].split("\n\n")[1:]
    first = next(
        (p.strip() for p in paragraphs if p.strip() and not p.lstrip().startswith(("#", "<", ">", "-", "|"))), ""
    )
    return re.split(r"(?<=[.?!])\s+(?=[A-Z*_\[])", " ".join(first.split()))[0]


def picture(book: nbformat.NotebookNode) -> tuple[str, str]:
    """The picture of a notebook on the index, as (data address, description): the first figure, or that of a cell with
    the tag `cover`; two empty strings where there is no figure."""
    cells = sorted(book.cells, key=lambda cell: "cover" not in cell.metadata.get("tags", []))
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        for image in re.findall(r"<img\b[^>]*>", "".join(output.get("data", {}).get("text/html", ""))):
            src, alt = re.search(rf'src="({IMAGE.pattern})"', image), re.search(r'alt="([^"]*)"', image)
            if src and alt:
                return src[1], html.unescape(alt[1])
    return "", ""


def glossary() -> list[dict[str, str]]:
    with open(ROOT / "docs" / "glossary.csv", encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["term"].lower())


def render(books: dict, folder: Path, say=print, open_code: bool = False, edition: str = "") -> Path:
    """Write a page a notebook, the glossary, the codebook and an index; returns the index."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in folder.glob("*.html"):
        page.unlink()  # of a notebook that is no more
    codebook = ROOT / "docs" / "codebook.md"
    common = {"edition": edition, "codebook": codebook.exists(), "open_code": open_code}
    titles = [{"name": name, "title": heading(book)} for name, book in books.items()]
    cards = []
    for card, before, after, book in zip(titles, [None, *titles], [*titles[1:], None], books.values()):
        fill(
            "page.html.j2",
            folder / f"{card['name']}.html",
            book,
            page=common | card | {"previous": before, "next": after},
        )
        src, alt = picture(book)
        cards.append(card | {"sentence": sentence(book), "src": src, "alt": alt})
    fill("glossary.html.j2", folder / "glossary.html", terms=glossary())
    if codebook.exists():
        text = nbformat.v4.new_markdown_cell(codebook.read_text(encoding="utf-8"))
        book = nbformat.v4.new_notebook(cells=[text])
        fill("page.html.j2", folder / "codebook.html", book, page=common | {"title": heading(book)})
    index = fill("cards.html.j2", folder / "index.html", cards=cards, **common)
    say(f"{len(books)} pages. Open {index.relative_to(ROOT) if index.is_relative_to(ROOT) else index} in a browser.")
    return index


OWN_TEXT = "07_your_own_interview"
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


def folder_name(text: Path) -> str:
    """What to call the pages of a text: no other text has it."""
    text = text.resolve()
    if text.is_relative_to(ROOT):
        return "-".join(text.relative_to(ROOT).with_suffix("").parts).removeprefix("data-")
    return f"{text.stem}-{zlib.crc32(os.fsencode(text)):08x}"


def readme_picture(book: nbformat.NotebookNode) -> None:
    """The first figure of the stance notebook as the picture in the README."""
    src, _ = picture(book)
    keeping.write(ROOT / "docs" / "stance_by_role.png", base64.b64decode(src.partition(",")[2]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("chore", choices=["html", "notebooks", "classroom", "share"])
    parser.add_argument("--text", type=Path)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # on the way out every kernel is ended
    books = {path.stem: read(path) for path in masters()}
    if options.text:
        if not options.text.is_file():
            sys.exit(f"{options.text}: there is no such file; name a text, such as TEXT=data/samples/NAME.txt")
        books = {OWN_TEXT: with_text(books[OWN_TEXT], options.text.resolve())}
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
        editions.classroom(books, BUILD / "classroom")
        render(books, BUILD / "classroom" / "teacher", open_code=True, edition="Teacher’s edition")
        student = {name: editions.student(book) for name, book in books.items()}
        render(student, BUILD / "classroom" / "student", edition="Student’s edition")
        keeping.remember(BUILD / "classroom")
        return
    pages = BUILD / "html" if not options.text else BUILD / "share" / folder_name(options.text)
    render({name: editions.reader(book) for name, book in books.items()}, pages)
    if options.chore == "share":
        whose = OWN.format(name=options.text.name) if options.text else ARTICLE
        editions.share(pages, BUILD / f"suhbat-{pages.name}.zip", LETTER.format(whose=whose))


if __name__ == "__main__":
    main()
