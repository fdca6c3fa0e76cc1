"""The raw figures of one table: for every measure and every figure due, what is divided by what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.measures.amounts import parts_in_one
from wholeplace.measures.cells import PERSON_PARTS, column_of, part_columns, wide_columns
from wholeplace.measures.grid import ONLY_WHEN_FILLED, grid
from wholeplace.measures.money import counts_money
from wholeplace.measures.reference import Reference
from wholeplace.measures.rollup import COMMON_SPLITS, FIGURE_KEYS, Asked, cuts_of, sums
from wholeplace.measures.shapes import Kind, Measure
from wholeplace.measures.unlinked import follows_people
from wholeplace.measures.vocabulary import SNAPSHOT_TABLES
from wholeplace.measures.windows import Window
from wholeplace.place.shapes import Place
from wholeplace.terms import Period
from wholeplace.warehouse import Warehouse

RAW_COLUMNS = (*FIGURE_KEYS, "numerator", "denominator", "counted", "squares", "expected", "unmatched", "unlinked")
"""counted: rows counted. squares: sum of squares of the amount. expected: events due at the reference's rates (indirect);
unmatched: rows whose age band and sex the reference does not know. unlinked: rows that would count if we knew whose they
are, for measures that follow people. Null where the measure has no such thing."""
MONTHS_IN_YEAR = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What a table is rolled up to: the place, its period, and the windows due."""

    place: Place
    period: Period
    windows: Sequence[Window]


def raw_figures(
    warehouse: Warehouse, measures: Sequence[Measure], frame: Frame, *, references: Mapping[str, Reference]
) -> dict[str, pl.DataFrame]:
    """RAW_COLUMNS of each measure of one table, by measure name. Rates and ratios have no denominator yet."""
    table = measures[0].table
    columns = {column: column for measure in measures for column in part_columns(measure)}
    for name, reference in references.items():
        columns |= reference.columns(name)
    cuts = cuts_of(frame.place, table)
    view = f"{table}_with_rates" if references else f"{table}_placed"
    wide = frozenset[str]().union(*(wide_columns(measure) for measure in measures))
    asked = Asked(
        view=view, cuts=cuts, windows=frame.windows, columns=columns, last_month_only=table in SNAPSHOT_TABLES, wide=wide
    )  # fmt: skip
    summed = sums(warehouse, asked)
    due = grid(frame.place, frame.period, cuts, frame.windows, summed)
    joined = due.join(summed, on=FIGURE_KEYS, how="left").with_columns(pl.col(list(columns)).fill_null(0))
    return {measure.name: _raw(joined, measure, references.get(measure.name)) for measure in measures}


def _raw(joined: pl.DataFrame, measure: Measure, reference: Reference | None) -> pl.DataFrame:
    def part(name: str) -> pl.Expr:
        held = pl.col(column_of(measure.name, name)).cast(pl.Float64)
        return held / parts_in_one(measure.table, str(measure.amount)) if name in ("amount", "of_which", "squares") else held

    told = dict.fromkeys(RAW_COLUMNS[len(FIGURE_KEYS) :], pl.lit(None, pl.Float64))
    told["numerator"] = told["counted"] = part("counted")
    if measure.kind is Kind.PROPORTION:
        told["numerator"], told["denominator"] = (part("of_which"), part("amount")) if measure.amount else (part("events"), part("counted"))
    elif measure.amount and not measure.orders_rows:
        told["numerator"] = part("amount")
        told["squares"] = told["squares"] if counts_money(measure) else part("squares")
    if measure.kind in (Kind.MEAN, Kind.MEDIAN, Kind.QUANTILE):
        told["denominator"] = part("counted")
    if reference:
        told["expected"], told["unmatched"] = part("expected") / reference.scale, part("unmatched")
    if follows_people(measure):
        told["unlinked"] = part("unlinked")
    rows = joined.select(*FIGURE_KEYS, *(sql.alias(name) for name, sql in told.items()))
    own = pl.col("split").is_in(("all", *COMMON_SPLITS, *measure.splits))
    rows = rows.filter(own)
    return rows if measure.kind in (Kind.RATE, Kind.RATIO) else without_empty_unknowns(rows)


def without_empty_unknowns(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out rows for what is not known where nothing stands there, and groups that hold nobody in any window (such as
    children in a measure of people aged 65 and over)."""
    unknown = pl.col("area").is_in(ONLY_WHEN_FILLED) | pl.col("group").is_in(ONLY_WHEN_FILLED)
    empty = (pl.col("counted") == 0) & (pl.col("denominator").fill_null(0) == 0) & (pl.col("numerator") == 0)
    never = empty.all().over("level", "area", "split", "group") & (pl.col("split") != "all")
    return rows.filter(~(unknown & empty) & ~never)


def with_population(rows: pl.DataFrame, people: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rates get their denominator: person-years of the area and group; of the whole area for a table's own splits, such
    as provider, so that the parts of a rate add up to it. An area or group without people keeps its events."""
    keys = ["level", "area", "grain", "starts", "ends"]
    known = people.select(
        *keys, pl.col("split").alias("of_split"), pl.col("group").alias("of_group"), (pl.col(column) / PERSON_PARTS).alias("person_months")
    )
    common = pl.col("split").is_in(COMMON_SPLITS)
    asked = rows.with_columns(
        pl.when(common).then("split").otherwise(pl.lit("all")).alias("of_split"),
        pl.when(common).then("group").otherwise(pl.lit("all")).alias("of_group"),
    )
    joined = asked.join(known, on=[*keys, "of_split", "of_group"], how="left")
    years = (pl.col("person_months") / MONTHS_IN_YEAR).fill_null(0.0)
    return without_empty_unknowns(joined.with_columns(years.alias("denominator")).select(RAW_COLUMNS))


def population_figures(warehouse: Warehouse, columns: Sequence[str], frame: Frame, *, by_band: bool = False) -> pl.DataFrame:
    """Person-months, in millionths, of each population condition, for each cut and window."""
    cuts = cuts_of(frame.place, "person_months")
    asked = Asked(view="person_months_placed", cuts=cuts, windows=frame.windows, columns={name: name for name in columns}, by_band=by_band)
    return sums(warehouse, asked)
