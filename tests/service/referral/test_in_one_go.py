"""111 books and refers in one go: both, or neither."""

from datetime import timedelta

import pytest

from tests.service.records.booking.making import PRACTICES
from tests.service.records.booking.making import slot as slot_at
from tests.service.referral.test_records import NOON, act, step, wanted
from wholeplace.ledger.records.models import LogEntry
from wholeplace.service.booking import URGENT_CARE, Asker, SlotGone
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.booking import BookingWanted
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.events.once import Duplicate, Once
from wholeplace.service.records.referral.doing import Wanted
from wholeplace.service.records.referral.in_one_go import book_and_refer
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.referral import Event, Source
from wholeplace.terms import DataProblem

pytestmark = pytest.mark.django_db

HERE = "Z90001"
ONCE = Once(sender="111", request="r", correlation="c", digest="d")


def slot() -> models.Slot:
    return slot_at(HERE, NOON + timedelta(days=1))


def booking(reference: str, *, once: Once | None = None) -> BookingWanted:
    return BookingWanted(
        slot=reference,
        person="p-1",
        asker=Asker(code="111AA", type=URGENT_CARE),
        registered_at=HERE,
        reason="A cough since Friday.",
        once=once,
    )


def referral(**changed) -> Wanted:
    return wanted(source=Source.URGENT_CARE, made_by="111AA", to=HERE, practice=HERE, why="A cough since Friday.", **changed)


def test_each_names_the_other_and_both_stand_in_one_book() -> None:
    made, record = book_and_refer(booking(slot().reference), referral(), PRACTICES, act())
    assert (made.referral, record.booking) == (record.reference, made.reference)
    assert made.book == record.book
    assert step(record, Event.ACCEPT, HERE).state == "accepted"


def test_where_the_referral_is_refused_the_slot_stays_free() -> None:
    free = slot()
    with pytest.raises(DataProblem):
        book_and_refer(booking(free.reference), referral(risks=""), PRACTICES, act())
    assert not Appointment.objects.exists()
    free.refresh_from_db()
    assert free.status == "free"


def test_where_the_slot_is_gone_there_is_no_referral() -> None:
    taken = slot()
    book_and_refer(booking(taken.reference), referral(), PRACTICES, act())
    entries = LogEntry.objects.count()
    with pytest.raises(SlotGone):
        book_and_refer(booking(taken.reference), referral(), PRACTICES, act())
    assert (Referral.objects.count(), LogEntry.objects.count()) == (1, entries)


def test_the_same_message_twice_does_both_once() -> None:
    free = slot()
    made, _ = book_and_refer(booking(free.reference, once=ONCE), referral(), PRACTICES, act())
    with pytest.raises(Duplicate) as told:
        book_and_refer(booking(free.reference, once=ONCE), referral(), PRACTICES, act())
    assert told.value.answer == {"appointment": made.reference}
    assert Referral.objects.count() == 1


def test_one_person() -> None:
    with pytest.raises(ValueError, match="one person"):
        book_and_refer(booking("s"), referral(person="p-2"), PRACTICES, act())
