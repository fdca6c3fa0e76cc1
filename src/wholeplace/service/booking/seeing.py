"""Which slots somebody may see and take, and when: GP Connect's rules of organisation, embargo and booking window."""

from collections.abc import Collection
from datetime import datetime, timedelta

from wholeplace.service.booking.refusals import NotAllowed, RangeRefused, RangeTooWide, SlotPast
from wholeplace.service.booking.shapes import FOR_111, Asker, Practice, Slot, SlotStatus, Takes

WIDEST = timedelta(days=14)
"""The widest time that one search may ask for (GP Connect, Search for free slots: two weeks)."""
HELD_FOR = timedelta(minutes=5)
"""How long a slot is held for somebody who is still asking."""


def matches(wanted: str, allowed: Collection[str]) -> bool:
    """GP Connect's table of search filters, for types and for codes alike: a slot without the restriction is for all, whoever they are;
    one with it is for those it names, and never for somebody who did not say."""
    return not allowed or (bool(wanted) and wanted in allowed)


def is_for(slot: Slot, asker: Asker) -> bool:
    """May this organisation book this slot, by its code and its type? Both restrictions must let it."""
    return slot.bookable and matches(asker.type, slot.types) and matches(asker.code, slot.codes)


def gives_back_at(slot: Slot, practice: Practice) -> datetime | None:
    """When a slot kept for 111 goes back to the practice if nobody took it; None where it is not kept for 111."""
    if slot.kept_for != FOR_111:
        return None
    by_rule = slot.start - timedelta(hours=practice.hours_before)
    return by_rule if slot.given_back is None else min(by_rule, slot.given_back)


def went_back(slot: Slot, practice: Practice, now: datetime) -> bool:
    """Is this a 111 slot that is the practice's own again?"""
    at = gives_back_at(slot, practice)
    return at is not None and now >= at


def is_open(slot: Slot, practice: Practice, now: datetime) -> bool:
    """May others book it now: before it begins, after its embargo, in the practice's window, and before an unused 111 slot went back?

    A 111 slot that the practice took back by hand and then released again is a slot like any other.
    """
    if slot.released_from is not None and now < slot.released_from:
        return False
    nearest, furthest = now + timedelta(minutes=practice.nearest_minutes), now + timedelta(days=practice.furthest_days)
    went = slot.given_back is None and went_back(slot, practice, now)
    return now < slot.start and nearest <= slot.start <= furthest and not went


def status_at(slot: Slot, now: datetime) -> SlotStatus:
    """What a slot is at a moment: one whose hold has run out is free again, without anybody doing anything."""
    over = slot.status is SlotStatus.HELD and slot.held_until is not None and slot.held_until <= now
    return SlotStatus.FREE if over else slot.status


def within(slot: Slot, start: datetime, end: datetime) -> bool:
    """Does the whole slot lie in a time? One that only touches it does not."""
    return start <= slot.start and slot.end <= end


def check_range(start: datetime, end: datetime) -> None:
    """Raises RangeRefused for a time that ends before it begins, RangeTooWide for one of more than two weeks."""
    if end < start:
        raise RangeRefused("The time to search ends before it begins.")
    if end - start > WIDEST:
        raise RangeTooWide("A search may cover two weeks at most.")


def takes(practice: Practice, registered_at: str) -> bool:
    """Does a service take somebody who is registered at a practice (empty: nobody knows where)?"""
    if practice.takes is Takes.ANYONE:
        return True
    if practice.takes is Takes.LISTED:
        return registered_at in practice.listed
    return registered_at == practice.code


def may_see(slot: Slot, practice: Practice, asker: Asker, now: datetime) -> bool:
    """May an organisation see this slot of an enabled practice in a search?"""
    return practice.enabled and is_for(slot, asker) and is_open(slot, practice, now)


def check_may_book(slot: Slot, practice: Practice, asker: Asker, registered_at: str, now: datetime) -> None:
    """Raises NotAllowed or SlotPast where this organisation may not take this slot for this person now.

    A practice may take its own slots at any time, whoever they were released to: nobody knows better who needs them.
    """
    if slot.start <= now:
        raise SlotPast("This slot is in the past. Choose another one.")
    if asker.code == slot.organisation:
        return
    if not practice.enabled:
        raise NotAllowed("This service cannot be booked by others.")
    if not is_for(slot, asker):
        raise NotAllowed("This slot is not released to your organisation.")
    if not is_open(slot, practice, now):
        raise NotAllowed("This slot cannot be booked now: it is not released yet, too far ahead, too near, or back with the practice.")
    if not takes(practice, registered_at):
        raise NotAllowed("This service does not take people from this practice.")
