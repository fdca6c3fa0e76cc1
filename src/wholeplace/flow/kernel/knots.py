"""Knots: people who hold places that the others of them wait for, in a ring, so that none could ever move. They change places.

Looked for after each event, where the routes make it possible at all. A ring is undone when at every station in it nobody
is under way: then no other place could ever become free. All people in the ring move at the same moment, each into the place of
the next, whatever the lines; who needs more units than the one before them still moves.
"""

from wholeplace.flow.kernel import arrays
from wholeplace.flow.kernel.moves import leave_line, make_offers, start
from wholeplace.flow.quick import quick


@quick
def undo_knots(w):
    """Undo knots one by one until there are none."""
    while True:
        s = stuck_station(w)
        if s < 0:
            return
        exchange(w, s)
        make_offers(w)


@quick
def is_stuck(w, s):
    """Whether everybody at a station waits for another one."""
    return arrays.station(w, s).present > 0 and arrays.station(w, s).blocked == arrays.station(w, s).present


@quick
def stuck_station(w):
    """A station from which all waiting leads to stations where everybody waits; -1 if there is none. The first as listed."""
    many = arrays.stations(w).size
    free = 0
    for s in range(many):
        arrays.station(w, s).offered = 0 if is_stuck(w, s) else 1
        free += arrays.station(w, s).offered
    changed = free < many
    while changed:
        changed = False
        for s in range(many):
            if arrays.station(w, s).offered == 0 and leads_out(w, s):
                arrays.station(w, s).offered = 1
                changed = True
    found = -1
    for s in range(many):
        if found < 0 and arrays.station(w, s).offered == 0:
            found = s
    for s in range(many):
        arrays.station(w, s).offered = 0
    return found


@quick
def leads_out(w, s):
    """Whether somebody at a station waits for one that is not (or no longer) marked as stuck."""
    for t in range(arrays.stations(w).size):
        pair = arrays.pair_of(w)[s, t]
        if pair >= 0 and arrays.pair(w, pair).blocked > 0 and arrays.station(w, t).offered:
            return True
    return False


@quick
def first_to_leave(w, s):
    """The person at a station who has been ready longest (of those, the first in line as stations are listed)."""
    best = -1
    for t in range(arrays.stations(w).size):
        for rank in range(w[0].ranks):
            p = arrays.line(w, t, rank).head
            while p >= 0:
                if arrays.person(w, p).station == s and (best < 0 or arrays.person(w, p).ready < arrays.person(w, best).ready):
                    best = p
                p = arrays.person(w, p).behind
    return best


@quick
def exchange(w, s):
    """Follow those who have waited longest from station to station until one comes round, and let that ring change places."""
    seen = arrays.offers(w)  # empty now, and large enough for every station once
    steps = 0
    at = s
    while True:
        for i in range(steps):
            if seen[i] == at:
                change_places(w, at)
                return
        seen[steps] = at
        steps += 1
        at = arrays.person(w, first_to_leave(w, at)).wants


@quick
def change_places(w, first):
    """Everybody in the ring that goes through a station leaves their line, then starts in turn."""
    clock = w[0]
    clock.exchanges += 1
    clock.offers, clock.first_offer = 0, 0
    at, head, tail = first, -1, -1
    while True:
        p = first_to_leave(w, at)
        at = arrays.person(w, p).wants
        leave_line(w, p)
        arrays.person(w, p).behind = -1
        if tail < 0:
            head = p
        else:
            arrays.person(w, tail).behind = p
        tail = p
        if at == first:
            break
    while head >= 0:
        p = head
        head = arrays.person(w, p).behind
        start(w, p)
