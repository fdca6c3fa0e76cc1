"""The filters of the Open Referral UK interface, in the words of its profile, and what fits them.

Ages, as the profile words them: "a minimum age of at least" and "a maximum age of at equal to or below" the value. A service that gives
no minimum age takes people from birth (0), one that gives no maximum age has none, so that no value is above it.
Day, start and end must hold of one and the same schedule.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from wholeplace.service.directory.index import point_of_place, speaks_of
from wholeplace.service.directory.opening import DAY_NAMES, DAYS, clock
from wholeplace.service.directory.points import Point
from wholeplace.service.directory.postcodes import Postcodes
from wholeplace.service.directory.shapes import Listing, Schedule, ServiceAtLocation
from wholeplace.service.directory.words import meanings
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

PAGE = 50
LARGEST_PAGE = 1_000
OF_LISTS = ("page", "per_page")
OF_SERVICES = (
    *OF_LISTS, "search", "taxonomy_term_id", "taxonomy_id", "minimum_age", "maximum_age", "start_time", "end_time", "day", "modified_after",
)  # fmt: skip
OF_PLACES = (*OF_SERVICES, "postcode", "proximity")
"""Parameters that each list takes. `modified_after` is among the profile's parameters though no path names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What was asked for. None or empty: not asked. `near`: the point of the postcode; `proximity`: metres from it."""

    page: int = 1
    per_page: int = PAGE
    search: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: time | None = None
    end_time: time | None = None
    day: str = ""
    modified_after: datetime | None = None
    near: Point | None = None
    proximity: float | None = None


def filters_from(query: Mapping[str, Sequence[str]], allowed: Sequence[str], postcodes: Postcodes) -> Filters:
    """Filters from an address's parameters. Raises DataProblem with each that is unknown, given twice, or makes no sense: a filter that
    is passed over in silence gives a wrong answer that looks right."""
    problems = [_unknown(name, allowed) for name in query if name not in allowed]
    given: dict[str, Any] = {}
    for name in (name for name in allowed if name in query):
        if len(query[name]) > 1:
            problems.append(_problem(name, "is given more than once.", "Give it once."))
            continue
        read, says, fix = _READ[name]
        try:
            given[name] = read(query[name][0], postcodes)
        except ValueError:
            problems.append(_problem(name, says, fix))
    if "proximity" in given and "postcode" not in query:
        problems.append(_problem("proximity", "is given without a postcode.", "Say from where: add postcode."))
    if problems:
        raise DataProblem("This cannot be answered", problems)
    given["near"] = given.pop("postcode", None)
    return Filters(**given)


def filter_of_listings(filters: Filters, taxonomy_of: Callable[[Any], str]) -> Callable[..., bool]:
    """What says whether a listing fits; with a place, whether it fits there. Distance is not looked at: see `metres_to`."""
    asked = meanings(filters.search)

    def fits(listing: Listing, place: ServiceAtLocation | None = None) -> bool:
        return (
            (filters.minimum_age is None or float(listing.minimum_age or 0) >= filters.minimum_age)
            and (filters.maximum_age is None or (listing.maximum_age is not None and float(listing.maximum_age) <= filters.maximum_age))
            and _has_word(listing, filters, taxonomy_of)
            and _takes_place(listing, place, filters)
            and _modified(listing, filters.modified_after)
            and all(speaks_of(listing, meaning) for meaning in asked)
        )

    return fits


def metres_to(place: ServiceAtLocation, filters: Filters, postcodes: Postcodes) -> float | None:
    """How far a place is from the postcode that was asked for; None where it is nowhere."""
    point = point_of_place(place, postcodes)
    return None if point is None or filters.near is None else filters.near.metres_to(point)


def _has_word(listing: Listing, filters: Filters, taxonomy_of: Callable[[Any], str]) -> bool:
    if not (filters.taxonomy_term_id or filters.taxonomy_id):
        return True
    words = [one.taxonomy_term for one in listing.attributes if one.taxonomy_term]
    ids = {word.id for word in words} | {one.taxonomy_term_id for one in listing.attributes}
    term_fits = not filters.taxonomy_term_id or filters.taxonomy_term_id in ids
    return term_fits and (not filters.taxonomy_id or filters.taxonomy_id in {taxonomy_of(word) for word in words})


def _takes_place(listing: Listing, place: ServiceAtLocation | None, filters: Filters) -> bool:
    if not (filters.day or filters.start_time or filters.end_time):
        return True
    schedules = [one for one in listing.schedules if place is None or one.service_at_location_id in ("", place.id)]
    return any(_schedule_fits(one, filters) for one in schedules)


def _schedule_fits(schedule: Schedule, filters: Filters) -> bool:
    opens, closes = clock(schedule.opens_at), clock(schedule.closes_at)
    return (
        (not filters.day or filters.day in schedule.byday.upper())
        and (filters.start_time is None or (opens is not None and opens >= filters.start_time))
        and (filters.end_time is None or (closes is not None and closes <= filters.end_time))
    )


def _modified(listing: Listing, after: datetime | None) -> bool:
    """On or after that moment. A listing that does not say when it changed may have."""
    if after is None or not listing.last_modified:
        return True
    at = datetime.fromisoformat(listing.last_modified)
    return at.replace(tzinfo=at.tzinfo or after.tzinfo) >= after


def _whole(low: int, high: int) -> Callable[[str, Postcodes], int]:
    def read(text: str, _: Postcodes) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
            raise ValueError
        return int(text)

    return read


def _number(text: str, _: Postcodes) -> float:
    number = float(text)
    if not 0 <= number < 1e9:
        raise ValueError
    return number


def _text(text: str, _: Postcodes) -> str:
    if not text.strip() or len(text) > 200 or "\0" in text:
        raise ValueError
    return text.strip()


def _id(text: str, postcodes: Postcodes) -> str:
    return _text(text, postcodes).lower()


def _day(text: str, _: Postcodes) -> str:
    """ "TU", "tue" or "Tuesday"."""
    found = [code for code in DAYS if text.strip().lower() in (code.lower(), DAY_NAMES[code].lower(), DAY_NAMES[code][:3].lower())]
    if not found:
        raise ValueError
    return found[0]


def _time(text: str, _: Postcodes) -> time:
    found = clock(text)
    if found is None:
        raise ValueError
    return found


def _moment(text: str, _: Postcodes) -> datetime:
    at = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign in an address is a blank
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _near(text: str, postcodes: Postcodes) -> Point:
    found = postcodes.find(text)
    if found is None:
        raise ValueError
    return found


_READ: Mapping[str, tuple[Callable[[str, Postcodes], Any], str, str]] = {
    "page": (_whole(1, 10**8), "is not a page.", "Pages are counted from 1."),
    "per_page": (_whole(1, LARGEST_PAGE), "is not a size of a page.", f"Give 1 to {LARGEST_PAGE:,}."),
    "search": (_text, "says nothing, or is longer than 200 letters.", "Give a few words."),
    "taxonomy_term_id": (_id, "says nothing.", "Give the id of a term: see /taxonomy_terms."),
    "taxonomy_id": (_id, "says nothing.", "Give the id of a taxonomy: see /taxonomies."),
    "minimum_age": (_number, "is not an age.", "Give years, such as 5."),
    "maximum_age": (_number, "is not an age.", "Give years, such as 18."),
    "start_time": (_time, "is not a clock time.", "Write it as 14:00."),
    "end_time": (_time, "is not a clock time.", "Write it as 16:00."),
    "day": (_day, "is not a day of the week.", f"One of: {', '.join(DAYS)}."),
    "modified_after": (_moment, "is not a moment.", "Write it as 2026-04-01T09:30:00Z."),
    "postcode": (_near, "is not a postcode that is known here.", "Give a whole postcode in or near this place."),
    "proximity": (_number, "is not a number of metres.", "Give metres, such as 1600."),
}


def _unknown(name: str, allowed: Sequence[str]) -> Problem:
    fix = did_you_mean(name, allowed) or f"Known here: {', '.join(allowed)}."
    return _problem(name[:40], "is not a parameter here.", fix)


def _problem(name: str, what: str, fix: str) -> Problem:
    return Problem(where=name, what=what, why="The answer would not be what was asked for.", fix=fix)
