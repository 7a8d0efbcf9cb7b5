"""Word lists that come with the package: stop words, and English glosses of headwords."""

from functools import cache
from pathlib import Path

import pandas as pd

from ..arguments import instance
from ..checks import checked
from ..sheets import read_sheet
from ..sheets import rows as bundled
from .glosses import gloss


@cache
def _function_words() -> dict[str, str]:
    return {row["word"]: row["gloss"] for row in reversed(bundled("stopwords.csv"))}


def glosses(headwords, classes=None) -> list[str]:
    """The English gloss of each headword in the lexicons, "" where there is none.

    `classes` are their word classes: the gloss is then of that class.

    >>> glosses(["мен", "мен", "қою"], ["pron", "conj", "verb"])
    ['I', 'and; with', 'put']
    """
    if classes is None:
        return [_first_gloss(word) for word in headwords]
    return [gloss(word, pos) or _first_gloss(word) for word, pos in zip(headwords, classes, strict=True)]


def _first_gloss(word: str) -> str:
    return _function_words().get(word) or gloss(word, "")


@cache
def homographs() -> frozenset[str]:
    """The lemmas to be counted by word class, because the classes differ in meaning (lexicons/homographs.csv).

    >>> "мен" in homographs(), "қоғам" in homographs()
    (True, False)
    """
    return frozenset(row["lemma"] for row in bundled("homographs.csv"))


@checked(path=instance((str, Path), "the path of a file, as text", optional=True))
def stop_words(path: str | Path | None = None) -> frozenset[str]:
    """Kazakh function words in all their forms (lexicons/stopwords.csv), or the first column of your CSV; lower case.

    A header does no harm in yours; it is one word more. Stance cues that do more than grammar (әрине, емес, жоқ, керек,
    мүмкін, екен …) are not in ours.

    >>> "және" in stop_words(), "емес" in stop_words()
    (True, False)
    """
    if path is None:
        return frozenset(_function_words())
    header, rows = read_sheet(Path(path), [], ValueError)
    return frozenset(row[0].strip().lower() for row in (header, *rows) if row)


def stop_list(stop) -> tuple[frozenset[str], str]:
    """The words of a `stop` argument and what to call them."""
    if stop is None or stop is False:
        return frozenset(), "none"
    if stop is True:
        return stop_words(), "lexicons/stopwords.csv"
    if isinstance(stop, (str, Path)):
        return stop_words(stop), Path(stop).name
    return frozenset(stop), f"{len(frozenset(stop))} words given"


def stop_key(stop) -> bool | None | list[str]:
    """A `stop` argument as a table can keep it in its attrs."""
    return stop if stop is None or isinstance(stop, bool) else sorted(stop_list(stop)[0])


def without(rows: pd.DataFrame, stop) -> tuple[pd.DataFrame, str]:
    """The rows that no stop word hides, and the list's name; ours holds forms, yours may hold lemmas."""
    words, name = stop_list(stop)
    if not words:
        return rows, name
    hidden = rows["norm"].isin(words) if stop is True else rows["norm"].isin(words) | rows["lemma"].isin(words)
    return rows[~hidden.to_numpy()], name
