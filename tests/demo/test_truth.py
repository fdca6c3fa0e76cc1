"""What truth.json says can be found in the files by the slow road; where nothing is planted nothing is found."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.demo.slow_count import (
    came_in,
    counts_against,
    fifths,
    is_chronic,
    is_fall,
    left_in,
    neighbourhoods,
    share,
    stays_in,
)  # fmt: skip
from wholeplace.demo import make

QUARTER = (date(2025, 7, 1), date(2025, 10, 1))
QUARTER_BEFORE = (date(2024, 7, 1), date(2024, 10, 1))
YEAR = (date(2024, 10, 1), date(2025, 10, 1))
YEAR_BEFORE = (date(2023, 10, 1), date(2024, 10, 1))
POOREST = {"E9N000001", "E9N000002", "E9N000003"}


def signals(folder: Path, now: tuple[date, date], before: tuple[date, date]) -> dict[str, float]:
    """For each planted change, how many standard errors the later period lies above the earlier one."""
    stays, homes, fifth = stays_in(folder), neighbourhoods(folder), fifths(folder)
    left = [left_in(stays, *period) for period in (now, before)]
    came = [came_in(stays, *period) for period in (now, before)]
    home = [[s for s in group if s.pathway == "1" and s.age >= 18] for group in left]
    poorest = [[s for s in group if homes.get(s.area) in POOREST] for group in home]
    one_group = {
        "back-within-30-days": [share([s.came_back() for s in group]) for group in left],
        "back-within-30-days-home-with-support": [share([s.came_back() for s in group]) for group in home],
        "care-started-within-2-days": [share([s.care_after is not None and s.care_after <= 2 for s in group]) for group in home],
        "care on time in the poorest": [share([s.care_after is not None and s.care_after <= 2 for s in group]) for group in poorest],
    }
    return {name: later.against(earlier) for name, (later, earlier) in one_group.items()} | {
        "delayed-days": counts_against(*([s.delay for s in group] for group in left)),
        "falls-admissions-65": counts_against(*([is_fall(s) for s in group] for group in came)),
        "avoidable-admissions, fifth 5": counts_against(*([is_chronic(s) for s in group if fifth.get(s.area) == 5] for group in came)),
        "avoidable-admissions, fifth 1": counts_against(*([is_chronic(s) for s in group if fifth.get(s.area) == 1] for group in came)),
    }


UP = ("back-within-30-days", "back-within-30-days-home-with-support")
DOWN = ("care-started-within-2-days", "care on time in the poorest", "delayed-days", "falls-admissions-65")


def test_a_year_shows_every_planted_change_at_40_000_people(tmp_path: Path) -> None:
    make(tmp_path / "a", people=40_000, seed=1)
    found = signals(tmp_path / "a", YEAR, YEAR_BEFORE)
    assert all(found[name] > 2 for name in UP), found
    assert all(found[name] < -2 for name in DOWN), found


def test_nothing_planted_nothing_found_at_40_000_people(tmp_path: Path) -> None:
    make(tmp_path / "a", people=40_000, seed=1, plant=False)
    found = signals(tmp_path / "a", YEAR, YEAR_BEFORE)
    assert all(abs(z) < 3.5 for z in found.values()), found
    truth = json.loads((tmp_path / "a" / "truth.json").read_text())
    assert truth["planted"] is False
    assert truth["changes"] == []
    assert "back-within-30-days" in truth["noise"]


def test_people_with_late_care_come_back_more(tmp_path: Path) -> None:
    make(tmp_path / "a", people=40_000, seed=2)
    home = [s for s in left_in(stays_in(tmp_path / "a"), *YEAR) if s.pathway == "1" and s.age >= 18]
    late = share([s.came_back() for s in home if s.care_after is None or s.care_after > 2])
    on_time = share([s.came_back() for s in home if s.care_after is not None and s.care_after <= 2])
    assert late.value > 2 * on_time.value


@pytest.mark.slow
def test_one_quarter_shows_the_planted_changes_at_210_000_people(tmp_path: Path) -> None:
    """Power: the mean z over seeds of a quarter against the same one a year before, system-wide."""
    seeds = [signals(_made(tmp_path, seed, plant=True), QUARTER, QUARTER_BEFORE) for seed in range(1, 7)]
    means = {name: sum(found[name] for found in seeds) / len(seeds) for name in seeds[0]}
    print(means)  # noqa: T201  the figures of rates.toml, planted_changes, are checked by eye against these
    assert means["back-within-30-days"] >= 3.5
    assert means["back-within-30-days-home-with-support"] >= 3.5
    assert all(means[name] <= -3 for name in DOWN)
    assert means["avoidable-admissions, fifth 5"] >= 1.5


@pytest.mark.slow
def test_a_year_shows_the_best_off_getting_worse_and_the_worst_off_not(tmp_path: Path) -> None:
    seeds = [signals(_made(tmp_path, seed, plant=True), YEAR, YEAR_BEFORE) for seed in range(1, 4)]
    assert all(found["avoidable-admissions, fifth 5"] > 3 for found in seeds)
    assert abs(sum(found["avoidable-admissions, fifth 1"] for found in seeds) / len(seeds)) < 2


@pytest.mark.slow
def test_nothing_planted_stays_within_chance_at_210_000_people(tmp_path: Path) -> None:
    found = [z for seed in range(1, 4) for z in signals(_made(tmp_path, seed, plant=False), YEAR, YEAR_BEFORE).values()]
    assert sum(abs(z) > 1.96 for z in found) <= 4, found  # 24 looks at 5%; more than 4 happens in 1 of 40 such runs
    assert max(map(abs, found)) < 3.5, found


def _made(tmp_path: Path, seed: int, *, plant: bool) -> Path:
    folder = tmp_path / f"{seed}-{plant}"
    make(folder, seed=seed, plant=plant)
    for path in (folder / "feeds" / "contacts").glob("*.csv"):
        path.unlink()  # the largest feed, and not looked at here
    return folder
