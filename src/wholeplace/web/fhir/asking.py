"""A request of another system, read as far as every interaction needs it: who, for whom, in which form, and until when."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec
from django.http import HttpRequest

from wholeplace.ledger.records import Act
from wholeplace.service.fhir.headers import Sent, read_accept, read_content_type, read_headers
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.records.turns import DEADLINE
from wholeplace.web.house import House, house_of

if TYPE_CHECKING:
    from wholeplace.service.records.access.facts import Asker
    from wholeplace.service.records.access.models import SystemKey
    from wholeplace.service.records.events.once import Once

LARGEST = 2 * 1024 * 1024
"""Bytes of one message, at most. Messages of the standard's examples have 10 to 60 thousand."""
MOST_PARAMETERS = 60
SYSTEM = "wholeplace.system"
"""Where the door leaves the key of who asks."""
ARRIVED = "wholeplace.arrived"
"""Where the server leaves the moment at which the whole request was there (of `time.monotonic`)."""


@dataclass
class Asked:
    """One request. `key`: None where the interaction is open to all. `sent`: what its headers say. `looked`: persons whose bookings it was
    let read, so that one request is one look, however often it asks."""

    request: HttpRequest
    key: "SystemKey | None"
    sent: Sent
    pairs: Sequence[tuple[str, str]]
    began: float
    looked: set[str] = field(default_factory=set)

    @property
    def house(self) -> House:
        """The place that is asked."""
        return house_of(self.request)

    @property
    def now(self) -> datetime:
        """The moment of the request."""
        return self.house.now

    @property
    def bars(self) -> bool:
        """Does the system keep to the Booking and Referral Standard? Else it is a plain client of FHIR."""
        return self.key is not None and self.key.interface == "bars"

    @property
    def lenient(self) -> bool:
        """Did it ask us to pass over parameters that we do not know?"""
        return "handling=lenient" in self.request.headers.get("Prefer", "").replace(" ", "")

    @property
    def base(self) -> str:
        """The address of the interface, without a stroke at its end."""
        return self.request.build_absolute_uri("/fhir/R4")

    @property
    def organisation(self) -> str:
        """The organisation for which it asks: the end user's, else the one that the key was given to."""
        return self.sent.organisation or (self.key.organisation if self.key else "")

    @property
    def key_reference(self) -> str:
        """What the log calls the system."""
        return self.key.reference if self.key else ""

    @cached_property
    def body(self) -> dict[str, Any]:
        """The resource that came. Raises Refused: too long, of another form or charset, not JSON, or no object."""
        read_content_type(self.request.headers.get("Content-Type", ""))
        read = self.json()
        if not isinstance(read, dict):
            raise refused("invalid", "Send one JSON object.")
        return read

    def patch_kind(self) -> str:
        """The media type of a patch. Raises Refused for what is none."""
        return read_content_type(self.request.headers.get("Content-Type", ""), patches=True)

    def json(self) -> Any:
        """The JSON that came, of whatever form. Raises Refused."""
        raw = self.raw()
        try:
            return msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise refused("invalid", "What came is not JSON in UTF-8, or is nested too deeply, or ends too early.") from problem

    def raw(self) -> bytes:
        """The bytes that came. Raises Refused (413) where they are too many; they are not read then."""
        length = self.request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > LARGEST:
            raise refused("too-long", f"A message has {LARGEST} bytes at most.")
        return self.request.body

    def left(self) -> float:
        """Seconds until nobody waits any more. Raises Refused (408) when there are none."""
        left = DEADLINE - (time.monotonic() - self.began)
        if left <= 0:
            raise refused("timeout", "This took longer than five seconds. Nothing was done.")
        return left

    def act(self, event: str) -> Act:
        """What the log is told of what it does."""
        return Act(account=self.key_reference, acting_as=f"system of {self.organisation}", event=event, at=self.now)

    @property
    def asker(self) -> "Asker":
        """Who asks, as the rules of access know them."""
        from wholeplace.service.access import Role
        from wholeplace.service.records.access.facts import Asker

        return Asker(
            account=self.key_reference, role=Role.SYSTEM, organisation=self.organisation, at=self.now, request=self.sent.request_id,
        )  # fmt: skip

    def once(self) -> "Once | None":
        """The ids of a message, by which it is known when it comes again; None where it has none."""
        from wholeplace.service.records.events.once import Once

        if not self.sent.request_id:
            return None
        digest = sha256(f"{self.request.method} {self.request.path_info}\n".encode() + self.raw()).hexdigest()
        return Once(
            sender=self.key_reference, request=self.sent.request_id, correlation=self.sent.correlation_id, digest=digest,
        )  # fmt: skip


def read_request(request: HttpRequest, *, key: "SystemKey | None", opens: str, began: float) -> Asked:
    """Raises Refused: a form that we do not give, headers that are missing or wrong, a key that does not open this (`opens`)."""
    pairs = _pairs(request)
    read_accept(request.headers.get("Accept", ""), dict(pairs).get("_format", ""))
    sent = read_headers(request.headers, all_needed=key is not None and key.interface == "bars")
    if key is not None:
        if sent.organisation and sent.organisation not in (key.organisation, *key.acts_for):
            raise refused("not-its-organisation", "The key was not given to the organisation that NHSD-End-User-Organisation names.")
        if opens and opens not in key.may:
            raise refused("forbidden", "The key does not open this part. Ask the administrator of this place.")
    return Asked(request=request, key=key, sent=sent, pairs=pairs, began=began)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return pairs_of(request.META.get("QUERY_STRING", ""))


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Parameters in the order in which they came. Raises Refused: too many, not in UTF-8, or with a sign that no text has."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS, errors="strict")
    except ValueError as problem:
        raise refused("invalid", f"The parameters are at most {MOST_PARAMETERS}, in UTF-8.") from problem
    if any("\x00" in name + value for name, value in pairs):
        raise refused("invalid", "The parameters are text, without the sign of number nought.")
    return pairs
