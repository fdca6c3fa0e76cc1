"""The winter plan: its days, its table by hand, its gaps, and options beside the winter as it is."""

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tests.flow.asking.runs import run_of, small
from tests.flow.example import aldermoor
from wholeplace.flow import Effort, Move, Scenario, WinterPlan, winter_plan, winter_table
from wholeplace.flow.loads import mean_arrivals
from wholeplace.flow.moving import moved_to
from wholeplace.flow.winter import COMPARED, plan_of, services_after_hospital, wanted
from wholeplace.flow.winter_settings import WinterSettings, settings_of
from wholeplace.flow.writing import write_network
from wholeplace.terms import DataProblem
from wholeplace.terms.progress import quiet

MORE = Scenario(
    name="more", title="More home care", proposed_by="Council", why="", changes=(Move(what="stations.home-care.capacity", times=1.2),)
)  # fmt: skip


def said(folder: Path, text: str = "") -> WinterSettings:
    (folder / "assumptions").mkdir(exist_ok=True)
    (folder / "assumptions" / "winter.toml").write_text(text, "utf-8")
    return settings_of(SimpleNamespace(folder=folder))  # pyright: ignore[reportArgumentType]


@cache
def plan() -> WinterPlan:
    network = moved_to(aldermoor(), date(2025, 11, 15), 62)
    usual = settings_of(SimpleNamespace(folder=Path("nowhere")))  # pyright: ignore[reportArgumentType]
    return plan_of(network, (MORE,), usual, None, Effort(replications=4), quiet)


@pytest.mark.parametrize(
    ("today", "begins", "ends"),
    [
        (date(2025, 7, 1), date(2025, 11, 1), date(2026, 4, 1)),
        (date(2025, 11, 1), date(2025, 11, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2025, 11, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 11, 1), date(2027, 4, 1)),
    ],
)
def test_the_winter_is_the_one_that_has_not_ended(tmp_path: Path, today: date, begins: date, ends: date) -> None:
    assert said(tmp_path).winter_after(today) == (begins, ends)


def test_a_winter_of_two_months_in_one_year(tmp_path: Path) -> None:
    assert said(tmp_path, '[winter]\nbegins = "01-10"\nends = "03-10"').winter_after(date(2026, 3, 10)) == (
        date(2027, 1, 10),
        date(2027, 3, 10),
    )


def test_mistakes_in_winter_toml_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataProblem) as letter:
        said(tmp_path, '[winter]\nbegins = "31-10"\n[table.columns]\nmonht = "Month"')
    assert '"31-10" is no day' in str(letter.value)
    assert 'Did you mean "month"?' in str(letter.value)


def test_a_moved_network_expects_the_same_people_on_the_same_day() -> None:
    network = moved_to(aldermoor(), date(2026, 2, 1), 14)
    there = aldermoor()
    assert (network.starts, network.days) == (date(2025, 8, 5), 14)
    first = (date(2026, 2, 1) - there.starts).days
    from dataclasses import replace

    seasonal = replace(there, arrivals=tuple(replace(each, amplitude=0.3, peak=17.0, yearly=0.1) for each in there.arrivals))
    window = replace(seasonal, warm_up=first, days=14)
    assert mean_arrivals(moved_to(seasonal, date(2026, 2, 1), 14)) == pytest.approx(mean_arrivals(window), rel=1e-9)


def test_services_after_hospital_have_the_pathway_of_those_who_go_there_first() -> None:
    found = services_after_hospital(aldermoor(), frozenset({"a-and-e"}))
    assert [(station.name, pathway) for station, pathway in found] == [("home-care", 1), ("rehab", 2), ("care-home", 3)]
    assert [(station.name, pathway) for station, pathway in services_after_hospital(small(), frozenset({"door"}))] == [("home", 1)]


def test_demand_is_who_started_and_by_how_many_more_wait() -> None:
    waiting = np.array([2.0, 3.0, 5.0, *[4.0] * 25])
    run = run_of({"started:home": 1.0, "queue:home": waiting})
    assert wanted(run, "home")[0, :5].tolist() == [1.0, 2.0, 3.0, 0.0, 1.0]


def test_the_table_has_a_row_for_each_month_and_service() -> None:
    rows = plan().table
    assert [(row.month, row.pathway) for row in rows] == [
        (date(year, month, 1), pathway) for pathway in (1, 2, 3) for year, month in ((2025, 11), (2025, 12), (2026, 1))
    ]
    november, december, january = (row for row in rows if row.station == "rehab")
    assert november.capacity == pytest.approx(16 * 45 / 26)  # 45 beds, 26 days each, 16 days of November
    assert december.capacity == pytest.approx(31 * 45 / 26)
    assert january.capacity == pytest.approx(15 * 45 / 26)
    assert december.gap.mean == pytest.approx(december.demand.mean - december.capacity)
    assert 20 < december.demand.low <= december.demand.mean <= december.demand.high < 80


def test_the_table_is_a_csv_in_the_words_a_place_gives(tmp_path: Path) -> None:
    words = said(tmp_path, '[services]\nhome-care = "Short term home care (pathway 1)"\n[table.columns]\nmonth = "Month"')
    rows = list(csv.DictReader(io.StringIO(winter_table(plan().table, words))))
    assert rows[0]["Month"] == "2025-11"
    assert rows[0]["service"] == "Short term home care (pathway 1)"
    assert rows[3]["service"] == "Rehabilitation beds"
    assert int(rows[1]["expected demand (people)"]) - int(rows[1]["capacity (people)"]) == pytest.approx(
        int(rows[1]["gap (people)"]), abs=1
    )
    assert "gov.uk" in words.source


def test_every_station_has_its_gap_in_every_whole_week() -> None:
    weeks = [week for week in plan().weeks if week.station == "home-care"]
    assert [week.week for week in weeks[:2]] == [date(2025, 11, 15), date(2025, 11, 22)]
    assert len(weeks) == 62 // 7
    assert all(week.gap.mean == pytest.approx(week.demand.mean - week.capacity) for week in weeks)
    assert {week.unit for week in weeks} == {"visits a day"}


def test_options_stand_beside_the_winter_as_it_is_delays_with_returns() -> None:
    (option,) = plan().options
    assert all(answer.compared and answer.question in COMPARED for answer in option.answers)
    questions = {answer.question for answer in option.answers}
    assert {"How many people are ready to leave and cannot?", "How many people come back, beside those delayed?"} <= questions
    assert plan().forecast.against is None
    assert (plan().starts, plan().ends) == (date(2025, 11, 15), date(2026, 1, 16))


def test_a_place_gets_its_plan_for_the_coming_winter(tmp_path: Path) -> None:
    settings = said(tmp_path, '[winter]\nbegins = "12-01"\nends = "12-15"')
    (tmp_path / "assumptions" / "network.toml").write_text(write_network(aldermoor()), "utf-8")
    made = winter_plan(SimpleNamespace(folder=tmp_path), today=date(2025, 7, 1), effort=Effort(replications=2))  # pyright: ignore[reportArgumentType]
    assert (made.starts, made.ends, made.settings) == (date(2025, 12, 1), date(2025, 12, 15), settings)
    assert made.options == ()
    again = winter_plan(SimpleNamespace(folder=tmp_path), today=date(2025, 7, 1), effort=Effort(replications=2))  # pyright: ignore[reportArgumentType]
    assert again == made
