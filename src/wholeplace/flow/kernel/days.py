"""The beginning of a day, the people who come within an hour, who is there at the start, and the sums at the end."""

import numpy as np
from numba import njit

from wholeplace.flow.draws import MOMENT, under64, uniform64
from wholeplace.flow.kernel import world
from wholeplace.flow.kernel.knots import undo_knots
from wholeplace.flow.kernel.moves import make_offers, offer
from wholeplace.flow.kernel.persons import new_person
from wholeplace.flow.kernel.planning import plan
from wholeplace.flow.rates import count_at

EACH_STATION = 10


@njit
def begin_day(w, day):
    """Midnight: write down the day that ended, set the new day's capacities and weekday, then offer what is free."""
    clock = w.clock[0]
    clock.now = float(clock.first_hour // 24 + day)
    measured = day - clock.measured_from
    if measured > 0:
        write_day(w, measured - 1)
    if measured == 0:
        begin_measuring(w)
    clock.day = day
    clock.day_ends = clock.now + 1.0
    clear_day(w)
    if day == w.weekdays.size:
        return
    for s in range(w.stations.size):
        station = w.stations[s]
        station.capacity = w.capacity[day, s]
        station.open_today = station.starts_on >> w.weekdays[day] & 1
    for s in range(w.stations.size):
        offer(w, s)
    make_offers(w)
    if clock.may_lock:
        undo_knots(w)


@njit
def write_day(w, row):
    """The means and counts of the day that has just ended, in the order of `Compiled.series`."""
    clock = w.clock[0]
    many = w.stations.size
    line = w.daily[row]
    for s in range(many):
        station = w.stations[s]
        at = s * EACH_STATION
        line[at] = station.present_area
        line[at + 1] = station.units_area
        line[at + 2] = station.present_area - station.held_area - station.blocked_area
        line[at + 3] = station.held_area
        line[at + 4] = station.queue_area
        line[at + 5] = station.arrived
        line[at + 6] = station.started
        line[at + 7] = station.left
        line[at + 8] = station.turned_away
        line[at + 9] = station.gave_up
        station.all_started += station.started
        station.all_left += station.left
        station.present_days += station.present_area
        station.queueing_days += station.queue_area
    at = many * EACH_STATION
    for i in range(w.pairs.size):
        line[at + i] = w.pairs[i].blocked_area
    at += w.pairs.size
    for g in range(w.groups.size):
        line[at + g] = w.groups[g].delayed_area
    at += w.groups.size
    line[at] = clock.returned
    line[at + 1] = clock.home_area


@njit
def clear_day(w):
    """Start the day's means from the levels as they are, and its counts from none."""
    clock = w.clock[0]
    for s in range(w.stations.size):
        station = w.stations[s]
        station.present_area, station.units_area, station.queue_area = station.present, station.in_use, station.queue
        station.held_area, station.blocked_area = station.held, station.blocked
        station.arrived, station.started, station.left, station.turned_away, station.gave_up = 0, 0, 0, 0, 0
    for i in range(w.pairs.size):
        w.pairs[i].blocked_area = w.pairs[i].blocked
    for g in range(w.groups.size):
        w.groups[g].delayed_area = w.groups[g].delayed
    clock.returned, clock.home_area = 0, clock.home


@njit
def begin_measuring(w):
    """The warm-up is over: all sums start from none."""
    clock = w.clock[0]
    clock.window = clock.now
    clock.alive_at_start = clock.alive
    clock.all_arrived, clock.all_returned, clock.gone = 0, 0, 0
    for s in range(w.stations.size):
        station = w.stations[s]
        station.at_start = station.present
        station.all_started, station.all_left = 0, 0
        station.stay_days, station.queue_days, station.waited_hours = 0.0, 0.0, 0.0
        station.present_days, station.queueing_days = 0.0, 0.0
        station.waits, station.over_4_hours, station.seen = 0, 0, 0
    for i in range(w.pairs.size):
        w.pairs[i].moved, w.pairs[i].waited_days = 0, 0.0
    for g in range(w.groups.size):
        group = w.groups[g]
        group.went_home, group.to_return, group.late = 0, 0, 0
    w.delays[:] = 0.0


@njit
def people_of_hour(w, hour):
    """Everybody who comes from outside in this hour: so many of each stream, each at their own moment."""
    clock = w.clock[0]
    row = hour - clock.first_hour
    for i in range(w.streams.size):
        stream = w.streams[i]
        rate = w.rates[i, row]
        if rate <= 0.0:
            continue
        hour_key = under64(under64(clock.root, stream.name), np.uint64(hour))
        many = count_at(rate, w.chance[i, row], w.first[i, row], uniform64(hour_key, 0, 0))
        for k in range(many):
            key = under64(hour_key, np.uint64(world.EACH_KIND + k))
            expect(w, key, stream.group, stream.to, (hour + uniform64(key, 0, MOMENT)) / 24.0)
    while clock.next_given < w.given.size and int(w.given[clock.next_given].time * 24.0) <= hour:
        given = w.given[clock.next_given]
        p = expect(w, given.key, given.group, given.to, given.time)
        if p >= 0:
            w.people[p].given = clock.next_given
        clock.next_given += 1


@njit
def expect(w, key, group, to, time):
    """Somebody is due at a moment."""
    p = new_person(w, key, group)
    if p >= 0:
        w.people[p].wants = to
        plan(w, p, time, world.ARRIVAL)
    return p


@njit
def sum_up(w):
    """At the end: people who are still there count with the time they have been there; and each is counted where they are."""
    clock = w.clock[0]
    for p in range(clock.people_used):
        person = w.people[p]
        if person.state != world.IN_CARE:
            continue
        if person.station >= 0:
            station = w.stations[person.station]
            station.at_end += 1
            station.stay_days += clock.now - max(person.entered, clock.window)
            if person.delayed:
                w.delays[person.group, person.station] += clock.now - max(person.ready, clock.window)
        else:
            w.stations[person.wants].queue_days += clock.now - max(person.joined, clock.window)
