"""Appointments by REST: read, search, history, create (also conditionally), update, patch."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wholeplace.service.access import What
from wholeplace.service.booking import NoSuchAppointment
from wholeplace.service.fhir.lists import Key, at, page_of, searchset
from wholeplace.service.fhir.lists import history as versions_of
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.patching import patched
from wholeplace.service.fhir.reading import AppointmentTold, read_appointment
from wholeplace.service.fhir.searching import NHS_NUMBER, no_parameters, token
from wholeplace.service.fhir.writing import appointment as as_fhir
from wholeplace.web.fhir.answering import Answer, answers
from wholeplace.web.fhir.asking import Asked, pairs_of
from wholeplace.web.fhir.booking import CANCELLED_BY_THEM, NOT_YOURS, Change, book, category_of, change, move, readable, said, said_then
from wholeplace.web.fhir.pages import further_of_persons, links, of_persons
from wholeplace.web.fhir.refusing import stale
from wholeplace.web.fhir.slots import etag

if TYPE_CHECKING:
    from wholeplace.service.records.booking.models import Appointment

UNCHANGED = (
    "Only description, comment and status may be changed, and a description not with what is cancelled. To move an appointment, book the "
    "other slot and name this appointment in supportingInformation."
)
KEPT = ("appointmentType", "reasonCode", "basedOn", "specialty", "priority", "requestedPeriod", "supportingInformation")
"""Elements that are not changed by sending them."""
MAY_CHANGE = ("description", "comment", "status", "cancelationReason")


def answer_with(record: "Appointment", *, status: int = 200, base: str = "") -> Answer:
    """An appointment as an answer, with its version. `base`: for a new one, whose address is told."""
    told = as_fhir(said(record))
    headers = {"ETag": etag(record.version)}
    if base:
        headers["Location"] = f"{base}/Appointment/{record.reference}/_history/{record.version}"
    return Answer(resource=told, status=status, headers=headers)


def version_wanted(asked: Asked, told_version: str, current: int) -> int:
    """The version that a change was made from: If-Match, else the one in the resource. Raises Refused where neither says one and the
    client is one of plain FHIR; a system of the Booking and Referral Standard, which knows no If-Match, then changes what stands."""
    header = asked.request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    text = header or told_version
    if not text and not asked.bars:
        raise refused("required", "Send the version that you read in the header If-Match.")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise stale(asked.request)
    return int(text) if text else current


def _search(asked: Asked) -> Answer:
    from wholeplace.service.records.booking.booking import appointments_of

    search, people, after = of_persons(asked, "Appointment", What.BOOKINGS, dates=True)
    records = [one for person in people for one in appointments_of(person.reference, starts=search.start, ends=search.end)]
    fitting = [one for one in records if not search.statuses or one.status in search.statuses]
    fitting = [one for one in fitting if not search.reference or one.reference == search.reference]
    page = page_of(sorted(fitting, key=_place), _place, search.count, after)
    shown = links(asked, "Appointment", search.heeded, further_of_persons(search, people, page.after))
    return Answer(resource=searchset(asked.base, shown, [as_fhir(said(one)) for one in page.found], total=page.total))


def _place(one: "Appointment") -> Key:
    return at(one.start), one.reference


def _read(asked: Asked, appointment: str) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    return answer_with(readable(asked, appointment))


def _history(asked: Asked, appointment: str) -> Answer:
    """Every version, the newest first."""
    no_parameters(asked.pairs, lenient=asked.lenient)
    versions = _versions(readable(asked, appointment))
    link = f"{asked.base}/Appointment/{appointment}/_history"
    return Answer(
        resource=versions_of(asked.base, link, [("POST" if number == "1" else "PUT", one) for number, one in reversed(versions.items())])
    )


def _version(asked: Asked, appointment: str, version: str) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    found = _versions(readable(asked, appointment)).get(version)
    if found is None:
        raise NoSuchAppointment(NOT_YOURS)
    return Answer(resource=found, headers={"ETag": etag(version)})


def _create(asked: Asked) -> Answer:
    """Books; or, with If-None-Exist, gives the appointment that is there already."""
    told = read_appointment(asked.body, asked.raw())
    if told.status != "booked":
        raise refused("unprocessable", "An appointment is made with the status booked. To hold a slot: POST Slot/ID/$hold.")
    if "If-None-Exist" in asked.request.headers:
        there = _there_already(asked, asked.request.headers["If-None-Exist"])
        if there is not None:
            return answer_with(there)
    if told.moves:
        version = version_wanted(asked, "", readable(asked, told.moves).version)
        return answer_with(move(asked, told, moves=told.moves, version=version), status=201, base=asked.base)
    return answer_with(book(asked, told), status=201, base=asked.base)


def _update(asked: Asked, appointment: str) -> Answer:
    told = read_appointment(asked.body, asked.raw())
    _same_otherwise(asked.body, as_fhir(said(readable(asked, appointment))))
    return _changed(asked, appointment, told)


def _patch(asked: Asked, appointment: str) -> Answer:
    """A JSON Patch (RFC 6902), or, as the Booking and Referral Standard has it, an Appointment that holds only what changes."""
    kind = asked.patch_kind()
    record = readable(asked, appointment)
    resource = patched(as_fhir(said(record)), asked.json(), as_operations=kind == "application/json-patch+json", may_change=MAY_CHANGE)
    told = replace(read_appointment(resource), version="" if asked.bars else str(record.version))
    return _changed(asked, appointment, told)


def _changed(asked: Asked, appointment: str, told: AppointmentTold) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    if told.reference != appointment:
        raise refused("invalid", "The id in the Appointment is that of the address.", "Appointment.id")
    record = readable(asked, appointment)
    version = version_wanted(asked, told.version, record.version)
    cancels = told.status in ("cancelled", "entered-in-error")
    if not cancels and told.status != record.status:
        raise refused("unprocessable", "The status may become cancelled, and nothing else.", "Appointment.status")
    _only_texts_differ(record, told, cancels=cancels)
    if cancels and not told.because and asked.bars:
        told = replace(told, because=CANCELLED_BY_THEM)
    return answer_with(change(asked, Change(told=told, version=version, cancels=cancels)))


def _only_texts_differ(record: "Appointment", told: AppointmentTold, *, cancels: bool) -> None:
    """Raises Refused where more is to be changed than may be: times, slot and person stay, and a description with what is cancelled."""
    times = all(new is None or new == old for new, old in ((told.start, record.start), (told.end, record.end)))
    texts = not cancels or told.description in ("", record.description)
    if not (times and texts) or told.slot not in ("", record.slot) or told.person.reference not in ("", record.person):
        raise refused("unprocessable", UNCHANGED)


def _same_otherwise(sent: dict[str, Any], stands: dict[str, Any]) -> None:
    """Raises Refused where an element is sent that we do not keep, or that says something else than what stands. Elements that tell
    what kind of service it is are passed over: GP Connect has them ignored."""
    kept = {name: stands.get(name) for name in KEPT if name in sent}
    actors = {_short(one.get("actor", {}).get("reference", "")) for one in sent.get("participant", [])}
    known = {one["actor"]["reference"] for one in stands["participant"]}
    if any(sent[name] != value for name, value in kept.items()) or not actors <= known:
        raise refused("unprocessable", UNCHANGED)


def _short(reference: str) -> str:
    """Type/id, of an absolute reference too."""
    return "/".join(reference.split("/")[-2:])


def _there_already(asked: Asked, condition: str) -> "Appointment | None":
    """The appointment that If-None-Exist describes: `slot`, `patient:identifier` or `patient`, of those that this system may read."""
    from wholeplace.service.records.booking.models import Appointment
    from wholeplace.service.records.persons.models import Person

    pairs = pairs_of(condition.removeprefix("?"))
    if not pairs or any(name not in ("slot", "patient", "patient:identifier") for name, _ in pairs):
        raise refused("not-supported", "If-None-Exist may name slot, patient and patient:identifier.")
    rows = Appointment.objects.filter(status="booked")
    for name, value in pairs:
        if name == "slot":
            rows = rows.filter(slot=value.rpartition("/")[2])
        elif name == "patient":
            rows = rows.filter(person=value.rpartition("/")[2])
        else:
            system, number = token(value)
            if system not in ("", NHS_NUMBER):
                raise refused("value", f"In patient:identifier, the system is {NHS_NUMBER}.")
            rows = rows.filter(person__in=Person.objects.filter(nhs_number=number).values("pk"))
    found = list(rows.filter(booked_by=asked.organisation)[:2])
    if len(found) > 1:
        raise refused("several", "More than one appointment fits If-None-Exist. Name the slot and the person.")
    return readable(asked, found[0].reference) if found else None


def _versions(record: "Appointment") -> dict[str, Any]:
    from wholeplace.ledger.records.keeping import history

    category = category_of(record)
    return {str(one["version"]): as_fhir(said_then(one["content"], one["at"], category=category)) for one in history(record)}


collection = answers(opens="book", GET=_search, POST=_create)
one = answers(opens="book", GET=_read, PUT=_update, PATCH=_patch)
history = answers(opens="book", GET=_history)
version = answers(opens="book", GET=_version)
