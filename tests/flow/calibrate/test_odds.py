"""Who comes back: planted odds are found again, whoever is not linked, and coming back too soon is not mistaken for late support."""

import numpy as np
import polars as pl
import pytest

from wholeplace.flow.calibrate.odds import logistic, odds_each_delay_day, odds_when_late, share_undelayed

PEOPLE = 60_000


def returns(rng: np.random.Generator, *, each_day: float = 1.0, late_ratio: float = 1.0, unlinked: float = 0.0) -> pl.DataFrame:
    """Pathway 1 people, each with a delay, a day on which support was to begin and a day of return (evenly over 0 to 29); support that
    had not begun by then never does, and of the unlinked none is on record."""
    delay = np.minimum(rng.geometric(0.4, PEOPLE) - 1, 30)
    planned = np.where(rng.random(PEOPLE) < 0.75, rng.integers(0, 3, PEOPLE), rng.integers(3, 15, PEOPLE))
    level = np.log(0.12 / 0.88) + np.log(each_day) * delay + np.log(late_ratio) * (planned > 2)
    back = rng.random(PEOPLE) < 1 / (1 + np.exp(-level))
    day = rng.integers(0, 30, PEOPLE)
    began = ~(back & (day <= planned)) & (rng.random(PEOPLE) >= unlinked)
    support = np.where(~began, "none", np.where(planned <= 2, "in time", "late"))
    rows = pl.DataFrame(
        {
            "came_as": ["emergency"] * PEOPLE, "pathway": np.ones(PEOPLE, dtype=int), "delay_days": delay, "after_leaving": support,
            "after_ready": support, "back_after_days": pl.Series(day).set(pl.Series(~back), None), "lately": [True] * PEOPLE,
        }
    )  # fmt: skip
    return rows.group_by(rows.columns).agg(pl.len().alias("people")).sort(rows.columns)


def test_the_regression_is_that_of_a_two_by_two_table() -> None:
    outcome, late, people = np.array([0.0, 1, 0, 1]), np.array([0.0, 0, 1, 1]), np.array([400.0, 40, 300, 60])
    beta, covariance = logistic(outcome, np.column_stack([np.ones(4), late]), people)
    assert np.exp(beta[1]) == pytest.approx(60 * 400 / (300 * 40), rel=1e-3)
    assert covariance[1, 1] == pytest.approx((1 / people).sum(), rel=1e-2)


@pytest.mark.parametrize("each_day", [0.97, 1.0, 1.05])
def test_odds_by_day_of_delay_are_found_again(each_day: float) -> None:
    ratio = odds_each_delay_day(returns(np.random.default_rng(1), each_day=each_day)).ratio
    assert ratio is not None
    assert ratio.value == pytest.approx(each_day, abs=0.015)
    assert ratio.low - 0.005 <= each_day <= ratio.high + 0.005


@pytest.mark.parametrize("late_ratio", [1.0, 2.0, 5.0])
@pytest.mark.parametrize("unlinked", [0.0, 0.1])
def test_odds_of_late_support_are_found_again(late_ratio: float, unlinked: float) -> None:
    """Without an effect there is none, though whoever is back before support could begin never has any."""
    ratio = odds_when_late(returns(np.random.default_rng(2), late_ratio=late_ratio, unlinked=unlinked), "after_leaving").ratio
    assert ratio is not None
    assert ratio.value == pytest.approx(late_ratio, rel=0.12)


def test_counting_everybody_who_had_no_support_as_late_finds_an_effect_where_there_is_none() -> None:
    rows = returns(np.random.default_rng(3), unlinked=0.1)
    back = rows.with_columns(back=pl.col("back_after_days").is_not_null(), late=pl.col("after_leaving") != "in time")
    counts = {(late, came): people for late, came, people in back.group_by("late", "back").agg(pl.col("people").sum()).iter_rows()}
    naive = counts[True, True] * counts[False, False] / (counts[True, False] * counts[False, True])
    assert naive > 1.1


def test_too_few_say_nothing() -> None:
    few = returns(np.random.default_rng(4)).with_columns(people=pl.lit(0))
    assert odds_each_delay_day(few).ratio is None
    assert odds_when_late(few, "after_ready").ratio is None


def test_the_share_undelayed_brings_back_as_many_as_were_seen() -> None:
    rows = returns(np.random.default_rng(5), each_day=1.05, late_ratio=2.0)
    share = share_undelayed(rows, 1.05, 2.0)
    assert share.value == pytest.approx(0.12, abs=0.012)
    assert share.low < share.value < share.high
    assert share_undelayed(rows, 1.0, 1.0).value == pytest.approx(
        float(rows.filter(pl.col("back_after_days").is_not_null())["people"].sum()) / PEOPLE
    )
