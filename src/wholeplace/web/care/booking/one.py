"""One slot that a practice books itself, and one appointment: who comes and why, cancel, move, and whether they came."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.ledger.records.keeping import ChangedMeanwhile, history
from wholeplace.service.access import Asker, Doing, What
from wholeplace.service.booking import AppointmentStatus, NoSuchAppointment, Refused, SlotStatus, SlotsWanted, status_at
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.booking import booking, opening, reporting, searching
from wholeplace.service.records.booking.booking import BookingWanted
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.events.once import Duplicate, Once, ReusedIds
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.turns import TooLate
from wholeplace.terms import Problem
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.booking.saying import (
    CHANNELS,
    NoButton,
    OnceForm,
    asked_of_somebody,
    books_as,
    letter,
    names_of,
    new_once,
    slot_in_words,
    when,
)
from wholeplace.web.care.persons.finding import MOST, FindForm, search
from wholeplace.web.care.persons.parts import part_of_a_person
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.house import ENGLAND, House, house_of
from wholeplace.web.partner.filling import told_of

SAID = {
    AppointmentStatus.BOOKED: "booked", AppointmentStatus.CAME: "they came", AppointmentStatus.DID_NOT_COME: "they did not come",
    AppointmentStatus.CANCELLED: "cancelled",
}  # fmt: skip
NEXT = 24
"""How many free slots of each service a call handler is offered to move somebody to. Of forty practices there are tens of thousands."""
WAYS = (Role.RECEPTIONIST, Role.CALL_HANDLER)


class SlotForm(OnceForm, FindForm):
    """Who is booked, and why. `because`: asked where the slot is taken."""

    reason = forms.CharField(label="Why they come", max_length=500, widget=forms.Textarea)
    because = forms.CharField(label="Why you overbook", max_length=500, required=False, help_text="It stands in the log beside your name.")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        asked_of_somebody(self, "nhs_number", "family_name", "born", "because")


class ChangeForm(forms.Form):
    """What is to become of an appointment. `version`: the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why", max_length=500, required=False)
    slot = forms.ChoiceField(label="Another time", required=False)

    def __init__(self, others: list[tuple[str, str]], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["slot"] = forms.ChoiceField(label="Another time", required=False, choices=[("", "Choose one"), *others])
        asked_of_somebody(self, "reason", "slot")


@require_http_methods(["GET", "POST"])
def slot(request: HttpRequest, organisation: str, slot: str) -> HttpResponse:
    """A practice books its own slot; where it is taken, beside it, with a reason."""
    asker, house = asker_of(request, organisation, Role.RECEPTIONIST), house_of(request)
    held = searching.slot(slot)
    if held is None or held.organisation != organisation:
        raise Http404
    form = SlotForm(request.POST if request.method == "POST" else None, initial={"once": new_once(), "version": 0})
    letters: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        person, letters = _one_person(asker, form.cleaned_data)
        if person is not None:
            try:
                return _taken(request, asker, held.reference, person, form.cleaned_data)
            except (Refused, TooLate, ReusedIds) as refusal:
                letters = (letter(_sentence(refusal), "Nothing was booked.", "Change it, and try again."),)
    free = status_at(held, house.now) is SlotStatus.FREE
    told = {"here": "care-slots", "organisation": organisation, "held": held, "words": when(held.start), "free": free, "form": form}
    return render(request, "care/booking/slot.html", {**told, "letters": letters, "channel": CHANNELS[held.channel]})


@part_of_a_person(What.BOOKINGS, "Appointments")
def appointments_told(asker: Asker, person: str) -> list[tuple[str, str]]:  # noqa: ARG001  the form of a teller
    """A person's appointments as lines of their page, the last first."""
    told = sorted(booking.appointments_of(person), key=lambda one: one.start, reverse=True)
    return [(when(one.start), ": ".join(words for words in (SAID[AppointmentStatus(one.status)], one.reason) if words)) for one in told]


def _one_person(asker: Asker, given: Mapping[str, Any]) -> tuple[Person | None, tuple[Problem, ...]]:
    found = search(asker, {name: given[name] for name in ("nhs_number", "family_name", "born")})
    if len(found) == 1 and found[0][1]:
        return found[0][0], ()
    what = "Nobody fits whom your practice serves." if not found or len(found) == 1 else f"{min(len(found), MOST)} people fit."
    return None, (letter(what, "It must be certain who is booked.", "Ask for the NHS number.", where="Person"),)


def _taken(request: HttpRequest, asker: Asker, reference: str, person: Person, given: Mapping[str, Any]) -> HttpResponse:
    look(asker, person.reference, What.BOOKINGS, doing=Doing.WRITE)
    practices = practices_of(house_of(request))
    wanted = BookingWanted(
        slot=reference, person=person.reference, asker=books_as(Role.RECEPTIONIST, asker.organisation), registered_at=person.registered_at,
        reason=given["reason"], once=Once(sender=asker.organisation, request=given["once"]),
    )  # fmt: skip
    try:
        if given["because"].strip():
            booked = opening.overbook(wanted, given["because"], act_of(asker, "overbooked", why=given["because"]))
        else:
            booked = booking.book(wanted, practices, act_of(asker, "booked"))
    except Duplicate as before:
        booked = booking.appointment(before.answer["appointment"])
    messages.success(request, f"Booked: {when(booked.start)}.")
    return HttpResponseRedirect(_address(asker.organisation, booked.reference))


@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest, organisation: str, booking: str) -> HttpResponse:
    """One appointment of the organisation, or that it booked."""
    asker, house = asker_of(request, organisation, *WAYS), house_of(request)
    record = _its(organisation, booking)
    look(asker, record.person, What.BOOKINGS, doing=Doing.WRITE if request.method == "POST" else Doing.READ)
    others = _others(asker, record, house)
    form = ChangeForm(others, request.POST if request.method == "POST" else None, initial={"version": record.version})
    letters: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            told, to = _change(request, asker, record, form.cleaned_data)
        except ChangedMeanwhile as changed:
            words = f"{changed.says['account']} changed it first ({changed.says['event']})."
            letters = (letter(words, "Nothing of yours was kept.", "Look again below."),)
            record = _its(organisation, booking)
        except (Refused, TooLate) as refusal:
            letters = (letter(_sentence(refusal), "Nothing was changed.", "Look again below."),)
        else:
            messages.success(request, told)
            return HttpResponseRedirect(_address(organisation, to))
    return render(request, "care/booking/booking.html", _page(asker, record, house, form, letters))


def _change(request: HttpRequest, asker: Asker, record: Appointment, given: Mapping[str, Any]) -> tuple[str, str]:
    """Do what the button said. Returns what was done, and the reference of the appointment to show then."""
    do = request.POST.get("do", "")
    by, reference, version = asker.organisation, record.reference, given["version"]

    def cancelled() -> tuple[str, str]:
        booking.cancel(reference, version, reason=given["reason"], by=by, act=act_of(asker, "cancelled", why=given["reason"]))
        return "It is cancelled. The slot is free again.", reference

    def moved() -> tuple[str, str]:
        wanted = BookingWanted(
            slot=given["slot"], person=record.person, asker=books_as(Role(asker.role.value), by), registered_at=_practice_of(record.person),
            reason=record.reason, description=record.description, comment=record.comment, referral=record.referral, sent=record.sent,
        )  # fmt: skip
        new = booking.rebook(reference, version, wanted, practices_of(house_of(request)), act_of(asker, "moved"))
        return f"It is moved to {when(new.start)}.", new.reference

    def told(status: AppointmentStatus) -> tuple[str, str]:
        booking.came(reference, version, status=status, act=act_of(asker, SAID[status]))
        return "That is kept.", reference

    dos: Mapping[str, Callable[[], tuple[str, str]]] = {
        "cancel": cancelled, "move": moved, "came": lambda: told(AppointmentStatus.CAME),
        "did not come": lambda: told(AppointmentStatus.DID_NOT_COME),
    }  # fmt: skip
    if do not in dos:
        raise NoButton
    return dos[do]()


def _its(organisation: str, reference: str) -> Appointment:
    """An appointment that the organisation has or booked. Nobody else is told that there is one."""
    try:
        record = booking.appointment(reference)
    except NoSuchAppointment:
        raise Http404 from None
    if organisation not in (record.organisation, record.booked_by):
        raise Http404
    return record


def _others(asker: Asker, record: Appointment, house: House) -> list[tuple[str, str]]:
    """Free slots to move it to: a practice's own for the practice, what 111 may book for 111."""
    if record.status != AppointmentStatus.BOOKED or record.start <= house.now:
        return []
    end = house.now + timedelta(days=14)
    practices = practices_of(house)
    if asker.organisation == record.organisation:
        rows = reporting.day_of(record.organisation, house.now, end)
        free = [
            slot for slot, booked in rows if booked is None and status_at(slot, house.now) is SlotStatus.FREE and slot.start > house.now
        ]
        return [(slot.reference, slot_in_words(slot, house.today)) for slot in free]
    asked = SlotsWanted(
        start=house.now, end=end, asker=books_as(Role(asker.role.value), asker.organisation), registered_at=_practice_of(record.person),
        most=NEXT,
    )  # fmt: skip
    found = searching.search_slots(asked, practices, house.now)
    return [(slot.reference, f"{practices.called(slot.organisation)}: {slot_in_words(slot, house.today)}") for slot in found]


def _page(asker: Asker, record: Appointment, house: House, form: ChangeForm, letters: tuple[Problem, ...]) -> dict[str, Any]:
    practices = practices_of(house)
    by = practices.called(record.booked_by) if record.booked_by in practices.by_code else house.called(record.booked_by)
    lines = [
        ("Who", names_of([record.person]).get(record.person, "")), ("When", when(record.start)),
        ("Where", practices.called(record.organisation)),
        ("How", CHANNELS_BY_WORD.get(record.channel, record.channel)), ("Why they come", record.reason), ("Words", record.description),
        ("What to know", record.comment), ("Booked by", by or record.booked_by_type), ("State", SAID[AppointmentStatus(record.status)]),
        ("Why it was cancelled", record.cancel_reason), ("Why it was overbooked", record.over_because),
    ]  # fmt: skip
    stands = record.status == AppointmentStatus.BOOKED
    return {
        "here": "care-slots", "organisation": asker.organisation, "record": record, "lines": [line for line in lines if line[1]],
        "form": form,
        "letters": letters, "changes": stands and record.start > house.now,
        "came": stands and record.start <= house.now and asker.organisation == record.organisation,
        "day": record.start.astimezone(ENGLAND).date(),
        "log": told_of(history(record)), "at_practice": asker.role.value == Role.RECEPTIONIST.value,
    }  # fmt: skip


CHANNELS_BY_WORD = {channel.value: words for channel, words in CHANNELS.items()}


def _practice_of(person: str) -> str:
    return Person.objects.filter(pk=person).values_list("registered_at", flat=True).first() or ""


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, TooLate):
        return "This took too long."
    return refusal.sentence if isinstance(refusal, Refused) else "You have sent this page already."


def _address(organisation: str, reference: str) -> str:
    return reverse("care-booking", kwargs={"organisation": organisation, "booking": reference})
