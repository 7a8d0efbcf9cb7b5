"""Which words of a text the elements of a lexicon's patterns fit: worked out once per word type, and only if asked.

Word types whose kind, class and tags are the same form a class: what a pattern says of tags is a question to the class.
"""

from array import array
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..words.types import is_known, word_types
from .lexicon import Patterns

QUOTES = set("«»\"“”„'‘’")
STOPS = set(".!?…")
TAIL = 2  # letters by which words are found by their end


class Fit(NamedTuple):
    """The words that an element fits: types by number, and one byte for each class, 1 where all its types fit."""

    types: set[int]
    classes: bytes


class Types:
    """The distinct words of a tokens table, with capital and without, and which of them an element of a pattern fits.

    One type and one class more stand for no word at all: nothing fits them.
    """

    def __init__(self, tokens: pd.DataFrame, patterns: Patterns):
        self._words = words = word_types(tokens)
        self.norms = words.form
        self.capital = words.capital
        self.none = len(words.form)
        self.codes = words.codes
        self.counts = np.bincount(words.codes, minlength=self.none)
        self._patterns = patterns
        self._fits: list[Fit | None] = [None] * len(patterns.choices)
        self._masks: dict[tuple, np.ndarray] = {}  # not lru_cache: a method that holds itself is freed late
        self._tagged: dict[str, np.ndarray] = {}
        self.classes = self._classes()
        self._nothing = Fit(set(), bytes(self._size))
        self._class = array("i", self.classes.astype("i").tobytes())
        self._index()
        nouns = self.mask((("pl", "vn", "ptcp_agent"),))
        self._attitude = ~nouns & ~self.mask((("case",),), ("verb",))  # the grammar filter of codebook 3.3

    def _classes(self) -> np.ndarray:
        """The class of every type, and which tags each class has."""
        words, size = self._words, len(self._words.kind)
        number, stop, none = size, size + 1, size + 2
        tags = list(map(_tags, words.kind, words.pos, words.tags))
        self._by_tag: dict[str, list[int]] = {}
        for n, names in enumerate([*tags, {"num", "number"}, {"punct", "stop"}]):
            for name in names:
                self._by_tag.setdefault(name, []).append(n)
        self._size = none + 1
        classes = np.append(words.grammar, none)
        for code in [code for code, form in enumerate(words.form) if form and not form[0].isalpha()]:
            n = words.grammar[code]
            if words.form[code][0] in STOPS and "punct" in tags[n]:
                classes[code] = stop
            elif words.form[code][0].isdigit() and words.pos[n] == "verb":  # 20-сыншы is no verb in -сын
                classes[code] = number
        return classes

    def _index(self) -> None:
        """Where the forms, headwords and endings are that some pattern asks for."""
        asked: dict[str, set[str]] = {by: set() for by in ("form", "lemma", "ending", "")}
        for atoms, _ in self._patterns.choices:
            for by, words, _, _ in atoms:
                asked[by].update(words)
        self._with: dict[tuple[str, str], list[int]] = {}
        for code, form in enumerate(self.norms):
            if form in asked["form"]:
                self._with.setdefault(("form", form), []).append(code)
        kinds = [kind == "word" for kind in self._words.kind]
        for code, (lemma, n) in enumerate(zip(map(str.lower, self._words.lemma), self._words.grammar.tolist())):
            if lemma in asked["lemma"] and kinds[n]:
                self._with.setdefault(("lemma", lemma), []).append(code)
        near: dict[str, list[int]] = {ending[-TAIL:]: [] for ending in asked["ending"]}
        for code, form in enumerate(self.norms):
            if form[-TAIL:] in near:
                near[form[-TAIL:]].append(code)
        for ending in asked["ending"]:
            codes = near[ending[-TAIL:]] if len(ending) >= TAIL else range(self.none)
            self._with["ending", ending] = [code for code in codes if self.norms[code].endswith(ending)]

    def listed(self, code: int) -> bool:
        """Whether the stem of a word that is no verb is listed."""
        words, n = self._words, self._words.grammar[code]
        form = words.form[code].capitalize() if words.capital[code] else words.form[code]
        return words.kind[n] == "word" and words.pos[n] != "verb" and is_known(form, words.lemma[code])

    def mask(self, needs: tuple[tuple[str, ...], ...], bars: tuple[str, ...] = ()) -> np.ndarray:
        """For every class whether it has one of the tags of each clause, and none of those that are barred."""
        if (needs, bars) not in self._masks:
            mask = np.ones(self._size, dtype=bool)
            mask[-1] = False
            for clause in needs:
                mask &= np.logical_or.reduce([self._having(name) for name in clause])
            for name in bars:
                mask &= ~self._having(name)
            self._masks[needs, bars] = mask
        return self._masks[needs, bars]

    def _having(self, name: str) -> np.ndarray:
        """The classes with a tag, or with one that a group or the beginning of a name stands for."""
        if name not in self._tagged:
            mask = np.zeros(self._size, dtype=bool)
            for tag in self._patterns.tags.get(name, (name,)):
                mask[self._by_tag.get(tag, [])] = True
            self._tagged[name] = mask
        return self._tagged[name]

    def fit(self, number: int) -> Fit:
        """What a choice of the lexicon fits."""
        fit = self._fits[number]
        if fit is None:
            fit = self._fits[number] = self._fitting(*self._patterns.choices[number])
        return fit

    def _fitting(self, atoms: tuple, attitude: bool) -> Fit:
        types: set[int] = set()
        classes = None
        for by, words, needs, bars in atoms:
            codes = [code for word in words for code in self._with.get((by, word), ())]
            if by and not codes:
                continue
            mask = self.mask(needs, bars)
            if attitude and by == "lemma":
                mask = mask & self._attitude
            if not by:
                classes = mask if classes is None else classes | mask
            elif needs or bars or attitude:
                types.update(code for code in codes if mask[self._class[code]])
            else:
                types.update(codes)
        if classes is None:
            return Fit(types, self._nothing.classes) if types else self._nothing
        return Fit(types, classes.tobytes())

    def all_of(self, fit: Fit) -> list[int]:
        """The numbers of all types that fit."""
        if 1 not in fit.classes:
            return [*fit.types]
        mask = np.frombuffer(fit.classes, dtype=bool)[self.classes]
        mask[[*fit.types]] = True
        return np.flatnonzero(mask).tolist()

    def has(self, code: int, fit: Fit) -> bool:
        """Whether a type is one of those that fit."""
        return code in fit.types or bool(fit.classes[self._class[code]])


def _tags(kind: str, pos: str, tags: str) -> set[str]:
    """What patterns may ask of the words of a class."""
    if kind == "number":
        return {"num", "number"}
    return {*tags.split(), pos} if kind == "word" else {"punct"}
