"""Says in plain words how a measure is counted, and shows the very SQL that counts it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wholeplace.measures.cells import cells_sql
from wholeplace.measures.code_lists import library_lists
from wholeplace.measures.completeness import rests_on
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.money import counts_money
from wholeplace.measures.ratio import denominators
from wholeplace.measures.shapes import Denominator, Kind, Measure
from wholeplace.measures.spread import MEDIAN, share_of, values_sql
from wholeplace.measures.vocabulary import SNAPSHOT_TABLES, TABLES
from wholeplace.terms import MeasureName
from wholeplace.warehouse import CodeList, to_spark

_LIMITS = {
    Kind.RATE: "Limits (95%) are Poisson: exact below 10 events, Byar's from 10.",
    Kind.TOTAL: "Limits (95%) are Poisson: exact below 10 events, Byar's from 10.",
    Kind.RATIO: "Limits (95%) are Poisson: exact below 10 events, Byar's from 10.",
    Kind.MEDIAN: "Limits (95%) are rows further up and down the order, by the binomial. Below 6 rows nothing is said.",
    Kind.QUANTILE: "Limits (95%) are rows further up and down the order, by the binomial.",
    Kind.PROPORTION: "Limits (95%) are Wilson's, which never leave 0 to 100.",
    Kind.MEAN: "Limits (95%) are Student's t; fewer than 2 rows are too few to say.",
    Kind.PUBLISHED: "Values and limits stand as they were published.",
}
_BY_SURGERY = (
    "Rows and people belong where the GP surgery lies with which the person is registered.",
    "Records of nobody known are left out, as is who is registered with no surgery of the place.",
)
_AMOUNT_LIMITS = "Limits (95%) allow for how much each row adds, by Dobson's method: a few long stays make them wide."
_MONEY_LIMITS = "Money has no limits: every penny is counted, and nothing was sampled."
_PUBLISHED_DAYS_LIMITS = "Limits (95%) come from how the months differ, as nobody published how many people are behind."


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """How one measure is counted: `sentences` for people, `sql` for analysts (None for published series).

    `further`: the other queries it rests on, by what they give: the denominator of a ratio, the values of a median or quantile.
    `lists`: the code lists that its conditions name, with their codes and sources.
    """

    measure: Measure
    sentences: tuple[str, ...]
    sql: str | None
    further: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[CodeList, ...] = ()


def explain(measure: Measure, *, lists: Mapping[str, CodeList] | None = None) -> Explanation:
    """The measure in plain words, and the one pass over its table that counts it alone.

    In a run all measures of a table share one such pass. `lists`: the code lists of its place; without them, the library's.
    """
    known = library_lists() if lists is None else lists
    sentences = (
        *_counted(measure), *_divided(measure), *_rolling(measure), *_code_lists(measure), _limits(measure), *_standardised(measure),
        *_waits(measure),
    )  # fmt: skip
    sql = None if measure.table == "published" else cells_sql([measure])
    further = {"what it is held against": cells_sql(denominators([measure]))} if measure.denominator else {}
    further |= {"its values": values_sql([measure])} if measure.orders_rows else {}
    named = tuple(known[name] for name in measure.code_lists)
    return Explanation(measure=measure, sentences=sentences, sql=sql, further=further, lists=named)


def sql_of(told: Explanation, *, spark: bool = False) -> Mapping[str, str]:
    """Every query of an explanation by what it gives, as DuckDB reads it or as Spark does. Empty for published series."""
    own = {"its cells": told.sql} if told.sql else {}
    return {what: to_spark(sql) if spark else sql for what, sql in {**own, **told.further}.items()}


def measure_reference() -> Mapping[MeasureName, Explanation]:
    """Every measure of the library that comes with wholeplace, explained, by name: what the reference pages are made of."""
    return {name: explain(measure) for name, measure in library_measures().items()}


def _counted(measure: Measure) -> tuple[str, ...]:
    if measure.kind is Kind.PUBLISHED:
        return (f'The published series "{measure.indicator}" is shown as it stands, never mixed with another definition.',)
    if measure.table == "published":
        return (f'The published counts "{measure.indicator}" are added up for each month.',)
    counts = _written(measure, "counts", measure.counts)
    where = "" if counts.lower() == "true" else f" where `{counts}`"
    grain = re.split("[.:;]", TABLES[measure.table].grain)[0]
    counted = (f"Each row is {grain}.", f"A row counts in the month of `{measure.on}`{where}.")
    if measure.by_surgery:
        counted = (*counted, *_BY_SURGERY)
    return (
        (*counted, "A quarter or a year is its last month, so that nobody counts twice.") if measure.table in SNAPSHOT_TABLES else counted
    )


def _divided(measure: Measure) -> tuple[str, ...]:
    amount = f"`{_written(measure, 'amount', measure.amount)}` is added up." if measure.amount else "Rows are counted."
    if measure.kind is Kind.RATE:
        people = _written(measure, "population", str(measure.population))
        who = "everyone's time" if people.lower() == "true" else f"the time of people where `{people}`"
        return (amount, f"The sum is divided by {who} and shown for {measure.per:,} of them a {measure.per_time}.")
    if measure.kind is Kind.PROPORTION:
        of_which = _written(measure, "of_which", measure.of_which or "")
        return (*((amount,) if measure.amount else ()), f"The share is of those where `{of_which}`, per 100.")
    if measure.denominator:
        return (amount, *_held_against(measure, measure.denominator))
    if measure.orders_rows:
        return _ordered(measure)
    if measure.kind is Kind.MEAN:
        return (amount, "The sum is divided by the rows that count.")
    return (amount,) if measure.kind is Kind.TOTAL else ()


def _written(measure: Measure, key: str, sql: str) -> str:
    """A condition or amount as its writer wrote it: with the names of code lists, not their codes."""
    return dict(measure.as_written).get(key, sql)


def _held_against(measure: Measure, below: Denominator) -> tuple[str, ...]:
    counts = _written(measure, "denominator.counts", below.counts)
    what = f"the sum of `{_written(measure, 'denominator.amount', below.amount)}`" if below.amount else "the rows"
    where = "" if counts.lower() == "true" else f" where `{counts}`"
    last = ("Of these, a quarter or a year is its last month.",) if below.table in SNAPSHOT_TABLES else ()
    return (
        f"The sum is held against {what} of {below.table.replace('_', ' ')} in the month of `{below.on}`{where}.",
        *last,
        f"It is shown for every {measure.per:,} of them.",
        "What it is held against is taken as it stands; only the number above varies by chance.",
    )


def _ordered(measure: Measure) -> tuple[str, ...]:
    share = share_of(measure)
    told = "Half of the rows have it or less" if share == MEDIAN else f"{100 * share:g} per cent of the rows have it or less"
    return (
        f"Rows are put in the order of `{_written(measure, 'amount', str(measure.amount))}`; rows without it do not count.",
        f"{told}: it is taken from every row, and is never estimated.",
        "Where it falls between two rows it is midway between them.",
    )


def _rolling(measure: Measure) -> tuple[str, ...]:
    if not measure.rolling:
        return ()
    return (f"Each point stands for the {measure.rolling} months to its end.", "Points overlap, so the chart is never judged by its rules.")


def _code_lists(measure: Measure) -> tuple[str, ...]:
    return (f"Codes are looked up by their first letters in: {', '.join(measure.code_lists)}.",) if measure.code_lists else ()


def _limits(measure: Measure) -> str:
    if measure.orders_rows:
        return _LIMITS[measure.kind]
    if counts_money(measure):
        return _MONEY_LIMITS
    if measure.table == "published" and measure.kind is Kind.RATE:
        return _PUBLISHED_DAYS_LIMITS
    return _AMOUNT_LIMITS if measure.amount and measure.kind in (Kind.RATE, Kind.RATIO, Kind.TOTAL) else _LIMITS[measure.kind]


def _standardised(measure: Measure) -> tuple[str, ...]:
    if measure.standardise == "direct":
        return ("The standardised rate is what Europe's standard population of 2013 would have; it needs 10 events.",)
    if measure.standardise == "indirect":
        return (
            "The standardised value compares with the whole system's own 12 months, by age band and sex.",
            "Areas compare with the system only.",
        )
    return ()


def _waits(measure: Measure) -> tuple[str, ...]:
    if measure.table == "published":
        return ()
    days = measure.complete_after_days
    wait = f"A month is whole {days:,} day{'' if days == 1 else 's'} after it ends" if days else "A month is whole when it ends"
    *others, last = (table.replace("_", " ") for table in rests_on(measure))
    if len(others) > 1:
        return (f"{wait}.", f"By then the data on {', '.join(others)} and {last} must reach that far.")
    return (f"{wait}, once the data on {' and '.join((*others, last))} reach that far.",)
