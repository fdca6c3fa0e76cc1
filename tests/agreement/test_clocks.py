"""Clocks: days counted as the law counts them, notice that is due, call-in windows that differ by council."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.agreement.clocks import (
    CallIn,
    CallInRule,
    CallInState,
    DayKind,
    Notice,
    bank_holidays,
    call_in_state,
    clear_days_between,
    earliest_decision,
    earliest_event,
    is_working_day,
    latest_notice,
    notice_rules,
    problems_of_call_in,
    problems_of_notice,
    window_closes,
    working_day_after,
)

RULES = notice_rules()
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
ONE = timedelta(days=1)


def at(*moment):
    return datetime(*moment, tzinfo=ZoneInfo("Europe/London"))


MERTON = CallInRule(
    council="Merton", callers=3, working_days=3, closes_at=time(12), grounds_needed=False,
    source="Three councillors by noon on the third working day",
)  # fmt: skip
GLOUCESTERSHIRE = CallInRule(
    council="Gloucestershire", callers=5, working_days=5, closes_at=time(23, 59), grounds_needed=True,
    source="Five members by the end of the fifth working day after publication, with grounds",
)  # fmt: skip


def test_bank_holidays_of_england_with_those_that_came_once():
    assert {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)} <= bank_holidays(2022) | bank_holidays(2023)
    assert sum(day.weekday() < 5 for day in bank_holidays(2026)) == 8
    assert date(2026, 12, 28) in bank_holidays(2026), "26 December 2026 is a Saturday: the Monday stands in for it"
    assert date(2026, 3, 17) not in bank_holidays(2026), "Saint Patrick's day is Northern Ireland's"


def test_clear_days_leave_out_both_ends():
    assert clear_days_between(date(2026, 3, 2), date(2026, 3, 31)) == 28
    assert earliest_event(date(2026, 3, 2), 28, DayKind.CLEAR_DAYS) == date(2026, 3, 31)
    assert clear_days_between(date(2026, 3, 2), date(2026, 3, 3)) == clear_days_between(date(2026, 3, 2), date(2026, 3, 2)) == 0


def test_christmas_and_new_year_are_no_working_days():
    assert working_day_after(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert working_day_after(date(2026, 12, 24), 4) == date(2027, 1, 4)
    assert clear_days_between(date(2026, 12, 24), date(2027, 1, 4), working=True) == 3


@given(DAYS, st.integers(0, 40), st.sampled_from(DayKind))
def test_the_earliest_event_is_the_first_that_keeps_the_notice(notice, days, kind):
    def enough(event):
        between = [notice + n * ONE for n in range(1, (event - notice).days)]
        upto = [*between, event] if event > notice else between
        return {
            DayKind.DAYS: event >= notice + days * ONE,
            DayKind.CLEAR_DAYS: len(between) >= days and event > notice,
            DayKind.WORKING_DAYS: sum(map(is_working_day, upto)) >= days,
            DayKind.CLEAR_WORKING_DAYS: sum(map(is_working_day, between)) >= days and event > notice,
        }[kind]

    event = earliest_event(notice, days, kind)
    assert enough(event)
    assert event == notice or not enough(event - ONE)


@given(DAYS, st.integers(0, 40), st.sampled_from(DayKind))
def test_the_latest_notice_is_the_last_that_is_early_enough(event, days, kind):
    notice = latest_notice(event, days, kind)
    assert earliest_event(notice, days, kind) <= event
    assert earliest_event(notice + ONE, days, kind) > event


def test_a_key_decision_waits_28_clear_days():
    notice = Notice(rule="key-decision", published=date(2026, 3, 2))
    assert earliest_decision(notice, RULES) == date(2026, 3, 31)
    assert problems_of_notice("key-decision", notice, date(2026, 3, 31), RULES) == []
    (problem,) = problems_of_notice("key-decision", notice, date(2026, 3, 30), RULES)
    assert problem.what == "it was published on 2026-03-02, so only 27 clear days lie before 2026-03-30."
    assert problem.fix == "Decide on 2026-03-31 or later."


def test_no_notice_names_the_last_day_for_it():
    (problem,) = problems_of_notice("key-decision", None, date(2026, 3, 31), RULES)
    assert "by 2026-03-02 for a decision on 2026-03-31" in problem.fix


@pytest.mark.parametrize(("met", "decided", "count"), [(True, 8, 0), (True, 7, 1), (False, 8, 1), (False, 7, 2)])
def test_a_general_exception_needs_5_clear_days_and_its_duties(met, decided, count):
    notice = Notice(rule="general-exception", published=date(2026, 3, 2), met=met)
    assert len(problems_of_notice("key-decision", notice, date(2026, 3, decided), RULES)) == count


def test_special_urgency_needs_no_days_but_scrutinys_word():
    at_once = date(2026, 3, 2)
    assert problems_of_notice("key-decision", Notice(rule="special-urgency", published=at_once, met=True), at_once, RULES) == []
    (problem,) = problems_of_notice("key-decision", Notice(rule="special-urgency", published=at_once), at_once, RULES)
    assert "chair of scrutiny agrees" in problem.fix


def test_a_notice_of_another_kind_does_not_count():
    (problem,) = problems_of_notice("private-meeting", Notice(rule="key-decision", published=date(2026, 1, 1)), date(2026, 3, 31), RULES)
    assert "another" in problem.what


def test_call_in_windows_differ_by_council():
    thursday = at(2026, 4, 2, 16, 0)  # the Thursday before Easter
    assert window_closes(thursday, MERTON) == at(2026, 4, 9, 12, 0)
    assert window_closes(thursday, GLOUCESTERSHIRE) == at(2026, 4, 13, 23, 59)


@pytest.mark.parametrize(
    ("rule", "asked", "problems"),
    [
        (MERTON, CallIn(callers=3, at=at(2026, 4, 9, 12, 0)), 0),
        (MERTON, CallIn(callers=3, at=at(2026, 4, 9, 12, 1)), 1),
        (MERTON, CallIn(callers=2, at=at(2026, 4, 9, 12, 1)), 2),
        (GLOUCESTERSHIRE, CallIn(callers=5, at=at(2026, 4, 9), grounds="No other site was looked at"), 0),
        (GLOUCESTERSHIRE, CallIn(callers=5, at=at(2026, 4, 9), grounds="  "), 1),
        (GLOUCESTERSHIRE, CallIn(callers=5, at=at(2026, 4, 1), grounds="Too early"), 1),
    ],
)
def test_which_call_in_counts(rule, asked, problems):
    assert len(problems_of_call_in(asked, at(2026, 4, 2, 16, 0), rule)) == problems


def test_a_decision_is_frozen_while_call_in_is_open():
    published = at(2026, 4, 2, 16, 0)
    good = CallIn(callers=3, at=at(2026, 4, 8, 9, 0))

    def state(now, *asked, urgent=False):
        return call_in_state(published, MERTON, asked, now=now, urgent=urgent)

    assert state(at(2026, 4, 9, 12, 0)) is CallInState.OPEN
    assert state(at(2026, 4, 9, 12, 1)) is CallInState.FREE
    assert state(at(2026, 4, 8, 8, 59), good) is CallInState.OPEN
    assert state(at(2026, 4, 8, 9, 0), good) is CallInState.CALLED_IN
    assert state(at(2026, 5, 8), good) is CallInState.CALLED_IN, "the window closes, the call-in does not go away"
    assert state(at(2026, 4, 3), urgent=True) is CallInState.EXEMPT
