"""Tables of accounts and of the roles they hold. Both are kept with the log: whoever alters one in the database is found by `verify`."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from wholeplace.ledger.chain import MAIN
from wholeplace.ledger.records.models import Kept, ReadRows
from wholeplace.service.records.books import PERSONS
from wholeplace.web.access import Role
from wholeplace.web.accounts.asked import RESIDENTS


class Account(AbstractBaseUser, Kept):
    """Someone who may sign in. An account alone opens no page: its roles do. It is never deleted, only closed.

    `reference` holds letters and digits only, because it stands in sign-in links.
    """

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField(max_length=40, unique=True)
    """What somebody signs in with: letters, digits, dots and hyphens. It never changes and is never given twice."""
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=20, blank=True)
    """The code of the organisation that answers for the account."""
    is_active = models.BooleanField(default=True)
    """False: closed. Nobody signs in with it any more."""
    sign_on = models.JSONField(default=dict, blank=True)
    """Who they are at a single sign-on: its name -> the subject id that an administrator registered."""

    roles_held: "models.Manager[RoleHeld]"

    objects = BaseUserManager.from_queryset(ReadRows)()

    NOT_LOGGED = frozenset({"password", "last_login"})
    """What signing in changes without anybody deciding anything. The log holds no password in any form."""

    @property
    def book(self) -> str:
        """A resident's stands with the persons: the partners' auditors read the other book."""
        return PERSONS if self.username.startswith(RESIDENTS) else MAIN

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Django and allauth save an account when somebody signs in or sets a password: then nothing else is written."""
        super().save(*args, update_fields=update_fields or self.NOT_LOGGED, **kwargs)


class RoleHeld(Kept):
    """One role of one account, at one body, from a day until (not including) another. Several at once are usual."""

    ROLES: ClassVar = [(role.value, role.value) for role in Role]

    account = models.ForeignKey(Account, to_field="username", db_column="account", on_delete=models.PROTECT, related_name="roles_held")
    account_id: str
    role = models.CharField(max_length=30, choices=ROLES)
    body = models.CharField(max_length=80, blank=True)
    """The body it is held at, by name. Empty: for the whole place."""
    seat = models.CharField(max_length=120, blank=True)
    """The seat of that body, for a member."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
