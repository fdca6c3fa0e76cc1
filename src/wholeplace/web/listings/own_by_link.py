"""A group's own listing, opened by the link that it was sent. Whoever holds the link speaks for the group."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.ledger.records import Act
from wholeplace.web.house import house_of
from wholeplace.web.listings import own
from wholeplace.web.listings.links import opened_by
from wholeplace.web.listings.own import Opened

Page = Callable[[HttpRequest, Opened], HttpResponse]


def _by_link(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page of whoever holds the link; a link that opens nothing says so, and no more."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        house = house_of(request)
        record = opened_by(token, today=house.today)
        if record is None:
            return render(request, "listings/no_link.html", status=410)
        whose = {"token": token}
        opened = Opened(
            record=record, here=reverse("listing", kwargs=whose), mend=reverse("listing-mend", kwargs=whose),
            close=reverse("listing-close", kwargs=whose), back="", frame="listings/frame.html",
            act=lambda event: Act(account="by link", acting_as="whoever holds the listing's link", event=event, at=house.now),
        )  # fmt: skip
        return page(request, opened)

    return answer


listing = _by_link(own.look_and_confirm)
mend = _by_link(own.mend)
close = _by_link(own.close)
