"""Tells subscribers what happened: in order, at least once each, again and again until they take it.

What happened is first shared out to whoever subscribes (in one transaction, so that nothing is lost between the two), then sent. A
subscriber that does not answer holds up nobody else.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from wholeplace.service.fhir.notifying import Happening, notification
from wholeplace.service.records.events.models import Delivery, Subscription, Told
from wholeplace.service.records.events.subscriptions import standing
from wholeplace.service.records.turns import in_turn

AT_ONCE = 500
LONGEST = timedelta(hours=1)
SIGNATURE = "X-Wholeplace-Signature"

Post = Callable[[str, bytes, Mapping[str, str]], str]
"""Sends a body to an address with headers; returns why it was not taken, or nothing where it was."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """How many happenings were taken, how many were not (and are tried again), and how many still wait."""

    taken: int
    refused: int
    waiting: int


def share_out(now: datetime) -> int:
    """Give everything that happened since the last time to whoever subscribes to it. How many happenings there were."""
    shared = 0
    while batch := in_turn(lambda: _shared(now)):
        shared += batch
    return shared


def send(now: datetime, post: Post) -> Sent:
    """Share out what happened, and tell each subscriber what waits for them, in order, until one is not taken.

    The signature is HMAC-SHA-256 over the body with the subscription's secret, as sha256=HEX.
    """
    share_out(now)
    taken = refused = 0
    for subscription in Subscription.objects.order_by("pk"):
        while delivery := _next(subscription, now):
            why_not = _told(subscription, delivery, post)
            _write_down(delivery, now, why_not)
            if why_not:
                refused += 1
                break
            taken += 1
    return Sent(taken=taken, refused=refused, waiting=Delivery.objects.filter(done_at=None).count())


def _shared(now: datetime) -> int:
    """One batch. Rows are found by not having been shared out, not by their number: a number may become visible after a later one."""
    happened = list(Told.objects.select_for_update().filter(sent_at=None).order_by("id")[:AT_ONCE])
    subscribers = standing(now.date())
    numbers = {one.pk: Delivery.objects.filter(subscription=one.pk).count() for one in subscribers}
    deliveries = []
    for told in happened:
        for one in subscribers:
            if told.organisation == one.organisation and (not one.kinds or told.kind in one.kinds):
                numbers[one.pk] += 1
                deliveries.append(Delivery(subscription=one.pk, number=numbers[one.pk], told=told, next_at=now))
    Delivery.objects.bulk_create(deliveries)
    Told.objects.filter(pk__in=[told.pk for told in happened]).update(sent_at=now)
    return len(happened)


def _next(subscription: Subscription, now: datetime) -> Delivery | None:
    """The first that waits for a subscriber, where its time has come."""
    first = Delivery.objects.filter(subscription=subscription.pk, done_at=None).select_related("told").order_by("number").first()
    return first if first and first.next_at <= now else None


def _told(subscription: Subscription, delivery: Delivery, post: Post) -> str:
    happened = Happening(number=delivery.number, kind=delivery.told.kind, reference=delivery.told.reference, at=delivery.told.at)
    # The same happening told again has the same id, so that a subscriber knows it.
    ident = uuid5(NAMESPACE_URL, f"{subscription.pk}/{delivery.number}")
    body = msgspec.json.encode(notification(subscription.pk, happened, ident=ident, since_start=delivery.number))
    return post(subscription.address, body, _headers(subscription, body))


def _headers(subscription: Subscription, body: bytes) -> dict[str, str]:
    seal = hmac.new(subscription.secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/fhir+json", SIGNATURE: f"sha256={seal}"}


def _write_down(delivery: Delivery, now: datetime, why_not: str) -> None:
    """Taken, or tried again after 1, 2, 4 ... minutes, at most an hour."""
    values: dict[str, Any] = {"tries": delivery.tries + 1, "said": why_not[:200]}
    if why_not:
        values["next_at"] = now + min(LONGEST, timedelta(minutes=2 ** min(delivery.tries, 10)))
    else:
        values["done_at"] = now
    in_turn(lambda: Delivery.objects.filter(pk=delivery.pk).update(**values))
