"""Censored and truncated lengths: known laws are found again, and what leaving that out does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.flow import Law
from wholeplace.flow.calibrate.choosing import choose
from wholeplace.flow.calibrate.laws import Lengths, fit_laws, log_likelihood
from wholeplace.flow.calibrate.survival import empirical, from_chances, in_reverse, kaplan_meier

Rng = np.random.Generator


def drawn(law: Law, mean: float, sd: float, rng: Rng, people: int) -> np.ndarray:
    if law is Law.LOGNORMAL:
        spread = np.log1p((sd / mean) ** 2)
        return mean * np.exp(np.sqrt(spread) * rng.standard_normal(people) - spread / 2)
    if law is Law.GAMMA:
        return rng.gamma((mean / sd) ** 2, sd**2 / mean, people)
    return mean / 0.8862269254527580 * rng.weibull(2.0, people)  # gamma(1.5): a Weibull of shape 2 with this mean


def extract(lengths: np.ndarray, rng: Rng, days: float, before: float) -> Lengths:
    """What an extract of `days` shows of stays that began evenly over it and over the days before: days counted between midnights."""
    began = rng.uniform(-before, days, len(lengths))
    came, left = np.floor(began), np.floor(began + lengths)
    seen = left >= 0
    came, left = came[seen], left[seen]
    over = left < days
    rows = np.column_stack([np.where(over, left, days) - came, over, np.maximum(-came, 0.0)])
    kinds, people = np.unique(rows, axis=0, return_counts=True)
    return Lengths(days=kinds[:, 0], over=kinds[:, 1] == 1, before=kinds[:, 2], people=people.astype(float))


def inside_only(lengths: Lengths) -> float:
    """The mean of stays that began and ended within the extract."""
    inside = lengths.over & (lengths.before == 0)
    return float(np.average(lengths.days[inside], weights=lengths.people[inside]))


ACUTE = {"pathway 0": (4.2, 6.0), "pathway 1": (9.5, 9.0), "pathway 2": (13.0, 11.0), "pathway 3": (15.0, 13.0)}
CARE_HOME = (45.0, 30.0)


def test_keeping_only_stays_inside_a_90_day_extract_biases_the_mean_by_10_to_29_per_cent() -> None:
    """Methods, section 6: -10% for acute stays, -29% for care home places; the censored and truncated fit has no such bias."""
    rng = np.random.default_rng(6)
    for mean, sd in ACUTE.values():
        seen = extract(drawn(Law.LOGNORMAL, mean, sd, rng, 200_000), rng, 90, 200)
        assert -0.17 < inside_only(seen) / mean - 1 < -0.07
    seen = extract(drawn(Law.LOGNORMAL, *CARE_HOME, rng, 200_000), rng, 90, 400)
    assert inside_only(seen) / CARE_HOME[0] - 1 == pytest.approx(-0.29, abs=0.02)
    best = fit_laws(seen)[0]
    assert best.law is Law.LOGNORMAL
    assert best.length.mean == pytest.approx(CARE_HOME[0], rel=0.02)
    assert best.length.sd == pytest.approx(CARE_HOME[1], rel=0.05)


def test_leaving_out_those_who_are_still_there_and_not_truncating_are_each_a_bias() -> None:
    rng = np.random.default_rng(8)
    seen = extract(drawn(Law.LOGNORMAL, *CARE_HOME, rng, 40_000), rng, 90, 300)
    ended = Lengths(days=seen.days[seen.over], over=seen.over[seen.over], before=seen.before[seen.over], people=seen.people[seen.over])
    untruncated = Lengths(days=seen.days, over=seen.over, before=np.zeros(len(seen.days)), people=seen.people)
    assert fit_laws(ended)[0].length.mean < 0.9 * CARE_HOME[0]
    assert fit_laws(untruncated)[0].length.mean > 1.1 * CARE_HOME[0]


@settings(max_examples=8)
@given(
    law=st.sampled_from([Law.LOGNORMAL, Law.GAMMA, Law.WEIBULL]), mean=st.floats(3.0, 40.0), ratio=st.floats(0.5, 1.2),
    days=st.sampled_from([90, 365]), seed=st.integers(0, 10_000),
)  # fmt: skip
def test_a_known_law_is_found_again_from_a_censored_and_truncated_extract(
    law: Law, mean: float, ratio: float, days: int, seed: int
) -> None:
    """Within four standard errors: 90% intervals are 1.645 of them on each side."""
    rng = np.random.default_rng(seed)
    seen = extract(drawn(law, mean, ratio * mean, rng, 4_000), rng, days, 200)
    found = next(fit for fit in fit_laws(seen) if fit.law is law)
    low, high = found.mean_interval()
    error = np.log(high / low) / (2 * 1.645)
    assert abs(np.log(found.length.mean / mean)) < 4 * error + 0.01


def test_intervals_hold_the_planted_mean_nine_times_in_ten() -> None:
    inside = 0
    for seed in range(14):
        rng = np.random.default_rng(seed)
        low, high = fit_laws(extract(drawn(Law.GAMMA, 12.0, 9.0, rng, 1_000), rng, 120, 60))[0].mean_interval()
        inside += low <= 12.0 <= high
    assert 9 <= inside <= 14


def slow_kaplan_meier(lengths: Lengths, days: int) -> list[float]:
    """One person after another: of those seen on a day and not gone before it, how many went that day?"""
    share, shares = 1.0, []
    people = list(zip(lengths.days, lengths.over, lengths.before, strict=True))
    for day in range(days + 1):
        shares.append(share)
        at_risk = sum(1 for length, over, before in people if before <= day and (length >= day if over else length > day))
        gone = sum(1 for length, over, _ in people if over and length == day)
        share *= 1 - gone / at_risk if at_risk else 1
    return shares


@given(
    people=st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.integers(0, 12)), min_size=1, max_size=30).filter(
        lambda people: any(over for _, over, _ in people)
    )
)
def test_two_roads_to_kaplan_and_meier_with_late_entry(people: list[tuple[int, bool, int]]) -> None:
    days = np.array([max(length, before) for length, _, before in people], dtype=float)
    over = np.array([over for _, over, _ in people])
    before = np.array([float(before) for *_, before in people])
    lengths = Lengths(days=days, over=over, before=before, people=np.ones(len(days)))
    curve = kaplan_meier(lengths)
    assert curve.share.tolist() == pytest.approx(slow_kaplan_meier(lengths, len(curve.days) - 1))


def test_without_censoring_the_curve_is_the_share_still_there() -> None:
    lengths = Lengths(days=np.array([1.0, 2.0, 2.0, 5.0]), over=np.ones(4, bool), before=np.zeros(4), people=np.ones(4))
    assert kaplan_meier(lengths).share.tolist() == [1.0, 1.0, 0.75, 0.25, 0.25, 0.25, 0.0]


def test_delays_that_could_not_be_seen_yet_are_allowed_for() -> None:
    """People become ready on every day of 10 weeks; at the end of the records long delays of the last weeks are still going on."""
    rng = np.random.default_rng(3)
    ready = rng.integers(0, 70, 60_000)
    delay = np.where(rng.random(60_000) < 0.4, 0, rng.geometric(0.12, 60_000))
    seen = ready + delay < 70
    chances = in_reverse(delay[seen], 69 - ready[seen], np.ones(int(seen.sum())))
    naive = np.bincount(delay[seen]) / seen.sum()
    assert chances[0] == pytest.approx(0.4, abs=0.01)
    assert naive[0] > 0.42
    assert chances @ np.arange(len(chances)) == pytest.approx(delay.mean(), rel=0.03)
    assert naive @ np.arange(len(naive)) < 0.93 * delay.mean()
    assert chances.sum() == pytest.approx(1.0)


def test_two_modes_are_no_law_and_the_records_own_curve_is_kept_with_its_mean() -> None:
    rng = np.random.default_rng(4)
    lengths = np.where(rng.random(20_000) < 0.5, rng.normal(10, 1, 20_000), rng.normal(60, 3, 20_000))
    seen = extract(np.maximum(lengths, 0.5), rng, 700, 100)
    chosen = choose(seen, "two modes")
    assert chosen.away > 0.05
    assert chosen.length.law is Law.EMPIRICAL
    assert chosen.length.mean == pytest.approx(35.0, rel=0.03)
    points = np.asarray(chosen.length.quantiles)
    assert (np.diff(points) >= 0).all()
    assert ((points[1:] + points[:-1]) / 2).mean() == pytest.approx(chosen.length.mean)


def test_where_few_are_left_the_law_goes_on_from_the_curve() -> None:
    rng = np.random.default_rng(5)
    seen = extract(drawn(Law.LOGNORMAL, *CARE_HOME, rng, 3_000), rng, 90, 0)
    length = empirical(kaplan_meier(seen), fit_laws(seen)[0])
    assert max(length.quantiles) > 90
    assert length.mean == pytest.approx(CARE_HOME[0], rel=0.12)


def test_an_atom_at_zero_stays_one() -> None:
    length = from_chances(np.array([0.0, 0.5, 1.5, 2.5]), np.array([0.6, 0.6, 0.9, 1.0]))
    assert length.quantiles[:60] == (0.0,) * 60
    assert length.mean == pytest.approx(0.3 * 1.0 + 0.1 * 2.0, abs=0.02)


def test_the_likelihood_is_the_one_written_down() -> None:
    """An exponential (gamma of shape 1, mean 4): seen 2 days over, 3 days going on, and 5 days over of somebody there for 4 before."""
    over, before, people = np.array([True, False, True]), np.array([0.0, 0.0, 4.0]), np.array([1.0, 2.0, 1.0])
    lengths = Lengths(days=np.array([2.0, 3.0, 5.0]), over=over, before=before, people=people)

    def lasts(days: float) -> float:
        return float(np.exp(-days / 4))

    expected = np.log(lasts(1.5) - lasts(2.5)) + 2 * np.log(lasts(2.5)) + np.log((lasts(4.5) - lasts(5.5)) / lasts(3.5))
    assert log_likelihood(Law.GAMMA, np.array([np.log(4.0), 0.0]), lengths) == pytest.approx(expected)
