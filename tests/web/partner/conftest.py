"""A place with bodies, accounts in several roles, and a browser that is signed in as one of them, without a network."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.feeds.conftest import _PLACE
from tests.web.conftest import put_release
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.public.shelf import Shelf

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
PARTNERS = {"Anywhere Council": "council", "Anywhere Integrated Care Board": "icb", "Anywhere Voluntary Action": "voluntary"}
BODIES = Path(__file__).parent / "anywhere"


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def partnership(tmp_path: Path) -> Path:
    """A place folder whose partners have switched the agreement on."""
    folder = tmp_path / "anywhere"
    folder.mkdir()
    for name, text in _PLACE.items():
        (folder / name).write_text(text)
    (folder / "place.toml").write_text(_PLACE["place.toml"] + 'modules = ["picture", "agreement"]\n')
    rows = "".join(f"X{n:02},{name},{kind},S1,,2000-01-01,,\n" for n, (name, kind) in enumerate(PARTNERS.items()))
    (folder / "organisations.csv").write_text(_PLACE["organisations.csv"] + rows)
    (folder / "agreement").mkdir()
    for file in BODIES.glob("*.toml"):
        (folder / "agreement" / file.name).write_text(file.read_text())
    put_release(folder, "2025-Q3-v1", {"index.html": "<p>summer</p>"})
    return folder


@pytest.fixture
def door(partnership: Path, clock: Clock, db: None) -> Callable[[], Client]:
    """`door()` is a browser at the door, as somebody who is not signed in."""
    from wholeplace.web.desk.views import planners  # needs Django, which is set up after this file is read

    house = House(partnership, clock)
    meta = {
        "wholeplace.house": house, "wholeplace.shelf": Shelf(partnership / "releases"), "wholeplace.only_this_machine": True,
        "wholeplace.planners": planners(house), "HTTP_HOST": "localhost",
    }  # fmt: skip
    return lambda: Client(**meta)


@pytest.fixture
def sign_in(door: Callable[[], Client], clock: Clock) -> Callable[..., Client]:
    """`sign_in("clerk.one", (Role.CLERK, "place-committee"))` is a browser signed in as somebody with that role, proven twice.

    A role is (Role, body) or (Role, body, seat); an empty body is the whole place.
    """
    from allauth.mfa.models import Authenticator

    from wholeplace.ledger.records import Act
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.web.accounts import sessions
    from wholeplace.web.accounts.models import Account, RoleHeld

    def signed_in(name: str, *roles: tuple[str, ...], organisation: str = "X00", proven: bool = True) -> Client:
        act = Act(account="test", acting_as="fixture", event="given", at=clock())
        account = Account.objects.filter(username=name).first()
        if account is None:
            account = Account(reference=f"account{Account.objects.count() + 1}", username=name, organisation=organisation)
            keep(account, act)
            if proven:
                Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "of a test"})
        for role, body, *seat in roles:
            reference = f"role-{name}-{account.roles_held.count() + 1}"
            since = date(2020, 1, 1)
            keep(RoleHeld(reference=reference, account=account, role=Role(role).value, body=body, seat="".join(seat), since=since), act)
        client = door()
        client.force_login(account)
        session = client.session
        sessions.begin(session, name, clock())
        sessions.prove(session, name, "totp" if proven else "")
        session.save()
        return client

    return signed_in
