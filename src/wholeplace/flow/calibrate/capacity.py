"""Stations with their capacity and costs: as the place states it; else the highest use that lasted, which is a lower bound."""

from datetime import date

import numpy as np
import polars as pl

from wholeplace.flow.calibrate.arrivals import Ranged
from wholeplace.flow.calibrate.laws import Array
from wholeplace.flow.calibrate.shapes import Asked, Part, together
from wholeplace.flow.calibrate.told import STATIONS, fitted, published, source_of
from wholeplace.flow.shapes import Assumption, Station, Step, Unit
from wholeplace.people import Paths
from wholeplace.terms import Money

KINDS = {
    "a-and-e": Unit.PLACES, "same-day": Unit.OPEN, "acute": Unit.BEDS, "home-care": Unit.PLACES, "rehab": Unit.BEDS,
    "care-home": Unit.PLACES,
}  # fmt: skip
SUSTAINED_DAYS = 7
MAY_FALL_SHORT = 0.9
"""A stated capacity below this share of what was in use for SUSTAINED_DAYS is not that of the people in these records."""
PAID_WHEN_IDLE = ("acute", "rehab")
"""Beds cost the same when nobody lies in them: they are staffed. Home care and care home places are taken to be bought when used."""


def station_part(asked: Asked, names: tuple[str, ...], bodies: dict[str, tuple[str, str]]) -> Part:
    """The stations called `names`. `bodies`: who runs and who funds each."""
    return together([_station(asked, name, bodies.get(name, ("", ""))) for name in names])


def _station(asked: Asked, name: str, bodies: tuple[str, str]) -> Part:
    capacity, numbers, words = _capacity(asked, name)
    cost, told = _cost(asked.paths, name)
    station = Station(
        name=name, title=STATIONS[name], kind=KINDS[name] if capacity is not None else Unit.OPEN,
        capacity=(Step(since=asked.starts, value=capacity),) if capacity is not None else (),
        run_by=bodies[0], funded_by=bodies[1], cost_in_use=cost, cost_idle=cost if name in PAID_WHEN_IDLE else Money(0),
    )  # fmt: skip
    return Part(stations=(station,), assumptions=(*numbers, *told), sentences=words)


def _capacity(asked: Asked, name: str) -> tuple[float | None, tuple[Assumption, ...], tuple[str, ...]]:
    """Units, the number behind them, and what to know. None: without limit."""
    if KINDS[name] is Unit.OPEN:
        return None, (), ()
    use, starts = use_of(asked.paths, name)
    stated, kind = asked.stated.get(name), KINDS[name].value
    if stated is not None and (len(use) == 0 or stated >= MAY_FALL_SHORT * sustained(use)):
        return stated, (), (f"{STATIONS[name]}: {stated:,.0f} {kind}, as the place states.",)
    if use.max(initial=0) < 1:
        return None, (), (f"{STATIONS[name]}: no use is told and no capacity stated; it is taken to be without limit.",)
    held, most = (float(use.max()) if name == "a-and-e" else sustained(use)), float(np.ceil(use.max()))
    how = "the most at once" if name == "a-and-e" else f"the highest use that lasted {SUSTAINED_DAYS} days"
    source = f"{source_of(asked.paths, f'{how}, a lower bound', starts, len(use)).rpartition(', n=')[0]}, {len(use):,} days"
    said = "nobody states the capacity" if stated is None else f"{stated:,.0f} {kind} are stated, but more were in use"
    words = (
        f"{STATIONS[name]}: {said}. It is at least {held:,.0f} {kind}, {how} ({most:,.0f} on the fullest day): a lower "
        "bound, for a service that was never full may have more. State it in assumptions where it is known."
    )
    number = fitted(f"stations.{name}.capacity", Ranged(value=held, low=held, high=max(most, held)), kind, source)
    return held, (number,), (words,)


def use_of(paths: Paths, name: str) -> tuple[Array, date | None]:
    """Use by day: people at midnight; in A&E, people at the start of the day's fullest hour."""
    if name == "a-and-e":
        fullest = paths.a_and_e_presence.group_by("day").agg(pl.col("people").max()).sort("day")
        return fullest["people"].to_numpy().astype(float), paths.attendances_from
    starts = paths.stays_from if name == "acute" else paths.care_from
    own = paths.use_by_day.filter((pl.col("station") == name) & (pl.col("day") >= (starts or paths.until))).sort("day")
    return own["people"].to_numpy().astype(float), starts


def sustained(use: Array) -> float:
    """The highest mean over SUSTAINED_DAYS days in a row, rounded up."""
    if len(use) < SUSTAINED_DAYS:
        return float(np.ceil(use.mean()))
    return float(np.ceil(np.convolve(use, np.ones(SUSTAINED_DAYS) / SUSTAINED_DAYS, mode="valid").max() - 1e-9))


def _cost(paths: Paths, name: str) -> tuple[Money, tuple[Assumption, ...]]:
    """Cost of a unit and day in use: from planned weekly costs where councils give them, else published; nothing for A&E."""
    if name not in ("acute", "home-care", "rehab", "care-home"):
        return Money(0), ()
    path = f"stations.{name}.cost_in_use"
    own = paths.care_costs.filter(pl.col("station") == name)
    if not len(own):
        said = published(path, name, "cost_in_use")
        return Money(round(100 * said.value)), (said,)
    pence = round(own["pence"][0])
    source = source_of(paths, "planned weekly cost of services that go on", paths.care_from, own["people"][0])
    pounds = pence / 100
    return Money(pence), (
        Assumption(path=path, value=pounds, low=pounds, high=pounds, unit="£ a unit and day", source=source, fitted=True),
    )


__all__ = ["station_part", "sustained", "use_of"]
