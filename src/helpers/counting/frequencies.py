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
from .spread import ALL, INTERVAL, MARKER_INTERVAL, interval_caveats, part_of, spread, with_intervals

OTHER = {"lemma": "norm", "norm": "lemma"}  # what stands behind a row: the forms of a lemma, the lemmas of a form
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
    asked = [by] if isinstance(by, str) else list(by or [])
    of = "category" if markers is not None and of == "lemma" else of
    section = None if "section" in asked else section
    parts = parts or part_of(tokens, asked)
    part = [name for name in unit(tokens, parts) if name not in asked]
    words = select(tokens, section)
    rows, stop_name = counted(words, markers, stop, section, of)
    if not asked:
        words, rows = words.assign(**{ALL: 0}), rows.assign(**{ALL: 0})
    by = asked or [ALL]
    keys = [*by, of]

    sizes = counts(words, by, "n")
    table = counts(rows, keys)
    if markers is not None:
        table = _with_zeros(table, sizes, rows, by, of)
    at = places(table, sizes, by)
    table = table.assign(n=sizes["n"].to_numpy()[at])[at >= 0]
    measured = spread(counts(rows, [*keys, *part]), counts(words, [*by, *part], "words"), by, [of], part)
    table = with_intervals(table, measured, keys, parts, poisson=markers is not None)
    table = _explained(table, rows, keys, of, words=markers is None)
    least = min_count if min_count is not None else int(markers is None)
    table = _shown(table, by, least, top)
    interval = INTERVAL if markers is None else MARKER_INTERVAL
    smallest = int(measured.groups["of_parts"].min()) if len(measured.groups) else 0
    named = f" by {' and '.join(asked)}" if asked else ""
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
        caveats=[*interval_caveats(parts, smallest), _FLOOR],
        interval=f"95 %, design effect over {parts}s",
        of=of,
        by=asked,
        parts=parts,
    )


def _shown(table: pd.DataFrame, by: list[str], least: int, top: int | None) -> pd.DataFrame:
    """The rows with at least so many uses, the most frequent first, so many of each group."""
    table = table.sort_values([*by, "count"], ascending=[True] * len(by) + [False], kind="stable")
    table = table[table["count"] >= least]
    if top is not None:
        table = table.groupby(by, observed=True, sort=False).head(top)
    return table.drop(columns=ALL, errors="ignore").reset_index(drop=True)


def _with_zeros(table, sizes, rows, by: list[str], of: str) -> pd.DataFrame:
    """The counts of markers with a row for what a group never uses."""
    names = values(rows, of)
    full = sizes[by].merge(names, "cross").merge(table.astype({of: str}), "left", [*by, of])
    return full.assign(count=full["count"].fillna(0).astype(int), **{of: pd.Categorical(full[of], names[of])})


def _explained(table: pd.DataFrame, rows: pd.DataFrame, keys: list[str], of: str, words: bool) -> pd.DataFrame:
    """The table with the forms (or lemmas) behind each row, and words with their gloss."""
    if of != "text":
        forms = _forms(rows, keys, OTHER.get(of, "text"))
        name = forms.columns[-1]
        table[name] = np.append(forms[name].to_numpy(object), "")[places(table, forms, keys)]
        table[name] = table[name].astype("str")
    if not words:
        return table.astype({of: str})
    if of != "norm":
        return with_gloss(table, of)
    lemmas = table["lemmas"].astype(str).str.split(" ").str[0].tolist()
    read = rows[["norm", "lemma", "pos"]].drop_duplicates(["norm", "lemma"]).astype(str)
    class_of = dict(zip(zip(read["norm"], read["lemma"]), read["pos"]))
    classes = [class_of.get(pair, "") for pair in zip(table["norm"].astype(str), lemmas)]
    return with_gloss(table, of, lemmas, classes)


def _forms(rows: pd.DataFrame, keys: list[str], column: str) -> pd.DataFrame:
    """The forms behind each row with their counts, most frequent first, in one string."""
    found = counts(rows, [*keys, column])
    (row,), table = codes(keys, found)
    found = found.iloc[np.lexsort((-found["count"], row))]
    said = [f"{form} {count}" for form, count in zip(found[column].tolist(), found["count"].tolist())]
    first = np.searchsorted(np.sort(row), np.arange(len(table))).tolist()
    joined = [", ".join(said[a:b]) for a, b in pairwise([*first, len(said)])]
    return table.assign(**{"lemmas" if column == "lemma" else "forms": joined})
