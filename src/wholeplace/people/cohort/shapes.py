"""What a cohort is made of: its definition as read, and what one run of it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SELF, MOTHER = "self", "mother"
ALL, LAST = "all that can be followed", "the last that can be followed"

Days = tuple[int, int]
"""First and last day of a window, counted from the index day (0), both inside the window."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Enter:
    """Who enters: rows of `table` that count, on the day of column `on` plus `after_days`.

    `between`: first and last index day, both allowed; or ALL, or LAST, found from what the records cover.
    `one_row`: "first" or "last" row of a person in that time, or "each".
    """

    table: str
    on: str
    counts: str = "TRUE"
    between: tuple[date, date] | str = ALL
    one_row: str = "first"
    after_days: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Exclusion:
    """One line of the flow: who is left out, and why. A condition that is not known leaves nobody out."""

    name: str
    when: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Follow:
    """From which day to which people are followed, counted from the index day, both inside; and what ends it earlier."""

    from_days: int = 0
    to_days: int = 0
    ends_with: tuple[str, ...] = ("death", "left the place")


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaAsk:
    """An exposure by place and time: values of areas over the days that the person lived there.

    `over`: "pregnancy", or the days of a window. `combine`: "mean" (weighted by days) or "highest". Below `min_known_share`
    of the days it is not known.
    """

    name: str
    exposure: str
    over: Days | str
    unit: str | None = None
    of: str = SELF
    combine: str = "mean"
    min_known_share: float = 0.75


@dataclass(frozen=True, kw_only=True, slots=True)
class EventAsk:
    """What rows of another table say of the same person (or the mother) within days of the index day.

    `standing`: instead, rows of a table of spans that stand on the index day. `gives`: "any", "count", "first after days"; or,
    with `value`, the "last", "first", "mean" or "highest" of that column. `number`: whether the value is a number.
    """

    name: str
    table: str
    on: str
    within_days: Days
    gives: str
    counts: str = "TRUE"
    value: str | None = None
    number: bool = True
    of: str = SELF
    question: str | None = None
    standing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RowAsk:
    """An exposure or outcome that the entering row itself tells: a yes or no."""

    name: str
    when: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Compare:
    """A comparison with everybody else who lives in the place on the index day, weighted to be alike in `same`."""

    same: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CohortDefinition:
    """One cohort, declared once, as data. `text` is the file it was read from."""

    name: str
    title: str
    question: str
    source: str
    purpose: str
    enter: Enter
    exclude: tuple[Exclusion, ...] = ()
    follow: Follow = Follow()
    columns: tuple[str, ...] = ()
    by: str | None = None
    exposures: tuple[AreaAsk | EventAsk | RowAsk, ...] = ()
    outcomes: tuple[EventAsk | RowAsk, ...] = ()
    compare: Compare | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowStep:
    """One line of the flow chart: rows that came to it, rows it took out and why, rows that went on. came = out + left.

    `group`: "cohort" or "comparison". A row is a person, unless each row of a person enters.
    """

    group: str
    name: str
    came: int
    out: int
    left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BaselineRow:
    """One column of the baseline table in one group ("all", or a value of what it is split by).

    Categories have a row for each `level`: `people` have it, `share` of those known (weighted where there is a comparison).
    Numbers have one row with no level: `people` known, mean and so on. `smd`: standardised mean difference between the groups,
    the largest of any two; None with one group.
    """

    column: str
    level: str
    group: str
    people: int
    missing: int
    share: float | None = None
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    smd: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CohortGap:
    """One outcome in the cohort beside the comparison: means (of a yes or no: shares) and their difference, with 95% limits.

    People whose outcome is not known stand in neither. The comparison is weighted to be alike in what `Compare.same` names.
    """

    outcome: str
    people: int
    compared: int
    in_cohort: float
    in_comparison: float
    difference: float
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True, slots=True)
class CohortNote:
    """What a reader should know of a cohort: a sentence with {count} where its number goes. `count`: None where it has none."""

    sentence: str
    count: int | None = None

    def __str__(self) -> str:
        return self.sentence if self.count is None else self.sentence.format(count=f"{self.count:,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class CohortTable:
    """A cohort that was made: where its rows are, and its tables of counts. Exact numbers: they stay in the house.

    `rows`: Parquet file, one row per person (or per row of a person that enters), in an order that no key decides.
    `first_day`, `last_day`: the index days that were let in. `outcomes`: what came of them, by the same groups as the baseline
    table, before anything is allowed for. `provenance`: what it was made from, as texts.
    """

    definition: CohortDefinition
    rows: Path
    first_day: date
    last_day: date
    flow: tuple[FlowStep, ...]
    baseline: tuple[BaselineRow, ...]
    outcomes: tuple[BaselineRow, ...]
    gaps: tuple[CohortGap, ...]
    notes: tuple[CohortNote, ...]
    provenance: Mapping[str, str]
