"""What the log is told of whoever does something."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Who does what: the account, the role or seat it acts in, the event in a word or two, when (with a zone), and why."""

    account: str
    acting_as: str
    event: str
    at: datetime
    why: str = ""
