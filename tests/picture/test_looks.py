"""The two looks: which of them speaks, and what happens when they do not agree."""

from dataclasses import replace

import numpy as np
import pytest

from wholeplace.picture.looks import MEAN, RATE, SHARE, VALUE, Months, Pair, Pairs, Wave, dispersion, judge, look

MONTHS = np.arange("2022-10", "2025-10", dtype="datetime64[M]").astype("datetime64[D]")
CALM = np.tile([100.0, 104, 97, 102, 99, 103, 98, 101, 105, 96, 100, 102], 3)


def pair(series, inside):
    """The marked months against the same months a year before, by counts of the same exposure."""
    now, before = (series[:, when].sum(axis=1) for when in (inside, np.roll(inside, -12)))
    none, size = np.full(len(series), np.nan), np.full(len(series), 1000.0 * inside.sum())
    return Pair(
        value=now / size, numerator=now, denominator=size, error=none,
        value_before=before / size, numerator_before=before, denominator_before=size, error_before=none,
    )  # fmt: skip


def looks_of(values, *, improvement="lower", family=RATE, overlapping=False):
    """One series of counts with the same exposure every month, looked at in its last 3 months."""
    series = np.atleast_2d(np.asarray(values, float))
    exposure = np.full_like(series, 1000.0)
    inside = np.arange(36) >= 33
    pairs = Pairs(period=pair(series, inside), year=pair(series, np.arange(36) >= 24))
    months = Months(value=series / exposure, numerator=series, denominator=exposure, starts=MONTHS)
    return look(months, pairs, family=family, improvement=improvement, period=inside, overlapping=overlapping)


def judged(values, *, many=False, **options):
    result = judge(looks_of(values, **options), many=np.array([many] * np.atleast_2d(values).shape[0]))
    return int(result.direction[0]), str(result.spoke[0])


def with_last(values, last):
    return np.concatenate([values[: 36 - len(last)], last])


def test_neither_look_speaks_of_a_calm_series():
    assert judged(CALM) == (0, "neither")


def test_both_look_at_a_lasting_rise():
    assert judged(CALM * np.where(np.arange(36) >= 26, 1.5, 1)) == (1, "both")


def test_the_chart_speaks_of_a_sharp_rise_in_one_month():
    assert judged(with_last(CALM, [100.0, 104, 150])) == (1, "chart")


def test_slow_drift_is_seen_although_it_moves_its_own_limits():
    direction, spoke = judged(CALM * 1.02 ** np.arange(36))
    assert direction == 1
    assert spoke in ("year before", "both")


def test_a_change_that_is_older_than_a_year_is_no_change_now():
    assert judged(CALM * np.where(np.arange(36) >= 12, 1.4, 1))[0] == 0


# What the chart saw, the year before in standard errors (the period's and the 12 months'), season, and what is said.
TOGETHER = """
  chart | period | 12 months | seasonal | rose or fell | spoke
  1     | 4      | 0         | no       | 1            | both
  1     | 2      | 0         | no       | 1            | chart
  1     | 1      | 0         | no       | 0            | neither
  1     | 2      | 0         | yes      | 0            | neither
  1     | 2.4    | 0         | yes      | 0            | neither
  0     | 2.4    | 0         | no       | 0            | neither
  0     | 2.7    | 0         | no       | 1            | year before
  0     | -2.7   | 0         | no       | -1           | year before
  0     | 2      | 2.7       | no       | 1            | year before
  0     | 2      | 2.7       | yes      | 1            | year before
  0     | 1.5    | 2.7       | no       | 0            | neither
  0     | 1.1    | 3.3       | no       | 1            | year before
  0     | 0.9    | 6         | no       | 0            | neither
  0     | 2      | -6        | no       | 0            | neither
  0     | -2     | -2.7      | no       | -1           | year before
  1     | 2      | 2.7       | no       | 1            | both
  1     | -2     | 0         | no       | 0            | neither
  1     | -4     | 0         | no       | 0            | they contradict
  -1    | 4      | 0         | no       | 0            | they contradict
  -1    | 4      | 0         | yes      | 1            | year before
"""


@pytest.mark.parametrize("row", [[cell.strip() for cell in line.split("|")] for line in TOGETHER.strip().splitlines()[1:]])
def test_two_looks_give_one_word(row):
    chart, score, year, seasonal, direction, spoke = row
    seen = replace(
        looks_of(CALM),
        chart_direction=np.array([int(chart)], np.int8),
        score=np.array([float(score)]),
        year_score=np.array([float(year)]),
        seasonal=np.array([seasonal == "yes"]),
    )
    together = judge(seen, many=np.array([False]))
    assert (int(together.direction[0]), str(together.spoke[0])) == (int(direction), spoke)


def test_months_that_overlap_leave_the_word_to_the_year_before():
    looks = looks_of(CALM * np.where(np.arange(36) >= 26, 1.5, 1), overlapping=True)
    assert not looks.can_chart[0]
    assert looks.dispersion[0] == 1


def test_a_year_without_a_year_before_can_be_charted_only_with_whole_limits():
    values = np.full(36, np.nan)
    values[-14:] = with_last(CALM, [100.0, 104, 160])[-14:]
    assert judged(values) == (1, "chart")
    values[:-12] = np.nan
    assert judged(values) == (0, "cannot look")


def test_many_areas_must_stand_out_together():
    dice = np.random.default_rng(1)
    quiet, loud = dice.poisson(40, (9, 36)), dice.poisson(40 * np.where(np.arange(36) >= 24, 1.6, 1), (3, 36))
    directions = judge(looks_of(np.vstack([quiet, loud])), many=np.ones(12, dtype=bool)).direction
    assert list(directions[-3:]) == [1, 1, 1]
    assert np.count_nonzero(directions[:9]) <= 1


def test_winter_is_a_season_and_a_step_is_not():
    wave = 1 + 0.2 * np.cos(2 * np.pi * (MONTHS.astype("datetime64[M]").astype(int) % 12) / 12)
    step = np.where(np.arange(36) >= 24, 1.3, 1)
    dice = np.random.default_rng(2)
    series = np.stack([dice.poisson(300 * wave), dice.poisson(300 * step), dice.poisson(300 * wave * step)]).astype(float)
    assert list(Wave.of(series, MONTHS).seasonal) == [True, False, True]


@pytest.mark.parametrize("times", [1, 3, 8])
def test_dispersion_is_what_was_put_in(times):
    dice = np.random.default_rng(3)
    mean = np.full((400, 36), 200.0)
    counts = dice.poisson(dice.gamma(mean / (times - 1), times - 1) if times > 1 else mean).astype(float)
    months = Months(value=counts / 100, numerator=counts, denominator=np.full_like(counts, 100.0), starts=MONTHS)
    assert float(np.median(dispersion(months, family=RATE))) == pytest.approx(times, rel=0.35)


@pytest.mark.parametrize("family", [RATE, SHARE, MEAN, VALUE])
def test_nothing_known_cannot_be_looked_at(family):
    empty = np.full((2, 36), np.nan)
    none = np.full(2, np.nan)
    unknown = Pair(**dict.fromkeys(Pair.__slots__, none))
    months = Months(value=empty, numerator=empty, denominator=empty, starts=MONTHS)
    looks = look(months, Pairs(period=unknown, year=unknown), family=family, improvement="lower", period=np.arange(36) >= 33)
    assert list(judge(looks, many=np.zeros(2, dtype=bool)).spoke) == ["cannot look", "cannot look"]
