"""Columns that look at a person's other records: visits in a year, repeated assessments, what followed short-term care."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.given import journeys_of

DAY = date(2025, 6, 2)
YEARS = {
    "emergency_care": (date(2024, 1, 1), date(2026, 1, 1)),
    "social_care": (date(2024, 1, 1), date(2026, 1, 1)),
    "episodes": (date(2024, 1, 1), date(2026, 1, 1)),
}


def visit(day: date, **more: object) -> dict:
    return {"person": 1, "arrived_at": datetime.combine(day, datetime.min.time()), **more}


def visits(rows: Iterable[dict]) -> list[int | None]:
    return journeys_of(covers=YEARS, emergency_care=rows)["attendances"].sort("attendance_id")["visits_in_12_months"].to_list()


def test_the_visit_itself_and_those_of_the_364_days_before_it_count() -> None:
    rows = [visit(DAY - timedelta(days=365)), visit(DAY - timedelta(days=364)), visit(DAY), visit(DAY, person=2)]
    assert visits([visit(date(2024, 1, 1)), *rows])[-2:] == [2, 1]


def test_two_visits_on_one_day_are_two_for_both() -> None:
    assert visits([visit(DAY), visit(DAY)]) == [2, 2]


def test_planned_visits_and_visits_of_nobody_known_have_no_number() -> None:
    assert visits([visit(DAY, attendance_category="4"), visit(DAY), visit(DAY, person=None)]) == [None, 1, None]


def test_before_a_year_of_records_nobody_knows() -> None:
    assert visits([visit(date(2024, 12, 29)), visit(date(2024, 12, 30))]) == [None, 2]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 500)), max_size=12))
def test_visits_are_counted_as_by_hand(told: list[tuple[int, int]]) -> None:
    first = date(2025, 1, 1)
    rows = [visit(first + timedelta(days=day), person=person) for person, day in told if first + timedelta(days=day) < date(2026, 1, 1)]
    kept = [(person, day) for person, day in told if first + timedelta(days=day) < date(2026, 1, 1)]
    assert visits(rows) == [sum(p == person and 0 <= day - d <= 364 for p, d in kept) for person, day in kept]


def assessed(day: int, team: str = "Nurses", **more: object) -> dict:
    told = {"person": 1, "provider": "P", "team": team, "kind": "assessment", "happened": DAY + timedelta(days=day), "attended": True}
    return told | more


def repeated(*rows: dict, social_care: Iterable[dict] = ()) -> list[bool | None]:
    found = journeys_of(contacts=rows, social_care=social_care)["contacts"].sort("contact_id")
    return found["repeats_another_team"].to_list()


@pytest.mark.parametrize(("days", "repeats"), [(0, True), (28, True), (29, False)])
def test_another_team_within_28_days_repeats(days: int, repeats: bool) -> None:
    assert repeated(assessed(0), assessed(days, "Therapy")) == [False, repeats]


def test_the_same_team_may_assess_again() -> None:
    assert repeated(assessed(0), assessed(5)) == [False, False]


def test_a_team_of_the_same_name_elsewhere_is_another_team() -> None:
    assert repeated(assessed(0), assessed(5, provider="Q")) == [False, True]


def test_a_run_of_one_team_remembers_the_team_before_it() -> None:
    assert repeated(assessed(0), assessed(10, "Therapy"), assessed(20, "Therapy"), assessed(40, "Therapy")) == [False, True, True, False]


@pytest.mark.parametrize("other", [{"kind": "review"}, {"attended": False}, {"person": None}])
def test_only_assessments_of_a_known_person_that_took_place_are_asked(other: dict) -> None:
    assert repeated(assessed(0), assessed(1, "Therapy", **other)) == [False, None]


def test_another_person_is_nobody_s_repeat() -> None:
    assert repeated(assessed(0), assessed(1, "Therapy", person=2)) == [False, False]


def test_the_council_is_another_team_but_not_when_it_assesses_a_carer() -> None:
    told = {"person": 1, "council": "C", "event_type": "Assessment", "event_starts": DAY}
    assert repeated(assessed(3), social_care=[told]) == [True]
    assert repeated(assessed(3), social_care=[told | {"client_type": "Carer"}]) == [False]


def test_joined_up_pathways_show_the_fall() -> None:
    """40 people see 4 teams in 3 weeks. Before, each team assesses; after, the first one does and the others read it."""
    teams = ["Nurses", "Therapy", "Podiatry", "Adult team"]
    before = [assessed(7 * turn, team, person=person) for person in range(1, 41) for turn, team in enumerate(teams)]
    after = [
        row | {"happened": row["happened"] + timedelta(days=180), "kind": "assessment" if row["team"] == "Nurses" else "contact"}
        for row in before
    ]
    found = journeys_of(contacts=[*before, *after])["contacts"]
    first = found["happened"] < DAY + timedelta(days=180)
    shares = [found.filter(part)["repeats_another_team"].drop_nulls().mean() for part in (first, ~first)]
    assert shares == [0.75, 0.0]


@given(st.lists(st.tuples(st.integers(0, 70), st.sampled_from("ABC")), max_size=8))
def test_repeats_are_found_as_by_hand(told: list[tuple[int, str]]) -> None:
    told = sorted(told, key=lambda each: each[0])
    expected = [any(team != other and day - before <= 28 for before, other in told[:n]) for n, (day, team) in enumerate(told)]
    assert repeated(*[assessed(day, team) for day, team in told]) == expected


SHORT = {"service_type": "Short term support: ST-Max", "service_component": "Reablement"}
LONG = {"service_type": "Long term support: Community", "service_component": "Home support or domiciliary care"}
CARER = {"service_type": "Support for carers", "service_component": "Carer support"}


def service(kind: dict, starts: int, ends: int | None, **more: object) -> dict:
    last = None if ends is None else DAY + timedelta(days=ends)
    told = {"person": 1, "council": "C", "event_type": "Service", "event_starts": DAY + timedelta(days=starts), "event_ends": last}
    return told | kind | more


def led(*rows: dict) -> bool | None:
    found = journeys_of(covers=YEARS, social_care=rows)["care"].filter(service="reablement")
    return found["led_to_long_term"][0]


@pytest.mark.parametrize(("day", "led_to"), [(0, True), (20, True), (59, True), (60, False)])
def test_long_term_support_during_reablement_or_28_days_after_its_end(day: int, led_to: bool) -> None:
    """Reablement on days 0 to 30 leaves day 31 the first without it; 28 days later is day 59."""
    assert led(service(SHORT, 0, 30), service(LONG, day, None)) is led_to


def test_without_long_term_support_reablement_was_enough() -> None:
    assert led(service(SHORT, 0, 30)) is False


def test_who_had_long_term_support_before_is_not_asked() -> None:
    assert led(service(LONG, -100, None), service(SHORT, 0, 30)) is None
    assert led(service(LONG, -100, -1), service(SHORT, 0, 30)) is False


@pytest.mark.parametrize("row", [service(SHORT, 0, None), service(SHORT, 0, 30, person=None), service(SHORT, 0, 190)])
def test_nobody_knows_while_it_goes_on_of_whom_it_is_or_before_the_28_days_are_covered(row: dict) -> None:
    assert led(row) is None


def stay(ended: date | None, **more: object) -> dict:
    told = {"person": 1, "spell_id": "1", "provider": "P", "admitted": date(2025, 6, 1), "discharged": ended, "admission_method": "21"}
    return told | {"discharge_method": "1", "discharge_destination": "19", "patient_class": "1"} | more


@pytest.mark.parametrize(
    ("day", "weekend"),
    [(date(2025, 6, 6), False), (date(2025, 6, 7), True), (date(2025, 6, 8), True), (date(2025, 6, 9), False), (None, None)],
)
def test_saturday_and_sunday_are_the_weekend(day: date | None, weekend: bool | None) -> None:
    assert journeys_of(episodes=[stay(day)]).only("stays")["ended_on_weekend"] is weekend


@pytest.mark.parametrize(
    ("diagnoses", "method", "found"),
    [("T391;X60X", "21", True), ("T391;X84X", "21", True), ("T391;X85X", "21", False), ("T391;X60X", "11", False), ("T391", "21", False)],
)
def test_self_harm_is_a_cause_of_an_emergency_stay(diagnoses: str, method: str, found: bool) -> None:
    row = stay(date(2025, 6, 7), diagnoses=diagnoses, admission_method=method)
    assert journeys_of(episodes=[row]).only("stays")["self_harm"] is found


def test_the_register_is_asked_on_the_day_the_stay_began() -> None:
    told = {"person": 1, "small_area": "A1", "birth_date": date(1980, 1, 1)}
    later = {**told, "starts": date(2025, 6, 2), "learning_disability": True, "severe_mental_illness": True}
    for first, found in (
        ({"learning_disability": True}, (True, False)),
        ({"severe_mental_illness": True}, (False, True)),
        ({}, (False, False)),
    ):
        persons = [{**told, "starts": date(2020, 1, 1), "ends": date(2025, 6, 2), **first}, later]
        row = journeys_of(episodes=[stay(date(2025, 6, 7))], persons=persons).only("stays")
        assert (row["learning_disability"], row["severe_mental_illness"]) == found
