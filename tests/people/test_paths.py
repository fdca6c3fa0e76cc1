"""People's paths counted: named cases, and two roads to the same counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.given import journeys_of
from wholeplace.people.models import needed_for, read_models, run_models
from wholeplace.people.paths.counting import COUNTED, MODELS, PRESENT, READ, load_asked
from wholeplace.warehouse import Warehouse

FROM, UNTIL = date(2025, 1, 1), date(2025, 7, 1)
COVERS = {"stays": (FROM, UNTIL), "attendances": (FROM, UNTIL), "care": (FROM, UNTIL)}
HOME_CARE = {"event_type": "Service", "council": "C", "service_type": "Long term support: Community", "service_component": "Home support"}
BED = HOME_CARE | {"service_type": "Short term support: Other short term", "service_component": "Short term residential"}


def counted(until: date = UNTIL, **tables: list[Mapping[str, Any]]) -> dict[str, pl.DataFrame]:
    """Every count of a few received rows, as the records stood at the start of `until`."""
    covers = {"episodes": (FROM, UNTIL), "social_care": (FROM, UNTIL), "emergency_care": (FROM, UNTIL)}
    given = journeys_of(covers=covers, **tables)
    frames = {name: given[name] for name in READ}
    with Warehouse(threads=1) as warehouse:
        for name, frame in frames.items():
            warehouse.table_from(name, frame)
        load_asked(warehouse, COVERS, until)
        run_models(warehouse, needed_for((*COUNTED, *PRESENT), read_models(MODELS)), keep=(*COUNTED, *PRESENT))
        return {name: warehouse.frame(f"select * from {name}") for name in (*COUNTED, *PRESENT)}


def rows(frame: pl.DataFrame, *columns: str) -> list[tuple]:
    return sorted(frame.select(*columns).iter_rows(), key=repr)


def stay(person: int, starts: date, ends: date | None, **more: Any) -> dict[str, Any]:
    return {
        "person": person, "provider": "P", "spell_id": f"{person} {starts}", "admitted": starts, "discharged": ends,
        "admission_method": "21", "discharge_method": None if ends is None else "1", "discharge_destination": "19",
        "patient_class": "1", **more,
    }  # fmt: skip


def day(number: int) -> date:
    return FROM + timedelta(days=number)


def test_a_stay_by_days_to_ready_delay_and_days_in_all() -> None:
    found = counted(episodes=[stay(1, day(10), day(20), ready=day(16), pathway=1)])["stay_lengths"]
    assert rows(found, "came_as", "how", "before", "days_to_ready", "delay_days", "days", "people") == [("emergency", "1", 0, 6, 4, 10, 1)]


def test_as_the_records_stood_then_nothing_later_is_known() -> None:
    """Five days before the person leaves: no way out, no ready date, no return."""
    found = counted(day(15), episodes=[stay(1, day(10), day(20), ready=day(12), pathway=1), stay(1, day(25), day(27))])
    assert rows(found["stay_lengths"], "how", "days_to_ready", "days") == [("there", None, 5)]
    assert rows(found["present_in_hospital"], "came_as", "days", "ready_days", "people") == [("emergency", 5, None, 1)]
    assert found["returns"].is_empty()


def test_who_leaves_on_the_day_itself_is_still_there_at_its_midnight() -> None:
    assert rows(counted(day(20), episodes=[stay(1, day(10), day(20))])["stay_lengths"], "how", "days") == [("there", 10)]
    assert rows(counted(day(21), episodes=[stay(1, day(10), day(20))])["stay_lengths"], "how", "days") == [("not told", 10)]


def test_a_ready_date_told_of_somebody_in_bed_is_used() -> None:
    found = counted(episodes=[stay(1, day(170), None, ready=day(175))])
    assert rows(found["present_in_hospital"], "days", "ready_days") == [(11, 6)]


def test_a_stay_that_began_before_the_records_says_how_long_before() -> None:
    found = counted(episodes=[stay(1, FROM - timedelta(days=7), day(3), ready=day(1), pathway=0)])
    assert rows(found["stay_lengths"], "before", "days_to_ready", "days") == [(7, 8, 10)]
    assert found["admissions"].is_empty()


def test_day_cases_and_maternity_have_beds_of_their_own() -> None:
    day_case = stay(1, day(5), day(5), admission_method="11", patient_class="2")
    birth = stay(2, day(5), day(7), admission_method="31", specialty="501", patient_class="5")
    assert counted(episodes=[day_case, birth])["stay_lengths"].is_empty()


def test_an_emergency_without_a_night_is_same_day() -> None:
    found = counted(episodes=[stay(1, day(5), day(5))])
    assert rows(found["admissions"], "came_as", "how") == [("same-day", "not told")]
    assert found["present_in_hospital"].is_empty()


def test_an_end_that_was_forgotten_does_not_fill_a_bed_for_ever() -> None:
    """A later stay, a death or a year show that a stay without an end is over."""
    again = [stay(1, day(5), None), stay(1, day(50), day(52))]
    dead = [stay(2, day(5), None)]
    found = counted(episodes=[*again, *dead, stay(3, day(170), None)], persons=[{"person": 2, "starts": FROM, "died": day(9)}])
    assert rows(found["present_in_hospital"], "days", "people") == [(11, 1)]


def test_a_return_is_an_emergency_within_30_days_and_counts_once_as_come_back() -> None:
    first, later = stay(1, day(1), day(5), pathway=0), stay(1, day(34), day(36), pathway=0)
    found = counted(episodes=[first, later, stay(2, day(1), day(5), pathway=0), stay(2, day(35), day(36), pathway=0)])
    assert rows(found["admissions"], "day", "came_back", "people") == [(day(1), False, 2), (day(34), True, 1), (day(35), False, 1)]
    assert rows(found["returns"], "back_after_days", "people") == [(29, 1), (None, 3)]


def test_whoever_was_admitted_from_a_and_e_came_through_it() -> None:
    at = datetime.fromisoformat("2025-01-05T23:30:00")
    visit = {"person": 1, "arrived_at": at, "departed_at": at + timedelta(hours=3), "disposal": "306706006", "department_type": "01"}
    found = counted(episodes=[stay(1, day(5), day(8)), stay(2, day(5), day(8))], emergency_care=[visit])
    assert rows(found["admissions"], "through_a_and_e", "people") == [(False, 1), (True, 1)]
    assert rows(found["a_and_e_arrivals"], "day", "hour", "admitted") == [(day(4), 23, True)]
    assert rows(found["a_and_e_minutes"], "admitted", "minutes") == [(True, 180)]
    there = found["a_and_e_presence"].filter(pl.col("people") > 0)
    assert rows(there, "day", "hour", "people") == [(day(5), 0, 1), (day(5), 1, 1), (day(5), 2, 1)]


def test_minor_departments_and_planned_visits_are_no_part_of_a_and_e() -> None:
    at = datetime.fromisoformat("2025-01-05T12:00:00")
    visits = [{"person": 1, "arrived_at": at, "department_type": "03"}, {"person": 1, "arrived_at": at, "attendance_category": "4"}]
    assert counted(emergency_care=visits)["a_and_e_arrivals"].is_empty()


def test_support_in_time_late_and_going_on_from_before() -> None:
    left = [stay(person, day(1), day(10), ready=day(8), pathway=1) for person in (1, 2, 3, 4)]
    care = [
        {"person": 1, **HOME_CARE, "event_starts": day(12), "event_ends": day(60)},
        {"person": 2, **HOME_CARE, "event_starts": day(15), "event_ends": day(60)},
        {"person": 3, **HOME_CARE, "event_starts": FROM - timedelta(days=90)},
    ]
    found = counted(episodes=left, social_care=care)
    assert rows(found["returns"], "after_leaving", "after_ready", "people") == [
        ("in time", "in time", 1), ("in time", "late", 1), ("late", "late", 1), ("none", "none", 1),
    ]  # fmt: skip
    assert rows(found["support_waits"], "days", "people") == [(0, 1), (2, 1), (28, 1), (5, 1)]
    assert rows(found["way_on"], "station", "people") == [("", 2), ("home-care", 2)]


def test_a_rehabilitation_bed_then_home_care() -> None:
    care = [
        {"person": 1, **BED, "event_starts": day(10), "event_ends": day(29)},
        {"person": 1, **HOME_CARE, "event_starts": day(30)},
    ]
    found = counted(episodes=[stay(1, day(1), day(10), pathway=2)], social_care=care)
    lengths = rows(found["care_lengths"], "station", "came_from", "before", "days", "open", "to_home_care")
    assert lengths == [("home-care", "rehab", 0, (UNTIL - day(30)).days, True, False), ("rehab", "hospital", 0, 20, False, True)]
    assert rows(found["way_on"], "pathway", "station") == [(2, "rehab")]


def test_services_that_touch_are_one_time_and_death_ends_it() -> None:
    care = [
        {"person": 1, **HOME_CARE, "event_starts": day(0), "event_ends": day(9)},
        {"person": 1, **HOME_CARE, "service_type": "Short term support: ST-Max", "event_starts": day(10)},
    ]
    found = counted(social_care=care, persons=[{"person": 1, "starts": FROM, "died": day(40)}])
    assert rows(found["care_lengths"], "station", "came_from", "days", "open", "people") == [("home-care", "home", 40, False, 1)]
    assert rows(found["care_starts"], "day", "people") == [(day(0), 1)]


def test_use_and_delay_by_midnight() -> None:
    found = counted(episodes=[stay(1, day(1), day(4), ready=day(2), pathway=0), stay(2, FROM - timedelta(days=5), day(2))])
    use = found["use_by_day"].filter((pl.col("station") == "acute") & (pl.col("people") > 0))
    assert rows(use, "day", "people") == [(day(0), 1), (day(1), 1), (day(2), 2), (day(3), 1), (day(4), 1)]
    assert rows(found["delayed_by_day"], "day", "pathway", "people") == [(day(3), 0, 1), (day(4), 0, 1)]


@st.composite
def lives(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Stays of one person that never touch, some open at the end."""
    at, found = draw(st.integers(-30, 60)), []
    for _ in range(draw(st.integers(1, 4))):
        nights = draw(st.integers(0, 30))
        told = draw(st.booleans())
        ready = at + draw(st.integers(0, nights)) if told else None
        found.append({"starts": at, "ends": at + nights, "ready": ready, "pathway": draw(st.sampled_from([0, 1, None]))})
        at += nights + draw(st.integers(1, 45))
    return found


def slow_lengths(people: list[list[dict[str, Any]]], until: int) -> Iterator[tuple]:
    """Plain Python: what may be known of each stay on the morning of day `until`."""
    for stays in people:
        begun = [one for one in stays if one["starts"] < until]
        for one in begun:
            over = one["ends"] < until
            if one["ends"] < 0 or (not over and one is not begun[-1]):
                continue
            came = "same-day" if over and one["starts"] == one["ends"] else "emergency"
            how = "there" if not over else "not told" if one["pathway"] is None else str(one["pathway"])
            last = one["ends"] if over else until
            ready = one["ready"] if over else None
            yield came, how, max(-one["starts"], 0), None if ready is None else ready - one["starts"], last - one["starts"]


some_people = st.lists(lives(), min_size=1, max_size=6)


@settings(max_examples=10)
@given(people=some_people, until=st.integers(1, 181))
def test_two_roads_to_lengths_of_stay_and_use(people: list[list[dict[str, Any]]], until: int) -> None:
    agree(people, until)


@pytest.mark.slow
@settings(max_examples=150)
@given(people=some_people, until=st.integers(1, 181))
def test_two_roads_to_lengths_of_stay_and_use_of_many_more(people: list[list[dict[str, Any]]], until: int) -> None:
    agree(people, until)


def agree(people: list[list[dict[str, Any]]], until: int) -> None:
    episodes = [
        stay(
            number, day(one["starts"]), day(one["ends"]), ready=None if one["ready"] is None else day(one["ready"]), pathway=one["pathway"]
        )
        for number, stays in enumerate(people)
        for one in stays
    ]
    found = counted(day(until), episodes=episodes)
    counts = found["stay_lengths"].group_by("came_as", "how", "before", "days_to_ready", "days").agg(pl.col("people").sum())
    assert Counter({tuple(row[:-1]): row[-1] for row in counts.iter_rows()}) == Counter(slow_lengths(people, until))
    spans = [(one["starts"], one["ends"]) for stays in people for one in stays if one["starts"] < until and one["ends"] >= 0]
    use = {row["day"]: row["people"] for row in found["use_by_day"].filter(pl.col("station") == "acute").iter_rows(named=True)}
    for number in range(until + 1):
        assert use.get(day(number), 0) == sum(starts < number <= ends for starts, ends in spans)


def test_counts_do_not_depend_on_who_people_are() -> None:
    one = [stay(1, day(1), day(4), pathway=0), stay(2, day(1), day(9), pathway=1)]
    other = [stay(7, day(1), day(9), pathway=1), stay(9, day(1), day(4), pathway=0)]
    first, second = counted(episodes=one), counted(episodes=other)
    for name in (*COUNTED, *PRESENT):
        assert sorted(map(repr, first[name].iter_rows())) == sorted(map(repr, second[name].iter_rows()))
