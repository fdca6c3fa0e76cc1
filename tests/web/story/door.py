"""A door of its own process for a story: a real server and database over a place folder, accounts, and a clock that a file moves.

Run as `python -m tests.web.story.door FOLDER CLOCK`: CLOCK is a file with the moment. Writes its port and a session for each person.
"""

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from waitress.server import create_server

from wholeplace.web.door import open_door

PEOPLE = {
    "officer.one": ("officer", "cabinet"), "officer.two": ("officer", "cabinet"), "clerk.one": ("clerk", "cabinet"),
    "scrutiny.one": ("scrutiny member", "scrutiny"),
}  # fmt: skip
FOREVER = timedelta(days=2000)


def session_of(name: str, role: str, body: str, now: datetime) -> str:
    """An account with a role, proven by a second factor, and signed in for the whole story."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from wholeplace.ledger.records import Act
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.web.accounts import sessions
    from wholeplace.web.accounts.models import Account, RoleHeld

    act = Act(account="story", acting_as="fixture", event="given", at=now)
    account = Account(reference=f"account{Account.objects.count() + 1}", username=name, name=name, organisation="X00")
    account.set_unusable_password()
    keep(account, act)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "of a story"})
    keep(RoleHeld(reference=f"role-{name}", account=account, role=role, body=body, since=date(2020, 1, 1)), act)
    store = SessionStore()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    store.update({SESSION_KEY: account.pk, BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: account.get_session_auth_hash()})
    sessions.begin(store, name, now + FOREVER)
    sessions.prove(store, name, "totp")
    store.set_expiry(int(FOREVER.total_seconds()))
    store.save()
    return store.session_key or ""


def main(folder: Path, clock: Path) -> None:
    def now() -> datetime:
        return datetime.fromisoformat(clock.read_text())

    door = open_door(folder, only_this_machine=True, clock=now)
    server = create_server(door, host="127.0.0.1", port=0, threads=4)
    sessions = {name: session_of(name, role, body, now()) for name, (role, body) in PEOPLE.items()}
    sys.stdout.write(json.dumps({"port": server.effective_port, "sessions": sessions}) + "\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
