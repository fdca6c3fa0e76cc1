"""What every page of one release shares: the picture, the figures that may be seen, the names, the words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from wholeplace.agreement.funds import PackMoney
from wholeplace.flow import WinterPlan
from wholeplace.measures.shapes import Measure
from wholeplace.measures.statistics import Rule
from wholeplace.picture.shapes import AreaPicture, Direction, Figure, Member, Picture, Reading, Sentence, Verdict
from wholeplace.place.shapes import UNKNOWN_AREA, Place
from wholeplace.publish.decided import DecidedEffect
from wholeplace.publish.pages.silence import Silence
from wholeplace.publish.shown import Published, Shown
from wholeplace.publish.wording import Speaker, listed
from wholeplace.terms import MeasureName, Period, months_later

VERSION_MARK = "@@version@@"
"""Stands for the release's version in everything rendered, so that content can be compared before it has one."""

VERDICT_ORDER = (
    Verdict.SHIFTING, Verdict.WORSENING, Verdict.GOOD_AND_POOR, Verdict.IMPROVING, Verdict.CHANGED,
    Verdict.NO_CLEAR_CHANGE, Verdict.CANNOT_SAY,
)  # fmt: skip
UNCHANGED = (Verdict.NO_CLEAR_CHANGE, Verdict.CANNOT_SAY)
VERDICT_COLOURS = {
    Verdict.SHIFTING: "orange", Verdict.WORSENING: "orange", Verdict.GOOD_AND_POOR: "orange",
    Verdict.IMPROVING: "blue", Verdict.CHANGED: "blue", Verdict.NO_CLEAR_CHANGE: "grey", Verdict.CANNOT_SAY: "white",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One release in the making. `decided`: what decisions were expected to change; empty where the place keeps none. `money`: what
    was agreed about money; None where nothing was."""

    picture: Picture
    place: Place
    published: Published
    rule: Rule
    winter: WinterPlan | None = None
    decided: tuple[DecidedEffect, ...] = ()
    money: PackMoney | None = None

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
        """The whole place's leading readings."""
        return tuple(self.leading(self.picture.system))

    @cached_property
    def elsewhere(self) -> Mapping[str, list[tuple[AreaPicture, Reading]]]:
        """Leading readings that the whole place has no figures for, but areas in it have: by name, at the widest such
        level. Those that changed somewhere come first."""
        whole = {reading.name for reading in self.ordered_readings}
        found: dict[str, list[tuple[AreaPicture, Reading]]] = {}
        for area in self.picture.areas:
            for reading in self.leading(area):
                if reading.name not in whole:
                    found.setdefault(reading.name, []).append((area, reading))
        widest = {name: [(area, reading) for area, reading in held if area.level == held[0][0].level] for name, held in found.items()}
        worst = {name: min(VERDICT_ORDER.index(reading.verdict) for _, reading in held) for name, held in widest.items()}
        return {name: widest[name] for name in sorted(widest, key=lambda name: (worst[name], widest[name][0][1].title))}

    def leading(self, area: AreaPicture) -> list[Reading]:
        """The readings that stand on an area's first page: changed first, shifting before all."""
        return sorted((r for r in area.readings if r.leads), key=lambda r: VERDICT_ORDER.index(r.verdict))

    @cached_property
    def readings_by_area(self) -> Mapping[tuple[str, str], Reading]:
        return {(reading.name, area.code): reading for area in self.picture.areas for reading in area.readings}

    @cached_property
    def members(self) -> Mapping[tuple[str, str], Member]:
        """The member that tells most of each measure in each area: as the chased measure, else as a counterpart."""
        everyone = [(area.code, m) for area in self.picture.areas for reading in area.readings for m in reading.members]
        ordered = sorted(everyone, key=lambda item: item[1].role == "chased")  # the last one stays
        return {(member.measure.name, area): member for area, member in ordered}

    def readings_with(self, measure: str) -> list[Reading]:
        """The system's readings that hold a measure, those it leads first."""
        holding = [r for r in self.ordered_readings if any(m.measure.name == measure for m in r.members)]
        return sorted(holding, key=lambda r: r.name != measure)

    def shown(self, figure: Figure | None) -> Shown | None:
        return self.published.of(figure)

    @cached_property
    def tells_of_money(self) -> bool:
        """Is anything known of what was spent, or of money held together?"""
        spent = self.published.at("cost-per-head-all", self.picture.system.code, (months_later(self.period.ends, -12), self.period.ends))
        return bool((spent is not None and spent.can_be_seen) or (self.money and self.money.funds))

    @cached_property
    def has_partners(self) -> bool:
        """Does any figure speak of one organisation?"""
        codes = [organisation.code for organisation in self.place.organisations]
        rows = self.published.rows
        return not rows.filter((pl.col("level") == "organisation") & pl.col("area").is_in(codes) | pl.col("group").is_in(codes)).is_empty()

    @cached_property
    def silence(self) -> Silence:
        return Silence(self.picture.results.rows, self.published.rows, self.place, self.period)

    def say(self, sentence: Sentence | None, areas: Iterable[str], *, instead: str = "") -> str:
        """A sentence about these areas, or `instead` where one of its numbers may not be told."""
        return self.speaker.say(sentence, instead=instead, silent=self.silence.behind(areas))

    @cached_property
    def wide_areas(self) -> tuple[str, ...]:
        """The areas that the first page speaks of: the whole place and those just inside it."""
        wide = self.place.settings.levels[:2]
        return tuple(area.code for area in self.picture.areas if area.level in wide)

    def sentence_of(self, reading: Reading) -> str:
        """The reading's own sentence, or a plain one without numbers."""
        return self.say(reading.sentence, (reading.area,), instead=_without_numbers(reading))


def _without_numbers(reading: Reading) -> str:
    """What each measure did, where its numbers may not be said."""
    sides = ((Direction.BETTER, "Better"), (Direction.WORSE, "Worse"), (Direction.CHANGED, "Changed"))
    said = []
    for direction, word in sides:
        names = [member.measure.short for member in reading.members if member.change.direction is direction]
        if names:
            said.append(f"{word}: {listed(names)}.")
    return " ".join([*said, "Some of the numbers are too small to show."])
