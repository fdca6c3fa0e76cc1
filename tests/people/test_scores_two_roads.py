"""Two roads to every score and segment: the models and plain Python agree on generated people, month by month."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people.given import COVERS, journeys_of
from tests.people.slow_road import died_of
from tests.people.slow_scores import person_in_month, slow_stays
from tests.people.test_two_roads import episodes
from wholeplace.people.building import months_covered

FIRST = date(2022, 1, 1)
MONTHS = months_covered([(date(2023, 1, 1), COVERS["episodes"][1])])
SCORES = ["started", "ended", "charlson", "charlson_2011", "elixhauser", "elixhauser_points", "frailty_risk_score"]
SOME_CODES = (
    "I50.0", "I110", "I10X", "E11.9", "E11.2", "E109", "K703", "K766", "C50.9", "C780", "N185", "J449", "F009", "G309", "F200", "F719",
    "W190", "G811", "R296", "N390", "Z515", "D509", "Z000", "i48x", "F10.2", "F32", "B20", "O800",
)  # fmt: skip
DAYS = st.integers(0, 1400).map(lambda day: FIRST + timedelta(days=day))


@st.composite
def coded_episodes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Spells with diagnoses, spread over 4 years, so that some look back on others and some no longer do."""
    rows = draw(st.one_of(st.just([]), episodes()))
    shift = 0
    for row in rows:
        shift += draw(st.sampled_from([0, 0, 100, 300, 365, 366, 700]))
        for name in ("admitted", "discharged", "ready"):
            row[name] = row[name] and row[name] + timedelta(days=shift - 600)
        row["diagnoses"] = draw(st.one_of(st.none(), st.lists(st.sampled_from(SOME_CODES), max_size=4).map(";".join)))
    return rows


def spans(more: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Events with a start and perhaps an end of their own, never before it."""
    one = st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 400)), st.fixed_dictionaries(more))
    return st.lists(
        one.map(lambda got: {"event_starts": got[0], "event_ends": None if got[1] is None else got[0] + timedelta(days=got[1]), **got[2]}),
        max_size=2,
    )


people = st.lists(
    st.fixed_dictionaries(
        {
            "episodes": coded_episodes(),
            "born": st.dates(date(1930, 1, 1), date(2025, 6, 1)),
            "sex": st.sampled_from(["female", "male"]),
            "learning_disability": st.booleans(),
            "severe_mental_illness": st.sampled_from([False, False, True]),
            "care_homes": spans({}),
            "caring": spans({"client_type": st.sampled_from(["Unpaid carer", "carer ", "Paid carer", "Service user"])}),
        }
    ),
    min_size=1,
    max_size=4,
)


def agree(people: list[dict[str, Any]]) -> None:
    services = [
        {"event_type": "Service", "service_type": "Long term support: Residential care", "council": f"C{number}", **one}
        for person in people
        for number, one in enumerate(person["care_homes"])
    ]
    who = [number for number, person in enumerate(people) for _ in person["care_homes"]]
    journeys = journeys_of(
        months=MONTHS,
        episodes=[{"person": number, **row} for number, person in enumerate(people) for row in person["episodes"]],
        social_care=[
            *({"person": number, **row} for number, row in zip(who, services, strict=True)),
            *({"person": number, "event_type": "Assessment", **row} for number, person in enumerate(people) for row in person["caring"]),
        ],
        persons=[listed(number, person) for number, person in enumerate(people)],
        small_areas=areas(len(people)),
    )
    expected = [answer for person in people for answer in slow_stays(person)]
    assert sorted(map(repr, journeys["stays"].select(SCORES).to_dicts())) == sorted(map(repr, expected))
    found = {(row["small_area"], month): row for row in journeys["person_segments"].to_dicts() for month in months_of(row)}
    lived = {(f"S{number}", month) for number, one in enumerate(people) for month in MONTHS if lives_in(one, month)}
    assert found.keys() == lived
    for (area, month), row in found.items():
        wanted = person_in_month(people[int(area[1:])], month)
        wanted["age"] = row["age"]  # as on the first month of the run; its band is held below
        assert {name: row[name] for name in wanted} == wanted
        assert row["age_band"] == min((month_age(people[int(area[1:])]["born"], month)) // 5 * 5, 90)


def listed(number: int, person: dict[str, Any]) -> dict[str, Any]:
    told = {name: person[name] for name in ("sex", "learning_disability", "severe_mental_illness")}
    return {"person": number, "starts": date(2000, 1, 1), "birth_date": person["born"], "small_area": f"S{number}", **told}


def areas(count: int) -> pl.DataFrame:
    return pl.DataFrame({"small_area": [f"S{number}" for number in range(count)], "place": ["P"] * count, "valid_from": [FIRST] * count})


def lives_in(person: dict[str, Any], month: date) -> bool:
    """Born by the first of the month, and not dead yet, as far as hospitals tell."""
    died = died_of({"died": None, **person})
    return person["born"] <= month and (died is None or month < died)


def months_of(row: dict[str, Any]) -> list[date]:
    return [month for month in MONTHS if row["valid_from"] <= month < row["valid_to"]]


def month_age(born: date, month: date) -> int:
    return month.year - born.year - ((month.month, month.day) < (born.month, born.day))


@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(people)
def test_both_roads_agree(people: list[dict[str, Any]]) -> None:
    agree(people)


@pytest.mark.slow
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(people)
def test_both_roads_agree_on_many_more(people: list[dict[str, Any]]) -> None:
    agree(people)
