"""The database of a place's live records: Django told of it once in a process, and its tables brought up to date."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import django
import django.db
from django.conf import settings

from wholeplace.ledger import End, Verified
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.terms.progress import Progress, quiet
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


def verify_records(folder: Path, *, known: Sequence[End] = (), progress: Progress = quiet) -> Verified:
    """Prove the log of a place and that each of its records is what the log last kept. `known`: ends that were kept elsewhere.

    Raises WrongUse where the place keeps no records, DataProblem where its database cannot be read at all.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not settings.configured and not url and not database_from("", folder)["NAME"].is_file():
        raise WrongUse(f"{folder.name} keeps no records yet. Its partner door makes them: wholeplace serve {folder}")
    try:
        begin(folder, keeps_records=True)
        from wholeplace.ledger.records.verifying import verify

        return verify(known=known, progress=progress)
    except django.db.Error as refusal:
        said = next(iter(str(refusal).splitlines()), type(refusal).__name__)
        problem = Problem(
            where="the database of records", what=f"it cannot be read ({said}).", why="Nothing can be said of what is in it.",
            fix="See that it runs and that DATABASE_URL names it, or bring back the last copy (docs/how-to/keep-the-records.md).",
        )  # fmt: skip
        raise DataProblem(f"The records of {folder.name} cannot be verified", [problem]) from refusal
