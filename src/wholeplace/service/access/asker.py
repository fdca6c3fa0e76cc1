"""Who asks. What they have to do with a person is found in the records."""

from dataclasses import dataclass
from datetime import datetime

from wholeplace.service.access.words import Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Who asks, in what role, for which organisation, when. `covers`: codes of organisations that theirs looks after, itself among
    them. `person`: for a resident or a proxy, the reference of who they are themselves, and `proven` whether that is proven to the
    full. `request`: the id that a system gave its request, or nothing."""

    account: str
    role: Role
    organisation: str
    at: datetime
    covers: frozenset[str] = frozenset()
    person: str = ""
    proven: bool = True
    request: str = ""
