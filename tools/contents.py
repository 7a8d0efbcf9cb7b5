"""What the index says of a notebook: its number, its question, a sentence, a drawing, minutes, for whom."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup
from nbformat import NotebookNode

from covers import Cover, cover
from editions import has_tag
from notebooks import ROOT

MARKS = re.compile(r"[*_`]|\[([^\]]*)\]\([^)]*\)")
NO_PROSE = ("#", "<", ">", "-", "|")  # how a paragraph begins that is a heading, HTML, a quotation, a list, a table


class Picture(NamedTuple):
    """A picture of a notebook: where its data stands, and what it shows in words."""

    src: str
    alt: str


class Card(NamedTuple):
    """A notebook on the index."""

    name: str
    number: str
    title: str
    sentence: str
    cover: Cover | None
    minutes: str
    readers: str
    level: str
    printed: str
    lesson: str


def card(name: str, book: NotebookNode, text: Path | None = None) -> Card:
    about = _about().get(name, {})
    return Card(
        name,
        number(name),
        heading(book),
        sentence(book),
        cover(name, text),
        about.get("minutes", ""),
        about.get("for whom", ""),
        about.get("level", ""),
        about.get("print", ""),
        about.get("lesson", ""),
    )


def _about() -> dict[str, dict[str, str]]:
    """Minutes and readers of every notebook, from docs/notebooks.csv."""
    with open(ROOT / "docs" / "notebooks.csv", encoding="utf-8", newline="") as file:
        return {row["notebook"]: row for row in csv.DictReader(file)}


def number(name: str) -> str:
    """The number by which the prose calls a notebook: "03"; "" for one that has none."""
    found = re.match(r"\d\d(?=_)", name)
    return found[0] if found else ""


def numbered(name: str, book: NotebookNode) -> NotebookNode:
    """The notebook with its number before its question; the one given is changed."""
    if number(name):
        for cell in book.cells:
            if cell.cell_type == "markdown" and re.search(r"^# ", cell.source, re.MULTILINE):
                cell.source = re.sub(r"^# ", f"# {number(name)} · ", cell.source, count=1, flags=re.MULTILINE)
                break
    return book


def prose(book: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


def unmarked(text: str) -> str:
    """Markdown without its marks."""
    plain = MARKS.sub(lambda found: found[1] or "", text)
    return BeautifulSoup(plain, "html.parser").get_text().strip()


def heading(book: NotebookNode) -> str:
    """The question a notebook asks: its first heading."""
    found = re.search(r"^# +(.+)$", prose(book), re.MULTILINE)
    return unmarked(found[1]) if found else "Untitled"


def sentence(book: NotebookNode) -> str:
    """One sentence on a notebook, in Markdown: the first below its heading."""
    for paragraph in prose(book).partition("# ")[2].split("\n\n")[1:]:
        text = " ".join(paragraph.split())
        if text and not text.startswith(NO_PROSE):
            return re.split(r"(?<=[.?!])\s+(?=[A-Z*_\[])", text)[0]
    return ""


def picture(book: NotebookNode) -> Picture:
    """The first figure of a notebook, or that of a cell with the tag `cover`; an empty one where there is none."""
    cells = sorted(book.cells, key=lambda cell: not has_tag(cell, "cover"))
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        shown = BeautifulSoup("".join(output.get("data", {}).get("text/html", "")), "html.parser")
        for image in shown.find_all("img", src=True, alt=True):
            if image["src"].startswith("data:"):
                return Picture("".join(image["src"].split()), image["alt"])
    return Picture("", "")
