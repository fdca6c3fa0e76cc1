"""Sums over the measured days of one replication, and the checks without which no replication is believed."""

import math
from typing import TYPE_CHECKING

from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.flow.compiled import Compiled
    from wholeplace.flow.kernel.world import World

PER_STATION = ("waited_hours", "waited_days", "waits", "over_4_hours", "seen", "stay_days", "queue_days", "at_start", "at_end")
PER_GROUP = {"left_home": "left_home", "to_return": "to_return", "returned": "returned", "late": "late", "delayed": "delayed_people"}
ENOUGH = 1e-7


def totals_of(compiled: "Compiled", world: "World") -> dict[str, float]:
    """Totals by name, over the measured days. Nothing here is about one person.

    waited_hours:S, waits:S    hours that people waited who then started at S holding nothing before, and how many they were
    over_4_hours:S, seen:S     people who came to S from outside and left it: after more than 4 hours, and all
    stay_days:S, queue_days:S  person-days at S, and person-days in its queue
    at_start:S, at_end:S       people at S as measuring began and as it ended
    waited_days:S              days that people waited who then started at S, whether they held a place meanwhile or not
    moved:S:T, waited_days:S:T people who went from S to T holding S meanwhile, and the days they waited for it, whole
    delay_days:G, delay_days:G:S   days that people of G held a place (at S) and were ready
    delayed:G                  people of G who left a place after they had been ready there for some time
    left_home:G, to_return:G   people who left for home, and those of them who will come back
    returned:G                 people who came back, by the group that they had left as
    late:G                     people whose support was late
    arrived, returned, gone, there_at_start, there_at_end   people, the last two with those at home who will come back
    """
    names = [station.name for station in compiled.network.stations]
    groups = [group.name for group in compiled.network.groups]
    totals = {f"{what}:{name}": float(world.arrays["stations"][i][what]) for i, name in enumerate(names) for what in PER_STATION}
    for i, (origin, to) in enumerate(compiled.pairs):
        for what in ("moved", "waited_days"):
            totals[f"{what}:{names[origin]}:{names[to]}"] = float(world.arrays["pairs"][i][what])
    for g, group in enumerate(groups):
        totals |= {f"{what}:{group}": float(world.arrays["groups"][g][field]) for what, field in PER_GROUP.items()}
        totals[f"delay_days:{group}"] = float(world.arrays["delays"][g].sum())
        totals |= {
            f"delay_days:{group}:{names[s]}": float(world.arrays["delays"][g, s])
            for s in range(len(names))
            if compiled.care[g, s]["law"] >= 0
        }
    clock = world.core[0]
    return totals | {
        "arrived": float(clock["all_arrived"]),
        "returned": float(clock["all_returned"]),
        "gone": float(clock["gone"]),
        "there_at_start": float(clock["alive_at_start"]),
        "there_at_end": float(clock["alive"]),
    }


def refuse_what_does_not_add_up(compiled: "Compiled", world: "World") -> None:
    """People there and come are people gone and still there, overall and at each station; and Little's law holds to the digit.

    Little's law over a window: the mean number of people somewhere, times the days, is the sum of the days that each spent there.
    One side is counted from levels as they change, the other from each person's own times, so an error in either shows.
    """
    clock = world.core[0]
    wrong = []
    if clock["alive_at_start"] + clock["all_arrived"] != clock["gone"] + clock["alive"]:
        wrong.append(_does_not_add_up("the network", "people who were there or came", "people who left or are there"))
    for row, station in zip(world.arrays["stations"], compiled.network.stations, strict=True):
        there = row["at_start"] + row["all_started"] - row["all_left"]
        if not there == row["present"] == row["at_end"]:
            wrong.append(_does_not_add_up(station.name, "people who were there or started", "people who left or are there"))
        if not math.isclose(row["present_days"], row["stay_days"], rel_tol=ENOUGH, abs_tol=ENOUGH):
            wrong.append(_does_not_add_up(station.name, "days by mean number of people", "days by each person's stay"))
        if not math.isclose(row["queueing_days"], row["queue_days"], rel_tol=ENOUGH, abs_tol=ENOUGH):
            wrong.append(_does_not_add_up(station.name, "days by mean length of the queue", "days by each person's wait"))
    if wrong:
        raise DataProblem(f"a run of {compiled.network.name}", wrong)


def _does_not_add_up(where: str, one: str, other: str) -> Problem:
    return Problem(
        where=where,
        what=f"The {one} are not the {other}.",
        why="People were lost or counted twice, so no figure of this run can be trusted.",
        fix="This is a fault of the program: please report it with the network's files.",
    )
