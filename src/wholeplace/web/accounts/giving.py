"""Give and close accounts, give and end roles. Every change is a new version of a record, with its entry in the log."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.access import Role
from wholeplace.web.accounts.asked import RESIDENTS, RoleAsked, problems_of_role, unknown
from wholeplace.web.house import House

if TYPE_CHECKING:
    from wholeplace.web.accounts.models import Account, RoleHeld

USERNAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,38}[a-z0-9])?")


def open_account(house: House, act: Act, *, username: str, name: str, organisation: str) -> "Account":
    """A new account, without roles and without a password: a sign-in link is given next.

    Raises DataProblem when the user name is not one or was ever given before, or the organisation is not known.
    """
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.web.accounts.models import Account

    problems = [*_username(username), *_organisation(house, organisation)]
    if problems:
        raise DataProblem("This account was not made", problems)
    with transaction.atomic():
        number = Account.objects.count() + 1
        account = Account(reference=f"account{number}", username=username, name=name.strip(), organisation=organisation)
        account.set_unusable_password()
        keep(account, act)
    return account


def close_account(house: House, act: Act, account: "Account") -> None:
    """Nobody signs in with it any more, from now on: open sessions end with the next page. Its roles stay on record.

    Raises DataProblem for the last administrator, and ChangedMeanwhile when somebody else changed it first.
    """
    from wholeplace.ledger.records.keeping import keep

    with transaction.atomic():
        _refuse_last_administrator(house.today, leaving=account.username, on=house.today)
        account.is_active = False
        keep(account, act)


def register_sign_on(act: Act, account: "Account", *, provider: str, subject: str, providers: Iterable[str]) -> None:
    """Who somebody is at a single sign-on. An empty subject takes the registration away.

    Raises DataProblem when the sign-on is not set up here, or another account has that subject.
    """
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.web.accounts.models import Account

    if provider not in providers:
        raise DataProblem(
            "This subject was not registered",
            [unknown("Single sign-on", provider, list(providers), "Only one that is set up here can vouch for somebody.")],
        )
    with transaction.atomic():
        others = [one.username for one in Account.objects.exclude(pk=account.pk) if subject and one.sign_on.get(provider) == subject]
        if others:
            problem = Problem(
                where="Subject", what=f"{others[0]} has it already.", why="One person at the sign-on opens one account.",
                fix="Take it away there first, or check the subject.",
            )  # fmt: skip
            raise DataProblem("This subject was not registered", [problem])
        account.sign_on = {name: held for name, held in {**account.sign_on, provider: subject}.items() if held}
        keep(account, act)


def give_role(house: House, act: Act, account: "Account", asked: RoleAsked) -> "RoleHeld":
    """A role for an account. Raises DataProblem with everything that is wrong with it, and ChangedMeanwhile when somebody
    else gave the same account a role at the same moment."""
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.web.accounts.models import RoleHeld

    problems = problems_of_role(asked, house.agreement, {one.code: one.name for one in house.place.organisations})
    with transaction.atomic():
        problems += _overlapping(account, asked)
        if not account.is_active:
            problems.append(_closed(account))
        if problems:
            raise DataProblem("This role was not given", problems)
        number = account.roles_held.count() + 1
        held = RoleHeld(
            reference=f"role-{account.username}-{number}", account=account, role=asked.role, body=asked.body, seat=asked.seat,
            since=asked.since, until=asked.until,
        )  # fmt: skip
        keep(held, act)
    return held


def end_role(house: House, act: Act, held: "RoleHeld", until: date) -> None:
    """A role is not held from the day `until` on. One that never began, or ends before it began, ends on the day it began.

    Raises DataProblem for the last administrator, and ChangedMeanwhile when somebody else changed it first.
    """
    from wholeplace.ledger.records.keeping import keep

    with transaction.atomic():
        if held.role == Role.ADMINISTRATOR:
            _refuse_last_administrator(house.today, leaving=held.account_id, on=until)
        held.until = max(until, held.since)
        keep(held, act)


def administrators(day: date) -> set[str]:
    """The open accounts that hold the role of administrator on a day."""
    from wholeplace.web.accounts.models import RoleHeld

    found = RoleHeld.objects.filter(role=Role.ADMINISTRATOR.value, account__is_active=True, since__lte=day)
    return set(found.filter(Q(until=None) | Q(until__gt=day)).values_list("account_id", flat=True))


def _refuse_last_administrator(today: date, *, leaving: str, on: date) -> None:
    """Somebody must be left on the day the role ends who may give accounts: today, and then."""
    if leaving in administrators(today) and not (administrators(today) & administrators(max(on, today))) - {leaving}:
        problem = Problem(
            where=leaving, what="This is the last administrator.", why="Nobody could give accounts or roles any more.",
            fix="Make somebody else an administrator first.",
        )  # fmt: skip
        raise DataProblem("Nothing was changed", [problem])


def _username(username: str) -> list[Problem]:
    from wholeplace.web.accounts.models import Account

    if not USERNAME.fullmatch(username) or username.startswith(RESIDENTS):
        return [
            Problem(
                where="User name", what=f'"{username}" cannot be one.', why="It stands in the log for good, and people type it.",
                fix="Use small letters, digits, dots and hyphens, at most 40, such as: sam.reed. Those of residents begin with resident-.",
            )
        ]  # fmt: skip
    if Account.objects.filter(username=username).exists():
        return [
            Problem(
                where="User name", what=f'"{username}" was given already.', why="The log names people by it, so nobody gets it twice.",
                fix="Choose another.",
            )
        ]  # fmt: skip
    return []


def _organisation(house: House, code: str) -> list[Problem]:
    organisations = {one.code: one.name for one in house.place.organisations}
    if code in organisations:
        return []
    named = [known for known, name in organisations.items() if name.casefold() == code.casefold()]
    if named:
        return [Problem(where="Organisation", what=f'"{code}" is a name.', why="Its code is kept.", fix=f"Use {named[0]}.")]
    known = [*organisations, *organisations.values()]
    return [unknown("Organisation", code, known, "Some partner answers for each account.")]


def _overlapping(account: "Account", asked: RoleAsked) -> list[Problem]:
    same = account.roles_held.filter(role=asked.role, body=asked.body, seat=asked.seat).filter(Q(until=None) | Q(until__gt=asked.since))
    if asked.until is not None:
        same = same.filter(since__lt=asked.until)
    return [
        Problem(
            where="Role", what=f"{account.username} holds it from {held.since}{f' until {held.until}' if held.until else ''}.",
            why="The same role is held once at a time.", fix="End that one first, or give other days.",
        )
        for held in same
        if held.until is None or held.since < held.until
    ]  # fmt: skip


def _closed(account: "Account") -> Problem:
    return Problem(
        where=account.username, what="This account is closed.", why="Nobody can sign in with it.", fix="Give the role to an open account."
    )
