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
NAMEABLE = {"attitude", "booster"}  # a capital inside a sentence makes these words names (codebook 5)
QUOTES = set("«»\"“”„'‘’")
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


def expand(name: str) -> set[str]:
    """The tags a name in braces stands for."""
    return GROUPS.get(name) or ({name} if name in TAGS else {t for t in TAGS if t.startswith(name)})


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
                if not expand(tag):
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


class _Text:
    """A tokens table as lists of word types, what each atom of a pattern fits, and where clauses and sentences end."""

    def __init__(self, tokens: pd.DataFrame):
        norm, kind = tokens["norm"].astype("category").array, tokens["kind"].to_numpy(dtype=object)
        printed = tokens["text"].astype("category").array
        capital = np.array([t[:1].isupper() and not t[1:].isupper() for t in printed.categories] + [False], dtype=bool)
        capital = capital[printed.codes]
        codes = norm.codes.astype(np.int64) * 2 + capital  # a word type: the norm, and whether it is printed with a capital
        present = np.zeros(2 * len(norm.categories), dtype=bool)
        present[codes] = True
        codes = (np.cumsum(present) - 1)[codes]
        self.norms = np.repeat(norm.categories.to_numpy(dtype=object), 2)[present].tolist()
        kinds = dict(zip(codes[::-1].tolist(), kind[::-1]))
        upper = np.flatnonzero(present) % 2
        self.tags, self.by_word, self.by_lemma, self.known = {}, {}, {}, np.ones(len(self.norms), dtype=bool)
        for code, kind in kinds.items():
            form, tags = self.norms[code], ("num", "number") if kind == "number" else ("punct",)
            if kind == "word":
                best = analyse(form.capitalize() if upper[code] else form)[0]
                tags, self.known[code] = (*best.tags, best.pos), best.known
                self.by_lemma.setdefault(best.lemma.lower(), set()).add(code)
            self.by_word.setdefault(form, set()).add(code)
            for tag in tags:
                self.tags.setdefault(tag, set()).add(code)
        self.all, self.fits = set(kinds), lru_cache(None)(self.fits)
        nouns = self.tagged("pl") | self.tagged("vn") | self.tagged("ptcp_agent")
        self.filtered = nouns | (self.tagged("case") - self.tagged("verb"))
        sentence, line = tokens["sentence"].fillna(-1).to_numpy(dtype="int64"), tokens["line"].to_numpy()
        edge = np.ones(len(codes) + 1, dtype=bool)
        edge[1:-1] = (sentence[1:] != sentence[:-1]) | (line[1:] != line[:-1])
        stops = {c for c in self.tagged("punct") if self.norms[c][:1] in list(".!?…")}
        ends = np.flatnonzero(self.mask(stops)[codes] | edge[1:])
        ask = self.mask({c for c in stops if "?" in self.norms[c]})[codes]
        self.asks = ask[ends[np.searchsorted(ends, np.arange(len(codes)))]].tolist() if len(codes) else []
        self.limit = self.mask({c for c in self.tagged("punct") if self.norms[c] not in QUOTES} | self.tagged("finite"))
        self.limit, self.punct = self.limit[codes].tolist(), self.mask(self.tagged("punct"))[codes].tolist()
        word = ~self.mask(self.tagged("punct"))[codes]
        opens = edge[:-1] | ~np.append(False, word[:-1])  # behind punctuation a capital may open a sentence
        names = capital & ~opens
        self.names = names.tolist()
        self.mute = (names & ~(self.known & ~self.mask(self.tagged("verb")))[codes]).tolist()
        self.array, self.codes, self.edge = codes, codes.tolist(), edge.tolist()

    def mask(self, codes: set[int]) -> np.ndarray:
        mask = np.zeros(len(self.norms), dtype=bool)
        mask[list(codes)] = True
        return mask

    def tagged(self, name: str) -> set[int]:
        return set().union(*(self.tags.get(t, ()) for t in expand(name)))

    def fits(self, atom: str, attitude: bool = False) -> set[int]:
        """The word types an atom fits; of an attitude headword only what the grammar filter of codebook 3.3 lets through."""
        head, brace, tags = atom.partition("{")
        if head[:1] == "<":
            codes = self.by_lemma.get(head[1:-1], set()) - (self.filtered if attitude else set())
        elif head[:1] == "*":
            codes = {c for c, norm in enumerate(self.norms) if norm.endswith(head[1:])}
        else:
            codes = self.by_word.get(head, set()) if head else self.all
        for clause in tags.rstrip("}").split(",") if brace else ():
            choice = set().union(*(self.tagged(t.lstrip("!")) for t in clause.split("|")))
            codes = codes - choice if clause[0] == "!" else codes & choice
        return codes

    def walk(self, steps, i: int, direction: int) -> int | None:
        """Match the elements on one side of word i; the last word of the marker on that side, or None."""
        codes, edge, reach, n = self.codes, self.edge, i, len(self.codes)
        for kind, fits, inside, gap in steps:
            j = i + direction
            open_ = not edge[j if direction > 0 else i]  # the neighbour stands in the same sentence
            if kind in "?!?":
                if self.asks[i] != (kind == "?"):
                    return None
            elif kind in "^$":
                if open_ and not self.punct[j]:
                    return None
            else:
                hit = open_ and codes[j] in fits
                if gap:
                    for _ in range(REACH):
                        if hit or not open_ or self.limit[j]:
                            break
                        open_ = not edge[j + 1 if direction > 0 else j]
                        j += direction
                        hit = open_ and codes[j] in fits
                if hit == (kind == "not") and kind != "maybe":
                    return None
                if hit and kind != "not":
                    i = j
                    if inside:
                        reach = j
        return reach


class _Matcher(NamedTuple):
    """A row made ready for one text: its elements left and right of the anchor as sets of word types."""

    row: Row
    category: str
    long: bool
    left: list
    right: list
    whole: set[int]  # types used up as printed words
    used: set[str]  # tags used up by the marker
    open: set[int]  # types that keep the labels of their endings


def _matchers(text: _Text, lexicon: pd.DataFrame) -> dict[int, list[_Matcher]]:
    """The rows that could fire at each word type, in the order in which they win."""
    at: dict[int, list[_Matcher]] = {}
    counts = np.bincount(text.array, minlength=len(text.norms))
    categories = lexicon["category"].to_list()
    rows = sorted(_compile(lexicon), key=lambda r: (r.suffix, 0 if r.suffix else -r.weight, r.number))
    for row in rows:
        steps, category = row.steps, categories[row.number]
        sets = [set().union(*(text.fits(a, s.span and category == "attitude") for a in s.atoms)) for s in steps]
        if not all(fits for s, fits in zip(steps, sets) if s.kind == "word"):
            continue
        spans = [n for n, s in enumerate(steps) if s.span]
        anchor = min((n for n in spans if steps[n].kind == "word"), key=lambda n: counts[list(sets[n])].sum())
        left = [(s.kind, fits, s.span, after.gap) for s, fits, after in zip(steps, sets, steps[1:])][:anchor][::-1]
        right = [(s.kind, fits, s.span, s.gap) for s, fits in zip(steps, sets)][anchor + 1 :]
        single = len(spans) == 1
        atoms = [a for n in spans if single or steps[n].open for a in steps[n].atoms]
        whole = set().union(*(text.fits(a) for a in atoms if a[0] not in "<{"))
        used = {t for a in (atoms if row.suffix or not single else ()) for name in re.findall(r"(?<![!\w])\w+", a.partition("{")[2]) for t in expand(name)}
        opened = set().union(*(sets[n] for n in spans if single or steps[n].open)) - whole
        matcher = _Matcher(row, category, not single, left, right, whole, used, opened)
        for code in sets[anchor]:
            at.setdefault(code, []).append(matcher)
    return at


def find_markers(tokens: pd.DataFrame, lexicon: pd.DataFrame | str | Path | None = None) -> pd.DataFrame:
    """Find every stance marker of the codebook in a tokens table.

    `lexicon` is a table as `read_lexicon` returns it, or the path of one; LexiconError if it has a faulty row. Returns one
    row a marker: start, end (characters, end exclusive), text, category, subtype, marker (lexicon id or suffix tag), rule
    (the pattern that decided), line, sentence, turn, pair, section, role, speaker. Spans of two rows are identical or
    disjoint. Linear in the number of tokens.

    >>> from helpers import tokenize
    >>> find_markers(tokenize("Біз бірікпекпіз."))[["text", "category", "subtype"]].values.tolist()
    [['Біз', 'self_mention', 'pron1pl'], ['бірікпекпіз', 'intention', 'prospective'], ['бірікпекпіз', 'self_mention', 'pred1pl']]
    """
    if not isinstance(lexicon, pd.DataFrame):
        lexicon = read_lexicon(lexicon)
    text = _Text(tokens)
    at = _matchers(text, lexicon)
    may_fire = text.mask(at)[text.array] & (tokens["section"] != "label").to_numpy()
    phrases, words = [], []
    for i in np.flatnonzero(may_fire).tolist():
        best, suffixes = None, []
        for m in at[text.codes[i]]:
            if best is None or m.row.suffix or m.long:
                first = text.walk(m.left, i, -1) if m.left else i
                last = None if first is None else text.walk(m.right, i, 1) if m.right else i
                if last is None or (m.category in NAMEABLE and text.names[first]):
                    continue
                if last > first:
                    phrases.append((first, last, m))
                elif m.row.suffix:
                    suffixes.append(m)
                else:
                    best = best or m
        if best or suffixes:
            words.append((i, best, suffixes))
    owner, found = {}, []
    for first, last, m in sorted(phrases, key=lambda p: (p[0] - p[1], -p[2].row.weight, p[0])):
        if not any(k in owner for k in range(first, last + 1)):
            owner.update((k, (first, last, m)) for k in range(first, last + 1))
            if m.category != "-":
                found.append((first, last, m))
    for i, best, suffixes in words:
        first, last, m = owner.get(i, (i, i, best))
        if m is best and best is not None and best.category != "-":
            found.append((i, i, best))
        taken = {m.category} if m else set()
        if m and text.codes[i] not in m.open:
            continue
        for s in suffixes:
            if s.category not in taken and not (m and s.used & m.used) and not text.mute[i]:
                taken.add(s.category)
                found.append((first, last, s))
    return _table(tokens, lexicon, found)


def _table(tokens: pd.DataFrame, lexicon: pd.DataFrame, found: list) -> pd.DataFrame:
    """The markers as a table: places from the tokens, the rest from the lexicon rows."""
    order = list(SUBTYPES)
    found.sort(key=lambda f: (f[0], order.index(f[2].category)))
    first, last, rows = (np.array(c, dtype=np.int64) for c in zip(*((a, b, m.row.number) for a, b, m in found)) ) if found else [np.empty(0, dtype=np.int64)] * 3
    table = tokens.iloc[first].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[last]
    printed, after = (tokens[c].to_numpy(dtype=object) for c in ("text", "after"))
    inner = [[printed[i] + after[i] for i in range(a, b)] for a, b in zip(first.tolist(), last.tolist())]
    table["text"] = ["".join([*parts, printed[b]]) for parts, b in zip(inner, last.tolist())]
    for name, column in (("category", "category"), ("subtype", "subtype"), ("marker", "id"), ("rule", "pattern")):
        table[name] = lexicon[column].to_numpy(dtype=object)[rows]
    return table[RESULT]
