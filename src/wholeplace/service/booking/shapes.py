"""What slots and appointments are. All moments are instants with a zone; slots are kept in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

URGENT_CARE = "urgent-care"
"""The organisation type of 111 (code system GPConnect-OrganisationType-1)."""
FOR_111 = "111"
"""What a slot is kept for that a practice sets aside for 111."""


class SlotStatus(StrEnum):
    """The words of FHIR for a slot, as far as we use them."""

    FREE = "free"
    BUSY = "busy"
    HELD = "busy-tentative"
    SHUT = "busy-unavailable"


class AppointmentStatus(StrEnum):
    """The words of FHIR for an appointment, as far as we use them."""

    BOOKED = "booked"
    CAME = "fulfilled"
    DID_NOT_COME = "noshow"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """How somebody is seen (GP Connect's Delivery Channel)."""

    IN_PERSON = "In-person"
    TELEPHONE = "Telephone"
    VIDEO = "Video"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """The organisation that looks for slots or books. Empty: it did not say (GP Connect lets it)."""

    code: str = ""
    type: str = ""


class Slot(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One place in a practice's day that one appointment may take, from `start` to `end`. A search over a place makes tens of thousands
    of them, so they are made by C, and cost the garbage collector nothing.

    `bookable`: the practice released it to others. `types`, `codes`: which organisations may book it; empty: any.
    `released_from`: from when others see it (embargo); None: at once. `kept_for`: "111" where it is part of the 111 quota.
    `given_back`: when the practice took an unused 111 slot back by hand. `held_until`, `held_by`: of a slot that is held.
    `over`: the slot beside which this one was made, where it is an overbooking. `version` counts its changes from 1.
    """

    reference: str
    organisation: str
    schedule: str
    start: datetime
    end: datetime
    status: SlotStatus = SlotStatus.FREE
    bookable: bool = True
    channel: Channel = Channel.IN_PERSON
    kind: str = ""
    types: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    released_from: datetime | None = None
    kept_for: str = ""
    given_back: datetime | None = None
    held_until: datetime | None = None
    held_by: str = ""
    over: str = ""
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A list of slots: one clinic or one practitioner at one practice. `role`: the practitioner's job; no name is kept."""

    reference: str
    organisation: str
    title: str
    practitioner: str = ""
    role: str = ""
    location: str = ""


class Takes(StrEnum):
    """Whom a service takes."""

    REGISTERED = "registered"
    LISTED = "listed"
    ANYONE = "anyone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    """A named service that helps where a slot cannot be booked. `why`: when it is the right one. `phone`, `address`, `open`: words."""

    name: str
    why: str
    phone: str = ""
    address: str = ""
    open: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Practice:
    """How one service may be booked: a practice, a hub of several, an urgent treatment centre or a pharmacy.

    `enabled`: others may book it. `list_size`: persons registered; 0: it has no list. `furthest_days`: how far ahead others may book.
    `nearest_minutes`: how near to its start. `hours_before`: when unused 111 slots go back to the practice. `quota`: 111 slots a day;
    None: by list size. `takes`: whom it takes; `listed`: the practices whose patients it takes, where that is by list.
    `instead`: names of alternatives where it cannot be booked. `address`, `phone`: words for people who are sent there.
    """

    code: str
    name: str
    kind: str = "gp practice"
    enabled: bool = True
    list_size: int = 0
    furthest_days: int = 14
    nearest_minutes: int = 0
    hours_before: int = 2
    quota: int | None = None
    takes: Takes = Takes.REGISTERED
    listed: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    why_not: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Practices:
    """Every service of a place that has slots, and the alternatives, by code and by name."""

    by_code: Mapping[str, Practice] = field(default_factory=dict)
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)

    def enabled(self) -> tuple[Practice, ...]:
        """Those that others may book, in the order of the file."""
        return tuple(one for one in self.by_code.values() if one.enabled)

    def called(self, code: str) -> str:
        """What a service is called; its code where the file does not know it."""
        return self.by_code[code].name if code in self.by_code else code


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotsWanted:
    """What somebody looks for. Slots lie wholly inside `start` to `end`. `organisations`: empty means every enabled one.

    `registered_at`: the practice of the person, where slots are for somebody: only services that take this person count then.
    `statuses`: free where nothing is said. `most`: how many of each service at most; None: all. `after`: start and reference of a slot,
    where only those that come after it are wanted.
    """

    start: datetime
    end: datetime
    asker: Asker
    organisations: tuple[str, ...] = ()
    registered_at: str | None = None
    statuses: tuple[SlotStatus, ...] = (SlotStatus.FREE,)
    channel: Channel | None = None
    most: int | None = None
    after: tuple[datetime, str] | None = None
