"""Stance markers: what the rows of the lexicon find in a tokens table, and which of them wins where several do."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..categories import CLOSED, SUBTYPES, TABLE
from ..checks import checked
from ..compiled import uncollected
from .address import addresses
from .fitting import Types
from .lexicon import Patterns, Row, prepared
from .matching import Matcher, Text, rows_by_type

RESULT = "start end text category subtype address marker rule line sentence turn pair section role speaker".split()
NEVER_A_NAME = {category.name for category in TABLE if category.never_a_name}


class Phrase(NamedTuple):
    """A marker of several words: the first, the last, and its row."""

    first: int
    last: int
    matcher: Matcher


class Word(NamedTuple):
    """What fires at one word: the row of the word itself, and the rows of its suffixes."""

    whole: Matcher | None
    suffixes: Sequence[Matcher] = ()


@checked
def find_markers(tokens: pd.DataFrame, lexicon: pd.DataFrame | str | Path | None = None) -> pd.DataFrame:
    """Find the stance markers of the codebook in a tokens table.

    `lexicon` is a table as `read_lexicon` returns it, or the path of one; LexiconError names the row that is faulty.
    Returns one row per marker: start, end (characters, end exclusive), text, category, subtype, address (polite,
    familiar; "" where it is no second person), marker (id of the lexicon row: a word or a suffix tag), rule (the
    pattern that decided), line, sentence, turn, pair, section, role, speaker; document in front where the tokens have
    it. Spans of two rows are the same or have no word in common.

    >>> from helpers import tokenize
    >>> find_markers(tokenize("Біз бірікпекпіз."))[["text", "category", "marker"]].values.tolist()
    [['Біз', 'self_mention', 'біз'], ['бірікпекпіз', 'self_mention', 'pred1pl'], ['бірікпекпіз', 'intention', 'prosp']]
    """
    table, patterns = prepared(lexicon)
    with uncollected():
        return _found(tokens, table, patterns)


def _found(tokens: pd.DataFrame, lexicon: pd.DataFrame, patterns: Patterns) -> pd.DataFrame:
    text = Text(tokens, patterns)
    types, codes = text.types, text.types.codes
    at = rows_by_type(types, patterns.rows)
    simple = {code: word for code, m in at.items() if (word := _without_context(m, types.capital[code]))}
    places = np.flatnonzero(_mask(at, types.none)[codes] & (tokens["section"] != "label").to_numpy(dtype=bool))
    mute = text.mute(places)
    is_simple = _mask(simple, types.none)[codes[places]] & ~mute
    silent = set(places[mute].tolist())
    phrases, words = _with_context(text, at, places[~is_simple].tolist())
    owner = _longest(phrases)
    owned = np.zeros(len(tokens), dtype=bool)
    owned[list(owner)] = True
    places = places[is_simple]
    words |= {i: simple[text.codes[i]] for i in places[owned[places]].tolist()}
    first, last, rows = _hits(text, owner, words, silent)
    places = places[~owned[places]]
    own_rows = {code: _rows(types, code, simple[code], set()) for code in np.unique(codes[places]).tolist()}
    found = [own_rows[code] for code in codes[places].tolist()]
    places = np.repeat(places, [len(own) for own in found])
    return _table(tokens, lexicon, np.append(places, first), np.append(places, last), [*chain(*found), *rows])


def _mask(chosen: Iterable[int], size: int) -> np.ndarray:
    mask = np.zeros(size, dtype=bool)
    mask[list(chosen)] = True
    return mask


def _without_context(matchers: list[Matcher], capital: bool) -> Word | None:
    """What fires wherever the type stands; None where the neighbours have a say."""
    if any(m.left or m.right or (capital and m.row.category in NEVER_A_NAME) for m in matchers):
        return None
    whole = next((m for m in matchers if not m.row.suffix), None)
    return Word(whole, [m for m in matchers if m.row.suffix])


def _with_context(text: Text, at: dict[int, list[Matcher]], places: list[int]) -> tuple[list[Phrase], dict[int, Word]]:
    """What fires at these words: phrases, and by its place what belongs to the word alone."""
    phrases: list[Phrase] = []
    words: dict[int, Word] = {}
    for i in places:
        whole: Matcher | None = None
        suffixes: tuple[Matcher, ...] = ()
        for matcher in at[text.codes[i]]:
            if whole and not matcher.row.phrase and not matcher.row.suffix:
                continue  # a row that wins has fired
            span = _span(text, matcher, i) if text.could_fire(matcher, i) else None
            if span is None:
                continue
            if matcher.row.phrase and span[0] < span[1]:
                phrases.append(Phrase(*span, matcher))
            elif matcher.row.suffix:
                suffixes = (*suffixes, matcher)
            else:
                whole = whole or matcher
        if whole or suffixes:
            words[i] = Word(whole, suffixes)
    return phrases, words


def _span(text: Text, matcher: Matcher, i: int) -> tuple[int, int] | None:
    """The first and last word of the marker if the row fires at word i."""
    first = text.walk(matcher.left, i, -1)
    if first is None or (matcher.row.category in NEVER_A_NAME and text.name[first]):
        return None
    last = text.walk(matcher.right, i, 1)
    return None if last is None else (first, last)


def _longest(phrases: list[Phrase]) -> dict[int, Phrase]:
    """Every word of the phrases that win, with its phrase: the longer, then the one with more elements, then by row."""
    owner: dict[int, Phrase] = {}
    for phrase in sorted(phrases, key=_rank):
        words = range(phrase.first, phrase.last + 1)
        if not any(word in owner for word in words):
            owner.update(dict.fromkeys(words, phrase))
    return owner


def _rank(phrase: Phrase) -> tuple[int, int, int, int]:
    row = phrase.matcher.row
    return phrase.first - phrase.last, -row.weight, row.number, phrase.first


def _hits(
    text: Text, owner: dict[int, Phrase], words: dict[int, Word], silent: set[int]
) -> tuple[list[int], list[int], list[Row]]:
    """First word, last word and row of the markers of phrases and of words that needed their neighbours.

    The endings of `silent` words count for nothing.
    """
    begins = [i for i, phrase in owner.items() if i == phrase.first]
    first, last = begins, [owner[i].last for i in begins]
    found = [owner[i].matcher.row for i in begins]
    labelled = {i: {owner[i].matcher.row.category} for i in begins}  # categories that a phrase has already
    for i in sorted(words):
        word = words[i] if i not in silent else Word(words[i].whole)
        phrase = owner.get(i)
        begin, end = (phrase.first, phrase.last) if phrase else (i, i)
        if phrase:
            rows = _endings(text.types, text.codes[i], phrase.matcher, word.suffixes, labelled[begin])
        else:
            rows = _rows(text.types, text.codes[i], word, set())
        first += [begin] * len(rows)
        last += [end] * len(rows)
        found += rows
    return first, last, found


def _rows(types: Types, code: int, word: Word, have: set[str]) -> list[Row]:
    """The row of a word and those of the endings that keep labels of their own beside it."""
    if word.whole is None:
        return _endings(types, code, None, word.suffixes, have)
    have.add(word.whole.row.category)
    return [word.whole.row, *_endings(types, code, word.whole, word.suffixes, have)]


def _endings(types: Types, code: int, marker: Matcher | None, suffixes: Sequence[Matcher], have: set[str]) -> list[Row]:
    """The rows of endings that keep labels of their own: one per category, none that the marker uses up."""
    if not suffixes or (marker and not _leaves_endings(types, code, marker.row)):
        return []
    rows = []
    for suffix in suffixes:
        if suffix.row.category not in have and not (marker and suffix.row.used & marker.row.used):
            have.add(suffix.row.category)
            rows.append(suffix.row)
    return rows


def _leaves_endings(types: Types, code: int, row: Row) -> bool:
    """Whether the row knows the word by its headword or tags, so that other endings of it keep their labels."""
    return any(types.has(code, types.fit(n)) for n in row.open) and not types.has(code, types.fit(row.printed))


def _table(tokens: pd.DataFrame, lexicon: pd.DataFrame, first: np.ndarray, last: np.ndarray, rows: list[Row]):
    rank = {category: n for n, category in enumerate(SUBTYPES)}
    ranks = np.array([rank[row.category] for row in rows], dtype=np.int64)
    order = np.lexsort((ranks, first))
    order = order[ranks[order] < rank[CLOSED]]
    first, last = (edge.astype(np.int64)[order] for edge in (first, last))
    numbers = np.array([row.number for row in rows], dtype=np.int64)[order]
    result = ["document", *RESULT] if "document" in tokens else RESULT
    table = tokens[[column for column in result if column in tokens]].iloc[first].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[last]
    table["text"] = _printed(tokens, first, last)
    for name, column in (("category", "category"), ("subtype", "subtype"), ("marker", "id"), ("rule", "pattern")):
        table[name] = lexicon[column].to_numpy(dtype=object)[numbers]
    table["address"] = addresses(tokens, first, table["subtype"].tolist())
    return table[result]


def _printed(tokens: pd.DataFrame, first: np.ndarray, last: np.ndarray) -> list[str]:
    """What is printed from each first to each last token."""
    text, after = (tokens[column].astype("category").array for column in ("text", "after"))
    texts, spaces = (column.categories.to_numpy(dtype=object) for column in (text, after))
    printed = texts[text.codes[first]]
    for n in np.flatnonzero(last > first).tolist():
        gaps = spaces[after.codes[first[n] : last[n]]]
        printed[n] += "".join(chain(*zip(gaps, texts[text.codes[first[n] + 1 : last[n] + 1]])))
    return printed.tolist()
