"""For the oracle: who comes, who is there at the start, who goes home and comes back, and who only wait for each other."""

import math
from collections.abc import Sequence

from wholeplace.flow import draws, rates
from wholeplace.flow.lengths import inverse_of, length_beyond, lengths_found, share_staying
from wholeplace.flow.oracle import join, wish
from wholeplace.flow.oracle_state import ARRANGED, ARRIVAL, BACK, END, PATIENCE, Slow, Someone
from wholeplace.flow.placed import LEAST_SHARE
from wholeplace.flow.shapes import Law, Length, Overflow, Present, Snapshot
from wholeplace.flow.trace import GivenPerson, given_key

PEOPLE_FROM = 1 << 50  # children of an hour's key from here on are people; 0 is their number


def plan_arrivals(slow: Slow, root: int, given: Sequence[GivenPerson]) -> None:
    """Everybody who will come from outside, hour by hour, stream by stream; then those given."""
    network = slow.network
    names = rates.stream_names(network)
    keys = [draws.under(root, name) for name in names]
    by_hour = rates.hourly_rates(network, slow.first_day, slow.last_day)
    expected = rates.expected(by_hour, network.arrivals, keys, slow.first_day)
    for row in range((slow.last_day - slow.first_day) * 24):
        hour = slow.first_day * 24 + row
        for i, stream in enumerate(network.arrivals):
            hour_key = draws.under(keys[i], hour)
            share = draws.uniform(hour_key, 0, 0)
            many = rates.count_at.py_func(expected.rates[row, i], expected.chance[row, i], int(expected.first[row, i]), share)
            for k in range(many):
                key = draws.under(hour_key, PEOPLE_FROM + k)
                someone = Someone(key=key, group=stream.group, wants=stream.to)
                slow.plan(someone, (hour + draws.uniform(key, 0, draws.MOMENT)) / 24.0, ARRIVAL)
    for i, person in enumerate(sorted(given, key=lambda person: person.time)):
        someone = Someone(key=given_key(i), group=person.group, wants=person.to, given=person.lengths)
        slow.plan(someone, person.time, ARRIVAL)


def place_all(slow: Slow, snapshot: Snapshot | None, root: int) -> None:
    """Everybody who is there at the start; who has waited longest is first in line."""
    turns: dict[tuple[str, str], int] = {}
    for row in sorted(snapshot.present if snapshot else (), key=lambda row: -(row.ready_days or 0.0)):
        turns[row.group, row.station] = turn = turns.get((row.group, row.station), 0) + 1
        row_key = draws.under(root, draws.name_number("present", row.group, row.station, str(turn)))
        for k in range(row.people):
            someone = Someone(key=draws.under(row_key, k), group=row.group)
            if row.station:
                _place(slow, someone, row)
            else:
                _place_in_queue(slow, someone, row)


def _place(slow: Slow, someone: Someone, row: Present) -> None:
    wish(slow, someone, row.station)
    someone.doing = "in_service"
    someone.at, someone.wants, someone.units = row.station, "", someone.needs
    slow.places[row.station].there.append(someone)
    service = slow.services[row.group, row.station]
    if row.ready_days is None:
        elapsed, rest = _time_left(someone, row, service.length)
        someone.entered = slow.now - elapsed
        slow.plan(someone, slow.now + rest, END)
        return
    someone.entered = slow.now - (row.ready_days if row.elapsed is None else max(row.elapsed, row.ready_days))
    someone.ready = someone.since = slow.now - row.ready_days
    if row.waits_for:
        someone.doing = "blocked"
        wish(slow, someone, row.waits_for)
        join(slow, someone)
    elif service.arranging:
        someone.doing = "arranging"
        rest = _rest_after(service.arranging, row.ready_days, someone.draw(draws.ARRANGING))
        slow.plan(someone, slow.now + rest, ARRANGED)


def _place_in_queue(slow: Slow, someone: Someone, row: Present) -> None:
    someone.outside, someone.since = True, slow.now - (row.ready_days or 0.0)
    wish(slow, someone, row.waits_for)
    join(slow, someone)
    rule = slow.places[row.waits_for].told.overflow
    if rule.policy is Overflow.LEAVE:
        patience = inverse_of(Length(law=Law.EXPONENTIAL, mean=rule.patience)).at(someone.draw(draws.PATIENCE))
        slow.plan(someone, slow.now + patience, PATIENCE)


def _time_left(someone: Someone, row: Present, length: Length) -> tuple[float, float]:
    share = someone.draw(draws.STAY)
    if row.elapsed is None:
        whole = lengths_found(length).at(draws.uniform(someone.key, 0, draws.STAY))
        return whole * (1.0 - share), whole * share
    return row.elapsed, _rest_after(length, row.elapsed, share)


def _rest_after(length: Length, elapsed: float, share: float) -> float:
    """What is left of a time that has already lasted `elapsed`."""
    law = inverse_of(length)
    beyond = max(LEAST_SHARE, share_staying(length, elapsed)) * (1.0 - share)
    return max(0.0, length_beyond.py_func(law.kind, law.numbers, 0, len(law.numbers), beyond) - elapsed)


def go_home(slow: Slow, someone: Someone) -> None:
    """Leave for home, and perhaps be due to come back."""
    back = slow.returns.get(someone.group)
    if back and back.share > 0.0 and someone.draw(draws.COMES_BACK) < chance_of_return(slow, someone):
        someone.since = slow.now
        slow.at_home.append(someone)
        slow.note(someone, "at home")
        slow.plan(someone, slow.now + inverse_of(back.after).at(someone.draw(draws.BACK_AFTER)), BACK)
    else:
        slow.note(someone, "gone")


def chance_of_return(slow: Slow, someone: Someone) -> float:
    """The chance that follows from the odds of somebody's group, delay and late support."""
    back = slow.returns[someone.group]
    if back.share >= 1.0:
        return 1.0
    odds = back.share / (1.0 - back.share)
    if back.odds_each_delay_day != 1.0 and someone.delay > 0.0:
        odds *= math.pow(back.odds_each_delay_day, min(someone.delay, back.delay_days_counted))
    if someone.late:
        odds *= back.odds_when_late
    return odds / (1.0 + odds)


def ring_of_waiting(slow: Slow) -> list[Someone]:
    """People who hold the places that the next of them waits for, where nobody in those stations is under way; [] if there are none."""
    waiting = {name: [one for one in _waiting(slow) if one.at == name] for name in slow.places}
    stuck = {name for name, place in slow.places.items() if place.there and len(waiting[name]) == len(place.there)}
    while out := {name for name in stuck if any(one.wants not in stuck for one in waiting[name])}:
        stuck -= out
    at = next((name for name in slow.places if name in stuck), "")
    path: list[str] = []
    first = {name: min(waiting[name], key=lambda one: one.ready) for name in stuck}
    while at and at not in path:
        path.append(at)
        at = first[at].wants
    return [first[name] for name in path[path.index(at) :]] if at else []


def _waiting(slow: Slow) -> list[Someone]:
    """All who wait and hold a place: by station waited for, as stations are listed, then by turn."""
    return [one for place in slow.places.values() for one in place.line if one.at]
