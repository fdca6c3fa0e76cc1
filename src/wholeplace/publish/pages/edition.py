"""What every page of one release shares: the picture, the figures that may be seen, the names, the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from wholeplace.measures.shapes import Measure
from wholeplace.picture.shapes import AreaPicture, Direction, Figure, Member, Picture, Reading, Verdict
from wholeplace.place.shapes import UNKNOWN_AREA, Place
from wholeplace.publish.disclosure import Rule
from wholeplace.publish.shown import Published, Shown
from wholeplace.publish.wording import Speaker, listed
from wholeplace.terms import AreaCode, MeasureName, Period

VERSION_MARK = "@@version@@"
"""Stands for the release's version in everything rendered, so that content can be compared before it has one."""

VERDICT_ORDER = (
    Verdict.SHIFTING, Verdict.WORSENING, Verdict.GOOD_AND_POOR, Verdict.IMPROVING, Verdict.NO_CLEAR_CHANGE, Verdict.CANNOT_SAY,
)  # fmt: skip
UNCHANGED = (Verdict.NO_CLEAR_CHANGE, Verdict.CANNOT_SAY)
VERDICT_COLOURS = {
    Verdict.SHIFTING: "orange", Verdict.WORSENING: "orange", Verdict.GOOD_AND_POOR: "orange",
    Verdict.IMPROVING: "blue", Verdict.NO_CLEAR_CHANGE: "grey", Verdict.CANNOT_SAY: "white",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One release in the making."""

    picture: Picture
    place: Place
    published: Published
    rule: Rule

    @property
    def period(self) -> Period:
        return self.picture.period

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.rule)

    @property
    def measures(self) -> Mapping[MeasureName, Measure]:
        return self.picture.results.measures

    @cached_property
    def area_names(self) -> Mapping[str, str]:
        """Every code to its name; the picture's own names win over those of other dates."""
        named: dict[str, str] = {UNKNOWN_AREA: "Area not known"}
        named |= {area.code: area.name for area in self.place.areas}
        named |= {org.code: org.name for org in self.place.organisations}
        return named | {area.code: area.name for area in self.picture.areas}

    def name_of(self, code: str) -> str:
        return self.area_names.get(code, code)

    @cached_property
    def smallest_areas(self) -> tuple[AreaPicture, ...]:
        """The areas at the last level: the neighbourhoods."""
        last = self.place.settings.levels[-1]
        return tuple(area for area in self.picture.areas if area.level == last)

    @cached_property
    def deprivation_ranks(self) -> Mapping[str, float]:
        """The middle national rank of each smallest area's small areas; 1 is the most deprived. Empty where there is none."""
        column = self.place.settings.levels[-1]
        frame = self.place.small_areas
        if column not in frame.columns or "deprivation_rank" not in frame.columns:
            return {}
        ranks = (
            frame.filter(pl.col("deprivation_rank").is_not_null()).group_by(column).agg(pl.col("deprivation_rank").median()).sort(column)
        )
        return dict(ranks.iter_rows())

    @cached_property
    def ordered_readings(self) -> tuple[Reading, ...]:
        """The system's readings: changed first, shifting before all; else in the picture's own order."""
        return tuple(sorted(self.picture.system.readings, key=lambda r: VERDICT_ORDER.index(r.verdict)))

    @cached_property
    def readings_by_area(self) -> Mapping[tuple[str, str], Reading]:
        return {(reading.name, area.code): reading for area in self.picture.areas for reading in area.readings}

    @cached_property
    def members(self) -> Mapping[tuple[str, str], Member]:
        """The member that tells most of each measure in each area: as the chased measure, else as a counterpart."""
        found: dict[tuple[str, str], Member] = {}
        for area in self.picture.areas:
            for reading in area.readings:
                for member in reading.members:
                    if member.role == "chased" or (member.measure.name, area.code) not in found:
                        found[member.measure.name, area.code] = member
        return found

    def readings_with(self, measure: str) -> list[Reading]:
        """The system's readings that hold a measure, those it leads first."""
        holding = [r for r in self.ordered_readings if any(m.measure.name == measure for m in r.members)]
        return sorted(holding, key=lambda r: r.name != measure)

    def shown(self, figure: Figure | None) -> Shown | None:
        return self.published.of(figure)

    def may_tell(self, reading: Reading) -> bool:
        """May its sentences give numbers? Not when a figure they speak of is hidden."""
        figures = [f for member in reading.members for f in (member.figure, member.change.now, member.change.before)]
        return not any(shown.hidden for shown in map(self.shown, figures) if shown is not None)

    @cached_property
    def has_partners(self) -> bool:
        """Does any figure speak of one organisation?"""
        codes = [organisation.code for organisation in self.place.organisations]
        rows = self.published.rows
        return not rows.filter((pl.col("level") == "organisation") & pl.col("area").is_in(codes) | pl.col("group").is_in(codes)).is_empty()

    def hidden_parts(self, measure: str, area: str, split: str) -> list[Shown]:
        """The parts of one split, now or the same months a year before, that are hidden in this release."""
        by_area = split in (*self.place.settings.levels, *self.place.settings.footprints)
        return [shown for shown in self._hidden_by_split.get((measure, split), ()) if by_area or shown.area == area]

    @cached_property
    def _hidden_by_split(self) -> Mapping[tuple[str, str], list[Shown]]:
        """Hidden figures of the two periods, by measure and split; for areas the split is their level."""
        spans = {(p.starts, p.ends) for p in (self.period, self.period.earlier(12))}
        hidden: dict[tuple[str, str], list[Shown]] = {}
        levels = {area.code: area.level for area in self.place.areas}
        for shown in self.published.figures:
            if shown.hidden and (shown.starts, shown.ends) in spans:
                split = levels.get(AreaCode(shown.area), "") if shown.split == "all" else shown.split
                hidden.setdefault((shown.measure, split), []).append(shown)
        return hidden

    def sentence_of(self, reading: Reading) -> str:
        """The reading's own sentence, or a plain one without numbers."""
        instead = _without_numbers(reading)
        return self.speaker.say(reading.sentence, instead=instead) if self.may_tell(reading) or not reading.sentence.numbers else instead


def _without_numbers(reading: Reading) -> str:
    """What each measure did, where its numbers may not be said."""
    sides = ((Direction.BETTER, "Better"), (Direction.WORSE, "Worse"), (Direction.CHANGED, "Changed"))
    said = []
    for direction, word in sides:
        names = [member.measure.short for member in reading.members if member.change.direction is direction]
        if names:
            said.append(f"{word}: {listed(names)}.")
    return " ".join([*said, "Some of the numbers are too small to show."])
