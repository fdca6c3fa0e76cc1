"""Bookings and referrals as journeys: how long people waited, what came after, how it ended."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.people.given import journeys_of

DAY = date(2025, 3, 1)
NINE = time(9)


def booking(**more: Any) -> dict[str, Any]:
    asked = {"person": 1, "provider": "P1", "booking_ref": "B1", "slot_kind": "111", "booked_by": "111", "state": "attended"}
    return {**asked, "booked": DAY, "starts": DAY + timedelta(days=1), **more}


def visit(day: date, **more: Any) -> dict[str, Any]:
    return {"person": 1, "provider": "H1", "arrived_at": datetime.combine(day, NINE), "attendance_category": "1", **more}


def referral(**more: Any) -> dict[str, Any]:
    made = {"person": 1, "provider": "V1", "referral_ref": "R1", "referred_by": "gp", "referred": DAY}
    return {**made, **more}


@pytest.mark.parametrize(
    ("visits", "after"),
    [
        ([], None),
        ([visit(DAY)], None),  # before the appointment, and after it was booked
        ([visit(DAY + timedelta(days=1))], 0),
        ([visit(DAY + timedelta(days=9)), visit(DAY + timedelta(days=4))], 3),
        ([visit(DAY + timedelta(days=4), person=2)], None),
        ([visit(DAY + timedelta(days=4), attendance_category="4")], None),  # planned
    ],
)
def test_the_next_unplanned_visit_after_an_appointment(visits: list[dict[str, Any]], after: int | None) -> None:
    assert journeys_of(bookings=[booking()], emergency_care=visits).only("bookings")["emergency_after_days"] == after


def test_visits_of_one_appointment_are_found_as_one_would_find_them_by_hand() -> None:
    """Many appointments and visits of a few people: the slow way is to look at every pair."""
    days = [(person, DAY + timedelta(days=(person * 7 + n * n * 3) % 60)) for person in (1, 2, 3) for n in range(8)]
    bookings = [booking(person=p, booking_ref=f"B{n}", starts=day) for n, (p, day) in enumerate(days[::2])]
    visits = [visit(day, person=p) for p, day in days[1::2]]
    rows = journeys_of(bookings=bookings, emergency_care=visits)["bookings"].sort("booking_id")
    slow = [
        min(((day - one["starts"]).days for p, day in days[1::2] if p == one["person"] and day >= one["starts"]), default=None)
        for one in bookings
    ]
    assert sorted(rows["emergency_after_days"].to_list(), key=str) == sorted(slow, key=str)


def test_waits_are_counted_in_whole_days_and_never_backwards() -> None:
    given = journeys_of(
        bookings=[booking()], referrals=[referral(first_seen=DAY + timedelta(days=20), ended=DAY + timedelta(days=30), outcome="helped")]
    )
    assert given.only("bookings")["waited_days"] == 1
    assert (given.only("referrals")["waited_days"], given.only("referrals")["outcome"]) == (20, "helped")
    assert journeys_of(bookings=[booking(starts=DAY - timedelta(days=1))]).only("bookings")["waited_days"] is None


def test_what_has_no_day_or_was_a_mistake_is_counted_and_left_out() -> None:
    given = journeys_of(bookings=[booking(booked=None)], referrals=[referral(outcome="entered in error"), referral(referred=None)])
    assert (len(given["bookings"]), len(given["referrals"])) == (0, 0)
    fell = given.fell_out
    assert (fell["bookings without a day"], fell["referrals without a day"], fell["referrals entered in error"]) == (1, 1, 1)
