"""Where the rows of a stance lexicon could fire, and whether they do: a row's neighbours, at most REACH words away.

Python looks only at the places where a row could fire: at words that its rarest element fits.
"""

from array import array
from typing import NamedTuple

import numpy as np
import pandas as pd

from .fitting import QUOTES, Fit, Types
from .lexicon import Element, Patterns, Row

PLACES = ("^", "$", "?", "!?", "??")
REACH = 30  # words that `..` may pass, so that the work stays linear in a text without punctuation


class Neighbour(NamedTuple):
    """One element of a pattern beside the anchor, with the words that it fits; see `Step`."""

    kind: str
    fit: Fit
    inside: bool
    gap: bool


class Matcher(NamedTuple):
    """A row made ready for one text: its elements left and right of the anchor, and one of the two next to it."""

    row: Row
    left: list[Neighbour]
    right: list[Neighbour]
    side: int  # where a word must stand that `beside` fits, or 0
    beside: Fit


class Text:
    """A tokens table by word types, with the places where clauses and sentences end."""

    def __init__(self, tokens: pd.DataFrame, patterns: Patterns):
        self.types = types = Types(tokens, patterns)
        codes = np.append(types.codes, types.none)  # before the first word and behind the last there is none
        self.codes = array("i", codes.astype("i").tobytes())
        self.classes = array("i", types.classes[codes].astype("i").tobytes())
        edge, capital = _edges(tokens), types.capital[types.codes]
        punct, stop, finite = (types.mask(((name,),)) for name in ("punct", "stop", "finite"))
        marks = np.flatnonzero(punct[types.classes]).tolist()
        stops = self._of_class(stop)
        ends = np.flatnonzero(stops | edge[1:])
        asks = self._among([code for code in marks if "?" in types.norms[code]]) & stops
        opens = self._among([code for code in marks if types.norms[code] not in ",;"])
        after_opening = np.append(True, opens)[:-1]  # behind a dash, quote or stop a sentence may begin
        limits = self._among([code for code in marks if types.norms[code] not in QUOTES]) | self._of_class(finite)
        lengths = np.diff(ends, prepend=-1)
        self.asks = np.repeat(asks[ends], lengths).tobytes()  # its sentence has a question mark
        self.unmarked = np.repeat(~stops[ends], lengths).tobytes()  # its sentence ends without a mark
        self._name = capital & ~edge[:-1] & ~after_opening
        self.name, self.edge = self._name.tobytes(), edge.tobytes()
        self.punct, self.limit = self._of_class(punct).tobytes() + b"\0", limits.tobytes() + b"\0"

    def _of_class(self, mask: np.ndarray) -> np.ndarray:
        return mask[self.types.classes][self.types.codes]

    def _among(self, types: list[int]) -> np.ndarray:
        mask = np.zeros(self.types.none, dtype=bool)
        mask[types] = True
        return mask[self.types.codes]

    def mute(self, places: np.ndarray) -> np.ndarray:
        """For each of these words whether it is a name that no list has: its ending is mute."""
        out = self._name[places]
        names = self.types.codes[places[out]]
        out[out] = np.isin(names, [code for code in np.unique(names).tolist() if not self.types.listed(code)])
        return out

    def could_fire(self, matcher: Matcher, i: int) -> bool:
        """Whether the word beside word i is one that the row needs there: the cheap question before `walk`."""
        if not matcher.side:
            return True
        j = i + matcher.side
        types, classes = matcher.beside
        return self.codes[j] in types or bool(classes[self.classes[j]])

    def walk(self, elements: list[Neighbour], i: int, direction: int) -> int | None:
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
        """Whether word i stands at the beginning or end of a clause (^ $), or in a sentence that ends so (? !? ??)."""
        if place == "??":
            return bool(self.unmarked[i])
        if place in ("?", "!?"):
            return self.asks[i] == (place == "?")
        j = i + direction
        return bool(self.edge[max(i, j)] or self.punct[j])

    def _next(self, element: Neighbour, i: int, direction: int) -> int | None:
        """The neighbour of word i if it fits; behind `..` the first word of the clause that does; else None."""
        _, (types, classes), _, gap = element
        before = min(direction, 0)  # an edge stands before its word
        end = i + direction * (REACH if gap else 1)
        while not self.edge[i + 1 + before]:
            i += direction
            if self.codes[i] in types or classes[self.classes[i]]:
                return i
            if i == end or self.limit[i]:
                return None
        return None


def _edges(tokens: pd.DataFrame) -> np.ndarray:
    """Whether a sentence, line or document begins with each token; one more at the end."""
    edge = np.ones(len(tokens) + 1, dtype=bool)
    parts = [tokens["sentence"].fillna(-1).to_numpy(dtype="int64"), tokens["line"].to_numpy()]
    if "document" in tokens:  # sentences and lines are counted from 1 in each
        parts.append(tokens["document"].astype("category").cat.codes.to_numpy())
    edge[1:-1] = np.logical_or.reduce([part[1:] != part[:-1] for part in parts])
    return edge


def rows_by_type(types: Types, rows: list[Row]) -> dict[int, list[Matcher]]:
    """The rows that could fire at each word type, in the order in which they win."""
    at: dict[int, list[Matcher]] = {}
    for row in rows:
        if not all(_possible(types.fit(number)) for number in row.needed):
            continue
        anchors = [n for n, (kind, _, inside, _) in enumerate(row.elements) if inside and kind == "word"]
        fitting = [types.all_of(types.fit(row.elements[n][1])) for n in anchors]
        rarest = 0
        if len(anchors) > 1:
            rarest = min(range(len(anchors)), key=lambda n: types.counts[fitting[n]].sum())
        matcher = _matcher(types, row, anchors[rarest])
        for code in fitting[rarest]:
            at.setdefault(code, []).append(matcher)
    return at


def _possible(fit: Fit) -> bool:
    return bool(fit.types) or 1 in fit.classes


def _matcher(types: Types, row: Row, anchor: int) -> Matcher:
    elements = [Element(*element) for element in row.elements]
    fits = [types.fit(element.fits) for element in elements]
    right = [Neighbour(e.kind, fit, e.inside, e.gap) for e, fit in zip(elements, fits)][anchor + 1 :]
    before = zip(elements, fits, elements[1:])  # read from right to left, a gap lies before the element behind it
    left = [Neighbour(e.kind, fit, e.inside, after.gap) for e, fit, after in before][:anchor][::-1]
    for side, neighbours in ((1, right), (-1, left)):
        if neighbours and neighbours[0].kind == "word" and not neighbours[0].gap:
            return Matcher(row, left, right, side, neighbours[0].fit)
    return Matcher(row, left, right, 0, fits[anchor])
