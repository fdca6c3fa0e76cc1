"""Somebody with an account and a password, and the codes that their phone would show."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.partner.conftest import Clock, clock, door, partnership, sign_in
from wholeplace.ledger.records import Act
from wholeplace.web.access import Role
from wholeplace.web.accounts.asked import RoleAsked
from wholeplace.web.accounts.giving import give_role, open_account
from wholeplace.web.house import House

if TYPE_CHECKING:
    from wholeplace.web.accounts.models import Account

__all__ = ["clock", "door", "partnership", "sign_in"]

PASSWORD = "three plain words here"
TOTP, CODE, DESK = "/accounts/2fa/totp/activate/", "/accounts/2fa/authenticate/", "/partners/"


@pytest.fixture(autouse=True)
def _no_attempts_before() -> Iterator[None]:
    """Attempts are counted in the memory of the process."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction never ends, so what waits for its end is done at once, as it is where each request ends its own."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, *_, **__: do())


@pytest.fixture
def house(partnership, clock: Clock, db: None) -> House:
    return House(partnership, clock)


@pytest.fixture
def act(clock: Clock) -> Act:
    return Act(account="test", acting_as="test", event="given", at=clock())


@pytest.fixture
def sam(house: House, act: Act) -> "Account":
    """An officer of the place committee with a password and no second factor."""
    account = open_account(house, act, username="sam.reed", name="Sam Reed", organisation="X00")
    give_role(house, act, account, RoleAsked(role=Role.OFFICER, body="place-committee", since=house.today))
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def enter(door: Callable[[], Client], sam: "Account") -> Callable[..., Client]:
    """A browser in which sam typed a password."""

    def entered(password: str = PASSWORD) -> Client:
        browser = door()
        browser.post("/accounts/login/", {"login": "sam.reed", "password": password})
        return browser

    return entered


def code_now(secret: str, *, steps: int = 0) -> str:
    """What a phone shows now, or some half minutes later."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    now = sorted(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, now + steps))


def set_up_factor(browser: Client) -> tuple[str, list[str]]:
    """Sets up the app: its secret, and the recovery codes."""
    browser.get(TOTP)
    secret = browser.session["mfa.totp.secret"]
    assert browser.post(TOTP, {"code": code_now(secret)})["Location"] == "/accounts/2fa/recovery-codes/"
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    return secret, [part.partition("<")[0] for part in page.split("<li><code>")[1:]]


def events(book: str = "accounts") -> list[str]:
    """Account and event of every entry of a book of the log, in order."""
    import json

    from wholeplace.ledger.records.models import LogEntry

    entries = (json.loads(entry.says) for entry in LogEntry.objects.filter(book=book).order_by("number"))
    return [f"{says['account']}: {says['event']}" for says in entries]
