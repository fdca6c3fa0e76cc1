"""Stays: what each code means, what a stay keeps of its spells, and that no episode is lost or counted twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from tests.people.given import journeys_of
from tests.people.test_two_roads import episodes

DAY = date(2025, 3, 1)


def episode(**more: object) -> dict[str, Any]:
    return {"person": 1, "provider": "North", "admitted": DAY, "discharged": DAY + timedelta(days=4), "admission_method": "21", **more}


def stay(**more: object) -> dict[str, Any]:
    return journeys_of(episodes=[episode(**more)]).only("stays")


METHODS = [
    ("21", "emergency"), ("2A", "emergency"), ("2B", "emergency"), ("2D", "emergency"), ("28", "emergency"), ("11", "elective"),
    ("13", "elective"), ("31", "maternity"), ("82", "maternity"), ("2C", "maternity"), ("81", "other"), ("XX", "other"), (None, "other"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "admitted_as"), METHODS)
def test_how_somebody_came(method: str | None, admitted_as: str) -> None:
    found = stay(admission_method=method)
    assert found["admitted_as"] == admitted_as
    assert found["maternity"] is (admitted_as == "maternity")


DESTINATIONS = [
    ("19", "usual home"), ("29", "temporary"), ("51", "other hospital"), ("84", "other hospital"), ("87", "other hospital"),
    ("54", "care home"),
    ("65", "care home"), ("85", "care home"), ("79", "died"), ("66", "other"), ("88", "other"), ("98", None),
    (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("destination", "discharged_to"), DESTINATIONS)
def test_where_somebody_went(destination: str | None, discharged_to: str | None) -> None:
    assert stay(discharge_destination=destination, discharge_method="1")["discharged_to"] == discharged_to


def test_who_died_did_not_go_home_whatever_the_destination_says() -> None:
    found = stay(discharge_destination="19", discharge_method="4")
    assert (found["alive"], found["discharged_to"]) == (False, "died")


DIAGNOSES = [
    ("S720;W190", {"falls"}), ("W190;S720", set()), ("S720", set()), ("I500", {"avoidable_chronic"}), ("i50.0", {"avoidable_chronic"}),
    ("J181;I500", {"avoidable_acute"}), ("R69X;I500", set()), ("J45", {"avoidable_chronic"}), ("C349", {"cancer"}),
    ("J181;C349", {"cancer", "avoidable_acute"}), ("Z511", {"cancer"}), ("D120", set()), ("O800", {"maternity"}),
    ("J181;O800", {"avoidable_acute"}), (" ;", set()), (None, set()),
    ("J209", set()), ("J209;J441", {"avoidable_chronic"}), ("J441;J209", {"avoidable_chronic"}), ("J209;I500", set()),
    ("B181", {"avoidable_chronic"}), ("B181;D571", set()), ("I500;D571", {"avoidable_chronic"}),
]  # fmt: skip


@pytest.mark.parametrize(("diagnoses", "flags"), DIAGNOSES)
def test_what_the_codes_say(diagnoses: str | None, flags: set[str]) -> None:
    found = stay(diagnoses=diagnoses)
    assert {flag for flag in ("falls", "avoidable_chronic", "avoidable_acute", "cancer", "maternity") if found[flag]} == flags


OPERATIONS = [
    ("I500", "K401", False), ("I500", "K60.1", False), ("I500", "K51", True), ("I500", "H221", True), ("I10X", "Z94;k452", False),
    ("I10X", "E423", True), ("I209", "H221", False), ("I251", "U201", True), ("I251", "X332;Y534", True), ("I251", "X501", False),
    ("I259", None, True), ("J459", "K401", True), ("I489", "K621", True),
]  # fmt: skip


@pytest.mark.parametrize(("diagnosis", "operations", "avoidable"), OPERATIONS)
def test_who_came_for_an_operation_is_no_avoidable_stay(diagnosis: str, operations: str | None, avoidable: bool) -> None:
    assert stay(diagnoses=diagnosis, operations=operations)["avoidable_chronic"] is avoidable


def test_every_code_of_a_stay_stands_on_it() -> None:
    rows = [
        episode(diagnoses="s72.0;I10X", operations=None, discharge_destination="51"),
        episode(provider="South", admitted=DAY + timedelta(days=4), discharged=None, diagnoses="F03X", operations="w371"),
    ]
    found = journeys_of(episodes=rows).only("stays")
    assert (found["diagnosis"], found["diagnoses"], found["procedures"]) == ("S720", "F03X;S720;I10X", "W371")


def test_where_nothing_is_coded_nothing_stands() -> None:
    found = stay(diagnoses=" ", operations="")
    assert (found["diagnosis"], found["diagnoses"], found["procedures"]) == (None, None, None)


def test_only_emergencies_count_as_falls_or_avoidable() -> None:
    found = stay(admission_method="11", diagnoses="S720;W190"), stay(admission_method="11", diagnoses="I500")
    assert (found[0]["falls"], found[1]["avoidable_chronic"]) == (False, False)


def test_the_main_diagnosis_has_four_characters() -> None:
    assert [stay(diagnoses=code)["diagnosis"] for code in ("s72.00", "I10", "J440;I500")] == ["S720", "I10", "J440"]


DAY_CASES = [
    ("2", "11", 0, True),
    ("1", "12", 0, True),
    ("1", "21", 0, False),
    ("2", "11", 1, False),
    ("3", "11", 0, True),
    ("4", "21", 1, True),
]


@pytest.mark.parametrize(("patient_class", "method", "nights", "day_case"), DAY_CASES)
def test_day_cases(patient_class: str, method: str, nights: int, day_case: bool) -> None:
    assert stay(patient_class=patient_class, admission_method=method, discharged=DAY + timedelta(days=nights))["day_case"] is day_case


def test_a_specialty_for_mothers_makes_a_maternity_stay() -> None:
    assert stay(specialty="560")["maternity"]


def test_an_unfinished_episode_ends_with_its_last_episode_when_the_method_says_so() -> None:
    found = stay(discharged=None, episode_starts=DAY, episode_ends=DAY + timedelta(days=2), discharge_method="1")
    assert found["ended"] == DAY + timedelta(days=2)
    assert stay(discharged=None, episode_ends=DAY + timedelta(days=2), discharge_method="8")["ended"] is None


def test_a_transfer_without_a_method_still_joins() -> None:
    rows = [
        episode(),
        episode(provider="South", admitted=DAY + timedelta(days=4), discharged=None, admission_method=None, admission_source="51"),
    ]
    assert journeys_of(episodes=rows).only("stays")["ended"] is None


def test_a_lost_discharge_does_not_swallow_the_years_after_it() -> None:
    rows = [episode(discharged=None), episode(admitted=date(2025, 9, 1), discharged=date(2025, 9, 3))]
    found = journeys_of(episodes=rows)
    assert found["stays"]["ended"].to_list() == [None, date(2025, 9, 3)]
    assert found.fell_out["never recorded as leaving"] == 1


def test_what_cannot_be_true_is_counted() -> None:
    rows = [episode(discharged=DAY - timedelta(days=1)), episode(person=2, ready=DAY - timedelta(days=1))]
    found = journeys_of(episodes=rows)
    assert (found.fell_out["left before they came"], found.fell_out["ready before they came"]) == (1, 1)


@settings(deadline=None, max_examples=10)
@given(episodes())
def test_no_episode_is_lost_or_counted_twice(rows: list[dict[str, Any]]) -> None:
    found = journeys_of(episodes=[{"person": number % 3 or None, **row} for number, row in enumerate(rows)])
    placed, spells, in_stays = found.rows_in("episodes_in_spells", "provider_spells", "spells_in_stays")
    assert placed == len(rows)
    assert spells == in_stays
    joined, described, stays = found.rows_in("joined_stays", "described_stays", "stays")
    assert joined == described == stays
    assert found["stays"]["stay_id"].is_unique().all()
