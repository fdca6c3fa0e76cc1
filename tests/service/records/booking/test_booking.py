"""Book, amend, cancel, move, overbook: each keeps everything or nothing, and refuses with its own reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.service.records.booking.making import NINE, NOW, OF_111, PRACTICES, act, slot, wanted
from wholeplace.ledger.records import rows
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history
from wholeplace.ledger.records.models import LogEntry
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.access import Asker as AccessAsker
from wholeplace.service.access import Relationship, Role, What
from wholeplace.service.booking import (
    AppointmentStatus,
    Asker,
    CancelledAppointment,
    NoSuchAppointment,
    NoSuchSlot,
    NotAllowed,
    PastAppointment,
    ReasonMissing,
    SlotGone,
    SlotPast,
    TooLong,
)
from wholeplace.service.records.access.facts import facts_of
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.booking import amend, appointments_of, book, came, cancel, rebook
from wholeplace.service.records.booking.opening import hold, let_go, overbook
from wholeplace.service.records.events.models import Answered, Told
from wholeplace.service.records.events.once import Duplicate, Once, ReusedIds

pytestmark = pytest.mark.django_db
ONCE = Once(sender="Z9T", request="r-1", correlation="c-1", digest="d" * 64)


def status_of(of: models.Slot) -> str:
    of.refresh_from_db()
    return of.status


def nothing_was_written() -> bool:
    return not (models.Appointment.objects.exists() or Told.objects.exists() or Answered.objects.exists() or LogEntry.objects.exists())


def test_a_booking_keeps_the_slot_the_appointment_the_log_and_the_line_to_tell() -> None:
    free = slot()
    booked = book(wanted(free, description="Cough", comment="Please ring", once=ONCE), PRACTICES, act())
    assert status_of(free) == "busy"
    assert (booked.status, booked.start, booked.booked_by, booked.booked_by_type) == ("booked", NINE, "Z9T", "urgent-care")
    assert [entry["event"] for entry in history(booked)] == ["booked"]
    assert list(Told.objects.values_list("kind", "reference", "organisation", "sent_at")) == [
        ("appointment booked", booked.reference, "Z90001", None)
    ]
    assert list(Answered.objects.values_list("answer", flat=True)) == [{"appointment": booked.reference}]
    assert LogEntry.objects.get().book.startswith("care_"), "never in the partners' book"
    assert verify().problems == ()


def test_the_second_on_a_slot_is_told_that_it_is_gone() -> None:
    free = slot()
    book(wanted(free), PRACTICES, act())
    with pytest.raises(SlotGone):
        book(wanted(free, person="person-2", once=ONCE), PRACTICES, act())
    assert models.Appointment.objects.count() == 1
    assert not Answered.objects.exists(), "what failed may be sent again"


def test_the_database_itself_refuses_a_second_appointment_on_a_slot() -> None:
    free = slot()
    book(wanted(free), PRACTICES, act())
    models.Slot.objects.update(status="free")  # as a fault elsewhere would leave it
    with pytest.raises(SlotGone):
        book(wanted(free, person="person-2"), PRACTICES, act())
    assert models.Appointment.objects.count() == 1


def test_the_same_message_again_is_told_what_came_of_it() -> None:
    free = slot()
    booked = book(wanted(free, once=ONCE), PRACTICES, act())
    with pytest.raises(Duplicate) as again:
        book(wanted(free, once=ONCE), PRACTICES, act())
    assert again.value.answer == {"appointment": booked.reference}
    with pytest.raises(ReusedIds):
        book(wanted(slot(), once=replace(ONCE, digest="e" * 64)), PRACTICES, act())
    book(wanted(slot(), once=replace(ONCE, sender="Z90009")), PRACTICES, act())
    assert models.Appointment.objects.count() == 2, "ids are the sender's own"


@pytest.mark.parametrize(
    ("columns", "fields", "refusal"),
    [
        ({"start": NOW}, {}, SlotPast),
        ({"organisation": "Z90003"}, {}, NotAllowed),
        ({"organisation": "Z9NOT"}, {}, NotAllowed),
        ({"bookable": False}, {}, NotAllowed),
        ({"types": ("gp-practice",)}, {}, NotAllowed),
        ({"codes": ("Z9X",)}, {}, NotAllowed),
        ({"released_from": NOW + timedelta(seconds=1)}, {}, NotAllowed),
        ({"start": NOW + timedelta(days=14, seconds=1)}, {}, NotAllowed),
        ({"kept_for": "111", "start": NOW + timedelta(hours=2)}, {}, NotAllowed),
        ({}, {"registered_at": "Z90002"}, NotAllowed),
        ({"status": "busy"}, {}, SlotGone),
        ({"status": "busy-unavailable"}, {}, SlotGone),
        ({"status": "busy-tentative", "held_by": "x", "held_until": NOW + timedelta(seconds=1)}, {}, SlotGone),
        ({}, {"description": "d" * 101}, TooLong),
        ({}, {"comment": "c" * 501}, TooLong),
    ],
)
def test_what_may_not_be_booked_is_refused_and_leaves_nothing(columns: dict, fields: dict, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        book(wanted(slot(**columns), **{"once": ONCE} | fields), PRACTICES, act())
    assert nothing_was_written()


def test_a_slot_that_is_not_there_cannot_be_booked() -> None:
    with pytest.raises(NoSuchSlot):
        book(replace(wanted(slot()), slot="nothing"), PRACTICES, act())


def test_a_practice_may_take_its_own_slots_whoever_they_were_released_to() -> None:
    own = Asker(code="Z90003", type="gp-practice")
    booked = book(wanted(slot("Z90003", bookable=False), asker=own, registered_at="elsewhere"), PRACTICES, act())
    assert booked.status == AppointmentStatus.BOOKED


def test_a_held_slot_is_for_whoever_holds_it_until_five_minutes_are_over() -> None:
    free = slot()
    held = hold(free.reference, "caller.one", act("held"))
    assert (held.status, held.held_until) == ("busy-tentative", NOW + timedelta(minutes=5))
    with pytest.raises(SlotGone):
        hold(free.reference, "caller.two", act("held"))
    with pytest.raises(SlotGone):
        book(wanted(free, held_by="caller.two"), PRACTICES, act())
    let_go(free.reference, "caller.two", act("let go"))
    assert status_of(free) == "busy-tentative"
    later = act(at=NOW + timedelta(minutes=5))
    assert hold(free.reference, "caller.two", later).held_by == "caller.two", "the first hold ran out by itself"
    let_go(free.reference, "caller.two", later)
    assert status_of(free) == "free"
    hold(free.reference, "caller.one", later)
    assert book(wanted(free, held_by="caller.one"), PRACTICES, later).status == "booked"


def test_only_two_texts_are_amended_and_only_from_the_version_that_was_read() -> None:
    booked = book(wanted(slot()), PRACTICES, act())
    changed = amend(booked.reference, 1, description="Cough", comment="Call first", act=act("amended"))
    assert (changed.version, changed.description, changed.comment) == (2, "Cough", "Call first")
    with pytest.raises(ChangedMeanwhile):
        amend(booked.reference, 1, description="", comment="", act=act("amended"))
    with pytest.raises(TooLong):
        amend(booked.reference, 2, description="d" * 101, comment="", act=act("amended"))
    with pytest.raises(NoSuchAppointment):
        amend("nothing", 1, description="", comment="", act=act("amended"))


def test_a_cancelled_appointment_frees_its_slot_and_may_not_be_changed_any_more() -> None:
    free = slot()
    booked = book(wanted(free), PRACTICES, act())
    with pytest.raises(ReasonMissing):
        cancel(booked.reference, 1, reason=" ", by="Z9T", act=act("cancelled"))
    with pytest.raises(ChangedMeanwhile):
        cancel(booked.reference, 2, reason="Better", by="Z9T", act=act("cancelled"))
    assert cancel(booked.reference, 1, reason="Better", by="Z9T", act=act("cancelled")).status == "cancelled"
    assert status_of(free) == "free"
    for change in (
        lambda: amend(booked.reference, 2, description="", comment="", act=act()),
        lambda: cancel(booked.reference, 2, reason="Again", by="Z9T", act=act()),
        lambda: rebook(booked.reference, 2, wanted(slot()), PRACTICES, act()),
    ):
        with pytest.raises(CancelledAppointment):
            change()
    again = book(wanted(free, person="person-2"), PRACTICES, act())
    assert again.reference != booked.reference


def test_a_past_appointment_may_not_be_changed() -> None:
    booked = book(wanted(slot()), PRACTICES, act())
    for change in (
        lambda: amend(booked.reference, 1, description="", comment="", act=act(at=NINE)),
        lambda: cancel(booked.reference, 1, reason="Late", by="Z9T", act=act(at=NINE)),
        lambda: rebook(booked.reference, 1, wanted(slot()), PRACTICES, act(at=NINE)),
    ):
        with pytest.raises(PastAppointment):
            change()


def test_an_appointment_moves_whole_or_not_at_all() -> None:
    first, second = slot(), slot("Z9U001", start=NINE + timedelta(hours=1))
    booked = book(wanted(first), PRACTICES, act())
    moved = rebook(booked.reference, 1, wanted(second, registered_at="Z90001"), PRACTICES, act("moved"))
    assert (moved.replaces, moved.organisation) == (booked.reference, "Z9U001")
    assert (status_of(first), status_of(second)) == ("free", "busy")
    assert [one.status for one in appointments_of("person-1")] == ["cancelled", "booked"]
    taken = slot(start=NINE + timedelta(hours=2), status="busy")
    with pytest.raises(SlotGone):
        rebook(moved.reference, 1, wanted(taken), PRACTICES, act("moved"))
    assert (status_of(second), [one.status for one in appointments_of("person-1")]) == ("busy", ["cancelled", "booked"])
    with pytest.raises(NotAllowed):
        rebook(moved.reference, 1, wanted(slot(), person="person-2"), PRACTICES, act("moved"))
    with pytest.raises(NotAllowed):
        rebook(moved.reference, 1, wanted(second), PRACTICES, act("moved"))
    assert verify().problems == ()


def test_only_the_practice_overbooks_and_says_why() -> None:
    full, own = slot(), Asker(code="Z90001", type="gp-practice")
    with pytest.raises(NotAllowed):
        overbook(wanted(full, asker=own), "A child with a fever", act("overbooked"))
    book(wanted(full), PRACTICES, act())
    with pytest.raises(NotAllowed):
        overbook(wanted(full, asker=OF_111), "A child with a fever", act("overbooked"))
    with pytest.raises(ReasonMissing):
        overbook(wanted(full, asker=own), "", act("overbooked"))
    extra = overbook(wanted(full, asker=own, person="person-2"), "A child with a fever", act("overbooked"))
    assert (extra.start, extra.over_because) == (NINE, "A child with a fever")
    assert extra.slot != full.reference, "no slot has two appointments"
    cancel(extra.reference, 1, reason="Better", by="Z9T", act=act("cancelled"))
    assert models.Slot.objects.get(pk=extra.slot).status == "busy-unavailable", "a place that was made is not offered"


def test_who_came_is_said_once_and_not_before() -> None:
    booked = book(wanted(slot()), PRACTICES, act())
    with pytest.raises(NotAllowed):
        came(booked.reference, 1, status=AppointmentStatus.CAME, act=act("came"))
    assert came(booked.reference, 1, status=AppointmentStatus.DID_NOT_COME, act=act("came", at=NINE)).status == "noshow"
    with pytest.raises(NotAllowed):
        came(booked.reference, 2, status=AppointmentStatus.CAME, act=act("came", at=NINE))


def test_records_of_several_books_are_compared_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "AT_ONCE", 1)
    books = {book(wanted(slot(code)), PRACTICES, act()).book for code in ("Z90001", "Z90002", "Z9UTC")}
    assert len(books) > 1
    assert verify().problems == ()


def test_both_organisations_of_a_booking_have_to_do_with_the_person() -> None:
    book(wanted(slot("Z9UTC")), PRACTICES, act())

    def told(organisation: str, role: Role = Role.LINK_WORKER, person: str = "person-1") -> list[Relationship]:
        return list(facts_of(AccessAsker(account="a", role=role, organisation=organisation, at=NOW), person, What.BOOKINGS).relationships)

    assert told("Z9UTC") == told("Z9T", Role.SYSTEM) == [Relationship.BOOKED]
    assert told("Z90001") == told("Z9T", person="person-2") == told("Z9T", Role.RESIDENT) == told("") == []
