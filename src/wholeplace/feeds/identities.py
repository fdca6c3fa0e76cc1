"""Parts the rows of a feed from what says whose they are: the identities go to the vault, the rows keep a number.

Two tables are left in the warehouse: `carried`, one row for each different identity, and `accepted_rows`, a view of the rows
that came through (`file_no`, `place_no`: where they stood).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.feeds.doubles import Staged
from wholeplace.feeds.sql_text import named
from wholeplace.feeds.tables import MOTHER, WHO_IT_IS, ReceivedTable
from wholeplace.warehouse import Key, Warehouse, write_closed

WHO = (*WHO_IT_IS, "sex")
"""Two rows carry the same identity when they are alike in all of these."""

NUMBERS = {"self": "identity_no", "mother": "mother_no"}
"""The column of a row that holds the number of the identity it carries, by the role that person has in it."""

TEXTS = ("ethnic_group", "small_area")
"""What rows say of a person that may differ from row to row. It stays on the rows, and the greatest goes with the identity."""

ROWS_AT_ONCE = 245_760
"""Rows that are held in memory, and written as one row group."""


def roles_in(table: ReceivedTable) -> dict[str, Mapping[str, str]]:
    """The people a row names: role -> received column of each part of WHO. Empty for tables that are not about people."""
    if not table.about_people:
        return {}
    mother = {part: column for column, part in MOTHER.items() if column in table.columns}
    return {"self": {part: part for part in WHO}, **({"mother": mother} if mother else {})}


def gather_rows(warehouse: Warehouse, table: ReceivedTable, parts: Sequence[Staged]) -> None:
    """Let `accepted_rows` stand for the rows that came through, of every file, without those that came twice.

    It yields them in the order of the files, a batch at a time. A join would lose that order, and sorting them anew would hold
    them all in memory; so a row that came twice is marked where it stands.
    """
    columns = ", ".join(named(name) for name in table.columns)
    with_doubles = {file for (file,) in warehouse.rows("select distinct file from doubles")}
    rows = []
    for at, part in enumerate(parts):
        read = part.select(f"{at} as file_no, {part.relation}.rowid as place_no, {columns}")
        if at in with_doubles:
            warehouse.run(f"alter table {part.relation} add column _double boolean default false")
            warehouse.run(f"update {part.relation} set _double = true where rowid in (select row from doubles where file = {at})")
            read += " and not _double"
        rows.append(read)
    warehouse.run(f"create or replace temp view accepted_rows as {' union all '.join(rows)}")


Asked = Mapping[str, Mapping[str, str]]
"""For each role, its identifying columns that some row fills, by part of WHO. Most feeds fill few."""


def part_identities(warehouse: Warehouse, table: ReceivedTable, day: str) -> Asked:
    """Make `carried`, and return what it was made of. `day`: the column that dates a row.

    Its rows stand by first appearance, those of the record's own person before those of mothers: an identity's number is its
    place, from 0.
    """
    asked = _asked(warehouse, table)
    seen = " union all ".join(_seen(role, columns, day) for role, columns in asked.items())
    warehouse.run(f"create or replace temp table carried as select * from ({seen}) order by role desc, first_seen_no")
    return asked


def _asked(warehouse: Warehouse, table: ReceivedTable) -> Asked:
    columns = sorted({column for columns in roles_in(table).values() for column in columns.values()})
    counts = ", ".join(f"count({named(name)})" for name in columns)
    (found,) = warehouse.rows(f"select {counts} from accepted_rows")
    filled = {name for name, count in zip(columns, found, strict=True) if count}
    return {role: {part: name for part, name in columns.items() if name in filled} for role, columns in roles_in(table).items()}


def _seen(role: str, asked: Mapping[str, str], day: str) -> str:
    parts = ", ".join(f"{named(asked[part])} as {part}" if part in asked else f"{_EMPTY[part]} as {part}" for part in WHO)
    texts = ", ".join(f"{f'max({name})' if role == 'self' else 'cast(null as varchar)'} as {name}" for name in TEXTS)
    days = f"min(cast({named(day)} as date)) as first_day, max(cast({named(day)} as date)) as last_day"
    group = ", ".join(named(name) for name in asked.values()) or "file_no"
    return (
        f"select '{role}' as role, {parts}, {_hash(asked)} as hashed, {texts}, count(*) as rows, {days}, "
        f"min(file_no * {_MOST_ROWS} + place_no) as first_seen_no from accepted_rows where {_any_filled(asked)} group by {group}"
    )


_EMPTY = {part: "cast(null as date)" if part == "birth_date" else "cast(null as varchar)" for part in WHO}
_MOST_ROWS = 10**12
"""More rows than one file holds."""


def _any_filled(asked: Mapping[str, str]) -> str:
    return f"({' or '.join(f'{named(name)} is not null' for name in asked.values()) or 'false'})"


def _hash(asked: Mapping[str, str]) -> str:
    return f"hash({', '.join(['0', *(named(name) for name in asked.values())])})"


def write_rows(warehouse: Warehouse, table: ReceivedTable, asked: Asked, path: Path) -> None:
    """Write the rows without identifiers, in the order of the files, each with the number of the identity it carries.

    A batch at a time: a join in the database would lose the rows' order, so numbers are put beside the rows as they come by,
    found by a hash of the identity. Should two identities ever share one, they are found by all that they say.
    """
    marks = {role: _marks(warehouse, role, columns) for role, columns in asked.items()}
    own = [named(name) for name in table.kept if name in table.columns]
    marked = [f"case when {_any_filled(asked[role])} then {mark} end as mark_{role}" for role, (mark, _) in marks.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    with warehouse.batches(f"select {', '.join([*own, *marked])} from accepted_rows", ROWS_AT_ONCE) as reader:
        kept = [reader.schema.field(at) for at in range(len(own))]
        schema = pa.schema([*kept, *(pa.field(NUMBERS[role], pa.int64()) for role in marks)])
        # Texts are never looked for by their least and greatest, which take as long to find as all else that writing does.
        looked_for = [field.name for field in schema if not pa.types.is_string(field.type)]
        with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1, write_statistics=looked_for) as writer:  # type: ignore[arg-type]
            for batch in reader:
                numbers = [known.numbers_of(batch.column(f"mark_{role}")) for role, (_, known) in marks.items()]
                writer.write_batch(pa.record_batch([*batch.columns[: len(own)], *numbers], schema=schema))


def _marks(warehouse: Warehouse, role: str, columns: Mapping[str, str]) -> "tuple[str, _Known]":
    """SQL of what an identity is known by in a row, and the number of each."""
    ((count, hashes),) = warehouse.rows(f"select count(*), count(distinct hashed) from carried where role = '{role}'")
    whole = hashes < count
    mark = _in_full({part: part for part in columns}) if whole else "hashed"
    known = warehouse.frame(f"select {mark} as mark, rowid as number from carried where role = '{role}' order by mark")
    return (_in_full(columns) if whole else _hash(columns)), _Known(marks=known["mark"].to_numpy(), numbers=known["number"].to_numpy())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """The marks of one role's identities, sorted, and the number of each."""

    marks: np.ndarray
    numbers: np.ndarray

    def numbers_of(self, met: pa.Array) -> pa.Array:
        """The number of each mark met, null for none."""
        if not len(self.marks):
            return pa.nulls(len(met), pa.int64())
        # Nulls are put in by Polars: making a null with PyArrow loads pandas wherever that is installed, for a second.
        given = pl.Series("met", met)
        marks = given.fill_null(0 if given.dtype.is_integer() else "").to_numpy()
        # Looked for in order, marks that follow each other are near each other in memory: a quarter of the time.
        order = np.argsort(marks)
        found = np.empty(len(marks), dtype=np.int64)
        found[order] = self.numbers[np.minimum(np.searchsorted(self.marks, marks[order]), len(self.marks) - 1)]
        return pl.select(pl.when(given.is_not_null()).then(pl.Series(found)).alias("number"))["number"].to_arrow()


def _in_full(asked: Mapping[str, str]) -> str:
    return f"cast(to_json([{', '.join(f'cast({named(name)} as varchar)' for name in asked.values())}]) as varchar)"


def write_identities(warehouse: Warehouse, path: Path, key: Key | None) -> None:
    """Write `carried` to the vault."""
    columns = ", ".join(("rowid as in_feed_no", "role", *WHO, *TEXTS, "rows", "first_day", "last_day"))
    write_closed(warehouse, f"select {columns} from carried", path, key)


def filled_identifiers(warehouse: Warehouse, table: ReceivedTable) -> dict[str, int]:
    """How many accepted rows fill each identifying column, counted on `carried`."""
    filled: dict[str, int] = {}
    for role, columns in roles_in(table).items():
        counts = ", ".join(f"coalesce(sum(rows) filter ({part} is not null), 0)" for part in columns)
        (found,) = warehouse.rows(f"select {counts} from carried where role = '{role}'")
        filled |= {column: int(count) for column, count in zip(columns.values(), found, strict=True)}
    return filled
