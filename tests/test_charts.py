"""Charts: what they say is what the table says, and they leave nothing behind."""

import warnings
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from helpers import charts, compare, find_markers, frequencies, read_transcript, tokenize
from helpers.counting.comparison import vocabulary_growth

RAW = Path(__file__).parents[1] / "data" / "raw" / "kopbaev_interview.txt"
LETTERS = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"


@pytest.fixture(scope="module")
def tokens():
    return tokenize(read_transcript(RAW))


@pytest.fixture(scope="module")
def markers(tokens):
    return find_markers(tokens)


DRAW = {
    "rates": lambda t, m: charts.rates(frequencies(t)),
    "rates by role": lambda t, m: charts.rates(frequencies(t, by="role"), top=10),
    "rank_frequency": lambda t, m: charts.rank_frequency(frequencies(t)),
    "effects": lambda t, m: charts.effects(compare(t, draws=50)),
    "vocabulary_growth": lambda t, m: charts.vocabulary_growth(vocabulary_growth(t, by="role")),
    "turn_lengths": lambda t, m: charts.turn_lengths(t),
    "dispersion": lambda t, m: charts.dispersion(t, ["біз", "партия", "жоқ"]),
    "dispersion of markers": lambda t, m: charts.dispersion(t, m),
    "stance_by_role": lambda t, m: charts.stance_by_role(m, t),
    "stance_by_turn": lambda t, m: charts.stance_by_turn(m, t),
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
    charts.image(charts.stance_by_role(markers, tokens))
    assert plt.get_fignums() == [] and mpl.rcParams == before


def test_a_given_axes_is_drawn_on_and_returned(tokens, markers):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert charts.turn_lengths(tokens, ax=left) is left
    assert charts.stance_by_role(markers, tokens, ax=right) is right
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


def test_a_word_that_a_group_never_uses_is_0_but_a_row_cut_off_is_unknown(tokens):
    whole, cut = frequencies(tokens, by="role", of="norm"), frequencies(tokens, by="role", of="norm", top=3)
    assert "8 : 0" in [text.get_text() for text in charts.rates(whole).texts]
    assert "8 : –" in [text.get_text() for text in charts.rates(cut).texts]


def test_persons_are_counted_by_pronouns_unless_endings_are_asked_for(tokens, markers):
    turn = markers[markers["section"] == "turn"]
    mine = turn[turn["category"] == "self_mention"]
    pronouns = mine["subtype"].str.startswith("pron").sum()
    assert f"self_mention: {pronouns}, in " in charts.describe(charts.stance_by_turn(markers, tokens))
    assert f"self_mention: {len(mine)}, in " in charts.describe(charts.stance_by_turn(markers, tokens, endings=True))


def test_cells_of_the_turn_chart_are_the_counts(tokens, markers):
    ax = charts.stance_by_turn(markers, tokens, endings=True)
    assert sum(int(text.get_text()) for text in ax.texts) == (markers["section"] == "turn").sum()


def test_dispersion_marks_every_occurrence_of_a_lemma(tokens):
    spoken = tokens[(tokens["kind"] == "word") & (tokens["section"] == "turn")]
    words = charts.describe(charts.dispersion(tokens, ["біз", "жоқсөз"]))
    assert f"біз ‘we’: {(spoken['lemma'] == 'біз').sum()}, in " in words and "жоқсөз: 0, in 0 turns" in words


def test_series_differ_in_shape_and_hatch_not_by_colour_alone(tokens, markers):
    shapes = {line.get_marker() for line in charts.stance_by_role(markers, tokens).lines}
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
        lambda: charts.stance_by_role(markers.head(0), tokens),
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
    assert f"n = {len(markers)} markers" in charts.describe(charts.stance_by_turn(markers, tokens, endings=True))
