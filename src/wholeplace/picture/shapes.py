"""What `picture` hands on: readings with their verdicts, figures and plain sentences. Plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wholeplace.measures.shapes import Measure, Results, Status
from wholeplace.terms import AreaCode, MeasureName, Period


class Verdict(StrEnum):
    """The word for a measure and its counterparts together. Never good while a counterpart worsens."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    SHIFTING = "shifting, not improving"
    GOOD_AND_POOR = "good on one, poor on the other"
    NO_CLEAR_CHANGE = "no clear change"
    CHANGED = "changed"  # beyond noise, where neither direction is better
    CANNOT_SAY = "cannot say"


class Direction(StrEnum):
    """What one measure did, beyond noise."""

    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"  # a measure where neither direction is better
    NONE = "no clear change"
    UNKNOWN = "cannot say"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number with all that is needed to show it honestly, or to hide it."""

    measure: MeasureName
    area: AreaCode
    split: str
    group: str
    starts: date
    ends: date
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    people: int | None
    status: Status
    standardised: float | None = None
    standardised_lower: float | None = None
    standardised_upper: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number inside a sentence. `shows`: "count", "percent", "rate", "days", "money", "number".
    `behind` is the number of people behind it, by which `publish` may hide it; None: not about people."""

    value: float
    shows: str
    behind: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """Plain words with their numbers kept apart, so that `publish` can round or hide each: "{days} days lost".
    One to three sentences of at most 20 words each; percentages are changes of rates unless the words say otherwise."""

    pattern: str
    numbers: Mapping[str, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One month (or published period) of a series. `mark`: "better", "worse", "changed" or None (noise)."""

    figure: Figure
    mark: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Points over time with their XmR mean and limits (of the last phase); None where there are too few points."""

    points: tuple[Point, ...]
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    trial_limits: bool  # under 13 points


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What changed and which of the two looks said so: the XmR chart, the same months a year before, or both."""

    direction: Direction
    spoke: str  # "chart", "year before", "both", "they contradict", "neither", "cannot look"
    icon: str  # Making Data Count variation icon: "improvement high|low", "concern high|low", "common cause", "neither high|low", "none"
    assurance: str  # Making Data Count assurance icon: "pass", "fail", "hit or miss", "no target"
    now: Figure | None
    before: Figure | None  # the same months a year before
    difference: float | None  # now - before, in the measure's unit
    ratio: float | None  # now / before
    ratio_lower: float | None  # limits at 99%: the ones that decide where the year before speaks alone
    ratio_upper: float | None
    seasonal: bool = False  # a yearly wave was found, so only the year before may speak
    why_not: str = ""  # plain reason when direction is UNKNOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """Where the figure stands against its standard: "better", "worse" (95%), "much better", "much worse" (99.8%), "within", "none"."""

    stands: str
    standard: float | None
    standard_source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """One split of one measure over 12 months: its groups in order, the slope index with interval, and the verdict
    on "improving the lives of the poorest the fastest" (deprivation only).

    The splits "neighbourhood" and "organisation" hold whole figures of other areas: each figure's `area` is its group."""

    split: str
    groups: tuple[Figure, ...]
    slope: float | None
    slope_lower: float | None
    slope_upper: float | None
    slope_before: float | None
    relative: float | None
    verdict: str  # deprivation: a word of statistics.poorest_fastest, such as "levelling down"; else "no clear change"
    sentence: Sentence | None
    certainty: float = 0.0  # standard errors by which the fifth that moved the gap changed; 0 without a verdict
    unlinked: tuple[Sentence, ...] = ()  # what records of no known person could do to the gap
    linkage_could_explain: bool = False  # they alone could have made it


@dataclass(frozen=True, kw_only=True, slots=True)
class Driver:
    """One part of the change in events between this period and the same one a year before. Parts add up exactly."""

    split: str  # "pathway", "provider", "neighbourhood", ...
    label: str
    events: float
    group: str = ""  # the group's own name in the results, or the area's code; "" for a part made of several
    spread_evenly: bool = False  # the pooled remainder smaller than its noise


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One measure inside a reading."""

    measure: Measure
    role: str  # "chased" or "counterpart"
    figure: Figure | None  # the picture's period
    series: Series
    change: Change
    level: Level
    gaps: tuple[Gap, ...]
    unlinked: Sentence | None = None  # the share of records left out for want of a known person; None: nobody is followed


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A measure and those it must be read with, in one area and period."""

    name: MeasureName  # the chased measure
    title: str
    question: str
    area: AreaCode
    verdict: Verdict
    sentence: Sentence
    members: tuple[Member, ...]
    drivers: tuple[Driver, ...]
    drivers_of: MeasureName | None  # which member the drivers split
    where: Sentence | None  # which neighbourhoods
    link: Sentence | None  # support for a link between members, said as "may be linked"
    why_cannot: str = ""
    leads: bool = True  # it stands on the first page; others stand on their measure's page


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaPicture:
    """Every reading of one area."""

    code: AreaCode
    name: str
    level: str
    parent: AreaCode | None
    people: int | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LensCount:
    """How many leading readings of one lens improve, worsen, shift or stay in the system. No average across lenses."""

    lens: str
    counts: Mapping[Verdict, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """The whole picture of a place for one period."""

    place: str
    period: Period
    people: int | None
    headline: tuple[Sentence, ...]  # at most three
    lenses: tuple[LensCount, ...]
    areas: tuple[AreaPicture, ...]  # the system first, then places, then neighbourhoods
    cannot_say: tuple[Sentence, ...]
    results: Results  # every figure, for the measure pages and open data
    findings: tuple[Sentence, ...] = ()  # what else changed, most important first; stands directly under the headline

    @property
    def system(self) -> AreaPicture:
        return self.areas[0]
