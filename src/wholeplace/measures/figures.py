"""From raw figures to values with 95% limits, all rows at once, by the method of each kind.

- a rate or total of events: Poisson limits (exact below 10 events, Byar from 10)
- a rate or total of an amount, such as days: the sum of a random number of stays of random length is compound Poisson,
  so its variance is the sum of squares; limits as Dobson scales Byar's (the events' limits, widened by that variance)
- a ratio: the same limits, of the numerator alone. What it is held against is counted in full and is taken as it stands
- a proportion of rows: Wilson
- a mean: Student's t
- a median or another quantile: the ranks that the binomial gives (in `spread`)
- money: no limits. Every penny is counted; nothing was sampled.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from wholeplace.measures.money import PENCE_IN_A_POUND, counts_money
from wholeplace.measures.shapes import Kind, Measure, Status
from wholeplace.measures.statistics import Limits, poisson_limits, student_limits, wilson_limits
from wholeplace.measures.statistics.limits import Floats

_FEWEST_FOR_A_MEAN = 2

VALUE_COLUMNS = ("value", "lower", "upper")


def scale_of(measure: Measure) -> float:
    """What numerator / denominator is multiplied by to give the measure's unit."""
    per = measure.per if measure.kind in (Kind.RATE, Kind.PROPORTION, Kind.RATIO) else 1
    return per / PENCE_IN_A_POUND if counts_money(measure) and measure.kind is not Kind.PROPORTION else float(per)


def with_values(rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Add value, lower and upper, and turn status to "no data" or "too few to say" where nothing can be divided."""
    columns = {name: rows[name].to_numpy().astype(float) for name in ("numerator", "denominator", "counted", "squares")}
    share = np.ones(len(rows)) if measure.kind is Kind.TOTAL else columns["denominator"]
    nothing = ~(share > 0)
    divided = np.where(nothing, np.nan, share)
    limits = _limits(measure, columns, divided)
    scale = scale_of(measure)
    few = columns["counted"] < _FEWEST_FOR_A_MEAN if measure.kind is Kind.MEAN else np.zeros(len(rows), dtype=bool)
    status = rows["status"].to_numpy().astype(object)
    complete = status == Status.COMPLETE
    status = np.where(complete & nothing, Status.NO_DATA, np.where(complete & few, Status.TOO_FEW, status))
    shown = status == Status.COMPLETE
    told = {"value": columns["numerator"] / divided, "lower": limits.lower, "upper": limits.upper}
    return rows.with_columns(
        pl.Series("status", status.astype(str), dtype=pl.String),
        *(pl.Series(name, np.where(shown, scale * value, np.nan)).fill_nan(None) for name, value in told.items()),
    )


def _limits(measure: Measure, columns: Mapping[str, Floats], divided: Floats) -> Limits:
    none = np.full(len(divided), np.nan)
    if counts_money(measure) or np.isnan(columns["counted"]).all():
        return Limits(lower=none, upper=none)
    if measure.kind is Kind.PROPORTION:
        return wilson_limits(columns["numerator"], columns["denominator"])
    if measure.kind is Kind.MEAN:
        return student_limits(columns["numerator"], columns["squares"], columns["counted"])
    limits = (
        amount_limits(columns["numerator"], columns["squares"], columns["counted"])
        if measure.amount
        else poisson_limits(columns["numerator"])
    )
    return Limits(lower=limits.lower / divided, upper=limits.upper / divided)


def amount_limits(total: Floats, total_of_squares: Floats, events: Floats) -> Limits:
    """Limits of an amount added up over a Poisson number of events: total + sqrt(squares / events) x (limit - events).

    Where every event adds 1 these are the Poisson limits. No event: nothing is known of the size of one, so no limits.
    Source: Dobson and others, Confidence intervals for weighted sums of Poisson parameters, 1991.
    """
    some = np.where(events > 0, events, np.nan)
    width = np.sqrt(total_of_squares / some)
    poisson = poisson_limits(some)
    return Limits(lower=np.maximum(total + width * (poisson.lower - some), 0), upper=total + width * (poisson.upper - some))
