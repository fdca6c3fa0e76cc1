"""The slow, obvious road from episodes to stays: plain Python, one person at a time, written from the method and not from the SQL.

It answers the same questions as the journey models for known people whose spells have a number, one episode each.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

OUT_TO_HOSPITAL = {"49", "50", "51", "52", "53", "84", "87"}
IN_FROM_HOSPITAL = {"49", "50", "51", "52", "53", "87"}
IN_BY_TRANSFER = {"81", "2B"}
EMERGENCY = {"21", "22", "23", "24", "25", "28", "2A", "2B", "2D"}
MATERNITY = {"31", "32", "82", "83", "2C"}


@dataclass
class Spell:
    """One admission to one hospital."""

    row: dict[str, Any]
    order: int

    @property
    def started(self) -> date:
        return self.row["admitted"]

    @property
    def ended(self) -> date | None:
        left = self.row.get("discharged")
        return left if left and left >= self.started else None

    @property
    def regular(self) -> bool:
        return self.row.get("patient_class") in ("3", "4")

    @property
    def by_transfer_code(self) -> bool:
        return self.row.get("admission_method") in IN_BY_TRANSFER or self.row.get("admission_source") in IN_FROM_HOSPITAL


@dataclass
class Stay:
    """Spells joined."""

    spells: list[Spell] = field(default_factory=list)

    @property
    def started(self) -> date:
        return min(spell.started for spell in self.spells)

    @property
    def ended(self) -> date | None:
        if self.spells[-1].ended is None:
            return None
        return max(spell.ended for spell in self.spells if spell.ended)

    @property
    def emergency(self) -> bool:
        return self.spells[0].row.get("admission_method") in EMERGENCY

    @property
    def maternity(self) -> bool:
        return any(spell.row.get("admission_method") in MATERNITY or spell.row.get("specialty") == "501" for spell in self.spells)

    @property
    def day_case(self) -> bool:
        first = self.spells[0].row
        planned = first.get("patient_class") == "2" or first.get("admission_method") in ("11", "12", "13")
        return self.spells[0].regular or (planned and self.ended == self.started)

    @property
    def alive(self) -> bool | None:
        return None if self.ended is None else self.spells[-1].row.get("discharge_method") not in ("4", "5")

    @property
    def delay_days(self) -> int | None:
        ready = self.spells[-1].row.get("ready")
        if not ready or not self.ended or ready < self.started:
            return None
        return max((self.ended - ready).days, 0)


def goes_on(stay_so_far: list[Spell], spell: Spell) -> bool:
    """Does `spell` go on with the spells of the person that came before it?"""
    before = stay_so_far[-1]
    ends = [earlier.ended for earlier in stay_so_far if earlier.ended]
    if ends and spell.started < max(ends):
        return True
    sent = [earlier.ended for earlier in stay_so_far if earlier.ended and earlier.row.get("discharge_destination") in OUT_TO_HOSPITAL]
    if sent and 0 <= (spell.started - max(sent)).days <= 2:
        return True
    through_another_emergency_department = (
        spell.row.get("admission_source") == "51"
        and spell.row.get("admission_method") == "21"
        and before.row.get("discharge_destination") == "19"
    )
    if not spell.by_transfer_code or through_another_emergency_department:
        return False
    return before.ended is None or bool(ends and 0 <= (spell.started - max(ends)).days <= 2)


def stays_of(episodes: list[dict[str, Any]]) -> list[Stay]:
    """The stays of one person, in order."""
    spells = [Spell(row, order) for order, row in enumerate(episodes)]
    spells.sort(key=lambda spell: (spell.started, spell.ended or date.max, spell.order))
    stays: list[Stay] = [Stay([spell]) for spell in spells if spell.regular]
    seen: list[Spell] = []
    for spell in (spell for spell in spells if not spell.regular):
        if seen and goes_on(seen, spell):
            stays[-1].spells.append(spell)
        else:
            stays.append(Stay([spell]))
        seen.append(spell)
    return sorted(stays, key=lambda stay: (stay.started, stay.ended or date.max, min(spell.order for spell in stay.spells)))


def died_of(person: dict[str, Any]) -> date | None:
    """The day of death: the person list's, else the end of the latest admission that ended in death."""
    if person["died"]:
        return person["died"]
    in_hospital = [row for row in person["episodes"] if row.get("discharge_method") == "4" and Spell(row, 0).ended]
    return max(((row["admitted"], row["discharged"]) for row in in_hospital), default=(None, None))[1]


def next_emergency_after_days(stay: Stay, stays: list[Stay]) -> int | None:
    """Days from the end of `stay` to the start of the person's next stay, if that is an emergency and not maternity."""
    if stay.ended is None or stay.day_case:
        return None
    overnight = [other for other in stays if not other.day_case]
    later = overnight[overnight.index(stay) + 1 :]
    if not later or not later[0].emergency or later[0].maternity or later[0].started < stay.ended:
        return None
    return (later[0].started - stay.ended).days


def care_started_after_days(stay: Stay, care: list[dict[str, Any]]) -> int | None:
    """Days to the first service that began on the day of leaving or in the 91 days after."""
    if stay.ended is None:
        return None
    after = [(service["event_starts"] - stay.ended).days for service in care]
    return min((days for days in after if 0 <= days <= 91), default=None)


def at_home_day_91(stay: Stay, stays: list[Stay], care: list[dict[str, Any]], died: date | None, known_until: date) -> bool | None:
    """Alive, not in hospital and not in a care home, 91 days after leaving; None when that day is not known yet."""
    if stay.ended is None or stay.ended + timedelta(days=91) >= known_until:
        return None
    day = stay.ended + timedelta(days=91)
    last = max(stays, key=lambda other: (other.started, other.ended or date.max, -min(spell.order for spell in other.spells)))
    in_hospital = any(
        other.started <= day and (other.ended > day if other.ended else other is last)  # a lost discharge holds nobody
        for other in stays
    )
    in_care_home = any(
        "Residential" in service["service_type"]
        and service["event_starts"] <= day
        and (not service["event_ends"] or service["event_ends"] >= day)
        for service in care
    )
    return not (died and died <= day) and not in_hospital and not in_care_home
