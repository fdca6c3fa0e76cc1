"""The demo place's front door in a process of its own: listings and slots as `make demo` fills them, accounts for its users, a clock.

Run as `python -m tests.web.story.front_door FOLDER CLOCK`. Writes the port, a session for each person, and who was invented for them.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from waitress.server import create_server

from tests.web.story.door import FOREVER, session_of
from wholeplace import web
from wholeplace.web.door import open_door

WORKERS = {
    "caller": ("call handler", "Z9T"), "desk": ("receptionist", "Z90001"), "link": ("link worker", "9Z1"),
    "group": ("group worker", "Z9V3"), "coordinator": ("coordinator", "Z9U001"), "council-caller": ("call handler", "9Z1"),
    "charity-link": ("link worker", "Z9V2"), "other-desk": ("receptionist", "Z90002"), "privacy": ("privacy officer", "Z90002"),
}  # fmt: skip
"""The link worker is the council's and one more a charity's: what they may do hangs on the role alone."""
RESIDENTS = ("Rosa", "Nia", "Ida", "Olu", "Vera", "Dilys")
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069")
"""Numbers of the range kept for tests, with right check digits."""


def main(folder: Path, clock: Path) -> None:
    def now() -> datetime:
        return datetime.fromisoformat(clock.read_text())

    door = open_door(folder, only_this_machine=True, clock=now)
    server = create_server(door, host="127.0.0.1", port=0, threads=4)
    web.directory_of(folder, by="ST", clock=now).take_in([folder / "front_door" / "directory.json"], feed="aldermoor")
    web.slots_of(folder, by="ST", clock=now).make(1)
    sessions = {name: session_of(name, role, body, now()) for name, (role, body) in WORKERS.items()}
    people, accounts = _residents(folder, now)
    sessions |= accounts
    sys.stdout.write(
        json.dumps({"port": server.effective_port, "sessions": sessions, "people": people, "links": _links(folder, now)}) + "\n"
    )
    sys.stdout.flush()
    server.run()


def _links(folder: Path, now: Callable[[], datetime]) -> dict[str, str]:
    """Name of a listing -> the link with which its group confirms it."""
    from wholeplace.service.records.directory.models import KeptListing

    desk = web.directory_of(folder, by="ST", clock=now)
    kept = KeptListing.objects.filter(kept_by="Z9V3").order_by("reference")
    return {one.listing.name: desk.link(one.reference).address for one in kept}


def _residents(folder: Path, now: Callable[[], datetime]) -> tuple[dict[str, Any], dict[str, str]]:
    """Six invented people of one surgery, proven in person, and a session for each."""
    from wholeplace.ledger.records import Act
    from wholeplace.service.records.persons.finding import Told, find_or_make
    from wholeplace.web.accounts.residents import open_resident

    act = Act(account="story", acting_as="fixture", event="made", at=now())
    homes = [line.split(",")[0] for line in (folder / "postcodes.csv").read_text().splitlines()[1:]]
    people, sessions = {}, {}
    for name, number in zip(RESIDENTS, NUMBERS, strict=True):
        told = Told(
            family_name="Sampleford", given_name=name, birth_date=date(1950, 5, 1 + len(people)), nhs_number=number, postcode=homes[0],
            phone="01632 960900", registered_at="Z90001",
        )  # fmt: skip
        found = find_or_make(act, told)
        assert found.person is not None
        account, _ = open_resident(act, found.person.reference, proven="in person")
        people[name] = {"reference": found.person.reference, "account": account.username, "number": number, "postcode": homes[0]}
        sessions[name] = _session(account, now())
    return people, sessions


def _session(account: Any, now: datetime) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from wholeplace.web.accounts import sessions

    store = SessionStore()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    store.update({SESSION_KEY: account.pk, BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: account.get_session_auth_hash()})
    sessions.begin(store, account.username, now + FOREVER)
    sessions.prove(store, account.username, "totp")
    store.set_expiry(int(FOREVER.total_seconds()))
    store.save()
    return store.session_key or ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
