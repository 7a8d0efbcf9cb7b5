"""How far markers and labels agree: exact span and category, with counts, misses and intervals."""

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from ..categories import CATEGORIES, TIERS
from ..checks import checked, some_tokens
from ..errors import Undefined
from ..measures import design_effect, f1, f1_range, precision, recall
from ..passages import contexts
from ..results import describe, one_document

_FEW = "Categories with few labels hang on single words: read the counts first."
_MADE = "The labels were made by a language model, not by people, and no native speaker has reviewed them."
Cell = tuple  # start, end, category; the document in front where there are several


@checked
def agreement(found: pd.DataFrame, gold: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Precision, recall and F1 of markers against labels, by exact span and category.

    Returns one row per category, then one per tier of the codebook and one for all: category, labels, found, both,
    precision, recall, F1 (NaN where undefined), boundary (labels missed by their ends alone: a marker of that category
    stands there with others). Kappa is left out: spans have no true negatives (Hripcsak & Rothschild
    2005). Tables of several documents have a column `document`; `tokens` is no longer needed.

    >>> one = pd.DataFrame({"start": [0], "end": [3], "category": ["hedge"]})
    >>> agreement(one, one).query("category == 'all'")["F1"].tolist()
    [1.0]
    """
    rows = []
    for name, want, got in _groups(found, gold):
        row = {"category": name, "labels": len(want), "found": len(got), "both": len(want & got)}
        row |= {column: _or_nan(measure, want, got) for column, measure in _MEASURES.items()}
        rows.append(row | {"boundary": _boundary(want - got, got - want)})
    formula = "a marker is right if its start, end and category are a label's; `boundary`: missed only by its ends"
    facts = {"title": "Markers against labels", "n": len(gold), "unit": "labels", "formula": formula}
    return describe(pd.DataFrame(rows), **facts, caveats=[_MADE, _FEW])


_MEASURES: dict[str, Callable] = {"precision": precision, "recall": recall, "F1": f1}


def _groups(found: pd.DataFrame, gold: pd.DataFrame) -> Iterator[tuple[str, set[Cell], set[Cell]]]:
    """Every category, tier and all: the cells of the labels and of the markers."""
    for name, categories in [*((category, [category]) for category in CATEGORIES), *TIERS.items()]:
        yield name, _cells(gold, categories), _cells(found, categories)


def _cells(table: pd.DataFrame, categories: list[str]) -> set[Cell]:
    chosen = table[table["category"].isin(categories).to_numpy()]
    where = ["document"] if "document" in table else []
    return set(zip(*(chosen[column].tolist() for column in [*where, "start", "end", "category"])))


def _or_nan(measure: Callable, *sides) -> float:
    try:
        return measure(*sides)
    except Undefined:
        return np.nan


def _boundary(missed: set[Cell], false: set[Cell]) -> int:
    """How many missed labels share characters with a false hit of the same category."""
    spans: dict[tuple, list[tuple[int, int]]] = {}
    for *document, start, end, category in false:
        spans.setdefault((*document, category), []).append((start, end))
    return sum(
        any(start < other_end and other_start < end for other_start, other_end in spans.get((*document, category), []))
        for *document, start, end, category in missed
    )


@checked
def differences(found: pd.DataFrame, gold: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Every miss and every false hit in its sentence: line, what (missed, false), text, category, rule, sentence."""
    one_document(tokens)
    want, got = _cells(gold, CATEGORIES), _cells(found, CATEGORIES)
    wrong = sorted(want ^ got)
    cells = zip(found["start"].tolist(), found["end"].tolist(), found["category"].tolist())
    rules = dict(zip(cells, found["rule"] if "rule" in found else [""] * len(found)))
    first = tokens["start"].searchsorted([start for start, _, _ in wrong])
    last = tokens["end"].searchsorted([end for _, end, _ in wrong])
    before, texts, after = contexts(tokens, first, last)
    columns = {
        "what": ["missed" if cell in want else "false" for cell in wrong],
        "text": texts,
        "category": [category for _, _, category in wrong],
        "rule": [rules.get(cell, "") for cell in wrong],
        "sentence": ["".join(parts).strip() for parts in zip(before, texts, after)],
    }
    table = pd.DataFrame(columns, dtype="str")  # also where there is none
    table.insert(0, "line", tokens["line"].to_numpy()[first])
    return describe(table, title="Misses and false hits", n=len(table), unit="one row per miss or false hit")


@checked(tokens=some_tokens)
def f1_interval(
    found: pd.DataFrame, gold: pd.DataFrame, tokens: pd.DataFrame, draws: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """F1 of each category with a 95 % interval: the wider of a bootstrap over sentences (Efron 1979) and Wilson's.

    Where few labels are all found a bootstrap has nothing to vary: with three of them it covers 25 %. Tables of several
    documents have a column `document`: Wilson's interval then takes the design effect over the documents that have the
    category, if there are four or more (as `frequencies`), so that F1 is of documents like these.

    Returns category, labels, F1, low, high (NaN where a category has no label), and the tagger's count over the
    labels' count with its interval: found, ratio, ratio_low, ratio_high. A rate counted by the tagger, divided by
    these, is what the labels would have given, as far as the text is like these. Sentences are drawn whole, since
    markers of one sentence are not independent; mistakes that did not occur cannot show in the interval.
    """
    tokens = tokens[tokens["sentence"].notna().to_numpy()]
    parts = ["document", "sentence"] if "document" in tokens else ["sentence"]
    sentence, drawn_from = pd.factorize(pd.MultiIndex.from_frame(tokens[parts]))
    size = len(drawn_from)
    place_of = _Places(tokens)
    weights = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), draws)
    rows = []
    for name, *sides in _groups(found, gold):
        want, got = (place_of.inside(cells) for cells in sides)
        tally = [np.bincount(sentence[place_of(cells)], minlength=size) for cells in (want & got, want, got)]
        both, labels, hits = (weights @ column for column in tally)
        with np.errstate(invalid="ignore", divide="ignore"):
            low, high = _wider(_percentiles(2 * both / (labels + hits), bool(want)), want, got)
            ratio_low, ratio_high = _percentiles(hits / labels, bool(want))
        row = {"category": name, "labels": len(want), "F1": _or_nan(f1, want, got), "low": low, "high": high}
        row |= {"found": len(got), "ratio": len(got) / len(want) if want else np.nan}
        rows.append(row | {"ratio_low": ratio_low, "ratio_high": ratio_high})
    formula = f"`low`, `high`: the wider of a percentile bootstrap over {size} sentences ({draws} draws, seed {seed}) "
    formula += "and Wilson's interval on both/(labels + found − both)"
    over = " with the design effect over documents" if "document" in tokens else ""
    facts = {"title": "F1 with its interval", "n": len(gold), "unit": "labels", "formula": formula + over}
    facts["interval"] = f"95 %, bootstrap over sentences or Wilson{over}, the wider"
    return describe(pd.DataFrame(rows), **facts, caveats=[_FEW])


class _Places:
    """The token in which a cell begins; characters of several documents are kept apart by a large step."""

    def __init__(self, tokens: pd.DataFrame):
        self.step: dict = {}
        shift = 0
        if "document" in tokens:
            self.step = {name: n << 40 for n, name in enumerate(tokens["document"].unique())}
            shift = tokens["document"].map(self.step).to_numpy(dtype=np.int64)
        self.start, self.end = (tokens[edge].to_numpy(dtype=np.int64) + shift for edge in ("start", "end"))

    def _begin(self, cell: Cell) -> int:
        *document, start, _, _ = cell
        return start + (self.step.get(document[0], -1 << 60) if document else 0)

    def __call__(self, cells: set[Cell]) -> np.ndarray:
        begin = np.array([self._begin(cell) for cell in cells], np.int64)
        return self.start.searchsorted(begin, "right") - 1

    def inside(self, cells: set[Cell]) -> set[Cell]:
        """The cells that begin in one of the tokens."""
        return {cell for cell, at in zip(cells, self(cells)) if at >= 0 and self._begin(cell) < self.end[at]}


def _percentiles(drawn: np.ndarray, defined: bool) -> tuple[float, float]:
    if not defined:
        return np.nan, np.nan
    drawn = drawn[np.isfinite(drawn)]
    return tuple(np.quantile(drawn, [0.025, 0.975]))


def _wider(drawn: tuple[float, float], want: set[Cell], got: set[Cell]) -> tuple[float, float]:
    """The interval that holds both: that of the draws, and Wilson's on the hits among labels and markers together."""
    if not want:
        return drawn
    both, either = want & got, want | got
    deff, documents = _over_documents(both, either)
    direct = f1_range(len(both), len(want - got), len(got - want), deff=deff, parts=documents)
    return min(drawn[0], direct[0]), max(drawn[1], direct[1])


def _over_documents(both: set[Cell], either: set[Cell]) -> tuple[float, int]:
    """The design effect of hits among labels and markers together over documents, and how many have any."""
    if len(next(iter(either))) < len(("document", "start", "end", "category")):
        return 1.0, 0
    sizes, hits = (Counter(document for document, *_ in cells) for cells in (either, both))
    return design_effect([hits[name] for name in sizes], [*sizes.values()]), len(sizes)
