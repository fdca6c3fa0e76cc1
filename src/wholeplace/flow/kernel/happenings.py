"""What happens to a person: coming from outside, being ready, moving on, going home, coming back, giving up."""

from wholeplace.flow.draws import ARRANGING, BACK_AFTER, BACK_AS, COMES_BACK, PATIENCE, ROUTE
from wholeplace.flow.kernel import arrays, world
from wholeplace.flow.kernel.counting import count_arranging, count_blocked, count_held, count_home, count_queue, note
from wholeplace.flow.kernel.knots import undo_knots
from wholeplace.flow.kernel.lines import join
from wholeplace.flow.kernel.moves import begin_delay, leave_line, make_offers, may_start, offer, start, vacate
from wholeplace.flow.kernel.persons import choose, draw, gone, length, wish
from wholeplace.flow.kernel.planning import plan
from wholeplace.flow.quick import inlined


@inlined
def happen(w, p, kind):
    """One event of one person, and all that follows from it at this moment."""
    if kind == world.END:
        w[0].events += 1
        be_ready(w, p)
    elif kind == world.ARRIVAL:
        arrive_new(w, p)
    elif kind == world.ARRANGED:
        count_arranging(w, arrays.person(w, p).station, -1)
        set_out(w, p)
    elif kind == world.GATE:
        count_held(w, arrays.person(w, p).station, -1)
        move_on(w, p)
    elif kind == world.BACK:
        come_back(w, p)
    else:
        give_up(w, p)
    make_offers(w)
    if w[0].may_lock:
        undo_knots(w)


@inlined
def arrive_new(w, p):
    """Somebody comes for the first time."""
    clock = w[0]
    clock.alive += 1
    clock.arrived += 1
    clock.all_arrived += 1
    arrays.person(w, p).state = world.IN_CARE
    note(w, p, world.ARRIVED, arrays.person(w, p).wants, -1)
    arrive(w, p, arrays.person(w, p).wants)


@inlined
def arrive(w, p, s):
    """Come to a station from outside: start at once, wait, or be sent elsewhere."""
    clock = w[0]
    clock.events += 1
    person, station = arrays.person(w, p), arrays.station(w, s)
    person.outside, person.joined = 1, clock.now
    station.arrived += 1
    wish(w, p, s)
    if may_start(w, p):
        start(w, p)
    elif station.policy == world.DIVERT and station.waiting >= station.threshold:
        station.turned_away += 1
        note(w, p, world.TURNED_AWAY, s, -1)
        gone(w, p)
    else:
        join(w, p)
        count_queue(w, s, 1)
        note(w, p, world.WAITS, -1, s)
        if station.policy == world.LEAVE:
            plan(w, p, clock.now + length(w, station.patience, draw(w, p, PATIENCE)), world.PATIENCE)
        elif station.policy == world.ESCALATE:
            offer(w, s)


@inlined
def be_ready(w, p):
    """A stay is over. Where a way out takes time to arrange, that begins now, in the same place."""
    clock = w[0]
    person = arrays.person(w, p)
    person.ready = clock.now
    note(w, p, world.READY, person.station, -1)
    law = arrays.care(w, person.group, person.station).arranging
    days = length(w, law, draw(w, p, ARRANGING)) if law >= 0 else 0.0
    if days > 0.0:
        begin_delay(w, p)
        count_arranging(w, person.station, 1)
        plan(w, p, clock.now + days, world.ARRANGED)
    else:
        set_out(w, p)


@inlined
def set_out(w, p):
    """Nothing is left to do here. Where nobody leaves today, the person is held till the next day on which people leave."""
    clock = w[0]
    person = arrays.person(w, p)
    days = arrays.station(w, person.station).leaves_on
    weekdays = arrays.weekdays(w)
    day = clock.day
    if days >> weekdays[day] & 1:
        move_on(w, p)
        return
    begin_delay(w, p)
    count_held(w, person.station, 1)
    while day + 1 < weekdays.size and not days >> weekdays[day + 1] & 1:
        day += 1
    plan(w, p, float(clock.first_hour // 24 + day + 1), world.GATE)


@inlined
def move_on(w, p):
    """Go where the route leads: home, or to the next station if it has room, else wait for it here or in a queue."""
    clock = w[0]
    person = arrays.person(w, p)
    s = person.station
    care = arrays.care(w, person.group, s)
    to = arrays.choice(w, care.routes).what if care.ways == 1 else choose(w, care.routes, care.ways, draw(w, p, ROUTE))
    if to < 0:
        vacate(w, p)
        go_home(w, p)
        return
    wish(w, p, to)
    if may_start(w, p):
        start(w, p)
    elif arrays.station(w, to).hold:
        join(w, p)
        begin_delay(w, p)
        count_blocked(w, s, to, 1)
        note(w, p, world.WAITS, s, to)
    else:
        vacate(w, p)
        person.joined = clock.now
        join(w, p)
        count_queue(w, to, 1)
        note(w, p, world.WAITS, -1, to)
    if arrays.station(w, to).policy == world.ESCALATE:
        offer(w, to)


@inlined
def go_home(w, p):
    """Leave for home, and perhaps come back: the chance depends on pathway, delay and whether support was late."""
    clock = w[0]
    person = arrays.person(w, p)
    group = arrays.group(w, person.group)
    group.left_home += 1
    if group.share > 0.0 and draw(w, p, COMES_BACK) < chance_of_return(group, person):
        group.to_return += 1
        person.state = world.AT_HOME
        count_home(w, 1)
        note(w, p, world.WENT_HOME, -1, -1)
        plan(w, p, clock.now + length(w, group.law, draw(w, p, BACK_AFTER)), world.BACK)
    else:
        note(w, p, world.GONE, -1, -1)
        gone(w, p)


@inlined
def chance_of_return(group, person):
    """The chance that somebody who leaves for home comes back, from the odds of their group."""
    if group.share >= 1.0:
        return 1.0
    odds = group.share / (1.0 - group.share)
    if group.each_day != 1.0 and person.delay > 0.0:
        odds *= group.each_day ** min(person.delay, group.days_counted)
    if person.late:
        odds *= group.when_late
    return odds / (1.0 + odds)


@inlined
def come_back(w, p):
    """Come back from home, as a person of a group that may be another one."""
    clock = w[0]
    person = arrays.person(w, p)
    group = arrays.group(w, person.group)
    count_home(w, -1)
    clock.returned += 1
    clock.all_returned += 1
    group.returned += 1
    person.state = world.IN_CARE
    person.delay, person.late = 0.0, 0
    to = group.to
    person.group = choose(w, group.becomes, group.ways, draw(w, p, BACK_AS))
    note(w, p, world.CAME_BACK, to, -1)
    arrive(w, p, to)


@inlined
def give_up(w, p):
    """Leave a line because patience is over."""
    s = arrays.person(w, p).wants
    leave_line(w, p)
    arrays.station(w, s).gave_up += 1
    note(w, p, world.GAVE_UP, s, -1)
    gone(w, p)
    offer(w, s)
