"""Words in a row: n-grams, collocations and concordance, never across the border of a sentence.

Numbers count as words here; other tokens between two words (a comma, a dash) do not part them.
"""

from fnmatch import filter as matching

import numpy as np
import pandas as pd

from .counting import codes, filters, frequencies, glosses, select, stop_list, unit
from .tables import describe

MEASURES = ("logDice", "t", "G2", "PMI")
SORTS = ("position", "left", "keyword", "right", "speaker", "role")
_LONG = 1000  # characters of a sentence shown on either side of a hit
_ALPHABET = str.maketrans({c: chr(0x430 + i) for i, c in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя")})


def _runs(tokens, section, of) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Words and numbers; the code of each one's `of`; the values; the code of each one's sentence."""
    words = select(tokens, section, ("word", "number"))
    (item,), values = codes([of], words)
    (sentence,), _ = codes(unit(tokens, "sentence"), words)
    return words, item, values[of].astype(str).to_numpy(), sentence


def ngrams(tokens, n=2, of="norm", by=None, stop=None, section="turn", *, min_count=2, top=None) -> pd.DataFrame:
    """How often each run of n words of one sentence occurs: a frequency table whose column `ngram` holds the run.

    `stop` drops runs that begin or end with a stop word; the other arguments and columns are those of `frequencies`,
    count, n and rates being of runs, not of words.

    >>> from helpers import tokenize
    >>> ngrams(tokenize("Біз де барамыз. Біз де!"), min_count=1)[["ngram", "count"]].values.tolist()
    [['біз де', 2], ['де барамыз', 1]]
    """
    words, item, values, sentence = _runs(tokens, section, of)
    last = max(len(words) - n + 1, 0)
    at = np.flatnonzero((sentence[:last] == sentence[n - 1 :]) & (sentence[:last] >= 0))
    code = item[at]
    for step in range(1, n):
        code = pd.factorize(code * len(values) + item[at + step])[0]
    first = np.unique(code, return_index=True)[1]
    shown = [" ".join(values[item[i : i + n]]) for i in at[first]]
    runs = words.iloc[at].assign(kind="word", ngram=pd.Categorical.from_codes(code, shown))
    table = frequencies(runs, by, "ngram", section=None)
    hidden, name = stop_list(stop)
    ends = table["ngram"].str.split(" ")
    table = table[((table["count"] >= min_count) & ~ends.str[0].isin(hidden) & ~ends.str[-1].isin(hidden)).to_numpy()]
    if top is not None:
        table = table.groupby(by, observed=True, sort=False).head(top) if by else table.head(top)
    table = table.reset_index(drop=True)
    table.attrs |= {"title": f"Runs of {n} words", "unit": f"per 1,000 runs of {n} words", "stop_list": name}
    table.attrs |= {"filters": f"{filters(section)}, inside a sentence, at least {min_count} times"}
    return table


def collocations(
    tokens, measure="logDice", *, window=2, of="lemma", min_count=2, stop=None, section="turn", top=None
) -> pd.DataFrame:
    """Words that stand together more often than their frequencies let expect, within one sentence.

    Parameters
    ----------
    measure : what to sort by: "logDice", "t", "G2" or "PMI"; all four are columns.
    window : span in words, first word included (2: neighbours); the second word follows the first.
    of : "lemma" or "norm".
    min_count : least count of the pair; PMI is not to be trusted below 5.
    stop : pairs with a stop word are dropped (None, True, a CSV path, or words); frequencies are of all words.

    Returns
    -------
    DataFrame: first, second, gloss, count (within the window), count_first, count_second, logDice, t, G2, PMI (NaN
        where undefined). As in NLTK, the scores of a window above 2 take count / (window − 1).

    Formulas: `nltk.BigramAssocMeasures` (student_t, likelihood_ratio, pmi); logDice = 14 + log₂(2f₁₂ / (f₁ + f₂))
    (Rychlý 2008). Raises ValueError for another measure or a window below 2.

    >>> from helpers import tokenize
    >>> found = collocations(tokenize("Біз де барамыз. Біз де!"), of="norm")
    >>> found[["first", "second", "count", "logDice"]].values.tolist()
    [['біз', 'де', 2, 14.0]]
    """
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures as Score
    from nltk.probability import FreqDist

    if measure not in MEASURES or window < 2:
        raise ValueError(f"measure must be one of {', '.join(MEASURES)} and window at least 2")
    _, item, values, sentence = _runs(tokens, section, of)
    size, pairs = len(values), []
    for gap in range(1, min(window, len(item))):
        together = (sentence[:-gap] == sentence[gap:]) & (sentence[gap:] >= 0)
        pairs.append(item[:-gap][together] * size + item[gap:][together])
    found, counts = np.unique(np.concatenate(pairs) if pairs else np.empty(0, np.int64), return_counts=True)
    found, counts = found[counts >= min_count], counts[counts >= min_count]
    freq = np.bincount(item, minlength=size).tolist()
    together = {(a, b): c for a, b, c in zip((found // size).tolist(), (found % size).tolist(), counts.tolist())}
    finder = BigramCollocationFinder(FreqDist(dict(enumerate(freq))), FreqDist(together), window_size=window)

    def log_dice(n_ii, n_ix_xi, n_xx):
        return 14 + np.log2(2 * n_ii / sum(n_ix_xi))

    def score(function, pair):
        try:
            return finder.score_ngram(function, *pair)
        except (ValueError, ZeroDivisionError):  # a word beside itself can leave a cell of the table below 0
            return np.nan

    hidden, name = stop_list(stop)
    together = {pair: c for pair, c in together.items() if not hidden & {values[pair[0]], values[pair[1]]}}
    table = pd.DataFrame(
        [(values[a], values[b], c, freq[a], freq[b]) for (a, b), c in together.items()],
        columns=["first", "second", "count", "count_first", "count_second"],
    )
    meanings = zip(glosses(table["first"]), glosses(table["second"]))
    table.insert(2, "gloss", [f"{a or '?'} + {b or '?'}" if a or b else "" for a, b in meanings])
    for column, function in zip(MEASURES, (log_dice, Score.student_t, Score.likelihood_ratio, Score.pmi)):
        table[column] = np.array([score(function, pair) for pair in together], dtype=float)
    table = table.sort_values([measure, "count"], ascending=False, kind="stable", na_position="last")
    return describe(
        (table if top is None else table.head(top)).reset_index(drop=True),
        title=f"Pairs of {'lemmas' if of == 'lemma' else 'word forms'} by {measure}",
        unit="association scores",
        n=len(item),
        filters=f"{filters(section)} and numbers, at most {window - 1} apart in a sentence, at least {min_count} times",
        stop_list=name,
        formula="logDice = 14 + log₂(2f₁₂/(f₁+f₂)) (Rychlý 2008); t, G2, PMI: nltk.BigramAssocMeasures"
        + (f", f₁₂ = count/{window - 1}" if window > 2 else ""),
        caveats=[
            "Scores of pairs seen a few times are unstable, and PMI favours the rarest; G2 is high for avoidance too."
        ],
        of=of,
    )


def _hits(tokens, query, of) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the first and the last token of every hit of a word or phrase."""
    at = np.flatnonzero(tokens["kind"].isin(("word", "number")).to_numpy())
    words = tokens.iloc[at]
    (item,), values = codes([of], words)
    (sentence,), _ = codes(unit(tokens, "sentence"), words)
    names = values[of].astype(str).str.lower().tolist()
    parts = query.lower().split()
    if not parts:
        raise ValueError("the query is empty")
    last = max(len(at) - len(parts) + 1, 0)
    hit = sentence[:last] == sentence[len(parts) - 1 :]
    for step, part in enumerate(parts):
        fits = np.isin(names, matching(set(names), part) if set("*?[") & set(part) else [part])
        hit &= fits[item[step : step + last]]
    first = np.flatnonzero(hit)
    return at[first], at[first + len(parts) - 1]


def _spans(tokens, markers) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the first and the last token of every marker."""
    ends = []
    for edge in ("start", "end"):
        (code, wanted), _ = codes(unit(tokens, edge), tokens, markers)
        ends.append(pd.Index(code).get_indexer(wanted))
    if min(end.min(initial=0) for end in ends) < 0:
        raise ValueError("a marker does not begin and end with a token: these markers belong to another text")
    return tuple(ends)


def concordance(
    tokens, query, of="norm", *, markers=None, width=None, sort="position", section="turn", translation=None
) -> pd.DataFrame:
    """Every place where a word, lemma, phrase or stance category occurs, each in its context.

    Parameters
    ----------
    tokens : the complete table of `tokenize` (filter the result, not the tokens).
    query : a word form; with of="lemma" a lemma; several words for a phrase; * and ? stand for any letters. With
        `markers` a category (or what `of` names: "subtype", "marker"), None for all markers.
    width : characters of context within the turn; None for the whole sentence.
    sort : "position", "left" or "right" (neighbouring words outwards), "keyword", "speaker", "role".
    section : where to look, None for everywhere.
    translation : the table of `read_translation`, for the English sentence in column `en`.

    Returns
    -------
    DataFrame, a row a hit: line, turn, speaker, role, left, keyword, right, start, end; category, subtype and marker
        with `markers`; en with `translation`. The time is linear in the text; a sentence shows 1,000 characters a side.

    Raises ValueError for an empty query, an unknown `sort`, or markers of another text.

    >>> from helpers import tokenize
    >>> concordance(tokenize("Біз де барамыз. Ал сіз?"), "де")[["left", "keyword", "right"]].values.tolist()
    [['Біз', 'де', 'барамыз.']]
    """
    if sort not in SORTS:
        raise ValueError(f"sort must be one of {', '.join(SORTS)}, not {sort!r}")
    if markers is None:
        first, last = _hits(tokens, query, of)
    else:
        of = of if of != "norm" else "category"
        markers = markers if query is None else markers[(markers[of] == query).to_numpy()]
        first, last = _spans(tokens, markers)
    inside = np.ones(len(first), bool) if section is None else (tokens["section"] == section).to_numpy()[first]
    first, last = first[inside], last[inside]

    texts, afters = tokens["text"].astype(str).tolist(), tokens["after"].astype(str).tolist()
    ends = np.cumsum(np.fromiter((len(a) + len(b) for a, b in zip(texts, afters)), np.int64, len(texts)))
    text, starts = "".join([piece for pair in zip(texts, afters) for piece in pair]), np.append(0, ends[:-1])
    parts = [*unit(tokens, "sentence")] if width is None else [*unit(tokens, "turn"), "section"]
    borders = [np.diff(pd.factorize(tokens[part])[0], prepend=-2, append=-2) != 0 for part in parts]
    new = np.flatnonzero(np.logical_or.reduce(borders))
    run = np.searchsorted(new, first, "right") - 1
    low, high = starts[new[run]], np.append(starts, len(text))[new[run + 1]]
    begin, end = starts[first], starts[last] + np.array([len(texts[i]) for i in last], np.int64)
    reach = _LONG if width is None else width
    cuts = {"left": (np.maximum(begin - reach, low), begin), "keyword": (begin, end)}
    cuts["right"] = (end, np.minimum(end + reach, high))
    where = [c for c in ("document", "line", "turn", "speaker", "role") if c in tokens]
    table = tokens[where].iloc[first].reset_index(drop=True)
    for column, (a, b) in cuts.items():
        table[column] = [" ".join(text[i:j].split()) for i, j in zip(a.tolist(), b.tolist())]
    table["start"], table["end"] = tokens["start"].to_numpy()[first], tokens["end"].to_numpy()[last]
    if markers is not None:
        for column in ("category", "subtype", "marker"):
            if column in markers:
                table[column] = markers[column].astype(str).to_numpy()[inside]
    if translation is not None:
        row = np.searchsorted(translation["start"].to_numpy(), table["start"].to_numpy(), "right") - 1
        fits = (row >= 0) & (table["start"].to_numpy() < translation["end"].to_numpy()[row])
        table["en"] = np.where(fits, translation["en"].astype(str).to_numpy()[row], "")
    table = table.iloc[_sorted(table, sort)].reset_index(drop=True)
    return describe(
        table,
        title=f"Concordance of {query or 'all markers'} ({of})",
        unit="one row a hit",
        n=len(table),
        filters=filters(section, of),
        stop_list="none",
        formula=f"every hit, with {'its sentence' if width is None else f'{width} characters on either side'}",
        caveats=[],
        of=of,
    )


def _sorted(table, sort) -> list[int]:
    """The order of the rows: by position, or by words in the Kazakh alphabet (from the keyword outwards)."""
    if sort == "position":
        return list(range(len(table)))
    column = table[sort].astype(str).str.replace(r"[^\w\s-]", "", regex=True)
    words = [cell.lower().translate(_ALPHABET).split() for cell in column]
    return sorted(range(len(words)), key=lambda i: (words[i][::-1] if sort == "left" else words[i], i))
