"""Two roads to every stay: the journey models and plain Python agree on generated people."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import slow_road
from tests.people.given import COVERS, journeys_of

FIRST = date(2024, 1, 1)
KNOWN_UNTIL = COVERS["episodes"][1]
FAR = st.integers(0, 640)
NEAR = st.integers(0, 12)


@st.composite
def episodes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One person's spells, often close enough to touch: transfers, same-day returns, overlaps, deaths, open ends."""
    day = draw(FAR)
    rows = []
    for number in range(draw(st.integers(1, 6))):
        day += draw(st.one_of(NEAR, st.integers(-4, 40)))
        nights = draw(st.one_of(st.just(0), NEAR, st.none()))
        rows.append(
            {
                "spell_id": str(number),
                "provider": draw(st.sampled_from(["North", "South"])),
                "admitted": FIRST + timedelta(days=day),
                "discharged": None if nights is None else FIRST + timedelta(days=day + nights),
                "ready": draw(st.one_of(st.none(), st.integers(-1, 12).map(lambda n, day=day: FIRST + timedelta(days=day + n)))),
                "admission_method": draw(st.sampled_from(["21", "21", "11", "81", "2B", "31", None])),
                "admission_source": draw(st.sampled_from(["19", "19", "51", "53", None])),
                "discharge_destination": draw(st.sampled_from(["19", "19", "51", "84", "85", None])),
                "discharge_method": draw(st.sampled_from(["1", "1", "1", "2", "4", None])),
                "patient_class": draw(st.sampled_from(["1", "1", "1", "2", "3"])),
            }
        )
        day += nights or 0
    return rows


@st.composite
def care(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One person's services, each of its own kind, so that none is a re-record of another."""
    rows = []
    for number in range(draw(st.integers(0, 3))):
        starts = FIRST + timedelta(days=draw(FAR))
        ends = draw(st.one_of(st.none(), st.integers(0, 200)))
        kind = draw(st.sampled_from(["Long term support: Residential care", "Short term support: ST-Max"]))
        rows.append(
            {
                "event_type": "Service",
                "council": str(number),
                "service_type": kind,
                "event_starts": starts,
                "event_ends": None if ends is None else starts + timedelta(days=ends),
            }
        )
    return rows


people = st.lists(
    st.fixed_dictionaries(
        {"episodes": episodes(), "care": care(), "died": st.one_of(st.none(), FAR.map(lambda n: FIRST + timedelta(days=n)))}
    ),
    min_size=1,
    max_size=8,
)


def slow_answers(person: dict[str, Any]) -> list[dict[str, Any]]:
    died = slow_road.died_of(person)
    stays = slow_road.stays_of(person["episodes"])
    return [
        {
            "started": stay.started,
            "ended": stay.ended,
            "alive": stay.alive,
            "day_case": stay.day_case,
            "delay_days": stay.delay_days,
            "next_emergency_after_days": slow_road.next_emergency_after_days(stay, stays),
            "care_started_after_days": slow_road.care_started_after_days(stay, person["care"]),
            "at_home_day_91": slow_road.at_home_day_91(stay, stays, person["care"], died, KNOWN_UNTIL),
        }
        for stay in stays
    ]


def agree(people: list[dict[str, Any]]) -> None:
    journeys = journeys_of(
        episodes=[{"person": number, **row} for number, person in enumerate(people) for row in person["episodes"]],
        social_care=[{"person": number, **row} for number, person in enumerate(people) for row in person["care"]],
        persons=[{"person": number, "starts": FIRST, "died": person["died"]} for number, person in enumerate(people)],
    )
    expected = [answer for person in people for answer in slow_answers(person)]
    found = journeys["stays"].select(list(expected[0])).to_dicts()
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(people)
def test_both_roads_agree(people: list[dict[str, Any]]) -> None:
    agree(people)


@pytest.mark.slow
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(people)
def test_both_roads_agree_on_many_more(people: list[dict[str, Any]]) -> None:
    agree(people)
