"""Attendances, contacts, voluntary support: one row in, one row out, and what is derived from it."""

from datetime import date, datetime

import pytest

from tests.people.given import journeys_of

DAY = date(2025, 3, 1)


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2025-03-01T{time}")


NOON = at("12:00:30")


@pytest.mark.parametrize(
    ("left", "minutes"),
    [(at("16:00:59"), 240), (at("16:01:00"), 241), (at("11:00:00"), None), (None, None)],
)
def test_minutes_from_arrival_to_departure(left: datetime | None, minutes: int | None) -> None:
    assert journeys_of(emergency_care=[{"arrived_at": NOON, "departed_at": left}]).only("attendances")["minutes"] == minutes


def test_an_attendance_in_the_words_of_the_journey() -> None:
    row = {"arrived_at": NOON, "department_type": "01", "attendance_category": "4", "disposal": "306706006", "provider": "RXA"}
    found = journeys_of(emergency_care=[row]).only("attendances")
    assert (found["arrived"], found["department_type"], found["planned"], found["admitted"]) == (DAY, "1", True, True)


@pytest.mark.parametrize(("time", "hour"), [("00:00:00", 0), ("12:00:30", 12), ("23:59:59", 23)])
def test_the_hour_of_arrival(time: str, hour: int) -> None:
    assert journeys_of(emergency_care=[{"arrived_at": at(time)}]).only("attendances")["arrived_hour"] == hour


def test_an_attendance_without_codes_is_neither_planned_nor_admitted() -> None:
    found = journeys_of(emergency_care=[{"arrived_at": NOON}]).only("attendances")
    assert (found["planned"], found["admitted"], found["department_type"]) == (False, False, None)


def test_what_cannot_be_placed_in_time_is_counted() -> None:
    found = journeys_of(emergency_care=[{}], contacts=[{}, {}], episodes=[{}], voluntary_activity=[{"started": DAY}])
    assert found.fell_out | {
        "attendances without an arrival": 1, "contacts without a day": 2, "episodes without a date": 1, "support that goes on": 1,
    } == found.fell_out  # fmt: skip


def referral(day: int, **more: object) -> dict:
    return {"person": 1, "provider": "P", "referral_ref": "R", "referred": DAY, "happened": date(2025, 3, day), "attended": True, **more}


def test_the_first_attended_contact_of_a_referral() -> None:
    rows = [referral(5, attended=False), referral(12), referral(20)]
    found = journeys_of(contacts=rows)["contacts"]
    assert found["first_of_referral"].to_list() == [False, True, False]
    assert found["waited_days"].to_list() == [4, 11, 19]


def test_each_referral_has_its_own_first_contact() -> None:
    rows = [referral(5), referral(6, referral_ref="S"), referral(7, provider="Q"), referral(8, person=2)]
    assert journeys_of(contacts=rows)["contacts"]["first_of_referral"].to_list() == [True] * 4


def test_without_a_referral_there_is_no_first_contact() -> None:
    found = journeys_of(contacts=[referral(5, referral_ref=None, referred=None)]).only("contacts")
    assert (found["first_of_referral"], found["waited_days"]) == (False, None)


def test_a_referral_without_a_number_is_one_day_of_one_team() -> None:
    rows = [referral(5, referral_ref=None), referral(6, referral_ref=None), referral(7, referral_ref=None, team="T")]
    assert journeys_of(contacts=rows)["contacts"]["first_of_referral"].to_list() == [True, False, True]


def test_support_keeps_both_scores() -> None:
    row = {"started": DAY, "ended": date(2025, 6, 1), "organisation": "O", "loneliness_before": 8, "loneliness_after": 5}
    found = journeys_of(voluntary_activity=[row]).only("support")
    assert (found["loneliness_before"], found["loneliness_after"], found["person_key"]) == (8, 5, None)
