"""The database of a place's live records: Django told of it once in a process, and its tables brought up to date."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import django
import django.db
from django.conf import settings

from wholeplace.ledger import End, Verified
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.terms.progress import Progress, quiet
from wholeplace.web.accounts.single_sign_on import read_sign_ons
from wholeplace.web.settings import database_from, secret_of, settings_for

if TYPE_CHECKING:
    from wholeplace.web.relocating import Relocated

ANY_PLACE = "any place"
"""For tests, which bring a database of their own: it holds the records of whatever place is opened."""


def begin(folder: Path, *, keeps_records: bool, secure: bool = False) -> None:
    """Tell Django of the place, once in a process; with `keeps_records`, bring its tables up to date.

    Public doors of further places may follow in the same process. Raises WrongUse when the records of a second place would, and
    when the records were moved to a database that nobody names.
    """
    if not settings.configured:
        key = os.environ.get("WHOLEPLACE_SECRET_KEY") or (secret_of(folder) if keeps_records else secrets.token_urlsafe(48))
        url = os.environ.get("DATABASE_URL", "")
        if keeps_records and not url and _moved(folder).exists():
            raise WrongUse(f"The records of {folder.name} were moved to PostgreSQL. Say where with DATABASE_URL.")
        database = database_from(url, folder)
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
    """Prove the log of a place, its records and the bytes of its papers. `known`: ends that were kept elsewhere.

    Raises WrongUse where the place keeps no records, DataProblem where its database cannot be read at all.
    """
    if not settings.configured and not has_records(folder):
        raise WrongUse(f"{folder.name} keeps no records yet. Its partner door makes them: wholeplace serve {folder}")
    with _letter(f"The records of {folder.name} cannot be verified"):
        begin(folder, keeps_records=True)
        from wholeplace.ledger.records.verifying import verify
        from wholeplace.web.filed import problems_of_papers

        found = verify(known=known, progress=progress)
        papers, problems = problems_of_papers(folder, progress)
        return replace(found, papers=papers, problems=(*found.problems, *problems))


def has_records(folder: Path) -> bool:
    """Did a door of this place ever keep anything, as far as can be told without asking the database?"""
    return bool(os.environ.get("DATABASE_URL")) or _file_of(folder).is_file()


def relocate_records(folder: Path, *, progress: Progress = quiet) -> "Relocated":
    """Move a place's records from its own folder to the PostgreSQL that DATABASE_URL names. All or nothing, proven on both sides.

    The old file stays, with a note beside it so that nobody goes on with it by mistake. Raises WrongUse where there is nothing to
    move or nowhere to move it, DataProblem where the new database holds rows already or something does not hold together.
    """
    if not os.environ.get("DATABASE_URL"):
        raise WrongUse("DATABASE_URL says where to move the records. It begins with postgresql://.")
    if not _file_of(folder).is_file() or _moved(folder).exists():
        raise WrongUse(
            f"{folder.name} keeps no records in its own folder" + (" any more: they were moved." if _moved(folder).exists() else ".")
        )
    with _letter(f"The records of {folder.name} cannot be moved"):
        begin(folder, keeps_records=True)
        from wholeplace.web.relocating import relocate

        done = relocate(folder, progress)
    _moved(folder).write_text("The records of this place were moved to PostgreSQL. What is in this folder is not used any more.\n", "utf-8")
    return done


def _file_of(folder: Path) -> Path:
    return Path(database_from("", folder)["NAME"])


def _moved(folder: Path) -> Path:
    """A note that the records are elsewhere."""
    return _file_of(folder).with_name("moved.txt")


@contextmanager
def _letter(subject: str) -> Iterator[None]:
    """A database that does not answer, or is none, as a letter."""
    try:
        yield
    except django.db.Error as refusal:
        said = next(iter(str(refusal).splitlines()), type(refusal).__name__)
        problem = Problem(
            where="the database of records", what=f"it does not answer as it should ({said}).", why="Without it nothing is known.",
            fix="See that it runs and that DATABASE_URL names it, or bring back the last copy (docs/how-to/keep-the-records.md).",
        )  # fmt: skip
        raise DataProblem(subject, [problem]) from refusal
