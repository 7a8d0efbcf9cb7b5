"""The stance lexicon: a CSV file of token patterns that users read and edit.

A row has an id, a pattern, a category and a subtype. A pattern is a list of words, read from left to right:

    керек  ,         this word (small letters) or this punctuation mark, as printed
    <ойлау|санау>    any form of these headwords; for attitude only what the grammar filter (codebook 3.3) lets through
    *уынша           any word with this ending
    {vn,dat|acc,!neg}  suffixes or word class: vn, and dat or acc, and not neg; alone or right behind one of the above
    x|y    (x)       one or the other; x may stand here
    !x     ..        x must not stand here; any words of the same clause up to the next element
    ^  $   ?  !?     a clause begins here, ends here; the sentence does, does not end in a question mark
    [x y]            these words are the marker, the rest is its context; without brackets all of it is the marker
    x+               in a marker of several words: the endings of x that the pattern does not name keep their own labels
    category -       closed: these words get no label (topic formulas, look-alikes)

The longest marker wins, then the pattern with more elements, then the row that stands first. A printed word is used up
whole; a single headword leaves its endings to the suffix rows, which are braces alone. Tags are those of `analyse`:
`pred1` stands for pred1sg and pred1pl, and so on; `case`, `finite` and `nominal` are groups; what is no word has the
tags `number`, `punct` and `stop` (. ! ? …).
"""

import re
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..categories import SUBTYPES
from ..errors import LexiconError
from ..sheets import LEXICONS, read_sheet

COLUMNS = ["id", "pattern", "category", "subtype", "gloss", "note", "source", "example"]
GROUPS = {
    "case": {"gen", "dat", "acc", "loc", "abl", "ins"},
    "finite": {"past", "pres", "fut", "indirect", "opt1sg", "opt1pl", "opt3", "imp2pol", "imp2pl", "imp_soft"},
    "nominal": {"noun", "name", "adj", "num", "pron"},
}
TAGS = set(
    """pl poss1sg poss2sg poss2pol poss3 poss1pl gen dat acc loc abl ins loc_ki comp priv prov abstr agent sim equ ord
    coll pred1sg pred1pl pred2sg pred2pol pred2pl pred3 pass caus refl recip neg past pres fut indirect cond opt1sg
    opt1pl opt3 imp2 imp2pol imp2pl imp_soft prosp wish ptcp_past ptcp_hab ptcp_fut ptcp_agent conv_p conv_a conv_until
    conv_goal vn des q emph hearsay ay
    noun name adj adv num pron verb aux post conj part modal intj copula x number punct stop""".split()
)
_ATOM = r"(?:<[^<>{}\s]+>|\*?[^<>{}|()!+^$?\[\]\s]+)?(?:\{[^{}\s]*\})?"
_PIECE = re.compile(rf"(\[?)(?:(\.\.)|(!(?=\?)|)([\^$?])|(!?)(\(?)({_ATOM}(?:\|{_ATOM})*)(\)?)(\+?))(\]?)(?:\s+|$)")


class Step(NamedTuple):
    """One element of a pattern; kind is word, not, maybe, `^`, `$`, `?` or `!?`; gap: `..` stands before it."""

    kind: str
    atoms: tuple[str, ...] = ()
    span: bool = False
    open: bool = False
    gap: bool = False


class Row(NamedTuple):
    """A lexicon row ready for matching."""

    number: int
    category: str
    steps: tuple[Step, ...]
    suffix: bool  # the marker is one word known by its suffix alone
    weight: int


class Patterns(NamedTuple):
    """The rows of a lexicon in the order in which they win, and every word and headword that they ask for."""

    rows: list[Row]
    asked: frozenset[str]


@lru_cache(maxsize=1 << 10)
def expand(name: str) -> set[str]:
    """The tags that a name in braces stands for.

    >>> sorted(expand("pred1"))
    ['pred1pl', 'pred1sg']
    """
    return GROUPS.get(name) or ({name} if name in TAGS else {t for t in TAGS if t.startswith(name)})


@lru_cache(maxsize=1 << 12)
def names(atom: str) -> list[str]:
    """The tag names that a pattern atom asks for (not those it forbids)."""
    return re.findall(r"(?<![!\w])\w+", atom.partition("{")[2])


@lru_cache(maxsize=1 << 12)
def parse_pattern(pattern: str) -> tuple[Step, ...]:
    """Read a pattern into its elements; ValueError says what is wrong with it.

    >>> [step.kind for step in parse_pattern("{vn} (да|де) [<керек>] !<ету>")]
    ['word', 'maybe', 'word', 'not']
    """
    pattern = pattern.strip().lower()
    steps, at, inside, gap, brackets = [], 0, "[" not in pattern, False, 0
    while at < len(pattern):
        m = _PIECE.match(pattern, at)
        if not m or bool(m[6]) != bool(m[8]) or m[7] == "":
            raise ValueError(f"cannot read {pattern[at:]!r}")
        at, brackets, inside = m.end(), brackets + len(m[1] + m[10]), inside or bool(m[1])
        if m[2]:
            gap = True
        elif m[4]:
            steps.append(Step(m[3] + m[4]))
        else:
            kind = "not" if m[5] else "maybe" if m[6] else "word"
            if "" in re.sub(r"<[^<>]*>|\{[^{}]*\}", "x", m[7]).split("|"):
                raise ValueError(f"an empty alternative in {m[7]!r}")
            atoms = tuple(a for a in re.findall(rf"{_ATOM}(?=\||$)", m[7]) if a)
            for name in re.findall(r"[^,|!{}]+", "".join(re.findall(r"\{.*?\}", m[7]))):
                if not expand(name):
                    raise ValueError(f"there is no tag {name!r}")
            steps.append(Step(kind, atoms, inside and kind != "not", bool(m[9]), gap))
            gap = False
        inside = inside and not m[10]
    spans = [n for n, s in enumerate(steps) if s.span]
    if not any(s.span and s.kind == "word" for s in steps) or brackets not in (0, 2) or gap:
        raise ValueError("needs one marker, [ ] around at least one word, and an element behind every ..")
    inner = steps[spans[0] : spans[-1] + 1]
    if not all(s.span for s in inner) or any(s.gap for s in inner[1:]):
        raise ValueError("the words of a marker follow each other: no .. ! ^ $ ? between them")
    return tuple(steps)


def compile_rows(lexicon: pd.DataFrame, name: str = "lexicon", lines: list[int] | None = None) -> Patterns:
    """Check every row of a lexicon table and parse its pattern; LexiconError names row and column."""
    if missing := [c for c in COLUMNS[:4] if c not in lexicon]:
        raise LexiconError(f"{name}, row 1: column {missing[0]!r} is missing")
    cells = (lexicon[c].fillna("").astype(str).tolist() for c in COLUMNS[:4])
    return _compiled(tuple(zip(*cells)), name, tuple(lines or ()))


@lru_cache(maxsize=4)
def _compiled(cells: tuple[tuple[str, ...], ...], name: str, lines: tuple[int, ...]) -> Patterns:
    rows, seen = [], set()
    for number, (key, pattern, category, subtype) in enumerate(map(str.strip, row) for row in cells):
        where = f"{name}, row {lines[number] if lines else number + 2} ({key or 'no id'}), column"
        if not key or key in seen:
            raise LexiconError(f"{where} id: {'stands in an earlier row too' if key else 'is empty'}")
        seen.add(key)
        if category not in SUBTYPES:
            raise LexiconError(f"{where} category: {category!r} is none of {', '.join(SUBTYPES)}")
        if subtype not in (SUBTYPES[category].split() or [""]):
            raise LexiconError(f"{where} subtype: {subtype!r} is none of {category} ({SUBTYPES[category] or 'empty'})")
        try:
            steps = parse_pattern(pattern)
        except ValueError as error:
            raise LexiconError(f"{where} pattern: {error}") from None
        marker = [s for s in steps if s.span]
        suffix = category != "-" and len(marker) == 1 and all(a[0] == "{" for a in marker[0].atoms)
        rows.append(Row(number, category, steps, suffix, sum(s.kind != "maybe" for s in steps)))
    heads = (atom.partition("{")[0].strip("<>").split("|") for row in rows for step in row.steps for atom in step.atoms)
    rows.sort(key=lambda row: (row.suffix, 0 if row.suffix else -row.weight, row.number))
    return Patterns(rows, frozenset(chain(*heads)))


@lru_cache(maxsize=1)
def _own() -> pd.DataFrame:
    return read_lexicon()


def as_lexicon(lexicon: pd.DataFrame | str | Path | None) -> pd.DataFrame:
    """A lexicon given as a table, as a path, or not at all: then the package's own, read once (do not change it)."""
    if lexicon is None:
        return _own()
    return lexicon if isinstance(lexicon, pd.DataFrame) else read_lexicon(lexicon)


def read_lexicon(path: str | Path | None = None) -> pd.DataFrame:
    """Read a stance lexicon, by default the one that comes with the package.

    Columns id, pattern, category, subtype, gloss, note, source, example, all text, "" where empty. A copy saved by a
    spreadsheet (BOM, semicolons, tabs) is read too. LexiconError names file, row (the header is row 1) and column.

    >>> lexicon = read_lexicon()
    >>> lexicon.loc[lexicon["id"] == "бірақ", ["pattern", "category", "subtype"]].values.tolist()
    [['бірақ', 'contrast', 'connective']]
    """
    path = Path(path or LEXICONS / "stance.csv")
    header, rows = read_sheet(path, COLUMNS[:4], LexiconError)
    for number, row in enumerate(rows, 2):
        if any(row[len(header) :]):
            raise LexiconError(f"{path.name}, row {number}: {len(row)} cells under {len(header)} columns")
    kept = [(n, dict(zip(header, row))) for n, row in enumerate(rows, 2) if any(row)]
    table = pd.DataFrame([row for _, row in kept], columns=header, dtype=object)
    table = table.reindex(columns=COLUMNS).fillna("")
    compile_rows(table, path.name, [n for n, _ in kept])
    return table
