"""What can be wrong with a text, a table or a question; every message says what to do."""


class ArgumentError(ValueError):
    """A function was given what it cannot use; the message names function and argument and says what it may be."""


class TranscriptError(ValueError):
    """A text or table cannot be read; the message names the file, the place and the remedy."""


class TranscriptWarning(UserWarning):
    """The text is readable, but nothing tells surely who speaks."""


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names file, row and column."""


class ReviewError(ValueError):
    """A review sheet that cannot be applied; the message names row and column."""


class Undefined(ValueError):
    """A measure has no value for this input; the message says why."""
