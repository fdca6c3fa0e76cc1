"""The reference for indirect standardisation: this system's own rates in 12 months, by age band and sex, joined by label.

An area then compares with the system as if it had the system's rates for people of its own ages and sexes. Areas compare
with the system only, never with each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.measures.cells import column_of
from wholeplace.measures.shapes import Measure
from wholeplace.terms import Period
from wholeplace.warehouse import Warehouse

RATE_SCALE = 1_000_000_000
"""Reference rates are held as whole billionths, so that expected events add up to the same digit in any order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """One measure's reference: its 12 months and its own rate (events for each row counted)."""

    span: Period
    rate: float
    scale: int = RATE_SCALE

    def columns(self, name: str) -> Mapping[str, str]:
        """Columns to add up over the cells: events expected (in billionths), and rows that the reference does not know."""
        counted, rate = column_of(name, "counted"), column_of(name, "rate")
        return {
            column_of(name, "expected"): f"{counted} * coalesce({rate}, 0)",
            column_of(name, "unmatched"): f"case when {rate} is null then {counted} else 0 end",
        }


def make_references(warehouse: Warehouse, table: str, spans: Mapping[Measure, Period]) -> dict[str, Reference]:
    """Work out the reference of each measure over its span, and join the rates to every row of `table`_placed.

    Rows whose age or sex is not recorded are a stratum of their own, on both sides. Measures without an event or a row
    in their span get no reference.
    """
    if not spans:
        return {}
    picked = ", ".join(_stratum(measure, span) for measure, span in spans.items())
    warehouse.run(
        f"create or replace temp table {table}_reference as select age_band, sex, {picked} from {table}_placed group by age_band, sex"
    )
    totals = ", ".join(f"sum({column_of(m.name, part)})" for m in spans for part in ("ref_events", "ref_counted"))
    found = warehouse.rows(f"select {totals} from {table}_reference")[0]
    pairs = [(found[2 * number], found[2 * number + 1]) for number in range(len(spans))]
    _join(warehouse, table, list(spans))
    return {
        measure.name: Reference(span=span, rate=float(events) / float(counted))
        for (measure, span), (events, counted) in zip(spans.items(), pairs, strict=True)
        if counted and events
    }


def _stratum(measure: Measure, span: Period) -> str:
    within = f"filter (where month >= date '{span.starts}' and month < date '{span.ends}')"
    return ", ".join(
        f"cast(coalesce(sum({column_of(measure.name, part)}) {within}, 0) as bigint) as {column_of(measure.name, f'ref_{part}')}"
        for part in ("events", "counted")
    )


def _join(warehouse: Warehouse, table: str, measures: Sequence[Measure]) -> None:
    rates = ", ".join(
        f"case when {column_of(m.name, 'ref_counted')} > 0 then cast(round({column_of(m.name, 'ref_events')} * cast({RATE_SCALE} as double)"
        f" / {column_of(m.name, 'ref_counted')}) as bigint) end as {column_of(m.name, 'rate')}"
        for m in measures
    )
    warehouse.run(
        f"create or replace temp table {table}_rates as select age_band as ref_band, sex as ref_sex, {rates} from {table}_reference"
    )
    named = ", ".join(column_of(m.name, "rate") for m in measures)
    warehouse.run(
        f"create or replace view {table}_with_rates as select cells.*, {named} from {table}_placed as cells left join {table}_rates\n"
        "on cells.age_band is not distinct from ref_band and cells.sex is not distinct from ref_sex"
    )
