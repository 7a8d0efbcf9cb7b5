"""How far markers and labels agree: exact span and category, with counts, misses and intervals."""

import numpy as np
import pandas as pd

from ..categories import CATEGORIES, TIERS
from ..errors import TranscriptError, Undefined
from ..measures import f1, kappa, precision, recall
from ..passages import contexts
from ..reading.translation import places
from ..results import describe, one_document
from .lexicon import as_lexicon

_FEW = "Categories with few labels hang on single words: read the counts first."


def read_labels(path, transcript) -> pd.DataFrame:
    """Stance labels of a text (the codebook's TSV, section 8) as a table of markers.

    Returns start, end (characters of the text), text, category, subtype, note, line. Raises TranscriptError naming
    file and row where a label is not at its place in the text or its category is none of the ten.
    """
    rows = []
    where, more = ["char_start", "char_end", "surface"], ["category", "subtype", "note"]
    for number, line, start, end, cells in places(path, transcript, where, more):
        if cells["category"] not in CATEGORIES:
            raise TranscriptError(f"{path}, row {number}: {cells['category']!r} is none of {', '.join(CATEGORIES)}")
        rows.append((start, end, *cells.values(), line))
    return pd.DataFrame(rows, columns=["start", "end", "text", *more, "line"])


def _cells(table: pd.DataFrame, categories) -> set[tuple]:
    chosen = table[table["category"].isin(categories).to_numpy()]
    return set(zip(chosen["start"].tolist(), chosen["end"].tolist(), chosen["category"].astype(str)))


def agreement(found: pd.DataFrame, gold: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Precision, recall and F1 of markers against labels, by exact span and category.

    Returns a row a category, then one a tier of the codebook and one for all: category, labels, found, both,
    precision, recall, F1 (NaN where undefined); with `tokens` also kappa over words (marked or not; Cohen 1960).

    >>> one = pd.DataFrame({"start": [0], "end": [3], "category": ["hedge"]})
    >>> agreement(one, one).query("category == 'all'")["F1"].tolist()
    [1.0]
    """
    one_document(found)
    rows = []
    for name, categories in [*((c, [c]) for c in CATEGORIES), *TIERS.items()]:
        want, got = _cells(gold, categories), _cells(found, categories)
        row = {"category": name, "labels": len(want), "found": len(got), "both": len(want & got)}
        for column, measure in (("precision", precision), ("recall", recall), ("F1", f1)):
            row[column] = _or_nan(measure, want, got)
        if tokens is not None and len(categories) == 1:
            words = tokens.loc[(tokens["kind"] == "word").to_numpy(), "start"].to_numpy()
            row["kappa"] = _or_nan(kappa, *(_marked(words, cells) for cells in (want, got)))
        rows.append(row)
    caveats = [
        "The labels were made by a language model, not by people, and no native speaker has reviewed them.",
        _FEW,
    ]
    formula = "a marker is right if its start, end and category are those of a label"
    return describe(pd.DataFrame(rows), title="Markers against labels", n=len(gold), unit="labels", formula=formula,
                    caveats=caveats)  # fmt: skip


def _or_nan(measure, *sides) -> float:
    try:
        return measure(*sides)
    except Undefined:
        return np.nan


def _marked(words: np.ndarray, cells: set) -> list[bool]:
    """For each word whether it lies in a marked span."""
    inside = np.zeros(len(words), bool)
    for start, end, _ in cells:
        inside[np.searchsorted(words, start) : np.searchsorted(words, end)] = True
    return inside.tolist()


def differences(found: pd.DataFrame, gold: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Every miss and every false hit in its sentence: line, what (missed, false), text, category, rule, sentence."""
    one_document(tokens)
    want, got = _cells(gold, CATEGORIES), _cells(found, CATEGORIES)
    keys = zip(found["start"].tolist(), found["end"].tolist(), found["category"].astype(str))
    rules = dict(zip(keys, found["rule"] if "rule" in found else [""] * len(found)))
    wrong = sorted(want ^ got)
    places = [tokens[edge].searchsorted([cell[n] for cell in wrong]) for n, edge in enumerate(("start", "end"))]
    before, texts, after = contexts(tokens, *places)
    table = pd.DataFrame({
        "line": tokens["line"].to_numpy()[places[0]],
        "what": ["missed" if cell in want else "false" for cell in wrong],
        "text": texts,
        "category": [category for *_, category in wrong],
        "rule": [rules.get(cell, "") for cell in wrong],
        "sentence": ["".join(parts).strip() for parts in zip(before, texts, after)],
    })  # fmt: skip
    table = table.astype(dict.fromkeys(table.columns[1:], "str"))  # also where there is none
    return describe(table, title="Misses and false hits", n=len(table))


def f1_interval(found, gold, tokens, draws: int = 2000, seed: int = 0) -> pd.DataFrame:
    """F1 of each category with a 95 % percentile interval from a bootstrap over sentences (Efron 1979).

    Returns category, labels, F1, low, high; NaN where a category has no label. Sentences are drawn whole, since
    markers of one sentence are not independent; mistakes that did not occur cannot show in the interval.
    """
    one_document(tokens)
    tokens = tokens[tokens["sentence"].notna().to_numpy()]
    starts, (sentence, drawn_from) = tokens["start"].to_numpy(), pd.factorize(tokens["sentence"])
    size = len(drawn_from)
    weights = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), draws)
    rows = []
    for name, categories in [*((c, [c]) for c in CATEGORIES), *TIERS.items()]:
        want, got = _cells(gold, categories), _cells(found, categories)
        tally = []
        for cells in (want & got, want, got):
            at = np.searchsorted(starts, [start for start, *_ in cells]) if cells else np.empty(0, int)
            tally.append(np.bincount(sentence[at], minlength=size))
        hits, labels, hit = (weights @ column for column in tally)
        with np.errstate(invalid="ignore"):
            drawn = 2 * hits / (labels + hit)
        low, high = np.nanquantile(drawn, [0.025, 0.975]) if want else (np.nan, np.nan)
        rows.append({"category": name, "labels": len(want), "F1": _or_nan(f1, want, got), "low": low, "high": high})
    title, formula = (
        "F1 with its interval",
        f"percentile bootstrap over {size} sentences, {draws} draws, seed {seed}",
    )
    return describe(pd.DataFrame(rows), title=title, n=len(gold), unit="labels", formula=formula, caveats=[_FEW])


def fixed_words(lexicon: pd.DataFrame | None = None) -> pd.DataFrame:
    """The baseline's lexicon: the words of each row as they stand in it, without context and without suffixes.

    Words outside a pattern's brackets are context and dropped, a headword counts as this one form, and a row that
    needs more than words is left out. Pass the result to `find_markers`.

    >>> bool(fixed_words()["pattern"].str.contains(r"[<{*(!]").any())
    False
    """
    lexicon = as_lexicon(lexicon)
    inside = (
        lexicon["pattern"]
        .str.extract(r"\[(.*)\]", expand=False)
        .fillna(lexicon["pattern"])
        .str.replace("[<>]", "", regex=True)
    )
    plain = inside.str.fullmatch(r"[\w|-]+(?: [\w|-]+)*") & (lexicon["category"] != "-")
    return lexicon.assign(pattern=inside)[plain.to_numpy()].drop_duplicates("pattern").reset_index(drop=True)
