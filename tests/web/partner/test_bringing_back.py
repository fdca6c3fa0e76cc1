"""What the front door did comes back as feeds: received without a fault, of the right people, once, and swapped in whole."""

import csv
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.service.records.booking.making import NINE, NOW, PRACTICES, act, slot, wanted
from tests.service.referral.test_records import LINK, step
from tests.service.referral.test_records import act as referral_act
from tests.service.referral.test_records import wanted as referral_wanted
from wholeplace.feeds import receive
from wholeplace.place import read_place
from wholeplace.service.booking import AppointmentStatus, Asker
from wholeplace.web import bring_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def front_door(partnership: Path) -> Path:
    (partnership / "place.toml").write_text((partnership / "place.toml").read_text().replace('"agreement"', '"agreement", "front-door"'))
    (partnership / "records").mkdir()
    (partnership / "records" / "records.sqlite3").touch()  # a door was opened here; what it kept stands in the tests' own database
    return partnership


def person(number: int) -> str:
    from wholeplace.service.records.persons.finding import Told, find_or_make

    known_by = "9990000018" if number == 1 else ""
    told = Told(
        given_name="Testa", family_name=f"Mockford{number}", birth_date=date(1980, 2, number), nhs_number=known_by, postcode="QX1 1AA",
        registered_at="Z90001",
    )  # fmt: skip
    found = find_or_make(act("person made"), told).person
    assert found is not None
    return found.reference


def booked(number: int, **more: Any) -> Any:
    from wholeplace.service.records.booking.booking import book

    fields = {"person": person(number), **more}
    return book(wanted(slot(start=NINE + timedelta(hours=number), kept_for="111" if number == 1 else ""), **fields), PRACTICES, act())


def rows_of(folder: Path, contract: str) -> list[dict[str, str]]:
    with (folder / "feeds" / f"front_door_{contract}" / f"{contract}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_bookings_and_referrals_are_received_like_any_partner_s(front_door: Path) -> None:
    from wholeplace.service.records.booking.booking import came, cancel
    from wholeplace.service.records.referral import doing
    from wholeplace.service.referral import Event

    first = booked(1)
    came(first.reference, 1, status=AppointmentStatus.CAME, act=act("came", at=NOW + timedelta(days=1)))
    cancel(booked(2).reference, 1, reason="Ill", by="Z90001", act=act("cancelled"))
    booked(3, asker=Asker(code="", type="resident"), registered_at="Z90001")
    step(doing.refer(referral_wanted(), referral_act()), Event.ACCEPT, LINK, days=1)

    brought = bring_back(front_door, clock=lambda: NOW + timedelta(days=40))
    assert brought is not None
    assert brought.rows == {"bookings": 3, "referrals": 1}
    told = {(row["SLOT_KIND"], row["BOOKED_BY"], row["STATE"]) for row in rows_of(front_door, "bookings")}
    assert told == {("111", "111", "attended"), ("routine", "111", "cancelled by provider"), ("routine", "resident", "booked")}

    receipts = {receipt.feed: receipt for receipt in receive(read_place(front_door))}
    bookings, referrals = receipts["front_door_bookings"], receipts["front_door_referrals"]
    assert (bookings.rows_in, bookings.accepted, bookings.quarantined) == (3, 3, 0)
    assert (referrals.rows_in, referrals.accepted, referrals.quarantined) == (1, 1, 0)
    assert [(fault.column, fault.rows) for fault in bookings.faults if fault.rows] == []
    assert (bookings.covers_from, bookings.covers_to) == (date(2026, 11, 1), (NOW + timedelta(days=40)).date())


def test_the_files_are_closed_and_written_anew_without_doubling(front_door: Path) -> None:
    booked(1)
    for _ in range(2):
        bring_back(front_door, clock=lambda: NOW)
    assert len(rows_of(front_door, "bookings")) == 1
    path = front_door / "feeds" / "front_door_bookings" / "bookings.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not (front_door / "feeds" / "front_door_referrals").exists(), "no rows, no feed"


def test_a_place_whose_front_door_is_shut_writes_nothing(partnership: Path) -> None:
    assert bring_back(partnership, clock=lambda: NOW) is None
    assert not (partnership / "feeds" / "front_door_bookings").exists()
