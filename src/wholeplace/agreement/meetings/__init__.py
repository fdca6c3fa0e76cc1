"""Meetings: agenda, papers, who was there, interests, the action log, and what makes a meeting lawful.

`pack` is not opened here: it knows the picture, and with it everything below. Whoever builds a pack imports it by its name.
"""

from wholeplace.agreement.meetings.action_log import LogState, carry_over, due_of, log_state, open_entries, problems_of_log_entry
from wholeplace.agreement.meetings.attending import Participation, interests_due, overall, participation
from wholeplace.agreement.meetings.lawful import (
    problems_of_agenda_item,
    problems_of_attendance,
    problems_of_interest,
    problems_of_sitting,
    seats_there,
)
from wholeplace.agreement.meetings.publishing import (
    DutyState,
    MeetingDuty,
    PublicationRules,
    duties_of,
    publication_rules,
    publication_rules_of,
)
from wholeplace.agreement.meetings.routing import RoutedItem, forward_agenda, routed
from wholeplace.agreement.meetings.shapes import (
    ActionLogEntry,
    AgendaItem,
    Attendance,
    CarriedOver,
    DeclaredInterest,
    ItemKind,
    Paper,
    Presence,
    PublicationRule,
    Sitting,
)

__all__ = [
    "ActionLogEntry", "AgendaItem", "Attendance", "CarriedOver", "DeclaredInterest", "DutyState", "ItemKind", "LogState", "MeetingDuty",
    "Paper", "Participation", "Presence", "PublicationRule", "PublicationRules", "RoutedItem", "Sitting", "carry_over", "due_of",
    "duties_of", "forward_agenda", "interests_due", "log_state", "open_entries", "overall", "participation",
    "problems_of_agenda_item", "problems_of_attendance", "problems_of_interest", "problems_of_log_entry", "problems_of_sitting",
    "publication_rules", "publication_rules_of", "routed", "seats_there",
]  # fmt: skip
