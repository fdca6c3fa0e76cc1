"""Points that look back: two of them that share months, subtracted, are one month less another."""

import numpy as np
import polars as pl

from wholeplace.measures.statistics import Rule, differencing
from wholeplace.publish.disclosure.spans import SERIES

_LOOKED_BACK = ("measure", "level")


def points_apart(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """`rows` without the monthly points of a rolling measure at a level where the points of some area, subtracted from one
    another, leave a small number in some month and no other number it could be. Its period and its year stand."""
    points = rows.filter((pl.col("looks_back") > 0) & (pl.col("split") == "all") & pl.col("numerator").is_not_null())
    found = [key for key, own in points.partition_by(_LOOKED_BACK, as_dict=True).items() if _gives_away(own, rule)]
    if not found:
        return rows
    gone = pl.DataFrame(found, schema=dict.fromkeys(_LOOKED_BACK, pl.String), orient="row")
    return rows.join(gone.with_columns(pl.lit("month").alias("grain")), on=[*_LOOKED_BACK, "grain"], how="anti", maintain_order="left")


def _gives_away(points: pl.DataFrame, rule: Rule) -> bool:
    """Points of one measure and level: can a small number of one month be worked out in any area?"""
    back = points["looks_back"][0]
    ends = pl.col("ends").dt.year().cast(pl.Int64) * 12 + pl.col("ends").dt.month()
    table = points.with_columns(ends.alias("end")).pivot(
        on="end", index=list(SERIES), values="numerator", aggregate_function="first", maintain_order=True
    )
    last = np.array([int(name) for name in table.columns[len(SERIES) :]])
    counts = table.select(table.columns[len(SERIES) :]).cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return bool(differencing(last - back, last, counts).found(rule).any())
