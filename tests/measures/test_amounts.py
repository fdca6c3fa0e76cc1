"""Amounts are added up to the last digit: in any order, in any parts, whole or not."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures.towns import QUARTER, everyone, inputs, months_of, table, town
from wholeplace.measures.amounts import MILLIONTHS, is_whole, parts_in_one
from wholeplace.measures.cells import cells_sql
from wholeplace.measures.compute import work_out
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.shapes import Kind
from wholeplace.warehouse import Warehouse

LIBRARY = library_measures()
SCORES = replace(LIBRARY["lonely-adults"], kind=Kind.MEAN, of_which=None, amount="value", counts="true", rolling=0)


@pytest.mark.parametrize(
    ("amount", "whole"),
    [
        ("nights", True), ("nights + 2 * delay_days", True), ("-(nights)", True), ("coalesce(delay_days, 0)", True), ("nights / 7", False),
        ("frailty_risk_score", False), ("nights * 1.5", False), ("sqrt(nights)", False), ("nights + frailty_risk_score", False),
    ],
)  # fmt: skip
def test_only_sums_and_products_of_whole_columns_are_whole(amount: str, whole: bool) -> None:
    assert is_whole("stays", amount) == whole
    assert parts_in_one("stays", amount) == (1 if whole else MILLIONTHS)


def test_money_of_the_library_is_whole_pence() -> None:
    money = [measure for measure in LIBRARY.values() if measure.table == "spend"]
    assert money
    assert all(is_whole("spend", str(measure.amount)) for measure in money)


def answers(values: list[float]) -> pl.DataFrame:
    day = date(2025, 8, 1)
    return table("answers", [{"answered": day, "value": value, "small_area": "L1", "place": "P1"} for value in values])


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=30), seed=st.integers(0, 9))
def test_fractions_are_added_up_in_millionths_in_any_order(values: list[int], seed: int) -> None:
    given_values = [value / 1000 for value in values]
    shuffled = random.Random(seed).sample(given_values, len(given_values))
    with Warehouse() as warehouse:
        warehouse.table_from("answers", answers(given_values))
        (cell,) = warehouse.frame(cells_sql([SCORES])).to_dicts()
        warehouse.table_from("answers", answers(shuffled))
        (again,) = warehouse.frame(cells_sql([SCORES])).to_dicts()
    assert cell == again
    assert cell["lonely_adults__amount"] == sum(value * 1000 for value in values)
    assert int(cell["lonely_adults__squares"]) == sum(round(Fraction(value, 1000) ** 2 * MILLIONTHS) for value in values)


def test_a_tenth_three_times_is_three_tenths(tmp_path: Path) -> None:
    """Added up as they come, 0.1 + 0.1 + 0.1 is not 0.3; and of sums rounded to whole numbers in each cell nothing would be left."""
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "score.toml").write_text(
        'title = "Frailty score of stays"\nshort = "Frailty score"\nquestion = "How frail are people in hospital?"\nlens = "quality"\n'
        'better = "neither"\nkind = "mean"\nread_with = ["long-stays"]\nfrom = "stays"\non = "ended"\namount = "frailty_risk_score"\n'
        'unit = "points"\nsource = "a test"\ndefinition_id = "local:score"\ntopic = "winter and hospital"\nnoun = "stays"\n'
        'rises = "Scores rise"\nfalls = "Scores fall"\n',
        encoding="utf-8",
    )
    stay = {"frailty_risk_score": 0.1, "place": "P1"}
    stays = [stay | {"ended": date(2025, 8, day), "small_area": area} for day, area in ((1, "L1"), (2, "L2"), (3, "L3"))]
    given_tables = {"stays": table("stays", stays), "person_months": everyone(months_of("2023-10", "2025-12"))}
    results = work_out(town(tmp_path), inputs(tmp_path / "in", given_tables), period=QUARTER)
    rows = results.rows.filter((pl.col("measure") == "score") & (pl.col("level") == "system") & (pl.col("split") == "all"))
    (quarter,) = rows.filter((pl.col("grain") == "period") & (pl.col("starts") == QUARTER.starts)).to_dicts()
    assert (quarter["numerator"], quarter["denominator"]) == (0.3, 3)
    assert quarter["value"] == pytest.approx(0.1)
