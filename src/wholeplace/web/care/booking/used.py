"""How slots were used: by practice and day, as a page and as a file. Numbers only: no person is in it."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.service.booking import DayOfPractice
from wholeplace.service.records.booking import reporting
from wholeplace.web.access import Role
from wholeplace.web.care.asking import asker_of
from wholeplace.web.care.booking.saying import beginning_of
from wholeplace.web.fhir.places import practices_of
from wholeplace.web.house import House, house_of
from wholeplace.web.slotting import as_csv

DAYS = 28


@require_safe
def used(request: HttpRequest, organisation: str) -> HttpResponse:
    """The practice's last four weeks and the week ahead, newest first."""
    asker_of(request, organisation, Role.RECEPTIONIST, Role.COORDINATOR)
    house = house_of(request)
    days = sorted(_report(house, organisation), key=lambda one: one.day, reverse=True)
    told = {
        "here": "care-slots",
        "organisation": organisation,
        "days": days,
        "total": _total(days),
        "name": practices_of(house).called(organisation),
    }
    return render(request, "care/booking/used.html", told)


@require_safe
def as_file(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same as CSV."""
    asker_of(request, organisation, Role.RECEPTIONIST, Role.COORDINATOR)
    answer = HttpResponse(as_csv(_report(house_of(request), organisation)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="slots-used.csv"'
    return answer


def _report(house: House, organisation: str) -> tuple[DayOfPractice, ...]:
    start, end = beginning_of(house.today - timedelta(days=DAYS)), beginning_of(house.today + timedelta(days=7))
    return reporting.report(start, end, practices_of(house), house.now, organisations=(organisation,))


def _total(days: Iterable[DayOfPractice]) -> tuple[int, ...]:
    rows = [(one.offered, one.used_by_111, one.given_back, one.unused, one.all_slots, one.all_used) for one in days]
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * 6
