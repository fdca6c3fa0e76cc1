"""What became of slots: how many were offered to 111, used by it, given back, and left unused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wholeplace.service.booking.seeing import gives_back_at
from wholeplace.service.booking.shapes import FOR_111, Practice, Practices, Slot, SlotStatus

ENGLAND = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """A slot and how it was used. `by_111`: 111 booked it, and the booking stands. `taken`: anybody's booking stands."""

    slot: Slot
    taken: bool
    by_111: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DayOfPractice:
    """One practice on one day (of England). Counts of slots; `quota` is what was promised to 111.

    `offered`: kept for 111. Of these `used_by_111`, `given_back` (went back to the practice unused; of these `given_back_used` were then
    booked by somebody) and `waiting` (still free for 111). `all_slots`, `all_used`: every slot of the day, whoever it was for.
    `other_by_111`: slots that 111 booked though they were not kept for it.
    """

    organisation: str
    day: date
    quota: int
    offered: int
    used_by_111: int
    given_back: int
    given_back_used: int
    waiting: int
    other_by_111: int
    all_slots: int
    all_used: int

    @property
    def unused(self) -> int:
        """Slots that were kept for 111 and that nobody used in the end, as far as is known now."""
        return self.given_back - self.given_back_used


def utilisation(slots: Iterable[Used], practices: Practices, quotas: Mapping[str, int], now: datetime) -> tuple[DayOfPractice, ...]:
    """What became of slots, by practice and day, in this order. Slots that were shut count as no slots, unless they were booked.

    `quotas`: what each practice promised a day. A practice that the place's file no longer knows gives slots back as any other.
    """
    groups: dict[tuple[str, date], list[Used]] = {}
    for one in slots:
        if one.slot.status is not SlotStatus.SHUT or one.taken:
            groups.setdefault((one.slot.organisation, one.slot.start.astimezone(ENGLAND).date()), []).append(one)
    return tuple(
        _counted(code, day, used, practices.by_code.get(code) or Practice(code=code, name=code), quotas.get(code, 0), now)
        for (code, day), used in sorted(groups.items(), key=lambda item: item[0])
    )


def _counted(code: str, day: date, used: list[Used], practice: Practice, quota: int, now: datetime) -> DayOfPractice:
    kept = [one for one in used if one.slot.kept_for == FOR_111]
    by_111 = [one for one in kept if one.by_111]
    others = [one for one in kept if not one.by_111]
    back = [one for one in others if one.taken or _has_gone_back(one.slot, practice, now)]
    return DayOfPractice(
        organisation=code, day=day, quota=quota, offered=len(kept), used_by_111=len(by_111), given_back=len(back),
        given_back_used=sum(one.taken for one in back), waiting=len(others) - len(back),
        other_by_111=sum(one.by_111 for one in used) - len(by_111), all_slots=len(used), all_used=sum(one.taken for one in used),
    )  # fmt: skip


def _has_gone_back(slot: Slot, practice: Practice, now: datetime) -> bool:
    at = gives_back_at(slot, practice)
    return at is not None and now >= at
