"""What a group mends of its own listing in a minute: a dozen plain fields, and back into the parts of a listing.

Only what was changed is written. What the fields cannot say (a monthly meeting, several prices) stays as it is until its field is changed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from wholeplace.service.directory.access import access_of, features
from wholeplace.service.directory.costs import cost_of
from wholeplace.service.directory.facts import phones_of
from wholeplace.service.directory.opening import DAY_NAMES, DAYS, WEEKLY, in_words, sessions_of
from wholeplace.service.directory.shapes import (
    ACTIVE,
    CLOSED_FOR_NOW,
    Accessibility,
    Contact,
    CostOption,
    Listing,
    Phone,
    Schedule,
    ServiceAtLocation,
)
from wholeplace.terms import DataProblem, Money, Problem

_NAMED = {DAY_NAMES[code][:length].lower(): code for code in DAYS for length in (3, len(DAY_NAMES[code]))} | {
    "tues": "TU",
    "thur": "TH",
    "thurs": "TH",
}
_TIME = r"(?:\d{1,2}(?:[.:]\d{2})?\s*(?:am|pm)?|noon|12 noon|midday|midnight)"
_HOURS = re.compile(rf"(?:from\s+)?(?P<opens>{_TIME})\s*(?:to|until|till|-|–)\s*(?P<closes>{_TIME})$")
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(am|pm)?")


def short_of(listing: Listing, today: date) -> dict[str, Any]:
    """The fields as they are shown for mending."""
    cost = cost_of(listing, today)
    locations = [place.location for place in listing.service_at_locations if place.location]
    return {
        "name": listing.name, "description": listing.description,
        "when": tuple(in_words([session]) for session in sessions_of(_weekly(listing.schedules), today)),
        "cost": None if cost.from_ else cost.least,
        "minimum_age": listing.minimum_age, "maximum_age": listing.maximum_age,
        "access": tuple(name for name in features() if any(name in access_of(location) for location in locations)),
        "phone": next(iter(phones_of(listing)), ""), "email": listing.email, "url": listing.url,
        "alert": listing.alert, "closed_for_now": listing.status == CLOSED_FOR_NOW,
    }  # fmt: skip


def changes_from(listing: Listing, typed: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The parts of a listing that change, given what was typed in the fields of `short_of`. Raises DataProblem for times that are none."""
    before = short_of(listing, today)
    changed = {name: value for name, value in typed.items() if name in before and value != before[name]}
    parts: dict[str, Any] = {name: changed[name] for name in _AS_THEY_ARE if name in changed}
    if "closed_for_now" in changed:
        parts["status"] = CLOSED_FOR_NOW if changed["closed_for_now"] else ACTIVE
    for name, make in _MADE.items():
        if name in changed:
            parts |= make(listing, changed[name])
    return parts


def read_when(line: str) -> dict[str, Any] | None:
    """The days and hours of a line such as "Tuesdays 2pm to 4pm" or "Monday to Friday", as fields of a schedule; None: not understood."""
    text = " ".join(line.lower().replace(",", " and ").split()).removesuffix(".")
    hours = _HOURS.search(text)
    opens, closes = (_clock(hours["opens"], hours["closes"]), _clock(hours["closes"], "")) if hours else (None, None)
    days = _days(text[: hours.start()] if hours else text)
    if not days or (hours and (opens is None or closes is None)):
        return None
    clocks = {"opens_at": opens.isoformat(), "closes_at": closes.isoformat()} if opens and closes else {}
    return {"freq": WEEKLY, "byday": ",".join(day for day in DAYS if day in days), **clocks}


def _days(text: str) -> set[str]:
    words = text.replace("–", " to ").replace("-", " to ").split()
    if words in (["every", "day"], ["daily"]):
        return set(DAYS)
    if words and words[0] in ("every", "each", "on"):
        words = words[1:]
    found: set[str] = set()
    ranged = False
    last = ""
    for word in words:
        code = _NAMED.get(word) or _NAMED.get(word.removesuffix("s"))
        if word in ("and", "&"):
            continue
        if word == "to" and last:
            ranged = True
        elif code is None:
            return set()
        else:
            found |= set(_span(last, code)) if ranged else {code}
            ranged, last = False, code
    return set() if ranged else found


def _span(first: str, last: str) -> Sequence[str]:
    start, end = DAYS.index(first), DAYS.index(last)
    return DAYS[start : end + 1] if start <= end else (*DAYS[start:], *DAYS[: end + 1])


def _clock(text: str, other: str) -> time | None:
    """A clock time as people write it. "2 to 4pm" is 2pm: what has no half of the day takes the other's."""
    text = text.strip()
    if text in ("noon", "12 noon", "midday"):
        return time(12)
    if text == "midnight":
        return time(0)
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or ("pm" if other.endswith("pm") and int(found[1]) < 12 else "")
    if hour > (12 if half else 23) or minute > 59:
        return None
    return time((hour % 12 + 12 * (half == "pm")) if half else hour, minute)


def _weekly(schedules: Sequence[Schedule]) -> list[Schedule]:
    """Schedules that a line of the field can say."""
    return [one for one in schedules if _is_weekly(one)]


def _is_weekly(schedule: Schedule) -> bool:
    plain = all(code in DAYS for code in schedule.byday.upper().replace(" ", "").split(",")) if schedule.byday else False
    return plain and schedule.freq in ("", WEEKLY) and (schedule.interval or 1) == 1 and not schedule.service_at_location_id


def _schedules(listing: Listing, lines: Sequence[str]) -> dict[str, Any]:
    read = [(line, read_when(line)) for line in lines]
    problems = [
        Problem(where="when", what=f'"{line[:60]}" is not understood.', why="People search by day.", fix="Write: Tuesdays 2pm to 4pm.")
        for line, fields in read if fields is None
    ]  # fmt: skip
    if problems:
        raise DataProblem("The listing was not kept", problems)
    others = tuple(one for one in listing.schedules if not _is_weekly(one))
    made = tuple(Schedule(id=_id(listing, f"schedule {number}"), **(fields or {})) for number, (_, fields) in enumerate(read))
    return {"schedules": made + others}


def _costs(listing: Listing, cost: Money | None) -> dict[str, Any]:
    if cost is None:
        return {"cost_options": (), "fees": ""}
    return {"cost_options": (CostOption(id=_id(listing, "cost"), amount=Decimal(cost.pence) / 100),), "fees": ""}


def _phones(listing: Listing, number: str) -> dict[str, Any]:
    """The first number changes where it stands: at the service, at a contact, or in a new contact."""
    if listing.phones or not listing.contacts:
        rest = listing.phones[1:]
        first = listing.phones[0] if listing.phones else Phone(id=_id(listing, "phone"), number="")
        return {"phones": ((msgspec.structs.replace(first, number=number), *rest) if number else rest)}
    contact: Contact = next((one for one in listing.contacts if one.phones), listing.contacts[0])
    first = contact.phones[0] if contact.phones else Phone(id=_id(listing, "phone"), number="")
    phones = (msgspec.structs.replace(first, number=number),) if number else ()
    mended = msgspec.structs.replace(contact, phones=phones + contact.phones[1:])
    return {"contacts": tuple(mended if one is contact else one for one in listing.contacts)}


def _access(listing: Listing, named: Sequence[str]) -> dict[str, Any]:
    """Notes for what is there now; notes that say what is not there any more are taken away. At every place of the listing."""
    return {"service_at_locations": tuple(_with_access(listing, place, named) for place in listing.service_at_locations)}


def _with_access(listing: Listing, place: ServiceAtLocation, named: Sequence[str]) -> ServiceAtLocation:
    if place.location is None:
        return place
    bare = msgspec.structs.replace(place.location, accessibility=())
    kept = [
        one for one in place.location.accessibility
        if access_of(msgspec.structs.replace(bare, accessibility=(one,))) <= frozenset(named)
    ]  # fmt: skip
    there = access_of(msgspec.structs.replace(bare, accessibility=tuple(kept)))
    made = [
        Accessibility(id=_id(listing, f"{place.id} {name}"), description=f"{name[0].upper()}{name[1:]}")
        for name in named
        if name not in there
    ]
    return msgspec.structs.replace(place, location=msgspec.structs.replace(bare, accessibility=(*kept, *made)))


def _id(listing: Listing, what: str) -> str:
    """The id of a part that is made here: the same each time it is made."""
    return str(uuid5(NAMESPACE_URL, f"wholeplace:listing:{listing.id}:{what}"))


_AS_THEY_ARE = ("name", "description", "minimum_age", "maximum_age", "email", "url", "alert")
_MADE = {"when": _schedules, "cost": _costs, "phone": _phones, "access": _access}
