"""Tables in a file and back, exactly: for results that a long run keeps. Nothing in it can run as a program."""

import hashlib
import io
import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from .sheets import replace_file

HERE = Path(__file__).parent


@cache
def package_digest() -> str:
    """Of this package's programs and word lists: other ones give other results."""
    files = sorted(file for file in HERE.rglob("*") if file.suffix in (".py", ".csv"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def save(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Write the tables (whole numbers, texts, categories) into one file, with a digest of it in front."""
    arrays: dict[str, np.ndarray] = {}
    columns = {name: [_packed(table[column], arrays) for column in table] for name, table in tables.items()}
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, columns=_letters(columns), **arrays)
    data = packed.getvalue()
    replace_file(path, hashlib.sha256(data).digest() + data)


def load(path: Path) -> dict[str, pd.DataFrame] | None:
    """The tables that `save` wrote; None where there is no such file, or not all of it."""
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        return None
    arrays = np.load(io.BytesIO(data[32:]), allow_pickle=False)
    columns = json.loads(bytes(arrays["columns"]))
    return {name: pd.DataFrame({c["name"]: _unpacked(c, arrays) for c in kinds}) for name, kinds in columns.items()}


def _letters(value: object) -> np.ndarray:
    return np.frombuffer(json.dumps(value).encode(), np.uint8)


def _packed(column: pd.Series, arrays: dict[str, np.ndarray]) -> dict:
    """What kind of column it is; its cells go into `arrays`."""
    said = {"name": column.name, "dtype": str(column.dtype), "at": f"a{len(arrays)}"}
    at = said["at"]
    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = column.cat.categories
        arrays |= {at: column.cat.codes.to_numpy(), at + "v": _letters(categories.tolist())}
        return said | {"kind": "category", "values": str(categories.dtype)}
    if isinstance(column.dtype, (pd.Int64Dtype, pd.Float64Dtype)):
        arrays |= {at: column.fillna(0).to_numpy(column.dtype.numpy_dtype), at + "v": column.isna().to_numpy(bool)}
        return said | {"kind": "nullable"}
    if pd.api.types.is_numeric_dtype(column.dtype):
        arrays[at] = column.to_numpy()
        return said | {"kind": "plain"}
    arrays[at] = _letters([None if pd.isna(cell) else cell for cell in column.astype(object)])
    return said | {"kind": "texts"}


def _unpacked(said: dict, arrays) -> pd.Series | pd.api.extensions.ExtensionArray:
    cells, more = arrays[said["at"]], said["at"] + "v"
    if said["kind"] == "category":
        values = pd.Index(json.loads(bytes(arrays[more])), dtype=said["values"])
        return pd.Categorical.from_codes(cells, values)
    if said["kind"] == "nullable":
        kind = pd.arrays.IntegerArray if said["dtype"] == "Int64" else pd.arrays.FloatingArray
        return kind(cells, arrays[more])
    if said["kind"] == "plain":
        return pd.Series(cells)
    return pd.Series(json.loads(bytes(cells)), dtype=said["dtype"])
