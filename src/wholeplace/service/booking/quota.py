"""How many slots a practice keeps for 111 each day, and which."""

from collections.abc import Sequence
from datetime import datetime

from wholeplace.service.booking.shapes import FOR_111, Practice, Slot, SlotStatus

PERSONS_FOR_ONE = 3000
"""One slot a day for each so many registered persons (the English 111 direct booking pilots; from memory, to be checked)."""


def quota_of(practice: Practice) -> int:
    """How many slots a practice keeps for 111 on each day that it is open: at least one. A service without a list keeps none."""
    if practice.quota is not None:
        return practice.quota
    return max(1, practice.list_size // PERSONS_FOR_ONE) if practice.list_size else 0


def chosen_for_111(slots: Sequence[Slot], practice: Practice, now: datetime) -> tuple[Slot, ...]:
    """Which slots of one practice and day to keep for 111, so that the quota is met and they lie spread over the day.

    Slots that are kept already count. Only free ones that have not begun and are restricted to nobody are chosen. Fewer where there
    are not enough. Of equals the earlier is chosen, so that the same slots give the same choice.
    """
    kept = [slot for slot in slots if slot.kept_for == FOR_111]
    ready = [one for one in slots if one.status is SlotStatus.FREE and not (one.kept_for or one.types or one.codes) and one.start > now]
    wanted = quota_of(practice) - len(kept)
    if wanted <= 0 or not ready:
        return ()
    first, last = min(one.start for one in slots), max(one.start for one in slots)
    points = _points(first, last, quota_of(practice))
    chosen: list[Slot] = []
    for point in _uncovered(points, kept):
        left = [one for one in ready if one not in chosen]
        if left and len(chosen) < wanted:
            chosen.append(min(left, key=lambda one: (abs(one.start - point), one.start, one.reference)))
    return tuple(sorted(chosen, key=lambda one: (one.start, one.reference)))


def _points(first: datetime, last: datetime, count: int) -> list[datetime]:
    """The middles of as many equal parts of a day."""
    return [first + (last - first) * (2 * number + 1) / (2 * count) for number in range(count)]


def _uncovered(points: list[datetime], kept: Sequence[Slot]) -> list[datetime]:
    """The points that no kept slot stands for yet: each kept slot stands for the point nearest to it."""
    left = list(points)
    for slot in sorted(kept, key=lambda one: one.start):
        if left:
            left.remove(min(left, key=lambda point: (abs(slot.start - point), point)))
    return left
