"""Bytes to text: which encoding a file is in, told by evidence or refused."""

from __future__ import annotations


class TranscriptError(ValueError):
    """A text or table cannot be read; the message names the file, the place and the remedy."""
