"""Words in a row: n-grams and collocations, never across the border of a sentence.

Numbers count as words here; other tokens between two words (a comma, a dash) do not part them.
"""

import numpy as np
import pandas as pd

from ..arguments import one_of
from ..checks import checked
from ..columns import codes, select, unit
from ..labels import at_least
from ..results import describe
from ..words.wordlists import glosses, stop_list
from .frequencies import frequencies
from .items import filters

MEASURES = ("logDice", "t", "G2", "PMI")


def _runs(tokens, section, of) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Words and numbers; the code of each one's `of`; the values; the code of each one's sentence."""
    words = select(tokens, section, ("word", "number"))
    (item,), values = codes([of], words)
    (sentence,), _ = codes(unit(tokens, "sentence"), words)
    return words, item.astype(np.int64), values[of].astype(str).to_numpy(), sentence


@checked
def ngrams(tokens, n=2, of="norm", by=None, stop=None, section="turn", *, min_count=2, top=None) -> pd.DataFrame:
    """How often each run of n words of one sentence occurs: a frequency table whose column `ngram` holds the run.

    `stop` hides runs that begin or end with a stop word; the other arguments and columns are those of `frequencies`
    (without forms), count, n and rates being of runs, not of words, and gloss that of each word where the run stands
    first. ValueError for n below 1.

    >>> from helpers import tokenize
    >>> ngrams(tokenize("Біз де барамыз. Біз де!"), min_count=1)[["ngram", "count"]].values.tolist()
    [['біз де', 2], ['де барамыз', 1]]
    """
    if n < 1:
        raise ValueError(f"a run has at least one word, not {n}")
    words, item, values, sentence = _runs(tokens, section, of)
    last = max(len(words) - n + 1, 0)
    at = np.flatnonzero((sentence[:last] == sentence[n - 1 :]) & (sentence[:last] >= 0))
    code = item[at]
    for step in range(1, n):
        code = pd.factorize(code * len(values) + item[at + step])[0]
    first = np.unique(code, return_index=True)[1]
    shown = [" ".join(values[item[i : i + n]]) for i in at[first]]
    runs = words.iloc[at].assign(kind="word", ngram=pd.Categorical.from_codes(code, shown))
    table = frequencies(runs, by, "ngram", section=None).drop(columns=["gloss", "forms"])
    hidden, name = stop_list(stop)
    ends = table["ngram"].str.split(" ")
    table = table[((table["count"] >= min_count) & ~ends.str[0].isin(hidden) & ~ends.str[-1].isin(hidden)).to_numpy()]
    if top is not None:
        table = table.groupby(by, observed=True, sort=False).head(top) if by else table.head(top)
    table = table.reset_index(drop=True)
    place = dict(zip(shown, at[first]))
    table.insert(
        table.columns.get_loc("ngram") + 1, "gloss", [_meaning(words.iloc[place[run] :][:n]) for run in table["ngram"]]
    )
    table.attrs |= {"title": f"Runs of {n} words", "unit": f"per 1,000 runs of {n} words", "stop_list": name}
    table.attrs |= {"filters": f"{filters(section)}, inside a sentence, {at_least(min_count)}"}
    return table


def _meaning(run: pd.DataFrame) -> str:
    """The glosses of the words of a run, "" if none has one."""
    found = glosses(run["lemma"].astype(str), run["pos"].astype(str)) if "lemma" in run else []
    return " + ".join(gloss or "?" for gloss in found) if any(found) else ""


@checked(measure=one_of("logDice", "t", "G2", "PMI"))
def collocations(
    tokens: pd.DataFrame, measure: str = "logDice", *, window: int = 2, of: str = "lemma", min_count: int = 2,
    stop=None, section: str | None = "turn", top: int | None = None,
) -> pd.DataFrame:  # fmt: skip
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
        where undefined). As in NLTK, t, G2 and PMI of a window above 2 take count / (window − 1); logDice does not.

    Formulas: `nltk.BigramAssocMeasures` (student_t, likelihood_ratio, pmi); logDice = 14 + log₂(2f₁₂ / (f₁ + f₂))
    (Rychlý 2008). Raises ValueError for another measure or a window below 2.

    >>> from helpers import tokenize
    >>> found = collocations(tokenize("Біз де барамыз. Біз де!"), of="norm")
    >>> found[["first", "second", "count", "logDice"]].values.tolist()
    [['біз', 'де', 2, 14.0]]
    """
    if measure not in MEASURES or window < 2:
        raise ValueError(f"measure must be one of {', '.join(MEASURES)} and window at least 2")
    _, item, names, sentence = _runs(tokens, section, of)
    pairs = _together(item, sentence, len(names), window)
    pairs = pairs[pairs["count"] >= min_count]
    freq = np.bincount(item, minlength=len(names))
    scores = _scores(pairs, freq, window)
    table = pd.DataFrame({
        "first": names[pairs["a"]], "second": names[pairs["b"]], "count": pairs["count"],
        "count_first": freq[pairs["a"]], "count_second": freq[pairs["b"]],
    })  # fmt: skip
    meanings = zip(glosses(table["first"]), glosses(table["second"]))
    table.insert(2, "gloss", [f"{a or '?'} + {b or '?'}" if a or b else "" for a, b in meanings])
    both = table["count_first"] + table["count_second"]
    table["logDice"] = 14 + np.log2(2 * table["count"] / both)
    table = table.join(scores)
    hidden, stop_name = stop_list(stop)
    table = table[~table["first"].isin(hidden) & ~table["second"].isin(hidden)]
    table = table.sort_values([measure, "count"], ascending=False, kind="stable", na_position="last")
    if top is not None:
        table = table.head(top)
    divided = f", f₁₂ = count/{window - 1}" if window > 2 else ""
    return describe(
        table.reset_index(drop=True),
        title=f"Pairs of {'lemmas' if of == 'lemma' else 'word forms'} by {measure}",
        unit="association scores",
        n=len(item),
        filters=f"{filters(section)}, at most {window - 1} apart in a sentence, {at_least(min_count)}",
        stop_list=stop_name,
        formula="`logDice` = 14 + log₂(2f₁₂/(f₁+f₂)) (Rychlý 2008); `t`, `G2`, `PMI`: nltk.BigramAssocMeasures"
        + divided,
        caveats=[
            "Scores of pairs seen a few times are unstable; `PMI` favours the rarest; `G2` is high for avoidance too."
        ],
        of=of,
        window=window,
        section=section,
    )


def together(tokens: pd.DataFrame, first: str, second: str, *, window: int, of: str, section: str | None):
    """Where two words stand together, as `collocations` counts them: one row per place, from first to second."""
    words, item, values, sentence = _runs(tokens, section, of)
    found = values[item]
    ends = words[[*unit(tokens, "end")]]
    places = []
    for gap in range(1, min(window, len(words))):
        same = (sentence[:-gap] == sentence[gap:]) & (sentence[gap:] >= 0)
        at = np.flatnonzero(same & (found[:-gap] == first) & (found[gap:] == second))
        places.append(ends.iloc[at + gap].assign(start=words["start"].to_numpy()[at], category="pair"))
    return pd.concat([ends.iloc[:0].assign(start=0, category=""), *places]).sort_values(unit(tokens, "start"))


def _together(item: np.ndarray, sentence: np.ndarray, size: int, window: int) -> pd.DataFrame:
    """The codes a, b of the words of each pair in one sentence and window, b after a, and how often they stand so."""
    found = []
    for gap in range(1, min(window, len(item))):
        same = (sentence[:-gap] == sentence[gap:]) & (sentence[gap:] >= 0)
        found.append(item[:-gap][same] * size + item[gap:][same])
    pair, count = np.unique(np.concatenate([np.empty(0, np.int64), *found]), return_counts=True)
    size = max(size, 1)
    return pd.DataFrame({"a": pair // size, "b": pair % size, "count": count})


def _scores(pairs: pd.DataFrame, freq: np.ndarray, window: int) -> pd.DataFrame:
    """NLTK's t, G² and PMI of each pair, NaN where undefined."""
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures
    from nltk.probability import FreqDist

    codes_of = list(zip(pairs["a"].tolist(), pairs["b"].tolist()))
    words, together = FreqDist(dict(enumerate(freq.tolist()))), FreqDist(dict(zip(codes_of, pairs["count"].tolist())))
    finder = BigramCollocationFinder(words, together, window_size=window)

    def score(function, pair) -> float:
        try:
            return finder.score_ngram(function, *pair)
        except (ValueError, ZeroDivisionError):  # a word beside itself can leave a cell of the table below 0
            return np.nan

    columns = {
        "t": BigramAssocMeasures.student_t,
        "G2": BigramAssocMeasures.likelihood_ratio,
        "PMI": BigramAssocMeasures.pmi,
    }
    found = {name: [score(function, pair) for pair in codes_of] for name, function in columns.items()}
    return pd.DataFrame(found, index=pairs.index, dtype=float)
