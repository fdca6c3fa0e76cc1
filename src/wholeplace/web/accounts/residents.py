"""Accounts of residents: made by a single sign-on that proves who they are, or in person. They hold no role and stand in no list of
the partners: their records and their sign-ins are in the book of persons."""

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from wholeplace.ledger.records import Act
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.accounts.asked import RESIDENTS
from wholeplace.web.accounts.links import Link, new_link

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Resident
    from wholeplace.web.accounts.models import Account

IN_PERSON = "in person"


def open_resident(act: Act, person: str, *, proven: str, sign_on: dict[str, str] | None = None) -> "tuple[Account, Resident]":
    """A new account for a person. `sign_on`: who they are at the single sign-on that vouches for them."""
    return in_turn(lambda: _opened(act, person, proven, sign_on or {}))


def resident_seen(act: Act, person: str, *, at: str) -> tuple[str, Link]:
    """The user name and a one-time sign-in link of a person who stood before somebody and proved who they are.

    A person who has an account keeps it, and a new link sets a new password. Raises DataProblem where there is no such person.
    """
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.service.records.persons.models import Person, Resident
    from wholeplace.web.accounts.models import Account

    def seen() -> "Account":
        if not Person.objects.filter(pk=person).exists():
            problem = Problem(
                where="Person", what="There is none.", why="A way to sign in is somebody's.", fix="Find the person, or take them down."
            )
            raise DataProblem("No link was made", [problem])
        own = Resident.objects.filter(person=person, until=None, proven=IN_PERSON).order_by("since", "reference").first()
        if own is None:
            return _opened(act, person, IN_PERSON, {})[0]
        keep(own, act)
        return Account.objects.get(username=own.account)

    account = in_turn(seen)
    return account.username, new_link(act, account, at=at)


def _opened(act: Act, person: str, proven: str, sign_on: dict[str, str]) -> "tuple[Account, Resident]":
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.service.records.persons.models import Resident
    from wholeplace.web.accounts.models import Account

    with transaction.atomic():
        number = _free_number()
        account = Account(reference=f"resident{number}", username=f"{RESIDENTS}{number}", sign_on=sign_on)
        account.set_unusable_password()
        keep(account, act)
        resident = Resident(
            reference=f"r-{secrets.token_hex(8)}", account=account.username, person=person, proven=proven, since=act.at.date()
        )
        keep(resident, act)
    return account, resident


def _free_number() -> str:
    """Eight digits that no account has: people type them, so they are not a long word."""
    from wholeplace.web.accounts.models import Account

    while True:
        number = f"{secrets.randbelow(90_000_000) + 10_000_000}"
        if not Account.objects.filter(username=f"{RESIDENTS}{number}").exists():
            return number
