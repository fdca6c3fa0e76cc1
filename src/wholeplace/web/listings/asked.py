"""What somebody asks of the search page, read from its address: nothing of it is kept anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from wholeplace.service.directory.access import features
from wholeplace.service.directory.opening import DAY_NAMES, DAYS
from wholeplace.service.directory.points import METRES_IN_A_MILE
from wholeplace.service.directory.postcodes import Postcodes, spaced
from wholeplace.service.directory.wanted import Wanted
from wholeplace.service.directory.widening import MILES
from wholeplace.service.directory.words import needs
from wholeplace.terms import Money

SHOWN = 20
"""Results on a page."""
FARTHEST = 3
"""Miles that are looked within when nobody says otherwise."""
_OLDEST = 130


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The fields of the form as they were filled in, each checked; `wrong`: field -> what is wrong with it, in words."""

    q: str = ""
    need: str = ""
    postcode: str = ""
    within: str = str(FARTHEST)
    age: str = ""
    free: bool = False
    access: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    page: int = 1
    wrong: Mapping[str, str]

    @property
    def anything(self) -> bool:
        """Was anything asked for at all? Without it the page only offers to search."""
        return bool(self.q or self.need or self.postcode or self.age or self.free or self.access or self.day)

    @property
    def in_words(self) -> str:
        """What was asked for in a line: "lonely, within 3 miles of QX1 1AA, age 72, free, on Tuesday"."""
        near = f"{'at any distance from' if self.within == 'any' else f'within {self.within} miles of'} {spaced(self.postcode)}"
        parts = (
            self.q, self.need, near.replace(" 1 miles", " 1 mile") if self.postcode else "", f"age {self.age}" if self.age else "",
            "free" if self.free else "", *self.access, f"on {' or '.join(map(day_name, self.day))}" if self.day else "",
        )  # fmt: skip
        line = ", ".join(part for part in parts if part)
        return f"{line[:1].upper()}{line[1:]}"

    def address(self, **changed: object) -> str:
        """The query of this search, with some fields changed."""
        fields: dict[str, object] = {
            "q": self.q, "need": self.need, "postcode": self.postcode, "within": self.within if self.postcode else "", "age": self.age,
            "free": "yes" if self.free else "", "access": self.access, "day": self.day, **changed,
        }  # fmt: skip
        return "?" + urlencode([(name, value) for name, value in fields.items() if value not in ("", (), None)], doseq=True)


def asked_of(query: QueryDict) -> Asked:
    """What the address asks. Values that are on no list are left out: only a changed address could send them."""
    wrong: dict[str, str] = {}
    age = query.get("age", "").strip()[:6]
    if age and not (age.isascii() and age.isdigit() and int(age) <= _OLDEST):
        wrong["age"] = "Give an age in years, such as 72, or leave it empty."
    page = query.get("page", "1")[:6]
    distances = [*map(str, MILES), "any"]
    return Asked(
        q=query.get("q", "").strip()[:200], need=_one(query.get("need", ""), list(needs())),
        postcode=query.get("postcode", "").strip()[:12], within=_one(query.get("within", ""), distances) or str(FARTHEST), age=age,
        free=query.get("free") == "yes", access=_some(query.getlist("access"), list(features())), day=_some(query.getlist("day"), DAYS),
        page=int(page) if page.isascii() and page.isdigit() and int(page) else 1, wrong=wrong,
    )  # fmt: skip


def wanted_of(asked: Asked, postcodes: Postcodes) -> tuple[Wanted, dict[str, str]]:
    """The search that is asked for, and what is wrong with its fields: a postcode that nobody knows is told, not passed over."""
    wrong = dict(asked.wrong)
    near = postcodes.find(asked.postcode) if asked.postcode else None
    if asked.postcode and near is None:
        wrong["postcode"] = "We do not know this postcode. Give a whole one in or near this place, or leave it empty."
    within = None if near is None or asked.within == "any" else round(int(asked.within) * METRES_IN_A_MILE)
    wanted = Wanted(
        words=asked.q, need=asked.need, near=near, within=within, age=int(asked.age) if asked.age and "age" not in wrong else None,
        at_most=Money(0) if asked.free else None, access=frozenset(asked.access), days=frozenset(asked.day),
    )  # fmt: skip
    return wanted, wrong


def address_of(asked: Asked, wanted: Wanted) -> str:
    """The address that asks for a wider search, as `widening` proposes it."""
    within = "any" if wanted.within is None else str(round(wanted.within / METRES_IN_A_MILE))
    return asked.address(
        q=wanted.words, need=wanted.need, within=within if asked.postcode else "", age="" if wanted.age is None else asked.age,
        free="yes" if wanted.at_most is not None else "", access=tuple(sorted(wanted.access)),
        day=tuple(each for each in DAYS if each in wanted.days),
    )  # fmt: skip


def day_name(code: str) -> str:
    """ "TU" as "Tuesday"."""
    return DAY_NAMES[code]


def _one(given: str, known: Sequence[str]) -> str:
    return given if given in known else ""


def _some(given: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in known if each in given)
