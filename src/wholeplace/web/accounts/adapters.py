"""What allauth asks us: may somebody register (no: accounts are given), who may come by single sign-on (who is registered for it), and
whether a second factor is still to be asked."""

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import logout
from django.http import HttpRequest
from django.shortcuts import render

from wholeplace.ledger.records import Act
from wholeplace.web.accounts.desk import given_accounts
from wholeplace.web.accounts.identity import ResidentClaims, identity_from
from wholeplace.web.accounts.single_sign_on import claims_of, is_proof, residents_sign_ons, sign_ons
from wholeplace.web.house import house_of
from wholeplace.web.landing import landing_of

JUST_NOW = 5 * 60
"""Seconds after signing in within which nobody is asked to say again that it is them."""


class ByInvitation(DefaultAccountAdapter):
    """Nobody registers alone, and nothing is sent by mail."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "This user name and this password do not belong together.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
        "rate_limited": "Too many attempts. Wait five minutes, then try again.",
        "incorrect_password": "This is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the form allauth calls
        """Never: an administrator gives accounts."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Only where nobody signed in, or showed a factor, in this session just now."""
        from allauth.account.internal.flows.login import get_authentication_records

        request: Any = context.request
        shown = [record["at"] for record in get_authentication_records(request, request.user)]
        return super().is_reauthentication_required(app=app, **kwargs) and not (shown and time.time() - shown[-1] < JUST_NOW)

    def get_login_stages(self) -> list[str]:
        """As allauth has them, with our own question for a second factor."""
        theirs = f"{AuthenticateStage.__module__}.{AuthenticateStage.__name__}"
        ours = f"{__name__}.{SecondFactor.__name__}"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody begins: a resident on their own pages, others on the desk of what they do."""
        return landing_of(request)

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Nothing is sent: the log says what was changed."""


class Factors(DefaultMFAAdapter):
    """What is said of second factors."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right, or was used already. Codes of the app change every half minute.",
    }

    def get_totp_issuer(self) -> str:
        """What the app calls this door: the place's name."""
        request: Any = context.request
        return house_of(request).name


class SecondFactor(AuthenticateStage):
    """Asks for our own second factor, unless the single sign-on showed that it asked for one."""

    def handle(self) -> tuple[Any, bool]:
        """The answer that asks for a code, or None to go on."""
        came_by = (self.login.signal_kwargs or {}).get("sociallogin")
        if came_by is not None and is_proof(came_by.account.provider, came_by.account.extra_data):
            return None, True
        return super().handle()


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """Single sign-on opens an account that an administrator registered for that very subject. It makes none, and joins none by e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  the form allauth calls
        """Never: an administrator gives accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The account with this subject in its record, whatever allauth's own tables say; a page that says whom to ask for all others."""
        at, subject = sociallogin.account.provider, sociallogin.account.uid
        claims = claims_of(at)
        if claims is not None:
            _resident(request, sociallogin, claims)
            return
        known = [one for one in given_accounts().filter(is_active=True) if one.sign_on.get(at) == subject]
        if len(known) != 1 or at not in sign_ons():
            raise ImmediateHttpResponse(_stranger(request, at, subject))
        if sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(_stranger(request, at, subject))
        sociallogin.user = known[0]
        sociallogin.account.user = known[0]

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Nothing is sent: the log says what was changed."""


def _resident(request: HttpRequest, sociallogin: Any, claims: ResidentClaims) -> None:
    """The account of a resident, made at their first coming; a page that says whom to see where it cannot be told who they are."""
    from wholeplace.web.accounts.residents import resident_by_sign_on

    at, subject, house = sociallogin.account.provider, sociallogin.account.uid, house_of(request)
    identity = identity_from(claims, sociallogin.account.extra_data)
    asked = house.open_to_residents and sociallogin.state.get("process") == "login"
    act = Act(account="single sign-on", acting_as=at, event="resident signed in", at=house.now)
    account = resident_by_sign_on(act, at=at, subject=subject, identity=identity) if asked and identity else None
    if account is None:
        raise ImmediateHttpResponse(_unproven(request, at))
    sociallogin.user = account
    sociallogin.account.user = account
    # Who they are stands in our own records: nothing of it is kept in the library's.
    sociallogin.account.extra_data = {}


def _unproven(request: HttpRequest, at: str) -> Any:
    if request.user.is_authenticated:
        logout(request)
    from wholeplace.web.accounts.noting import NOBODY, note_sign_in

    note_sign_in(request, NOBODY, "resident refused", by=at)
    return render(request, "account/not_known.html", {"sign_on": residents_sign_ons().get(at, at)}, status=403)


def _stranger(request: HttpRequest, at: str, subject: str) -> Any:
    if request.user.is_authenticated:
        logout(request)
    from wholeplace.web.accounts.noting import NOBODY, note_sign_in

    note_sign_in(request, NOBODY, "single sign-on refused", by=at)
    return render(request, "account/signup_closed.html", {"subject": subject, "sign_on": sign_ons().get(at, at)}, status=403)
