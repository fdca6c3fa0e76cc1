"""Roles of care are held at an organisation of the place; and a place that has only the front door gives them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.web.care.conftest import PRACTICE, house, partnership, says, with_partners
from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem
from wholeplace.web.access import CARE_ROLES, EVERY_ROLE, Role
from wholeplace.web.accounts.asked import RoleAsked
from wholeplace.web.accounts.desk import open_accounts
from wholeplace.web.accounts.giving import give_role, open_account
from wholeplace.web.house import House

__all__ = ["house", "partnership", "with_partners"]

Browse = Callable[..., Client]
SINCE = date(2026, 1, 1)


@pytest.fixture
def front_door_only(partnership: Path) -> Path:
    told = partnership / "place.toml"
    told.write_text(told.read_text().replace('"agreement", ', ""))
    return partnership


@pytest.mark.parametrize("role", sorted(CARE_ROLES))
def test_a_care_role_is_held_at_an_organisation_by_its_code(role: Role, house: House, act: Act, db: None) -> None:
    account = open_account(house, act, username="ann.test", name="Ann", organisation=PRACTICE)
    assert give_role(house, act, account, RoleAsked(role=role, body=PRACTICE, since=SINCE)).body == PRACTICE
    for body, says_so in (
        ("", "It is missing"),
        ("Brook Street Surgery", "Use P81001"),
        ("P81oo1", "is not known"),
        ("cabinet", "is not known"),
    ):
        with pytest.raises(DataProblem, match=says_so):
            give_role(house, act, account, RoleAsked(role=role, body=body, since=SINCE))


@pytest.mark.parametrize("role", sorted(EVERY_ROLE - {Role.ADMINISTRATOR}))
def test_a_partners_role_is_held_at_no_organisation(role: Role, house: House, act: Act, db: None) -> None:
    account = open_account(house, act, username="ann.test", name="Ann", organisation=PRACTICE)
    with pytest.raises(DataProblem, match="is not known"):
        give_role(house, act, account, RoleAsked(role=role, body=PRACTICE, since=SINCE))


def test_nobody_is_given_the_user_name_of_a_resident(house: House, act: Act, db: None) -> None:
    with pytest.raises(DataProblem, match="Those of residents begin with resident-"):
        open_account(house, act, username="resident-12345678", name="", organisation=PRACTICE)


def test_where_only_the_front_door_is_open_accounts_and_log_answer_and_nothing_else(front_door_only: Path, sign_in: Browse) -> None:
    adi = sign_in("adi.test", (Role.ADMINISTRATOR, ""), (Role.AUDITOR, ""))
    accounts = says(adi, "/partners/accounts/")
    assert "adi.test" in accounts
    assert ">Matters</a>" not in accounts
    assert (
        adi.post("/partners/accounts/new/", {"username": "ann.test", "name": "Ann", "organisation": PRACTICE, "version": "0"}).status_code
        == 302
    )
    page = says(adi, "/partners/accounts/ann.test/roles/new/")
    assert "receptionist: releases" in page
    assert "clerk: gives notice" not in page
    given = {"role": "receptionist", "body": PRACTICE, "since-day": "1", "since-month": "1", "since-year": "2026", "version": "0"}
    assert adi.post("/partners/accounts/ann.test/roles/new/", given)["Location"] == "/partners/accounts/ann.test/"
    assert "Brook Street Surgery" in says(adi, "/partners/accounts/ann.test/")
    assert adi.get("/partners/log/").status_code == 200
    for address in ("/partners/", "/partners/matters/", "/partners/plan/"):
        assert adi.get(address).status_code == 403


def test_each_begins_where_they_work(partnership: Path, house: House, act: Act, door: Browse, db: None) -> None:
    roles = {"ann.test": (Role.RECEPTIONIST, PRACTICE), "cleo.test": (Role.CLERK, "cabinet")}
    first = {}
    for name, (role, body) in roles.items():
        account = open_account(house, act, username=name, name="", organisation=PRACTICE)
        give_role(house, act, account, RoleAsked(role=role, body=body, since=SINCE))
        account.set_password("three plain words here")
        account.save()
        first[name] = door().post("/accounts/login/", {"login": name, "password": "three plain words here"})["Location"]
    assert first == {"ann.test": "/care/", "cleo.test": "/partners/"}


def test_the_command_line_gives_them_where_only_the_front_door_is_open(front_door_only: Path, clock, db: None) -> None:
    accounts = open_accounts(front_door_only, by="XY", clock=clock)
    accounts.new("ann.test", name="Ann", organisation=PRACTICE)
    assert accounts.give("ann.test", RoleAsked(role="link worker", body=PRACTICE, since=SINCE)).body == PRACTICE
    (one,) = accounts.told()
    assert one.username == "ann.test"
