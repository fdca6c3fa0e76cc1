"""What somebody looks for, and what was found: the nouns of a search."""

from dataclasses import dataclass

from wholeplace.service.directory.freshness import Age
from wholeplace.service.directory.points import Point
from wholeplace.service.directory.shapes import Listing, ServiceAtLocation
from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What somebody looks for. What is left empty asks for nothing; all that is given must hold, and at one and the same place.

    `words`: free words, each of which must be spoken of. `need`: a name of needs.csv. `within`: metres from `near`, which it needs; what
    takes place online or by phone is near everybody. `age`: years, of whom it is for; no limits given means all ages. `at_most`: what
    somebody can pay; nought asks for what is free. `access`: names of access.csv, all of them. `days`: MO to SU, any of them. What a
    listing does not say (its cost, its days, where it is) is not taken to hold.
    """

    words: str = ""
    need: str = ""
    near: Point | None = None
    within: int | None = None
    age: int | None = None
    at_most: Money | None = None
    access: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One listing that answers, at the place of it that answers best (None: it names no place). `metres`: as the crow flies; None where
    no point was given, or the place is nowhere. `sentence`: all that decides whether to go, in one line."""

    listing: Listing
    place: ServiceAtLocation | None
    metres: float | None
    sentence: str
    age: Age


@dataclass(frozen=True, kw_only=True, slots=True)
class Wider:
    """One way to ask for less that finds something: in words, how many it finds, and what is asked then."""

    words: str
    count: int
    wanted: Wanted


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What was found: `total` listings, of which `found` is one page. Where there is nothing, `why` says so and `wider` what to ask."""

    total: int
    found: tuple[Found, ...]
    why: str = ""
    wider: tuple[Wider, ...] = ()
