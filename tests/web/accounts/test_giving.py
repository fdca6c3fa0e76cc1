"""Accounts and roles: given, ended and closed by the machine's verb and by the administrator's pages, kept with the log."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from tests.web.accounts.conftest import events
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history
from wholeplace.terms import DataProblem
from wholeplace.web import accounts_of, verify_records
from wholeplace.web.access import Role
from wholeplace.web.accounts.asked import RoleAsked
from wholeplace.web.accounts.giving import close_account, end_role, give_role, open_account
from wholeplace.web.accounts.models import Account, RoleHeld
from wholeplace.web.house import House

TODAY = date(2026, 11, 2)
PLACE = "place-committee"


def letter(problem: pytest.ExceptionInfo[DataProblem]) -> str:
    return problem.value.letter()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (RoleAsked(role="offiser", since=TODAY), 'Did you mean "officer"?'),
        (RoleAsked(role="officer", body="place-comittee", since=TODAY), 'Did you mean "place-committee"?'),
        (RoleAsked(role="member", body=PLACE, seat="Council", since=TODAY), 'Did you mean "Council seat"?'),
        (RoleAsked(role="member", body=PLACE, since=TODAY), "Name one of: Council seat"),
        (RoleAsked(role="member", since=TODAY), "Nobody sits in the whole place"),
        (RoleAsked(role="officer", body=PLACE, seat="Council seat", since=TODAY), "Only a member holds a seat"),
        (RoleAsked(role="administrator", body=PLACE, since=TODAY), "Leave the body empty"),
        (RoleAsked(role="clerk", body=PLACE, since=TODAY, until=TODAY), "It would never be held"),
        (RoleAsked(role="officer", body=PLACE, since=TODAY + timedelta(days=3)), "The same role is held once at a time"),
    ],
)
def test_a_role_with_something_wrong_is_not_given(house: House, act: Act, sam: Account, asked: RoleAsked, told: str) -> None:
    with pytest.raises(DataProblem) as problem:
        give_role(house, act, sam, asked)
    assert told in letter(problem)
    assert sam.roles_held.count() == 1


def test_everything_wrong_is_told_at_once(house: House, act: Act, sam: Account) -> None:
    with pytest.raises(DataProblem) as problem:
        give_role(house, act, sam, RoleAsked(role="offiser", body="nowhere", seat="none", since=TODAY, until=TODAY))
    assert len(problem.value.problems) == 3


@pytest.mark.parametrize("username", ["", "Sam", "sam reed", ".sam", "sam.", "a" * 41, "sam_reed", "sam@x", "sam.reed"])
def test_a_user_name_is_plain_and_given_once(house: House, act: Act, sam: Account, username: str) -> None:
    with pytest.raises(DataProblem):
        open_account(house, act, username=username, name="", organisation="X00")


@pytest.mark.parametrize(("organisation", "told"), [("X0", "Did you mean"), ("Anywhere Council", "Use X00"), ("", "is not known")])
def test_a_partner_answers_for_each_account(house: House, act: Act, organisation: str, told: str) -> None:
    with pytest.raises(DataProblem) as problem:
        open_account(house, act, username="new.one", name="", organisation=organisation)
    assert told in letter(problem)


def test_the_last_administrator_stays(house: House, act: Act, sam: Account) -> None:
    admin = RoleAsked(role=Role.ADMINISTRATOR, since=TODAY)
    first = give_role(house, act, sam, admin)
    for way in (lambda: close_account(house, act, sam), lambda: end_role(house, act, first, TODAY)):
        with pytest.raises(DataProblem, match="last administrator"):
            way()
    other = open_account(house, act, username="ash.moor", name="", organisation="X01")
    soon = give_role(house, act, other, RoleAsked(role=Role.ADMINISTRATOR, since=TODAY, until=TODAY + timedelta(days=9)))
    with pytest.raises(DataProblem, match="last administrator"):
        end_role(house, act, first, TODAY + timedelta(days=30))
    end_role(house, act, soon, TODAY)
    give_role(house, act, other, admin)
    close_account(house, act, sam)
    assert not Account.objects.get(pk=sam.pk).is_active
    assert sam.roles_held.count() == 2, "and what it held stays on record"


def test_a_role_that_never_began_ends_on_the_day_it_would_have(house: House, act: Act, sam: Account) -> None:
    later = TODAY + timedelta(days=40)
    held = give_role(house, act, sam, RoleAsked(role="clerk", body=PLACE, since=later))
    end_role(house, act, held, TODAY)
    assert held.until == later
    give_role(house, act, sam, RoleAsked(role="clerk", body=PLACE, since=later))


def test_every_change_is_in_the_log_and_two_at_once_are_told(house: House, act: Act, sam: Account) -> None:
    held = sam.roles_held.get()
    mine, theirs = RoleHeld.objects.get(pk=held.pk), RoleHeld.objects.get(pk=held.pk)
    end_role(house, act, mine, TODAY + timedelta(days=1))
    with pytest.raises(ChangedMeanwhile):
        end_role(house, act, theirs, TODAY + timedelta(days=2))
    assert [entry["content"]["until"] for entry in history(mine)] == [None, "2026-11-03"]
    assert "password" not in json.dumps(history(sam))


@pytest.mark.parametrize(
    "sql",
    [
        "update accounts_roleheld set role = 'administrator', body = '' where reference = 'role-sam.reed-1'",
        "update accounts_roleheld set account = 'ash.moor' where reference = 'role-sam.reed-1'",
        "update accounts_roleheld set until = '2030-01-01' where reference = 'role-sam.reed-1'",
        "delete from accounts_roleheld where reference = 'role-sam.reed-1'",
        "insert into accounts_roleheld (reference, version, account, role, body, seat, since) "
        "values ('role-sam.reed-2', 1, 'sam.reed', 'administrator', '', '', '2020-01-01')",
        "update accounts_account set is_active = '1' where username = 'ash.moor'",
        "update accounts_account set sign_on = '{\"our-council\": \"subject-1\"}' where username = 'ash.moor'",
    ],
)
def test_a_role_given_past_the_log_is_found(house: House, act: Act, sam: Account, sql: str) -> None:
    other = open_account(house, act, username="ash.moor", name="", organisation="X01")
    close_account(house, act, other)
    assert not verify_records(house.folder).problems
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify_records(house.folder).problems


def test_signing_in_and_a_new_password_are_no_tampering(house: House, sam: Account, enter: Callable[..., Client]) -> None:
    enter()
    sam.set_password("quite another phrase")
    sam.save()
    assert not verify_records(house.folder).problems


def test_the_first_administrator_comes_from_the_machine(house: House) -> None:
    accounts = accounts_of(house.folder, by="AB", clock=house.clock)
    accounts.new("kit.vale", name="Kit Vale", organisation="X02")
    held = accounts.give("kit.vale", RoleAsked(role="administrator", since=TODAY))
    (told,) = accounts.told()
    assert (told.username, told.open, told.proven, told.roles) == ("kit.vale", True, False, (held,))
    assert events("main") == ["AB: account opened", "AB: role given"]
    with pytest.raises(DataProblem, match=r"Did you mean"):
        accounts.close("kit.vail")
    with pytest.raises(DataProblem, match=r"Did you mean"):
        accounts.end("role-kit.vale-2", until=TODAY)


@pytest.fixture
def admin(sign_in: Callable[..., Client], sam: Account) -> Client:
    return sign_in("the.admin", (Role.ADMINISTRATOR, ""))


def test_an_administrator_gives_an_account_a_role_and_a_link(admin: Client, sam: Account) -> None:
    base = "/partners/accounts/"
    made = admin.post(f"{base}new/", {"username": "ash.moor", "name": "Ash Moor", "organisation": "X01", "version": 0})
    assert made["Location"] == f"{base}ash.moor/"
    role = {"role": "member", "seat": f"{PLACE}|Council seat", "since-day": "2", "since-month": "11", "since-year": "2026", "version": 0}
    assert admin.post(f"{base}ash.moor/roles/new/", role)["Location"] == f"{base}ash.moor/"
    page = admin.get(f"{base}ash.moor/").content.decode()
    assert "member of Anywhere Place Committee (Council seat)" in page
    assert "role given" in page
    link = admin.post(f"{base}ash.moor/link/").content.decode()
    assert "http://localhost/accounts/password/reset/key/account" in link
    assert "the.admin: sign-in link made" in events("main")


def test_the_pages_refuse_what_is_wrong_and_keep_what_was_typed(admin: Client, sam: Account) -> None:
    typed = {"username": "Ash Moor", "name": "Ash <b>Moor</b>", "organisation": "X01", "version": 0}
    page = admin.post("/partners/accounts/new/", typed).content.decode()
    assert "cannot be one" in page
    assert 'value="Ash Moor"' in page
    assert "<b>Moor" not in page
    wrong = {
        "role": "member",
        "body": "cabinet",
        "seat": f"{PLACE}|Council seat",
        "since-day": "2",
        "since-month": "11",
        "since-year": "2026",
    }
    page = admin.post("/partners/accounts/sam.reed/roles/new/", {**wrong, "version": 0}).content.decode()
    assert "This seat is of another body" in page


def test_two_administrators_at_once_lose_nothing(admin: Client, house: House, act: Act, sam: Account) -> None:
    held = sam.roles_held.get()
    end_role(house, act, RoleHeld.objects.get(pk=held.pk), TODAY + timedelta(days=5))
    form = {"until-day": "3", "until-month": "11", "until-year": "2026", "version": held.version}
    answer = admin.post(f"/partners/accounts/sam.reed/roles/{held.reference}/end/", form)
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.content.decode()
    assert "7 November 2026" in answer.content.decode()
    assert RoleHeld.objects.get(pk=held.pk).until == TODAY + timedelta(days=5)


def test_an_administrator_cannot_close_the_last_one(admin: Client) -> None:
    page = admin.post("/partners/accounts/the.admin/close/", {"version": 1}).content.decode()
    assert "This is the last administrator" in page
    assert admin.get("/partners/accounts/").status_code == 200


def test_the_log_is_told_in_words_newest_first_by_record_and_by_page(sign_in, house: House, act: Act, sam: Account) -> None:
    auditor = sign_in("the.auditor", (Role.AUDITOR, ""))
    held = sam.roles_held.get()
    for day in range(60):
        end_role(house, act, held, TODAY + timedelta(days=day + 1))
    page = auditor.get("/partners/log/").content.decode()
    assert page.count('<tr><th scope="row">') == 50
    assert "until: 31 December 2026 → 1 January 2027" in page
    assert "Older entries" in page
    about = auditor.get("/partners/log/", {"about": held.reference, "before": "20"}).content.decode()
    assert "role: officer" in about
    assert "the.auditor" not in about.partition("<tbody>")[2]
    assert "There is nothing about" in auditor.get("/partners/log/", {"about": "no-such"}).content.decode()
    assert auditor.get("/partners/log/", {"before": "9" * 30, "book": "other"}).status_code == 200
