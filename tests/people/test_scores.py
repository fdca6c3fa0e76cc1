"""Scores: the code maps are what was published, milder forms give way, and the days looked back on have sharp edges."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from tests.people.given import journeys_of
from wholeplace.people.codes import code_lists

DAY = date(2025, 6, 1)
MAPS = {name: code_lists()[name] for name in ("charlson", "elixhauser", "cambridge")}
POINTS = {name: code_lists()[f"{name}_weights"] for name in MAPS}
FRAILTY = code_lists()["frailty"]


def points(name: str, column: str = "points") -> dict[str, float]:
    return {row["list"]: float(row[column] or 0) for row in POINTS[name].to_dicts()}


def greatest(name: str, column: str = "points") -> float:
    """The greatest score there can be: everything at once, without what gives way."""
    milder = {row["list"] for row in POINTS[name].to_dicts() if row["gives_way_to"]}
    return sum(value for condition, value in points(name, column).items() if condition not in milder)


def stay(*more: dict[str, Any], born: date = date(1940, 1, 1)) -> pl.DataFrame:
    rows = [
        {"person": 1, "provider": "N", "admission_method": "21", "discharged": row.get("admitted", DAY), "admitted": DAY, **row}
        for row in more
    ]
    return journeys_of(episodes=rows, persons=[{"person": 1, "starts": date(2000, 1, 1), "birth_date": born}])["stays"]


# What was published: the papers say how great a score can be, so a wrong or missing weight shows.


def test_the_greatest_charlson_score_is_the_published_one() -> None:
    assert greatest("charlson") == 29  # Charlson 1987 with the 17 conditions of Quan 2005
    assert greatest("charlson", "points_2011") == 24  # Quan 2011: "the score ranged from 0 to 24"


def test_the_elixhauser_points_run_over_the_published_range() -> None:
    each = points("elixhauser").values()
    assert (sum(value for value in each if value < 0), sum(value for value in each if value > 0)) == (-19, 89)  # van Walraven 2009


def test_every_map_has_the_published_number_of_conditions() -> None:
    assert {name: weights["list"].n_unique() for name, weights in POINTS.items()} == {"charlson": 17, "elixhauser": 31, "cambridge": 37}
    assert len(FRAILTY) == FRAILTY["code"].n_unique() == 109
    assert round(sum(map(float, FRAILTY["points"])), 1) == 173.2


PUBLISHED_WEIGHTS = {
    ("charlson", "points"): {1, 2, 3, 6},
    ("charlson", "points_2011"): {0, 1, 2, 4, 6},
    ("elixhauser", "points"): {-7, -4, -3, -2, -1, 0, 2, 3, 4, 5, 6, 7, 9, 11, 12},
}


@pytest.mark.parametrize(("name", "column"), PUBLISHED_WEIGHTS)
def test_weights_are_within_the_published_set(name: str, column: str) -> None:
    assert set(points(name, column).values()) == PUBLISHED_WEIGHTS[name, column]


def test_twenty_conditions_of_the_cambridge_score_have_general_points() -> None:
    general = [row for row in POINTS["cambridge"].to_dicts() if row["general"]]
    assert len(general) == 20
    assert {row["list"] for row in general} == {row["list"] for row in POINTS["cambridge"].to_dicts() if row["mortality"]}
    assert max(general, key=lambda row: float(row["general"]))["list"] == "dementia"


@pytest.mark.parametrize("name", MAPS)
def test_every_condition_has_codes_and_points(name: str) -> None:
    unseen = {row["list"] for row in POINTS[name].to_dicts() if row["says"].startswith("Not seen")}
    assert set(MAPS[name]["list"]) == set(POINTS[name]["list"]) - unseen
    assert unseen == ({"constipation", "painful condition"} if name == "cambridge" else set())


@pytest.mark.parametrize("name", MAPS)
def test_a_code_stands_once_in_a_condition(name: str) -> None:
    codes = MAPS[name]
    assert codes["code"].str.contains(r"^[A-Z][0-9]{2,3}$").all()
    assert not codes.select("list", "code").is_duplicated().any()
    within = codes.join(codes.rename({"code": "wider"}), on="list").filter(pl.col("code") != pl.col("wider"))
    assert within.filter(pl.col("code").str.starts_with(pl.col("wider"))).is_empty(), "the longer code says nothing more"


@pytest.mark.parametrize("name", ["charlson", "elixhauser"])
def test_what_gives_way_names_a_condition(name: str) -> None:
    named = {row["gives_way_to"] for row in POINTS[name].to_dicts()} - {""}
    assert len(named) == 3
    assert named <= set(POINTS[name]["list"])


def test_a_charlson_code_stands_for_one_condition() -> None:
    assert MAPS["charlson"]["code"].is_unique().all()


# Worked examples in public: each says where it is from.

EXAMPLES = [
    # The Strategy Unit, New Hospital Programme, "frail elderly": F00 in one stay and W19 in a later one make 10.3.
    (["F00", "W19"], "frailty_risk_score", 10.3),
    # R package comorbidity and its issue on I25.2: an old heart attack is one, whatever the code's last place.
    (["I252"], "charlson", 1),
    (["I251"], "charlson", 0),
    # Quan 2005: delirium on dementia (F05.1) is dementia, other delirium is not.
    (["F051"], "charlson", 1),
    (["F050"], "charlson", 0),
    # Quan 2005: skin cancer that is not melanoma (C44) is left out of both.
    (["C443"], "charlson", 0),
    (["C443"], "elixhauser", 0),
    (["C439"], "charlson", 2),
    # van Walraven 2009: obesity and drug abuse take points away.
    (["E669", "F112"], "elixhauser_points", -11),
    (["F112"], "elixhauser", 1),
    # HIV: 6 in 1987, 4 in 2011.
    (["B24X"], "charlson", 6),
    (["B24X"], "charlson_2011", 4),
]


@pytest.mark.parametrize(("codes", "score", "expected"), EXAMPLES)
def test_worked_examples(codes: list[str], score: str, expected: float) -> None:
    assert stay({"diagnoses": ";".join(codes)})[score].to_list() == [expected]


@pytest.mark.parametrize("written", ["I50.0", " i500 ", "I500", "I5000", "Z000;I50"])
def test_codes_are_read_however_they_are_written(written: str) -> None:
    assert stay({"diagnoses": written})["charlson"].to_list() == [1]


def test_every_episode_of_a_stay_tells_of_it() -> None:
    found = stay({"spell_id": "S", "diagnoses": "J189"}, {"spell_id": "S", "diagnoses": "Z000;I500"})
    assert found["charlson"].to_list() == [1]


# The days looked back on.

EDGES = [("charlson", 365, 1, 0), ("elixhauser", 365, 1, 0), ("elixhauser_points", 365, 7, 0), ("frailty_risk_score", 730, 3.2, 0.0)]


@pytest.mark.parametrize(("score", "days", "within", "beyond"), EDGES)
def test_the_last_day_looked_back_on(score: str, days: int, within: float, beyond: float) -> None:
    for further, expected in ((0, within), (1, beyond)):
        before = DAY - timedelta(days=days + further)
        found = stay({"admitted": before - timedelta(days=9), "discharged": before, "diagnoses": "I500;W190"}, {"diagnoses": "Z000"})
        assert found[score].to_list() == [within, expected]


def test_a_later_stay_tells_nothing_of_an_earlier_one() -> None:
    found = stay({"diagnoses": "Z000", "admitted": DAY - timedelta(days=9)}, {"diagnoses": "I500"})
    assert found.sort("started")["charlson"].to_list() == [0, 1]


def test_the_records_of_nobody_known_stay_their_own() -> None:
    rows = [
        {"provider": "N", "admitted": DAY + timedelta(days=day), "admission_method": "21", "diagnoses": code}
        for day, code in ((0, "I500"), (9, "Z000"))
    ]
    assert journeys_of(episodes=rows)["stays"].sort("started")["charlson"].to_list() == [1, 0]


BANDS = [
    ("F009", "intermediate"),  # 7.1
    ("N390;R502", "low"),  # 3.3
    ("F050;R410;R502", "intermediate"),  # 6.0
    ("N390;F03X", "intermediate"),  # 5.3
    ("F009;G811;R31X", "intermediate"),  # 14.5
    ("F009;G811;R31X;L080;R502", "intermediate"),  # 15.0: above 15 is high
    ("F009;G811;R31X;L080;R11X", "high"),  # 15.2
    ("R296;M480;E835;M150;R502", "intermediate"),  # 5.0: below 5 is low
    ("R296;M480;E835;M150", "low"),  # 4.9
    ("Z000", "low"),
]


@pytest.mark.parametrize(("codes", "band"), BANDS)
def test_the_edges_of_the_frailty_bands(codes: str, band: str) -> None:
    assert stay({"diagnoses": codes})["frailty_band"].to_list() == [band]
