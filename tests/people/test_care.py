"""Social care: services in our words, whatever the release; client groups; first care home; cost a week."""

from datetime import date

import polars as pl
import pytest

from tests.people.given import journeys_of
from wholeplace.people.codes import code_lists

DAY = date(2025, 3, 1)


def service(**more: object) -> dict:
    return {
        "person": 1,
        "council": "C",
        "event_type": "Service",
        "event_starts": DAY,
        "service_type": "Long term support: Community",
        **more,
    }


SERVICES = [
    ("Long Term Support: Residential Care", "Residential Care", "residential", True),
    ("Long term support: Nursing care", None, "nursing", True),
    ("Long term support: Community", "Home support or domiciliary care", "home care", True),
    ("Long Term Support: Community", "Home Support", "home care", True),
    ("Long term support: Community", "Direct payment", "direct payment", True),
    ("Long term support: Community", "Day support", "day", True),
    ("Long term support: Community", None, "other", True),
    ("Long Term Support: Prison", None, "other", True),
    ("Short Term Support: ST-Max", "Reablement", "reablement", False),
    ("Short term support: Other short term", "Short term residential care", "residential", False),
    ("Short term support: Ongoing low level", "Community equipment", "equipment", False),
    ("Carer Support: Direct to Carer", None, "carer support", False),
    ("Unpaid carer support: Direct to unpaid carer", None, "carer support", False),
    ("Something new", "Something else", "other", False),
    (None, None, "other", False),
]


@pytest.mark.parametrize(("service_type", "component", "ours", "long_term"), SERVICES)
def test_each_service_has_our_word(service_type: str | None, component: str | None, ours: str, long_term: bool) -> None:
    found = journeys_of(social_care=[service(service_type=service_type, service_component=component)]).only("care")
    assert (found["service"], found["long_term"]) == (ours, long_term)


def test_a_service_goes_on_when_the_release_changes_its_spelling() -> None:
    old = service(service_type="Long Term Support: Community", service_component="Home Support", event_ends=date(2025, 3, 31))
    new = service(service_component="Home support or domiciliary care", event_starts=date(2025, 4, 1))
    found = journeys_of(social_care=[old, new]).only("care")
    assert (found["starts"], found["ends"]) == (DAY, None)


def test_a_pause_makes_a_new_service() -> None:
    rows = [service(event_ends=date(2025, 3, 31)), service(event_starts=date(2025, 4, 2))]
    assert journeys_of(social_care=rows)["care"]["starts"].to_list() == [DAY, date(2025, 4, 2)]


def test_unknown_people_keep_their_own_services() -> None:
    assert len(journeys_of(social_care=[service(person=None)] * 3)["care"]) == 3


GROUPS = [
    (date(1950, 1, 1), "Learning Disability Support", "older people"),
    (date(1990, 1, 1), "Learning Disability Support", "learning disability"),
    (date(1990, 1, 1), "Mental health support", "mental health"),
    (date(1990, 1, 1), "Physical Support: Access & mobility only", "physical"),
    (date(1990, 1, 1), "Sensory Support: Support for hearing impairment", "physical"),
    (date(1990, 1, 1), "Social Support: Support to Carer", "other"),
    (date(1990, 1, 1), None, "other"),
]


@pytest.mark.parametrize(("born", "reason", "group"), GROUPS)
def test_client_groups(born: date, reason: str | None, group: str) -> None:
    assert journeys_of(social_care=[service(birth_date=born, support_reason=reason)]).only("care")["client_group"] == group


COSTS = [
    ("Weekly", 50_000, 1.0, 50_000), ("Weekly", 50_000, None, 50_000), ("Per hour", 2_000, 7.5, 15_000), ("Per hour", 2_000, None, None),
    ("One-off", 90_000, 1.0, None), (None, 2_000, 3.0, 6_000), ("Weekly", None, 1.0, None),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "pence", "units", "weekly"), COSTS)
def test_cost_a_week(unit: str | None, pence: int | None, units: float | None, weekly: int | None) -> None:
    row = service(cost_unit=unit, unit_cost_pence=pence, units_per_week=units)
    assert journeys_of(social_care=[row]).only("care")["weekly_pence"] == weekly


def test_a_short_stay_is_no_new_care_home() -> None:
    short = service(service_type="Short term support: Other short term", service_component="Residential care")
    long = service(service_type="Long term support: Residential care", event_starts=date(2025, 6, 1))
    assert journeys_of(social_care=[short, long])["care"]["new_care_home"].to_list() == [False, True]


def test_an_end_before_the_start_is_no_end() -> None:
    assert journeys_of(social_care=[service(event_ends=date(2025, 2, 1))]).only("care")["ends"] is None


def test_requests_and_reviews_are_not_services() -> None:
    rows = [service(), service(event_type="Request"), service(event_type="Review"), service(event_type="service", council="D")]
    assert len(journeys_of(social_care=rows)["care"]) == 2


@pytest.mark.parametrize("name", sorted(code_lists()))
def test_every_code_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    codes = code_lists()[name]
    assert codes.select(pl.all_horizontal(pl.col("says", "source", "version").str.len_chars() > 0).all()).item()
    keys = [column for column in codes.columns if column in ("list", "code", "service_type", "component")]
    assert not codes.select(keys).is_duplicated().any()
