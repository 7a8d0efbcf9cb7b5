"""One call for a word, a phrase or a category: where it stands, how often, by whom, beside what, in which forms."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from ..checks import category as a_category
from ..checks import checked, whole
from ..columns import counts, select, unit
from ..counting.concordance import concordance
from ..counting.sequences import collocations
from ..counting.spread import INTERVAL, MARKER_INTERVAL, interval_caveats, part_of, spread_of, with_intervals
from ..errors import ArgumentError
from ..labels import label
from ..results import describe
from ..stance.tagger import find_markers
from ..words.wordlists import glosses, stop_words
from .display import Html, figure, together
from .drawing import names
from .markup import marker_glosses
from .tables import kwic, table

REACH = 4  # words on either side in which neighbours are looked for
NEIGHBOURS = 8  # of them shown


@checked(category=a_category, places=whole(1))
def explore(
    tokens: pd.DataFrame,
    query: str | None = None,
    of: str | None = None,
    *,
    category: str | None = None,
    gloss: str | None = None,
    markers: pd.DataFrame | None = None,
    translation: pd.DataFrame | None = None,
    places: int = 20,
) -> Html:
    """All that a first look at a word, a phrase or a stance category asks for, on one page.

    Parameters
    ----------
    tokens : the table of `tokenize`.
    query, of, gloss : what to look for, as in `concordance`.
    category : a stance category instead; `markers` are found afresh unless given.
    translation : the table of `read_translation`, for the English of every place.
    places : the number of places shown.

    Returns
    -------
    Html: where it stands (a chart), how often and by whom (counts, rates per 1,000 words with the 95 % intervals of
        `frequencies`), in which forms, with which neighbours (words: `collocations`), and its concordance.

    Raises ValueError as `concordance` does.

    >>> from helpers import tokenize
    >>> explore(tokenize("Біз де барамыз. Біз!"), "біз", "lemma").words.partition(".")[0]
    'How often? біз ‘we’ (lemma): 2 rows'
    """
    if query is None and gloss is None and category is None:
        raise ArgumentError("explore: query must be a word or a phrase; or give category= or gloss=")
    if not len(select(tokens, "turn")):
        raise ArgumentError("explore: tokens must have words in turns; these have none")
    if category is not None:
        markers = find_markers(tokens) if markers is None else markers
        hits = concordance(tokens, category, markers=markers, translation=translation)
        name = f"{label(category)} (category)"
    else:
        hits = concordance(tokens, query, of, gloss=gloss, translation=translation)
        name = _called(hits, query if gloss is None else None)
    parts = [table(_rates(hits, tokens, name, category is not None)), table(_forms(hits, name))]
    if len(hits) and "document" not in tokens:
        from . import charts

        parts.insert(1, figure(charts.dispersion(tokens, hits.assign(category=name, section="turn"))))
    if query and category is None and gloss is None and hits.attrs["of"] == "lemma" and " " not in query:
        near = _neighbours(tokens, query, name)
        parts.append(table(near, limit=NEIGHBOURS, tokens=tokens, translation=translation))
    return together([*parts, kwic(hits, limit=places, caption=f"In which sentences? {name}")])


def _called(hits: pd.DataFrame, query: str | None) -> str:
    """What was sought, with its meaning where it is a lemma, and how it was sought: партия ‘party’ (lemma)."""
    sought, of = hits.attrs["title"].removeprefix("Concordance of "), hits.attrs["of"]
    if query is None or of != "lemma":
        return sought
    row = pd.DataFrame({"lemma": [query], "gloss": glosses([query])})
    return f"{names(row)[0]} ({label(of)})"


def _rates(hits: pd.DataFrame, tokens: pd.DataFrame, name: str, poisson: bool) -> pd.DataFrame:
    """How often it occurs in all turns and with each role, with the intervals of `frequencies`."""
    parts = part_of(tokens)
    part = unit(tokens, parts)
    words, hits = (table.astype({"role": str}) for table in (select(tokens, "turn"), hits))
    words, hits = (pd.concat([table.assign(role="all"), table]) for table in (words, hits))
    table = counts(words, ["role"], "n").merge(counts(hits, ["role"]), "left").fillna({"count": 0})
    table = table.astype({"count": int}).sort_values("n", ascending=False, kind="stable", ignore_index=True)
    used, lengths = counts(hits, ["role", *part]), counts(words, ["role", *part], "words")
    table = with_intervals(table, spread_of(table, used, lengths, ["role"], ["role"], part), parts, poisson)
    interval = MARKER_INTERVAL if poisson else INTERVAL
    return describe(
        table[["role", "count", "n", "rate", "low", "high", "deff", f"{parts}s", f"of_{parts}s"]],
        title=f"How often? {name}",
        unit="per 1,000 words",
        n=int(table["n"].max()),
        filters="words of section turn",
        formula=f"`rate` = 1000·count/n; `low`, `high`: {interval.format(parts)}",
        caveats=interval_caveats(parts, int(table[f"of_{parts}s"].min())),
    )


def _forms(hits: pd.DataFrame, name: str) -> pd.DataFrame:
    """The printed forms, most frequent first."""
    forms = hits["keyword"].astype(str).str.lower()
    counts = Counter(forms)
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    table = pd.DataFrame(rows, columns=["norm", "count"])
    if "marker" in hits:
        meant = dict(zip(forms, hits["marker"].map(marker_glosses()).fillna("")))
        table.insert(1, "gloss", table["norm"].map(meant))
    return describe(table, title=f"In which forms? {name}")


def _neighbours(tokens: pd.DataFrame, query: str, name: str) -> pd.DataFrame:
    """The content words that stand near it in its sentences."""
    pairs = collocations(tokens, window=REACH + 1, min_count=1, stop=stop_words() - {query})
    found = pairs[((pairs["first"] == query) | (pairs["second"] == query)).to_numpy()]
    shown = found[["first", "second", "gloss", "count", "logDice"]].sort_values(
        ["count", "logDice"], ascending=False, kind="stable"
    )
    shown.attrs |= {"title": f"With which neighbours? {name}", "stop_list": "function words, but for the word itself"}
    return shown.reset_index(drop=True)
