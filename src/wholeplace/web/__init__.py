"""Doors for people: the public one with the releases of a place, and the partners' one, where they decide and plan together.

`serve` opens it with a small production server (waitress) until Ctrl-C. `application` is the same door as a WSGI
application, for a place that has a server of its own.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.terms.progress import Progress, quiet

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from wholeplace.ledger import End, Verified
    from wholeplace.web.accounts.asked import RoleAsked
    from wholeplace.web.accounts.desk import Accounts, AccountTold, RoleTold
    from wholeplace.web.bringing_back import BroughtBack
    from wholeplace.web.exporting import Exported
    from wholeplace.web.fhir.desk import KeyTold, SystemKeys
    from wholeplace.web.listings.desk import Directory
    from wholeplace.web.partner.register import RegisterMade
    from wholeplace.web.relocating import Relocated
    from wholeplace.web.slotting import Slots, SlotsMade, SlotsTakenIn
    from wholeplace.web.telling import Events, Subscribed

__all__ = [
    "AccountTold", "Accounts", "BroughtBack", "Directory", "Events", "Exported", "KeyTold", "RegisterMade", "Relocated", "RoleAsked",
    "RoleTold", "Slots", "SlotsMade", "SlotsTakenIn", "Subscribed", "SystemKeys", "accounts_of", "application", "bring_back", "events_of",
    "export", "make_register", "relocate_records", "serve", "slots_of", "system_keys_of", "verify_records",
]  # fmt: skip


def _nobody_asks(address: str) -> None:
    """`serve` was not asked to say where it answers."""


def _now() -> datetime:
    return datetime.now(UTC)


def application(folder: Path, *, only_this_machine: bool = True, clock: Callable[[], datetime] = _now) -> "WSGIApplication":
    """The public door over the releases of `folder`. Raises WrongUse or DataProblem when there is none to show.

    `only_this_machine` refuses requests that name another host, so that no page elsewhere can read a pack through
    the reader's own browser before it is published. `clock` gives the moment of each request, with a zone.
    """
    from wholeplace.web.door import open_door

    return open_door(folder, only_this_machine=only_this_machine, clock=clock)


def serve(
    folder: Path, *, host: str = "127.0.0.1", port: int = 8000, opened: Callable[[str], None] = _nobody_asks, processes: int = 1
) -> None:
    """Answer at `host` and `port` until Ctrl-C. `opened` is told the address once it answers. Port 0 takes any free one. `processes`:
    how many answer together; more than one only where the records are in PostgreSQL (else WrongUse)."""
    from wholeplace.web.server import answer

    answer(folder, host=host, port=port, opened=opened, clock=_now, processes=processes)


def accounts_of(folder: Path, *, by: str, clock: Callable[[], datetime] = _now) -> "Accounts":
    """The accounts of a place, for whoever sits at its machine; `by`: their initials, for the log. Raises DataProblem without a
    partner door."""
    from wholeplace.web.accounts.desk import open_accounts

    return open_accounts(folder, by=by, clock=clock)


def directory_of(folder: Path, *, by: str, clock: Callable[[], datetime] = _now) -> "Directory":
    """The directory of a place, for whoever sits at its machine; `by`: their initials, for the log. Raises DataProblem where the place
    has not switched its front door on."""
    from wholeplace.web.listings.desk import open_directory

    return open_directory(folder, by=by, clock=clock)


def make_postcode_file(folder: Path, directory: Path, *, clock: Callable[[], datetime] = _now) -> int:
    """The place's postcodes.csv from a file in the shape of the ONS Postcode Directory; how many postcodes it holds. Raises DataProblem."""
    from wholeplace.web.listings.desk import make_postcode_file

    return make_postcode_file(folder, directory, clock=clock)


def system_keys_of(folder: Path, *, by: str, clock: Callable[[], datetime] = _now) -> "SystemKeys":
    """The keys of other systems, for whoever sits at the machine of a place; `by`: their initials, for the log. Raises DataProblem
    where the place has no front door."""
    from wholeplace.web.fhir.desk import open_keys

    return open_keys(folder, by=by, clock=clock)


def make_register(folder: Path, *, clock: Callable[[], datetime] = _now) -> "RegisterMade":
    """Close the call-in windows that have passed in a place, and make its public record anew. `clock` gives the moment, with a zone.

    Raises DataProblem where the place keeps no decisions, or its own files cannot be read; WrongUse where there is no such folder.
    """
    from wholeplace.web.partner.register import make_register_of

    return make_register_of(folder, clock)


def events_of(folder: Path, *, by: str, clock: Callable[[], datetime] = _now) -> "Events":
    """Who is told of what happens at the front door of a place; `by`: initials, for the log. Raises DataProblem where it is shut."""
    from wholeplace.web.telling import open_events

    return open_events(folder, by=by, clock=clock)


def export(folder: Path, to: Path, *, organisation: str, by: str, clock: Callable[[], datetime] = _now) -> "Exported":
    """Write bookings and referrals into the folder `to` for planning: of those who did not object, without who they are.

    Raises WrongUse and DataProblem with what keeps it from being made, such as a list of national opt-outs that is too old.
    """
    from wholeplace.web.exporting import export

    return export(folder, to, organisation=organisation, by=by, clock=clock)


def slots_of(folder: Path, *, by: str, clock: Callable[[], datetime] = _now) -> "Slots":
    """What services of a place offer; `by`: initials, for the log. Raises DataProblem where the front door is shut."""
    from wholeplace.web.slotting import open_slots

    return open_slots(folder, by=by, clock=clock)


def bring_back(folder: Path, *, clock: Callable[[], datetime] = _now) -> "BroughtBack | None":
    """Write what the front door of a place did as feeds of its folder, for the next picture; None where it is shut or did nothing yet.

    Raises WrongUse where another place's records are open in this process, DataProblem where the place cannot be read.
    """
    from wholeplace.web.bringing_back import bring_back

    return bring_back(folder, clock=clock)


def relocate_records(folder: Path, *, progress: Progress = quiet) -> "Relocated":
    """Move a place's records from its own folder to the PostgreSQL that DATABASE_URL names. All or nothing, proven on both sides.

    Raises WrongUse where there is nothing to move or nowhere to move it, DataProblem where something keeps it from being moved.
    """
    from wholeplace.web.records import relocate_records

    return relocate_records(folder, progress=progress)


def verify_records(folder: Path, *, known: "Sequence[End]" = (), progress: Progress = quiet) -> "Verified":
    """Prove the log of a place, its records and the bytes of its papers. `known`: ends that were kept elsewhere.

    Raises WrongUse where the place keeps no records, DataProblem where its database cannot be read at all.
    """
    from wholeplace.web.records import verify_records

    return verify_records(folder, known=known, progress=progress)


def __getattr__(name: str) -> object:
    """Shapes of accounts, brought in only when somebody asks: Django comes with them."""
    if name == "RoleAsked":
        from wholeplace.web.accounts.asked import RoleAsked

        return RoleAsked
    raise AttributeError(name)
