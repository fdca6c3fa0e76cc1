"""What people's use cost: two roads to every penny, and no penny lost."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import slow_costs
from tests.people.given import COVERS, Given, Rows, journeys_of

MONTHS = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1))
EVERY = {name: (MONTHS[0], date(2025, 4, 1)) for name in ("episodes", "social_care", "contacts", "emergency_care", "spend")}
PLACES = frozenset({"PA", "PB"})
HOMES = [
    {"person": n, "birth_date": date(1950, 1, 1), "starts": date(2000, 1, 1), "small_area": ("A1", "A2", "B1")[n % 3]} for n in range(1, 7)
]

NOON = time(12)

days = st.integers(0, 89).map(lambda n: MONTHS[0] + timedelta(days=n))
pence = st.one_of(st.integers(-500, 500), st.integers(0, 10**12))


@st.composite
def spend(draw: st.DrawFn) -> list[dict[str, Any]]:
    settings_ = ("hospital", "emergency", "community", "mental health", "primary", "social care", "voluntary", "public health")
    return [
        {
            "organisation": f"O{n}", "line": "L", "area": draw(st.sampled_from(["PA", "PB", "S"])),
            "setting": draw(st.sampled_from(settings_)), "month": draw(st.sampled_from(MONTHS)), "pence": draw(pence),
            "client_group": draw(st.sampled_from(["all", "older people", "learning disability", None])),
        }
        for n in range(draw(st.integers(1, 8)))
    ]  # fmt: skip


@st.composite
def use(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """What was used in three months. In half of the cases a record may be of nobody known."""
    persons = draw(st.sampled_from([st.integers(1, 6), st.one_of(st.integers(1, 6), st.none())]))
    contacts = [
        {
            "person": draw(persons), "happened": draw(days), "setting": draw(st.sampled_from(["gp", "community", "mental health", "111"])),
            "attended": draw(st.sampled_from([True, True, False, None])),
        }
        for _ in range(draw(st.integers(0, 8)))
    ]  # fmt: skip
    visits = [
        {
            "person": draw(persons),
            "arrived_at": datetime.combine(draw(days), NOON),
            "department_type": draw(st.sampled_from(["1", "3", None])),
        }
        for _ in range(draw(st.integers(0, 4)))
    ]
    episodes = []
    for n in range(draw(st.integers(0, 5))):
        starts, nights = draw(days), draw(st.one_of(st.none(), st.integers(0, 40)))
        episodes.append(
            {
                "person": n + 1, "spell_id": str(n), "provider": "North", "admitted": starts,
                "discharged": None if nights is None else starts + timedelta(days=nights),
                "patient_class": draw(st.sampled_from(["1", "1", "2"])), "admission_method": draw(st.sampled_from(["21", "11", "31"])),
            }
        )  # fmt: skip
    care = [
        {
            "person": draw(st.integers(1, 6)), "event_type": "Service", "council": str(n), "event_starts": (starts := draw(days)),
            "service_type": draw(st.sampled_from(["Long term support: Residential care", "Short term support: ST-Max"])),
            "event_ends": draw(st.one_of(st.none(), st.integers(0, 60).map(lambda d, starts=starts: starts + timedelta(days=d)))),
            "unit_cost_pence": draw(st.one_of(st.none(), st.integers(1, 10**6), st.integers(10**9, 10**10))), "cost_unit": "per week",
        }
        for n in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    return {"contacts": contacts, "emergency_care": visits, "episodes": episodes, "social_care": care}


def costs_of(rows: Mapping[str, Rows], spend: Rows) -> Given:
    tables: dict[str, Rows] = {"persons": HOMES, "spend": spend, **rows}
    return journeys_of(covers=EVERY, months=MONTHS, **tables)  # type: ignore[arg-type]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=use(), spend=spend())
def test_two_roads_give_the_same_pence_and_none_is_lost(rows: dict[str, list[dict[str, Any]]], spend: list[dict[str, Any]]) -> None:
    made = costs_of(rows, spend)
    costs = made["costs"].to_dicts()
    assert sum(row["pence"] for row in costs) == sum(row["pence"] for row in spend)
    assert all(row["hospital_pence"] + row["community_pence"] + row["care_pence"] == row["pence"] for row in costs)
    until = EVERY["episodes"][1]
    uses = [
        *slow_costs.uses_of_stays(made["stays"].to_dicts(), MONTHS, until),
        *slow_costs.uses_of_care(made["care"].to_dicts(), MONTHS, until),
        *slow_costs.uses_of_contacts(made["contacts"].to_dicts(), made["attendances"].to_dicts()),
    ]  # fmt: skip
    known = [one for one in uses if one[5] is not None]
    if len(known) == len(uses):  # rows of nobody known stand together by home, which only the models know
        people, nobody = slow_costs.paid_out(spend, uses, PLACES)
        expected: dict[Any, int] = defaultdict(int)
        for (person, month, _), got in people.items():
            expected[True, person, month] += got
        for (month, place, _), got in nobody.items():
            expected[False, place, month] += got
        found: dict[Any, int] = defaultdict(int)
        for row in costs:
            found[row["followed"], row["person_key"] if row["followed"] else row["place"], row["month"]] += row["pence"]
        assert {key: got for key, got in found.items() if got} == {key: got for key, got in expected.items() if got}


def one_month(setting: str, amount: int, **more: Any) -> dict[str, Any]:
    return {
        "organisation": "O",
        "area": "PA",
        "setting": setting,
        "line": "L",
        "client_group": "all",
        "month": MONTHS[0],
        "pence": amount,
        **more,
    }


def contact(person: int | None, setting: str = "community", day: date = date(2025, 1, 9)) -> dict[str, Any]:
    return {"person": person, "happened": day, "setting": setting, "attended": True}


def test_a_pound_that_three_people_share_is_33_33_and_34_pence_and_stays_a_pound() -> None:
    rows = costs_of({"contacts": [contact(1), contact(3), contact(4)]}, [one_month("community", 100, area="S")])["costs"]
    assert sorted(rows["community_pence"]) == [33, 33, 34]


def test_money_of_one_place_goes_to_nobody_of_another() -> None:
    made = costs_of(
        {"contacts": [contact(3), contact(2)]}, [one_month("community", 100)]
    )  # person 3 lives in A1 of PA, person 2 in B1 of PB
    row = made.only("costs")
    assert (row["small_area"], row["pence"]) == ("A1", 100)


def test_money_without_any_use_stands_in_its_place_as_nobodys() -> None:
    row = costs_of({}, [one_month("public health", 700)]).only("costs")
    assert (row["followed"], row["person_key"], row["place"], row["small_area"], row["pence"]) == (False, None, "PA", None, 700)


def test_money_of_the_whole_system_follows_people_of_every_place() -> None:
    rows = costs_of({"contacts": [contact(3), contact(2)]}, [one_month("community", 100, area="S")])["costs"]
    assert sorted(rows["place"]) == ["PA", "PB"]
    assert rows["pence"].to_list() == [50, 50]


def test_money_of_the_whole_system_follows_use_by_somebody_whose_home_nobody_knows() -> None:
    row = costs_of({"contacts": [contact(None)]}, [one_month("community", 100, area="S"), one_month("community", 7)])["costs"]
    told = sorted((line["followed"], line["place"], line["small_area"], line["pence"]) for line in row.to_dicts())
    assert told == [(False, "PA", None, 7), (True, None, None, 100)]


def test_older_peoples_money_goes_to_older_peoples_care_alone() -> None:
    long = {"event_type": "Service", "service_type": "Long term support: Residential care", "event_starts": date(2025, 1, 1)}
    young = {"person": 9, "birth_date": date(1990, 1, 1), "starts": date(2000, 1, 1), "small_area": "A1"}
    care = [{**long, "person": 3, "council": "1"}, {**long, "person": 9, "council": "2"}]
    spend = [one_month("social care", 1000, client_group="older people"), one_month("social care", 50, client_group="learning disability")]
    made = journeys_of(covers=EVERY, months=MONTHS, persons=[*HOMES, young], spend=spend, social_care=care)["costs"]
    older = made.filter(made["followed"])
    assert older["age"].to_list() == [75]
    assert older["care_pence"].to_list() == [1000]
    assert made.filter(~made["followed"])["pence"].to_list() == [50]


def test_a_refund_takes_back_what_was_given_out() -> None:
    rows = costs_of({"contacts": [contact(3), contact(6)]}, [one_month("community", -101)])["costs"]
    assert sum(rows["pence"]) == -101
    assert sorted(rows["pence"]) == [-51, -50]


@pytest.mark.parametrize(("told", "expected"), [(None, [0, 1000]), (700, [500, 500])])
def test_care_of_a_kind_whose_cost_is_told_nowhere_takes_nobody_elses_money(told: int | None, expected: list[int]) -> None:
    """A day of each, at 700 pence a week: where the other's cost is not told either, it gets nothing rather than a guess."""
    kinds = ("Long term support: Residential care", "Short term support: ST-Max")
    care = [
        {
            "person": 3 * (n + 1), "event_type": "Service", "council": str(n), "service_type": kind, "event_starts": date(2025, 1, 1),
            "event_ends": date(2025, 1, 8), "unit_cost_pence": 700 if n == 0 else told, "cost_unit": "per week",
        }
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    rows = costs_of({"social_care": care}, [one_month("social care", 1000)])["costs"]
    assert sorted([*rows["care_pence"], *([0] * (2 - len(rows)))]) == expected


ADMITTED = {
    "person": 3,
    "spell_id": "1",
    "provider": "North",
    "admitted": date(2025, 1, 2),
    "discharged": date(2025, 1, 12),
    "admission_method": "21",
}


def path_of(**rows: list[dict[str, Any]]) -> Any:
    spend = [
        one_month(setting, amount, month=month)
        for month in MONTHS
        for setting, amount in (
            ("hospital", 4_720_00),
            ("emergency", 148_00),
            ("community", 60_00),
            ("primary", 30_00),
            ("social care", 700_00),
        )
    ]
    return costs_of({"episodes": [ADMITTED], **rows}, spend)["path_costs"]


def test_a_path_is_the_stay_and_91_days_of_everything_after_it() -> None:
    care = {
        "person": 3, "event_type": "Service", "council": "1", "service_type": "Long term support: Residential care",
        "event_starts": date(2025, 1, 12), "event_ends": date(2025, 1, 31), "unit_cost_pence": 350_00, "cost_unit": "per week",
    }  # fmt: skip
    seen = [contact(3), contact(3, "gp", date(2025, 2, 3)), contact(3, "gp", date(2025, 1, 1))]
    visit = {"person": 3, "arrived_at": datetime.combine(date(2025, 1, 2), NOON), "department_type": "1"}
    (row,) = path_of(social_care=[care], contacts=seen, emergency_care=[visit]).to_dicts()
    assert row["finished"] == date(2025, 1, 12) + timedelta(days=91)
    assert row["path"] == "hospital, community and social care"
    assert row["hospital_pence"] == 4_720_00 + 148_00  # all that was spent on hospitals: nobody else used them
    assert row["community_pence"] == 60_00 + 30_00  # one nurse's visit and one at the surgery; the day before the stay is no part of it
    assert row["care_pence"] == 700_00
    assert row["pence"] == row["hospital_pence"] + row["community_pence"] + row["care_pence"]


def test_a_stay_within_91_days_is_part_of_the_path_and_begins_none() -> None:
    again = {**ADMITTED, "spell_id": "2", "admitted": date(2025, 3, 1), "discharged": date(2025, 3, 3)}
    (row,) = path_of(episodes=[ADMITTED, again]).to_dicts()
    assert row["hospital_pence"] == 2 * 4_720_00
    assert row["path"] == "hospital alone"


def test_a_stay_of_nobody_known_and_one_that_ended_in_death_begin_no_path() -> None:
    died = {**ADMITTED, "discharge_method": "4"}
    unknown = {key: value for key, value in ADMITTED.items() if key != "person"} | {"spell_id": "3", "admitted": date(2025, 2, 2)}
    assert path_of(episodes=[died, {**unknown, "discharged": date(2025, 2, 5)}]).is_empty()


def test_without_spend_nothing_costs_anything() -> None:
    made = journeys_of(covers=COVERS, persons=HOMES, episodes=[ADMITTED])
    assert made["costs"].is_empty()
    assert made["path_costs"]["pence"].to_list() == [0]
