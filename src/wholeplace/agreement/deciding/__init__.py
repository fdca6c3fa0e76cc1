"""Deciding together: seats, quorum, consensus and votes, interests and dissent."""

from wholeplace.agreement.deciding.quorum import missing_for_quorum
from wholeplace.agreement.deciding.shapes import (
    Interest,
    Of,
    Outcome,
    QuorumRule,
    Result,
    Said,
    Seat,
    Standing,
    Voice,
    VotingRule,
)
from wholeplace.agreement.deciding.voting import Meeting, decide, problems_of

__all__ = [
    "Interest", "Meeting", "Of", "Outcome", "QuorumRule", "Result", "Said", "Seat", "Standing", "Voice", "VotingRule", "decide",
    "missing_for_quorum", "problems_of",
]  # fmt: skip
