"""Meetings: agenda, papers, who was there, interests, the action log, and what makes a meeting lawful."""

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
    "ActionLogEntry", "AgendaItem", "Attendance", "CarriedOver", "DeclaredInterest", "ItemKind", "Paper", "Presence", "PublicationRule",
    "Sitting",
]  # fmt: skip
