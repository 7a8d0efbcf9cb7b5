"""Comparing speakers: effect sizes with the turn as the unit, and how vocabulary grows and varies."""

import numpy as np
import pandas as pd

from .counting import TITLES, WILSON_CAVEAT, alphabetical, filters, glosses, keys, select, unit, without
from .measures import Undefined, log_likelihood, log_ratio, mattr, mtld, wilson
from .tables import describe

EXACT = 12  # up to so many pairs all swaps of roles are tried
_BLOCK = 256  # rows of the table worked out at once
BAG = "G² takes words as independent and overstates the evidence: it orders, it does not test."


def _matrix(item: np.ndarray, place: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    keep = (item >= 0) & (place >= 0)
    flat = np.bincount(item[keep] * shape[1] + place[keep], minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(float)


def _bootstrap(counts, words, first, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Interval of each row's log ratio over samples of turns, drawn with replacement within each group."""
    if min(first.sum(), (~first).sum()) < 2:
        return (np.full(len(counts), np.nan),) * 2
    rng, sides = np.random.default_rng(seed), []
    for mine in (first, ~first):
        weights = rng.multinomial(mine.sum(), np.full(mine.sum(), 1 / mine.sum()), size=draws).astype(float)
        sides.append((weights, counts[:, mine], (weights @ words[mine])[:, None]))
    (wa, a, c), (wb, b, d) = sides
    ends = []
    for at in range(0, len(counts), _BLOCK):
        drawn = log_ratio(wa @ a[at : at + _BLOCK].T, wb @ b[at : at + _BLOCK].T, c, d, zero_safe=True)
        ends.append(np.quantile(drawn, (0.025, 0.975), axis=0))
    return tuple(np.hstack(ends)) if ends else (np.empty(0),) * 2


def _exchange(counts, words, first, pair, draws: int, seed: int) -> tuple[np.ndarray, int]:
    """p of the mean difference of rates between the two sides of a pair, roles exchanged; and how many exchanges.

    The exact randomisation test of paired data (Fisher 1935): each exchange turns the sign of a pair's difference.
    """
    both = np.intersect1d(pair[first & (pair >= 0)], pair[~first])
    if not len(both):
        return np.full(len(counts), np.nan), 0
    sides = [((pair == both[:, None]) & mine).astype(float).T for mine in (first, ~first)]
    rates = [(counts @ side) / (words @ side) for side in sides]
    if len(both) <= EXACT:
        signs = 1.0 - 2 * (np.arange(1 << len(both))[:, None] >> np.arange(len(both)) & 1)
    else:
        signs = np.random.default_rng(seed).choice([-1.0, 1.0], (draws + 1, len(both)))
        signs[0] = 1  # as it was
    sums = np.abs(signs @ (rates[0] - rates[1]).T)
    return (sums >= sums[0] - 1e-12).mean(0), len(signs)


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
        high_g (per 1,000 words, Wilson), turns_g (turns that have it); log_ratio (zero-safe, first against second), low, high
        (bootstrap, 95 %; NaN below two turns a group); p (two-sided, exchange of roles within pairs; NaN
        without pairs); g2 (two cells, negative where the first group has less). The sizes of the groups are in `attrs`.

    Raises ValueError if a group has no words there.

    Examples
    --------
    >>> from helpers.tokens import tokenize
    >>> text = tokenize("Сіз де? Біз де, біз!")
    >>> text["role"] = ["a"] * 3 + ["b"] * 5
    >>> compare(text, of="norm", groups=("a", "b"))[["norm", "count_a", "count_b"]].values.tolist()
    [['біз', 0, 2], ['де', 1, 1]]
    """
    of = of or ("lemma" if markers is None else "category")
    names = list(groups or ("interviewee", "interviewer"))
    words = select(tokens, section)
    words = words[words[by].isin(names).to_numpy()]
    sizes = [int((words[by] == name).sum()) for name in names]
    if not all(sizes):
        raise ValueError(f"nothing to compare: words of {by} " + ", ".join(f"{g}: {n}" for g, n in zip(names, sizes)))
    rows, stop_list = without(words, stop) if markers is None else (select(markers, section), "none")
    rows = rows[rows[by].isin(names).to_numpy()]
    (item,), values = keys([of], rows)
    kept = np.flatnonzero(np.bincount(item, minlength=len(values)) >= (min_count if markers is None else 1))
    item, labels = pd.Index(kept).get_indexer(item), values[of].astype(str).to_numpy()[kept]
    (word_group, row_group), groups_seen = keys([by], words, rows)
    (word_turn, row_turn), turns = keys([by, *unit(tokens, "turn")], words, rows)
    (word_pair,), _ = keys(unit(tokens, "pair"), words)
    counts = _matrix(item, row_turn, (len(kept), len(turns)))
    words_in = np.bincount(word_turn[word_turn >= 0], minlength=len(turns)).astype(float)
    pair = np.full(len(turns), -1)
    pair[word_turn[word_turn >= 0]] = word_pair[word_turn >= 0]
    first = (turns[by] == names[0]).to_numpy()
    low, high = _bootstrap(counts, words_in, first, draws, seed)
    p, tried = _exchange(counts, words_in, first, pair, draws, seed)

    totals = _matrix(item, row_group, (len(kept), 2))
    a, b = (totals[:, list(groups_seen[by]).index(name)] for name in names)
    table = pd.DataFrame({of: labels})
    if markers is None:
        table["gloss"] = glosses(labels)
    for name, count, size, mine in zip(names, (a, b), sizes, (first, ~first)):
        below, above = wilson(np.minimum(count, size), size)
        table[f"count_{name}"], table[f"rate_{name}"] = count.astype(int), 1000 * count / size
        table[f"low_{name}"], table[f"high_{name}"] = 1000 * below, 1000 * above
        table[f"turns_{name}"] = (counts[:, mine] > 0).sum(1)
    table = table.assign(log_ratio=log_ratio(a, b, *sizes, zero_safe=True), low=low, high=high, p=p)
    table["g2"] = log_likelihood(a, b, *sizes)
    order = sorted(range(len(table)), key=lambda i: (-abs(table["g2"].iloc[i]), alphabetical(labels[i])))
    n_turns = dict(zip(names, (int(first.sum()), int((~first).sum()))))
    return describe(
        table.iloc[order].reset_index(drop=True),
        title=f"{TITLES.get(of, of)}: {names[0]} against {names[1]}",
        unit="rates per 1,000 words; log ratio in doublings",
        n=sum(sizes),
        filters=filters(section, of) + (f", at least {min_count} times in all" if markers is None else ""),
        stop_list=stop_list,
        formula="log_ratio: log₂((a+½)/(c+½)) − log₂((b+½)/(d+½)) (Hardie 2014, Walter 1975), "
        f"low, high: bootstrap over turns, {draws} draws, seed {seed}; p: {tried} exchanges of roles within "
        "question–answer pairs, mean difference of the two rates (Fisher 1935); g2: Rayson & Garside 2000",
        caveats=[WILSON_CAVEAT, *_caveats(n_turns, tried, len(table)), BAG],
        of=of,
        groups=dict(zip(names, sizes)),
        turns=n_turns,
    )


def _caveats(turns: dict[str, int], tried: int, rows: int) -> list[str]:
    said = "Turns: " + ", ".join(f"{name} {n}" for name, n in turns.items())
    found = [f"{said}; a bootstrap over few is too narrow as well."]
    if min(turns.values()) < 2:
        found = [f"{said}; with fewer than two there is no interval."]
    if not tried:
        return [*found, "There are no question–answer pairs, so there is no p."]
    least = 2 / tried if tried <= 1 << EXACT else 1 / tried
    return [*found, f"No p can be below {least:.2g}; of {rows} rows {rows / 20:.1f} fall below .05 by chance."]


def vocabulary_growth(tokens, by=None, of="lemma", section="turn") -> pd.DataFrame:
    """How many different words have been met after each word of the text.

    Returns a row a word: the `by` column if given; words (so many read), types (so many different), and the word's
    `of`, start, line, turn, role and speaker.

    >>> from helpers.tokens import tokenize
    >>> vocabulary_growth(tokenize("Біз де біз"), of="norm")["types"].tolist()
    [1, 2, 2]
    """
    words = select(tokens, section)
    new = ~words.duplicated([of] if by is None else [by, of])
    apart = [words[by]] if by is not None else [np.zeros(len(words), np.int8)]
    read = new.groupby(apart, observed=True)
    columns = [c for c in dict.fromkeys([by, of, "start", "line", "turn", "role", "speaker"]) if c in words]
    table = words[columns].assign(words=read.cumcount() + 1, types=read.cumsum())
    return describe(
        table.reset_index(drop=True),
        title=f"Growth of vocabulary{f' by {by}' if by else ''}",
        unit=f"different {'word forms' if of == 'norm' else 'lemmas'} against words read",
        n=len(table),
        filters=filters(section),
        stop_list="none",
        formula="types among the first words",
        caveats=["The curve still rises at the end: the text does not show all the words a speaker has."],
        of=of,
        by=[by] if by else [],
    )


def diversity(tokens, by="role", of="lemma", window=50, section="turn") -> pd.DataFrame:
    """Lexical diversity of each speaker: type-token ratio, MATTR and MTLD, with a note where one is undefined.

    Returns a row a group: the `by` column, words, types, ttr, mattr, mtld (from 100 words on), note.

    >>> from helpers.tokens import tokenize
    >>> diversity(tokenize("Біз де біз"), of="norm", window=2)[["words", "types", "mattr"]].values.tolist()
    [[3.0, 2.0, 1.0]]
    """
    rows = []
    for name, words in select(tokens, section).groupby(by, observed=True, sort=True)[of]:
        words, row, notes = words.tolist(), {by: name}, []
        row |= {"words": len(words), "types": len(set(words)), "ttr": len(set(words)) / len(words)}
        for measure, value in (("mattr", lambda w: mattr(w, window)), ("mtld", mtld)):
            try:
                row[measure] = value(words)
            except Undefined as reason:
                row[measure] = np.nan
                notes.append(str(reason))
        rows.append(row | {"note": "; ".join(notes)})
    return describe(
        pd.DataFrame(rows, columns=[by, "words", "types", "ttr", "mattr", "mtld", "note"]),
        title=f"Lexical diversity by {by}",
        unit=f"of {'word forms' if of == 'norm' else 'lemmas'}",
        n=sum(row["words"] for row in rows),
        filters=filters(section),
        stop_list="none",
        formula=f"mattr: {window} words (Covington & McFall 2010); mtld: factor ≤ .72 (McCarthy & Jarvis 2010)",
        caveats=["The type-token ratio falls with length: compare mattr, and only where the window is the same."],
        of=of,
        by=[by],
    )
