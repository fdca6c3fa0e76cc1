"""Read listings from documents in the form of Open Referral UK 3.0, as feeds really send them: what can be mended is, and said."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from math import isfinite
from typing import Any, get_args, get_type_hints
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from wholeplace.service.directory.opening import clock, day
from wholeplace.service.directory.shapes import (
    STATUSES,
    Address,
    Listing,
    Location,
    Organization,
    OrganizationIdentifier,
    Part,
    Taxonomy,
    TaxonomyTerm,
)
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST = 20_000
"""Letters of one text. No description of a group is longer; what is, came by mistake or in bad faith."""
_IDS = re.compile(r"id|\w+_id")
_NOT_OURS = ("external_id", "external_identifier")


@dataclass(slots=True)
class Told:
    """What reading a feed had to say of it: fields that have no place in the profile, and how many ids were no UUIDs and were given one."""

    unknown_fields: dict[str, int] = field(default_factory=dict)
    ids_given: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """One document that was not taken in: how its feed calls it, and why."""

    called: str
    problems: tuple[Problem, ...]


def read_listing(document: Any, *, feed: str, told: Told) -> Listing | Refused:
    """One service from its document, or why it is refused, with everything at once. `feed` gives ids to what has none of its own."""
    called = _called(document)
    if not isinstance(document, dict):
        return Refused(called=called, problems=(_problem("", "it is no JSON object.", "Send one object for each service."),))
    tidied = _tidied(document, Listing, feed, told, "")
    problems = tuple(_problems(tidied))
    if problems:
        return Refused(called=called, problems=problems)
    try:
        listing = msgspec.convert(tidied, Listing, strict=False)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        return Refused(called=called, problems=(_problem(where.strip("`").removeprefix("$."), f"{what}.", "Send it as the profile says."),))
    return _linked(listing)


def read_taxonomy(document: Any, *, feed: str, told: Told) -> Taxonomy | Refused:
    """One taxonomy from its document, or why it is refused."""
    if not isinstance(document, dict):
        return Refused(called=_called(document), problems=(_problem("", "it is no JSON object.", "Send one object for each taxonomy."),))
    try:
        return msgspec.convert(_tidied(document, Taxonomy, feed, told, ""), Taxonomy, strict=False)
    except msgspec.ValidationError as error:
        return Refused(called=_called(document), problems=(_problem("", f"{error}.", "Send it as the profile says."),))


def own_id(feed: str, kind: str, called: str) -> str:
    """A UUID for what a feed calls by something else: always the same one."""
    return str(uuid5(NAMESPACE_URL, f"wholeplace:directory:{feed}:{kind}:{called}"))


def is_uuid(text: str) -> bool:
    """Has the text the form of a UUID?"""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def terms_of(listing: Listing) -> Iterator[TaxonomyTerm]:
    """Every word of a taxonomy that stands anywhere under a listing."""
    yield from _terms(listing)


def _terms(part: Any) -> Iterator[TaxonomyTerm]:
    if isinstance(part, TaxonomyTerm):
        yield part
    elif isinstance(part, Part):
        for name in part.__struct_fields__:
            yield from _terms(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _terms(each)


def _tidied(value: Any, kind: Any, feed: str, told: Told, where: str) -> Any:
    """A document without nulls and empty texts, with an id for each part, and with a count of what has no place in the profile."""
    if isinstance(value, list):
        return [_tidied(each, kind, feed, told, where) for each in value if each is not None]
    if not isinstance(value, dict):
        return value.strip() if isinstance(value, str) else value
    fields = _fields(kind)
    tidied: dict[str, Any] = {}
    for name, each in value.items():
        if name not in fields:
            path = f"{where}{name}"
            told.unknown_fields[path] = told.unknown_fields.get(path, 0) + 1
        elif each is not None and each != "":
            tidied[name] = _tidied(each, fields[name], feed, told, f"{where}{name}.")
    return _with_ids(_FILLED.get(kind, {}) | tidied, kind, feed, told)


_FILLED: Mapping[Any, dict[str, Any]] = {
    Address: {
        "address_1": "", "city": "", "state_province": "", "postal_code": "", "country": "GB", "address_type": "physical",
    },
    Location: {"location_type": "physical"}, Organization: {"description": ""}, Taxonomy: {"description": ""},
    TaxonomyTerm: {"description": ""}, OrganizationIdentifier: {"identifier_type": ""},
}  # fmt: skip
"""What the profile requires and feeds leave out, where nothing is lost by filling it in."""


def _with_ids(part: dict[str, Any], kind: Any, feed: str, told: Told) -> dict[str, Any]:
    """Ids that are no UUIDs become UUIDs, the same wherever they stand, so that what points to them still does."""
    if kind is None:
        return part
    if "id" not in part:
        told.ids_given += 1
        part["id"] = own_id(feed, kind.__name__, repr(sorted(part.items(), key=lambda item: item[0])))
    for name in [name for name in part if _IDS.fullmatch(name) and name not in _NOT_OURS]:
        text = str(part[name])
        if not is_uuid(text):
            told.ids_given += name == "id"
            part[name] = own_id(feed, "id", text)
        else:
            part[name] = text.lower()
    return part


@cache
def _fields(kind: Any) -> Mapping[str, Any]:
    """Field of a part -> the kind of part that stands under it (None: a plain value)."""
    if kind is None:
        return {}
    return {name: _part_in(hint) for name, hint in get_type_hints(kind).items() if name in kind.__struct_fields__}


def _part_in(hint: Any) -> Any:
    inner = [each for each in (hint, *get_args(hint)) if isinstance(each, type) and issubclass(each, Part)]
    return inner[0] if inner else None


def _problems(document: dict[str, Any]) -> Iterable[Problem]:
    """Everything that keeps a service out: no name, a status that does not exist, days, clock times, links and ages that are none."""
    if not isinstance(document.get("name"), str):
        yield _problem("name", "it is missing.", "Give the name that people know it by.")
    status = document.get("status")
    if status not in STATUSES:
        fix = did_you_mean(str(status), STATUSES) or f"One of: {', '.join(STATUSES)}."
        yield _problem("status", f'there is no status "{status}".' if status else "it is missing.", fix)
    yield from _texts(document, "")
    low, high = _finite(document.get("minimum_age")), _finite(document.get("maximum_age"))
    if low is not None and high is not None and low > high:
        yield _problem("minimum_age", f"{low:g} is above maximum_age, {high:g}.", "Change them round, or leave one out.")


def _finite(value: Any) -> float | None:
    """A number, from itself or from its text as tables hold it; None for what is none, or is endless."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def _texts(part: dict[str, Any], where: str) -> Iterator[Problem]:
    for name, value in part.items():
        path = f"{where}{name}"
        if isinstance(value, dict):
            yield from _texts(value, f"{path}.")
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, dict):
                    yield from _texts(each, f"{path}[{number}].")
        elif problem := _text(name, value, path) if isinstance(value, str) else _number(name, value, path):
            yield problem


def _number(name: str, value: Any, path: str) -> Problem | None:
    """Numbers stay within what any of them could mean, so that nobody can send one that stops the arithmetic of all."""
    if name not in _NUMBERS or (_finite(value) is not None and abs(float(value)) <= _LARGEST):
        return None
    return _problem(path, "is not a number that can be right.", f"Give one below {_LARGEST:,}.")


def _text(name: str, value: str, path: str) -> Problem | None:
    if len(value) > _LONGEST:
        return _problem(path, f"it has {len(value):,} letters.", f"Keep it below {_LONGEST:,}.")
    if name in _NUMBERS:
        return _number(name, value, path)
    rule = _RULES.get(name)
    if rule and not rule[0](value):
        shown = "what is there" if name in _OF_PEOPLE else f'"{value[:60]}"'
        return _problem(path, f"{shown} {rule[1]}", rule[2])
    return None


def _moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_A_PLACE = (lambda text: text in ("physical", "postal", "virtual"), "is no kind of place.", "One of: physical, postal, virtual.")
_A_DAY = (lambda text: day(text) is not None, "is not a date.", "Write it as 2026-04-01.")
_A_TIME = (lambda text: clock(text) is not None, "is not a clock time.", "Write it as 14:00 or 14:00:00.")
_A_LINK = (lambda text: _LINK.fullmatch(text) is not None, "is not a web address.", "Begin it with https://.")
_A_MAIL = (lambda text: _MAIL.fullmatch(text) is not None, "is not an e-mail address.", "Write it as name@example.org.")
_NUMBERS = ("minimum_age", "maximum_age", "amount", "latitude", "longitude", "interval")
_LARGEST = 1_000_000_000
_OF_PEOPLE = ("email", "assurer_email")
"""What a letter does not repeat: it may be somebody's own."""
_RULES: Mapping[str, tuple[Any, str, str]] = {
    "assured_date": _A_DAY, "valid_from": _A_DAY, "valid_to": _A_DAY, "dtstart": _A_DAY, "opens_at": _A_TIME, "closes_at": _A_TIME,
    "last_modified": (_moment, "is not a moment.", "Write it as 2026-04-01T09:30:00Z."),
    "url": _A_LINK, "website": _A_LINK, "schedule_link": _A_LINK, "term_uri": _A_LINK,
    "location_type": _A_PLACE, "address_type": _A_PLACE, "email": _A_MAIL, "assurer_email": _A_MAIL,
}  # fmt: skip


def _linked(listing: Listing) -> Listing:
    """An organisation that stands under its service need not be named by its id as well."""
    said_twice = listing.organization is not None and listing.organization_id == listing.organization.id
    return msgspec.structs.replace(listing, organization_id="") if said_twice else listing


def _called(document: Any) -> str:
    if not isinstance(document, dict):
        return "a row without an id"
    return str(document.get("id") or document.get("name") or "a row without an id")[:120]


def _problem(where: str, what: str, fix: str) -> Problem:
    return Problem(where=where or "the row", what=what, why="Whoever reads the listing would be misled.", fix=fix)
