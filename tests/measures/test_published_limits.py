"""Limits of a rate that is made of published months, where nobody published how many people are behind it."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy import stats

from wholeplace.measures.published import limits_from_months, over_windows
from wholeplace.measures.windows import Window, months_in
from wholeplace.terms import Period

DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
EVENTS = [620.0, 500, 580, 700, 640, 590, 655, 610, 540, 600, 630, 660]


def year_of(events: list[float]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """One area's rate for 2018 out of its months, the months, and the windows."""
    month = [date(2018, number, 1) for number in range(1, 13)]
    denominator = [1_000.0 * days for days in DAYS]
    monthly = pl.DataFrame({"level": "place", "area": "P1", "month": month, "numerator": events, "denominator": denominator})
    windows = months_in([Window(grain="year", span=Period.parse("2018")), Window(grain="month", span=Period.parse("2018-02"))])
    rows = over_windows(monthly, windows)
    none = [pl.lit(None, pl.Float64).alias(name) for name in ("lower", "upper")]
    return rows.with_columns((pl.col("numerator") / pl.col("denominator") * 100_000).alias("value"), *none), monthly, windows


def test_limits_are_students_t_over_the_months():
    """The slow road: each month's distance from the year's rate, in a plain loop."""
    rows, monthly, windows = year_of(EVENTS)
    year = limits_from_months(rows, monthly, windows, scale=100_000).filter(pl.col("grain") == "year").row(0, named=True)
    rate = sum(EVENTS) / (1_000 * sum(DAYS))
    squares = sum((events - rate * 1_000 * days) ** 2 for events, days in zip(EVENTS, DAYS, strict=True))
    half = stats.t.ppf(0.975, 11) * np.sqrt(12 * squares / 11) / (1_000 * sum(DAYS)) * 100_000
    assert (year["lower"], year["upper"]) == pytest.approx((rate * 100_000 - half, rate * 100_000 + half))


def test_a_single_month_has_no_limits():
    rows, monthly, windows = year_of(EVENTS)
    month = limits_from_months(rows, monthly, windows, scale=100_000).filter(pl.col("grain") == "month")
    assert month.select("lower", "upper").row(0) == (None, None)


def test_months_that_follow_the_rate_exactly_leave_no_doubt():
    rows, monthly, windows = year_of([20.0 * days for days in DAYS])
    year = limits_from_months(rows, monthly, windows, scale=100_000).filter(pl.col("grain") == "year").row(0, named=True)
    assert year["lower"] == pytest.approx(year["value"]) == pytest.approx(year["upper"])


def test_no_rate_is_below_nothing():
    rows, monthly, windows = year_of([0.0] * 11 + [900.0])
    year = limits_from_months(rows, monthly, windows, scale=100_000).filter(pl.col("grain") == "year").row(0, named=True)
    assert year["lower"] == 0
    assert year["upper"] > year["value"]
