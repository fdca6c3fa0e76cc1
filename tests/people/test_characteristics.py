"""Who somebody is: the person list first, the day's home, the code that stands today, and no identifier anywhere."""

from datetime import date

import polars as pl
import pytest

from tests.people.given import journeys_of, nhs_number
from wholeplace.feeds.tables import IDENTIFIERS
from wholeplace.people import JOURNEY_TABLES
from wholeplace.people.keyed import current_small_areas

DAY = date(2025, 3, 1)


def contact(**more: object) -> dict:
    return {"person": 1, "happened": DAY, "attended": True, **more}


def test_home_is_where_the_list_says_on_that_day() -> None:
    spans = [
        {"person": 1, "starts": date(2020, 1, 1), "ends": date(2025, 3, 2), "small_area": "A1"},
        {"person": 1, "starts": date(2025, 3, 2), "small_area": "B1"},
    ]
    days = [contact(small_area="A2"), contact(small_area="A2", happened=date(2025, 3, 2))]
    found = journeys_of(persons=spans, contacts=days)["contacts"]
    assert found.select("small_area", "place").rows() == [("A1", "PA"), ("B1", "PB")]


def test_the_record_speaks_where_the_list_is_silent() -> None:
    found = journeys_of(contacts=[contact(small_area="B1", sex="male", ethnic_group="Asian", birth_date=date(2000, 3, 2))]).only("contacts")
    assert (found["small_area"], found["place"], found["sex"], found["ethnic_group"], found["age"]) == ("B1", "PB", "male", "Asian", 24)


def test_before_the_list_begins_the_record_speaks() -> None:
    found = journeys_of(persons=[{"person": 1, "starts": date(2025, 6, 1), "small_area": "A1"}], contacts=[contact(small_area="B1")])
    assert found.only("contacts")["small_area"] == "B1"


def test_an_old_code_becomes_todays_and_an_unknown_one_is_not_known() -> None:
    rows = [contact(small_area="OLD"), contact(small_area="elsewhere")]
    assert journeys_of(contacts=rows)["contacts"]["small_area"].to_list() == ["A2", None]


def test_overlapping_spans_never_count_a_contact_twice() -> None:
    spans = [{"person": 1, "starts": date(2020 + n, 1, 1), "small_area": area} for n, area in enumerate(["A1", "A1", "A2", "B1"])]
    assert journeys_of(persons=spans * 2, contacts=[contact()]).only("contacts")["small_area"] == "B1"


def test_ethnic_group_comes_from_the_list_then_from_the_latest_record() -> None:
    rows = [contact(ethnic_group="White"), contact(ethnic_group="Mixed", happened=date(2025, 4, 1)), contact(happened=date(2025, 5, 1))]
    unlisted = journeys_of(contacts=rows)["contacts"]
    listed = journeys_of(contacts=rows, persons=[{"person": 1, "starts": date(1990, 1, 1), "ethnic_group": "Asian"}])["contacts"]
    assert unlisted["ethnic_group"].to_list() == ["Mixed"] * 3
    assert listed["ethnic_group"].to_list() == ["Asian"] * 3


@pytest.mark.parametrize(
    ("born", "age"),
    [(date(2000, 3, 1), 25), (date(2000, 3, 2), 24), (date(2004, 2, 29), 21), (date(2025, 3, 1), 0), (date(2025, 3, 2), None)],
)
def test_age_is_in_whole_years_on_the_day(born: date, age: int | None) -> None:
    found = journeys_of(contacts=[contact(birth_date=born)]).only("contacts")
    assert found["age"] == age
    assert found["age_band"] == (None if age is None else age // 5 * 5)


def test_a_given_age_serves_where_there_is_no_birth_date() -> None:
    found = journeys_of(episodes=[{"admitted": DAY, "age_given": 93}]).only("stays")
    assert (found["age"], found["age_band"]) == (93, 90)


def test_a_local_id_stands_for_the_number_it_was_sent_with() -> None:
    rows = [contact(local_id="L1"), contact(person=None, local_id="L1"), contact(person=None, local_id="L2")]
    found = journeys_of(contacts=rows)
    assert found["contacts"]["person_key"].null_count() == 1
    assert [(row.rows, row.with_person) for row in found.linked if row.table == "contacts"] == [(3, 2)]


def test_a_local_id_of_two_people_stands_for_neither() -> None:
    rows = [contact(local_id="L1"), contact(person=2, local_id="L1"), contact(person=None, local_id="L1")]
    assert journeys_of(contacts=rows)["contacts"]["person_key"].null_count() == 1


def test_a_local_id_means_nothing_in_another_feed() -> None:
    rows = [contact(local_id="L1", feed="one"), contact(person=None, local_id="L1", feed="other")]
    assert journeys_of(contacts=rows)["contacts"]["person_key"].null_count() == 1


def test_successors_are_followed_to_the_last() -> None:
    areas = pl.DataFrame(
        {"small_area": ["X", "Y", "Z"], "successor": ["Y", "Z", None], "place": ["P", "P", "Q"], "valid_from": [date(2000, 1, 1)] * 3}
    )
    assert current_small_areas(areas).rows() == [("X", "Z", "Q"), ("Y", "Z", "Q"), ("Z", "Z", "Q")]


def test_no_identifier_is_left_in_any_journey() -> None:
    who = {
        "person": 1, "local_id": "LOCAL-1", "birth_date": date(1950, 5, 5), "given_name": "Given", "family_name": "Family",
        "postcode": "ZZ1 1ZZ", "address": "1 High Street", "uprn": "100012345678",
    }  # fmt: skip
    made = journeys_of(persons=[{**who, "starts": date(2000, 1, 1), "small_area": "A1"}], contacts=[{**contact(), **who}])
    for table in JOURNEY_TABLES:
        assert not set(made[table].columns) & set(IDENTIFIERS)
        text = made[table].write_csv()
        assert not [secret for secret in (nhs_number(1), *map(str, who.values())) if len(secret) > 1 and secret in text]
