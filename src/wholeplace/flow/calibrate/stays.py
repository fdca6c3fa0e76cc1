"""Time to ready by how people left, when some have not left: expectation and maximisation without a law.

Of a stay that goes on, neither the way out nor the ready date is in the records; of some that ended, one of the two is missing. Each
is shared out over what it may become, by how likely that is after so many days, until nothing changes. What comes out is counts of
whole days to ready for each way out, to which laws can be fitted as if all had been told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.flow.calibrate.laws import Array, Lengths
from wholeplace.flow.calibrate.survival import kaplan_meier

LONGEST = 400
"""Days at which the counting stops; longer stays stand there."""
ROUNDS = 12
DIED, THERE, NOT_TOLD = "died", "there", "not told"


@dataclass(frozen=True, kw_only=True, slots=True)
class WaysOut:
    """For each way out: `lengths` to ready (in all, for those who died), `share` of the people admitted, and `people` behind it."""

    lengths: Mapping[str, Lengths]
    share: Mapping[str, float]
    people: float
    told: float  # share of those who left alive whose ready date is known


def ways_out(stays: pl.DataFrame, delays: Mapping[str, Array], ways: tuple[str, ...]) -> WaysOut:
    """Time to ready by way out, from counted stays (Paths.stay_lengths of one `came_as`). `delays`: share of people by days of delay.

    Stays that began before the records count for lengths only where the ready day lies in the records (their chance to be seen is
    then known); shares come from those that began later.
    """
    told = _told(stays, ways)
    state = {way: _Counts(ended=told[way].copy(), going_on=np.zeros(LONGEST + 1)) for way in ways}
    early = {way: _early(stays, way) for way in ways}
    later = stays.filter((pl.col("before") == 0) & ((pl.col("how") == THERE) | (pl.col("how") == NOT_TOLD) | _ready_missing()))
    for _ in range(ROUNDS if len(later) else 0):
        beliefs = {way: _belief(state[way], early[way], delays.get(way, np.ones(1))) for way in ways}
        share = _shares(state)
        state = {way: _Counts(ended=told[way].copy(), going_on=np.zeros(LONGEST + 1)) for way in ways}
        for row in later.iter_rows(named=True):
            _share_out(row, beliefs, share, state)
    people = sum(counts.people for counts in state.values())
    return WaysOut(
        lengths={way: _lengths(state[way], early[way]) for way in ways}, share=_shares(state), people=people, told=_told_share(stays)
    )


@dataclass(slots=True, kw_only=True)
class _Counts:
    """People by whole days to ready: ready on that day, or not yet ready after so many."""

    ended: Array
    going_on: Array

    @property
    def people(self) -> float:
        return float(self.ended.sum() + self.going_on.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Belief:
    """What is thought of one way out: chance of each number of days to ready, of each delay, and of lasting at least so long in all."""

    ready: Array
    delay: Array
    in_all: Array
    lasts: Array


def _ready_missing() -> pl.Expr:
    return pl.col("days_to_ready").is_null() & (pl.col("how") != DIED)


def _told_share(stays: pl.DataFrame) -> float:
    left = stays.filter(~pl.col("how").is_in([DIED, THERE]))
    told = left.filter(pl.col("days_to_ready").is_not_null())
    return float(told["people"].sum()) / max(float(left["people"].sum()), 1.0)


def _days(stays: pl.DataFrame, way: str) -> pl.DataFrame:
    """Days to ready of a way out; those who died are taken to be ready when they die."""
    return stays.filter(pl.col("how") == way).with_columns(to_ready=pl.col("days") if way == DIED else pl.col("days_to_ready"))


def _told(stays: pl.DataFrame, ways: tuple[str, ...]) -> dict[str, Array]:
    told = {}
    for way in ways:
        rows = _days(stays, way).filter((pl.col("before") == 0) & pl.col("to_ready").is_not_null())
        at = np.clip(rows["to_ready"].to_numpy().astype(int), 0, LONGEST)
        told[way] = np.bincount(at, weights=rows["people"].to_numpy().astype(float), minlength=LONGEST + 1).astype(np.float64)
    return told


def _early(stays: pl.DataFrame, way: str) -> Lengths:
    """Stays that began before the records and were ready within them."""
    rows = _days(stays, way).filter((pl.col("before") > 0) & (pl.col("to_ready") >= pl.col("before")) & (pl.col("before") < LONGEST))
    return Lengths(
        days=np.minimum(rows["to_ready"].to_numpy().astype(float), LONGEST),
        over=np.ones(len(rows), dtype=bool),
        before=rows["before"].to_numpy().astype(float),
        people=rows["people"].to_numpy().astype(float),
    )


def _lengths(counts: _Counts, early: Lengths) -> Lengths:
    ended, on = np.flatnonzero(counts.ended > 0), np.flatnonzero(counts.going_on > 0)
    return Lengths(
        days=np.concatenate([ended, on, early.days]).astype(float),
        over=np.concatenate([np.ones(len(ended), bool), np.zeros(len(on), bool), early.over]),
        before=np.concatenate([np.zeros(len(ended) + len(on)), early.before]),
        people=np.concatenate([counts.ended[ended], counts.going_on[on], early.people]),
    )


def _shares(state: Mapping[str, _Counts]) -> dict[str, float]:
    total = sum(counts.people for counts in state.values())
    return {way: counts.people / total if total else 0.0 for way, counts in state.items()}


def _belief(counts: _Counts, early: Lengths, delay: Array) -> _Belief:
    """The curve of what is counted so far, as chances; what lies beyond the longest length stands on it."""
    curve = kaplan_meier(_lengths(counts, early))
    ready = np.zeros(LONGEST + 1)
    chances = -np.diff(np.concatenate([curve.share, [0.0]]))
    ready[: len(chances)] = chances[: LONGEST + 1]
    in_all = np.convolve(ready, delay)[: LONGEST + 1]
    return _Belief(ready=ready, delay=delay, in_all=in_all, lasts=np.cumsum(in_all[::-1])[::-1])


def _share_out(row: Mapping[str, object], beliefs: Mapping[str, _Belief], share: Mapping[str, float], state: Mapping[str, _Counts]) -> None:
    """Add one kind of half-told stay to the counts of every way out that it may take."""
    how, days, people = str(row["how"]), min(int(str(row["days"])), LONGEST), float(str(row["people"]))
    ready = None if row["days_to_ready"] is None else min(int(str(row["days_to_ready"])), LONGEST)
    ways = [how] if how in state else [way for way in state if not (how == NOT_TOLD and way == DIED)]
    weights = np.array([share[way] * _chance(beliefs[way], how, days, ready) for way in ways])
    if weights.sum() <= 0:
        weights = np.array([share[way] for way in ways])
    if weights.sum() <= 0:
        return
    for way, weight in zip(ways, people * weights / weights.sum(), strict=True):
        _add(state[way], beliefs[way], how, days, ready, weight)


def _chance(belief: _Belief, how: str, days: int, ready: int | None) -> float:
    if ready is not None:
        return float(belief.ready[ready])
    return float(belief.lasts[days] if how == THERE else belief.in_all[days])


def _add(counts: _Counts, belief: _Belief, how: str, days: int, ready: int | None, people: float) -> None:
    """Of a stay of `days`, which day was the ready one? Of one that goes on: one before, with a delay that lasts, or none yet."""
    if ready is not None:
        counts.ended[ready] += people
        return
    delay = np.zeros(days + 1)
    shape = np.cumsum(belief.delay[::-1])[::-1] if how == THERE else belief.delay
    reach = min(len(shape), days + 1)
    delay[:reach] = shape[:reach]
    chances = belief.ready[: days + 1] * delay[::-1]
    if how == THERE:
        chances[days] = belief.ready[days:].sum()  # not ready before today
    if chances.sum() <= 0:
        chances[days] = 1.0
    chances *= people / chances.sum()
    if how == THERE:
        counts.going_on[days] += chances[days]
        chances[days] = 0.0
    counts.ended[: days + 1] += chances


__all__ = ["DIED", "LONGEST", "WaysOut", "ways_out"]
