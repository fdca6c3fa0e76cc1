"""The baseline table: who is in each group on the index day, and how far apart the groups are.

Standardised mean differences follow Yang and Dalton, A unified approach to measuring the effect size between two groups
using SAS, SAS Global Forum 2012 (paper 335): for numbers (a - b) / sqrt((va + vb) / 2), for categories the Mahalanobis
distance of the shares without the last level.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import polars as pl

from wholeplace.people.cohort.shapes import BaselineRow
from wholeplace.people.cohort.vocabulary import FIRSTS_OF_GROUPS

ALL, NOT_KNOWN = "all", "not known"
THIRDS = ("lowest third", "middle third", "highest third")
COHORT, COMPARISON = "cohort", "comparison"


def baseline_table(rows: pl.DataFrame, columns: Sequence[str], *, by: str | None) -> tuple[BaselineRow, ...]:
    """The baseline table of `columns`, for all and for each group of `by` (numbers in thirds).

    With a column `in_cohort` the groups are cohort and comparison, and the comparison is weighted by `weight`; people with
    weight 0 in the cohort still count in it.
    """
    groups = grouped(rows, by)
    frames = {name: rows.filter(groups == name) for name in sorted(groups.unique(), key=_order)}
    if "in_cohort" not in rows.columns:
        frames = {ALL: rows, **(frames if by else {})}
    return tuple(row for column in columns if column != by for row in _column(column, frames))


def grouped(rows: pl.DataFrame, by: str | None) -> pl.Series:
    """The group of each row, as text."""
    if "in_cohort" in rows.columns:
        return pl.Series(np.where(rows["in_cohort"].to_numpy(), COHORT, COMPARISON), dtype=pl.String)
    if by is None:
        return pl.Series([ALL] * len(rows), dtype=pl.String)
    values = rows[by]
    if not _is_number(by, values):
        return _as_text(values).fill_null(NOT_KNOWN)
    known = values.drop_nulls().cast(pl.Float64).to_numpy()
    cuts = np.quantile(known, [1 / 3, 2 / 3]) if len(known) else np.zeros(2)
    thirds = [NOT_KNOWN if value is None else THIRDS[int(np.searchsorted(cuts, float(value)))] for value in values]
    return pl.Series(thirds, dtype=pl.String)


def _order(group: str) -> tuple[int, str]:
    known = (*THIRDS, COHORT, COMPARISON)
    return (known.index(group), "") if group in known else (len(known) + (group == NOT_KNOWN), group)


def _is_number(column: str, values: pl.Series) -> bool:
    return values.dtype.is_numeric() and column not in FIRSTS_OF_GROUPS


def _as_text(values: pl.Series) -> pl.Series:
    if values.dtype == pl.Boolean:
        return values.replace_strict({True: "yes", False: "no"}, return_dtype=pl.String, default=None)
    return values.cast(pl.String)


def _weights(frame: pl.DataFrame) -> np.ndarray:
    if "weight" not in frame.columns:
        return np.ones(len(frame))
    weights = frame["weight"].cast(pl.Float64).to_numpy()
    return np.where(frame["in_cohort"].to_numpy(), 1.0, weights)


def _column(column: str, frames: dict[str, pl.DataFrame]) -> Iterator[BaselineRow]:
    some = next(iter(frames.values()))[column]
    make = _numbers if _is_number(column, some) else _levels
    yield from make(column, frames)


def _compared(frames: dict[str, pl.DataFrame]) -> list[str]:
    return [name for name in frames if name not in (ALL, NOT_KNOWN)]


def _numbers(column: str, frames: dict[str, pl.DataFrame]) -> Iterator[BaselineRow]:
    known = {name: frame.filter(pl.col(column).is_not_null()) for name, frame in frames.items()}
    moments = {name: _moments(frame, column) for name, frame in known.items()}
    smd = _largest([_distance(*moments[a], *moments[b]) for a, b in combinations(_compared(frames), 2)])
    for name, frame in known.items():
        mean, sd = moments[name]
        values, weights = frame[column].cast(pl.Float64).to_numpy(), _weights(frame)
        lower, middle, upper = (_quantile(values, weights, share) for share in (0.25, 0.5, 0.75))
        yield BaselineRow(
            column=column, level="", group=name, people=len(frame), missing=len(frames[name]) - len(frame), mean=mean, sd=sd,
            median=middle, lower_quartile=lower, upper_quartile=upper, smd=smd,
        )  # fmt: skip


def _moments(frame: pl.DataFrame, column: str) -> tuple[float | None, float | None]:
    values, weights = frame[column].cast(pl.Float64).to_numpy(), _weights(frame)
    total = weights.sum()
    if total <= 0:
        return None, None
    mean = float((values * weights).sum() / total)
    spread = float((weights * (values - mean) ** 2).sum() / total)
    many = len(values)
    return mean, float(np.sqrt(spread * many / (many - 1))) if many > 1 else None


def _quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float | None:
    """The quantile of weighted values; between two values, as `numpy.quantile` does for equal weights."""
    if len(values) == 0 or weights.sum() <= 0:
        return None
    order = np.argsort(values, kind="stable")
    ordered, heavy = values[order], weights[order]
    reached = np.cumsum(heavy) - heavy
    most = reached[-1]
    return float(ordered[0]) if most <= 0 else float(np.interp(share * most, reached, ordered))


def _distance(mean: float | None, sd: float | None, other: float | None, other_sd: float | None) -> float | None:
    if mean is None or other is None or sd is None or other_sd is None:
        return None
    pooled = np.sqrt((sd**2 + other_sd**2) / 2)
    if pooled == 0:
        return 0.0 if mean == other else None
    return float((mean - other) / pooled)


def _largest(distances: Sequence[float | None]) -> float | None:
    sizes = [abs(distance) for distance in distances if distance is not None]
    return max(sizes) if sizes else None


def _levels(column: str, frames: dict[str, pl.DataFrame]) -> Iterator[BaselineRow]:
    texts = {name: _as_text(frame[column]) for name, frame in frames.items()}
    levels = sorted({level for values in texts.values() for level in values.drop_nulls().unique()}, key=_level_order)
    if not levels:  # nobody's is recorded: said, and not left out in silence
        yield from (BaselineRow(column=column, level="", group=name, people=0, missing=len(values)) for name, values in texts.items())
        return
    shares = {name: _shares(texts[name], _weights(frame), levels) for name, frame in frames.items()}
    smd = _largest([_mahalanobis(shares[a], shares[b]) for a, b in combinations(_compared(frames), 2)])
    for place, level in enumerate(levels):
        for name, values in texts.items():
            given = shares[name]
            yield BaselineRow(
                column=column, level=level, group=name, people=int((values == level).sum()), missing=values.null_count(),
                share=None if given is None else float(given[place]), smd=smd,
            )  # fmt: skip


def _level_order(level: str) -> tuple[int, float, str]:
    return (0, float(level), "") if level.lstrip("-").isdigit() else (1, 0.0, level)


def _shares(values: pl.Series, weights: np.ndarray, levels: Sequence[str]) -> np.ndarray | None:
    texts = np.array(values.to_list(), dtype=object)
    sums = np.array([weights[texts == level].sum() for level in levels])
    return sums / sums.sum() if sums.sum() > 0 else None


def _mahalanobis(shares: np.ndarray | None, others: np.ndarray | None) -> float | None:
    if shares is None or others is None:
        return None
    a, b = shares[:-1], others[:-1]
    if len(a) == 0:
        return 0.0
    spread = (np.diag(a) - np.outer(a, a) + np.diag(b) - np.outer(b, b)) / 2
    return float(np.sqrt(max((a - b) @ np.linalg.pinv(spread) @ (a - b), 0.0)))
