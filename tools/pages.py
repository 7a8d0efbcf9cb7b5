"""Execute and render: tools/build.py calls this inside `.venv`."""

import argparse
import html
import os
import re
import sys
from functools import cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

import editions
from notebooks import IMAGE, ROOT, execute, masters, read

BUILD = ROOT / "build"
TEMPLATES = ROOT / "tools" / "template"


@cache
def exporter(name: str) -> HTMLExporter:
    """The page template `name`: one self-contained file a page, nothing fetched from anywhere."""
    made = HTMLExporter(template_file=str(TEMPLATES / name), anchor_link_text=" ")
    made.exclude_anchor_links = True
    made.embed_images = True
    return made


def heading(book: nbformat.NotebookNode) -> str:
    """The question a notebook asks: its first heading."""
    for cell in book.cells:
        if cell.cell_type == "markdown" and (found := re.match(r"#\s+(.+)", cell.source)):
            return found[1].strip()
    return "Untitled"


def sentence(book: nbformat.NotebookNode) -> str:
    """One sentence on a notebook: the paragraph under its first heading."""
    source = next(c.source for c in book.cells if c.cell_type == "markdown" and c.source.startswith("# "))
    paragraphs = [p.strip() for p in source.split("\n\n")[1:] if p.strip() and not p.startswith(("#", "<", ">"))]
    return re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or "", paragraphs[0]) if paragraphs else ""


def contents(book: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """(anchor, text) of the second-level headings."""
    found = re.findall(r"^##\s+(.+)$", "\n".join(c.source for c in book.cells if c.cell_type == "markdown"), re.M)
    return [(text.strip().replace(" ", "-"), text.strip()) for text in found]


def picture(book: nbformat.NotebookNode) -> tuple[str, str]:
    """The first figure of a notebook as (data address, description), or two empty strings."""
    for cell in book.cells:
        for output in cell.get("outputs", []):
            page = "".join(output.get("data", {}).get("text/html", ""))
            if found := re.search(rf'<img[^>]*?alt="([^"]*)"[^>]*?src="({IMAGE.pattern})"', page):
                return found[2], html.unescape(found[1])
    return "", ""


def render(books: dict[str, nbformat.NotebookNode], folder: Path, say=print, open_code: bool = False) -> Path:
    """Write a page a notebook and an index; returns the index."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list(books)
    cards = []
    for at, (name, book) in enumerate(books.items()):
        near = {
            "previous": names[at - 1] if at else None,
            "next": names[at + 1] if at + 1 < len(names) else None,
        }
        page = {"title": heading(book), "contents": contents(book), "open_code": open_code, "name": name, **near}
        body, _ = exporter("page.html.j2").from_notebook_node(book, resources={"page": page})
        (folder / f"{name}.html").write_text(body, encoding="utf-8")
        src, alt = picture(book)
        cards.append({"name": name, "title": page["title"], "sentence": sentence(book), "src": src, "alt": alt})
    body, _ = exporter("cards.html.j2").from_notebook_node(nbformat.v4.new_notebook(), resources={"cards": cards})
    index = folder / "index.html"
    index.write_text(body, encoding="utf-8")
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
    """The notebook for a text of one's own, with its one cell that names the file changed to `path`."""
    cell = next(c for c in book.cells if c.cell_type == "code" and c.source.startswith("path = "))
    cell.source = f"path = {os.path.relpath(path, ROOT / 'notebooks').replace(os.sep, '/')!r}"
    return book


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("chore", choices=["html", "notebooks", "classroom", "share"])
    parser.add_argument("--text", type=Path)
    options = parser.parse_args()
    books = {path.stem: read(path) for path in masters()}
    if options.text:
        if not options.text.is_file():
            sys.exit(f"{options.text}: there is no such file; name a text, such as TEXT=data/samples/NAME.txt")
        books = {OWN_TEXT: with_text(books[OWN_TEXT], options.text.resolve())}
    print(f"Running {len(books)} notebook{'s' * (len(books) > 1)} …", flush=True)
    books = execute(books)
    if options.chore == "notebooks":
        for name, book in books.items():
            nbformat.write(book, ROOT / "notebooks" / f"{name}.ipynb")
    if options.chore == "classroom":
        editions.classroom(books, BUILD / "classroom")
        render(books, BUILD / "classroom" / "teacher", open_code=True)
        student = {name: editions.student(book) for name, book in books.items()}
        render(student, BUILD / "classroom" / "student")
        return
    pages = BUILD / "html" if not options.text else BUILD / "share" / options.text.stem
    render({name: editions.reader(book) for name, book in books.items()}, pages)
    if options.chore == "share":
        whose = OWN.format(name=options.text.name) if options.text else ARTICLE
        editions.share(pages, BUILD / f"suhbat-{pages.name}.zip", LETTER.format(whose=whose))


if __name__ == "__main__":
    main()
