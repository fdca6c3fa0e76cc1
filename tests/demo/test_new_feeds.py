"""Housing, births, answers, air and opt-outs: what is planted in them can be found in the files by the slow road."""

import csv
import json
from collections import Counter
from datetime import date
from math import exp, log, sqrt
from pathlib import Path

import numpy as np
import pytest

from tests.demo.slow_count import is_valid, rows_of
from tests.demo.test_receipts import dirt
from wholeplace.demo import make
from wholeplace.demo.air import YEARS, nitrogen_dioxide
from wholeplace.demo.layout import lay_out
from wholeplace.feeds import Receipt, receive
from wholeplace.place import read_place

FEEDS = ("tenancies", "births", "answers", "opt_outs")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Receipt], dict]:
    """Receipts of the new feeds alone of a place of 6,000 people, and its truth."""
    folder = tmp_path_factory.mktemp("new") / "aldermoor"
    make(folder, people=6_000, seed=5)
    for drop in (folder / "feeds").iterdir():
        if drop.name not in (*FEEDS, "exposures"):
            for path in drop.iterdir():
                path.unlink()
            drop.rmdir()
    receipts = {receipt.feed: receipt for receipt in receive(read_place(folder))}
    return receipts, json.loads((folder / "truth.json").read_text())


@pytest.mark.parametrize("feed", [*FEEDS, "exposures"])
def test_every_row_is_accepted(told: tuple[dict[str, Receipt], dict], feed: str) -> None:
    receipts, truth = told
    assert receipts[feed].rows_in == receipts[feed].accepted == truth["rows"][feed] > 50


@pytest.mark.parametrize("feed", ["tenancies", "births", "answers"])
def test_wrong_numbers_are_as_declared(told: tuple[dict[str, Receipt], dict], feed: str) -> None:
    receipts, truth = told
    emptied = sum(fault.rows for fault in receipts[feed].faults if fault.column == "nhs_number")
    assert emptied == dirt(truth, feed, "NHS number fails its check")


def low_by_air(folder: Path, years_later: int) -> tuple[float, float]:
    """Log risk ratio of a low weight for 10 micrograms more, and its standard error: single babies in ten bands of air, the air of
    so many years after the birth's, by weighted least squares over the bands."""
    air = {(row["LSOA"], int(row["YEAR"])): float(row["ANNUAL_MEAN"]) for row in rows_of(folder, "exposures") if row["POLLUTANT"] == "NO2"}
    births = list(rows_of(folder, "births"))
    twins = {(row["MOTHER_LOCAL_ID"], row["BIRTH_DATE"]) for row in births if row["BIRTH_ORDER"] == "2"}
    low, all_ = Counter(), Counter()
    for row in births:
        level = air.get((row["LSOA"], int(row["BIRTH_DATE"][:4]) + years_later))
        if level is not None and (row["MOTHER_LOCAL_ID"], row["BIRTH_DATE"]) not in twins:
            all_[level // 2] += 1
            low[level // 2] += int(row["BIRTH_WEIGHT"]) < 2500
    bands = [(band / 5 + 0.1, log(low[band] / all_[band]), low[band]) for band in all_ if low[band] >= 5]
    weight = sum(w for _, _, w in bands)
    mean = sum(x * w for x, _, w in bands) / weight
    spread = sum(w * (x - mean) ** 2 for x, _, w in bands)
    return sum(w * (x - mean) * y for x, y, w in bands) / spread, 1 / sqrt(spread)


@pytest.mark.slow
def test_the_planted_relation_is_found_at_210_000_people_and_less_of_it_in_another_year(tmp_path: Path) -> None:
    slopes = []
    for seed in range(1, 4):
        folder = tmp_path / str(seed)
        make(folder, seed=seed)
        right, error = low_by_air(folder, 0)
        slopes.append((right, low_by_air(folder, -1)[0]))
        assert abs(right - log(1.6)) < 3 * error
        assert right > 2 * error
    found, elsewhere = (sum(column) / len(slopes) for column in zip(*slopes, strict=True))
    assert abs(exp(found) - 1.6) < 0.2
    assert elsewhere < 0.7 * found


def test_where_nothing_is_planted_air_does_nothing_and_truth_says_so(tmp_path: Path) -> None:
    make(tmp_path / "a", people=40_000, seed=1, plant=False)
    slope, error = low_by_air(tmp_path / "a", 0)
    assert abs(slope) < 3.5 * error
    assert json.loads((tmp_path / "a" / "truth.json").read_text())["relations"] == []


def test_the_air_of_one_year_says_less_of_the_next_than_of_itself() -> None:
    dioxide = nitrogen_dioxide(lay_out(210_000, 1, True))
    assert dioxide.shape[0] == len(YEARS)
    between = np.corrcoef(dioxide)
    assert 0.1 < between[~np.eye(len(YEARS), dtype=bool)].mean() < 0.7
    assert (dioxide >= 3).all()


def test_households_are_tenants_together(aldermoor: Path) -> None:
    tenancies = Counter(row["TENANCY_REF"] for row in rows_of(aldermoor, "tenancies"))
    homes: dict[str, set[str]] = {}
    for row in rows_of(aldermoor, "tenancies"):
        homes.setdefault(row["TENANCY_REF"], set()).add(row["TENURE"])
    assert max(tenancies.values()) >= 4
    assert {len(tenures) for tenures in homes.values()} == {1}


def test_answers_lie_on_their_scales_and_one_row_is_one_answer(aldermoor: Path) -> None:
    rows = list(rows_of(aldermoor, "answers"))
    assert all(bool(row["VALUE"]) != bool(row["SAID"]) for row in rows)
    assert len({(row["RESPONDENT_ID"], row["QUESTION"], row["ANSWERED"]) for row in rows}) == len(rows)
    assert {row["SAID"] for row in rows if row["QUESTION"] == "smoking"} == {"Never smoked", "Used to smoke", "Smokes"}


def test_one_in_twenty_adults_opted_out_and_the_list_is_younger_than_its_limit(tmp_path: Path) -> None:
    make(tmp_path / "a", people=20_000, seed=4)
    rows = list(rows_of(tmp_path / "a", "opt_outs"))
    national = [row for row in rows if row["KIND"] == "national"]
    with (tmp_path / "a" / "population.csv").open(newline="") as lines:
        adults = sum(
            int(row["people"])
            for row in csv.DictReader(lines)
            if row["year"] == "2025" and int(row["age_band"].split("-")[0].rstrip("+")) >= 20
        )
    assert 0.035 < len(national) / adults < 0.065
    assert all(is_valid(row["NHS_NUMBER"]) for row in national)
    settings = read_place(tmp_path / "a").settings
    assert settings.opt_outs is not None
    assert settings.today is not None
    ages = {(settings.today - date.fromisoformat(row["LIST_DATE"])).days for row in national}
    assert 0 <= min(ages) <= max(ages) <= settings.opt_outs.oldest_list_days
    assert 0 < sum(row["KIND"] == "local" for row in rows) < 0.1 * len(rows)


def test_a_few_come_again_and_again(tmp_path: Path) -> None:
    make(tmp_path / "a", people=20_000, seed=4)
    came = Counter(row["LOCAL_PATIENT_IDENTIFIER"] for row in rows_of(tmp_path / "a", "emergency_care"))
    often = [count for count in came.values() if count >= 20]
    assert 4 <= len(often) <= 40
    assert sum(often) < 0.05 * came.total()
