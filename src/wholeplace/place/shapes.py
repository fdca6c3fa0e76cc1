"""What a place is made of: settings, dated areas, dated organisations, small areas and people who live there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.terms import AreaCode, OrganisationCode

if TYPE_CHECKING:
    import polars as pl

UNKNOWN_AREA = AreaCode("unknown")
"""Where rows stand whose area is not known, at every level below the one that is known. Shown, never dropped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """One area at one level for the days `valid_from` <= day < `valid_to` (None: no end yet)."""

    code: AreaCode
    name: str
    level: str
    parent: AreaCode | None
    valid_from: date
    valid_to: date | None
    aliases: tuple[str, ...] = ()

    def stands_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """One body for the days `valid_from` <= day < `valid_to`; `successor` took over when it ended."""

    code: OrganisationCode
    name: str
    kind: str
    parent: OrganisationCode | None
    successor: OrganisationCode | None
    valid_from: date
    valid_to: date | None
    roles: tuple[str, ...] = ()

    def stands_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """The level a measure is held against: who set it, since when."""

    value: float
    source: str
    since: date


@dataclass(frozen=True, kw_only=True, slots=True)
class OptOuts:
    """Whose records a place leaves out. `purpose`: what the picture is for, 'planning', 'research' or 'direct care'.

    `national`: whether the national data opt-out is applied. `oldest_list_days`: days after which its list is too old to
    use (21: from memory of the operational policy guidance, to be checked; a place may set fewer).
    """

    purpose: str
    national: bool = True
    oldest_list_days: int = 21


@dataclass(frozen=True, kw_only=True, slots=True)
class SparkSettings:
    """Where Spark does the large work of a place. `master`: the address of its cluster (None: as Spark itself is configured, else
    this machine). `settings`: Spark's own, by name. `work`: a folder that every worker reads and writes under the same path
    (None: inside the place's own state).
    """

    master: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    work: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """place.toml. `levels` run from widest to narrowest; `footprints` overlap them and need not nest.

    `opt_outs`: None where the place says nothing of them. `spark`: how Spark is set where it does the large work; None: DuckDB does.
    `today`: the one day of a place that stands still; None: the clock's. `licence`: under which its public record may be used again,
    in the place's own words; empty: it has not said.
    """

    name: str
    levels: tuple[str, ...]
    footprints: tuple[str, ...] = ()
    deprivation_index: str = ""
    small_areas_in_country: int = 0
    country: AreaCode = AreaCode("E92000001")
    disclosure_rule: str = "hide-1-to-7-round-to-5"
    standards: Mapping[str, Standard] = field(default_factory=dict)
    modules: tuple[str, ...] = ("picture",)
    opt_outs: OptOuts | None = None
    spark: SparkSettings | None = None
    today: date | None = None
    licence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place folder, read and checked.

    `small_areas`: one row per small area and validity: small_area, neighbourhood, place, system (one text column for
    each level and footprint, by that column's name), deprivation_rank, deprivation_fifth (1 most deprived, by national
    rank; null where no rank), valid_from, valid_to.
    `population`: small_area, age_band (lower end), sex ("female", "male" or "all"), year, people.
    """

    folder: Path
    settings: Settings
    areas: tuple[Area, ...]
    organisations: tuple[Organisation, ...]
    small_areas: "pl.DataFrame"
    population: "pl.DataFrame"
