"""Counting words and stance markers: tables in, tables out, each saying in `attrs` what it is and how far it goes.

Words are tokens of kind "word" in section "turn"; rates are per 1,000 of all words there, stop words included.
"""

import math

import numpy as np
import pandas as pd

from ..checks import checked
from ..columns import codes, combined, places, select, tally, unit
from ..measures import dp_floor, wilson
from ..results import describe
from ..words.wordlists import glosses, without

TITLES = {"lemma": "Words (lemmas)", "norm": "Word forms", "text": "Spellings", "category": "Stance categories"}
TITLES |= {"subtype": "Stance subtypes", "marker": "Stance markers"}
TOO_NARROW = "Intervals (Wilson, 95 %) take words as independent; words of one turn are not, so they are too narrow."
_FLOOR = "A word with fewer uses than there are parts leaves parts empty: its dp cannot fall below dp_floor."


def filters(section: str | None, of: str = "lemma") -> str:
    what = "markers" if of in ("category", "subtype", "marker") else "words"
    return f"{what} of section {section}" if section else f"{what} of all sections"


@checked
def frequencies(
    tokens, by=None, of="lemma", stop=None, section="turn", *, markers=None, parts="turn", min_count=None, top=None
) -> pd.DataFrame:
    """How often each word, or each stance category, occurs: counts, rates, in how many turns, how evenly.

    Parameters
    ----------
    tokens : the table of `tokenize`; its words are what rates are per.
    by : column or columns to count apart ("role", "speaker", "turn", "section", ["pair", "role"]).
    of : "lemma", "norm" or "text"; with `markers`, "category", "subtype" or "marker".
    stop : None, True (our list), a CSV path, or words; stop words are hidden, not taken out of n.
    section : where to count, None for everywhere (so it is with by="section").
    markers : the table of `find_markers`, to count these per 1,000 words; a count of 0 then has its row.
    parts : what dispersion runs over: "turn", "sentence", "line", "speaker".
    min_count, top : the least count (1; 0 for markers), and the number of rows (in each group).

    Returns
    -------
    DataFrame, by group and falling count: the `by` columns; a column named as `of`; gloss (words only); count; n
        (words of the group); rate, low, high per 1,000 words (Wilson, 95 %); turns (in so many), of_turns; dp,
        dp_floor (NaN where undefined); forms with their counts (lemmas, where forms are counted).

    Examples
    --------
    >>> from helpers import tokenize
    >>> frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")[["norm", "count", "n"]].values.tolist()[0]
    ['біз', 2, 4]
    """
    by = [by] if isinstance(by, str) else list(by or [])
    of = "category" if markers is not None and of == "lemma" else of
    section, place = None if "section" in by else section, unit(tokens, parts)
    other = {"lemma": "norm", "norm": "lemma"}.get(of, "text")
    used = {"kind", "section", "norm", "lemma", of, other, *by, *place}
    words = select(tokens[[column for column in tokens if column in used]], section)
    if markers is None:
        rows, stop_name = without(words, stop)
    else:
        rows, stop_name = select(markers, section), "none"
        rows = rows.assign(text=rows["text"].astype(str).str.lower())
    frames = (words,) if rows is words else (words, rows)
    groups_of, groups = codes(by, *frames)
    (item_of,), items = codes([of], rows)
    n = np.bincount(groups_of[0][groups_of[0] >= 0], minlength=len(groups))

    group, item, f = tally(groups_of[-1], item_of)
    if markers is not None:  # a category that a group never uses has its row
        full = np.zeros((len(groups), len(items)), np.int64)
        full[group, item] = f
        (group, item), f = np.indices(full.shape).reshape(2, -1), full.ravel()
    order = np.lexsort((item, -f, group))
    group, item, f = group[order], item[order], f[order]
    cells = group * len(items) + item

    low, high = wilson(np.minimum(f, n[group]), n[group]) if len(f) else (f, f)
    table = groups.take(group).reset_index(drop=True).assign(**{of: items[of].astype(str).to_numpy()[item]})
    table = table.assign(count=f, n=n[group], rate=1000 * f / n[group], low=1000 * low, high=1000 * high)
    spread = _spread(cells, group, f, len(items), groups_of, item_of, codes(place, *frames)[0])
    table[[f"{parts}s", f"of_{parts}s", "dp", "dp_floor"]] = spread
    sizes = [len(groups), len(items)]
    cell_of = places(combined([groups_of[-1], item_of], sizes), cells, math.prod(sizes))
    if of != "text":
        forms, first = _forms(cell_of, rows[other], len(cells))
        table["lemmas" if of == "norm" else "forms"] = forms
    if markers is None:
        table.insert(len(by) + 1, "gloss", glosses(first if of == "norm" else table[of]))
    table = table[table["count"] >= (int(markers is None) if min_count is None else min_count)]
    if top is not None:
        table = table.groupby(by, observed=True, sort=False).head(top) if by else table.head(top)
    about = {"title": f"{TITLES.get(of, of)}{' by ' + ' and '.join(by) if by else ''}", "unit": "per 1,000 words"}
    about |= {"n": int(n.sum()), "filters": filters(section, of), "stop_list": stop_name, "of": of, "by": by}
    about["filters"] += f", at least {min_count} times" if min_count else ""
    about["formula"] = f"rate = 1000·f/n; low, high: Wilson 1927; dp: Gries 2008 over {parts}s; dp_floor: the least dp"
    return describe(table.reset_index(drop=True), **about, caveats=[TOO_NARROW, _FLOOR])


def _spread(cells, group, f, n_items, groups_of, item_of, parts_of) -> pd.DataFrame:
    """In how many parts each cell occurs, of how many; DP = ½ Σ |v/f − s| and its floor, NaN where undefined."""
    part_group, part, size = tally(groups_of[0], parts_of[0])
    many = np.bincount(part_group, minlength=group.max(initial=0) + 1)
    share = size / np.bincount(part_group, size)[part_group]
    g, i, p, v = tally(groups_of[-1], item_of, parts_of[-1])
    at = pd.Index(cells).get_indexer(g * n_items + i)
    width = max(part.max(initial=0), p.max(initial=0)) + 1
    s = share[pd.Index(part_group * width + part).get_indexer(g * width + p)]
    dp = (1 + np.bincount(at, np.abs(v / f[at] - s) - s, minlength=len(f))) / 2  # from the occupied parts alone
    floor, edges = np.full(len(f), np.nan), np.searchsorted(group, np.arange(len(many) + 1))
    sizes = np.split(size[np.argsort(part_group, kind="stable")], many.cumsum()[:-1])
    for one in np.flatnonzero(many > 1):
        counts, back = np.unique(f[edges[one] : edges[one + 1]], return_inverse=True)
        floor[edges[one] : edges[one + 1]] = dp_floor(np.maximum(counts, 1), sizes[one])[back]
    floor[f == 0] = np.nan
    columns = [np.bincount(at, minlength=len(f)), many[group], np.where(np.isnan(floor), np.nan, dp), floor]
    return pd.DataFrame(dict(enumerate(columns)))


def _forms(cell: np.ndarray, column: pd.Series, n: int) -> tuple[list[str], list[str]]:
    """For each of n cells its forms with their counts, most frequent first, as one string; and the first alone."""
    (form,), values = codes([column.name], column.to_frame())
    cell, form, count = tally(cell, form)
    order = np.lexsort((form, -count, cell))
    names = values[column.name].astype(str).to_numpy()[form[order]].tolist()
    texts = [f"{name} {number}" for name, number in zip(names, count[order].tolist())]
    edges = np.searchsorted(cell[order], np.arange(n + 1)).tolist()
    spans = list(zip(edges, edges[1:]))
    return [", ".join(texts[a:b]) for a, b in spans], [names[a] if a < b else "" for a, b in spans]
