"""Pence are conserved: what partners sent is what the picture shows."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures.conftest import frames
from tests.measures.towns import QUARTER, everyone, inputs, months_of, table, town
from wholeplace.measures import Results
from wholeplace.measures.cells import cells_sql
from wholeplace.measures.compute import work_out
from wholeplace.measures.definitions import library_measures
from wholeplace.warehouse import Warehouse

SPEND = [measure for measure in library_measures().values() if measure.table == "spend"]


def pence(results: Results, measure: str, *, level: str, grain: str = "month") -> int:
    rows = results.rows.filter(
        (pl.col("measure") == measure) & (pl.col("level") == level) & (pl.col("split") == "all") & (pl.col("grain") == grain)
    )
    return int(rows["numerator"].sum())


def sent(setting: str, *, until: object = QUARTER.ends) -> int:
    spend = frames()["spend"]
    return spend.filter((pl.col("setting") == setting) & (pl.col("month") < until))["pence"].sum()


def test_places_and_what_has_no_place_add_up_to_every_penny_sent(worked_out: Results) -> None:
    assert pence(worked_out, "cost-per-head-hospital", level="system") == sent("hospital")
    assert pence(worked_out, "cost-per-head-hospital", level="place") == sent("hospital")


def test_money_for_the_whole_system_stands_under_unknown(worked_out: Results) -> None:
    unknown = worked_out.rows.filter(
        (pl.col("measure") == "cost-per-head-primary") & (pl.col("area") == "unknown") & (pl.col("grain") == "month")
    )
    whole = frames()["spend"].filter((pl.col("setting") == "primary") & (pl.col("area") == "S") & (pl.col("month") < QUARTER.ends))
    assert int(unknown["numerator"].sum()) == whole["pence"].sum()


def test_shares_of_spend_sum_to_the_whole(worked_out: Results) -> None:
    rows = worked_out.rows.filter((pl.col("measure") == "social-care-spend-older-people") & (pl.col("level") == "system"))
    (year,) = rows.filter((pl.col("grain") == "year") & (pl.col("starts") == QUARTER.earlier(9).starts)).to_dicts()
    assert year["value"] == pytest.approx(100 * year["numerator"] / year["denominator"])
    assert (
        pence(worked_out, "cost-per-head-social-care", level="system", grain="year")
        == rows.filter(pl.col("grain") == "year")["denominator"].sum()
    )


@settings(max_examples=25, deadline=None)
@given(amounts=st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=40))
def test_no_penny_is_lost_in_the_cells(amounts: list[int]) -> None:
    months = months_of("2025-01", "2025-09")
    rows = [
        {
            "organisation": f"O{number % 3}",
            "area": ("P1", "P2", "S", None)[number % 4],
            "setting": "primary",
            "month": months[number % 9],
            "pence": pence,
        }
        for number, pence in enumerate(amounts)
    ]
    with Warehouse() as warehouse:
        warehouse.table_from("spend", table("spend", rows))
        cells = warehouse.frame(cells_sql(SPEND))
    assert cells["cost_per_head_primary__amount"].sum() == sum(amounts)


def test_20_per_cent_on_older_people_is_reproduced(tmp_path: Path) -> None:
    month = {"organisation": "O1", "area": "P1", "setting": "social care", "month": QUARTER.starts}
    spend = table("spend", [month | {"client_group": "older people", "pence": 20_00}, month | {"client_group": "children", "pence": 80_00}])
    given = {"spend": spend, "person_months": everyone(months_of("2025-07", "2025-09"))}
    results = work_out(town(tmp_path), inputs(tmp_path / "in", given), period=QUARTER)
    shares = results.rows.filter((pl.col("measure") == "social-care-spend-older-people") & pl.col("value").is_not_null())
    assert set(shares["value"]) == {20.0}
