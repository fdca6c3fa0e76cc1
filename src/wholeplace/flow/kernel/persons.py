"""Records of people: taken when somebody comes, given back when they are gone; and what each draws."""

import numpy as np
from numba import njit

from wholeplace.flow.draws import STAY, UNITS, uniform64
from wholeplace.flow.kernel.world import COMING, FREE, NO_ROOM
from wholeplace.flow.lengths import length_at


@njit
def new_person(w, key, group):
    """A record for somebody who is due. -1 where memory is full, and the run starts again with more."""
    clock = w.clock[0]
    p = clock.free_person
    if p >= 0:
        clock.free_person = w.people[p].behind
    elif clock.people_used < w.people.size:
        p = clock.people_used
        clock.people_used += 1
    else:
        clock.trouble = NO_ROOM
        return -1
    person = w.people[p]
    person.key, person.group, person.state = key, group, COMING
    person.tie, person.given, person.visit = -1, -1, 0
    person.station, person.wants = -1, -1
    person.delay = 0.0
    person.outside, person.waiting, person.delayed, person.late = 0, 0, 0, 0
    return p


@njit
def gone(w, p):
    """Somebody has left the system for good: their record is free again."""
    clock = w.clock[0]
    clock.gone += 1
    clock.alive -= 1
    w.people[p].state = FREE
    w.people[p].tie = -1
    w.people[p].behind = clock.free_person
    clock.free_person = p


@njit
def draw(w, p, purpose):
    """A person's number between 0 and 1 for one purpose on this visit."""
    return uniform64(w.people[p].key, w.people[p].visit, purpose)


@njit
def choose(w, start, ways, share):
    """Which of the choices from `start` on a share between 0 and 1 falls on."""
    for i in range(start, start + ways - 1):
        if share < w.choices[i].upto:
            return w.choices[i].what
    return w.choices[start + ways - 1].what


@njit
def length(w, law, share):
    """The length of a law at a share."""
    return length_at(w.laws[law].kind, w.numbers, w.laws[law].start, w.laws[law].count, share)


@njit
def stay(w, p):
    """How long this visit takes: given beforehand, or drawn."""
    person = w.people[p]
    if person.given >= 0 and person.visit <= w.given_lengths.shape[1]:
        told = w.given_lengths[person.given, person.visit - 1]
        if not np.isnan(told):
            return told
    return length(w, w.care[person.group, person.station].law, draw(w, p, STAY))


@njit
def wish(w, p, station):
    """The person's next visit is to be at a station: what they need of it is drawn."""
    person = w.people[p]
    person.visit += 1
    person.wants = station
    care = w.care[person.group, station]
    sizes = care.sizes
    person.needs = w.choices[care.units].what if sizes == 1 else choose(w, care.units, sizes, draw(w, p, UNITS))
