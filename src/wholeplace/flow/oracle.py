"""The same simulation in plain Python: slow and obvious, with the same draws, kept for good beside the compiled one.

Both must agree in every transition (tests/flow/test_two_roads.py). It shares with the kernel the draws, the laws and the hourly
rates, and nothing else: it reads the network itself, keeps one list of all who wait for a station, and gets the series
from the spells of people, not from levels.
"""

import heapq
import math
from collections.abc import Sequence
from datetime import date

from wholeplace.flow import draws
from wholeplace.flow.lengths import inverse_of
from wholeplace.flow.oracle_state import ARRANGED, BACK, END, GATE, PATIENCE, Place, Slow, Someone
from wholeplace.flow.shapes import Law, Length, Network, Overflow, Snapshot, Station, Unit, Waits
from wholeplace.flow.trace import GivenPerson, Traced


def run_slowly(
    network: Network, *, snapshot: Snapshot | None = None, seed: int = 1, replication: int = 0, given: Sequence[GivenPerson] = ()
) -> Traced:
    """One replication, person by person, from an empty place or a snapshot."""
    from wholeplace.flow.oracle_people import place_all, plan_arrivals
    from wholeplace.flow.oracle_series import daily_series, end_spells

    first_day = (snapshot.on - network.starts).days if snapshot else 0
    measured = first_day + (0 if snapshot else network.warm_up)
    slow = begun(network, first_day, measured + network.days)
    root = draws.replication_key(seed, replication)
    place_all(slow, snapshot, root)
    plan_arrivals(slow, root, given)
    for day in range(first_day, slow.last_day):
        begin_day(slow, day)
        while slow.planned and slow.planned[0][0] < (day + 1) * 24:
            _, slow.now, kind, number, someone = heapq.heappop(slow.planned)
            if someone.planned == number:
                happen(slow, someone, kind)
                make_offers(slow)
                undo_rings(slow)
    slow.now = float(slow.last_day)
    end_spells(slow)
    series, daily = daily_series(slow, measured)
    return Traced(transitions=tuple(slow.transitions), series=series, daily=daily)


def begun(network: Network, first_day: int, last_day: int) -> Slow:
    """A run that has not begun."""
    slow = Slow(network=network, first_day=first_day, last_day=last_day, now=float(first_day))
    slow.places = {station.name: Place(told=station) for station in network.stations}
    slow.groups = {group.name: group for group in network.groups}
    slow.services = {(service.group, service.station): service for service in network.services}
    slow.returns = {back.group: back for back in network.returns}
    for route in network.routes:
        slow.routes.setdefault((route.group, route.after), []).append(route)
    return slow


def begin_day(slow: Slow, day: int) -> None:
    """Midnight: new capacities and weekday first, then what is free is offered, station by station."""
    slow.now = float(day)
    for place in slow.places.values():
        place.capacity = capacity_on(place.told, slow.day(day))
        place.starts_today = slow.day(day).weekday() in place.told.starts_on
    for name in slow.places:
        offer(slow, name)
    make_offers(slow)
    undo_rings(slow)


def capacity_on(station: Station, day: date) -> float:
    """Whole units of a station on a day."""
    if station.kind is Unit.OPEN:
        return math.inf
    steps = sorted(station.capacity, key=lambda step: step.since)
    begun = [step for step in steps if step.since <= day] or steps[:1]
    return math.floor(begun[-1].value + 1e-9) if begun else 0


def happen(slow: Slow, someone: Someone, kind: int) -> None:
    """What was planned for somebody."""
    if kind == END:
        be_ready(slow, someone)
    elif kind == ARRANGED:
        slow.spell(f"arranging:{someone.at}", someone.since)
        set_out(slow, someone)
    elif kind == GATE:
        slow.spell(f"held:{someone.at}", someone.since)
        move_on(slow, someone)
    elif kind == PATIENCE:
        give_up(slow, someone)
    elif kind == BACK:
        come_back(slow, someone)
    else:
        slow.note(someone, "arrived", someone.wants)
        arrive(slow, someone, someone.wants)


def chosen(ways: Sequence[tuple[float, str]], share: float) -> str:
    """Which way a share between 0 and 1 falls on; the last takes what rounding leaves."""
    ways = [(part, what) for part, what in ways if part > 0.0]
    upto = 0.0
    for part, what in ways[:-1]:
        upto += part
        if share < upto:
            return what
    return ways[-1][1]


def wish(slow: Slow, someone: Someone, station: str) -> None:
    """The next visit is to be at a station, with the units that it takes of it."""
    someone.visit += 1
    someone.wants = station
    units = slow.services[someone.group, station].units
    someone.needs = int(chosen([(share, str(many)) for many, share in units], someone.draw(draws.UNITS)))


def arrive(slow: Slow, someone: Someone, station: str) -> None:
    """Come from outside."""
    place = slow.places[station]
    rule = place.told.overflow
    someone.outside, someone.since = True, slow.now
    slow.counts.append((f"arrived:{station}", slow.now))
    wish(slow, someone, station)
    if may_start(slow, someone):
        start(slow, someone)
    elif rule.policy is Overflow.DIVERT and len(place.line) >= rule.threshold:
        slow.counts.append((f"turned_away:{station}", slow.now))
        slow.note(someone, "turned away", station)
    else:
        join(slow, someone)
        slow.note(someone, "waits", "", station)
        if rule.policy is Overflow.LEAVE:
            patience = inverse_of(Length(law=Law.EXPONENTIAL, mean=rule.patience)).at(someone.draw(draws.PATIENCE))
            slow.plan(someone, slow.now + patience, PATIENCE)
        elif rule.policy is Overflow.ESCALATE:
            offer(slow, station)


def may_start(slow: Slow, someone: Someone) -> bool:
    """Whether somebody who is in no line can start at once: it fits, and nobody is before them (or they may be passed)."""
    place = slow.places[someone.wants]
    if someone.at == someone.wants:
        return True
    turn = slow.groups[someone.group].priority
    before = [other for other in place.line if slow.groups[other.group].priority <= turn]
    return place.starts_today and someone.needs <= place.free() and (place.told.backfill or not before)


def join(slow: Slow, someone: Someone) -> None:
    """Take a turn: by priority, then as people come."""
    slow.joined += 1
    someone.turn = (slow.groups[someone.group].priority, slow.joined)
    line = slow.places[someone.wants].line
    line.append(someone)
    line.sort(key=lambda one: one.turn)


def leave_line(slow: Slow, someone: Someone) -> None:
    """Wait no longer."""
    slow.places[someone.wants].line.remove(someone)
    slow.spell(f"blocked:{someone.at}:{someone.wants}" if someone.at else f"queue:{someone.wants}", someone.since)


def start(slow: Slow, someone: Someone) -> None:
    """Begin the stay at the wanted station, and end the one before."""
    origin, place = someone.at, slow.places[someone.wants]
    late_after = slow.returns[someone.group].late_after if someone.group in slow.returns else math.inf
    if (origin or not someone.outside) and slow.now - someone.ready > late_after:
        someone.late = True
    if origin:
        vacate(slow, someone)
    someone.at, someone.wants, someone.units, someone.entered = someone.wants, "", someone.needs, slow.now
    someone.doing = "in_service"
    place.there.append(someone)
    slow.counts.append((f"started:{someone.at}", slow.now))
    slow.note(someone, "started", someone.at, origin)
    slow.plan(someone, slow.now + stay(slow, someone), END)


def stay(slow: Slow, someone: Someone) -> float:
    """How long the stay takes that begins now."""
    told = someone.given[someone.visit - 1] if someone.visit <= len(someone.given) else None
    return inverse_of(slow.services[someone.group, someone.at].length).at(someone.draw(draws.STAY)) if told is None else told


def vacate(slow: Slow, someone: Someone) -> None:
    """Leave a station; what that frees is offered."""
    station = someone.at
    slow.places[station].there.remove(someone)
    slow.spell(f"present:{station}", someone.entered)
    slow.spell(f"units:{station}", someone.entered, someone.units)
    slow.spell(f"delayed:{someone.group}", someone.ready)
    slow.counts.append((f"left:{station}", slow.now))
    slow.note(someone, "left", station)
    someone.delay += slow.now - someone.ready
    someone.outside, someone.at = False, ""
    offer(slow, station)


def be_ready(slow: Slow, someone: Someone) -> None:
    """A stay is over; perhaps the way out must still be arranged."""
    someone.ready = someone.since = slow.now
    slow.spell(f"in_service:{someone.at}", someone.entered)
    slow.note(someone, "ready", someone.at)
    arranging = slow.services[someone.group, someone.at].arranging
    days = inverse_of(arranging).at(someone.draw(draws.ARRANGING)) if arranging else 0.0
    if days > 0.0:
        someone.doing = "arranging"
        slow.plan(someone, slow.now + days, ARRANGED)
    else:
        set_out(slow, someone)


def set_out(slow: Slow, someone: Someone) -> None:
    """Leave, on a day on which people leave."""
    day = math.floor(slow.now)
    leaves_on = slow.places[someone.at].told.leaves_on
    if slow.day(day).weekday() in leaves_on:
        move_on(slow, someone)
        return
    while slow.day(day).weekday() not in leaves_on:
        day += 1
    someone.doing, someone.since = "held", slow.now
    slow.plan(someone, float(day), GATE)


def move_on(slow: Slow, someone: Someone) -> None:
    """Go home, start at the next station, or wait for it."""
    from wholeplace.flow.oracle_people import go_home

    origin = someone.at
    ways = [(route.share, route.to) for route in slow.routes.get((someone.group, origin), ())] or [(1.0, "")]
    to = chosen(ways, someone.draw(draws.ROUTE))
    if not to:
        vacate(slow, someone)
        go_home(slow, someone)
        return
    wish(slow, someone, to)
    if may_start(slow, someone):
        start(slow, someone)
        return
    if slow.places[to].told.waits is Waits.IN_A_QUEUE:
        vacate(slow, someone)
    someone.doing, someone.since = "blocked", slow.now
    join(slow, someone)
    slow.note(someone, "waits", someone.at, to)
    if slow.places[to].told.overflow.policy is Overflow.ESCALATE:
        offer(slow, to)


def come_back(slow: Slow, someone: Someone) -> None:
    """Come back from home."""
    back = slow.returns[someone.group]
    slow.spell("home", someone.since)
    slow.at_home.remove(someone)
    slow.counts.append(("returned", slow.now))
    someone.delay, someone.late = 0.0, False
    someone.group = chosen([(share, group) for group, share in back.becomes], someone.draw(draws.BACK_AS))
    slow.note(someone, "came back", back.to)
    arrive(slow, someone, back.to)


def give_up(slow: Slow, someone: Someone) -> None:
    """Patience is over."""
    station = someone.wants
    leave_line(slow, someone)
    slow.counts.append((f"gave_up:{station}", slow.now))
    slow.note(someone, "gave up", station)
    offer(slow, station)


def offer(slow: Slow, station: str) -> None:
    """A station's line is to be looked at; each once, first freed first."""
    if station not in slow.offers and slow.places[station].line:
        slow.offers.append(station)


def make_offers(slow: Slow) -> None:
    """Start all who now fit, in their turns, and those whom that lets in, until nobody can."""
    while slow.offers:
        place = slow.places[slow.offers.pop(0)]
        for someone in list(place.line):
            if not place.starts_today:
                break
            if someone.needs <= place.free():
                leave_line(slow, someone)
                start(slow, someone)
            elif not place.told.backfill:
                break


def undo_rings(slow: Slow) -> None:
    """While people only wait for each other's places: let the first ring of them change places."""
    from wholeplace.flow.oracle_people import ring_of_waiting

    while ring := ring_of_waiting(slow):
        for someone in ring:
            leave_line(slow, someone)
        for someone in ring:
            start(slow, someone)
        make_offers(slow)
