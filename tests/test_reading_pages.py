"""Kinds of pages as they come from sites, papers and recognisers; every text here was made up for its test."""

import pytest

from helpers import read_transcript

NUMBERED = """Айдың қонағы
Ботаник Сәуле Қарақат он бір сұраққа емес, бес сұраққа жауап берді.

1. Гүлге әуестік қашан басталды?
Әжемнің терезесінде қазтамақ өсетін. Мен соны күн сайын суаратынмын.
Кейін мектепте гербарий жинадым, бірінші орын алғаным әлі есімде.

2. Экспедицияға не алып шығасыз?
Пышақ, қағаз, баспақ. Үшеуі ғана:
1. пышақпен тамырын аламыз;
2. қағазға орап, кептіреміз.

3. Ең сирек өсімдікті қайдан таптыңыз?
Қаратаудың бөктерінен. Үш күн іздедік, төртіншісінде жаңбыр астында көрдім.

4. Үйде неше гүліңіз бар
Екеу. Қалғанын көршілерге тараттым, өйткені үйде көп болмаймын.

5. Шәкірттерден не талап етесіз?
Шыдамды. Қалғанын үйретеміз.
"""
TIPS = """Жеміс ағашын отырғызу
Бағбанның кеңестері

1. Көшетті қашан отырғызған дұрыс?
Сәуірдің соңында жер жылынады. Көшетті бұлтты күні отырғызыңыз.
Тамырын бір сағат суға салып қойыңыз.

2. Шұңқырды қандай етіп қазасыз?
Тереңдігі алпыс сантиметр болсын. Түбіне құм мен тезек салыңыз.

3. Қанша рет суарасыз?
Алғашқы айда аптасына екі рет құйыңыз. Кейін топырақтың құрғауына қарап суарасыз.

4. Бұтақты кесу керек пе?
Керек. Құрғаған бұтақтарды күзде кесіңіз, жарасын бояңыз.
"""
HEADED = """Алты сұрақ
Аспаз Ерлан Тоқтар жауап береді.

№1 сұрақ
Ас үйге қалай келдіңіз?
Анам наубайшы болған. Мен ұннан шықпай өстім десем болады.
Сосын әскерде аспаз болдым.

№2 сұрақ
Өзіңіз не жегенді ұнатасыз?
Қара нан мен май. Қонақта отырып та соны сұраймын.

№3 сұрақ
Қызметкерлеріңізге ренжисіз бе?
Ренжимін. Бірақ кешке дейін ұмытып кетемін.
Олар да менің мінезімді біледі.

№4 сұрақ
Жас аспазға қандай кеңес бересіз?
Пышақты өткір ұстасын. Біз бәріміз содан бастадық.
"""


@pytest.fixture
def read(tmp_path):
    """Reads a text; result: the transcript."""

    def from_text(text: str):
        path = tmp_path / "page.txt"
        path.write_text(text, encoding="utf-8")
        return read_transcript(path)

    return from_text


def roles(transcript) -> str:
    """Q or a for every line of a turn, in order."""
    lines = transcript.lines[transcript.lines["section"] == "turn"]
    return "".join("Q" if role == "interviewer" else "a" for role in lines["role"])


def test_numbered_questions_are_turns_and_a_list_inside_an_answer_is_not(read):
    page = read(NUMBERED)
    assert page.layout.startswith("numbered")
    assert roles(page) == "Qaa" + "Qaaa" + "Qa" + "Qa" + "Qa"


def test_numbered_questions_answered_by_advice_to_the_reader_are_no_interview(read):
    with pytest.warns(match="nobody's turns"):
        page = read(TIPS)
    assert page.layout.startswith("none")


def test_the_number_of_a_question_may_stand_on_a_line_of_its_own(read):
    page = read(HEADED)
    assert list(page.lines["section"]).count("label") == 4
    assert roles(page) == "Qaa" + "Qa" + "Qaa" + "Qa"
