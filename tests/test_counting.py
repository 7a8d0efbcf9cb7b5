import csv
import math
import random
import re
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures

from helpers import (
    collocations,
    compare,
    concordance,
    diversity,
    document_rates,
    find_markers,
    frequencies,
    measures,
    ngrams,
    note,
    read_table,
    read_transcript,
    read_translation,
    stop_words,
    tokenize,
    vocabulary_growth,
    write_table,
)
from helpers.categories import CATEGORIES
from helpers.counting.sequences import together
from helpers.counting.spread import interval_caveats
from helpers.errors import Undefined

ROOT = Path(__file__).parent.parent
TREEBANK = ROOT.parent / "shared" / "data" / "ktb_dev.conllu"


@pytest.fixture(scope="module")
def transcript():
    return read_transcript(ROOT / "data/raw/kopbaev_interview.txt")


@pytest.fixture(scope="module")
def tokens(transcript):
    return tokenize(transcript)


@pytest.fixture(scope="module")
def markers(transcript, tokens):
    """The labels of the interview as a markers table."""
    labels = pd.read_csv(ROOT / "data/labels/labels_codebook.tsv", sep="\t", quoting=csv.QUOTE_NONE)
    base = labels["line_no"].map(transcript.lines.set_index("line")["start"])
    found = pd.DataFrame({"start": base + labels["char_start"], "end": base + labels["char_end"]})
    found = found.assign(text=labels["surface"], category=labels["category"], subtype=labels["subtype"])
    place = tokens[["start", "line", "sentence", "turn", "pair", "section", "role", "speaker"]]
    return found.merge(place, on="start", validate="many_to_one")


def words(tokens):
    return tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]


# -- frequencies


def test_the_interview_has_380_words_in_turns_321_the_guests_and_59_the_journalists(tokens):
    table = frequencies(tokens, "role")
    assert table.groupby("role", observed=True)["count"].sum().to_dict() == {"interviewee": 321, "interviewer": 59}
    assert set(zip(table["role"], table["n"])) == {("interviewee", 321), ("interviewer", 59)}
    assert frequencies(tokens).attrs["n"] == 380
    assert frequencies(tokens, section=None)["count"].sum() == 446


def test_counts_rates_and_turns_are_those_of_a_plain_count(tokens):
    counted = words(tokens)
    table = frequencies(tokens, of="norm").set_index("norm")
    assert table["count"].to_dict() == Counter(counted["norm"])
    assert table["turns"].to_dict() == counted.groupby("norm", observed=True)["turn"].nunique().to_dict()
    row = table.loc["біздің"]
    sizes = counted.groupby("turn").size()
    inside = counted[counted["norm"] == "біздің"].groupby("turn").size().reindex(sizes.index, fill_value=0)
    deff = measures.design_effect(inside, sizes)
    low, high = measures.rate_interval(inside.sum(), 380, deff, 12)
    expected = [1000 * inside.sum() / 380, 1000 * low, 1000 * high, deff]
    assert row[["rate", "low", "high", "deff"]].tolist() == pytest.approx(expected)
    assert row["of_turns"] == 12


def test_dispersion_in_the_table_is_the_measure_on_the_turns(tokens):
    counted = words(tokens)
    sizes = counted.groupby("turn").size()
    for name, row in frequencies(tokens, of="norm").set_index("norm").head(20).iterrows():
        counts = counted[counted["norm"] == name].groupby("turn").size().reindex(sizes.index, fill_value=0)
        assert row["dp"] == pytest.approx(measures.dp(counts, sizes))
        assert row["dp_floor"] == pytest.approx(measures.dp_floor(row["count"], sizes))
        assert row["dp_floor"] <= row["dp"] + 1e-12


def test_dispersion_by_role_runs_over_that_roles_turns(tokens):
    counted = words(tokens)
    table = frequencies(tokens, "role", of="norm").set_index(["role", "norm"])
    guest = counted[counted["role"] == "interviewee"]
    sizes = guest.groupby("turn").size()
    counts = guest[guest["norm"] == "біз"].groupby("turn").size().reindex(sizes.index, fill_value=0)
    assert table.loc[("interviewee", "біз"), "dp"] == pytest.approx(measures.dp(counts, sizes))


def test_a_text_without_turns_has_counts_and_no_dispersion():
    table = frequencies(tokenize("Біз де барамыз. Біз!"), of="norm")
    assert table["count"].tolist() == [2, 1, 1] and table["dp"].isna().all() and (table["of_turns"] == 0).all()


def test_forms_behind_a_lemma_add_up_to_its_count(tokens):
    table = frequencies(tokens)
    for forms, count in zip(table["forms"], table["count"]):
        assert sum(int(form.rsplit(" ", 1)[1]) for form in forms.split(", ")) == count


def test_stop_words_are_hidden_but_stay_in_n(tokens):
    table = frequencies(tokens, of="norm", stop=True)
    assert not set(table["norm"]) & stop_words() and set(table["n"]) == {380}
    own = frequencies(tokens, of="norm", stop={"біз", "партияның"})  # a lemma hides all its forms, a form itself alone
    assert not {"біз", "біздің", "партияның"} & set(own["norm"]) and "партияны" in set(own["norm"])
    assert table.attrs["stop_list"] == "lexicons/stopwords.csv" and own.attrs["stop_list"] == "2 words given"


def test_a_stop_list_of_ones_own_is_read_from_a_file(tokens, tmp_path):
    (tmp_path / "mine.csv").write_text("word\nБіз\n", encoding="utf-8-sig")
    table = frequencies(tokens, of="norm", stop=tmp_path / "mine.csv")
    assert "біз" not in set(table["norm"]) and table.attrs["stop_list"] == "mine.csv"


def test_counting_by_section_reports_headline_and_lead_apart(tokens):
    sizes = frequencies(tokens, "section").groupby("section", observed=True)["count"].sum()
    assert sizes["turn"] == 380 and sizes.sum() == 446 and sizes["headline"] == 10


def test_a_category_that_a_role_never_uses_has_its_row_and_its_upper_limit(tokens, markers):
    table = frequencies(tokens, "role", markers=markers).set_index(["role", "category"])
    row = table.loc[("interviewer", "self_mention")]
    assert row["count"] == 0 and row["low"] == 0 and math.isnan(row["dp"])
    assert row["high"] == pytest.approx(1000 * measures.t_quantile(6) ** 2 / 59)
    assert table["count"].sum() == (markers["section"] == "turn").sum()
    assert table.loc[("interviewer", "audience"), "n"] == 59


def test_by_several_columns_and_top_rows_of_each_group(tokens, markers):
    table = frequencies(tokens, ["pair", "role"], markers=markers)
    assert len(table) == 12 * len(CATEGORIES)
    top = frequencies(tokens, "role", top=3)
    assert top["role"].tolist() == ["interviewee"] * 3 + ["interviewer"] * 3


def test_nothing_to_count_gives_an_empty_table_with_its_columns():
    table = frequencies(tokenize("— …"), of="norm")
    assert len(table) == 0 and {"norm", "count", "rate", "dp"} <= set(table)
    body = tokenize("Біз де барамыз.").assign(section="body")  # words, none of them in turns
    for of in ("lemma", "norm"):
        assert len(frequencies(body, of=of)) == len(vocabulary_growth(body, of=of)) == 0


def test_documents_have_turns_of_their_own(tokens):
    twice = pd.concat([tokens.assign(document="a"), tokens.assign(document="b")], ignore_index=True)
    table = frequencies(twice, of="norm").set_index("norm")
    assert table.loc["біз", "count"] == 16 and table.loc["біз", "of_documents"] == 2
    assert set(frequencies(twice, of="norm", parts="turn")["of_turns"]) == {24}
    assert compare(twice, of="norm").attrs["turns"] == {"interviewee": 2, "interviewer": 2}
    assert len(concordance(twice, "біз", "norm")) == 16


def test_all_ten_categories_have_their_row_and_0_is_a_result(tokens, markers):
    markers = markers[markers["category"] != "evidential"]
    for table in (frequencies(tokens, markers=markers), compare(tokens, markers)):
        assert sorted(table["category"]) == sorted(CATEGORIES)
    assert frequencies(tokens, markers=markers).set_index("category").loc["evidential", "count"] == 0


def test_the_design_effect_says_which_word_sits_in_few_turns(tokens):
    deff = frequencies(tokens).set_index("lemma")["deff"]
    assert deff["билік"] == pytest.approx(2.6, abs=0.05) and deff["өз"] == 1
    assert (deff >= 1).all() and deff.median() < 1.2


def test_an_interval_over_documents_does_not_narrow_because_documents_are_long(tokens):
    """Eight documents with the same share of a word differ by chance only; with the word in one alone they do not."""
    counted = words(tokens).head(360).assign(document=np.repeat(list("abcdefgh"), 45))
    even = counted.assign(norm=np.tile(["x", *["y"] * 8], 40))
    lone = counted.assign(norm=np.where((counted["document"] == "c") & (np.arange(360) % 45 < 40), "x", "y"))
    widths = [
        t.loc["x", "high"] - t.loc["x", "low"]
        for t in (frequencies(k, of="norm").set_index("norm") for k in (even, lone))
    ]
    assert widths[1] > 3 * widths[0]


def test_with_too_few_turns_the_words_are_taken_as_independent_and_the_note_says_so(tokens):
    three = tokens[tokens["turn"].isin([1, 2, 3])]
    table = frequencies(three, of="norm")
    assert (table["deff"] == 1).all() and any("Too few turns (3)" in said for said in table.attrs["caveats"])
    low, high = measures.wilson(table["count"], table["n"])
    assert table["high"].tolist() == pytest.approx((1000 * high).tolist())


def test_every_result_says_what_it_is_and_survives_export(tokens, markers, tmp_path):
    tables = [
        frequencies(tokens), frequencies(tokens, "role", markers=markers), ngrams(tokens), collocations(tokens),
        compare(tokens), compare(tokens, markers), diversity(tokens), vocabulary_growth(tokens),
        concordance(tokens, "біз", "lemma"),
    ]  # fmt: skip
    for table in tables:
        assert table.attrs["title"] and table.attrs["unit"] and table.attrs["n"] and table.attrs["filters"]
        assert note(table).startswith(table.attrs["title"])
        back = read_table(write_table(table, tmp_path / "table.csv"))
        assert back.attrs == table.attrs and list(back) == list(table)
        pd.testing.assert_frame_equal(back, table, check_categorical=False)


# -- n-grams and collocations


def test_ngrams_are_those_of_nltk_within_sentences(tokens):
    from nltk.util import ngrams as nltk_ngrams

    inside = tokens[tokens["kind"].isin(["word", "number"]) & (tokens["section"] == "turn")]
    sentences = [group["norm"].tolist() for _, group in inside.groupby("sentence")]
    for n in (1, 2, 3):
        expected = Counter(" ".join(gram) for sentence in sentences for gram in nltk_ngrams(sentence, n))
        table = ngrams(tokens, n, min_count=1)
        assert dict(zip(table["ngram"], table["count"])) == expected and set(table["n"]) == {expected.total()}


def test_ngrams_by_role_have_the_columns_of_frequencies(tokens):
    table = ngrams(tokens, 2, by="role", min_count=1, top=2)
    assert list(table) == [
        "role",
        "ngram",
        *"gloss count n rate low high deff turns of_turns dp dp_floor dp_rescaled".split(),
    ]
    assert table["role"].tolist() == ["interviewee"] * 2 + ["interviewer"] * 2
    with pytest.raises(ValueError, match="whole number from 1 to 100"):
        ngrams(tokens, 0)


def test_ngrams_with_stop_words_at_an_end_are_hidden():
    table = ngrams(tokenize("Біз тыныш жұмыс істейміз."), stop=True, min_count=1)
    assert table["ngram"].tolist() == ["тыныш жұмыс", "жұмыс істейміз"]
    assert set(table["n"]) == {3}


def test_ngrams_and_collocations_of_a_text_too_short_are_empty():
    assert len(ngrams(tokenize("Біз"), 2, min_count=1)) == len(collocations(tokenize("Біз"))) == 0


@pytest.mark.parametrize("window", [2, 4])
def test_scores_are_nltks_within_sentences(window):
    draw = random.Random(5)
    text = "\n".join(" ".join(draw.choice("ал ақ ат ас ай аң аз".split()) for _ in range(9)) for _ in range(30))
    table = collocations(tokenize(text), window=window, of="norm", min_count=3)
    padded = [word for line in text.split("\n") for word in [*line.split(), *[None] * (window - 1)]]
    finder = BigramCollocationFinder.from_words(padded, window_size=window)
    finder.apply_freq_filter(3)
    for column, measure in (("t", "student_t"), ("G2", "likelihood_ratio"), ("PMI", "pmi")):
        expected = dict(finder.score_ngrams(getattr(BigramAssocMeasures, measure)))
        got = dict(zip(zip(table["first"], table["second"]), table[column]))
        assert got == pytest.approx(expected, abs=1e-9)
    assert table["logDice"].tolist() == pytest.approx(
        14 + np.log2(2 * table["count"] / (table["count_first"] + table["count_second"]))
    )


def test_no_pair_crosses_a_sentence_border():
    table = collocations(tokenize("Біз бардық. Олар келді."), of="norm", window=5, min_count=1)
    assert set(zip(table["first"], table["second"])) == {("біз", "бардық"), ("олар", "келді")}


def test_an_unknown_measure_is_refused(tokens):
    with pytest.raises(ValueError, match="logDice"):
        collocations(tokens, "chi")


# -- comparison


def shuffled(tokens, seed):
    counted = words(tokens).reset_index(drop=True)
    order = np.random.default_rng(seed).permutation(len(counted))
    columns = [c for c in ("norm", "lemma", "text", "pos") if c in counted]
    return counted.assign(**{column: counted[column].astype(str).to_numpy()[order] for column in columns})


def test_the_log_ratio_has_the_sign_of_the_difference_of_rates(tokens):
    table = compare(tokens)
    difference = table["rate_interviewee"] - table["rate_interviewer"]
    assert (np.sign(table["log_ratio"].round(9)) == np.sign(difference.round(9))).all()
    assert (np.sign(table["log_ratio"].round(9)) == np.sign(table["g2"].round(9))).all()


def test_a_zero_cell_has_an_open_end_and_its_own_uncertainty(tokens):
    row = compare(tokens).set_index("lemma").loc["сіз"]
    assert [row["count_interviewee"], row["count_interviewer"], row["low"]] == [0, 5, -math.inf]
    assert row["high"] > row["log_ratio"]
    row = compare(tokens).set_index("lemma").loc["біз"]
    assert row["high"] == math.inf and row["low"] < 0  # 16 : 0 among 321 and 59 words does not settle it


def test_of_shuffled_words_few_intervals_exclude_equality(tokens):
    excluded = [
        ((t["low"] > 0) | (t["high"] < 0)).sum() for t in (compare(shuffled(tokens, seed)) for seed in range(8))
    ]
    assert np.mean(excluded) <= 2.5


def test_only_forms_of_address_survive_the_corrected_interval(tokens, markers):
    pronouns = markers[~markers["subtype"].str.match("poss|pred")]
    assert compare(tokens, pronouns).query("lrc != 0")["category"].tolist() == ["audience"]
    assert compare(tokens).query("lrc != 0")["lemma"].tolist() == ["сіз"]


def test_rows_are_in_the_order_of_the_bound_then_of_the_effect(tokens):
    table = compare(tokens)
    keys = list(zip(table["lrc"].abs(), table["log_ratio"].abs()))
    assert keys == sorted(keys, reverse=True)


def test_higher_in_so_many_pairs_is_counted_pair_by_pair(tokens):
    counted = words(tokens)
    size = counted.groupby(["pair", "role"], observed=True).size().unstack()
    count = counted[counted["lemma"] == "біз"].groupby(["pair", "role"], observed=True).size().unstack()
    rate = count.reindex(index=size.index, columns=size.columns).fillna(0) / size
    row = compare(tokens).set_index("lemma").loc["біз"]
    assert [row["higher"], row["pairs"]] == [(rate["interviewee"] > rate["interviewer"]).sum(), 6]


def test_the_smaller_expected_count_is_that_of_the_shorter_side(tokens):
    row = compare(tokens).set_index("lemma").loc["біз"]
    assert row["expected"] == pytest.approx(16 * 59 / 380)
    assert compare(tokens).attrs["pale"] == "expected < 1"


def test_a_comparison_gives_counts_rates_effect_and_interval(tokens):
    row = compare(tokens, of="norm").set_index("norm").loc["біз"]
    assert [row["count_interviewee"], row["count_interviewer"], row["turns_interviewee"]] == [8, 0, 5]
    assert row["rate_interviewee"] == pytest.approx(8000 / 321)
    assert row["log_ratio"] == pytest.approx(measures.log_ratio(8, 0, 321, 59, zero_safe=True))
    assert row["g2"] == pytest.approx(measures.log_likelihood(8, 0, 321, 59))
    assert row["low"] < row["log_ratio"] < row["high"]


def test_there_is_no_p_unless_it_is_asked_for_and_then_its_hypothesis_is_said(tokens, markers):
    from itertools import product

    assert "p" not in compare(tokens, markers)
    counted, inside = words(tokens), markers[markers["section"] == "turn"]
    size = counted.groupby(["pair", "role"], observed=True).size().unstack()
    count = inside[inside["category"] == "negation"].groupby(["pair", "role"], observed=True).size().unstack()
    rate = count.reindex(index=size.index, columns=size.columns).fillna(0) / size
    gaps = (rate["interviewee"] - rate["interviewer"]).tolist()
    sums = [abs(sum(sign * gap for sign, gap in zip(signs, gaps))) for signs in product((1, -1), repeat=6)]
    expected = sum(value >= sums[0] - 1e-12 for value in sums) / 64
    table = compare(tokens, markers, p=True)
    assert table.set_index("category").loc["negation", "p"] == expected
    assert "2^(1−k)" in " ".join(table.attrs["caveats"]) and "equally long" in " ".join(table.attrs["caveats"])


def test_a_word_in_k_pairs_has_no_p_below_two_to_the_one_minus_k(tokens):
    counted = words(tokens)
    pairs = counted.groupby("lemma", observed=True)["pair"].nunique()
    table = compare(tokens, p=True).set_index("lemma")
    assert all(p >= 2.0 ** (1 - pairs[lemma]) - 1e-12 for lemma, p in table["p"].items())


def test_rows_that_chance_alone_brings_below_a_twentieth_are_counted_by_what_they_can_reach():
    """Three pairs: no p below 1/4, so no row can fall below .05, however many rows there are."""
    text = tokenize(" ".join(["ат", "қой", "бір", "екі"] * 6))
    turn = np.repeat(range(6), 4)
    text = text.assign(turn=pd.array(turn, "Int64"), pair=pd.array(turn // 2, "Int64"))
    text["role"] = np.where(turn % 2, "interviewee", "interviewer")
    assert "chance 0.0 of 4 rows" in " ".join(compare(text, of="norm", p=True).attrs["caveats"])


def test_swapping_the_groups_turns_the_sign(tokens, markers):
    one = compare(tokens, markers).set_index("category").sort_index()
    other = compare(tokens, markers, groups=("interviewer", "interviewee")).set_index("category").sort_index()
    assert one["log_ratio"].tolist() == pytest.approx((-other["log_ratio"]).tolist())
    assert one["low"].tolist() == pytest.approx((-other["high"]).tolist())


def test_without_pairs_there_is_nothing_to_count_them_in(tokens):
    alone = tokens.assign(pair=pd.array([pd.NA] * len(tokens), dtype="Int64"))
    assert (compare(alone)["pairs"] == 0).all() and compare(alone)["higher"].isna().all()


def test_groups_are_any_values_of_any_column_and_a_wrong_one_is_answered_by_the_list(tokens):
    with pytest.raises(ValueError, match=r"interviewee \(321 words\), interviewer \(59 words\).*nobody"):
        compare(tokens, groups=("interviewee", "nobody"))
    with pytest.raises(ValueError, match="'party' is no column there"):
        compare(tokens, by="party")
    turn = tokens["turn"].fillna(99).astype(int)
    thirds = tokens.assign(part=np.select([turn <= 4, turn <= 8], ["early", "middle"], "late"))
    two = compare(thirds, by="part", groups=("early", "late"))
    assert {"count_early", "count_late"} <= set(two)
    against = compare(thirds, by="part", groups="early")
    assert against.attrs["groups"]["rest"] == 380 - against.attrs["groups"]["early"]
    every = compare(thirds, by="part")
    assert set(every["part"]) == {"early", "middle", "late"} and {"count_group", "count_rest"} <= set(every)


def test_a_text_is_compared_with_the_counts_of_other_texts(tokens, tmp_path):
    other = pd.DataFrame({"lemma": ["да", "біз", "сіз"], "count": [3000, 20, 1]})
    table = compare(tokens, reference=other).set_index("lemma")
    assert table.loc["біз", ["count_text", "count_reference"]].tolist() == [16, 20]
    assert table.loc["біз", "low"] > 0 > table.loc["да", "high"]
    assert table["count_text"].min() == 3  # twice is too seldom to be a keyword
    other.to_csv(tmp_path / "other.csv", index=False)
    assert compare(tokens, reference=tmp_path / "other.csv").shape == table.reset_index().shape
    with pytest.raises(ValueError, match="columns lemma and count; it has word, n"):
        compare(tokens, reference=other.rename(columns={"lemma": "word", "count": "n"}))


def test_the_bundled_reference_is_small_names_no_lemma_counted_once_and_adds_up():
    path = Path(__file__).parents[1] / "data/reference/news_lemmas.csv"
    table, readme = read_table(path), (path.parent / "README.md").read_text(encoding="utf-8")
    assert path.stat().st_size < 150_000 and (table["count"] > 1).all()
    assert f"| words counted | {table['count'].sum():,} |" in readme


def test_in_a_folder_the_document_is_the_unit(tokens):
    many = pd.concat([tokens.assign(document=str(i)) for i in range(5)], ignore_index=True)
    table = compare(many)
    assert table.attrs["turns"] == {"interviewee": 5, "interviewer": 5} and "documents_interviewee" in table
    assert set(table["pairs"]) == {5}  # documents in which both speak


# -- growth and diversity


def test_growth_ends_at_the_number_of_types(tokens):
    table = vocabulary_growth(tokens, of="norm")
    assert table["words"].tolist() == list(range(1, 381))
    assert table["types"].iloc[-1] == words(tokens)["norm"].nunique()
    last = vocabulary_growth(tokens, "role", "norm").groupby("role", observed=True).tail(1).set_index("role")
    assert last["words"].to_dict() == {"interviewer": 59, "interviewee": 321}


def test_growth_and_diversity_count_as_many_words_as_the_table_of_frequencies(tokens):
    spoken = vocabulary_growth(tokens)
    assert spoken["types"].iloc[-1] == len(frequencies(tokens))
    by_role = frequencies(tokens, "role").groupby("role", observed=True).size()
    assert diversity(tokens).set_index("role")["types"].to_dict() == by_role.to_dict()
    mixed = tokenize("Мен бардым. Аян мен Сәуле келді.")
    assert vocabulary_growth(mixed, section=None)["types"].iloc[-1] == len(frequencies(mixed, section=None)) == 6


def test_mtld_longer_than_a_third_of_the_text_is_missing_with_the_number_of_factors(tokens):
    table = diversity(tokens, of="norm").set_index("role")
    assert table["mtld"].isna().all() and "321 words" in table.loc["interviewee", "note"]
    guest = words(tokens)[lambda t: t["role"] == "interviewee"]["norm"].tolist()
    assert "only 0.6 times" in table.loc["interviewee", "note"]
    assert table.loc["interviewee", "mattr"] == measures.mattr(guest, 50)
    assert measures.mtld(guest * 5) <= len(guest * 5) / 3


def test_diversity_is_compared_in_the_longer_speakers_own_stretches_of_the_shorter_ones_length(tokens):
    table = diversity(tokens, of="norm").set_index("role")
    guest = words(tokens)[lambda t: t["role"] == "interviewee"]["norm"].tolist()
    types = [len(set(guest[i : i + 59])) for i in range(321 - 59 + 1)]
    row = table.loc["interviewee"]
    assert [row["stretch"], row["types_low"], row["types_high"]] == [59, min(types), max(types)]
    assert row["types_mean"] == pytest.approx(np.mean(types))
    assert table.loc["interviewer", "types_mean"] == table.loc["interviewer", "types"]


# -- concordance


def test_a_concordance_is_complete_and_its_offsets_are_the_texts(tokens, transcript):
    table = concordance(tokens, "біз", "norm", section=None)
    assert len(table) == (tokens["norm"] == "біз").sum()
    assert all(transcript.text[a:b] == k for a, b, k in zip(table["start"], table["end"], table["keyword"]))
    assert table["start"].is_monotonic_increasing


def test_context_is_the_sentence_or_so_many_characters_of_the_turn(tokens, transcript):
    row = concordance(tokens, "партия", "norm", sort="position").iloc[0]
    assert (row["left"], row["keyword"], row["right"]) == ("Шынымен", "партия", "құрасыз ба?")
    assert (row["line"], row["turn"], row["role"]) == (8, 1, "interviewer")
    wide = concordance(tokens, "партия", "norm", width=500).iloc[0]
    assert (wide["left"], wide["right"]) == ("- Шынымен", "құрасыз ба?")
    narrow = concordance(tokens, "партия", "norm", width=5)
    for side in ("left", "right"):
        assert narrow[side].str.strip("…").str.len().max() <= 5


@pytest.mark.parametrize("width", [1, 7, 20, 41])
def test_no_word_is_cut_in_two(tokens, transcript, width):
    whole = set(re.findall(r"[\w-]+", transcript.text))
    hits = concordance(tokens, "біз", "lemma", width=width)
    for side in ("left", "right"):
        assert {word for cell in hits[side] for word in re.findall(r"[\w-]+", cell)} <= whole


def test_lemmas_are_sought_unless_one_says_otherwise_and_a_difference_is_said(tokens):
    with pytest.warns(UserWarning, match="16 places as a lemma and 8 as a printed form"):
        hits = concordance(tokens, "біз")
    assert len(hits) == frequencies(tokens).set_index("lemma").loc["біз", "count"]
    with pytest.warns(UserWarning, match="0 places as a lemma and 6 as a printed form"):
        assert len(concordance(tokens, "біздің")) == 6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        concordance(tokens, "біз", of="lemma")
        concordance(tokens, "елшілік")


@pytest.mark.parametrize("typed", ["партия", "пapтия", "ПАРТИЯ", "пар\u00adтия", "парт*", "Partiya", "partiâ"])
def test_a_word_is_found_as_typed_with_look_alikes_and_romanised(typed):
    text = tokenize("Партия құрылды. Біздің партиямыз бар, Facebook те бар.")
    assert concordance(text, typed, of="lemma")["keyword"].tolist() == ["Партия", "партиямыз"]
    assert len(concordance(text, "facebook", of="lemma")) == 1


def test_words_are_found_by_their_english_gloss(tokens):
    hits = concordance(tokens, gloss="party")
    assert {"партия", "партиясы"} & set(hits["keyword"].str.lower())
    assert "party" in hits.attrs["title"] and "партия" in hits.attrs["title"]
    assert len(concordance(tokens, gloss="art")) == 0


def test_a_sample_is_drawn_by_its_seed_and_stays_in_the_order_of_the_text(tokens):
    first, again, other = (concordance(tokens, "біз", "lemma", sample=5, seed=seed) for seed in (1, 1, 2))
    assert len(first) == 5 and first.equals(again) and not first.equals(other)
    assert first["start"].is_monotonic_increasing and "5 of 16" in first.attrs["filters"]
    assert len(concordance(tokens, "біз", "lemma", sample=500)) == 16
    unsaid = concordance(tokens, "біз", "lemma", sample=5)
    assert "(seed 0)" in unsaid.attrs["filters"] and unsaid.equals(
        concordance(tokens, "біз", "lemma", sample=5, seed=0)
    )


def test_sentences_around_stay_in_the_turn_and_so_does_their_english(tokens, transcript):
    translation = read_translation(ROOT / "data/translation/kopbaev_interview.tsv", transcript)
    one = concordance(tokens, "партия", "lemma", translation=translation)
    three = concordance(tokens, "партия", "lemma", sentences=1, translation=translation)
    assert all(len(b) >= len(a) for a, b in zip(one["left"] + one["right"], three["left"] + three["right"]))
    assert any(len(b) > len(a) + 20 for a, b in zip(one["en"], three["en"]))
    turn = tokens[tokens["turn"] == 1]
    printed = " ".join("".join(turn["text"].astype(str) + turn["after"].astype(str)).split())
    first = concordance(tokens, "партия", "lemma", sentences=9).iloc[0]
    assert " ".join([first["left"], first["keyword"], first["right"]]).strip() in printed


def test_phrases_wildcards_lemmas_and_categories_are_found(tokens, markers):
    assert concordance(tokens, "Менің ойымша", "norm")["line"].tolist() == [33]
    assert (
        len(concordance(tokens, "біз*", "norm"))
        == tokens[tokens["section"] == "turn"]["norm"].str.startswith("біз").sum()
    )
    lemma = tokens[tokens["norm"] == "біздің"]["lemma"].iloc[0]
    assert len(concordance(tokens, lemma, of="lemma")) >= 6
    hedges = concordance(tokens, "hedge", markers=markers)
    assert "Менің ойымша" in set(hedges["keyword"]) and set(hedges["category"]) == {"hedge"}
    assert len(concordance(tokens, None, markers=markers, section=None)) == len(markers)


def test_a_phrase_does_not_cross_a_sentence_border():
    text = tokenize("Біз келдік. Олар кетті.")
    assert len(concordance(text, "келдік олар", "norm")) == 0 and len(concordance(text, "олар кетті", "norm")) == 1


def test_rows_sort_by_neighbours_in_kazakh_alphabetical_order():
    text = tokenize("Бір яғни. Бір өте. Бір қала. Бір лас.")
    assert concordance(text, "бір", sort="right")["right"].tolist() == ["қала.", "лас.", "өте.", "яғни."]
    text = tokenize("Ат үй бір. Ән ас бір. Ән үй бір.")
    assert concordance(text, "бір", sort="left")["left"].tolist() == ["Ән ас", "Ат үй", "Ән үй"]
    with pytest.raises(ValueError, match="sort 'up' is not known; it may be position"):
        concordance(text, "бір", sort="up")


def test_the_english_sentence_stands_beside_the_hit(tokens, transcript):
    translation = read_translation(ROOT / "data/translation/kopbaev_interview.tsv", transcript)
    table = concordance(tokens, "партия", "norm", translation=translation)
    assert table["en"].iloc[0] == "Are you really forming a party?" and (table["en"] != "").all()


def test_markers_of_another_text_and_empty_queries_are_refused(tokens, markers):
    with pytest.raises(ValueError, match="another text"):
        concordance(tokens, "hedge", markers=markers.assign(start=markers["start"] + 1))
    with pytest.raises(ValueError, match="query must be a word"):
        concordance(tokens, " ")
    assert len(concordance(tokens, "жоқсөз", "norm")) == 0


# -- stop words


def test_stance_cues_are_not_stop_words():
    assert not stop_words() & {
        "әрине",
        "емес",
        "жоқ",
        "керек",
        "мүмкін",
        "қажет",
        "тиіс",
        "екен",
        "шығар",
        "болар",
        "меніңше",
    }
    assert {"және", "да", "де", "деп", "мен", "біздің", "үшін", "ма", "осыған", "еді"} <= stop_words()


def test_the_stop_list_has_each_form_once_with_class_and_gloss():
    path = ROOT / "src/helpers/lexicons/stopwords.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    assert len({row["word"] for row in rows}) == len(rows) and all(row["gloss"] and row["class"] for row in rows)
    assert all(row["word"] == row["word"].lower().strip() for row in rows)


@pytest.mark.skipif(not TREEBANK.exists(), reason="the treebank beside the repository is needed")
def test_the_stop_list_covers_function_words_and_spares_content_words():
    grammar, content, last = Counter(), Counter(), 0
    for line in TREEBANK.read_text(encoding="utf-8").splitlines():
        number, form, _, kind = (line.split("\t") + [""] * 4)[:4]
        if not number.isdigit():
            last = (
                int(number.split("-")[1]) if form and "-" in number else 0
            )  # the end of a word that the treebank splits
        elif int(number) > last and kind in {"PRON", "ADP", "CCONJ", "SCONJ", "PART", "DET"}:
            grammar[form.lower() in stop_words()] += 1
        elif int(number) > last and kind in {"NOUN", "VERB", "ADJ", "PROPN"} and form.lower() != "деп":
            content[form.lower() in stop_words()] += 1  # деп: a verb there, a conjunction in our list
    assert grammar[True] / grammar.total() >= 0.95
    assert content[True] / content.total() <= 0.005


def test_pairs_of_very_many_forms_are_counted_right():  # 50,000² is beyond 32 bits
    letters = "абвгдежзиклмнопрстуфхцчшщыэәғқңөұүһіюя"
    words = [f"{a}{b}{c}" for a in letters for b in letters for c in letters][:50_000]
    found = ngrams(tokenize(" ".join([*words, words[-2], words[-1]])), of="norm")
    assert found[["ngram", "count"]].values.tolist() == [[f"{words[-2]} {words[-1]}", 2]]
    pairs = collocations(tokenize(" ".join([*words, words[-2], words[-1]])), of="norm")
    assert pairs.iloc[:, :2].values.tolist() == [[words[-2], words[-1]]]


# -- exchange of sides, many documents, the note of a concordance


def exchanged(gaps, pairs, draws=4000):
    from helpers.counting.exchange import exchange

    table = pd.DataFrame({"lemma": "жол", "gap": gaps})
    return exchange(table, pd.Series(["жол"]), "lemma", pairs, draws, seed=3).iloc[0]


@pytest.mark.parametrize("size", [1, 0.001, 40])
def test_six_equal_gaps_are_as_unlikely_as_two_of_sixty_four_exchanges_whatever_their_size(size):
    found = exchanged([size] * 6, pairs=6)
    assert found["p"] == found["p_largest"] == 2 / 64


def test_p_of_sampled_exchanges_is_near_that_of_all():
    gaps = [3.0, 1.5, -0.5, 2.0, 4.0, -1.0, 2.5, 0.5]
    every, drawn = exchanged(gaps, pairs=12), exchanged(gaps, pairs=13)
    assert 0.02 < every["p"] < 0.2
    assert drawn["p"] == pytest.approx(every["p"], abs=0.02)
    assert drawn["p_largest"] == pytest.approx(every["p_largest"], abs=0.01)


def of_documents(counts, words=100):
    rows = {"document": [f"d{n}" for n in range(len(counts))], "role": "x", "category": "hedge", "count": counts}
    return pd.DataFrame(rows | {"words": words})


def test_a_document_without_words_of_a_role_is_none_of_its_documents():
    summary = of_documents([1, 3, 2, 0], words=[100, 100, 100, 0])
    table = document_rates(summary)
    assert table["of_documents"].tolist() == [3] and table["n"].tolist() == [300]


def test_rates_of_few_documents_say_how_few_and_those_of_many_say_nothing():
    few = " ".join(document_rates(of_documents([1, 3])).attrs["caveats"])
    assert "Too few documents (2)" in few
    assert document_rates(of_documents([1, 3] * 30)).attrs["caveats"] == []
    assert "Too few documents (0)" in " ".join(document_rates(of_documents([1, 3]).iloc[:0]).attrs["caveats"])


@pytest.mark.parametrize(("by", "named"), [("count", "not count"), (["role", "document"], "not role, document")])
def test_rates_over_documents_name_what_they_cannot_be_grouped_by(by, named):
    with pytest.raises(ValueError, match=named):
        document_rates(of_documents([1, 3]), by=by)


def test_the_note_of_a_concordance_says_how_much_context_it_shows(tokens):
    assert "context: 30 characters" in concordance(tokens, "біз", width=30).attrs["formula"]
    assert "context: the sentence and 2 on either side" in concordance(tokens, "біз", sentences=2).attrs["formula"]
    assert concordance(tokens, "біз").attrs["formula"] == "context: the sentence"


@pytest.mark.parametrize(
    ("of", "title", "what"),
    [("category", "Stance categories", "markers of"), ("subtype", "Stance subtypes", "markers of"),
     ("marker", "Stance markers", "markers of"), ("norm", "Word forms", "words of")],
)  # fmt: skip
def test_a_table_is_called_by_what_it_counts(tokens, of, title, what):
    markers = find_markers(tokens) if what.startswith("markers") else None
    facts = frequencies(tokens, of=of, markers=markers).attrs
    assert facts["title"] == title and facts["filters"].startswith(what)
    assert "at least twice" in frequencies(tokens, of=of, markers=markers, min_count=2).attrs["filters"]
    assert "at least" not in facts["filters"]


def test_ngrams_are_of_two_words_that_occur_twice_unless_said_otherwise(tokens):
    table = ngrams(tokens)
    assert (table["ngram"].str.count(" ") == 1).all() and table["count"].min() == 2
    assert len(ngrams(tokens, min_count=1)) > len(table)


def test_a_printed_form_is_glossed_by_the_class_it_has_in_the_text():
    table = frequencies(tokenize("Біз қатарымызға достарды қостық."), of="norm")
    assert table.set_index("norm")["gloss"]["қатарымызға"] == "rank; row"


@pytest.mark.parametrize("of, kind", [("lemma", "lemmas"), ("norm", "forms")])
def test_growth_and_diversity_say_what_is_different_lemmas_or_forms(tokens, of, kind):
    assert vocabulary_growth(tokens, of=of).attrs["unit"] == f"different {kind} among the first words"
    assert diversity(tokens, of=of).attrs["unit"] == f"of {kind}"


def test_diversity_moves_a_window_of_fifty_words_and_says_so(tokens):
    table = diversity(tokens)
    assert "windows of 50 words" in table.attrs["formula"]
    assert table["mattr"].tolist() == diversity(tokens, window=50)["mattr"].tolist()
    assert table["mattr"].tolist() != diversity(tokens, window=51)["mattr"].tolist()


def test_places_where_two_words_stand_together_come_in_the_order_of_the_text():
    text = "Бала үлкен мектеп көрді. Бала мектеп салды. Бала өте үлкен мектеп көрді."
    tokens = tokenize(text)
    found = together(tokens, "бала", "мектеп", window=3, of="norm", section=None)
    assert [text[a:b] for a, b in zip(found["start"], found["end"])] == ["Бала үлкен мектеп", "Бала мектеп"]
    wider = together(tokens, "бала", "мектеп", window=4, of="norm", section=None)
    assert wider["start"].tolist() == sorted(wider["start"]) and len(wider) == 3


@pytest.mark.parametrize("of", ["norm", "category"])
@pytest.mark.parametrize("group", ["interviewee", "interviewer"])
def test_each_side_of_a_comparison_has_the_rates_and_intervals_of_the_table_of_frequencies(tokens, markers, of, group):
    counted = markers if of == "category" else None
    sides = compare(tokens, counted, of).set_index(of)
    alone = frequencies(tokens, "role", of, markers=counted)
    alone = alone[alone["role"] == group].set_index(of)
    assert len(alone) > 5
    for column in ("count", "rate", "low", "high"):
        expected = alone[column].loc[alone.index.intersection(sides.index)]
        assert sides.loc[expected.index, f"{column}_{group}"].tolist() == pytest.approx(expected.tolist()), column


def test_a_pair_has_a_gloss_where_one_word_has_and_none_where_neither_has():
    table = collocations(tokenize("Брзк кітап. Брзк кітап. Брзк ққзж. Брзк ққзж."), of="norm")
    assert dict(zip(table["second"], table["gloss"])) == {"кітап": "? + book", "ққзж": ""}


def test_rates_over_documents_say_by_what_and_count_only_documents_that_have_the_category():
    summary = pd.DataFrame(
        {"document": list("abc"), "role": "guest", "category": "hedge", "count": [0, 2, 3], "words": 50}
    )
    table = document_rates(summary)
    assert table["documents"].tolist() == [2] and table["of_documents"].tolist() == [3]
    assert table.attrs["by"] == ["role"] and document_rates(summary, "category").attrs["by"] == []


@pytest.mark.parametrize(
    ("parts", "said"), [(3, "Too few turns (3)"), (4, "4 turns are few"), (29, "29 turns are few")]
)
def test_below_four_parts_an_interval_is_too_narrow_and_below_thirty_not_quite_sure(parts, said):
    assert interval_caveats("turn", parts)[0].startswith(said)
    assert interval_caveats("turn", 30) == []


def test_a_word_of_a_single_turn_stands_in_one_of_one(tokens):
    one = tokens[tokens["turn"] == tokens["turn"].max()]
    table = frequencies(one, of="norm")
    assert set(table["turns"]) == set(table["of_turns"]) == {1}


def test_one_document_has_no_interval_and_the_note_says_so():
    table = document_rates(of_documents([3]))
    assert table[["low", "high"]].isna().all(axis=None)
    assert "there is no interval" in " ".join(table.attrs["caveats"])


@pytest.mark.parametrize("of", ["category", "subtype", "marker"])
def test_a_text_in_which_nobody_speaks_has_an_empty_table_of_markers(of):
    told = tokenize("Біз барамыз. Керек шығар.").assign(section="body")
    table = frequencies(told, markers=find_markers(told), of=of)
    assert table.empty and {of, "count", "rate"}.issubset(table)


def test_a_text_in_which_nobody_speaks_cannot_be_compared_with_a_reference():
    told = tokenize("Біз барамыз.").assign(section="body")
    with pytest.raises(Undefined, match="no words"):
        compare(told, reference=pd.DataFrame({"lemma": ["біз"], "count": [3]}))
