"""Says in plain words how a measure is counted, and shows the very SQL that counts it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wholeplace.measures.cells import cells_sql
from wholeplace.measures.completeness import rests_on
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.money import counts_money
from wholeplace.measures.shapes import Kind, Measure
from wholeplace.measures.vocabulary import SNAPSHOT_TABLES, TABLES
from wholeplace.terms import MeasureName

_LIMITS = {
    Kind.RATE: "Limits (95%) are Poisson: exact below 10 events, Byar's from 10.",
    Kind.TOTAL: "Limits (95%) are Poisson: exact below 10 events, Byar's from 10.",
    Kind.PROPORTION: "Limits (95%) are Wilson's, which never leave 0 to 100.",
    Kind.MEAN: "Limits (95%) are Student's t; fewer than 2 rows are too few to say.",
    Kind.PUBLISHED: "Values and limits stand as they were published.",
}
_AMOUNT_LIMITS = "Limits (95%) allow for how much each row adds, by Dobson's method: a few long stays make them wide."
_MONEY_LIMITS = "Money has no limits: every penny is counted, and nothing was sampled."
_PUBLISHED_DAYS_LIMITS = "Limits (95%) come from how the months differ, as nobody published how many people are behind."


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """How one measure is counted: `sentences` for people, `sql` for analysts (None for published series)."""

    measure: Measure
    sentences: tuple[str, ...]
    sql: str | None


def explain(measure: Measure) -> Explanation:
    """The measure in plain words, and the one pass over its table that counts it alone.

    In a run all measures of a table share one such pass.
    """
    sentences = (*_counted(measure), *_divided(measure), _limits(measure), *_standardised(measure), *_waits(measure))
    return Explanation(measure=measure, sentences=sentences, sql=None if measure.table == "published" else cells_sql([measure]))


def measure_reference() -> Mapping[MeasureName, Explanation]:
    """Every measure of the library that comes with wholeplace, explained, by name: what the reference pages are made of."""
    return {name: explain(measure) for name, measure in library_measures().items()}


def _counted(measure: Measure) -> tuple[str, ...]:
    if measure.kind is Kind.PUBLISHED:
        return (f'The published series "{measure.indicator}" is shown as it stands, never mixed with another definition.',)
    if measure.table == "published":
        return (f'The published counts "{measure.indicator}" are added up for each month.',)
    where = "" if measure.counts.lower() == "true" else f" where `{measure.counts}`"
    grain = re.split("[.:;]", TABLES[measure.table].grain)[0]
    counted = (f"Each row is {grain}.", f"A row counts in the month of `{measure.on}`{where}.")
    return (
        (*counted, "A quarter or a year is its last month, so that nobody counts twice.") if measure.table in SNAPSHOT_TABLES else counted
    )


def _divided(measure: Measure) -> tuple[str, ...]:
    amount = f"`{measure.amount}` is added up." if measure.amount else "Rows are counted."
    if measure.kind is Kind.RATE:
        who = "everyone's time" if str(measure.population).lower() == "true" else f"the time of people where `{measure.population}`"
        return (amount, f"The sum is divided by {who} and shown for {measure.per:,} of them a {measure.per_time}.")
    if measure.kind is Kind.PROPORTION:
        return (*((amount,) if measure.amount else ()), f"The share is of those where `{measure.of_which}`, per 100.")
    if measure.kind is Kind.MEAN:
        return (amount, "The sum is divided by the rows that count.")
    return (amount,) if measure.kind is Kind.TOTAL else ()


def _limits(measure: Measure) -> str:
    if counts_money(measure):
        return _MONEY_LIMITS
    if measure.table == "published" and measure.kind is Kind.RATE:
        return _PUBLISHED_DAYS_LIMITS
    return _AMOUNT_LIMITS if measure.amount and measure.kind in (Kind.RATE, Kind.TOTAL) else _LIMITS[measure.kind]


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
    tables = " and ".join(table.replace("_", " ") for table in rests_on(measure))
    return (f"{wait}, once the data on {tables} reach that far.",)
