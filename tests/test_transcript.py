"""Reading an interview: exact text, lines and turns."""

import csv
from pathlib import Path

import pytest

from helpers import read_transcript, read_translation

ROOT = Path(__file__).parents[1]
INTERVIEW = ROOT / "data/raw/kopbaev_interview.txt"


@pytest.fixture(scope="module")
def interview():
    return read_transcript(INTERVIEW)


def test_the_interviews_48_lines_have_the_hand_made_sections_roles_and_turns(interview):
    with open(ROOT / "tests/data/kopbaev_turns.tsv", encoding="utf-8", newline="") as file:
        gold = [tuple(row.values())[:5] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    lines = interview.lines[["line", "section", "role", "turn", "pair"]].astype(object)
    mine = [tuple("" if x is None or x != x else str(x) for x in row) for row in lines.where(lines.notna(), "").values]
    assert mine == gold


def test_the_translation_is_aligned_with_the_text(interview):
    table = read_translation(ROOT / "data/translation/kopbaev_interview.tsv", interview)
    assert len(table) == 46
    assert [interview.text[s:e] for s, e in zip(table["start"], table["end"])] == list(table["kk"])
