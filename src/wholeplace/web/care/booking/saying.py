"""Slots and appointments in words, and what pages of booking share."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django import forms

from wholeplace.publish import wording
from wholeplace.service.booking import URGENT_CARE, Asker, Channel, Refused, Slot, SlotStatus
from wholeplace.service.records.persons.models import Person
from wholeplace.terms import Problem
from wholeplace.web.access import Role
from wholeplace.web.house import ENGLAND

TYPES: Mapping[Role, str] = {Role.CALL_HANDLER: URGENT_CARE, Role.RECEPTIONIST: "gp-practice", Role.LINK_WORKER: "social-prescribing"}
"""The organisation type (GP Connect's words; the last is ours) in which somebody of a role books."""
CHANNELS = {Channel.IN_PERSON: "in person", Channel.TELEPHONE: "by telephone", Channel.VIDEO: "by video"}


def books_as(role: Role, organisation: str) -> Asker:
    """In whose name somebody of a role books at their organisation."""
    return Asker(code=organisation, type=TYPES[role])


def when(at: datetime) -> str:
    """A moment as people say it: "Monday 23 November 2026 at 14:20"."""
    here = at.astimezone(ENGLAND)
    return f"{here:%A} {wording.day_in_words(here.date())} at {here:%H:%M}"


def at_or_day(at: datetime, today: date) -> str:
    """A moment for a list: the time alone where it is today, with the day where it is not."""
    here = at.astimezone(ENGLAND)
    if here.date() == today:
        return f"{here:%H:%M} today"
    return f"{here:%H:%M} tomorrow" if here.date() == today + timedelta(days=1) else f"{here:%H:%M} on {here:%A} {here.day} {here:%B}"


def slot_in_words(slot: Slot, today: date) -> str:
    """A slot as one line of a choice. How they are seen is said where it is not in person."""
    how = "" if slot.channel is Channel.IN_PERSON else f", {CHANNELS[slot.channel]}"
    kind = f", {slot.kind}" if slot.kind else ""
    return f"{at_or_day(slot.start, today)}{how}{kind}"


def asked_of_somebody(form: forms.Form, *names: str) -> None:
    """Say no "(optional)" at fields of which one or the other must be filled in: what is asked for stands beside them."""
    for name in names:
        form.fields[name].needed_later = True  # type: ignore[attr-defined]  the template asks for it


def day_around(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day of England, and the first of the next."""
    return beginning_of(day), beginning_of(day + timedelta(days=1))


def beginning_of(day: date) -> datetime:
    """The first moment of a day of England."""
    return datetime.combine(day, time(), tzinfo=ENGLAND)


def names_of(persons: Iterable[str]) -> dict[str, str]:
    """What people are called, by reference. For those only whom the rules opened to whoever reads."""
    return {one.reference: f"{one.given_name} {one.family_name}" for one in Person.objects.filter(pk__in=list(persons))}


def new_once() -> str:
    """The id of one form on one page: sent twice, it is done once."""
    return str(uuid4())


class OnceForm(forms.Form):
    """A form that may be sent again safely: it carries an id, under which it is done once."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=80)


def letter(what: str, why: str, fix: str, *, where: str = "Booking") -> Problem:
    """One sentence each for what is wrong, why, and what to do."""
    return Problem(where=where, what=what, why=why, fix=fix)


STATES = {SlotStatus.FREE: "free", SlotStatus.HELD: "held for five minutes", SlotStatus.BUSY: "booked", SlotStatus.SHUT: "shut"}


class NoButton(Refused):
    """A page with several buttons was sent without one of them. It could mean anything, so nothing is done."""

    def __init__(self) -> None:
        super().__init__("It is not clear which button was pressed.")
