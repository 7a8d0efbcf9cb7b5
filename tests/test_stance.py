"""The stance tagger against the codebook: its examples, its rules, the labelled interview, and lexicons of the user."""

import csv
import re
import shutil
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from helpers import LexiconError, find_markers, read_lexicon, read_transcript, tokenize
from helpers.categories import SUBTYPES
from helpers.stance.patterns import lists, parse_pattern
from helpers.stance.wording import in_words
from helpers.words.tags import all_tags

ROOT = Path(__file__).parents[1]
LEXICON = read_lexicon()
HEADER = "id,pattern,category,subtype,gloss,note,source,example\n"
TIERS = {"A": 0.98, "B": 0.95, "C": 0.95}


def rows(path):
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def labels(text, lexicon=LEXICON):
    found = find_markers(tokenize(text), lexicon)
    return [f"{t}:{c}" for t, c in zip(found["text"], found["category"])]


EXAMPLES = rows("tests/data/stance_examples.tsv")


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e['ruling']} {e['sentence'][:40]}" for e in EXAMPLES])
def test_a_sentence_of_the_codebook_gets_all_its_labels_and_no_other(example):
    assert Counter(labels(example["sentence"])) == Counter(filter(None, example["labels"].split("; ")))


TALK = rows("tests/data/stance_talk.tsv")


@pytest.mark.parametrize("example", TALK, ids=[f"{e['cause']} {e['sentence'][:40]}" for e in TALK])
def test_a_made_up_sentence_of_talk_gets_all_its_labels_and_no_other(example):
    assert Counter(labels(example["sentence"])) == Counter(filter(None, example["labels"].split("; ")))


SUBTYPED = rows("tests/data/stance_subtypes.tsv")
CHECKED = {"shared": "booster", "address": "audience", "indirective": "evidential", "polarity": "negation"}


@pytest.mark.parametrize("example", SUBTYPED, ids=[f"{e['subject']} {e['sentence'][:40]}" for e in SUBTYPED])
def test_a_made_up_sentence_gets_the_subtype_and_the_address_of_the_codebook(example):
    found = find_markers(tokenize(example["sentence"]))
    found = found[found["category"] == CHECKED[example["subject"]]]
    cells = found[["text", "category", "subtype", *(["address"] if example["subject"] == "address" else [])]]
    assert [":".join(row) for row in cells.values.tolist()] == example["expected"].split("; ")


def test_each_subject_of_version_03_has_ten_sentences():
    assert set(Counter(e["subject"] for e in SUBTYPED).values()) == {10}


@pytest.fixture(scope="module")
def interview():
    talk = read_transcript(ROOT / "data/raw/kopbaev_interview.txt")
    return talk, find_markers(tokenize(talk), LEXICON)


def place(talk, row):
    start = int(talk.lines.set_index("line")["start"][int(row["line_no"])])
    return start + int(row["char_start"]), start + int(row["char_end"])


@pytest.mark.parametrize("tier", TIERS)
def test_the_labelled_interview_is_found_as_well_as_the_target_asks(interview, tier):
    talk, found = interview
    of = {"attitude": "C", "hedge": "B", "booster": "B"}
    got = {(a, b, c) for a, b, c in zip(found["start"], found["end"], found["category"]) if of.get(c, "A") == tier}
    gold = [r for r in rows("data/labels/labels_codebook.tsv") if of.get(r["category"], "A") == tier]
    want = {(*place(talk, r), r["category"]) for r in gold}
    assert 2 * len(want & got) / (len(want) + len(got)) >= TIERS[tier]


def test_no_look_alike_gets_the_category_it_must_not_have(interview):
    talk, found = interview
    marked = list(zip(found["start"], found["end"], found["category"]))
    look_alikes = [(*place(talk, r), r["wrong_category"]) for r in rows("data/labels/distractors.tsv")]
    assert len(look_alikes) == 36
    assert [x for x in look_alikes if any(a < x[1] and b > x[0] and c == x[2] for a, b, c in marked)] == []


def test_spans_are_the_same_or_disjoint_and_show_what_is_printed(interview):
    talk, found = interview
    spans = sorted(set(zip(found["start"], found["end"])))
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:]))
    assert found["text"].tolist() == [talk.text[a:b] for a, b in zip(found["start"], found["end"])]
    assert not found.duplicated(["start", "end", "category"]).any()


def test_every_category_and_subtype_is_the_codebooks(interview):
    found = interview[1]
    assert all(s in SUBTYPES[c] for c, s in zip(found["category"], found["subtype"]))
    assert "-" not in set(found["category"])


def test_a_text_without_words_gives_an_empty_table_with_all_columns():
    for text in ("", "  \n", "?!"):
        found = find_markers(tokenize(text))
        assert len(found) == 0
        assert list(found)[:5] == ["start", "end", "text", "category", "subtype"]


def test_part_of_a_tokens_table_gives_the_markers_of_that_part():
    tokens = tokenize("Біз келдік.\nБіз кетпедік.")
    part = tokens[tokens["line"] == 2]
    assert find_markers(part)["start"].tolist() == [12, 16, 16]


def test_a_name_keeps_its_capital_and_gets_no_label():
    assert labels("Кеше Айқын Жомартов пен Алмас келді.") == []
    assert labels("Бұл айқын саясат.") == ["айқын:attitude"]


def test_case_soft_hyphens_and_look_alike_letters_do_not_hide_a_marker():
    assert labels("ӘРИНЕ, су аз.") == ["ӘРИНЕ:booster"]
    assert labels("Мүм\u00adкін, су аз.") == ["Мүм\u00adкін:hedge"]
    assert labels("Бiрaқ су аз.".replace("i", "і")) == ["Бірaқ:contrast"]


def test_a_marker_does_not_reach_over_the_end_of_a_sentence_or_line():
    assert labels("Ол мүмкін. Емес.") == ["мүмкін:hedge", "Емес:negation"]
    assert labels("Ол шыны\nкерек") == []


def test_the_search_for_the_next_element_goes_through_quotes_and_stops_at_a_dash_colon_or_finite_verb():
    own = pd.DataFrame(
        [{"id": "x", "pattern": "[сонша] .. {neg}", "category": "booster", "subtype": "degree"}]
    ).reindex(columns=LEXICON.columns, fill_value="")
    assert labels("Сонша «үлкен» үй салмады.", own) == ["Сонша:booster"]
    assert labels("Сонша үлкен үй салмады.", own) == ["Сонша:booster"]
    for between in ("үлкен – үй", "үлкен: үй", "үлкен, үй", "үлкен болды үй"):
        assert labels(f"Сонша {between} салмады.", own) == [], between


def test_the_work_stays_linear_without_any_punctuation():
    words = " ".join(["сонша тек қанша не барсам"] * 4_000)
    assert len(find_markers(tokenize(words))) > 4_000


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "my.csv"
    path.write_text(HEADER + text, encoding=encoding)
    return path


def test_a_users_row_finds_its_phrase_and_only_there(tmp_path):
    path = write(tmp_path, "мына,{dat} [деп <айту>{!neg}] !емес,hedge,possibility,,,,\n")
    assert labels("Оған деп айтты.", path) == ["деп айтты:hedge"]
    assert labels("Ол деп айтты. Оған деп айтты емес. Оған деп айтпады.", path) == []


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("су", ["су"]),
        ("<су>", ["су", "судан"]),
        ("*дан", ["содан", "судан"]),
        ("{abl}", ["содан", "судан"]),
        ("<су>{!abl}", ["су"]),
        ("су|ал", ["су", "ал"]),
        ("[су] (да) ішті", ["су"]),
        ("су (да)", ["су да"]),
        ("[су] !да", []),
        ("содан .. [ішті]", ["ішті"]),
        ("ал .. [ішті]", []),
        ("^ [ал]", ["ал"]),
        ("[ішті] $", ["ішті"]),
        ("[ішті] ?", []),
        ("[ішті] !?", ["ішті"]),
    ],
)
def test_each_sign_of_the_pattern_language_means_what_the_manual_says(tmp_path, pattern, found):
    path = write(tmp_path, f'"а","{pattern}",hedge,possibility,,,,\n')
    text = "Содан су да ішті, ал судан кетті."
    assert [x.lower() for x in find_markers(tokenize(text), path)["text"]] == found


def test_the_longest_marker_closes_its_words_to_all_others(tmp_path):
    path = write(
        tmp_path, "а,су,hedge,possibility,,,,\nб,су жоқ,booster,certainty,,,,\nв,жоқ,negation,existential,,,,\n"
    )
    assert labels("Су жоқ. Су.", path) == ["Су жоқ:booster", "Су:hedge"]


def test_a_closed_row_takes_the_label_away(tmp_path):
    path = write(tmp_path, "а,су,hedge,possibility,,,,\nб,[су] ішті,-,,,,,\n")
    assert labels("Ол су ішті. Су.", path) == ["Су:hedge"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("а,су,hedge,possibility,,,,\nа,ал,hedge,possibility,,,,", ["row 3", "column id"]),
        (",су,hedge,possibility,,,,", ["row 2", "column id"]),
        ("а,су,doubt,possibility,,,,", ["row 2 (а)", "column category", "'doubt'"]),
        ("а,су,hedge,certainty,,,,", ["row 2 (а)", "column subtype", "'certainty'"]),
        ("а,,hedge,possibility,,,,", ["row 2 (а)", "column pattern"]),
        ("а,[су,hedge,possibility,,,,", ["row 2 (а)", "column pattern"]),
        ("а,су {datt},hedge,possibility,,,,", ["row 2 (а)", "column pattern", "'datt'"]),
        ("а,су .. [ал] ..,hedge,possibility,,,,", ["row 2 (а)", "column pattern"]),
        ("а,су .. ал,hedge,possibility,,,,", ["row 2 (а)", "column pattern"]),
        ("а,!су,hedge,possibility,,,,", ["row 2 (а)", "column pattern"]),
        ("а,су|,hedge,possibility,,,,", ["row 2 (а)", "column pattern"]),
        ("а,су,hedge,possibility,,,,,,more", ["row 2", "10 cells"]),
    ],
)
def test_a_faulty_row_is_named_with_file_row_and_column(tmp_path, row, words):
    with pytest.raises(LexiconError) as error:
        read_lexicon(write(tmp_path, row + "\n"))
    assert all(word in str(error.value) for word in ["my.csv", *words])


def test_a_missing_column_and_a_wrong_encoding_are_told(tmp_path):
    path = tmp_path / "my.csv"
    path.write_text("id;pattern;category\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="my.csv, row 1: column 'subtype'"):
        read_lexicon(path)
    with pytest.raises(LexiconError, match="not UTF-8"):
        read_lexicon(write(tmp_path, "а,су,hedge,possibility,,,,\n", "cp1251"))


def test_a_faulty_row_in_a_table_is_told_too():
    with pytest.raises(LexiconError, match="lexicon, row 2"):
        find_markers(tokenize("су"), LEXICON.head(1).assign(category="doubt"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_copy_saved_by_a_spreadsheet_is_read_as_the_original(tmp_path, separator):
    path = tmp_path / "my.csv"
    LEXICON.to_csv(path, sep=separator, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    pd.testing.assert_frame_equal(read_lexicon(path), LEXICON)


def test_no_cell_of_the_lexicon_starts_like_a_formula():
    assert not LEXICON.drop(columns="category").map(lambda cell: cell[:1] in "=+@" and cell != "").any(axis=None)


def test_every_row_of_the_lexicon_has_a_gloss_or_is_closed_and_names_its_source():
    assert (LEXICON["gloss"] != "").all()
    assert (LEXICON.loc[LEXICON["category"] != "-", "source"] != "").all()


EXEMPLIFIED = [row for row in LEXICON.to_dict("records") if row["example"]]


@pytest.fixture(scope="module")
def found_in_examples():
    """What the rows find in the examples, which stand below each other in one text."""
    sentences = [row["example"].partition(" ‘")[0] for row in EXEMPLIFIED]
    assert not any("\n" in sentence for sentence in sentences)
    found = find_markers(tokenize("\n".join(sentences)), LEXICON)
    return set(zip(found["line"] - 1, found["marker"]))


@pytest.mark.parametrize("number", range(len(EXEMPLIFIED)), ids=[row["id"] for row in EXEMPLIFIED])
def test_the_example_of_a_row_is_found_by_that_row(number, found_in_examples):
    row = EXEMPLIFIED[number]
    if row["category"] == "-":  # gives no label: does it fit, if it gave one?
        alone = pd.DataFrame([row | {"category": "hedge", "subtype": "possibility"}])
        assert len(find_markers(tokenize(row["example"].partition(" ‘")[0]), alone))
    else:
        assert (number, row["id"]) in found_in_examples


def test_every_row_that_fires_in_our_texts_has_an_example():
    texts = [*(ROOT / "data").glob("**/*.txt"), *(ROOT / "tests/data/layouts").glob("*.txt")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # texts without turns
        fired = {name for path in texts for name in find_markers(tokenize(read_transcript(path)))["marker"]}
    assert fired - {row["id"] for row in EXEMPLIFIED} == set()


def closed_lists():
    """The Kazakh words that the codebook counts for its closed lists: "Counts" of 3.1, 3.2, 3.10, and section 6."""
    text = (ROOT / "docs/codebook.md").read_text(encoding="utf-8")
    for number in ("3.1", "3.2", "3.10"):
        section = re.search(rf"### (?:<a[^>]*></a>)?{re.escape(number)} .*?(?=\n### |\n## )", text, re.DOTALL)[0]
        yield re.search(r"\*\*Counts\.\*\*(.*?)\*\*Does not count", section, re.DOTALL)[1]
    yield from re.findall(r"^\| (.*?) \| (?:hedge|booster|contrast).*\|$", text, re.MULTILINE)


def test_the_closed_lists_of_codebook_and_lexicon_are_the_same():
    codebook = (ROOT / "docs/codebook.md").read_text(encoding="utf-8")
    closed = LEXICON[LEXICON["category"].isin(["hedge", "booster", "contrast"])]
    for key, pattern, note in zip(closed["id"], closed["pattern"], closed["note"]):
        words = [
            w
            for step in parse_pattern(pattern)
            if step.span
            for w in re.findall(r"\w[\w-]+", "|".join(word for atom in step.atoms for word in atom.words))
        ]
        named = [word for word in words if re.search(rf"\b{word[:-1]}", codebook)]
        assert named or not words or "variant of" in note or key == "emph", key
    listed = " ".join(
        w for p in closed["pattern"] for step in parse_pattern(p) for atom in step.atoms for w in atom.words
    )
    for text in closed_lists():
        words = re.findall(r"(?<![\w-])[а-яәғқңөұүһі]{4,}(?![\w-])", re.sub(r"\(.*?\)|\*.*?\*", "", text))
        assert [word for word in words if word[:3] not in listed] == []


def test_an_unverified_form_of_the_inventory_has_a_reason():
    path = ROOT / "tests/data/inventory.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        inventory = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    unverified = {r["id"] for r in inventory if r["status"] == "unverified"}
    for source, note in zip(LEXICON["source"], LEXICON["note"]):
        ids = source.partition("inventory ")[2].partition(";")[0].split(", ")
        assert not unverified & set(ids) or note


def test_the_codebook_is_the_agreed_one_but_for_the_anchors():
    path = ROOT / "tests/data/codebook_0.3.md"
    ours = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert re.sub(r'<a id="[^"]*"></a>', "", ours) == path.read_text(encoding="utf-8")


def test_a_pattern_is_read_into_its_elements():
    steps = parse_pattern("{vn} (да|де) [<керек>] !<ету>")
    assert [(s.kind, s.span) for s in steps] == [("word", False), ("maybe", False), ("word", True), ("not", False)]


@pytest.mark.parametrize("pattern", ["!^ керек", "керек !$"])
def test_a_context_that_could_never_match_is_refused(tmp_path, pattern):
    with pytest.raises(LexiconError, match="cannot read"):
        read_lexicon(write(tmp_path, f"а,{pattern},hedge,possibility,,,,\n"))


def test_docs_and_package_have_the_same_codebook():
    assert (ROOT / "docs/codebook.md").read_bytes() == (ROOT / "src/helpers/lexicons/codebook.md").read_bytes()


@pytest.fixture(scope="module")
def edited_package(tmp_path_factory):
    """A copy of the package, as a user would edit it: an eleventh category, and a suffix with a tag of its own."""
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(ROOT / "src/helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for name, row in {
        "categories.csv": "doubt,B,open closed,dbt,doubt,күмән,сомнение,#123456,dotted,,,a test",
        "suffixes.csv": "trial,a trial,зЫқ,verb,inflected,,1",
        "stance.csv": "my words,мүмкін,doubt,open,,,,\nmy suffix,{trial},doubt,closed,,,,",
    }.items():
        with (folder / "helpers/lexicons" / name).open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    with (folder / "helpers/lexicons/stance.csv").open(encoding="utf-8") as file:
        kept = [line for line in file if not line.startswith("мүмкін")]
    (folder / "helpers/lexicons/stance.csv").write_text("".join(kept), encoding="utf-8")
    return folder


def test_a_row_of_categories_csv_is_a_category_and_a_new_tag_of_suffixes_csv_works_in_stance_csv(edited_package):
    code = (
        "from helpers import find_markers, tokenize; m = find_markers(tokenize('Ол мүмкін барзық.'));"
        "print(*m['text'] + ':' + m['category'] + ':' + m['subtype'])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(edited_package), "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert shown.stdout.split() == ["мүмкін:doubt:open", "барзық:doubt:closed"]


def test_every_name_in_lists_csv_of_tags_stands_for_tags_of_the_analyser():
    assert all(set(members) <= all_tags() for members in lists("tags").values())


def test_every_rule_of_the_lexicon_is_told_in_words_without_the_signs_of_the_pattern_language():
    told = [in_words(pattern) for pattern in LEXICON["pattern"]]
    assert [text for text in told if re.search(r"[{}<>\[\]|~+*^$]", text) or not text] == []


def test_a_rule_in_words_names_the_marker_its_neighbours_and_the_place():
    assert in_words("[{prosp}] !керек|тиіс") == "a word marked “prospective”; after it not керек or тиіс"
    assert in_words("^ [ал] .. {dat} !?") == (
        "ал; after it anywhere in the clause a word marked “dative”; at the beginning of a clause; in no question"
    )
