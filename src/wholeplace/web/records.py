"""The database of a place's live records: Django told of it once in a process, and its tables brought up to date."""

import os
import secrets
from pathlib import Path

import django
from django.conf import settings

from wholeplace.terms import WrongUse
from wholeplace.web.accounts.single_sign_on import read_sign_ons
from wholeplace.web.settings import database_from, secret_of, settings_for

ANY_PLACE = "any place"
"""For tests, which bring a database of their own: it holds the records of whatever place is opened."""


def begin(folder: Path, *, keeps_records: bool, secure: bool = False) -> None:
    """Tell Django of the place, once in a process; with `keeps_records`, bring its tables up to date.

    Public doors of further places may follow in the same process. Raises WrongUse when the records of a second place would.
    """
    if not settings.configured:
        key = os.environ.get("WHOLEPLACE_SECRET_KEY") or (secret_of(folder) if keeps_records else secrets.token_urlsafe(48))
        database = database_from(os.environ.get("DATABASE_URL", ""), folder)
        records_of = folder.resolve() if keeps_records else None
        hosts = [name.strip() for name in os.environ.get("WHOLEPLACE_HOSTS", "").split(",") if name.strip()]
        told = settings_for(database=database, secret_key=key, secure=secure, hosts=hosts, sign_ons=read_sign_ons(os.environ))
        settings.configure(**told, RECORDS_OF=records_of)
        django.setup(set_prefix=False)
        if keeps_records:
            _make_tables()
    elif keeps_records and settings.RECORDS_OF not in (folder.resolve(), ANY_PLACE):
        raise WrongUse(
            f"This process has another place open. Open {folder.name} in a process of its own: records of two places are never mixed."
        )


def _make_tables() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
