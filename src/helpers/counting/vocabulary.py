"""How vocabulary grows along a text, and how varied it is."""

from collections import Counter
from functools import partial

import numpy as np
import pandas as pd

from ..checks import checked
from ..columns import select
from ..errors import Undefined
from ..measures import mattr, mtld
from ..results import describe
from .items import counted, filters, with_class


@checked
def vocabulary_growth(tokens, by=None, of="lemma", section="turn") -> pd.DataFrame:
    """How many different words have been met after each word of the text.

    Returns one row per word: the `by` column if given; the word (`of`; of lemmas pos too, as in `frequencies`), start,
    line, turn, role, speaker; words (so many read), types (so many different).

    >>> from helpers import tokenize
    >>> vocabulary_growth(tokenize("Біз де біз"), of="norm")["types"].tolist()
    [1, 2, 2]
    """
    words, _ = counted(select(tokens, section), None, None, section, of)
    new = ~words.duplicated([of] if by is None else [by, of])
    read = new.groupby(words[by] if by else np.zeros(len(words)), observed=True)
    columns = dict.fromkeys(
        column for column in (by, of, "start", "line", "turn", "role", "speaker") if column in words
    )
    table = words[list(columns)].assign(words=read.cumcount() + 1, types=read.cumsum())
    table = with_class(table.reset_index(drop=True), of)
    about = {"title": f"Growth of vocabulary{f' by {by}' if by else ''}", "n": len(table), "filters": filters(section)}
    about |= {"unit": f"different {'lemmas' if of == 'lemma' else 'forms'} among the first words", "of": of, "by": by}
    caveat = "A curve that still rises at the end has not shown all the words that a speaker has."
    return describe(table, **about, caveats=[caveat])


@checked
def diversity(
    tokens: pd.DataFrame, by: str = "role", of: str = "lemma", window: int = 50, section="turn"
) -> pd.DataFrame:
    """Lexical diversity of each speaker: type-token ratio, MATTR, MTLD, and different words in equal stretches.

    Returns one row per group: the `by` column, words, types, ttr, mattr, mtld (where the text has three factors), note
    (why one is undefined); stretch, as many words as the shortest group has; types_mean, types_low, types_high: the
    mean, least and greatest number of different words in the group's own stretches of that length.

    >>> from helpers import tokenize
    >>> diversity(tokenize("Біз де біз"), of="norm", window=2)[["words", "types", "mattr"]].values.tolist()
    [[3.0, 2.0, 1.0]]
    """
    rows, _ = counted(select(tokens, section), None, None, section, of)
    spoken = {name: words.tolist() for name, words in rows.groupby(by, observed=True)[of]}
    stretch = min(map(len, spoken.values()), default=0)
    rows = []
    for name, words in spoken.items():
        types, inside = len(set(words)), types_in_stretches(words, stretch)
        row = {by: name, "words": len(words), "types": types, "ttr": types / len(words)}
        notes = []
        for column, measure in (("mattr", partial(mattr, window=window)), ("mtld", mtld)):
            try:
                row[column] = measure(words)
            except Undefined as reason:
                row[column] = np.nan
                notes.append(str(reason))
        row |= {"stretch": stretch, "types_mean": inside.mean(), "types_low": inside.min(), "types_high": inside.max()}
        rows.append(row | {"note": "; ".join(notes)})
    columns = [by, *"words types ttr mattr mtld stretch types_mean types_low types_high note".split()]
    table = pd.DataFrame(rows, columns=columns)
    return describe(
        table,
        title=f"Lexical diversity by {by}",
        unit="of lemmas" if of == "lemma" else "of forms",
        n=int(table["words"].sum()),
        filters=filters(section),
        formula=f"`mattr`: windows of {window} words, Covington & McFall 2010; `mtld`: McCarthy & Jarvis 2010; "
        f"`types_mean`: different words in all stretches of {stretch} words",
        caveats=["`ttr` falls with length: compare `mattr`, or the stretches of one length."],
        of=of,
        window=window,
    )


def types_in_stretches(words: list[str], length: int) -> np.ndarray:
    """How many different words each stretch of that many neighbouring words has."""
    inside, found = Counter(words[:length]), [len(set(words[:length]))]
    for gone, come in zip(words, words[length:]):
        inside[gone] -= 1
        if not inside[gone]:
            del inside[gone]
        inside[come] += 1
        found.append(len(inside))
    return np.array(found)
