"""The memory of one replication: arrays copied from a compiled network, and room for people, events and results."""

import math
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
    people = expected(compiled.rates, streams, keys, compiled.first_day) if compiled.uneven else compiled.expected
    coming = compiled.streams.copy()
    coming["key"] = keys
    slots = slots_of_an_hour(compiled)
    many, days = len(compiled.stations), len(compiled.weekdays)
    arrays = {
        "people": np.empty(room, world.PERSON), "events": np.empty(2 * room, world.EVENT), "heap": np.empty(2 * room, world.DUE),
        "slots": np.full(days * HOURS * slots, -1, np.int32), "stations": compiled.stations.copy(), "groups": compiled.groups.copy(),
        "pairs": np.zeros(len(compiled.pairs), world.PAIR), "pair_of": compiled.pair_of,
        "lines": np.full((many, compiled.ranks), -1, world.LINE), "care": compiled.care, "choices": compiled.choices,
        "laws": compiled.laws, "numbers": compiled.numbers, "capacity": compiled.capacity, "weekdays": compiled.weekdays,
        "streams": coming, "rates": people.rates, "chance": people.chance, "first": people.first,
        "given": asked.people, "given_lengths": asked.lengths, "present": compiled.present, "offers": np.zeros(many + 1, np.int32),
        "delays": np.zeros((len(compiled.groups), many)), "daily": np.zeros((compiled.days, len(compiled.series))),
        "log": np.empty(asked.log, world.TRANSITION),
    }  # fmt: skip
    return World(core=_core(compiled, root, slots, arrays), arrays=arrays)


def slots_of_an_hour(compiled: "Compiled") -> int:
    """A power of two, such that about two people come in each part of an hour (from 4 to 1,024 parts)."""
    people = float(compiled.rates.sum()) / max(1, compiled.rates.shape[1])
    return 1 << min(10, max(2, math.ceil(math.log2(max(people, 1.0) / 2.0))))


def _core(compiled: "Compiled", root: int, slots: int, arrays: "dict[str, NDArray]") -> "NDArray":
    """The clock at the start, and where each array lies. Refuses an array of another shape than the kernel was compiled for."""
    core = np.zeros(1, world.CORE)
    core["root"], core["measured_from"], core["ranks"] = root, compiled.warm_up, compiled.ranks
    core["slots"], core["slots_a_day"] = slots, HOURS * slots
    days = len(compiled.weekdays)
    core["first_hour"], core["last_hour"] = compiled.first_day * HOURS, (compiled.first_day + days) * HOURS
    core["ends"] = compiled.first_day + days
    core["free_person"], core["free_event"], core["may_lock"] = -1, -1, compiled.may_lock
    for name, kind in (world.ARRAYS | world.TABLES).items():
        array = arrays[name]
        if array.dtype != kind or not array.flags.c_contiguous or array.ndim != (2 if name in world.TABLES else 1):
            raise TypeError(f"{name} is {array.dtype} in {array.ndim} dimensions, which the kernel cannot read")
        core[f"{name}_at"], core[f"{name}_size"] = array.ctypes.data, len(array)
        if name in world.TABLES:
            core[f"{name}_width"] = array.shape[1]
    return core
