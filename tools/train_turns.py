# ruff: noqa: E501 - tables of printed forms
"""Train lexicons/turn_weights.csv: python tools/train_turns.py [--epochs 6] [--look]

A structured perceptron (Collins 2002) with a margin, averaged, that starts from turn_weights_start.csv: where the best
reading of a text is not the right one, the evidence of the right one gains and that of the other loses. It learns from
two thirds of our own texts, printed again in many layouts, damaged and cut, and from news, stories and lists; the third
that `turn_texts.hidden` names is not read.
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import turn_texts as texts
from helpers.reading import cues, decoder, layout
from helpers.reading.marks import ANSWERER, ASKER, HEADING, Line, find_units

START = Path(__file__).with_name("turn_weights_start.csv")
TARGET = Path(decoder.__file__).parents[1] / "lexicons/turn_weights.csv"
MARGIN, RATE, PULL = 1.0, 0.04, 0.002  # a wrong state costs; step; how fast weights return to the start


def prepare(lines, part=None):
    """Sentences, evidence and right states of a tagged text; None where no reading has the right turns."""
    text = texts.text_of(lines)
    every, at, spans = [], 0, []
    for number, line in enumerate(lines, 1):
        start = at
        for tag, piece in line:
            spans.append((at, at + len(piece), tag))
            at += len(piece)
        every.append(Line(number, start, at, text[start:at]))
        at += 1
    found = [line for line in every if not cues.BLANK.match(line.text)]
    tags = ["headline" if HEADING.match(line.text) else cues.furniture(line.text) for line in found]
    units = find_units(found, tags, {})
    if sum(bool(unit.label or unit.dash) for unit in units) < 2:
        return None
    evidence = layout.gather(found, tags, units)
    states, role, k = [], "", 0
    for unit, known in zip(units, evidence):
        place = min(unit.speech, unit.end - 1)
        while spans[k][1] <= place:
            k += 1
        start, _, tag = spans[k]
        opens = unit.start <= start + 1 and tag in ("Q", "A", "LQ", "LA") and not known.continues
        can_open = (known.marked or known.opens_line) and not known.continues
        here = texts.ROLE.get(tag, "")
        if here and here != role and can_open:
            opens = True
        if here:
            opens = opens and can_open
            if not role and not opens:
                return None
            asks = here == ASKER if opens else role == ASKER
            role = ASKER if asks else ANSWERER
            states.append(
                (decoder.ASKS if opens else decoder.ASKING)
                if asks
                else (decoder.REPLIES if opens else decoder.REPLYING)
            )
            if unit.label and opens:
                known.role = role
        elif tag in "SC" and role and known.opens_line:
            states.append(decoder.BREAK_ASKING if role == ASKER else decoder.BREAK_REPLYING)
        elif role:
            states.append(decoder.AFTER if tag == "B" else states[-1])
        else:
            states.append(decoder.BEFORE)
        if unit.label and not known.role:
            known.role = ANSWERER
    last = max((i for i, s in enumerate(states) if s in decoder.TURN_STATES), default=-1)
    for i in range(last + 1, len(states)):
        if last >= 0:
            states[i] = decoder.AFTER
    return evidence, states


GROUPS = {decoder.BEFORE: ("before",), decoder.ASKS: ("question", "opens_question"), decoder.ASKING: ("question", "goes_on_question"),
          decoder.REPLIES: ("answer", "opens_answer"), decoder.REPLYING: ("answer", "goes_on_answer"),
          decoder.BREAK_ASKING: ("interruption",), decoder.BREAK_REPLYING: ("interruption",), decoder.AFTER: ("after",)}  # fmt: skip


def counted(evidence, states, scheme) -> Counter:
    """How often each cell of the table counts in a reading."""
    cells = Counter()
    spoken = any(state in decoder.TURN_STATES for state in states)
    if spoken:
        cells[scheme.name, "nobody"] += 1
    names = [decoder.scored(sentence, scheme) for sentence in evidence]
    if not spoken:
        for name in set().union(*names):
            cells[name, "nobody"] = sum(name in here for here in names)
        return cells
    for i, state in enumerate(states):
        for name in names[i]:
            for column in GROUPS[state]:
                cells[name, column] += 1
        after = states[i + 1] if i + 1 < len(states) else None
        closes = after is None or after in (decoder.ASKS, decoder.REPLIES, decoder.AFTER)
        role = decoder.TURN_STATES.get(state)
        if role and closes:
            for name in names[i]:
                cells[name, "closes_question" if role == ASKER else "closes_answer"] += 1
        if after is not None and (row := decoder.passage(state, after)):
            cells[row] += 1
            if after == decoder.AFTER and not decoder.END_CUES & evidence[i + 1].cues:
                cells[decoder.NO_END, "after"] += 1
    return cells


def score(cells: Counter, table) -> float:
    return sum(n * table[name][decoder.COLUMNS.index(column)] for (name, column), n in cells.items() if name in table)


def examples(seed: int = 0, per_talk: int = 18, negatives: int = 300, guests: int = 160):
    """What is learned from: (evidence, states) of the texts that are not hidden, printed in many ways."""
    rng = random.Random(seed)
    printed = []
    for name, lines in texts.originals().items():
        if not texts.hidden(name):
            printed += [lines] * 14
    for talk in texts.talks():
        if texts.hidden(talk.name):
            continue
        for _ in range(per_talk if len(talk.turns) > 8 else per_talk // 2):
            chance = rng.random()
            names = HARD if chance < 0.3 else texts.PRESS if chance < 0.7 else [x.name for x in texts.LAYOUTS]
            form = rng.choice([x for x in texts.LAYOUTS if x.name in names])
            lines = texts.print_talk(
                talk, form, rng, rng.choice(["as is", "paragraphs", "sentences"]), furniture=rng.random() < 0.7
            )
            chance = rng.random()
            if chance > 0.85 and not form.inline:
                lines = texts.with_dashes_in_answers(lines, rng)
            elif chance < 0.3:
                kind = rng.choice(["dashes lost", "question marks lost", "lines joined", "odd signs"])
                lines = texts.damaged(lines, kind, rng.choice([0.1, 0.3, 1.0 if kind[0] == "q" else 0.2]), rng)
            elif chance < 0.5:
                lines = cut(lines, 1000)
            printed.append(lines)
    open_talks = [talk for talk in texts.talks() if not texts.hidden(talk.name)]
    for k in range(guests):
        breaking = rng.choice(["as is", "paragraphs", "sentences"])
        printed.append(
            texts.poll(open_talks, rng, breaking) if k % 2 else texts.with_guests(rng.choice(open_talks), rng, breaking)
        )
    printed += texts.no_interviews(rng, negatives, part=1)
    found = [prepared for lines in printed if (prepared := prepare(lines))]
    rng.shuffle(found)
    return found


HARD = ("dash answers", "dash questions", "answers named", "numbered", "capitals")


def cut(lines, size: int):
    """The opening of a text."""
    out, left = [], size
    for line in lines:
        if left < 0:
            break
        out.append(line)
        left -= sum(len(text) for _, text in line)
    return out


def train(data, epochs: int):
    table = decoder.weights()
    start = {name: row.copy() for name, row in table.items()}
    total, steps = {name: np.zeros_like(row) for name, row in table.items()}, 0
    for epoch in range(epochs):
        wrong, rate = 0, RATE / (1 + epoch / 2)
        for evidence, states in data:
            right = max(decoder.SCHEMES, key=lambda s: score(counted(evidence, states, s), table))
            bonus = np.full((len(states), len(decoder.STATES)), MARGIN / 2)
            bonus[np.arange(len(states)), states] = 0.0
            reading = decoder.decode(evidence, bonus=bonus)
            if reading.states != states:
                wrong += decoder.decode(evidence).states != states
                good, bad = counted(evidence, states, right), counted(evidence, reading.states, reading.scheme)
                for cell in good.keys() | bad.keys():
                    if (change := good[cell] - bad[cell]) and cell[0] in table:
                        table[cell[0]][decoder.COLUMNS.index(cell[1])] += rate * max(-3, min(3, change))
            steps += 1
            for name, row in table.items():
                row += PULL * (start[name] - row) / 10
                total[name] += row
        print(f"epoch {epoch + 1}: {wrong} of {len(data)} texts not read exactly")
    return {name: row / steps for name, row in total.items()}


def load(path: Path) -> None:
    """Make the weights of a file those of the decoder, in place."""
    decoder.weights.cache_clear()
    table = decoder.weights()
    table.clear()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table[row["evidence"]] = np.array([float(row[c] or 0) for c in decoder.COLUMNS])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--to", type=Path, default=TARGET)
    args = parser.parse_args()
    begun = time.perf_counter()
    load(START)
    data = examples()
    print(f"{len(data)} texts in {time.perf_counter() - begun:.1f} s")
    table = train(data, args.epochs)
    with args.to.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["evidence", *decoder.COLUMNS])
        for name, row in table.items():
            rows.writerow(
                [name, *(f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "" for value in row)]
            )
    print(f"{time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
