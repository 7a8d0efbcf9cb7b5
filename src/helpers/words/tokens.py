"""Tokens: every word, number and mark of a text with its place, its cleaned form, its sentence and its reading.

What depends only on the token (kind, norm, lemma, whether it can end a sentence) is worked out once for each distinct
token, so that a million words cost little more than the regular expression that cuts them.
"""

from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..arguments import a_text
from ..checks import checked
from ..compiled import uncollected
from ..letters import normalise
from ..reading.transcript import Transcript
from .coded import Coded
from .context import asked_traits, in_context, likeliest
from .morphology import Analysis
from .pieces import kind, line_breaks, pieces, space_behind
from .sentences import border, numbered, sentence_ends
from .suffixes import Suffix

_COLUMNS = "start end text after norm lemma pos tags kind line sentence turn pair section role speaker".split()
_OF_A_STRING = {"section": "turn", "role": "unknown", "speaker": ""}


@checked(source=a_text)
def tokenize(source: Transcript | str) -> pd.DataFrame:
    """Cut a transcript or a text into tokens, one row each.

    Parameters
    ----------
    source : Transcript or str
        What `read_transcript` returned, or any text; a text counts as one turn of unknown role.

    Returns
    -------
    DataFrame
        start, end (characters, end exclusive), text, after (the characters up to the next token), norm, lemma, pos
        (word class, lexicons/classes.csv), tags (of its suffixes, lexicons/suffixes.csv, with spaces between), kind
        (word, number, punct), line (from 1), sentence, turn, pair (nullable integers), section, role, speaker.
        `text + after` of all rows is the text again; white space at its very beginning hangs on an empty first token.
        A line break ends a sentence. The dash that opens a turn, or a speaker's label, belongs to no sentence.
        Lemma, pos and tags are those of the likeliest reading between these neighbours; `analysis` has the others.

    Examples
    --------
    >>> tokenize("Біз 55-ші үйдеміз, т.б. бар.")["text"].tolist()
    ['Біз', '55-ші', 'үйдеміз', ',', 'т.б.', 'бар', '.']
    """
    text = source if isinstance(source, str) else source.text
    piece = Coded.of(pieces(text))
    form, after = piece.map(str.rstrip), piece.map(space_behind)
    width, gap = form.array(len, np.int64), after.array(len, np.int64)
    end = np.cumsum(width + gap) - gap
    start = end - width
    breaks = after.array(line_breaks, np.int32)
    newline = breaks > 0
    with uncollected():
        facts = list(map(_facts, form.values))
        words = _words(form, facts, newline)
    borders = np.array([fact.border for fact in facts], np.int8)[form.codes]
    last = sentence_ends(borders, gap == 0, newline)
    table = {"start": start, "end": end, "text": form.column(), "after": after.column()}
    table |= words
    if isinstance(source, str):
        table |= _place_in_string(breaks)
        spoken = np.ones(len(start), bool)
    else:
        columns, spoken, opens = _place(source.segments, start)
        last[:-1] |= opens[1:]
        table |= columns
    table["sentence"] = numbered(last, spoken & (end > start))
    return pd.DataFrame({name: table[name] for name in _COLUMNS}, copy=False)


class _Facts(NamedTuple):
    """What a token tells by itself."""

    norm: str
    kind: str
    border: int  # what it may do where two sentences meet
    reading: Analysis  # the likeliest
    traits: frozenset[str]  # what rules of context may ask of it


@lru_cache(maxsize=1 << 18)
def _facts(token: str) -> _Facts:
    reading = likeliest(token)
    return _Facts(normalise(token), kind(token), border(token), reading, asked_traits(token, reading))


@cache
def _tags(suffixes: tuple[Suffix, ...]) -> str:
    return " ".join(suffix.tag for suffix in suffixes)


def _words(form: Coded, facts: list[_Facts], newline: np.ndarray) -> dict[str, pd.Categorical]:
    """The columns that depend on the token and its neighbours."""
    reading = in_context(form, [fact.reading for fact in facts], [fact.traits for fact in facts], newline)
    columns = {"norm": form.recoded([fact.norm for fact in facts]), "kind": form.recoded([fact.kind for fact in facts])}
    columns["lemma"] = reading.map(attrgetter("lemma"))
    columns["pos"] = reading.map(attrgetter("pos"))
    columns["tags"] = reading.recoded([_tags(word.suffixes) for word in reading.values])
    return {name: column.column() for name, column in columns.items()}


def _place_in_string(breaks: np.ndarray) -> dict[str, object]:
    """A text is one turn of unknown role."""
    length = len(breaks)
    table: dict[str, object] = {"line": 1 + np.cumsum(breaks) - breaks}
    for name in ("turn", "pair"):
        table[name] = pd.arrays.IntegerArray(np.zeros(length, np.int64), np.ones(length, bool))
    for name, value in _OF_A_STRING.items():
        table[name] = pd.Categorical.from_codes(np.zeros(length, np.int8), [value])
    return table


def _place(segments: pd.DataFrame, start: np.ndarray) -> tuple[dict, np.ndarray, np.ndarray]:
    """What the transcript knows of the segment a token starts in; whether it is spoken; whether it opens a segment."""
    at = np.searchsorted(segments["start"].to_numpy(), start, "right") - 1
    columns = {name: segments[name].array.take(at) for name in ("line", "turn", "pair")}
    for name in ("section", "role", "speaker"):
        columns[name] = pd.Categorical(segments[name]).take(at)
    spoken = (start >= segments["speech"].to_numpy()[at]) & (segments["section"] != "label").to_numpy()[at]
    return columns, spoken, np.diff(at, prepend=-1) > 0
