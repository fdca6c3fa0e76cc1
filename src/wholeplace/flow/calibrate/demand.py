"""Who comes from outside: streams of arrivals with their hours, weekdays, months, trend and over-dispersion."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from wholeplace.flow.calibrate.arrivals import FEWEST_TO_TELL_APART, ArrivalFit, Ranged, fit_arrivals, hours_of, share_of
from wholeplace.flow.calibrate.care import FROM_HOME
from wholeplace.flow.calibrate.emergency import ONLY
from wholeplace.flow.calibrate.hospital import kept_ways, name_of
from wholeplace.flow.calibrate.laws import Array
from wholeplace.flow.calibrate.shapes import Asked, Part, Plot, together
from wholeplace.flow.calibrate.stays import WaysOut
from wholeplace.flow.calibrate.told import STATIONS, figures, fitted, source_of
from wholeplace.flow.shapes import Arrivals
from wholeplace.people import Paths

RETURNS_KNOWN_AFTER = 30
"""Days of records before it can be told who comes back and who comes anew."""
FEWEST_PEOPLE = 5
FLAT = (1.0,) * 24
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """Daily counts of people who come anew, from `starts` on; `records` says which records, `hours` when in the day."""

    title: str
    records: str
    starts: date
    counts: Array
    hours: tuple[Ranged, ...] = ()


def streams_of(paths: Paths) -> dict[str, Stream]:
    """Every stream that the records tell of with FEWEST_PEOPLE or more."""
    new = paths.admissions.filter(~pl.col("came_back"))
    since = paths.stays_from + timedelta(days=RETURNS_KNOWN_AFTER)
    found = {
        "emergency": Stream(
            title="Emergency admissions, returns left out", records="emergency admissions who were not back within 30 days", starts=since,
            counts=daily(new.filter(pl.col("came_as") != "planned"), since, paths.until),
            hours=_hours(paths, admitted=True),
        ),
        "planned": Stream(
            title="Planned admissions", records="planned admissions with a night", starts=since,
            counts=daily(new.filter(pl.col("came_as") == "planned"), since, paths.until),
        ),
    }  # fmt: skip
    if paths.attendances_from:
        found[ONLY] = Stream(
            title="Arrivals at A&E, not admitted", records="A&E attendances that were not admitted", starts=paths.attendances_from,
            counts=daily(paths.a_and_e_arrivals.filter(~pl.col("admitted")), paths.attendances_from, paths.until),
            hours=_hours(paths, admitted=False),
        )  # fmt: skip
    for station, name in FROM_HOME.items():
        if paths.care_from:
            starts = paths.care_starts.filter((pl.col("station") == station) & (pl.col("came_from") == "home"))
            found[name] = Stream(
                title=f"{STATIONS[station]}: people who come from home", records="care that began at home", starts=paths.care_from,
                counts=daily(starts, paths.care_from, paths.until),
            )  # fmt: skip
    return {name: stream for name, stream in found.items() if stream.counts.sum() >= FEWEST_PEOPLE}


def daily(rows: pl.DataFrame, starts: date, until: date) -> Array:
    """People a day from `starts` to the day before `until`, days without anybody included."""
    counts = np.zeros(max((until - starts).days, 1))
    for day, people in rows.group_by("day").agg(pl.col("people").sum()).iter_rows():
        if starts <= day < until:
            counts[(day - starts).days] += people
    return counts


def _hours(paths: Paths, *, admitted: bool) -> tuple[Ranged, ...]:
    by_hour = paths.a_and_e_arrivals.filter(pl.col("admitted") == admitted).group_by("hour").agg(pl.col("people").sum())
    counts = np.zeros(24)
    for hour, people in by_hour.iter_rows():
        counts[hour] = people
    return hours_of(counts) if counts.sum() else ()


def demand_part(asked: Asked, found: dict[str, WaysOut], groups: tuple[str, ...]) -> Part:
    """Arrivals of every group, with the numbers behind them. `groups`: those that the network has."""
    streams = streams_of(asked.paths)
    fits = {name: fit_arrivals(stream.counts, stream.starts, asked.starts) for name, stream in streams.items()}
    parts = [_emergencies(asked, streams, fits, found)] if "emergency" in fits else []
    if "planned" in fits:
        for way, share in kept_ways(found["planned"]).items():
            parts.append(_arriving(asked, streams["planned"], fits["planned"], (name_of("planned", way), "acute", share), several=False))
    whole = Ranged(value=1.0, low=1.0, high=1.0)
    for name, to in ((ONLY, "a-and-e"), *((name, station) for station, name in FROM_HOME.items())):
        if name in fits and name in groups:
            parts.append(_arriving(asked, streams[name], fits[name], (name, to, whole), several=False))
    return together([*parts, *(_told(streams[name], fits[name]) for name in fits)])


def _emergencies(asked: Asked, streams: dict[str, Stream], fits: dict[str, ArrivalFit], found: dict[str, WaysOut]) -> Part:
    """Emergencies by way out, through A&E and past it: the share of each comes from stays whose person was seen at A&E or not."""
    new = asked.paths.admissions.filter(~pl.col("came_back") & (pl.col("came_as") != "planned"))
    same_day = _share(new, pl.col("came_as") == "same-day")
    parts = []
    for came, ways in (("same-day", {"": same_day}), ("emergency", kept_ways(found["emergency"]))):
        known = new.filter((pl.col("came_as") == came) & pl.col("through_a_and_e").is_not_null())
        through = _share(known, pl.col("through_a_and_e")) if asked.paths.attendances_from else Ranged(value=0.0, low=0.0, high=0.0)
        of_nights = Ranged(value=1.0, low=1.0, high=1.0) if came == "same-day" else _rest(same_day)
        bed = "same-day" if came == "same-day" else "acute"
        for way, share in ways.items():
            name = name_of(came, way) if way else came
            both = [("a-and-e", through), (bed, _rest(through))]
            there = [(to, part) for to, part in both if part.value > 0]
            for to, part in there:
                parts.append(
                    _arriving(
                        asked, streams["emergency"], fits["emergency"], (name, to, _times(share, of_nights, part)), several=len(there) > 1
                    )
                )
    return together(parts)


def _share(rows: pl.DataFrame, which: pl.Expr) -> Ranged:
    return share_of(float(rows.filter(which)["people"].sum()), float(rows["people"].sum()))


def _rest(share: Ranged) -> Ranged:
    return Ranged(value=1 - share.value, low=1 - share.high, high=1 - share.low)


def _times(*ranged: Ranged) -> Ranged:
    """A product; relative errors add as squares."""
    value = float(np.prod([each.value for each in ranged]))
    if value <= 0:
        return Ranged(value=value, low=0.0, high=float(np.prod([each.high for each in ranged])))
    down = float(np.sqrt(sum((1 - each.low / each.value) ** 2 for each in ranged)))
    up = float(np.sqrt(sum((each.high / each.value - 1) ** 2 for each in ranged)))
    return Ranged(value=value, low=value * max(1 - down, 0.0), high=value * (1 + up))


def _arriving(asked: Asked, stream: Stream, fit: ArrivalFit, who: tuple[str, str, Ranged], *, several: bool) -> Part:
    """A share of one stream: the same weekdays and months; its spread falls with the share, as each part of a busy day is thinner."""
    name, to, share = who
    level = _times(fit.per_day, share)
    hours = stream.hours if to == "a-and-e" else ()
    arriving = Arrivals(
        group=name, to=to, per_day=figures(level.value), hours=tuple(round(hour.value, 4) for hour in hours) or FLAT,
        weekdays=tuple(round(day.value, 4) for day in fit.weekdays), months=tuple(round(month.value, 4) for month in fit.months),
        yearly=round(fit.yearly.value, 4), spread=round(1 + (fit.spread - 1) * share.value, 4),
    )  # fmt: skip
    root = f"arrivals.{name}.{to}" if several else f"arrivals.{name}"
    source = source_of(asked.paths, stream.records, stream.starts, fit.people)
    numbers = [fitted(f"{root}.per_day", level, "people a day", source)]
    if fit.yearly.low != fit.yearly.high:
        numbers.append(fitted(f"{root}.yearly", fit.yearly, "share a year", source))
    return Part(arrivals=(arriving,), assumptions=tuple(numbers))


def _told(stream: Stream, fit: ArrivalFit) -> Part:
    """What to know of one stream, and its weekdays, months and hours as plots."""
    busiest = max(range(7), key=lambda day: fit.weekdays[day].value)
    level = fit.per_day
    words = f"{stream.title}: {level.value:.3g} a day (90% interval {level.low:.3g} to {level.high:.3g})"
    words += f", busiest on {DAYS[busiest]}s." if fit.people >= FEWEST_TO_TELL_APART else "; too few to tell weekdays and months apart."
    words += _on_spread(fit)
    words += "" if fit.days >= 330 else " The records are too short to tell months apart; every month is taken to be alike."
    return Part(sentences=(words,), plots=tuple(_plots(stream, fit)))


def _on_spread(fit: ArrivalFit) -> str:
    if fit.spread > 1:
        return f" Days differ more than by chance: the variance is {fit.spread:.2f} times the mean."
    return f" Days differ as by chance (variance {fit.spread_seen.value:.2f} times the mean)."


def _plots(stream: Stream, fit: ArrivalFit) -> list[Plot]:
    when = [stream.starts + timedelta(days=n) for n in range(len(stream.counts))]
    plots = []
    for words, kinds, of in (("weekday, 1 is Monday", 7, [day.weekday() for day in when]), ("month", 12, [day.month - 1 for day in when])):
        which = np.array(of)
        days = np.maximum(np.bincount(which, minlength=kinds), 1)
        seen, expected = (np.bincount(which, weights=values, minlength=kinds) / days for values in (stream.counts, fit.expected))
        plots.append(
            Plot(
                title=f"{stream.title}, by {words.split(',')[0]}", x=tuple(float(n + 1) for n in range(kinds)), x_words=words,
                unit="people a day", seen=tuple(np.round(seen, 3).tolist()), fitted=tuple(np.round(expected, 3).tolist()), form="points",
            )
        )  # fmt: skip
    if stream.hours:
        shares = tuple(round(100 * hour.value / 24, 3) for hour in stream.hours)
        plots.append(
            Plot(
                title=f"{stream.title}, by hour", x=tuple(float(hour) for hour in range(24)), x_words="hour of the day",
                unit="per cent of a day's arrivals", seen=shares, fitted=shares, form="points",
            )
        )  # fmt: skip
    return plots


__all__ = ["Stream", "daily", "demand_part", "streams_of"]
