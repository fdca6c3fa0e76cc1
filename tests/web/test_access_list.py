"""The access list, asked route by route: who is let in, who is not, that reading changes nothing, and that no form works unproved.

Parametrised over the list itself: a new route is tested by standing on it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.web.examples import ELSEWHERE, HERE, arguments_of
from tests.web.partner.conftest import Clock, clock, door, partnership, sign_in
from wholeplace.web.access import ROUTES, Door, Role, Route, Scope
from wholeplace.web.house import House
from wholeplace.web.scope import body_of

__all__ = ["clock", "door", "partnership", "sign_in"]

OF_THE_FRONT_DOOR = (Door.CARE, Door.RESIDENT, Door.SYSTEM, Door.FINDER)
"""Asked in tests/web/care, with the front door open."""
LISTED = [route for route in ROUTES.values() if route.door not in OF_THE_FRONT_DOOR]
PARTNER = [route for route in ROUTES.values() if route.door in (Door.PARTNER, Door.PLANNER)]
CHANGING = [route for route in LISTED if route.changes]
READING_CHANGES = {
    "openid_connect_callback": "the answer of a single sign-on: it signs somebody in, and only with the state that their own browser keeps",
    "mfa_view_recovery_codes": "keeps that the codes were looked at",
    "mfa_download_recovery_codes": "keeps that the codes were looked at",
}
ORGANISATIONS = {"X00": "council", "X01": "NHS board", "X02": "voluntary", "RXX": "NHS trust"}
WRITES = re.compile(r'^\s*(insert into|update|delete from|replace into)\s+"?(?P<table>\w+)', re.IGNORECASE)

Doors = Callable[..., Client]


def name_of(route: Route) -> str:
    return route.name


@pytest.fixture
def house(partnership: Path, clock: Clock) -> House:
    return House(partnership, clock)


def address_of(route: Route, house: House) -> tuple[str, str | None]:
    """The address of a route with its example, and the body at which a role must be held for it (None: anywhere)."""
    arguments = arguments_of(route.name, house)
    try:
        address = reverse(route.name, kwargs=dict(arguments) or None)
    except NoReverseMatch:
        pytest.fail(f"{route.name} needs an example in tests/web/examples.py")
    return address, body_of(route.scope, arguments)


@contextmanager
def writes() -> Iterator[list[str]]:
    """Tables that were written to, but for sessions: what a browser is told is kept there."""
    seen: list[str] = []

    def watch(execute: Callable, sql: str, params: object, many: bool, context: object) -> object:
        if (found := WRITES.match(sql)) and found["table"] != "django_session":
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


@pytest.mark.parametrize("route", PARTNER, ids=name_of)
def test_nobody_is_sent_to_sign_in(route: Route, door: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    answer = door().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("route", PARTNER, ids=name_of)
def test_a_password_alone_leads_to_the_second_factor(route: Route, sign_in: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    everything = [(role.value, "") for role in Role]
    answer = sign_in("one.factor", *everything, proven=False).get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")


@pytest.mark.parametrize("route", PARTNER, ids=name_of)
def test_a_route_answers_its_roles_where_they_are_held_and_nobody_else(route: Route, sign_in: Doors, house: House) -> None:
    address, body = address_of(route, house)
    at, elsewhere = HERE if body is None else body, HERE if body == ELSEWHERE else ELSEWHERE
    for number, role in enumerate(Role):
        with_it = sign_in(f"with.{number}", (role.value, at)).get(address).status_code
        assert (with_it == 403) is (role not in route.roles), f"{role} at {at or 'the whole place'} was answered {with_it}"
        assert with_it < 500, role
        everywhere = sign_in(f"everywhere.{number}", (role.value, "")).get(address).status_code
        assert everywhere == with_it, role
        if body is not None:
            assert sign_in(f"elsewhere.{number}", (role.value, elsewhere)).get(address).status_code == 403, role


@pytest.mark.parametrize("route", PARTNER, ids=name_of)
def test_the_answer_never_depends_on_the_organisation(route: Route, sign_in: Doors, house: House) -> None:
    address, body = address_of(route, house)
    at = HERE if body is None else body
    for role in route.roles:
        name = role.value.replace(" ", "-")
        people = [sign_in(f"{name}.of.{code.lower()}", (role.value, at), organisation=code) for code in ORGANISATIONS]
        answers = [person.get(address) for person in people]
        pages = {re.sub(rf'{name}\.of\.\w+|name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()) for answer in answers}
        assert len({answer.status_code for answer in answers}) == len(pages) == 1, role


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("route", [route for route in LISTED if route.name not in READING_CHANGES], ids=name_of)
def test_reading_changes_nothing(route: Route, method: str, sign_in: Doors, door: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    somebody = sign_in("somebody", *[(role.value, "") for role in Role])
    with writes() as seen:
        getattr(somebody, method)(address)
        getattr(door(), method)(address)
    assert not seen


@pytest.mark.parametrize("route", CHANGING, ids=name_of)
def test_no_form_is_taken_without_its_token(route: Route, sign_in: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    somebody = sign_in("somebody", *[(role.value, "") for role in Role])
    somebody.handler.enforce_csrf_checks = True
    with writes() as seen:
        answer = somebody.post(address, {"anything": "at all"})
    assert (answer.status_code, seen) == (403, [])
    assert "This form is too old" in answer.content.decode()


@pytest.mark.parametrize("route", [route for route in LISTED if not route.changes], ids=name_of)
def test_what_is_for_reading_takes_no_form(route: Route, sign_in: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    somebody = sign_in("somebody", *[(role.value, "") for role in Role])
    with writes() as seen:
        assert somebody.post(address).status_code in (403, 405)
    assert not seen


@pytest.mark.parametrize("route", [*PARTNER, *(route for route in ROUTES.values() if route.door is Door.SIGN_IN)], ids=name_of)
def test_no_page_of_somebodys_own_is_kept_framed_or_scripted(route: Route, sign_in: Doors, door: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    for browser in (sign_in("somebody", *[(role.value, "") for role in Role]), sign_in("no.role"), door()):
        answer = browser.get(address)
        policy = answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
        assert policy.startswith("default-src 'none'; ")
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("route", [route for route in ROUTES.values() if route.door is Door.NOBODY], ids=name_of)
def test_what_a_library_brings_and_we_keep_shut_answers_nobody(route: Route, sign_in: Doors, house: House) -> None:
    address, _ = address_of(route, house)
    assert sign_in("somebody", *[(role.value, "") for role in Role]).get(address).status_code == 403


def test_every_partner_route_names_roles_and_every_record_has_its_body() -> None:
    from wholeplace.web.scope import BODY_OF_RECORD

    assert not [route.name for route in PARTNER if not route.roles]
    assert not [route.name for route in LISTED if route.roles and route not in PARTNER]
    assert not [route.name for route in PARTNER if route.scope is Scope.RECORD and not BODY_OF_RECORD]
