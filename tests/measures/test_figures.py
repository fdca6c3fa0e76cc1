"""Values and limits, held to numbers worked out by hand or published."""

from pathlib import Path

import polars as pl
import pytest

from tests.measures.towns import QUARTER, everyone, inputs, table, town
from wholeplace.measures.compute import work_out
from wholeplace.measures.counted import RAW_COLUMNS
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.figures import amount_limits, scale_of, with_values
from wholeplace.measures.statistics import poisson_limits
from wholeplace.measures.statistics.limits import Floats

MEASURES = library_measures()


def figure(name: str, *, status: str = "complete", **numbers: float) -> dict:
    empty = dict.fromkeys(RAW_COLUMNS, None) | numbers | {"status": status}
    row = pl.DataFrame([empty], schema_overrides=dict.fromkeys(("numerator", "denominator", "counted", "squares"), pl.Float64))
    return with_values(row, MEASURES[name]).row(0, named=True)


def test_a_rate_of_events_has_poisson_limits() -> None:
    row = figure("emergency-admissions-65", numerator=9, counted=9, denominator=900)
    assert row["value"] == 1000
    assert (row["lower"], row["upper"]) == pytest.approx((457.3, 1898.4), abs=0.1)


def test_no_events_is_a_zero_with_an_upper_limit() -> None:
    row = figure("emergency-admissions-65", numerator=0, counted=0, denominator=1000)
    assert (row["value"], row["lower"], row["status"]) == (0, 0, "complete")
    assert row["upper"] == pytest.approx(368.9, abs=0.1)


def test_days_are_wider_than_poisson_because_one_stay_adds_many() -> None:
    row = figure("delayed-days", numerator=100, counted=10, squares=2000, denominator=1000)
    days = poisson_limits(100.0)
    assert row["value"] == 100
    assert row["lower"] < float(days.lower)
    assert row["upper"] > float(days.upper)


def test_days_of_one_each_are_counts() -> None:
    tens: Floats = pl.Series([12.0]).to_numpy()
    assert amount_limits(tens, tens, tens).upper[0] == pytest.approx(poisson_limits(12.0).upper)


def test_no_delay_at_all_says_nothing_of_how_long_one_lasts() -> None:
    row = figure("delayed-days", numerator=0, counted=0, squares=0, denominator=1000)
    assert (row["value"], row["lower"], row["upper"]) == (0, None, None)


def test_a_proportion_has_wilson_limits_inside_0_and_100() -> None:
    row = figure("back-within-30-days", numerator=0, counted=20, denominator=20)
    assert (row["value"], row["lower"]) == (0, 0)
    assert row["upper"] == pytest.approx(16.11, abs=0.01)


def test_a_mean_has_students_limits() -> None:
    row = figure("mental-health-wait-under-18", numerator=60, denominator=3, counted=3, squares=1400)
    assert row["value"] == 20
    assert (row["lower"], row["upper"]) == pytest.approx((20 - 24.84, 20 + 24.84), abs=0.01)


def test_a_mean_of_one_is_too_few_to_say() -> None:
    row = figure("mental-health-wait-under-18", numerator=60, denominator=1, counted=1, squares=3600)
    assert (row["value"], row["status"]) == (None, "too few to say")


def test_money_is_pounds_without_limits() -> None:
    row = figure("cost-per-head-hospital", numerator=163_421, counted=3, denominator=2)
    assert (row["value"], row["lower"], row["upper"]) == (817.105, None, None)
    assert scale_of(MEASURES["social-care-spend-older-people"]) == 100


def test_nobody_to_divide_by_is_no_data_and_not_zero() -> None:
    row = figure("back-within-30-days", numerator=0, counted=0, denominator=0)
    assert (row["value"], row["status"]) == (None, "no data")


def test_what_is_not_complete_has_no_value() -> None:
    row = figure("back-within-30-days", status="not yet complete", numerator=1, counted=9, denominator=9)
    assert (row["numerator"], row["value"], row["upper"], row["status"]) == (1, None, None, "not yet complete")


TOTAL = """
title = "Days after being ready"
short = "Days after being ready"
question = "How many days were lost?"
lens = "quality"
better = "lower"
read_with = ["back-within-30-days"]
from = "stays"
on = "ended"
counts = "delay_days > 0"
amount = "delay_days"
kind = "total"
unit = "days"
topic = "leaving hospital"
noun = "days"
definition_id = "local-total-delay"
source = "Agreed here"
"""


def test_a_total_is_not_divided_by_anything(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "all-delay-days.toml").write_text(TOTAL)
    stays = table("stays", [{"ended": QUARTER.starts, "delay_days": days, "place": "P1", "age_band": 70} for days in (3, 4)])
    results = work_out(
        town(tmp_path), inputs(tmp_path / "in", {"stays": stays, "person_months": everyone((QUARTER.starts,))}), period=QUARTER
    )
    rows = results.rows.filter((pl.col("measure") == "all-delay-days") & (pl.col("area") == "S") & (pl.col("starts") == QUARTER.starts))
    (quarter,) = rows.filter((pl.col("grain") == "period") & (pl.col("split") == "all")).to_dicts()
    assert (quarter["value"], quarter["denominator"], quarter["status"]) == (7, None, "complete")
    assert quarter["lower"] < 7 < quarter["upper"]
