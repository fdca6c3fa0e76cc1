"""Decisions: what a proposal must say before it is decided, the states it passes through, and what everyone may read of it."""

from wholeplace.agreement.decisions.completeness import failing, payers_first, problems_of, who_pays
from wholeplace.agreement.decisions.record import (
    CalledIn,
    Came,
    CarriedOut,
    Checked,
    MeetingHeld,
    NoticeGiven,
    Publication,
    Recorded,
    Review,
    Scrutinised,
    Urgency,
    Window,
)
from wholeplace.agreement.decisions.register import Content, RegisterEntry, is_public, register_entry
from wholeplace.agreement.decisions.shapes import Effect, Evidence, Exemption, Expected, Lens, Proposal, Seen
from wholeplace.agreement.decisions.standing import free_from, stands_at
from wholeplace.agreement.decisions.states import FINAL, FROZEN, NEXT, Event, State, after, why_not

__all__ = [
    "CalledIn", "Came", "CarriedOut", "Checked", "Content", "Effect", "Event", "Evidence", "Exemption", "Expected", "FINAL", "FROZEN",
    "Lens", "MeetingHeld", "NEXT", "NoticeGiven", "Proposal", "Publication", "Recorded", "RegisterEntry", "Review", "Scrutinised", "Seen",
    "State", "Urgency", "Window", "after", "failing", "free_from", "is_public", "payers_first", "problems_of", "register_entry",
    "stands_at", "who_pays", "why_not",
]  # fmt: skip
