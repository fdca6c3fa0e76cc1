"""The shared workload written straightforwardly in SimPy: one process for each person, one resource for each station."""

from collections.abc import Generator

import simpy
from flow_luck import Comer, OwnLuck, SameLuck, Story

from wholeplace.flow.draws import BACK_AS, COMES_BACK, ROUTE


class Levels:
    """How many people are somewhere, as means by day: what a board asks of such a model, and what the kernel keeps too."""

    def __init__(self, env: simpy.Environment, days: int) -> None:
        self.env = env
        self.days = days
        self.now: dict[str, int] = {}
        self.since: dict[str, float] = {}
        self.by_day: dict[str, list[float]] = {}

    def change(self, what: str, people: int) -> None:
        """So many more (or fewer) from now on."""
        self.settle(what)
        self.now[what] = self.now.get(what, 0) + people

    def settle(self, what: str) -> None:
        """Add the time since the last change to the days that it covers."""
        time, end, level = self.since.get(what, 0.0), self.env.now, self.now.get(what, 0)
        days = self.by_day.setdefault(what, [0.0] * (self.days + 1))
        while int(time) < int(end):
            days[int(time)] += level * (int(time) + 1 - time)
            time = int(time) + 1
        days[int(end)] += level * (end - time)
        self.since[what] = end


def simulate(told: dict, people: list[Comer], luck: OwnLuck | SameLuck, days: int) -> tuple[Story, Levels]:
    """Run it from empty for so many days: the visits that ended, and daily means of all who are present, wait and are blocked."""
    env = simpy.Environment()
    stations = {name: simpy.Resource(env, node["capacity"]) for name, node in told["nodes"].items() if node["capacity"]}
    visits: Story = []
    levels = Levels(env, days)
    env.process(source(env, told, stations, people, luck, (visits, levels)))
    env.run(until=days)
    return visits, levels


def source(env, told, stations, people, luck, written) -> Generator:
    """Let everybody in at their moment."""
    for comer in people:
        yield env.timeout(comer.time - env.now)
        env.process(person(env, told, stations, comer, luck, written))


def person(env, told, stations, comer, luck, written) -> Generator:
    """One person's way, and again when they come back. Each place is kept until the next one is free."""
    group, visit, back = comer.group, 0, told["readmission"]
    visits, levels = written
    while True:
        held, place, began = None, "", 0.0
        station = "ED"
        while station:
            visit += 1
            waits = f"{place} waits for {station}"
            levels.change(waits, 1)
            wanted = stations[station].request()
            yield wanted
            levels.change(waits, -1)
            if held is not None:
                stations[place].release(held)
                levels.change(place, -1)
                visits.append((comer.key, place, began, env.now))
            held, place, began = wanted, station, env.now
            levels.change(place, 1)
            laws = told["service"][station]
            yield env.timeout(luck.stay(comer.key, visit, laws[group] if isinstance(laws, dict) else laws))
            station = after(told, group, station, luck, comer.key, visit)
        stations[place].release(held)
        levels.change(place, -1)
        visits.append((comer.key, place, began, env.now))
        if luck.share(comer.key, visit, COMES_BACK) >= back["prob_at_final_exit"][group]:
            return
        levels.change("home", 1)
        yield env.timeout(luck.time_away(comer.key, visit))
        levels.change("home", -1)
        group = chosen(back["class_on_return"], luck.share(comer.key, visit, BACK_AS))


def after(told, group, station, luck, key, visit) -> str:
    """The next station, or none."""
    if station == "ED":
        return "" if group == "D" else "ACUTE"
    if station == "ACUTE":
        return "" if group == "P0" else group
    if station == "P2":
        return "P1" if luck.share(key, visit, ROUTE) < told["routing"]["p2_to_p1"] else ""
    return ""


def chosen(shares: dict[str, float], share: float) -> str:
    """Which kind a share between 0 and 1 falls on."""
    upto = 0.0
    for kind, part in shares.items():
        upto += part
        if share < upto:
            return kind
    return kind
