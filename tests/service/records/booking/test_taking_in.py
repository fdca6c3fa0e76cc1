"""Slots handed over again: only what differs is changed, and nothing that somebody booked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.service.records.booking.making import NINE, PRACTICES, act, wanted
from wholeplace.ledger.records.models import LogEntry
from wholeplace.service.booking.importing import SlotGiven
from wholeplace.service.records.booking.booking import book
from wholeplace.service.records.booking.models import Slot
from wholeplace.service.records.booking.taking_in import TakenIn, take_in

pytestmark = pytest.mark.django_db
FIRST = SlotGiven(organisation="Z90001", local_id="a", start=NINE, end=NINE + timedelta(minutes=10), bookable=True)
SECOND = replace(FIRST, local_id="b", start=NINE + timedelta(minutes=10), end=NINE + timedelta(minutes=20))


def test_the_same_file_again_changes_nothing() -> None:
    assert take_in([FIRST, SECOND], act("taken in")) == TakenIn(new=2)
    entries = LogEntry.objects.count()
    assert take_in([FIRST, SECOND], act("taken in")) == TakenIn(same=2)
    assert LogEntry.objects.count() == entries == 1


def test_what_differs_is_changed_and_release_stays_the_practices_own() -> None:
    take_in([FIRST, SECOND], act("taken in"))
    assert take_in([replace(FIRST, kind="Nurse", bookable=False), SECOND], act("taken in")) == TakenIn(changed=1, same=1)
    row = Slot.objects.get(local_id="a")
    assert (row.kind, row.bookable, row.version) == ("Nurse", True, 2)
    assert take_in([replace(FIRST, kind="Nurse", free=False)], act("taken in")) == TakenIn(changed=1)
    assert Slot.objects.get(local_id="a").status == "busy-unavailable"


def test_a_booked_slot_stays_as_it_is() -> None:
    take_in([FIRST], act("taken in"))
    book(wanted(Slot.objects.get()), PRACTICES, act())
    assert take_in([replace(FIRST, start=NINE + timedelta(minutes=5), free=False)], act("taken in")) == TakenIn(booked=1)
    assert Slot.objects.get().start == NINE


def test_each_practice_has_slots_and_ids_of_its_own() -> None:
    assert take_in([FIRST, replace(FIRST, organisation="Z90002")], act("taken in")) == TakenIn(new=2)
