"""A practice's own book: a day of slots, the quota of 111 and what became of it, release, and taking unused slots back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Asker, What
from wholeplace.service.booking import (
    FOR_111,
    URGENT_CARE,
    DayOfPractice,
    Practice,
    Practices,
    Slot,
    quota_of,
    status_at,
    went_back,
)
from wholeplace.service.records.access.audit import look_at_each
from wholeplace.service.records.booking import opening, reporting
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.booking.opening import Released
from wholeplace.service.records.turns import TooLate
from wholeplace.terms import Problem
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.booking.saying import STATES, NoButton, day_around, letter, names_of, when
from wholeplace.web.care.rooms import Waits, add_room, waits_for
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.forms import DayField
from wholeplace.web.house import ENGLAND, House, house_of
from wholeplace.web.partner.filling import say_what_is_wrong

add_room("Slots", "care-slots")

ORGANISATION_TYPES = ((URGENT_CARE, "111 and urgent care"), ("gp-practice", "Other GP practices"), ("social-prescribing", "Link workers"))
"""Whom slots can be released to by type: GP Connect's words, and one of ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One slot as the day's page shows it. `who`, `reason`: of the person who is booked, where the rules open it to the reader."""

    slot: Slot
    at: str
    state: str
    released: str
    booking: str = ""
    who: str = ""
    reason: str = ""
    by_111: bool = False
    may_be_ticked: bool = False
    may_be_booked: bool = False


class ReleaseForm(forms.Form):
    """To whom the ticked slots are released, and from when."""

    types = forms.MultipleChoiceField(
        label="To these only", choices=ORGANISATION_TYPES, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Tick none to release them to everybody.",
    )  # fmt: skip
    codes = forms.CharField(
        label="To organisations with these codes only", required=False, max_length=300, help_text="Codes with a space between."
    )
    from_day = DayField(label="Not before this day", required=False)
    from_time = forms.TimeField(
        label="Not before this time", required=False, help_text="Such as 08:00.", error_messages={"invalid": "Give a time, such as 08:00."}
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for each in self.fields.values():
            say_what_is_wrong(each)

    def released(self) -> Released:
        """What was filled in. A day without a time begins at midnight."""
        told = self.cleaned_data
        day, at = told["from_day"], told["from_time"] or time()
        embargo = None if day is None else datetime.combine(day, at, tzinfo=ENGLAND)
        return Released(types=tuple(told["types"]), codes=tuple(told["codes"].upper().split()), released_from=embargo)


@require_http_methods(["GET", "POST"])
def slots(request: HttpRequest, organisation: str) -> HttpResponse:
    """One day of a practice. What is done with its slots is done here, and the page comes back with what it did."""
    asker, house = asker_of(request, organisation, Role.RECEPTIONIST), house_of(request)
    practices, day = practices_of(house), _day(request, house)
    practice = practices.by_code.get(organisation)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    letters: tuple[Problem, ...] = ()
    if request.method == "POST" and practice is not None and form.is_valid():
        try:
            messages.success(request, _do(request, form, asker, practices, day))
        except TooLate:
            letters = (letter("This took too long, and nothing was changed.", "Many people are at work.", "Try again."),)
        except NoButton as refusal:
            letters = (letter(refusal.sentence, "Nothing was changed.", "Press one of the buttons below."),)
        else:
            return HttpResponseRedirect(f"{reverse('care-slots', kwargs={'organisation': organisation})}?day={day.isoformat()}")
    return render(request, "care/booking/slots.html", {**_page(asker, house, practices, day), "form": form, "letters": letters})


def _do(request: HttpRequest, form: ReleaseForm, asker: Asker, practices: Practices, day: date) -> str:
    """Do what the button said. Returns a sentence about it."""
    ticked, organisation = request.POST.getlist("slot"), asker.organisation
    start, end = day_around(day)
    dos: Mapping[str, Callable[[], tuple[int, str]]] = {
        "release": lambda: (
            opening.release(organisation, ticked, form.released(), practices, act_of(asker, "slots released")), "released",
        ),
        "take back": lambda: (opening.take_back(organisation, ticked, act_of(asker, "slots taken back")), "taken back from others"),
        "keep": lambda: (
            opening.keep_for_111(organisation, start, end, practices.by_code[organisation], act_of(asker, "slots kept for 111")),
            "kept for 111",
        ),
        "unused": lambda: (opening.unused_back(organisation, practices, act_of(asker, "unused slots taken back")), "taken back unused"),
    }  # fmt: skip
    do = request.POST.get("do", "")
    if do not in dos:
        raise NoButton
    count, words = dos[do]()
    return f"{count} {'slot was' if count == 1 else 'slots were'} {words}."


def _page(asker: Asker, house: House, practices: Practices, day: date) -> dict[str, Any]:
    start, end = day_around(day)
    organisation = asker.organisation
    practice = practices.by_code.get(organisation) or Practice(code=organisation, name=organisation)
    rows = reporting.day_of(organisation, start, end)
    shown = _opened(asker, [booked.person for _, booked in rows if booked])
    lines = [_line(slot, booked, practice, house, shown) for slot, booked in rows]
    told = reporting.report(start, end, practices, house.now, organisations=(organisation,))
    return {
        "here": "care-slots", "organisation": organisation, "practice": practices.by_code.get(organisation), "day": day, "lines": lines,
        "used": told[0] if told else _nothing(organisation, day, practice), "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
    }  # fmt: skip


def _nothing(organisation: str, day: date, practice: Practice) -> DayOfPractice:
    return DayOfPractice(
        organisation=organisation, day=day, quota=quota_of(practice), offered=0, used_by_111=0, given_back=0, given_back_used=0, waiting=0,
        other_by_111=0, all_slots=0, all_used=0,
    )  # fmt: skip


def _opened(asker: Asker, persons: list[str]) -> dict[str, str]:
    """What the people of a day are called, those only whom the rules open to the reader. Each look is noted."""
    verdicts = look_at_each(asker, persons, What.BOOKINGS)
    return names_of(person for person, verdict in verdicts.items() if verdict.allowed)


def _line(slot: Slot, booked: Appointment | None, practice: Practice, house: House, shown: Mapping[str, str]) -> Line:
    now, here = house.now, slot.start.astimezone(ENGLAND)
    state = "overbooked" if slot.over and booked else STATES[status_at(slot, now)]
    if slot.start <= now and booked is None:
        state = "not used"
    told = Line(
        slot=slot, at=f"{here:%H:%M}", state=state, released="" if slot.start <= now else _released(slot, practice, now),
        may_be_ticked=booked is None and slot.start > now,
        may_be_booked=slot.start > now and not slot.over,
    )  # fmt: skip
    if booked is None or booked.person not in shown:
        return told
    return Line(
        slot=slot, at=told.at, state=state, released=told.released, booking=booked.reference, who=shown[booked.person],
        reason=booked.reason, by_111=booked.booked_by_type == URGENT_CARE, may_be_booked=told.may_be_booked,
    )  # fmt: skip


def _released(slot: Slot, practice: Practice, now: datetime) -> str:
    """To whom a slot is released, in words."""
    if not slot.bookable:
        return "111 gave it back" if slot.given_back else "your practice only"
    if went_back(slot, practice, now) and slot.given_back is None:
        return "came back from 111"
    names = dict(ORGANISATION_TYPES)
    only = [*(names.get(one, one) for one in slot.types), *slot.codes]
    to = "kept for 111" if slot.kept_for == FOR_111 and slot.given_back is None else ", ".join(only) or "everybody"
    return f"{to}, from {when(slot.released_from)}" if slot.released_from and slot.released_from > now else to


def _day(request: HttpRequest, house: House) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return house.today


@waits_for(Role.RECEPTIONIST)
def quota_waits(request: HttpRequest, asker: Asker) -> list[Waits]:
    """Where too few slots of today are kept for 111: the practice promised them. And what 111 booked today, as a number."""
    house = house_of(request)
    practices = practices_of(house)
    start, end = day_around(house.today)
    address = reverse("care-slots", kwargs={"organisation": asker.organisation})
    found = []
    for told in reporting.report(start, end, practices, house.now, organisations=(asker.organisation,)):
        if told.offered < told.quota:
            what = f"Keep {told.quota - told.offered} more for 111"
            found.append(Waits(title="Slots of today", what=what, address=address, due=house.today))
        if told.used_by_111 + told.other_by_111:
            count = told.used_by_111 + told.other_by_111
            what = f"111 booked {count} today: see why they come"
            found.append(Waits(title="Slots of today", what=what, address=address))
    return found
