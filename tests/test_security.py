"""Text from files is data wherever it goes: HTML, drawings, CSV, CoNLL-U, file names; nothing runs it.

The paths are listed in PATHS; a path without a test fails here.
"""

import ast
import csv
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

import helpers
from helpers import charts, classroom, markup

ROOT = Path(__file__).parents[1]
EVIL = '<img src=x onerror="hit()"><script>hit()</script><a href="javascript:hit()">$\\frac{1$ {{7*7}} ]]> \u202e'
TAG = "<b onclick=hit()><script>"
INTERVIEW = f"""Кітапхана {TAG} туралы әңгіме
- Кітапханаға {TAG} кім келеді? Сіз білесіз бе?
- Бәрі келеді. Біз соған қуанамыз, бірақ {TAG} орын әлі аз. Меніңше, жаңа үй керек.
- Ертең {TAG} ашасыз ба?
- Жоқ, ашпаймыз. Мүмкін, {TAG} келесі жылы біз ашармыз.
"""
PATHS = {  # by which text that a user brings goes somewhere: file of tests and test
    "HTML of every output": "test_security.py test_hostile_text_becomes_no_element_and_no_attribute",
    "HTML in a browser": "browser/test_markup_in_browser.py test_hostile_text_runs_nothing_and_fetches_nothing",
    "HTML of a class": "test_security.py test_names_of_students_are_shown_as_text",
    "HTML of hand-outs and the label sheet": "test_security.py test_papers_of_a_hostile_text_hold_none_of_its_elements",
    "HTML of the index": "test_setup.py test_a_notebooks_file_name_runs_no_script_in_the_index",
    "SVG": "test_security.py test_a_drawing_of_hostile_words_is_well_formed_and_has_no_script",
    "PDF": "test_security.py test_words_in_a_pdf_are_strings_and_never_its_commands",
    "CSV": "test_security.py test_no_cell_is_a_formula_wherever_a_spreadsheet_parts_the_file",
    "review sheets": "test_security.py test_a_review_sheet_of_a_hostile_text_has_no_formula_and_no_lost_row",
    "CoNLL-U": "test_security.py test_a_line_of_conllu_stays_one_line",
    "file names": "test_security.py test_a_documents_name_leads_to_a_folder_inside_work",
    "the shell": "test_setup.py test_a_name_given_to_make_is_read_by_no_shell",
    "zip and XML that are read": "test_security.py test_a_word_document_that_is_a_bomb_is_refused_in_a_sentence",
    "JSON that is read": "test_security.py test_json_that_is_deep_or_huge_is_refused_in_a_sentence",
    "JSON of a class": "test_classroom.py test_a_bad_file_is_named_once_and_loses_nobody_elses_work",
    "what is kept between runs": "test_security.py test_nothing_of_ours_unpickles_evaluates_or_starts_a_shell",
}
SIGNS = "=+-@＝＋－＠"


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """A text, tokens and markers in which every cell of text is hostile that does not say where or what kind."""
    path = tmp_path_factory.mktemp("evil") / "talk.txt"
    path.write_text(INTERVIEW, encoding="utf-8")
    tokens = helpers.tokenize(helpers.read_transcript(path))
    markers = helpers.find_markers(tokens)
    tokens = tokens.assign(speaker=EVIL, tags=EVIL)
    words = (tokens["kind"] == "word") & (tokens.index % 5 == 0)
    tokens = tokens.assign(lemma=tokens["lemma"].astype(object).where(~words, "<svg/onload=hit()>"))
    return tokens, markers.assign(speaker=EVIL, subtype=EVIL, rule=EVIL)


@pytest.fixture(scope="module")
def english(read):
    tokens, _ = read
    lines = tokens.groupby("line").agg(start=("start", "min"), end=("end", "max")).reset_index()
    return lines.assign(en=EVIL, note=EVIL)


HTML = {
    "annotated": lambda k, m, en: markup.annotated(k, m, translation=en, system="bgn"),
    "interlinear": lambda k, m, en: markup.interlinear(k, line=3, translation=en),
    "kwic": lambda k, m, en: markup.kwic(helpers.concordance(k, "біз", translation=en), system="bgn"),
    "kwic of a category": lambda k, m, en: markup.kwic(helpers.concordance(k, "hedge", of="category", markers=m)),
    "frequencies": lambda k, m, en: markup.table(helpers.frequencies(k), tokens=k),
    "frequencies as a result": lambda k, m, en: helpers.frequencies(k)._repr_html_(),
    "frequencies by speaker": lambda k, m, en: markup.table(helpers.frequencies(k, by="speaker"), tokens=k),
    "markers": lambda k, m, en: markup.table(m),
    "explain": lambda k, m, en: helpers.explain(k, m.iloc[0], translation=en)._repr_html_(),
    "explore": lambda k, m, en: helpers.explore(k, "біз"),
    "a table's names and notes": lambda k, m, en: markup.table(pd.DataFrame({EVIL: [EVIL]}), caption=EVIL),
    "a chart": lambda k, m, en: markup.figure(charts.dispersion(k, ["біз"])),
}


def harmful(html):
    """What would run or fetch something."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        if element.name in ("script", "iframe", "object", "embed", "base", "link", "meta", "form"):
            yield element.name
        for name, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if name.startswith("on") or "javascript:" in text.lower() and name in ("href", "src", "action"):
                yield f"{name}={text}"
            if name == "src" and not text.startswith("data:image/"):
                yield f"{name}={text}"


@pytest.mark.parametrize("way", HTML)
def test_hostile_text_becomes_no_element_and_no_attribute(read, english, way):
    shown = str(HTML[way](*read, english))
    assert len(shown) > 200
    assert list(harmful(shown)) == []


def test_what_is_harmful_would_be_found():
    assert len(list(harmful(EVIL))) == 4


def test_names_of_students_are_shown_as_text(tmp_path):
    for file in (ROOT / "data/class").glob("*.json"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace('"student": "', '"student": "<script>hit()</script>'), "utf-8")
    tokens = helpers.tokenize(helpers.read_transcript(ROOT / "data/raw/kopbaev_interview.txt"))
    shown = str(classroom.read_class(tmp_path, tokens).heat_map())
    assert "&lt;script" in shown and list(harmful(shown)) == []


@pytest.mark.parametrize("draw", ["turn_lengths", "dispersion", "rates", "rank_frequency"])
def test_a_drawing_of_hostile_words_is_well_formed_and_has_no_script(read, tmp_path, draw):
    tokens, _ = read
    first = {"dispersion": [tokens, [EVIL, "біз"]]}.get(draw, [tokens])
    if draw in ("rates", "rank_frequency"):
        first = [helpers.frequencies(tokens)]
    picture = tmp_path / "chart.svg"
    charts.save(getattr(charts, draw)(*first), picture)
    for element in ET.parse(picture).iter():
        assert not element.tag.endswith(("script", "foreignObject", "image"))
        assert not any(name.startswith("on") for name in element.attrib)


def test_every_path_of_text_has_its_test():
    for path, named in PATHS.items():
        file, test = named.split()
        assert f"\ndef {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), path


def outside_strings(data: bytes) -> bytes:
    """A PDF without its streams and strings: what a viewer takes for commands and names."""
    data = re.sub(rb"stream\r?\n.*?endstream", b"", data, flags=re.S)
    kept, depth, at = [], 0, 0
    while at < len(data):
        one = data[at : at + 1]
        if one == b"\\" and depth:
            at += 2
            continue
        depth += (one == b"(") - (one == b")" and depth > 0)
        if not depth:
            kept.append(one)
        at += 1
    return b"".join(kept)


PDF_EVIL = "біз) /OpenAction << /S /JavaScript /JS (app.alert(1)) >> (\\) /AA << /URI (x) >>"


def test_words_in_a_pdf_are_strings_and_never_its_commands(read, tmp_path):
    tokens, _ = read
    tokens = tokens.assign(norm=tokens["norm"].astype(object).where(tokens["norm"] != "біз", PDF_EVIL))
    ax = charts.rates(helpers.frequencies(tokens, of="norm"))
    assert "JavaScript" in charts.describe(ax)
    data = charts.save(ax, tmp_path / "chart.pdf").read_bytes()
    assert b"/Subject" in outside_strings(data)
    for command in (b"JavaScript", b"OpenAction", b"/JS", b"/AA", b"/URI", b"/Launch"):
        assert command not in outside_strings(data), command


def test_a_command_in_a_pdf_would_be_found():
    assert b"/JS" in outside_strings(b"<< /Title (a \\) b) /JS (x) >>")
    assert b"/JS" not in outside_strings(b"<< /Title (a (/JS) \\) /JS) >> stream\n/JS endstream")


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Hand-outs and label sheet of a hostile text."""
    import handouts
    import labelsheet

    folder = tmp_path_factory.mktemp("papers")
    (folder / "talk.txt").write_text(INTERVIEW, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handouts, "browser", lambda: None)
        handouts.make(folder / "talk.txt", folder / "out", say=lambda text: None)
    sheet = labelsheet.make(folder / "talk.txt", folder / "sheet.html")
    return [*sorted((folder / "out").glob("*.html")), sheet]


def test_papers_of_a_hostile_text_hold_none_of_its_elements(papers):
    assert len(papers) > 4
    assert any("onclick" in page.read_text(encoding="utf-8") for page in papers)
    for page in papers:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        assert not soup.find(onclick=True), page.name
        assert not [script for script in soup.find_all("script") if "<b onclick" in script.text], page.name


def word_document(inner: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = b'<w:document xmlns:w="' + space + b'"><w:body>' + inner + b"</w:body></w:document>"
        archive.writestr("word/document.xml", whole)
    return stream.getvalue()


BOMBS = {
    "spaces": word_document(b" " * 50_000_001),
    "depth": word_document(b"<w:r>" * 200_000 + b"</w:r>" * 200_000),
    "entities": word_document(b'<!DOCTYPE d [<!ENTITY a "x">]>'),
    "a file elsewhere": word_document(b'<!ENTITY a SYSTEM "file:///etc/passwd">'),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_word_document_that_is_a_bomb_is_refused_in_a_sentence(tmp_path, bomb):
    path = tmp_path / "bomb.docx"
    path.write_bytes(BOMBS[bomb])
    assert path.stat().st_size < 1_000_000
    with pytest.raises(helpers.TranscriptError, match="bomb.docx"):
        helpers.read_transcript(path)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"segments": [' * 50_000, '{"segments": [{"start": ' + "9" * 6000])
def test_json_that_is_deep_or_huge_is_refused_in_a_sentence(tmp_path, text):
    path = tmp_path / "talk.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(helpers.TranscriptError, match="talk.json"):
        helpers.read_transcript(path)


def test_a_line_of_conllu_stays_one_line(read, tmp_path):
    tokens, _ = read
    path = helpers.write_conllu(tokens.assign(lemma="a\tb\nc"), tmp_path / "t.conllu")
    for line in path.read_text(encoding="utf-8").splitlines():
        assert not line or line.startswith("# ") or line.count("\t") == 9


TEXTS = st.lists(st.text("=+-@;,\t\r\n\"' a１＝", max_size=12), min_size=1, max_size=6)


@given(cells=TEXTS)
@example(cells=["a;=1+1", ';"=1+1"', "x\n@y", "'=1", ";'-1", "\t=2", "a\r\n+1", '"=1', "'\t'=1"])
def test_no_cell_is_a_formula_wherever_a_spreadsheet_parts_the_file(tmp_path_factory, cells):
    table = pd.DataFrame({"first": cells, "second": cells[::-1]}, dtype="str")
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    path.unlink(missing_ok=True)
    helpers.write_table(table, path)
    text = path.read_bytes().decode("utf-8-sig")
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if cell.startswith(tuple(SIGNS))]
    assert helpers.read_table(path).values.tolist() == table.values.tolist()


def test_a_review_sheet_of_a_hostile_text_has_no_formula_and_no_lost_row(tmp_path):
    path = tmp_path / "talk.txt"
    text = "=HYPERLINK(1) туралы\n- Сіз;=1+1 бару керек пе?\n- Біз;@SUM(1) бармаймыз, мүмкін;-2+3.\n"
    path.write_text(text, encoding="utf-8")
    tokens = helpers.tokenize(helpers.read_transcript(path))
    markers = helpers.find_markers(tokens)
    sheet = helpers.export_review(tokens, markers, tmp_path / "review.csv")
    for row in csv.reader(io.StringIO(sheet.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"):
        assert not [cell for cell in row if cell.startswith(tuple(SIGNS))]
    assert len(helpers.read_review(sheet, tokens).markers) == len(markers) > 3


@pytest.mark.parametrize("name", ["..", "../../x", "/etc/x", "a/../..", "x" * 300, "\u202e<b>", "=1", "`x`"])
def test_a_documents_name_leads_to_a_folder_inside_work(tmp_path, name):
    import pages

    made = Path(pages.folder_name(tmp_path / "elsewhere" / f"{name}.txt"))
    inside = (tmp_path / "work" / made).resolve()
    assert inside.is_relative_to(tmp_path / "work") and inside != tmp_path / "work"


# Python's own format for compiled modules, and beside them: who can change these files can change the code
OWN_TABLES = ("compiled.py", "import marshal")


def calls(file):
    """(name, keywords) of every call in a file: `eval`, `np.load` …"""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), {k.arg: ast.unparse(k.value) for k in node.keywords}
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield f"import {getattr(node, 'module', None) or alias.name}", {}


def test_nothing_of_ours_unpickles_evaluates_or_starts_a_shell():
    forbidden = {"eval", "exec", "os.system", "os.popen", "pickle.load", "pickle.loads", "pd.read_pickle"}
    forbidden |= {"joblib.load", "yaml.load", "import pickle", "import shelve", "import marshal"}
    for file in [*ROOT.glob("src/helpers/**/*.py"), *ROOT.glob("tools/*.py")]:
        for name, given_ in calls(file):
            assert name not in forbidden or (file.name, name) == OWN_TABLES, (file.name, name)
            assert given_.get("shell", "False") == "False", (file.name, name)
            assert given_.get("allow_pickle", "False") == "False", (file.name, name)
