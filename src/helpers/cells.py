"""Cells of a sheet: what a spreadsheet must not run, and the numbers, truths and texts that it wrote."""

import json
import re
from contextlib import suppress

import pandas as pd

from .errors import ArgumentError

_SIGNS = "=+\\-@＝＋－＠"  # a spreadsheet takes a cell that begins so for a formula
_RISKY = re.compile(rf"""\A'*[{_SIGNS}\t\r\n]|(?<=[;\t\r\n])['"]*[{_SIGNS}]""")  # also behind what may part cells
_BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})")  # between thousands
_TRUTH = {"true": True, "false": False, "истина": True, "ложь": False, "ақиқат": True, "жалған": False}


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run, also where it parts the cell at a semicolon.

    >>> harmless("=1+1"), harmless("a;=1+1"), harmless("a = b")
    ("'=1+1", "a;'=1+1", 'a = b')
    """
    return _RISKY.sub(r"'\g<0>", cell)


def restored(cell: str) -> str:
    """The cell without the apostrophes of `harmless`.

    >>> restored("a;'=1+1")
    'a;=1+1'
    """
    return _RISKY.sub(lambda found: found[0].removeprefix("'"), cell)


def as_text(value: object) -> str:
    return value if isinstance(value, str) and as_value(value) == value else json.dumps(value, ensure_ascii=False)


def as_value(text: str):
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return text


def number(cell: str, decimal: str = ".") -> float:
    """The number in a cell, also with blanks between its thousands; ValueError where there is none."""
    return float(_BLANKS.sub("", cell.strip()).replace(decimal, "."))


def whole_number(cell: str) -> int:
    """The whole number in a cell, also as "12.0", "12,0" or "1 200"; ValueError where there is none."""
    found = re.fullmatch(r"\s*'?([+-]?\d{1,4000})(?:[.,]0+)?\s*", _BLANKS.sub("", cell))
    if not found:
        raise ValueError(f"{cell[:40]!r} is no whole number")
    return int(found[1])


def _truth(cell: str) -> bool:
    return _TRUTH[cell.strip().lower()]


def as_column(cells: list[str], dtype: str | None, decimal: str, where: str, numbers: list[int]) -> pd.Series:
    """The cells as a column of this type; without one as numbers where all are."""
    if dtype is None:
        with suppress(ValueError):
            return pd.to_numeric(pd.Series([cell.replace(decimal, ".") for cell in cells]))
        return pd.Series(cells, dtype="str")
    kinds = {"float": lambda cell: number(cell, decimal), "int": whole_number, "uint": whole_number, "bool": _truth}
    read = next((kinds[kind] for kind in kinds if dtype.lower().startswith(kind)), None)
    if read is None:
        return pd.Series(cells, dtype=dtype)
    values = []
    for row, cell in zip(numbers, cells):
        try:
            values.append(read(cell) if cell else None)
        except (ValueError, KeyError):
            raise ArgumentError(f"{where}, row {row}: {cell[:40]!r} is no value of the type {dtype}") from None
    try:
        return pd.Series(values, dtype=dtype)
    except (TypeError, ValueError, OverflowError):
        row = next((n for n, value in zip(numbers, values) if value is None), numbers[0])
        raise ArgumentError(f"{where}, row {row}: an empty cell, or a number too large for the type {dtype}") from None
