"""Rows that came twice: alike in every column (repeated), or naming the same thing with other content (replaced by the later)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.shaping import same_key_sql
from wholeplace.feeds.sql_text import named
from wholeplace.warehouse import Warehouse

MOST_AT_ONCE = 16_000_000
"""Hashes of 8 bytes that are held at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Staged:
    """One file's rows in the warehouse: the table's rowid counts received rows from 0, in the order of the file."""

    relation: str
    accepted: str  # SQL condition

    def select(self, what: str) -> str:
        return f"select {what} from {self.relation} where {self.accepted}"


def find_doubles(warehouse: Warehouse, contract: Contract, staged: Sequence[Staged]) -> tuple[int, int]:
    """Write table `doubles` (file, row) of the rows to drop; return how many are (repeated, replaced).

    A hash finds the few rows that may be double; only those are then compared in full.
    """
    met_again = _met_again(warehouse, " union all ".join(part.select("_key as k") for part in staged), _rows(warehouse, staged))
    warehouse.run("create temp table doubles (file integer, row bigint, alike boolean)")
    if not len(met_again):
        return 0, 0
    warehouse.table_from("double_keys", pl.DataFrame({"k": met_again}))
    content = ", ".join(f"{named(name)}: {named(name)}" for name in contract.table.columns)
    suspects = " union all ".join(
        f"select {at} as file, {part.relation}.rowid as row, {same_key_sql(contract)} as naming, "
        f"cast(to_json({{{content}}}) as varchar) as content "
        f"from {part.relation} where {part.accepted} and _key in (select k from double_keys)"
        for at, part in enumerate(staged)
    )
    warehouse.run(
        f"insert into doubles select file, row, content = kept as alike from (select file, row, content, "
        f"first_value(content) over later as kept, row_number() over later as back from ({suspects}) "
        f"window later as (partition by naming order by file desc, row desc)) where back > 1"
    )
    ((repeated, replaced),) = warehouse.rows("select count(*) filter (alike), count(*) filter (not alike) from doubles")
    return repeated, replaced


def _rows(warehouse: Warehouse, staged: Sequence[Staged]) -> int:
    return sum(warehouse.rows(f"select count(*) from {part.relation}")[0][0] for part in staged)


def _met_again(warehouse: Warehouse, keys: str, rows: int) -> np.ndarray:
    """The hashes that stand in more than one row of the query `keys`, held in memory a slice of them at a time.

    Sorting plain numbers is many times faster than grouping by them, for hardly any row is double.
    """
    found = []
    slices = rows // MOST_AT_ONCE + 1
    for at in range(slices):
        some = "" if slices == 1 else f" where k % {slices} = {at}"
        hashes = np.sort(warehouse.frame(f"select k from ({keys}){some}")["k"].to_numpy())
        found.append(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]))
    return np.concatenate(found)
