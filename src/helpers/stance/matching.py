"""Where the rows of a stance lexicon could fire: the words of a text by type, and the patterns as sets of word types.

Everything that depends on the word alone is worked out once per word type: which atoms of which patterns it fits, and
so which rows could fire at it. Python then looks only at the places where a row could fire, at most REACH words away.
"""

from array import array
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..words.types import WordType, word_types
from .lexicon import Row
from .patterns import asked_in_turn, expand

QUOTES = set("«»\"“”„'‘’")
STOPS = set(".!?…")
PLACES = ("^", "$", "?", "!?")
_FLAGS = ("capital", "known")
REACH = 30  # words that `..` may pass, so that the work stays linear in a text without punctuation


class Types:
    """The distinct words of a tokens table, with capital and without, and which of them a pattern's atoms fit."""

    def __init__(self, tokens: pd.DataFrame, asked: frozenset[str]):
        words, codes = word_types(tokens)
        self.codes = codes.astype(np.int32)  # the type of every token
        self.norms = [word.form for word in words]
        self.capital, self.known = (np.array([getattr(word, name) for word in words], bool) for name in _FLAGS)
        self._by_word: dict[str, set[int]] = {}  # of words and headwords, only those that some pattern asks for
        self._by_lemma: dict[str, set[int]] = {}
        self._by_tag: dict[str, set[int]] = {}
        self._fitting: dict[tuple, set[int]] = {}  # not lru_cache: a method that holds itself is freed late
        for code, word in enumerate(words):
            lemma = word.lemma.lower()
            if word.form in asked:
                self._by_word.setdefault(word.form, set()).add(code)
            if word.kind == "word" and lemma in asked:
                self._by_lemma.setdefault(lemma, set()).add(code)
            for tag in _tags(word):
                self._by_tag.setdefault(tag, set()).add(code)
        nouns = self.tagged("pl") | self.tagged("vn") | self.tagged("ptcp_agent")
        self._no_attitude = nouns | (self.tagged("case") - self.tagged("verb"))  # the grammar filter of codebook 3.3

    def mask(self, codes) -> np.ndarray:
        """For every type whether it is one of these."""
        mask = np.zeros(len(self.norms), dtype=bool)
        mask[list(codes)] = True
        return mask

    def tagged(self, name: str) -> set[int]:
        """The types with a tag, or with one that a group or the beginning of a name stands for."""
        return set().union(*(self._by_tag.get(tag, ()) for tag in expand(name)))

    def fits(self, atoms: tuple[str, ...], attitude: bool = False) -> set[int]:
        """The types that one of these atoms of a pattern fits; worked out once."""
        key = atoms, attitude
        if key not in self._fitting:
            self._fitting[key] = set().union(*(self._fits(atom, attitude) for atom in atoms))
        return self._fitting[key]

    def _fits(self, atom: str, attitude: bool) -> set[int]:
        head, _, tags = atom.partition("{")
        clauses = tags.rstrip("}").split(",") if tags else []
        if head[:1] == "<":
            codes = set().union(*(self._by_lemma.get(word, ()) for word in head[1:-1].split("|")))
            if attitude:
                codes -= self._no_attitude
        elif head[:1] == "*" and head[1:]:
            codes = {code for code, norm in enumerate(self.norms) if norm.endswith(head[1:])}
        elif head:
            codes = set(self._by_word.get(head, ()))
        elif clauses[0][0] != "!":
            codes = self._chosen(clauses.pop(0))
        else:
            codes = set(range(len(self.norms)))
        for clause in clauses:
            if clause[0] == "!":
                codes -= self._chosen(clause)
            else:
                codes &= self._chosen(clause)
        return codes

    def _chosen(self, clause: str) -> set[int]:
        return set().union(*(self.tagged(tag.lstrip("!")) for tag in clause.split("|")))


def _tags(word: WordType) -> set[str]:
    if word.kind == "number" or (word.form[:1].isdigit() and word.pos == "verb"):  # 20-сыншы is no verb in -сын
        return {"num", "number"}
    if word.kind == "word":
        return {*word.tags, word.pos}
    return {"punct", "stop"} if word.form[:1] in STOPS else {"punct"}


class Element(NamedTuple):
    """One element of a pattern as the set of word types that fit; see `Step`."""

    kind: str
    fits: set[int]
    inside: bool
    gap: bool


class Text:
    """A tokens table by word types, with the places where clauses and sentences end."""

    def __init__(self, tokens: pd.DataFrame, asked: frozenset[str]):
        self.types = types = Types(tokens, asked)
        self.codes = array("i", types.codes.tobytes())
        edge, capital = _edges(tokens), types.capital[types.codes]
        stops, punct = types.tagged("stop"), types.tagged("punct")
        ends = np.flatnonzero(self._where(stops) | edge[1:])
        asks = self._where({code for code in stops if "?" in types.norms[code]})[ends]
        opens = self._where(punct - {code for code in punct if types.norms[code] in ",;"})
        after_opening = np.append(True, opens)[:-1]  # behind a dash, quote or stop a sentence may begin
        name = capital & ~edge[:-1] & ~after_opening
        limits = {code for code in punct if types.norms[code] not in QUOTES} | types.tagged("finite")
        self.mute = name & ~self._where(
            set(np.flatnonzero(types.known).tolist()) - types.tagged("verb")
        )  # its ending is mute
        self.asks = np.repeat(asks, np.diff(ends, prepend=-1)).tobytes()  # its sentence has a question mark
        self.name, self.edge, self.punct = name.tobytes(), edge.tobytes(), self._where(punct).tobytes()
        self.limit = self._where(limits).tobytes()

    def _where(self, codes: set[int]) -> np.ndarray:
        return self.types.mask(codes)[self.types.codes]

    def walk(self, elements: list[Element], i: int, direction: int) -> int | None:
        """Match the elements on one side of word i; the last word of the marker on that side, or None.

        An optional word is taken where it stands, `..` stops at the first word that fits: nothing is tried twice.
        """
        reach = i
        for element in elements:
            kind, _, inside, _ = element
            if kind in PLACES:
                if not self._stands(kind, i, direction):
                    return None
                continue
            j = self._next(element, i, direction)
            if j is None:
                if kind == "word":
                    return None
            elif kind == "not":
                return None
            else:
                i = j
                reach = j if inside else reach
        return reach

    def _stands(self, place: str, i: int, direction: int) -> bool:
        """Whether word i stands in a question (?), in none (!?), or at the beginning or end of a clause (^ $)."""
        if place in "?!?":
            return self.asks[i] == (place == "?")
        j = i + direction
        return bool(self.edge[max(i, j)] or self.punct[j])

    def _next(self, element: Element, i: int, direction: int) -> int | None:
        """The neighbour of word i if it fits; behind `..` the first word of the clause that does; else None."""
        for _ in range(1 + REACH * element.gap):
            j = i + direction
            if self.edge[max(i, j)]:  # another sentence
                return None
            if self.codes[j] in element.fits:
                return j
            if self.limit[j]:
                return None
            i = j
        return None


def _edges(tokens: pd.DataFrame) -> np.ndarray:
    """Whether a sentence, line or document begins with each token; one more at the end."""
    edge = np.ones(len(tokens) + 1, dtype=bool)
    parts = [tokens["sentence"].fillna(-1).to_numpy(dtype="int64"), tokens["line"].to_numpy()]
    if "document" in tokens:  # sentences and lines are counted from 1 in each
        parts.append(tokens["document"].astype("category").cat.codes.to_numpy())
    edge[1:-1] = np.logical_or.reduce([part[1:] != part[:-1] for part in parts])
    return edge


class Matcher(NamedTuple):
    """A row made ready for one text: its elements left and right of the anchor as sets of word types."""

    row: Row
    phrase: bool
    left: list[Element]
    right: list[Element]
    open: set[int]  # types whose endings keep labels of their own
    used: frozenset[str]  # tags that the marker uses up


def rows_by_type(text: Text, rows: list[Row]) -> dict[int, list[Matcher]]:
    """The rows that could fire at each word type, in the order in which they win."""
    at: dict[int, list[Matcher]] = {}
    counts = np.bincount(text.types.codes, minlength=len(text.types.norms))
    for row in rows:
        attitude = row.category == "attitude"
        sets = [text.types.fits(step.atoms, step.span and attitude) for step in row.steps]
        if not all(fits for step, fits in zip(row.steps, sets) if step.kind == "word"):
            continue
        anchors = [n for n, step in enumerate(row.steps) if step.span and step.kind == "word"]
        anchor = min(anchors, key=lambda n: counts[list(sets[n])].sum())  # the rarest word of the marker
        matcher = _matcher(text.types, row, sets, anchor)
        for code in sets[anchor]:
            at.setdefault(code, []).append(matcher)
    return at


def _matcher(types: Types, row: Row, sets: list[set[int]], anchor: int) -> Matcher:
    steps = row.steps
    phrase = sum(step.span for step in steps) > 1
    before = zip(steps, sets, steps[1:])  # read from right to left, a gap lies before the element behind it
    left = [Element(step.kind, fits, step.span, after.gap) for step, fits, after in before][:anchor][::-1]
    elements = [Element(step.kind, fits, step.span, step.gap) for step, fits in zip(steps, sets)]
    kept = [n for n, step in enumerate(steps) if step.span and (step.open or not phrase)]
    atoms = [atom for n in kept for atom in steps[n].atoms]
    whole = types.fits(tuple(atom for atom in atoms if atom[0] not in "<{"))  # printed words are used up
    used = frozenset().union(*chain(*map(asked_in_turn, atoms))) if phrase or row.suffix else frozenset()
    open_types = set().union(*(sets[n] for n in kept)) - whole
    return Matcher(row, phrase, left, elements[anchor + 1 :], open_types, used)
