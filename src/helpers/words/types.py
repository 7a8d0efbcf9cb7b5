"""The words of a tokens table by type: what a tagger or a counter must look at only once."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from .morphology import analyse, best

_COLUMNS = ["norm", "kind", "lemma", "pos", "tags"]


class WordType(NamedTuple):
    """A word as it is counted, whether it is printed with a capital, and its reading; a mark has the class punct."""

    form: str  # the norm
    capital: bool  # its first letter is a capital, the next is not
    kind: str
    lemma: str
    pos: str
    tags: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether its stem is listed; worked out when asked, since few ask."""
        return self.kind == "word" and is_known(self.form.capitalize() if self.capital else self.form, self.lemma)


def word_types(tokens: pd.DataFrame) -> tuple[list[WordType], np.ndarray]:
    """The distinct words of a tokens table, in the order of their first rows; for each row the number of its own.

    Lemma, class and tags are those of the table: where somebody has corrected them, the correction counts.

    >>> from helpers import tokenize
    >>> types, codes = word_types(tokenize("Біз және біз."))
    >>> [(word.form, word.capital, word.pos) for word in types], codes.tolist()
    ([('біз', True, 'pron'), ('және', False, 'conj'), ('біз', False, 'pron'), ('.', False, 'punct')], [0, 1, 2, 3])
    """
    printed = tokens["text"].astype("category").array
    capitals = np.array([_capital(text) for text in printed.categories], bool)
    capital = capitals[printed.codes] if len(tokens) else np.zeros(0, bool)
    first, codes = distinct(tokens, _COLUMNS, capital)
    cells = zip(*(tokens[name].iloc[first] for name in _COLUMNS))
    return [_word_type(row, bool(upper)) for row, upper in zip(cells, capital[first])], codes


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


def _word_type(row: tuple[str, ...], capital: bool) -> WordType:
    form, kind, lemma, pos, tags = row
    return WordType(form, capital, kind, lemma, pos, tuple(tags.split()))


def is_known(word: str, lemma: str) -> bool:
    """Whether the lists have the stem of the reading of a word that has this lemma."""
    reading = best(word)
    if reading is None or reading.lemma == lemma:
        return reading is not None and reading.known
    return any(other.known for other in analyse(word) if other.lemma == lemma)
