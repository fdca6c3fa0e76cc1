"""Nobody is lost on the way up: every level, split and window adds up to the whole, exactly, on every measure."""

import polars as pl
import pytest

from wholeplace.measures import RESULT_COLUMNS, Kind, Results

WINDOW = ["measure", "grain", "starts", "ends"]


def whole(results: Results, level: str = "system") -> pl.DataFrame:
    rows = results.rows.filter((pl.col("split") == "all") & (pl.col("level") == level) & pl.col("numerator").is_not_null())
    return rows.group_by(WINDOW).agg(pl.col("numerator", "denominator").sum())


def agree(left: pl.DataFrame, right: pl.DataFrame) -> bool:
    both = left.join(right, on=WINDOW, how="left", suffix="_other")
    unequal = (pl.col("numerator") != pl.col("numerator_other")) | ((pl.col("denominator") - pl.col("denominator_other")).abs() > 1e-6)
    wrong = both.filter(unequal | pl.col("numerator_other").is_null())
    return len(both) > 0 and wrong.is_empty()


@pytest.mark.parametrize("level", ["place", "neighbourhood", "ward"])
def test_areas_and_unknown_add_up_to_the_system(worked_out: Results, level: str) -> None:
    known_at_level = whole(worked_out, level)
    assert agree(known_at_level, whole(worked_out))


@pytest.mark.parametrize("split", ["deprivation", "age", "sex", "ethnic_group"])
def test_groups_and_not_recorded_add_up_to_all(worked_out: Results, split: str) -> None:
    rows = worked_out.rows.filter((pl.col("split") == split) & (pl.col("level") == "system"))
    assert agree(rows.group_by(WINDOW).agg(pl.col("numerator", "denominator").sum()), whole(worked_out))


def test_providers_and_pathways_add_up_to_the_events(worked_out: Results) -> None:
    rows = worked_out.rows.filter(pl.col("split").is_in(["provider", "pathway"]) & (pl.col("level") == "system"))
    parts = rows.group_by(*WINDOW, "split").agg(pl.col("numerator").sum())
    both = parts.join(whole(worked_out), on=WINDOW, suffix="_whole")
    assert len(both) > 20
    assert both.filter(pl.col("numerator") != pl.col("numerator_whole")).is_empty()


def test_the_parts_of_a_rate_add_up_to_it(worked_out: Results) -> None:
    rates = [name for name, measure in worked_out.measures.items() if measure.kind is Kind.RATE and measure.table == "stays"]
    rows = worked_out.rows.filter(pl.col("measure").is_in(rates) & (pl.col("level") == "system") & (pl.col("grain") == "year"))
    parts = rows.filter(pl.col("split") == "provider").group_by(WINDOW).agg(pl.col("value").sum())
    both = parts.join(rows.filter(pl.col("split") == "all").select(*WINDOW, "value"), on=WINDOW, suffix="_whole")
    assert both.filter((pl.col("value") - pl.col("value_whole")).abs() > 1e-6).is_empty()


def test_months_add_up_to_the_quarter(worked_out: Results) -> None:
    rows = worked_out.rows.filter((pl.col("level") == "system") & (pl.col("split") == "all") & (pl.col("measure") == "delayed-days"))
    inside = pl.col("starts").is_between(worked_out.period.starts, worked_out.period.last_month)
    months = rows.filter((pl.col("grain") == "month") & inside)
    quarter = rows.filter((pl.col("grain") == "period") & (pl.col("starts") == worked_out.period.starts))
    assert len(months) == 3
    assert months["numerator"].sum() == quarter["numerator"].item()
    assert months["denominator"].sum() == pytest.approx(quarter["denominator"].item())


def test_rows_have_exactly_the_result_columns_in_one_total_order(worked_out: Results) -> None:
    assert worked_out.rows.columns == list(RESULT_COLUMNS)
    assert worked_out.rows.equals(worked_out.rows.sort(list(RESULT_COLUMNS), nulls_last=True))
    figure = ["measure", "level", "area", "split", "group", "grain", "starts", "ends"]
    assert not worked_out.rows.select(figure).is_duplicated().any()


def test_every_measure_of_the_library_has_a_row(worked_out: Results) -> None:
    assert set(worked_out.rows["measure"]) == set(worked_out.measures)


def test_what_is_not_known_is_shown_and_not_dropped(worked_out: Results) -> None:
    unknown = worked_out.rows.filter((pl.col("area") == "unknown") & (pl.col("measure") == "delayed-days"))
    assert unknown["numerator"].sum() > 0
    assert "Not recorded" in worked_out.rows.filter(pl.col("split") == "ethnic_group")["group"]
    assert any("lie in no small area we know" in note for note in worked_out.notes)
    assert any("have no known age" in note for note in worked_out.notes)
