"""Running a network: every replication, on as many processors as there are, and a check of each before it is believed."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.compiled import WITHOUT_LIMIT, Compiled, compile_network
from wholeplace.flow.kernel import run_through
from wholeplace.flow.memory import world_of
from wholeplace.flow.shapes import Network, Run, Snapshot
from wholeplace.flow.totals import refuse_what_does_not_add_up, totals_of
from wholeplace.terms import WrongUse
from wholeplace.terms.period import MONTH_NAMES
from wholeplace.terms.progress import Progress, quiet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wholeplace.flow.kernel.world import World

FIRST_ROOM = 1 << 16  # people at once; memory that nobody needs is never touched


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Replication:
    """What one replication came to: `daily` [day, series], totals, and the events it took."""

    daily: "NDArray[np.float64]"
    totals: Mapping[str, float]
    events: int
    exchanges: int


def run(
    network: Network, *, snapshot: Snapshot | None = None, seed: int, replications: int, processes: int | None = None,
    progress: Progress = quiet,
) -> Run:  # fmt: skip
    """Run a network so many times, from a snapshot or from empty with a warm-up, and hand on every day of every replication.

    `processes`: None uses all processors from within this process (the compiled code lets them work side by side); a number
    starts so many processes. The same seed gives the same digits either way. Refuses a result in which people are not conserved.
    """
    if replications < 1:
        raise WrongUse(f"A run needs one replication or more, and {replications} were asked for.")
    compiled = compile_network(network, snapshot=snapshot)
    done: list[Replication | None] = [None] * replications
    for count, (i, replication) in enumerate(_all_of(compiled, seed, replications, processes), start=1):
        done[i] = replication
        progress("flow", f"running {network.name}: {count} of {replications}", count / replications)
    return _gathered(compiled, seed, [replication for replication in done if replication is not None])


def replicate(compiled: Compiled, seed: int, replication: int) -> Replication:
    """Run one replication, with more memory as often as it takes, and check that its people and days add up."""
    world = ran_world(compiled, seed, replication)
    refuse_what_does_not_add_up(compiled, world)
    clock = world.core[0]
    return Replication(
        daily=world.arrays["daily"], totals=totals_of(compiled, world), events=int(clock["events"]), exchanges=int(clock["exchanges"])
    )


def ran_world(compiled: Compiled, seed: int, replication: int) -> "World":
    """The kernel's arrays after one replication."""
    room = FIRST_ROOM + 2 * int(compiled.present["people"].sum())
    while True:
        world = world_of(compiled, seed, replication, room)
        if not run_through(world.core):
            return world
        room *= 4


def _all_of(compiled: Compiled, seed: int, replications: int, processes: int | None) -> Iterator[tuple[int, Replication]]:
    """Each replication as it is done, in whatever order."""
    if processes == 1 or replications == 1:
        yield from ((i, replicate(compiled, seed, i)) for i in range(replications))
        return
    many = processes or os.cpu_count() or 1
    pool: Executor = (
        ThreadPoolExecutor(many)
        if processes is None
        else ProcessPoolExecutor(min(many, replications), mp_context=get_context("spawn"), initializer=_remember, initargs=(compiled, seed))
    )
    one = partial(replicate, compiled, seed) if processes is None else _replicate_remembered
    with pool:
        numbers: dict[Future[Replication], int] = {pool.submit(one, i): i for i in range(replications)}
        for future in as_completed(numbers):
            yield numbers[future], future.result()


_remembered: list[tuple[Compiled, int]] = []


def _remember(compiled: Compiled, seed: int) -> None:
    """Keep what to run in a new process: it is sent there once, not with each replication."""
    _remembered.append((compiled, seed))


def _replicate_remembered(replication: int) -> Replication:
    compiled, seed = _remembered[-1]
    return replicate(compiled, seed, replication)


def _gathered(compiled: Compiled, seed: int, done: Sequence[Replication]) -> Run:
    network = compiled.network
    capacity = compiled.capacity[compiled.warm_up :].astype(np.float64)
    capacity[capacity == WITHOUT_LIMIT] = np.inf
    exchanges = sum(replication.exchanges for replication in done)
    notes = (
        (f"{exchanges} times people who waited for each other's places changed places: without that none could have moved.",)
        if exchanges
        else ()
    )
    return Run(
        network=network, seed=seed, series=compiled.series, daily=np.stack([replication.daily for replication in done]),
        totals={name: np.array([replication.totals[name] for replication in done]) for name in done[0].totals},
        capacity=capacity, events=sum(replication.events for replication in done), warm_up=warm_up_in_words(compiled), notes=notes,
    )  # fmt: skip


def warm_up_in_words(compiled: Compiled) -> str:
    """How the run began, for everybody who reads its result."""
    day = compiled.network.starts + timedelta(compiled.first_day)
    begins = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    if len(compiled.present):
        people = int(compiled.present["people"].sum())
        return f"It begins on {begins} with the {people:,} people who were there, and counts from that day."
    if compiled.warm_up:
        return f"It begins empty on {begins}, and runs for {compiled.warm_up} days before it counts."
    return f"It begins empty on {begins}, and counts from that day."
