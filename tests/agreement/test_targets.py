"""Ambitions: seven shapes of target with the real figures of a partnership, and a plain word when one goes the wrong way."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.agreement.plans import (
    Ambition,
    Baseline,
    Better,
    Observed,
    Shape,
    Standing,
    Target,
    expected_on,
    goal_of,
    problems_of,
    progress_of,
)

BEGUN = date(2020, 4, 1)


def ambition(shape, amount=None, *, better=Better.LOWER, by=date(2024, 4, 1), start=100.0, benchmark="", **more):
    baseline = Baseline(value=start, on=BEGUN, definition_id="d1", source="s") if start is not None else None
    return Ambition(
        **{
            "name": "a", "title": "An ambition", "owner": "A director", "measure": "m", "unit": "per 100,000", "source": "s",
            "baseline": baseline,
            "target": Target(shape=shape, better=better, by=by, amount=amount, benchmark=benchmark), **more,
        }
    )  # fmt: skip


def seen(value=None, on=date(2022, 4, 1), **more):
    return Observed(**{"on": on, "definition_id": "d1", "value": value, **more})


SMOKING_LEVEL = ambition(Shape.LEVEL, 5.0, start=13.0, by=date(2030, 4, 1), title="Smoking", unit="per cent")
ROUTINE_SMOKING = ambition(
    Shape.COMPOUNDING, 0.10, start=20.0, by=date(2028, 4, 1), title="Smoking in routine and manual work", unit="per cent"
)
GAP_OF_LIFE = ambition(Shape.GAP, 0.10, start=8.0, by=date(2028, 4, 1), title="Gap in life expectancy", unit="years")
CURATIVE = ambition(Shape.COUNT, 1000, better=Better.HIGHER, title="People offered curative treatment", unit="more people")
SUICIDE = ambition(Shape.RELATIVE, 0.10, start=11.0, by=date(2022, 4, 1), title="Suicide")
MEDIAN = ambition(
    Shape.BENCHMARK, start=60.0, better=Better.HIGHER, benchmark="the national median", title="Health checks", unit="per cent"
)
CLIMATE = ambition(Shape.QUALITATIVE, start=None, measure="", unit="", title="A global leader on climate", shown_by=("Net zero",))


@pytest.mark.parametrize(
    ("one", "goal"),
    [
        (SMOKING_LEVEL, 5.0),
        (ROUTINE_SMOKING, 20 * 0.9**8),
        (GAP_OF_LIFE, 7.2),
        (CURATIVE, 1000),
        (SUICIDE, 9.9),
        (MEDIAN, None),
        (CLIMATE, None),
    ],
    ids=lambda value: value.title if isinstance(value, Ambition) else "",
)
def test_the_goal_of_each_shape(one, goal):
    assert goal_of(one.target, one.baseline) == (None if goal is None else pytest.approx(goal, rel=1e-3))
    assert problems_of(one) == []


@pytest.mark.parametrize(
    ("one", "value", "standing"),
    [
        (SMOKING_LEVEL, 4.9, Standing.REACHED),
        (SMOKING_LEVEL, 11.0, Standing.ON_TRACK),
        (SMOKING_LEVEL, 12.0, Standing.BEHIND),
        (SMOKING_LEVEL, 13.5, Standing.WRONG_WAY),
        (ROUTINE_SMOKING, 16.2, Standing.ON_TRACK),
        (ROUTINE_SMOKING, 16.3, Standing.BEHIND),
        (GAP_OF_LIFE, 7.7, Standing.ON_TRACK),
        (GAP_OF_LIFE, 8.1, Standing.WRONG_WAY),
        (CURATIVE, 501.0, Standing.ON_TRACK),
        (CURATIVE, 499.0, Standing.BEHIND),
        (CURATIVE, -1.0, Standing.WRONG_WAY),
        (SUICIDE, 9.9, Standing.REACHED),
        (SUICIDE, 10.5, Standing.MISSED),
        (SUICIDE, 11.2, Standing.WRONG_WAY),
        (SUICIDE, None, Standing.CANNOT_SAY),
    ],
)
def test_where_it_stands_two_years_on(one, value, standing):
    assert progress_of(one, seen(value)).standing is standing


@pytest.mark.parametrize(
    ("value", "others", "standing"), [(61.0, 61.0, Standing.REACHED), (60.5, 61.0, Standing.BEHIND), (59.0, 61.0, Standing.WRONG_WAY)]
)
def test_held_against_others(value, others, standing):
    assert progress_of(MEDIAN, seen(value, benchmark=others)).standing is standing
    assert "not known" in progress_of(MEDIAN, seen(value)).sentence


def test_worse_within_its_interval_is_not_the_wrong_way():
    assert progress_of(SUICIDE, seen(11.2, on=date(2021, 4, 1), low=9.0, high=13.0)).standing is Standing.BEHIND
    assert progress_of(SUICIDE, seen(13.2, on=date(2021, 4, 1), low=11.1, high=15.0)).standing is Standing.WRONG_WAY


def test_two_definitions_are_never_joined():
    """32% rarely active is not Active Lives' 23.8% inactive."""
    active = ambition(Shape.LEVEL, 20.0, start=32.0, title="Rarely active", unit="per cent")
    told = progress_of(active, seen(23.8, definition_id="active-lives"))
    assert told.standing is Standing.CANNOT_SAY
    assert "Two definitions are never joined" in told.sentence


def test_only_evidence_speaks_for_what_has_no_number():
    assert progress_of(CLIMATE, seen()).standing is Standing.CANNOT_SAY
    assert progress_of(CLIMATE, seen(on=date(2024, 4, 1))).standing is Standing.MISSED
    assert progress_of(CLIMATE, seen(evidence=("Fleet is electric",))).sentence == (
        "A global leader on climate: 1 piece of evidence: Fleet is electric. The board judges."
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (13.5, "Smoking: 13.5 per cent on 2022-04-01: going the wrong way. It began at 13. The goal is 5 by 2030-04-01."),
        (12.0, "Smoking: 12 per cent on 2022-04-01: behind. 11.4 was expected by then. The goal is 5 by 2030-04-01."),
        (4.0, "Smoking: 4 per cent on 2022-04-01: reached. The goal is 5 by 2030-04-01."),
        (None, "Smoking: cannot say. Nothing has been measured yet."),
    ],
)
def test_the_sentence(value, sentence):
    assert progress_of(SMOKING_LEVEL, seen(value)).sentence == sentence


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (replace(SUICIDE, owner=" "), "nobody owns it."),
        (replace(SUICIDE, measure=""), "it names no measure."),
        (replace(CLIMATE, shown_by=()), "it names no evidence that would show it."),
        (replace(SUICIDE, baseline=None), "it has no baseline."),
        (replace(SUICIDE, target=replace(SUICIDE.target, amount=None)), "it says no amount."),
        (replace(SUICIDE, target=replace(SUICIDE.target, amount=10.0)), "its share is 10.0."),
        (replace(SUICIDE, target=replace(SUICIDE.target, by=BEGUN)), "its day is not after its baseline."),
        (replace(SMOKING_LEVEL, target=replace(SMOKING_LEVEL.target, amount=15.0)), "its goal is worse than its baseline."),
        (replace(MEDIAN, target=replace(MEDIAN.target, benchmark="")), "it does not say whom it is held against."),
    ],
)
def test_what_is_missing_is_told(one, what):
    assert [problem.what for problem in problems_of(one)] == [what]


SHAPES = st.sampled_from([Shape.LEVEL, Shape.RELATIVE, Shape.COMPOUNDING, Shape.GAP])


@given(SHAPES, st.floats(0.01, 0.9), st.floats(1, 1000), st.sampled_from(Better), st.dates(BEGUN, date(2031, 1, 1)))
def test_a_trajectory_begins_at_the_baseline_ends_at_the_goal_and_never_turns_back(shape, share, start, better, day):
    way = -1 if better is Better.LOWER else 1
    amount = start * (1 + way * share) if shape is Shape.LEVEL else share
    one = ambition(shape, amount, better=better, start=start, by=date(2030, 4, 1))
    goal = goal_of(one.target, one.baseline)
    at = [expected_on(one.target, one.baseline, when) for when in (BEGUN, day, date(2030, 4, 1), date(2040, 1, 1))]
    assert at[0] == pytest.approx(start)
    assert at[2] == at[3] == pytest.approx(goal)
    assert at[0] * way <= at[1] * way * (1 + 1e-12) + 1e-9
    assert at[1] * way <= at[2] * way + 1e-9


@given(st.integers(1, 8))
def test_whole_years_of_a_compounding_target_are_powers(years):
    target = ROUTINE_SMOKING.target
    when = date(2020 + years, 4, 1)
    assert expected_on(target, ROUTINE_SMOKING.baseline, when) == pytest.approx(20 * 0.9**years, rel=1e-3)
