"""What the front door did, back to the picture: bookings and referrals as feeds of the place folder, like any partner's."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from wholeplace.place.folder import CLOSED_FILE, swapped
from wholeplace.web.house import House
from wholeplace.web.records import begin, has_records

FEEDS = Path("feeds")
PREFIX = "front_door_"


@dataclass(frozen=True, kw_only=True, slots=True)
class BroughtBack:
    """How many rows of each contract went into the folder of feeds."""

    rows: Mapping[str, int]


def bring_back(folder: Path, *, clock: Callable[[], datetime]) -> BroughtBack | None:
    """Write the feeds `front_door_bookings` and `front_door_referrals` anew; None where the front door is shut or kept nothing yet.

    The files say who people are, as every partner's do: they are open to their owner only, and receiving takes the names out. Each
    feed is swapped in whole, so that a crash leaves the last one.
    """
    house = House(folder, clock)
    if not house.open_to_residents or not has_records(folder):
        return None
    begin(folder, keeps_records=True)
    from wholeplace.service.records.booking import for_the_picture as bookings
    from wholeplace.service.records.referral import for_the_picture as referrals

    return BroughtBack(
        rows={
            "bookings": _write(house, "bookings", bookings.HEADERS, bookings.feed_rows(), dated="BOOKED_ON"),
            "referrals": _write(house, "referrals", referrals.HEADERS, referrals.feed_rows(), dated="REFERRED_ON"),
        }
    )


def _write(house: House, contract: str, headers: Sequence[str], rows: Iterable[Mapping[str, str]], *, dated: str) -> int:
    """One feed's folder: its rows, and a note that says which days it is complete for. No rows, no feed."""
    written, first, rows = 0, "", iter(rows)
    begins = next(rows, None)
    if begins is None:
        return 0
    with swapped(house.folder / FEEDS / f"{PREFIX}{contract}") as folder:
        path = folder / f"{contract}.csv"
        path.touch(mode=CLOSED_FILE)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headers)
            writer.writeheader()
            for row in chain([begins], rows):
                writer.writerow(row)
                written += 1
                first = min(first or row[dated], row[dated])
        (folder / "feed.toml").write_text(_note(contract, first, house.today), "utf-8")
    return written


def _note(contract: str, first: str, today: date) -> str:
    """Everything is here from the month of the first row until today: the front door knows what it did, so nobody has to guess it."""
    says = f'# Written by the front door itself, anew before each picture. Do not change it here.\ncontract = "{contract}"\n'
    return f"{says}\n[covers]\nfrom = {first[:8]}01\nto = {today.isoformat()}\n"
