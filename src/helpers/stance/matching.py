"""Where the rows of a stance lexicon could fire: the words of a text by type, and the patterns as sets of word types.

Everything that depends on the word alone is worked out once per word type: which atoms of which patterns it fits, and
so which rows could fire at it. Python then looks only at the places where a row could fire, at most REACH words away.
"""

from array import array
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..words.morphology import best
from .patterns import Row, expand, names

QUOTES = set("«»\"“”„'‘’")
REACH = 30  # words that `..` may pass, so that the work stays linear in a text without punctuation
_NONE: frozenset[int] = frozenset()


class Text:
    """A tokens table by word types, with the tags of each type and the places where clauses and sentences end."""

    def __init__(self, tokens: pd.DataFrame, asked: frozenset[str]):
        norm, printed = (tokens[c].astype("category").array for c in ("norm", "text"))
        capital = np.array([t[:1].isupper() and not t[1:].isupper() for t in printed.categories], dtype=bool)
        capital = capital[printed.codes] if len(tokens) else np.zeros(0, dtype=bool)
        codes = norm.codes.astype(np.int32) * 2 + capital  # a type: the norm, and whether it has a capital
        present = np.zeros(2 * len(norm.categories), dtype=bool)
        present[codes] = True
        codes = np.cumsum(present, dtype=np.int32)[codes] - np.int32(1) if len(tokens) else codes
        self.norms = np.repeat(norm.categories.to_numpy(dtype=object), 2)[present].tolist()
        upper = np.flatnonzero(present) % 2
        self.by_word: dict[str, set[int]] = {}  # of words and headwords, only those that some pattern asks for
        self.by_lemma: dict[str, set[int]] = {}
        self.by_tag: dict[str, set[int]] = {}
        known = np.ones(len(self.norms), dtype=bool)
        first = np.zeros(len(self.norms), dtype=np.int64)
        first[codes[::-1]] = np.arange(len(codes))[::-1]
        for code, kind in enumerate(tokens["kind"].iloc[first]):
            form, tags = self.norms[code], ("num", "number") if kind == "number" else ("punct",)
            tags += ("stop",) if kind == "punct" and form[:1] in set(".!?…") else ()
            reading = best(form.capitalize() if upper[code] else form) if kind == "word" else None
            if reading:
                tags, known[code] = (*reading.tags, reading.pos), reading.known
                if (lemma := reading.lemma.lower()) in asked:
                    self.by_lemma.setdefault(lemma, set()).add(code)
            if form in asked:
                self.by_word.setdefault(form, set()).add(code)
            for tag in tags:
                self.by_tag.setdefault(tag, set()).add(code)
        self.fitting: dict[tuple, set[int]] = {}  # not lru_cache: a method that holds itself is freed late
        self.upper = upper
        self.array, self.codes = codes, array("i", codes.tobytes())
        self._mark_places(tokens, capital, known)

    def _mark_places(self, tokens, capital, known):
        codes, punct, verb = self.array, self.tagged("punct"), self.tagged("verb")
        nouns = self.tagged("pl") | self.tagged("vn") | self.tagged("ptcp_agent") | (self.tagged("case") - verb)
        self.no_attitude = nouns  # the grammar filter of codebook 3.3
        sentence, line = tokens["sentence"].fillna(-1).to_numpy(dtype="int64"), tokens["line"].to_numpy()
        edge = np.ones(len(codes) + 1, dtype=bool)  # a sentence or line begins with this token
        edge[1:-1] = (sentence[1:] != sentence[:-1]) | (line[1:] != line[:-1])
        if "document" in tokens:  # sentences and lines are counted from 1 in each
            document = tokens["document"].astype("category").cat.codes.to_numpy()
            edge[1:-1] |= document[1:] != document[:-1]
        stops = self.tagged("stop")
        ends = np.flatnonzero(self.mask(stops)[codes] | edge[1:])
        asks = self.mask({c for c in stops if "?" in self.norms[c]})[codes[ends]]
        self.asks = np.repeat(asks, np.diff(ends, prepend=-1)).tobytes()
        limits = {c for c in punct if self.norms[c] not in QUOTES} | self.tagged("finite")
        is_punct = self.mask(punct)[codes]
        opens = is_punct & ~self.mask({c for c in punct if self.norms[c] in ",;"})[codes]
        name = capital & ~edge[:-1] & ~np.append(True, opens)[:-1]  # behind a dash, quote or stop a sentence may begin
        self.name, self.edge, self.punct = name.tobytes(), edge.tobytes(), is_punct.tobytes()
        self.mute = name & ~(known & ~self.mask(verb))[codes]  # a name: its ending says nothing
        self.limit = self.mask(limits)[codes].tobytes()

    def mask(self, codes) -> np.ndarray:
        mask = np.zeros(len(self.norms), dtype=bool)
        mask[list(codes)] = True
        return mask

    def tagged(self, name: str) -> set[int]:
        return set().union(*(self.by_tag.get(t, ()) for t in expand(name)))

    def fits(self, atoms: tuple[str, ...], attitude: bool = False) -> set[int]:
        """The word types that one of these atoms of a pattern fits; worked out once."""
        if (atoms, attitude) not in self.fitting:
            one = len(atoms) == 1
            found = self._fits(atoms[0], attitude) if one else set().union(*(self.fits((a,), attitude) for a in atoms))
            self.fitting[atoms, attitude] = found
        return self.fitting[atoms, attitude]

    def _fits(self, atom: str, attitude: bool) -> set[int]:
        head, brace, tags = atom.partition("{")
        if head[:1] == "<":
            codes = set().union(*(self.by_lemma.get(h, ()) for h in head[1:-1].split("|")))
            codes -= self.no_attitude if attitude else set()
        elif head[:1] == "*" and head[1:]:
            codes = {c for c, norm in enumerate(self.norms) if norm.endswith(head[1:])}
        else:
            codes = self.by_word.get(head, _NONE) if head else None
        for clause in tags.rstrip("}").split(",") if brace else ():
            choice = set().union(*(self.tagged(t.lstrip("!")) for t in clause.split("|")))
            if codes is None:
                codes = choice if clause[0] != "!" else set(range(len(self.norms))) - choice
            else:
                codes = codes - choice if clause[0] == "!" else codes & choice
        return codes

    def walk(self, steps, i: int, direction: int) -> int | None:
        """Match the elements on one side of word i; the last word of the marker on that side, or None.

        An optional word is taken where it stands, `..` stops at the first word that fits: nothing is tried twice.
        """
        codes, edge, reach = self.codes, self.edge, i
        for kind, fits, inside, gap in steps:
            j = i + direction
            near = not edge[max(i, j)]  # the neighbour stands in the same sentence
            if kind in "?!?":
                if self.asks[i] != (kind == "?"):
                    return None
            elif kind in "^$":
                if near and not self.punct[j]:
                    return None
            else:
                hit = near and codes[j] in fits
                for _ in range(REACH if gap else 0):
                    if hit or not near or self.limit[j]:
                        break
                    near = not edge[max(j, j + direction)]
                    j += direction
                    hit = near and codes[j] in fits
                if kind != "maybe" and hit == (kind == "not"):
                    return None
                if hit and kind != "not":
                    i = j
                    reach = j if inside else reach
        return reach


class Matcher(NamedTuple):
    """A row made ready for one text: its elements left and right of the anchor as sets of word types."""

    row: Row
    phrase: bool
    left: list
    right: list
    open: set[int]  # types whose endings keep labels of their own
    used: set[str]  # tags that the marker uses up


def rows_by_type(text: Text, rows: list[Row]) -> dict[int, list[Matcher]]:
    """The rows that could fire at each word type, in the order in which they win."""
    at: dict[int, list[Matcher]] = {}
    counts = np.bincount(text.array, minlength=len(text.norms))
    for row in rows:
        steps, attitude = row.steps, row.category == "attitude"
        if not all(text.fits(s.atoms, s.span and attitude) for s in steps if s.kind == "word"):
            continue
        sets = [text.fits(s.atoms, s.span and attitude) for s in steps]
        spans = [n for n, s in enumerate(steps) if s.span]
        phrase = len(spans) > 1
        anchor = min((n for n in spans if steps[n].kind == "word"), key=lambda n: counts[list(sets[n])].sum())
        left = [(s.kind, fits, s.span, after.gap) for s, fits, after in zip(steps, sets, steps[1:])][:anchor][::-1]
        right = [(s.kind, fits, s.span, s.gap) for s, fits in zip(steps, sets)][anchor + 1 :]
        kept = [n for n in spans if steps[n].open or not phrase]
        atoms = [a for n in kept for a in steps[n].atoms]
        whole = text.fits(tuple(a for a in atoms if a[0] not in "<{"))
        used = {t for a in atoms for name in names(a) for t in expand(name)} if phrase or row.suffix else set()
        matcher = Matcher(row, phrase, left, right, set().union(*(sets[n] for n in kept)) - whole, used)
        for code in sets[anchor]:
            at.setdefault(code, []).append(matcher)
    return at
