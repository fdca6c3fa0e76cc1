"""A past stretch of days run through the model and held against what was seen: the last winter that was not used for fitting, and the
last year that was."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from wholeplace.flow.asking import Effort
from wholeplace.flow.calibrate.assembling import fit_network
from wholeplace.flow.calibrate.laws import Array
from wholeplace.flow.calibrate.presence import snapshot_from, starting_on
from wholeplace.flow.calibrate.shapes import BackTest, Replay
from wholeplace.flow.calibrate.told import STATIONS
from wholeplace.flow.running import run
from wholeplace.flow.shapes import Network, Run
from wholeplace.people import Journeys, Paths, paths_of, present_on
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet

WINTER_BEGINS, WINTER_ENDS = 12, 3
"""December to February: the first of December to the first of March."""
FEWEST_DAYS_BEFORE = 90
POINTS = (5, 25, 50, 75, 95)
BEDS, DELAYED = "People in hospital beds", "People delayed in hospital beds"


def last_full_winter(starts: date, until: date) -> int | None:
    """The year in whose December the last winter began that the records from `starts` to `until` hold in full, with enough before it
    to fit; None: they hold none."""
    years = range(starts.year, until.year + 1)
    full = [
        year
        for year in years
        if date(year, WINTER_BEGINS, 1) >= starts + timedelta(days=FEWEST_DAYS_BEFORE) and date(year + 1, WINTER_ENDS, 1) <= until
    ]
    return full[-1] if full else None


def back_tested(
    place: Place, journeys: Journeys, seen: Paths, winter: int, effort: Effort, *, progress: Progress = quiet
) -> BackTest:  # fmt: skip
    """The winter that began in December of `winter`: fitted on the records as they stood on its first day, run from who was there.

    `seen`: counts of all the records. Capacities are read off the days before the winter only. Raises DataProblem where the
    records do not hold that winter.
    """
    starts, ends = date(winter, WINTER_BEGINS, 1), date(winter + 1, WINTER_ENDS, 1)
    if starts < seen.stays_from + timedelta(days=FEWEST_DAYS_BEFORE) or ends > seen.until:
        what = (
            f"the records hold {seen.stays_from} to {seen.until}; the winter of {winter} needs {starts} to {ends}, and 90 days before it."
        )
        fix = "Ask for a winter that the records hold in full."
        raise DataProblem("The winter cannot be tested", [Problem(where="stays", what=what, why="Nothing could be compared.", fix=fix)])
    progress("flow", f"Fitting to the records before the winter of {winter}", 0.0)
    network, _ = fit_network(place, paths_of(journeys, until=starts), {})
    replays = replayed(journeys, network, seen, (starts, ends), effort, progress=progress)
    return BackTest(
        starts=starts, ends=ends, fitted_until=starts, replications=effort.replications, replays=replays,
        sentence=_sentence(winter, replays),
    )  # fmt: skip


def replayed(
    journeys: Journeys, network: Network, seen: Paths, days: tuple[date, date], effort: Effort, *, progress: Progress = quiet
) -> tuple[Replay, ...]:  # fmt: skip
    """What a network makes of the days from `days[0]` to the day before `days[1]`, begun with who was there, beside what was seen."""
    starts, ends = days
    length = (ends - starts).days
    snapshot = snapshot_from(network, present_on(journeys, starts))
    asked = _of_length(starting_on(network, starts), length)
    made = run(asked, snapshot=snapshot, seed=effort.seed, replications=effort.replications, processes=effort.processes, progress=progress)
    beds, delayed = _seen_use(seen, "acute", days), _seen_delayed(seen, days)
    replays = [replay_of(BEDS, starts, _sum(made, ["present:acute"]), beds), replay_of(DELAYED, starts, delayed_in(made, "acute"), delayed)]
    for name in ("home-care", "rehab", "care-home"):
        use = _seen_use(seen, name, days)
        if f"present:{name}" in made.series and use.any():
            replays.append(replay_of(f"{STATIONS[name]}: people", starts, _sum(made, [f"present:{name}"]), use))
    return tuple(replays)


def _of_length(network: Network, days: int) -> Network:
    return Network(
        name=network.name, starts=network.starts, days=days, warm_up=network.warm_up, stations=network.stations, groups=network.groups,
        arrivals=network.arrivals, services=network.services, routes=network.routes, returns=network.returns,
        assumptions=network.assumptions,
    )  # fmt: skip


def delayed_in(made: Run, station: str) -> Array:
    """People at a station whose stay is over: their way out is being arranged, or a place further on is full. [replication, day]."""
    return _sum(made, [name for name in made.series if name == f"arranging:{station}" or name.startswith(f"blocked:{station}:")])


def _sum(made: Run, names: Sequence[str]) -> Array:
    return made.daily[:, :, [made.series.index(name) for name in names]].sum(axis=2)


def _seen_use(seen: Paths, station: str, days: tuple[date, date]) -> Array:
    return _by_day(seen.use_by_day.filter(pl.col("station") == station), days)


def _seen_delayed(seen: Paths, days: tuple[date, date]) -> Array:
    """People delayed, with those whose ready date is not told in proportion to those whose is."""
    left = seen.stay_lengths.filter((pl.col("how") != "died") & (pl.col("how") != "there") & (pl.col("came_as") != "same-day"))
    told = float(left.filter(pl.col("days_to_ready").is_not_null())["people"].sum()) / max(float(left["people"].sum()), 1.0)
    return _by_day(seen.delayed_by_day, days) / max(told, 1e-9)


def _by_day(rows: pl.DataFrame, days: tuple[date, date]) -> Array:
    """Mean of the midnights at the start and the end of each day, as the model's numbers are means over the day."""
    starts, ends = days
    midnights = np.zeros((ends - starts).days + 1)
    for day, people in rows.group_by("day").agg(pl.col("people").sum()).iter_rows():
        if starts <= day <= ends:
            midnights[(day - starts).days] = people
    return (midnights[1:] + midnights[:-1]) / 2


def replay_of(title: str, starts: date, modelled: Array, seen: Array) -> Replay:
    """Bands of `modelled` [replication, day] beside `seen` [day], with error and coverage."""
    points = np.percentile(modelled, POINTS, axis=0)
    level = max(float(seen.mean()), 1e-9)
    inside = [(points[low] <= seen) & (seen <= points[high]) for low, high in ((1, 3), (0, 4))]
    return Replay(
        title=title, unit="people", starts=starts, points=tuple(tuple(np.round(point, 2).tolist()) for point in points),
        seen=tuple(np.round(seen, 2).tolist()), error=float(np.abs(points[2] - seen).mean() / level),
        inside_50=float(inside[0].mean()), inside_90=float(inside[1].mean()),
    )  # fmt: skip


def _sentence(winter: int, replays: tuple[Replay, ...]) -> str:
    beds, delayed = replays[0], replays[1]
    return (
        f"Tested on the winter of {winter}/{(winter + 1) % 100:02d}, which was not used for fitting: the number of people in hospital beds "
        f"was {100 * beds.error:.1f}% off on an average day, of people delayed {100 * delayed.error:.0f}%. Of the days, "
        f"{100 * beds.inside_50:.0f} in 100 lay inside the band that should hold 50, and {100 * beds.inside_90:.0f} in 100 inside the one "
        f"that should hold 90 (delayed: {100 * delayed.inside_50:.0f} and {100 * delayed.inside_90:.0f})."
    )


__all__ = ["BEDS", "DELAYED", "back_tested", "delayed_in", "last_full_winter", "replay_of", "replayed"]
