"""For the oracle: daily series from the spells of people and the moments at which things happened."""

from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.oracle_state import Slow

if TYPE_CHECKING:
    from numpy.typing import NDArray

EACH_STATION = ("present", "units", "in_service", "arranging", "held", "queue", "arrived", "started", "left", "turned_away", "gave_up")


def end_spells(slow: Slow) -> None:
    """The run ends: spells that still go on count up to now."""
    for name, place in slow.places.items():
        for someone in place.there:
            slow.spell(f"present:{name}", someone.entered)
            slow.spell(f"units:{name}", someone.entered, someone.units)
            if someone.doing == "in_service":
                slow.spell(f"in_service:{name}", someone.entered)
                continue
            slow.spell(f"delayed:{someone.group}", someone.ready)
            slow.spell(f"blocked:{name}:{someone.wants}" if someone.doing == "blocked" else f"{someone.doing}:{name}", someone.since)
        for someone in place.line:
            if not someone.at:
                slow.spell(f"queue:{name}", someone.since)
    for someone in slow.at_home:
        slow.spell("home", someone.since)


def daily_series(slow: Slow, measured: int) -> "tuple[tuple[str, ...], NDArray[np.float64]]":
    """Every series of a run, by day from `measured` on: each spell counts with the part of each day that it covers."""
    names = [f"{what}:{name}" for name in slow.places for what in EACH_STATION]
    names += [f"blocked:{route.after}:{route.to}" for route in slow.network.routes if route.to]
    names += [*(f"delayed:{group}" for group in slow.groups), "returned", "home"]
    days = range(measured, slow.last_day)
    table = {name: np.zeros(len(days)) for name in [*names, *(spell[0] for spell in slow.spells)]}
    for name, begins, ends, weight in slow.spells:
        for row, day in enumerate(days):
            table[name][row] += weight * max(0.0, min(ends, day + 1.0) - max(begins, float(day)))
    for name, time in slow.counts:
        if measured <= int(time) < slow.last_day:
            table[name][int(time) - measured] += 1
    return tuple(table), np.array(list(table.values())).T
