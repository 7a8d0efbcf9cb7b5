"""Sheets: the lexicons that come with the package, CSV that a spreadsheet saved, our tables as CSV and back."""

import csv
import json
import re
from contextlib import suppress
from pathlib import Path

import pandas as pd

from .results import Table

LEXICONS = Path(__file__).with_name("lexicons")
_LEADS = "=+\\-@\t\r\n＝＋－＠"  # a spreadsheet takes a cell that begins so for a formula


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file in lexicons/."""
    with (LEXICONS / name).open(encoding="utf-8-sig", newline="") as f:
        header, *body = csv.reader(f)
    return [dict(zip(header, row)) for row in body]


def read_sheet(path: Path, needed: list[str], error: type[ValueError]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file, also one saved by a spreadsheet (BOM, semicolons, tabs); `error` if it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            header, *rows = list(csv.reader(file, delimiter=max(",;\t", key=head.count))) or [[]]
    except UnicodeDecodeError as cause:
        raise error(f"{path.name}: not UTF-8; save the sheet as “CSV UTF-8” ({cause})") from None
    header = [cell.strip() for cell in header]
    for column in needed:
        if column not in header:
            raise error(f"{path.name}, row 1: column {column!r} is missing")
    return header, rows


def write_table(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV that opens right in a spreadsheet, with its `attrs` under it; the index is not written.

    UTF-8 with BOM; a text cell that begins with = + - @ tab or line end gets an apostrophe before it; after an empty
    row come two-column rows "# title", … and "# dtypes", from which `read_table` restores the table.

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
        columns.append(cells if numeric else [_harmless(str(cell)) for cell in cells])
    facts = table.attrs | {"dtypes": {str(name): str(dtype) for name, dtype in table.dtypes.items()}}
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([_harmless(str(name)) for name in table])
        rows.writerows(zip(*columns))
        rows.writerow([])
        rows.writerows([f"# {key}", _harmless(_as_text(value))] for key, value in facts.items())
    return Path(path)


def read_table(path: str | Path) -> pd.DataFrame:
    """Read what `write_table` wrote, also after a spreadsheet saved it: same columns, types, cells and `attrs`.

    Missing text comes back as "". ValueError for a file without a header row. `write_table` has an example.
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        rows = list(csv.reader(file, delimiter=max(",;\t", key=head.count)))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows or not any(rows[0]):
        raise ValueError(f"{path}: the first row must hold the column names")
    end = max((i for i in range(1, len(rows)) if not any(rows[i])), default=len(rows))
    if not all(row[0].startswith("# ") for row in rows[end + 1 :]):
        end = len(rows)
    facts = {row[0][2:]: _as_value(restored(row[1])) for row in rows[end + 1 :]}
    names, dtypes = [restored(name) for name in rows[0]], facts.pop("dtypes", {})
    cells = [[restored(cell) for cell in column] for column in zip(*rows[1:end])] or [[]] * len(names)
    table = Table({name: _column(column, dtypes.get(name)) for name, column in zip(names, cells)})
    table.attrs = facts
    return table


def _harmless(cell: str) -> str:
    return "'" + cell if re.match(f"'*[{_LEADS}]", cell) else cell


def restored(cell: str) -> str:
    return cell[1:] if re.match(f"'+[{_LEADS}]", cell) else cell


def _as_text(value) -> str:
    return value if isinstance(value, str) and _as_value(value) == value else json.dumps(value, ensure_ascii=False)


def _as_value(text: str):
    with suppress(ValueError):
        return json.loads(text)
    return text


def _column(cells: list[str], dtype: str | None) -> pd.Series:
    if dtype is None:
        with suppress(ValueError):
            return pd.to_numeric(pd.Series(cells))
        return pd.Series(cells, dtype="str")
    for kind, value in (("float", float), ("int", int), ("uint", int), ("bool", lambda cell: cell.lower() == "true")):
        if dtype.lower().startswith(kind):
            return pd.Series([value(cell) if cell else None for cell in cells], dtype=dtype)
    return pd.Series(cells, dtype=dtype)
