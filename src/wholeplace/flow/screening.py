"""Instant answers by queueing formulae, exact for the simple case each names, and marked as screening.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities" (1917), for B and C; C. Palm, "Research on
telephone traffic" (1957), for Erlang A; any textbook (D. Gross and C. Harris, "Fundamentals of Queueing Theory") for M/M/c/K.
All are computed by recursions of ratios that lie between 0 and 1, or sums scaled by their largest term, so they hold for
thousands of servers, where factorials overflow. The marginal rule is B. Fox, "Discrete optimization via marginal analysis"
(1966): exact where each further unit is worth less than the one before.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from wholeplace.flow.asking.sentences import number
from wholeplace.flow.checks import problems_of
from wholeplace.flow.loads import Load, loads_of
from wholeplace.flow.numbers import unit_of
from wholeplace.flow.scenarios import BASE, with_changes
from wholeplace.flow.shapes import Answer, Network, Scenario, Station
from wholeplace.flow.steadiness import unsteady
from wholeplace.terms import DataProblem

QUESTION = "At once, by formula"
MARK = "Screening"
"""How every instant answer begins. It looks at one station alone, with steady demand, and knows nothing of blocking."""


def erlang_b(servers: int, load: float) -> float:
    """The chance that all of `servers` are busy when those who find them so leave (M/M/c/c). `load`: mean number wanted at once.

    No servers: 1, unless nothing is wanted. Exact for any law of length of stay with that mean.
    """
    _refuse_below_0(servers, load)
    if load == 0:
        return 0.0
    blocked = 1.0
    for busy in range(1, servers + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """The chance that somebody has to wait when everybody does until served (M/M/c). 1 where demand is not below capacity."""
    if load >= servers:
        return 1.0 if load > 0 else 0.0
    blocked = erlang_b(servers, load)
    return servers * blocked / (servers - load * (1 - blocked))


def mean_waiting(servers: int, load: float) -> float:
    """The mean number who wait in M/M/c; without end where demand is not below capacity."""
    if load >= servers:
        return math.inf if load > 0 else 0.0
    return erlang_c(servers, load) * load / (servers - load)


@dataclass(frozen=True, kw_only=True, slots=True)
class Impatient:
    """What M/M/c comes to when people give up (Erlang A): chances to wait and to give up, and the mean number waiting."""

    waits: float
    gives_up: float
    waiting: float


def erlang_a(servers: int, load: float, patience: float) -> Impatient:
    """M/M/c with people who give up after an exponential patience. `patience`: its mean, in mean lengths of service; above 0.

    Holds whatever the load. Summed over the queue's lengths, each term a ratio of the one before, until the rest is nothing.
    """
    _refuse_below_0(servers, load)
    if patience <= 0:
        raise ValueError(f"patience {patience:g} is not above 0")
    if load == 0:
        return Impatient(waits=0.0, gives_up=0.0, waiting=0.0)
    blocked = erlang_b(servers, load)
    term, queue, people, length, full = 1.0, 1.0, 0.0, 0, 1.0
    while term > 1e-18 * queue or load > servers + length / patience:
        length += 1
        term *= load / (servers + length / patience)
        queue += term
        people += length * term
        if queue > 1e200:
            term, queue, people, full = (each / queue for each in (term, queue, people, full))
    # Weighed against the states in which nobody waits, of which the fullest has weight `full` and share `blocked` among them.
    all_states = queue - full + full / blocked
    waiting = people / all_states
    return Impatient(waits=queue / all_states, gives_up=waiting / patience / load, waiting=waiting)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limited:
    """What M/M/c/K comes to: chances to wait and to be turned away, mean numbers there and waiting."""

    turned_away: float
    waits: float
    there: float
    waiting: float


def limited_room(servers: int, load: float, room: int) -> Limited:
    """M/M/c/K: `room` is everybody there at most, those in service included; at least `servers`. Holds whatever the load."""
    _refuse_below_0(servers, load)
    if room < servers:
        raise ValueError(f"room for {room} is less than {servers} servers")
    if load == 0:
        return Limited(turned_away=0.0, waits=0.0, there=0.0, waiting=0.0)
    logs = [0.0]
    for people in range(1, room + 1):
        logs.append(logs[-1] + math.log(load) - (math.log(min(people, servers)) if servers else math.inf))
    most = max(logs)
    weights = [math.exp(each - most) for each in logs]
    everything = sum(weights)
    shares = [each / everything for each in weights]
    return Limited(
        turned_away=shares[-1],
        waits=sum(shares[servers:-1]) / (1 - shares[-1]) if shares[-1] < 1 else 1.0,
        there=sum(people * share for people, share in enumerate(shares)),
        waiting=sum((people - servers) * share for people, share in enumerate(shares) if people > servers),
    )


def marginal_rule(loads: Mapping[str, float], start: Mapping[str, int], costs: Mapping[str, float], budget: float) -> dict[str, int]:
    """Units added one by one to the station whose next unit shortens the mean number waiting (M/M/c) most for its cost.

    `costs`: of one more unit of each station, above 0; stations without a cost get none. Ends when no unit fits the budget. A
    station that is short of its load is filled up first, cheapest first, since its queue has no end.
    """
    units, left = dict(start), budget
    while True:
        worth = {
            name: _gain(units[name], loads[name]) / cost for name, cost in costs.items() if 0 < cost <= left + 1e-9
        }  # fmt: skip
        if not worth or max(worth.values()) <= 0:
            return units
        best = max(worth, key=lambda name: (worth[name], -costs[name], name))
        units[best] += 1
        left -= costs[best]


def _gain(servers: int, load: float) -> float:
    """How much one more server shortens the queue; very much while it has no end, and the more so the more is missing."""
    now, then = mean_waiting(servers, load), mean_waiting(servers + 1, load)
    if math.isinf(now):
        return 1e12 * (1 + load - servers) if math.isinf(then) else 1e12
    return now - then


def _refuse_below_0(servers: int, load: float) -> None:
    if servers < 0 or load < 0:
        raise ValueError(f"{servers} servers and a load of {load:g}: neither can be below 0")


def screen(network: Network, scenario: Scenario = BASE) -> tuple[Answer, ...]:
    """Instant answers for every station with a limit, by formula, each marked as screening; nothing is simulated.

    Raises DataProblem when the scenario cannot be put into effect, or the changed network cannot hold together.
    """
    changed = with_changes(network, scenario)
    if problems := problems_of(changed):
        raise DataProblem(f'The scenario "{scenario.title}" cannot be tried', problems)
    too_much, loads = unsteady(changed), loads_of(changed)
    stations = [station for station in changed.stations if loads[station.name].capacity is not None]
    return tuple(_screened(station, loads[station.name], too_much.get(station.name)) for station in stations)


def _screened(station: Station, load: Load, too_much: str | None) -> Answer:
    capacity = load.capacity or 0.0
    in_use = load.units / capacity if capacity else math.inf
    if too_much is not None or load.units >= capacity:
        sentence = f"{MARK}: {too_much or f'{station.title}: demand fills its capacity wholly; the queue would have no end.'}"
        return _answer(station, in_use if math.isfinite(in_use) else None, sentence)
    # A person takes several units at once here and there: as many servers as people fit, on average.
    servers, wanted = max(1, math.floor(capacity / load.units_each)), load.units / load.units_each
    waits = erlang_c(servers, wanted) if wanted < servers else 1.0
    waiting = mean_waiting(servers, wanted)
    queue = f"about {number(waiting)} people wait on average" if math.isfinite(waiting) else "the queue has no end"
    sentence = (
        f"{MARK}: {station.title}: {number(load.units)} of {number(capacity)} {unit_of(station)} in use; "
        f"{100 * waits:.0f} in 100 people have to wait, {queue}, if it stood alone."
    )
    return _answer(station, in_use, sentence)


def _answer(station: Station, in_use: float | None, sentence: str) -> Answer:
    return Answer(question=QUESTION, about=station.name, value=in_use, low=None, high=None, unit="share in use", sentence=sentence)
