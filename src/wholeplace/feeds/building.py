"""What is known of one file while its SELECT is put together: where each header stands, what is missing, which checks are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import sqlglot
from sqlglot import exp

from wholeplace.feeds.cells import date_of, finite, number_of
from wholeplace.feeds.contract import Column, Contract, Melt
from wholeplace.feeds.headers import Headers, shown
from wholeplace.feeds.periods import starts_and_ends
from wholeplace.feeds.sql_text import quoted
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

_MISSING = "cast(null as varchar)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One bit of the fault mask. `effect`: "refuse" the row, "empty" the cell, or "note" it."""

    column: str
    reason: str
    effect: str
    bit: int = 0
    why: str = ""
    fix: str = ""
    of_cell: bool = False  # the cell itself could not be read

    @property
    def mask(self) -> int:
        return 1 << self.bit


@dataclass
class Building:
    """Gathers SQL by received column. `names`: what expressions call a header -> SQL of its cell. `tidy`: no cell needs trimming.

    `given`: SQL of the text that fills each column, texts that mean "empty" among them. `cells_of`: the positions of the cells
    that a column is filled from, where no expression stands between. `bits`: SQL of the faults of each column's own cell. `rules`:
    the bit of each rule.
    """

    contract: Contract
    headers: Headers
    where: str
    tidy: bool = False
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    cells_of: dict[str, tuple[int, ...]] = field(default_factory=dict)
    bits: dict[str, list[str]] = field(default_factory=dict)
    rules: list[int] = field(default_factory=list)
    period: str = ""
    period_ends: str = ""
    kept: str = "true"
    blocks: list[Melt] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    lacking: list[str] = field(default_factory=list)
    header_of: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    def check(self, made: Check) -> int:
        """Give the check the next bit of the fault mask and return the bit's value."""
        self.checks.append(replace(made, bit=len(self.checks)))
        return self.checks[-1].mask

    def cell(self, at: int) -> str:
        """SQL for the trimmed text of the header at position `at`, null when empty."""
        self.used.add(at)
        return f"_c{at}" if self.tidy else f"nullif(trim(_c{at}), '')"

    def joined(self, found: tuple[int, ...]) -> str:
        """SQL for one cell, or for several joined by ";" with the empty ones left out."""
        if len(found) == 1:
            return self.cell(found[0])
        return f"nullif(concat_ws(';', {', '.join(self.cell(at) for at in found)}), '')"

    def condition(self, sql: str) -> str:
        """SQL for a condition over headers that counts unknown as no; "true" for none."""
        return f"coalesce(cast(({self.expression(sql)}) as boolean), false)" if sql else "true"

    def expression(self, sql: str) -> str:
        """The expression as written, once each header it names is made to stand for its text."""
        self._name_headers(sql, number=False)
        return sql

    def number_expression(self, sql: str) -> str:
        """The expression with each header standing for its number."""
        self._name_headers(sql, number=True)
        tree = sqlglot.parse_one(sql, read="duckdb")
        for column in list(tree.find_all(exp.Column)):
            column.set("this", exp.to_identifier("number of " + column.name.casefold(), quoted=True))
        return tree.sql(dialect="duckdb")

    def lacks_all(self, sql: str) -> bool:
        """Whether the expression names headers and the file has none of them."""
        names = _headers_in(sql)
        return bool(names) and all(self.headers.position(name) is None for name in names)

    def _name_headers(self, sql: str, *, number: bool) -> None:
        for header in _headers_in(sql):
            at = self.headers.position(header)
            if at is None:
                self.lacking.append(header)
            text = _MISSING if at is None else self.cell(at)
            name = header.casefold()
            self.names["number of " + name if number else name] = finite(number_of(text)) if number else text

    def add_column(self, column: Column) -> None:
        """Find what fills the column. A required header that is missing becomes a letter."""
        if column.name in {name for block in self.blocks for name in (*block.numbers, *block.constants)}:
            return
        sql = self._source_of(column)
        if sql is None:
            if column.header_required or column.value_required:
                self._tell_missing(column.name, [each for source in column.sources for each in source])
            return
        self.given[column.name] = sql
        if column.time_sources and (found := self.headers.first_of(column.time_sources)):
            self.times[column.name] = self.joined(found)
            self.cells_of[column.name] = (*self.cells_of.get(column.name, ()), *found)

    def _source_of(self, column: Column) -> str | None:
        if column.constant is not None:
            return quoted(column.constant)
        if column.expression:
            return (
                None if self.lacks_all(column.expression) else f"nullif(trim(cast(({self.expression(column.expression)}) as varchar)), '')"
            )
        found = self.headers.first_of(column.sources)
        if not found:
            return None
        self.header_of[column.name] = self.headers.names[found[0]]
        self.cells_of[column.name] = found
        return self.joined(found)

    def _tell_missing(self, column: str, wanted: list[str]) -> None:
        guesses = (did_you_mean(header, self.unused()) for header in wanted)
        guess = next((each for each in guesses if each), "")
        header = wanted[0] if wanted else column
        add = f'add it to feed.toml: [aliases] {column} = "the header in the file".'
        fix = f"{guess} If so, {add}" if guess else f"Ask the sender for it. If it has another name, {add}"
        what = f'the column "{header}" is missing.'
        self.problems.append(Problem(where=self.where, what=what, why=f"Without it no row has its {column}.", fix=fix))

    def unused(self) -> tuple[str, ...]:
        """The headers that nothing asked for, as they may be told."""
        names = shown(self.headers.names) if self.contract.table.about_people else self.headers.names
        return tuple(name for at, name in enumerate(names) if at not in self.used)

    def add_period(self) -> None:
        """Find what says the period, for contracts that have one."""
        period = self.contract.period
        if period is None:
            return
        if period.starts is not None and period.ends is not None:
            self.period, self.period_ends = quoted(period.starts.isoformat()), quoted(period.ends.isoformat())
        elif period.starts_from:
            self.period, self.period_ends = self._header_or_letter(period.starts_from), self._header_or_letter(period.last_day_from)
        elif period.expression:
            self.period = f"nullif(trim(cast(({self.expression(period.expression)}) as varchar)), '')"
        else:
            found = self.headers.first_of(period.sources)
            if not found:
                self._tell_missing("period", [each for source in period.sources for each in source])
                return
            self.header_of["starts"] = self.headers.names[found[0]]
            self.period = self.joined(found)
            if period.quarter_from:
                quarter = self._header_or_letter(period.quarter_from)
                self.period = f"{self.period} || ' Q' || regexp_extract({quarter}, '[1-4]')"

    def _header_or_letter(self, header: str) -> str:
        at = self.headers.position(header)
        if at is None:
            self._tell_missing("period", [header])
            return _MISSING
        return self.cell(at)

    def period_days(self) -> tuple[str, str]:
        """SQL for the first day and the first day after, over the given layer."""
        period = self.contract.period
        if period is None or not self.period:
            return "cast(null as date)", "cast(null as date)"
        if period.starts is not None:
            return "cast(g_period as date)", "cast(g_period_ends as date)"
        if period.starts_from:
            return date_of("g_period"), f"{date_of('g_period_ends')} + 1"
        return starts_and_ends(period.forms, "g_period")

    def choose_blocks(self) -> None:
        """Keep the melt blocks whose value the file can give; say what is lacking; a letter when none is left."""
        for block in self.contract.melts:
            if self.lacks_all(block.numbers["value"]):
                self.lacking += _headers_in(block.numbers["value"])
            else:
                self.blocks.append(block)
        for block in self.blocks:
            for sql in block.numbers.values():
                self.number_expression(sql)
            self.condition(block.where)
        if self.contract.melts and not self.blocks:
            self._tell_missing("value", _headers_in(self.contract.melts[0].numbers["value"]))

    def melted(self) -> dict[str, str]:
        """SQL by received column for what the blocks give: one CASE over `_block` for each."""
        types = self.contract.table.columns
        names = dict.fromkeys(name for block in self.blocks for name in (*block.constants, *block.numbers))
        return {
            name: f"cast({self._by_block({at: self._in_block(b, name) for at, b in enumerate(self.blocks)})} as {types[name]})"
            for name in names
        }

    def _in_block(self, block: Melt, name: str) -> str:
        if name in block.numbers:
            return self.number_expression(block.numbers[name])
        return quoted(block.constants[name]) if name in block.constants else "null"

    def _by_block(self, cases: Mapping[int, str]) -> str:
        return f"case _block {' '.join(f'when {at} then {sql}' for at, sql in cases.items())} end"

    def kept_sql(self) -> str:
        """SQL for whether a received row belongs to the feed at all."""
        if not self.blocks:
            return self.kept
        tests = {
            at: f"{self.condition(block.where)} and ({self.number_expression(block.numbers['value'])}) is not null"
            for at, block in enumerate(self.blocks)
        }
        return f"({self.kept}) and {self._by_block(tests)}"


def _headers_in(sql: str) -> list[str]:
    """The headers an expression names, in order, each once."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    own = {name for part in tree.find_all(exp.Lambda) for name in (each.name for each in part.expressions)}
    return list(dict.fromkeys(column.name for column in tree.find_all(exp.Column) if column.name not in own))
