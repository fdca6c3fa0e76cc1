"""Search parameters, read strictly: what we do not know is refused with a letter, unless the sender asked us to be lenient.

A filter that is quietly passed over gives more than was asked for, and nobody sees it. Who can live with that says
`Prefer: handling=lenient`; the link `self` of the answer then shows what was heeded.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wholeplace.service.fhir.outcome import Issue, Refused, check, refused
from wholeplace.terms.spelling import did_you_mean

ENGLAND = ZoneInfo("Europe/London")
LONGEST_RANGE = timedelta(days=14)
"""GP Connect and the Booking and Referral Standard: two weeks at most in one search for slots."""
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
ORGANISATION_TYPE = re.compile(
    r"https://fhir\.(nhs|hl7\.org)\.uk/(STU3/)?(CodeSystem|ValueSet)/GPConnect-OrganisationType-1", re.IGNORECASE
)
STATUSES = ("free", "busy", "busy-unavailable", "busy-tentative", "entered-in-error")
OFFERED = ("free", "busy")
INCLUDES = (
    "Slot:schedule", "Schedule:actor:HealthcareService", "Schedule:actor:Practitioner", "Schedule:actor:PractitionerRole",
    "Schedule:actor:Location", "HealthcareService:providedBy", "HealthcareService:location", "Slot:*",
)  # fmt: skip
COMMON = ("_format", "_pretty")
PAGE = "_page"
"""What the link `next` of a search carries."""
MOST_OF_A_PAGE = 500
"""Resources of one page, at most, however many were asked for."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PREFIX = re.compile(r"(?P<prefix>[a-z]{2})?(?P<value>\d.*)", re.DOTALL)

Pairs = Sequence[tuple[str, str]]
"""Parameters in the order in which they came; a name may come twice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotSearch:
    """A search for slots. They lie wholly between `start` and `end`. `services`: codes of services; empty: those of every practice.

    `organisation`, `organisation_type`: who asks, by the filters of GP Connect; empty: as the headers say. `count`: how many at most on
    a page, 0: their number alone, None: all at once. `heeded`: the parameters that were followed, for the link `self`.
    """

    start: datetime
    end: datetime
    statuses: tuple[str, ...]
    services: tuple[str, ...] = ()
    organisation: str = ""
    organisation_type: str = ""
    includes: frozenset[str] = frozenset()
    count: int | None = None
    heeded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonSearch:
    """A search for what is booked or referred for one person: by NHS number, or by family name, birth date and postcode together.

    `start`, `end`: only what begins between (inclusive), None: no limit. `reference`: that one alone. `count`: as of SlotSearch.
    """

    nhs_number: str = ""
    name: str = ""
    birth_date: date | None = None
    postcode: str = ""
    start: datetime | None = None
    end: datetime | None = None
    statuses: tuple[str, ...] = ()
    reference: str = ""
    count: int | None = None
    heeded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextSearch:
    """A search for the messages of services: (system, code) of each `context`. `count`, `heeded`: as of SlotSearch."""

    contexts: tuple[tuple[str, str], ...]
    count: int | None = None
    heeded: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Reading:
    """Parameters by name, with what is wrong so far."""

    given: dict[str, list[str]]
    issues: list[Issue] = field(default_factory=list)

    def one(self, name: str, *, needed: bool = False) -> str:
        """The value of a parameter that comes once at most."""
        values = self.given.get(name, [])
        if len(values) > 1:
            self.say("invalid", f"The parameter {name} comes once; several values stand in it with commas between.")
        if needed and not values:
            self.say("required", f"The parameter {name} is missing.")
        return values[0] if values else ""

    def say(self, kind: str, words: str) -> None:
        self.issues.append(Issue(kind=kind, words=words))


def slot_search(pairs: Pairs, *, utc_only: bool, lenient: bool = False) -> SlotSearch:
    """A search for slots as it was asked. Raises Refused with everything that is wrong with it.

    `utc_only`: moments must be whole and in UTC, as the Booking and Referral Standard has them; else days and offsets do, too.
    """
    known = (
        "start",
        "end",
        "status",
        "Schedule.actor:HealthcareService",
        "_include",
        "_include:recurse",
        "_include:iterate",
        "searchFilter",
        "_count",
    )
    reading = _reading(pairs, known, lenient=lenient)
    start, end = _range(reading, "start", utc_only=utc_only)
    statuses = _statuses(reading)
    services = _services(reading)
    code, kind = _filters(reading)
    count = _count(reading)
    check(reading.issues)
    if start is None or end is None:
        raise refused("required", "A search for slots says from when and until when.")
    if end - start > LONGEST_RANGE:
        raise refused("too-costly", "Search two weeks at most at once.")
    includes = frozenset(one for name in reading.given if name.startswith("_include") for one in reading.given[name] if one in INCLUDES)
    return SlotSearch(
        start=start, end=end, statuses=statuses, services=services, organisation=code, organisation_type=kind,
        includes=includes, count=count, heeded=_heeded(pairs, known),
    )  # fmt: skip


def person_search(pairs: Pairs, *, utc_only: bool, dates: bool, lenient: bool = False) -> PersonSearch:
    """A search for what one person has. Raises Refused with everything that is wrong. `dates`: it may be narrowed to some days."""
    known = (
        "patient:identifier", "patient:name", "patient:birthdate", "patient:address-postalcode", "status", "_id", "_count",
        *(("date",) if dates else ()),
    )  # fmt: skip
    reading = _reading(pairs, known, lenient=lenient)
    number = _nhs_number(reading)
    name, born, postcode = reading.one("patient:name"), reading.one("patient:birthdate"), reading.one("patient:address-postalcode")
    birth_date = _birth_date(reading, born)
    if not number and not (name and born and postcode):
        reading.say("required", "Say who: patient:identifier, or patient:name, patient:birthdate and patient:address-postalcode together.")
    start, end = _range(reading, "date", utc_only=utc_only) if "date" in reading.given else (None, None)
    count = _count(reading)
    check(reading.issues)
    return PersonSearch(
        nhs_number=number, name=name, birth_date=birth_date, postcode=postcode, start=start, end=end,
        statuses=tuple(one for one in reading.one("status").split(",") if one), reference=reading.one("_id"),
        count=count, heeded=_heeded(pairs, known),
    )  # fmt: skip


def context_search(pairs: Pairs) -> ContextSearch:
    """A search for the messages of services. At least one `context`. Raises Refused."""
    known = ("context", "_count")
    reading = _reading(pairs, known, lenient=False)
    if not reading.given.get("context"):
        reading.say("required", "The parameter context is missing: the identifier of the service.")
    read = tuple(token(one) for one in reading.given.get("context", []))
    if any(not code for _, code in read):
        reading.say("value", "The parameter context is a code, or a system and a code with | between.")
    count = _count(reading)
    check(reading.issues)
    return ContextSearch(contexts=read, count=count, heeded=_heeded(pairs, known))


def next_page(pairs: Pairs) -> str | None:
    """What the link `next` carries, where somebody follows one: it comes alone. None: this is a search of its own. Raises Refused."""
    if PAGE not in dict(pairs):
        return None
    reading = _reading(pairs, (PAGE,), lenient=False)
    told = reading.one(PAGE)
    check(reading.issues)
    return told


def no_parameters(pairs: Pairs, *, lenient: bool = False) -> None:
    """Refuses parameters where none but those of every request belong."""
    check(_reading(pairs, (), lenient=lenient).issues)


def token(text: str) -> tuple[str, str]:
    """A token: ("system", "code"); without | the system is empty."""
    system, between, code = text.rpartition("|")
    return (system, code) if between else ("", text)


def is_nhs_number(text: str) -> bool:
    """Ten digits whose last is the check digit of the others (modulus 11)."""
    if not re.fullmatch(r"\d{10}", text, re.ASCII):
        return False
    left = 11 - sum(int(digit) * weight for digit, weight in zip(text, range(10, 1, -1), strict=False)) % 11
    return left != 10 and left % 11 == int(text[9])


def _reading(pairs: Pairs, known: Iterable[str], *, lenient: bool) -> _Reading:
    names = (*known, *COMMON)
    given: dict[str, list[str]] = {}
    issues: list[Issue] = []
    for number, (name, value) in enumerate(pairs, 1):
        if name in names:
            given.setdefault(name, []).append(value)
        elif not lenient:
            hint = did_you_mean(name, names) or f"Known here: {', '.join(sorted(names))}."
            issues.append(Issue(kind="not-supported", words=f"We do not know parameter number {number}. {hint}"))
    return _Reading(given, issues)


def _heeded(pairs: Pairs, known: Iterable[str]) -> tuple[tuple[str, str], ...]:
    kept = [pair for pair in pairs if pair[0] in known]
    return tuple((name, value) for name, value in kept if not name.startswith("_include") or value in INCLUDES)


def _range(reading: _Reading, name: str, *, utc_only: bool) -> tuple[datetime | None, datetime | None]:
    """From when until when. GP Connect gives the end in a parameter of its own; all others give the same one twice."""
    bounds: dict[str, datetime] = {}
    values = [*reading.given.get(name, []), *(reading.given.get("end", []) if name == "start" else [])]
    for value in values:
        found = PREFIX.fullmatch(value.strip())
        prefix = (found and found["prefix"]) or ""
        if found is None or prefix not in ("ge", "le") or prefix in bounds:
            reading.say("invalid", f"The parameter {name} comes twice: once with ge before the first moment, once with le before the last.")
            return None, None
        try:
            bounds[prefix] = _moment(found["value"], last=prefix == "le", utc_only=utc_only)
        except Refused as problem:
            reading.issues += problem.issues
            return None, None
    if len(bounds) < 2:
        reading.say("required", f"The parameter {name} comes twice: once with ge before the first moment, once with le before the last.")
        return None, None
    if bounds["ge"] > bounds["le"]:
        reading.say("invalid", f"In the parameter {name}, the first moment is after the last.")
    return bounds["ge"], bounds["le"]


def _moment(text: str, *, last: bool, utc_only: bool) -> datetime:
    """A moment, in UTC. A day is its first moment, or its last. Raises Refused."""
    text = text.replace(" ", "+")  # a plus sign in an address is read as a space, and most senders write it bare
    try:
        if INSTANT.fullmatch(text):
            read = datetime.fromisoformat(text)
        elif DAY.fullmatch(text) and not utc_only:
            read = datetime.combine(date.fromisoformat(text), time.max if last else time.min, tzinfo=ENGLAND)
        else:
            raise ValueError
    except ValueError as problem:
        raise refused("value", "A moment is written as 2026-03-01T12:00:00Z, with its offset.") from problem
    if utc_only and read.utcoffset() != timedelta(0):
        raise refused("value", "A moment of the Booking and Referral Standard is in UTC: its offset is Z or +00:00.")
    return read.astimezone(UTC)


def _count(reading: _Reading) -> int | None:
    """How many at most on a page. None: no pages."""
    text = reading.one("_count")
    if "_count" not in reading.given:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        reading.say("value", "The parameter _count is a whole number: how many on a page, or 0 for their number alone.")
        return None
    return min(int(text), MOST_OF_A_PAGE)


def _statuses(reading: _Reading) -> tuple[str, ...]:
    asked = tuple(one for one in reading.one("status", needed=True).split(",") if one)
    if any(one not in STATUSES for one in asked):
        reading.say("value", f"The parameter status holds one or more of {', '.join(STATUSES)}.")
    elif asked and not set(asked) & set(OFFERED):
        reading.say("not-supported", "Only slots that are free or busy can be searched for.")
    return tuple(one for one in asked if one in OFFERED)


def _services(reading: _Reading) -> tuple[str, ...]:
    codes = [token(one)[1].rpartition("/")[2] for one in reading.one("Schedule.actor:HealthcareService").split(",") if one]
    if "Schedule.actor:HealthcareService" in reading.given and not codes:
        reading.say("value", "The parameter Schedule.actor:HealthcareService holds the id of a service. Leave it out to search them all.")
    return tuple(codes)


def _filters(reading: _Reading) -> tuple[str, str]:
    """Code and type of the organisation that asks, by GP Connect's searchFilter. Filters of other systems ask for nothing we know."""
    code = kind = ""
    for value in reading.given.get("searchFilter", []):
        system, said = token(value)
        if not system or not said:
            reading.say("value", "The parameter searchFilter is a system and a code with | between.")
        elif system.lower() == ODS_CODE.lower():
            code = said
        elif ORGANISATION_TYPE.fullmatch(system):
            kind = said
    return code, kind


def _nhs_number(reading: _Reading) -> str:
    text = reading.one("patient:identifier")
    if not text:
        return ""
    system, number = token(text)
    if system and system.lower() != NHS_NUMBER.lower():
        reading.say("value", f"In patient:identifier, the system is {NHS_NUMBER}.")
    elif not is_nhs_number(number.replace(" ", "")):
        reading.say("value", "The number in patient:identifier is not an NHS number: ten digits, the last of which checks the others.")
    return number.replace(" ", "")


def _birth_date(reading: _Reading, text: str) -> date | None:
    try:
        return date.fromisoformat(text.removeprefix("eq")) if text else None
    except ValueError:
        reading.say("value", "The parameter patient:birthdate is a day, such as eq1995-01-20.")
    return None


def as_mapping(pairs: Pairs) -> Mapping[str, str]:
    """The last value of each parameter: for those of every request, such as _format."""
    return dict(pairs)
