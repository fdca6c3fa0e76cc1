"""A booking by message is one transaction: person, look, slot, appointment, log and outbox together, or none of them."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.fhir.conftest import Slots, Systems
from tests.web.fhir.sending import PERSON, booking_request, issue, part, patient, said
from wholeplace.ledger.records.models import LogEntry
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.access import Asks, Verdict, What
from wholeplace.service.booking import SlotGone
from wholeplace.service.records.access import audit
from wholeplace.service.records.booking import booking
from wholeplace.service.records.booking.models import Appointment, Slot
from wholeplace.service.records.events.models import Answered, Told
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import Referral
from wholeplace.web.fhir import asking

WHEN = "start=ge2026-11-02T00:00:00Z&start=le2026-11-09T00:00:00Z&status=free"


def message(system: Any, **person: str) -> dict[str, Any]:
    told = booking_request(part(said(system.ask("GET", f"Slot?{WHEN}")), "Slot"))
    told["entry"][2]["resource"] = patient(PERSON | person)
    return told


def everything() -> dict[str, int]:
    counts = {model.__name__: model.objects.count() for model in (Person, Appointment, Answered, Told)}
    return {**counts, "busy": Slot.objects.filter(status="busy").count()}


NOTHING = {"Person": 0, "Appointment": 0, "Answered": 0, "Told": 0, "busy": 0}


def events() -> list[tuple[str, str]]:
    return list(LogEntry.objects.exclude(kind="front_access.systemkey").order_by("book", "number").values_list("kind", "reference"))


def test_what_is_booked_is_all_there(systems: Systems, slots: Slots) -> None:
    slots.add()
    system = systems()
    booked = part(said(system.ask("POST", "$process-message", message(system))), "Appointment")
    assert everything() == dict.fromkeys(NOTHING, 1)
    person = Person.objects.get().reference
    assert sorted(events()) == [
        ("access", person), ("front_booking.appointment", booked["id"]), ("front_persons.person", person)
    ]  # fmt: skip
    assert verify().problems == ()


def test_where_the_slot_is_gone_nobody_is_taken_down(systems: Systems, slots: Slots, monkeypatch: pytest.MonkeyPatch) -> None:
    slots.add()
    system = systems()

    def gone(*_: object) -> None:
        raise SlotGone("s")

    told = message(system)
    monkeypatch.setattr(booking, "_check_and_take", gone)
    assert issue(system.ask("POST", "$process-message", told)) == (409, "REC_CONFLICT", "conflict")
    assert (everything(), events()) == (NOTHING, [])


def test_what_the_rules_refuse_is_noted_and_nothing_else_is_kept(systems: Systems, slots: Slots, monkeypatch: pytest.MonkeyPatch) -> None:
    slots.add()
    system = systems()
    told, ids = message(system), {"X_Request_Id": str(uuid4()), "X_Correlation_Id": str(uuid4())}

    def never(_: Asks) -> Verdict:
        return Verdict(allowed=False, rule="of this test", words="No.")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "allowed", never)
        assert issue(system.ask("POST", "$process-message", told, **ids)) == (403, "REC_FORBIDDEN", "forbidden")
    assert everything() == NOTHING
    (entry,) = LogEntry.objects.filter(kind="access")
    assert ('"event":"refused"' in entry.says, '"rule":"of this test"' in entry.says) == (True, True)
    assert system.ask("POST", "$process-message", told, **ids).status_code == 200, "its ids were not used up"
    assert verify().problems == ()


def with_a_referral(told: dict[str, Any]) -> dict[str, Any]:
    person = told["entry"][2]["fullUrl"]
    asks = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": person}}
    asks |= {"reasonCode": [{"text": "Lives alone"}]}
    return {**told, "entry": [*told["entry"], {"fullUrl": f"urn:uuid:{uuid4()}", "resource": asks}]}


def test_a_booking_and_its_referral_are_kept_together_or_not_at_all(
    systems: Systems, slots: Slots, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots.add()
    system = systems()
    told, really = with_a_referral(message(system)), audit.allowed

    def no_referral(asks: Asks) -> Verdict:
        return Verdict(allowed=False, rule="of this test", words="No.") if asks.what is What.REFERRALS else really(asks)

    with monkeypatch.context() as patched:
        patched.setattr(audit, "allowed", no_referral)
        assert issue(system.ask("POST", "$process-message", told))[0] == 403
    assert everything() == NOTHING
    (entry,) = LogEntry.objects.filter(kind="access")
    assert '"event":"refused"' in entry.says
    assert system.ask("POST", "$process-message", told).status_code == 200
    assert (everything()["Person"], everything()["Appointment"], Referral.objects.count()) == (1, 1, 1)
    assert verify().problems == ()


def test_a_move_that_fails_keeps_nothing_but_what_was_read(systems: Systems, slots: Slots, monkeypatch: pytest.MonkeyPatch) -> None:
    slots.add()
    system = systems()
    first = message(system)
    booked = part(said(system.ask("POST", "$process-message", first)), "Appointment")
    slots.add(hours=3)
    other = part(said(system.ask("GET", f"Slot?{WHEN}")), "Slot")
    told = booking_request(other, appointment=booked, reason="update")

    def gone(*_: object) -> None:
        raise SlotGone("s")

    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr(booking, "_check_and_take", gone)
        assert system.ask("POST", "$process-message", told).status_code == 409
    assert everything() == before
    looks = [json.loads(says)["event"] for says in LogEntry.objects.filter(kind="access").order_by("number").values_list("says", flat=True)]
    assert looks == ["wrote", "read"], "one look for one request, however often it asks"
    assert system.ask("POST", "$process-message", told).status_code == 200
    assert verify().problems == ()


def test_somebody_known_is_booked_without_being_taken_down_again(systems: Systems, slots: Slots) -> None:
    slots.add()
    slots.add(hours=3)
    system = systems()
    for _ in range(2):
        assert system.ask("POST", "$process-message", message(system)).status_code == 200
    assert (Person.objects.count(), Appointment.objects.count()) == (1, 2)


def test_a_cancellation_is_kept_with_its_look(systems: Systems, slots: Slots, monkeypatch: pytest.MonkeyPatch) -> None:
    slots.add()
    system = systems()
    slot = part(said(system.ask("GET", f"Slot?{WHEN}")), "Slot")
    booked = part(said(system.ask("POST", "$process-message", booking_request(slot))), "Appointment")

    def fails(*_: object, **__: object) -> None:
        raise SlotGone("s")

    def cancel() -> int:
        told = booking_request(slot, appointment=booked, reason="update", status="cancelled", cancelationReason={"text": "Better"})
        return system.ask("POST", "$process-message", told).status_code

    def writes() -> int:
        return sum('"event":"wrote"' in says for says in LogEntry.objects.values_list("says", flat=True))

    with monkeypatch.context() as patched:
        patched.setattr(booking, "set_free", fails)
        assert cancel() == 409
    assert writes() == 1, "the look that allowed the booking, and none for a cancellation that was not kept"
    assert cancel() == 200
    assert writes() == 2
    assert Slot.objects.get().status == "free"


def test_it_costs_few_statements(systems: Systems, slots: Slots) -> None:
    slots.add()
    slots.add(hours=3)
    system = systems()
    system.ask("POST", "$process-message", message(system))
    told = message(system, given="Somebodyelse", number="", postcode="LS1 5ZZ")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert system.ask("POST", "$process-message", told).status_code == 200
    assert len(asked) <= 20, "\n".join(one["sql"] for one in asked)


def test_what_took_too_long_is_undone(systems: Systems, slots: Slots, monkeypatch: pytest.MonkeyPatch) -> None:
    slots.add()
    system = systems()
    told = message(system)
    really = booking.tell

    def slowly(*words: Any, **more: Any) -> None:
        really(*words, **more)
        monkeypatch.setattr(asking, "DEADLINE", 0.0)

    monkeypatch.setattr(booking, "tell", slowly)
    assert issue(system.ask("POST", "$process-message", told)) == (408, "REC_TIMEOUT", "timeout")
    assert (everything(), events()) == (NOTHING, [])


def test_who_waited_too_long_for_a_free_thread_is_told_at_once(systems: Systems, slots: Slots) -> None:
    slots.add()
    system = systems()
    told = message(system)
    system.client.defaults[asking.ARRIVED] = time.monotonic() - 6
    assert issue(system.ask("POST", "$process-message", told)) == (408, "REC_TIMEOUT", "timeout")
    assert (everything(), events()) == (NOTHING, [])
