"""Tokens: offsets, sentences and cleaned forms."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import read_transcript, tokenize
from helpers.letters import normalise

ROOT = Path(__file__).parents[1]
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
MARKS = " \t\n\r-–—.,:;!?…«»“”\"'()%№/@#0123456789\u00a0\u00ad\u200b\ufeff"


def words(text):
    return tokenize(text)["text"].tolist()


@pytest.fixture(scope="module")
def interview():
    transcript = read_transcript(ROOT / "data/raw/kopbaev_interview.txt")
    return transcript, tokenize(transcript)


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(KAZAKH + KAZAKH.upper() + MARKS + "abcxəТ", max_size=200)))
@example(" \n- Сұрақ?\r\n\r\n- Жауап.")
@example("")
def test_text_and_after_of_all_tokens_give_the_text_back(text):
    table = tokenize(text)
    assert "".join(t + a for t, a in zip(table["text"], table["after"])) == text
    assert [text[a:b] for a, b in zip(table["start"], table["end"])] == table["text"].tolist()
    assert not any(t.strip() != t or (t and t.isspace()) for t in table["text"])


@settings(deadline=None)
@given(st.text(KAZAKH + MARKS, max_size=200))
def test_sentences_are_counted_from_one_without_gaps_and_never_cross_a_line_break(text):
    table = tokenize(text).query("end > start")
    numbers = table["sentence"].drop_duplicates().tolist()
    assert numbers == list(range(1, len(numbers) + 1))
    assert (table.groupby("sentence")["line"].nunique() == 1).all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Қасым-Жомарт Facebook-те, атамай-ақ", ["Қасым-Жомарт", "Facebook-те", ",", "атамай-ақ"]),
        ("55-ші орын, 30-жылдары", ["55-ші", "орын", ",", "30", "-", "жылдары"]),
        ("65,2 немесе 58,3% пен 90%-ына", ["65,2", "немесе", "58,3%", "пен", "90%-ына"]),
        ("алма, т.б. Сосын 5 млн. адам", ["алма", ",", "т.б.", "Сосын", "5", "млн.", "адам"]),
        ("А.С. Пушкин мен М. Әуезов", ["А.С.", "Пушкин", "мен", "М.", "Әуезов"]),
        ("«Иә...» — деді ол…", ["«", "Иә", "...", "»", "—", "деді", "ол", "…"]),
        ("camonitor.kz тілшісі", ["camonitor.kz", "тілшісі"]),
        ("a@b.kz #сұхбат https://x.kz/a.", ["a@b.kz", "#сұхбат", "https://x.kz/a", "."]),
        ("Ол б.з.д. 300 ж. туған", ["Ол", "б.з.д.", "300", "ж.", "туған"]),
        ("Ені 5 м. Дж. Лондон", ["Ені", "5", "м", ".", "Дж.", "Лондон"]),
        ("Келді.Кетті", ["Келді", ".", "Кетті"]),
        ("қыс\u00adқа", ["қыс\u00adқа"]),
    ],
)
def test_token_borders(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Келді. Кетті.", 2),
        ("«Келді ме?» – деді ол.", 1),
        ("М. Әуезов 1897 ж. Шыңғыстауда туды.", 1),
        ("Алма, өрік, т.б. Бәрі бар.", 2),
        ("Не болды? – Ештеңе.", 2),
        ("Бағасы 3.5 теңге.", 1),
        ("Биіктігі 20 м. Қазба жүрген.", 2),
        ("Бірінші жол\nекінші жол", 2),
    ],
)
def test_sentence_borders(text, sentences):
    assert tokenize(text)["sentence"].max() == sentences


@pytest.mark.parametrize(
    ("printed", "norm"),
    [
        ("тариxта", "тарихта"),
        ("әлемдi", "әлемді"),
        ("ҚАЗАҚСТАН", "қазақстан"),
        ("қыс\u00adқа", "қысқа"),
        ("Facebook-те", "facebook-те"),
        ("Covid", "covid"),
        ("и\u0306од", "йод"),
    ],
)
def test_norm_cleans_what_the_eye_does_not_see(printed, norm):
    assert normalise(printed) == norm


def test_the_interview_has_446_words_of_which_380_are_in_turns(interview):
    words = interview[1].query("kind == 'word'")
    assert len(words) == 446
    assert words[words["section"] == "turn"]["role"].value_counts()[["interviewee", "interviewer"]].tolist() == [
        321,
        59,
    ]
    assert (interview[1]["kind"] == "number").sum() == 1


def test_the_interviews_sentences_are_those_of_the_sentence_file(interview):
    transcript, tokens = interview
    gold = pd.read_csv(ROOT / "tests/data/kopbaev_sentences.tsv", sep="\t")
    begins = transcript.lines.set_index("line")["start"]
    found = tokens.dropna(subset="sentence").groupby("sentence").agg({"line": "first", "start": "min", "end": "max"})
    offset = found["line"].map(begins)
    assert (found["start"] - offset).tolist() == gold["start"].tolist()
    assert (found["end"] - offset).tolist() == gold["end"].tolist()
    assert found["line"].tolist() == gold["line_no"].tolist()


def test_the_dash_that_opens_a_turn_belongs_to_no_sentence(interview):
    dashes = interview[1].query("text == '-' and section == 'turn'")
    assert len(dashes) == 12
    assert dashes["sentence"].isna().all()


@pytest.mark.parametrize("name", ["garden_names", "museum_initials", "bicycle_label_lines"])
def test_a_speakers_label_is_no_speech(name):
    tokens = tokenize(read_transcript(ROOT / f"data/samples/{name}.txt"))
    labels = tokens[tokens["section"] == "label"]
    assert len(labels) and labels["sentence"].isna().all() and labels["turn"].notna().all()
    assert tokens.loc[(tokens["section"] == "turn") & (tokens["kind"] == "word"), "sentence"].notna().all()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Тари\u0078та", "Тарихта"),  # Latin x
        ("әлемд\u0069", "әлемді"),  # Latin i
        ("м\u0065ктептерде", "мектептерде"),  # Latin e
        ("қои\u0306ды", "қойды"),  # и with a combining breve
        ("ке\u00adлеміз", "келеміз"),  # a soft hyphen
    ],
)
def test_a_word_typed_with_other_letters_has_the_lemma_of_the_word(typed, meant):
    columns = ["norm", "lemma"]
    assert tokenize(f"Біз {typed}.")[columns].values.tolist() == tokenize(f"Біз {meant}.")[columns].values.tolist()


@pytest.mark.parametrize("figure", ["½", "Ⅳ", "①", "²", "٣"])
def test_a_figure_that_is_no_digit_is_a_number_and_stops_nothing(figure):
    table = tokenize(f"Ол {figure} ал.")
    assert table["kind"].tolist() == ["word", "number", "word", "punct"]


def test_a_token_says_its_class_and_the_tags_of_its_suffixes():
    table = tokenize("Біз үйлерімізге 3 рет бардық.")
    assert table["pos"].tolist() == ["pron", "noun", "num", "noun", "verb", "punct"]
    assert table["tags"].tolist() == ["", "pl poss1pl dat", "", "", "past pred1pl", ""]
