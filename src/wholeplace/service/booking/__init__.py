"""Slots and appointments: which slot somebody may see and take, until when, and what may still be changed. Rules only."""

from wholeplace.service.booking.changing import check_may_change, check_reason, check_texts
from wholeplace.service.booking.fallback import Fallback, alternatives_of, fallback_for, nothing_free
from wholeplace.service.booking.quota import chosen_for_111, quota_of
from wholeplace.service.booking.reading import FILE, read_practices
from wholeplace.service.booking.refusals import (
    CancelledAppointment,
    NoSuchAppointment,
    NoSuchSlot,
    NotAllowed,
    PastAppointment,
    RangeRefused,
    RangeTooWide,
    ReasonMissing,
    Refused,
    SlotGone,
    SlotPast,
    TooLong,
)
from wholeplace.service.booking.seeing import (
    HELD_FOR,
    WIDEST,
    check_may_book,
    check_range,
    gives_back_at,
    is_for,
    is_open,
    may_see,
    status_at,
    takes,
    went_back,
    within,
)
from wholeplace.service.booking.shapes import (
    FOR_111,
    URGENT_CARE,
    Alternative,
    AppointmentStatus,
    Asker,
    Channel,
    Practice,
    Practices,
    Schedule,
    Slot,
    SlotStatus,
    SlotsWanted,
    Takes,
)
from wholeplace.service.booking.utilisation import DayOfPractice, Used, utilisation

__all__ = [
    "FILE", "FOR_111", "HELD_FOR", "URGENT_CARE", "WIDEST", "Alternative", "AppointmentStatus", "Asker", "CancelledAppointment",
    "Channel", "DayOfPractice", "Fallback", "NoSuchAppointment", "NoSuchSlot", "NotAllowed", "PastAppointment", "Practice", "Practices",
    "RangeRefused", "RangeTooWide", "ReasonMissing", "Refused", "Schedule", "Slot", "SlotGone", "SlotPast", "SlotStatus", "SlotsWanted",
    "Takes", "TooLong", "Used", "alternatives_of", "check_may_book", "check_may_change", "check_range", "check_reason", "check_texts",
    "chosen_for_111", "fallback_for", "gives_back_at", "is_for", "is_open", "may_see", "nothing_free", "quota_of", "read_practices",
    "status_at", "takes", "utilisation", "went_back", "within",
]  # fmt: skip
