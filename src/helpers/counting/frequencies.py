"""Counting words and stance markers: tables in, tables out, each saying in `attrs` what it is and how far it goes.

Words are tokens of kind "word" in section "turn"; rates are per 1,000 of all words there, stop words included.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from ..checks import checked
from ..columns import codes, counts, places, select, unit
from ..labels import at_least
from ..results import describe
from ..words.wordlists import stop_key
from .items import TITLES, counted, filters, values, with_gloss
from .spread import INTERVAL, MARKER_INTERVAL, Parts, Uses, interval_caveats, part_of, spread, with_intervals

OTHER = {"lemma": "norm", "norm": "lemma"}  # what stands behind a row: the forms of a lemma, the lemmas of a form
READ = ["kind", "section", "text", "norm", "lemma", "pos"]  # the columns of words, beside those that are asked for
_FLOOR = "A word with fewer uses than there are parts leaves parts empty: its `dp` cannot fall below `dp_floor`."


@checked
def frequencies(
    tokens: pd.DataFrame, by=None, of: str = "lemma", stop=None, section: str | None = "turn", *, markers=None,
    parts: str | None = None, min_count: int | None = None, top: int | None = None,
) -> pd.DataFrame:  # fmt: skip
    """How often each word, or each stance category, occurs: counts, rates, in how many turns, how evenly.

    Parameters
    ----------
    tokens : the table of `tokenize`; its words are what rates are per.
    by : column or columns to count apart ("role", "speaker", "turn", "section", ["pair", "role"]).
    of : "lemma", "norm" or "text"; with `markers`, "category", "subtype" or "marker".
    stop : None, True (our list), a CSV path, or words; stop words are hidden, not taken out of n.
    section : where to count, None for everywhere (so it is with by="section").
    markers : the table of `find_markers`, to count these per 1,000 words; a count of 0 then has its row.
    parts : what interval and dispersion run over: "document" where there are several, else "turn", unless you name
        another ("sentence", "line", "speaker").
    min_count, top : the least count (1; 0 for markers), and the number of rows (in each group).

    Returns
    -------
    DataFrame, by group and falling count: the `by` columns; a column named as `of` (lemmas: pos too, since a lemma
        whose classes differ in meaning has a row for each); gloss (words only); count; n (words of the group); rate,
        low, high per 1,000 words (95 %, design effect over the parts); deff, how many times the variance is that of
        independent words; turns (in so many), of_turns; dp, dp_floor, dp_rescaled (NaN where undefined); forms with
        their counts (lemmas, where forms are counted). `turns` is named after the parts.

    Sources: Wilson 1927; Kish 1965; Korn & Graubard 1998; Gries 2008, 2022.

    Examples
    --------
    >>> from helpers import tokenize
    >>> frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")[["norm", "count", "n"]].values.tolist()[0]
    ['біз', 2, 4]
    """
    by = [by] if isinstance(by, str) else list(by or [])
    of = "category" if markers is not None and of == "lemma" else of
    section = None if "section" in by else section
    parts = parts or part_of(tokens, by)
    part = [name for name in unit(tokens, parts) if name not in by]
    read = dict.fromkeys([*by, *part, of, *READ])
    words = select(tokens[[name for name in read if name in tokens]], section)
    rows, stop_name = counted(words, markers, stop, section, of)

    sizes = counts(words, by, "n")
    (row,), table = codes([*by, of], rows)
    table["count"] = np.bincount(row[row >= 0], minlength=len(table))
    if markers is not None:
        table = _with_zeros(table, sizes, rows, by, of)
        row = places(rows, table, [*by, of])
    group = places(table, sizes, by)
    table["n"] = sizes["n"].to_numpy()[group]
    (long, there), lengths = codes([*by, *part], words, rows)
    words_in = np.bincount(long[long >= 0], minlength=len(lengths))
    measured = spread(group, Parts(places(lengths, sizes, by), words_in), Uses(row, there))
    least = min_count if min_count is not None else int(markers is None)
    shown = _shown(table["count"].to_numpy(), group, least, top)
    table = with_intervals(table, measured, parts, poisson=markers is not None)
    if of != "text":
        forms = _forms(rows, row, len(table), OTHER.get(of, "text"))
        table["lemmas" if of == "norm" else "forms"] = pd.Series(forms, dtype="str")
    table = _named(table.iloc[shown].reset_index(drop=True), rows, of, words=markers is None)
    interval = INTERVAL if markers is None else MARKER_INTERVAL
    named = f" by {' and '.join(by)}" if by else ""
    return describe(
        table,
        title=f"{TITLES.get(of, of)}{named}",
        unit="per 1,000 words",
        n=int(sizes["n"].sum()),
        filters=filters(section, of) + (f", {at_least(min_count)}" if min_count else ""),
        stop_list=stop_name,
        stop=stop_key(stop),
        formula=f"`rate` = 1000·f/n; `low`, `high`: {interval.format(parts)}; `dp`: Gries 2008 over {parts}s; "
        "`dp_floor`: the least dp; `dp_rescaled`: Gries 2022",
        caveats=[*interval_caveats(parts, measured.fewest()), _FLOOR],
        interval=f"95 %, design effect over {parts}s",
        of=of,
        by=by,
        parts=parts,
    )


def _shown(count: np.ndarray, group: np.ndarray, least: int, top: int | None) -> np.ndarray:
    """The rows with at least so many uses, the most frequent of each group first, so many of each group."""
    order = np.lexsort((-count, group))
    order = order[count[order] >= least]
    ranked = group[order]
    behind = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    return order if top is None else order[behind < top]


def _with_zeros(table, sizes, rows, by: list[str], of: str) -> pd.DataFrame:
    """The counts of markers with a row for what a group never uses."""
    names = values(rows, of).astype({of: str})
    full = sizes[by].merge(names, "cross").merge(table.astype({of: str}), "left", [*by, of])
    return full.assign(count=full["count"].fillna(0).astype(int), **{of: pd.Categorical(full[of], names[of])})


def _forms(rows: pd.DataFrame, row: np.ndarray, size: int, column: str) -> list[str]:
    """The forms behind each row of the table with their counts, most frequent first, in one string."""
    (form,), forms = codes([column], rows)
    known = (row >= 0) & (form >= 0)
    width = max(len(forms), 1)
    pairs, count = np.unique(row[known] * width + form[known], return_counts=True)
    of_row, of_form = np.divmod(pairs, width)
    order = np.lexsort((-count, of_row))
    names = forms[column].tolist()
    said = [f"{names[n]} {times}" for n, times in zip(of_form[order].tolist(), count[order].tolist())]
    borders = np.searchsorted(of_row, np.arange(size + 1)).tolist()
    return [", ".join(said[a:b]) for a, b in pairwise(borders)]


def _named(table: pd.DataFrame, rows: pd.DataFrame, of: str, words: bool) -> pd.DataFrame:
    """The table with its words' glosses; a printed form has that of its most frequent lemma."""
    if not words:
        return table.astype({of: str})
    if of != "norm":
        return with_gloss(table, of)
    lemmas = table["lemmas"].str.split(" ").str[0].tolist()
    read = rows[["norm", "lemma", "pos"]].drop_duplicates(["norm", "lemma"]).astype(str)
    class_of = dict(zip(zip(read["norm"], read["lemma"]), read["pos"]))
    classes = [class_of.get(pair, "") for pair in zip(table["norm"].astype(str), lemmas)]
    return with_gloss(table, of, lemmas, classes)
