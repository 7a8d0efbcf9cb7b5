"""Notebook 07 on texts of all kinds: every sample, and one that nothing divides into turns."""

import copy
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "data/samples").glob("*.txt"))
NO_MARKS = "Кітапхана\nКітапханаға кім келеді?\nБәрі келеді. Біз соған қуанамыз.\n"


@pytest.fixture(scope="module")
def own_texts(committed, tmp_path_factory):
    """Notebook 07 executed on each text, in a copy of the collection: {name: notebook}, and the copy's folder."""
    import plain_run

    import pages

    folder = tmp_path_factory.mktemp("own")
    for part in ("data", "docs", "notebooks"):
        shutil.copytree(ROOT / part, folder / part)
    plain = folder / "data/samples/no_marks.txt"
    plain.write_text(NO_MARKS, encoding="utf-8")
    texts = {file.stem: f"../data/samples/{file.name}" for file in (*SAMPLES, plain)}
    books = {name: copy.deepcopy(committed[pages.OWN_TEXT]) for name in texts}
    for name, book in books.items():
        cell = next(c for c in book.cells if c.cell_type == "code" and c.source.startswith("path = "))
        cell.source = f"path = {texts[name]!r}"
    return plain_run.execute(books, folder / "notebooks", folder / "run"), folder


def shown(book) -> str:
    outputs = (output for cell in book.cells for output in cell.get("outputs", []))
    return "\n".join(str(o.get("text") or o.get("data")) for o in outputs)


@pytest.mark.parametrize("name", [file.stem for file in SAMPLES])
def test_notebook_07_shows_and_exports_every_sample(own_texts, name):
    books, folder = own_texts
    assert shown(books[name]).count("<img alt=") >= 4
    exports = {file.name for file in (folder / "work/data/samples" / f"{name}.txt").iterdir()}
    assert {"review.csv", "words.csv", "words.svg", "stance.pdf"} <= exports


def test_notebook_07_says_what_to_do_where_nothing_divides_the_text(own_texts):
    text = shown(own_texts[0]["no_marks"])
    assert "type Q: and A: where turns open" in text
    assert "the whole text, speakers unknown" in text
    assert text.count("<img alt=") >= 2
