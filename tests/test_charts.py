"""Charts: what they say is what the table says, and they leave nothing behind."""

import base64
import io
import re
import warnings
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from helpers import (
    charts,
    compare,
    document_rates,
    find_markers,
    frequencies,
    mentions,
    process_folder,
    read_transcript,
    tokenize,
    vocabulary_growth,
)
from helpers.categories import CATEGORIES
from helpers.labels import label
from helpers.showing import drawing

RAW = Path(__file__).parents[1] / "data" / "raw" / "kopbaev_interview.txt"
LETTERS = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"


@pytest.fixture(scope="module")
def tokens():
    return tokenize(read_transcript(RAW))


@pytest.fixture(scope="module")
def markers(tokens):
    return find_markers(tokens)


REFERENCE = pd.DataFrame({"lemma": ["және", "біз", "бол", "партия", "ол"], "count": [3000, 250, 800, 30, 900]})


DRAW = {
    "rates": lambda t, m: charts.rates(frequencies(t)),
    "rates by role": lambda t, m: charts.rates(frequencies(t, by="role"), top=10),
    "rank_frequency": lambda t, m: charts.rank_frequency(frequencies(t)),
    "effects": lambda t, m: charts.effects(compare(t)),
    "effects of stance": lambda t, m: charts.effects(compare(t, mentions(t, m))),
    "effects against a reference": lambda t, m: charts.effects(compare(t, reference=REFERENCE)),
    "pairs": lambda t, m: charts.pairs(t, m),
    "vocabulary_growth": lambda t, m: charts.vocabulary_growth(vocabulary_growth(t, by="role")),
    "turn_lengths": lambda t, m: charts.turn_lengths(t),
    "dispersion": lambda t, m: charts.dispersion(t, ["біз", "партия", "жоқ"]),
    "dispersion of markers": lambda t, m: charts.dispersion(t, m),
    "stance_by_role": lambda t, m: charts.stance_by_role(t, m),
    "stance_by_turn": lambda t, m: charts.stance_by_turn(t, m),
}


@pytest.fixture(scope="module", params=DRAW)
def chart(request, tokens, markers):
    return DRAW[request.param](tokens, markers)


def boxes(ax, texts):
    ax.figure.draw_without_rendering()
    return [text.get_window_extent() for text in texts if text.get_text()]


def tick_labels(axis):
    """The labels of the ticks in view."""
    low, high = sorted(axis.get_view_interval())
    ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels())
    return [label for place, label in ticks if low <= place <= high]


def test_every_chart_says_its_n_and_its_unit(chart):
    printed = " ".join([chart.get_title(loc="left"), chart.get_xlabel(), *chart.get_legend_handles_labels()[1]])
    assert "n = " in printed or "n of words" in printed
    assert chart.get_xlabel()
    assert "380" in charts.describe(chart) or "321" in charts.describe(chart)


def test_labels_do_not_overlap_and_nothing_is_cut_off(chart):
    down, across = tick_labels(chart.yaxis), tick_labels(chart.xaxis)
    for labels in (down, across):
        found = boxes(chart, labels)
        assert not any(a.overlaps(b) for i, a in enumerate(found) for b in found[i + 1 :])
    page = chart.figure.bbox.padded(1)
    for box in boxes(chart, [chart._left_title, chart.xaxis.label, *down, *across, *chart.texts]):
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1


def test_title_and_legend_do_not_meet(chart):
    legend = chart.get_legend()
    assert legend is None or not boxes(chart, [chart._left_title])[0].overlaps(legend.get_window_extent())


def test_the_picture_carries_the_description_and_no_letter_is_missing(chart):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a missing glyph
        shown = charts.image(chart)
    assert shown.startswith('<img alt="') and charts.describe(chart)[:20] in shown


def test_kazakh_letters_are_in_the_font_of_every_text(tokens):
    table = frequencies(tokens).head(2).assign(lemma=[LETTERS, "$x_1$"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        charts.image(charts.rates(table))


def test_charts_leave_pyplot_and_rcparams_alone(tokens, markers):
    plt.switch_backend("agg")
    before = mpl.rcParams.copy()
    charts.image(charts.turn_lengths(tokens))
    charts.image(charts.stance_by_role(tokens, markers))
    assert plt.get_fignums() == [] and mpl.rcParams == before


def test_a_given_axes_is_drawn_on_and_returned(tokens, markers):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert charts.turn_lengths(tokens, ax=left) is left
    assert charts.stance_by_role(tokens, markers, ax=right) is right
    assert charts.describe(figure) == f"{charts.describe(left)} {charts.describe(right)}"


def test_an_axes_drawn_elsewhere_has_no_description():
    with pytest.raises(ValueError, match="not drawn by"):
        charts.describe(Figure().subplots())


def test_the_description_follows_the_data(tokens):
    words = charts.describe(charts.turn_lengths(tokens))
    assert "interviewer: 6 turns, 59 words, median 6, longest 25, shortest 4" in words
    fewer = tokens[tokens["turn"].isin([1, 2])]
    assert "n = 86 words" in charts.describe(charts.turn_lengths(fewer))


def test_rates_are_drawn_where_the_table_has_them(tokens):
    table = frequencies(tokens).head(4)
    ax = charts.rates(table)
    assert ax.lines[0].get_xdata() == pytest.approx(table["rate"])
    assert [label.get_text().split(" ")[0] for label in ax.get_yticklabels()] == list(table["lemma"])


def test_the_axis_says_which_interval_is_drawn(tokens, markers):
    assert "95 %, design effect over turns" in charts.rates(frequencies(tokens)).get_xlabel()
    assert "95 %, MOVER" in charts.effects(compare(tokens)).get_xlabel()


def test_a_word_that_a_group_never_uses_is_0_but_a_row_cut_off_is_unknown(tokens):
    whole, cut = frequencies(tokens, by="role", of="norm"), frequencies(tokens, by="role", of="norm", top=3)
    assert "8 : 0" in [text.get_text() for text in charts.rates(whole).texts]
    assert "8 : –" in [text.get_text() for text in charts.rates(cut).texts]


def test_words_cut_off_though_as_frequent_as_the_last_one_are_named(tokens):
    table = frequencies(tokens)
    last = table["count"].iloc[11]
    left_out = table["lemma"].iloc[12:][table["count"].iloc[12:] == last]
    assert left_out.iloc[0] in charts.rates(table, top=12).get_xlabel()


def test_all_ten_categories_have_their_row_in_the_charts_of_stance(tokens, markers):
    markers = markers[markers["category"] != "evidential"]
    rest = [name for name in CATEGORIES if name != "negation"]  # polarity stands apart, at the end
    for ax in (charts.stance_by_role(tokens, markers), charts.stance_by_turn(tokens, markers)):
        assert [text.get_text() for text in ax.get_yticklabels()] == [label(name) for name in [*rest, "negation"]]


def test_charts_of_stance_tell_shared_boosters_address_and_polarity_apart():
    said = "Сіз білесіз ғой. Ол әрине келеді. Ол кетіпті. Сен барасың ба? Мен бармаймын."
    tokens = tokenize(said).assign(section="turn", role="interviewee", turn=1, pair=1)
    for ax in (
        charts.stance_by_role(tokens, find_markers(tokens)),
        charts.stance_by_turn(tokens, find_markers(tokens)),
    ):
        note = " ".join(ax.get_xlabel().split())
        assert "shared (ғой, қой): 1 of the 2 booster marks" in note and "negation is polarity" in note
        assert "indirective forms (-ыпты, екен): 1 of the 1" in note
        assert re.search(r"second person: \d polite, \d familiar|second person: \d familiar, \d polite", note)
        assert ax.get_yticklabels()[-1].get_text() == "negation"


def test_effects_stand_in_order_with_ticks_in_times_and_open_ends_as_arrows(tokens):
    table = compare(tokens)
    ax = charts.effects(table, top=12)
    shown = table[table["count_interviewee"] + table["count_interviewer"] >= 2].head(12)
    order = shown.sort_values("log_ratio", ascending=False, kind="stable")["lemma"]
    assert [text.get_text().split(" ")[0] for text in ax.get_yticklabels()] == list(order)
    assert {"equal", "×2", "×4", "×8"} <= {text.get_text() for text in ax.get_xticklabels()}
    arrows = sum(len(line.get_xdata()) for line in ax.lines if line.get_marker() in "<>")
    low, high = ax.get_xlim()
    assert arrows == (shown["low"] < low).sum() + (shown["high"] > high).sum() > 0
    hollow = sum(len(line.get_xdata()) for line in ax.lines if line.get_markerfacecolor() == "white")
    assert hollow == ((shown["count_interviewee"] == 0) | (shown["count_interviewer"] == 0)).sum()
    assert "16 in 5/6 : 0 in 0/6" in [text.get_text() for text in ax.texts]


def test_a_row_with_one_use_is_no_row_of_the_effects(tokens, markers):
    once = markers[
        ~(
            (markers["category"] == "contrast")
            & (markers["start"] != markers.query("category == 'contrast'")["start"].iloc[1])
        )
    ]
    names = [text.get_text() for text in charts.effects(compare(tokens, once)).get_yticklabels()]
    assert "contrast" not in names and "evidential" not in names


def test_persons_are_counted_once_per_clause_unless_every_form_is_asked_for(tokens, markers):
    turn = markers[markers["section"] == "turn"]
    every = (turn["category"] == "self_mention").sum()
    once = (mentions(tokens, turn)["category"] == "self_mention").sum()
    assert once < every
    assert f"self-mention: {once}, in " in charts.describe(charts.stance_by_turn(tokens, markers))
    assert f"self-mention: {every}, in " in charts.describe(charts.stance_by_turn(tokens, markers, endings=True))


def test_dots_of_the_turn_chart_have_the_counts_as_their_areas_and_columns_the_lengths(tokens, markers):
    ax = charts.stance_by_turn(tokens, markers, endings=True)
    areas = [dots.get_sizes()[0] for dots in ax.collections if hasattr(dots, "get_sizes") and len(dots.get_sizes())]
    assert sum(areas) / min(areas) == pytest.approx((markers["section"] == "turn").sum())
    heads = [text.get_text() for text in ax.texts if "\n" in text.get_text()]
    assert heads[:2] == ["Q1\n4", "A1\n82"] and len(heads) == 12


def many_turns(tokens, times):
    """The interview again and again, as one of many turns."""
    copies = []
    for i in range(times):
        shift = {"turn": 12 * i, "pair": 6 * i, "start": i * 10_000, "end": i * 10_000, "sentence": 100 * i}
        copies.append(tokens.assign(**{name: tokens[name] + by for name, by in shift.items()}))
    return pd.concat(copies, ignore_index=True)


def test_charts_of_six_hundred_turns_stay_on_a_page_and_say_what_they_leave_out(tokens):
    long = many_turns(tokens, 50)
    marks = find_markers(long)
    drawn = [charts.stance_by_turn(long, marks), charts.turn_lengths(long), charts.pairs(long, marks)]
    drawn += [charts.dispersion(long, ["біз"]), charts.stance_by_role(long, marks)]
    for ax in drawn:
        width, height = ax.figure.get_size_inches()
        assert width <= 8 and height <= 20
        found = boxes(ax, tick_labels(ax.xaxis))
        assert not any(a.overlaps(b) for a, b in zip(found, found[1:]))
    assert "the first 96 of 600 turns" in " ".join(drawn[0].get_xlabel().split())


def test_a_table_of_a_thousand_rows_draws_those_on_top(tokens):
    table = pd.concat([frequencies(tokens, of="norm")] * 4, ignore_index=True)
    table["norm"] = [f"{word}{i}" for i, word in enumerate(table["norm"])]
    assert len(table) > 1000 and len(charts.rates(table).get_yticklabels()) == 30


def long_tables():
    """What each chart is drawn from, with 5,000 rows, turns or documents."""
    n = 5_000
    names = [f"сөз{i}" for i in range(n)]
    counted = pd.DataFrame({"norm": names, "count": 3, "n": n * 3, "rate": 0.2, "low": 0.1, "high": 0.4, "role": names})
    compared = pd.DataFrame({"norm": names, "count_a": 2, "count_b": 1, "log_ratio": 1.0, "low": 0.5, "high": 2.0,
                             "lrc": 0.2, "expected": 1.5})  # fmt: skip
    grown = pd.DataFrame({"norm": names, "words": range(1, n + 1), "types": range(1, n + 1), "role": names})
    scored = pd.DataFrame({"category": names, "labels": 3, "F1": 0.9, "low": 0.5, "high": 1.0})
    summary = pd.DataFrame({"document": names, "role": "interviewee", "category": "hedge", "count": 1, "words": 50})
    turns = tokenize(" ".join(["Біз мүмкін барамыз."] * n))
    turns = turns[(turns["kind"] == "word").to_numpy()].assign(section="turn", role="interviewee")
    turns["turn"] = turns["pair"] = np.arange(len(turns)) // 3 + 1
    return counted, compared, grown, scored, summary, turns, find_markers(turns)


LONG = {  # what is said where there are too many rows; "" where the chart is drawn
    "rates": ("room for 100 rows, not 5,000; .*markup.table", lambda t: charts.rates(t[0], top=5000)),
    "rates of many": ("5000 series.*charts.by_document", lambda t: charts.rates(by(t[0], ["role"]))),
    "rank_frequency": ("from 0 to 30, not 5000", lambda t: charts.rank_frequency(t[0], label=5000)),
    "rank_frequency, five named": ("", lambda t: charts.rank_frequency(t[0])),
    "effects": ("room for 100 rows, not 5,000; .*top=30", lambda t: charts.effects(t[1], top=5000)),
    "vocabulary_growth": ("", lambda t: charts.vocabulary_growth(t[2])),
    "growth of many": ("5000 series", lambda t: charts.vocabulary_growth(by(t[2], "role"))),
    "scores": ("room for 100 rows, not 5,000", lambda t: charts.scores(t[3])),
    "by_document": ("", lambda t: charts.by_document(t[4])),
    "dispersion": ("room for 100 rows, not 5,000", lambda t: charts.dispersion(t[5], t[0]["norm"].tolist())),
    "dispersion in many turns": ("", lambda t: charts.dispersion(t[5], ["біз"])),
    "dispersion in many documents": ("", lambda t: charts.dispersion(t[5].assign(document=t[5]["turn"]), "біз")),
    "turn_lengths": ("room for 1,000 turns, not 5,000; .*part of", lambda t: charts.turn_lengths(t[5])),
    "pairs of one": ("room for 1,000 turns", lambda t: charts.pairs(t[5].assign(pair=1), t[6])),
    "turn_lengths of many": ("7 series", lambda t: charts.turn_lengths(t[5].head(20), by="start")),
    "stance_by_turn": ("", lambda t: charts.stance_by_turn(t[5], t[6])),
    "stance_by_turn in one pair": ("", lambda t: charts.stance_by_turn(t[5].assign(pair=1), t[6])),
    "stance_by_role": ("", lambda t: charts.stance_by_role(t[5], t[6])),
    "pairs": ("", lambda t: charts.pairs(t[5], t[6])),
}  # fmt: skip


def by(table, column):
    table.attrs["by"] = column
    return table


@pytest.fixture(scope="module")
def long():
    return long_tables()


@pytest.mark.parametrize("name", LONG)
def test_five_thousand_rows_end_in_a_chart_or_in_one_sentence_that_says_what_to_use(long, name):
    said, draw = LONG[name]
    if said:
        with pytest.raises(ValueError, match=said):
            draw(long)
    else:
        assert charts.image(draw(long)).count("<img") == 1
        assert draw(long).figure.get_size_inches()[1] <= 20


def test_no_line_is_drawn_through_ranks_that_do_not_follow_one(tokens):
    ax = charts.rank_frequency(frequencies(tokens))
    assert [(line.get_marker(), line.get_linestyle()) for line in ax.lines] == [("o", "None")]


def test_more_than_six_series_are_refused_with_what_to_use_instead(tokens):
    many = pd.concat([tokens.assign(document=str(i)) for i in range(9)], ignore_index=True)
    with pytest.raises(ValueError, match=r"9 series.*charts.by_document\(summary\)"):
        charts.rates(frequencies(many, by="document"))


def test_rates_of_documents_are_a_strip_of_dots_with_their_mean(tmp_path):
    many = process_folder(RAW.parents[1], pattern="[rs]a*/*.txt", progress=False)
    ax, rates = charts.by_document(many.summary), document_rates(many.summary)
    dots = sum(len(line.get_xdata()) for line in ax.lines if line.get_markersize() < 4)
    assert dots == len(many.summary[many.summary["words"] > 0])
    means = [x for line in ax.lines if line.get_markersize() > 4 for x in line.get_xdata()]
    assert sorted(means) == pytest.approx(sorted(rates["rate"]))


def test_a_word_in_many_documents_has_a_strip_in_each(tokens):
    many = pd.concat([tokens.assign(document=str(i)) for i in range(3)], ignore_index=True)
    ax = charts.dispersion(many, "біз")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["0", "1", "2"]
    assert "in 3 of 3 documents" in ax.get_title(loc="left")


def test_the_growth_of_shuffled_words_lies_in_its_band(tokens):
    spoken = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    mixed = spoken.sample(frac=1, random_state=4).assign(start=spoken["start"].to_numpy())
    ax = charts.vocabulary_growth(vocabulary_growth(mixed))
    band = ax.collections[0].get_paths()[0]
    line = ax.lines[0].get_xydata()[20:-20]
    assert np.mean([band.contains_point(point, radius=1) for point in line]) > 0.9


def test_every_line_is_dark_enough_on_white():
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    assert all(1.05 / (light(colour) + 0.05) >= 3 for colour in [*drawing.COLOURS, drawing.PALE])


def test_no_type_is_smaller_than_nine_points(chart):
    texts = [*chart.texts, *tick_labels(chart.xaxis), *tick_labels(chart.yaxis), chart.xaxis.label]
    assert min(text.get_fontsize() for text in texts if text.get_text()) >= 9


def test_a_notebook_keeps_a_sharp_picture_and_an_svg(tokens):
    ax = charts.turn_lengths(tokens)
    bundle = ax._repr_mimebundle_()
    png = base64.b64decode(bundle["text/html"].split("base64,")[1].split('"')[0])
    shown = int(bundle["text/html"].split('width="')[1].split('"')[0])
    assert Image.open(io.BytesIO(png)).width == pytest.approx(2 * shown, abs=2)
    assert "<desc>" in bundle["image/svg+xml"] and charts.vector(ax) == bundle["image/svg+xml"]


def test_dispersion_marks_every_occurrence_of_a_lemma(tokens):
    spoken = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    assert charts.describe(charts.dispersion(tokens, "біз")) == charts.describe(charts.dispersion(tokens, ["біз"]))
    words = charts.describe(charts.dispersion(tokens, ["біз", "жоқсөз"]))
    assert f"біз ‘we’: {(spoken['lemma'] == 'біз').sum()}, in " in words and "жоқсөз: 0, in 0 turns" in words


def test_series_differ_in_shape_and_hatch_not_by_colour_alone(tokens, markers):
    shapes = {line.get_marker() for line in charts.stance_by_role(tokens, markers).lines}
    hatches = {bar[0].get_hatch() for bar in charts.turn_lengths(tokens).containers}
    assert len(shapes) == 2 and len(hatches) == 2


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_saved_chart_holds_its_description_and_is_the_same_twice(tokens, tmp_path, kind):
    ax = charts.dispersion(tokens, ["біз"])
    first, second = (charts.save(ax, tmp_path / f"{name}.{kind}").read_bytes() for name in "ab")
    assert first == second
    words = charts.describe(ax)
    if kind == "svg":
        desc = ElementTree.fromstring(first).find("{http://www.w3.org/2000/svg}desc")
        assert desc.text == words
    elif kind == "png":
        assert Image.open(tmp_path / "a.png").text["Description"] == words
    else:
        assert b"/Subject" in first and words.encode("utf-16-be")[:60] in first


def test_another_ending_is_refused(tokens, tmp_path):
    with pytest.raises(ValueError, match=r"\.svg, \.png or \.pdf"):
        charts.save(charts.turn_lengths(tokens), tmp_path / "a.gif")


def test_nothing_to_draw_is_said(tokens, markers):
    for draw in (
        lambda: charts.rates(frequencies(tokens).head(0)),
        lambda: charts.turn_lengths(tokens[tokens["section"] == "lead"]),
        lambda: charts.stance_by_role(tokens, markers.head(0)),
    ):
        with pytest.raises(ValueError, match="nothing to draw"):
            draw()


def test_charts_of_one_interview_refuse_a_folder_of_them(tokens):
    two = pd.concat([tokens.assign(document="a"), tokens.assign(document="b")])
    with pytest.raises(ValueError, match="one document"):
        charts.turn_lengths(two)


def test_a_text_without_turns_can_be_drawn():
    tokens = tokenize("Біз дайынбыз. Бәлкім, келерміз.")
    markers = find_markers(tokens)
    assert "1 turns" in charts.describe(charts.turn_lengths(tokens))
    assert f"n = {len(markers)} markers" in charts.describe(charts.stance_by_turn(tokens, markers, endings=True))


def test_a_word_spelled_as_another_has_both_meanings_in_the_chart_that_counts_both():
    tokens = tokenize("Мен келдім. Бала мен ата келді. Біз де келдік.")
    names = [text.get_text() for text in charts.dispersion(tokens, ["мен", "біз"]).get_yticklabels()]
    assert sorted(names) == ["біз ‘we’", "мен ‘I / and; with’"]
