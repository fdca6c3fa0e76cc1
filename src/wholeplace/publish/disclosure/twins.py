"""Numbers that two measures share: one's denominator is another's, or the rows of a median. Hidden in one, hidden in all."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.publish.disclosure.margins import KEY

Bools = NDArray[np.bool_]
COLUMNS = ("numerator", "denominator")
_FEW_VALUES = 5  # columns with fewer different numbers may be alike by chance
_WHERE = ("grain", *KEY[1:])


def twins_of(rows: pl.DataFrame) -> pl.DataFrame:
    """measure, column, family: the columns of figures that are the same number everywhere, found by what they are and not by
    name. The denominator of a rate is left out: how many people live somewhere is no secret."""
    whole = rows.filter(pl.col("split") == "all")
    found = []
    for column in COLUMNS:
        own = whole if column == "numerator" else whole.filter(~pl.col("is_rate"))
        own = own.filter(pl.col(column).is_not_null()).select("measure", *_WHERE, pl.col(column).cast(pl.Float64).alias("number"))
        marked = own.with_columns(pl.struct(*_WHERE, "number").hash(seed=1).alias("mark"))
        alike = marked.group_by("measure").agg(
            pl.col("mark").sum().alias("family"), pl.col("number").n_unique().alias("values"), pl.len().alias("size")
        )
        found.append(alike.with_columns(pl.lit(column).alias("column")))
    each = pl.concat(found).filter(pl.col("values") >= _FEW_VALUES)
    return each.filter(pl.len().over("family", "size") > 1).select("measure", "column", "family")


def shown_elsewhere(rows: pl.DataFrame, twins: pl.DataFrame, hidden: dict[str, Bools]) -> dict[str, Bools]:
    """By column: the figures of `rows` that are shown while a twin of theirs is hidden."""
    parts = []
    for column in COLUMNS:
        marked = rows.select("position", "measure", *_WHERE, pl.col(column).is_not_null().alias("there")).with_columns(
            pl.Series("gone", hidden[column]), pl.lit(column).alias("column")
        )
        parts.append(marked.filter("there").join(twins, on=["measure", "column"]))
    both = pl.concat(parts).with_columns(pl.col("gone").any().over("family", *_WHERE).alias("twin_gone"))
    found = {}
    for column in COLUMNS:
        mask = np.zeros(len(rows), dtype=bool)
        mask[both.filter((pl.col("column") == column) & pl.col("twin_gone") & ~pl.col("gone"))["position"].to_numpy()] = True
        found[column] = mask
    return found
