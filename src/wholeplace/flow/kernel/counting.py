"""Levels and their exact means: each change counts for the rest of its day. And the log of transitions, where one is asked for."""

from numba import njit


@njit
def rest_of_day(w):
    """How long a change that happens now lasts within its day."""
    return w.clock[0].day_ends - w.clock[0].now


@njit
def note(w, p, what, station, other):
    """Write a transition down, if there is a log."""
    if w.log.size == 0:
        return
    clock = w.clock[0]
    if clock.logged < w.log.size:
        line = w.log[clock.logged]
        line.time, line.key, line.what, line.station, line.other = clock.now, w.people[p].key, what, station, other
    clock.logged += 1


@njit
def count_present(w, s, people, units):
    """So many people and units more (or fewer) are at a station from now on."""
    station = w.stations[s]
    rest = w.clock[0].day_ends - w.clock[0].now
    station.present += people
    station.present_area += people * rest
    station.in_use += units
    station.units_area += units * rest


@njit
def count_queue(w, s, people):
    """So many people more (or fewer) wait for a station and hold nothing."""
    station = w.stations[s]
    station.queue += people
    station.queue_area += people * rest_of_day(w)


@njit
def count_held(w, s, people):
    """So many people more (or fewer) are ready at a station and held there until a day on which people leave it."""
    station = w.stations[s]
    station.held += people
    station.held_area += people * rest_of_day(w)


@njit
def count_blocked(w, s, to, people):
    """So many people more (or fewer) hold a place at a station, are ready, and wait for another one."""
    rest = rest_of_day(w)
    station = w.stations[s]
    station.blocked += people
    station.blocked_area += people * rest
    pair = w.pairs[w.pair_of[s, to]]
    pair.blocked += people
    pair.blocked_area += people * rest


@njit
def count_delayed(w, g, people):
    """So many people more (or fewer) of a group hold a place and are ready."""
    group = w.groups[g]
    group.delayed += people
    group.delayed_area += people * rest_of_day(w)


@njit
def count_home(w, people):
    """So many people more (or fewer) are at home and will come back."""
    clock = w.clock[0]
    clock.home += people
    clock.home_area += people * rest_of_day(w)
