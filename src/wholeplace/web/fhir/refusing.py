"""What the rooms refuse, in the words of the error table."""

from collections.abc import Iterator, Mapping

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest

from wholeplace.service import booking
from wholeplace.service.fhir.outcome import Issue, Refused, refused
from wholeplace.service.records.turns import TooLate
from wholeplace.terms import DataProblem

BOOKING: Mapping[type[Exception], str] = {
    booking.NoSuchSlot: "not-found",
    booking.NoSuchAppointment: "not-found",
    booking.SlotGone: "conflict",
    booking.SlotPast: "conflict",
    booking.PastAppointment: "conflict",
    booking.CancelledAppointment: "conflict",
    booking.NotAllowed: "forbidden",
    booking.TooLong: "value",
    booking.ReasonMissing: "required",
    booking.RangeRefused: "invalid",
    booking.RangeTooWide: "too-costly",
}


def refusal_of(request: HttpRequest, fault: Exception) -> Refused:
    """The refusal that tells of a fault. What we did not foresee is a fault of ours."""
    if isinstance(fault, booking.Refused):
        return refused(BOOKING.get(type(fault), "unprocessable"), fault.sentence)
    if isinstance(fault, TooLate):
        return refused("timeout", "This took longer than five seconds. Nothing was done: send it again.")
    if isinstance(fault, RequestDataTooBig):
        return refused("too-long", "The message is too long.")
    if isinstance(fault, DisallowedHost):
        return refused("invalid", "The header Host is the name of a machine.")
    if isinstance(fault, OperationalError):
        return refused("unavailable", "The records cannot be reached just now. Send it again.")
    return _of_the_records(request, fault)


def _of_the_records(request: HttpRequest, fault: Exception) -> Refused:
    # Records can be imported only once Django knows of the place.
    from wholeplace.ledger.records.keeping import ChangedMeanwhile
    from wholeplace.service.records.access.audit import Refused as NotForThem
    from wholeplace.service.records.events.once import Duplicate, ReusedIds

    if isinstance(fault, ChangedMeanwhile):
        return stale(request)
    if isinstance(fault, Duplicate):
        return refused("duplicate", "This message came before under the same X-Request-Id and X-Correlation-Id, and was done.")
    if isinstance(fault, ReusedIds):
        return refused("invalid", "Another message came before under the same X-Request-Id and X-Correlation-Id. This one was not done.")
    if isinstance(fault, NotForThem):
        return refused("forbidden", fault.verdict.words)
    return refused("exception", "Something went wrong here. Nothing was done. It is in our log.")


def stale(request: HttpRequest) -> Refused:
    """Another version stands: 409 for systems of the Booking and Referral Standard, 412 for plain clients of FHIR."""
    from wholeplace.web.fhir.asking import SYSTEM

    key = request.META.get(SYSTEM)
    kind = "precondition" if key is not None and key.interface == "fhir" else "conflict"
    return refused(kind, "It was changed meanwhile. Read it again, and send your change with the version that you read.")


def of_a_person(problem: DataProblem) -> Refused:
    """What is missing or wrong in what was told of a person: never a value of theirs."""
    return Refused(*_issues(problem))


def _issues(problem: DataProblem) -> Iterator[Issue]:
    for one in problem.problems:
        kind = "required" if one.what == "It is missing." else "value"
        yield Issue(kind=kind, words=f"{one.where}: {one.what} {one.fix}", where="Patient")
