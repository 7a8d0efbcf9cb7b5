"""Files of other kinds than plain text, speakers named in the call, time codes: what is read and what is refused."""

import io
import json
import re
import warnings
import zipfile

import pytest

from helpers import TranscriptError, read_transcript, tokenize
from helpers.errors import TranscriptWarning
from helpers.reading import documents

TALK = [
    ("Мөлдір Сағат", "Сіз бұл ұстаханаға қай жылы келдіңіз?"),
    ("Ермек Жанұзақ", "Мен мұнда он жасымнан келемін. Атам темірші болған."),
    ("Мөлдір Сағат", "Ең қиын тапсырысыңыз қандай болды?"),
    ("Ермек Жанұзақ", "Күміс ер-тұрман. Біз оны бір қыс соқтық."),
]
ROLES = ["interviewer", "interviewee"] * 2


def at(k):
    return f"00:0{k}:05.500"


def cues(form, head="", comma=False):
    """Subtitles with one cue an utterance."""
    blocks = []
    for k, (name, words) in enumerate(TALK):
        times = f"{at(k)} --> {at(k + 1)}"
        blocks.append(
            f"{k + 1}\n{times.replace('.', ',') if comma else times}\n{form.format(name=name, words=words)}\n"
        )
    return head + "\n".join(blocks)


@pytest.fixture
def read(tmp_path):
    def reader(name, content, **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_transcript(path, **options)

    return reader


def docx(paragraphs, body="{}", part="word/document.xml"):
    """The bytes of a small Word document."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, f'{body.format("")}<w:document xmlns:w="{space}"><w:body>{inner}</w:body></w:document>')
    return stream.getvalue()


SPEAKING_FILES = {
    "voices.vtt": cues("<v {name}>{words}</v>", "WEBVTT\n\nNOTE made up\n\n"),
    "names.vtt": cues("{name}: {words}", "WEBVTT\n\n"),
    "dashes.srt": cues("- {words}", comma=True),
    "names.srt": cues("{name}: {words}", comma=True),
    "own_line.txt": cues("{name}\n{words}"),
    "whisperx.json": json.dumps(
        {"segments": [{"start": k, "end": k + 1, "text": f" {w}", "speaker": n} for k, (n, w) in enumerate(TALK)]}
    ),
    "table.csv": "speaker;start;text\n" + "\n".join(f'{n};{at(k)};"{w}"' for k, (n, w) in enumerate(TALK)),
    "table.tsv": "Сөйлеуші\tМәтін\n" + "\n".join(f"{n}\t{w}" for n, w in TALK),
    "document.docx": docx([f"{name}: {words}" for name, words in TALK]),
    "otter.txt": "\n\n".join(f"{n}  0:{k}7\n{w}" for k, (n, w) in enumerate(TALK)),
    "zoom.txt": "\n\n".join(f"[{n}] 10:0{k}:03\n{w}" for k, (n, w) in enumerate(TALK)),
    "times.txt": "\n".join(f"[00:0{k}:12] {n}: {w}" for k, (n, w) in enumerate(TALK)),
    "elan.txt": "\n".join(f"{n}\t\t{at(k)}\t{at(k + 1)}\t00:01:00.000\t{w}" for k, (n, w) in enumerate(TALK)),
    "bars.txt": "\n".join(f"{n} | {w}" for n, w in TALK),
}


@pytest.mark.parametrize("name", SPEAKING_FILES)
def test_files_as_researchers_have_them_give_turns_and_no_words_of_their_time_codes(read, name):
    transcript = read(name, SPEAKING_FILES[name])
    turns = transcript.lines.dropna(subset="turn").groupby("turn")["role"].first().tolist()
    assert turns == ROLES
    tokens = tokenize(transcript)
    said = tokens.query("section == 'turn' and kind != 'punct'")["text"].tolist()
    assert said == re.findall(r"[\w-]+", " ".join(words for _, words in TALK))
    for _, words in TALK:
        assert words in transcript.text


def test_lines_say_where_in_the_file_they_stood_and_when_they_were_said(read):
    lines = read("voices.vtt", SPEAKING_FILES["voices.vtt"]).lines
    assert lines["source_line"].tolist() == [7, 11, 15, 19]
    assert lines["start_time"].tolist() == [5.5, 65.5, 125.5, 185.5] and lines["end_time"].tolist()[0] == 65.5
    assert lines["speaker"].tolist() == [name for name, _ in TALK]
    plain = read("times.txt", SPEAKING_FILES["times.txt"])
    assert plain.lines["start_time"].tolist() == [12, 72, 132, 192]
    assert (plain.segments["section"] == "timecode").sum() == len(TALK)
    assert "start_time" not in read("bars.txt", SPEAKING_FILES["bars.txt"]).lines


def test_cues_that_go_on_with_a_sentence_are_one_utterance(read):
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ермек>Мен ауылда\n\n00:02.000 --> 00:04.000\n<v Ермек>туып өстім.\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        transcript = read("split.vtt", text)
    assert transcript.text == "Мен ауылда туып өстім.\n" and transcript.lines["end_time"].tolist() == [4]


@pytest.mark.parametrize("name", ["plain.srt", "whisper.json"])
def test_a_file_that_does_not_say_who_speaks_is_one_body_and_never_guessed(read, name):
    segments = [{"start": k, "end": k + 1, "text": f" {words}"} for k, (_, words) in enumerate(TALK)]
    content = cues("{words}", comma=True) if name.endswith("srt") else json.dumps({"segments": segments})
    with pytest.warns(TranscriptWarning):
        transcript = read(name, content)
    assert set(transcript.lines["section"]) == {"body"} and transcript.text.splitlines() == [w for _, w in TALK]


REFUSED = {
    "talk.cha": ("@UTF8\n@Begin\n*INV:\tСіз?\n", "CHAT.*chat2srt"),
    "talk.eaf": ('<?xml version="1.0"?>\n<ANNOTATION_DOCUMENT>', "ELAN.*Export As"),
    "talk.exb": ('<?xml version="1.0"?>\n<basic-transcription>', "EXMARaLDA"),
    "talk.xml": ('<?xml version="1.0"?>\n<!-- made up -->\n<TEI xmlns="x">', "TEI.*CSV"),
    "page.html": ("<!DOCTYPE html><html><body>", "HTML.*plain text"),
    "talk.rtf": ("{\\rtf1\\ansi Сіз}", "Rich Text.*docx"),
    "other.json": ('{"words": [1, 2]}', "not Whisper's"),
    "broken.json": ('{"segments": [', "no valid JSON"),
    "table.csv": ("аты,сөзі\nА,Б\n", "columns named speaker and text"),
    "zip.docx": (docx(["Сіз?"], part="other.xml"), "no Word document"),
    "cut.docx": (docx(["Сіз?"])[:60], "damaged"),
    "entities.docx": (docx(["Сіз?"], '<!DOCTYPE d [<!ENTITY e "ee">]>{}'), "declares entities"),
    "empty.docx": (docx([" "]), "no text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_recognised_but_not_read_is_refused_with_one_step(read, name):
    content, message = REFUSED[name]
    with pytest.raises(TranscriptError, match=message) as caught:
        read(name, content)
    assert name in str(caught.value)


def test_a_word_document_is_read_up_to_the_limit_of_its_size_and_refused_above_it(read, monkeypatch):
    content = docx([f"{name}: {words}" for name, words in TALK])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    monkeypatch.setattr(documents, "MAX_DOCUMENT", size)
    assert read("fits.docx", content).lines["turn"].max() == len(TALK)
    monkeypatch.setattr(documents, "MAX_DOCUMENT", size - 1)
    with pytest.raises(TranscriptError, match="large.docx: the .docx is too large"):
        read("large.docx", content)


def test_each_line_of_a_word_document_says_the_number_of_its_paragraph(read):
    lines = read("talk.docx", docx(["", *(f"{name}: {words}" for name, words in TALK)])).lines
    shown = lines[lines["turn"].notna()]
    assert shown["source_line"].tolist() == [2, 3, 4, 5]


LINES = ["{q}Сіз кімсіз?", "{a}Мен ұстамын. Ауылда тұрамын.", "{q}Қай ауылда?", "{a}Қарасуда. Біз онда бес үйміз."]


@pytest.mark.parametrize(
    ("q", "a"),
    [("Мөлдір: ", "Ермек: "), ("[00:01:02] Мөлдір: ", "[00:02:02] Ермек: "), ("**Мөлдір:** ", "**Ермек:** "),
     ("1. Мөлдір – ", "2. Ермек – "), ("• Мөлдір. ", "• Ермек. "), ("Мөлдір\n", "Ермек\n"), ("Мөлдір ", "Ермек "),
     ("МӨЛДІР | ", "ЕРМЕК | ")],
)  # fmt: skip
def test_speakers_named_in_the_call_are_found_however_they_are_printed(read, q, a):
    text = "Тақырып\n" + "\n".join(LINES).format(q=q, a=a) + "\n"
    lines = read("talk.txt", text, speakers={"Мөлдір": "interviewer", "Ермек": "interviewee"}).lines
    assert lines.dropna(subset="turn").groupby("turn")["role"].first().tolist() == ROLES


def test_the_call_that_the_warning_proposes_works(read):
    text = "Жиын\nӘсет: Көпір бітті.\nКөлік жүре бастады.\nГүлім: Жол ашық.\nХалық көп.\nКеше жаңбыр жауды.\n"
    with pytest.warns(TranscriptWarning, match="or say who is who") as caught:
        read("talk.txt", text)
    call = re.search(r"read_transcript\(.*\)", str(caught[0].message))[0]
    assert eval(call, {"read_transcript": read_transcript}).lines["turn"].notna().sum() == 5  # noqa: S307


def test_initials_and_the_name_they_stand_for_are_one_speaker(read):
    text = "Тақырып\nМөлдір Сағат: Сіз кімсіз?\nЕрмек Жанұзақ: Мен ұстамын.\n"
    text += "М.С: Қайда тұрасыз?\nЕ.Ж: Мен ауылда тұрамын.\n"
    lines = read("talk.txt", text).lines.dropna(subset="turn")
    assert lines["speaker"].tolist() == [name for name, _ in TALK]


@pytest.mark.parametrize("name", ["library_en_dash", "garden_names", "museum_initials", "bicycle_label_lines"])
def test_paragraphs_sentences_hard_breaks_and_blank_lines_give_the_same_turns(read, name):
    from test_transcript import ROOT

    text = (ROOT / f"data/samples/{name}.txt").read_text(encoding="utf-8")
    sentences = re.sub(r"(?<=[.?!…]) (?=[А-ЯӘҒҚҢӨҰҮҺІ«])", "\n", text)
    wrapped = "\n".join(re.sub(r"(.{60,75}) ", r"\1\n", line) for line in text.splitlines())

    def turns(version):
        transcript = read("talk.txt", version)
        rows = transcript.segments.query("section == 'turn'")
        words = [(role, transcript.text[s:e].split()) for role, s, e in zip(rows["role"], rows["speech"], rows["end"])]
        return [(role, word) for role, run in words for word in run]

    expected = turns(text)
    for version in (text.replace("\n", "\n\n"), wrapped, sentences if "initials" not in name else text):
        assert turns(version) == expected
