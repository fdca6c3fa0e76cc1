"""Who comes back: odds by day of delay and by support that started late, by logistic regression in own Newton steps."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import brentq

from wholeplace.flow.calibrate.arrivals import Ranged, share_of
from wholeplace.flow.calibrate.laws import Z90, Array

FEWEST_BACK = 30
"""People who came back, in each of two groups compared, from which their odds are fitted."""
STEPS = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class OddsFit:
    """An odds ratio with its 90% interval; `people` and how many of them came back. `ratio` None: too few to say."""

    ratio: Ranged | None
    people: int
    back: int


def logistic(outcome: Array, design: Array, people: Array) -> tuple[Array, Array]:
    """Coefficients and covariance of a logistic regression on counts: `outcome` 0 or 1, `people` of each row.

    A hair of ridge (a normal with standard deviation 10) keeps a group in which nobody came back from running off.
    """
    beta, ridge = np.zeros(design.shape[1]), np.eye(design.shape[1]) / 100.0
    information = ridge
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        weight = people * chance * (1 - chance)
        information = design.T @ (design * weight[:, None]) + ridge
        step = np.linalg.solve(information, design.T @ (people * (outcome - chance)) - ridge @ beta)
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-9:
            break
    return beta, np.linalg.inv(information)


def odds_each_delay_day(returns: pl.DataFrame) -> OddsFit:
    """How the odds of coming back change with each day of delay, pathways and ways of coming held alike. Delays are told up to 30."""
    rows = returns.filter(pl.col("delay_days").is_not_null() & (pl.col("came_as") != "same-day"))
    back = int(rows.filter(pl.col("back_after_days").is_not_null())["people"].sum())
    delayed_back = rows.filter(pl.col("back_after_days").is_not_null() & (pl.col("delay_days") > 0))["people"].sum()
    people = int(rows["people"].sum())
    if delayed_back < FEWEST_BACK:
        return OddsFit(ratio=None, people=people, back=back)
    groups = (pl.col("came_as") + pl.col("pathway").cast(pl.String)).alias("group")
    of = rows.select(groups)["group"].to_numpy()
    design = np.column_stack([*((of == group).astype(float) for group in sorted(set(of))), rows["delay_days"].to_numpy().astype(float)])
    return OddsFit(ratio=_last_ratio(rows, design), people=people, back=back)


def odds_when_late(returns: pl.DataFrame, support: str) -> OddsFit:
    """How the odds of coming back differ between pathway 1 people whose support had not begun by day 2 and those for whom it had.

    `support`: the column that says so, counted from leaving or from ready. Only people who were not back by the end of day 2 are
    compared, by whether they came back on days 3 to 29: whoever is back before support could start would else count as late
    (immortal time). Days of delay are held alike where they are told.

    Who has no support on record either came back before it began, or is somebody whose care records are not linked. The second are
    as many among those who came back as among those who did not: that share of them is left out, and so are all without support
    on record who did not come back.
    """
    rows = returns.filter(
        (pl.col("pathway") == 1) & (pl.col("came_as") == "emergency") & pl.col(support).is_not_null()
        & (pl.col("back_after_days").is_null() | (pl.col("back_after_days") > 2))
    ).with_columns(late=(pl.col(support) != "in time").cast(pl.Float64), back=pl.col("back_after_days").is_not_null())  # fmt: skip
    rows = _linked(rows, support)
    people, back = float(rows["weight"].sum()), rows.filter("back")
    fewest = min(float(back.filter(pl.col("late") == late)["weight"].sum()) for late in (0, 1))
    if fewest < FEWEST_BACK:
        return OddsFit(ratio=None, people=round(people), back=round(float(back["weight"].sum())))
    delay = rows["delay_days"].fill_null(0).to_numpy().astype(float)
    untold = rows["delay_days"].is_null().to_numpy().astype(float)
    design = np.column_stack([np.ones(len(rows)), delay, untold, rows["late"].to_numpy()])
    return OddsFit(ratio=_last_ratio(rows, design), people=round(people), back=round(float(back["weight"].sum())))


def _linked(rows: pl.DataFrame, support: str) -> pl.DataFrame:
    """The rows with `weight`: the people of them whose care records are taken to be linked."""
    stayed, came_back = rows.filter(~pl.col("back")), rows.filter("back")
    none = pl.col(support) == "none"
    unlinked = float(stayed.filter(none)["people"].sum()) / max(float(stayed["people"].sum()), 1.0)
    without = max(float(came_back.filter(none)["people"].sum()), 1e-9)
    kept = max(1 - unlinked * float(came_back["people"].sum()) / without, 0.0)
    weight = pl.when(~none).then(1.0).when("back").then(kept).otherwise(0.0)
    return rows.with_columns(weight=pl.col("people") * weight).filter(pl.col("weight") > 0)


def _last_ratio(rows: pl.DataFrame, design: Array) -> Ranged:
    outcome = rows["back_after_days"].is_not_null().to_numpy().astype(float)
    beta, covariance = logistic(outcome, design, rows["weight" if "weight" in rows.columns else "people"].to_numpy().astype(float))
    error = Z90 * float(np.sqrt(covariance[-1, -1]))
    return Ranged(value=float(np.exp(beta[-1])), low=float(np.exp(beta[-1] - error)), high=float(np.exp(beta[-1] + error)))


def share_undelayed(returns: pl.DataFrame, each_day: float, when_late: float) -> Ranged:
    """The share that would come back with no delay and support in time, such that those counted come back as often as they did.

    `returns`: one group's rows. The interval is that of the share seen, carried over.
    """
    delay = returns["delay_days"].fill_null(0).to_numpy().astype(float)
    late = ((returns["after_ready"] == "late") & (returns["pathway"] == 1)).fill_null(value=False).to_numpy().astype(float)
    people = returns["people"].to_numpy().astype(float)
    seen = share_of(float(returns.filter(pl.col("back_after_days").is_not_null())["people"].sum()), float(people.sum()))
    more = np.log(each_day) * delay + np.log(when_late) * late

    def back(level: float, wanted: float) -> float:
        return float(people @ (1 / (1 + np.exp(-(level + more)))) / people.sum() - wanted)

    def solved(wanted: float) -> float:
        if wanted <= 1e-6 or people.sum() <= 0:
            return 0.0
        level = float(np.asarray(brentq(back, -40.0, 40.0, args=(min(wanted, 1 - 1e-6),))))
        return float(1 / (1 + np.exp(-level)))

    return Ranged(value=solved(seen.value), low=solved(seen.low), high=solved(seen.high))


__all__ = ["OddsFit", "logistic", "odds_each_delay_day", "odds_when_late", "share_undelayed"]
