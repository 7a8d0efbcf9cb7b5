"""Comparing speakers: effect sizes with the turn as the unit, and how vocabulary grows and varies."""

from functools import partial

import numpy as np
import pandas as pd

from ..checks import checked
from ..columns import codes, select, unit
from ..errors import Undefined
from ..measures import log_likelihood, log_ratio, mattr, mtld, wilson
from ..results import describe
from ..words.wordlists import glosses, without
from .frequencies import TITLES, TOO_NARROW, filters

EXACT = 12  # up to so many pairs all swaps of roles are tried
_BLOCK = 256  # rows worked out at once, so that memory stays small
_BAG = "G² takes words as independent and overstates the evidence: it orders, it does not test."


def _bootstrap(counts, words, first, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Interval of each row's log ratio over samples of turns, drawn with replacement within each group."""
    if min(first.sum(), (~first).sum()) < 2:
        return (np.full(len(counts), np.nan),) * 2
    rng, drawn = np.random.default_rng(seed), []
    for mine in (first, ~first):
        weights = rng.multinomial(mine.sum(), np.full(mine.sum(), 1 / mine.sum()), size=draws).astype(float)
        drawn.append((weights @ counts[:, mine].T, (weights @ words[mine])[:, None]))
    (a, c), (b, d) = drawn
    return tuple(np.quantile(log_ratio(a, b, c, d, zero_safe=True), (0.025, 0.975), axis=0))


def _exchange(counts, words, first, pair, draws: int, seed: int) -> tuple[np.ndarray, int]:
    """p of the mean difference of rates between the two sides of a pair, roles exchanged; and how many exchanges.

    The exact randomisation test of paired data (Fisher 1935): each exchange turns the sign of a pair's difference.
    """
    both = np.intersect1d(pair[first & (pair >= 0)], pair[~first])
    if not len(both):
        return np.full(len(counts), np.nan), 0
    place, rates = pd.Index(both).get_indexer(pair), []
    for mine in (first & (place >= 0), ~first & (place >= 0)):
        used = np.zeros((len(both), len(counts)))
        np.add.at(used, place[mine], counts[:, mine].T)
        rates.append(used / np.bincount(place[mine], words[mine])[:, None])
    if len(both) <= EXACT:
        signs = 1.0 - 2 * (np.arange(1 << len(both))[:, None] >> np.arange(len(both)) & 1)
    else:
        signs = np.random.default_rng(seed).choice([-1.0, 1.0], (draws + 1, len(both)))
        signs[0] = 1  # as it was
    sums = np.abs(signs @ (rates[0] - rates[1]))
    return (sums >= sums[0] - 1e-12).mean(0), len(signs)


@checked
def compare(
    tokens, markers=None, of=None, by="role", groups=None, stop=None, section="turn", *, min_count=2, draws=2000, seed=0
) -> pd.DataFrame:
    """Which words, or stance categories, one speaker uses more than the other, with the turn as the unit.

    Parameters
    ----------
    tokens : the table of `tokenize`.
    markers : the table of `find_markers`, to compare stance categories instead of words.
    of : "lemma" (or "norm") for words, "category" (or "subtype", "marker") for markers.
    by, groups : the column, and its two values to compare; interviewee and interviewer unless given.
    stop, section : as in `frequencies`.
    min_count : least count in both groups together (1 for markers).
    draws, seed : of the bootstrap over turns; cost grows as draws × turns × rows.

    Returns
    -------
    DataFrame, by falling |G²|: a column named as `of`; gloss (words only); for each group g count_g, rate_g, low_g,
        high_g (per 1,000 words, Wilson), turns_g (turns that have it); log_ratio (zero-safe, first against second),
        low, high (bootstrap, 95 %; NaN below two turns a group); p (two-sided, exchange of roles within pairs; NaN
        without pairs); g2 (two cells, negative where the first has less). attrs: groups (words), turns of each.

    Raises ValueError if a group has no words there.

    Examples
    --------
    >>> from helpers import tokenize
    >>> text = tokenize("Сіз де? Біз де, біз!")
    >>> text["role"] = ["a"] * 3 + ["b"] * 5
    >>> compare(text, of="norm", groups=("a", "b"))[["norm", "count_a", "count_b"]].values.tolist()
    [['біз', 0, 2], ['де', 1, 1]]
    """
    of = of or ("lemma" if markers is None else "category")
    names = list(groups or ("interviewee", "interviewer"))
    if len(names) != 2:
        raise ValueError(f"groups must name two values of {by}, not {', '.join(map(str, names))}")
    words = select(tokens, section)
    words = words[words[by].isin(names).to_numpy()]
    sizes = [int((words[by] == name).sum()) for name in names]
    if not all(sizes):
        raise ValueError(f"nothing to compare: words of {by} " + ", ".join(f"{g}: {n}" for g, n in zip(names, sizes)))
    rows, stop_name = without(words, stop) if markers is None else (select(markers, section), "none")
    rows = rows[rows[by].isin(names).to_numpy()]
    least = min_count if markers is None else 1
    (item,), values = codes([of], rows)
    kept = np.flatnonzero(np.bincount(item, minlength=len(values)) >= least)
    item = pd.Index(kept).get_indexer(item)
    (word_turn, row_turn), turns = codes(list(dict.fromkeys([by, *unit(tokens, "turn")])), words, rows)
    (word_pair,), _ = codes(unit(tokens, "pair"), words)
    words_in = np.bincount(word_turn[word_turn >= 0], minlength=len(turns)).astype(float)
    first, pair = (turns[by] == names[0]).to_numpy(), np.full(len(turns), -1)
    pair[word_turn[word_turn >= 0]] = word_pair[word_turn >= 0]
    measured = []
    for at in range(0, max(len(kept), 1), _BLOCK):
        shape = (min(_BLOCK, len(kept) - at), len(turns))
        here = (item >= at) & (item < at + _BLOCK) & (row_turn >= 0)
        place = (item[here] - at) * shape[1] + row_turn[here]
        counts = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
        p, tried = _exchange(counts, words_in, first, pair, draws, seed)
        used = [(counts[:, mine] > 0).sum(1) for mine in (first, ~first)]
        measured.append(np.stack([*used, *_bootstrap(counts, words_in, first, draws, seed), p]))
    *used, low, high, p = np.hstack(measured)

    table, n_turns, totals = pd.DataFrame({of: values[of].astype(str).to_numpy()[kept]}), {}, []
    if markers is None:
        table["gloss"] = glosses(table[of])
    for name, size, mine, turns_with in zip(names, sizes, (first, ~first), used):
        count = np.bincount(item[(item >= 0) & (rows[by] == name).to_numpy()], minlength=len(kept))
        below, above = wilson(np.minimum(count, size), size)
        table[f"count_{name}"], table[f"rate_{name}"] = count, 1000 * count / size
        table[f"low_{name}"], table[f"high_{name}"] = 1000 * below, 1000 * above
        table[f"turns_{name}"], n_turns[name] = turns_with.astype(int), int(mine.sum())
        totals.append(count)
    table = table.assign(log_ratio=log_ratio(*totals, *sizes, zero_safe=True), low=low, high=high, p=p)
    table["g2"] = log_likelihood(*totals, *sizes)
    about = {"title": f"{TITLES.get(of, of)}: {names[0]} against {names[1]}", "n": sum(sizes), "stop_list": stop_name}
    about |= {
        "unit": "rates per 1,000 words; log ratio in doublings",
        "groups": dict(zip(names, sizes)),
        "turns": n_turns,
    }
    about |= {"filters": f"{filters(section, of)}, at least {least} in all", "of": of}
    about["formula"] = (
        "log_ratio: log₂((a+½)/(c+½)) − log₂((b+½)/(d+½)) (Hardie 2014, Walter 1975); low, high: bootstrap over turns, "
        f"{draws} draws, seed {seed}; p: {tried} exchanges of roles within question–answer pairs, mean difference of "
        "the two rates (Fisher 1935); g2: Rayson & Garside 2000"
    )
    caveats = [TOO_NARROW, *_caveats(n_turns, tried, len(table)), _BAG]
    order = np.argsort(-table["g2"].abs().to_numpy(), kind="stable")
    return describe(table.iloc[order].reset_index(drop=True), **about, caveats=caveats)


def _caveats(turns: dict[str, int], tried: int, rows: int) -> list[str]:
    said = "Turns: " + ", ".join(f"{name} {n}" for name, n in turns.items())
    if min(turns.values()) < 2:
        said += "; with fewer than two there is no interval"
    elif min(turns.values()) < 30:
        said += "; a bootstrap over so few is too narrow as well"
    if not tried:
        return [f"{said}.", "There are no question–answer pairs, so there is no p."]
    least = 2 / tried if tried <= 1 << EXACT else 1 / tried
    return [f"{said}.", f"No p can be below {least:.2g}; of {rows} rows {rows / 20:.1f} fall below .05 by chance."]


@checked
def vocabulary_growth(tokens, by=None, of="lemma", section="turn") -> pd.DataFrame:
    """How many different words have been met after each word of the text.

    Returns a row a word: the `by` column if given; the word (`of`), start, line, turn, role, speaker; words (so many
    read), types (so many different).

    >>> from helpers import tokenize
    >>> vocabulary_growth(tokenize("Біз де біз"), of="norm")["types"].tolist()
    [1, 2, 2]
    """
    words = select(tokens, section)
    new = ~words.duplicated([of] if by is None else [by, of])
    read = new.groupby(words[by] if by else np.zeros(len(words)), observed=True)
    columns = dict.fromkeys(
        column for column in (by, of, "start", "line", "turn", "role", "speaker") if column in words
    )
    table = words[list(columns)].assign(words=read.cumcount() + 1, types=read.cumsum()).reset_index(drop=True)
    about = {"title": f"Growth of vocabulary{f' by {by}' if by else ''}", "n": len(table), "filters": filters(section)}
    about |= {"unit": f"different {'lemmas' if of == 'lemma' else 'forms'} among the first words", "of": of, "by": by}
    caveat = "A curve that still rises at the end has not shown all the words that a speaker has."
    return describe(table, **about, caveats=[caveat])


@checked
def diversity(tokens, by="role", of="lemma", window=50, section="turn") -> pd.DataFrame:
    """Lexical diversity of each speaker: type-token ratio, MATTR and MTLD, with a note where one is undefined.

    Returns a row a group: the `by` column, words, types, ttr, mattr, mtld (from 100 words on), note.

    >>> from helpers import tokenize
    >>> diversity(tokenize("Біз де біз"), of="norm", window=2)[["words", "types", "mattr"]].values.tolist()
    [[3.0, 2.0, 1.0]]
    """
    rows = []
    for name, words in select(tokens, section).groupby(by, observed=True)[of]:
        words, notes, types = words.tolist(), [], words.nunique()
        row = {by: name, "words": len(words), "types": types, "ttr": types / len(words)}
        for column, measure in (("mattr", partial(mattr, window=window)), ("mtld", mtld)):
            try:
                row[column] = measure(words)
            except Undefined as reason:
                row[column] = np.nan
                notes.append(str(reason))
        rows.append(row | {"note": "; ".join(notes)})
    table = pd.DataFrame(rows, columns=[by, "words", "types", "ttr", "mattr", "mtld", "note"])
    about = {
        "title": f"Lexical diversity by {by}",
        "n": int(table["words"].sum()),
        "filters": filters(section),
        "of": of,
    }
    about |= {"unit": "of lemmas" if of == "lemma" else "of forms", "window": window}
    about["formula"] = f"mattr: windows of {window} words, Covington & McFall 2010; mtld: McCarthy & Jarvis 2010"
    caveat = "The type-token ratio falls with length: compare mattr, and only where its window is the same."
    return describe(table, **about, caveats=[caveat])
