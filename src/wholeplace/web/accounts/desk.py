"""Accounts for whoever sits at the machine that holds the place: what `wholeplace account` does. The first administrator comes from here.

Whoever may write in the place folder may do all this. What they do is in the log, with their initials.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.web.accounts.asked import RESIDENTS, RoleAsked
from wholeplace.web.accounts.giving import close_account, end_role, give_role, open_account, register_sign_on
from wholeplace.web.accounts.links import Link, new_link
from wholeplace.web.accounts.single_sign_on import sign_ons
from wholeplace.web.house import House
from wholeplace.web.records import begin

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wholeplace.web.accounts.models import Account, RoleHeld


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleTold:
    """A role as it is told: `reference` names it for ending."""

    reference: str
    role: str
    body: str
    seat: str
    since: date
    until: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountTold:
    """An account as it is told. `proven`: it has a second factor. `sign_on`: the single sign-ons it is registered at."""

    username: str
    name: str
    organisation: str
    open: bool
    proven: bool
    sign_on: tuple[str, ...]
    roles: tuple[RoleTold, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one place, and who changes them (initials, for the log)."""

    house: House
    by: str

    def told(self) -> tuple[AccountTold, ...]:
        """Every account, closed ones too, by user name. Residents' are not among them: nobody gives or closes those here."""
        return tuple(told(account) for account in given_accounts().order_by("username"))

    def new(self, username: str, *, name: str, organisation: str) -> AccountTold:
        """A new account without roles. Raises DataProblem with what is wrong."""
        act = self._act("account opened")
        return told(open_account(self.house, act, username=username, name=name, organisation=organisation))

    def give(self, username: str, asked: RoleAsked) -> RoleTold:
        """A role for an account. Raises DataProblem with everything that is wrong."""
        return _role_told(give_role(self.house, self._act("role given"), account_called(username), asked))

    def end(self, reference: str, *, until: date) -> RoleTold:
        """A role ended from the day `until` on. Raises DataProblem for the last administrator."""
        held = role_called(reference)
        end_role(self.house, self._act("role ended"), held, until)
        return _role_told(held)

    def close(self, username: str) -> None:
        """Nobody signs in with the account any more. Raises DataProblem for the last administrator."""
        close_account(self.house, self._act("account closed"), account_called(username))

    def link(self, username: str, *, at: str) -> Link:
        """A one-time sign-in link for the door at the address `at`."""
        return new_link(self._act("sign-in link made"), account_called(username), at=at)

    def sign_on(self, username: str, *, provider: str, subject: str) -> None:
        """Registers who somebody is at a single sign-on; an empty subject takes it away."""
        act = self._act("single sign-on registered" if subject else "single sign-on taken away")
        register_sign_on(act, account_called(username), provider=provider, subject=subject, providers=sign_ons())

    def _act(self, event: str) -> Act:
        return Act(account=self.by, acting_as="at the machine that holds the place", event=event, at=self.house.now)


def open_accounts(folder: Path, *, by: str, clock: Callable[[], datetime]) -> Accounts:
    """The accounts of a place folder. Raises DataProblem where the place has switched on neither the agreement nor the front door."""
    house = House(folder, clock)
    if not house.keeps_records:
        problem = Problem(
            where=f"{folder / 'place.toml'}", what="This place has no partner door and no front door.", why="Accounts open those.",
            fix='Add "agreement" to modules, and say in agreement/ who sits where; or add "front-door".',
        )  # fmt: skip
        raise DataProblem("No accounts", [problem])
    begin(folder, keeps_records=True)
    return Accounts(house, by)


def given_accounts() -> "QuerySet[Account]":
    """Accounts that an administrator gave: every one but residents'."""
    from wholeplace.web.accounts.models import Account

    return Account.objects.exclude(username__startswith=RESIDENTS)


def account_called(username: str) -> "Account":
    """The account of that user name. Raises DataProblem, with the nearest name, where there is none."""
    found = given_accounts().filter(username=username).first()
    if found is None:
        raise _nothing_called("Account", username, given_accounts().values_list("username", flat=True))
    return found


def role_called(reference: str) -> "RoleHeld":
    """The role of that reference. Raises DataProblem, with the nearest, where there is none."""
    from wholeplace.web.accounts.models import RoleHeld

    found = RoleHeld.objects.filter(reference=reference).first()
    if found is None:
        raise _nothing_called("Role", reference, RoleHeld.objects.values_list("reference", flat=True))
    return found


def told(account: "Account") -> AccountTold:
    """An account with its roles, oldest first."""
    from allauth.mfa.utils import is_mfa_enabled

    return AccountTold(
        username=account.username, name=account.name, organisation=account.organisation, open=account.is_active,
        proven=is_mfa_enabled(account, ["totp"]), sign_on=tuple(sorted(account.sign_on)),
        roles=tuple(_role_told(held) for held in account.roles_held.order_by("since", "reference")),
    )  # fmt: skip


def _role_told(held: "RoleHeld") -> RoleTold:
    return RoleTold(reference=held.reference, role=held.role, body=held.body, seat=held.seat, since=held.since, until=held.until)


def _nothing_called(where: str, word: str, known: Iterable[str]) -> DataProblem:
    fix = did_you_mean(word, known) or "See them all: wholeplace account list DIR"
    problem = Problem(where=where, what=f'There is no "{word}".', why="Only what is there can be changed.", fix=fix)
    return DataProblem("Nothing was changed", [problem])
