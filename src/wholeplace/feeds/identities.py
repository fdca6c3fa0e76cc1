"""Parts the rows of a feed from what says whose they are: the identities go to the vault, the rows keep a number.

An identity is one different set of everything that rows say of a person. Identities are numbered from 0 by first appearance,
those of the record's own person before those of mothers.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from wholeplace.feeds.accepted import Accepted
from wholeplace.feeds.arrays import arrow_of, coded_of, counted, nulls_of, numbers_of, repeated
from wholeplace.feeds.kernel import Ints, Longs
from wholeplace.feeds.lexicon import NO_TEXT, KnownTexts, Lexicon, Runs
from wholeplace.feeds.machine_code import machine_code
from wholeplace.feeds.number_loops import count_people, keep_greatest
from wholeplace.feeds.tables import MOTHER, WHO_IT_IS, ReceivedTable
from wholeplace.feeds.writing import FEW, of_these_rows, row_writer
from wholeplace.warehouse import Key, Warehouse, write_closed_table

WHO = (*WHO_IT_IS, "sex")
"""Two rows carry the same identity when they are alike in all of these."""

NUMBERS = {"self": "identity_no", "mother": "mother_no"}
"""The column of a row that holds the number of the identity it carries, by the role that person has in it."""

TEXTS = ("ethnic_group", "small_area")
"""What rows say of a person that may differ from row to row. It stays on the rows, and the greatest goes with the identity."""

NO_DAY = -(2**31)
_NOBODY = np.zeros(0, dtype=np.int32)
_MICROSECONDS_A_DAY = 86_400_000_000


def roles_in(table: ReceivedTable) -> dict[str, Mapping[str, str]]:
    """The people a row names: role -> received column of each part of WHO. Empty for tables that are not about people."""
    if not table.about_people:
        return {}
    mother = {part: column for column, part in MOTHER.items() if column in table.columns}
    return {"self": {part: part for part in WHO}, **({"mother": mother} if mother else {})}


@dataclass(frozen=True, kw_only=True, slots=True)
class Parting:
    """How the rows of a feed are parted. `day`: the column that dates a row. `filled`: the columns that some file fills."""

    table: ReceivedTable
    day: str
    filled: Collection[str]


@dataclass(kw_only=True, slots=True)
class Carried:
    """The identities that rows carry in one role. `columns`: the received columns that fill parts of WHO. `numbers`: of the rows met,
    NO_TEXT for those that say nothing of who it is. `known`: parts of which every row's text is of one dictionary, each once."""

    role: str
    columns: Mapping[str, str]
    numbers: list[Ints] = field(default_factory=list)
    known: Mapping[str, KnownTexts] = field(default_factory=dict)
    words: dict[str, Lexicon] = field(default_factory=dict)
    rows: Longs = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    first: Ints = field(default_factory=lambda: _NOBODY)
    last: Ints = field(default_factory=lambda: _NOBODY)
    greatest: dict[str, Ints] = field(default_factory=dict)
    wholes: Runs = field(init=False)

    def __post_init__(self) -> None:
        self.wholes = Runs(len(self.columns))

    def meet(self, batch: pa.RecordBatch, days: Ints) -> None:
        """Number the rows of one batch, and count them with those of their people."""
        numbers = self._numbered(batch)
        self.rows = _filled_up(self.rows, len(self.wholes), 0)
        self.first, self.last = (_filled_up(days_of, len(self.wholes), NO_DAY) for days_of in (self.first, self.last))
        machine_code(count_people)(numbers, days, NO_DAY, len(numbers), self.rows, self.first, self.last)
        for name in TEXTS if self.role == "self" else ():
            codes = self._words(name).numbers_in(batch.column(name))
            best = self.greatest[name] = _filled_up(self.greatest.get(name, _NOBODY), len(self.wholes), NO_TEXT)
            machine_code(keep_greatest)(numbers, codes, self._words(name).ranks, len(codes), best)
        self.numbers.append(numbers)

    def _words(self, name: str) -> Lexicon:
        return self.words.setdefault(name, Lexicon())

    def _said_by(self, name: str) -> Lexicon | KnownTexts:
        return self.known[name] if name in self.known else self._words(name)

    def _numbered(self, batch: pa.RecordBatch) -> Ints:
        """The number of each row's identity: that of its parts' numbers, side by side."""
        parts = np.empty((len(self.columns), batch.num_rows), dtype=np.int32)
        for at, (part, column) in enumerate(self.columns.items()):
            values = batch.column(column)
            parts[at] = days_of(values) if part == "birth_date" else self._said_by(part).numbers_in(values)
        self.wholes.make_room(max(map(len, (*self.words.values(), *self.known.values())), default=0))
        return self.wholes.numbers_of(parts, self._nothing)

    @property
    def _nothing(self) -> Ints:
        return np.array([NO_DAY if part == "birth_date" else NO_TEXT for part in self.columns], dtype=np.int32)

    def says_few(self, name: str) -> bool:
        """Whether what identities say by that name is the same of many."""
        return (name not in self.words and name not in self.known) or len(self._said_by(name)) * FEW <= len(self.wholes)

    def table(self, since: int, coded: Collection[str]) -> pa.Table:
        """The identities, numbered from `since`. `coded`: the names of what is written once for many."""
        count = len(self.wholes)
        parts = self.wholes.runs
        made: dict[str, pa.Array] = {
            "in_feed_no": arrow_of(np.arange(since, since + count, dtype=np.int64), pa.int64()),
            "role": coded_of(np.zeros(count, dtype=np.int32), repeated(self.role, 1), nulls=False),
        }
        at_of = {part: at for at, part in enumerate(self.columns)}
        for part in WHO:
            codes = parts[:, at_of[part]] if part in at_of else None
            made[part] = _dates(codes, count) if part == "birth_date" else self._said(part, codes, part in coded)
        for name in TEXTS:
            made[name] = self._said(name, self.greatest.get(name), name in coded)
        made["rows"] = arrow_of(self.rows[:count], pa.int64())
        made |= {"first_day": _dates(self.first, count), "last_day": _dates(self.last, count)}
        return pa.table(made)

    def _said(self, name: str, codes: Ints | None, coded: bool) -> pa.Array:
        count = len(self.wholes)
        if not coded:
            return pa.nulls(count, pa.string()) if codes is None else self._said_by(name).said(codes[:count])
        codes = codes[:count] if codes is not None else np.full(count, NO_TEXT, dtype=np.int32)
        return of_these_rows(coded_of(codes, self._said_by(name).texts(), nulls=True))

    def filled(self) -> dict[str, int]:
        """How many of the rows fill each received column."""
        parts, rows = self.wholes.runs, self.rows[: len(self.wholes)]
        counts = (rows.sum(where=parts[:, at] != nothing) for at, nothing in enumerate(self._nothing))
        return {column: int(count) for column, count in zip(self.columns.values(), counts, strict=True)}


def _filled_up(values: np.ndarray, length: int, value: int) -> np.ndarray:
    """The array with room for `length` values at least; new ones are `value`."""
    if len(values) >= length:
        return values
    longer = np.full(2 * length, value, dtype=values.dtype)
    longer[: len(values)] = values
    return longer


def days_of(values: pa.Array) -> Ints:
    """The days of dates or moments, counted from 1970; NO_DAY for null."""
    if pa.types.is_date32(values.type):
        days = numbers_of(values, np.int32)
    else:
        days = (numbers_of(values, np.int64) // _MICROSECONDS_A_DAY).astype(np.int32)
    return np.where(nulls_of(values), np.int32(NO_DAY), days).astype(np.int32) if values.null_count else days


def _dates(days: Ints | None, count: int) -> pa.Array:
    return pa.nulls(count, pa.date32()) if days is None else arrow_of(days[:count], pa.date32(), days[:count] != NO_DAY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parted:
    """Rows that are parted and written. `filled`: how many fill each received column. `days`: how many fall on each day since 1970."""

    carried: tuple[Carried, ...]
    rows: int
    filled: Mapping[str, int]
    days: Mapping[int, int]


def part_rows(
    accepted: Accepted,
    warehouse: Warehouse,
    parting: Parting,
    path: Path,
    *,
    meanwhile: Callable[[Collection[Carried]], None] | None = None,
) -> Parted:
    """Write the rows without identifiers, in the order of the files, each with the number of the identity it carries; and return
    the identities. Rows are written while the next are numbered; where mothers stand after all others, the rows are gone through twice.
    `meanwhile` is called with the identities while the last rows are written."""
    table, days = parting.table, Counter[int]()
    roles = tuple(
        _carried(role, {part: column for part, column in columns.items() if column in parting.filled}, accepted)
        for role, columns in roles_in(table).items()
    )
    own = tuple(name for name in table.kept if name in table.columns)
    who = dict.fromkeys((*(column for role in roles for column in role.columns.values()), *(TEXTS if roles else ()), parting.day))
    twice = len(roles) > 1
    with row_writer(path, table) as writer, ThreadPoolExecutor(1) as aside:
        jobs: list[Future] = []
        for batch in accepted.batches(warehouse, tuple(who) if twice else tuple(dict.fromkeys((*own, *who)))):
            on = days_of(batch.column(parting.day))
            days.update(_counted(on))
            for role in roles:
                role.meet(batch, on)
            if not twice:
                numbers = [_from(0, role.numbers.pop()) for role in roles]
                _after(jobs, aside, writer.write, [*(batch.column(name) for name in own), *numbers])
        firsts = (0, *(len(role.wholes) for role in roles))
        met = [(first, iter(role.numbers)) for first, role in zip(firsts, roles, strict=False)]
        for batch in accepted.batches(warehouse, own) if twice else ():
            _after(jobs, aside, writer.write, [*batch.columns, *(_from(first, next(found)) for first, found in met)])
        if meanwhile is not None:
            meanwhile(roles)
        for job in jobs:
            job.result()
    filled = writer.filled | {name: count for role in roles for name, count in role.filled().items()}
    return Parted(carried=roles, rows=writer.rows, filled=filled, days=days)


def _carried(role: str, columns: Mapping[str, str], accepted: Accepted) -> Carried:
    said = {part: accepted.each_once(column) for part, column in columns.items() if part != "birth_date"}
    return Carried(role=role, columns=columns, known={part: KnownTexts(texts) for part, texts in said.items() if texts is not None})


def _counted(days: Ints) -> dict[int, int]:
    some = days[days != NO_DAY]
    if not len(some):
        return {}
    first = int(some.min())
    if int(some.max()) - first > _DAYS_COUNTED:
        return counted(some)
    return {first + at: rows for at, rows in enumerate(np.bincount(some - first).tolist()) if rows}


_DAYS_COUNTED = 200_000
"""Days between 1800 and 2199, and some: beyond that, no list is kept for all of them."""


def _after(jobs: list[Future], aside: ThreadPoolExecutor, write: Callable, columns: list[pa.Array]) -> None:
    """Let the columns be written after those before them, once no more than AHEAD wait."""
    while len(jobs) >= AHEAD:
        jobs.pop(0).result()
    jobs.append(aside.submit(write, columns))


AHEAD = 2
"""Row groups that may wait to be written: more would only be held."""


def _from(first: int, numbers: Ints) -> pa.Array:
    return arrow_of(numbers.astype(np.int64) + first, pa.int64(), numbers != NO_TEXT)


def write_identities(carried: Collection[Carried], path: Path, key: Key | None) -> None:
    """Write the identities to the vault."""
    tables, since = [], 0
    coded = [name for name in (*WHO, *TEXTS) if name != "birth_date" and all(role.says_few(name) for role in carried)]
    for role in carried:
        tables.append(role.table(since, coded))
        since += len(role.wholes)
    write_closed_table(pa.concat_tables(tables).unify_dictionaries(), path, key)
