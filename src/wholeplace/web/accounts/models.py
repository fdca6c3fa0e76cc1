"""Tables of accounts and of the roles they hold."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from wholeplace.web.access import Role


class Account(AbstractUser):
    """Someone who may sign in. An account alone opens no page: its roles do."""

    organisation = models.CharField(max_length=20, blank=True)
    """The code of the organisation that answers for the account."""


class RoleHeld(models.Model):
    """One role of one account, at one body, from a day until (not including) another. Several at once are usual."""

    ROLES: ClassVar = [(role.value, role.value) for role in Role]

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=30, choices=ROLES)
    body = models.CharField(max_length=80, blank=True)
    """The body it is held at, by name. Empty: for the whole place."""
    seat = models.CharField(max_length=120, blank=True)
    """The seat of that body, for a member."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """The same role at the same seat is held once at a time."""

        constraints = [models.UniqueConstraint(fields=["account", "role", "body", "seat", "since"], name="one_role_once")]
