"""The words of a tokens table by type: what a tagger or a counter must look at only once."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .morphology import analyse, best

MOST = 1 << 62  # combinations that an integer can number
_GRAMMAR = ["kind", "pos", "tags"]


class WordTypes(NamedTuple):
    """The distinct words of a tokens table, one item per type; the type of every row; and what words have in common."""

    form: list[str]  # the norm
    capital: np.ndarray  # whether the first letter is a capital and the next is not
    lemma: list[str]
    grammar: np.ndarray  # the number of its item in kind, pos and tags
    codes: np.ndarray
    kind: list[str]
    pos: list[str]
    tags: list[str]


def word_types(tokens: pd.DataFrame) -> WordTypes:
    """The distinct words of a tokens table, in the order of their first rows.

    Lemma, class and tags are those of the table: where somebody has corrected them, the correction counts.

    >>> from helpers import tokenize
    >>> types = word_types(tokenize("Біз және біз."))
    >>> types.form, types.capital.tolist(), types.codes.tolist()
    (['біз', 'және', 'біз', '.'], [True, False, False, False], [0, 1, 2, 3])
    """
    printed = tokens["text"].astype("category").array
    capitals = np.array([_capital(text) for text in printed.categories.tolist()], bool)
    capital = capitals[printed.codes] if len(tokens) else np.zeros(0, bool)
    alike, grammar = distinct(tokens, _GRAMMAR)
    first, codes = distinct(tokens, ["norm", "lemma"], capital, grammar)
    form, lemma = (_items(tokens[name], first) for name in ("norm", "lemma"))
    return WordTypes(
        form, capital[first], lemma, grammar[first], codes, *(_items(tokens[name], alike) for name in _GRAMMAR)
    )


def _items(column: pd.Series, places: np.ndarray) -> list[str]:
    return np.asarray(column.iloc[places], object).tolist()


def distinct(tokens: pd.DataFrame, columns: list[str], *others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each combination of values, and for each row which combination it has.

    `others` are further columns, as small integers or bool.
    """
    parts = [(array.astype(np.int64), 1 + int(array.max(initial=0))) for array in others]
    for name in columns:
        column = tokens[name].astype("category").array
        parts.append((column.codes.astype(np.int64) + 1, 1 + len(column.categories)))
    codes, size = np.zeros(len(tokens), np.int64), 1
    for part, values in parts:
        if size * values > MOST:
            codes = pd.factorize(codes)[0]
            size = 1 + int(codes.max(initial=0))
        codes, size = codes * values + part, size * values
    codes = pd.factorize(codes)[0]
    first = np.zeros(codes.max(initial=-1) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return first, codes


def _capital(text: str) -> bool:
    return text[:1].isupper() and not text[1:].isupper()


def is_known(word: str, lemma: str) -> bool:
    """Whether the lists have the stem of the reading of a word that has this lemma."""
    reading = best(word)
    if reading is None or reading.lemma == lemma:
        return reading is not None and reading.known
    return any(other.known for other in analyse(word) if other.lemma == lemma)
