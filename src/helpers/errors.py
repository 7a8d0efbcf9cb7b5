"""What can be wrong with a text, a table or a question; every message says what to do.

In a notebook each is one sentence below the line that was called; the magic `%tb` still tells the way through the code.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

OURS = str(Path(__file__).parent)


class Told(Exception):
    """An error whose sentence says enough: a notebook shows it without the frames of this package."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the last line before this package was entered, and the message."""
        frames = list(extract_tb(self.__traceback__))
        inside = [place for place, frame in enumerate(frames) if frame.filename.startswith(OURS)]
        called = frames[inside[0] - 1 : inside[0]] if inside and inside[0] else []
        lines = [f"line {frame.lineno}: {frame.line}" for frame in called if frame.line]
        return [*lines, f"{type(self).__name__}: {self}"]


class ArgumentError(Told, ValueError):
    """A function was given what it cannot use; the message names function and argument and says what it may be."""


class CallError(Told, TypeError):
    """A function was called with arguments that it does not have, or without one that it needs."""


class TranscriptError(Told, ValueError):
    """A text or table cannot be read; the message names the file, the place and the remedy."""


class TranscriptWarning(UserWarning):
    """The text is readable, but nothing tells surely who speaks."""


class LexiconError(Told, ValueError):
    """A lexicon that cannot be used; the message names file, row and column."""


class ReviewError(Told, ValueError):
    """A review sheet that cannot be applied; the message names row and column."""


class Undefined(Told, ValueError):
    """A measure has no value for this input; the message says why."""
