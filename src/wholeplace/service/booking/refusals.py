"""Why something was refused. Texts never say anything of a person: they may be shown and logged anywhere."""

from datetime import datetime


class Refused(Exception):
    """Something in booking that may not be, or not any more. Its text is a sentence for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RangeRefused(Refused):
    """The time that was searched ends before it begins."""


class RangeTooWide(Refused):
    """The time that was searched is wider than two weeks."""


class NoSuchSlot(Refused):
    """There is no slot of this reference, or none that whoever asks may know of."""


class NoSuchAppointment(Refused):
    """There is no appointment of this reference."""


class SlotGone(Refused):
    """Somebody else has the slot, or holds it."""

    def __init__(self, slot: str) -> None:
        super().__init__("Somebody else has this slot now. Choose another one.")
        self.slot = slot


class SlotPast(Refused):
    """The slot has begun."""


class NotAllowed(Refused):
    """The slot is not for whoever asks: by organisation, embargo, booking window, or because the service does not take this person."""


class PastAppointment(Refused):
    """The appointment has begun, so nothing of it may be changed."""

    def __init__(self, start: datetime) -> None:
        super().__init__("This appointment is in the past. It cannot be changed.")
        self.start = start


class CancelledAppointment(Refused):
    """The appointment was cancelled, so nothing of it may be changed."""

    def __init__(self) -> None:
        super().__init__("This appointment was cancelled. It cannot be changed.")


class TooLong(Refused):
    """A text of an appointment is longer than the standard lets it be."""


class ReasonMissing(Refused):
    """Something that needs a reason was asked for without one."""
