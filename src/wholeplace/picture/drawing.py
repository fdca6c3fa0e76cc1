"""Draws the whole picture: from figures to readings, headline and what cannot be said."""

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from wholeplace.measures.shapes import Lens, Results
from wholeplace.picture.figures import Standing
from wholeplace.picture.headline import OfPlace, tell
from wholeplace.picture.readings import Judgements, Read, readings_of
from wholeplace.picture.shapes import AreaPicture, LensCount, Picture, Verdict
from wholeplace.picture.unsaid import cannot_say
from wholeplace.place.shapes import Area, Place
from wholeplace.terms import AreaCode, months_later


def draw(results: Results, place: Place) -> Picture:
    """The picture of a place for the period of its results: every measure read with its counterparts in every area of the
    place's own levels, the system first. Same results and place, same picture."""
    judgements = Judgements.of(results, place)
    reads = {area.code: readings_of(judgements, Standing(area.level, area.code)) for area in judgements.standing_areas}
    widest, second = place.settings.levels[0], place.settings.levels[1:2]
    system = next((area for area in judgements.standing_areas if area.level == widest), None)
    of_system = reads[system.code] if system else ()
    of_places = [
        OfPlace(name=area.name, standing=Standing(area.level, area.code), reads=reads[area.code])
        for area in judgements.standing_areas
        if area.level in second
    ]
    whole = OfPlace(name=place.settings.name, standing=Standing(widest, system.code if system else AreaCode("")), reads=of_system)
    told = tell(judgements, whole, of_places)
    people = _people(judgements)
    below = [reads[area.code] for area in judgements.standing_areas if area.level != widest]
    return Picture(
        place=place.settings.name, period=results.period, people=people.get(system.code) if system else None, headline=told.headline,
        findings=told.findings, lenses=_lenses(of_system), cannot_say=cannot_say(judgements, of_system, below), results=results,
        areas=tuple(_area_picture(area, reads[area.code], people) for area in judgements.standing_areas),
    )  # fmt: skip


def _area_picture(area: Area, reads: Sequence[Read], people: Mapping[AreaCode, int]) -> AreaPicture:
    return AreaPicture(
        code=area.code, name=area.name, level=area.level, parent=area.parent, people=people.get(area.code),
        readings=tuple(read.reading for read in reads),
    )  # fmt: skip


def _lenses(system: Sequence[Read]) -> tuple[LensCount, ...]:
    """Leading readings by the lens of their chased measure; every verdict has its number, 0 included."""
    counts = {lens: Counter[Verdict]() for lens in Lens}
    for read in system:
        if read.reading.leads:
            counts[read.reading.members[0].measure.lens][read.reading.verdict] += 1
    return tuple(LensCount(lens=lens, counts={verdict: counts[lens][verdict] for verdict in Verdict}) for lens in Lens)


def _people(judgements: Judgements) -> dict[AreaCode, int]:
    """People in each area by the latest population year up to the period's end, on the boundaries of that day."""
    place, last_day = judgements.place, months_later(judgements.results.period.ends, -1)
    population = place.population.filter(pl.col("year") <= last_day.year)
    if population.is_empty():
        return {}
    latest = population.filter(pl.col("year") == population["year"].max())
    all_sexes = latest.filter(pl.col("sex") == "all")
    counted = latest.filter(pl.col("sex") != "all") if all_sexes.is_empty() else all_sexes
    stands = (pl.col("valid_from") <= last_day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > last_day))
    lies_in = place.small_areas.filter(stands).unique("small_area", keep="first", maintain_order=True)
    joined = counted.join(lies_in, on="small_area")
    found: dict[AreaCode, int] = {}
    for level in place.settings.levels:
        sums = joined.group_by(level).agg(pl.col("people").sum()).filter(pl.col(level).is_not_null())
        found.update({AreaCode(code): int(people) for code, people in sums.sort(level).iter_rows()})
    return found
