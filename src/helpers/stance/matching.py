"""Where the rows of a stance lexicon could fire: the words of a text by type, and the patterns as sets of word types.

Everything that depends on the word alone is worked out once per word type: which atoms of which patterns it fits, and
so which rows could fire at it. Python then looks only at the places where a row could fire, at most REACH words away.
"""

from array import array
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..words.types import is_known, word_types
from .lexicon import Row
from .patterns import asked_in_turn, expand

QUOTES = set("«»\"“”„'‘’")
STOPS = set(".!?…")
PLACES = ("^", "$", "?", "!?")
_TAIL = 2  # letters by which words are found by their end
REACH = 30  # words that `..` may pass, so that the work stays linear in a text without punctuation


class Types:
    """The distinct words of a tokens table, with capital and without, and which of them a pattern's atoms fit."""

    def __init__(self, tokens: pd.DataFrame, asked: frozenset[str]):
        self._words = words = word_types(tokens)
        self.codes = words.codes.astype(np.int32)  # the type of every token
        self.norms = words.form
        self.capital = words.capital
        self._by_word: dict[str, set[int]] = {}  # of words and headwords, only those that some pattern asks for
        self._by_lemma: dict[str, set[int]] = {}
        self._by_tag: dict[str, set[int]] = {}
        self._endings: dict[str, list[int]] = {}  # by the last letters
        self._fitting: dict[tuple, set[int]] = {}  # not lru_cache: a method that holds itself is freed late
        self._tagged: dict[str, set[int]] = {}
        alike: dict[tuple[str, ...], list[int]] = {}
        for code, (form, kind, lemma, pos, tags) in enumerate(zip(*words[:1], *words[2:6])):
            if form in asked:
                self._by_word.setdefault(form, set()).add(code)
            if kind == "word" and (lemma := lemma.lower()) in asked:
                self._by_lemma.setdefault(lemma, set()).add(code)
            first = "" if kind == "word" and pos != "verb" else form[:1]
            alike.setdefault((kind, pos, tags, first), []).append(code)
            self._endings.setdefault(form[-_TAIL:], []).append(code)
        for (kind, pos, tags, first), codes in alike.items():
            for tag in _tags(kind, pos, tags, first):
                self._by_tag.setdefault(tag, set()).update(codes)
        nouns = self.tagged("pl") | self.tagged("vn") | self.tagged("ptcp_agent")
        self._no_attitude = nouns | (self.tagged("case") - self.tagged("verb"))  # the grammar filter of codebook 3.3

    def listed(self, code: int) -> bool:
        """Whether the stem of a word that is no verb is listed."""
        words = self._words
        form = words.form[code].capitalize() if words.capital[code] else words.form[code]
        return words.kind[code] == "word" and words.pos[code] != "verb" and is_known(form, words.lemma[code])

    def mask(self, codes) -> np.ndarray:
        """For every type whether it is one of these."""
        mask = np.zeros(len(self.norms), dtype=bool)
        mask[list(codes)] = True
        return mask

    def tagged(self, name: str) -> set[int]:
        """The types with a tag, or with one that a group or the beginning of a name stands for; worked out once."""
        if name not in self._tagged:
            self._tagged[name] = set().union(*(self._by_tag.get(tag, ()) for tag in expand(name)))
        return self._tagged[name]

    def fits(self, atoms: tuple[str, ...], attitude: bool = False) -> set[int]:
        """The types that one of these atoms of a pattern fits; worked out once."""
        key = atoms, attitude
        if key not in self._fitting:
            first, *others = [self._fits(atom, attitude) for atom in atoms] or [set()]
            self._fitting[key] = first.union(*others) if others else first
        return self._fitting[key]

    def _fits(self, atom: str, attitude: bool) -> set[int]:
        head, _, tags = atom.partition("{")
        clauses = tags.rstrip("}").split(",") if tags else []
        if head[:1] == "<":
            codes = set().union(*(self._by_lemma.get(word, ()) for word in head[1:-1].split("|")))
            if attitude:
                codes = codes - self._no_attitude
        elif head[:1] == "*" and head[1:]:
            codes = self._ending_in(head[1:])
        elif head:
            codes = self._by_word.get(head, set())
        else:
            clauses.sort(key=lambda clause: (clause[0] == "!", len(self._chosen(clause))))
            codes = set(range(len(self.norms))) if clauses[0][0] == "!" else self._chosen(clauses[0])
        for clause in clauses:
            codes = codes - self._chosen(clause) if clause[0] == "!" else codes & self._chosen(clause)
        return codes

    def _ending_in(self, ending: str) -> set[int]:
        near = self._endings.get(ending[-_TAIL:], []) if len(ending) >= _TAIL else range(len(self.norms))
        return {code for code in near if self.norms[code].endswith(ending)}

    def _chosen(self, clause: str) -> set[int]:
        first, *others = clause.lstrip("!").split("|")
        return self.tagged(first).union(*map(self.tagged, others)) if others else self.tagged(first)


def _tags(kind: str, pos: str, tags: str, first: str) -> set[str]:
    """What patterns may ask of a word; `first` is the first letter of a verb or of what is no word."""
    if kind == "number" or (first.isdigit() and pos == "verb"):  # 20-сыншы is no verb in -сын
        return {"num", "number"}
    if kind == "word":
        return {*tags.split(), pos}
    return {"punct", "stop"} if first in STOPS else {"punct"}


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
        self.asks = np.repeat(asks, np.diff(ends, prepend=-1)).tobytes()  # its sentence has a question mark
        self._name = name
        self.name, self.edge, self.punct = name.tobytes(), edge.tobytes(), self._where(punct).tobytes()
        self.limit = self._where(limits).tobytes()

    def _where(self, codes: set[int]) -> np.ndarray:
        return self.types.mask(codes)[self.types.codes]

    def mute(self, places: np.ndarray) -> np.ndarray:
        """For each of these words whether it is a name that no list has: its ending is mute."""
        out = self._name[places]
        names = self.types.codes[places[out]]
        unknown = {code for code in np.unique(names).tolist() if not self.types.listed(code)}
        out[out] = self.types.mask(unknown)[names]
        return out

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
        ahead = direction > 0
        for _ in range(1 + REACH * element.gap):
            j = i + direction
            if self.edge[j if ahead else i]:  # another sentence
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
        anchor = anchors[0]
        if len(anchors) > 1:  # the rarest word of the marker
            anchor = min(anchors, key=lambda n: counts[list(sets[n])].sum())
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
