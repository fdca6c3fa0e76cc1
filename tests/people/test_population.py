"""People counted by month: every resident once a month, in their band, and on their registers."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.given import journeys_of

MONTHS = tuple(date(2025, month, 1) for month in range(1, 7))


def resident(person: int | None = 1, **more: object) -> dict:
    return {"person": person, "starts": date(2000, 1, 1), "small_area": "A1", "birth_date": date(1980, 1, 1), **more}


def people(**given: object) -> pl.DataFrame:
    return journeys_of(months=MONTHS, **given)["person_months"]


def test_a_resident_is_counted_once_each_month() -> None:
    found = people(persons=[resident(), resident()])
    assert found["people"].to_list() == [1.0] * 6
    assert found["month"].to_list() == list(MONTHS)


@pytest.mark.parametrize(
    ("more", "months"),
    [
        ({"starts": date(2025, 3, 1)}, [3, 4, 5, 6]),
        ({"starts": date(2025, 3, 2)}, [4, 5, 6]),
        ({"ends": date(2025, 3, 1)}, [1, 2]),
        ({"ends": date(2025, 3, 2)}, [1, 2, 3]),
        ({"died": date(2025, 3, 1)}, [1, 2]),
        ({"birth_date": date(2025, 3, 1)}, [3, 4, 5, 6]),
        ({"birth_date": date(2025, 3, 2)}, [4, 5, 6]),
    ],
)
def test_people_are_counted_as_on_the_first_of_the_month(more: dict, months: list[int]) -> None:
    assert [month.month for month in people(persons=[resident(**more)])["month"]] == months


def test_the_day_before_the_eighteenth_birthday() -> None:
    found = people(persons=[resident(birth_date=date(2007, 3, 1))])
    assert found["under_18"].to_list() == [True, True, False, False, False, False]
    assert found["age_band"].unique().to_list() == [15]


def test_somebody_who_moves_is_counted_where_they_live() -> None:
    found = people(persons=[resident(ends=date(2025, 3, 1)), resident(starts=date(2025, 3, 1), small_area="B1")])
    assert found["place"].to_list() == ["PA", "PA", "PB", "PB", "PB", "PB"]


def test_people_are_counted_where_they_are_registered_wherever_they_live() -> None:
    rows = [
        resident(1, practice="G1"),
        resident(2, practice="G1", small_area="B1", ends=date(2025, 3, 1)),
        resident(2, practice="G2", small_area="B1", starts=date(2025, 3, 1)),
        resident(None, practice="G2", small_area="elsewhere"),
        resident(3),
    ]
    found = journeys_of(months=MONTHS, persons=rows)
    registered = found["registered_months"].group_by("month", "practice").agg(pl.col("people").sum()).sort("month", "practice")
    assert registered["people"].to_list() == [2.0, 1.0] * 2 + [1.0, 2.0] * 4
    assert found["homes"].sort("home_id")["practice"].to_list() == ["G1", "G1", "G2", None]
    assert found["registered_months"]["small_area"].null_count() == len(found["registered_months"])


def test_people_without_a_number_or_a_home_are_still_people() -> None:
    found = people(persons=[resident(None), resident(None, small_area="elsewhere"), resident(2, birth_date=None)])
    assert found.group_by("month").agg(pl.col("people").sum())["people"].to_list() == [3.0] * 6


spans = st.lists(
    st.builds(
        resident,
        st.one_of(st.none(), st.integers(1, 6)),
        starts=st.dates(date(2024, 6, 1), date(2025, 8, 1)),
        small_area=st.sampled_from(["A1", "A2", "B1", "OLD", "elsewhere"]),
        birth_date=st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2025, 5, 1))),
    ),
    max_size=12,
)


def here_on(month: date, persons: list[dict]) -> int:
    """The slow count: everybody with a number once, everybody without one by row, if born and moved in by then."""
    here = [row for row in persons if row["starts"] <= month and (born(row, persons) or month) <= month]
    return len({row["person"] for row in here if row["person"]}) + sum(row["person"] is None for row in here)


def born(row: dict, persons: list[dict]) -> date | None:
    """The birth date of the person's latest span that gives one."""
    own = [row] if row["person"] is None else [other for other in persons if other["person"] == row["person"]]
    return max(((other["starts"], other["birth_date"]) for other in own if other["birth_date"]), default=(None, None))[1]


@settings(deadline=None, max_examples=15)
@given(spans)
def test_nobody_is_counted_twice_and_nobody_vanishes(persons: list[dict]) -> None:
    found = people(persons=persons).group_by("month").agg(pl.col("people").sum().cast(pl.Int64))
    expected = {month: here_on(month, persons) for month in MONTHS if here_on(month, persons)}
    assert dict(found.sort("month").iter_rows()) == expected


ESTIMATES = pl.DataFrame(
    {
        "small_area": ["A1", "A1", "OLD"],
        "age_band": [10, 15, 15],
        "sex": ["female", "all", "male"],
        "year": [2025] * 3,
        "people": [7.0, 10.0, 5.0],
    }
)


def test_people_of_unknown_age_are_in_no_age_band() -> None:
    found = people(persons=[resident(birth_date=None, learning_disability=True)])
    assert (set(found["age_band"]), set(found["under_18"])) == ({None}, {None})


def test_without_a_person_list_the_estimates_are_used() -> None:
    found = people(population=ESTIMATES).filter(pl.col("month") == MONTHS[0])
    cells = {(row["small_area"], row["age_band"], row["sex"], row["under_18"]): row["people"] for row in found.to_dicts()}
    assert cells == {
        ("A1", 10, "female", True): 7.0, ("A1", 15, None, True): 6.0, ("A1", 15, None, False): 4.0,
        ("A2", 15, "male", True): 3.0, ("A2", 15, "male", False): 2.0,
    }  # fmt: skip


def test_a_month_takes_the_nearest_years_estimate() -> None:
    two = pl.concat([ESTIMATES.head(1), ESTIMATES.head(1).with_columns(year=pl.lit(2027, pl.Int64), people=pl.lit(9.0))])
    months = (date(2024, 1, 1), date(2026, 1, 1), date(2028, 1, 1))
    assert journeys_of(months=months, population=two)["person_months"]["people"].to_list() == [7.0, 7.0, 9.0]


def test_with_a_person_list_the_estimates_are_not_added() -> None:
    assert people(persons=[resident()], population=ESTIMATES)["people"].sum() == 6.0


def register(kind: str, happened: date, **given: object) -> list[bool]:
    persons = [resident(learning_disability=True, unpaid_carer=True)]
    contacts = [{"person": 1, "kind": kind, "happened": happened, "attended": True}]
    rows = journeys_of(months=MONTHS, persons=persons, contacts=contacts, **given)["register_months"]
    wanted = "unpaid carer" if kind == "carer review" else "learning disability"
    return rows.filter(pl.col("register") == wanted)["checked_in_12_months"].to_list()


def test_a_check_counts_for_12_months() -> None:
    assert register("health check", date(2024, 2, 29)) == [True, False, False, False, False, False]
    assert register("health check", date(2024, 3, 1)) == [True, True, False, False, False, False]
    assert register("health check", date(2025, 3, 31)) == [False, False, True, True, True, True]
    assert register("contact", date(2025, 3, 31)) == [False] * 6


def test_a_carer_is_reviewed_by_the_surgery_or_the_council() -> None:
    review = [{"person": 1, "event_type": "Assessment", "client_type": "Unpaid carer", "event_starts": date(2025, 2, 3)}]
    assert register("carer review", date(2025, 5, 1)) == [False, False, False, False, True, True]
    assert register("carer review", date(2020, 5, 1), social_care=review) == [False, True, True, True, True, True]


def test_everybody_is_on_a_register_once_a_month() -> None:
    persons = [resident(severe_mental_illness=True), resident(2, unpaid_carer=True, learning_disability=True), resident(3)]
    found = journeys_of(months=MONTHS, persons=persons)["register_months"]
    assert len(found) == 3 * len(MONTHS)
    assert not found.select("person_key", "month", "register").is_duplicated().any()


def test_spans_without_a_start_are_one_home_not_two() -> None:
    found = people(persons=[resident(starts=None), resident(starts=None, small_area="B1")])
    assert found["people"].to_list() == [1.0] * 6
