"""The beginning of a day, the people who come within an hour, who is there at the start, and the sums at the end."""

import numpy as np

from wholeplace.flow.draws import MOMENT, under64, uniform64
from wholeplace.flow.kernel import arrays, world
from wholeplace.flow.kernel.knots import undo_knots
from wholeplace.flow.kernel.moves import make_offers, offer
from wholeplace.flow.kernel.persons import new_person
from wholeplace.flow.kernel.planning import plan
from wholeplace.flow.quick import quick
from wholeplace.flow.rates import count_at

EACH_STATION = 11


@quick
def begin_day(w, day):
    """Midnight: write down the day that ended, set the new day's capacities and weekday, then offer what is free."""
    clock = w[0]
    clock.now = float(clock.first_hour // 24 + day)
    measured = day - clock.measured_from
    if measured > 0:
        write_day(w, measured - 1)
    if measured == 0:
        begin_measuring(w)
    clock.day = day
    clock.day_ends = clock.now + 1.0
    clear_day(w)
    if day == arrays.weekdays(w).size:
        return
    for s in range(arrays.stations(w).size):
        station = arrays.station(w, s)
        station.capacity = arrays.capacity(w)[day, s]
        station.open_today = station.starts_on >> arrays.weekdays(w)[day] & 1
    for s in range(arrays.stations(w).size):
        offer(w, s)
    make_offers(w)
    if clock.may_lock:
        undo_knots(w)


@quick
def write_day(w, row):
    """The means and counts of the day that has just ended, in the order of `Compiled.series`."""
    clock = w[0]
    many = arrays.stations(w).size
    line = arrays.daily(w)[row]
    for s in range(many):
        station = arrays.station(w, s)
        at = s * EACH_STATION
        line[at] = station.present_area
        line[at + 1] = station.units_area
        line[at + 2] = station.present_area - station.arranging_area - station.held_area - station.blocked_area
        line[at + 3] = station.arranging_area
        line[at + 4] = station.held_area
        line[at + 5] = station.queue_area
        line[at + 6] = station.arrived
        line[at + 7] = station.started
        line[at + 8] = station.left
        line[at + 9] = station.turned_away
        line[at + 10] = station.gave_up
        station.all_started += station.started
        station.all_left += station.left
        station.present_days += station.present_area
        station.queueing_days += station.queue_area
    at = many * EACH_STATION
    for i in range(arrays.pairs(w).size):
        line[at + i] = arrays.pair(w, i).blocked_area
    at += arrays.pairs(w).size
    for g in range(arrays.groups(w).size):
        line[at + g] = arrays.group(w, g).delayed_area
    at += arrays.groups(w).size
    line[at] = clock.returned
    line[at + 1] = clock.home_area


@quick
def clear_day(w):
    """Start the day's means from the levels as they are, and its counts from none."""
    clock = w[0]
    for s in range(arrays.stations(w).size):
        station = arrays.station(w, s)
        station.present_area, station.units_area, station.queue_area = station.present, station.in_use, station.queue
        station.arranging_area, station.held_area, station.blocked_area = station.arranging, station.held, station.blocked
        station.arrived, station.started, station.left, station.turned_away, station.gave_up = 0, 0, 0, 0, 0
    for i in range(arrays.pairs(w).size):
        arrays.pair(w, i).blocked_area = arrays.pair(w, i).blocked
    for g in range(arrays.groups(w).size):
        arrays.group(w, g).delayed_area = arrays.group(w, g).delayed
    clock.returned, clock.home_area = 0, clock.home


@quick
def begin_measuring(w):
    """The warm-up is over: all sums start from none."""
    clock = w[0]
    clock.window = clock.now
    clock.alive_at_start = clock.alive
    clock.all_arrived, clock.all_returned, clock.gone = 0, 0, 0
    for s in range(arrays.stations(w).size):
        station = arrays.station(w, s)
        station.at_start = station.present
        station.all_started, station.all_left = 0, 0
        station.stay_days, station.queue_days, station.waited_hours, station.waited_days = 0.0, 0.0, 0.0, 0.0
        station.present_days, station.queueing_days = 0.0, 0.0
        station.waits, station.over_4_hours, station.seen = 0, 0, 0
    for i in range(arrays.pairs(w).size):
        arrays.pair(w, i).moved, arrays.pair(w, i).waited_days = 0, 0.0
    for g in range(arrays.groups(w).size):
        group = arrays.group(w, g)
        group.left_home, group.to_return, group.returned, group.late, group.delayed_people = 0, 0, 0, 0, 0
    arrays.delays(w)[:] = 0.0


@quick
def people_of_hour(w, hour):
    """Everybody who comes from outside in this hour: so many of each stream, each at their own moment."""
    clock = w[0]
    row = hour - clock.first_hour
    for i in range(arrays.streams(w).size):
        stream = arrays.stream(w, i)
        rate = arrays.rates(w)[row, i]
        if rate <= 0.0:
            continue
        hour_key = under64(stream.key, np.uint64(hour))
        many = count_at(rate, arrays.chance(w)[row, i], arrays.first(w)[row, i], uniform64(hour_key, 0, 0))
        for k in range(many):
            key = under64(hour_key, np.uint64(world.EACH_KIND + k))
            expect(w, key, stream.group, stream.to, (hour + uniform64(key, 0, MOMENT)) / 24.0)
    while clock.next_given < arrays.given(w).size and int(arrays.given(w)[clock.next_given].time * 24.0) <= hour:
        given = arrays.given(w)[clock.next_given]
        p = expect(w, given.key, given.group, given.to, given.time)
        if p >= 0:
            arrays.person(w, p).given = clock.next_given
        clock.next_given += 1


@quick
def expect(w, key, group, to, time):
    """Somebody is due at a moment."""
    p = new_person(w, key, group)
    if p >= 0:
        arrays.person(w, p).wants = to
        plan(w, p, time, world.ARRIVAL)
    return p


@quick
def sum_up(w):
    """At the end: people who are still there count with the time they have been there; and each is counted where they are."""
    clock = w[0]
    for p in range(clock.people_used):
        person = arrays.person(w, p)
        if person.state != world.IN_CARE:
            continue
        if person.station >= 0:
            station = arrays.station(w, person.station)
            station.at_end += 1
            station.stay_days += clock.now - max(person.entered, clock.window)
            if person.delayed:
                arrays.delays(w)[person.group, person.station] += clock.now - max(person.ready, clock.window)
        else:
            arrays.station(w, person.wants).queue_days += clock.now - max(person.joined, clock.window)
