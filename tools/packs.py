"""The two zips of a class: student.zip and teacher.zip, each with a page to start from.

The student's holds no solution, no key, no labels and no lesson plan: the answers that `check` knows are veiled in it.
Notebook 06 counts from the labels, so students have its page and the teacher its notebook.
"""

import csv
import io
import zipfile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

import handouts
import keeping
from notebooks import ROOT

DATE = (2026, 1, 1, 0, 0, 0)  # the same files make the same bytes
PACKAGE = ROOT / "src" / "helpers"
KEYS = "lexicons/exercises.csv"
TEACHERS_ALONE = ("docs/lesson_plan.md", "data/labels/", "data/class/", "student/06_can_we_trust_it.ipynb")
SHARED = ("data", "docs", "tests")


def veiled(keys: str) -> str:
    """The table of keys, answers and messages veiled: not readable at a glance, which is all that is claimed."""
    from helpers.classroom import veil

    rows = list(csv.DictReader(io.StringIO(keys, newline="")))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(row | {name: veil(row[name]) for name in ("answer", "says")})
    return out.getvalue()


def package(edition: str) -> dict[str, bytes]:
    """The package `helpers` beside the notebooks, so that nothing of it has to be installed."""
    files = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(PACKAGE).as_posix()
            data = path.read_bytes()
            if edition == "student" and name == KEYS:
                data = veiled(data.decode()).encode()
            files[f"{edition}/helpers/{name}"] = data
    return files


def start_page(edition: str, names: list[str]) -> bytes:
    environment = Environment(loader=FileSystemLoader(ROOT / "tools" / "template"), autoescape=True)
    places = {name: f"{edition}/handouts/{name}.html" for name in handouts.TITLES}
    pages = [(place, handouts.TITLES[name]) for name, place in places.items() if place in names]
    return environment.get_template("start.html.j2").render(edition=edition, handouts=pages).encode()


def contents(folder: Path, edition: str) -> dict[str, bytes]:
    files = {}
    for part in (edition, *SHARED):
        for path in sorted((folder / part).rglob("*")):
            name = path.relative_to(folder).as_posix()
            unseen = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.is_file() and not unseen and not (edition == "student" and name.startswith(TEACHERS_ALONE)):
                files[name] = path.read_bytes()
    files |= package(edition)
    files["start.html"] = start_page(edition, [*files])
    return files


def pack(folder: Path, say=print) -> None:
    """Write student.zip and teacher.zip into the folder of both editions."""
    for edition in ("student", "teacher"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in contents(folder, edition).items():
                archive.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED)
        keeping.write(folder / f"{edition}.zip", packed.getvalue())
        say(f"{edition}.zip: {len(packed.getvalue()) / 1e6:.1f} MB. Unpack it and open start.html.")
