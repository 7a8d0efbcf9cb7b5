# ruff: noqa: E501 - tables of printed forms
"""Train lexicons/turn_weights.csv: python tools/train_turns.py [--epochs 4] [--to FILE]

A structured perceptron (Collins 2002) with a margin, averaged, that starts from turn_weights_start.csv: where the best
reading of a text is not the right one, the evidence of the right one gains and that of the other loses. It learns from
two thirds of our own texts, printed again in many layouts, damaged and cut, and from news, stories and lists; the third
that `turn_texts.hidden` names is not read. About 20 seconds of processor time; judge a new table by benchmarks/turns.py
--tuning and the tests before it replaces the old one.
"""

import argparse
import csv
import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import turn_texts as texts
from helpers.reading import cues, decoder, evidence, layout
from helpers.reading.decoder import AFTER, BEFORE, REPLIES, ROLES, STATES
from helpers.reading.marks import ASKER, Line
from helpers.reading.weights import SCHEMES, Evidence, Scheme, table, weights

START = Path(__file__).with_name("turn_weights_start.csv")
TARGET = Path(decoder.__file__).parents[1] / "lexicons/turn_weights.csv"
MARGIN, RATE, PULL = 1.0, 0.04, 0.002  # a wrong state costs; step; how fast weights return to the start
MOST = 3  # times that a cell may count in one text
OPENING = {ASKER: (decoder.ASKS, decoder.ASKING, decoder.BREAK_ASKING)}
OPENING["interviewee"] = (decoder.REPLIES, decoder.REPLYING, decoder.BREAK_REPLYING)


class Example(NamedTuple):
    """A text to learn from: its evidence and the right state of every sentence."""

    evidence: Evidence
    states: np.ndarray


def _lines(tagged) -> tuple[list[Line], list[tuple[int, int, str]]]:
    """The lines of a tagged text, and where its stretches begin and end."""
    text = texts.text_of(tagged)
    every, spans, at = [], [], 0
    for number, line in enumerate(tagged, 1):
        start = at
        for tag, piece in line:
            spans.append((at, at + len(piece), tag))
            at += len(piece)
        every.append(Line(number, start, at, text[start:at]))
        at += 1
    return [line for line in every if not cues.BLANK.match(line.text)], spans


def prepare(tagged) -> Example | None:
    """Evidence and right states of a tagged text; None where no reading has the right turns."""
    lines, spans = _lines(tagged)
    units = layout.find_units(lines, {})
    if sum(bool(unit.label or unit.dash) for unit in units) < 2:
        return None
    known = evidence.gather(lines, units)
    states: list[int] = []
    role, k = "", 0
    for i, unit in enumerate(units):
        while spans[k][1] <= min(unit.speech, unit.end - 1):
            k += 1
        start, _, tag = spans[k]
        here, can_open = texts.ROLE.get(tag, ""), (known.marked[i] or known.opens_line[i]) and not known.continues[i]
        opens = can_open and bool(here) and (here != role or (unit.start <= start + 1 and tag[-1].isupper()))
        if here and not role and not opens:
            return None
        role = here if opens else role
        states.append(_state(tag, role, opens, bool(known.opens_line[i]), states))
        if unit.label:
            known.role[i] = OPENING[role][0] if opens else known.role[i] or REPLIES
    return Example(known, np.array(_ended(states)))


def _state(tag: str, role: str, opens: bool, opens_line: bool, before: list[int]) -> int:
    """The right state of a sentence in a stretch with a tag, while somebody with a role speaks."""
    if not role:
        return BEFORE
    opening, inside, broken = OPENING[role]
    if opens:
        return opening
    if tag in texts.ROLE:
        return inside
    if tag in "SC" and opens_line:
        return broken
    return AFTER if tag == "B" else before[-1]


def _ended(states: list[int]) -> list[int]:
    """The states with all that stands behind the last turn after the interview."""
    last = max((i for i, state in enumerate(states) if state in ROLES), default=-1)
    return states[: last + 1] + [AFTER if last >= 0 else state for state in states[last + 1 :]]


def _under(known: Evidence, scheme: Scheme) -> np.ndarray:
    """The evidence with what the marks, or their lack, show where turns are marked so."""
    row, here = weights().row, known.on.copy()
    for marked, place in ((True, known.marked), (False, known.opens_line & ~known.marked)):
        here[:, [row[name] for name in scheme.rows(marked)]] = place[:, None]
    return here


def counted(example: Example, states: np.ndarray, scheme: Scheme) -> np.ndarray:
    """How often each cell of the weights counts in a reading."""
    table = weights()
    on = _under(example.evidence, scheme).astype(float)
    columns = np.zeros((len(states), len(table.column)))
    cells = np.zeros_like(table.cells)
    if not np.isin(states, list(ROLES)).any():
        cells[:, table.column["nobody"]] = on.sum(axis=0)
        return cells
    for state in STATES:
        columns[np.ix_(states == state, [table.column[name] for name in decoder.COUNTS[state]])] = 1.0
    after = np.append(states[1:], AFTER)
    for state, (column,) in decoder.CLOSES.items():
        columns[(states == state) & np.isin(after, decoder.CLOSERS), table.column[column]] = 1.0
    cells += on.T @ columns
    cells[table.row[scheme.name], table.column["nobody"]] += 1
    no_end = ~example.evidence.has(*decoder.END_CUES)
    for i in np.flatnonzero(np.isin(after[:-1], list(decoder.OPENS))):
        cell = decoder.passage(int(states[i]), int(after[i]))
        if cell:
            cells[table.row[cell[0]], table.column[cell[1]]] += 1
            if after[i] == AFTER and no_end[i + 1]:
                cells[table.row[decoder.NO_END], table.column["after"]] += 1
    return cells


def examples(seed: int = 0, per_talk: int = 18, negatives: int = 300, guests: int = 160) -> list[Example]:
    """What is learned from: the texts that are not hidden, printed in many ways."""
    rng = random.Random(seed)
    printed = []
    for name, lines in texts.originals().items():
        if not texts.hidden(name):
            printed += [lines] * 14
    talks = [talk for talk in texts.talks() if not texts.hidden(talk.name)]
    for talk in talks:
        times = per_talk if len(talk.turns) > FEW_TURNS else per_talk // 2
        printed += [_printed(talk, rng) for _ in range(times)]
    for k in range(guests):
        breaking = rng.choice(BREAKINGS)
        poll = k % 2 == 1
        printed.append(
            texts.poll(talks, rng, breaking) if poll else texts.with_guests(rng.choice(talks), rng, breaking)
        )
    printed += texts.no_interviews(rng, negatives, part=1)
    found = [prepared for lines in printed if (prepared := prepare(lines))]
    rng.shuffle(found)
    return found


def _printed(talk, rng: random.Random):
    """An interview printed in one of the layouts, perhaps damaged, cut, or without punctuation."""
    chance = rng.random()
    names = HARD if chance < 0.3 else texts.PRESS if chance < 0.7 else [layout.name for layout in texts.LAYOUTS]
    form = rng.choice([layout for layout in texts.LAYOUTS if layout.name in names])
    lines = texts.print_talk(talk, form, rng, rng.choice(BREAKINGS), furniture=rng.random() < 0.7)
    chance = rng.random()
    if chance > 0.85 and not form.inline:
        return texts.with_dashes_in_answers(lines, rng)
    if chance < 0.3:
        kind = rng.choice(["dashes lost", "question marks lost", "lines joined", "odd signs"])
        return texts.damaged(lines, kind, rng.choice([0.1, 0.3, 1.0 if kind[0] == "q" else 0.2]), rng)
    if chance < 0.5:
        return texts.cut(lines, 1000)
    return texts.bare(lines) if chance < 0.58 and not form.inline and not form.upper else lines


BREAKINGS = ("as is", "paragraphs", "sentences")
FEW_TURNS = 8  # a talk with no more of them is printed half as often
HARD = ("dash answers", "dash questions", "answers named", "numbered", "capitals")


def train(data: list[Example], epochs: int) -> np.ndarray:
    cells = weights().cells
    start, total, steps = cells.copy(), np.zeros_like(cells), 0
    for epoch in range(epochs):
        wrong, rate = 0, RATE / (1 + epoch / 2)
        for example in data:
            states = example.states
            bonus = np.full((len(states), len(STATES)), MARGIN / 2)
            bonus[np.arange(len(states)), states] = 0.0
            reading = decoder.decode(example.evidence, bonus=bonus)
            if not np.array_equal(reading.states, states):
                wrong += 1
                ways = [counted(example, states, scheme) for scheme in SCHEMES]
                right = max(ways, key=lambda way: float((way * cells).sum()))
                change = right - counted(example, reading.states, reading.scheme)
                cells += rate * change.clip(-MOST, MOST)
            cells += PULL / 10 * (start - cells)
            total += cells
            steps += 1
        print(f"epoch {epoch + 1}: {wrong} of {len(data)} texts not read with the margin")
    return total / steps


def load(path: Path) -> None:
    """Make the weights of a file those of the decoder."""
    with path.open(encoding="utf-8", newline="") as file:
        read = table(list(csv.DictReader(file)))
    weights.cache_clear()
    weights().row.clear()
    weights().row.update(read.row)
    weights().cells.resize(read.cells.shape, refcheck=False)
    weights().cells[:] = read.cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--to", type=Path, default=TARGET)
    args = parser.parse_args()
    begun = time.perf_counter()
    load(START)
    data = examples()
    print(f"{len(data)} texts in {time.perf_counter() - begun:.1f} s")
    cells = train(data, args.epochs)
    with args.to.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["evidence", *weights().column])
        for name, row in zip(weights().row, cells):
            rows.writerow(
                [name, *(f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "" for value in row)]
            )
    print(f"{time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
