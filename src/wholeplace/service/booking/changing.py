"""What may be changed of an appointment that was booked, and until when."""

from datetime import datetime

from wholeplace.service.booking.refusals import CancelledAppointment, PastAppointment, ReasonMissing, TooLong
from wholeplace.service.booking.shapes import AppointmentStatus

LONGEST_DESCRIPTION = 100
"""GP Connect, Amend an appointment."""
LONGEST_COMMENT = 500
"""GP Connect, Amend an appointment."""


def check_may_change(status: str, start: datetime, now: datetime) -> None:
    """Raises CancelledAppointment or PastAppointment where nothing may be changed any more."""
    if status == AppointmentStatus.CANCELLED:
        raise CancelledAppointment
    if start <= now or status != AppointmentStatus.BOOKED:
        raise PastAppointment(start)


def check_texts(description: str, comment: str) -> None:
    """Raises TooLong where a text is longer than GP Connect lets it be. Letters are counted, not bytes."""
    for name, text, longest in (("description", description, LONGEST_DESCRIPTION), ("comment", comment, LONGEST_COMMENT)):
        if len(text) > longest:
            raise TooLong(f"The {name} may have {longest} letters at most. This one has {len(text)}.")


def check_reason(reason: str, what: str) -> None:
    """Raises ReasonMissing where no reason is given for `what`, such as "an overbooking"."""
    if not reason.strip():
        raise ReasonMissing(f"Give a reason for {what}.")
