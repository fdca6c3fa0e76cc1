"""Adult social care: services after hospital, towards the end of life, for a learning disability and for carers."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from wholeplace.demo.days import BURN_IN, END, FIRST, YEAR
from wholeplace.demo.hospital import Dice, Stays
from wholeplace.demo.population import NEVER
from wholeplace.demo.rates import number

_LOOK_BACK = 6  # years of earlier starts, so that as much care is under way on FIRST as ever


class Service(IntEnum):
    """Kinds of service, in the order of care.weekly_cost."""

    HOME_CARE = 0
    REABLEMENT = 1
    RESIDENTIAL = 2
    NURSING = 3
    LEARNING_DISABILITY = 4
    CARER = 5
    REHAB = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """One row a service: first day, first day without it (NEVER: goes on)."""

    person: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    service: np.ndarray

    def take(self, which: np.ndarray) -> "Services":
        return Services(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    @classmethod
    def together(cls, parts: "list[Services]") -> "Services":
        return cls(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)})


def services_of(dice: Dice, stays: Stays) -> Services:
    """All services under way at some time from FIRST to END, in order of person, start and service."""
    parts = [_after_hospital(dice, stays), _care_homes(dice), _home_care(dice), _younger(dice), _carers(dice)]
    services = Services.together(parts)
    ends = np.minimum(services.ends, dice.people.leaves[services.person])
    services = Services(person=services.person, starts=services.starts, ends=np.where(ends >= END, NEVER, ends), service=services.service)
    kept = (services.starts < END) & (services.ends > services.starts) & (services.ends >= FIRST)
    services = services.take(np.flatnonzero(kept))
    return services.take(np.lexsort((services.service, services.starts, services.person)))


def _services(person: np.ndarray, starts: np.ndarray, ends: np.ndarray, service: np.ndarray | Service) -> Services:
    service = np.broadcast_to(np.asarray(service, dtype=np.int8), person.shape)
    return Services(person=person.astype(np.int32), starts=starts.astype(np.int32), ends=ends.astype(np.int32), service=service)


def _after_hospital(dice: Dice, stays: Stays) -> Services:
    """Home care or reablement after pathway 1, when it was planned to start, unless the person is back in a bed or dead."""
    rng, count = dice.rng, len(stays)
    next_start = np.full(count, NEVER)
    same = np.flatnonzero(stays.person[1:] == stays.person[:-1])
    night = stays.ends > stays.starts
    next_start[same] = np.where(night[same + 1], stays.starts[same + 1], NEVER)
    starts = stays.ends + stays.care_wait
    comes = (stays.pathway == 1) & ~stays.died & (starts < next_start) & (starts < dice.people.leaves[stays.person])
    rows = np.flatnonzero(comes)
    person, starts = stays.person[rows], starts[rows]
    reabled = (dice.people.age(person, starts) >= 65) & (rng.random(len(rows)) < number("care.reablement_share"))
    length = np.where(
        reabled,
        np.clip(rng.normal(number("care.reablement_days"), 9, len(rows)), 5, 42),
        7 + rng.exponential(number("care.home_care_days"), len(rows)),
    )
    ends = np.minimum(starts + length.astype(np.int32), dice.people.care_home[person])
    following = np.full(len(rows), NEVER)
    following[:-1] = np.where(person[1:] == person[:-1], starts[1:], NEVER)
    return _services(person, starts, np.minimum(ends, following), np.where(reabled, Service.REABLEMENT, Service.HOME_CARE))


def _care_homes(dice: Dice) -> Services:
    """The first care home place, and for some a later move to a nursing home on the day the first ends."""
    people, rng = dice.people, dice.rng
    person = np.flatnonzero(people.care_home < END)
    starts = people.care_home[person]
    ends = people.leaves[person]
    moves = (rng.random(len(person)) < number("care.move_between_homes")) & (ends - starts > 120)
    at = np.where(moves, starts + 60 + (rng.random(len(person)) * np.maximum(ends - starts - 90, 0)).astype(np.int32), ends)
    nursing = ~moves & (rng.random(len(person)) < 0.35)
    first = _services(person, starts, at, np.where(nursing, Service.NURSING, Service.RESIDENTIAL))
    return Services.together([first, _services(person[moves], at[moves], ends[moves], Service.NURSING)])


def _home_care(dice: Dice) -> Services:
    """Long-term home care from the community, told backwards from death or the care home place."""
    people, rng = dice.people, dice.rng
    dying = np.flatnonzero(people.dies < NEVER)
    person = dying[rng.random(len(dying)) < number("care.home_care_before_death")]
    years = np.minimum(rng.exponential(number("care.home_care_years"), len(person)), _LOOK_BACK)
    starts = people.dies[person] - (years * YEAR).astype(np.int32)
    ends = np.minimum(people.dies[person], people.care_home[person])
    kept = (starts > np.maximum(people.arrives[person], people.born[person] + 65 * YEAR)) & (starts < ends)
    return _services(person[kept], starts[kept], ends[kept], Service.HOME_CARE)


def _steady(dice: Dice, members: np.ndarray, service: Service, years: float) -> Services:
    """One service after another for members of a register, each of some years, so that starts come evenly."""
    people, rng = dice.people, dice.rng
    each = int(years * YEAR)
    first = BURN_IN - rng.integers(0, each, len(members))
    turns = -(-(END - BURN_IN) // each) + 1
    person = np.tile(members, turns)
    starts = np.tile(first, turns) + np.repeat(np.arange(turns) * each, len(members))
    ends = starts + each
    kept = (starts >= people.arrives[person]) & (people.age(person, starts) >= 18)
    return _services(person[kept], starts[kept], ends[kept], service)


def _younger(dice: Dice) -> Services:
    members = np.flatnonzero(dice.people.learning_disability)
    return _steady(dice, members[dice.rng.random(len(members)) < number("care.younger_support")], Service.LEARNING_DISABILITY, 5.0)


def _carers(dice: Dice) -> Services:
    members = np.flatnonzero(dice.people.unpaid_carer)
    return _steady(dice, members[dice.rng.random(len(members)) < number("care.carer_support")], Service.CARER, 3.0)
