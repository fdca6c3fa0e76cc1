"""Age-standardised values: direct for rates of events, indirect for proportions. For periods and years, not for months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.measures.cells import PERSON_PARTS, column_of
from wholeplace.measures.counted import MONTHS_IN_YEAR, Frame, population_figures
from wholeplace.measures.reference import Reference
from wholeplace.measures.rollup import FIGURE_KEYS, Asked, cuts_of, sums
from wholeplace.measures.shapes import Measure
from wholeplace.measures.statistics import Standardised, directly_standardised, indirectly_standardised
from wholeplace.measures.statistics.limits import Floats
from wholeplace.measures.variance import event_variances, make_person_events
from wholeplace.terms.group import AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013
from wholeplace.warehouse import LargeWork, Warehouse

STANDARDISED_COLUMNS = ("standardised", "standardised_lower", "standardised_upper")
DIRECT_SPLITS = ("all", "deprivation", "sex", "ethnic_group")
"""By age group a rate needs no standard population: the group is its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bands:
    """Events, their variance and people by age band: FIGURE_KEYS, age_band and a column each."""

    events: pl.DataFrame
    variances: pl.DataFrame
    people: pl.DataFrame


def bands_of(warehouse: Warehouse, large: LargeWork, measures: Sequence[Measure], frame: Frame, *, populations: Sequence[str]) -> Bands:
    """By age band, for the measures of one table that are standardised directly."""
    table = measures[0].table
    cuts = [cut for cut in cuts_of(frame.place, table) if cut.split in DIRECT_SPLITS]
    columns = {column_of(measure.name, "counted"): column_of(measure.name, "counted") for measure in measures}
    events = sums(warehouse, Asked(view=f"{table}_placed", cuts=cuts, windows=frame.windows, columns=columns, by_band=True))
    make_person_events(large, measures, frame.windows)
    return Bands(
        events=events,
        variances=event_variances(large, measures, frame.place, frame.period, cuts=cuts),
        people=population_figures(warehouse, populations, frame, by_band=True),
    )


def direct(bands: Bands, measure: Measure, population: str) -> pl.DataFrame:
    """FIGURE_KEYS and STANDARDISED_COLUMNS, per `measure.per` people a year, to the European Standard Population 2013.

    No value under 10 events, or where a band has no people. Bands outside the measure's population carry no weight.
    """
    keys = bands.people.filter(pl.col("split").is_in(DIRECT_SPLITS)).select(FIGURE_KEYS).unique().sort(FIGURE_KEYS)
    people = _by_band(keys, bands.people, population) / PERSON_PARTS / MONTHS_IN_YEAR
    events = _by_band(keys, bands.events, column_of(measure.name, "counted"))
    variance = _by_band(keys, bands.variances, column_of(measure.name, "n"))
    used = people.sum(axis=0) > 0
    standard = np.where(used, np.array(EUROPEAN_STANDARD_POPULATION_2013, dtype=float), 0.0)
    found = directly_standardised(events * used, people, standard, per=measure.per, event_variance=variance * used)
    return keys.with_columns(_as_columns(found))


def _by_band(keys: pl.DataFrame, frame: pl.DataFrame, column: str) -> Floats:
    """A row for each key and a column for each age band; 0 where the frame has none."""
    every = keys.join(pl.DataFrame({"age_band": AGE_BANDS}, schema={"age_band": pl.Int64}), how="cross")
    told = frame.select(*FIGURE_KEYS, pl.col("age_band").cast(pl.Int64), pl.col(column).cast(pl.Float64).alias("told"))
    joined = every.join(told, on=[*FIGURE_KEYS, "age_band"], how="left", maintain_order="left")
    return joined["told"].fill_null(0.0).to_numpy().reshape(len(keys), len(AGE_BANDS))


def indirect(rows: pl.DataFrame, reference: Reference, measure: Measure) -> pl.DataFrame:
    """`rows` with STANDARDISED_COLUMNS, in the measure's unit: what the system would have with this area's standing
    against it. Refused where a row's age band and sex do not occur in the reference."""
    refused = (rows["unmatched"].to_numpy() > 0) | (rows["grain"].to_numpy() == "month")
    expected = np.where(refused, np.nan, rows["expected"].to_numpy())
    found = indirectly_standardised(rows["numerator"].to_numpy(), expected, reference_rate=reference.rate, per=measure.per)
    return rows.with_columns(_as_columns(found))


def _as_columns(found: Standardised) -> list[pl.Series]:
    told: Mapping[str, Floats] = dict(zip(STANDARDISED_COLUMNS, (found.value, found.lower, found.upper), strict=True))
    return [pl.Series(name, values).fill_nan(None) for name, values in told.items()]
