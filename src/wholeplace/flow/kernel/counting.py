"""Levels and their exact means: each change counts for the rest of its day. And the log of transitions, where one is asked for."""

from wholeplace.flow.kernel import arrays
from wholeplace.flow.quick import inlined, quick


@inlined
def rest_of_day(w):
    """How long a change that happens now lasts within its day."""
    return w[0].day_ends - w[0].now


@inlined
def note(w, p, what, station, other):
    """Write a transition down, if there is a log."""
    if arrays.log(w).size == 0:
        return
    clock = w[0]
    if clock.logged < arrays.log(w).size:
        line = arrays.log(w)[clock.logged]
        line.time, line.key, line.what, line.station, line.other = clock.now, arrays.person(w, p).key, what, station, other
    clock.logged += 1


@inlined
def count_present(w, s, people, units):
    """So many people and units more (or fewer) are at a station from now on."""
    station = arrays.station(w, s)
    rest = w[0].day_ends - w[0].now
    station.present += people
    station.present_area += people * rest
    station.in_use += units
    station.units_area += units * rest


@quick
def count_queue(w, s, people):
    """So many people more (or fewer) wait for a station and hold nothing."""
    station = arrays.station(w, s)
    station.queue += people
    station.queue_area += people * rest_of_day(w)


@quick
def count_arranging(w, s, people):
    """So many people more (or fewer) are ready at a station while their way out is being arranged."""
    station = arrays.station(w, s)
    station.arranging += people
    station.arranging_area += people * rest_of_day(w)


@quick
def count_held(w, s, people):
    """So many people more (or fewer) are ready at a station and held there until a day on which people leave it."""
    station = arrays.station(w, s)
    station.held += people
    station.held_area += people * rest_of_day(w)


@quick
def count_blocked(w, s, to, people):
    """So many people more (or fewer) hold a place at a station, are ready, and wait for another one."""
    rest = rest_of_day(w)
    station = arrays.station(w, s)
    station.blocked += people
    station.blocked_area += people * rest
    pair = arrays.pair(w, arrays.pair_of(w)[s, to])
    pair.blocked += people
    pair.blocked_area += people * rest


@quick
def count_delayed(w, g, people):
    """So many people more (or fewer) of a group hold a place and are ready."""
    group = arrays.group(w, g)
    group.delayed += people
    group.delayed_area += people * rest_of_day(w)


@quick
def count_home(w, people):
    """So many people more (or fewer) are at home and will come back."""
    clock = w[0]
    clock.home += people
    clock.home_area += people * rest_of_day(w)
