"""The tables of the open data and their columns, as columns.toml describes them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from wholeplace.publish.public_record.entries import in_england
from wholeplace.terms import Money

_FILE = Path(__file__).with_name("columns.toml")
Cell = str | int | float | bool | None
Row = Mapping[str, Cell]
"""One row: every column of its table by name. None: empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: its name, its type as Frictionless Table Schema names it, and what it says."""

    name: str
    type: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TableKind:
    """One table of the open data."""

    name: str
    title: str
    columns: tuple[Column, ...]


def _read() -> Mapping[str, TableKind]:
    given = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        name: TableKind(
            name=name, title=table["title"], columns=tuple(Column(name=column, **told) for column, told in table["columns"].items())
        )
        for name, table in given.items()
    }


TABLES: Mapping[str, TableKind] = _read()
"""Every table by its name, which is also that of its files."""


def day(of: date | None) -> str | None:
    """A day as a cell holds it."""
    return of.isoformat() if of else None


def moment(of: datetime | None) -> str | None:
    """A moment as a cell holds it, by England's clocks, with its distance from universal time."""
    return in_england(of).isoformat() if of else None


def pounds(money: Money) -> str:
    """A sum as a number in pounds: "-420000.00"."""
    sign = "-" if money.pence < 0 else ""
    return f"{sign}{abs(money.pence) // 100}.{abs(money.pence) % 100:02}"
