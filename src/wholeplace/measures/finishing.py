"""From raw figures to rows of the results: status, standardised values, people behind, and exactly the columns promised."""

from collections.abc import Mapping, Sequence

import polars as pl

from wholeplace.measures.areas import levels_of
from wholeplace.measures.completeness import Coverage, status_of
from wholeplace.measures.grid import grid
from wholeplace.measures.reference import Reference
from wholeplace.measures.rollup import FIGURE_KEYS, Cut
from wholeplace.measures.shapes import RESULT_COLUMNS, Measure, Status
from wholeplace.measures.standardised import STANDARDISED_COLUMNS, Bands, direct, indirect
from wholeplace.measures.vocabulary import COSTLY_FEW
from wholeplace.measures.windows import Window, comparisons
from wholeplace.place.shapes import Place
from wholeplace.terms import Period, months_later

_NUMBERS = ("numerator", "denominator", "value", "lower", "upper", *STANDARDISED_COLUMNS)
_TYPES: dict[str, type[pl.DataType]] = dict.fromkeys(_NUMBERS, pl.Float64)


def with_status(rows: pl.DataFrame, measure: Measure, windows: Sequence[Window], coverage: Mapping[str, Coverage]) -> pl.DataFrame:
    """`rows` with the status of each window, from what the feeds cover."""
    told = [(w.grain, w.span.starts, w.span.ends, str(status_of(measure, w, coverage))) for w in windows]
    schema = {"grain": pl.String, "starts": pl.Date, "ends": pl.Date, "status": pl.String}
    return rows.join(pl.DataFrame(told, schema=schema, orient="row"), on=["grain", "starts", "ends"], how="left")


def reference_spans(measures: Sequence[Measure], period: Period, coverage: Mapping[str, Coverage]) -> dict[Measure, Period]:
    """For each measure standardised indirectly: the last 12 complete months up to the period's end."""
    year = Period(starts=months_later(period.ends, -12), ends=period.ends)
    spans = {}
    for measure in measures:
        candidates = [year.earlier(back) for back in range(12)] if measure.standardise == "indirect" else []
        complete = (span for span in candidates if status_of(measure, Window(grain="year", span=span), coverage) is Status.COMPLETE)
        if found := next(complete, None):
            spans[measure] = found
    return spans


def standardised(
    rows: pl.DataFrame, measure: Measure, reference: Reference | None, bands: Bands | None, populations: Mapping[str, str]
) -> pl.DataFrame:
    """`rows` with STANDARDISED_COLUMNS where the measure is standardised; as they are where it is not."""
    if measure.standardise == "direct" and bands and measure.population:
        rows = rows.join(direct(bands, measure, populations[measure.population]), on=FIGURE_KEYS, how="left")
    elif reference:
        rows = indirect(rows, reference, measure)
    else:
        return rows
    complete = pl.col("status") == str(Status.COMPLETE)
    return rows.with_columns(pl.when(complete).then(pl.col(name)).otherwise(None).alias(name) for name in STANDARDISED_COLUMNS)


def nothing(measure: Measure, place: Place, period: Period) -> pl.DataFrame:
    """A measure for which nothing was received says so for the period, rather than be absent."""
    cuts = [Cut(level=level, split="all") for level in levels_of(place)]
    due = grid(place, period, cuts, comparisons(period)[:1], pl.DataFrame())
    told = due.filter(pl.col("area") != "unknown").with_columns(pl.lit(str(Status.NO_DATA)).alias("status"))
    return finished(told, measure)


def finished(rows: pl.DataFrame, measure: Measure, behind: pl.DataFrame | None = None) -> pl.DataFrame:
    """`rows` with exactly RESULT_COLUMNS."""
    if behind is not None and measure.people_counted:
        mine = behind.filter(pl.col("measure") == measure.name).drop("measure")
        rows = rows.join(mine, on=FIGURE_KEYS, how="left")
        every_group = pl.lit(measure.table in COSTLY_FEW)
        counted = ((pl.col("split") == "all") | every_group) & (pl.col("grain") != "month")
        rows = rows.with_columns(pl.when(counted).then(pl.col("people").fill_null(0)).alias("people"))
    missing = [name for name in RESULT_COLUMNS if name not in rows.columns]
    whose = {"measure": measure.name, "definition_id": measure.definition_id}
    rows = rows.with_columns(
        pl.lit(whose.get(name), pl.String if name in whose else _TYPES.get(name, pl.Int64)).alias(name) for name in missing
    )
    return rows.select(list(RESULT_COLUMNS)).cast({**_TYPES, "people": pl.Int64})
