"""Shares of identities, with limits. Pure expressions over counts.

`measures` has the same Wilson limits for everybody after us; this room comes before it and may not ask it.
"""

import polars as pl

Z = 1.959963984540054
"""Standard errors on each side of a 95% interval."""


def with_share(frame: pl.DataFrame, name: str, part: str, whole: str) -> pl.DataFrame:
    """`frame` with `name` (part / whole), `name`_lower and `name`_upper: Wilson's 95% limits, in 0..1. Null where `whole` is 0."""
    events, total = pl.col(part).cast(pl.Float64), pl.when(pl.col(whole) > 0).then(pl.col(whole).cast(pl.Float64))
    centre = 2 * events + Z**2
    spread = (Z**2 * (Z**2 + 4 * events * (1 - events / total))).sqrt()
    below, above = ((centre + sign * spread) / (2 * (total + Z**2)) for sign in (-1, 1))
    # At none and at all of them the formula is exact but for rounding: the limit is the end itself.
    return frame.with_columns(
        (events / total).alias(name),
        pl.when((events == 0) & total.is_not_null()).then(0.0).otherwise(below).alias(f"{name}_lower"),
        pl.when(events == total).then(1.0).otherwise(above).alias(f"{name}_upper"),
    )


def with_ratio_to_all(frame: pl.DataFrame, part: str, whole: str, all_part: pl.Expr, all_whole: pl.Expr) -> pl.DataFrame:
    """`frame` with `ratio`, `ratio_lower`, `ratio_upper`: the share part / whole of a group over the share of all, 95%.

    The group is a part of all, so its own error is on both sides; limits on the log scale by the delta method, with half an
    identity added to each side for the error alone, so that a share of 1 has limits too. Null where nobody of the group, or
    nobody at all, is counted. The group of all has the ratio 1 and no width.
    """
    x, n = pl.col(part).cast(pl.Float64), pl.col(whole).cast(pl.Float64)
    rest_x, rest_n = all_part - x, all_whole - n
    share, every = x / n, all_part / all_whole
    weight = n / all_whole
    own = (x + 0.5) / (n + 1) * (1 - (x + 0.5) / (n + 1)) / n
    others = (rest_x + 0.5) / (rest_n + 1) * (1 - (rest_x + 0.5) / (rest_n + 1)) / rest_n
    variance = (1 / share - weight / every) ** 2 * own + pl.when(rest_n > 0).then(((1 - weight) / every) ** 2 * others).otherwise(0.0)
    known = (n > 0) & (x > 0)
    width = (Z * variance.sqrt()).exp()
    ratio = share / every
    return frame.with_columns(
        pl.when(known).then(ratio).alias("ratio"),
        pl.when(known).then(ratio / width).alias("ratio_lower"),
        pl.when(known).then(ratio * width).alias("ratio_upper"),
    )
