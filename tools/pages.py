"""Execute and render: tools/build.py calls this inside `.venv`."""

import argparse
import html
import re
import sys
from functools import cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("chore", choices=["html", "notebooks", "classroom", "share"])
    parser.add_argument("--text")
    options = parser.parse_args()
    books = {path.stem: read(path) for path in masters()}
    if not books:
        sys.exit("There are no notebooks in notebooks/.")
    print(f"Running {len(books)} notebooks …", flush=True)
    books = execute(books)
    if options.chore == "notebooks":
        for path in masters():
            nbformat.write(books[path.stem], path)
    render(books, BUILD / "html")


if __name__ == "__main__":
    main()
