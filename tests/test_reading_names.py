"""Texts in which names open the lines: it is plain who speaks, however they talk and whether or not anybody asks."""

import re
from pathlib import Path

import pytest

from helpers import read_transcript

ROOT = Path(__file__).parents[1]
KITCHEN = """Ас үйде
Раушан: қамыр дайын ба мен табаны қыздырып қойдым
Сәкен: дайын ғой бірақ сұйық болып кетті білем
Раушан: сен ұнды аз салғансың мен айттым ғой саған
Сәкен: аз емес өлшеп салдым
Раушан: жарайды тағы бір уыс қос
Ана: не істеп жүрсіңдер балалар
Сәкен: бауырсақ пісіреміз ана сізге де болады
Ана: майын көп құйма мен көрдім өткенде бәрі күйіп кеткен
Раушан: ана сіз отырыңыз біз өзіміз істейміз
Ана: отырайын онда
"""

RECORDS = """Бос жұмыс орындары
Лауазымы: есепші
Мекенжайы: Абай көшесі 12
Жалақысы: 180 000 теңге
Лауазымы: жүргізуші
Мекенжайы: Сейфуллин көшесі 4
Жалақысы: 200 000 теңге
Лауазымы: аспаз
Мекенжайы: Жібек жолы 77
Жалақысы: 150 000 теңге
"""
NEWS = """Аудандағы жөндеу
Қала орталығында көпір жөндеуі басталды.
Серік Асан: Біз жұмысты күзге дейін бітіреміз.
Жөндеуге бюджеттен екі жүз миллион теңге бөлінген.
Мердігер былтыр іріктеуден өткен болатын.
Айгүл Нұр: Менің үйім осы жерде, шаң көп.
Тұрғындар әкімдікке хат жазғанын айтты.
Әкімдік көшені күн сайын сулап тұруға уәде берді.
Серік Асан: Біз тұрғындардан кешірім сұраймыз.
Құрылыс алаңына қосымша екі техника жеткізілді.
Айгүл Нұр: Мен оған сенбеймін.
Келесі жиын қыркүйекте өтеді деп жоспарланған.
Серік Асан: Біз жиынға барамыз.
Айгүл Нұр: Мен де барамын.
Жиынның қорытындысын редакция хабарлайды.
"""
CARS = """Сатылатын көліктер
Маркасы: Нива
Түсі: ақ
Жүрген жолы: 90 мың шақырым
Маркасы: Камри
Түсі: қара
Жүрген жолы: 40 мың шақырым
Маркасы: Газель
Түсі: көк
Жүрген жолы: 210 мың шақырым
"""


@pytest.fixture
def read(tmp_path):
    def reader(text):
        path = tmp_path / "talk.txt"
        path.write_text(text, encoding="utf-8")
        return read_transcript(path)

    return reader


def plain(text: str) -> str:
    """The text as a transcriber without punctuation types it: labels stay, the words are bare."""
    bare = []
    for line in text.splitlines():
        label = re.match(r"[^:.?!]{1,40}:", line)
        said = " ".join(re.findall(r"[\w-]+", line[label.end() :])).lower() if label else ""
        bare.append(f"{label[0]} {said}" if label else line)
    return "\n".join(bare) + "\n"


def test_an_unpunctuated_talk_under_recurring_names_is_read_turn_by_turn(read):
    talk = read(KITCHEN)
    names = [line.split(":")[0] for line in KITCHEN.splitlines()[1:]]
    assert talk.lines["speaker"].tolist() == ["", *names]
    assert talk.lines["turn"].tolist()[1:] == list(range(1, 11))
    assert talk.layout.startswith("poll: ") and set(talk.lines["role"][1:]) == {"interviewee"}
    assert talk.notes["confidence"].between(0, 1).all() and talk.notes["sure"].all()


NAMES = [("Жанар", "Олжас"), ("А.Қ.", "Д.М."), ("ЖАНАР", "ОЛЖАС"), ("Speaker 1", "Speaker 2")]


@pytest.mark.parametrize("names", NAMES)
def test_an_unpunctuated_interview_under_names_keeps_its_turns(read, names):
    turns = [("шеберханаңызды қашан аштыңыз", "он жыл бұрын аштым ол кезде жалғыз едім"),
             ("қазір неше адам жұмыс істейді сізде", "алты адамбыз бәріміз туыспыз"),
             ("шәкірттеріңіз бар ма", "бар екі бала келеді мен оларға тегін үйретемін"),
             ("рахмет сұхбатыңызға", "сізге де рахмет")]  # fmt: skip
    talk = read("Шебер\n" + "".join(f"{names[0]}: {q}\n{names[1]}: {a}\n" for q, a in turns))
    assert talk.lines["turn"].tolist()[1:] == list(range(1, 9))
    assert talk.lines["role"].tolist()[1:] == ["interviewer", "interviewee"] * 4


@pytest.mark.parametrize("text", [RECORDS, CARS, NEWS], ids=["records", "cars", "news"])
def test_fields_of_records_and_quotes_between_a_narrators_lines_are_no_talk(read, text):
    with pytest.warns(UserWarning, match="one body"):
        assert read(text).layout.startswith("none")


@pytest.mark.parametrize("name", ["garden_names", "bicycle_label_lines"])
def test_a_sample_without_any_punctuation_has_the_turns_of_the_punctuated_one(read, name):
    text = (ROOT / f"data/samples/{name}.txt").read_text(encoding="utf-8")
    with_marks, without = read(text), read(plain(text))
    assert without.lines["role"].tolist() == with_marks.lines["role"].tolist()
    assert without.lines["turn"].tolist() == with_marks.lines["turn"].tolist()


FOLDERS = ("data/labels/held_out", "data/samples", "data/raw")
TEXTS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.txt"))


@pytest.mark.filterwarnings("ignore::helpers.errors.TranscriptWarning")
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_text_that_comes_with_the_project_is_read_as_what_it_is(path):
    layout = read_transcript(path).layout.split(":")[0]
    assert (layout == "none") == path.stem.startswith(("comments", "speech")), layout
    assert (layout == "poll") == path.stem.startswith("talk"), layout
