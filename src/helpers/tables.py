"""Tables: what a result is (`attrs`) and the note under it, many below each other, to a spreadsheet and back."""

import csv
import json
import re
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd

FIELDS = {"title": "", "unit": "Unit: ", "n": "n = ", "filters": "Counted: ", "stop_list": "Stop list: "}
FIELDS |= {"formula": "Formula: "}
_LEADS = "=+\\-@\t\r\n＝＋－＠"  # a spreadsheet takes a cell that begins so for a formula


def describe(table: pd.DataFrame, **facts) -> pd.DataFrame:
    """Set `table.attrs`: title, unit, n, filters, stop_list, formula, caveats (a list), and whatever else is given."""
    table.attrs = dict.fromkeys(FIELDS, "") | {"caveats": []} | facts
    return table


def note(table: pd.DataFrame) -> str:
    """The sentences that stand under a result table, made from its `attrs`; "" for a table that carries none.

    >>> note(describe(pd.DataFrame({"count": [3]}), title="Words", n=3, caveats=["One text."]))
    'Words. n = 3. One text.'
    """
    parts = [f"{lead}{table.attrs[field]}" for field, lead in FIELDS.items() if table.attrs.get(field)]
    return " ".join(part if part[-1] in ".!?…" else part + "." for part in [*parts, *table.attrs.get("caveats", [])])


def one_document(*tables: pd.DataFrame) -> None:
    """ValueError if the rows are of several documents: characters, lines and sentences count anew in each."""
    for table in tables:
        if "document" in table and (number := table["document"].nunique()) > 1:
            raise ValueError(f"this takes one document, not {number}: give it table[table['document'] == name]")


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames one below the other; categorical columns stay so, with the categories of all."""
    frames = [frame for frame in frames if len(frame)] or frames[:1]
    columns = {}
    for name in frames[0]:
        parts = [frame[name] for frame in frames]
        if all(isinstance(part.dtype, pd.CategoricalDtype) for part in parts):
            columns[name] = _union([part.array for part in parts])
        else:
            columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def _union(parts: list[pd.Categorical]) -> pd.Categorical:
    """The parts in one; twice as fast as pandas' union_categoricals, which counts here: it is not done in parallel."""
    sizes = [len(part.categories) for part in parts]
    place, values = pd.factorize(np.concatenate([part.categories.to_numpy(dtype=object) for part in parts]))
    place = np.append(place.astype(np.int32), np.int32(-1))
    starts = np.cumsum([0, *sizes[:-1]])
    codes = [np.where(part.codes < 0, -1, part.codes + start) for part, start in zip(parts, starts)]
    values = pd.Index(values, dtype=parts[0].categories.dtype)
    return pd.Categorical.from_codes(place[np.concatenate(codes)], values)


def write_table(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV that opens right in a spreadsheet, with its `attrs` under it; the index is not written.

    UTF-8 with BOM; a text cell that begins with = + - @ tab or line end gets an apostrophe before it; after an empty
    row come two-column rows "# title", … and "# dtypes", from which `read_table` restores the table.

    >>> import tempfile
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
    table = pd.DataFrame({name: _column(column, dtypes.get(name)) for name, column in zip(names, cells)})
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
