"""Parts the rows of a feed from what says whose they are: the identities go to the vault, the rows keep a number.

Two tables are left in the warehouse: `carried`, one row for each different identity, and `accepted_rows`, a view of the rows
that came through (`file_no`, `place_no`: where they stood).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

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


def part_identities(warehouse: Warehouse, table: ReceivedTable, day: str) -> str:
    """Make `carried`, and return the query for the rows without identifiers, in the order of the files.

    Identities are numbered by first appearance, those of the record's own person before those of mothers. `day`: the column
    that dates a row.
    """
    filled = _filled(warehouse, table)
    asked = {role: {part: name for part, name in columns.items() if name in filled} for role, columns in roles_in(table).items()}
    seen = " union all ".join(_seen(role, columns, day) for role, columns in asked.items())
    warehouse.run(
        "create or replace temp table carried as select *, row_number() over (order by role desc, first_seen_no) - 1 as in_feed_no "
        f"from ({seen})"
    )
    return _numbered_rows(warehouse, table, asked)


def _filled(warehouse: Warehouse, table: ReceivedTable) -> set[str]:
    """Identifying columns that some row fills. The others need not be looked at again, and most feeds fill few."""
    columns = sorted({column for columns in roles_in(table).values() for column in columns.values()})
    counts = ", ".join(f"count({named(name)})" for name in columns)
    (found,) = warehouse.rows(f"select {counts} from accepted_rows")
    return {name for name, count in zip(columns, found, strict=True) if count}


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


def _numbered_rows(warehouse: Warehouse, table: ReceivedTable, asked: Mapping[str, Mapping[str, str]]) -> str:
    """The rows, each with the place of its identity in an enumeration of them all.

    An enumeration finds a number by hash and, unlike a join, keeps the order of rows and needs no more memory than itself. It
    is made of hashes of the identities. Should two identities ever share one, it is made of all that they say.
    """
    numbers = []
    for role, columns in asked.items():
        ((count, hashes, first),) = warehouse.rows(
            f"select count(*), count(distinct hashed), coalesce(min(in_feed_no), 0) from carried where role = '{role}'"
        )
        if not count:
            numbers.append(f"cast(null as bigint) as {NUMBERS[role]}")
            continue
        whole = hashes < count
        said = {part: part for part in columns}
        kept = _in_full(said) if whole else "cast(hashed as varchar)"
        warehouse.run(f"drop type if exists carried_{role}")
        warehouse.run(f"create type carried_{role} as enum (select {kept} from carried where role = '{role}' order by in_feed_no)")
        met = _in_full(columns) if whole else f"cast({_hash(columns)} as varchar)"
        number = f"{first} + cast(enum_code(cast({met} as carried_{role})) as bigint)"
        numbers.append(f"case when {_any_filled(columns)} then {number} end as {NUMBERS[role]}")
    own = [named(name) for name in table.kept if name in table.columns]
    return f"select {', '.join([*own, *numbers])} from accepted_rows"


def _in_full(asked: Mapping[str, str]) -> str:
    return f"cast(to_json([{', '.join(f'cast({named(name)} as varchar)' for name in asked.values())}]) as varchar)"


def write_identities(warehouse: Warehouse, path: Path, key: Key | None) -> None:
    """Write `carried` to the vault."""
    columns = ", ".join(("in_feed_no", "role", *WHO, *TEXTS, "rows", "first_day", "last_day"))
    write_closed(warehouse, f"select {columns} from carried order by in_feed_no", path, key)


def filled_identifiers(warehouse: Warehouse, table: ReceivedTable) -> dict[str, int]:
    """How many accepted rows fill each identifying column, counted on `carried`."""
    filled: dict[str, int] = {}
    for role, columns in roles_in(table).items():
        counts = ", ".join(f"coalesce(sum(rows) filter ({part} is not null), 0)" for part in columns)
        (found,) = warehouse.rows(f"select {counts} from carried where role = '{role}'")
        filled |= {column: int(count) for column, count in zip(columns.values(), found, strict=True)}
    return filled
