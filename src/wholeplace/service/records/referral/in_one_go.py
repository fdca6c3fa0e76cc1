"""A booking and a referral in one go, as 111 makes them: both are kept, or neither, and each names the other."""

from dataclasses import replace

from wholeplace.ledger.records import Act
from wholeplace.service.booking import Practices
from wholeplace.service.records.booking.booking import BookingWanted, book
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.referral.doing import Wanted, new_reference, refer
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.records.turns import in_turn


def book_and_refer(
    booking: BookingWanted, wanted: Wanted, practices: Practices, act: Act, *, who: str = ""
) -> tuple[Appointment, Referral]:
    """Book a slot and refer the same person. Durable when it returns. `who`: what the organisation that does it is called.

    A message that may come twice carries its ids in `booking.once`. Raises what `book` and `refer` raise; nothing was written then.
    Raises ValueError where the two are about different people.
    """
    if booking.person != wanted.person:
        raise ValueError("A booking and its referral are about one person.")
    reference = wanted.reference or new_reference()

    def both() -> tuple[Appointment, Referral]:
        made = book(replace(booking, referral=reference), practices, act)
        return made, refer(replace(wanted, reference=reference, booking=made.reference), act, who=who)

    return in_turn(both)
