"""How long people wait at the front door, and on the way in."""

from typing import TYPE_CHECKING

import numpy as np

from wholeplace.flow.asking.asked import Asked, added, series, total
from wholeplace.flow.asking.sentences import Words
from wholeplace.flow.numbers import title_of
from wholeplace.flow.shapes import Answer, Overflow, Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

OVER_4 = Words(
    question="How many wait over 4 hours in A&E?", says="people are there for more than 4 hours", unit="in 100",
    thing="people there for more than 4 hours", least=0.001,
)  # fmt: skip
BOARDING = Words(
    question="How many people wait in A&E for a bed?", says="people wait there for a bed on an average day", unit="people",
    thing="people waiting there for a bed",
)  # fmt: skip
OUTSIDE = Words(
    question="How many people wait to come in?", says="people wait to come in on an average day", unit="people",
    thing="people waiting to come in",
)  # fmt: skip
TURNED_AWAY = Words(
    question="How many people are turned away or give up?", says="people are turned away or leave unseen", unit="people",
    thing="people turned away or gone unseen",
)  # fmt: skip


def answers(asked: Asked) -> tuple[Answer, ...]:
    """For each front door the share there for more than 4 hours and people waiting for a bed; queues and people lost anywhere."""
    found: list[Answer] = []
    for door in sorted(asked.front_doors):
        title = title_of(asked.network, door)
        found += asked.answers(OVER_4, door, title, lambda run, name=door: over_4_hours(run, name))
        held = [name for name in asked.run.series if name.startswith(f"blocked:{door}:")]
        if held:
            found += asked.answers(BOARDING, door, title, lambda run, names=held: added(run, names).mean(axis=1))
    for station in asked.network.stations:
        queue = f"queue:{station.name}"
        if series(asked.run, queue).any() or (asked.base and series(asked.base, queue).any()):
            found += asked.answers(OUTSIDE, station.name, station.title, lambda run, name=queue: series(run, name).mean(axis=1))
        if station.overflow.policy in (Overflow.LEAVE, Overflow.DIVERT):
            found += asked.answers(TURNED_AWAY, station.name, station.title, lambda run, name=station.name: _lost(run, name))
    return tuple(found)


def over_4_hours(run: Run, station: str) -> "NDArray[np.float64]":
    """Share of the people seen at a station who were there for more than 4 hours, [replication]. 0 where nobody was seen."""
    return total(run, f"over_4_hours:{station}") / np.maximum(1.0, total(run, f"seen:{station}"))


def _lost(run: Run, station: str) -> "NDArray[np.float64]":
    return (series(run, f"turned_away:{station}") + series(run, f"gave_up:{station}")).sum(axis=1)
