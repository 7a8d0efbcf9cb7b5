"""Counting words and stance markers: tables in, tables out, each saying in `attrs` what it is and how far it goes.

Words are tokens of kind "word" in section "turn"; rates are per 1,000 of all words there, stop words included.
"""

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from .measures import dp_floor, wilson
from .tables import describe

LEXICONS = Path(__file__).parent / "lexicons"
WILSON_CAVEAT = "Intervals (Wilson, 95 %) take words as independent; words of one turn are not, so they are too narrow."
FLOOR_CAVEAT = "A word with fewer uses than there are parts cannot have a DP below dp_floor."
TITLES = {"lemma": "Words (lemmas)", "norm": "Word forms", "text": "Spellings", "category": "Stance categories"}
TITLES |= {"subtype": "Stance subtypes", "marker": "Stance markers", "ngram": "Runs of words"}
_ORDER = str.maketrans({c: chr(0x430 + i) for i, c in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")})


def alphabetical(word: str) -> str:
    """Sort key for Kazakh alphabetical order (code points put ә, ғ, қ … after я).

    >>> sorted(["өзі", "пен", "қала", "лас"], key=alphabetical)
    ['қала', 'лас', 'өзі', 'пен']
    """
    return word.lower().translate(_ORDER)


@cache
def _lexicon(name: str, column: str) -> dict[str, str]:
    """First column → `column` of a lexicon, the first row of a headword winning; {} where the file is absent."""
    path = LEXICONS / name
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return {row[reader.fieldnames[0]]: row.get(column) or "" for row in reversed(list(reader))}


@cache
def _all_glosses() -> dict[str, str]:
    names = ("stopwords.csv", "stems.csv", "closed.csv")
    return {word: gloss for name in names for word, gloss in _lexicon(name, "gloss").items() if gloss}


def glosses(headwords) -> list[str]:
    """The English gloss of each headword in the lexicons, "" where there is none.

    >>> glosses(["no such word"])
    ['']
    """
    return [_all_glosses().get(word, "") for word in headwords]


def stop_words(path: str | Path | None = None) -> frozenset[str]:
    """Kazakh function words in all their forms, lower case (lexicons/stopwords.csv), or the first column of your CSV.

    Stance cues that do more than grammar (әрине, емес, жоқ, керек, мүмкін, екен …) are not in the list.

    >>> "және" in stop_words(), "емес" in stop_words()
    (True, False)
    """
    if path is None:
        return frozenset(_lexicon("stopwords.csv", "class"))
    with open(path, encoding="utf-8-sig", newline="") as file:
        return frozenset(row[0].strip().lower() for row in list(csv.reader(file))[1:] if row)


def select(table: pd.DataFrame, section: str | None = "turn", kinds: tuple[str, ...] = ("word",)) -> pd.DataFrame:
    """The rows that are counted: tokens of these kinds (markers have none) in this section (None: everywhere).

    >>> from helpers.tokens import tokenize
    >>> len(select(tokenize("Біз дайынбыз.")))
    2
    """
    keep = table["kind"].isin(kinds).to_numpy() if "kind" in table else np.ones(len(table), bool)
    return table[keep if section is None else keep & (table["section"] == section).to_numpy()]


def filters(section: str | None, of: str = "lemma") -> str:
    what = "words" if of in ("lemma", "norm", "text", "ngram") else "markers"
    return f"{what} of section {section}" if section else f"{what} of all sections"


def stop_list(stop) -> tuple[frozenset[str], str]:
    """The words of a `stop` argument (None, True for ours, the path of a CSV, words) and what to call them."""
    if stop is None or stop is False:
        return frozenset(), "none"
    if stop is True:
        return stop_words(), "lexicons/stopwords.csv"
    if isinstance(stop, (str, Path)):
        return stop_words(stop), Path(stop).name
    return frozenset(stop), f"{len(frozenset(stop))} words given"


def without(rows: pd.DataFrame, stop) -> tuple[pd.DataFrame, str]:
    """The rows whose form and lemma are no stop words, and the name of the stop list."""
    words, name = stop_list(stop)
    return (rows[~(rows["norm"].isin(words) | rows["lemma"].isin(words)).to_numpy()] if words else rows), name


def keys(columns: list[str], *frames: pd.DataFrame) -> tuple[list[np.ndarray], pd.DataFrame]:
    """One integer a row for its values in `columns` (-1: missing), the same in every frame; and the values.

    The values, a row each in sorted order, are those of the first frame; with no columns everything is 0.
    """
    if not columns:
        return [np.zeros(len(frame), np.int64) for frame in frames], pd.DataFrame(index=[0])
    kinds = [frames[0][column].astype("category").dtype for column in columns]
    sizes = [len(kind.categories) for kind in kinds]
    codes: dict[int, np.ndarray] = {}
    for frame in frames:
        if id(frame) not in codes:
            each = [frame[column].astype(kind).cat.codes.to_numpy() for column, kind in zip(columns, kinds)]
            codes[id(frame)] = _combine(each, sizes)
    first, size = codes[id(frames[0])], math.prod(sizes)
    seen = np.sort(_count(first[first >= 0], size)[0])
    values = {c: kind.categories.take(i) for c, kind, i in zip(columns, kinds, np.unravel_index(seen, sizes))}
    found = {frame: _find(seen, code, size) for frame, code in codes.items()}
    return [found[id(frame)] for frame in frames], pd.DataFrame(values, index=range(len(seen)))


def _combine(codes: list[np.ndarray], sizes: list[int]) -> np.ndarray:
    """One number for each combination of codes, -1 where one is missing."""
    total = codes[0].astype(np.int64)
    for code, size in zip(codes[1:], sizes[1:]):
        total = np.where((total < 0) | (code < 0), -1, total * size + code)
    return total


_DENSE = 1 << 23  # up to here a plain array is faster than a hash table


def _count(codes: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct codes (all below `size`), and how often each occurs."""
    if size <= _DENSE:
        counts = np.bincount(codes, minlength=1)
        found = np.flatnonzero(counts)
        return found, counts[found]
    place, found = pd.factorize(codes)
    return found, np.bincount(place)


def _find(seen: np.ndarray, codes: np.ndarray, size: int) -> np.ndarray:
    """Where each code stands in `seen`, -1 where it does not."""
    if size > _DENSE:
        return pd.Index(seen).get_indexer(codes)
    place = np.full(size + 1, -1)  # the last one answers for -1
    place[seen] = np.arange(len(seen))
    return place[codes]


def unit(table: pd.DataFrame, part: str) -> list[str]:
    """The columns that name a part of the data: turns count from 1 in every document of a folder."""
    return ["document", part] if "document" in table else [part]


def _tally(*codes: np.ndarray) -> tuple[np.ndarray, ...]:
    """The combinations of codes that occur (missing ones left out), one array a code, and how often each does."""
    sizes = [int(code.max(initial=0)) + 1 for code in codes]
    total = _combine(list(codes), sizes)
    found, counts = _count(total[total >= 0] if total.min(initial=0) < 0 else total, math.prod(sizes))
    return *np.unravel_index(found, sizes), counts


def _dispersion(cell_group, at, share_at, v, f, parts, sizes) -> tuple[np.ndarray, np.ndarray]:
    """DP = ½ Σ |v/f − s| of each cell from its occupied parts alone, and its floor; NaN below two parts or one use."""
    dp = (1 + np.bincount(at, np.abs(v / f[at] - share_at) - share_at, minlength=len(f))) / 2
    floor = np.full(len(f), np.nan)
    edges = np.searchsorted(cell_group, np.arange(len(parts) + 1))
    for group in np.flatnonzero(parts > 1):
        counts, back = np.unique(f[edges[group] : edges[group + 1]], return_inverse=True)
        floor[edges[group] : edges[group + 1]] = dp_floor(np.maximum(counts, 1), sizes[group])[back]
    floor[f == 0] = np.nan
    return np.where(np.isnan(floor), np.nan, dp), floor


def frequencies(
    tokens, by=None, of="lemma", stop=None, section="turn", *, markers=None, parts="turn", min_count=1, top=None
) -> pd.DataFrame:
    """How often each word, or each stance category, occurs: counts, rates, in how many turns, how evenly.

    Parameters
    ----------
    tokens : the table of `tokenize`; its words are what rates are per.
    by : column or columns to count apart ("role", "speaker", "turn", "section", ["pair", "role"]).
    of : "lemma", "norm" or "text"; with `markers`, "category", "subtype" or "marker".
    stop : None, True (the list of the package), a CSV path, or words; stop words are hidden, not taken out of n.
    section : where to count, None for everywhere (so it is with by="section").
    markers : the table of `find_markers`, to count markers per 1,000 words; there a count of 0 has its row.
    parts : what dispersion runs over: "turn", "sentence", "line", "speaker".
    min_count, top : the least count, and the number of rows (in each group).

    Returns
    -------
    DataFrame, by group and falling count: the `by` columns; a column named as `of`; gloss; count; n (words of the
        group); rate, low, high per 1,000 words (Wilson, 95 %); turns (in so many), of_turns; dp, dp_floor (NaN where
        undefined); forms (surface forms with counts; lemmas where forms are counted).

    Examples
    --------
    >>> from helpers.tokens import tokenize
    >>> frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")[["norm", "count", "n"]].values.tolist()[0]
    ['біз', 2, 4]
    """
    by = [by] if isinstance(by, str) else list(by or [])
    of = "category" if markers is not None and of == "lemma" else of
    section, place = None if "section" in by else section, unit(tokens, parts)
    other = {"lemma": "norm", "norm": "lemma", "ngram": None}.get(of, "text")
    used = {"kind", "section", "norm", "lemma", of, other, *by, *place}
    words = select(tokens[[column for column in tokens if column in used]], section)
    if markers is None:
        rows, stop_name = without(words, stop)
    else:
        rows, stop_name = select(markers, section), "none"
        rows = rows.assign(text=rows["text"].astype(str).str.lower())
    (word_group, row_group), groups = keys(by, words, rows)
    (word_part, row_part), places = keys(place, words, rows)
    (row_item,), values = keys([of], rows)
    n = np.bincount(word_group[word_group >= 0], minlength=len(groups))

    group, item, f = _tally(row_group, row_item)
    if markers is not None:  # a category that a group never uses has a row as well
        full = np.zeros((len(n), len(values)), np.int64)
        full[group, item] = f
        (group, item), f = np.indices(full.shape).reshape(2, -1), full.ravel()
    order = np.lexsort((item, group))
    group, item, f = group[order], item[order], f[order]
    cell, size = group * len(values) + item, len(n) * len(values)

    part_group, part, words_in = _tally(word_group, word_part)
    n_parts = np.bincount(part_group, minlength=len(n))
    share = words_in / np.bincount(part_group, words_in, minlength=len(n))[part_group]
    sizes = np.split(words_in[np.argsort(part_group, kind="stable")], n_parts.cumsum()[:-1])
    g, i, p, v = _tally(row_group, row_item, row_part)
    at = _find(cell, g * len(values) + i, size)
    share_at = share[_find(part_group * len(places) + part, g * len(places) + p, len(n) * len(places))]
    dp, floor = _dispersion(group, at, share_at, v, f, n_parts, sizes)

    low, high = wilson(np.minimum(f, n[group]), n[group]) if len(f) else (f, f)
    names = values[of].astype(str).to_numpy()
    rank = np.empty(len(names), np.int64)
    rank[sorted(range(len(names)), key=list(map(alphabetical, names)).__getitem__)] = np.arange(len(names))
    table = groups.take(group).reset_index(drop=True).assign(**{of: names[item]})
    table = table.assign(count=f, n=n[group], rate=1000 * f / n[group], low=1000 * low, high=1000 * high)
    table[[f"{parts}s", f"of_{parts}s"]] = np.c_[np.bincount(at, minlength=len(f)), n_parts[group]]
    table = table.assign(dp=dp, dp_floor=floor)
    if other in rows and other != of:
        row_cell = _find(cell, _combine([row_group, row_item], [0, len(values)]), size)
        forms, first = _forms(row_cell, len(cell), rows[other])
        table["lemmas" if of == "norm" else "forms"] = forms
        if markers is None:
            table.insert(len(by) + 1, "gloss", glosses(first if of == "norm" else table[of]))
    table = table.iloc[np.lexsort((rank[item], -f, group))].query("count >= @min_count")
    if top is not None:
        table = table.groupby(by, observed=True, sort=False).head(top) if by else table.head(top)
    return describe(
        table.reset_index(drop=True),
        title=f"{TITLES.get(of, of)}{' by ' + ' and '.join(by) if by else ''}",
        unit="per 1,000 words",
        n=int(n.sum()),
        filters=filters(section, of) + (f", at least {min_count} times" if min_count > 1 else ""),
        stop_list=stop_name,
        formula=f"rate = 1000·f/n; low, high: Wilson 1927; dp: Gries 2008 over {parts}s, dp_floor: the least possible",
        caveats=[WILSON_CAVEAT, FLOOR_CAVEAT] + [f"No dispersion: fewer than two {parts}s."] * bool(max(n_parts) < 2),
        of=of,
        by=by,
    )


def _forms(at: np.ndarray, n: int, column: pd.Series) -> tuple[list[str], list[str]]:
    """For each of n cells its forms with their counts, the most frequent first, as one string; and the first alone."""
    (form,), values = keys([column.name], column.to_frame())
    at, form, count = _tally(at, form)
    order = np.lexsort((form, -count, at))
    names = values[column.name].astype(str).to_numpy()[form[order]].tolist()
    texts = [f"{name} {number}" for name, number in zip(names, count[order].tolist())]
    edges = np.searchsorted(at[order], np.arange(n + 1)).tolist()
    spans = list(zip(edges, edges[1:]))
    return [", ".join(texts[a:b]) for a, b in spans], [names[a] if a < b else "" for a, b in spans]
