"""Records of people: taken when somebody comes, given back when they are gone; and what each draws."""

import numpy as np

from wholeplace.flow.draws import STAY, UNITS, uniform64
from wholeplace.flow.kernel import arrays
from wholeplace.flow.kernel.world import COMING, FREE, NO_ROOM
from wholeplace.flow.lengths import length_at
from wholeplace.flow.quick import inlined


@inlined
def new_person(w, key, group):
    """A record for somebody who is due. -1 where memory is full, and the run starts again with more."""
    clock = w[0]
    p = clock.free_person
    if p >= 0:
        clock.free_person = arrays.person(w, p).behind
    elif clock.people_used < arrays.people(w).size:
        p = clock.people_used
        clock.people_used += 1
    else:
        clock.trouble = NO_ROOM
        return -1
    person = arrays.person(w, p)
    person.key, person.group, person.state = key, group, COMING
    person.tie, person.given, person.visit = -1, -1, 0
    person.station, person.wants = -1, -1
    person.delay = 0.0
    person.outside, person.waiting, person.delayed, person.late = 0, 0, 0, 0
    return p


@inlined
def gone(w, p):
    """Somebody has left the system for good: their record is free again."""
    clock = w[0]
    clock.gone += 1
    clock.alive -= 1
    arrays.person(w, p).state = FREE
    arrays.person(w, p).tie = -1
    arrays.person(w, p).behind = clock.free_person
    clock.free_person = p


@inlined
def draw(w, p, purpose):
    """A person's number between 0 and 1 for one purpose on this visit."""
    return uniform64(arrays.person(w, p).key, arrays.person(w, p).visit, purpose)


@inlined
def choose(w, start, ways, share):
    """Which of the choices from `start` on a share between 0 and 1 falls on."""
    for i in range(start, start + ways - 1):
        if share < arrays.choice(w, i).upto:
            return arrays.choice(w, i).what
    return arrays.choice(w, start + ways - 1).what


@inlined
def length(w, law, share):
    """The length of a law at a share."""
    return length_at(arrays.law(w, law).kind, arrays.numbers(w), arrays.law(w, law).start, arrays.law(w, law).count, share)


@inlined
def stay(w, p):
    """How long this visit takes: given beforehand, or drawn."""
    person = arrays.person(w, p)
    if person.given >= 0 and person.visit <= arrays.given_lengths(w).shape[1]:
        told = arrays.given_lengths(w)[person.given, person.visit - 1]
        if not np.isnan(told):
            return told
    return length(w, arrays.care(w, person.group, person.station).law, draw(w, p, STAY))


@inlined
def wish(w, p, station):
    """The person's next visit is to be at a station: what they need of it is drawn."""
    person = arrays.person(w, p)
    person.visit += 1
    person.wants = station
    care = arrays.care(w, person.group, station)
    sizes = care.sizes
    person.needs = arrays.choice(w, care.units).what if sizes == 1 else choose(w, care.units, sizes, draw(w, p, UNITS))
