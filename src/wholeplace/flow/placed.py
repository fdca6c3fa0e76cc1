"""A snapshot as rows for the kernel: who is where at the start, and what is known of how long."""

import math
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.draws import name_number
from wholeplace.flow.kernel.world import PRESENT
from wholeplace.flow.laws import LawBook
from wholeplace.flow.lengths import share_staying
from wholeplace.flow.shapes import Network, Present, Service, Snapshot
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SHARE = 2.0**-63  # a stay that has lasted longer than the law's tables go is over at once


def present_rows(network: Network, snapshot: Snapshot | None, book: LawBook) -> "NDArray":
    """One row for each row of the snapshot, who has waited longest first. Refuses a snapshot that does not fit the network."""
    if snapshot is None:
        return np.zeros(0, PRESENT)
    problems = problems_of_snapshot(network, snapshot)
    if problems:
        raise DataProblem(f"who is there on {snapshot.on}", problems)
    stations = {station.name: i for i, station in enumerate(network.stations)}
    groups = {group.name: i for i, group in enumerate(network.groups)}
    services = {(service.group, service.station): service for service in network.services}
    rows, turns = [], {}
    for row in sorted(snapshot.present, key=lambda row: -(row.ready_days or 0.0)):
        turns[row.group, row.station] = turn = turns.get((row.group, row.station), 0) + 1
        rest = _rest(row, services.get((row.group, row.station)), book)
        rows.append(
            (
                name_number("present", row.group, row.station, str(turn)), groups[row.group], stations.get(row.station, -1), row.people,
                _known(row.elapsed), _known(row.ready_days if row.station else row.ready_days or 0.0), stations.get(row.waits_for, -1),
                *rest,
            )
        )  # fmt: skip
    return np.array(rows, PRESENT)


def _known(days: float | None) -> float:
    return math.nan if days is None else days


def _rest(row: Present, service: Service | None, book: LawBook) -> tuple[float, int, int]:
    """The share of times that last beyond what this one has; the law of stays found under way; the law of arranging a way out."""
    if service is None or row.waits_for:
        return 1.0, -1, -1
    if row.ready_days is not None and service.arranging is not None:
        return max(LEAST_SHARE, share_staying(service.arranging, row.ready_days)), -1, book.number(service.arranging)
    if row.elapsed is None:
        return 1.0, book.number(service.length, found=True), -1
    return max(LEAST_SHARE, share_staying(service.length, row.elapsed)), -1, -1


def problems_of_snapshot(network: Network, snapshot: Snapshot) -> list[Problem]:
    """What keeps a snapshot from being the start of a run of this network."""
    problems = []
    if snapshot.on < network.starts:
        problems.append(
            Problem(
                where="snapshot",
                what=f"It is of {snapshot.on}, before the network starts on {network.starts}.",
                why="Rates and capacities are not known then.",
                fix="Let the network start on that day or before it.",
            )
        )
    served = {(service.group, service.station): service.arranging for service in network.services}
    for row in snapshot.present:
        asked = [name for name in (row.station, row.waits_for) if name]
        problems += [_not_served(row, name) for name in asked if (row.group, name) not in served]
        arranging = served.get((row.group, row.station))
        if not row.waits_for and (not row.station or (row.ready_days is not None and arranging is None)):
            problems.append(
                Problem(
                    where=f"{row.people} people of {row.group}",
                    what="They are ready, or hold nothing, and it does not say what they wait for.",
                    why="Nobody could say where they go.",
                    fix="Name the station in `waits_for`.",
                )
            )
    return problems


def _not_served(row: Present, name: str) -> Problem:
    return Problem(
        where=f"{row.people} people of {row.group}",
        what=f"{row.group} has no stay at {name}.",
        why="Nobody could say how long they stay.",
        fix=f"Add a service of {row.group} at {name}, or count these people elsewhere.",
    )
