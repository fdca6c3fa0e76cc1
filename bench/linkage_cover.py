"""What share of the benchmark's changed names the product's own lists would know: the benchmark must not be damaged by those lists."""

from pathlib import Path

import polars as pl

from wholeplace.people.link.standard.names import name_lists, plain


def cover(folder: Path) -> pl.DataFrame:
    """kind, names changed, and the share of which before and after stand for one full form in people/link/names."""
    pairs = name_lists().select("name", "canonical")
    forms = pl.concat([pairs, pairs.select(pl.col("canonical").alias("name"), "canonical")]).unique()
    changed = pl.read_parquet(folder / "changed.parquet").filter(pl.col("before") != pl.col("after")).with_row_index("change")
    changed = changed.with_columns(plain(changed["before"]).alias("before"), plain(changed["after"]).alias("after"))
    sides = [
        changed.select("change", name=side)
        .join(forms, on="name", how="left")
        .select("change", pl.coalesce("canonical", "name").alias("form"))
        for side in ("before", "after")
    ]
    known = sides[0].join(sides[1], on=["change", "form"]).select("change").unique().with_columns(known=True)
    told = changed.join(known, on="change", how="left").group_by("kind")
    return told.agg(changed=pl.len(), known=pl.col("known").fill_null(value=False).mean()).sort("kind")
