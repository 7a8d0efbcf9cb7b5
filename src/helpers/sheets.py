"""Sheets: the lexicons that come with the package, CSV that a spreadsheet saved, our tables as CSV and back."""

import codecs
import csv
import hashlib
import io
import os
import re
import warnings
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .cells import as_column, as_text, as_value, harmless, restored
from .checks import a_table, checked
from .errors import ArgumentError, LexiconError
from .results import Table

LEXICONS = Path(__file__).with_name("lexicons")
DELIMITERS = ",;\t"
_DIGEST = "digest"  # of the cells as they were written: tells a sheet that somebody has worked in
_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_NO_TEXT = {b"PK\3\4": ".xlsx or .ods", b"\xd0\xcf\x11\xe0": ".xls", b"%PDF": "PDF", b"{\\rtf": "RTF"}


class Sheet(NamedTuple):
    """A CSV file: its name, the character between its cells, its header, and its rows with their numbers there."""

    name: str
    delimiter: str
    header: list[str]
    rows: list[tuple[int, list[str]]]


# -- reading


def decoded(path: Path, error: type[ValueError] = ArgumentError) -> str:
    """The text of a file that a spreadsheet or an editor saved as UTF-8 or UTF-16; `error` says what to do if not."""
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise error(f"{path}: cannot be opened ({cause.strerror}); check the name and the folder") from None
    for begin, kind in _NO_TEXT.items():
        if data.startswith(begin):
            raise error(f"{path.name}: this is a file of the kind {kind}, no CSV; save the sheet as “CSV UTF-8”")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and data[1:2] == b"\0":
        encoding = "utf-16-le"
    try:
        return data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as cause:
        raise error(f"{path.name}: not UTF-8; save the sheet as “CSV UTF-8” ({cause})") from None


def open_sheet(path: Path, error: type[ValueError] = ArgumentError) -> Sheet:
    """A CSV file with commas, semicolons or tabs, also with Excel's first line `sep=;`; short rows are padded."""
    text, skipped = decoded(path, error), 0
    delimiter = ""
    if found := re.match(r'"?sep=(.)"?\r?\n', text):
        delimiter, skipped, text = found[1], 1, text[found.end() :]
    if not delimiter:
        first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
        delimiter = max(DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells: list[list[str]] = []
    try:
        cells.extend(lines)
    except csv.Error as cause:
        where = f"{path.name}, row {len(cells) + 1 + skipped}"
        raise error(f"{where}: a cell that cannot be read ({cause}); is a quotation mark missing?") from None
    header = [cell.strip() for cell in cells[0]] if cells else []
    rows = [(n, row + [""] * (len(header) - len(row))) for n, row in enumerate(cells[1:], 2 + skipped)]
    return Sheet(path.name, delimiter, header, rows)


def read_sheet(path: Path, needed: list[str], error: type[ValueError]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file, each as long as the header; `error` names the row and column that is wrong."""
    sheet = open_sheet(path, error)
    for column in needed:
        if column not in sheet.header:
            raise error(f"{path.name}, row 1: column {column!r} is missing")
    _fitting(sheet, error)
    return sheet.header, [row for _, row in sheet.rows]


def _fitting(sheet: Sheet, error: type[ValueError] = ArgumentError) -> None:
    """Nothing stands under two columns of one name, or under none."""
    for column in sheet.header:
        if column and sheet.header.count(column) > 1:
            raise error(f"{sheet.name}, row 1: column {column!r} stands twice; delete or rename one")
    for number, row in sheet.rows:
        if any(row[len(sheet.header) :]):
            raise error(f"{sheet.name}, row {number}: {len(row)} cells under {len(sheet.header)} columns")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file in lexicons/, as it is or as a spreadsheet saved it; empty rows left out."""
    header, cells = read_sheet(LEXICONS / name, [], LexiconError)
    return [dict(zip(header, row)) for row in cells if any(row)]


@checked
def read_table(path: str | Path) -> pd.DataFrame:
    """Read what `write_table` wrote, also after a spreadsheet saved it: same columns, types, cells and `attrs`.

    Missing text comes back as ""; a short row is padded; decimal commas are read where cells are parted by semicolons
    or tabs. ValueError names file, row and column of what cannot be read. `write_table` has an example.
    """
    path = Path(path)
    sheet = open_sheet(path)
    names = [restored(name) for name in sheet.header]
    if not any(names):
        raise ArgumentError(f"{path}: the first row must hold the column names")
    body, facts = _apart(sheet)
    dtypes = facts.pop("dtypes", {})
    facts.pop(_DIGEST, None)
    _fitting(sheet._replace(rows=body))
    decimal = "," if sheet.delimiter != "," else "."
    columns = {}
    for at, name in enumerate(names):
        cells = [restored(row[at]) for _, row in body]
        dtype = dtypes.get(name) if isinstance(dtypes, dict) else None
        columns[name] = as_column(cells, dtype, decimal, f"{path.name}, column {name!r}", [n for n, _ in body])
    restored_table = Table(columns)
    restored_table.attrs = facts
    return restored_table


def _apart(sheet: Sheet) -> tuple[list[tuple[int, list[str]]], dict]:
    """The rows of a table, and what stands below them after the last empty row: "# title" and so on."""
    rows = list(sheet.rows)
    while rows and not any(rows[-1][1]):
        rows.pop()
    end = max((at for at, (_, row) in enumerate(rows) if not any(row)), default=len(rows))
    if not all(row and row[0].startswith("# ") for _, row in rows[end + 1 :]):
        end = len(rows)
    facts = {row[0][2:]: as_value(restored(row[1] if len(row) > 1 else "")) for _, row in rows[end + 1 :]}
    return rows[:end], facts


# -- writing


@checked(table=a_table([], "a table"))
def write_table(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV that opens right in a spreadsheet, with its `attrs` under it; the index is not written.

    UTF-8 with BOM; a text cell that begins with = + - @ tab or line end gets an apostrophe before it; after an empty
    row come two-column rows "# title", … and "# dtypes", from which `read_table` restores the table. A file of that
    name in which somebody has worked is kept: the new one stands beside it ("words-2.csv") and its path is returned.

    >>> import tempfile
    >>> from helpers.results import describe
    >>> words = describe(pd.DataFrame({"word": ["=1+1"], "count": [3]}), title="Words")
    >>> path = write_table(words, Path(tempfile.mkdtemp()) / "words.csv")
    >>> read_table(path).equals(words), read_table(path).attrs["title"]
    (True, 'Words')
    """
    columns = []
    for _, values in table.items():
        cells = values.astype(object).where(values.notna(), "").tolist()
        numeric = pd.api.types.is_numeric_dtype(values.dtype)
        columns.append([str(cell) if numeric else harmless(str(cell)) for cell in cells])
    body = [[harmless(str(name)) for name in table], *map(list, zip(*columns))]
    facts = table.attrs | {"dtypes": {str(name): str(dtype) for name, dtype in table.dtypes.items()}}
    facts[_DIGEST] = _digest(body)
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerows(body)
    lines.writerow([])
    lines.writerows([f"# {key}", harmless(as_text(value))] for key, value in facts.items())
    data = text.getvalue().encode("utf-8-sig", "surrogatepass")
    target = _free(Path(path), data)
    if target != Path(path):
        warnings.warn(f"{path} was changed by hand and is kept; the new table is {target.name}", stacklevel=3)
    replace_file(target, data)
    return target


def replace_file(path: Path, data: bytes) -> None:
    """Write beside and rename: whoever stops this, the file that was there or the new one is there, whole."""
    path = path.resolve()
    if not path.parent.is_dir() or path.is_dir():
        raise ArgumentError(
            f"{path}: this is a folder, or lies in none; give the path of a file in a folder that exists"
        )
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _free(path: Path, data: bytes) -> Path:
    """The path, or path-2, path-3, …: the first that is free, holds just this, or that nobody has worked in."""
    target, number = path, 1
    while target.is_file() and target.read_bytes() != data and not _untouched(target):
        number += 1
        target = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return target


def _untouched(path: Path) -> bool:
    """Whether a file is a sheet of ours whose cells are still those that were written."""
    try:
        sheet = open_sheet(path)
    except ValueError:
        return False
    body, facts = _apart(sheet)
    return facts.get(_DIGEST) == _digest([sheet.header, *(row for _, row in body)])


def _digest(rows: list[list[str]]) -> str:
    """Of the cells, however a spreadsheet parts and quotes them."""
    text = "\n".join("\t".join(cell.strip() for cell in row) for row in rows)
    return "sha256 " + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
