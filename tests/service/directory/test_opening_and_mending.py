"""Days and times in words and back; what a group mends changes that and nothing else; how old a confirmation is."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.directory.invented import costs, listing, listings, place, weekly
from wholeplace.service.directory.costs import cost_of
from wholeplace.service.directory.freshness import Age, age_of, ago, remind_on, spans_of
from wholeplace.service.directory.mending import changes_from, read_when, short_of
from wholeplace.service.directory.opening import DAYS, Session, in_words, sessions_of
from wholeplace.service.directory.shapes import Listing, Schedule
from wholeplace.terms import DataProblem, Money

TODAY = date(2026, 11, 22)
SPANS = spans_of(Path("nowhere"))
clocks = st.times(min_value=time(5), max_value=time(22, 59)).map(lambda at: at.replace(second=0, microsecond=0))
sessions = st.builds(
    lambda days, opens, closes: Session(days=tuple(day for day in DAYS if day in days), opens=opens, closes=closes),
    st.sets(st.sampled_from(DAYS), min_size=1),
    clocks,
    clocks,
)


@given(sessions)
def test_what_is_said_of_a_weekly_session_is_understood_again(session: Session):
    read = read_when(in_words([session]))
    assert read is not None
    assert sessions_of([Schedule(id="x", **read)], TODAY) == (session,)


@pytest.mark.parametrize(
    ("line", "days", "opens", "closes"),
    [
        ("Tuesdays 2pm to 4pm", "TU", "14:00:00", "16:00:00"),
        ("tue 2-4pm", "TU", "14:00:00", "16:00:00"),
        ("Monday to Friday, 9am to 5.30pm", "MO,TU,WE,TH,FR", "09:00:00", "17:30:00"),
        ("Every day", "MO,TU,WE,TH,FR,SA,SU", "", ""),
        ("Sat & Sun 10:00-12 noon", "SA,SU", "10:00:00", "12:00:00"),
        ("Fri to Mon", "MO,FR,SA,SU", "", ""),
        ("Every Wednesday from 19:00 until 21:00.", "WE", "19:00:00", "21:00:00"),
        ("Thurs 12pm to 1pm", "TH", "12:00:00", "13:00:00"),
        ("Mondays, Wednesdays and Fridays 7am to 8am", "MO,WE,FR", "07:00:00", "08:00:00"),
        ("Mon 12am to 1am", "MO", "00:00:00", "01:00:00"),
    ],
)
def test_days_and_times_as_people_write_them(line: str, days: str, opens: str, closes: str):
    read = read_when(line)
    assert read is not None
    assert (read["byday"], read.get("opens_at", ""), read.get("closes_at", "")) == (days, opens, closes)


@pytest.mark.parametrize(
    "line", ["", "sometimes", "Tuesday 2pm", "Tuesday 25:00 to 26:00", "2pm to 4pm", "first Monday 2pm to 4pm", "Monday to", "Tuesdy"]
)
def test_what_is_not_clear_is_not_guessed(line: str):
    assert read_when(line) is None


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (weekly("MO,TU,WE,TH,FR", "09:00", "17:00"), "Monday to Friday 9am to 5pm"),
        (weekly("MO,WE", "10:30", ""), "Mondays and Wednesdays from 10.30am"),
        (weekly("SA,SU"), "Saturdays and Sundays"),
        (weekly(",".join(DAYS), "", "00:00"), "Every day until midnight"),
        (Schedule(id="x", freq="MONTHLY", byday="1MO", opens_at="12:00", closes_at="14:00"), "First Monday of the month 12 noon to 2pm"),
        (Schedule(id="x", freq="MONTHLY", byday="-1FR"), "Last Friday of the month"),
        (Schedule(id="x", freq="WEEKLY", byday="MO", interval=Decimal(2)), "Every second Monday"),
        (Schedule(id="x", freq="MONTHLY", byday="MO"), "Some Mondays"),
        (Schedule(id="x", description="By arrangement"), ""),
        (weekly("XX"), ""),
        (weekly("MO", "nonsense", "25:00"), "Mondays"),
        (weekly("MO", until="2026-11-21"), ""),
        (weekly("MO", until="2026-11-22"), "Mondays"),
    ],
)
def test_schedules_in_words(schedule: Schedule, words: str):
    assert in_words(sessions_of([schedule], TODAY)) == words


@given(listings())
def test_a_form_that_comes_back_as_it_was_shown_changes_nothing(one: Listing):
    assert changes_from(one, short_of(one, TODAY), TODAY) == {}


@given(listings(), listings())
def test_what_was_typed_is_what_the_form_shows_next(one: Listing, other: Listing):
    typed = {**short_of(other, TODAY), "closed_for_now": False}
    if not one.service_at_locations or typed["cost"] is None:
        typed = {name: value for name, value in typed.items() if name not in ("access", "cost")}
    typed["when"] = tuple(dict.fromkeys(typed["when"]))
    after = msgspec.structs.replace(one, **changes_from(one, typed, TODAY))
    shown = short_of(after, TODAY)
    assert {name: shown[name] for name in typed} == typed
    assert after.id == one.id


def test_a_monthly_meeting_stays_when_the_weekly_lines_change():
    monthly = Schedule(id="m", freq="MONTHLY", byday="1MO")
    one = listing(schedules=(weekly("TU"), monthly))
    after = changes_from(one, {"when": ("Fridays",)}, TODAY)["schedules"]
    assert [schedule.byday for schedule in after] == ["FR", "1MO"]


def test_lines_that_are_not_understood_are_all_named():
    with pytest.raises(DataProblem) as wrong:
        changes_from(listing(), {"when": ("now", "Mondays", "then")}, TODAY)
    assert [each.what for each in wrong.value.problems] == ['"now" is not understood.', '"then" is not understood.']


def test_taking_step_free_away_takes_the_note_that_says_so():
    one = listing(service_at_locations=(place(access=("A ramp at the side", "Hearing loop")),))
    after = changes_from(one, {"access": ("hearing loop",)}, TODAY)["service_at_locations"][0].location.accessibility
    assert [note.description for note in after] == ["Hearing loop"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, ""),
        ({"cost_options": costs("0")}, "Free"),
        ({"cost_options": costs("3.50")}, "£3.50"),
        ({"cost_options": costs("2", "5")}, "From £2"),
        ({"cost_options": costs("0", "5")}, "Free for some"),
        ({"fees": "Free of charge"}, "Free"),
        ({"fees": "Free for under 5s"}, ""),
        ({"fees": "Not free"}, ""),
        ({"fees": "Donations welcome"}, "Free"),
        ({"fees": "Free", "cost_options": costs("4")}, "Free for some"),
    ],
)
def test_costs_in_words(more: dict, words: str):
    assert cost_of(listing(**more), TODAY).words == words
    assert (cost_of(listing(**more), TODAY).least == Money(0)) is words.startswith("Free")


@given(st.integers(-10, 1_000))
def test_a_confirmation_ages_from_fresh_to_due_to_stale_and_never_back(days: int):
    one = listing(assured_date=(TODAY - timedelta(days)).isoformat())
    order = [Age.FRESH, Age.DUE, Age.STALE]
    expected = Age.STALE if days < 0 or days >= 365 else Age.DUE if days >= 180 else Age.FRESH
    assert age_of(one, SPANS, TODAY) is expected
    if days >= 0:
        assert order.index(age_of(one, SPANS, TODAY + timedelta(1))) >= order.index(expected)
    asked = remind_on(one, SPANS)
    assert asked is not None
    assert (asked <= TODAY) is (days >= 166)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (59, "8 weeks ago"),
        (60, "2 months ago"),
        (364, "12 months ago"),
        (365, "1 year ago"),
    ],
)
def test_ago(days: int, words: str):
    assert ago(days) == words
