"""What a contract says, once read: frozen values, no SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from wholeplace.feeds.tables import ReceivedTable

TYPES = (
    "text", "code", "codes", "date", "month", "timestamp", "whole number", "number", "pounds", "yes or no", "nhs number",
    "pseudonym", "postcode",
)  # fmt: skip
TYPE_OF_SQL = {
    "VARCHAR": "text", "DATE": "date", "TIMESTAMP": "timestamp", "SMALLINT": "whole number", "INTEGER": "whole number",
    "BIGINT": "whole number", "DOUBLE": "number", "BOOLEAN": "yes or no",
}  # fmt: skip
COVERAGES = ("events", "spans", "periods")
PERIOD_FORMS = (
    "month", "day", "financial year", "calendar year", "several years", "several financial years", "financial quarter",
    "calendar quarter",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookup:
    """A code list: the cell is looked for in column `key` of the CSV and becomes the value of column `gives`."""

    path: Path
    key: str
    gives: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """How one received column is filled from a file. `sources`: the headers to try in order, each a tuple of headers to join."""

    name: str
    sql_type: str
    type: str
    sources: tuple[tuple[str, ...], ...] = ()
    expression: str = ""
    constant: str | None = None
    time_sources: tuple[tuple[str, ...], ...] = ()
    header_required: bool = False
    value_required: bool = False
    if_wrong: str = "refuse"
    also_empty: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    others: str = "wrong"
    domain: tuple[str, ...] = ()
    pattern: str = ""
    least: float | date | None = None
    most: float | date | None = None
    scale: float = 1.0
    lookup: Lookup | None = None
    form: str = ""  # dates: "day first", "month first", "year first" or a strptime form; "" lets the file decide


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A condition every row must meet. `otherwise`: "refuse", "empty" or "note"."""

    name: str
    must: str
    column: str
    why: str
    fix: str
    otherwise: str = "refuse"


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodColumns:
    """How `starts` and `ends` of a published value are read."""

    sources: tuple[tuple[str, ...], ...] = ()
    expression: str = ""
    forms: tuple[str, ...] = ()
    quarter_from: str = ""
    starts_from: str = ""
    last_day_from: str = ""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Melt:
    """One received row of every file row: constants for text columns, SQL over headers for number columns."""

    constants: Mapping[str, str]
    numbers: Mapping[str, str]
    where: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contract:
    """One kind of extract, as the library (and a place's feed.toml) describes it."""

    name: str
    title: str
    table: ReceivedTable
    grain: str
    columns: tuple[Column, ...]
    one_row_per: tuple[tuple[str, ...], ...] = ()
    dated_by: str = ""
    coverage: str = "events"
    source: str = ""
    where: str = ""
    rules: tuple[Rule, ...] = ()
    period: PeriodColumns | None = None
    melts: tuple[Melt, ...] = ()
    covers_from: date | None = None
    covers_to: date | None = None

    @property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}
