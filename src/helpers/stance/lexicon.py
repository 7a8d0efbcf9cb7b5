"""The stance lexicon: a CSV file of patterns that users read and edit, checked row by row and made ready for matching.

A row has an id, a pattern (see `patterns`), a category and a subtype. Category - means closed: these words get no label
(topic formulas, look-alikes).
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..arguments import instance
from ..categories import CLOSED, SUBTYPES
from ..checks import checked
from ..compiled import compiled
from ..errors import LexiconError
from ..sheets import LEXICONS, read_sheet
from ..words.morphology import best
from .patterns import Atom, Step, asked_in_turn, expand, parse_pattern

NEEDED = ["id", "pattern", "category", "subtype"]
RUSSIAN_KEYS = str.maketrans("қғңүұөәіһ", "кгнууоаих")
SHORTEST = 3  # letters of a word that is also looked for as a Russian keyboard types it
GROUPS = {"case", "finite"}  # names of several tags that the matcher asks for itself
PRINTED = ("form", "ending")  # atoms that name what is printed: such a word is used up whole
COLUMNS = [*NEEDED, "gloss", "note", "source", "example"]


class Element(NamedTuple):
    """One element of a row; see `Step`. `fits` is the number of its words in `Patterns.choices`."""

    kind: str
    fits: int
    inside: bool
    gap: bool


class Row(NamedTuple):
    """A lexicon row ready for matching; words are numbers in `Patterns.choices`."""

    number: int
    category: str
    elements: tuple[Element, ...]
    needed: tuple[int, ...]  # words that must be there, those that are listed before those known by their tags
    suffix: bool  # the marker is one word known by its suffix alone
    phrase: bool  # the marker has several words
    weight: int  # elements that must be there
    open: tuple[int, ...]  # words whose endings keep labels of their own
    printed: int  # those among them that are used up
    used: frozenset[str]  # tags that the marker uses up


class Choice(NamedTuple):
    """The atoms of an element; of attitude only what the grammar filter (codebook 3.3) lets through."""

    atoms: tuple[Atom, ...]
    attitude: bool


class Patterns(NamedTuple):
    """The rows of a lexicon in the order in which they win, the choices that they ask for, and what tag names mean."""

    rows: list[Row]
    choices: list[Choice]
    tags: dict[str, tuple[str, ...]]


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
    numbers: dict[Choice, int] = {}
    seen: set[str] = set()
    for number, (key, pattern, category, subtype) in enumerate(cells):
        if not key or key in seen:
            raise _FaultyRow(number, key, f"id: {'stands in an earlier row too' if key else 'is empty'}")
        seen.add(key)
        try:
            _check_category(category, subtype)
            rows.append(_row(number, category, _steps(pattern), numbers))
        except ValueError as error:
            raise _FaultyRow(number, key, str(error)) from None
    rows.sort(key=_order)
    atoms = {atom for choice in numbers for atom in choice.atoms}
    names = GROUPS | {name for atom in atoms for clause in (*atom.needs, atom.bars) for name in clause}
    return Patterns(rows, list(numbers), {name: tuple(sorted(expand(name))) for name in sorted(names)})


def _check_category(category: str, subtype: str) -> None:
    if category not in SUBTYPES:
        raise ValueError(f"category: {category!r} is none of {', '.join(SUBTYPES)}")
    known = SUBTYPES[category]
    if subtype not in (known or ("",)):
        raise ValueError(f"subtype: {subtype!r} is none of {category} ({' '.join(known) or 'empty'})")


def _steps(pattern: str) -> tuple[Step, ...]:
    try:
        return parse_pattern(pattern)
    except ValueError as error:
        raise ValueError(f"pattern: {error}") from None


def _row(number: int, category: str, steps: tuple[Step, ...], numbers: dict[Choice, int]) -> Row:
    """A row; choices that no earlier row has get the next numbers."""

    def choice(atoms: Iterable[Atom], attitude: bool = False) -> int:
        return numbers.setdefault(Choice(tuple(map(_as_typed, atoms)), attitude), len(numbers))

    fits = [choice(step.atoms, step.span and category == "attitude") for step in steps]
    marker = [step for step in steps if step.span]
    phrase = len(marker) > 1
    suffix = category != CLOSED and not phrase and not _listed(marker[0])
    opened = [n for n, step in enumerate(steps) if step.span and (step.open or not phrase)]
    atoms = [atom for n in opened for atom in steps[n].atoms]
    used = frozenset().union(*chain(*map(asked_in_turn, atoms))) if phrase or suffix else frozenset()
    return Row(
        number,
        category,
        elements=tuple(Element(step.kind, fit, step.span, step.gap) for step, fit in zip(steps, fits)),
        needed=_needed(steps, fits),
        suffix=suffix,
        phrase=phrase,
        weight=sum(step.kind != "maybe" for step in steps),
        open=tuple(fits[n] for n in opened),
        printed=choice(atom for atom in atoms if atom.by in PRINTED),
        used=used,
    )


def _needed(steps: tuple[Step, ...], fits: list[int]) -> tuple[int, ...]:
    """The choices of the words that must be there, those that are listed first."""
    needed = [(any(not atom.by for atom in step.atoms), fit) for step, fit in zip(steps, fits) if step.kind == "word"]
    return tuple(fit for _, fit in sorted(needed))


def _listed(step: Step) -> bool:
    """Whether one of the words is known by more than its tags."""
    return any(atom.by for atom in step.atoms)


@lru_cache(maxsize=1 << 13)
def _as_typed(atom: Atom) -> Atom:
    """The atom with its words as a Russian keyboard types them, too (мумкин, жок), where that is no other word."""
    if atom.by not in ("form", "lemma"):
        return atom
    typed = (word.translate(RUSSIAN_KEYS) for word in atom.words if len(word) >= SHORTEST)
    return atom._replace(words=tuple(dict.fromkeys([*atom.words, *(word for word in typed if not _known(word))])))


def _known(word: str) -> bool:
    reading = best(word)
    return reading is not None and reading.known


def _order(row: Row) -> tuple[bool, int, int]:
    """Words before suffixes, of words the pattern with more elements first, then as they stand."""
    return row.suffix, 0 if row.suffix else -row.weight, row.number


def _own_tables() -> tuple[dict[str, list[str]], tuple]:
    """The columns of the package's own lexicon and its patterns, in plain values."""
    table = read_lexicon()
    return {name: table[name].tolist() for name in table}, _plain(compile_rows(table))


def _plain(value):
    """Named tuples as plain ones, all the way down."""
    if isinstance(value, (list, tuple)):
        items = map(_plain, value)
        return list(items) if isinstance(value, list) else tuple(items)
    return value


@cache
def _own() -> tuple[pd.DataFrame, Patterns]:
    columns, (rows, choices, tags) = compiled("stance", _own_tables)
    return pd.DataFrame(columns, dtype=object), Patterns([Row(*row) for row in rows], choices, tags)


def prepared(lexicon: pd.DataFrame | str | Path | None) -> tuple[pd.DataFrame, Patterns]:
    """A lexicon given as a table, as a path, or not at all (then the package's own), with its rows made ready."""
    if lexicon is None:
        return _own()
    table = lexicon if isinstance(lexicon, pd.DataFrame) else read_lexicon(lexicon)
    return table, compile_rows(table)


def as_lexicon(lexicon: pd.DataFrame | str | Path | None) -> pd.DataFrame:
    """The table of a lexicon given as for `prepared`; do not change it."""
    return prepared(lexicon)[0]


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
