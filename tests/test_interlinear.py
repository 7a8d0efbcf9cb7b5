"""Interlinear glosses: every part glossed, the gloss on the right part, columns that survive without a style sheet."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers import (
    analyse,
    concordance,
    find_markers,
    markup,
    read_transcript,
    read_translation,
    romanize,
    tokenize,
)
from helpers.sheets import rows
from helpers.words.glosses import gloss, parts
from helpers.words.spelling import verb_stem
from helpers.words.tags import tags

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def interview():
    transcript = read_transcript(ROOT / "data/raw/kopbaev_interview.txt")
    return tokenize(transcript), read_translation(ROOT / "data/translation/kopbaev_interview.tsv", transcript)


def glossed(word: str) -> tuple[str, str]:
    found = parts(word, *analyse(word)[0][:4])
    return "-".join(part.form for part in found), "-".join(part.gloss for part in found)


def test_the_position_of_the_interview_is_taken_apart_with_its_derivation():
    forms, glosses = glossed("ұстанымдарымызды")
    assert forms == "ұстан-ым-дар-ымыз-ды"
    assert glosses == "hold-NMLZ-PL-1PL.POSS-ACC"


def test_derivation_is_told_from_inflection():
    found = parts("кәсіпкерлерге", *analyse("кәсіпкерлерге")[0][:4])
    assert [part.kind for part in found] == ["stem", "derivation", "inflection", "inflection"]


@pytest.mark.parametrize(
    "word, stem, meaning",
    [
        ("айтылды", "айт", "say"),  # not what айтылу means, "be said"
        ("жазғызылды", "жаз", "write"),  # not жаз "summer"
        ("маған", "ма", "I"),
        ("бірлігіміз", "бірліг", "unity"),
        ("балықшыларға", "балықшы", "fisherman"),
    ],
)
def test_the_gloss_stands_on_the_part_that_it_is_of(word, stem, meaning):
    first = parts(word, *analyse(word)[0][:4])[0]
    assert (first.form, first.gloss) == (stem, meaning)


def test_capitals_and_hyphens_of_the_print_stay_out_of_the_parts():
    assert glossed("Алматыдағылар")[0] == "Алматы-да-ғы-лар"
    assert glossed("Facebook-те") == ("Facebook-те", "Facebook-LOC")


def test_a_name_is_glossed_by_itself_and_an_unlisted_compound_by_its_parts():
    assert gloss("Досымжанова", "name") == "Dosymzhanova (surname)"
    assert gloss("Ерболқызы", "name") == "Erbolqyzy (patronymic)"
    assert gloss("Азия", "name") == "Asia"
    assert gloss("дәрігер-ғалым", "noun") == "doctor-scientist"


def test_listed_parts_make_up_the_headword_or_its_stem():
    for row in rows("parts.csv"):
        whole = verb_stem(row["headword"]) if row["class"] == "verb" else row["headword"]
        assert row["parts"].replace(" ", "") == whole, row
        assert len(row["parts"].split()) == len(row["glosses"].split()) > 1, row


def test_every_abbreviation_of_the_parts_has_a_name():
    from helpers.showing.interlinear import _OF_PARTS

    known = {tag.leipzig for tag in tags().values()} | set(_OF_PARTS)
    used = {piece for row in rows("parts.csv") for piece in row["glosses"].split()}
    assert {piece for piece in used if re.fullmatch(r"[0-9A-Z.]{2,}", piece)} <= known


def test_nearly_every_word_of_the_interview_has_each_part_glossed(interview):
    text = repr(markup.interlinear(interview[0]))
    lines = [line for block in text.split("\n\n") for line in block.split("\n")[2:3]]
    cells = [cell for line in lines for cell in line.split()]
    assert len(cells) > 440
    assert sum("?" in cell for cell in cells) <= 0.03 * len(cells)


def test_a_line_shows_its_words_their_parts_and_the_english(interview):
    tokens, translation = interview
    shown = BeautifulSoup(
        str(markup.interlinear(tokens, line=28, translation=translation, system="bgn")), "html.parser"
    )
    assert [word.text for word in shown.select("dt")] == ["Біз", "осы", "бағытты", "ұстануға", "ниеттіміз"]
    assert [cell.text for cell in shown.select("div div")[3].select("dd")] == [
        "ustanūgha",
        "ұста-н-у-ға",
        "hold-REFL-VN-DAT",
    ]
    assert shown.select_one("p.en").text.startswith("‘We intend")
    assert shown.select_one("abbr[title=dative]").text == "DAT"


def test_what_holds_the_columns_stands_in_the_elements(interview):
    shown = BeautifulSoup(str(markup.interlinear(interview[0], line=28)), "html.parser")
    assert all("display:inline-block" in word.parent["style"] for word in shown.select("dt"))
    assert not shown.select("script, ruby, [id]")


def test_as_text_the_columns_begin_under_each_other_also_with_marks_on_the_letters():
    words, latin, forms, meanings = repr(markup.interlinear(tokenize("Ғалымдар көлге барды."), system="iso9")).split(
        "\n"
    )
    assert words.index("көлге") == forms.index("көл-ге") == meanings.index("lake-DAT") == latin.index("kôlge")


def test_marks_stay_with_the_words_they_touch():
    shown = BeautifulSoup(str(markup.interlinear(tokenize("«Иә», – деді ол (кеше).\n– Жоқ!"))), "html.parser")
    assert [word.text for word in shown.select("dt")] == ["«Иә», –", "деді", "ол", "(кеше).", "– Жоқ!"]


def test_text_of_a_file_is_no_html():
    shown = str(markup.interlinear(tokenize("Ол <b>қалаға</b> барды.")))
    assert "<b>" not in shown


def test_a_line_without_words_and_an_unknown_system_are_refused(interview):
    with pytest.raises(ValueError, match="line 999"):
        markup.interlinear(interview[0], line=999)
    with pytest.raises(ValueError, match="bgn"):
        markup.interlinear(interview[0], line=28, system="latin")


def test_concordances_and_marked_text_have_a_second_line_in_latin_letters_on_request(interview):
    tokens, translation = interview
    hits = concordance(tokens, "партия").head(2)
    cells = BeautifulSoup(str(markup.kwic(hits, system="2021")), "html.parser").select("td.key[lang=kk-Latn]")
    assert [cell.text for cell in cells] == [romanize(word, "2021") for word in hits["keyword"]]
    marked = markup.annotated(tokens[tokens["line"] == 28], find_markers(tokens), translation, system="bgn")
    assert "Biz osy baghyt" in BeautifulSoup(str(marked), "html.parser").select_one("div.latin").text
    assert "kk-Latn" not in str(markup.kwic(hits)) + str(markup.annotated(tokens, find_markers(tokens)))
