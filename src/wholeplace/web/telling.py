"""Subscriptions for whoever sits at the machine that holds the place: what `wholeplace events` does."""

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.web.house import House
from wholeplace.web.records import begin

if TYPE_CHECKING:
    from wholeplace.service.records.events.sending import Sent

PATIENCE = 10
"""Seconds that a subscriber has to answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscribed:
    """A subscription as it is shown. `secret`: only when it is made. `waiting`: happenings not taken yet; `said`: why the last was not."""

    reference: str
    organisation: str
    address: str
    kinds: tuple[str, ...]
    since: date
    until: date | None
    secret: str = ""
    told: int = 0
    waiting: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one place. `by`: the initials of whoever acts, for the log."""

    house: House
    by: str

    def subscribe(self, organisation: str, address: str, kinds: Sequence[str]) -> Subscribed:
        """A new subscription with its secret. Raises DataProblem with everything that is wrong with it."""
        from wholeplace.service.records.events import subscriptions

        asked = subscriptions.SubscriptionAsked(organisation=organisation, address=address, kinds=tuple(kinds), since=self.house.today)
        known = [str(one.code) for one in self.house.place.organisations]
        made = subscriptions.subscribe(self._act("subscription made"), asked, organisations=known)
        return _shown(made, secret=made.secret)

    def told(self) -> Sequence[Subscribed]:
        """Every subscription, the ended ones too."""
        from wholeplace.service.records.events.models import Subscription

        return [_shown(one) for one in Subscription.objects.order_by("organisation", "pk")]

    def end(self, reference: str) -> Subscribed:
        """End a subscription from today on. Raises DataProblem where there is none of that reference."""
        from wholeplace.service.records.events import subscriptions

        return _shown(subscriptions.end(self._act("subscription ended"), reference, self.house.today))

    def send(self) -> "Sent":
        """Tell every subscriber what waits for them."""
        from wholeplace.service.records.events.sending import send

        return send(self.house.now, post)

    def _act(self, event: str) -> Act:
        if not self.by.strip():
            raise WrongUse("Say who you are: --by INITIALS. They are kept in the log.")
        return Act(account=self.by, acting_as="at the machine", event=event, at=self.house.now)


def open_events(folder: Path, *, by: str, clock: Callable[[], datetime]) -> Events:
    """The events of a place. Raises WrongUse where there is no such folder, DataProblem where its front door is shut."""
    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    house = House(folder, clock)
    if not house.open_to_residents:
        problem = Problem(
            where=f"{folder / 'place.toml'}", what="This place has no front door.", why="Nothing happens that others could be told of.",
            fix='Add "front-door" to modules.',
        )  # fmt: skip
        raise DataProblem("No events", [problem])
    begin(folder, keeps_records=True)
    return Events(house, by)


class _NotSentOn(urllib.request.HTTPRedirectHandler):
    """A subscriber that sends us elsewhere was not told: the address was agreed, another was not."""

    def redirect_request(self, req: object, fp: object, code: int, msg: str, headers: object, newurl: str) -> None:  # noqa: ARG002  the form urllib calls
        return None


_OPENER = urllib.request.build_opener(_NotSentOn)


def post(address: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Send a body to an address; why it was not taken, or nothing where it was (an answer of 200 to 299 in time)."""
    request = urllib.request.Request(address, data=body, headers=dict(headers), method="POST")
    try:
        with _OPENER.open(request, timeout=PATIENCE):
            return ""
    except urllib.error.HTTPError as answer:
        answer.close()
        return f"It answered {answer.code}."
    except (OSError, ValueError) as refusal:
        return f"It did not answer ({type(refusal).__name__})."


def _shown(record: object, *, secret: str = "") -> Subscribed:
    from wholeplace.service.records.events.models import Delivery, Subscription

    assert isinstance(record, Subscription)
    rows = Delivery.objects.filter(subscription=record.pk)
    first = rows.filter(done_at=None).order_by("number").first()
    return Subscribed(
        reference=record.pk, organisation=record.organisation, address=record.address, kinds=tuple(record.kinds), since=record.since,
        until=record.until, secret=secret, told=rows.exclude(done_at=None).count(), waiting=rows.filter(done_at=None).count(),
        said=first.said if first else "",
    )  # fmt: skip
