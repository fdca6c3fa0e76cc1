"""Who sits where, who may vote on what, and what was said: the nouns of deciding together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Standing(StrEnum):
    """What a body may do on a day."""

    FULL = "full"  # decides within its powers
    DELEGATED = "delegated"  # decides what was delegated to it
    SHADOW = "shadow"  # decides as if, and binds nobody's money
    ADVISORY = "advisory"  # recommends


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """One seat of a body: who appoints to it, in which role, and for which group of partners (its constituency).

    A person may hold several seats; a seat has one vote at most. Seats are named, people are not.
    """

    name: str
    organisation: str
    role: str = "member"
    constituency: str = ""
    votes: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class QuorumRule:
    """Who must be there: so many voting seats, a share of them, so many in a role, so many of each constituency."""

    count: int = 0
    share: Fraction = Fraction(0)
    roles: Mapping[str, int] = field(default_factory=dict)
    each_constituency: int = 0


class Of(StrEnum):
    """What a threshold is a share of."""

    PRESENT = "eligible members present"
    ALL = "all eligible members"
    CAST = "votes cast"


@dataclass(frozen=True, kw_only=True, slots=True)
class VotingRule:
    """How a body decides. Consensus comes first where `consensus_first`; then a vote, on `votable` matters only (none: on all).

    `threshold`: the share of `of` that must be for it; `strictly`: more than it. `not_eligible`: constituency -> kinds of
    matter on which its seats have no vote. `casting`: the chair's seat decides a tie. `source`: the paper that says so.
    """

    name: str
    threshold: Fraction
    of: Of
    source: str
    strictly: bool = False
    consensus_first: bool = True
    votable: tuple[str, ...] = ()
    not_eligible: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    proxies: bool = False
    casting: bool = False


class Interest(StrEnum):
    """What is done about an interest that a member declared in the matter."""

    NOTE = "note"  # declared; takes part in full
    STAY = "stay and not decide"
    LEAVE = "leave"


class Voice(StrEnum):
    """What a seat says."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One seat at one meeting: its voice, its reason where it dissents, the interest it declared.

    `through`: the seat that spoke for it, where a proxy did; empty: it was there.
    """

    seat: str
    voice: Voice
    reason: str = ""
    interest: Interest | None = None
    through: str = ""


class Result(StrEnum):
    """How a matter ended."""

    CONSENSUS = "agreed by consensus"
    PASSED = "passed by vote"
    NOT_PASSED = "not passed"
    NO_CONSENSUS = "no consensus, and not a matter for a vote"
    INQUORATE = "no quorum"
    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not recommended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The result with its counts, how it came about in words, and the dissent that is to be recorded."""

    result: Result
    votes_for: int
    votes_against: int
    abstained: int
    eligible: int
    steps: tuple[str, ...]
    dissent: tuple[tuple[str, str], ...] = ()
