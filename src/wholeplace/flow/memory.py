"""The memory of one replication: arrays copied from a compiled network, and room for people, events and results."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wholeplace.flow.draws import replication_key, under
from wholeplace.flow.kernel import world
from wholeplace.flow.kernel.world import World
from wholeplace.flow.rates import HOURS, expected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wholeplace.flow.compiled import Compiled


class Asked(NamedTuple):
    """People who come at given moments with given stays (days by visit; not a number: drawn), and room to log transitions."""

    people: "NDArray"
    lengths: "NDArray[np.float64]"
    log: int


NOTHING_GIVEN = Asked(np.zeros(0, world.GIVEN), np.zeros((0, 1)), 0)


def world_of(compiled: "Compiled", seed: int, replication: int, room: int, asked: Asked = NOTHING_GIVEN) -> World:
    """All that the kernel needs for one replication; `room` is how many people there may be at once."""
    root = replication_key(seed, replication)
    streams = compiled.network.arrivals
    keys = [under(root, int(name)) for name in compiled.streams["name"]]
    people = expected(compiled.rates, streams if compiled.uneven else (), keys if compiled.uneven else (), compiled.first_day)
    many, days = len(compiled.stations), len(compiled.weekdays)
    return World(
        clock=_clock(compiled, root, days), people=np.empty(room, world.PERSON), events=np.empty(2 * room, world.EVENT),
        heap=np.empty(2 * room, np.int32), hours=np.full(days * HOURS, -1, np.int32), stations=compiled.stations.copy(),
        groups=compiled.groups.copy(), pairs=np.zeros(len(compiled.pairs), world.PAIR), pair_of=compiled.pair_of,
        lines=np.full((many, compiled.ranks), -1, world.LINE), care=compiled.care, choices=compiled.choices, laws=compiled.laws,
        numbers=compiled.numbers, capacity=compiled.capacity, weekdays=compiled.weekdays, streams=compiled.streams,
        rates=people.rates, chance=people.chance, first=people.first, given=asked.people, given_lengths=asked.lengths,
        present=compiled.present, offers=np.zeros(many + 1, np.int32), delays=np.zeros((len(compiled.groups), many)),
        daily=np.zeros((compiled.days, len(compiled.series))), log=np.empty(asked.log, world.TRANSITION),
    )  # fmt: skip


def _clock(compiled: "Compiled", root: int, days: int) -> "NDArray":
    clock = np.zeros(1, world.CLOCK)
    clock["root"], clock["measured_from"], clock["ranks"] = root, compiled.warm_up, compiled.ranks
    clock["first_hour"], clock["last_hour"] = compiled.first_day * HOURS, (compiled.first_day + days) * HOURS
    clock["ends"] = compiled.first_day + days
    clock["free_person"], clock["free_event"], clock["may_lock"] = -1, -1, compiled.may_lock
    return clock
