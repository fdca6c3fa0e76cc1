"""Register row 41: a synthetic cohort recovers a planted risk ratio of 2.19, from received rows through the real models.

The exposure changes places from one year to the next, so that a join by place alone, or to the year beside, would lose it:
area A1 has dirty air in 2023 and clean air in 2024, B1 the other way round.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.people.cohort.given import Made, cohort_of

PLANTED = 2.19
UNEXPOSED_RISK = 0.12
DIRTY, CLEAN = 45.0, 12.0

DEFINITION = """
title = "Babies born in the place and the air their mothers breathed"
question = "Are babies whose mothers breathed dirty air admitted more often in their first year?"
source = "a test, with a planted risk ratio"
purpose = "research"

[enter]
from = "births"
on = "born"
counts = "live"

[[exclude]]
name = "Mother not known"
when = "no2 is null"

[follow]
to_days = 365

[baseline]
columns = ["sex", "mother_age", "provider"]
by = "no2"

[[exposures]]
name = "no2"
from = "exposures"
exposure = "nitrogen dioxide"
of = "mother"
over = "pregnancy"

[[outcomes]]
name = "admitted"
from = "stays"
counts = "admitted_as = 'emergency'"
within_days = [0, 365]
as = "any"
"""


def births_in_a_place(*, births: int, replicates: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Received rows of that many births, in replicates told apart by provider. One mother in 20 has no number we know; one baby
    in 15 leaves the place, whatever became of it. Births are from October to December, so a pregnancy lies in one year."""
    draw = np.random.default_rng(seed)
    years, days = draw.choice([2023, 2024], births), draw.integers(0, 80, births)
    born = [date(int(year), 10, 10) + timedelta(days=int(day)) for year, day in zip(years, days, strict=True)]
    area = draw.choice(["A1", "B1"], births)
    exposed = [(where == "A1") == (day.year == 2023) for where, day in zip(area, born, strict=True)]
    risk = np.where(exposed, PLANTED * UNEXPOSED_RISK, UNEXPOSED_RISK)
    admitted = draw.random(births) < risk
    after = draw.integers(1, 364, births)
    leaves, known = draw.random(births) < 1 / 15, draw.random(births) >= 1 / 20
    rows: dict[str, list[dict[str, Any]]] = {"births": [], "persons": [], "episodes": [], "exposures": air()}
    for n in range(births):
        baby, day = births + n, born[n]
        mother = {"mother": n} if known[n] else {}
        birth = {"person": baby, "born": day, "live": True, "gestation_weeks": 38, "provider": f"R{n % replicates:03d}"}
        rows["births"].append({**birth, **mother})
        rows["persons"].append({"person": n, "starts": date(2015, 1, 1), "birth_date": date(1990, 5, 5), "small_area": area[n]})
        left = {"ends": day + timedelta(days=100)} if leaves[n] else {}
        rows["persons"].append({"person": baby, "starts": day, "birth_date": day, "small_area": area[n], **left})
        if admitted[n]:
            rows["episodes"].append(emergency(baby, day + timedelta(days=int(after[n]))))
    return rows


def emergency(person: int, day: date) -> dict[str, Any]:
    left = {"discharged": day + timedelta(days=1), "discharge_method": "1"}
    return {"person": person, "admitted": day, "admission_method": "21", "provider": "HOSPITAL", **left}


def air() -> list[dict[str, Any]]:
    years = [(2022, CLEAN, CLEAN), (2023, DIRTY, CLEAN), (2024, CLEAN, DIRTY), (2025, CLEAN, CLEAN)]
    no2 = {"exposure": "nitrogen dioxide", "unit": "µg/m3"}
    return [
        {**no2, "small_area": area, "starts": date(year, 1, 1), "ends": date(year + 1, 1, 1), "value": value}
        for year, of_a1, of_b1 in years for area, value in (("A1", of_a1), ("B1", of_b1))
    ]  # fmt: skip


def risk_ratio(rows: pl.DataFrame) -> tuple[float, float, float]:
    """Risk ratio of admission by dirty air with its 95% interval: the closed form of the 2 by 2 table (Katz 1978)."""
    known = rows.filter(pl.col("admitted").is_not_null())
    sides = [known.filter((pl.col("no2") > 30) == side)["admitted"] for side in (True, False)]
    (a, n), (c, m) = ((int(side.sum()), len(side)) for side in sides)
    half = 1.959964 * float(np.sqrt(1 / a - 1 / n + 1 / c - 1 / m))
    ratio = (a / n) / (c / m)
    return ratio, ratio * float(np.exp(-half)), ratio * float(np.exp(half))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return cohort_of(DEFINITION, tmp_path_factory.mktemp("risk"), **births_in_a_place(births=6_000, replicates=1, seed=41))


def test_the_planted_risk_ratio_is_recovered(made: Made) -> None:
    ratio, lower, upper = risk_ratio(made.rows)
    assert lower < PLANTED < upper, (ratio, lower, upper)
    assert lower > 1.5
    assert upper < 3.0


def test_everybody_is_in_one_of_the_two_airs_and_nobody_is_lost(made: Made) -> None:
    assert set(made.rows["no2"].round(3)) == {DIRTY, CLEAN}
    assert set(made.out) == {"Mother not known"}
    assert 6_000 / 20 * 0.7 < made.out["Mother not known"] < 6_000 / 20 * 1.3
    assert made.out["Mother not known"] + made.left == 6_000


def test_those_who_left_are_not_counted_as_well(made: Made) -> None:
    left = made.rows.filter(pl.col("follow_ended_by") == "left the place")
    assert len(left) > 200
    assert left["admitted"].null_count() == len(left)
    assert set(left["followed_days"]) == {100}


def test_joined_by_place_alone_it_would_be_lost(made: Made) -> None:
    """That the test could fail: by the mother's area, which is what is left when time is forgotten, the ratio is near 1."""
    other_year = pl.when(pl.col("no2") > 30).then(CLEAN).otherwise(DIRTY)
    wrong = made.rows.with_columns(no2=pl.when(pl.col("index_day").dt.year() == 2024).then(other_year).otherwise("no2"))
    _, lower, upper = risk_ratio(wrong)
    assert upper < 1.5
    assert lower < 1.0 < upper


@pytest.mark.slow
def test_the_interval_covers_it_in_about_95_of_100_places(tmp_path: Path) -> None:
    """40 replicates of 1,000 births. With a true cover of 95%, fewer than 34 of 40 come up once in about 300 times."""
    table = cohort_of(DEFINITION, tmp_path, **births_in_a_place(births=40_000, replicates=40, seed=219))
    intervals = [risk_ratio(rows) for _, rows in sorted(table.rows.group_by("provider"), key=lambda group: str(group[0]))]
    assert len(intervals) == 40
    covered = sum(lower < PLANTED < upper for _, lower, upper in intervals)
    assert covered >= 34
    logs = np.log([ratio for ratio, _, _ in intervals])
    assert abs(float(logs.mean()) - float(np.log(PLANTED))) < 3 * float(logs.std(ddof=1)) / np.sqrt(40)
