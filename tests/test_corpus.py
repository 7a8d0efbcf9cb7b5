"""A folder of interviews: the same tables as one by one, in parallel or on a cluster, and no file is fatal."""

import os
import warnings

import joblib
import pandas as pd
import pytest

from helpers import (
    LexiconError,
    batches,
    compare,
    concordance,
    corpus,
    differences,
    explain,
    export_review,
    find_markers,
    frequencies,
    markup,
    mentions,
    process_folder,
    read_lexicon,
    read_transcript,
    tokenize,
)
from helpers.counting.documents import document_rates

TABLES = ("lines", "tokens", "markers")
TOPICS = "кітап мектеп көше өзен бақша музей спорт ауыл".split()


def interview(number):
    """A made-up interview; documents differ in topic and in length."""
    topic = TOPICS[number % len(TOPICS)]
    turns = [f"Ауылдағы {topic} туралы\n"]
    for k in range(2 + number % 5):
        turns.append(f"- {topic.capitalize()} жайлы {k + 2} адам не айтты? Сіз қалай ойлайсыз?\n")
        turns.append(f"- Менің ойымша, {topic} керек. Біз оны {k + 3} жыл күттік, бірақ болмады.\n")
    return "".join(turns)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("interviews")
    (folder / "жыл").mkdir()
    for number in range(24):
        name = f"{'жыл/' if number % 3 else ''}сұхбат {number:02} қ"
        (folder / f"{name}.txt").write_text(interview(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(folder):
    return process_folder(folder, progress=False)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    folder = tmp_path_factory.mktemp("few")
    for number in range(2):
        (folder / f"{number}.txt").write_text(interview(number), encoding="utf-8")
    return folder


def plain(table):
    """The cells without their storage."""
    return table.astype(object).where(table.notna(), None).reset_index(drop=True)


def assert_same(one, other):
    for name in ("documents", "summary", "skipped", *TABLES):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_a_folder_gives_the_tables_of_its_files_one_by_one(folder, made):
    for file in (folder / "сұхбат 00 қ.txt", folder / "жыл" / "сұхбат 22 қ.txt"):
        transcript = read_transcript(file)
        tokens = tokenize(transcript)
        alone = dict(zip(TABLES, (transcript.lines, tokens, find_markers(tokens))))
        name = file.relative_to(folder).with_suffix("").as_posix()
        for table, expected in alone.items():
            every = getattr(made, table)
            mine = every[(every["document"] == name).to_numpy()].drop(columns="document")
            pd.testing.assert_frame_equal(plain(mine), plain(expected))


def test_documents_come_in_order_of_name_whatever_finishes_first(folder, made):
    expected = sorted(p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.txt"))
    assert made.documents["document"].tolist() == expected
    for name in (*TABLES, "summary"):
        assert getattr(made, name)["document"].drop_duplicates().tolist() == expected
        assert getattr(made, name)["document"].cat.categories.tolist() == expected


def test_two_processes_give_the_same_as_one(folder, made):
    assert_same(process_folder(folder, n_jobs=2, progress=False), made)


def test_words_and_markers_are_counted_per_document_and_role(made):
    words = made.tokens[(made.tokens["kind"] == "word") & (made.tokens["section"] == "turn")]
    expected = words.groupby(["document", "role"], observed=True).size()
    assert made.summary.groupby(["document", "role"], observed=True)["words"].first().to_dict() == expected.to_dict()
    spoken = made.markers[(made.markers["section"] == "turn").to_numpy()]
    assert made.summary["count"].sum() == len(mentions(made.tokens, spoken)) and len(spoken) == len(made.markers)
    assert len(made.markers) == made.documents["markers"].sum()
    assert made.documents["words"].sum() == (made.tokens["kind"] == "word").sum()
    assert (made.summary.groupby(["document", "role"], observed=True).size() == len(batches.CATEGORIES)).all()


def test_tables_that_would_not_fit_are_left_out_and_the_summary_stays(few, monkeypatch):
    full = process_folder(few, progress=False)
    monkeypatch.setattr(corpus, "_WORDS_THAT_FIT", 50)
    small = process_folder(few, progress=False)
    assert (small.lines, small.tokens, small.markers) == (None, None, None)
    pd.testing.assert_frame_equal(small.summary, full.summary)
    assert len(process_folder(few, tables=True, progress=False).tokens) == len(full.tokens)


def test_bad_files_are_skipped_with_their_reason_and_one_warning(tmp_path):
    (tmp_path / "b.txt").write_text(interview(1), encoding="utf-8")
    (tmp_path / "a empty.txt").write_bytes(b"")
    (tmp_path / "c binary.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / ".hidden.txt").write_bytes(b"")
    with pytest.warns(UserWarning, match="2 of 3 files were skipped") as caught:
        found = process_folder(tmp_path, progress=False)
    assert len(caught) == 1
    assert found.skipped["document"].tolist() == ["a empty", "c binary"]
    assert "is empty" in found.skipped["reason"][0]
    assert found.documents["document"].tolist() == ["b"]
    assert found.tokens["document"].cat.categories.tolist() == ["b"]


@pytest.mark.parametrize("step", ["tokenize", "find_markers"])
def test_an_error_nobody_thought_of_stops_only_its_own_file(tmp_path, monkeypatch, step):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(interview(number), encoding="utf-8")

    def fail(source, *more):
        if "Мектеп" in (getattr(source, "text", "") if step == "tokenize" else source["text"].tolist()):
            raise ZeroDivisionError("who would have thought")
        return works(source, *more)

    works = getattr(batches, step)
    monkeypatch.setattr(batches, step, fail)
    monkeypatch.setattr(corpus, "_BATCH", 2)
    with pytest.warns(UserWarning, match="1 of 3"):
        found = process_folder(tmp_path, n_jobs=1, progress=False)
    assert found.skipped.values.tolist() == [["1", "ZeroDivisionError: who would have thought"]]
    assert found.documents["document"].tolist() == ["0", "2"]


def test_only_bad_files_give_empty_tables_with_all_columns(tmp_path, made):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_bytes(b"")
    with pytest.warns(UserWarning) as caught:
        found = process_folder(tmp_path, progress=False)
    assert len(caught) == 1
    for name in ("documents", "summary", *TABLES):
        assert len(getattr(found, name)) == 0
        assert list(getattr(found, name)) == list(getattr(made, name))
    assert len(document_rates(found.summary)) == 0


@pytest.mark.parametrize("name", ["", "missing"])
def test_a_folder_without_texts_is_a_clear_error(tmp_path, name):
    with pytest.raises(FileNotFoundError, match=r"no file here is of a kind that is read \(\.txt, .*\.docx\)"):
        process_folder(tmp_path / name)
    with pytest.raises(FileNotFoundError, match=r"no file here matches \*\.md"):
        process_folder(tmp_path / name, pattern="*.md")


SUBTITLES = (
    "1\n00:00:01,000 --> 00:00:02,000\nАйша: Келдіңіз бе?\n\n2\n00:00:03,000 --> 00:00:04,000\nЕрмек: Мен келдім.\n"
)


def test_every_kind_of_file_that_is_read_is_read_in_a_folder_and_the_others_are_named(tmp_path):
    (tmp_path / "a.txt").write_text(interview(0), encoding="utf-8")
    (tmp_path / "b.SRT").write_text(SUBTITLES, encoding="utf-8")
    (tmp_path / "c.csv").write_text("speaker,text\nАйша,Келдіңіз бе?\nЕрмек,Мен келдім.\n", encoding="utf-8")
    (tmp_path / "d.json").write_text('{"segments": [{"start": 0, "end": 1, "text": "Мен келдім."}]}', encoding="utf-8")
    (tmp_path / "prices.csv").write_text("fruit,price\nалма,300\n", encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".hidden.jpg").write_bytes(b"\xff\xd8")
    with pytest.warns(UserWarning, match="2 of 6 files were skipped"):
        found = process_folder(tmp_path, progress=False)
    assert found.documents["document"].tolist() == ["a", "b", "c", "d"]
    reasons = dict(zip(found.skipped["document"], found.skipped["reason"]))
    assert set(reasons) == {"photo.jpg", "prices"}
    assert "no kind of file that is read" in reasons["photo.jpg"]
    assert "columns named speaker and text" in reasons["prices"]


def test_files_that_differ_only_in_suffix_keep_it(tmp_path):
    for name in ("a.txt", "a.text"):
        (tmp_path / name).write_text(interview(0), encoding="utf-8")
    found = process_folder(tmp_path, pattern="a*", progress=False)
    assert found.documents["document"].tolist() == ["a.text", "a.txt"]


def test_a_text_that_is_no_interview_says_so_in_its_row(tmp_path):
    (tmp_path / "news.txt").write_text("Ауылда жаңа мектеп ашылды.\nОған жүз бала барады.\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = process_folder(tmp_path, progress=False)
    assert "Q:" in found.documents.loc[0, "warning"]
    assert len(found.summary) == 0


def test_a_lexicon_of_ones_own_decides_what_is_found(few, tmp_path):
    lexicon = read_lexicon().query("category == 'contrast'")
    assert set(process_folder(few, lexicon=lexicon, progress=False).markers["category"]) == {"contrast"}
    lexicon.to_csv(tmp_path / "mine.csv", index=False)
    assert set(process_folder(few, lexicon=tmp_path / "mine.csv", progress=False).markers["category"]) == {"contrast"}


def summary(counts, words, role="x"):
    rows = {"document": [str(i) for i in range(len(counts))], "role": role, "category": "hedge"}
    return pd.DataFrame(rows | {"count": counts, "words": words})


def test_rates_are_of_all_documents_together_and_their_interval_of_documents():
    even, uneven = summary([10] * 20, [1000] * 20), summary([0] * 10 + [20] * 10, [1000] * 20)
    flat, wide = document_rates(even).iloc[0], document_rates(uneven).iloc[0]
    assert flat["rate"] == wide["rate"] == 10
    assert (flat["deff"], wide["deff"]) == (1, pytest.approx(20 / 19 * 20 * 100 / 200))
    assert wide["low"] < flat["low"] < 10 < flat["high"] < wide["high"]
    assert wide["low"] < 7 < 13 < wide["high"]
    assert (wide["documents"], wide["of_documents"], wide["count"], wide["n"]) == (10, 20, 200, 20000)
    long = summary([30, 0], [3000, 1000])
    assert document_rates(long)["rate"].tolist() == [7.5]


def test_rates_over_both_roles_have_the_words_of_both_below():
    both = pd.concat([summary([1, 3], [100, 100]), summary([0, 0], [50, 150], role="y")])
    assert document_rates(both, "category")[["count", "n", "rate"]].values.tolist() == [[4, 400, 10]]
    by_role = document_rates(both)
    assert by_role["rate"].tolist() == [20, 0]
    assert by_role["high"][1] > 10  # no use in 200 words does not mean a rate of nought


def test_one_document_has_a_rate_but_no_interval():
    (row,) = document_rates(summary([5], [500])).to_dict("records")
    assert row["rate"] == 10
    assert pd.isna(row["low"]) and pd.isna(row["high"])


def test_a_marker_of_a_folder_is_explained_in_its_own_document(made):
    for document in made.documents["document"].iloc[[2, -1]]:
        tokens = made.tokens[(made.tokens["document"] == document).to_numpy()]
        marker = made.markers[(made.markers["document"] == document).to_numpy()].iloc[-1]
        assert explain(made.tokens, marker) == explain(tokens, marker)


def test_what_is_for_one_document_says_so_of_a_folder(made, tmp_path):
    one = made.tokens[(made.tokens["document"] == made.documents["document"].iloc[0]).to_numpy()]
    calls = (
        lambda: markup.annotated(made.tokens, made.markers),
        lambda: markup.annotated(one, made.markers),
        lambda: export_review(made.tokens, made.markers, tmp_path / "sheet.csv"),
        lambda: differences(made.markers, made.markers, made.tokens),
        lambda: concordance(made.tokens, "кітап", translation=pd.DataFrame(columns=["start", "en"])),
        lambda: explain(made.tokens, made.markers.iloc[0], translation=pd.DataFrame(columns=["start", "en"])),
    )
    for call in calls:
        with pytest.raises(ValueError, match="one document"):
            call()


def test_a_sentence_does_not_go_on_in_the_next_document():
    assert find_markers(tokenize("шыны керек"))["text"].tolist() == ["шыны керек"]
    parts = [tokenize("шыны").assign(document="a"), tokenize("керек").assign(document="b")]
    assert find_markers(pd.concat(parts, ignore_index=True)).empty


def test_threads_do_not_mix_the_warnings_of_documents(tmp_path):
    for number in range(60):
        text = interview(number) if number % 2 else "Ауылда мектеп ашылды.\nОған бала барады.\n" * (1 + number)
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    with joblib.parallel_config(backend="threading"):
        made = process_folder(tmp_path, n_jobs=4, progress=False)
    expected = [f"{number:02}.txt" if number % 2 == 0 else "" for number in range(60)]
    assert [os.path.basename(said.partition(": ")[0]) for said in made.documents["warning"]] == expected


def test_names_that_differ_only_in_their_unicode_form_are_two_documents(tmp_path):
    for name in ("\u0439", "\u0438\u0306"):  # й in one character and in two
        (tmp_path / f"{name}.txt").write_text(interview(0), encoding="utf-8")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system does not keep them apart")
    assert len(process_folder(tmp_path, progress=False).documents) == 2


def test_a_link_to_nothing_is_skipped_with_its_reason(few, tmp_path):
    (tmp_path / "a.txt").write_text(interview(0), encoding="utf-8")
    try:
        (tmp_path / "b.txt").symlink_to(tmp_path / "nothing")
    except OSError:
        pytest.skip("no links here")
    with pytest.warns(UserWarning, match="1 of 2"):
        made = process_folder(tmp_path, progress=False)
    assert made.skipped["document"].tolist() == ["b"]


def test_a_lexicon_without_a_column_is_named_before_any_work(few):
    with pytest.raises(LexiconError, match="'pattern' is missing"):
        process_folder(few, lexicon=read_lexicon().drop(columns="pattern"), n_jobs=2, progress=False)


def test_the_callers_number_of_processes_is_kept(few, monkeypatch):
    monkeypatch.setattr(corpus.pools, "SMALL", 0)
    with joblib.parallel_config(n_jobs=3):
        assert corpus.pools.processes(1, None) == 3
    assert corpus.pools.processes(1, None) == joblib.cpu_count()


def test_documents_are_compared_and_are_the_unit_of_rates(made):
    names = made.documents["document"].tolist()[:2]
    found = compare(made.tokens, by="document", groups=names).set_index("lemma")
    words = made.tokens[((made.tokens["kind"] == "word") & (made.tokens["section"] == "turn")).to_numpy()]
    for name in names:
        own = words.loc[(words["document"] == name).to_numpy(), "lemma"].astype(str).value_counts()
        assert found[f"count_{name}"].to_dict() == own.reindex(found.index, fill_value=0).to_dict()
    with pytest.raises(ValueError, match="documents are the unit"):
        document_rates(made.summary, by="document")


def test_the_summary_counts_a_person_once_per_clause_as_the_charts_of_one_interview_do(made):
    keys = ["document", "role", "category"]
    once = frequencies(made.tokens, by=keys[:2], markers=mentions(made.tokens, made.markers)).set_index(keys)["count"]
    every = frequencies(made.tokens, by=keys[:2], markers=made.markers).set_index(keys)["count"]
    assert made.summary.set_index(keys)["count"].to_dict() == once.to_dict() != every.to_dict()
