"""Figures that stand in the prose of the notebooks are those of the tables, and what it says of them is so."""

import re
import warnings
from pathlib import Path

import pandas as pd
import pytest

from helpers import (
    compare,
    find_markers,
    frequencies,
    lemmatize,
    mentions,
    ngrams,
    process_folder,
    read_lexicon,
    read_transcript,
    tokenize,
)

ROOT = Path(__file__).parents[1]
LEXICON = read_lexicon()
RULES = {  # figures that no table of ours has: conventions, examples that say so, and our own thresholds
    0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 20, 30, 50, 95, 100, 200, 1000,
}  # fmt: skip
YEARS = range(1900, 2031)


@pytest.fixture(scope="module")
def tokens():
    return tokenize(read_transcript(ROOT / "data/raw/kopbaev_interview.txt"))


@pytest.fixture(scope="module")
def words(tokens):
    return compare(tokens)


@pytest.fixture(scope="module")
def known(tokens, words):
    """Every whole number that the tables of the interview hold."""
    tables = [frequencies(tokens), frequencies(tokens, "role"), words, tokens[["line", "turn", "pair"]]]
    tables.append(frequencies(tokens, markers=find_markers(tokens)))
    found = {
        int(n) for t in tables for c in t.select_dtypes("number") for n in t[c].dropna() if abs(n) < 1e9 and n == int(n)
    }
    found |= {words.attrs["n"], len(words), frequencies(tokens, section=None).attrs["n"]}
    return found | set(words.attrs["groups"].values())


def figures(text: str) -> set[int]:
    """Whole numbers in prose: without code, links, ids, Kazakh in italics, and without the parts of decimal numbers."""
    text = re.sub(
        r"`[^`]*`|\*[^*]+\*|\[[^\]]*\]\([^)]*\)|<[^>]+>|\d+\.\d+|(?<=\d),(?=\d{3})",
        " ",
        text.replace("**", "").replace(",000", "000"),
    )
    return {int(number) for number in re.findall(r"(?<![\w.×-])\d+(?!\w|\.\d)", text)}


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))])
def test_every_figure_in_the_prose_is_one_of_the_tables(name, committed, known):
    for cell in committed[name].cells:
        if cell.cell_type == "markdown":
            wrong = {n for n in figures(cell.source) if n not in known and n not in RULES and n not in YEARS}
            assert not wrong, f"{cell.id}: {wrong}"


def test_a_wrong_figure_would_be_found(known):
    assert figures("In 8 of 381 words ([03](03_x.ipynb), `n=999`), 1,000 and 2.6 times, in 1998.") == {
        8,
        381,
        1000,
        1998,
    }
    assert 381 not in known and 380 in known


def test_what_notebook_05_says_of_the_comparison_is_so(tokens, words):
    row = words.set_index("lemma")
    assert words.loc[words["lrc"] != 0, "lemma"].tolist() == ["сіз"] and row.loc["сіз", "lrc"] < 0
    assert (words["expected"] < 1).mean() > 0.5  # most of the rows are pale
    assert row.loc["партия", "rate_interviewer"] > row.loc["партия", "rate_interviewee"]
    assert row.loc["партия", "count_interviewee"] == 3 * row.loc["партия", "count_interviewer"]
    stance = compare(tokens, mentions(tokens, find_markers(tokens))).set_index("category")
    assert stance.index[stance["lrc"] != 0].tolist() == ["audience"]
    assert stance.loc["self_mention", "higher"] == stance.loc["self_mention", "pairs"] == 6


def test_what_notebook_03_says_of_the_references_is_so(tokens):
    news = compare(tokens, reference=ROOT / "data/reference/news_lemmas.csv").set_index("lemma")
    clear = set(news.index[news["lrc"] > 0])
    assert {"қалау", "партия", "билік", "біз", "сіз", "өз"} == clear
    texts = [tokenize(read_transcript(path)) for path in sorted((ROOT / "data/samples").glob("*.txt"))]
    others = frequencies(pd.concat(texts, ignore_index=True))[["lemma", "pos", "count"]]
    samples = compare(tokens, reference=others).set_index("lemma")
    assert set(samples.index[samples["lrc"] > 0]) == {"партия", "біз", "сіз"}
    assert samples.loc["біз", "log_ratio"] < news.loc["біз", "log_ratio"]


def test_what_notebook_03_says_of_diversity_is_so(tokens):
    from helpers import diversity

    table = diversity(tokens).set_index("role")
    guest, asker = table.loc["interviewee"], table.loc["interviewer"]
    assert asker["ttr"] > guest["ttr"] and guest["types_low"] < asker["types"] < guest["types_high"]
    assert table["mtld"].isna().all()


def test_the_three_words_of_notebook_03_occur_equally_often_and_one_of_them_clusters(tokens):
    table = frequencies(tokens).set_index("lemma").loc[["билік", "мәселе", "енді"]]
    assert set(table["count"]) == {3}
    assert table.loc["билік", "turns"] == 1 and round(table.loc["билік", "deff"], 1) == 2.6
    assert (table["turns"].drop("билік") > 1).all()


# -- number words and shares, notebook by notebook


@pytest.fixture(scope="module")
def lines():
    return read_transcript(ROOT / "data/raw/kopbaev_interview.txt").lines.set_index("line")


def test_what_notebook_01_says_of_the_text_is_so(tokens, lines):
    assert set(lines.loc[1:7, "section"]) <= {
        "headline",
        "lead",
        "intro",
        "blank",
    }  # “lines 1 to 7 come from the paper”
    assert lines.loc[8, "section"] == "turn" and lines.loc[8, "role"] == "interviewer"
    assert (lines["turn"] == 2).sum() == 7  # “the first answer has seven lines”
    spoken = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    by_role = spoken.groupby("role", observed=True)
    words, turns = by_role.size(), by_role["turn"].nunique()
    assert words["interviewee"] / turns["interviewee"] > 3 * words["interviewer"] / turns["interviewer"]
    assert turns["interviewer"] == 6 and words["interviewer"] == 59  # “59 words in six turns”
    third = lines[lines["pair"] == 3]
    assert third.index[third["role"] == "interviewer"].tolist() == [20]
    assert third.index[third["role"] == "interviewee"].tolist() == [21, 22, 23, 24]  # “an answer of four lines”
    every = tokens[tokens["kind"] == "word"]
    assert 1 / 7.5 < (every["role"] == "editor").mean() < 1 / 6.5  # “about one word in seven”
    editors = every.loc[every["role"] == "editor", "section"].astype(str).unique()
    assert len(editors) == 4 and "byline" in editors  # “the four sections”
    assert set(lines.loc[[34, 39], "role"]) == {"interviewer"}
    assert lines.loc[[34, 39], "turn"].ne(lines.loc[[33, 38], "turn"].to_numpy()).all()


def test_what_notebook_02_says_of_words_is_so(tokens):
    spoken = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    assert (spoken["lemma"] == "құру").sum() == 2 and (spoken["lemma"] == "құрылу").sum() == 1  # “two … and one of”
    text, norm, lemma = (spoken[name].nunique() for name in ("text", "norm", "lemma"))
    assert len(spoken) > text > norm > lemma and norm - lemma > text - norm  # “suffixes much more”
    assert {lemmatize(form) for form in ("партиямыз", "партиясымен", "партияға")} == {"партия"}  # “three forms”
    assert {lemmatize(form) for form in ("шықпайды", "шықпай", "шығатындар")} == {"шығу"}


def test_what_notebook_04_says_of_the_marks_is_so(tokens):
    markers = find_markers(tokens)
    spoken = markers[markers["section"] == "turn"]
    assert 0.4 < spoken["rule"].str.match(r"\[?{").mean() < 0.5  # “nearly half of the marks are endings”
    marked, in_all = spoken["sentence"].nunique(), tokens.loc[tokens["section"] == "turn", "sentence"].nunique()
    assert marked / in_all > 0.85  # “hardly a sentence without a mark”
    counted = frequencies(tokens, "role", markers=mentions(tokens, markers)).set_index("category")
    for role, largest in (("interviewee", "self_mention"), ("interviewer", "audience")):
        assert counted.loc[counted["role"] == role, "count"].idxmax() == largest
    hedges = spoken[(spoken["category"] == "hedge") & (spoken["role"] == "interviewee")]
    opinions = hedges["text"].str.lower().isin(["меніңше", "менің ойымша"])
    assert opinions.mean() > 0.5 and len(hedges) < 10  # “most of the guest’s hedges”, “few hedges”
    assert (spoken["category"] == "contrast").sum() == 3  # exercise 1: “three hits”
    fewer = find_markers(tokens, LEXICON[~LEXICON["pattern"].str.contains("арзан")])
    assert (markers["category"] == "attitude").sum() - (fewer["category"] == "attitude").sum() == 1  # “one fewer”


def test_what_notebook_05_says_of_single_words_is_so(tokens, words):
    row = words.set_index("lemma")
    assert (
        row.loc["біз", "count_interviewer"] == 0 and row.loc["сіз", "count_interviewee"] == 0
    )  # “in the answers alone”
    assert row.loc["біз", "turns_interviewee"] > 3 and row.loc["сіз", "turns_interviewer"] > 3  # “most of the answers”
    markers = find_markers(tokens)
    plans = markers[markers["category"] == "intention"].groupby("turn").size()
    assert plans.idxmax() == 2 and (plans == plans.max()).sum() == 1  # “no other turn has as many plans”


def test_what_notebook_06_says_of_the_texts_is_so():
    held_out = ROOT / "data/labels/held_out"
    interviews = sorted(path.stem for path in held_out.glob("interview_*.txt"))
    assert len(interviews) == 5 and len(list(held_out.glob("*.txt"))) == 8  # “five made-up interviews”, “eight texts”
    own = pd.read_csv(ROOT / "data/labels/labels_codebook.tsv", sep="\t")["category"].value_counts()
    assert own.max() >= 24 and own.min() <= 3  # “some have dozens of labels, some two or three”
    runs = pd.read_csv(held_out / "first_runs.csv")
    assert set(interviews) <= set(runs["set"])


def test_what_notebook_08_says_of_the_documents_is_so():
    with warnings.catch_warnings(action="ignore"):
        many = process_folder(ROOT / "data", pattern="[rs]a*/*.txt", progress=False)
    assert len(many.documents) == 7  # “one of seven documents”
    rates = many.summary.assign(rate=many.summary["count"] / many.summary["words"])
    rates = rates.pivot_table("rate", ["document", "category"], "role").dropna().swaplevel()
    assert (rates.loc["audience", "interviewer"] > rates.loc["audience", "interviewee"]).all()  # “every document”
    assert (rates.loc["self_mention", "interviewee"] > rates.loc["self_mention", "interviewer"]).all()
    assert ngrams(many.tokens, n=2)["count"].max() <= 4  # “even the commonest pair occurs only a few times”
