"""The same interview in other line breakings has the same turns; a longer one takes no more time a line."""

import csv
import random
import sys
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import read_transcript
from helpers.reading.weights import table, weights

START = Path(__file__).parents[1] / "tools/turn_weights_start.csv"
ASKED = [
    ["Зергерлікті қай жаста бастадыңыз?"],
    ["Көрмеңізге көп адам келді.", "Оларға не ұнады деп ойлайсыз?"],
    ["Шәкірттеріңіз туралы айтып беріңізші?"],
    ["Күмісті қайдан аласыз?"],
    ["Сізге ең қиын тапсырыс қандай болды?"],
    ["Балаларыңыз бұл істі жалғастыра ма?"],
]
ANSWERED = [
    ["Он бес жасымнан бері айналысамын.", "Әкем темір соғатын, мен қасында жүріп үйрендім."],
    ["Маған қонақтардың пікірі маңызды.", "Біз көрмені үш ай дайындадық.", "Енді Алматыға апарғымыз келеді."],
    ["Қазір алты шәкіртім бар.", "Екеуі менен асып түсті."],
    ["Көбіне ескі әшекейлерді балқытамыз."],
    ["Бір келіншек әжесінің білезігін қалпына келтіруімді сұрады.", "Суретін ғана көрдім.", "Үш рет қайта құйдым."],
    ["Ұлым қызығады, бірақ мен оны қинамаймын."],
]
TALK = st.lists(st.tuples(st.sampled_from(ASKED), st.sampled_from(ANSWERED)), min_size=3, max_size=7)
MARKS = st.sampled_from([("– ", "– "), ("-", "-"), ("— ", "— "), ("Айша: ", "Ермек: "), ("А.Б. – ", "Е.С. – ")])
HEAD = "Күміс сөйлейді\nЗергер Ермек Сағынмен әңгімелестік.\n"


def printed(talk, marks, between: str, after: str = "\n") -> str:
    """The talk with its marks, something between the sentences of a turn and something behind each turn."""
    turns = (mark + between.join(turn) for pair in talk for mark, turn in zip(marks, pair))
    return HEAD + "".join(f"{turn}{after}" for turn in turns)


def wrapped(text: str, width: int) -> str:
    """The text with line breaks wherever a line would be longer than a width."""
    lines = []
    for line in text.splitlines():
        row = ""
        for word in line.split():
            if row and len(row) + len(word) >= width:
                lines.append(row)
                row = ""
            row = f"{row} {word}".strip()
        lines.append(row)
    return "\n".join(lines) + "\n"


def turns(folder, text: str) -> list[tuple[str, str]]:
    """Who speaks in what a text holds: role and words, blanks aside."""
    path = folder / "breaks.txt"
    path.write_text(text, encoding="utf-8")
    transcript = read_transcript(path)
    rows = transcript.segments[transcript.segments["section"] == "turn"]
    said: dict[int, list[str]] = {}
    for row in rows.itertuples():
        said.setdefault((row.turn, row.role), []).append(transcript.text[row.speech : row.end])
    return [(role, " ".join(" ".join(words).split())) for (_, role), words in said.items()]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(talk=TALK, marks=MARKS, width=st.integers(60, 100))
def test_paragraphs_sentences_wrapped_lines_and_blank_lines_give_the_same_turns(tmp_path_factory, talk, marks, width):
    folder = tmp_path_factory.getbasetemp()
    paragraphs = printed(talk, marks, " ")
    right = [(role, " ".join(turn)) for pair in talk for role, turn in zip(("interviewer", "interviewee"), pair)]
    assert turns(folder, paragraphs) == right
    assert turns(folder, printed(talk, marks, "\n")) == right
    assert turns(folder, printed(talk, marks, " ", after="\n\n\n")) == right
    assert turns(folder, wrapped(paragraphs, width)) == right


def test_the_work_grows_with_the_text_and_no_faster(tmp_path):
    """Calls are counted, not seconds: what is compared or searched again for every line would show as their square."""
    rng = random.Random(2)
    talk = [(rng.choice(ASKED), rng.choice(ANSWERED)) for _ in range(40)]
    calls = []
    for times in (1, 1, 8):  # the first call loads the lexicons
        calls.append(0)

        def count(frame, event, argument):
            calls[-1] += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            found = turns(tmp_path, printed(talk * times, ("Айша: ", "– "), " "))
        finally:
            sys.setprofile(None)
        assert len(found) == 80 * times
    assert calls[2] < 8.5 * calls[1]


CARVER = [
    (
        "Шеберхана ашу ойыңызға қалай келді?",
        ["Ағаштың исін жақсы көремін.", "Атам арба жасайтын.", "Ауыл азайып барады."],
    ),
    ("Шәкірттеріңіз көп пе?", ["Биыл жеті бала келіп жүр.", "Екеуі қыз.", "Сабақ кешкі сағат алтыда басталады."]),
    ("Қай бұйымыңыз қымбат?", ["Әжемнің сандығын қалпына келтірдім.", "Қақпағы бөлініп қалған еді.", "Бояуы өшкен."]),
    ("Алдағы жоспарыңыз қандай?", ["Көктемде көрме ашпақпыз.", "Облыстан қонақтар келеді.", "Содан кейін демаламын."]),
]


def test_answers_without_mark_are_read_alike_in_paragraphs_and_a_sentence_a_line(tmp_path):
    head = "Ағаштың тілін білетін шебер\nШебер Дәурен Сапар өз ісі туралы айтып берді.\n"
    read = [
        turns(tmp_path, head + "".join(f"– {question}\n{between.join(answer)}\n" for question, answer in CARVER))
        for between in (" ", "\n")
    ]
    assert read[0] == read[1]
    assert [role for role, _ in read[0]] == ["interviewer", "interviewee"] * len(CARVER)


FIELDS = ("Мамандығы", "Жалақысы", "Орналасқан жері")
JOBS = [
    ("дәнекерлеуші", "250 мың теңге", "Қарағанды"),
    ("аспаз", "180 мың теңге", "Балқаш"),
    ("есепші", "біз келісеміз", "Теміртау"),
    ("жүргізуші", "220 мың теңге", "Сараң"),
]
PANEL = [
    ("Модератор", "Қымбатты қонақтар, бұл заң сіздерге қажет пе?"),
    ("Айша", "Меніңше, қажет."),
    ("Ермек", "Мен қарсымын."),
    ("Модератор", "Неге олай ойлайсыз?"),
    ("Айша", "Біз көп күттік."),
    ("Ермек", "Біз асығып отырмыз."),
    ("Модератор", "Сонда не ұсынасыздар?"),
    ("Айша", "Мен қабылдауды ұсынамын."),
    ("Ермек", "Ал мен күткім келеді."),
]


def test_fields_of_records_are_nobodys_turns_and_a_panel_in_a_fixed_order_is_somebodys(tmp_path):
    records = "".join(f"{name}: {cell}\n" for job in JOBS for name, cell in zip(FIELDS, job))
    assert turns(tmp_path, f"Облыстағы бос жұмыс орындары\n{records}") == []
    panel = "".join(f"{name}: {words}\n" for name, words in PANEL)
    assert len(turns(tmp_path, f"Дөңгелек үстел\n{panel}")) == len(PANEL)


def test_the_trained_weights_are_those_of_the_start_moved_by_examples():
    start = list(csv.DictReader(START.open(encoding="utf-8")))
    hand, trained = table(start), weights()
    assert (hand.row, hand.column) == (trained.row, trained.column)
    cosine = (hand.cells * trained.cells).sum() / np.linalg.norm(hand.cells) / np.linalg.norm(trained.cells)
    assert 0.8 < cosine < 0.999


def test_questions_in_bold_type_and_messages_with_their_dates_are_read(tmp_path):
    head = "Ағаштың тілін білетін шебер\nШебер Дәурен Сапар өз ісі туралы айтып берді.\n"
    bold = "".join(f"**{question}**\n\n{' '.join(answer)}\n\n" for question, answer in CARVER)
    chat = "".join(
        f"[12.11.2025, 10:0{k}] Айша: {question}\n[12.11.2025, 10:0{k}] Дәурен: {' '.join(answer)}\n"
        for k, (question, answer) in enumerate(CARVER)
    )
    for printed_again in (bold, chat):
        assert [role for role, _ in turns(tmp_path, head + printed_again)] == ["interviewer", "interviewee"] * len(
            CARVER
        )
