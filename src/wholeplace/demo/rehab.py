"""Rehabilitation beds: short-term places in a home after hospital by pathway 2, and home care after some of them."""

import numpy as np

from wholeplace.demo.care import Service, Services
from wholeplace.demo.days import END, FIRST
from wholeplace.demo.hospital import Dice, Stays
from wholeplace.demo.population import NEVER
from wholeplace.demo.rates import number, numbers


def rehab_of(dice: Dice, stays: Stays) -> Services:
    """Beds taken on the day of leaving hospital by pathway 2, for some followed by reablement on the day the bed is left.

    A bed ends early with death, a care home place or the next stay in hospital with a night.
    """
    rng, people = dice.rng, dice.people
    rows = np.flatnonzero((stays.pathway == 2) & ~stays.died & (stays.ends < END))
    person, starts = stays.person[rows], stays.ends[rows]
    mean, sd = numbers("rehab.days")
    spread = np.log1p((sd / mean) ** 2)
    days = np.maximum(1, np.round(mean * np.exp(np.sqrt(spread) * rng.standard_normal(len(rows)) - spread / 2)))
    planned = starts + days.astype(np.int32)
    ends = np.minimum.reduce([planned, people.care_home[person], people.leaves[person], _next_nights(stays)[rows]])
    on = (rng.random(len(rows)) < number("rehab.step_down")) & (ends == planned)
    after = np.clip(rng.normal(number("care.reablement_days"), 9, len(rows)), 5, 42).astype(np.int32)
    until = np.minimum.reduce([ends + after, people.care_home[person], people.leaves[person]])
    beds = _services(person, starts, ends, Service.REHAB)
    return _under_way(Services.together([beds, _services(person[on], ends[on], until[on], Service.REABLEMENT)]))


def _next_nights(stays: Stays) -> np.ndarray:
    """For each stay, the day the person's next stay with a night began; NEVER where there is none."""
    nights = np.flatnonzero(stays.ends > stays.starts)
    following = np.full(len(stays), NEVER)
    same = nights[1:][stays.person[nights[1:]] == stays.person[nights[:-1]]]
    before = nights[:-1][stays.person[nights[1:]] == stays.person[nights[:-1]]]
    following[before] = stays.starts[same]
    return following


def _services(person: np.ndarray, starts: np.ndarray, ends: np.ndarray, service: Service) -> Services:
    kind = np.full(len(person), service, dtype=np.int8)
    return Services(person=person.astype(np.int32), starts=starts.astype(np.int32), ends=ends.astype(np.int32), service=kind)


def _under_way(services: Services) -> Services:
    """Those under way at some time from FIRST to END, in order; what goes on beyond END has no end yet."""
    ends = np.where(services.ends >= END, NEVER, services.ends)
    services = Services(person=services.person, starts=services.starts, ends=ends, service=services.service)
    kept = (services.starts < END) & (services.ends > services.starts) & (services.ends >= FIRST)
    services = services.take(np.flatnonzero(kept))
    return services.take(np.lexsort((services.service, services.starts, services.person)))
