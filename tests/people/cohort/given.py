"""Cohorts from a few received rows, through the real journey models."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tests.people.given import NO_POPULATION, SMALL_AREAS, Rows, journeys_of
from wholeplace.people.building import WRITTEN, Journeys
from wholeplace.people.cohort import CohortTable, make_cohort
from wholeplace.people.cohort.covering import tables_of
from wholeplace.people.cohort.reading import read_definition
from wholeplace.people.link.shapes import LinkRun
from wholeplace.people.opt_outs import NOBODY
from wholeplace.place import Place, Settings

COVERED = (date(2022, 1, 1), date(2026, 1, 1))
COVERS = dict.fromkeys((name for name in WRITTEN if name not in ("deaths", "exposures")), COVERED)

UNLINKED = LinkRun(version=1, identities=0, persons=0, by_how={}, unlinked=0, to_review=0)

FIFTHS = SMALL_AREAS.with_columns(deprivation_fifth=pl.Series([1, 5, 3, None], dtype=pl.Int64))
"""A1 is in the most deprived fifth, A2 in the least, B1 in the middle one."""


@dataclass(frozen=True)
class Made:
    """A cohort with its rows read back."""

    table: CohortTable
    rows: pl.DataFrame

    @property
    def out(self) -> dict[str, int]:
        """How many each line of the cohort's flow took out, without those that took nobody out."""
        return {step.name: step.out for step in self.table.flow if step.group == "cohort" and step.out}

    @property
    def left(self) -> int:
        return [step for step in self.table.flow if step.group == "cohort"][-1].left

    def only(self) -> dict[str, Any]:
        (row,) = self.rows.to_dicts()
        return row


def place_in(folder: Path, **settings: Any) -> Place:
    return Place(
        folder=folder, settings=Settings(name="Testing", levels=("system", "place"), **settings), areas=(), organisations=(),
        small_areas=FIFTHS, population=NO_POPULATION,
    )  # fmt: skip


def journeys_in(
    folder: Path, wanted: Collection[str] = tuple(WRITTEN), covers: Mapping[str, tuple[date, date]] = COVERS, **received: Rows
) -> Journeys:
    """The journey tables of received rows, written as `people.build_journeys` writes them; only those `wanted`, to save time."""
    folder.mkdir(parents=True, exist_ok=True)
    # One month: nothing here counts months of people, and counting them would be most of the work.
    given = journeys_of(small_areas=FIFTHS, months=(date(2025, 1, 1),), **received)
    paths = {name: folder / f"{name}.parquet" for name in wanted}
    for name, path in paths.items():
        given[name].write_parquet(path)
    return Journeys(tables=paths, covers=covers, linked=(), links=UNLINKED, excluded=NOBODY, notes=(), fingerprint="of a test")


def cohort_of(text: str, folder: Path, *, covers: Mapping[str, tuple[date, date]] = COVERS, **received: Rows) -> Made:
    """The cohort that `text` declares, from received rows: cohort_of(text, folder, births=[...], persons=[...])."""
    definition = read_definition("testing", text)
    wanted = {*tables_of(definition), "homes", "deaths", "exposures"}
    table = make_cohort(place_in(folder / "place"), journeys_in(folder / "journeys", wanted, covers, **received), definition)
    return Made(table=table, rows=pl.read_parquet(table.rows))
