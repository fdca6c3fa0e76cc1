"""Going in and out of stations: who may start, what a start frees, and to whom freed places are offered."""

from wholeplace.flow.kernel import arrays
from wholeplace.flow.kernel.counting import count_blocked, count_delayed, count_present, count_queue, note
from wholeplace.flow.kernel.lines import somebody_ahead, step_out
from wholeplace.flow.kernel.persons import stay
from wholeplace.flow.kernel.planning import plan
from wholeplace.flow.kernel.world import END, ESCALATE, IN_CARE, LEFT, STARTED
from wholeplace.flow.quick import inlined

FOUR_HOURS = 4.0 / 24.0


@inlined
def room(w, s):
    """Units free at a station now; more where escalation beds are open; below 0 after a fall of capacity."""
    station = arrays.station(w, s)
    extra = station.extra if station.policy == ESCALATE and station.waiting >= station.threshold else 0
    return station.capacity + extra - station.in_use


@inlined
def may_start(w, p):
    """Whether a person who waits in no line can start at the wanted station at once."""
    person = arrays.person(w, p)
    s = person.wants
    station = arrays.station(w, s)
    if person.station == s:
        return True  # what they need next is where they are
    if not station.open_today or person.needs > room(w, s):
        return False
    return station.waiting == 0 or station.backfill != 0 or not somebody_ahead(w, s, arrays.group(w, person.group).rank)


@inlined
def start(w, p):
    """Start at the wanted station, and leave the one where one was."""
    clock = w[0]
    person = arrays.person(w, p)
    s = person.wants
    origin = person.station
    note_wait(w, p)
    if origin >= 0:
        vacate(w, p)
    person.wants = -1
    person.station = s
    person.units = person.needs
    person.entered = clock.now
    person.state = IN_CARE
    arrays.station(w, s).started += 1
    count_present(w, s, 1, person.units)
    note(w, p, STARTED, s, origin)
    plan(w, p, clock.now + stay(w, p), END)


@inlined
def note_wait(w, p):
    """Count how long the person waited for the start that comes now."""
    clock = w[0]
    person = arrays.person(w, p)
    station = arrays.station(w, person.wants)
    if person.station < 0:
        station.waited_hours += (clock.now - person.joined) * 24.0
        station.waits += 1
    if person.station < 0 and person.outside:
        station.waited_days += clock.now - person.joined
        return
    waited = clock.now - person.ready
    station.waited_days += waited
    if waited > arrays.group(w, person.group).late_after and not person.late:
        person.late = 1
        arrays.group(w, person.group).late += 1
    if person.station >= 0:
        pair = arrays.pair(w, arrays.pair_of(w)[person.station, person.wants])
        pair.moved += 1
        pair.waited_days += waited


@inlined
def vacate(w, p):
    """Leave the station where one is: its units are free, and offered to those who wait."""
    clock = w[0]
    person = arrays.person(w, p)
    s = person.station
    station = arrays.station(w, s)
    count_present(w, s, -1, -person.units)
    station.left += 1
    station.stay_days += clock.now - max(person.entered, clock.window)
    if person.outside:
        station.seen += 1
        station.over_4_hours += clock.now - person.joined > FOUR_HOURS
        person.outside = 0
    if person.delayed:
        end_delay(w, p)
    person.station = -1
    note(w, p, LEFT, s, -1)
    offer(w, s)


@inlined
def begin_delay(w, p):
    """From now on the person is ready and still holds a place."""
    person = arrays.person(w, p)
    if not person.delayed:
        person.delayed = 1
        count_delayed(w, person.group, 1)


@inlined
def end_delay(w, p):
    """The delay at this station is over: it counts for the person's return, and for their group."""
    clock = w[0]
    person = arrays.person(w, p)
    person.delayed = 0
    person.delay += clock.now - person.ready
    count_delayed(w, person.group, -1)
    arrays.group(w, person.group).delayed_people += clock.now > person.ready
    arrays.delays(w)[person.group, person.station] += clock.now - max(person.ready, clock.window)


@inlined
def leave_line(w, p):
    """Step out of the line for the wanted station, and count it."""
    clock = w[0]
    person = arrays.person(w, p)
    step_out(w, p)
    if person.station >= 0:
        count_blocked(w, person.station, person.wants, -1)
    else:
        count_queue(w, person.wants, -1)
        arrays.station(w, person.wants).queue_days += clock.now - max(person.joined, clock.window)


@inlined
def offer(w, s):
    """A station's line is to be looked at before this moment is over; first freed, first offered."""
    clock = w[0]
    station = arrays.station(w, s)
    if station.offered or station.waiting == 0:
        return
    station.offered = 1
    arrays.offers(w)[(clock.first_offer + clock.offers) % arrays.offers(w).size] = s
    clock.offers += 1


@inlined
def make_offers(w):
    """Offer freed places until none is left that somebody can take."""
    clock = w[0]
    while clock.offers > 0:
        s = arrays.offers(w)[clock.first_offer]
        clock.first_offer = (clock.first_offer + 1) % arrays.offers(w).size
        clock.offers -= 1
        arrays.station(w, s).offered = 0
        serve(w, s)


@inlined
def serve(w, s):
    """Start those who wait for a station while they fit: by rank, then as they came; strict, or with backfill."""
    station = arrays.station(w, s)
    if not station.open_today:
        return
    for rank in range(w[0].ranks):
        p = arrays.line(w, s, rank).head
        while p >= 0:
            after = arrays.person(w, p).behind
            free = room(w, s)
            if arrays.person(w, p).needs <= free:
                leave_line(w, p)
                start(w, p)
            elif not station.backfill or free < 1:
                return
            p = after
