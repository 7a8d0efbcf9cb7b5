"""Comparing speakers, or a text with a reference: ratios of rates with intervals whose unit is the turn or document."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..arguments import a_reference, a_yes
from ..checks import checked
from ..columns import counts, select, unit
from ..measures import log_likelihood, log_ratio, rate_interval, ratio_interval
from ..results import describe
from ..sheets import read_table
from ..words.wordlists import stop_key
from .exchange import exchange, said_of
from .items import TITLES, by_class, counted, filters, values, with_gloss
from .spread import interval_caveats, part_of, spread_of

REST = "rest"
USUAL = ["interviewee", "interviewer"]  # compared where nothing else is asked for
NO_VALUE = ["", "nan", "<NA>", "None"]
LEAST = {"words": 2, "reference": 3, "markers": 0}  # uses that a row has at least, unless min_count says another
LEVEL = 0.05  # of the interval behind `lrc`, divided by the number of rows (Bonferroni)
PALE = "expected < 1"  # rows whose smaller expected count is below 1 say little; tables and charts show them pale


@dataclass(frozen=True)
class Side:
    """One of the two that are compared; arrays have one value per item."""

    name: str
    n: int  # words
    parts: int  # turns or documents
    count: np.ndarray
    used: np.ndarray | None  # in how many parts
    deff: np.ndarray

    def interval(self, poisson: bool, confidence: float = 0.95, student: bool = False):
        """Rate, low, high as proportions; z intervals unless Student's t is asked for."""
        count = self.count if poisson else np.minimum(self.count, self.n)
        parts = self.parts if student else 0
        return count / self.n, *rate_interval(count, self.n, self.deff, parts, poisson=poisson, confidence=confidence)


@checked(reference=a_reference, p=a_yes)
def compare(
    tokens: pd.DataFrame, markers: pd.DataFrame | None = None, of: str | None = None, by: str = "role", groups=None,
    stop=None, section: str | None = "turn", *, reference=None, min_count: int | None = None, p: bool = False,
    draws: int = 2000, seed: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Which words, or stance categories, one speaker uses more than another, or this text more than a reference.

    Parameters
    ----------
    tokens : the table of `tokenize`.
    markers : the table of `find_markers`, to compare stance categories instead of words.
    of : "lemma" (or "norm") for words, "category" (or "subtype", "marker") for markers.
    by, groups : any column and its values to compare: two of them; one, against the rest; more, each against the rest.
        By default interviewee and interviewer, else all values that the column has.
    stop, section : as in `frequencies`.
    reference : a table (or the path of one) of other texts' words with the columns lemma (as `of`) and count, to
        compare all these tokens with, instead of groups.
    min_count : least count of both together (2; 0 for markers); with a reference 3 in the text.
    p : whether to add the exchange test; draws, seed: for more than 12 pairs.

    Returns
    -------
    DataFrame, ordered by lrc, |log_ratio|, count: the value of `by` (where each is set against the rest; its columns
        end in _group, the others' in _rest); a column named as `of`; gloss (words only); for each side g count_g,
        rate_g, low_g, high_g (per 1,000 words, as in `frequencies`), turns_g (in so many turns, or documents_g);
        log_ratio (doublings; corrected where a count is 0); low, high (95 %, MOVER; one end infinite where a count is
        0); lrc, their end nearer to 0 at the Bonferroni level, 0 where they cover 0; expected, the smaller expected
        count; higher, pairs (the first is higher in so many of the pairs of question and answer, or documents, in which
        both have words); g2 (two cells, negative where the first has less); p.

    Raises ValueError that lists the values of `by` where groups are none of them.

    Sources: Zou & Donner 2008; Hardie 2014; Evert 2022 (`keyness` of the R package corpora); Rayson & Garside 2000.

    Examples
    --------
    >>> from helpers import tokenize
    >>> text = tokenize("Сіз де? Біз де, біз!")
    >>> text["role"] = ["a"] * 3 + ["b"] * 5
    >>> compare(text, of="norm", groups=("a", "b"))[["norm", "count_a", "count_b"]].values.tolist()
    [['біз', 0, 2], ['де', 1, 1]]
    """
    of = of or ("lemma" if markers is None else "category")
    what = "words" if reference is None else "reference"
    least = LEAST[what if markers is None else "markers"] if min_count is None else min_count
    words = select(tokens, section)
    reference = read_table(reference) if isinstance(reference, (str, Path)) else reference
    classes = reference is None or "pos" in reference
    rows, stop_name = counted(words, markers, stop, section, of if classes else "norm")
    poisson = markers is not None
    facts = {
        "unit": "rates per 1,000 words; log ratio in doublings",
        "filters": f"{filters(section, of)}, at least {least} in all",
        "stop_list": stop_name,
        "stop": stop_key(stop),
        "of": of,
        "pale": PALE,
        "interval": "95 %, MOVER",
    }
    if reference is not None:
        sides, items = _text_and_reference(words, rows, of, reference, least)
        parts = part_of(tokens)
        return _described(_effects(items, sides, poisson, parts, len(items)), [sides], facts | {"parts": parts})
    contrasts = _contrasts(words, by, groups)
    part = [name for name in unit(tokens, part_of(tokens, [by])) if name != by]
    facts["parts"] = part[-1]
    made, every = [], []
    for first, second in contrasts:
        names = (first, second) if len(contrasts) == 1 else ("group", REST)
        mine, counted_there = (_sided(table, by, first, second, names) for table in (words, rows))
        items, sides = _two_sides(mine, counted_there, of, part, least, names)
        table = _effects(items, sides, poisson, part[-1], len(items) * len(contrasts))
        pair = "document" if part == ["document"] else "pair"
        test = (draws, seed) if p else None
        table = table.join(_pairs(mine, counted_there, of, items, pair, test))
        if len(contrasts) > 1:
            table.insert(0, by, first)
        made.append(table)
        every.append(sides)
    return _described(pd.concat(made), every, facts, [first for first, _ in contrasts])


def _contrasts(words: pd.DataFrame, by: str, groups) -> list[tuple[str, str]]:
    """Which values of the column are compared with which; REST is all others."""
    if by not in words:
        raise ValueError(f"the tokens have no column {by!r} to compare by; merge it into them first")
    sizes = words[by].astype(str).value_counts().drop(NO_VALUE, errors="ignore")
    there = ", ".join(f"{name} ({n} words)" for name, n in sizes.items()) or "no value"
    if groups is None:
        usual = [name for name in USUAL if name in sizes.index]
        groups = usual if by == "role" and len(usual) == 2 else list(sizes.index)
        if len(groups) < 2:
            raise ValueError(f"nothing to compare: the column {by!r} has {there}; or compare with reference=…")
    groups = [groups] if isinstance(groups, str) else list(groups)
    unknown = [str(name) for name in groups if name not in sizes.index and name != REST]
    if unknown or not groups:
        raise ValueError(f"the column {by!r} has {there}; groups asks for {', '.join(unknown) or 'nothing'}")
    if len(groups) == 2:
        return [(groups[0], groups[1])]
    if len(sizes) < 2:
        raise ValueError(f"nothing to compare {groups[0]} with: the column {by!r} has {there}")
    return [(name, REST) for name in groups]


def _sided(table: pd.DataFrame, by: str, first: str, second: str, names: tuple[str, str]) -> pd.DataFrame:
    """The rows of two sides, with the side's name in a column `side`."""
    label = table[by].astype(str)
    is_first = label == first
    is_second = label == second
    if second == REST:
        is_second = ~is_first & ~label.isin(NO_VALUE)
    side = pd.Categorical.from_codes(np.where(is_first, 0, np.where(is_second, 1, -1)), list(names))
    return table.assign(side=side)[(is_first | is_second).to_numpy()]


def _two_sides(words, rows, of, part, least, names) -> tuple[pd.DataFrame, list[Side]]:
    """The items that are frequent enough, and what each side has of them."""
    found = counts(rows, ["side", of]).astype({"side": str, of: str})
    total = found.groupby(of)["count"].sum()
    items = values(rows, of).astype({of: str})
    items = items[(items[of].map(total).fillna(0) >= least).to_numpy()].reset_index(drop=True)
    used, sizes = counts(rows, ["side", of, *part]), counts(words, ["side", *part], "words")
    used, sizes = used.astype({"side": str, of: str}), sizes.astype({"side": str})
    sides = []
    for name in names:
        mine = items.assign(side=name).merge(found, "left", ["side", of]).fillna({"count": 0})
        lengths = sizes[(sizes["side"] == name).to_numpy()]
        measured = spread_of(mine, used[(used["side"] == name).to_numpy()], lengths, ["side"], ["side", of], part)
        size = int((words["side"] == name).sum())
        deff = measured.deff(poisson=of not in ("lemma", "norm", "text"))
        sides.append(Side(name, size, len(lengths), mine["count"].to_numpy(int), measured.in_parts, deff))
    return items, sides


def _text_and_reference(words, rows, of, reference, least) -> tuple[list[Side], pd.DataFrame]:
    """The text as one side and the counts of other texts as the other, which has no turns to differ."""
    if not {of, "count"}.issubset(reference):
        raise ValueError(f"the reference needs the columns {of} and count; it has {', '.join(map(str, reference))}")
    part = unit(words, part_of(words))
    items, (text,) = _two_sides(words.assign(side="text"), rows.assign(side="text"), of, part, least, ["text"])
    named = by_class(reference, of) if "pos" in reference else reference[of].astype(str)
    known = reference.groupby(named.to_numpy())["count"].sum()
    found = items[of].map(known).fillna(0).to_numpy(int)
    return [text, Side("reference", int(known.sum()), 0, found, None, np.ones(len(items)))], items


def _effects(items: pd.DataFrame, sides: list[Side], poisson: bool, part: str, in_all: int) -> pd.DataFrame:
    """What each side has of each item, and how the two rates differ."""
    table = items.copy() if poisson else with_gloss(items, items.columns[0])
    for side in sides:
        rate, low, high = side.interval(poisson, student=True)
        table[f"count_{side.name}"], table[f"rate_{side.name}"] = side.count, 1000 * rate
        table[f"low_{side.name}"], table[f"high_{side.name}"] = 1000 * low, 1000 * high
        if side.used is not None:
            table[f"{part}s_{side.name}"] = side.used
    a, b = (np.minimum(side.count, side.n) for side in sides)
    c, d = (side.n for side in sides)
    table["log_ratio"] = log_ratio(a, b, c, d, zero_safe=True)
    table["low"], table["high"] = _doublings(sides, poisson, 0.95)
    low, high = _doublings(sides, poisson, 1 - LEVEL / max(in_all, 1))
    table["lrc"] = np.where(low > 0, low, np.where(high < 0, high, 0.0))
    table["expected"] = (a + b) * min(c, d) / (c + d)
    table["g2"] = log_likelihood(a, b, c, d)
    return table


def _doublings(sides: list[Side], poisson: bool, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """The interval of the ratio of the two rates, as log₂."""
    first, second = (side.interval(poisson, confidence) for side in sides)
    with np.errstate(divide="ignore"):
        low, high = (np.log2(end) for end in ratio_interval(*first, *second))
    neither = (sides[0].count == 0) & (sides[1].count == 0)
    return np.where(neither, -np.inf, low), np.where(neither, np.inf, high)


def _pairs(words, rows, of, items, pair: str, test) -> pd.DataFrame:
    """In how many pairs of turns, or documents, that both sides have words in, the first side's rate is higher; p."""
    where = unit(words, pair)
    nothing = pd.DataFrame({"higher": pd.NA, "pairs": 0}, index=items.index).astype("Int64")
    if not set(where) <= set(words):
        return nothing
    sizes = counts(words, [*where, "side"], "words")
    both = sizes.groupby(where, observed=True)["side"].transform("size") == 2
    sizes = sizes[both]
    if sizes.empty:
        return nothing
    used = counts(rows, [of, *where, "side"]).merge(sizes, on=[*where, "side"])
    used["rate"] = used["count"] / used["words"]
    rates = used.astype({of: str}).pivot_table("rate", [of, *where], "side", fill_value=0, observed=True)
    rates = rates.reindex(columns=list(words["side"].cat.categories), fill_value=0)
    gap = (rates.iloc[:, 0] - rates.iloc[:, 1]).rename("gap").reset_index()
    higher = (gap["gap"] > 0).groupby(gap[of]).sum()
    table = pd.DataFrame({"higher": items[items.columns[0]].map(higher).fillna(0), "pairs": len(sizes) // 2})
    table = table.astype("Int64")
    return table.join(exchange(gap, items[of], of, len(sizes) // 2, *test)) if test else table


def _described(table: pd.DataFrame, every: list[list[Side]], facts: dict, groups: Sequence[str] = ()) -> pd.DataFrame:
    """The rows in order, with what they are and how far they go."""
    order = pd.DataFrame({"sure": table["lrc"].abs(), "size": table["log_ratio"].abs()})
    order["all"] = table.filter(regex="^count_").sum(axis=1)
    order = order.reset_index(drop=True).sort_values([*order], ascending=False, kind="stable").index
    table = table.reset_index(drop=True).loc[order].reset_index(drop=True)
    if len(every) == 1:
        sides = {side.name: side for side in every[0]}
        title = " against ".join(sides)
    else:
        sides = {name: side for name, (side, _) in zip(groups, every)}
        title = f"{len(groups)} groups, each against the rest"
    part, with_parts = facts["parts"], {name: side.parts for name, side in sides.items() if side.used is not None}
    caveats = [f"{part.capitalize()}s: " + ", ".join(f"{name} {n}" for name, n in with_parts.items()) + "."]
    caveats += interval_caveats(part, min(with_parts.values()))
    caveats += ["`g2` takes words as independent and overstates the evidence: it orders, it does not test."]
    if "p" in table:
        caveats += said_of(table)
        table = table.drop(columns="p_largest")
    return describe(
        table,
        title=f"{TITLES.get(facts['of'], facts['of'])}: {title}",
        n=sum(side.n for side in sides.values()),
        groups={name: side.n for name, side in sides.items()},
        turns=with_parts,
        formula="`log_ratio`: log₂((a/c)/(b/d)) (Hardie 2014), with a 0 both rates grow by ½/min(c, d); "
        f"`low`, `high`: MOVER (Zou & Donner 2008) of intervals with the design effect over {part}s; `lrc`: its end "
        "nearer to 0 at the Bonferroni level (Evert 2022); `g2`: Rayson & Garside 2000",
        caveats=caveats,
        **facts,
    )
