"""What a query finds: the runs of tokens that are a word, a phrase, a romanised word, a word with a gloss."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterable
from fnmatch import filter as matching
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..columns import codes, unit
from ..errors import ArgumentError
from ..letters import normalise
from ..words.romanisation import SYSTEMS, romanize
from ..words.wordlists import glosses

WILD = set("*?[")  # letters of a pattern, as fnmatch reads it
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_WORD = re.compile(r"\w+")


class Runs(NamedTuple):
    """Positions of the first and the last token of every hit."""

    first: np.ndarray
    last: np.ndarray


def phrase(tokens: pd.DataFrame, query: str, of: str) -> Runs:
    """Where a word or phrase stands, each word of it a value of column `of` or a pattern of them."""
    at, item, names, sentence = _words(tokens, of)
    parts = query.split()
    if not parts:
        raise ArgumentError("concordance: query is empty; give a word, a phrase, or gloss='party'")
    last = max(len(at) - len(parts) + 1, 0)
    hit = sentence[:last] == sentence[len(parts) - 1 :]
    for step, part in enumerate(parts):
        hit &= np.isin(names, values(names, part, of))[item[step : step + last]]
    first = np.flatnonzero(hit)
    return Runs(at[first], at[first + len(parts) - 1])


def meaning(tokens: pd.DataFrame, gloss: str, of: str) -> tuple[Runs, list[str]]:
    """Where words stand whose English gloss has all these English words; and which words these are."""
    at, item, names, _ = _words(tokens, of)
    wanted = set(_WORD.findall(gloss.lower()))
    found = [
        name for name, english in zip(names, glosses(names)) if wanted and wanted <= set(_WORD.findall(english.lower()))
    ]
    hits = at[np.isin(names, found)[item]]
    return Runs(hits, hits), found


def values(names: Iterable[str], part: str, of: str) -> list[str]:
    """The values that one word of a query stands for: as typed, with look-alike letters mended, or romanised."""
    known = set(names)
    wanted = part.lower() if of == "text" else normalise(part)
    if WILD & set(part):
        return matching(known, wanted)
    if wanted in known or _CYRILLIC.search(wanted):
        return [wanted]
    return [name for name in known if _CYRILLIC.search(name) and plain(wanted) in latin(name)]


def latin(word: str) -> set[str]:
    """A Kazakh word in Latin letters, as each system writes it."""
    return {plain(romanize(word, system)) for system in SYSTEMS}


def plain(written: str) -> str:
    """Latin letters without their diacritics, for those who cannot type them."""
    letters = unicodedata.normalize("NFKD", written.lower())
    return "".join(letter for letter in letters if letter.isalnum()).replace("ı", "i")


def words(tokens: pd.DataFrame, query: str, section: str | None) -> tuple[str, Runs]:
    """Where a lemma stands, or a printed form where there is no such lemma; says so where the two differ."""
    counted = np.ones(len(tokens), bool) if section is None else (tokens["section"] == section).to_numpy()
    lemmas, forms = phrase(tokens, query, "lemma"), phrase(tokens, query, "norm")
    of_lemma, of_form = counted[lemmas.first].sum(), counted[forms.first].sum()
    shown, found = ("lemma", lemmas) if of_lemma or not of_form else ("norm", forms)
    if of_lemma != of_form:
        warnings.warn(
            f"concordance looks for lemmas since version 0.2: {query!r} has {of_lemma} places as a lemma and {of_form} "
            f"as a printed form; these are the {'lemma' if shown == 'lemma' else 'printed form'}'s. To choose, say "
            "of='lemma' or of='norm'",
            stacklevel=5,
        )
    return shown, found


def _words(tokens: pd.DataFrame, of: str) -> tuple[np.ndarray, np.ndarray, list[str], np.ndarray]:
    """Words and numbers: their positions, the code of each one's value, the values in small letters, its sentence."""
    at = np.flatnonzero(tokens["kind"].isin(("word", "number")).to_numpy())
    words = tokens.iloc[at]
    (item,), table = codes([of], words)
    (sentence,), _ = codes(unit(tokens, "sentence"), words)
    return at, item, table[of].astype(str).str.lower().tolist(), sentence
