"""Figures that stand in the prose of the notebooks are those of the tables, and what it says of them is so."""

import re
from pathlib import Path

import pandas as pd
import pytest

from helpers import compare, find_markers, frequencies, mentions, read_transcript, tokenize

ROOT = Path(__file__).parents[1]
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
    return found | set(words.attrs["groups"].values()) | {words.attrs["n"], len(words)}


def figures(text: str) -> set[int]:
    """Whole numbers in prose: without code, links, ids, and without the parts of decimal numbers."""
    text = re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|<[^>]+>|\d+\.\d+|(?<=\d),(?=\d{3})", " ", text.replace(",000", "000"))
    return {int(number) for number in re.findall(r"(?<![\w.×.-])\d+(?![\w.]*\d)", text)}


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
