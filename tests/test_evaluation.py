"""Markers against labels: counts, misses, intervals."""

from pathlib import Path

import pandas as pd
import pytest

from helpers import (
    agreement,
    differences,
    explain,
    f1_interval,
    find_markers,
    fixed_words,
    read_labels,
    read_transcript,
    read_translation,
    tokenize,
)
from helpers.errors import TranscriptError

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def interview():
    transcript = read_transcript(ROOT / "data/raw/kopbaev_interview.txt")
    tokens = tokenize(transcript)
    gold = read_labels(ROOT / "data/labels/labels_codebook.tsv", transcript)
    return transcript, tokens, gold, find_markers(tokens)


def test_labels_stand_where_they_say(interview):
    transcript, _, gold, _ = interview
    assert len(gold) == 130
    assert [transcript.text[a:b] for a, b in zip(gold["start"], gold["end"])] == gold["text"].tolist()


def test_the_tagger_reaches_the_targets_on_the_bundled_interview(interview):
    _, tokens, gold, found = interview
    f1 = agreement(found, gold).set_index("category")["F1"]
    assert f1["tier A"] >= 0.98
    assert f1["tier B"] >= 0.95
    assert f1["tier C"] >= 0.95


def test_no_look_alike_is_marked(interview):
    transcript, _, _, found = interview
    rows = pd.read_csv(ROOT / "data/labels/distractors.tsv", sep="\t", quoting=3)
    begins = rows["line_no"].map(transcript.lines.set_index("line")["start"])
    spans = zip(begins + rows["char_start"], begins + rows["char_end"], rows["wrong_category"])
    marked = set(zip(found["start"], found["end"], found["category"].astype(str)))
    assert not marked & set(spans)
    assert len(rows) == 36


def test_counts_of_found_missed_and_false_add_up(interview):
    _, tokens, gold, found = interview
    dropped, invented = gold.drop(index=[0, 5]), gold.assign(rule="label")
    scores = agreement(invented, dropped, tokens).set_index("category").loc["all"]
    assert (scores["labels"], scores["found"], scores["both"]) == (128, 130, 128)
    wrong = differences(invented, dropped, tokens)
    assert wrong["what"].tolist() == ["false", "false"]
    assert all(text in sentence for text, sentence in zip(wrong["text"], wrong["sentence"]))


def test_short_guide_labels_agree_with_the_codebooks_as_the_data_note_says(interview):
    transcript, tokens, gold, _ = interview
    short = read_labels(ROOT / "data/labels/labels_short_guide.tsv", transcript)
    assert len(short) == 148
    assert agreement(short, gold).set_index("category").loc["all", "F1"] == pytest.approx(0.878, abs=0.0005)


def test_an_interval_holds_its_f1_and_repeats_with_its_seed(interview):
    transcript, tokens, gold, _ = interview
    short = read_labels(ROOT / "data/labels/labels_short_guide.tsv", transcript)
    first = f1_interval(short, gold, tokens, draws=300)
    assert first.equals(f1_interval(short, gold, tokens, draws=300))
    assert ((first["low"] <= first["F1"]) & (first["F1"] <= first["high"])).all()
    assert not first["low"].equals(f1_interval(short, gold, tokens, draws=300, seed=1)["low"])


def test_a_label_at_the_wrong_place_is_refused_with_file_and_row(interview, tmp_path):
    rows = (ROOT / "data/labels/labels_codebook.tsv").read_text(encoding="utf-8").split("\n")
    rows[3] = rows[3].replace("\t", "\t1", 1)
    wrong = tmp_path / "labels.tsv"
    wrong.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(TranscriptError, match=r"labels\.tsv, row 4"):
        read_labels(wrong, interview[0])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("\tcategory\t", "\tkind\t", "no column category"), ("\tnegation\t", "\tnegated\t", "is none of hedge")],
)
def test_labels_of_the_wrong_kind_name_file_and_row(tmp_path, interview, old, new, said):
    wrong = tmp_path / "labels.tsv"
    text = (ROOT / "data/labels/labels_codebook.tsv").read_text(encoding="utf-8")
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TranscriptError, match=rf"labels\.tsv.*{said}"):
        read_labels(wrong, interview[0])


def test_the_bootstrap_draws_only_the_sentences_that_are_there(interview):
    _, tokens, gold, found = interview
    part = tokens[(tokens["line"] >= 27).to_numpy()]
    here = gold[(gold["line"] >= 27).to_numpy()]
    table = f1_interval(found, here, part, draws=50)
    assert f"over {part['sentence'].nunique()} sentences" in table.attrs["formula"]


def test_a_label_missed_by_its_ends_alone_is_counted_apart():
    def table(*rows):
        return pd.DataFrame(rows, columns=["start", "end", "category"])

    gold = table((0, 5, "hedge"), (10, 15, "hedge"), (20, 25, "booster"))
    found = table((0, 5, "hedge"), (10, 18, "hedge"), (20, 23, "hedge"))
    scores = agreement(found, gold).set_index("category")
    assert scores.loc["hedge", ["labels", "found", "both", "boundary"]].tolist() == [2, 3, 1, 1]
    assert scores.loc["booster", "boundary"] == 0 and "kappa" not in scores


def test_three_labels_all_found_do_not_make_a_certain_f1(interview):
    _, tokens, _, _ = interview
    starts = tokens.query("kind == 'word'")["start"].iloc[[3, 40, 90]]
    three = pd.DataFrame({"start": starts, "end": starts + 1, "category": "contrast"})
    row = f1_interval(three, three, tokens, draws=100).set_index("category").loc["contrast"]
    assert row["F1"] == row["high"] == 1 and row["low"] < 0.65


def test_over_documents_an_f1_that_differs_between_them_is_less_certain_than_one_that_does_not():
    def cells(missed):
        rows = [(name, at, at + 1, "hedge") for name, gone in zip("abcdef", missed) for at in range(gone, 20)]
        return pd.DataFrame(rows, columns=["document", "start", "end", "category"])

    tokens = pd.concat([tokenize("а " * 25).assign(document=name, sentence=1) for name in "abcdef"])
    tokens["start"] = tokens["start"] // 2
    tokens["end"] = tokens["start"] + 1
    even, uneven = (f1_interval(cells(m), cells([0] * 6), tokens, draws=50) for m in ([2] * 6, [12, 0, 0, 0, 0, 0]))
    even, uneven = (table.set_index("category").loc["hedge"] for table in (even, uneven))
    assert even["F1"] == uneven["F1"] and uneven["low"] < even["low"] < even["F1"] < even["high"]
    assert "over documents" in f1_interval(cells([2] * 6), cells([0] * 6), tokens, draws=9).attrs["interval"]


def test_the_first_runs_are_those_that_the_readme_of_the_labels_gives():
    runs = pd.read_csv(ROOT / "data/labels/held_out/first_runs.csv")
    readme = (ROOT / "data/labels/held_out/README.md").read_text(encoding="utf-8")
    recomputed = 2 * runs["both"] / (runs["labels"] + runs["found"])
    assert (runs["F1"] - recomputed).abs().max() < 0.0006
    for names in (["doctor", "economist"], ["actor", "scientist", "teacher"]):
        sets = runs[runs["set"].isin([f"interview_{name}" for name in names])]
        for tier, labels, found, both in sets.groupby("tier")[["labels", "found", "both"]].sum().itertuples():
            f1 = f"{2 * both / (labels + found):.3f}".lstrip("0")
            assert tier == "all" or f"| {tier} | {labels} | {f1} |" in readme


# -- the tagger that knows words alone


def lexicon(*patterns):
    rows = [{"id": f"{n}", "pattern": p, "category": "hedge", "subtype": "possibility"} for n, p in enumerate(patterns)]
    return pd.DataFrame(rows)


def test_fixed_words_keep_the_words_of_the_marker_and_drop_what_stands_around_it():
    patterns = ("<керек>", "емес [қайта] !{finite}", "[бәлкім|мүмкін] {noun}", "{cond}", "<айту>{cond}", "<керек>")
    kept = fixed_words(lexicon(*patterns))
    assert kept["pattern"].tolist() == ["керек", "қайта", "бәлкім|мүмкін", "айту"]
    assert kept.index.tolist() == [0, 1, 2, 3]


def test_a_row_of_tags_and_words_together_is_left_out_of_the_fixed_words():
    assert fixed_words(lexicon("[{neg} керек]"))["pattern"].tolist() == []


def test_with_endings_come_the_printed_forms_of_three_letters_and_more_behind_the_words():
    table = fixed_words(lexicon("{cond}", "<керек>", "{abl}", "{acc}"), endings=True)
    assert table["pattern"].iloc[0] == "керек"
    forms = [set(pattern.split("|")) for pattern in table["pattern"].iloc[1:]]
    assert {"*дан", "*нен"} <= forms[1]
    assert all(form.startswith("*") and len(form) > 3 for part in forms for form in part)
    assert not any("*керек" in part for part in forms)


# -- what differences and explanations say


def test_differences_name_the_line_the_rule_of_a_false_hit_and_nothing_for_a_miss(interview):
    _, tokens, gold, found = interview
    table = differences(found.iloc[5:], gold.iloc[:-5], tokens)
    lines = dict(zip(tokens["start"], tokens["line"]))
    missed, false = (table[table["what"] == what] for what in ("missed", "false"))
    assert len(missed) and (missed["rule"] == "").all()
    assert len(false) and (false["rule"] != "").all()
    texts = {(lines[row.start], row.text, row.category) for row in [*found.itertuples(), *gold.itertuples()]}
    assert set(zip(table["line"], table["text"], table["category"])) <= texts
    assert table.columns.tolist()[0] == "line"


def test_a_category_without_labels_has_no_recall_rather_than_nothing(interview):
    _, _, gold, found = interview
    table = agreement(found, gold[gold["category"] != "hedge"]).set_index("category")
    assert pd.isna(table.loc["hedge", "recall"]) and table["recall"].dtype == float


def test_an_explanation_gives_the_english_of_the_line_only_if_it_has_the_translation(interview):
    transcript, tokens, _, found = interview
    translation = read_translation(ROOT / "data/translation/kopbaev_interview.tsv", transcript)
    marker = found.iloc[0]
    assert dict(explain(tokens, marker, translation=translation).lines)["translation"]
    assert "translation" not in dict(explain(tokens, marker).lines)


def test_a_marker_without_its_document_is_not_explained_by_another_documents_words(interview):
    _, tokens, _, found = interview
    both = pd.concat([tokens.assign(document="a"), tokens.assign(document="b")], ignore_index=True)
    with pytest.raises(ValueError, match="does not say which"):
        explain(both, found.iloc[0])
    assert explain(both, found.assign(document="b").iloc[0]).lines == explain(tokens, found.iloc[0]).lines


def test_only_what_speaks_to_somebody_has_an_address(interview):
    found = interview[3]
    has = found["address"] != ""
    assert set(found.loc[has, "category"]) == {"audience"}
    assert set(found.loc[has, "address"]) <= {"polite", "familiar"}
    assert set(found.loc[~has, "category"]) >= {"hedge", "negation", "self_mention"}
