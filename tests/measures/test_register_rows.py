"""The rows of the register of named things that measures make real, each seen to work. The number of the row is in the name."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.measures.test_definitions import GOOD
from tests.measures.test_published import PERIOD as LAST_QUARTER_OF_2018
from tests.measures.test_published import published, year
from tests.measures.towns import QUARTER, everyone, inputs, months_of, table, town
from tests.people.given import journeys_of
from wholeplace.measures import Results, join
from wholeplace.measures.compute import work_out
from wholeplace.measures.definitions import library_measures, read_measures
from wholeplace.measures.statistics import SMALL_NUMBER_RULES, slope_index
from wholeplace.place import Place
from wholeplace.publish.disclosure import protect
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.group import NOT_RECORDED

MEASURES = library_measures()
MONTHS = months_of("2023-10", "2025-12")
DAY = date(2025, 7, 1)


def made_of(folder: Path, frames: dict[str, pl.DataFrame], place: Place | None = None) -> Results:
    """All measures of the library for July to September 2025, with people in every month."""
    given = {"person_months": everyone(MONTHS), **frames}
    return work_out(place or town(folder), inputs(folder / "in", given), period=QUARTER)


def figure(results: Results, measure: str, *, grain: str = "period", ends: date = QUARTER.ends, **wanted: str) -> dict[str, Any]:
    asked = {"measure": measure, "level": "system", "split": "all", "grain": grain, **wanted}
    found = results.rows.filter(pl.all_horizontal(pl.col(key) == value for key, value in asked.items()) & (pl.col("ends") == ends))
    (row,) = found.to_dicts()
    return row


def test_row_3_joining_delayed_transfers_and_ready_dates_is_refused_with_the_reason(worked_out: Results) -> None:
    parts = [worked_out.rows.filter((pl.col("measure") == name) & (pl.col("level") == "system")) for name in ("delayed-days", "long-stays")]
    old = parts[1].with_columns(pl.lit("delayed-transfers-of-care-2010-to-2020").alias("definition_id"))
    with pytest.raises(DataProblem, match="Delayed transfers counted beds held up for an agreed reason"):
        join(parts[0], old)
    problems: list[Problem] = []
    ids = '["delayed-transfers-of-care-2010-to-2020", "discharge-ready-date-delay-2023"]'
    read_measures({"both": GOOD.replace('definition_id = "short-stays-1"', f"definition_id = {ids}")}, problems)
    assert "Delayed transfers counted beds" in problems[0].why


@pytest.mark.parametrize(
    ("days", "more", "back", "left"),
    [
        (0, {}, 1, 2), (29, {}, 1, 2), (30, {}, 0, 2),
        (5, {"provider": "South"}, 1, 2),  # to whatever hospital
        (5, {"admission_method": "11"}, 0, 1),  # planned; and out the same day, so no index stay of its own
        (5, {"specialty": "501"}, 0, 1),  # to have a baby
    ],
)  # fmt: skip
def test_row_4_day_29_counts_and_day_30_does_not(tmp_path: Path, days: int, more: dict, back: int, left: int) -> None:
    first = {
        "person": 1,
        "provider": "North",
        "admitted": DAY,
        "discharged": DAY + timedelta(days=4),
        "admission_method": "21",
        "small_area": "L1",
    }
    again = first["discharged"] + timedelta(days=days)
    planned = more.get("admission_method") == "11"
    episodes = [first, first | {"admitted": again, "discharged": again + timedelta(days=0 if planned else 2)} | more]
    stays = journeys_of(episodes=[{**each, "episode_id": str(number)} for number, each in enumerate(episodes)])["stays"]
    row = figure(made_of(tmp_path, {"stays": stays}), "back-within-30-days")
    assert (row["numerator"], row["denominator"]) == (back, left)


@pytest.mark.parametrize(
    "excluded",
    [{"discharge_method": "4"}, {"discharge_method": "2"}, {"diagnoses": "C509"}, {"patient_class": "2", "admission_method": "11"}],
)
def test_row_4_exclusions_hold(tmp_path: Path, excluded: dict) -> None:
    """Who died, left against advice, has cancer or came for a day is no index stay."""
    stay = {"person": 1, "admitted": DAY, "discharged": DAY, "admission_method": "21"} | excluded
    row = figure(made_of(tmp_path, {"stays": journeys_of(episodes=[stay])["stays"]}), "back-within-30-days")
    assert row["denominator"] == 0


def test_row_8_shares_of_social_care_spend_sum_to_100_per_cent(tmp_path: Path) -> None:
    groups = {"older people": 20_00, "learning disability": 45_00, "physical": 25_00, "mental health": 9_99, None: 1}
    spend = [
        {"organisation": "O1", "area": "P1", "setting": "social care", "month": QUARTER.starts, "client_group": group, "pence": pence}
        for group, pence in groups.items()
    ]  # fmt: skip
    results = made_of(tmp_path, {"spend": table("spend", spend)})
    assert figure(results, "social-care-spend-older-people")["value"] == 20.0
    parts = results.rows.filter(
        (pl.col("measure") == "cost-per-head-social-care") & (pl.col("split") == "client_group") & (pl.col("level") == "system")
        & (pl.col("grain") == "period") & (pl.col("ends") == QUARTER.ends)
    )  # fmt: skip
    shares = parts["numerator"] / figure(results, "social-care-spend-older-people")["denominator"]
    assert set(parts["group"]) == {*(group for group in groups if group), NOT_RECORDED}
    assert shares.sum() == pytest.approx(1.0, abs=1e-12)


def test_row_10_small_numbers_of_children_are_suppressed(tmp_path: Path) -> None:
    contact = {"setting": "mental health", "attended": True, "first_of_referral": True, "age": 15, "age_band": 15, "happened": DAY}
    homes = {"L1": 3, "L3": 40, "L5": 40, "L7": 40}
    rows = [
        {**contact, "person_key": 100 * n + each, "small_area": home}
        for n, (home, many) in enumerate(homes.items())
        for each in range(many)
    ]
    place = town(tmp_path)
    results = made_of(tmp_path, {"contacts": table("contacts", rows)}, place)
    shown = protect(results.rows, place, results.measures, rule=SMALL_NUMBER_RULES[place.settings.disclosure_rule])
    mine = shown.filter((pl.col("measure") == "mental-health-access-under-18") & (pl.col("split") == "all") & (pl.col("grain") == "period"))
    now = {row["area"]: row for row in mine.filter(pl.col("ends") == QUARTER.ends).to_dicts()}
    assert (now["N1"]["hidden"], now["N1"]["numerator"], now["N1"]["value"]) == ("small", None, None)
    assert now["S"]["numerator"] == 125  # rounded to 5
    assert [area for area, row in now.items() if row["level"] == "neighbourhood" and row["hidden"]] != ["N1"]  # or N1 is what is left


def test_row_23_a_delay_with_several_reasons_is_counted_once(tmp_path: Path) -> None:
    stay = {
        "person": 1,
        "admitted": DAY,
        "ready": DAY + timedelta(days=3),
        "discharged": DAY + timedelta(days=10),
        "small_area": "L1",
        "birth_date": date(1950, 1, 1),
    }
    one = journeys_of(episodes=[{**stay, "admission_method": "21", "delay_reasons": "care package"}])["stays"]
    three = journeys_of(episodes=[{**stay, "admission_method": "21", "delay_reasons": "care package;equipment;family choice"}])["stays"]
    assert three["delay_reasons"].to_list() == ["care package;equipment;family choice"]
    told = [made_of(tmp_path / name, {"stays": stays}) for name, stays in (("one", one), ("three", three))]
    for measure, numerator in (("delayed-days", 7.0), ("people-delayed", 1.0), ("delay-of-people-delayed", 7.0)):
        assert [figure(results, measure)["numerator"] for results in told] == [numerator, numerator]


def test_row_45_the_gap_in_childhood_obesity_between_fifths_is_computed(tmp_path: Path) -> None:
    obesity = {
        "indicator": "90323",
        "definition_id": "fingertips-90323",
        "sex": "all",
        "unit": "per cent",
        "split": "deprivation",
        "area": "S",
    }
    values = [30.0, 27.0, 24.0, 21.0, 18.0]
    rows = [obesity | year(2017) | {"group": str(fifth), "value": value} for fifth, value in enumerate(values, start=1)]
    results = published(tmp_path, *rows)
    fifths = results.rows.filter((pl.col("measure") == "childhood-obesity") & (pl.col("split") == "deprivation")).sort("group")
    assert fifths["value"].to_list() == values
    assert results.period == LAST_QUARTER_OF_2018
    gap = slope_index(fifths["value"].to_numpy(), [1.0] * 5, [1.0] * 5)
    assert gap.absolute == pytest.approx(15.0)  # the poorest end of the line is so much worse off


def test_row_73_the_share_of_cancers_found_at_stage_1_or_2_is_shown_with_its_limits(tmp_path: Path) -> None:
    cancers = {"indicator": "93671", "definition_id": "fingertips-93671", "split": "all", "group": "all", "sex": "all", "unit": "per cent"}
    found = {"numerator": 540.0, "denominator": 1000.0, "value": 54.0, "lower": 50.9, "upper": 57.1}
    results = published(tmp_path, cancers | year(2017) | found | {"area": "101"})
    rows = results.rows.filter((pl.col("measure") == "cancer-early-stage") & pl.col("value").is_not_null())
    assert rows.select("area", "value", "lower", "upper").rows() == [("P1", 54.0, 50.9, 57.1)]
    assert MEASURES["cancer-early-stage"].better == "higher"


def test_row_96_fewer_repeated_assessments_are_seen_when_teams_share_one(tmp_path: Path) -> None:
    """In 2024 nurses and therapists each assess everybody in a week; in 2025 they share one assessment of 4 people in 5."""
    rows, before, now = [], date(2024, 8, 1), date(2025, 8, 1)
    for person in range(50):
        asked = {"person": person, "setting": "community", "kind": "assessment", "attended": True, "provider": "C1", "small_area": "L1"}
        for first, shared in ((before, False), (now, person % 5 > 0)):
            teams = ("Nurses",) if shared else ("Nurses", "Therapy")
            rows += [{**asked, "team": team, "happened": first + timedelta(days=7 * number)} for number, team in enumerate(teams)]
    contacts = journeys_of(contacts=rows)["contacts"]
    results = made_of(tmp_path, {"contacts": contacts, "care": table("care", [])})
    then, latest = (figure(results, "repeated-assessments", ends=ends) for ends in (QUARTER.earlier(12).ends, QUARTER.ends))
    assert (then["numerator"], then["denominator"]) == (50, 100)
    assert (latest["numerator"], latest["denominator"]) == (10, 60)
    assert latest["upper"] < then["lower"]


def test_row_102_people_are_counted_as_dated(tmp_path: Path) -> None:
    """A rate of 2024 stands on the people of 2024, a rate of 2025 on those of 2025."""
    estimates = pl.DataFrame(
        [("L1", 40, sex, known, people) for known, people in ((2024, 1000.0), (2025, 2000.0)) for sex in ("female", "male")],
        schema=["small_area", "age_band", "sex", "year", "people"], orient="row",
    )  # fmt: skip
    areas = pl.DataFrame({"small_area": ["L1"], "place": ["P1"], "successor": [None], "valid_from": [date(2000, 1, 1)]})
    people = journeys_of(months=MONTHS, population=estimates, small_areas=areas)["person_months"]
    visits = [
        {"arrived": day, "small_area": "L1", "place": "P1", "planned": False, "person_key": 1}
        for day in (date(2024, 8, 1), date(2025, 8, 1))
    ]
    results = made_of(tmp_path, {"attendances": table("attendances", visits), "person_months": people})
    years = [figure(results, "a-and-e-visits", ends=ends)["denominator"] for ends in (QUARTER.earlier(12).ends, QUARTER.ends)]
    assert years == pytest.approx([2000 / 4, 4000 / 4])  # person-years of a quarter


@pytest.mark.parametrize("stage", ["best start", "healthy lives", "longer lives"])
def test_row_116_each_stage_of_life_has_measures_with_outcomes_among_them(stage: str) -> None:
    mine = [measure for measure in MEASURES.values() if measure.topic == stage]
    assert len(mine) >= 3
    assert any(measure.lens == "outcomes" for measure in mine)


def test_row_117_and_118_every_count_of_people_stands_by_deprivation_fifth_and_by_ethnic_group(worked_out: Results) -> None:
    """What is not recorded is a group of its own and is never dropped: the groups add up to the whole."""
    counted = [
        name
        for name, measure in worked_out.measures.items()
        if measure.people_counted and measure.table == "stays" and not measure.orders_rows
    ]
    whole = worked_out.rows.filter((pl.col("level") == "system") & (pl.col("grain") == "year") & pl.col("measure").is_in(counted))
    keys = ["measure", "starts"]
    everybody = whole.filter(pl.col("split") == "all").select(*keys, pl.col("numerator").alias("all"))
    for split in ("deprivation", "ethnic_group"):
        parts = whole.filter(pl.col("split") == split)
        assert NOT_RECORDED in set(parts["group"])
        sums = parts.group_by(keys).agg(pl.col("numerator").sum()).join(everybody, on=keys)
        assert len(sums)
        assert sums.filter(pl.col("numerator") != pl.col("all")).is_empty()
