"""Every text that is free to pass on has its English beside it, and the table fits the text."""

import csv
from pathlib import Path

import pytest

from helpers import read_transcript, read_translation, tokenize

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "data/samples").glob("*.txt"))
HELD_OUT = sorted((ROOT / "data/labels/held_out").glob("*.txt"))
CYRILLIC = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")


@pytest.mark.filterwarnings("ignore::helpers.TranscriptWarning")
@pytest.mark.parametrize("path", [*SAMPLES, *HELD_OUT], ids=lambda path: path.stem)
def test_every_line_with_words_has_english_that_covers_it(path):
    transcript = read_transcript(path)
    english = read_translation(path.with_suffix(".en.tsv"), transcript)
    assert (english["start"].to_numpy()[1:] >= english["end"].to_numpy()[:-1]).all()
    assert (english["en"].str.len() > 0).all()
    assert not english["en"].str.lower().map(CYRILLIC.intersection).any()
    tokens = tokenize(transcript)
    words = tokens[(tokens["kind"] == "word") & (tokens["section"] != "blank")]
    covered = [((english["start"] <= s) & (e <= english["end"])).any() for s, e in zip(words["start"], words["end"])]
    outside = words[[not hit for hit in covered]]
    names = {"Дана", "Ержан", "Апа", "Айдана", "Оспан", "Самат", "Дүйсенбін", "Айгүл", "Серік", "А.С.", "Б.Т."}
    assert set(outside["text"]) <= names, "words without English that are no speaker's name"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_two_hundred_words_in_its_turns(path):
    tokens = tokenize(read_transcript(path))
    assert ((tokens["kind"] == "word") & (tokens["section"] == "turn")).sum() >= 199


def test_one_sample_is_long_enough_for_a_second_lesson():
    tokens = tokenize(read_transcript(ROOT / "data/samples/garden_names.txt"))
    assert ((tokens["kind"] == "word") & (tokens["section"] == "turn")).sum() >= 500


@pytest.mark.parametrize("path", HELD_OUT, ids=lambda path: path.stem)
def test_labels_of_the_held_out_texts_stand_where_they_say(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    with open(path.with_suffix(".tsv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 60
    for row in rows:
        line, start, end = (int(row[name]) for name in ("line_no", "char_start", "char_end"))
        assert lines[line - 1][start:end] == row["surface"]
