"""The access list of the front door, asked route by route: roles at their organisation and nobody else, and what reading leaves behind."""

import json
import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.web.examples import EXAMPLES
from wholeplace.ledger.records.models import LogEntry
from wholeplace.web.access import CARE_ROLES, ROUTES, Door, Role, Route, Scope
from wholeplace.web.house import House
from wholeplace.web.scope import body_of

Doors = Callable[..., Client]

CARE = [route for route in ROUTES.values() if route.door is Door.CARE]
RESIDENT = [route for route in ROUTES.values() if route.door is Door.RESIDENT]
EVERYTHING = [(role.value, "") for role in Role if role not in CARE_ROLES]


def name_of(route: Route) -> str:
    return route.name


def address_of(route: Route, house: House) -> tuple[str, Mapping[str, str]]:
    arguments = EXAMPLES[route.name](house) if route.name in EXAMPLES else {}
    try:
        return reverse(route.name, kwargs=dict(arguments) or None), arguments
    except NoReverseMatch:
        pytest.fail(f"{route.name} needs an example in tests/web/examples.py")


@pytest.mark.parametrize("route", [*CARE, *RESIDENT], ids=name_of)
def test_nobody_is_sent_to_sign_in(route: Route, door: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    answer = door().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("route", CARE, ids=name_of)
def test_a_password_alone_leads_to_the_second_factor(route: Route, sign_in: Doors, house: House) -> None:
    address, arguments = address_of(route, house)
    at = arguments.get("organisation", "P81001")
    answer = sign_in("one.factor", *[(role.value, at) for role in CARE_ROLES], proven=False).get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")


@pytest.mark.parametrize("route", CARE, ids=name_of)
def test_a_route_answers_its_roles_at_the_organisation_and_nobody_else(route: Route, sign_in: Doors, house: House) -> None:
    address, arguments = address_of(route, house)
    at = body_of(route.scope, arguments) or "P81001"
    for number, role in enumerate(sorted(CARE_ROLES)):
        answer = sign_in(f"with.{number}", (role.value, at)).get(address)
        closed_by_role = answer.status_code == 403 and "Your roles do not open this page" in answer.content.decode()
        assert closed_by_role is (role not in route.roles), f"{role} was answered {answer.status_code}"
        assert answer.status_code < 500, role
        if route.scope is not Scope.ANYWHERE:
            assert sign_in(f"elsewhere.{number}", (role.value, "P81002")).get(address).status_code == 403, role


@pytest.mark.parametrize("route", [*CARE, *RESIDENT], ids=name_of)
def test_no_role_of_the_partners_opens_it(route: Route, sign_in: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    assert sign_in("every.partner.role", *EVERYTHING).get(address).status_code == 403


@pytest.mark.parametrize("route", [*CARE, *RESIDENT], ids=name_of)
def test_where_the_front_door_is_off_nobody_is_answered(route: Route, sign_in: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    told = house.folder / "place.toml"
    told.write_text(told.read_text().replace(', "front-door"', ""))
    assert sign_in("a.link.worker", (Role.LINK_WORKER.value, "P81001")).get(address).status_code == 403


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("route", [*CARE, *RESIDENT], ids=name_of)
def test_reading_leaves_entries_about_the_look_and_nothing_else(
    route: Route, method: str, sign_in: Doors, resident_in: Doors, amal: str, house: House
) -> None:
    address, arguments = address_of(route, house)
    at = arguments.get("organisation", "P81001")
    somebody = resident_in(amal) if route.door is Door.RESIDENT else sign_in("somebody", *[(role.value, at) for role in CARE_ROLES])
    before = set(LogEntry.objects.values_list("book", "number"))
    getattr(somebody, method)(address)
    added = [entry for entry in LogEntry.objects.all() if (entry.book, entry.number) not in before]
    assert {entry.kind for entry in added} <= {"access"}
    assert not {json.loads(entry.says)["event"] for entry in added} - {"read", "refused", "searched", "found by a search"}


@pytest.mark.parametrize("route", [route for route in (*CARE, *RESIDENT) if route.changes], ids=name_of)
def test_no_form_is_taken_without_its_token(route: Route, sign_in: Doors, resident_in: Doors, amal: str, house: House) -> None:
    address, arguments = address_of(route, house)
    at = arguments.get("organisation", "P81001")
    somebody = resident_in(amal) if route.door is Door.RESIDENT else sign_in("somebody", *[(role.value, at) for role in CARE_ROLES])
    somebody.handler.enforce_csrf_checks = True
    before = LogEntry.objects.count()
    answer = somebody.post(address, {"anything": "at all"})
    assert (answer.status_code, LogEntry.objects.count()) == (403, before)
    assert "This form is too old" in answer.content.decode()


@pytest.mark.parametrize("route", [route for route in (*CARE, *RESIDENT) if not route.changes], ids=name_of)
def test_what_is_for_reading_takes_no_form(route: Route, sign_in: Doors, resident_in: Doors, amal: str, house: House) -> None:
    address, arguments = address_of(route, house)
    at = arguments.get("organisation", "P81001")
    somebody = resident_in(amal) if route.door is Door.RESIDENT else sign_in("somebody", *[(role.value, at) for role in CARE_ROLES])
    assert somebody.post(address).status_code in (403, 405)


@pytest.mark.parametrize("route", CARE, ids=name_of)
def test_the_answer_never_depends_on_whom_somebody_works_for(route: Route, sign_in: Doors, house: House) -> None:
    """A role at an organisation opens the same page to a council's, a board's and a charity's account (register row 95)."""
    address, arguments = address_of(route, house)
    at = arguments.get("organisation", "P81001")
    for role in route.roles:
        name = role.value.replace(" ", "-")
        people = [sign_in(f"{name}.of.{code.lower()}", (role.value, at), organisation=code) for code in ("X00", "X01", "X02")]
        answers = [person.get(address) for person in people]
        texts = [
            re.sub(rf'{name}\.of\.\w+|name="(csrfmiddlewaretoken|once)" value="[\w-]+"|\d\d:\d\d', "", one.content.decode())
            for one in answers
        ]
        assert len({one.status_code for one in answers}) == 1
        if route.name not in ("care-looked", "care-glass-review"):  # they show the looks of the ones before
            assert len(set(texts)) == 1


def test_every_care_route_names_care_roles_and_where() -> None:
    assert not [route.name for route in CARE if not route.roles or route.roles - CARE_ROLES]
    assert not [route.name for route in RESIDENT if route.roles]
    assert not [route.name for route in CARE if route.scope is Scope.WHOLE_PLACE]
