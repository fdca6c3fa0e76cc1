"""Rows for a use beyond people's own care: those of whoever comes through the gate, each with an entry of its own in the log first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from wholeplace.service.access import Asker, What
from wholeplace.service.access.deciding import Verdict, allowed
from wholeplace.service.access.opt_outs import Gate
from wholeplace.service.access.words import Purpose
from wholeplace.service.fhir import exporting
from wholeplace.service.fhir.exporting import Booked, Ids, Referred
from wholeplace.service.records.access.audit import audited
from wholeplace.service.records.access.facts import facts_of
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.persons.joining import persons_now
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.records.turns import in_turn
from wholeplace.service.referral import State, fhir_status_of

AT_ONCE = 200


@dataclass(slots=True)
class Counted:
    """How many people's rows are in an export, and how many people were left out, by why."""

    people: int = 0
    left_out: dict[str, int] = field(default_factory=lambda: {"national list": 0, "own objection": 0})


def rows(asker: Asker, gate: Gate, ids: Ids, counted: Counted) -> Iterator[tuple[str, dict[str, Any]]]:
    """(type of resource, row) of everybody whom the front door knows and who comes through. `counted` is filled on the way.

    A person's rows follow only once the entry in the log is on the disk, so that nobody's go out of which nobody is told.
    """
    joined = persons_now()  # who was joined to another is that one person, with their number, their objections and all that stood here
    references = [one for one in Person.objects.order_by("pk").values_list("pk", flat=True) if one not in joined]
    for first in range(0, len(references), AT_ONCE):
        persons = _through(asker, gate, references[first : first + AT_ONCE], counted)
        chosen = [one.reference for one in persons]
        for one in persons:
            yield "Patient", exporting.patient(ids, reference=one.reference, sex=one.sex, birth_date=one.birth_date, postcode=one.postcode)
        for booked in Appointment.objects.filter(person__in=chosen).order_by("pk"):
            yield "Appointment", exporting.appointment(ids, _booked(booked))
        made = Referral.objects.filter(person__in=chosen).exclude(state__in=(State.DRAFTED.value, State.ENTERED_IN_ERROR.value))
        for referred in made.order_by("pk"):
            yield "ServiceRequest", exporting.service_request(ids, _referred(referred))


def _through(asker: Asker, gate: Gate, references: Sequence[str], counted: Counted) -> list[Person]:
    """Those of some people who come through, each written down."""
    let: list[tuple[Person, Verdict]] = []
    for person in Person.objects.filter(pk__in=references).order_by("pk"):
        verdict = allowed(facts_of(asker, person.reference, What.EXPORT, purpose=Purpose.PLANNING))
        if gate.leaves_out(person.nhs_number):
            counted.left_out["national list"] += 1
        elif not verdict.allowed:
            counted.left_out["own objection"] += 1
        else:
            let.append((person, verdict))
    in_turn(lambda: [audited(asker, person.reference, What.EXPORT, verdict, purpose=Purpose.PLANNING) for person, verdict in let])
    counted.people += len(let)
    return [person for person, _ in let]


def _booked(one: Appointment) -> Booked:
    return Booked(
        reference=one.reference, person=one.person, organisation=one.organisation, status=one.status, kind=one.kind, created=one.created,
        start=one.start, end=one.end,
    )  # fmt: skip


def _referred(one: Referral) -> Referred:
    return Referred(
        reference=one.reference, person=one.person, organisation=one.home, made_by=one.made_by,
        status=fhir_status_of(State(one.state)).request, needs=tuple(one.needs), made_at=one.made_at,
    )  # fmt: skip
