"""A few identities in a warehouse, with links and grey pairs, and a store in memory."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from wholeplace.people.link.shapes import IDENTITIES
from wholeplace.warehouse import Warehouse

SQL_TYPES = {"BIGINT": pl.Int64, "VARCHAR": pl.String, "DATE": pl.Date, "DOUBLE": pl.Float64}
SCHEMA = {name: SQL_TYPES[kind] for name, (kind, _) in IDENTITIES.items()}
TODAY = date(2026, 3, 2)


class InMemory:
    """A store that keeps its tables in memory."""

    def __init__(self) -> None:
        self.tables: dict[str, pl.DataFrame] = {}

    def read(self, name: str) -> pl.DataFrame | None:
        return self.tables.get(name)

    def write(self, name: str, frame: pl.DataFrame) -> None:
        self.tables[name] = frame


def identities(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The table `identities` of a few rows: what is not said is empty; numbers follow the order."""
    given = [
        {"feed": "list", "received": "persons", "role": "self", "rows": 1, "identity_no": number} | row for number, row in enumerate(rows)
    ]
    filled = [{name: row.get(name) for name in SCHEMA} | {"in_feed_no": row["identity_no"]} for row in given]
    return pl.DataFrame(filled, schema=SCHEMA)


def linked(
    warehouse: Warehouse,
    rows: Iterable[Mapping[str, Any]],
    persons: Mapping[int, int | tuple[int, str, float | None]],
    grey: Iterable[tuple[int, int, float | None, str]] = (),
) -> None:
    """Leave `identities`, `links` (identity -> person key, or key, how and probability) and `grey_pairs`."""
    warehouse.table_from("identities", identities(rows))
    told = [(number, *(one if isinstance(one, tuple) else (one, "rule", None))) for number, one in persons.items()]
    types = {"identity_no": pl.Int64, "person_key": pl.Int64, "how": pl.String, "probability": pl.Float64}
    warehouse.table_from("links", pl.DataFrame(told, schema=types, orient="row"))
    types = {"identity_no": pl.Int64, "other_identity_no": pl.Int64, "probability": pl.Float64, "why": pl.String}
    warehouse.table_from("grey_pairs", pl.DataFrame(list(grey), schema=types, orient="row"))
