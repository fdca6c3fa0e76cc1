"""Who is told what happens: an organisation's system, of what happens at that organisation and nowhere else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.db.models import Q

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.service.booking import AppointmentStatus
from wholeplace.service.records.events.models import Subscription
from wholeplace.service.referral import State
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

KINDS = (
    "appointment booked", "appointment amended", "appointment cancelled", "appointment moved",
    f"appointment {AppointmentStatus.CAME}", f"appointment {AppointmentStatus.DID_NOT_COME}",
    *(f"referral {state}" for state in State), "message back",
)  # fmt: skip
"""Everything that is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SubscriptionAsked:
    """A subscription as somebody asks for it, so any word may be wrong. `kinds` empty: everything that happens at `organisation`."""

    organisation: str
    address: str
    kinds: tuple[str, ...] = ()
    since: date


def subscribe(act: Act, asked: SubscriptionAsked, *, organisations: Sequence[str]) -> Subscription:
    """A new subscription; its secret is in the record, and told once. Raises DataProblem with everything that is wrong."""
    problems = [*_organisation(asked, organisations), *_address(asked.address), *_kinds(asked.kinds)]
    if problems:
        raise DataProblem("Nobody was subscribed", problems)
    record = Subscription(
        reference=f"sub-{secrets.token_hex(8)}", organisation=asked.organisation, kinds=sorted(set(asked.kinds)), address=asked.address,
        secret=secrets.token_hex(32), since=asked.since,
    )  # fmt: skip
    keep(record, act)
    return record


def end(act: Act, reference: str, until: date) -> Subscription:
    """Nothing more is told from the day `until` on. Raises DataProblem where there is no such subscription."""
    record = Subscription.objects.filter(pk=reference).first()
    if record is None:
        known = list(Subscription.objects.values_list("pk", flat=True))
        problem = Problem(
            where=reference, what="there is no such subscription.", why="Nothing was ended.",
            fix=did_you_mean(reference, known) or "See the list: wholeplace events list DIR",
        )  # fmt: skip
        raise DataProblem("Nothing was ended", [problem])
    record.until = max(until, record.since)
    keep(record, act)
    return record


def standing(day: date) -> Sequence[Subscription]:
    """The subscriptions that stand on a day, by reference."""
    return list(Subscription.objects.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day)).order_by("pk"))


def _organisation(asked: SubscriptionAsked, organisations: Sequence[str]) -> list[Problem]:
    if asked.organisation in organisations:
        return []
    fix = did_you_mean(asked.organisation, list(organisations)) or "Use a code of organisations.csv."
    return [Problem(where="Organisation", what=f'"{asked.organisation}" is not known.', why="It is told what happens there.", fix=fix)]


def _address(address: str) -> list[Problem]:
    """HTTPS to a name, or anything on this machine. What is told is not secret, but who gets referrals of whom may be guessed from it."""
    try:
        parts = urlsplit(address)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        port_is_right, parts = False, urlsplit("")
    host = parts.hostname or ""
    if port_is_right and host and not parts.username and (parts.scheme == "https" or (parts.scheme == "http" and _here(host))):
        return []
    return [
        Problem(
            where="Address", what="it is no address that begins with https://.", why="On the way nobody else may read or change it.",
            fix="Give the address at which the organisation's system listens, such as https://events.example.org/wholeplace",
        )
    ]  # fmt: skip


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _kinds(kinds: Sequence[str]) -> list[Problem]:
    return [
        Problem(
            where="Kind", what=f'nothing is told as "{kind}".', why="Nobody would ever hear of it.",
            fix=did_you_mean(kind, list(KINDS)) or f"Known: {', '.join(KINDS)}.",
        )
        for kind in kinds
        if kind not in KINDS
    ]  # fmt: skip
