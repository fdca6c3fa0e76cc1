"""Rows that came twice: alike in every column (repeated), or naming the same thing with other content (replaced by the later)."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.shaping import key_sql, same_key_sql
from wholeplace.feeds.sql_text import named
from wholeplace.warehouse import Warehouse


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
    key = key_sql(contract)
    keys = " union all ".join(part.select(f"{key} as k") for part in staged)
    warehouse.run(f"create temp table double_keys as select k from ({keys}) group by k having count(*) > 1")
    content = ", ".join(f"{named(name)}: {named(name)}" for name in contract.table.columns)
    suspects = " union all ".join(
        f"select {at} as file, {part.relation}.rowid as row, {same_key_sql(contract)} as naming, "
        f"cast(to_json({{{content}}}) as varchar) as content "
        f"from {part.relation} where {part.accepted} and {key} in (select k from double_keys)"
        for at, part in enumerate(staged)
    )
    warehouse.run(
        f"create temp table doubles as select file, row, content = kept as alike from (select file, row, content, "
        f"first_value(content) over later as kept, row_number() over later as back from ({suspects}) "
        f"window later as (partition by naming order by file desc, row desc)) where back > 1"
    )
    ((repeated, replaced),) = warehouse.rows("select count(*) filter (alike), count(*) filter (not alike) from doubles")
    return repeated, replaced
