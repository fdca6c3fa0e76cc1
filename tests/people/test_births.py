"""Births with their mothers, answers, tenancies, homes, deaths and exposures, as journeys."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.people.given import journeys_of

DAY = date(2025, 3, 1)


def birth(person: int | None = 2, mother: int | None = 1, **more: Any) -> dict[str, Any]:
    return {"person": person, "mother": mother, "born": DAY, "live": True, "weight_grams": 3_000, "gestation_weeks": 39, **more}


def mother(**more: Any) -> dict[str, Any]:
    return {"person": 1, "starts": date(2010, 1, 1), "birth_date": date(1995, 3, 1), "sex": "female", "small_area": "A1", **more}


def test_a_baby_is_joined_to_its_mother_and_her_home() -> None:
    given = journeys_of(births=[birth()], persons=[mother()])
    row = given.only("births")
    assert (row["mother_age"], row["mother_small_area"], row["one_of_several"]) == (30, "A1", False)
    assert row["mother_key"] == given.only("homes")["person_key"]
    assert row["mother_key"] != row["person_key"]


def test_the_day_before_her_birthday_she_is_a_year_younger() -> None:
    assert journeys_of(births=[birth(born=DAY - timedelta(days=1))], persons=[mother()]).only("births")["mother_age"] == 29


@pytest.mark.parametrize(
    ("grams", "weeks", "small", "early", "small_at_term"),
    [
        (2_499, 37, True, False, True), (2_500, 37, False, False, False), (2_499, 36, True, True, None), (None, 40, None, False, None),
        (2_000, None, True, None, None),
    ],
)  # fmt: skip
def test_small_and_early(grams: int | None, weeks: int | None, small: bool, early: bool, small_at_term: bool) -> None:
    row = journeys_of(births=[birth(weight_grams=grams, gestation_weeks=weeks)]).only("births")
    assert (row["low_birth_weight"], row["preterm"], row["low_birth_weight_at_term"]) == (small, early, small_at_term)


def test_a_pregnancy_begins_its_whole_weeks_before() -> None:
    rows = journeys_of(births=[birth(), birth(person=3, mother=4, gestation_weeks=None)])["births"]
    assert rows["conceived"].to_list() == [DAY - timedelta(weeks=39), None]


def test_twins_are_two_births_of_one_mother_over_midnight_too() -> None:
    others = [birth(person=5, mother=4), birth(person=6, born=date(2023, 1, 1))]
    twins = [birth(person=2), birth(person=3, born=DAY + timedelta(days=1)), *others]
    rows = journeys_of(births=twins, persons=[mother()])["births"].sort("born", "birth_id")
    assert rows["one_of_several"].to_list() == [False, True, False, True]


def test_twins_of_a_mother_nobody_knows_are_not_one() -> None:
    given = journeys_of(births=[birth(person=None, mother=None), birth(person=None, mother=None)])
    assert given["births"]["one_of_several"].to_list() == [None, None]
    assert given.fell_out["births without a known mother"] == 2


def test_a_birth_that_two_feeds_tell_of_counts_once_from_the_fuller_row() -> None:
    twice = [birth(feed="registry", weight_grams=None, mother=None), birth(feed="hospital")]
    given = journeys_of(births=twice, persons=[mother()])
    assert given.only("births")["weight_grams"] == 3_000
    assert given.only("births")["mother_age"] == 30
    assert given.fell_out["births told twice"] == 1


def test_the_home_given_at_birth_serves_where_the_list_knows_no_mother() -> None:
    assert journeys_of(births=[birth(small_area="B1")]).only("births")["mother_small_area"] == "B1"
    assert journeys_of(births=[birth(mother=None)]).only("births")["mother_small_area"] is None


def test_a_mother_who_moved_lived_where_she_was_on_the_day() -> None:
    moves = [mother(ends=DAY), mother(starts=DAY, small_area="B1")]
    assert journeys_of(births=[birth()], persons=moves).only("births")["mother_small_area"] == "B1"


def test_days_to_a_mothers_death() -> None:
    assert journeys_of(births=[birth()], persons=[mother(died=DAY + timedelta(days=40))]).only("births")["mother_died_after_days"] == 40
    assert journeys_of(births=[birth()], persons=[mother()]).only("births")["mother_died_after_days"] is None


def test_what_has_no_day_is_counted_and_left_out() -> None:
    given = journeys_of(births=[birth(born=None)], answers=[{"person": 1, "question": "smokes"}], persons=[mother()])
    assert (len(given["births"]), len(given["answers"])) == (0, 0)
    fell = given.fell_out
    assert (fell["births without a day"], fell["answers without a day"]) == (1, 1)


def test_answers_and_tenancies_carry_the_person() -> None:
    answer = {"person": 1, "survey": "winter", "question": "smokes", "answered": DAY, "value": 1.0}
    tenancy = {"person": 1, "landlord": "H", "tenancy_ref": "T1", "damp_or_mould": True, "starts": DAY, "ends": DAY}
    given = journeys_of(answers=[answer], tenancies=[tenancy], persons=[mother()])
    assert (given.only("answers")["age"], given.only("answers")["value"], given.only("answers")["small_area"]) == (30, 1.0, "A1")
    assert (given.only("tenancies")["damp_or_mould"], given.only("tenancies")["ends"]) == (True, None)


def test_a_home_ends_by_move_or_by_death() -> None:
    dies = mother(starts=date(2020, 2, 1), ends=date(2024, 1, 1), died=date(2023, 5, 5))
    rows = journeys_of(persons=[dies, mother(person=3)])["homes"]
    assert rows.sort("starts")["ends"].to_list() == [None, date(2023, 5, 5)]
    assert rows["born_month_no"].to_list() == [1995 * 12 + 2] * 2


def test_who_died_before_moving_in_never_lived_there() -> None:
    rows = journeys_of(persons=[mother(died=date(2020, 1, 1)), mother(starts=date(2021, 1, 1), small_area="B1", died=date(2020, 1, 1))])
    assert rows["homes"]["small_area"].to_list() == ["A1"]


def test_a_death_has_the_home_that_ended_with_it() -> None:
    row = journeys_of(persons=[mother(ends=DAY, died=DAY)]).only("deaths")
    assert (row["died"], row["age"], row["small_area"]) == (DAY, 30, "A1")


def exposure(**more: Any) -> dict[str, Any]:
    span = {"starts": date(2024, 1, 1), "ends": date(2025, 1, 1)}
    return {"exposure": "no2", "unit": "u", "small_area": "A1", "value": 10.0, **span, **more}


def test_an_exposure_without_place_time_or_number_is_counted_and_left_out() -> None:
    wrong = [exposure(small_area="X"), exposure(ends=None), exposure(value=None), exposure(ends=date(2024, 1, 1))]
    given = journeys_of(exposures=[exposure(), *wrong])
    assert len(given["exposures"]) == 1
    assert given.fell_out["exposures without a place or time"] == 4


def test_values_that_overlap_are_cut_so_that_none_counts_twice() -> None:
    rows = journeys_of(exposures=[exposure(), exposure(starts=date(2024, 7, 1), ends=date(2025, 7, 1), value=20.0)])["exposures"]
    assert rows.select("starts", "ends", "value").rows() == [
        (date(2024, 1, 1), date(2024, 7, 1), 10.0), (date(2024, 7, 1), date(2025, 1, 1), 15.0), (date(2025, 1, 1), date(2025, 7, 1), 20.0),
    ]  # fmt: skip


def test_a_gap_between_values_stays_a_gap() -> None:
    rows = journeys_of(exposures=[exposure(), exposure(starts=date(2025, 6, 1), ends=date(2026, 1, 1))])["exposures"]
    assert len(rows) == 2


def test_two_units_are_two_exposures() -> None:
    rows = journeys_of(exposures=[exposure(), exposure(unit="other", value=999.0)])["exposures"]
    assert sorted(rows["value"]) == [10.0, 999.0]
