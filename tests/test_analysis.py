"""The analysis of tokens: readings, glosses, features, and CoNLL-U."""

import re
from pathlib import Path

import pytest

from helpers import analyse, analysis, read_transcript, tokenize, write_conllu
from helpers.words.analysis import features
from helpers.words.tags import all_tags, classes
from helpers.words.types import word_types

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def interview():
    return tokenize(read_transcript(ROOT / "data/raw/kopbaev_interview.txt"))


@pytest.fixture(scope="module")
def explained(interview):
    return analysis(interview)


def test_analysis_has_one_row_per_token_and_agrees_with_it(interview, explained):
    assert explained.index.equals(interview.index)
    columns = ["start", "end", "text", "lemma", "pos", "tags"]
    assert explained[columns].astype(str).equals(interview[columns].astype(str))


def test_the_morphs_of_a_word_joined_are_the_word(interview, explained):
    words = explained[(interview["kind"] == "word") & ~interview["norm"].str.contains("-")]
    assert (words["morphs"].str.replace("-", "") == interview.loc[words.index, "norm"].astype(str)).all()


def test_every_tag_has_a_leipzig_abbreviation_and_every_class_a_universal_one(explained):
    with_tags = explained[explained["tags"] != ""]
    assert (with_tags["leipzig"] != "").all()
    assert set(explained["pos"]) <= set(classes())
    assert {tag for cell in explained["tags"] for tag in cell.split()} <= all_tags()


@pytest.mark.parametrize(
    ("word", "leipzig", "ud"),
    [
        ("барасыз", "NPST-2SG.POL", {"Polite=Form", "Person=2"}),
        ("барасыздар", "NPST-2PL.POL", {"Polite=Form", "Number=Plur"}),
        ("үйіңізде", "2.POL.POSS-LOC", {"Polite[psor]=Form", "Case=Loc"}),
        ("келмеді", "NEG-PST", {"Polarity=Neg", "Person=3", "Tense=Past"}),
    ],
)
def test_politeness_and_polarity_are_kept(word, leipzig, ud):
    row = analysis(tokenize(word)).iloc[0]
    assert row["leipzig"] == leipzig
    assert ud <= set(row["ud"].split("|"))


def test_other_readings_are_listed_with_class_and_tags():
    row = analysis(tokenize("Ол атты мінді.")).iloc[1]
    assert "ат noun acc" in [row["lemma"] + " " + row["pos"] + " " + row["tags"], *row["others"].split("; ")]


def test_a_corrected_lemma_counts(interview):
    tokens = tokenize("Біз оны ал.")
    for name, value in {"lemma": "ал", "pos": "conj", "tags": ""}.items():
        tokens[name] = tokens[name].astype(object)
        tokens.loc[2, name] = value
    assert analysis(tokens)["morphs"][2] == "ал"
    assert word_types(tokens).lemma[2] == "ал"


def test_conllu_has_ten_columns_sorted_features_and_offsets(interview, tmp_path):
    path = write_conllu(interview, tmp_path / "interview.conllu")
    text = read_transcript(ROOT / "data/raw/kopbaev_interview.txt").text
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    assert len(blocks) == interview["sentence"].nunique()
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if line[0] != "#"]
        assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
        for row in rows:
            assert len(row) == 10 and all(row)
            names = [pair.split("=")[0] for pair in row[5].split("|")]
            assert names == sorted(set(names), key=str.lower)
            start, end = map(int, re.search(r"TokenRange=(\d+):(\d+)", row[9]).groups())
            assert " ".join(text[start:end].split()) == row[1]


CASES = ("", "gen", "dat", "acc", "loc", "abl", "ins")
PARADIGMS = {  # a vowel, a sonorant, a voiceless sound; singular, plural, with a possessor
    ("бала", ""): "бала баланың балаға баланы балада баладан баламен",
    ("бала", "pl"): "балалар балалардың балаларға балаларды балаларда балалардан балалармен",
    ("бала", "poss3"): "баласы баласының баласына баласын баласында баласынан баласымен",
    ("көл", ""): "көл көлдің көлге көлді көлде көлден көлмен",
    ("көл", "pl"): "көлдер көлдердің көлдерге көлдерді көлдерде көлдерден көлдермен",
    ("көл", "poss1sg"): "көлім көлімнің көліме көлімді көлімде көлімнен көліммен",
    ("топырақ", ""): "топырақ топырақтың топыраққа топырақты топырақта топырақтан топырақпен",
    ("топырақ", "poss2pol"): "топырағыңыз топырағыңыздың топырағыңызға топырағыңызды топырағыңызда топырағыңыздан "
    "топырағыңызбен",
}


@pytest.mark.parametrize(("noun", "tag"), list(PARADIGMS))
def test_nouns_are_inflected_for_number_possessor_and_case(noun, tag):
    for form, case in zip(PARADIGMS[noun, tag].split(), CASES, strict=True):
        expected = (noun, tuple(filter(None, [tag, case])))
        assert expected in {(a.lemma, a.tags) for a in analyse(form)}, form


OWN_FEATURES = {
    "олар": "Case=Nom|Number=Plur|Person=3|PronType=Prs",
    "бізге": "Case=Dat|Number=Plur|Person=1|PronType=Prs",
    "бәрін": "Case=Acc|Person[psor]=3|PronType=Tot",
    "жиырма": "NumType=Card",
    "төртінші": "NumType=Ord",
    "ХХІ": "NumType=Ord",
    "V-нің": "Case=Gen|NumType=Ord",
    "таудай": "",
}


@pytest.mark.parametrize("form", OWN_FEATURES)
def test_pronouns_and_numerals_have_features_that_no_suffix_gives(form):
    assert features(analyse(form)[0]) == OWN_FEATURES[form]
