"""Referrals as the feed that the front door sends to the picture: who made them, how soon they were answered, and what came of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wholeplace.service.records.booking.for_the_picture import AT_ONCE, day_of, who
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import Attendance, Referral, Score, Step
from wholeplace.service.referral import RESIDENT, Event, Happening, Source, State, When, instruments, total

_LONELY = "ucla-3"
_WHO = ("NHS_NUMBER", "LOCAL_ID", "GIVEN_NAME", "FAMILY_NAME", "DATE_OF_BIRTH", "SEX", "POSTCODE")
HEADERS = (
    *_WHO, "PROVIDER_CODE", "REFERRAL_ID", "REFERRED_BY", "NEED", "REFERRED_ON", "ANSWERED_ON", "ACCEPTED", "FIRST_SEEN_ON", "ENDED_ON",
    "OUTCOME", "ORGANISATIONS", "UCLA_START", "UCLA_END",
)  # fmt: skip
"""The headers of the contract `referrals`."""
_SOURCES = {
    Source.RESIDENT: "self", Source.CARER: "carer", Source.GP: "gp", Source.SOCIAL_CARE: "social care", Source.URGENT_CARE: "111",
    Source.HOSPITAL: "hospital", Source.VOLUNTARY: "voluntary",
}  # fmt: skip
_HELPED = {"yes": "helped", "partly": "partly helped", "no": "not helped"}
_COMPLETED = {"goals met": "helped", "goals partly met": "partly helped"}
"""Where nobody could ask the person: what the outcome itself says. Others go as they are."""
_ANSWERS = (Event.ACCEPT.value, Event.DECLINE.value)
_SEEN = (Happening.CONTACTED.value, Happening.ATTENDED.value)


def feed_rows() -> Iterator[Mapping[str, str]]:
    """One row a referral that was sent, in the order of their references. Holds who people are: for the closed folder of feeds only."""
    sent = Referral.objects.exclude(state=State.DRAFTED.value)
    references = list(sent.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(references), AT_ONCE):
        yield from _rows(references[first : first + AT_ONCE])


def _rows(references: Sequence[str]) -> Iterator[Mapping[str, str]]:
    batch = list(Referral.objects.filter(pk__in=references).order_by("pk"))
    persons = Person.objects.in_bulk({one.person for one in batch})
    steps = _by_referral(Step.objects.filter(referral__in=references).order_by("number"))
    came = _by_referral(Attendance.objects.filter(referral__in=references, happening__in=_SEEN).order_by("on", "number"))
    scores = _by_referral(Score.objects.filter(referral__in=references, instrument=_LONELY))
    for one in batch:
        key = one.reference
        yield {**who(persons.get(one.person)), **_what(one, steps.get(key, ()), came.get(key, ())), **_lonely(scores.get(key, ()))}


def _what(one: Referral, steps: Sequence[Step], came: Sequence[Attendance]) -> Mapping[str, str]:
    answer = next((step for step in steps if step.event in _ANSWERS), None)
    began = [step.at for step in steps if step.event == Event.START.value]
    seen = [*([came[0].on.isoformat()] if came else []), *(day_of(at) for at in began[:1])]
    took_part = {code for step in steps for code in (step.by, step.to) if code and code != RESIDENT}
    return {
        "PROVIDER_CODE": one.home, "REFERRAL_ID": one.reference, "REFERRED_BY": _SOURCES[Source(one.source)],
        "NEED": one.needs[0] if one.needs else "", "REFERRED_ON": day_of(one.made_at), "ANSWERED_ON": day_of(answer.at) if answer else "",
        "ACCEPTED": "" if answer is None else "yes" if answer.event == Event.ACCEPT.value else "no", "FIRST_SEEN_ON": min(seen, default=""),
        "ENDED_ON": day_of(one.since) if one.outcome_kind else "", "OUTCOME": _outcome(one), "ORGANISATIONS": str(len(took_part)),
    }  # fmt: skip


def _outcome(one: Referral) -> str:
    """What came of it, in the words of the contract where it has one."""
    if one.state == State.ENTERED_IN_ERROR.value:
        return "entered in error"
    if one.state != State.COMPLETED.value:
        return one.outcome_kind
    kind: str = one.outcome_kind
    return _HELPED[one.helped] if one.helped else _COMPLETED.get(kind, kind)


def _lonely(scores: Sequence[Score]) -> Mapping[str, str]:
    sums = {score.when: total(instruments()[_LONELY], score.values) for score in scores}
    return {
        header: "" if sums.get(when.value) is None else str(sums[when.value])
        for header, when in (("UCLA_START", When.BEFORE), ("UCLA_END", When.AFTER))
    }


def _by_referral(records: Iterable[Any]) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = {}
    for one in records:
        found.setdefault(one.referral, []).append(one)
    return found
