"""What `measures` hands on: definitions and results. A result row never stands without its interval and status."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from wholeplace.measures.registered import counted_table, is_by_surgery
from wholeplace.terms import MeasureName, Period

if TYPE_CHECKING:
    import polars as pl

    from wholeplace.measures.joined import JoinedGroup


class Lens(StrEnum):
    """The three lenses of a partnership: a measure is read through one."""

    OUTCOMES = "outcomes"
    QUALITY = "quality"
    MONEY = "money"


class Better(StrEnum):
    """Which direction is an improvement."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Kind(StrEnum):
    """How the number is made: rate (events per `per` people a year), proportion (share of rows, or of an amount),
    ratio (rows or an amount for every `per` of another table), mean (amount per row), median and quantile (the row in the
    middle, or at a share of all), total (sum of an amount), published (taken as someone else published it)."""

    RATE = "rate"
    PROPORTION = "proportion"
    RATIO = "ratio"
    MEAN = "mean"
    MEDIAN = "median"
    QUANTILE = "quantile"
    TOTAL = "total"
    PUBLISHED = "published"


class Status(StrEnum):
    """Whether a figure can be read."""

    COMPLETE = "complete"
    NOT_YET_COMPLETE = "not yet complete"
    TOO_FEW = "too few to say"
    NO_DATA = "no data"


@dataclass(frozen=True, kw_only=True, slots=True)
class Denominator:
    """What the numerator of a ratio is held against: rows of a table, or an amount of them, month by month."""

    table: str  # a journey table
    on: str  # date column that places a row in a month
    counts: str = "true"
    amount: str | None = None  # None counts rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One question, declared once, as data (a TOML file). Conditions are SQL in the documented subset."""

    name: MeasureName
    title: str
    short: str  # chart title, at most about 30 characters
    question: str
    lens: Lens
    better: Better
    read_with: tuple[MeasureName, ...]
    table: str  # a journey table, "spend" or "published"; for registered people a journey table by surgery (see `registered`)
    kind: Kind
    unit: str  # in words, after the number: "per cent", "days a year per 1,000 adults"
    source: str
    definition_id: str
    on: str | None = None  # date column that places a row in a month
    counts: str = "true"  # who is counted: rows in the denominator (proportion, mean) or the events (rate)
    of_which: str | None = None  # proportion: the event among those counted
    amount: str | None = None  # rate, ratio, mean, total: what is added up, None counts rows; median, quantile: what is put in order
    population: str | None = None  # rate: condition on person_months, such as "age_band >= 65"; "true" for everyone
    denominator: Denominator | None = None  # ratio: what the numerator is held against
    quantile: float | None = None  # quantile: the share of rows at or below the value, such as 0.9; median: 0.5
    per: int = 100  # rate: 1000 or 100000; proportion: 100; ratio: for how many of the denominator
    per_time: str = "year"  # rate: "year", or "day" where the publisher's rate is for each day (delayed transfers)
    standardise: str = "none"  # "none", "direct" (rate) or "indirect" (proportion)
    complete_after_days: int = 0
    rolling: int = 0  # months that each point looks back over, to the end of its own month; 0: each month stands alone
    code_lists: tuple[str, ...] = ()  # names of the code lists in its conditions
    as_written: tuple[tuple[str, str], ...] = ()  # conditions and amounts (by key) in the writer's words
    splits: tuple[str, ...] = ()  # drivers beyond the common groups: "pathway", "provider", "setting"
    indicator: str | None = None  # published: the series in the published table
    people_counted: bool = True  # False: the rows are not people (money, published), so disclosure rules do not apply
    reading: str | None = None  # title of the reading this measure leads; None: it leads none
    topic: str | None = None  # such as "winter and hospital", "best start in life", "money"
    says_more: str = "more"  # words for a rise in a sentence: "more", "longer", "higher"
    rises: str = ""  # a main clause for a rise, to begin a sentence: "More people come back to hospital within 30 days"
    falls: str = ""  # the same for a fall
    noun: str = ""  # what is counted, for sentences: "days lost after being ready", "people back within 30 days"

    @property
    def orders_rows(self) -> bool:
        """Whether the number is a row's place in an order (median, quantile), so that figures never add up."""
        return self.kind in (Kind.MEDIAN, Kind.QUANTILE)

    @property
    def by_surgery(self) -> bool:
        """Whether rows and people lie where the GP surgery does, and not where people live."""
        return is_by_surgery(self.table)

    @property
    def rows_of(self) -> str:
        """The journey table (or "spend" or "published") whose rows it counts."""
        return counted_table(self.table)


RESULT_COLUMNS: Mapping[str, str] = {
    "measure": "measure name",
    "level": "level of the area: system, place, neighbourhood, a footprint, or country",
    "area": "area code, or 'unknown'",
    "split": "'all', 'deprivation', 'age', 'sex', 'ethnic_group', or one of the measure's splits",
    "group": "the group of the split as text ('1'..'5', '65 to 79', 'female', 'Asian', 'Not recorded' ...); 'all' for all",
    "grain": "'month', 'period' (the picture's period, and the same one a year before), 'year' (12 months to its end, and before)",
    "starts": "first day; a figure of a rolling measure looks back 12 months from `ends`, further than this",
    "ends": "first day after",
    "numerator": "events, or the amount (pence for money, days for delays), or rows (median, quantile); null where published without one",
    "denominator": "person-years (rate; person-days if per_time is 'day'), rows or whole amount (proportion, ratio), rows (mean, median, "
    "quantile), null (total)",
    "value": "in the measure's unit; null where status is not complete or nothing can be divided",
    "lower": "lower 95% limit; null where there is none",
    "upper": "upper 95% limit",
    "standardised": "directly or indirectly standardised value (period and year grains); null where the method refuses",
    "standardised_lower": "its lower 95% limit",
    "standardised_upper": "its upper 95% limit",
    "people": "distinct people behind the numerator (period and year grains, split 'all'); null elsewhere",
    "status": "a Status",
    "definition_id": "whose definition; two ids are never joined into one series",
}


UNLINKED_COLUMNS: Mapping[str, str] = {
    **{name: RESULT_COLUMNS[name] for name in ("measure", "level", "area", "split", "group", "grain", "starts", "ends")},
    "counted": "rows that count",
    "unlinked": "further rows that would count if we knew whose they are",
}
"""How many rows are missing from the measures that follow a person from record to record."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One feed behind the figures: what came in, by hash, and until when it covers the place."""

    feed: str
    files: tuple[tuple[str, str], ...]  # (name, sha256)
    rows_in: int
    accepted: int
    quarantined: int
    covers_to: date | None  # first day not covered


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """Every measure at every level, split and grain. `rows` has RESULT_COLUMNS, sorted by them in order.

    `unlinked` has UNLINKED_COLUMNS for the measures that follow people, in the period and year grains; None: there are none.
    """

    period: Period
    measures: Mapping[MeasureName, Measure]
    rows: "pl.DataFrame"
    unlinked: "pl.DataFrame | None" = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    measure_feeds: Mapping[MeasureName, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # plain sentences on what fell out (people with no known area ...)
    joined: "tuple[JoinedGroup, ...]" = ()  # how well records were joined into people, by group
