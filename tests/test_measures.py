import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import measures
from helpers.errors import Undefined

# The example text of LexicalRichness's README (Shen, MIT licence), its expected values beside it there.
README = """Measure of textual lexical diversity, computed as the mean length of sequential words in a text that
maintains a minimum threshold TTR score. Iterates over words until TTR scores falls below a threshold, then increase
factor counter by 1 and start over. McCarthy and Jarvis (2010, pg. 385) recommends a factor threshold in the range of
[0.660, 0.750]. (McCarthy 2005, McCarthy and Jarvis 2010)"""
WORDS = "".join(c if c.isalpha() else " " for c in README.lower()).split()
GRIES = [9, 10, 10, 10, 11]  # the five parts of Gries's (2019) corpus, as in scattertext's tests
LYNE = [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]


@pytest.mark.parametrize(
    ("f", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_intervals(f, n, low, high):
    assert measures.wilson(f, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("n", "upper"), [(59, 61.1), (321, 11.8), (380, 10.0)])
def test_a_word_never_used_may_still_have_this_rate_per_thousand(n, upper):
    low, high = measures.wilson(0, n)
    assert low == 0 and round(1000 * high, 1) == upper


def test_wilson_takes_arrays_and_closes_at_the_ends():
    low, high = measures.wilson(np.array([0, 5]), np.array([5, 5]))
    assert low[0] == 0 and high[1] == 1 and 0 < high[0] < 1 and 0 < low[1] < 1


@pytest.mark.parametrize(
    ("cells", "numbers", "value", "digits"),
    [
        (2, (52, 57, 50_000, 75_000), 2.6517, 4),
        (2, (392, 170, 10**6, 10**6), 90, 0),
        (4, (43, 68, 34_590, 978_889), 147.0412, 4),
        (2, (43, 68, 34_590, 978_889), 146.9951, 4),
        (4, (110, 221 - 110, 2552, 31_777 - 2552), 270.72, 2),
        (4, (8, 32 - 8, 13, 31_777 - 13), 95.29, 2),
    ],
)
def test_log_likelihood_has_the_published_values(cells, numbers, value, digits):
    assert round(measures.log_likelihood(*numbers, cells=cells), digits) == value


def test_log_likelihood_is_negative_for_under_use_and_zero_for_equal_rates():
    assert measures.log_likelihood(57, 52, 75_000, 50_000) == pytest.approx(-2.6517, abs=5e-5)
    assert measures.log_likelihood(0, 0, 10, 20) == 0
    assert measures.log_likelihood(5, 10, 100, 200) == pytest.approx(0, abs=1e-12)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(50, 500), st.integers(50, 500))
def test_log_likelihood_and_log_ratio_change_sign_with_the_samples(a, b, c, d):
    for cells in (2, 4):
        value, back = measures.log_likelihood(a, b, c, d, cells), measures.log_likelihood(b, a, d, c, cells)
        assert abs(value) == pytest.approx(abs(back), abs=1e-9)
    value, back = measures.log_ratio(a, b, c, d, zero_safe=True), measures.log_ratio(b, a, d, c, zero_safe=True)
    assert value == pytest.approx(-back, abs=1e-9)


@pytest.mark.parametrize(("a", "b", "value"), [(12, 2, 0.141), (16, 0, 2.78), (2, 0, 0.80), (0, 0, 0)])
def test_log_ratio_is_corrected_only_where_a_cell_is_0(a, b, value):
    assert measures.log_ratio(8, 1, 1000, 1000) == 3
    assert measures.log_ratio(a, b, 321, 59, zero_safe=True) == pytest.approx(value, abs=0.005)
    assert measures.log_ratio(5, 4, 321, 59, zero_safe=True) == measures.log_ratio(5, 4, 321, 59)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(50, 500), st.integers(50, 500))
def test_log_ratio_has_the_sign_of_the_difference_of_rates(a, b, c, d):
    value = measures.log_ratio(a, b, c, d, zero_safe=True)
    assert math.copysign(1, value) == math.copysign(1, a * d - b * c) or abs(value) < 1e-9


@pytest.mark.parametrize(
    ("parts", "value"), [(4, 3.182), (5, 2.776), (7, 2.447), (12, 2.201), (31, 2.042), (331, 1.967)]
)
def test_students_t_has_its_tabled_values(parts, value):
    assert measures.t_quantile(parts) == pytest.approx(value, abs=0.005)


def test_the_design_effect_is_1_where_parts_differ_no_more_than_words_would():
    assert measures.design_effect([3, 3, 3, 3], [30, 30, 30, 30]) == 1
    assert measures.design_effect([12, 0, 0], [30, 30, 30]) == 1  # three parts say nothing
    assert measures.design_effect([0, 0, 0, 0], [30] * 4) == measures.design_effect([5] * 4, [5] * 4) == 1
    sizes, counts = np.array([40, 20, 30, 10]), np.array([8, 0, 0, 0])
    p = 8 / 100
    expected = 4 / 3 * ((counts - p * sizes) ** 2).sum() / (100 * p * (1 - p))
    assert measures.design_effect(counts, sizes) == pytest.approx(expected)
    assert measures.design_effect([*counts, 0], [*sizes, 0]) == pytest.approx(expected)  # a part without words


def test_the_interval_of_a_rate_is_wilsons_with_fewer_words_and_students_t():
    low, high = measures.rate_interval(12, 321, 1, 0)
    assert (low, high) == pytest.approx(measures.wilson(12, 321))
    assert measures.rate_interval(12, 321, 2, 6)[1] > measures.rate_interval(12, 321, 1, 6)[1] > high
    low, high = measures.rate_interval(0, 59, poisson=True)
    assert low == 0 and high == pytest.approx(1.959964**2 / 59, rel=1e-5)
    assert measures.rate_interval(30, 10, 1, 6, poisson=True)[1] > 3  # a word can carry more than one marker


def test_the_interval_of_a_ratio_is_open_where_a_count_is_0_and_turns_round_with_the_sides():
    one, other = (0.05, 0.03, 0.08), (0.02, 0.01, 0.04)
    low, high = measures.ratio_interval(*one, *other)
    back = measures.ratio_interval(*other, *one)
    assert low < 2.5 < high and (1 / back[1], 1 / back[0]) == pytest.approx((low, high))
    assert measures.ratio_interval(0, 0, 0.01, *other)[0] == 0
    assert measures.ratio_interval(*one, 0, 0, 0.06)[1] == math.inf


def test_one_word_has_an_interval_and_no_word_has_none():
    low, high = measures.wilson(1, 1)
    assert low == pytest.approx(1 / (1 + 1.959964**2), rel=1e-5) and high == 1
    with pytest.raises(Undefined):
        measures.wilson(0, 0)


def test_f1_of_three_labels_all_found_is_not_certain():
    low, high = measures.f1_range(3, 0, 0)
    assert low < 0.65 and high == 1 and all(map(math.isnan, measures.f1_range(0, 0, 0)))
    assert not math.isnan(measures.f1_range(1, 0, 1)[0]) and measures.f1_range(1, 0, 1) == measures.f1_range(1, 1, 0)


@given(st.lists(st.integers(1, 40), min_size=2, max_size=6), st.data())
def test_no_distribution_has_a_dp_above_the_ceiling(sizes, data):
    counts = [data.draw(st.integers(0, size)) for size in sizes]
    if sum(counts):
        ceiling, floor = measures.dp_ceiling(sum(counts), sizes), measures.dp_floor(sum(counts), sizes)
        assert floor - 1e-9 <= measures.dp(counts, sizes) <= ceiling + 1e-9


def test_dp_rescaled_runs_from_as_even_to_as_uneven_as_can_be():
    sizes = [31] * 12
    floor, ceiling = measures.dp_floor(3, sizes), measures.dp_ceiling(3, sizes)
    assert measures.dp_rescaled(measures.dp([1] * 3 + [0] * 9, sizes), floor, ceiling) == 0
    assert measures.dp_rescaled(measures.dp([3] + [0] * 11, sizes), floor, ceiling) == 1


@pytest.mark.parametrize(
    ("counts", "dp", "norm"),
    [
        ([1, 1, 1, 1, 1], 0.02, 0.024),
        ([1, 0, 0, 0, 0], 0.82, 1),
        ([0, 1, 0, 0, 0], 0.80, 0.976),
        ([0, 0, 0, 0, 1], 0.78, 0.951),
    ],
)
def test_dp_has_gries_values(counts, dp, norm):
    assert round(measures.dp(counts, GRIES), 3) == dp
    assert round(measures.dp_norm(counts, GRIES), 3) == pytest.approx(norm)


def test_dp_of_lynes_allemand():
    assert round(measures.dp([2, 0, 1, 1, 3, 0, 3, 0, 0, 0], LYNE), 7) == 0.4990705


def test_three_uses_in_twelve_equal_turns_cannot_have_a_dp_below_three_quarters():
    assert measures.dp_floor(3, [31] * 12) == 0.75
    assert measures.dp_floor(np.array([1, 12, 24]), [31] * 12) == pytest.approx([11 / 12, 0, 0])


@given(st.lists(st.integers(1, 60), min_size=2, max_size=6), st.data())
def test_no_distribution_has_a_dp_below_the_floor_and_one_reaches_it(sizes, data):
    f = data.draw(st.integers(1, min(6, sum(sizes))))
    floor = measures.dp_floor(f, sizes)
    places = data.draw(st.lists(st.integers(0, len(sizes) - 1), min_size=f, max_size=f))
    counts = np.bincount(places, minlength=len(sizes))
    assert measures.dp(counts, sizes) >= floor - 1e-12
    fair = f * np.array(sizes) / sum(sizes)
    best = np.floor(fair).astype(int)
    best[np.argsort(best - fair, kind="stable")[: f - best.sum()]] += 1
    assert measures.dp(best, sizes) == pytest.approx(floor)


def test_lexical_richness_readme_text_has_its_published_values():
    assert len(WORDS) == 57
    assert len(set(WORDS)) / len(WORDS) == pytest.approx(0.6842105, abs=5e-8)
    assert measures.mattr(WORDS, window=1) == 1
    assert measures.mattr(WORDS, window=25) == pytest.approx(0.8351515151515151, abs=1e-12)
    assert measures.mtld(WORDS, minimum_factors=0) == pytest.approx(46.79226361031519, abs=1e-10)


def test_kappa_of_twenty_five_ten_fifteen_is_point_four():
    first, second = "y" * 25 + "n" * 25, "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15
    assert measures.kappa(first, second) == pytest.approx(0.4)


def test_alpha_leaves_out_missing_labels():
    assert measures.alpha("yynn", "yynn") == 1
    assert measures.alpha(["y", "n", "n", None], ["y", "n", "n", "y"]) == 1


def test_f1_is_nought_where_nothing_is_found_and_undefined_where_nothing_was_to_find_either():
    assert measures.f1({1}, set()) == measures.f1(set(), {1}) == measures.f1({1}, {2}) == 0
    assert measures.precision({1, 2}, {1}) == 1 and measures.recall({1, 2}, {1}) == 0.5
    with pytest.raises(Undefined, match="no F1"):
        measures.f1(set(), set())


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: measures.wilson(0, 0), "n = 0"),
        (lambda: measures.wilson(3, 2), "between 0 and n"),
        (lambda: measures.log_likelihood(1, 0, 10, 0), "no words"),
        (lambda: measures.log_likelihood(11, 0, 10, 5), "between 0 and the size"),
        (lambda: measures.log_ratio(1, 0, 10, 10), "infinite"),
        (lambda: measures.dp([0, 0], [5, 5]), "does not occur"),
        (lambda: measures.dp([1], [5]), "two parts"),
        (lambda: measures.dp_floor(0, [5, 5]), "does not occur"),
        (lambda: measures.mattr(["a"] * 49), "49 words"),
        (lambda: measures.dp_rescaled(0.8, 0.8, 0.8), "only one dispersion"),
        (lambda: measures.mtld(WORDS), "only 1.0 times"),
        (lambda: measures.mtld(list("abc"), minimum_factors=0), "never falls"),
        (lambda: measures.t_quantile(3), "at least 4"),
        (lambda: measures.precision({1}, set()), "nothing was found"),
        (lambda: measures.recall(set(), {1}), "nothing to find"),
        (lambda: measures.kappa("yy", "yy"), "one label"),
    ],
)
def test_what_has_no_value_raises_undefined_with_the_reason(call, reason):
    with pytest.raises(Undefined, match=reason):
        call()
