"""Medians, quantiles, ratios, rolling points and code lists: the SQL road and the slow Python road agree on every figure."""

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.measures.slow_road import SlowRoad, _tree, in_writers_words, looks_back, value
from tests.measures.towns import COVERED, QUARTER, SMALL_AREAS, everyone, inputs, months_of, table, town
from wholeplace.measures import Kind, Measure, Results
from wholeplace.measures.compute import work_out
from wholeplace.measures.figures import scale_of

MONTHS = months_of("2023-10", "2025-12")
SHARED = """
title = "A measure"
short = "A measure"
question = "How does it count?"
topic = "leaving hospital"
noun = "stays"
lens = "quality"
better = "lower"
read_with = ["delayed-days"]
unit = "of 100, or of 1,000"
definition_id = "here-1"
source = "Agreed here, 2026"
from = "stays"
on = "ended"
"""
MEASURES = {
    "half": 'kind = "median"\namount = "nights"\ncounts = "alive"\nsplits = ["provider"]',
    "most": 'kind = "quantile"\nquantile = 0.75\namount = "nights"\nrolling = "12 months"',
    "scored": 'kind = "median"\namount = "frailty_risk_score"\ncounts = "alive"',
    "per-visit": """kind = "ratio"\nper = 100\ncounts = "admitted_as = 'emergency'"\nsplits = ["provider"]
denominator = { from = "attendances", on = "arrived", counts = "not planned" }""",
    "per-bed-day": """kind = "ratio"\nper = 1000\ncounts = "alive"\namount = "delay_days"\nrolling = "12 months"
denominator = { from = "stays", on = "ended", counts = "alive", amount = "nights" }""",
    "lungs": """kind = "rate"\nper = 100\ncounts = "diagnosis in codes('asthma', 'stroke')"\npopulation = "true"\nrolling = "12 months" """,
    "not-lungs": """kind = "proportion"\ncounts = "alive"\nof_which = "diagnosis not in codes('asthma')" """,
}


def _who(dice: random.Random) -> dict:
    age = dice.choice([5, 40, 70, 86, None])
    return {
        "person_key": dice.choice([None, *range(40)]), "age": age, "age_band": None if age is None else age // 5 * 5,
        "sex": dice.choice(["female", "male", None]), "ethnic_group": dice.choice(["Asian", "White", None]),
        "small_area": dice.choice([None, "elsewhere", *SMALL_AREAS]), "place": dice.choice(["P1", "P2", None]),
    }  # fmt: skip


def _stay(dice: random.Random) -> dict:
    nights = dice.randrange(12)
    started = date(2023, 9, 25) + timedelta(days=dice.randrange(800))
    return _who(dice) | {
        "started": started, "ended": started + timedelta(days=nights), "nights": dice.choice([None, nights, nights, nights]),
        "provider": dice.choice(["T1", "T2", None]), "admitted_as": dice.choice(["emergency", "elective"]), "alive": dice.random() < 0.9,
        "delay_days": dice.choice([None, 0, 1, 4]), "diagnosis": dice.choice([None, "J45", "J459", "J441", "I64X", "I609"]),
        "frailty_risk_score": dice.choice([None, 0.0, 2.5, 7.1]),
    }  # fmt: skip


def _visit(dice: random.Random) -> dict:
    arrived = date(2023, 9, 25) + timedelta(days=dice.randrange(800))
    return _who(dice) | {"arrived": arrived, "planned": dice.choice([True, False, None]), "provider": dice.choice(["T1", "T3"])}


DICE = random.Random(4)
STAYS, VISITS = [_stay(DICE) for _ in range(900)], [_visit(DICE) for _ in range(500)]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "measures").mkdir()
    for name, text in MEASURES.items():
        (folder / "measures" / f"{name}.toml").write_text(SHARED + text)
    frames = {"stays": table("stays", STAYS), "attendances": table("attendances", VISITS), "person_months": everyone(MONTHS, people=7.0)}
    return work_out(town(folder), inputs(folder / "in", frames), period=QUARTER)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, SlowRoad]:
    place, people = town(tmp_path_factory.mktemp("slow")), everyone(MONTHS, people=7.0).to_dicts()
    return {"stays": SlowRoad(STAYS, people, place), "attendances": SlowRoad(VISITS, people, place)}


def slow_quantile(values: list[float], share: float) -> tuple[float, float | None, float | None]:
    """The quantile and its limits by counting up the binomial, one value at a time."""
    ordered, number = sorted(values), len(values)
    at = round(number * share, 9)
    below, above = ordered[math.ceil(at) - 1], ordered[math.floor(at)]
    chances = [math.comb(number, k) * share**k * (1 - share) ** (number - k) for k in range(number + 1)]
    low = next(k for k in range(number + 1) if sum(chances[: k + 1]) >= 0.025)
    high = next(k for k in range(number + 1) if sum(chances[: k + 1]) >= 0.975) + 1
    return (below + above) / 2, ordered[low - 1] if low else None, ordered[high - 1] if high <= number else None


@pytest.mark.parametrize("name", MEASURES)
def test_both_roads_agree(name: str, results: Results, roads: Mapping[str, SlowRoad]) -> None:
    measure = in_writers_words(results.measures[name])
    figures = [row for row in results.rows.to_dicts() if row["measure"] == name and row["status"] != "no data"]
    readable = [figure for figure in figures if figure["value"] is not None]
    assert len(readable) > 40
    for figure in figures[::3]:
        asked = looks_back(measure, figure)
        rows = list(roads["stays"].counted(measure, asked))
        if measure.orders_rows:
            ordered(measure, rows, figure)
        elif measure.kind is Kind.RATIO:
            ratio(measure, rows, figure, below_of(measure, asked, roads))
        elif measure.kind is Kind.RATE:
            assert figure["numerator"] == len(rows)
            assert figure["denominator"] == pytest.approx(roads["stays"].person_years(measure, asked))
        else:
            assert (figure["numerator"], figure["denominator"]) == roads["stays"].numerator_and_denominator(measure, asked)
        if figure["people"] is not None and not measure.orders_rows:
            assert figure["people"] == roads["stays"].people_behind(measure, asked)


def ordered(measure: Measure, rows: list, figure: dict) -> None:
    values = [row[measure.amount] for row in rows if row[measure.amount] is not None]
    assert figure["denominator"] == figure["numerator"] == len(values)
    middle, lower, upper = slow_quantile(values, measure.quantile or 0.5)
    if lower is None or upper is None:
        assert figure["status"] == "too few to say"
        assert figure["value"] is None
    else:
        assert (figure["value"], figure["lower"], figure["upper"]) == (middle, lower, upper)


def below_of(measure: Measure, asked: dict, roads: Mapping[str, SlowRoad]) -> float:
    told = measure.denominator
    assert told is not None
    rows = roads[told.table].counted(replace(measure, on=told.on, counts=told.counts, table=told.table), asked)
    return sum((value(_tree(told.amount), row) or 0) if told.amount else 1 for row in rows)


def ratio(measure: Measure, rows: list, figure: dict, below: float) -> None:
    top = sum(row[measure.amount] or 0 for row in rows) if measure.amount else len(rows)
    assert (figure["numerator"], figure["denominator"]) == (top, below)
    if figure["value"] is not None:
        assert figure["value"] == pytest.approx(top / below * scale_of(measure))
        assert figure["lower"] is None or figure["lower"] <= figure["value"] <= figure["upper"]


def test_too_few_rows_for_a_limit_are_too_few_to_say(results: Results) -> None:
    rows = results.rows.filter((results.rows["measure"] == "half") & (results.rows["status"] == "too few to say"))
    assert len(rows)
    assert rows["denominator"].max() < 6
    assert rows["value"].null_count() == len(rows)


def test_a_rolling_point_is_the_year_to_its_end_and_its_period_too(results: Results) -> None:
    rows = results.rows.filter(
        (results.rows["measure"] == "lungs") & (results.rows["level"] == "system") & (results.rows["split"] == "all")
    )
    ends = [row for row in rows.to_dicts() if row["ends"] == QUARTER.ends]
    assert {row["grain"] for row in ends} == {"month", "period", "year"}
    assert len({(row["numerator"], row["value"], row["lower"]) for row in ends}) == 1
    # The feeds begin in October 2023: a point has its 12 months from September 2024 on.
    assert min(row["starts"] for row in rows.to_dicts() if row["grain"] == "month" and row["value"] is not None) == date(2024, 9, 1)


def test_a_ratio_waits_for_the_files_of_both_its_tables(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "per-visit.toml").write_text(SHARED + MEASURES["per-visit"])
    frames = {"stays": table("stays", STAYS), "person_months": everyone(MONTHS)}
    told = work_out(town(tmp_path), inputs(tmp_path / "in", frames, {"stays": COVERED, "person_months": COVERED}), period=QUARTER)
    rows = told.rows.filter(told.rows["measure"] == "per-visit")
    assert set(rows["status"]) == {"no data"}
