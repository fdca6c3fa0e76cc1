"""Draws and lengths: the compiled twins give the same bits as plain Python, and the laws are those of scipy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from wholeplace.flow import draws, rates
from wholeplace.flow.lengths import inverse_of, length_at, lengths_found, share_staying, weibull
from wholeplace.flow.shapes import Law, Length
from wholeplace.terms import WrongUse

words = st.integers(0, 2**64 - 1)
SHARES = np.concatenate([np.linspace(0.001, 0.999, 999), 2.0 ** -np.linspace(1, 52, 400), 1 - 2.0 ** -np.linspace(1, 50, 400)])
SMOOTH = [Law.EXPONENTIAL, Law.LOGNORMAL, Law.GAMMA, Law.WEIBULL]


@given(words, st.integers(0, 10**6), st.integers(0, 8))
def test_the_compiled_draw_is_the_plain_one(key, visit, purpose):
    assert draws.uniform64(np.uint64(key), visit, purpose) == draws.uniform(key, visit, purpose)
    assert 0.0 < draws.uniform(key, visit, purpose) < 1.0


def test_known_numbers_of_splitmix64():
    # the first three of the generator from seed 1234567, as published with the reference code (from memory, to be checked)
    assert [draws.under(1234567, n) for n in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_draws_are_even_and_do_not_follow_each_other():
    found = np.array([draws.uniform(draws.replication_key(seed, 0), visit, 0) for seed in range(100) for visit in range(100)])
    assert stats.kstest(found, "uniform").pvalue > 0.01
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 0.03


def scipy_law(length: Length):
    ratio = length.sd / length.mean
    if length.law is Law.EXPONENTIAL:
        return stats.expon(scale=length.mean)
    if length.law is Law.LOGNORMAL:
        spread = math.sqrt(math.log1p(ratio**2))
        return stats.lognorm(spread, scale=length.mean * math.exp(-(spread**2) / 2))
    if length.law is Law.GAMMA:
        return stats.gamma(ratio**-2, scale=length.mean * ratio**2)
    shape, scale = weibull(length.mean, length.sd)
    return stats.weibull_min(shape, scale=scale)


@pytest.mark.parametrize("longest", [None, 30.0])
@pytest.mark.parametrize("ratio", [0.1, 0.5, 1.0, 3.0, 5.0])
@pytest.mark.parametrize("law", SMOOTH)
def test_lengths_are_those_of_scipy(law, ratio, longest):
    length = Length(law=law, mean=10.0, sd=10.0 * ratio, longest=longest)
    known = scipy_law(length)
    kept = known.cdf(longest) if longest else 1.0
    expected = np.where(SHARES < 0.5, known.ppf(SHARES * kept), known.isf((1 - kept) + kept * (1 - SHARES)))
    found = np.array([inverse_of(length).at(share) for share in SHARES])
    assert np.all(np.abs(found - expected) <= 1e-6 * (expected + length.mean))


@pytest.mark.parametrize("law", SMOOTH)
def test_mean_and_sd_are_as_asked(law):
    length = Length(law=law, mean=4.0, sd=4.0 if law is Law.EXPONENTIAL else 2.5)
    found = np.array([inverse_of(length).at(share) for share in (np.arange(200_000) + 0.5) / 200_000])
    assert found.mean() == pytest.approx(4.0, rel=1e-3)
    assert found.std() == pytest.approx(length.sd, rel=1e-2)


@given(st.lists(st.floats(0, 50), min_size=2, max_size=9).map(sorted), st.floats(0, 1, exclude_max=True))
def test_empirical_lengths_join_their_quantiles_by_straight_lines(quantiles, share):
    length = Length(law=Law.EMPIRICAL, mean=1.0, quantiles=tuple(quantiles))
    expected = np.interp(share, np.linspace(0, 1, len(quantiles)), quantiles)
    assert inverse_of(length).at(share) == pytest.approx(expected, abs=1e-9)


def test_an_empirical_law_without_quantiles_is_refused():
    with pytest.raises(WrongUse, match="two quantiles"):
        inverse_of(Length(law=Law.EMPIRICAL, mean=1.0, quantiles=(1.0,)))


@pytest.mark.parametrize("law", [Law.FIXED, Law.GAMMA])
def test_without_spread_every_length_is_the_mean(law):
    assert {inverse_of(Length(law=law, mean=3.0)).at(share) for share in (0.01, 0.5, 0.99)} == {3.0}


FOUND = [
    *(Length(law=law, mean=8.0, sd=6.0, longest=longest) for law in SMOOTH for longest in (None, 20.0)),
    Length(law=Law.EMPIRICAL, mean=5.0, quantiles=(0.0, 0.0, 2.0, 5.0, 20.0)),
    Length(law=Law.EMPIRICAL, mean=5.0, quantiles=(0.0, 2.0, 5.0, 20.0), longest=10.0),
]


@pytest.mark.parametrize("length", FOUND)
def test_stays_found_under_way_are_longer_by_their_spread(length):
    """The rest of a stay found at any moment has mean E[L^2] / 2 E[L]; both sides from the law's own inverse."""
    grid = (np.arange(100_000) + 0.5) / 100_000
    every = np.array([inverse_of(length).at(share) for share in grid])
    found = np.array([lengths_found(length).at(share) for share in grid])
    assert found.mean() / 2 == pytest.approx((every**2).mean() / every.mean() / 2, rel=2e-3)


@pytest.mark.parametrize("length", FOUND)
def test_the_share_still_there_is_the_inverse_of_the_length(length):
    for share in (0.3, 0.6, 0.95):
        days = inverse_of(length).at(share)
        if days > 0.0:
            assert share_staying(length, days) == pytest.approx(1.0 - share, abs=1e-6)
    mean = integrate.quad(lambda days: share_staying(length, days), 0, length.longest or 2000.0, limit=500)[0]
    grid = (np.arange(20_000) + 0.5) / 20_000
    assert mean == pytest.approx(np.mean([inverse_of(length).at(share) for share in grid]), rel=1e-2)


def test_the_compiled_length_is_the_plain_one():
    law = inverse_of(Length(law=Law.GAMMA, mean=3.0, sd=5.0))
    compiled = [length_at(law.kind, law.numbers, 0, len(law.numbers), share) for share in SHARES]
    assert compiled == [law.at(share) for share in SHARES]


@given(st.floats(1e-6, 3000), st.floats(1e-9, 1, exclude_max=True))
def test_counts_are_those_of_scipy(rate, share):
    start = rates.starting_points(np.array([[rate]]))
    found = rates.count_at(rate, start.chance[0, 0], start.first[0, 0], share)
    assert found == rates.count_at.py_func(rate, start.chance[0, 0], int(start.first[0, 0]), share)
    expected = stats.poisson(rate)
    assert expected.cdf(found) >= share - 1e-9
    assert expected.cdf(found - 1) <= share + 1e-9


@given(st.floats(0, 500), st.floats(0, 50), st.floats(1e-6, 1, exclude_max=True))
def test_a_higher_rate_takes_nobody_away(rate, more, share):
    start = rates.starting_points(np.array([[rate, rate + more]]))
    few, many = (rates.count_at(start.rates[i, 0], start.chance[i, 0], start.first[i, 0], share) for i in (0, 1))
    assert few <= many
