"""What a session is told when somebody signs in: until when it holds, and by what second factor they proved who they are.

The user's account is part of it, so that a proof never passes to whoever signs in next in the same browser.
"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

KEY = "wholeplace.session"
LASTS = timedelta(hours=10)
OWN = ("totp", "recovery_codes")
"""Second factors that we ask ourselves. Any other word is the single sign-on that proved it."""


def prove(session: MutableMapping[str, Any], username: str, by: str) -> None:
    """The person has shown a second factor in this session; an empty `by` takes it back."""
    told = session.get(KEY, {})
    kept = told if told.get("account") == username else {}
    session[KEY] = {**kept, "account": username, "proven": by}


def begin(session: MutableMapping[str, Any], username: str, now: datetime) -> None:
    """They are signed in. The session ends 10 hours from `now`, however busy it is."""
    told = session.get(KEY, {})
    proven = told.get("proven", "") if told.get("account") == username else ""
    session[KEY] = {"account": username, "proven": proven, "until": (now + LASTS).isoformat()}


def proven_by(session: MutableMapping[str, Any], username: str, now: datetime) -> str | None:
    """By what the account proved itself here: empty when by a password alone; None when it is not signed in here, or was too long ago."""
    told = session.get(KEY, {})
    until = told.get("until")
    if told.get("account") != username or until is None or datetime.fromisoformat(until) <= now:
        return None
    return told.get("proven", "")
