"""A place with the front door: a practice, another one, a network, a voluntary group; somebody who is registered; browsers signed in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.web.partner.conftest import Clock, clock, door, sign_in
from tests.web.partner.conftest import partnership as with_partners
from wholeplace.ledger.records import Act
from wholeplace.service.records.persons.finding import Told, find_or_make
from wholeplace.web.house import House

__all__ = ["clock", "door", "partnership", "sign_in", "with_partners"]

PRACTICE, OTHER_PRACTICE, NETWORK, GROUP, CALLS = "P81001", "P81002", "U01", "V01", "C01"
ORGANISATIONS = f"""\
{NETWORK},Anywhere Network,primary care network,P1,,2000-01-01,,
{PRACTICE},Brook Street Surgery,gp surgery,{NETWORK},,2000-01-01,,
{OTHER_PRACTICE},Hill Surgery,gp surgery,S1,,2000-01-01,,
{GROUP},Anywhere Gardeners,voluntary,S1,,2000-01-01,,
{CALLS},Anywhere 111,other,S1,,2000-01-01,,
"""
AMAL = Told(
    family_name="Example", given_name="Amal", birth_date=date(1950, 5, 1), nhs_number="9990000018", postcode="AB1 2CD",
    phone="01632 960001", registered_at=PRACTICE,
)  # fmt: skip
BEA = Told(family_name="Sample", given_name="Bea", birth_date=date(1980, 1, 2), postcode="AB1 2CE", registered_at=OTHER_PRACTICE)


@pytest.fixture
def partnership(with_partners: Path) -> Path:
    """The place with both modules."""
    told = with_partners / "place.toml"
    told.write_text(told.read_text().replace('"agreement"]', '"agreement", "front-door"]'))
    organisations = with_partners / "organisations.csv"
    organisations.write_text(organisations.read_text() + ORGANISATIONS)
    return with_partners


@pytest.fixture
def house(partnership: Path, clock: Clock) -> House:
    return House(partnership, clock)


@pytest.fixture
def act(clock: Clock) -> Act:
    return Act(account="test", acting_as="test", event="made for a test", at=clock())


@pytest.fixture
def amal(act: Act, db: None) -> str:
    """The reference of somebody who is registered with the practice."""
    return reference_of(act, AMAL)


@pytest.fixture
def bea(act: Act, db: None) -> str:
    """The reference of somebody who is registered elsewhere."""
    return reference_of(act, BEA)


@pytest.fixture
def resident_in(door: Callable[[], Client], clock: Clock, act: Act) -> Callable[..., Client]:
    """`resident_in(person)` is a browser in which that person is signed in; `proven` says how they proved it."""
    from wholeplace.web.accounts import sessions
    from wholeplace.web.accounts.residents import open_resident

    def signed_in(person: str, *, proven: str = "P9") -> Client:
        account, _ = open_resident(act, person, proven=proven)
        client = door()
        client.force_login(account)
        session = client.session
        sessions.begin(session, account.username, clock())
        session.save()
        return client

    return signed_in


def reference_of(act: Act, told: Told) -> str:
    found = find_or_make(act, told)
    assert found.person is not None
    return found.person.reference


def says(browser: Client, address: str) -> str:
    """The text of a page that must answer."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()
