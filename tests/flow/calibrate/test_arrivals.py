"""Arrivals: planted weekdays, months, trend and over-dispersion are found again, and nothing where nothing is planted."""

from datetime import date, timedelta

import numpy as np
import pytest

from wholeplace.flow.calibrate.arrivals import ArrivalFit, fit_arrivals, hours_of, share_of

STARTS, DAYS = date(2022, 10, 1), 1096
WEEKDAYS = np.array([1.1, 1.02, 0.99, 0.98, 0.97, 0.96, 0.98])
MONTHS = np.array([1.08, 1.05, 1.02, 0.99, 0.98, 0.97, 0.96, 0.94, 0.96, 1.0, 1.0, 1.05])


def planted(rng: np.random.Generator, *, spread: float = 1.0, level: float = 50.0, yearly: float = 0.04) -> ArrivalFit:
    when = [STARTS + timedelta(days=n) for n in range(DAYS)]
    at = STARTS + timedelta(days=DAYS)
    years = np.array([(day - at).days / 365 for day in when])
    rate = level * WEEKDAYS[[d.weekday() for d in when]] * MONTHS[[d.month - 1 for d in when]] * (1 + yearly) ** years
    factor = rng.gamma(level / (spread - 1), (spread - 1) / level, DAYS) if spread > 1 else 1.0
    return fit_arrivals(rng.poisson(rate * factor).astype(float), STARTS, at)


def test_planted_arrivals_lie_in_their_intervals() -> None:
    """26 numbers at 8 seeds: 9 in 10 should lie inside; a few more or fewer is chance."""
    inside = total = 0
    for seed in range(8):
        fit = planted(np.random.default_rng(seed))
        pairs = [*zip(fit.weekdays, WEEKDAYS / WEEKDAYS.mean(), strict=True), *zip(fit.months, MONTHS / MONTHS.mean(), strict=True)]
        pairs += [(fit.yearly, 0.04), (fit.per_day, 50.0 * WEEKDAYS.mean() * MONTHS.mean())]
        inside += sum(found.low <= truth <= found.high for found, truth in pairs)
        total += len(pairs)
    assert 0.84 <= inside / total <= 0.97


@pytest.mark.parametrize("spread", [1.3, 2.0, 4.0])
def test_over_dispersion_is_found_where_it_is_planted(spread: float) -> None:
    for seed in range(5):
        assert planted(np.random.default_rng(seed), spread=spread).spread == pytest.approx(spread, rel=0.15)


def test_over_dispersion_is_not_found_where_there_is_none() -> None:
    """A 1% test: at most 2 false alarms in 40 series; else the spread is exactly 1."""
    spreads = [planted(np.random.default_rng(seed)).spread for seed in range(40)]
    assert sum(spread > 1 for spread in spreads) <= 2
    assert min(spreads) == 1.0


def test_intervals_are_wider_where_days_differ_more() -> None:
    plain, busy = (planted(np.random.default_rng(1), spread=spread).per_day for spread in (1.0, 4.0))
    assert busy.high - busy.low > 1.7 * (plain.high - plain.low)


def test_factors_have_mean_1_and_a_short_series_has_flat_months_and_no_trend() -> None:
    fit = planted(np.random.default_rng(2))
    assert sum(factor.value for factor in fit.weekdays) == pytest.approx(7)
    assert sum(factor.value for factor in fit.months) == pytest.approx(12)
    short = fit_arrivals(np.random.default_rng(2).poisson(20.0, 90).astype(float), STARTS, STARTS)
    assert {factor.value for factor in short.months} == {1.0}
    assert (short.yearly.value, short.yearly.low, short.yearly.high) == (0.0, 0.0, 0.0)


def test_of_few_people_only_the_level_is_told() -> None:
    counts = np.zeros(1000)
    counts[::100] = 1
    fit = fit_arrivals(counts, STARTS, STARTS)
    assert fit.per_day.value == pytest.approx(0.01)
    assert {factor.value for factor in fit.weekdays} == {1.0}


def test_nobody_at_all_is_a_level_of_nothing() -> None:
    fit = fit_arrivals(np.zeros(400), STARTS, STARTS)
    assert fit.per_day.value < 1e-4
    assert fit.spread == 1.0


def test_hours_and_shares() -> None:
    counts = np.arange(24, dtype=float) + 1
    hours = hours_of(counts)
    assert sum(hour.value for hour in hours) == pytest.approx(24)
    assert hours[23].value == pytest.approx(24 * 24 / 300)
    assert (share_of(0, 0).low, share_of(0, 0).high) == (0.0, 1.0)
    assert share_of(0, 50).low == 0.0 < share_of(0, 50).high
    wilson = share_of(20, 100)  # Wilson score limits at 90%, worked by hand
    assert (wilson.low, wilson.high) == (pytest.approx(0.1425, abs=2e-3), pytest.approx(0.2739, abs=2e-3))
