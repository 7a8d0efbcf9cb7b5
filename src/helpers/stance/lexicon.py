"""The stance lexicon: a CSV file of patterns that users read and edit, checked row by row and made ready for matching.

A row has an id, a pattern (see `patterns`), a category and a subtype. Category - means closed: these words get no label
(topic formulas, look-alikes).
"""

from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..arguments import instance
from ..categories import CLOSED, SUBTYPES
from ..checks import checked
from ..errors import LexiconError
from ..sheets import LEXICONS, read_sheet
from .patterns import Step, parse_pattern

NEEDED = ["id", "pattern", "category", "subtype"]
COLUMNS = [*NEEDED, "gloss", "note", "source", "example"]


class Row(NamedTuple):
    """A lexicon row ready for matching."""

    number: int
    category: str
    steps: tuple[Step, ...]
    suffix: bool  # the marker is one word known by its suffix alone
    weight: int  # elements that must be there


class Patterns(NamedTuple):
    """The rows of a lexicon in the order in which they win, and every word and headword that they ask for."""

    rows: list[Row]
    asked: frozenset[str]


def compile_rows(lexicon: pd.DataFrame, name: str = "lexicon", lines: list[int] | None = None) -> Patterns:
    """Check every row of a lexicon table and parse its pattern; LexiconError names row and column."""
    for column in NEEDED:
        if column not in lexicon:
            raise LexiconError(f"{name}, row 1: column {column!r} is missing")
    cells = (lexicon[column].fillna("").astype(str).str.strip().tolist() for column in NEEDED)
    try:
        return _compiled(tuple(zip(*cells)))
    except _FaultyRow as fault:
        number, key, what = fault.args
        line = lines[number] if lines else number + 2
        raise LexiconError(f"{name}, row {line} ({key or 'no id'}), column {what}") from None


class _FaultyRow(ValueError):
    """Number from 0, id, and what is wrong with which column."""


@lru_cache(maxsize=4)
def _compiled(cells: tuple[tuple[str, ...], ...]) -> Patterns:
    rows: list[Row] = []
    seen: set[str] = set()
    for number, (key, pattern, category, subtype) in enumerate(cells):
        if not key or key in seen:
            raise _FaultyRow(number, key, f"id: {'stands in an earlier row too' if key else 'is empty'}")
        seen.add(key)
        try:
            rows.append(_row(number, pattern, category, subtype))
        except ValueError as error:
            raise _FaultyRow(number, key, str(error)) from None
    rows.sort(key=_order)
    heads = (atom.partition("{")[0].strip("<>").split("|") for row in rows for step in row.steps for atom in step.atoms)
    return Patterns(rows, frozenset(chain(*heads)))


def _row(number: int, pattern: str, category: str, subtype: str) -> Row:
    """A row; ValueError names the column and what is wrong with it."""
    if category not in SUBTYPES:
        raise ValueError(f"category: {category!r} is none of {', '.join(SUBTYPES)}")
    known = SUBTYPES[category]
    if subtype not in (known or ("",)):
        raise ValueError(f"subtype: {subtype!r} is none of {category} ({' '.join(known) or 'empty'})")
    try:
        steps = parse_pattern(pattern)
    except ValueError as error:
        raise ValueError(f"pattern: {error}") from None
    marker = [step for step in steps if step.span]
    suffix = category != CLOSED and len(marker) == 1 and all(atom[0] == "{" for atom in marker[0].atoms)
    return Row(number, category, steps, suffix, sum(step.kind != "maybe" for step in steps))


def _order(row: Row) -> tuple[bool, int, int]:
    """Words before suffixes, of words the pattern with more elements first, then as they stand."""
    return row.suffix, 0 if row.suffix else -row.weight, row.number


@lru_cache(maxsize=1)
def _own() -> pd.DataFrame:
    return read_lexicon()


def as_lexicon(lexicon: pd.DataFrame | str | Path | None) -> pd.DataFrame:
    """A lexicon given as a table, as a path, or not at all: then the package's own, read once (do not change it)."""
    if lexicon is None:
        return _own()
    return lexicon if isinstance(lexicon, pd.DataFrame) else read_lexicon(lexicon)


@checked(path=instance((str, Path), "the path of a file, as text", optional=True))
def read_lexicon(path: str | Path | None = None) -> pd.DataFrame:
    """Read a stance lexicon, by default the one that comes with the package.

    Columns id, pattern, category, subtype, gloss, note, source, example, all text, "" where empty. A copy saved by a
    spreadsheet (BOM, semicolons, tabs) is read too. LexiconError names file, row (the header is row 1) and column.

    >>> lexicon = read_lexicon()
    >>> lexicon.loc[lexicon["id"] == "бірақ", ["pattern", "category", "subtype"]].values.tolist()
    [['бірақ', 'contrast', 'connective']]
    """
    path = Path(path or LEXICONS / "stance.csv")
    header, rows = read_sheet(path, NEEDED, LexiconError)
    kept = {}
    for number, row in enumerate(rows, 2):
        if any(row[len(header) :]):
            raise LexiconError(f"{path.name}, row {number}: {len(row)} cells under {len(header)} columns")
        if any(row):
            kept[number] = dict(zip(header, row))
    table = pd.DataFrame(list(kept.values()), columns=header, dtype=object)
    table = table.reindex(columns=COLUMNS, fill_value="")
    compile_rows(table, path.name, list(kept))
    return table
