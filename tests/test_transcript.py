"""Reading an interview: exact text, lines, turns, translation, and a clear word where it cannot tell."""

import csv
import re
import warnings
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import TranscriptError, read_transcript, read_translation
from helpers.errors import TranscriptWarning

ROOT = Path(__file__).parents[1]
INTERVIEW = ROOT / "data/raw/kopbaev_interview.txt"
LAYOUTS = sorted((ROOT / "tests/data/layouts").glob("*.txt"))
SAMPLES = sorted((ROOT / "data/samples").glob("*.txt"))
TAGS = dict(zip("HLISCBN", ["headline", "lead", "intro", "subhead", "caption", "byline", "body"]))


@pytest.fixture(scope="module")
def interview():
    return read_transcript(INTERVIEW)


@pytest.fixture
def read(tmp_path):
    """Read a text given as str or bytes."""

    def reader(text, **options):
        path = tmp_path / "text.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_transcript(path, **options)

    return reader


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def as_text(frame):
    frame = frame.astype(object)
    return [tuple(map(str, row)) for row in frame.where(frame.notna(), "").to_numpy()]


def check_partition(transcript):
    """The segments of a line follow one another and cover it; all lines and breaks give the text back."""
    text, lines, segments = transcript.text, transcript.lines, transcript.segments
    assert (segments["start"] <= segments["speech"]).all() and (segments["speech"] <= segments["end"]).all()
    spans = segments.groupby("line").agg(start=("start", "first"), end=("end", "last"))
    assert spans["start"].tolist() == lines["start"].tolist() and spans["end"].tolist() == lines["end"].tolist()
    same = segments["line"].eq(segments["line"].shift())
    assert segments["start"][same].tolist() == segments["end"].shift()[same].tolist()
    ends = lines["end"].tolist()
    breaks = [text[end:start] for end, start in zip(ends, [*lines["start"].tolist()[1:], len(text)])]
    assert set(breaks[:-1]) <= {"\n", "\r", "\r\n"} and breaks[-1] in {"", "\n", "\r", "\r\n"}
    assert "".join(text[s:e] + b for s, e, b in zip(lines["start"], ends, breaks)) == text


def test_the_interviews_48_lines_have_the_hand_made_sections_roles_and_turns(interview):
    gold = [tuple(row.values())[:5] for row in table(ROOT / "tests/data/kopbaev_turns.tsv")]
    assert as_text(interview.lines[["line", "section", "role", "turn", "pair"]]) == gold
    assert interview.text == INTERVIEW.read_text(encoding="utf-8")
    assert interview.encoding == "utf-8" and interview.layout.startswith("dash: ")
    check_partition(interview)


def test_the_dash_that_opens_a_turn_stands_before_its_speech(interview):
    first = interview.segments.query("line == 8").iloc[0]
    assert interview.text[first.start : first.speech] == "- "


def test_the_translation_is_aligned_with_the_text(interview):
    sentences = read_translation(ROOT / "data/translation/kopbaev_interview.tsv", interview)
    assert sentences["sentence"].tolist() == list(range(1, 47))
    assert [interview.text[s:e] for s, e in zip(sentences["start"], sentences["end"])] == list(sentences["kk"])


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [("Шынымен партия", "Шынымен Партия", "row 7"), ("8\t2\t28", "8\ttwo\t28", "row 7"),
     ("\ten\t", "\tenglish\t", "no column en"), ("48\t0\t22", "49\t0\t22", "row 47")],
)  # fmt: skip
def test_a_translation_that_does_not_fit_names_file_and_row(tmp_path, interview, old, new, word):
    path = tmp_path / "broken.tsv"
    text = (ROOT / "data/translation/kopbaev_interview.tsv").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TranscriptError, match=rf"broken\.tsv.*{word}"):
        read_translation(path, interview)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_read_as_their_turn_tables_say(path):
    transcript = read_transcript(path)
    gold = [tuple(row.values())[:5] for row in table(path.with_suffix(".turns.tsv"))]
    mine = as_text(transcript.lines[["line", "section", "role", "turn", "pair"]])
    assert [tuple(x.replace("lead", "intro") for x in row) for row in mine] == gold
    check_partition(transcript)


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_layouts_and_near_misses_are_told_apart(path, read):
    gold, lines, turn, opened = [], [], 0, False
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        tag, _, line = row.partition("|")
        lines.append(line)
        if tag != "_" and tag in TAGS:
            gold.append((number, TAGS[tag].replace("lead", "intro"), "unknown" if tag == "N" else "editor", 0))
        elif tag != "_":
            turn += tag[-1].isupper() and not opened
            opened = tag[0] == "L"
            gold.append(
                (number, "label" if opened else "turn", "interview" + ("er" if tag[-1] in "Qq" else "ee"), turn)
            )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        transcript = read("\n".join(lines))
    rows = transcript.lines.query("section != 'blank'")
    numbers = pd.Series(rows["turn"].to_numpy("float64", na_value=float("nan")))
    turns = numbers.rank(method="dense").fillna(0)  # a line shows the first of its turns
    rows = zip(rows["line"], rows["section"].str.replace("lead", "intro"), rows["role"], turns)
    assert list(rows) == gold
    assert [w.category for w in caught] == ([TranscriptWarning] if turn == 0 else [])
    check_partition(transcript)


DIALOGUE = "Тақырып\nКіріспе сөйлем осында тұр.\n{q}Сіз қайдан келдіңіз?\n{a}Мен ауылдан келдім.\n"
DIALOGUE += "{q}Неге?\n{a}Жұмыс іздедім.\n"


@pytest.mark.parametrize("dash", ["-", "- ", "– ", "— ", "− ", "─ ", "  – ", "\xa0— ", "\u200b–\xa0"])
def test_a_turn_opens_with_any_of_the_dashes_papers_use(read, dash):
    transcript = read(DIALOGUE.format(q=dash, a=dash))
    assert transcript.lines["turn"].fillna(0).tolist() == [0, 0, 1, 2, 3, 4]
    assert [transcript.text[s : s + 3] for s in transcript.segments["speech"][2:]] == ["Сіз", "Мен", "Нег", "Жұм"]


def test_names_before_a_colon_become_speakers_and_label_segments(read):
    transcript = read(DIALOGUE.format(q="Айгүл: ", a="Серік Асан, заңгер: – "))
    assert transcript.lines["speaker"].tolist()[2:4] == ["Айгүл", "Серік Асан"]
    label, turn = (transcript.segments.iloc[k] for k in (4, 5))
    assert (label.section, transcript.text[label.start : label.end]) == ("label", "Серік Асан, заңгер: – ")
    assert transcript.text[turn.speech : turn.end] == "Мен ауылдан келдім."


def test_a_paragraph_with_several_turns_has_one_line_and_a_segment_for_each():
    transcript = read_transcript(ROOT / "data/samples/chess_one_paragraph.txt")
    rows = transcript.segments.query("line == 2")
    assert rows["section"].tolist() == ["intro"] + ["turn"] * 15
    assert rows["role"].tolist()[1:] == ["interviewer", "interviewee"] * 7 + ["interviewer"]
    assert transcript.lines["turn"].fillna(0).tolist() == [0, 1, 0]


def test_speakers_named_in_the_call_have_the_role_they_are_given(read):
    text = DIALOGUE.format(q="Айгүл: ", a="Серік: ")
    roles = {"Айгүл": "interviewee", "Серік": "interviewer"}
    assert read(text, speakers=roles).lines["role"].tolist()[2:4] == ["interviewee", "interviewer"]
    news = "Тақырып\nСерік Асан: Көпір бітті.\nЖөндеу бір жылға созылды.\nАйгүл Нұр: Жол ашық.\nКөлік көп.\n"
    assert read(news, speakers={"Серік Асан": "interviewee"}).lines["turn"].tolist()[1:] == [1, 1, 2, 2]
    with pytest.raises(TranscriptError, match="'interviewer' or 'interviewee'"):
        read(text, speakers={"Айгүл": "host"})


def test_typed_markup_is_taken_at_its_word(read):
    text = "# Тақырып\nКіріспе\nQ: Қалайсыз\nA Серік: Жақсы.\n- тізім\nA: Ал мен?\n"
    lines = read(text).lines
    assert lines["section"].tolist() == ["headline", "intro", "turn", "turn", "turn", "turn"]
    assert lines["role"].tolist()[2:] == ["interviewer"] + ["interviewee"] * 3
    assert lines["speaker"].tolist()[3] == "Серік" and lines["turn"].tolist()[2:] == [1, 2, 2, 3]


def test_a_text_without_marks_is_one_body_and_the_warning_says_what_to_do(read):
    with pytest.warns(TranscriptWarning, match="type Q: and A: where turns open"):
        transcript = read("Тақырып\nСізге қалай?\nМаған ұнайды.\nНеге?\nСебебі жоқ.\n")
    assert set(transcript.lines["section"]) == {"body"} and transcript.lines["turn"].isna().all()
    assert not transcript.notes["sure"].iloc[0]


def test_doubtful_lines_are_listed(read):
    notes = read(DIALOGUE.format(q="– ", a="– ") + "– Қалада үй бар.\n– Сіз үйлендіңіз бе?\n– Иә.\n").notes
    doubtful = notes.dropna(subset="line").nsmallest(1, "confidence")
    assert doubtful["line"].isin([6, 7]).all() and doubtful["confidence"].lt(0.7).all()


def test_the_notes_report_latin_letters_and_invisible_characters(read):
    text = (
        DIALOGUE.format(q="– ", a="– ")
        .replace("ауыл", "ayыл")
        .replace("Мен ", "Мен\xa0")
        .replace("сөйлем", "сөй\xadлем")
    )
    decisions = " ".join(read(text + "Facebook-те").notes["decision"])
    assert "1 word contains Latin letters" in decisions and "1 soft hyphens" in decisions and "1 no-break" in decisions


KAZAKH = "Тақырып\nҚұрылыс қашан бітеді, ағай?\nӘзірге белгісіз, өкінішке қарай.\n"


@pytest.mark.filterwarnings("ignore::helpers.transcript.TranscriptWarning")
@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8 with BOM"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("kz1048", "kz1048"), ("ptcp154", "ptcp154")],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_are_told_by_evidence_and_line_ends_kept(read, codec, name, newline):
    text = KAZAKH.replace("\n", newline)
    transcript = read(text.encode(codec))
    assert (transcript.text, transcript.encoding, len(transcript.lines)) == (text, name, 3)
    check_partition(transcript)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_dashes_and_dots_of_a_text_in_utf_16_do_not_hide_its_encoding(read, codec):
    text = "— Иә…\n— Жоқ…\n" * 9
    transcript = read(text.encode(codec))
    assert (transcript.text, transcript.encoding) == (text, codec)


def broken(tmp_path):
    return {
        "missing": (tmp_path / "no.txt", "no such file"),
        "long": (tmp_path / ("a" * 5000), "cannot be opened"),
        "directory": (tmp_path, "directory"),
        "empty": (b"", "empty"),
        "blanks": (b" \n\n", "only blanks"),
        "nul": ("Сәлем\n\0".encode(), "NUL character in line 2"),
        "image": (bytes(range(256)) * 9, "binary"),
        "control": (b"\x01\x02\x03abc\x05", "control characters"),
        "damaged": (KAZAKH.encode().replace("ғ".encode(), b"\xd2"), r"byte \d+ \(line 2\) is not utf-8"),
        "koi8": ("Привет, дорогие читатели нашей газеты".encode("koi8-r"), "name its encoding"),
        "ambiguous": (
            "Сәлем ағай ана бала ".encode("kz1048").replace(b"\xbc", b"").replace(b"\xba", b"") + b"\x83\x86",
            "equally well",
        ),
    }


@pytest.mark.parametrize("case", sorted(broken(Path())))
def test_bad_input_names_the_file_the_place_and_the_remedy(tmp_path, case):
    path, message = broken(tmp_path)[case]
    if isinstance(path, bytes):
        (tmp_path / "bad.txt").write_bytes(path)
        path = tmp_path / "bad.txt"
    with pytest.raises(TranscriptError, match=message) as caught:
        read_transcript(path)
    assert str(path) in str(caught.value)


def test_a_named_encoding_is_used_and_an_unknown_one_refused(read):
    with pytest.warns(TranscriptWarning):
        assert read("Привет, дорогие".encode("koi8-r"), encoding="koi8-r").text == "Привет, дорогие"
    with pytest.raises(TranscriptError, match="is not a text encoding"):
        read("Сәлем", encoding="no-such-codec")


PIECES = st.one_of(
    st.sampled_from(["- ", "–", "— Сіз кімсіз?", "Айгүл: ", "Серік Асан, заңгер:", "А.С. – ", "\n", "\r\n", "\r"]),
    st.sampled_from(
        ["Q: ", "A: ", "# ", "? – Иә", "1-ші сұрақ.", "Сурет: ", "Авторы: ", ". ", "деді ол", " ", "\xa0", "\u200b"]
    ),
    st.text(max_size=12),
)


@pytest.mark.filterwarnings("ignore::helpers.transcript.TranscriptWarning")
@settings(max_examples=1000, deadline=None)
@given(text=st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_with_exact_offsets_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    data = text.encode("utf-8", "surrogatepass")
    path.write_bytes(data)
    try:
        transcript = read_transcript(path, encoding="utf-8")
    except TranscriptError:
        return
    assert transcript.text == data.decode().removeprefix("\ufeff")
    check_partition(transcript)


@pytest.mark.filterwarnings("ignore::helpers.transcript.TranscriptWarning")
@settings(max_examples=1000, deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.tuples(st.binary(max_size=4), st.integers(0, 6784)).map(
    lambda pair: INTERVIEW.read_bytes()[: pair[1]] + pair[0] + INTERVIEW.read_bytes()[pair[1] :])))  # fmt: skip
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.txt"
    path.write_bytes(data)
    try:
        check_partition(read_transcript(path))
    except TranscriptError as error:
        assert re.search("bytes.txt", str(error))
