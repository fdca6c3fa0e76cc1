"""Journeys from a few rows: a test says only what matters to it, the rest is left empty."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, ClassVar

import polars as pl

from wholeplace.feeds.tables import MOTHER, WHO_IT_IS
from wholeplace.people.building import FELL_OUT, WRITTEN, load_codes, load_knowledge, make_journeys, months_covered, sorted_rows
from wholeplace.people.keyed import AREA_TABLES, PEOPLE_TABLES, Linked, key_rows, load_areas, say_who
from wholeplace.people.knowing import load_population
from wholeplace.people.opt_outs import leave_out
from wholeplace.people.vault import new_keys, usable_numbers
from wholeplace.warehouse import Warehouse

Rows = Iterable[Mapping[str, Any]]

SMALL_AREAS = pl.DataFrame(
    {
        "small_area": ["A1", "A2", "B1", "OLD"],
        "place": ["PA", "PA", "PB", "PA"],
        "successor": [None, None, None, "A2"],
        "valid_from": [date(2000, 1, 1)] * 4,
    }
)
"""Three small areas in two places, and an old one that became A2."""

COVERS = {"episodes": (date(2024, 1, 1), date(2026, 1, 1)), "social_care": (date(2024, 1, 1), date(2026, 1, 1))}

NO_POPULATION = pl.DataFrame(
    schema={"small_area": pl.String, "age_band": pl.Int64, "sex": pl.String, "year": pl.Int64, "people": pl.Float64}
)

SQL_TYPES = {
    "VARCHAR": pl.String, "DATE": pl.Date, "SMALLINT": pl.Int16, "INTEGER": pl.Int32, "BIGINT": pl.Int64, "DOUBLE": pl.Float64,
    "BOOLEAN": pl.Boolean, "TIMESTAMP": pl.Datetime("us"),
}  # fmt: skip


def nhs_number(person: int) -> str:
    """A number with a right check digit for an invented person. Starts with 999, which is never given to anybody."""
    for filler in range(10):
        digits = f"999{person:05d}{filler}"
        check = (11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11) % 11
        if check < 10:
            return f"{digits}{check}"
    raise ValueError(f"no number for person {person}")


def receive_rows(warehouse: Warehouse, tables: Mapping[str, Rows]) -> None:
    """Make `received_<table>`, `identities` and `links` of dictionaries, and leave nobody out.

    `person` (and `mother`) stand for an NHS number; `feed` is the table's name unless said. Here a number links, and else a
    local id that its feed pairs with one number: what linking makes of names is tested where it is made.
    """
    identities: dict[tuple[Any, ...], int] = {}
    for name, table in {**PEOPLE_TABLES, **AREA_TABLES}.items():
        rows = [
            {
                "feed": name, "row_no": number, "nhs_number": _number(row.get("person")), "mother_nhs_number": _number(row.get("mother")),
                **{key: value for key, value in row.items() if key not in ("person", "mother")},
            }
            for number, row in enumerate(tables.get(name, ()))
        ]  # fmt: skip
        schema = {"feed": pl.String, "row_no": pl.Int64, **{column: SQL_TYPES[kind] for column, kind in table.kept.items()}}
        for row in rows if table.about_people else ():
            row["identity_no"] = _identity(identities, row, name, {part: part for part in (*WHO_IT_IS, "sex")})
            row["mother_no"] = _identity(identities, row, name, {part: column for column, part in MOTHER.items()})
        warehouse.table_from(f"received_{name}", pl.DataFrame([{c: row.get(c) for c in schema} for row in rows], schema=schema))
    _link(warehouse, identities)


_PARTS = ("feed", "received", *WHO_IT_IS, "sex")


def _identity(identities: dict[tuple[Any, ...], int], row: Mapping[str, Any], table: str, parts: Mapping[str, str]) -> int | None:
    said = tuple(row.get(parts.get(part, "")) for part in (*WHO_IT_IS, "sex"))
    return identities.setdefault((row["feed"], table, *said), len(identities)) if any(value is not None for value in said) else None


def _link(warehouse: Warehouse, identities: Mapping[tuple[Any, ...], int]) -> None:
    said = {number: dict(zip(_PARTS, parts, strict=True)) for parts, number in identities.items()}
    schema = {"identity_no": pl.Int64, **dict.fromkeys(_PARTS, pl.String), "birth_date": pl.Date}
    warehouse.table_from("identities", pl.DataFrame([{"identity_no": number, **parts} for number, parts in said.items()], schema=schema))
    usable = dict(usable_numbers(pl.Series([parts["nhs_number"] for parts in said.values()], dtype=pl.String)).iter_rows())
    keys = dict(zip(sorted(set(usable.values())), new_keys(len(set(usable.values())), pl.Series([], dtype=pl.Int64)), strict=True))
    by_local_id: dict[tuple[str, str], set[int]] = {}
    links = {}
    for number, parts in said.items():
        if parts["nhs_number"] in usable:
            links[number] = (keys[usable[parts["nhs_number"]]], "number")
            by_local_id.setdefault((parts["feed"], parts["local_id"]), set()).add(links[number][0])
    for number, parts in said.items():
        found = by_local_id.get((parts["feed"], parts["local_id"]), set()) if parts["local_id"] else set()
        if number not in links and len(found) == 1:
            links[number] = (min(found), "local id")
    rows = [(number, key, how, None) for number, (key, how) in links.items()]
    columns = {"identity_no": pl.Int64, "person_key": pl.Int64, "how": pl.String, "probability": pl.Float64}
    warehouse.table_from("links", pl.DataFrame(rows, schema=columns, orient="row"))
    leave_out(warehouse, settings=None, today=date(2026, 1, 1))


@cache
def _shared() -> Warehouse:
    """One warehouse for all tests, with what never changes in it; opening one for each costs more than the work itself."""
    warehouse = Warehouse(threads=1)
    load_codes(warehouse)
    return warehouse


def _number(person: int | None) -> str | None:
    return None if person is None else nhs_number(person)


class Given:
    """The journey tables of a few rows, each made when it is asked for, and who was linked. Ask before the next are given."""

    newest: ClassVar["Given | None"] = None

    def __init__(self, warehouse: Warehouse, linked: tuple[Linked, ...]) -> None:
        Given.newest = self
        self._shared = warehouse
        self._made: dict[str, pl.DataFrame] = {}
        self.linked = linked

    @property
    def _warehouse(self) -> Warehouse:
        assert Given.newest is self, "other rows were given since: ask for these tables before"
        return self._shared

    def __getitem__(self, table: str) -> pl.DataFrame:
        if table not in self._made:
            make_journeys(self._warehouse, wanted=(table,))
            self._made[table] = self._warehouse.frame(sorted_rows(WRITTEN[table]))
        return self._made[table]

    def only(self, table: str) -> dict[str, Any]:
        """The one row of a table that must have one row."""
        (row,) = self[table].to_dicts()
        return row

    def rows_in(self, *models: str) -> list[int]:
        """How many rows each model has, for following rows through the steps."""
        make_journeys(self._warehouse, wanted=models)
        return [self._warehouse.rows(f"select count(*) from {model}")[0][0] for model in models]

    @property
    def fell_out(self) -> dict[str, int]:
        make_journeys(self._warehouse, wanted=(FELL_OUT,))
        return dict(self._warehouse.rows(f"select thing, records from {FELL_OUT}"))


def journeys_of(
    *,
    covers: Mapping[str, tuple[date, date]] = COVERS,
    small_areas: pl.DataFrame = SMALL_AREAS,
    population: pl.DataFrame = NO_POPULATION,
    months: tuple[date, ...] | None = None,
    **tables: Rows,
) -> Given:
    """Every journey table of the received rows given: journeys_of(episodes=[...], persons=[...])."""
    warehouse = _shared()
    receive_rows(warehouse, tables)
    load_areas(warehouse, small_areas)
    load_population(warehouse, population)
    load_knowledge(warehouse, covers, months_covered(list(covers.values())) if months is None else months)
    say_who(warehouse)
    return Given(warehouse, key_rows(warehouse))
