"""Tables as conditions know them: columns by name, the kind of each, and the texts it can hold. Never what a row means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from wholeplace.terms.group import AGE_BANDS
from wholeplace.warehouse.code_lists import system_in
from wholeplace.warehouse.engine import Warehouse

NUMBER, TEXT, DATE, YES_OR_NO, CODES = "number", "text", "date", "yes or no", "list of codes"
KINDS = {
    "BIGINT": NUMBER, "INTEGER": NUMBER, "SMALLINT": NUMBER, "DOUBLE": NUMBER,
    "VARCHAR": TEXT, "DATE": DATE, "TIMESTAMP": DATE, "BOOLEAN": YES_OR_NO,
}  # fmt: skip
"""What a condition may do with a column, by its SQL type."""

BANDS = "European Standard Population band"
"""What the meaning of a column says that holds the lower ends of age bands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column that conditions may name. `values`: the whole list of its texts where the meaning gives one. `system`: the
    classification whose codes it holds, such as ICD-10; "" for none. Of kind CODES it holds several of them, joined by a semicolon.
    `numbers`: the whole list of its numbers, for the lower ends of age bands."""

    name: str
    kind: str
    meaning: str
    values: tuple[str, ...] = ()
    system: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table that conditions may be about. `dates`: the columns that can place a row in time."""

    name: str
    grain: str
    dates: tuple[str, ...]
    columns: Mapping[str, Column]
    splits: tuple[str, ...] = ()


@cache
def reserved_words() -> frozenset[str]:
    """Words of SQL that cannot be the name of a column as they stand."""
    with Warehouse(threads=1) as warehouse:
        return frozenset(
            word for (word,) in warehouse.rows("select keyword_name from duckdb_keywords() where keyword_category = 'reserved'")
        )


def column_of(name: str, sql_type: str, meaning: str) -> Column:
    """A column from its SQL type (one of KINDS) and its meaning, in which texts in quotation marks list what it can hold, and
    "every ICD-10 code" says that it holds several."""
    system = system_in(meaning)
    kind = CODES if system and meaning.startswith(f"every {system} code") else KINDS[sql_type]
    numbers = tuple(AGE_BANDS) if BANDS in meaning else ()
    return Column(
        name=name, kind=kind, meaning=meaning, values=_listed(meaning) if kind == TEXT else (), system=system, numbers=numbers
    )  # fmt: skip


def _listed(meaning: str) -> tuple[str, ...]:
    """The texts in quotation marks are the whole list, unless the meaning says that it goes on."""
    return () if "..." in meaning else tuple(re.findall(r"'([^']+)'", meaning))
