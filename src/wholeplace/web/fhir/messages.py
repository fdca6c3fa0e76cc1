"""$process-message: bookings and referrals by message, answered by a message."""

from dataclasses import replace
from typing import TYPE_CHECKING

from wholeplace.service.fhir.answering import Answered, response
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.reading import AppointmentTold, MessageTold, ReferralTold, read_message
from wholeplace.service.fhir.searching import no_parameters
from wholeplace.service.fhir.writing import Resource, healthcare_service, organization, patient, schedule, service_request, task
from wholeplace.service.fhir.writing import appointment as appointment_as_fhir
from wholeplace.service.fhir.writing import slot as slot_as_fhir
from wholeplace.terms import DataProblem
from wholeplace.web.fhir.answering import Answer, answers
from wholeplace.web.fhir.appointments import version_wanted
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.booking import CANCELLED_BY_THEM, Change, book, change, in_one_turn, known_before, readable, said_in
from wholeplace.web.fhir.booking import wanted_for as booking_wanted
from wholeplace.web.fhir.open_to_all import software
from wholeplace.web.fhir.places import name_of, practices_of
from wholeplace.web.fhir.referring import as_refusal, check_service, is_known, refer
from wholeplace.web.fhir.referring import change as change_referral
from wholeplace.web.fhir.referring import readable as readable_referral
from wholeplace.web.fhir.referring import said as referred
from wholeplace.web.fhir.referring import wanted_for as referral_wanted
from wholeplace.web.fhir.slots import etag

if TYPE_CHECKING:
    from wholeplace.service.records.booking.models import Appointment
    from wholeplace.service.records.referral.models import Referral


def _process(asked: Asked) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    told = read_message(asked.body, asked.raw())
    key = asked.key
    if key is not None and told.sender and told.sender not in (key.organisation, *key.acts_for):
        raise refused("not-its-organisation", "The sender of the message is not the organisation that the key was given to.")
    if told.appointment is not None:
        if key is None or "book" not in key.may:
            raise refused("forbidden", "The key does not open bookings. Ask the administrator of this place.")
        record, referral = _booked(asked, told, told.appointment)
        resources = _about(asked, record, told.appointment)
        resources += [service_request(referred(referral)), task(referred(referral))] if referral else []
        return _answered(asked, told, resources, record.organisation, record.version)
    if told.referral is not None:
        referral = _referred(asked, told, told.referral)
        version = referral.version
        parts = [service_request(referred(referral)), task(referred(referral)), patient(referral.person, told.referral.person.nhs_number)]
        return _answered(asked, told, parts, referral.home, version)
    raise refused("invariant", "A message is about an Appointment or a ServiceRequest.", "MessageHeader.focus")


def _referred(asked: Asked, told: MessageTold, wanted: ReferralTold) -> "Referral":
    """The referral that the message asks for, made or ended."""
    _must_refer(asked)
    if told.reason == "new":
        return refer(asked, wanted)
    version = version_wanted(asked, wanted.version, readable_referral(asked, wanted.reference).version)
    return change_referral(asked, wanted.reference, status=wanted.status, version=version, words=wanted.note)


def _booked(asked: Asked, told: MessageTold, wanted: AppointmentTold) -> tuple["Appointment", "Referral | None"]:
    """What the message asks for, done; with the referral that was made with it."""
    _same_times(told, wanted)
    if told.reason == "new":
        return _booked_and_referred(asked, told, wanted)
    current = readable(asked, wanted.reference)
    version = version_wanted(asked, wanted.version, current.version)
    cancels = wanted.status != "booked"
    if cancels and not wanted.because:
        wanted = replace(wanted, because=CANCELLED_BY_THEM)
    return change(asked, Change(told=wanted, version=version, cancels=cancels)), None


def _booked_and_referred(asked: Asked, told: MessageTold, wanted: AppointmentTold) -> tuple["Appointment", "Referral | None"]:
    """A booking; and, where the message holds a ServiceRequest that is new to us, its referral: both are kept, or neither."""
    from wholeplace.service.records.referral.in_one_go import book_and_refer

    asks = told.referral
    if asks is None or is_known(asked, asks.reference):
        return book(asked, wanted, service=told.service), None
    _must_refer(asked)
    check_service(asked, asks)
    practices, act = practices_of(asked.house), asked.act("appointment booked and referral sent")
    who, known, known_too = name_of(asked.house, asked.organisation), known_before(asked, wanted.person), known_before(asked, asks.person)

    def both() -> "tuple[Appointment, Referral]":
        booking = booking_wanted(asked, wanted, known, service=told.service)
        return book_and_refer(booking, replace(referral_wanted(asked, asks, known_too), once=None), practices, act, who=who)

    try:
        return in_one_turn(asked, both)
    except DataProblem as problem:
        raise as_refusal(problem) from problem


def _must_refer(asked: Asked) -> None:
    if asked.key is None or "refer" not in asked.key.may:
        raise refused("forbidden", "The key does not open referrals. Ask the administrator of this place.")


def _same_times(told: MessageTold, wanted: AppointmentTold) -> None:
    """The Slot of a message and its Appointment tell the same times."""
    times = ((told.slot_start, wanted.start), (told.slot_end, wanted.end))
    if any(slot is not None and slot != said for slot, said in times):
        raise refused("invariant", "The Appointment begins and ends with the Slot of the message.", "Appointment.start")


def _about(asked: Asked, record: "Appointment", wanted: AppointmentTold) -> list[Resource]:
    """The appointment with its slot, schedule, service and person: of the person, what the sender itself sent."""
    from wholeplace.service.records.booking.rows import slot_and_schedule

    found = slot_and_schedule(record.slot)
    said = said_in(record, found[1].title if found else "")
    resources = [appointment_as_fhir(said), patient(record.person, wanted.person.nhs_number)]
    resources += [slot_as_fhir(found[0]), schedule(found[1])] if found else []
    practice = practices_of(asked.house).by_code.get(record.organisation)
    return [*resources, *([healthcare_service(practice)] if practice else [])]


def _answered(asked: Asked, told: MessageTold, resources: list[Resource], organisation: str, version: int) -> Answer:
    answered = Answered(
        resources=resources, at=asked.now, base=asked.base, sender=organization(organisation, name_of(asked.house, organisation)),
        receiver=organization(asked.organisation, name_of(asked.house, asked.organisation)), software=f"wholeplace {software()}",
    )  # fmt: skip
    return Answer(resource=response(told, answered), headers={"ETag": etag(version)})


process_message = answers(POST=_process)
