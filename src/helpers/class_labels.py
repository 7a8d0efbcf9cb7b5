"""The labels of a class: one small file per student, saved by the page of `make labelsheet`, read together."""

from __future__ import annotations

import json
import math
import warnings
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from . import measures
from .arguments import instance
from .categories import CATEGORIES, TABLE
from .checks import checked
from .errors import ReviewError, Undefined
from .labels import counted
from .passages import english
from .results import describe
from .showing.display import Html, fill

FORMAT = "suhbat-labels-1"
TAGGER = "tagger"  # its row beside the students'
LARGEST = 1_000_000  # bytes of a student's file
LONGEST = 40  # characters of a student's name
_MADE = "One word of a marker of several words counts by itself; nobody's labels are taken for the truth."


class Paper(NamedTuple):
    """One student's file: whose, the sentences of the sheet (start, end), and the words marked (start, category)."""

    student: str
    sentences: tuple[tuple[int, int], ...]
    marks: frozenset[tuple[int, str]]


@dataclass(frozen=True)
class ClassLabels:
    """The labels of a class: agreement has one row per category, disputed one per sentence, words one per word and
    category that anybody marked, skipped one per file that could not be read."""

    students: tuple[str, ...]
    agreement: pd.DataFrame
    disputed: pd.DataFrame
    words: pd.DataFrame
    skipped: pd.DataFrame
    _sheet: pd.DataFrame
    _marks: dict[str, frozenset[tuple[int, str]]]

    def heat_map(self, *, limit: int = 10) -> Html:
        """Who marked which word: a grid per sentence, the most disputed first; darker where more students agree."""
        looks = {category.name: (category.label, category.colour) for category in TABLE}
        cells: dict[tuple[str, int], list[str]] = {}
        for name, marks in self._marks.items():
            for start, category in sorted(marks):
                cells.setdefault((name, start), []).append(category)
        order = self.disputed["sentence"].head(limit).tolist()
        grids = [(number, self._sheet[self._sheet["sentence"] == number]) for number in order]
        says = dict(zip(self.disputed["sentence"], self.disputed["en"])) if "en" in self.disputed else {}
        said = f"Who marked which word: {counted(len(self.students), 'student')}, {counted(len(grids), 'sentence')}."
        body = fill(
            "class", grids=grids, cells=cells, says=says, looks=looks, names=[*self._marks], students=self.students
        )
        return Html(body, said, ("table",))


@checked(folder=instance((str, Path), "a folder, as text"))
def read_class(
    folder: str | Path,
    tokens: pd.DataFrame,
    markers: pd.DataFrame | None = None,
    *,
    translation: pd.DataFrame | None = None,
) -> ClassLabels:
    """Read the files that the students saved from one sheet (`label_….json` in a folder), and compare them.

    `tokens` are those of the text the sheet was made from; with `markers` the tagger stands beside the class, with
    `translation` (of `read_translation`) the English beside every sentence. A file
    that cannot be used is named in `skipped` and in one warning, with the reason; the others count all the same. Files
    of one name are kept apart by a number. ReviewError if none can be used. Agreement is over words: F1, mean
    over pairs, alpha Krippendorff's (2004), `tagger_F1` that of the tagger against what at least half the class marked.
    """
    papers, skipped, words = [], [], tokens[tokens["kind"] == "word"]
    starts = dict(zip(words["start"].tolist(), words["text"].astype(str)))
    for path in sorted(Path(folder).glob("*.json")):
        try:
            papers.append(_paper(path, starts))
        except ReviewError as reason:
            skipped.append({"file": path.name, "reason": str(reason)})
    usual = Counter(paper.sentences for paper in papers).most_common(1)
    for paper in [paper for paper in papers if paper.sentences != usual[0][0]]:
        papers.remove(paper)
        skipped.append({"file": paper.student, "reason": "made from another sheet than most files here"})
    if skipped:
        reasons = "; ".join(f"{row['file']}: {row['reason']}" for row in skipped)
        warnings.warn(f"{len(skipped)} of the files in {Path(folder).name} not used: {reasons}", stacklevel=2)
    if not papers:
        raise ReviewError(f"{folder}: no file of a label sheet can be used; students save them as label_NAME.json")
    sheet = pd.concat([words[(words["start"] >= a) & (words["end"] <= b)].assign(sentence=number)
                       for number, (a, b) in enumerate(papers[0].sentences, 1)])  # fmt: skip
    marks: dict[str, frozenset] = {}
    for paper in papers:
        names = (f"{paper.student} ({n})" if n > 1 else paper.student for n in count(1))
        marks[next(name for name in names if name not in marks and name != TAGGER)] = paper.marks
    sides = marks if markers is None else marks | {TAGGER: _of_tagger(sheet, markers)}
    by_word, left_out = _by_word(marks, sides, sheet), pd.DataFrame(skipped, columns=["file", "reason"])
    disputed = _disputed(by_word, len(marks), sheet, translation)
    return ClassLabels(tuple(marks), _agreement(marks, sides, sheet), disputed, by_word, left_out, sheet, sides)


def _paper(path: Path, starts: dict[int, str]) -> Paper:
    """One file, checked against the text; ReviewError says in one sentence what is wrong."""
    try:
        if path.stat().st_size > LARGEST:
            raise OSError
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise ReviewError("too large, or cannot be read as JSON; let the student save it again") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ReviewError(f"was not saved by a label sheet (no format {FORMAT!r})")
    try:
        sentences = tuple((_whole(a), _whole(b)) for a, b in data["sentences"])
        marks = frozenset((_whole(start), str(category)) for start, _, category in data["labels"])
        printed = {(_whole(start), str(text)) for start, text, _ in data["labels"]}
    except (KeyError, TypeError, ValueError):
        raise ReviewError("its sentences or labels are not rows of numbers and words; save it again") from None
    if unknown := sorted({category for _, category in marks} - {*CATEGORIES}):
        raise ReviewError(f"knows a category {unknown[0][:LONGEST]!r} that the codebook does not have")
    _belong(sentences, printed, starts)
    name = "".join(c if c.isprintable() else " " for c in str(data.get("student", "")))
    return Paper(" ".join(name.split())[:LONGEST] or path.stem[:LONGEST], sentences, marks)


def _belong(sentences: tuple, printed: set[tuple[int, str]], starts: dict[int, str]) -> None:
    """ReviewError unless sentences and labelled words are those of the text."""
    edges = [edge for sentence in sentences for edge in sentence]
    inside = {at for a, b in sentences for at in starts if a <= at < b}
    if not inside or edges != sorted(set(edges)) or any(starts.get(at) != text for at, text in printed):
        raise ReviewError("was made from another text: its words do not stand where it says")
    if not inside >= {at for at, _ in printed}:
        raise ReviewError("labels words outside the sentences of its sheet")


def _whole(number: Any) -> int:
    if type(number) is not int or not 0 <= number < 1 << 40:
        raise ValueError(number)
    return number


def _of_tagger(sheet: pd.DataFrame, markers: pd.DataFrame) -> frozenset[tuple[int, str]]:
    """The tagger's markers as a student would have clicked them: each word of a marker."""
    spans = zip(markers["start"].tolist(), markers["end"].tolist(), markers["category"].astype(str))
    at = sheet["start"].to_numpy()
    return frozenset((int(word), name) for start, end, name in spans for word in at[(at >= start) & (at < end)])


def _agreement(marks: dict, sides: dict, sheet: pd.DataFrame) -> pd.DataFrame:
    table, places = [], sheet["start"].tolist()
    for category in CATEGORIES:
        of = {name: {at for at, what in side if what == category} for name, side in sides.items()}
        each = [of[name] for name in marks]
        votes = Counter(at for one in each for at in one)
        most = {at for at, number in votes.items() if 2 * number >= len(each)}
        pairs = [_or_nan(measures.f1, *pair) for pair in combinations(each, 2)]
        row = {"category": category, "marked": len(votes), "by_half": len(most)}
        row["by_all"] = sum(number == len(each) for number in votes.values())
        row["F1"] = float(np.nanmean(pairs)) if pairs and not np.isnan(pairs).all() else math.nan
        row["alpha"] = _or_nan(measures.alpha, *[[at in one for at in places] for one in each])
        if TAGGER in of:
            row |= {"tagger": len(of[TAGGER]), "tagger_F1": _or_nan(measures.f1, most, of[TAGGER])}
        table.append(row)
    facts = {"title": "How far the class agrees", "n": len(marks), "unit": "students", "caveats": [_MADE]}
    formula = "`marked`, `by_half`, `by_all`: words that somebody, half, everybody marked; `F1`: mean over pairs"
    return describe(pd.DataFrame(table), formula=formula, **facts)


def _or_nan(measure: Any, *sides: Any) -> float:
    try:
        return measure(*sides)
    except (Undefined, ValueError):
        return math.nan


def _by_word(marks: dict, sides: dict, sheet: pd.DataFrame) -> pd.DataFrame:
    votes, table = Counter(mark for side in marks.values() for mark in side), []
    where = sheet.set_index("start")
    for at, category in sorted({*votes, *sides.get(TAGGER, ())}):
        row = {"sentence": where.loc[at, "sentence"], "text": str(where.loc[at, "text"]), "category": category}
        table.append(row | {"students": votes[at, category], "tagger": (at, category) in sides.get(TAGGER, ())})
    facts = {"title": "Every word that anybody marked", "n": len(marks), "unit": "students"}
    return describe(pd.DataFrame(table, columns=["sentence", "text", "category", "students", "tagger"]), **facts)


def _disputed(words: pd.DataFrame, size: int, sheet: pd.DataFrame, translation: pd.DataFrame | None) -> pd.DataFrame:
    table, pairs = [], max(1, size * (size - 1) / 2)
    for number, printed in sheet.groupby("sentence"):
        counts = words.loc[(words["sentence"] == number) & (words["students"] > 0), "students"].to_numpy(dtype=float)
        differ = counts * (size - counts) / pairs
        row = {"sentence": number, "line": printed["line"].iloc[0], "marked": len(counts)}
        row |= {"disputed": int((differ > 0).sum()), "disagreement": float(differ.sum())}
        row["text"] = " ".join(printed["text"].astype(str))
        if translation is not None:
            row["en"] = english(translation, int(printed["start"].min()), int(printed["end"].max()))
        table.append(row)
    formula = "`disagreement`: on how many labels of the sentence two students differ, mean over pairs"
    result = pd.DataFrame(table).sort_values(["disagreement", "disputed", "sentence"], ascending=[False, False, True])
    facts = {"title": "Sentences, the most disputed first", "n": size, "unit": "students"}
    return describe(result.reset_index(drop=True), formula=formula, **facts)
