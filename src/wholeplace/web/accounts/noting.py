"""Signing in, failing to, and second factors: noted in the log, in a book of their own. Never a password or a code.

Listens to the signals of Django and allauth. What somebody typed as a user name is noted only when it is one: people type
their password into the wrong box.
"""

from typing import Any

from allauth.account import signals as of_accounts
from allauth.mfa import signals as of_factors
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from wholeplace.ledger.records import Act
from wholeplace.service.records.books import PERSONS
from wholeplace.web.accounts import sessions
from wholeplace.web.accounts.asked import RESIDENTS
from wholeplace.web.accounts.single_sign_on import is_proof
from wholeplace.web.house import house_of

BOOK = "accounts"
KIND = "accounts.signing-in"
NOBODY = "nobody we know"
WHAT = {"totp": "an app that shows codes", "recovery_codes": "recovery codes"}


def note_sign_in(request: HttpRequest | None, username: str, event: str, **content: str) -> None:
    """An entry about one account's way in. Where there is no door behind the request (a test, a shell), nothing is noted."""
    from wholeplace.ledger.records.keeping import note

    if request is None or "wholeplace.house" not in request.META:
        return
    act = Act(account=username, acting_as="signing in", event=event, at=house_of(request).now)
    note(act, kind=KIND, reference=username, content=content, book=PERSONS if username.startswith(RESIDENTS) else BOOK)


@receiver(of_accounts.user_logged_in)
def _came_in(request: HttpRequest, user: Any, sociallogin: Any = None, **_: Any) -> None:
    if sociallogin is not None and is_proof(sociallogin.account.provider, sociallogin.account.extra_data):
        sessions.prove(request.session, user.username, sociallogin.account.provider)
    sessions.begin(request.session, user.username, house_of(request).now)
    proven = request.session[sessions.KEY]["proven"]
    by = "password" if sociallogin is None else sociallogin.account.provider
    note_sign_in(request, user.username, "signed in", by=by, second_factor=WHAT.get(proven, proven) or "none yet")


@receiver(user_logged_out)
def _went(request: HttpRequest, user: Any, **_: Any) -> None:
    if user is not None:
        note_sign_in(request, user.username, "signed out")


@receiver(user_login_failed)
def _refused(credentials: Any, request: HttpRequest | None = None, **_: Any) -> None:
    from wholeplace.web.accounts.models import Account

    known = Account.objects.filter(username=credentials.get("username", "")).first()
    note_sign_in(request, known.username if known else NOBODY, "password refused")


@receiver([of_accounts.password_set, of_accounts.password_changed, of_accounts.password_reset])
def _password_set(request: HttpRequest, user: Any, **_: Any) -> None:
    note_sign_in(request, user.username, "password set")


@receiver(of_factors.authenticator_added)
def _factor_set(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    if authenticator.type == "totp":
        sessions.prove(request.session, user.username, "totp")
    note_sign_in(request, user.username, "second factor set", what=WHAT.get(authenticator.type, authenticator.type))


@receiver(of_factors.authenticator_removed)
def _factor_removed(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    if authenticator.type == "totp":
        sessions.prove(request.session, user.username, "")
    note_sign_in(request, user.username, "second factor removed", what=WHAT.get(authenticator.type, authenticator.type))


@receiver(of_factors.authenticator_reset)
def _codes_made_anew(request: HttpRequest, user: Any, **_: Any) -> None:
    note_sign_in(request, user.username, "recovery codes made anew")


@receiver(of_factors.authenticator_used)
def _factor_shown(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    sessions.prove(request.session, user.username, authenticator.type)
    if authenticator.type == "recovery_codes":
        note_sign_in(request, user.username, "recovery code used")


@receiver(of_factors.authentication_failed)
def _wrong_code(request: HttpRequest, user: Any, **_: Any) -> None:
    note_sign_in(request, user.username, "code refused")
