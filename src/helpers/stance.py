"""Stance markers of the codebook: a lexicon of token patterns, matched against words and their suffixes.

A row of `lexicons/stance.csv` has an id, a pattern, a category and a subtype. A pattern is a list of words:

    керек  ,        this word (lower case) or this punctuation mark, as printed
    <ойлау>         any form of this headword; for attitude only forms the grammar filter (codebook 3.3) admits
    *уынша          any word with this ending
    {vn,dat|acc,!neg}  a word whose suffixes (or word class) are vn and (dat or acc) and not neg; alone or after <…> or *…
    x|y             one or the other            (x)  x may stand here
    !x              x must not stand here       ..   any words of the same clause up to the next element
    ^  $  ?  !?     clause begins here, clause ends here, in a sentence that (does not) end in a question mark
    [x y]           these words are the marker, the rest is its context (without brackets all of it is the marker)
    x+              inside a marker of several words, the endings of x keep labels of their own (codebook U4)
    category -      closed: these words get no label (topic formulas, look-alikes)

The longest marker wins, then the pattern with more conditions, then the row that stands first. A printed word is used up
whole, a headword leaves its endings to the suffix rows (patterns of braces alone). Tags are those of `analyse`; pred1
stands for pred1sg and pred1pl, and so on; `case`, `finite` and `nominal` are groups.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from .morphology import analyse

SUBTYPES = {
    "hedge": "possibility own_view attenuator dubitative",
    "booster": "certainty degree focus",
    "attitude": "eval_pos eval_neg affect alignment",
    "self_mention": "pron1sg poss1sg pred1sg pron1pl poss1pl pred1pl",
    "audience": "pron2 poss2 pred2 imperative q_particle q_word",
    "evidential": "indirective inference source quotative",
    "obligation": "necessity permission prohibition urging",
    "intention": "prospective lexical readiness desire optative",
    "negation": "verbal converb nominal existential response",
    "contrast": "connective concessive topic_shift",
    "-": "",
}
COLUMNS = ["id", "pattern", "category", "subtype", "gloss", "note", "source", "example"]
RESULT = "start end text category subtype marker rule line sentence turn pair section role speaker".split()
CASES = {"gen", "dat", "acc", "loc", "abl", "ins"}
FINITE = {"past", "pres", "fut", "indirect", "opt1sg", "opt1pl", "opt3", "imp2pol", "imp2pl", "imp_soft"}
NOMINAL = {"noun", "name", "adj", "num", "pron"}
GROUPS = {"case": CASES, "finite": FINITE, "nominal": NOMINAL}
TAGS = set(
    """pl poss1sg poss2sg poss2pol poss3 poss1pl gen dat acc loc abl ins loc_ki comp priv prov abstr agent sim equ ord coll
    pred1sg pred1pl pred2sg pred2pol pred2pl pred3 pass caus refl recip neg past pres fut indirect cond opt1sg opt1pl opt3
    imp2 imp2pol imp2pl imp_soft prosp wish ptcp_past ptcp_hab ptcp_fut ptcp_agent conv_p conv_a conv_until conv_goal vn
    des q emph hearsay ay noun name adj adv num pron verb aux post conj part modal intj copula x number punct""".split()
)
REACH = 30  # words a gap may span, so that the work stays linear in a text without punctuation
_ATOM = r"(?:<[^<>{}|\s]+>|\*?[^<>{}|()!+^$?\[\]\s]+)?(?:\{[^{}\s]*\})?"
_PIECE = re.compile(rf"(\[?)(?:(\.\.)|(!?)([\^$?])|(!?)(\(?)({_ATOM}(?:\|{_ATOM})*)(\)?)(\+?))(\]?)(?:\s+|$)")


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names file, row and column."""


class Step(NamedTuple):
    """One element of a pattern: `kind` is word, not, maybe, `^`, `$`, `?` or `!?`; `gap` when `..` stands before it."""

    kind: str
    atoms: tuple[str, ...] = ()
    span: bool = True
    open: bool = False
    gap: bool = False


def parse_pattern(pattern: str) -> tuple[Step, ...]:
    """Read a pattern into its elements; ValueError says what is wrong with it."""
    steps, at, inside, gap, brackets = [], 0, "[" not in pattern, False, 0
    pattern = pattern.strip().lower()
    while at < len(pattern):
        m = _PIECE.match(pattern, at)
        if not m or (bool(m[6]) != bool(m[8])) or m[7] == "":
            raise ValueError(f"cannot read {pattern[at:]!r}")
        at, brackets = m.end(), brackets + len(m[1] + m[10])
        inside = inside or bool(m[1])
        if m[2]:
            gap = True
        elif m[4]:
            steps.append(Step(m[3] + m[4], span=False))
        else:
            kind = "not" if m[5] else "maybe" if m[6] else "word"
            atoms = tuple(re.findall(rf"{_ATOM}(?=\||$)", m[7]))
            for tag in re.findall(r"[^,|!{}]+", "".join(re.findall(r"\{.*?\}", m[7]))):
                if tag not in GROUPS and not any(t.startswith(tag) for t in TAGS):
                    raise ValueError(f"there is no tag {tag!r}")
            steps.append(Step(kind, tuple(a for a in atoms if a), inside and kind != "not", bool(m[9]), gap))
            gap = False
        if m[10]:
            inside = False
    places = [n for n, s in enumerate(steps) if s.span]
    if not any(s.span and s.kind == "word" for s in steps) or brackets not in (0, 2) or gap:
        raise ValueError("needs one marker: [ ] once, around at least one word; .. stands between two elements")
    if any(s.gap and s.span and n > places[0] or not s.span for n, s in enumerate(steps) if places[0] <= n <= places[-1]):
        raise ValueError("a marker is contiguous: no .. ! ^ $ ? inside the brackets")
    return tuple(steps)


def read_lexicon(path: str | Path | None = None) -> pd.DataFrame:
    """Read a stance lexicon, by default the one that comes with the package.

    The columns id, pattern, category, subtype, gloss, note, source, example are text ("" where empty); a copy saved by a
    spreadsheet (BOM, semicolons or tabs) is read too. LexiconError names file, row (1 is the header) and column.

    >>> lexicon = read_lexicon()
    >>> lexicon.loc[lexicon["id"] == "бірақ", ["pattern", "category"]].values.tolist()
    [['бірақ', 'contrast']]
    """
    path = Path(path or Path(__file__).with_name("lexicons") / "stance.csv")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8 text; save it as “CSV UTF-8” ({error})") from None
    head = text.partition("\n")[0]
    rows = list(csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count)))
    header = [name.strip() for name in rows[0]] if rows else []
    missing = [name for name in COLUMNS[:4] if name not in header]
    if missing:
        raise LexiconError(f"{path.name}, row 1: column {missing[0]!r} is missing")
    for number, row in enumerate(rows[1:], 2):
        if len(row) > len(header) and any(row[len(header) :]):
            raise LexiconError(f"{path.name}, row {number}: {len(row)} cells under {len(header)} columns")
    cells = [dict(zip(header, row + [""] * len(header))) for row in rows[1:] if any(row)]
    table = pd.DataFrame(cells, columns=[*header], dtype=object).reindex(columns=COLUMNS, fill_value="")
    lines = [number for number, row in enumerate(rows[1:], 2) if any(row)]
    _compile(table, path.name, lines)
    return table


class Row(NamedTuple):
    number: int
    steps: tuple[Step, ...]
    suffix: bool
    weight: int


def _compile(lexicon: pd.DataFrame, name: str = "lexicon", lines=None) -> list[Row]:
    """Check every row and parse its pattern."""
    compiled, seen = [], set()
    columns = [lexicon[c].fillna("").astype(str).str.strip() for c in COLUMNS[:4]]
    for number, (key, pattern, category, subtype) in enumerate(zip(*columns)):
        where = f"{name}, row {lines[number] if lines else number + 2} ({key or 'no id'}), column"
        if not key or key in seen:
            raise LexiconError(f"{where} id: {'is empty' if not key else 'stands in an earlier row too'}")
        if category not in SUBTYPES:
            raise LexiconError(f"{where} category: {category!r} is none of {', '.join(SUBTYPES)}")
        if subtype not in SUBTYPES[category].split() and not (category == "-" and not subtype):
            raise LexiconError(f"{where} subtype: {subtype!r} is no subtype of {category} ({SUBTYPES[category]})")
        try:
            steps = parse_pattern(pattern)
        except ValueError as error:
            raise LexiconError(f"{where} pattern: {error}") from None
        seen.add(key)
        suffix = category != "-" and all(a[0] == "{" for s in steps if s.span for a in s.atoms)
        weight = sum(s.kind != "maybe" for s in steps)
        compiled.append(Row(number, steps, suffix and sum(s.span for s in steps) == 1, weight))
    return compiled


class _Types:
    """Which word types of a text each atom of a pattern fits: computed once per type, not per word."""

    def __init__(self, norms, kinds):
        self.by_word, self.by_lemma, self.by_tag, self.norms = {}, {}, {}, norms
        self.tags, self.unknown = [], set()
        for code, (norm, kind) in enumerate(zip(norms, kinds)):
            tags, known = ("num", "number") if kind == "number" else ("punct",), True
            if kind == "word":
                best = analyse(norm)[0]
                tags, known = (*best.tags, best.pos), best.known
                self.by_lemma.setdefault(best.lemma.lower(), set()).add(code)
            if not known:
                self.unknown.add(code)
            self.by_word[norm] = {code}
            self.tags.append(frozenset(tags))
            for tag in tags:
                self.by_tag.setdefault(tag, set()).add(code)
        self.fits = lru_cache(None)(self.fits)
        nouns = self.with_tag("pl") | self.with_tag("vn") | self.with_tag("ptcp_agent")
        self.filtered = nouns | (self.with_tag("case") - self.with_tag("verb"))

    def with_tag(self, name: str) -> set[int]:
        wanted = GROUPS.get(name) or ([name] if name in TAGS else [t for t in self.by_tag if t.startswith(name)])
        return set().union(*(self.by_tag.get(t, ()) for t in wanted))

    def fits(self, atom: str) -> frozenset[int]:
        head, brace, tags = atom.partition("{")
        if head[:1] == "<":
            codes = self.by_lemma.get(head[1:-1], set())
        elif head[:1] == "*":
            codes = {c for c, norm in enumerate(self.norms) if norm.endswith(head[1:])}
        else:
            codes = self.by_word.get(head, set()) if head else set(range(len(self.norms)))
        for clause in tags.rstrip("}").split(",") if brace else ():
            choice = [self.with_tag(t.lstrip("!")) for t in clause.split("|")]
            codes = codes - choice[0] if clause[0] == "!" else codes & set().union(*choice)
        return frozenset(codes)


class _Text:
    """A tokens table as lists: word type, where a sentence or line breaks, what is punctuation, what limits a clause."""

    def __init__(self, tokens: pd.DataFrame, types: _Types, codes: np.ndarray):
        punct = types_mask(types.by_tag.get("punct", ()), len(types.norms))[codes]
        limits = {c for c in types.by_tag.get("punct", ()) if types.norms[c] not in QUOTES} | types.with_tag("finite")
        sentence = tokens["sentence"].fillna(-1).to_numpy(dtype="int64")
        line = tokens["line"].to_numpy()
        edge = np.ones(len(codes) + 1, dtype=bool)
        edge[1:-1] = (sentence[1:] != sentence[:-1]) | (line[1:] != line[:-1])
        ends = np.flatnonzero(types_mask({c for c in range(len(types.norms)) if types.norms[c][:1] in ".!?…"}, len(types.norms))[codes] | edge[1:])
        ask = np.array([n[:1] == "?" or n[-1:] == "?" for n in types.norms], dtype=bool)[codes]
        at = np.searchsorted(ends, np.arange(len(codes)))
        self.asks = ask[ends[at]].tolist() if len(codes) else []
        self.codes, self.edge, self.punct = codes.tolist(), edge.tolist(), punct.tolist()
        self.limit = types_mask(limits, len(types.norms))[codes].tolist()
