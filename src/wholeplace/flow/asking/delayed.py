"""People delayed: by pathway, and by who funds the place that is missing."""

from typing import TYPE_CHECKING

from wholeplace.flow.asking.asked import Asked, added, total
from wholeplace.flow.asking.sentences import Words, hardly_any, range_in, without
from wholeplace.flow.shapes import Answer, Run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BY_PATHWAY = Words(
    question="How many people are ready to leave and cannot?", says="people are delayed on an average day", unit="people",
    thing="people delayed on an average day",
)  # fmt: skip
BY_FUNDER = Words(
    question="Who funds the places they wait for?", says="people wait for places it funds", unit="people",
    thing="people waiting for places it funds",
)  # fmt: skip
PATHWAYS = {0: "home", 1: "home with support", 2: "a rehabilitation bed", 3: "a care home"}


def answers(asked: Asked) -> tuple[Answer, ...]:
    """For all, for each pathway, and for each organisation that funds what people wait for.

    Pathways on which a change makes no difference to speak of share one sentence, after the others.
    """
    found = list(asked.answers(BY_PATHWAY, "all", "", lambda run: people_delayed(run, asked)))
    unmoved: list[int] = []
    for pathway in sorted({group.pathway for group in asked.network.groups if group.pathway is not None}):
        for answer in asked.answers(
            BY_PATHWAY, f"pathway {pathway}", f"Pathway {pathway}, {PATHWAYS[pathway]}",
            lambda run, pathway=pathway: people_delayed(run, asked, pathway),
        ):  # fmt: skip
            if answer.compared and hardly_any(BY_PATHWAY, range_in(answer)):
                unmoved.append(pathway)
            else:
                found.append(answer)
    if unmoved:
        found.append(without(BY_PATHWAY, "other pathways", f"No difference to speak of on {_named(unmoved)}.", compared=True))
    for funder in dict.fromkeys(station.funded_by for station in asked.network.stations if station.funded_by):
        missing = _missing(asked, funder)
        if missing:
            found += asked.answers(BY_FUNDER, funder, funder, lambda run, names=missing: added(run, names).mean(axis=1))
    return tuple(found)


def _named(pathways: list[int]) -> str:
    *most, last = map(str, pathways)
    return f"pathways {', '.join(most)} and {last}" if most else f"pathway {last}"


def people_delayed(run: Run, asked: Asked, pathway: int | None = None) -> "NDArray[np.float64]":
    """Mean number of people who are ready and still hold a place, over the days, [replication]. Front doors do not count."""
    names = [
        f"delay_days:{group.name}:{station.name}"
        for group in run.network.groups
        for station in run.network.stations
        if (pathway is None or group.pathway == pathway) and station.name not in asked.front_doors
    ]
    return sum((total(run, name) for name in names), total(run, "")) / run.daily.shape[1]


def _missing(asked: Asked, funder: str) -> list[str]:
    """The series of people who hold a place and wait for one that `funder` funds."""
    funded = {station.name for station in asked.network.stations if station.funded_by == funder}
    parts = ((name, name.split(":")) for name in asked.run.series if name.startswith("blocked:"))
    return [name for name, (_, held, wanted) in parts if wanted in funded and held not in asked.front_doors]
