import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.measures.statistics import RULES, xmr

FLAT = [10.0, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11, 10, 12]


def rules(values, **options):
    chart = xmr(values, improvement="lower", **options)
    return [RULES[number] for number in chart.rule], list(chart.special)


# --- the slow, obvious road: one series, plain Python, the rules as one would read them aloud ---


def slow_rules(values):
    known = [(place, value) for place, value in enumerate(values) if not np.isnan(value)]
    marks = dict.fromkeys(range(len(values)), (0, 0))
    if len(known) < 2:
        return marks
    y = [value for _, value in known]
    mean = sum(y) / len(y)
    half = 2.66 * sum(abs(b - a) for a, b in itertools.pairwise(y)) / (len(y) - 1)
    sign = lambda distance: (distance > 1e-9 * max(map(abs, y))) - (distance < -1e-9 * max(map(abs, y)))  # noqa: E731
    side = [sign(value - mean) for value in y]
    beyond = lambda value, line: sign(abs(value - mean) - line) > 0  # noqa: E731
    step = [sign(b - a) for a, b in itertools.pairwise(y)]
    found = {}
    for i in range(len(y)):
        shift = next((side[i] for a in range(max(0, i - 6), i + 1) if side[a : a + 7] in ([1] * 7, [-1] * 7)), 0)
        trend = [step[a] for a in range(max(0, i - 6), i + 1) if step[a : a + 6] in ([1] * 6, [-1] * 6)]
        threes = [range(a, a + 3) for a in range(max(0, i - 2), i + 1) if a + 3 <= len(y)]
        near = any(
            abs(sum(side[j] for j in three)) == 3 and sum(beyond(y[j], half * 2 / 3) for j in three) >= 2 for three in threes
        ) and beyond(y[i], half * 2 / 3)
        if beyond(y[i], half):
            found[i] = (side[i], 1)
        elif trend:
            found[i] = (trend[-1], 2)
        elif near:
            found[i] = (side[i], 3)
        elif shift:
            found[i] = (shift, 4)
    for i, mark in found.items():
        marks[known[i][0]] = mark
    return marks


STEPS = st.sampled_from([0.0, 1, 2, 3, 5, 8, 8, 13, 30, np.nan])


@settings(max_examples=300)
@given(st.lists(STEPS, min_size=1, max_size=40))
def test_two_roads_agree_on_every_point(values):
    chart, slow = xmr(values, improvement="lower"), slow_rules(values)
    assert [(int(s), int(r)) for s, r in zip(chart.special, chart.rule, strict=True)] == [slow[i] for i in range(len(values))]


@given(st.lists(st.lists(STEPS, min_size=12, max_size=12), min_size=2, max_size=6))
def test_many_series_at_once_are_each_as_if_alone(many):
    together = xmr(many, improvement="higher")
    for row, values in enumerate(many):
        alone = xmr(values, improvement="higher")
        np.testing.assert_array_equal(together.special[row], alone.special)
        np.testing.assert_allclose(together.upper[row], alone.upper)
        assert together.variation_icon[row] == alone.variation_icon


# --- each rule ---


def test_limits_of_a_worked_example():  # mean 10.5, moving ranges 2,3,2,1 ... mean moving range 2.0769
    chart = xmr(FLAT, improvement="lower")
    ranges = np.abs(np.diff(FLAT)).mean()
    assert chart.mean[0] == pytest.approx(np.mean(FLAT))
    assert chart.upper[0] == pytest.approx(np.mean(FLAT) + 2.66 * ranges)
    assert chart.lower_warning[0] == pytest.approx(np.mean(FLAT) - 2.66 * ranges * 2 / 3)


def test_a_point_outside_the_limits():
    named, special = rules([*FLAT, 20.0])
    assert named[-1] == "outside the limits"
    assert special == [0] * 14 + [1]


def test_a_trend_of_seven_marks_all_seven():
    named, special = rules([*FLAT, 8.0, 9, 9.5, 10, 10.5, 11, 11.5])
    assert named[-7:] == ["a trend of 7"] * 7
    assert special[-7:] == [1] * 7


def test_a_tie_breaks_a_trend():
    named, _ = rules([*FLAT, 8.0, 9, 9.5, 9.5, 10.5, 11, 11.5])
    assert "a trend of 7" not in named


def test_six_points_are_no_trend():
    named, _ = rules([*FLAT, 9.0, 9.5, 10, 10.5, 11, 11.5][:-1])
    assert "a trend of 7" not in named


def test_a_shift_of_seven():
    named, special = rules([10.0, 14, 9, 15, 10, 14, 9, 15, 11, 10, 11, 10, 11, 10, 11])
    assert named[-7:] == ["a shift of 7"] * 7
    assert special[-1] == -1


def test_a_point_on_the_mean_breaks_a_shift():
    named, _ = rules([8.0, 14, 8, 14, 8, 14, 10, 10, 10, 11, 10, 10, 10, 14, 11])
    on_the_mean = [8.0, 12, 8, 12, 11, 9, 11, 9, 11, 9, 10, 9, 11, 9, 11, 10]
    assert np.mean(on_the_mean) == 10
    assert "a shift of 7" not in rules(on_the_mean)[0]
    assert len(named) == 15


def test_two_of_three_near_a_limit_counts_a_point_beyond_it():
    values = [10.0, 12] * 15 + [18.0, 15.6, 10, 12, 10, 12]
    named, special = rules(values)
    assert named[30] == "outside the limits"
    assert named[31] == "two of three near a limit"
    assert special[31] == 1


def test_two_near_the_limit_with_a_third_across_the_mean_are_chance():
    values = [10.0, 12] * 12 + [14.4, 9.0, 14.4] + [10.0, 12] * 3
    assert "two of three near a limit" not in rules(values)[0]


ONLY = {
    "outside the limits": [*FLAT, 20.0],
    "a trend of 7": [*FLAT, 8.0, 9, 9.5, 10, 10.5, 11, 11.5],
    "two of three near a limit": [*FLAT, *FLAT, 15.75, 12, 15.75, 9, 11, 10],
    "a shift of 7": [10.0, 14, 9, 15, 10, 14, 9, 15, 11, 10, 11, 10, 11, 10, 11],
}


@pytest.mark.parametrize("upside_down", [False, True])
@pytest.mark.parametrize("rule", ONLY)
def test_each_rule_has_a_series_that_triggers_only_it(rule, upside_down):
    """And no other rule would speak at any point, were this one silent: the slow road names every rule that holds."""
    values = [22 - value if upside_down else value for value in ONLY[rule]]
    assert set(rules(values)[0]) == {"", rule}
    assert {name for names in slow_rules_of_each_point(values) for name in names} == {rule}


def slow_rules_of_each_point(values):
    """Every rule that holds at each point, whatever takes precedence."""
    mean, half = sum(values) / len(values), 2.66 * sum(abs(b - a) for a, b in itertools.pairwise(values)) / (len(values) - 1)
    side = [(v > mean + 1e-9) - (v < mean - 1e-9) for v in values]
    step = [(b > a) - (b < a) for a, b in itertools.pairwise(values)]
    found = [set() for _ in values]
    for i, value in enumerate(values):
        if abs(value - mean) > half + 1e-9:
            found[i].add("outside the limits")
        if any(abs(sum(side[a : a + 7])) == 7 for a in range(max(0, i - 6), i + 1)):
            found[i].add("a shift of 7")
        if any(abs(sum(step[a : a + 6])) == 6 for a in range(max(0, i - 6), i + 1)):
            found[i].add("a trend of 7")
        for a in range(max(0, i - 2), min(i, len(values) - 3) + 1):
            near = [abs(values[j] - mean) > half * 2 / 3 + 1e-9 for j in range(a, a + 3)]
            if abs(sum(side[a : a + 3])) == 3 and sum(near) >= 2 and near[i - a]:
                found[i].add("two of three near a limit")
    return found


# --- icons ---


def test_the_icon_speaks_of_the_last_point():
    values = [10.0, 12] * 8 + [30.0, 11, 10]
    chart = xmr(values, improvement="lower")
    assert (chart.special != 0).any()
    assert chart.variation_icon == "common cause"


@pytest.mark.parametrize(
    ("improvement", "icons"),
    [
        ("lower", ("concern high", "improvement low")),
        ("higher", ("improvement high", "concern low")),
        ("neither", ("neither high", "neither low")),
    ],
)
def test_icons_by_direction(improvement, icons):
    charts = xmr([[*FLAT, 40.0], [*FLAT, -20.0]], improvement=improvement)
    assert tuple(charts.variation_icon) == icons


@pytest.mark.parametrize(("target", "lower", "higher"), [(100, "pass", "fail"), (-100, "fail", "pass"), (11, "hit or miss", "hit or miss")])
def test_assurance_holds_the_target_against_the_limits(target, lower, higher):
    assert xmr(FLAT, improvement="lower", target=target).assurance_icon == lower
    assert xmr(FLAT, improvement="higher", target=target).assurance_icon == higher


def test_assurance_is_strict_and_needs_a_target_and_a_direction():
    limit = float(xmr(FLAT, improvement="lower").upper[0])
    assert xmr(FLAT, improvement="lower", target=limit).assurance_icon == "hit or miss"
    assert xmr(FLAT, improvement="lower").assurance_icon == "no target"
    assert xmr(FLAT, improvement="neither", target=10).assurance_icon == "no target"


def test_assurance_speaks_of_the_last_phase():
    values = [v + 20 for v in FLAT] + FLAT
    assert xmr(values, improvement="lower", target=25, phases=[14]).assurance_icon == "pass"


@pytest.mark.parametrize("rule", ONLY)
def test_every_rule_leaves_the_icon_to_the_last_point(rule):
    """The same series, then four points of common cause: the cause stays marked where it was, and the icon is silent."""
    values = [*ONLY[rule], 9.0, 12, 10, 13]
    chart = xmr(values, improvement="lower", baseline=14)
    assert (chart.special[: len(ONLY[rule])] != 0).any()
    assert chart.special[-1] == 0
    assert chart.variation_icon == "common cause"


# --- phases, baseline, edges ---


def test_a_new_phase_starts_afresh():
    values = [v + 20 for v in FLAT] + FLAT
    whole, phased = xmr(values, improvement="lower"), xmr(values, improvement="lower", phases=[14])
    assert (whole.special != 0).any()
    assert not (phased.special != 0).any()
    assert phased.mean[0] == pytest.approx(np.mean(FLAT) + 20)
    assert phased.mean[-1] == pytest.approx(np.mean(FLAT))


def test_a_baseline_fixes_the_lines():
    chart = xmr([*FLAT, 30.0, 31, 30], improvement="lower", baseline=14)
    assert chart.mean[-1] == pytest.approx(np.mean(FLAT))
    assert list(chart.special[-3:]) == [1, 1, 1]


@given(st.floats(-1e6, 1e6), st.integers(2, 30))
def test_a_constant_series_has_limits_equal_to_its_mean(value, length):
    chart = xmr([value] * length, improvement="lower")
    np.testing.assert_allclose(chart.upper, chart.mean)
    assert not chart.special.any()


@pytest.mark.parametrize(("points", "trial"), [(12, True), (13, False)])
def test_under_thirteen_points_are_trial_limits(points, trial):
    values = [*FLAT[:points], np.nan, np.nan]
    assert bool(xmr(values, improvement="lower").trial) is trial


def test_a_missing_point_is_skipped_as_if_it_were_not_there():
    gap = xmr([*FLAT[:6], np.nan, *FLAT[6:], 40.0], improvement="lower")
    whole = xmr([*FLAT, 40.0], improvement="lower")
    np.testing.assert_allclose(gap.upper[-1], whole.upper[-1])
    assert gap.special[-1] == 1
    assert np.isnan(gap.mean[6])


def test_the_last_known_point_speaks_where_later_ones_are_missing():
    assert xmr([*FLAT, 40.0, np.nan], improvement="higher").variation_icon == "improvement high"


def test_too_little_to_draw():
    charts = xmr([[np.nan, np.nan], [5.0, np.nan]], improvement="lower", target=3)
    assert list(charts.variation_icon) == ["none", "none"]
    assert list(charts.assurance_icon) == ["no target", "no target"]


@pytest.mark.parametrize("options", [{"improvement": "down"}, {"improvement": "lower", "phases": [99]}])
def test_strange_options_are_refused(options):
    with pytest.raises(ValueError, match=r"down|99"):
        xmr(FLAT, **options)


def test_series_without_points_have_a_chart_with_nothing_on_it():
    chart = xmr(np.zeros((3, 0)), improvement="lower", target=np.ones(3))
    assert (chart.mean.shape, chart.special.shape, chart.direction.tolist()) == ((3, 0), (3, 0), [0, 0, 0])
    assert set(chart.variation_icon) == {"none"}


@pytest.mark.parametrize("points", range(1, 13))
def test_one_to_twelve_points(points):
    """One point has nothing to move from; from two there are lines, called trial limits until there are thirteen."""
    values = [10.0, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11][:points]
    chart = xmr(values, improvement="lower", target=100)
    assert bool(chart.trial)
    assert np.isfinite(chart.upper).all() == (points > 1)
    assert chart.variation_icon == ("none" if points == 1 else "common cause")
    assert chart.assurance_icon == ("no target" if points == 1 else "pass")


def test_a_series_of_zeros_and_one_below_zero():
    zeros, below = xmr([0.0] * 14, improvement="lower"), xmr([-v for v in FLAT], improvement="higher")
    assert (zeros.upper == 0).all()
    assert not zeros.special.any()
    np.testing.assert_allclose(below.lower, -xmr(FLAT, improvement="lower").upper)


def test_each_phase_has_its_own_baseline():
    values = [*FLAT, 30.0, 31, *[v + 50 for v in FLAT], 90.0]
    chart = xmr(values, improvement="lower", phases=[16], baseline=14)
    assert chart.mean[15] == pytest.approx(np.mean(FLAT))
    assert chart.mean[-1] == pytest.approx(np.mean(FLAT) + 50)
    assert chart.special[[14, 15, -1]].tolist() == [1, 1, 1]


def test_a_run_does_not_cross_into_the_next_phase():
    values = [6.0, 4, 7, 3, 6, 4, 1, 2, 3, 4, 5, 6, 7]
    assert RULES[xmr(values, improvement="lower").rule[-1]] == "a trend of 7"
    assert not xmr(values, improvement="lower", phases=[9]).special.any()


def test_assurance_on_the_limit_itself_is_hit_or_miss_and_a_hair_beyond_is_not():
    chart = xmr(FLAT, improvement="higher")
    lower = float(chart.lower[0])
    icons = [str(xmr(FLAT, improvement="higher", target=aim).assurance_icon) for aim in (lower, lower - 1e-6)]
    assert icons == ["hit or miss", "pass"]
