"""Interlinear glosses: a sentence word by word, each in its parts, each part with its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from unicodedata import combining

import pandas as pd

from ..arguments import one_of, whole
from ..checks import checked
from ..columns import unit
from ..errors import ArgumentError
from ..words.analysis import reading
from ..words.glosses import Part, parts
from ..words.romanisation import SYSTEMS, romanize
from ..words.tags import tags
from .display import Html, fill

_WIDTH = 88  # letters in a line of the text version
_OF_PARTS = {"ADJZ": "makes an adjective", "VBLZ": "makes a verb", "COLL": "collective numeral"}  # only in parts.csv


@dataclass
class Word:
    """A word with the marks around it, in Latin letters ("" if not asked for), and its parts."""

    printed: str
    latin: str
    parts: list[Part]

    @property
    def lines(self) -> list[str]:
        """What stands under each other: print, Latin letters, parts, glosses."""
        forms, meanings = ("-".join(cells) for cells in zip(*((part.form, part.gloss) for part in self.parts)))
        return [line for line in (self.printed, self.latin, forms, meanings) if line]

    @property
    def width(self) -> int:
        return 2 + max(map(_letters, self.lines))


@checked(system=one_of(None, *SYSTEMS), line=whole(1))
def interlinear(
    tokens: pd.DataFrame,
    *,
    line: int | None = None,
    translation: pd.DataFrame | None = None,
    system: str | None = None,
) -> Html:
    """Sentences with interlinear glosses: every word in its parts, under each part what it means.

    `tokens` are those of `tokenize` (a lemma, class or tags that you corrected are respected), of one `line` or all;
    `translation`, the table of `read_translation`, adds the English of each sentence, `system` ("bgn", "2021" or
    "iso9") the words in Latin letters. The words are columns that wrap, by the Leipzig Glossing Rules (Comrie,
    Haspelmath and Bickel 2008); derivation is dotted. Where only text is shown, it is lines of letters. Without words,
    or for another system: ValueError.

    >>> from helpers import tokenize
    >>> interlinear(tokenize("Біз ұстанымдарымызды айттық."))
    Біз  ұстанымдарымызды           айттық.
    Біз  ұстан-ым-дар-ымыз-ды       айт-ты-қ
    we   hold-NMLZ-PL-1PL.POSS-ACC  say-PST-1PL
    """
    chosen = tokens if line is None else tokens[tokens["line"] == line]
    english = {} if translation is None else dict(zip(translation["start"].tolist(), translation["en"]))
    groups = [group for _, group in chosen.groupby(unit(chosen, "sentence"), observed=True, sort=False)]
    sentences = [(_words(group, system), english.get(group["start"].iloc[0], "")) for group in groups]
    if not any(words for words, _ in sentences):
        raise ArgumentError(f"interlinear: line {line} has no words" if line is not None else "interlinear: no words")
    names = _OF_PARTS | {tag.leipzig: tag.name for tag in reversed(tags().values())}
    used = {part.gloss for words, _ in sentences for word in words for part in word.parts} & set(names)
    body = fill("interlinear", sentences=sentences, names=names, used=sorted(used))
    return Html(body, "\n\n".join(_text(*sentence) for sentence in sentences if sentence[0]))


def _words(sentence: pd.DataFrame, system: str | None) -> list[Word]:
    """The words of a sentence; a mark belongs to the word it touches, or to the one before."""
    words: list[Word] = []
    waiting, tight = "", False
    for token in sentence.itertuples(index=False):
        if token.kind != "punct":
            latin = romanize(token.text, system) if system else ""
            words.append(Word(waiting + token.text, latin, parts_of(token)))
            waiting = ""
        elif words and (tight or token.after):
            words[-1].printed += token.text if tight else f" {token.text}"
        else:
            waiting += token.text + " " * len(token.after)
        tight = not token.after
    return words


def parts_of(token) -> list[Part]:
    """The parts of a token (a row of `tokenize`) with their glosses."""
    read = reading(token.text, token.lemma, token.pos, token.tags) if token.kind == "word" else None
    return parts(token.text, *(read[:4] if read else (token.lemma, token.pos, token.text, ())))


def _text(words: list[Word], english: str) -> str:
    """A sentence as lines of letters, in columns, broken between words."""
    rows: list[list[Word]] = [[]]
    for word in words:
        if sum(other.width for other in rows[-1]) + word.width > _WIDTH and rows[-1]:
            rows.append([])
        rows[-1].append(word)
    columns = ([[line + " " * (word.width - _letters(line)) for line in word.lines] for word in row] for row in rows)
    blocks = ["\n".join("".join(cells).rstrip() for cells in zip(*column)) for column in columns]
    return "\n".join(["\n\n".join(blocks), *(wrap(f"‘{english}’", _WIDTH) if english else [])])


def _letters(text: str) -> int:
    return sum(not combining(letter) for letter in text)
