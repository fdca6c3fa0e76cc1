"""Decisions: what a proposal must say before it is decided, the states it passes through, and what everyone may read of it."""

from wholeplace.agreement.decisions.afterwards import called_in, carried_out, published, replaced, reviewed, scrutinised, window_closed
from wholeplace.agreement.decisions.before import begin, notice_given, placed_again, proposed, rewritten, withdrawn
from wholeplace.agreement.decisions.completeness import failing, grounds, payers_first, problems_of, who_pays
from wholeplace.agreement.decisions.guards import authority_over, deciders, notices_needed, problems_of_content, problems_of_notices
from wholeplace.agreement.decisions.in_force import InForce, in_force
from wholeplace.agreement.decisions.meeting import LEADS_TO, Held, met, outcome_of
from wholeplace.agreement.decisions.record import (
    CalledIn,
    Came,
    CarriedOut,
    Checked,
    Happened,
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
from wholeplace.agreement.decisions.steps import Does, Step, decidable_from, next_steps, waits_for

__all__ = [
    "CalledIn", "Came", "CarriedOut", "Checked", "Content", "Does", "Effect", "Event", "Evidence", "Exemption", "Expected", "FINAL",
    "FROZEN", "Happened", "Held", "InForce", "LEADS_TO", "Lens", "MeetingHeld", "NEXT", "NoticeGiven", "Proposal", "Publication",
    "Recorded", "RegisterEntry", "Review", "Scrutinised", "Seen", "State", "Step", "Urgency", "Window", "after", "authority_over",
    "begin", "called_in", "carried_out", "decidable_from", "deciders", "failing", "free_from", "grounds", "in_force", "is_public",
    "met", "next_steps", "notice_given", "notices_needed", "outcome_of", "payers_first", "placed_again", "problems_of",
    "problems_of_content", "problems_of_notices", "proposed", "published", "register_entry", "replaced", "reviewed", "rewritten",
    "scrutinised", "stands_at", "waits_for", "who_pays", "why_not", "window_closed", "withdrawn",
]  # fmt: skip
