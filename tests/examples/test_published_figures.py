"""Figures that others published, found again after receiving their files: the numbers a reader can look up."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.feeds.published import receive_one
from wholeplace.feeds import received
from wholeplace.measures.statistics import wilson_limits
from wholeplace.place import read_place

DELAYS = pl.col("indicator") == "delayed-transfers-of-care"
ALL = pl.col("split") == "all"
IN_2018_19 = (pl.col("starts") >= date(2018, 4, 1)) & (pl.col("ends") <= date(2019, 4, 1))


def of_feed(folder: Path, feed: str):
    return next(receipt for receipt in received(read_place(folder)).receipts if receipt.feed == feed)


def delayed_days(rows: pl.DataFrame, area: str, year: int) -> float:
    return rows.filter(DELAYS & ALL & (pl.col("area") == area) & (pl.col("starts").dt.year() == year))["value"].sum()


def test_delayed_days_of_calderdale_fell(west_yorkshire_published):
    assert delayed_days(west_yorkshire_published, "E08000033", 2013) == 8_701
    assert delayed_days(west_yorkshire_published, "E08000033", 2018) == 2_692


def test_delayed_days_of_england_peaked_in_october_2016(west_yorkshire_published):
    england = west_yorkshire_published.filter(DELAYS & ALL & (pl.col("area") == "E92000001")).sort("value")
    assert england.select("starts", "value").row(-1) == (date(2016, 10, 1), 200_095.0)


@pytest.mark.parametrize("region", ["west_yorkshire_published", "cheshire_published"])
def test_a_delay_is_counted_once_by_reason_and_once_by_organisation(region, request):
    rows = request.getfixturevalue(region).filter(DELAYS & (pl.col("feed") != "delayed_transfers_england"))
    parts = rows.group_by("area", "starts", "split").agg(pl.col("value").sum()).pivot("split", index=["area", "starts"], values="value")
    assert len(parts) > 1_300
    assert parts.filter((pl.col("all") != pl.col("reason")) | (pl.col("all") != pl.col("responsible organisation"))).is_empty()


def test_wirral_lost_few_days_and_england_more(cheshire_published):
    year = cheshire_published.filter(DELAYS & ALL & IN_2018_19 & pl.col("area").is_in(["E08000015", "E92000001"]))
    sums = year.group_by("area").agg(100_000 * pl.col("numerator").sum() / pl.col("denominator").sum(), pl.len().alias("months"))
    assert {area: (round(rate, 1), months) for area, rate, months in sums.iter_rows()} == {
        "E08000015": (7.3, 12),
        "E92000001": (10.3, 12),
    }


def test_more_people_of_wirral_than_of_england_came_back(cheshire_published):
    back = cheshire_published.filter((pl.col("indicator") == "41101") & ALL & IN_2018_19)
    shown = {area: values for area, *values in back.select("area", "value", "lower", "upper").iter_rows()}
    assert shown["E08000015"] == [14.7, 14.3, 15.0]
    assert shown["E92000001"][0] == 14.2


def test_readmissions_by_deprivation_fifth(cheshire_published):
    england = (pl.col("indicator") == "41101") & (pl.col("area") == "E92000001") & (pl.col("split") == "deprivation")
    fifths = cheshire_published.filter(england & IN_2018_19).sort("group")
    assert fifths["value"].to_list() == [15.3, 14.5, 14.0, 13.7, 13.2]


def test_inactive_adults_of_calderdale(west_yorkshire_published):
    calderdale = west_yorkshire_published.filter((pl.col("indicator") == "93015") & (pl.col("area") == "E08000033")).sort("starts")
    values = calderdale["value"].to_list()
    assert (values[0], values[-1], calderdale["starts"][0], calderdale["ends"][-1]) == (26.8, 22.1, date(2015, 4, 1), date(2025, 4, 1))


def test_days_without_a_report_are_left_out_and_counted(west_yorkshire, west_yorkshire_published):
    assert west_yorkshire_published.filter((pl.col("indicator") == "no-criteria-to-reside") & (pl.col("value") == 0)).is_empty()
    assert of_feed(west_yorkshire, "no_criteria_to_reside").left_out == 107 + 22


def test_beds_of_the_pandemic_winter_are_where_they_belong(west_yorkshire_published):
    beds = west_yorkshire_published.filter(pl.col("indicator") == "overnight-bed-occupancy-general-acute")
    trough = beds.group_by("starts").agg(occupied=pl.col("numerator").sum() / pl.col("denominator").sum()).sort("occupied")
    assert trough["starts"][0] == date(2020, 4, 1)  # April to June 2020, when hospitals were emptied
    assert beds.group_by("area", "starts").len()["len"].max() == 1
    assert beds["ends"].max() == date(2022, 4, 1)


def test_trusts_that_gave_no_4_hour_count_are_missing_not_perfect(west_yorkshire_published):
    waits = west_yorkshire_published.filter((pl.col("indicator") == "over-4-hours-published") & (pl.col("area") == "RXF"))
    assert waits["starts"].min() == date(2023, 6, 1)
    assert waits["value"].min() > 5


WINTER_2024 = {"February 2025": "February 2024", "March 2025": "March 2024"}
COPIED = [
    ("flow/ae_icb_monthly.csv.gz", "icb22_code", WINTER_2024),
    (
        "flow/ae_trust_monthly_2021_2025_yorkshire.csv.gz",
        "nhs_trust22_code",
        {"February 2025": "February 2024", "March 2025": "March 2024"},
    ),
    ("flow/ga_critical_beds_monthly_yorkshire.csv.gz", "nhs_trust22_code", {"August 2022": "July 2022"}),
]


@pytest.mark.parametrize(("source", "code", "months"), COPIED)
def test_months_left_out_are_earlier_months_over_again(shared_data, source, code, months):
    """When this fails, the source was mended: take the month out of `where` in examples/published_files.py."""
    table = pl.read_csv(shared_data / source, infer_schema=False)
    for copied, first in months.items():
        later, earlier = (table.filter(pl.col("date") == month).drop("date").sort(code) for month in (copied, first))
        assert later.filter(pl.col(code).is_in(earlier[code].implode())).equals(earlier.filter(pl.col(code).is_in(later[code].implode())))


@pytest.mark.parametrize("region", ["west_yorkshire", "cheshire"])
def test_no_published_row_is_lost_or_unread(region, request):
    folder, rows = request.getfixturevalue(region), request.getfixturevalue(f"{region}_published")
    receipts = received(read_place(folder)).receipts
    assert all(r.rows_in == r.accepted + r.quarantined + r.repeated + r.replaced + r.left_out for r in receipts)
    assert sum(r.accepted for r in receipts) == len(rows)
    assert {r.feed: r.quarantined for r in receipts if r.quarantined} == {}
    assert {r.feed for r in receipts if not r.accepted} == set()


def test_wilson_limits_are_those_of_fingertips(shared_data, tmp_path):
    told = (
        'contract = "fingertips"\nwhere = "Name = \'Low birth weight of term babies\'"\n'
        '[constants]\nindicator = "20101"\ndefinition_id = "fingertips-20101"\nsplit = "all"\ngroup = "all"\n'
        '[aliases]\narea = "Area_name"\n[period]\nstarts = 2016-01-01\nends = 2017-01-01\n'
    )
    text = (shared_data / "indicators/fingertips_num_den_ci_ltla.csv").read_text(encoding="utf-8")
    rows, receipt = receive_one(tmp_path, "low_birth_weight", text, told=told)
    known = rows.drop_nulls(["numerator", "denominator", "lower"])
    assert (len(rows), len(known) > 90, receipt.quarantined) == (107, True, 0)
    limits = wilson_limits(known["numerator"].to_numpy(), known["denominator"].to_numpy())
    np.testing.assert_allclose(100 * limits.lower, known["lower"].to_numpy(), atol=1e-4)
    np.testing.assert_allclose(100 * limits.upper, known["upper"].to_numpy(), atol=1e-4)
