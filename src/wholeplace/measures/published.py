"""Series that others published: their values with their own limits, in their own periods, under their own definition."""

import numpy as np
import polars as pl

from wholeplace.measures.areas import last_day, levels_of, standing, system_of
from wholeplace.measures.cells import PERSON_PARTS
from wholeplace.measures.counted import RAW_COLUMNS
from wholeplace.measures.rollup import FIGURE_KEYS
from wholeplace.measures.shapes import Measure
from wholeplace.measures.statistics import student_limits
from wholeplace.place.shapes import Place
from wholeplace.terms import Period
from wholeplace.warehouse import Warehouse

ORGANISATION, COUNTRY = "organisation", "country"
PUBLISHED_COLUMNS = (*FIGURE_KEYS, "numerator", "denominator", "value", "lower", "upper")
_KNOWN_SPLITS = ("all", "deprivation", "age", "sex", "ethnic_group")
_MOST_OF_A_MONTH = 20
"""Days that a daily series must have in a month before their mean stands for it; days that were not reported are missing."""


def published_rows(warehouse: Warehouse, measure: Measure, place: Place, period: Period) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """PUBLISHED_COLUMNS of one series up to the end of the period, and plain sentences on what was left out.

    Rows of another definition are left out: they never join the series. So are areas that this place does not know.
    A value published twice for the same days counts once, the one with limits first. A daily series gives the mean of
    each month.
    """
    found = warehouse.frame(
        'select area as published_area, starts, ends, split, "group", value, lower, upper, numerator, denominator, definition_id\n'
        f"from published where indicator = $1 and ({measure.counts}) and ends <= cast($2 as date) and value is not null",
        [measure.indicator, str(period.ends)],
    )
    mine = found.filter(pl.col("definition_id") == measure.definition_id)
    notes: tuple[str, ...] = ()
    if others := len(found) - len(mine):
        notes = (f"{measure.title}: {others:,} published values follow another definition and are left out of this series.",)
    known = mine.join(_our_areas(place), on="published_area").filter(pl.col("split").is_in((*_KNOWN_SPLITS, *measure.splits)))
    daily = (pl.col("ends") - pl.col("starts")).dt.total_days() <= 1
    whole = pl.concat([known.filter(~daily), _monthly_means(known.filter(daily))], how="diagonal").with_columns(_grain())
    keys = list(FIGURE_KEYS)
    once = whole.sort(*keys, pl.col("lower").is_null(), "value").unique(keys, keep="first", maintain_order=True)
    return once.select(PUBLISHED_COLUMNS), notes


def _our_areas(place: Place) -> pl.DataFrame:
    """Every code or alias that a publisher may use for one of ours: published_area, area, level.

    Areas at the place's levels and footprints, its organisations, and its country. A code wins over an alias.
    """
    told: dict[str, tuple[str, str]] = {organisation.code: (organisation.code, ORGANISATION) for organisation in place.organisations}
    told[place.settings.country] = (place.settings.country, COUNTRY)
    ours = [area for area in place.areas if area.level in levels_of(place)]
    for area in ours:
        told |= dict.fromkeys(area.aliases, (area.code, area.level))
    told |= {area.code: (area.code, area.level) for area in ours}
    rows = [(code, *found) for code, found in sorted(told.items())]
    return pl.DataFrame(rows, schema=["published_area", "area", "level"], orient="row")


def _monthly_means(daily: pl.DataFrame) -> pl.DataFrame:
    month = pl.col("starts").dt.truncate("1mo").alias("starts")
    means = daily.sort("starts").group_by("level", "area", "split", "group", month, maintain_order=True)
    enough = means.agg(pl.col("value").mean(), pl.len().alias("days")).filter(pl.col("days") >= _MOST_OF_A_MONTH)
    return enough.with_columns(pl.col("starts").dt.offset_by("1mo").alias("ends")).drop("days")


def _grain() -> pl.Expr:
    """Months and quarters are what they say. A year and anything longer stands as "year", with its own first and last day."""
    months = (pl.col("ends").dt.year() - pl.col("starts").dt.year()) * 12 + pl.col("ends").dt.month() - pl.col("starts").dt.month()
    shorter = pl.when(months <= 1).then(pl.lit("month")).when(months <= 3).then(pl.lit("period"))
    return shorter.otherwise(pl.lit("year")).alias("grain")


def monthly_rate(rows: pl.DataFrame, people: pl.DataFrame, place: Place, period: Period) -> pl.DataFrame:
    """A count that others publish each month and that becomes a rate a day here (delayed transfers): level, area, month,
    numerator, denominator (person-days).

    `rows`: PUBLISHED_COLUMNS of the series. `people`: level, area, month and people (in millionths) who could be counted;
    used where the publisher gives no denominator. The number of events is not published, so limits can only come from how
    the months differ (`limits_from_months`).
    """
    monthly = rows.filter((pl.col("grain") == "month") & (pl.col("split") == "all")).rename({"starts": "month"})
    days = pl.col("month").dt.days_in_month()
    with_people = monthly.join(people, on=["level", "area", "month"], how="left")
    person_days = pl.coalesce("denominator", pl.col("people") * days / PERSON_PARTS)
    told = with_people.select("level", "area", "month", "numerator", person_days.alias("denominator")).filter(pl.col("denominator") > 0)
    return pl.concat([told, _system_from_places(told, place, period)])


def _system_from_places(told: pl.DataFrame, place: Place, period: Period) -> pl.DataFrame:
    """The widest level as the sum of the next, for months in which nobody published it and every area below has a value."""
    widest, below = place.settings.levels[:2]
    due = standing(place, below, last_day(period))
    published = told.filter(pl.col("level") == widest)["month"]
    parts = told.filter((pl.col("level") == below) & pl.col("area").is_in(due) & ~pl.col("month").is_in(published.implode()))
    summed = parts.sort("area").group_by("month").agg(pl.col("numerator", "denominator").sum(), pl.len().alias("areas"))
    code = pl.lit(system_of(place, last_day(period))).alias("area")
    return summed.filter(pl.col("areas") == len(due)).select(pl.lit(widest).alias("level"), code, "month", "numerator", "denominator")


def over_windows(monthly: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """Monthly numerators and denominators added up over windows (from `months_in`), as RAW_COLUMNS. A window with a month
    missing has no row."""
    due = windows.group_by("grain", "starts", "ends").agg(pl.len().alias("months"))
    keys = ["level", "area", "grain", "starts", "ends"]
    summed = (
        monthly.sort("month").join(windows, on="month").group_by(keys).agg(pl.col("numerator", "denominator").sum(), pl.len().alias("seen"))
    )
    whole = summed.join(due, on=["grain", "starts", "ends"]).filter(pl.col("seen") == pl.col("months"))
    none = [pl.lit(None, pl.Float64).alias(name) for name in ("counted", "squares", "expected", "unmatched", "unlinked")]
    return whole.with_columns(pl.lit("all").alias("split"), pl.lit("all").alias("group"), *none).select(RAW_COLUMNS)


def limits_from_months(rows: pl.DataFrame, monthly: pl.DataFrame, windows: pl.DataFrame, *, scale: float) -> pl.DataFrame:
    """`rows` with 95% limits from how far their months lie from the rate of the whole window (Student's t).

    For a published count of days: one person's stay adds many, so a Poisson limit of the days would be far too narrow, and
    the number of people is not published. Months are all we can see chance in. None for a single month. Season widens them.
    """
    keys = ["level", "area", "grain", "starts", "ends"]
    whole = rows.select(*keys, pl.col("numerator").alias("events"), pl.col("denominator").alias("exposure"))
    each = whole.join(windows, on=["grain", "starts", "ends"]).join(monthly, on=["level", "area", "month"])
    away = (pl.col("numerator") - pl.col("events") / pl.col("exposure") * pl.col("denominator")).pow(2).sum()
    spread = (
        each.sort(*keys, "month")
        .group_by(keys, maintain_order=True)
        .agg(away.alias("squares"), pl.len().alias("months"), pl.first("exposure"))
    )
    limits = student_limits(np.zeros(len(spread)), spread["squares"].to_numpy(), spread["months"].to_numpy())
    half = limits.upper * spread["months"].to_numpy() / spread["exposure"].to_numpy() * scale
    known = spread.select(keys).with_columns(pl.Series("half", half).fill_nan(None))
    joined = rows.drop("lower", "upper").join(known, on=keys, how="left", maintain_order="left")
    lower = pl.max_horizontal(pl.col("value") - pl.col("half"), pl.lit(0.0))
    with_half = pl.col("half").is_not_null() & pl.col("value").is_not_null()
    return joined.with_columns(
        pl.when(with_half).then(lower).alias("lower"), pl.when(with_half).then(pl.col("value") + pl.col("half")).alias("upper")
    ).select(rows.columns)
