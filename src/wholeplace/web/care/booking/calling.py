"""The call handler: find whoever calls, see every service that may take them, book and refer in one go. Keyboard first, no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Asker, Doing, What
from wholeplace.service.booking import Practices, Refused, Slot, SlotGone, SlotsWanted
from wholeplace.service.records.access.audit import decided, in_turn_noting_refusals, look
from wholeplace.service.records.booking import booking, searching
from wholeplace.service.records.booking.booking import BookingWanted
from wholeplace.service.records.events.once import Duplicate, Once, ReusedIds
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import doing as referrals
from wholeplace.service.records.turns import TooLate
from wholeplace.service.referral import Source
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.booking.saying import OnceForm, asked_of_somebody, books_as, letter, new_once, slot_in_words, when
from wholeplace.web.care.persons.finding import details_of
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.house import House, house_of

HOURS = (4, 12, 24)
"""How far ahead a call handler looks."""
MOST = 6
"""How many slots of each service are on the page at most: the caller hears two or three."""
EVENT = "booked and referred"


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One call: who asks, about whom, in which house, and what was searched."""

    asker: Asker
    person: Person
    house: House
    practices: Practices
    wanted: SlotsWanted


class BookForm(OnceForm):
    """Which slot, why, and whether a referral goes with it."""

    slot = forms.CharField(max_length=64, error_messages={"required": "Choose a slot."})
    reason = forms.CharField(
        label="Why they call", max_length=500, widget=forms.Textarea, help_text="The service reads this.",
        error_messages={"required": "Write why they call."},
    )  # fmt: skip
    comment = forms.CharField(label="What the service should know when they come", max_length=500, required=False)
    risks = forms.CharField(
        label="Risks to know of", max_length=500, required=False, help_text='Such as "lives alone". Else write "none known".'
    )
    refer = forms.BooleanField(label="Refer them to the service as well, so that it says what came of it", required=False, initial=True)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        asked_of_somebody(self, "risks")

    def clean(self) -> dict[str, Any]:
        """A referral says which risks are known, or that none are."""
        given = super().clean() or {}
        if given.get("refer") and not given.get("risks", "").strip():
            self.add_error("risks", "A referral says which risks are known, or that none are.")
        return given


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """One person who calls: every free slot of every service that may take them in the next hours, and what else there is."""
    asker = asker_of(request, organisation, Role.CALL_HANDLER)
    record = Person.objects.filter(pk=person).first()
    if record is None:
        look(asker, person, What.DETAILS)
        raise Http404
    told = _call(request, asker, record)
    form = BookForm(request.POST if request.method == "POST" else None, initial={"once": new_once()})
    letters: tuple[Problem, ...] = ()
    instead: list[Slot] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _book(request, told, form.cleaned_data)
        except SlotGone:
            gone = searching.slot(form.cleaned_data["slot"])
            instead = searching.next_slots(gone, told.wanted, told.practices, told.house.now) if gone else []
            what = "These are the next three." if instead else "There is no other one in this time."
            letters = (letter("Somebody else has just taken this slot.", "Two people looked at it at once.", what),)
        except (Refused, TooLate, ReusedIds, DataProblem) as refusal:
            letters = _letters(refusal)
    _looked(told, (What.DETAILS, Doing.READ), (What.BOOKINGS, Doing.READ))
    return render(request, "care/booking/call.html", _page(told, form, letters, instead), status=409 if letters else 200)


def _looked(told: Call, *at: tuple[What, Doing]) -> None:
    """Every look that this takes, in one turn. Raises access's Refused where one of them is not allowed."""

    def job() -> None:
        for what, doing in at:
            decided(told.asker, told.person.reference, what, doing=doing).note()

    in_turn_noting_refusals(job)


def _call(request: HttpRequest, asker: Asker, person: Person) -> Call:
    house = house_of(request)
    asked = request.GET.get("hours", "")
    hours = int(asked) if asked in {str(each) for each in HOURS} else HOURS[-1]
    wanted = SlotsWanted(
        start=house.now, end=house.now + timedelta(hours=hours), asker=books_as(Role.CALL_HANDLER, asker.organisation),
        registered_at=person.registered_at, most=MOST,
    )  # fmt: skip
    return Call(asker=asker, person=person, house=house, practices=practices_of(house), wanted=wanted)


def _book(request: HttpRequest, told: Call, given: Mapping[str, Any]) -> HttpResponse:
    """Look, book and refer in one transaction; whatever it says, saying it twice does it once."""
    here = reverse("care-call", kwargs={"organisation": told.asker.organisation, "person": told.person.reference})
    looks = [(What.DETAILS, Doing.READ), (What.BOOKINGS, Doing.WRITE), *([(What.REFERRALS, Doing.WRITE)] if given["refer"] else [])]

    def job() -> booking.Appointment:
        _looked(told, *looks)
        return _booked_and_referred(told, given)

    try:
        booked = in_turn_noting_refusals(job)
    except Duplicate as before:
        _looked(told, *looks)
        booked = booking.appointment(before.answer["appointment"])
    referred = " The referral went with it." if given["refer"] else ""
    messages.success(request, f"Booked: {told.practices.called(booked.organisation)}, {when(booked.start)}.{referred}")
    return HttpResponseRedirect(here)


def _booked_and_referred(told: Call, given: Mapping[str, Any]) -> booking.Appointment:
    act = act_of(told.asker, EVENT if given["refer"] else "booked")
    said = "\n".join(str(given[name]) for name in ("slot", "reason", "comment", "risks", "refer"))
    wanted = BookingWanted(
        slot=given["slot"], person=told.person.reference, asker=told.wanted.asker, registered_at=told.person.registered_at,
        reason=given["reason"], comment=given["comment"],
        once=Once(sender=told.asker.organisation, request=given["once"], digest=sha256(said.encode()).hexdigest()),
    )  # fmt: skip
    booked = booking.book(wanted, told.practices, act)
    if given["refer"]:
        asked = referrals.Wanted(
            person=told.person.reference, source=Source.URGENT_CARE, made_by=told.asker.organisation, to=booked.organisation,
            why=given["reason"], risks=given["risks"], practice=told.person.registered_at, booking=booked.reference,
        )  # fmt: skip
        referrals.refer(asked, act, who=told.practices.called(told.asker.organisation))
    return booked


def _letters(refusal: Exception) -> tuple[Problem, ...]:
    if isinstance(refusal, DataProblem):
        return refusal.problems
    if isinstance(refusal, TooLate):
        fix = "Press the button again. However often you press it, it is booked once."
        return (letter("This took too long, and nothing was booked.", "Many people are booking at this moment.", fix),)
    if isinstance(refusal, ReusedIds):
        return (letter("You have booked with this page already.", "See their bookings above.", "Open the call anew to book another."),)
    return (letter(str(refusal), "It is not for you, or not any more.", "Choose another slot."),)


def _page(told: Call, form: BookForm, letters: tuple[Problem, ...], instead: list[Slot]) -> dict[str, Any]:
    found = searching.search_everywhere(told.wanted, told.practices, told.house.now)
    today = told.house.today
    shown = {slot.reference for slot in instead}
    services = [
        (told.practices.by_code[code], [(slot.reference, slot_in_words(slot, today)) for slot in slots if slot.reference not in shown])
        for code, slots in found.slots.items()
    ]
    next_three = [(slot.reference, f"{told.practices.called(slot.organisation)}: {slot_in_words(slot, today)}") for slot in instead]
    return {
        "here": "care-calls", "organisation": told.asker.organisation, "person_record": told.person, "form": form, "letters": letters,
        "lines": details_of(told.person, today), "services": services, "fallback": found.fallback, "nothing_at": found.nothing_at,
        "instead": next_three, "chosen": next_three[0][0] if next_three else form["slot"].value(), "hours": HOURS,
        "hours_now": int((told.wanted.end - told.wanted.start) / timedelta(hours=1)), "registered": told.practices.called(
            told.person.registered_at), "bookings": _bookings(told), "alternatives": tuple(told.practices.alternatives.values()),
    }  # fmt: skip


def _bookings(told: Call) -> list[tuple[str, str, str]]:
    """What they have booked from now on: reference, where, when."""
    stand = [one for one in booking.appointments_of(told.person.reference, starts=told.house.now) if one.status == "booked"]
    return [(one.reference, told.practices.called(one.organisation), when(one.start)) for one in stand]
