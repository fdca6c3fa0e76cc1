"""What a cohort's definition may name: journey tables about people, their columns, and what is known besides on the index day."""

from collections.abc import Mapping

from wholeplace.people.tables import JOURNEY_TABLES
from wholeplace.warehouse import Column, Table, column_of

KEYS_OF_PEOPLE = ("person_key", "mother_key")
KNOWN_BESIDE = {
    "deprivation_fifth": ("SMALLINT", "deprivation fifth of the small area, 1 the most deprived; null when not ranked"),
}
"""Columns that every entering row gets besides its own."""

FIRSTS_OF_GROUPS = ("age_band", "deprivation_fifth", "birth_order", "pathway", "loneliness_before", "loneliness_after")
"""Columns of numbers that name groups, so that a mean of them would say little."""

SPANS = {
    "care": ("starts", "ends"),
    "tenancies": ("starts", "ends"),
    "homes": ("starts", "ends"),
    "person_segments": ("valid_from", "valid_to"),
}
"""Tables whose rows stand for a span of days: its first day, and the first day after it (null: goes on)."""

WITHOUT = ("person_months", "registered_months")
"""Tables whose rows are not persons."""


def _table(name: str) -> Table:
    journey = JOURNEY_TABLES[name]
    columns = {column: column_of(column, *told) for column, told in journey.columns.items() if column not in KEYS_OF_PEOPLE}
    return Table(name=name, grain=journey.grain, dates=journey.dates, columns=columns)


TABLES: Mapping[str, Table] = {name: _table(name) for name in JOURNEY_TABLES if name not in WITHOUT}
"""The tables about people. Keys are not columns: no condition may look at one, for keys are drawn by chance."""


def described_by(table: str, asked: Mapping[str, str]) -> Table:
    """`table` with what is known besides, and with exposures by name: name -> SQL type."""
    known = {name: column_of(name, *told) for name, told in KNOWN_BESIDE.items()}
    exposures = {name: column_of(name, kind, "an exposure of this definition") for name, kind in asked.items()}
    columns: dict[str, Column] = {**TABLES[table].columns, **known, **exposures}
    return Table(name=table, grain=TABLES[table].grain, dates=TABLES[table].dates, columns=columns)
