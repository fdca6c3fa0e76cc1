"""A second, slow implementation of what has none beside it elsewhere: written from the published method, in plain Python."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from wholeplace.measures.statistics import (
    byar_limits,
    directly_standardised,
    funnel_limits,
    healthy_life_expectancy,
    indirectly_standardised,
    life_expectancy,
    overdispersion_of,
    poisson_limits,
    proportion_difference,
    rate_ratio,
    slope_index,
    student_limits,
    value_difference,
    wilson_limits,
)

Z = 1.959963984540054
COUNTS = st.integers(0, 400)


@given(COUNTS)
def test_exact_limits_are_where_the_tail_of_the_poisson_is_a_fortieth(events):
    """By root finding on the Poisson itself, never by chi-squared."""
    upper = optimize.brentq(lambda m: stats.poisson.cdf(events, m) - 0.025, 1e-9, 2 * events + 30, xtol=1e-12)
    lower = optimize.brentq(lambda m: stats.poisson.sf(events - 1, m) - 0.025, 1e-9, events + 1, xtol=1e-12) if events else 0.0
    ours = poisson_limits(events)
    slack = 1e-8 if events < 10 else 0.02  # Byar is within 0.2% from 10 events (OHID technical guide to confidence intervals)
    assert float(ours.lower) == pytest.approx(lower, rel=slack)
    assert float(ours.upper) == pytest.approx(upper, rel=slack)


@given(st.integers(10, 100_000))
def test_byar_is_within_a_fifth_of_a_per_cent_of_exact_from_ten_events(events):
    ours = byar_limits(events)
    assert float(ours.lower) == pytest.approx(stats.chi2.ppf(0.025, 2 * events) / 2, rel=0.002)
    assert float(ours.upper) == pytest.approx(stats.chi2.ppf(0.975, 2 * events + 2) / 2, rel=0.002)


@given(st.integers(0, 300), st.integers(0, 300))
def test_wilson_limits_are_where_the_score_test_just_says_no(some, others):
    """|p - limit| = z sqrt(limit (1 - limit) / n), solved by root finding."""
    total = some + others
    if total == 0:
        return
    share, ours = some / total, wilson_limits(some, total)
    score = lambda p: (share - p) ** 2 - Z**2 * p * (1 - p) / total  # noqa: E731
    lower = optimize.brentq(score, 0, min(share, 1 - 1e-12), xtol=1e-14) if some else 0.0
    upper = optimize.brentq(score, max(share, 1e-12), 1, xtol=1e-14) if others else 1.0
    assert (float(ours.lower), float(ours.upper)) == (pytest.approx(lower, abs=1e-9), pytest.approx(upper, abs=1e-9))


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=25))
def test_student_limits_are_scipys(values):
    mean, error = np.mean(values), np.std(values, ddof=1) / math.sqrt(len(values))
    ours = student_limits(sum(values), sum(v * v for v in values), len(values))
    half = stats.t.ppf(0.975, len(values) - 1) * error
    assert float(ours.lower) == pytest.approx(mean - half, abs=1e-4)
    assert float(ours.upper) == pytest.approx(mean + half, abs=1e-4)


def slow_dsr(bands, variances=None):
    """Dobson 1991, a band at a time; Byar's limits by their formula."""
    whole = sum(weight for _, _, weight in bands)
    events = sum(count for count, _, _ in bands)
    rate = sum(weight / whole * count / people for count, people, weight in bands)
    spread = variances or [count for count, _, _ in bands]
    variance = sum((weight / whole / people) ** 2 * own for (_, people, weight), own in zip(bands, spread, strict=True))
    lower = events * (1 - 1 / (9 * events) - Z / 3 / math.sqrt(events)) ** 3
    upper = (events + 1) * (1 - 1 / (9 * (events + 1)) + Z / 3 / math.sqrt(events + 1)) ** 3
    scale = math.sqrt(variance / events)
    return rate, rate + scale * (lower - events), rate + scale * (upper - events)


BANDS = st.lists(st.tuples(st.integers(1, 60), st.integers(100, 5_000), st.integers(1, 9_000)), min_size=2, max_size=19).filter(
    lambda bands: sum(count for count, _, _ in bands) >= 10
)


@given(BANDS, st.booleans())
def test_two_roads_to_a_standardised_rate(bands, repeats):
    variances = [3.0 * count for count, _, _ in bands] if repeats else None
    ours = directly_standardised(*map(list, zip(*bands, strict=True)), per=1, event_variance=variances)
    assert [float(each) for each in (ours.value, ours.lower, ours.upper)] == pytest.approx(slow_dsr(bands, variances), rel=1e-9)


def test_the_repeat_event_variance_is_the_sum_over_people():
    """10 people once, 4 twice, 2 five times: 28 events, variance 10 + 4 x 4 + 2 x 25 = 76."""
    people = [1] * 10 + [2] * 4 + [5] * 2
    variance = sum(f**2 * people.count(f) for f in set(people))
    assert (sum(people), variance) == (28, 76)
    ours = directly_standardised([28], [1000], [1], event_variance=[variance], per=1)
    once = directly_standardised([28], [1000], [1], per=1)
    assert float((ours.upper - ours.value) / (once.upper - once.value)) == pytest.approx(math.sqrt(76 / 28))


@given(st.integers(0, 200), st.floats(0.5, 300))
def test_two_roads_to_a_standardised_ratio(seen, due):
    limits = poisson_limits(seen)
    ours = indirectly_standardised(seen, due, per=100)
    assert float(ours.value) == pytest.approx(100 * seen / due)
    assert (float(ours.lower), float(ours.upper)) == (
        pytest.approx(100 * float(limits.lower) / due),
        pytest.approx(100 * float(limits.upper) / due),
    )


WIDTHS = [1, 4, *[5] * 17, None]


def slow_years(deaths, people, health=None, asked=None):
    """Chiang II with Silcocks' variance, or Sullivan's years in health with Mathers': one band after the other, from the last back."""
    share = health or [1.0] * 20
    rate = [d / p for d, p in zip(deaths, people, strict=True)]
    alive, dying, lived = [1.0], [], []
    for band, width in enumerate(WIDTHS):
        a = 0.1 if band == 0 else 0.5
        q = 1.0 if width is None else min(width * rate[band] / (1 + width * rate[band] * (1 - a)), 1.0)
        dying.append(q)
        lived.append(alive[-1] / rate[band] if width is None else width * alive[-1] * (1 - q) + a * width * alive[-1] * q)
        alive.append(alive[-1] * (1 - q))
    years, variance = [0.0] * 21, [0.0] * 21
    for band in reversed(range(20)):
        width, a = WIDTHS[band], 0.1 if band == 0 else 0.5
        years[band] = years[band + 1] + lived[band] * share[band]
        if width is None:
            own = (share[band] * alive[band] / 2) ** 2 * 4 / (deaths[band] * rate[band] ** 2)
        else:
            ahead = years[band + 1] / alive[band + 1]
            spread = dying[band] ** 2 * (1 - dying[band]) / deaths[band] if deaths[band] else 0.0
            own = alive[band] ** 2 * ((1 - a) * width * share[band] + ahead) ** 2 * spread
        if asked:
            own += lived[band] ** 2 * share[band] * (1 - share[band]) / asked[band]
        variance[band] = variance[band + 1] + own
    return [years[n] / alive[n] for n in range(20)], [math.sqrt(variance[n]) / alive[n] for n in range(20)]


@given(st.lists(st.floats(0.2, 3), min_size=20, max_size=20), st.booleans())
def test_two_roads_to_years_of_life_and_their_limits(tilt, in_health):
    people = [3_000.0] * 20
    deaths = [max(0.0, 3_000 * rate * t) for rate, t in zip(np.geomspace(0.0005, 0.18, 20), tilt, strict=True)]
    health, asked = list(np.linspace(0.95, 0.3, 20)), [200.0] * 20
    if in_health:
        ours, (years, errors) = healthy_life_expectancy(deaths, people, health, asked), slow_years(deaths, people, health, asked)
    else:
        ours, (years, errors) = life_expectancy(deaths, people), slow_years(deaths, people)
    np.testing.assert_allclose(ours.value, years, rtol=1e-9)
    np.testing.assert_allclose((ours.upper - ours.lower) / (2 * Z), errors, rtol=1e-9)


def test_a_constant_force_of_mortality_has_its_closed_form():
    """With a = 1/2 a band of 5 years keeps (1 - 2.5 m) / (1 + 2.5 m) of those who enter it, and a year of deaths is 1 / m lived."""
    found = life_expectancy(np.full(20, 2_000 * 0.04), np.full(20, 2_000.0))
    kept = (1 - 2.5 * 0.04) / (1 + 2.5 * 0.04)
    from_5 = sum(kept**n * (1 - kept) / 0.04 for n in range(17)) + kept**17 / 0.04
    assert float(found.value[2]) == pytest.approx(from_5, rel=1e-12)
    assert from_5 == pytest.approx(25), "1 / 0.04: however old, 25 years are left"


@given(st.floats(0.5, 200), st.floats(1, 40))
def test_a_rate_lies_outside_its_funnel_when_the_exact_test_says_so(size, standard):
    limits = funnel_limits(size, standard, kind="rate", per=10)
    due = standard / 10 * size
    assert float(limits.lower) * size / 10 == pytest.approx(stats.chi2.ppf(0.025, 2 * due) / 2, rel=1e-9)
    assert float(limits.upper) * size / 10 == pytest.approx(stats.chi2.ppf(0.975, 2 * due + 2) / 2, rel=1e-9)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_two_roads_to_overdispersion(kind):
    """Spiegelhalter 2005, section 5: winsorised z-scores, then the moment estimate of DerSimonian and Laird."""
    dice = np.random.default_rng(11)
    size = dice.integers(100, 900, 40).astype(float)
    events = dice.binomial(size.astype(int), np.clip(dice.normal(0.2, 0.05, 40), 0.01, 1)).astype(float)
    even = (lambda p: math.asin(math.sqrt(p))) if kind == "proportion" else math.sqrt
    scores = [(even(x / n) - even(0.2)) * 2 * math.sqrt(n) for x, n in zip(events, size, strict=True)]
    low, high = np.quantile(scores, [0.1, 0.9])
    phi = sum(min(max(score, low), high) ** 2 for score in scores) / 40
    weights = [4 * n for n in size]
    expected = (40 * phi - 39) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    between = overdispersion_of(events, size, 0.2, kind=kind, per=1)
    assert between == pytest.approx(expected, rel=1e-9)
    wide = funnel_limits(400, 0.2, kind=kind, per=1, overdispersion=between)
    back = (lambda y: math.sin(y) ** 2) if kind == "proportion" else (lambda y: y * y)
    assert float(wide.upper) == pytest.approx(back(even(0.2) + Z * math.sqrt(0.25 / 400 + expected)))


@given(st.integers(1, 300), st.integers(1, 300), st.floats(0.2, 5), st.floats(0.2, 5))
def test_two_roads_to_the_limits_of_a_ratio(now, before, exposed, exposed_before):
    """Given both counts, now is binomial: the odds at Wilson's limits of its share."""
    total, share = now + before, now / (now + before)
    half = Z * math.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    ends = [(share + Z**2 / (2 * total) + side * half) / (1 + Z**2 / total) for side in (-1, 1)]
    ours = rate_ratio(now, exposed, before, exposed_before)
    assert [float(ours.lower), float(ours.upper)] == pytest.approx([p / (1 - p) * exposed_before / exposed for p in ends], rel=1e-9)


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40))
def test_two_roads_to_the_difference_of_two_shares(some, others, earlier, rest):
    """Newcombe 1998, method 10, from Wilson's limits of either."""
    n, m = some + others, earlier + rest
    p, q = some / n, earlier / m
    one, two = (stats.binomtest(k, t).proportion_ci(method="wilson") for k, t in ((some, n), (earlier, m)))
    ours = proportion_difference(some, n, earlier, m)
    assert float(ours.lower) == pytest.approx(p - q - math.hypot(p - one.low, two.high - q), abs=1e-9)
    assert float(ours.upper) == pytest.approx(p - q + math.hypot(one.high - p, q - two.low), abs=1e-9)


@given(st.floats(-9, 9), st.floats(0, 5), st.floats(-9, 9), st.floats(0, 5))
def test_two_roads_to_the_difference_of_two_values(now, error, before, error_before):
    ours = value_difference(now, error, before, error_before)
    half = Z * math.sqrt(error**2 + error_before**2)
    assert (float(ours.lower), float(ours.upper)) == (pytest.approx(now - before - half), pytest.approx(now - before + half))


def test_two_roads_to_the_error_of_a_slope():
    """The error of a linear function of independent values: move each by a little and add the squares."""
    values, errors, shares = np.array([50.0, 42, 40, 33, 30]), np.array([2.0, 1.5, 1, 1, 2]), [0.3, 0.25, 0.2, 0.15, 0.1]
    moved = [
        float(slope_index(values + np.eye(5)[n], errors, shares).absolute - slope_index(values, errors, shares).absolute) for n in range(5)
    ]
    slow = math.sqrt(sum((step * error) ** 2 for step, error in zip(moved, errors, strict=True)))
    assert float(slope_index(values, errors, shares).error) == pytest.approx(slow, rel=1e-9)
