"""Stance markers: what the rows of the lexicon find in a tokens table, and which of them wins where several do."""

from itertools import chain
from operator import itemgetter
from pathlib import Path

import numpy as np
import pandas as pd

from ..categories import PERSON, SUBTYPES
from .matching import Matcher, Text, rows_by_type
from .patterns import Row, as_lexicon, compile_rows

RESULT = "start end text category subtype marker rule line sentence turn pair section role speaker".split()
NAMED = {"attitude", "booster"}  # a word of these printed with a capital inside a sentence is a name (codebook 5)


def find_markers(tokens: pd.DataFrame, lexicon: pd.DataFrame | str | Path | None = None) -> pd.DataFrame:
    """Find the stance markers of the codebook in a tokens table.

    `lexicon` is a table as `read_lexicon` returns it, or the path of one; LexiconError if a row is faulty. Returns one
    row a marker: start, end (characters, end exclusive), text, category, subtype, marker (id of the lexicon row: a word
    or a suffix tag), rule (the pattern that decided), line, sentence, turn, pair, section, role, speaker; document in
    front where the tokens have it. Spans of two rows are the same or have no word in common. Linear in their number.

    >>> from helpers import tokenize
    >>> find_markers(tokenize("Біз бірікпекпіз."))[["text", "category", "marker"]].values.tolist()
    [['Біз', 'self_mention', 'біз'], ['бірікпекпіз', 'self_mention', 'pred1pl'], ['бірікпекпіз', 'intention', 'prosp']]
    """
    lexicon = as_lexicon(lexicon)
    patterns = compile_rows(lexicon)
    text = Text(tokens, patterns.asked)
    at = rows_by_type(text, patterns.rows)
    own = {code: _own_rows(code, *split) for code, m in at.items() if (split := _without_context(m, text.upper[code]))}
    places = np.flatnonzero(text.mask(at)[text.array] & (tokens["section"] != "label").to_numpy(dtype=bool))
    plain = text.mask(own)[text.array[places]] & ~text.mute[places]
    phrases, words = _with_context(text, at, places[~plain].tolist())
    owner = _longest(phrases)
    found = [(first, last, m.row) for i, (first, last, m) in owner.items() if i == first]
    plain, owned = places[plain], np.zeros(len(tokens), dtype=bool)
    owned[list(owner)] = True
    words += [(i, *_without_context(at[text.codes[i]], 0)) for i in plain[owned[plain]].tolist()]
    taken: dict[tuple[int, int], set[str]] = {}
    for i, word, suffixes in sorted(words, key=itemgetter(0)):
        first, last, m = owner.get(i, (i, i, word))
        have = taken.setdefault((first, last), {m.row.category} if m else set())
        rows = _own_rows(text.codes[i], m, [] if text.mute[i] else suffixes, have)
        found += [(first, last, row) for row in (rows[1:] if m and m is not word else rows)]
    plain = plain[~owned[plain]]
    rows = [own[code] for code in text.array[plain].tolist()]
    plain = np.repeat(plain, [len(r) for r in rows])
    first, last = (np.append(plain, np.array([f[n] for f in found], dtype=np.int64)) for n in (0, 1))
    return _table(tokens, lexicon, first, last, [*chain(*rows), *(f[2] for f in found)])


def mentions(markers: pd.DataFrame) -> pd.DataFrame:
    """The markers without person endings, so that біз … -мыз names a person once (codebook 3.4 a).

    self_mention and audience keep pronouns, imperatives and question forms. Say so where the result is shown.

    >>> from helpers import find_markers, tokenize
    >>> mentions(find_markers(tokenize("Біз қорғаймыз.")))["text"].tolist()
    ['Біз']
    """
    bound = markers["category"].isin(PERSON) & markers["subtype"].astype(str).str.match("poss|pred")
    return markers[~bound.to_numpy()]


Phrase = tuple[int, int, Matcher]  # its first and last word


def _with_context(text: Text, at: dict[int, list[Matcher]], places: list[int]) -> tuple[list[Phrase], list[tuple]]:
    """What fires at these words: the phrases, and for each word the row of the word and the rows of its suffixes."""
    phrases, words = [], []
    for i in places:
        word, suffixes = None, []
        for m in at[text.codes[i]]:
            if word and not m.phrase and not m.row.suffix:
                continue
            first = text.walk(m.left, i, -1) if m.left else i
            last = None if first is None else text.walk(m.right, i, 1) if m.right else i
            if last is None or (m.row.category in NAMED and text.name[first]):
                continue
            if last > first:
                phrases.append((first, last, m))
            elif m.row.suffix:
                suffixes.append(m)
            else:
                word = word or m
        if word or suffixes:
            words.append((i, word, suffixes))
    return phrases, words


def _longest(phrases: list[Phrase]) -> dict[int, Phrase]:
    """Every word of the phrases that win, with its phrase: the longer, then the one with more elements, then by row."""
    owner: dict[int, Phrase] = {}
    for first, last, m in sorted(phrases, key=lambda p: (p[0] - p[1], -p[2].row.weight, p[2].row.number, p[0])):
        if not any(k in owner for k in range(first, last + 1)):
            owner.update(dict.fromkeys(range(first, last + 1), (first, last, m)))
    return owner


def _without_context(matchers: list[Matcher], upper: int) -> tuple[Matcher | None, list[Matcher]] | None:
    """The word row and the suffix rows that fire wherever the type stands; None where the neighbours have a say."""
    if any(m.left or m.right or (upper and m.row.category in NAMED) for m in matchers):
        return None
    return next((m for m in matchers if not m.row.suffix), None), [m for m in matchers if m.row.suffix]


def _own_rows(code: int, m: Matcher | None, suffixes: list[Matcher], have: set[str] | None = None) -> list[Row]:
    """The row of a marker and those of the endings that keep labels of their own beside it."""
    rows, have = [m.row] if m else [], {m.row.category} if m and have is None else set() if have is None else have
    for s in suffixes if not m or code in m.open else ():
        if s.row.category not in have and not (m and s.used & m.used):
            have.add(s.row.category)
            rows.append(s.row)
    return rows


def _table(tokens: pd.DataFrame, lexicon: pd.DataFrame, first: np.ndarray, last: np.ndarray, rows: list[Row]):
    rank = {category: n for n, category in enumerate(SUBTYPES)}
    ranks = np.array([rank[row.category] for row in rows], dtype=np.int64)
    order = np.lexsort((ranks, first))
    order = order[ranks[order] < rank["-"]]
    first, last, rows = first[order], last[order], np.array([row.number for row in rows], dtype=np.int64)[order]
    result = ["document", *RESULT] if "document" in tokens else RESULT
    table = tokens[[column for column in result if column in tokens]].iloc[first].reset_index(drop=True)
    table["end"] = tokens["end"].to_numpy()[last]
    printed, after = (tokens[c].astype("category").array for c in ("text", "after"))
    texts, spaces = (column.categories.to_numpy(dtype=object) for column in (printed, after))
    text = texts[printed.codes[first]]
    for n in np.flatnonzero(last > first).tolist():
        words, gaps = (column.codes[first[n] : last[n] + 1] for column in (printed, after))
        text[n] = "".join(chain(*zip(["", *spaces[gaps[:-1]]], texts[words])))
    table["text"] = text.tolist()
    for name, column in (("category", "category"), ("subtype", "subtype"), ("marker", "id"), ("rule", "pattern")):
        table[name] = lexicon[column].to_numpy(dtype=object)[rows]
    return table[result]
