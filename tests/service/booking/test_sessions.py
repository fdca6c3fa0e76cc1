"""Sessions of a week become slots: wholly inside, by the clock of England, none twice, and a letter for all that is wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.records.booking.making import PRACTICES
from wholeplace.service.booking.sessions import ENGLAND, FILE, Session, Weekday, read_sessions, slots_between
from wholeplace.terms import DataProblem

MORNING = Session(practice="Z90001", title="Same day", days=(Weekday.MONDAY,), begins=time(8, 30), ends=time(9, 15), minutes=20)
MONDAY = date(2026, 11, 23)
CLOCKS_GO_FORWARD = date(2026, 3, 29)


def starts(session: Session, first: date = MONDAY, days: int = 7) -> list[str]:
    return [one.start.isoformat() for one in slots_between(session, first, first + timedelta(days=days))]


def test_a_slot_lies_wholly_inside_its_session() -> None:
    assert starts(MORNING) == ["2026-11-23T08:30:00+00:00", "2026-11-23T08:50:00+00:00"]


def test_in_summer_the_clock_is_an_hour_ahead() -> None:
    assert starts(MORNING, date(2026, 7, 6)) == ["2026-07-06T07:30:00+00:00", "2026-07-06T07:50:00+00:00"]


def test_the_night_on_which_clocks_go_forward_has_no_slots_in_the_hour_that_is_not_there() -> None:
    night = replace(MORNING, days=(Weekday.SUNDAY,), begins=time(0, 0), ends=time(3, 0), minutes=30)
    hours = ("00:00", "00:30", "01:00", "01:30")  # 02:00 by the clock is 01:00 in UTC
    assert starts(night, date(2026, 3, 29), 1) == [f"2026-03-29T{hour}:00+00:00" for hour in hours]


def test_the_night_on_which_clocks_go_back_holds_the_hour_that_comes_twice_once() -> None:
    night = replace(MORNING, days=(Weekday.SUNDAY,), begins=time(0, 30), ends=time(2, 30), minutes=30)
    told = starts(night, date(2026, 10, 25), 1)
    assert len(told) == len(set(told))
    assert told[0] == "2026-10-24T23:30:00+00:00"


def test_days_on_which_it_is_not_held_have_none() -> None:
    every_day = replace(MORNING, days=tuple(Weekday))
    assert len(starts(every_day)) == 14
    assert len(starts(replace(every_day, not_on=(MONDAY,)))) == 12
    assert len(starts(replace(every_day, since=date(2026, 11, 25), until=date(2026, 11, 27)))) == 4


def test_an_embargo_is_so_many_hours_before_each_slot() -> None:
    first = next(slots_between(replace(MORNING, hours_before=24), MONDAY, date(2026, 11, 24)))
    assert first.released_from == datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@given(
    begins=st.times(max_value=time(20)), length=st.integers(1, 180), hours=st.integers(1, 4),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 1)), days=st.sets(st.sampled_from(Weekday), min_size=1),
)  # fmt: skip
def test_whatever_the_session_its_slots_are_of_its_length_inside_it_and_never_overlap(
    begins: time, length: int, hours: int, first: date, days: set[Weekday]
) -> None:
    begins = begins.replace(second=0, microsecond=0)
    ends = (datetime.combine(first, begins) + timedelta(hours=min(hours, 23 - begins.hour))).time()
    session = replace(MORNING, days=tuple(days), begins=begins, ends=ends, minutes=length)
    made = list(slots_between(session, first, first + timedelta(days=9)))
    for one in made:
        wall = one.start.astimezone(ENGLAND)
        assert one.end - one.start == timedelta(minutes=length)
        assert begins <= wall.time()
        assert one.end.astimezone(ENGLAND).time() <= ends or wall.date() == CLOCKS_GO_FORWARD
        assert list(Weekday)[wall.weekday()] in days
    assert all(before.end <= after.start for before, after in pairwise(made))
    assert len({one.local_id for one in made}) == len(made)


def letter(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / FILE).parent.mkdir(exist_ok=True)
    (tmp_path / FILE).write_text(text)
    with pytest.raises(DataProblem) as told:
        read_sessions(tmp_path, PRACTICES)
    return [problem.what for problem in told.value.problems]


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(
        '[[session]]\npractice = "Z90001"\ntitle = "Same day"\ndays = ["Monday"]\nbegins = 08:30:00\nends = 09:15:00\nminutes = 20\n'
    )
    assert read_sessions(tmp_path, PRACTICES) == (MORNING,)


def test_a_place_without_the_file_has_none(tmp_path: Path) -> None:
    assert read_sessions(tmp_path, PRACTICES) == ()


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    wrong = letter(
        tmp_path,
        '[[session]]\npractice = "Z9OOO1"\ntitle = "A"\ndays = []\nbegins = 09:00:00\nends = 09:05:00\nhours_before = -1\n'
        '[[session]]\npractice = "Z90001"\ntitle = "B"\ndays = ["Monday"]\nbegin = 09:00:00\nends = 10:00:00\n'
        '[[session]]\npractice = "Z90001"\ntitle = "C"\ndays = ["Mon"]\nbegins = 09:00:00\nends = 10:00:00\n[sesion]\n',
    )
    assert len(wrong) == 7
    assert any("no slot of 10 minutes fits" in what for what in wrong)
    assert '"begin" is not known here.' in wrong


def test_one_list_is_in_one_place_at_a_time(tmp_path: Path) -> None:
    one = '[[session]]\npractice = "Z90001"\ntitle = "A"\ndays = ["Monday"]\nbegins = 09:00:00\nends = 10:00:00\n'
    assert letter(tmp_path, one + one.replace("ends = 10", "ends = 11")) == ['two sessions "A" of Z90001 are held at the same time.']
    (tmp_path / FILE).write_text(one + "until = 2026-12-01\n" + one + "since = 2026-12-01\n")
    assert len(read_sessions(tmp_path, PRACTICES)) == 2
