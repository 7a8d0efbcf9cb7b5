"""The words of a tokens table by type: what a tagger or a counter must look at only once."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .morphology import analyse, best

_COLUMNS = ["norm", "kind", "lemma", "pos", "tags"]


class WordTypes(NamedTuple):
    """The distinct words of a tokens table, one item per type in each column, and the type of every row."""

    form: list[str]  # the norm
    capital: np.ndarray  # whether the first letter is a capital and the next is not
    kind: list[str]
    lemma: list[str]
    pos: list[str]
    tags: list[str]
    codes: np.ndarray


def word_types(tokens: pd.DataFrame) -> WordTypes:
    """The distinct words of a tokens table, in the order of their first rows.

    Lemma, class and tags are those of the table: where somebody has corrected them, the correction counts.

    >>> from helpers import tokenize
    >>> types = word_types(tokenize("Біз және біз."))
    >>> types.form, types.capital.tolist(), types.codes.tolist()
    (['біз', 'және', 'біз', '.'], [True, False, False, False], [0, 1, 2, 3])
    """
    printed = tokens["text"].astype("category").array
    capitals = np.array([_capital(text) for text in printed.categories], bool)
    capital = capitals[printed.codes] if len(tokens) else np.zeros(0, bool)
    first, codes = distinct(tokens, _COLUMNS, capital)
    form, kind, lemma, pos, tags = (np.asarray(tokens[name].iloc[first], object).tolist() for name in _COLUMNS)
    return WordTypes(form, capital[first], kind, lemma, pos, tags, codes)


def distinct(tokens: pd.DataFrame, columns: list[str], *others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each combination of values, and for each row which combination it has.

    `others` are further columns, as small integers or bool.
    """
    codes = np.zeros(len(tokens), np.int64)
    parts = [(array.astype(np.int64), 1 + int(array.max(initial=0))) for array in others]
    for name in columns:
        column = tokens[name].astype("category").array
        parts.append((column.codes, len(column.categories)))
    for part, size in parts:
        codes = pd.factorize(codes * size + part)[0]
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
