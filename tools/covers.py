"""The small drawings of the index: one idea for each notebook, drawn for its size from the data, without letters."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from notebooks import ARTICLE, ROOT

WIDE, HIGH = 320, 116
SAMPLE = ROOT / "data" / "samples" / "library_en_dash.txt"
FIRST_RUNS = ROOT / "data" / "labels" / "held_out" / "first_runs.csv"
SIDES = {"interviewer": "asks", "interviewee": "answers"}  # all else is quiet
WORD, AGAINST = "біз", "сіз"  # followed through the interview
PARTED = "партия"  # shown in its forms
LINES, FORMS, ROWS = 7, 6, 7  # what a drawing has room for


class Shape(NamedTuple):
    """A rectangle, or with `round` half as large as its sides a dot: its place, its class, a colour of its own."""

    x: float
    y: float
    width: float
    height: float
    look: str
    round: float = 0
    hue: str = ""


class Cover(NamedTuple):
    """A drawing: its shapes, the one line below it, and in words what it shows."""

    shapes: list[Shape]
    says: str
    alt: str


def cover(name: str, text: Path | None = None) -> Cover | None:
    """The drawing of a notebook, `text` being the file that the last two are run with; None for other notebooks."""
    made = COVERS.get(name)
    return made(text) if made else None


@cache
def _tokens(path: Path):
    from helpers import read_transcript, tokenize

    return tokenize(read_transcript(path))


def _article():
    return _tokens(ROOT / ARTICLE[0])


def _turns():
    """Words and role of every turn, in order."""
    from helpers.columns import select

    groups = select(_article(), "turn").groupby("turn")
    return groups["role"].first().astype(str).to_frame("role").assign(words=groups.size())


def _dot(x: float, y: float, look: str, size: float = 9) -> Shape:
    return Shape(x - size / 2, y - size / 2, size, size, look, size / 2)


def _turn_lengths(_) -> Cover:
    turns = _turns()
    step, longest = WIDE / len(turns), turns["words"].max()
    shapes = []
    for place, (role, words) in enumerate(turns.itertuples(index=False)):
        height = HIGH * words / longest
        shapes.append(Shape(place * step + 2, HIGH - height, step - 4, height, SIDES.get(role, "quiet")))
    sums = turns.groupby("role")["words"].sum()
    says = f"{sums['interviewer']} words of questions, {sums['interviewee']} of answers"
    return Cover(shapes, says, f"A bar for each of {len(turns)} turns, as high as it has words: {says}")


def _forms(_) -> Cover:
    from helpers import analyse, frequencies

    row = frequencies(_article()).set_index("lemma").loc[PARTED]
    forms = [form.rpartition(" ")[0] for form in row["forms"].split(", ")]
    readings = [analyse(form)[0] for form in forms[:FORMS]]
    letter = WIDE / max(len(form) for form in forms[:FORMS])
    shapes, step = [], HIGH / len(readings)
    for place, reading in enumerate(readings):
        left = 0.0
        for number, part in enumerate([reading.stem, *(suffix.form for suffix in reading.suffixes)]):
            look = "asks" if number else "answers"
            shapes.append(Shape(left, place * step + 2, letter * len(part) - 3, step - 5, look))
            left += letter * len(part)
    says = f"{PARTED} ‘{row['gloss']}’: one word in {len(forms)} forms"
    return Cover(shapes, says, f"{says}; each is a row of blocks, the stem and then its endings")


def _rates(_) -> Cover:
    from helpers import frequencies

    table = frequencies(_article()).head(ROWS)
    scale, step = (WIDE - 8) / table["high"].max(), HIGH / ROWS
    shapes = []
    for place, row in enumerate(table.itertuples()):
        height = (place + 0.5) * step
        shapes.append(Shape(row.low * scale, height - 2, (row.high - row.low) * scale, 4, "answers", 2))
        shapes.append(_dot(row.rate * scale, height, "answers", 11))
    first = table.iloc[0]
    says = f"{first['lemma']} ‘{first['gloss']}’: {first['low']:.0f} to {first['high']:.0f} in 1,000 words"
    return Cover(shapes, says, f"The {ROWS} most frequent words, each a dot for its rate and a line for its interval")


def _marks(_) -> Cover:
    from helpers import find_markers
    from helpers.categories import TABLE
    from helpers.columns import select

    spoken = _article()[(_article()["section"] == "turn").to_numpy()]
    markers = select(find_markers(_article()), "turn")
    hues = {category.name: category.colour for category in TABLE}
    lines = spoken["line"].unique()[:LINES]
    shown = spoken[spoken["line"].isin(lines) & (spoken["kind"] == "word")]
    begins = spoken.groupby("line")["start"].first()
    longest = max(spoken.groupby("line")["end"].last().sub(begins)[lines])
    shapes, step = [], HIGH / LINES
    for word in shown.itertuples():
        over = markers[(markers["start"] < word.end) & (markers["end"] > word.start)]["category"]
        hue = hues[over.iloc[0]] if len(over) else ""
        left = (word.start - begins[word.line]) * WIDE / longest
        width = (word.end - word.start) * WIDE / longest
        place = list(lines).index(word.line)
        shapes.append(Shape(left, place * step + 3, width, step - 7, "hue" if hue else "quiet", 1, hue))
    says = f"{len(markers)} stance markers, of {markers['category'].nunique()} of the {len(TABLE)} categories"
    return Cover(shapes, says, f"The words of {LINES} printed lines as blocks, coloured where a marker stands; {says}")


def _places(_) -> Cover:
    from helpers.columns import select

    spoken, turns = select(_article(), "turn").reset_index(drop=True), _turns()
    scale = WIDE / len(spoken)
    ends = turns["words"].cumsum()
    shapes = [
        Shape((end - words) * scale, 0, words * scale - 1, 18, SIDES.get(role, "quiet"))
        for (role, words), end in zip(turns.itertuples(index=False), ends)
    ]
    counts = []
    for top, word, look in ((26, WORD, "answers"), (74, AGAINST, "asks")):
        at = spoken.index[spoken["lemma"] == word]
        counts.append(len(at))
        shapes += [Shape(place * scale, top, 4, 40, look) for place in at]
    says = f"{WORD} ‘we’ {counts[0]} times, {AGAINST} ‘you’ {counts[1]} times"
    alt = f"The interview as a band of questions and answers; below it strokes where {says}"
    return Cover(shapes, says, alt)


def _first_runs(_) -> Cover:
    with open(FIRST_RUNS, encoding="utf-8", newline="") as file:
        runs = [row for row in csv.DictReader(file) if row["tier"] == "all" and row["set"] != "together"]
    first = {row["set"]: float(row["F1"]) for row in reversed(runs)}
    shapes, step = [], HIGH / len(first)
    for place, score in enumerate(sorted(first.values())):
        top = place * step + 2
        shapes += [Shape(0, top, WIDE, step - 4, "asks"), Shape(0, top, WIDE * score, step - 4, "answers")]
    says = f"first runs on {len(first)} texts: F1 {min(first.values()):.2f} to {max(first.values()):.2f}"
    return Cover(shapes, says, f"A bar for each text, filled as far as tagger and labels agree; {says}")


def _layout(text: Path | None) -> Cover:
    from helpers import read_transcript

    transcript = read_transcript(text or SAMPLE)
    lines = transcript.lines[(transcript.lines["section"] != "blank").to_numpy()]
    shown = lines.head(2 * LINES)
    sizes, step = shown["end"] - shown["start"], HIGH / len(shown)
    shapes = [
        Shape(0, place * step + 1, max(WIDE * size / sizes.max(), 6), step - 3, SIDES.get(str(role), "quiet"), 1)
        for place, (role, size) in enumerate(zip(shown["role"], sizes))
    ]
    says = f"{len(lines)} lines of a file, and who speaks in them"
    return Cover(shapes, says, f"The first {len(shown)} printed lines as bars, coloured by who speaks; {says}")


@cache
def _many(own: bool):
    from helpers import process_folder

    pattern = "samples/*.txt" if own else "[rs]a*/*.txt"  # what may be passed on, and all
    return process_folder(ROOT / "data", pattern=pattern, progress=False).summary


def _documents(text: Path | None) -> Cover:
    summary = _many(text is not None)
    summary = summary[(summary["category"] == "audience").to_numpy() & summary["role"].isin(list(SIDES)).to_numpy()]
    summary = summary.astype({"document": str, "role": str})
    table = summary.assign(rate=1000 * summary["count"] / summary["words"])
    rates = table.pivot(index="document", columns="role", values="rate").dropna()
    names = list(rates.index)
    scale, step = (WIDE - 14) / max(rates.max().max(), 1), HIGH / len(names)
    shapes = []
    for place, name in enumerate(names):
        height = (place + 0.5) * step
        shapes.append(Shape(0, height - 1, WIDE, 2, "faint"))
        mine = rates.loc[name]
        shapes += [_dot(7 + mine[role] * scale, height, look, 12) for role, look in SIDES.items()]
    more = (rates["interviewer"] > rates["interviewee"]).sum()
    says = f"“you”: in {more} of {len(names)} interviews the one who asks says it more"
    alt = f"A row for each of {len(names)} interviews with two dots, the rates of “you” of interviewer and interviewee"
    return Cover(shapes, says, alt)


COVERS: dict[str, Callable[[Path | None], Cover]] = {
    "01_the_text": _turn_lengths,
    "02_words": _forms,
    "03_frequencies": _rates,
    "04_stance": _marks,
    "05_across_the_interview": _places,
    "06_can_we_trust_it": _first_runs,
    "07_your_own_interview": _layout,
    "08_many_interviews": _documents,
}
