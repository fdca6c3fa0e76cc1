"""Refer, revoke and read referrals for another system: the same steps, whether it sends a message or a ServiceRequest."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wholeplace.service.access import Doing, What
from wholeplace.service.fhir.outcome import Issue, Refused, refused
from wholeplace.service.fhir.reading import ReferralTold
from wholeplace.service.fhir.writing import ReferralSaid
from wholeplace.service.records.turns import in_turn
from wholeplace.service.referral import Asked as EventAsked
from wholeplace.service.referral import Event, Outcome, Source, State, Urgency, event_of_request_status, fhir_status_of
from wholeplace.terms import DataProblem
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.booking import in_one_turn, known_before, refuse_repeats
from wholeplace.web.fhir.persons import may, person_meant
from wholeplace.web.fhir.places import name_of, practices_of
from wholeplace.web.fhir.refusing import stale

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Person
    from wholeplace.service.records.referral.doing import Wanted
    from wholeplace.service.records.referral.models import Referral

SOURCES: Mapping[str, Source] = {
    "urgent-care": Source.URGENT_CARE, "gp-practice": Source.GP, "hospital": Source.HOSPITAL, "social-care": Source.SOCIAL_CARE,
    "voluntary": Source.VOLUNTARY,
}  # fmt: skip
"""Kind of organisation that a key was given to -> who made the referral."""
NOT_TOLD = "Nothing was sent about risks"
NOT_FOR_THEM = "This organisation may not refer that person."
NOT_YOURS = "There is no such referral, or none that you may know of."


def refer(asked: Asked, told: ReferralTold) -> "Referral":
    """A referral that was sent to an organisation of this place. Raises Refused, and Duplicate where the request came before."""
    from wholeplace.service.records.referral.doing import refer as make

    refuse_repeats(asked)
    check_service(asked, told)
    who, known = name_of(asked.house, asked.organisation), known_before(asked, told.person)
    try:
        return in_one_turn(
            asked, lambda: make(wanted_for(asked, told, known), asked.act("referral sent"), who=who), not_allowed=NOT_FOR_THEM
        )
    except DataProblem as problem:
        raise as_refusal(problem) from problem


def check_service(asked: Asked, told: ReferralTold) -> None:
    """What can be said before anybody knows whom it is about. Raises Refused: the key says no kind of organisation, or the referral is to
    an organisation that is none of this place."""
    if (asked.key.type if asked.key else "") not in SOURCES:
        raise refused("unprocessable", "The key does not say what kind of organisation refers. Ask the administrator of this place.")
    here = {str(one.code) for one in asked.house.place.organisations}
    if told.service not in here and told.service not in practices_of(asked.house).by_code:
        raise refused("not-found", "No organisation here has the id of the HealthcareService.", "HealthcareService.id")


def wanted_for(asked: Asked, told: ReferralTold, known: "Person | None") -> "Wanted":
    """Inside a job, after `check_service`: what is to be referred, with the look that lets this system do it. `known`: see
    `known_before`. Raises Refused, also that of the rules."""
    from wholeplace.service.records.access.audit import decided
    from wholeplace.service.records.referral.doing import Wanted

    source = SOURCES[asked.key.type if asked.key else ""]
    kinds = {str(one.code): one.kind for one in asked.house.place.organisations}
    person = known or person_meant(asked, told.person)
    decided(asked.asker, person.reference, What.REFERRALS, doing=Doing.WRITE).note()
    return Wanted(
        person=person.reference, source=source, made_by=asked.organisation, to=told.service,
        why=told.reason or told.code or told.instruction or told.category, risks=told.risks or NOT_TOLD,
        urgency=Urgency.ROUTINE if told.priority == "routine" else Urgency.URGENT, practice=person.registered_at,
        voluntary=kinds.get(told.service) == "voluntary", sent={"identifier": told.identifier, "priority": told.priority},
        once=asked.once(),
    )  # fmt: skip


def is_known(asked: Asked, reference: str) -> bool:
    """Is there such a referral already, which this system may read?"""
    try:
        readable(asked, reference)
    except Refused:
        return False
    return True


def change(asked: Asked, reference: str, *, status: str, version: int, words: str) -> "Referral":
    """A referral revoked, completed or marked as an error. Nothing else of it changes: revoke it and send another.

    `words`: what was said about the end; where it is one of our reasons, it counts as that. Raises as `refer` does.
    """
    from wholeplace.service.records.events.once import first_time
    from wholeplace.service.records.referral.doing import do

    refuse_repeats(asked)
    record = readable(asked, reference)
    if not may(asked, record.person, What.REFERRALS, Doing.WRITE):
        raise refused("forbidden", "This organisation may not change this referral.")
    event = event_of_request_status(status)
    if event is None:
        raise refused(
            "unprocessable", "A referral that was sent can be revoked, completed or marked as an error. To change it, send another."
        )
    if record.version != version:
        raise stale(asked.request)
    wanted, once = _event(asked, event, words), asked.once()

    def done() -> "Referral":
        if once is not None:
            first_time(once, {"referral": reference}, asked.now)
        return do(reference, wanted, asked.act(f"referral {status}"), version=version, who=name_of(asked.house, asked.organisation))

    try:
        return in_turn(done, deadline=asked.left())
    except DataProblem as problem:
        raise as_refusal(problem) from problem


def readable(asked: Asked, reference: str) -> "Referral":
    """A referral that this system may read; noted. Raises Refused (404) for all others alike, whether there is one or not."""
    from wholeplace.service.records.referral.doing import NoSuchReferral, referral

    try:
        record = referral(reference)
    except NoSuchReferral:
        raise refused("not-found", NOT_YOURS) from None
    if not may(asked, record.person, What.REFERRALS, Doing.READ):
        raise refused("not-found", NOT_YOURS)
    return record


def said(record: "Referral") -> ReferralSaid:
    """A referral as it stands, as it is told."""
    from wholeplace.ledger.records.keeping import history

    return said_then(record.content(), history(record)[-1]["at"])


def said_then(content: Mapping[str, Any], at: str) -> ReferralSaid:
    """One version of a referral, from what the log says of it and when it was written."""
    words = fhir_status_of(State(content["state"]))
    return ReferralSaid(
        reference=content["reference"], version=content["version"], status=words.request, task=words.task, stands=words.business,
        turn=content["turn"], outcome=content["outcome_words"], person=content["person"], made_by=content["made_by"], to=content["home"],
        why=content["why"], priority=content["urgency"], authored_on=datetime.fromisoformat(content["made_at"]),
        changed=datetime.fromisoformat(at),
    )  # fmt: skip


def as_refusal(problem: DataProblem) -> Refused:
    """What the rules of referrals do not let happen: sentences, never anything of a person."""
    return Refused(*(Issue(kind="unprocessable", words=f"{one.where}: {one.what} {one.fix}") for one in problem.problems))


def _event(asked: Asked, event: Event, words: str) -> EventAsked:
    from wholeplace.service.referral import outcomes_for, reasons_for

    if event is Event.MARK_AS_ERROR:
        known = reasons_for(event)
        return EventAsked(event=event, by=asked.organisation, at=asked.now, reason=words if words in known else "never meant", words=words)
    known = outcomes_for(event)
    kind = words if words in known else "withdrawn" if "withdrawn" in known else ""
    outcome = Outcome(kind=kind, words=words or known.get(kind, ""))
    return EventAsked(event=event, by=asked.organisation, at=asked.now, outcome=outcome)
