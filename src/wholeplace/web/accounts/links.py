"""One-time sign-in links: whoever opens one sets the account's password. It works once, and for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.web.accounts.models import Account


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A sign-in link: its address, and until when it works (if the password is not set before)."""

    address: str
    until: datetime


def new_link(act: Act, account: "Account", *, at: str) -> Link:
    """A link for an account at the door `at`. It is shown to whoever made it and kept nowhere; the log says that one was made.

    Raises DataProblem for an account that is closed. A second link leaves the first one working until either is used.
    """
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    from wholeplace.ledger.records.keeping import note

    if not account.is_active:
        problem = Problem(
            where=account.username, what="This account is closed.", why="Nobody can sign in with it.", fix="Open another one."
        )
        raise DataProblem("No link was made", [problem])
    key = default_token_generator.make_token(account)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": key})
    note(act, kind="accounts.link", reference=account.username, content={}, book=account.book)
    return Link(address=urljoin(at, path), until=act.at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
