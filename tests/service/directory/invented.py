"""Invented listings, from a few words each, and strategies that make many."""

from decimal import Decimal
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from hypothesis import strategies as st

from wholeplace.service.directory.opening import DAYS
from wholeplace.service.directory.shapes import (
    STATUSES,
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Listing,
    Location,
    Organization,
    Phone,
    Schedule,
    ServiceAtLocation,
    TaxonomyTerm,
)

_number = count()


def an_id(*words: object) -> str:
    return str(uuid5(NAMESPACE_URL, f"test {words or next(_number)}"))


def place(
    lat: float | None = 53.8, lon: float | None = -1.55, *, access: tuple[str, ...] = (), kind: str = "physical", postcode: str = ""
) -> ServiceAtLocation:
    address = Address(
        id=an_id(), address_1="1 Moor Lane", city="Anywhere", state_province="", postal_code=postcode, country="GB", address_type="physical"
    )
    degrees = [None if each is None else Decimal(str(each)) for each in (lat, lon)]
    location = Location(
        id=an_id(), location_type=kind, latitude=degrees[0], longitude=degrees[1],
        addresses=(address,) if postcode else (), accessibility=tuple(Accessibility(id=an_id(), description=text) for text in access),
    )  # fmt: skip
    return ServiceAtLocation(id=an_id(), location=location)


def weekly(days: str, opens: str = "", closes: str = "", *, at: str = "", until: str = "") -> Schedule:
    return Schedule(id=an_id(), freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes, service_at_location_id=at, valid_to=until)


def costs(*pounds: str) -> tuple[CostOption, ...]:
    return tuple(CostOption(id=an_id(), amount=Decimal(each)) for each in pounds)


def about(*words: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(id=an_id(), taxonomy_term=TaxonomyTerm(id=an_id("term", word), name=word, description="")) for word in words)


def listing(name: str = "Knit and natter", **more: object) -> Listing:
    given = {"id": an_id(), "name": name, "status": "active", "assured_date": "2026-11-01", **more}
    return Listing(**given)  # type: ignore[arg-type]


def offered_by(name: str) -> Organization:
    return Organization(id=an_id("by", name), name=name, description="")


_words = st.sampled_from(
    [
        "Knitting",
        "Lunch club",
        "Food bank",
        "Memory cafe",
        "Yoga",
        "Benefits advice",
        "Choir",
        "Carers",
        "Stay and play",
        "Walk",
        "Debt",
        "",
    ]
)
_access = st.sampled_from(["Step-free", "No step-free access", "Accessible toilet", "Hearing loop", "Steep stairs"])
_places = st.builds(
    place, lat=st.sampled_from([53.80, 53.801, 53.81, 53.85, None]), lon=st.sampled_from([-1.55, -1.56, -1.6]),
    access=st.lists(_access, max_size=2).map(tuple), kind=st.sampled_from(["physical", "physical", "virtual"]),
)  # fmt: skip


_days = st.lists(st.sampled_from(DAYS), max_size=2).map(",".join)
_terms = st.sampled_from(["Food", "Carers", "Dementia", "Exercise and sport"])
_ends = st.sampled_from(["", "2026-01-01", "2027-01-01"])
_free = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["active", "active", "active", *STATUSES]),
        "organization": st.sampled_from(["Council", "NHS", "Charity"]).map(offered_by),
        "minimum_age": st.sampled_from([None, Decimal(0), Decimal(5), Decimal(18), Decimal("64.5")]),
        "maximum_age": st.sampled_from([None, Decimal(4), Decimal(17), Decimal(70)]),
        "cost_options": st.lists(st.sampled_from(["0", "2", "3.50"]), max_size=2).map(lambda sums: costs(*sums)),
        "fees": st.sampled_from(["", "Free", "Ask us"]),
        "assured_date": st.sampled_from(["", "2026-11-01", "2026-03-01", "2024-01-01", "2030-01-01"]),
        "attributes": st.lists(_terms, max_size=2).map(lambda words: about(*words)),
        "phones": st.sampled_from([(), (Phone(id=an_id(), number="01632 960001"),)]),
        "contacts": st.sampled_from([(), (Contact(id=an_id(), name="The desk"),)]),
    }
)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    places = tuple(draw(st.lists(_places, max_size=2)))
    somewhere = st.sampled_from(["", *(each.id for each in places)])
    schedules = tuple(weekly(draw(_days), at=draw(somewhere), until=draw(_ends)) for _ in range(draw(st.integers(0, 2))))
    name, description = f"{draw(_words)} {draw(_words)}".strip() or "Group", f"{draw(_words)}. {draw(_words)}"
    return listing(name, description=description, service_at_locations=places, schedules=schedules, **draw(_free))
