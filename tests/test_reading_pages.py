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


TABLE = """Көкөніс неге қымбат?
Редакцияда бас қосқандар: Гүлнұр Таңатар, Марат Есімбек, Ораз Қуандық, Салтанат Біржан.

ТАҢАТАР Г. – Қош келдіңіздер! Алдымен бағадан бастайық: қияр неге екі есе қымбаттады?
ЕСІМБЕК М. – Біз жылыжайды көмірмен жағамыз, оның бағасы өсті. Мен былтыр шығынға баттым.
ҚУАНДЫҚ О. – Мен базарда тұрамын, делдалсыз тауар көрмедім.
ТАҢАТАР Г. – Делдалсыз сату мүмкін бе?
ЕСІМБЕК М. – Мүмкін, егер бізге орын берсе. Сенбі сайын келіп сатар едік.
БІРЖАН С. – Әкімдік орын бөлуге дайын, мен мұны бүгін уәде етемін.
ТАҢАТАР Г. – Уақыт бөлгендеріңізге рақмет!
"""
INITIALLED = TABLE.replace("ТАҢАТАР Г.", "Г. Таңатар.").replace("ЕСІМБЕК М.", "М. Есімбек.")
INITIALLED = INITIALLED.replace("ҚУАНДЫҚ О.", "О. Қуандық.").replace("БІРЖАН С.", "С. Біржан.")
RECOGNISED = """0:01
[әуен]
0:04
>> қайырлы кеш бүгін қонақта жүзуші
0:06
алия нұрмаш қош келдіңіз
0:09
>> рахмет сізге
0:10
>> бассейнге алғаш қашан келдіңіз
0:12
>> алты жасымда әкем әкелді
0:15
судан қорқатынмын жылай бердім
0:19
[күлкі]
0:20
кейін үйреніп кеттім
0:24
>> күніне неше сағат жаттығасыз
0:26
>> төрт сағат таңертең екі кешке екі
0:30
демалыс күні ғана ұйықтаймын
0:33
>> рахмет әңгімеңізге
"""
UNSTOPPED = """Аралар ауылы
Ұлытаудың бөктерінде бал ашытатын отбасы тұрады
- Тұрар аға, араны кім үйретті?
- Нағашым
Ол кісі алпыс ұя ұстаған
Мен түтін салып жүретінмін
Ара шақса, адам жылай ма екен?
Жыламайды, бірақ қасиды
- Биыл бал көп пе?
- Аз
Жаңбыр жаумады
Гүл ерте солды
- Балды қайда сатасыз?
- Базарға шығамын
Тұрақты адамдарым бар
Кейбірі жиырма жылдан бері келеді
- Қыста не істейсіз?
- Ұя жасаймын
Ағашты жазда дайындаймын
Қарағайдың иісі араға жағады
- Көп рақмет!
"""


@pytest.mark.parametrize("text", [TABLE, INITIALLED, TABLE.replace(". – ", " – "), INITIALLED.replace(". – ", ": ")])
def test_initial_and_surname_before_a_dash_open_turns_at_a_round_table(read, text):
    page = read(text)
    assert roles(page) == "QaaQaaQ"
    assert len(set(page.lines.loc[page.lines["section"] == "turn", "speaker"])) == 4


def test_a_recognisers_sign_for_another_speaker_opens_turns(read):
    page = read(RECOGNISED)
    assert roles(page) == "QQ" + "a" + "Q" + "aaa" + "Q" + "aa" + "Q"
    assert list(page.lines["section"]).count("timecode") == RECOGNISED.count("\n0:") + 1


def test_names_behind_the_sign_for_another_speaker_are_speakers(read):
    first, *parts = RECOGNISED.split(">> ")
    names = ["ДАНА", "АЛИЯ"] * len(parts)
    page = read(first + "".join(f">> {name}: {part}" for name, part in zip(names, parts)))
    assert {"ДАНА", "АЛИЯ"} <= set(page.lines["speaker"])


@pytest.mark.parametrize("text", [UNSTOPPED, UNSTOPPED.replace("- ", "— ")])
def test_alternating_dashes_show_who_asks_where_sentences_have_lines_and_no_full_stops(read, text):
    assert roles(read(text)) == "Qaaaaa" + "Qaaa" + "Qaaa" + "Qaaa" + "Q"


SITE = """Шаңғышы: Қар мен үшін үй
Таулы ауылда өскен шаңғышы Нұрсұлтан Бейбіт жаңа маусымға дайындалып жатыр.
Айна: Шаңғыны кім сыйлады?
Нұрсұлтан: Атам ағаштан жонып берді. Мен оны әлі сақтап жүрмін.
Айна: Жаттығу күнде бола ма?
Нұрсұлтан: Иә, тек жексенбіде демаламын.
Бапкермен бірге, 2014 жыл
Айна: Жарыстан қорқасыз ба?
Нұрсұлтан: Қорқамын. Бірақ сөреге шыққанда бәрі ұмытылады.
Айна: Жолыңыз болсын!
Мақала ұнады ма?
#шаңғы #спорт
Тақырып бойынша
Мұз айдыны қашан ашылады?
Қысқы лагерьге кім барады?
Асқар: жақсы бала екен
"""


def test_tags_related_headlines_and_comments_under_an_interview_are_nobodys_words(read):
    page = read(SITE)
    assert roles(page) == "Qa" * 3 + "Q"
    assert set(page.lines["section"].iloc[-6:]) == {"byline"}


def test_a_line_that_ends_in_a_year_is_a_caption_between_turns(read):
    page = read(SITE)
    assert page.lines["section"].iloc[6] == "caption"


def test_an_answer_goes_on_behind_a_link_in_the_middle_of_it(read):
    goes_on = (
        "Сондай-ақ оқыңыз: Қар қашан жауады?\n"
        + "Екі жыл бұрын аяғым сынып, төсекте жатқанда да осыны ойлайтынмын. " * 3
    )
    page = read(SITE.replace("Айна: Жолыңыз болсын!\n", goes_on.strip() + "\n"))
    assert roles(page) == "Qa" * 3 + "a"
