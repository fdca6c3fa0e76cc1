"""Hospital beds: who is admitted and by which way they leave, time to ready, and days to arrange the way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from wholeplace.flow.calibrate.arrivals import Ranged, share_of
from wholeplace.flow.calibrate.choosing import FEWEST, Chosen, choose, in_words
from wholeplace.flow.calibrate.laws import Z90, Array, Lengths
from wholeplace.flow.calibrate.shapes import Asked, Part, together
from wholeplace.flow.calibrate.stays import DIED, WaysOut, ways_out
from wholeplace.flow.calibrate.survival import from_chances, in_reverse
from wholeplace.flow.calibrate.told import fitted, published, published_length, source_of, written
from wholeplace.flow.shapes import Group, Length, Service

WAYS = {"emergency": ("0", "1", "2", "3", DIED), "planned": ("0", "1", "2", "3")}
"""Ways out of hospital by how people came. Few die in planned stays; they count with pathway 0."""
LEAVE_BY = {
    "0": "leave for home (pathway 0)", "1": "leave for home with support (pathway 1)", "2": "leave for a rehabilitation bed (pathway 2)",
    "3": "leave for a care home (pathway 3)", DIED: "die in hospital",
}  # fmt: skip
CAME = {"emergency": "Emergencies", "planned": "Planned admissions"}
FEWEST_OF_A_GROUP = 10
"""People who ended their stay, from which a way out is a group of its own."""
RECENT_WEEKS, RECENT_PEOPLE = 13, 400
"""Days to arrange the way out are read off at least so many weeks, and as many more as hold so many people: they change with practice."""
FULL = 0.95
"""A service counts as full in weeks in which it used more than this share of its capacity."""
STATION_OF = {1: "home-care", 2: "rehab", 3: "care-home"}


def name_of(came: str, way: str) -> str:
    """The name of a group, such as emergency-1."""
    return f"{came}-{way}"


def found_ways(paths_stays: pl.DataFrame, delays: pl.DataFrame, until: date) -> dict[str, WaysOut]:
    """Ways out, shares and times to ready, by how people came."""
    found = {}
    for came, ways in WAYS.items():
        chances = {str(way): delay_chances(delays.filter(pl.col("pathway") == way), until) for way in range(4)}
        own = stays_of(paths_stays, came)
        found[came] = ways_out(own, chances, ways)
    return found


def stays_of(stays: pl.DataFrame, came: str) -> pl.DataFrame:
    """Counted stays of one way of coming; where death is no way out of its own, it counts as leaving by pathway 0."""
    own = stays.filter(pl.col("came_as") == came)
    if DIED in WAYS[came]:
        return own
    return own.with_columns(how=pl.when(pl.col("how") == DIED).then(pl.lit("0")).otherwise("how"))


def delay_chances(delays: pl.DataFrame, until: date) -> Array:
    """Share of people by whole days of delay, from people who left. What the latest weeks could not show yet is allowed for."""
    if not len(delays):
        return np.ones(1)
    seen_for = np.array([(until - week).days - 1 for week in delays["week"]])
    return in_reverse(delays["delay_days"].to_numpy(), seen_for, delays["people"].to_numpy().astype(float))


def hospital_part(asked: Asked) -> tuple[Part, dict[str, WaysOut]]:
    """Groups of people in hospital beds with their services, and the ways out found, for the steps that follow."""
    paths = asked.paths
    found = found_ways(paths.stay_lengths, paths.delays, paths.until)
    arranging = {str(way): _arranging(asked, way) for way in range(4)}
    chosen = _chosen(found)
    parts = [
        _group(asked, (came, way), chosen.get((came, way)), chosen.get(("emergency", way)), arranging.get(way))
        for came, ways in found.items()
        for way in kept_ways(ways)
    ]
    same_day = Part(
        groups=(Group(name="same-day", title="Emergencies who leave the same day", pathway=0),),
        services=(Service(group="same-day", station="same-day", length=published_length("same-day")),),
        assumptions=(published("services.same-day.same-day.mean", "same-day", "length"),),
        sentences=(*(found_delay.sentence for found_delay in arranging.values() if found_delay), _on_telling(found)),
    )
    return together([*parts, same_day]), found


def _group(asked: Asked, which: tuple[str, str], own: Chosen | None, like: Chosen | None, arranging: "Arranging | None") -> Part:
    """One group with its stay. Too few of it: the stay of emergencies who leave the same way, else a published length."""
    (came, way), paths = which, asked.paths
    name, title = name_of(came, way), f"{CAME[came]} who {LEAVE_BY[way]}"
    path, used = f"services.{name}.acute", own or like
    length = written(used.length) if used else published_length("acute")
    source = source_of(paths, "time to ready of stays", paths.stays_from, used.ended) if used else ""
    numbers = [fitted(f"{path}.mean", used.mean, "days", source) if used else published(f"{path}.mean", "acute", "length")]
    if arranging:
        numbers.append(fitted(f"{path}.arranging.mean", arranging.mean, "days", arranging.source))
    few = f"{title} are few; their time to ready is that of emergencies, or assumed."
    return Part(
        groups=(Group(name=name, title=title, pathway=int(way) if way != DIED else None),),
        services=(Service(group=name, station="acute", length=length, arranging=written(arranging.length) if arranging else None),),
        assumptions=tuple(numbers),
        sentences=(f"{title}: ready after {in_words(own)}." if own else few,),
        plots=(own.plot,) if own else (),
    )


def kept_ways(ways: WaysOut) -> dict[str, Ranged]:
    """The share of each way out that is a group of its own; the shares add up to 1, what is left out goes in proportion."""
    kept = {way: share for way, share in ways.share.items() if ways.lengths[way].ended >= FEWEST_OF_A_GROUP} or {"0": 1.0}
    whole = sum(kept.values())
    return {way: share_of(share / whole * ways.people, ways.people) for way, share in kept.items()}


def _chosen(found: Mapping[str, WaysOut]) -> dict[tuple[str, str], Chosen]:
    return {
        (came, way): choose(lengths, f"{CAME[came]} who {LEAVE_BY[way]}: time to ready")
        for came, ways in found.items()
        for way, lengths in ways.lengths.items()
        if lengths.ended >= FEWEST and _differ(lengths)
    }


def _differ(lengths: Lengths) -> bool:
    return len(np.unique(lengths.days[lengths.over & (lengths.people > 0)])) > 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Arranging:
    """Days to arrange the way out by one pathway: the length, the 90% interval of its mean, where it is from, and a sentence."""

    length: Length
    mean: Ranged
    source: str
    sentence: str


def _arranging(asked: Asked, way: int) -> Arranging | None:
    """Days to arrange the way out by one pathway. None: hardly anything is told.

    Where a capacity is stated, weeks in which the service further on was full are left out: its queue made those delays.
    """
    paths = asked.paths
    own = paths.delays.filter(pl.col("pathway") == way)
    free = own.filter(~pl.col("week").is_in(full_weeks(asked, STATION_OF.get(way, ""))))
    parted = int(free["people"].sum()) >= FEWEST
    recent = _recent(free if parted else own, paths.until)
    people = int(recent["people"].sum())
    if people < FEWEST:
        return None
    chances, since = delay_chances(recent, paths.until), min(recent["week"])
    days = np.arange(len(chances))
    mean = float(days @ chances)
    half = Z90 * float(np.sqrt(max(days**2 @ chances - mean**2, 0.0) / people))
    sentence = (
        f"By pathway {way}, {100 * chances[0]:.0f} in 100 people leave on the day they are ready; the mean wait is {mean:.2g} days "
        f"(since {since}, {people:,} people)."
    )
    if not parted:
        sentence += " The service further on was full in nearly all weeks, so its queue could not be told from arranging."
    return Arranging(
        length=from_chances(np.concatenate([[0.0], days + 0.5]), np.concatenate([chances[:1], np.cumsum(chances)])),
        mean=Ranged(value=mean, low=max(mean - half, 0.0), high=mean + half),
        source=source_of(paths, "days from ready to leaving", since, people),
        sentence=sentence,
    )


def full_weeks(asked: Asked, station: str) -> list[date]:
    """Mondays of the weeks in which a station whose capacity is stated was full."""
    if station not in asked.stated:
        return []
    use = asked.paths.use_by_day.filter(pl.col("station") == station)
    weekly = use.group_by(pl.col("day").dt.truncate("1w").alias("week")).agg(pl.col("people").mean())
    return weekly.filter(pl.col("people") > FULL * asked.stated[station])["week"].to_list()


def _recent(delays: pl.DataFrame, until: date) -> pl.DataFrame:
    weeks = RECENT_WEEKS
    while True:
        recent = delays.filter(pl.col("week") >= until - timedelta(weeks=weeks))
        if recent["people"].sum() >= RECENT_PEOPLE or len(recent) == len(delays):
            return recent
        weeks += RECENT_WEEKS


def _on_telling(found: Mapping[str, WaysOut]) -> str:
    told = 100 * found["emergency"].told
    return (
        f"The day people were ready is told for {told:.0f} in 100 emergency stays; the others, and people still in bed, are shared out "
        "over what the told ones show."
    )


__all__ = [
    "CAME",
    "Arranging",
    "LEAVE_BY",
    "STATION_OF",
    "delay_chances",
    "found_ways",
    "full_weeks",
    "hospital_part",
    "kept_ways",
    "name_of",
    "stays_of",
]
