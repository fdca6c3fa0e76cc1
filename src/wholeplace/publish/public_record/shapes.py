"""What the public record is made from: frozen shapes of the agreement, handed in. No account, no person, nothing of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from wholeplace.agreement.bodies import Agreement
from wholeplace.agreement.decisions import RegisterEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class LogHead:
    """The end of the log of records: how many entries it has, and the seal of the last. Whoever keeps both can tell if it is altered."""

    number: int
    seal: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicRecord:
    """Everything that is public of what a place agreed, as it stands on `today`.

    `measures`: name -> title, for effects and ambitions. `head`: None before anything was recorded. `papers`: fingerprint
    (SHA-256) -> where the bytes of a paper lie.
    """

    today: date
    agreement: Agreement = field(default_factory=Agreement)
    decisions: tuple[RegisterEntry, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    head: LogHead | None = None
    papers: Mapping[str, Path] = field(default_factory=dict)
