"""What the README says is so: each claim that can be computed is computed here."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

import helpers
from build import CHORES
from helpers.categories import CATEGORIES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.S)
SAMPLE = ROOT / "data/samples/library_en_dash.txt"


def test_every_command_of_make_and_build_is_a_chore():
    named = re.findall(r"\bmake ([a-z]+)\b(?!\w)", " ".join(re.findall(r"`([^`\n]+)`|^make .*$", README, re.M)))
    named += re.findall(r"tools.build\.py (\w+)", README)
    assert len(named) > 5 and set(named) <= set(CHORES)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(chore in makefile for chore in CHORES)


def test_the_version_of_python_is_the_one_that_is_asked_for():
    with open(ROOT / "pyproject.toml", "rb") as file:
        wanted = tomllib.load(file)["project"]["requires-python"]
    assert f"Python {wanted.removeprefix('>=')} or later" in README


def test_every_link_to_a_file_leads_to_one_and_every_file_named_is_there():
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", README) if not target.startswith("http")]
    named = re.findall(r"`((?:src|docs|data|benchmarks|tests)/[\w/.-]+)`", README)
    programs = re.findall(r"benchmarks/\w+\.py|data/samples/\w+\.txt", README)
    assert len(targets) > 5 and programs
    for target in [*targets, *named, *programs]:
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "Windows-1251", "KZ-1048"])
def test_an_encoding_that_is_named_is_recognised_and_gives_the_same_turns(tmp_path, encoding):
    assert encoding in README
    expected = helpers.read_transcript(SAMPLE)
    assert len(expected.segments) > 4
    if encoding == "Windows-1251":  # has no Kazakh letters: what it can hold is compared
        path = tmp_path / "talk.txt"
        path.write_bytes("Тарих\n- Сен кайда барасын?\n- Базарга барамын, балалар да барады.\n".encode("cp1251"))
        assert helpers.read_transcript(path, encoding=None).text.startswith("Тарих")
        return
    path = tmp_path / "talk.txt"
    path.write_bytes(SAMPLE.read_text(encoding="utf-8").encode(encoding))
    found = helpers.read_transcript(path)
    assert found.segments["role"].tolist() == expected.segments["role"].tolist()


def test_the_example_of_marks_is_read_as_one_question_and_one_answer(tmp_path):
    example = next(code for _, code in BLOCKS if code.startswith("# The headline"))
    path = tmp_path / "own.txt"
    path.write_text(example, encoding="utf-8")
    lines = helpers.read_transcript(path).lines
    assert lines["role"][lines["section"] == "turn"].tolist() == ["interviewer", "interviewee"]
    assert "headline" in set(lines["section"])


def test_the_example_in_python_runs_and_gives_the_columns_that_its_comments_name(monkeypatch):
    monkeypatch.chdir(ROOT)
    code = next(code for kind, code in BLOCKS if kind == "python")
    space = {}
    exec(compile(code, "README.md", "exec"), space)
    assert {"start", "lemma", "sentence", "turn", "speaker"} <= set(space["tokens"])
    assert {"rate", "low", "dp_rescaled", "high", "forms", "gloss"} <= set(space["words"])
    assert {"category", "rule", "start", "end"} <= set(space["markers"])
    assert space["words"]["lemma"].is_unique and len(space["markers"]) > 3


def test_the_number_of_words_of_the_interview_is_counted():
    tokens = helpers.tokenize(helpers.read_transcript(ROOT / "data/raw/kopbaev_interview.txt"))
    words = ((tokens["kind"] == "word") & (tokens["section"] == "turn")).sum()
    assert f"One interview of {words} words in turns" in README


def test_the_codebook_defines_as_many_categories_as_are_said():
    codebook = (ROOT / "docs/codebook.md").read_text(encoding="utf-8")
    assert "the ten stance categories" in README and len(CATEGORIES) == 10
    assert re.findall(r"^### .*3\.\d+ `(\w+)`", codebook, re.M) == list(CATEGORIES)


def test_a_copy_of_the_lexicon_with_a_row_more_finds_a_marker_more(tmp_path):
    own = tmp_path / "my_stance.csv"
    shutil.copy(ROOT / "src/helpers/lexicons/stance.csv", own)
    lines = own.read_text(encoding="utf-8-sig").splitlines()
    width = lines[0].count(",")
    own.write_text("\n".join([*lines, "own,<үстел>,hedge,possibility" + "," * (width - 3)]) + "\n", encoding="utf-8")
    tokens = helpers.tokenize("Бұл үстел үлкен.")
    more = helpers.find_markers(tokens, lexicon=own)
    assert set(more["marker"]) - set(helpers.find_markers(tokens)["marker"]) == {"own"}


def test_the_benchmarks_named_are_programs_that_say_how_they_are_called():
    programs = sorted((ROOT / "benchmarks").glob("*.py"))
    about = (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")
    assert all(program.name in about for program in programs)
