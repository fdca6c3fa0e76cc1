"""A small invented place and hand-made journey tables, for tests of the measures. Two places, four neighbourhoods."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.feeds.tables import PUBLISHED, SPEND
from wholeplace.measures.completeness import Coverage
from wholeplace.measures.inputs import Inputs
from wholeplace.people.cell_numbers import AREAS, is_numbered, number_areas, numbered_sql
from wholeplace.people.tables import JOURNEY_TABLES
from wholeplace.place import Area, Organisation, Place, Settings
from wholeplace.terms import AreaCode, OrganisationCode, Period
from wholeplace.warehouse import Warehouse

TYPES = {
    "BIGINT": pl.Int64, "INTEGER": pl.Int32, "SMALLINT": pl.Int16, "DOUBLE": pl.Float64,
    "VARCHAR": pl.String, "DATE": pl.Date, "TIMESTAMP": pl.Datetime, "BOOLEAN": pl.Boolean,
}  # fmt: skip
START = date(2000, 1, 1)
QUARTER = Period.parse("2025-Q3")
COVERED = Coverage(first=date(2023, 10, 1), until=date(2026, 1, 1))

SMALL_AREAS = {f"L{number}": f"N{(number - 1) // 2 + 1}" for number in range(1, 9)}
PLACE_OF = {"N1": "P1", "N2": "P1", "N3": "P2", "N4": "P2"}


def area(code: str, level: str, parent: str | None = None, aliases: tuple[str, ...] = ()) -> Area:
    return Area(
        code=AreaCode(code), name=code, level=level, parent=AreaCode(parent) if parent else None,
        valid_from=START, valid_to=None, aliases=aliases,
    )  # fmt: skip


def town(folder: Path, **changes: object) -> Place:
    """System S; places P1, P2; neighbourhoods N1 to N4 of two small areas each; one overlapping footprint, W1 and W2."""
    areas = [area("S", "system"), area("P1", "place", "S", aliases=("101",)), area("P2", "place", "S")]
    areas += [area(code, "neighbourhood", above) for code, above in PLACE_OF.items()] + [area("W1", "ward"), area("W2", "ward")]
    rows = [
        {
            "small_area": code, "neighbourhood": inside, "place": PLACE_OF[inside], "system": "S", "ward": f"W{number % 2 + 1}",
            "deprivation_rank": 100 * (number + 1), "deprivation_fifth": number % 5 + 1,
            "valid_from": START, "valid_to": None, "successor": None,
        }
        for number, (code, inside) in enumerate(SMALL_AREAS.items())
    ]  # fmt: skip
    schema = {"valid_from": pl.Date, "valid_to": pl.Date, "successor": pl.String}
    told: dict = {
        "folder": folder,
        "settings": Settings(
            name="Testtown", levels=("system", "place", "neighbourhood"), footprints=("ward",), small_areas_in_country=1000
        ),
        "areas": tuple(areas),
        "organisations": (
            Organisation(
                code=OrganisationCode("T1"), name="T1", kind="nhs trust", parent=None, successor=None, valid_from=START, valid_to=None
            ),
        ),
        "small_areas": pl.DataFrame(rows, schema_overrides=schema),
        "population": pl.DataFrame(),
    }
    return Place(**(told | changes))


def columns_of(table: str) -> dict[str, str]:
    received = {"spend": SPEND, "published": PUBLISHED}
    if table in received:
        return dict(received[table].columns)
    return {name: kind for name, (kind, _) in JOURNEY_TABLES[table].columns.items()}


def table(name: str, rows: list[dict]) -> pl.DataFrame:
    """Rows as that table's columns; what a row does not say is null."""
    columns = columns_of(name)
    unknown = {key for row in rows for key in row} - columns.keys()
    assert not unknown, f"{name} has no columns {unknown}"
    return pl.DataFrame([{column: row.get(column) for column in columns} for row in rows], schema={c: TYPES[k] for c, k in columns.items()})


def everyone(months: tuple[date, ...], *, people: float = 100.0, small_areas: tuple[str, ...] = tuple(SMALL_AREAS)) -> pl.DataFrame:
    """person_months with `people` in every cell of small area, band (0, 15, 40, 70, 85) and sex."""
    rows = [
        {
            "month": month, "small_area": code, "place": PLACE_OF[SMALL_AREAS[code]], "age_band": band, "sex": sex, "under_18": band < 15,
            "people": people,
        }
        for month in months for code in small_areas for band in (0, 15, 40, 70, 85) for sex in ("female", "male")
    ]  # fmt: skip
    return table("person_months", rows)


def areas_of(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """A number for every small area of the frames, as people's journeys have them."""
    told = [frame.select("small_area", "place") for frame in frames.values() if {"small_area", "place"} <= set(frame.columns)]
    return number_areas(pl.concat([table("stays", []).select("small_area", "place"), *told]))


def numbered(name: str, frame: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table as people writes them: with the number of their cell, where measures count them."""
    if name not in JOURNEY_TABLES or not is_numbered(JOURNEY_TABLES[name]):
        return frame
    with Warehouse() as warehouse:
        warehouse.table_from(AREAS, areas)
        warehouse.table_from("told", frame.with_row_index("row_no"))
        return warehouse.frame(f"select * from ({numbered_sql('told')}) order by row_no").drop("row_no")


def inputs(folder: Path, frames: Mapping[str, pl.DataFrame], coverage: Mapping[str, Coverage] | None = None) -> Inputs:
    """Write the frames as Parquet and point the measures at them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, areas = {}, areas_of(frames)
    for name in (*JOURNEY_TABLES, "spend", "published"):
        frame = frames.get(name, table(name, []))
        paths[name] = (folder / f"{name}.parquet",)
        numbered(name, frame, areas).write_parquet(paths[name][0])
    paths[AREAS] = (folder / f"{AREAS}.parquet",)
    areas.write_parquet(paths[AREAS][0])
    return Inputs(tables=paths, coverage=coverage or dict.fromkeys(frames, COVERED))


def months_of(first: str, last: str) -> tuple[date, ...]:
    return tuple(Period(starts=Period.parse(first).starts, ends=Period.parse(last).ends).months())
