"""Rates of registered people: rows and people lie where the surgery does, and never mix with those of residents."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.measures.test_definitions import GOOD
from tests.measures.towns import QUARTER, START, everyone, inputs, months_of, table, town
from wholeplace.measures import Results, explain, measure_named, problems_of
from wholeplace.measures.compute import work_out_one
from wholeplace.measures.registered import surgeries_lie_in
from wholeplace.place import Organisation, Place
from wholeplace.terms import MeasureName, OrganisationCode
from wholeplace.warehouse import problems_in, to_spark

MONTHS = months_of("2023-10", "2025-12")
DAY = date(2025, 8, 1)
MEASURE = (
    GOOD.replace('of_which = "nights < 2"', 'population = "age_band >= 65"\nper = 100\npeople = "registered"\nstandardise = "direct"')
    .replace('kind = "proportion"', 'kind = "rate"')
    .replace('on = "ended"', 'on = "started"')
    .replace('"per cent"', '"stays a year per 100 people"')
    .replace('counts = "alive"', 'counts = "age >= 65"')
)


def body(code: str, kind: str, parent: str | None) -> Organisation:
    above = OrganisationCode(parent) if parent else None
    return Organisation(code=OrganisationCode(code), name=code, kind=kind, parent=above, successor=None, valid_from=START, valid_to=None)


SURGERIES = (
    body("G1", "gp surgery", "N1"), body("G2", "gp surgery", "NET"), body("NET", "primary care network", "P2"),
    body("G3", "gp surgery", "W1"), body("FAR", "gp surgery", None), body("T1", "nhs trust", "P1"),
)  # fmt: skip
"""G1 lies in a neighbourhood, G2 in a place by its network, G3 in a ward alone, and FAR nowhere that we know."""


def place(folder: Path, organisations: tuple[Organisation, ...] = SURGERIES) -> Place:
    (folder / "measures").mkdir(exist_ok=True)
    for name, text in (("registered-stays", MEASURE), ("resident-stays", MEASURE.replace('"registered"', '"resident"'))):
        (folder / "measures" / f"{name}.toml").write_text(text.replace("short-stays-1", f"{name}-1"))
    return town(folder, organisations=organisations)


def registered(practice: str, people: float) -> list[dict]:
    return [
        {"month": month, "practice": practice, "age_band": 70, "sex": "female", "under_18": False, "people": people} for month in MONTHS
    ]


def worked_out(folder: Path, name: str) -> Results:
    homes = [(1, "G1", "L1"), (2, "G1", "L8"), (3, "G2", "L1"), (4, "G3", "L1"), (5, "FAR", "L1"), (6, None, "L1")]
    spans = [
        {"person_key": key, "practice": code, "small_area": home, "starts": START, "ends": None, "home_id": key}
        for key, code, home in homes
    ]  # fmt: skip
    spans += [
        {"person_key": 7, "practice": "G1", "starts": START, "ends": DAY},
        {"person_key": 7, "practice": "G2", "starts": DAY, "ends": None},
    ]
    stay = {"age": 70, "age_band": 70, "sex": "female", "started": DAY, "admitted_as": "emergency"}
    rows = [{**stay, "person_key": key, "small_area": home} for key, _, home in homes]
    rows += [
        {**stay, "person_key": 7, "small_area": "L1"},
        {**stay, "small_area": "L1"},
        {**stay, "person_key": 1, "age": 40, "age_band": 40},
    ]
    people = [row for code, number in (("G1", 400.0), ("G2", 200.0), ("G3", 100.0), ("FAR", 900.0)) for row in registered(code, number)]
    frames = {
        "stays": table("stays", rows), "homes": table("homes", spans), "registered_months": table("registered_months", people),
        "person_months": everyone(MONTHS),
    }  # fmt: skip
    given = inputs(folder / "in", frames)
    return work_out_one(place(folder), given, MeasureName(name), period=QUARTER)


def period(results: Results, split: str = "all") -> dict[tuple[str, str], tuple[float, float]]:
    rows = results.rows.filter((pl.col("split") == split) & (pl.col("grain") == "period") & (pl.col("ends") == QUARTER.ends))
    return {(row["area"], row["group"]): (row["numerator"], row["denominator"]) for row in rows.to_dicts()}


def test_a_surgery_lies_where_its_parents_do(tmp_path: Path) -> None:
    assert surgeries_lie_in(place(tmp_path)) == {
        "surgery:G1": {"neighbourhood": "N1", "place": "P1", "system": "S"},
        "surgery:G2": {"place": "P2", "system": "S"},
        "surgery:G3": {"ward": "W1"},
    }


def test_rows_and_people_lie_where_the_surgery_does_wherever_the_home_is(tmp_path: Path) -> None:
    found = period(worked_out(tmp_path, "registered-stays"))
    assert found["N1", "all"] == (2, 100)  # persons 1 and 2; 400 people for a quarter of a year
    assert found["P1", "all"] == (2, 100)
    assert found["P2", "all"] == (2, 50)  # person 3, and person 7, who moved surgery on the day
    assert found["S", "all"] == (5, 175)  # with the ward's surgery, which lies in no place; nobody registered elsewhere or nowhere
    assert found["W1", "all"] == (1, 25)


def test_residents_are_counted_as_ever(tmp_path: Path) -> None:
    found = period(worked_out(tmp_path, "resident-stays"))
    assert found["N1", "all"][0] == 7  # all who live in L1, known or not
    assert found["S", "all"] == (8, 8 * 4 * 100 / 4)


def test_by_surgery_there_are_no_fifths_of_deprivation(tmp_path: Path) -> None:
    results = worked_out(tmp_path, "registered-stays")
    assert set(results.rows["split"]) == {"all", "age", "sex", "ethnic_group"}
    assert sum(numerator for (area, _), (numerator, _) in period(results, "sex").items() if area == "S") == 5


def test_it_says_so_and_reads_alike_on_spark(tmp_path: Path) -> None:
    told = explain(measure_named(place(tmp_path), "registered-stays"))
    assert "Rows and people belong where the GP surgery lies with which the person is registered." in told.sentences
    assert told.sentences[-1] == "A month is whole when it ends, once the data on stays and registered months reach that far."
    assert problems_in(told.sql or "", where="here") == ()
    assert "JOIN surgeries" in to_spark(told.sql or "")


def test_without_surgeries_there_is_a_letter(tmp_path: Path) -> None:
    (problem,) = problems_of(place(tmp_path, organisations=(body("FAR", "gp surgery", None),)))
    assert problem.where == "measures/registered-stays.toml, people"
    assert 'kind "gp surgery"' in problem.fix


@pytest.mark.parametrize("source", ["spend", "published"])
def test_what_is_not_about_people_is_registered_nowhere(tmp_path: Path, source: str) -> None:
    folder = place(tmp_path)
    text = MEASURE.replace('from = "stays"', f'from = "{source}"')
    (tmp_path / "measures" / "registered-stays.toml").write_text(text)
    assert any("nobody knows with which surgery" in problem.what for problem in problems_of(folder, "registered-stays"))
