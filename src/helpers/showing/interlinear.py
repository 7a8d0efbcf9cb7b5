"""Interlinear glosses: a sentence word by word, each in its parts, each part with its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from textwrap import wrap
from unicodedata import combining

import pandas as pd

from ..checks import checked
from ..words.analysis import reading
from ..words.glosses import Part, parts
from ..words.romanisation import SYSTEMS, romanize
from ..words.tags import tags
from .display import Html, fill

_WIDTH = 88  # letters in a line of the text version
_OF_PARTS = {"ADJZ": "makes an adjective", "VBLZ": "makes a verb", "COLL": "collective numeral"}  # only in parts.csv


@dataclass
class Word:
    """A word with the marks around it, its parts, and how it is written in Latin letters ("" if not asked for)."""

    printed: str
    parts: list[Part]
    latin: str = ""

    @property
    def lines(self) -> list[str]:
        """Print, Latin letters, parts, glosses: what stands under each other."""
        forms, meanings = ("-".join(cells) for cells in zip(*((part.form, part.gloss) for part in self.parts)))
        return [self.printed, *([self.latin] if self.latin else []), forms, meanings]


@dataclass
class Sentence:
    """The words of a sentence, and its English ("" if there is none)."""

    number: object
    english: str = ""
    words: list[Word] = field(default_factory=list)


@checked
def interlinear(
    tokens: pd.DataFrame,
    *,
    line: int | None = None,
    translation: pd.DataFrame | None = None,
    system: str | None = None,
) -> Html:
    """Sentences with their glosses: every word in parts, under each part what it means, and the English.

    Parameters
    ----------
    tokens : DataFrame
        The table of `tokenize`; a lemma, class or tags that you corrected are respected.
    line : int, optional
        Only this line of the text (the column `line`); else all rows of `tokens`.
    translation : DataFrame, optional
        The table of `read_translation`; the English of a sentence stands below it.
    system : "bgn", "2021" or "iso9", optional
        The words in Latin letters, too, as `romanize` writes them.

    Returns
    -------
    Html
        Columns of words that wrap, by the conventions of the Leipzig Glossing Rules (Comrie, Haspelmath and Bickel
        2008); derivation is dotted. Where only text is shown (and as its `repr`) the same in lines of letters.

    Raises
    ------
    ValueError
        For a line that has no words, or an unknown system.

    Examples
    --------
    >>> from helpers import tokenize
    >>> interlinear(tokenize("Біз ұстанымдарымызды айттық."))
    Біз  ұстанымдарымызды           айттық.
    Біз  ұстан-ым-дар-ымыз-ды       айт-ты-қ
    we   hold-NMLZ-PL-1PL.POSS-ACC  say-PST-1PL
    """
    if system is not None and system not in SYSTEMS:
        raise ValueError(f"interlinear: system={system!r}: there are {', '.join(map(repr, SYSTEMS))}")
    chosen = tokens if line is None else tokens[tokens["line"] == line]
    english = {} if translation is None else dict(zip(translation["start"].tolist(), translation["en"]))
    sentences = [sentence for sentence in _sentences(chosen, english, system) if sentence.words]
    if not sentences:
        raise ValueError(f"interlinear: line {line} has no words" if line is not None else "interlinear: no words")
    used = {gloss for it in sentences for word in it.words for part in word.parts for gloss in _labels(part.gloss)}
    body = fill("interlinear", sentences=sentences, names=_names(), used=sorted(used & set(_names())))
    return Html(body, "\n\n".join(_text(sentence) for sentence in sentences))


@cache
def _names() -> dict[str, str]:
    """What the Leipzig abbreviations stand for."""
    return _OF_PARTS | {tag.leipzig: tag.name for tag in reversed(tags().values())}


def _labels(gloss: str) -> list[str]:
    return gloss.replace("]", "").split("[")


def _sentences(tokens: pd.DataFrame, english: dict[int, str], system: str | None) -> Iterator[Sentence]:
    """The sentences of the tokens; a mark belongs to the word it touches, or to the one before."""
    sentence, waiting, tight = Sentence(None), "", False
    columns = ("sentence", "start", "text", "after", "kind", "lemma", "pos", "tags")
    for number, start, text, after, kind, *read in zip(*(tokens[name].astype(object) for name in columns)):
        number = None if pd.isna(number) else number
        if number != sentence.number:
            yield sentence
            sentence, waiting, tight = Sentence(number, english.get(start, "")), "", False
        if kind != "punct":
            word = Word(waiting + text, _parts(text, kind, *read))
            word.latin = romanize(text, system) if system else ""
            sentence.words.append(word)
            waiting = ""
        elif sentence.words and (tight or after) and not waiting:
            sentence.words[-1].printed += text if tight else f" {text}"
        else:
            waiting += text + (" " if after else "")
        tight = not after
    yield sentence


def _parts(text: str, kind: str, lemma: str, pos: str, tagged: str) -> list[Part]:
    word = reading(text, lemma, pos, tagged) if kind == "word" else None
    if word is None:
        return parts(text, lemma, pos, text, ())
    return parts(text, word.lemma, word.pos, word.stem, word.suffixes)


def _text(sentence: Sentence) -> str:
    """A sentence as lines of letters, in columns, broken between words."""
    rows: list[list[Word]] = [[]]
    width = 0
    for word in sentence.words:
        wide = max(map(_width, word.lines)) + 2
        if rows[-1] and width + wide > _WIDTH:
            rows.append([])
            width = 0
        width += wide
        rows[-1].append(word)
    blocks = ["\n".join("".join(cells).rstrip() for cells in zip(*map(_padded, row))) for row in rows]
    return "\n\n".join(blocks) + "".join(
        f"\n{line}" for line in wrap(f"‘{sentence.english}’", _WIDTH) if sentence.english
    )


def _padded(word: Word) -> list[str]:
    wide = max(map(_width, word.lines)) + 2
    return [line + " " * (wide - _width(line)) for line in word.lines]


def _width(text: str) -> int:
    return sum(not combining(letter) for letter in text)
