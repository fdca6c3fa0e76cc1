"""What is overdue and for whom: the clocks as data, day by day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.referral import (
    ENDED,
    RESIDENT,
    Case,
    Life,
    Outcome,
    State,
    Trouble,
    Urgency,
    attention_of,
    check_referral_files,
    overdue,
    read_clocks,
)
from wholeplace.service.referral.clocks import OWN
from wholeplace.terms import DataProblem

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CLOCKS = read_clocks()
LIVE = [state for state in State if state not in ENDED]


def case(state: State, *, chain: tuple[str, ...] = ("GP", "LINK"), urgency: Urgency = Urgency.ROUTINE, touched: datetime = NOON) -> Case:
    outcome = Outcome(kind="goals met", words="x") if state in ENDED else None
    return Case(reference="r-1", life=Life(state=state, chain=chain, since=NOON, outcome=outcome), urgency=urgency, touched=touched)


@pytest.mark.parametrize("state", LIVE, ids=lambda one: one.value)
def test_each_state_is_late_from_the_end_of_its_days_and_not_a_minute_before(state: State) -> None:
    end = NOON + timedelta(days=CLOCKS[state].days + 1)
    before, then = (attention_of(case(state), CLOCKS, at) for at in (end - timedelta(minutes=1), end))
    assert before is None or before.days_late == 0
    assert then is not None
    assert (then.days_late, then.owed_by, then.due) == (1, "LINK", end)


@pytest.mark.parametrize("state", LIVE, ids=lambda one: one.value)
def test_what_is_urgent_is_late_no_later(state: State) -> None:
    assert CLOCKS[state].due(NOON, Urgency.URGENT) <= CLOCKS[state].due(NOON, Urgency.ROUTINE)


@pytest.mark.parametrize("state", sorted(ENDED), ids=lambda one: one.value)
def test_what_has_ended_owes_nobody_anything(state: State) -> None:
    assert attention_of(case(state), CLOCKS, NOON + timedelta(days=9999)) is None


@pytest.mark.parametrize(
    ("state", "chain", "trouble"),
    [
        (State.DECLINED, ("GP",), Trouble.DECLINED),
        (State.RETURNED, ("GP",), Trouble.HANDED_BACK),
        (State.DECLINED, (RESIDENT,), Trouble.NOBODY),
        (State.RETURNED, (RESIDENT,), Trouble.NOBODY),
    ],
)
def test_what_fell_between_two_surfaces_at_once(state: State, chain: tuple[str, ...], trouble: Trouble) -> None:
    found = attention_of(case(state, chain=chain), CLOCKS, NOON)
    assert found is not None
    assert (found.trouble, found.days_late) == (trouble, 0)


def test_somebody_who_comes_each_week_is_not_late_however_long_it_goes_on() -> None:
    now = NOON + timedelta(days=400)
    assert attention_of(case(State.IN_PROGRESS, touched=now - timedelta(days=7)), CLOCKS, now) is None
    assert attention_of(case(State.ACCEPTED, touched=now - timedelta(days=7)), CLOCKS, now) is not None


@given(st.lists(st.tuples(st.sampled_from(list(State)), st.integers(0, 200)), max_size=20), st.integers(0, 300))
def test_the_latest_comes_first_and_none_is_lost(given_: list[tuple[State, int]], days: int) -> None:
    now = NOON + timedelta(days=days)
    cases = []
    for number, (state, ago) in enumerate(given_):
        one = case(state)
        cases.append(replace(one, reference=f"r-{number}", life=replace(one.life, since=NOON + timedelta(days=ago)), touched=NOON))
    found = overdue(cases, CLOCKS, now)
    assert [one.days_late for one in found] == sorted((one.days_late for one in found), reverse=True)
    assert {one.reference for one in found} == {one.reference for one in cases if attention_of(one, CLOCKS, now)}


def test_a_place_may_have_its_own_and_a_state_without_one_is_told(tmp_path: Path) -> None:
    assert check_referral_files(tmp_path) == ()
    (tmp_path / OWN).parent.mkdir()
    (tmp_path / OWN).write_text('[[clock]]\nstate = "sent"\ndays = 1\nurgent_days = 0\nmust = "answer"\nsource = "our board, 2026"\n')
    with pytest.raises(DataProblem) as told:
        read_clocks(tmp_path)
    assert {problem.where for problem in told.value.problems} == {state.value for state in LIVE} - {"sent"}
    assert len(check_referral_files(tmp_path)) == len(LIVE) - 1


@pytest.mark.parametrize("change", ["days = -1", 'days = "two"', 'must = ""', "extra = 1\ndays = 1"])
def test_a_clock_that_makes_no_sense_is_told(tmp_path: Path, change: str) -> None:
    from wholeplace.service.referral import clocks

    text = Path(clocks.__file__).with_name("clocks.toml").read_text()
    name = change.split(" =")[0] if not change.startswith("extra") else "days"
    first = next(line for line in text.splitlines() if line.startswith(f"{name} ="))
    (tmp_path / OWN).parent.mkdir()
    (tmp_path / OWN).write_text(text.replace(first, change, 1))
    with pytest.raises(DataProblem, match="not whole"):
        read_clocks(tmp_path)
