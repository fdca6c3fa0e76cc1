"""Capacity is never read off a service that was full: it is stated, or said to be a lower bound."""

from datetime import date

import numpy as np
import pytest

from wholeplace.flow.calibrate.back_testing import last_full_winter, replay_of
from wholeplace.flow.calibrate.capacity import sustained


def test_the_highest_use_that_lasted_a_week() -> None:
    use = np.array([10.0] * 20 + [30.0] + [12.0] * 7 + [10.0] * 5)
    assert sustained(use) == 15  # 12 for 6 days beside the one day of 30: 102 / 7, rounded up
    assert sustained(np.array([3.0, 4.0])) == 4


@pytest.mark.parametrize(
    ("starts", "until", "winter"),
    [
        (date(2022, 10, 1), date(2025, 11, 1), 2024),
        (date(2022, 10, 1), date(2025, 2, 28), 2023),
        (date(2024, 10, 1), date(2025, 11, 1), None),  # too little before it to fit
        (date(2024, 9, 1), date(2025, 3, 1), 2024),
        (date(2025, 1, 1), date(2025, 12, 1), None),
    ],
)
def test_the_last_winter_that_the_records_hold_in_full(starts: date, until: date, winter: int | None) -> None:
    assert last_full_winter(starts, until) == winter


def test_error_and_coverage_of_a_replay() -> None:
    modelled = np.tile(np.linspace(90, 110, 101)[:, None], (1, 4))  # 5, 25, 50, 75, 95 in 100: 91, 95, 100, 105, 109
    replay = replay_of("beds", date(2024, 12, 1), modelled, np.array([100.0, 104.0, 107.0, 120.0]))
    assert (replay.inside_50, replay.inside_90) == (0.5, 0.75)
    assert replay.error == pytest.approx((0 + 4 + 7 + 20) / 4 / 107.75)
