"""A place whose front door is open: a practice, a network with link workers, two voluntary groups, and people who work there."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.feeds.conftest import _PLACE
from tests.web.conftest import put_release
from tests.web.partner.conftest import Clock, clock, door, sign_in
from wholeplace.ledger.records import Act
from wholeplace.service.referral import Source
from wholeplace.web.access import Role

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Person
    from wholeplace.service.records.referral.models import Referral

__all__ = ["clock", "door", "sign_in"]

PRACTICE, LINKS, WALKERS, SINGERS = "Y10001", "X20", "X30", "X31"
ROWS = (
    (PRACTICE, "Meadow Practice", "gp surgery", LINKS),
    (LINKS, "Meadow Network", "primary care network", "S1"),
    (WALKERS, "Meadow Walkers", "voluntary", "S1"),
    (SINGERS, "Meadow Singers", "voluntary", "S1"),
)
HERE = f"/care/organisations/{LINKS}/"


@pytest.fixture
def partnership(tmp_path: Path) -> Path:
    """The place, under the name that the fixtures of doors ask for."""
    folder = tmp_path / "anywhere"
    folder.mkdir()
    for name, text in _PLACE.items():
        (folder / name).write_text(text)
    (folder / "place.toml").write_text(_PLACE["place.toml"] + 'modules = ["picture", "front-door"]\n')
    rows = "".join(f"{code},{name},{kind},{parent},,2000-01-01,,\n" for code, name, kind, parent in ROWS)
    (folder / "organisations.csv").write_text(_PLACE["organisations.csv"] + rows)
    put_release(folder, "2025-Q3-v1", {"index.html": "<p>summer</p>"})
    return folder


@pytest.fixture
def as_practice(sign_in: Callable[..., Client]) -> Client:
    return sign_in("reception", (Role.RECEPTIONIST, PRACTICE))


@pytest.fixture
def as_link_worker(sign_in: Callable[..., Client]) -> Client:
    return sign_in("link", (Role.LINK_WORKER, LINKS))


@pytest.fixture
def as_walkers(sign_in: Callable[..., Client]) -> Client:
    return sign_in("walker", (Role.GROUP_WORKER, WALKERS))


@pytest.fixture
def as_singers(sign_in: Callable[..., Client]) -> Client:
    return sign_in("singer", (Role.GROUP_WORKER, SINGERS))


@pytest.fixture
def as_coordinator(sign_in: Callable[..., Client]) -> Client:
    return sign_in("coordinator", (Role.COORDINATOR, LINKS))


@pytest.fixture
def act(clock: Clock) -> Act:
    return Act(account="fixture", acting_as="fixture", event="made", at=clock())


@pytest.fixture
def person(db: None, act: Act) -> "Person":
    """Somebody plainly invented, registered with the practice, who has written About Me."""
    from wholeplace.service.records.persons.finding import Told, find_or_make
    from wholeplace.service.records.referral import people

    told = Told(
        family_name="Example", given_name="Ada", birth_date=date(1948, 5, 1), nhs_number="9990000018", postcode="AB1 2CD",
        phone="01632 960001", registered_at=PRACTICE,
    )  # fmt: skip
    found = find_or_make(act, told).person
    assert found
    people.write_about_me(found.reference, {"important": "My garden and my cat.", "communicate": "Please speak slowly."}, act)
    return found


@pytest.fixture
def referred(person: "Person", act: Act) -> "Referral":
    """The practice's referral to the network's link workers, not answered yet."""
    from wholeplace.service.records.referral import doing

    wanted = doing.Wanted(
        person=person.reference, source=Source.GP, made_by=PRACTICE, to=LINKS, why="Would like to get out more.",
        needs=("Company and friendship",), risks="Unsteady on stairs.", practice=PRACTICE,
    )  # fmt: skip
    return doing.refer(wanted, act, who="Meadow Practice")
