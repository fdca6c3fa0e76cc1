"""What fitting a network to a place's records hands on: the network, how well it fits, and how it would have done in a past winter."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Literal

from wholeplace.flow.shapes import Arrivals, Assumption, Group, Network, Return, Route, Service, Station

if TYPE_CHECKING:
    from wholeplace.people import Paths


@dataclass(frozen=True, kw_only=True, slots=True)
class Plot:
    """What was seen beside what was fitted, at the points `x`. `form`: 'steps' (a share that lasts so long) or 'points'."""

    title: str
    x: tuple[float, ...]
    x_words: str
    unit: str
    seen: tuple[float, ...]
    fitted: tuple[float, ...]
    form: Literal["steps", "points"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """A past stretch of days run through the model: bands by day (5, 25, 50, 75 and 95 in 100) and what was seen.

    `error`: mean absolute difference of the middle of the bands from what was seen, as a share of the mean seen. `inside_50`,
    `inside_90`: share of days on which what was seen lies from 25 to 75, and from 5 to 95.
    """

    title: str
    unit: str
    starts: date
    points: tuple[tuple[float, ...], ...]
    seen: tuple[float, ...]
    error: float
    inside_50: float
    inside_90: float


@dataclass(frozen=True, kw_only=True, slots=True)
class BackTest:
    """A winter that was not used for fitting, run from who was there on its first day, beside what was seen. `ends`: first day after."""

    starts: date
    ends: date
    fitted_until: date
    replications: int
    replays: tuple[Replay, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """The report of fit. `made_from`: which records of which days. `sentences`: what to know, in plain words."""

    made_from: str
    sentences: tuple[str, ...]
    plots: tuple[Plot, ...]
    replay: tuple[Replay, ...] = ()
    back_test: BackTest | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """A network fitted to a place's records as they stood at the start of `until`, and the report of its fit.

    `kept`: numbers that people had agreed on and that stand in place of fitted ones: path, agreed, fitted (None: the fitted network
    has no such number). `paths`: the counts.
    """

    network: Network
    until: date
    fit: Fit
    kept: tuple[tuple[str, float, float | None], ...]
    paths: "Paths" = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one step of fitting found: pieces of the network, numbers with their ranges, sentences and plots."""

    stations: tuple[Station, ...] = ()
    groups: tuple[Group, ...] = ()
    arrivals: tuple[Arrivals, ...] = ()
    services: tuple[Service, ...] = ()
    routes: tuple[Route, ...] = ()
    returns: tuple[Return, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    sentences: tuple[str, ...] = ()
    plots: tuple[Plot, ...] = ()


def together(parts: Iterable[Part]) -> Part:
    """Several parts as one, in order."""
    parts = list(parts)
    return Part(**{each.name: tuple(piece for part in parts for piece in getattr(part, each.name)) for each in fields(Part)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What every step needs: the counts, the day the network starts, and capacities that the place states (station -> units)."""

    paths: "Paths"
    starts: date
    stated: "dict[str, float]" = field(default_factory=dict)


__all__ = ["Asked", "BackTest", "Calibration", "Fit", "Part", "Plot", "Replay", "together"]
