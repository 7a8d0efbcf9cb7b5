"""Romanisation: examples of the published tables, capitals, and the way back from ISO 9."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import romanize
from helpers.sheets import rows

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


@pytest.mark.parametrize(
    "kazakh, latin",  # the examples of the BGN/PCGN table
    [
        ("Әуезов", "Äūezov"),
        ("Владимир", "Vladīmīr"),
        ("Жамбыл", "Zhambyl"),
        ("Шиелі", "Shīeli"),
        ("Семей", "Semey"),
        ("Шымкент", "Shymkent"),
        ("Өскемен", "Öskemen"),
    ],
)
def test_names_are_written_as_in_the_table_of_1979(kazakh, latin):
    assert romanize(kazakh) == latin


def test_the_alphabet_of_2021_writes_a_sentence_as_others_do():
    kazakh = "Бұрыңғы өткен заманда, бір данышпан кісі, Бағдат шаһарының бір үлкен қазысының үйіне келіп қоныпты."
    latin = "Būryñğy ötken zamanda, bır danyşpan kısı, Bağdat şaharynyñ bır ülken qazysynyñ üiıne kelıp qonypty."
    assert romanize(kazakh, "2021") == latin


def test_every_letter_of_the_alphabet_is_in_the_table_and_tells_how_to_say_it():
    table = {row["letter"]: row["sound"] for row in rows("romanisation.csv")}
    assert set(KAZAKH) <= set(table)
    assert all(table[letter] for letter in KAZAKH)


def test_words_in_capitals_stay_in_capitals():
    assert romanize("ШЫҒЫС, Шығыс, АҚШ, Ж. Шаханов") == "SHYGHYS, Shyghys, AQSH, Zh. Shakhanov"
    assert romanize("ИНИ Иманғали", "2021") == "İNİ İmanğali"


def test_n_and_g_are_not_taken_for_one_sound():
    assert romanize("енгізу мен жаңа") == "en·gizū men zhanga"


def test_what_is_not_cyrillic_stays():
    assert romanize("Facebook-те 55-ші «2021»") == "Facebook-te 55-shi «2021»"


def test_an_unknown_system_is_refused_by_name():
    with pytest.raises(ValueError, match="'bgn', '2021', 'iso9'"):
        romanize("біз", "din")


@given(st.text(KAZAKH + KAZAKH.upper() + " ,.-0123456789"))
def test_iso9_can_be_turned_back(text):
    letters = {romanize(c, "iso9"): c for c in KAZAKH.upper() + KAZAKH}
    latin, back = romanize(text, "iso9"), ""
    while latin:
        piece = next(p for p in (latin[:2], latin[:1]) if p in letters or len(p) == 1)
        back += letters.get(piece, piece)
        latin = latin[len(piece) :]
    assert back == text.replace("Ъ", "ъ").replace("Ь", "ь")


# the letters of Kazakh beyond Russian in ISO 9:1995 (as GOST 7.79-2000, system A), marks decomposed
ISO_9_TABLE_3 = {
    "ә": "a\u030b",
    "ғ": "g\u0307",
    "қ": "k\u0327",
    "ң": "n\u0327",
    "ө": "o\u0302",
    "ұ": "u\u0307",
    "ү": "u\u0300",
    "һ": "h\u0323",
    "і": "i\u0300",
}


@pytest.mark.parametrize("letter", ISO_9_TABLE_3)
def test_the_letters_of_kazakh_are_those_of_iso_9(letter):
    assert unicodedata.normalize("NFD", romanize(letter, "iso9")) == ISO_9_TABLE_3[letter]
    assert unicodedata.normalize("NFD", romanize(letter.upper(), "iso9")) == ISO_9_TABLE_3[letter].capitalize()
