"""Other scripts and languages are told; Kazakh with foreign names and quotations is not taken for them."""

from pathlib import Path

import pytest

from helpers import TranscriptWarning, process_folder, read_transcript, romanize
from helpers.reading.decoding import read_text
from helpers.reading.language import foreign

ROOT = Path(__file__).parents[1]
OURS = sorted([*ROOT.glob("data/**/*.txt"), *ROOT.glob("tests/data/**/*.txt")])
TALK = """– Асхат Болатұлы, жаңа көпір қашан ашылады?
– Құрылыс биыл аяқталады. Біз жұмысты күзге дейін бітіреміз деп уәде бердік.
– Тұрғындар шудан шаршады ғой.
– Олардікі дұрыс. Түнде жұмыс істемейтін болдық."""
ARABIC = dict(
    zip(
        "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшыіэ",
        "ا ٵ ب ۆ گ ع د ە ج ز ي ي ك ق ل م ن ڭ و ٶ پ ر س ت ۋ ۇ ٷ ف ح ھ تس چ ش ى ٸ ە".split(),
        strict=True,
    )
)
RUSSIAN = """– Когда откроют новый мост?
– Строительство закончат в этом году. Мы обещали, что всё будет готово к осени.
– Жители устали от шума.
– Они правы. Мы больше не работаем по ночам, и это уже заметили во всех домах на берегу."""


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_none_of_our_kazakh_texts_raises_an_alarm(path):
    assert foreign(read_text(path)[0]) == ("Russian" if path.stem.startswith("russian_") else "")


@pytest.mark.parametrize("system", ["2021", "bgn", "iso9"])
def test_kazakh_in_latin_letters_is_told(system):
    assert foreign(romanize(TALK, system)) == "Latin letters"


def test_kazakh_in_arabic_letters_is_told():
    assert foreign("".join(ARABIC.get(letter, letter) for letter in TALK.lower())) == "Arabic letters"


def test_russian_is_told():
    assert foreign(RUSSIAN) == "Russian"


def test_russian_answers_to_kazakh_questions_are_told_where_they_are_the_larger_part():
    mixed = TALK.splitlines()[0] + "\n" + "\n".join(RUSSIAN.splitlines()[1::2])
    assert foreign(mixed) == "Russian"


def test_kazakh_typed_without_its_letters_is_told():
    russian_keyboard = str.maketrans("әғқңөұүһі", "агкноууhи")
    assert foreign(5 * TALK.lower().translate(russian_keyboard)).startswith("Cyrillic without")


def test_a_quotation_in_russian_and_names_in_latin_letters_raise_no_alarm():
    quoted = TALK + "\n– Жолсерік: «Поезд дальше не идёт, просьба всем выйти из вагона», – деді.\n– Facebook, WhatsApp."
    assert foreign(quoted) == ""


def test_too_few_letters_tell_nothing():
    assert foreign("Hello, world!") == "" and foreign("") == "" and foreign("12.05.2021 — 14:30") == ""


def test_a_line_of_kazakh_with_words_that_russian_has_too_is_kazakh():
    assert foreign("Он екі ай бойы не істедік? Ал енді он бір адам сол жолда тұр, осы көп пе, аз ба?") == ""


def test_a_transcript_and_a_folder_warn_of_it_once_and_note_it(tmp_path):
    (tmp_path / "talk.txt").write_text(romanize(TALK, "2021"), encoding="utf-8")
    with pytest.warns(TranscriptWarning, match="hardly Kazakh in Cyrillic letters: Latin letters") as warned:
        transcript = read_transcript(tmp_path / "talk.txt")
    assert len(warned) == 1
    notes = transcript.notes.set_index("decision")
    assert not notes.loc["language: Latin letters", "sure"]
    documents = process_folder(tmp_path, n_jobs=1, progress=False).documents
    assert "Latin letters" in documents.loc[0, "warning"]
