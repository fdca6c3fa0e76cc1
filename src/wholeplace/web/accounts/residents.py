"""Accounts of residents: made by a single sign-on that proves who they are, or in person. They hold no role and stand in no list of
the partners: their records and their sign-ins are in the book of persons."""

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from wholeplace.ledger.records import Act
from wholeplace.service.records.persons.finding import Told, find_or_make, gain_number, make_apart
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.accounts.asked import RESIDENTS
from wholeplace.web.accounts.identity import Identity
from wholeplace.web.accounts.links import Link, new_link

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Resident
    from wholeplace.web.accounts.models import Account

IN_PERSON = "in person"
PROVES_A_NUMBER = "P9"
"""The level of NHS login at which a person showed a photo identity, and was matched to their NHS number."""


def open_resident(act: Act, person: str, *, proven: str, sign_on: dict[str, str] | None = None) -> "tuple[Account, Resident]":
    """A new account for a person. `sign_on`: who they are at the single sign-on that vouches for them. `person` is empty for one who
    proved nothing and has not said yet who they are."""
    return in_turn(lambda: _opened(act, person, proven, sign_on or {}))


def resident_seen(act: Act, person: str, *, at: str) -> tuple[str, Link]:
    """The user name and a one-time sign-in link of a person who stood before somebody and proved who they are.

    A person who has such an account keeps it, and the new link sets a new password. Raises DataProblem where there is no such person.
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


def resident_by_sign_on(act: Act, *, at: str, subject: str, identity: Identity) -> "Account | None":
    """The account of whoever a single sign-on vouches for, made at their first coming. None where their NHS number is known with another
    birth date, or their account was closed: somebody must look at it.

    Their level is kept as it is said each time, so that less proof shows less. More proof than before joins the person of that number.
    """
    from wholeplace.web.accounts.models import Account

    known = Account.objects.filter(**{f"sign_on__{at}": subject}, username__startswith=RESIDENTS).first()
    if known is not None:
        return known if known.is_active and _proven_anew(act, known, identity) else None
    person = _person_of(act, identity)
    return None if person is None else open_resident(act, person, proven=identity.level, sign_on={at: subject})[0]


def says_who_they_are(act: Act, resident: "Resident", told: Told) -> None:
    """Somebody who proved nothing says who they are. They are nobody's else: a person of their own is made, and none is looked for."""
    from wholeplace.ledger.records.keeping import keep

    def said() -> None:
        resident.person = make_apart(act, told).reference
        keep(resident, act)

    in_turn(said)


def _person_of(act: Act, identity: Identity) -> str | None:
    """Reference of the person; empty for one who has still to say who they are; None where somebody must look at it."""
    if identity.told is None:
        return ""
    if not identity.told.nhs_number:
        return make_apart(act, identity.told).reference
    found = find_or_make(act, identity.told, proven=identity.level == PROVES_A_NUMBER)
    return found.person.reference if found.person else None


def _proven_anew(act: Act, account: "Account", identity: Identity) -> bool:
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.service.records.persons.models import Resident

    resident = Resident.objects.filter(account=account.username, until=None).first()
    if resident is None:
        return False
    if resident.proven == identity.level:
        return True
    if identity.told is not None and identity.told.nhs_number:
        own = identity.level == PROVES_A_NUMBER and resident.person and gain_number(act, resident.person, identity.told)
        # What they arranged under their own name before stays theirs: it was this account that told the name.
        person = resident.person if own else _person_of(act, identity)
        if person is None:
            return False
        resident.person = person
    resident.proven = identity.level
    in_turn(lambda: keep(resident, act))
    return True


def _opened(act: Act, person: str, proven: str, sign_on: dict[str, str]) -> "tuple[Account, Resident]":
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.service.records.persons.models import Resident
    from wholeplace.web.accounts.models import Account

    with transaction.atomic():
        number = _free_number()
        account = Account(reference=f"resident{number}", username=f"{RESIDENTS}{number}", sign_on=sign_on)
        account.set_unusable_password()
        keep(account, act)
        own = f"r-{secrets.token_hex(8)}"
        resident = Resident(reference=own, account=account.username, person=person, proven=proven, since=act.at.date())
        keep(resident, act)
    return account, resident


def _free_number() -> str:
    """Eight digits that no account has: people type them, so they are not a long word."""
    from wholeplace.web.accounts.models import Account

    while True:
        number = f"{secrets.randbelow(90_000_000) + 10_000_000}"
        if not Account.objects.filter(username=f"{RESIDENTS}{number}").exists():
            return number
