"""What the public record is made from: frozen shapes of the agreement, handed in. No account, no person, nothing of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from wholeplace.agreement.bodies import Agreement
from wholeplace.agreement.choosing.calls import DecidedCall
from wholeplace.agreement.decisions import RegisterEntry
from wholeplace.agreement.funds import Funds
from wholeplace.agreement.funds.standing import FundStanding
from wholeplace.agreement.meetings import Sitting
from wholeplace.agreement.plans import Observed, Plan
from wholeplace.agreement.scrutiny import EngagementPoint, Recommendation, Reply, ReplyRule


@dataclass(frozen=True, kw_only=True, slots=True)
class LogHead:
    """The end of the log of records: how many entries it has, and the seal of the last. Whoever keeps both can tell if it is altered."""

    number: int
    seal: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicRecord:
    """Everything that is public of what a place agreed, as it stands on `today`.

    `seen`: everything that was seen of an ambition, by its name, the first day first. `reply_rules`: by name. `minutes`: by the
    reference of their sitting. `measures`: name -> title. `papers`: fingerprint (SHA-256) -> where the bytes lie. `standings`:
    by the fund's name, of those whose books were received. `calls`: those that were decided. `head`: None before anything was recorded.
    """

    today: date
    agreement: Agreement = field(default_factory=Agreement)
    decisions: tuple[RegisterEntry, ...] = ()
    plan: Plan = field(default_factory=Plan)
    seen: Mapping[str, tuple[Observed, ...]] = field(default_factory=dict)
    recommendations: tuple[Recommendation, ...] = ()
    replies: tuple[Reply, ...] = ()
    reply_rules: Mapping[str, ReplyRule] = field(default_factory=dict)
    points: tuple[EngagementPoint, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    minutes: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, Path] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    funds: Funds = field(default_factory=Funds)
    standings: Mapping[str, FundStanding] = field(default_factory=dict)
    calls: tuple[DecidedCall, ...] = ()
    head: LogHead | None = None
