"""Ways out of hospital and time to ready, when neither is told of people who are still there."""

import numpy as np
import polars as pl
import pytest

from wholeplace.flow.calibrate.laws import fit_laws
from wholeplace.flow.calibrate.stays import ways_out

WAYS = ("0", "1", "3")
SHARE = {"0": 0.6, "1": 0.3, "3": 0.1}
MEAN = {"0": 4.0, "1": 9.0, "3": 20.0}
DELAY = {"0": 0.0, "1": 2.0, "3": 10.0}
SCHEMA = {
    "came_as": pl.String, "how": pl.String, "before": pl.Int64, "days_to_ready": pl.Int64, "delay_days": pl.Int64, "days": pl.Int64,
    "people": pl.Int64,
}  # fmt: skip


def records(days: int, people: int, *, untold: float = 0.0, seed: int = 1) -> tuple[pl.DataFrame, dict[str, np.ndarray]]:
    """An extract of so many days of people admitted evenly over it and the 300 days before it, and the law of delay by way out."""
    rng = np.random.default_rng(seed)
    way = rng.choice(WAYS, people, p=list(SHARE.values()))
    began = rng.integers(-300, days, people)
    ready = np.maximum(1, np.round(rng.gamma(2.0, 0.5, people) * np.array([MEAN[w] for w in way]))).astype(int)
    delay = np.where([DELAY[w] == 0 for w in way], 0, rng.geometric([1 / (1 + DELAY[w]) for w in way]) - 1)
    left = began + ready + delay
    seen, over = left >= 0, left < days
    told = over & (rng.random(people) >= untold)
    frame = pl.DataFrame(
        {
            "came_as": ["emergency"] * people,
            "how": np.where(over, np.where(rng.random(people) < untold, "not told", way), "there"),
            "before": np.maximum(-began, 0),
            "days_to_ready": pl.Series(ready).set(pl.Series(~told), None),
            "delay_days": pl.Series(delay).set(pl.Series(~told), None),
            "days": np.where(over, left, days) - began,
        }
    ).filter(pl.Series(seen))
    frame = frame.group_by(frame.columns).agg(pl.len().cast(pl.Int64).alias("people")).sort(frame.columns)
    laws = {w: np.array([1.0]) if m == 0 else (1 / (1 + m)) * (m / (1 + m)) ** np.arange(200) for w, m in DELAY.items()}
    return frame, laws


@pytest.mark.parametrize("untold", [0.0, 0.15])
def test_a_90_day_extract_gives_the_planted_shares_and_means(untold: float) -> None:
    frame, delays = records(90, 60_000, untold=untold)
    found = ways_out(frame, delays, WAYS)
    for way in WAYS:
        assert found.share[way] == pytest.approx(SHARE[way], abs=0.02)
        assert fit_laws(found.lengths[way])[0].length.mean == pytest.approx(MEAN[way], rel=0.06)


def test_only_those_who_left_would_give_too_few_long_stays() -> None:
    """What the shares and means would be without sharing out who is still there."""
    frame, delays = records(90, 60_000)
    left = frame.filter((pl.col("before") == 0) & (pl.col("how") != "there"))
    share = float(left.filter(pl.col("how") == "3")["people"].sum()) / float(left["people"].sum())
    assert share < 0.85 * SHARE["3"]
    assert ways_out(frame, delays, WAYS).share["3"] == pytest.approx(SHARE["3"], abs=0.01)


def test_everybody_is_shared_out_and_nobody_twice() -> None:
    frame, delays = records(90, 5_000, untold=0.1)
    found = ways_out(frame, delays, WAYS)
    assert found.people == pytest.approx(float(frame.filter(pl.col("before") == 0)["people"].sum()))
    assert sum(found.share.values()) == pytest.approx(1.0)
    assert found.told == pytest.approx(0.9, abs=0.03)


def test_nobody_there_and_all_told_needs_no_sharing() -> None:
    rows = [("emergency", "0", 0, 2, 1, 3, 5), ("emergency", "1", 0, 4, 0, 4, 5)]
    found = ways_out(pl.DataFrame(rows, schema=SCHEMA, orient="row"), {}, ("0", "1"))
    assert found.share == {"0": 0.5, "1": 0.5}
    assert found.lengths["0"].days.tolist() == [2.0]
