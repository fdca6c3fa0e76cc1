"""How slots were used: by practice and day, as a page and as a file. Numbers only: no person is in it."""

import csv
import io
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

DAYS = 28
HEADERS = (
    "PRACTICE_CODE", "DAY", "PROMISED_TO_111", "KEPT_FOR_111", "BOOKED_BY_111", "WAITING_FOR_111", "CAME_BACK", "CAME_BACK_AND_USED",
    "CAME_BACK_UNUSED", "OTHER_SLOTS_BOOKED_BY_111", "ALL_SLOTS", "ALL_BOOKED",
)  # fmt: skip


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


def as_csv(days: Iterable[DayOfPractice]) -> str:
    """Practices and days as CSV, one line each under HEADERS."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADERS)
    for one in days:
        writer.writerow((
            one.organisation, one.day.isoformat(), one.quota, one.offered, one.used_by_111, one.waiting, one.given_back,
            one.given_back_used, one.unused, one.other_by_111, one.all_slots, one.all_used,
        ))  # fmt: skip
    return text.getvalue()


def _report(house: House, organisation: str) -> tuple[DayOfPractice, ...]:
    start, end = beginning_of(house.today - timedelta(days=DAYS)), beginning_of(house.today + timedelta(days=7))
    return reporting.report(start, end, practices_of(house), house.now, organisations=(organisation,))


def _total(days: Iterable[DayOfPractice]) -> tuple[int, ...]:
    rows = [(one.offered, one.used_by_111, one.given_back, one.unused, one.all_slots, one.all_used) for one in days]
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * 6
