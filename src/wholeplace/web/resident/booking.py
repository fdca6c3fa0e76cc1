"""A resident's own appointments: what is booked, booking one of the slots that services released to everybody, moving and cancelling."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.ledger.records.keeping import ChangedMeanwhile
from wholeplace.service.access import Doing, Role, What
from wholeplace.service.booking import WIDEST, AppointmentStatus, Asker, Refused, Slot, SlotGone, SlotsWanted
from wholeplace.service.records.access.audit import look, look_at_each
from wholeplace.service.records.booking import booking, searching
from wholeplace.service.records.booking.booking import BookingWanted
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.events.once import Duplicate, Once, ReusedIds
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.reading import answered_before
from wholeplace.service.records.turns import TooLate
from wholeplace.terms import Problem
from wholeplace.web.care.booking.saying import OnceForm, beginning_of, letter, new_once, slot_in_words, when
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.house import House, house_of
from wholeplace.web.resident.rooms import Next, add_room, tells_what_is_next
from wholeplace.web.resident.who import Signed, signed_resident

add_room("Appointments", "my-bookings")
MOST = 10
"""How many slots of each service a page offers: the next ones."""
SAID = {
    AppointmentStatus.BOOKED: "booked", AppointmentStatus.CAME: "you came", AppointmentStatus.DID_NOT_COME: "you did not come",
    AppointmentStatus.CANCELLED: "cancelled",
}  # fmt: skip


class BookForm(OnceForm):
    """Which slot, and why."""

    slot = forms.CharField(label="Time", max_length=64, error_messages={"required": "Choose a time."})
    reason = forms.CharField(
        label="Why do you want to be seen?", max_length=500, widget=forms.Textarea, help_text="A sentence is enough. The service reads it.",
        error_messages={"required": "Write a sentence about why."},
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why it is cancelled. `version`: the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why do you cancel?", max_length=500, error_messages={"required": "Write a few words."})


@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """What is booked, and what was."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.BOOKINGS)
    rows = [(one, practices_of(house).called(one.organisation), when(one.start), _said(one)) for one in _theirs(signed)]
    ahead = [row for row in rows if row[0].start > house.now and row[0].status == AppointmentStatus.BOOKED]
    behind = [row for row in reversed(rows) if row not in ahead]
    return render(request, "resident/booking/bookings.html", {"here": "my-bookings", "ahead": ahead, "behind": behind})


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Book one of the slots that services of the place released to everybody and that take this person."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.BOOKINGS, doing=Doing.WRITE if request.method == "POST" else Doing.READ)
    before = answered_before(signed.person, request.GET.get("triage", ""))
    form = BookForm(request.POST if request.method == "POST" else None, initial={"once": new_once(), "reason": before})
    letters: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _booked(request, signed, form.cleaned_data)
        except (Refused, TooLate, ReusedIds) as refusal:
            letters = (_letter(refusal),)
    day = _day_of(request, house)
    found = searching.search_everywhere(_wanted(signed, house, day), practices_of(house), house.now)
    services = [(practices_of(house).by_code[code], _choices(slots, house)) for code, slots in found.slots.items()]
    given = {"here": "my-bookings", "form": form, "letters": letters, "services": services, "fallback": found.fallback}
    given |= {"day": day, "days": [house.today + timedelta(days=each) for each in range(WIDEST.days)]}
    return render(request, "resident/booking/book.html", given, status=409 if letters else 200)


@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest, booking: str) -> HttpResponse:
    """One appointment, and how to cancel it. Cancelling is a kindness: the slot is somebody else's at once."""
    signed, house = signed_resident(request), house_of(request)
    record = _own(signed, booking, doing=Doing.WRITE if request.method == "POST" else Doing.READ)
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"version": record.version})
    letters: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _cancel(signed, record.reference, form.cleaned_data)
        except ChangedMeanwhile:
            what = "Somebody else changed this appointment first."
            letters = (letter(what, "Nothing was cancelled.", "Look at it again.", where="Appointment"),)
        except (Refused, TooLate) as refusal:
            letters = (_letter(refusal),)
        else:
            messages.success(request, "It is cancelled. Thank you: somebody else can have the time.")
            return HttpResponseRedirect(reverse("my-bookings"))
    practice = practices_of(house).by_code.get(record.organisation)
    given = {"here": "my-bookings", "record": record, "practice": practice, "at": when(record.start), "form": form, "letters": letters}
    changes = record.status == AppointmentStatus.BOOKED and record.start > house.now
    return render(request, "resident/booking/booking.html", {**given, "said": _said(record), "changes": changes})


@tells_what_is_next
def coming(request: HttpRequest, signed: Signed) -> list[Next]:
    """Appointments that are still to come."""
    if not look_at_each(signed.asker, [signed.person], What.BOOKINGS)[signed.person].allowed:
        return []
    house = house_of(request)
    ahead = [one for one in _theirs(signed) if one.start > house.now and one.status == AppointmentStatus.BOOKED]
    return [
        Next(
            title=f"Appointment at {practices_of(house).called(one.organisation)}", words=f"{when(one.start)}.", when=one.start,
            address=reverse("my-booking", kwargs={"booking": one.reference}),
        )
        for one in ahead
    ]  # fmt: skip


def _booked(request: HttpRequest, signed: Signed, given: Mapping[str, Any]) -> HttpResponse:
    digest = sha256(f"{given['slot']}\n{given['reason']}".encode()).hexdigest()
    wanted = BookingWanted(
        slot=given["slot"], person=signed.person, asker=_asker(signed), registered_at=_practice_of(signed.person), reason=given["reason"],
        once=Once(sender=f"account {signed.account}"[:40], request=given["once"], digest=digest),
    )  # fmt: skip
    try:
        made = booking.book(wanted, practices_of(house_of(request)), signed.act("booked"))
    except Duplicate as before:
        made = booking.appointment(before.answer["appointment"])
    messages.success(request, f"It is booked: {when(made.start)}.")
    return HttpResponseRedirect(reverse("my-booking", kwargs={"booking": made.reference}))


def _cancel(signed: Signed, reference: str, given: Mapping[str, Any]) -> None:
    booking.cancel(reference, given["version"], reason=given["reason"], by="", act=signed.act("cancelled", why=given["reason"]))


def _theirs(signed: Signed) -> list[Appointment]:
    """All of them; who has not proven who they are sees those that were booked on these pages only."""
    return [one for one in booking.appointments_of(signed.person) if signed.fully or not one.booked_by]


def _own(signed: Signed, reference: str, *, doing: Doing) -> Appointment:
    look(signed.asker, signed.person, What.BOOKINGS, doing=doing)
    found = next((one for one in _theirs(signed) if one.reference == reference), None)
    if found is None:
        raise Http404
    return found


def _day_of(request: HttpRequest, house: House) -> date:
    """The first day of which times are shown: the one that was chosen, today where none was or it is none of the next two weeks."""
    days = [house.today + timedelta(days=each) for each in range(WIDEST.days)]
    return next((one for one in days if one.isoformat() == request.GET.get("day", "")), house.today)


def _wanted(signed: Signed, house: House, day: date) -> SlotsWanted:
    return SlotsWanted(
        start=max(house.now, beginning_of(day)), end=house.now + WIDEST - timedelta(minutes=1), asker=_asker(signed),
        registered_at=_practice_of(signed.person), most=MOST,
    )  # fmt: skip


def _asker(signed: Signed) -> Asker:
    return Asker(type=Role.PROXY.value if signed.acting else Role.RESIDENT.value)


def _practice_of(person: str) -> str:
    return Person.objects.filter(pk=person).values_list("registered_at", flat=True).first() or ""


def _choices(slots: Sequence[Slot], house: House) -> list[tuple[str, str]]:
    return [(slot.reference, slot_in_words(slot, house.today)) for slot in slots]


def _said(record: Appointment) -> str:
    return SAID[AppointmentStatus(record.status)]


def _letter(refusal: Exception) -> Problem:
    if isinstance(refusal, SlotGone):
        return letter("Somebody else has just taken this time.", "Nothing was booked.", "Choose another one below.", where="Appointment")
    if isinstance(refusal, TooLate):
        fix = "Press the button again. It is done once, however often you press it."
        return letter("This took too long, and nothing was done.", "Many people are here at this moment.", fix, where="Appointment")
    if isinstance(refusal, ReusedIds):
        return letter("You have booked with this page already.", "It stands under Appointments.", "Go there first.", where="Appointment")
    return letter(str(refusal), "Nothing was done.", "Choose another time.", where="Appointment")
