"""Rows that came twice: alike in every column (repeated), or naming the same thing with other content (replaced by the later)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pyarrow as pa

from wholeplace.feeds.accepted import Staged
from wholeplace.feeds.arrays import arrow_of
from wholeplace.feeds.contract import Contract
from wholeplace.feeds.kernel import Longs, Words
from wholeplace.feeds.naming import same_key_sql
from wholeplace.feeds.sql_text import named
from wholeplace.warehouse import Warehouse

MOST_AT_ONCE = 16_000_000
"""Hashes of 8 bytes that are held at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubles:
    """The rows to drop. `repeated`, `replaced`: how many. `places`: the rows by file, rising."""

    repeated: int = 0
    replaced: int = 0
    places: Mapping[int, Longs] = field(default_factory=dict)


def find_doubles(warehouse: Warehouse, contract: Contract, staged: Sequence[Staged]) -> Doubles:
    """Find the rows that came twice, all but the last of each.

    A hash finds the few rows that may be double; only those are then compared in full.
    """
    keys = _met_again(warehouse, staged)
    if not len(keys):
        return Doubles()
    warehouse.view_of("double_keys", pa.table({"k": arrow_of(keys, pa.uint64())}))
    content = ", ".join(f"{named(name)}: {named(name)}" for name in contract.table.columns)
    suspects = " union all ".join(
        f"select {at} as file, rowid as row, {same_key_sql(contract)} as naming, cast(to_json({{{content}}}) as varchar) as content "
        f"from {part.named_by(warehouse, keys)}"
        for at, part in enumerate(staged)
    )
    found = warehouse.frame(
        f"select file, row, content = kept as alike from (select file, row, content, "
        f"first_value(content) over later as kept, row_number() over later as back from ({suspects}) "
        f"window later as (partition by naming order by file desc, row desc)) where back > 1 order by file, row"
    )
    repeated = int(found["alike"].sum())
    places = {at: found.filter(pl.col("file") == at)["row"].to_numpy() for at in found["file"].unique()}
    return Doubles(repeated=repeated, replaced=len(found) - repeated, places=places)


def _met_again(warehouse: Warehouse, staged: Sequence[Staged]) -> Words:
    """The hashes that name more than one accepted row, held in memory a slice of them at a time.

    Sorting plain numbers is many times faster than grouping by them, for hardly any row is double.
    """
    rows = sum(part.count(warehouse) for part in staged)
    slices, found = rows // MOST_AT_ONCE + 1, []
    for at in range(slices):
        several = [part.keys(warehouse, at, slices) for part in staged]
        hashes = np.sort(several[0] if len(several) == 1 else np.concatenate(several))
        again = hashes[1:][hashes[1:] == hashes[:-1]]
        found.append(again[np.append(True, again[1:] != again[:-1])] if len(again) else again)
    return np.concatenate(found)
