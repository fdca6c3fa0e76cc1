import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.measures.statistics import AS_IT_IS, LOG, logit, poorest_fastest, slope_index

VALUES = st.lists(st.floats(0, 1000), min_size=5, max_size=5)
SHARES = st.lists(st.floats(0.05, 1), min_size=5, max_size=5)


@given(st.floats(1, 100), st.floats(-0.9, 0.9), SHARES)
def test_a_straight_line_gives_its_own_slope(level, tilt, shares):
    share = np.array(shares) / np.sum(shares)
    rank = np.cumsum(share) - share / 2
    ours = slope_index(level * (1 + tilt * rank), [1.0] * 5, shares, better="higher")
    assert float(ours.absolute) == pytest.approx(level * tilt, abs=1e-9)
    assert float(ours.relative) == pytest.approx(1 + tilt)


@given(VALUES, SHARES)
def test_two_roads_to_the_slope(values, shares):
    share = np.array(shares) / np.sum(shares)
    rows = np.sqrt(share)
    rank = np.cumsum(share) - share / 2
    (_, slope), *_ = np.linalg.lstsq(np.column_stack([rows, rows * rank]), rows * np.array(values), rcond=None)
    assert float(slope_index(values, [1.0] * 5, shares, better="higher").absolute) == pytest.approx(slope, abs=1e-6)


@given(VALUES, SHARES)
def test_a_gap_reads_the_same_where_low_and_where_high_is_good(values, shares):
    high = slope_index(values, [1.0] * 5, shares, better="higher")
    low = slope_index(-np.array(values), [1.0] * 5, shares, better="lower")
    assert float(high.absolute) == pytest.approx(float(low.absolute), abs=1e-9)


def test_limits_in_closed_form_are_those_of_many_random_draws():
    dice = np.random.default_rng(3)
    values, errors, shares = [50.0, 42, 40, 33, 30], [2.0, 1.5, 1, 1, 2], [0.3, 0.25, 0.2, 0.15, 0.1]
    ours = slope_index(values, errors, shares)
    drawn = slope_index(dice.normal(values, errors, (40_000, 5)), errors, shares).absolute
    assert float(ours.lower) == pytest.approx(np.quantile(drawn, 0.025), abs=0.1)
    assert float(ours.upper) == pytest.approx(np.quantile(drawn, 0.975), abs=0.1)


SCALES = {"as it is": AS_IT_IS, "log": LOG, "logit": logit(100)}


@pytest.mark.parametrize("name", SCALES)
def test_limits_on_every_scale_are_those_of_many_random_draws(name):
    dice = np.random.default_rng(4)
    scale = SCALES[name]
    values, errors, shares = np.array([24.0, 20, 17, 15, 12]), np.array([0.9, 0.8, 0.6, 0.6, 0.9]), [0.3, 0.25, 0.2, 0.15, 0.1]
    ours = slope_index(values, errors, shares, scale=scale)
    drawn = slope_index(dice.normal(values, errors, (40_000, 5)), errors, shares, scale=scale).absolute
    assert float(ours.error) == pytest.approx(np.std(drawn), rel=0.03)
    assert float(ours.absolute) == pytest.approx(np.mean(drawn), abs=0.05)


def test_a_straight_line_on_the_log_scale_gives_its_own_ends():
    shares = np.full(5, 0.2)
    rank = np.cumsum(shares) - shares / 2
    ours = slope_index(np.exp(3 - 0.8 * rank), [0.1] * 5, shares, scale=LOG)
    assert float(ours.absolute) == pytest.approx(np.exp(3) - np.exp(2.2))
    assert float(ours.relative) == pytest.approx(np.exp(0.8))


def test_a_straight_line_of_log_odds_stays_between_0_and_the_whole():
    shares = np.full(5, 0.2)
    rank = np.cumsum(shares) - shares / 2
    values = 100 / (1 + np.exp(-(4 - 8 * rank)))
    ours = slope_index(values, [0.1] * 5, shares, scale=logit(100))
    assert float(ours.absolute) == pytest.approx(100 / (1 + np.exp(-4)) - 100 / (1 + np.exp(4)))
    assert float(slope_index(values, [0.1] * 5, shares).absolute) > 100  # a straight line leaves the possible


@pytest.mark.parametrize(("scale", "value"), [(LOG, 0.0), (logit(100), 0.0), (logit(100), 100.0)])
def test_what_has_no_logarithm_gives_no_slope(scale, value):
    assert np.isnan(slope_index([value, 2, 3, 4, 5], [1] * 5, [1] * 5, scale=scale).absolute)


def test_a_missing_fifth_gives_no_slope():
    assert np.isnan(slope_index([1, 2, np.nan, 4, 5], [1] * 5, [1] * 5).absolute)


# Signed so that + is better; every standard error is 1. Register row 117: four synthetic quadrants, and what lies between.
QUADRANTS = """
  fifth 1 | fifth 5 | whole | gap closes by | verdict
  10      | 2       | 5     | 8             | poorest fastest
  4       | 12      | 8     | -8            | all improve, gap widens
  0.5     | -9      | -4    | 9             | levelling down
  -5      | -12     | -9    | 7             | levelling down
  3       | -9      | -4    | 12            | levelling down
  -9      | 1       | -3    | -10           | poorest worse
  0.3     | 9       | 5     | -9            | poorest left behind
  1       | 0.5     | 0.7   | 0.5           | no clear change
  -9      | -8.5    | -8.7  | -0.5          | poorest worse
"""


def cases():
    rows = [[cell.strip() for cell in line.split("|")] for line in QUADRANTS.strip().splitlines()[1:]]
    return [pytest.param(*map(float, row[:4]), row[4], id=row[4]) for row in rows]


@pytest.mark.parametrize(("first", "fifth", "whole", "closes", "verdict"), cases())
def test_the_poorest_the_fastest(first, fifth, whole, closes, verdict):
    assert poorest_fastest(poorest=(first, 1), richest=(fifth, 1), whole=whole, gap=(closes, 1)) == verdict


CHANGE = st.floats(-50, 50)


@given(CHANGE, CHANGE, CHANGE, CHANGE)
def test_the_claim_never_holds_unless_every_condition_does(first, fifth, whole, closes):
    if poorest_fastest(poorest=(first, 1), richest=(fifth, 1), whole=whole, gap=(closes, 1)) == "poorest fastest":
        assert first > 0
        assert first > whole
        assert first > fifth
        assert closes > 0


def test_a_missing_number_cannot_be_judged():
    assert poorest_fastest(poorest=(np.nan, 1), richest=(1, 1), whole=1, gap=(1, 1)) == "cannot say"
