"""What a front door would send of a demo place: bookings and referrals of the people in its A&E file. The demo has no front door's past."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

VISITS = "emergency_care/ecds_001.csv"
WHO = {
    "NHS_NUMBER": "NHS_NUMBER", "LOCAL_PATIENT_IDENTIFIER": "LOCAL_ID", "BIRTH_DATE": "DATE_OF_BIRTH", "STATED_GENDER": "SEX",
    "ETHNIC_CATEGORY": "ETHNIC_CATEGORY", "LSOA_2011": "LSOA",
}  # fmt: skip
"""Header of the A&E file -> header of these feeds."""
STATES = ("attended", "attended", "did not attend", "cancelled", "booked")
REFERRERS = ("gp", "111", "self", "voluntary")


def add_front_door(feeds: Path) -> None:
    """Write both feeds beside the others: for every second visit to A&E an appointment some days before it, for every third a referral."""
    with (feeds / VISITS).open(encoding="utf-8-sig", newline="") as file:
        visits = list(csv.DictReader(file))
    _write(feeds / "front_door_bookings" / "bookings.csv", list(_bookings(visits[::2])))
    _write(feeds / "front_door_referrals" / "referrals.csv", list(_referrals(visits[::3])))


def _bookings(visits: Sequence[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    for number, visit in enumerate(visits):
        starts = date.fromisoformat(visit["ARRIVAL_DATE"]) - timedelta(days=number % 40)
        yield {
            **_who(visit), "PROVIDER_CODE": "Z90001", "BOOKING_ID": f"b-{number}", "SERVICE": "Surgery",
            "SLOT_KIND": "111" if number % 3 else "", "BOOKED_BY": "111" if number % 2 else "resident",
            "BOOKED_ON": (starts - timedelta(days=number % 9)).isoformat(), "APPOINTMENT_DATE": starts.isoformat(),
            "STATE": STATES[number % len(STATES)],
        }  # fmt: skip


def _referrals(visits: Sequence[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    for number, visit in enumerate(visits):
        referred = date.fromisoformat(visit["ARRIVAL_DATE"])
        seen, ended = (referred + timedelta(days=days + number % 50) for days in (3, 60))
        yield {
            **_who(visit), "PROVIDER_CODE": "Z9V1", "REFERRAL_ID": f"r-{number}", "REFERRED_BY": REFERRERS[number % len(REFERRERS)],
            "NEED": "loneliness", "REFERRED_ON": referred.isoformat(), "ANSWERED_ON": (referred + timedelta(days=number % 4)).isoformat(),
            "ACCEPTED": "N" if number % 7 == 0 else "Y", "FIRST_SEEN_ON": "" if number % 5 == 0 else seen.isoformat(),
            "ENDED_ON": ended.isoformat() if number % 2 else "", "OUTCOME": "helped" if number % 2 else "",
            "ORGANISATIONS": str(1 + number % 3), "UCLA_START": str(3 + number % 7), "UCLA_END": str(3 + number % 5) if number % 2 else "",
        }  # fmt: skip


def _who(visit: Mapping[str, str]) -> Mapping[str, str]:
    return {ours: visit[theirs] for theirs, ours in WHO.items()}


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    path.parent.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
