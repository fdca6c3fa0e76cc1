"""Carers: people who look after a relative or friend without pay. What is written down about that, and what there is for them.

A carer who is paid is no carer here: those are care staff, and have contracts and training instead.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from wholeplace.terms import Problem

_FILE = Path(__file__).with_name("carers.toml")
ADULT_FROM = 18
"""Years. Below it a carer is a young carer (Care Act 2014 and Children Act 1989 both draw the line there)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Caring:
    """One person who looks after another. `cared_for`: the other as a person of ours; empty: nobody is named. `carer_agreed`,
    `cared_for_agreed`: the days on which each said that it may be written down. `paid`: is the help paid for?"""

    carer: str
    cared_for: str = ""
    relationship: str
    carer_agreed: date | None
    cared_for_agreed: date | None = None
    paid: bool = False
    ended_on: date | None = None

    def names_both(self, day: date) -> bool:
        """May the record say on that day whom the carer looks after? Only while both agree."""
        agreed = (self.carer_agreed, self.cared_for_agreed)
        return bool(self.cared_for) and all(one and one <= day for one in agreed) and not (self.ended_on and self.ended_on <= day)


@dataclass(frozen=True, kw_only=True, slots=True)
class CarerOffer:
    """Something there is for carers. Ages in years; `below_age` 0: no upper limit."""

    name: str
    title: str
    words: str
    from_age: int
    below_age: int
    source: str


def problems_of_caring(caring: Caring, today: date) -> tuple[Problem, ...]:
    """What keeps a carer's record from being kept; empty: nothing."""
    why = "A record that ties two people together is kept only with what both of them said."
    found = []
    if caring.paid:
        fix = "Do not make a carer's record. Add them to the care team."
        found.append(_letter("paid", "this help is paid for.", '"Carer" means somebody who is not paid for it.', fix))
    if caring.carer_agreed is None or caring.carer_agreed > today:
        found.append(_letter("carer", "the carer has not agreed.", why, "Ask them, and give the day on which they agreed."))
    if caring.cared_for and (caring.cared_for_agreed is None or caring.cared_for_agreed > today):
        fix = "Ask them, or keep the record without naming whom the carer looks after."
        found.append(_letter("cared_for", "whom they look after has not agreed.", why, fix))
    if caring.carer == caring.cared_for:
        found.append(_letter("cared_for", "it is the same person.", "A carer looks after somebody else.", "Choose the other person."))
    if not caring.relationship.strip():
        found.append(_letter("relationship", "nothing is said about who they are to each other.", why, "Say it, such as: daughter."))
    return tuple(found)


def offers_for(birth_date: date, today: date) -> tuple[CarerOffer, ...]:
    """What there is for a carer of that age."""
    age = age_on(birth_date, today)
    return tuple(one for one in _offers() if one.from_age <= age and (not one.below_age or age < one.below_age))


def age_on(birth_date: date, day: date) -> int:
    """Whole years. Who was born on 29 February is a year older on 1 March of other years, as the law of England counts."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


@cache
def _offers() -> tuple[CarerOffer, ...]:
    with _FILE.open("rb") as file:
        return tuple(CarerOffer(**row) for row in tomllib.load(file)["offer"])


def _letter(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
