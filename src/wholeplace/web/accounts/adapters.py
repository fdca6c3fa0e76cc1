"""What allauth asks us: may somebody register (no: accounts are given), and who may come by single sign-on (who is known already)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ByInvitation(DefaultAccountAdapter):
    """Nobody registers alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the form allauth calls
        """Never: an administrator gives accounts."""
        return False


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """Single sign-on opens an account that exists. It makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  the form allauth calls
        """Never: an administrator gives accounts."""
        return False
