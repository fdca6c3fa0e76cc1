"""Slots for whoever sits at the machine that holds the place: what `wholeplace slots` does."""

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.ledger.records import Act
from wholeplace.place.folder import CLOSED_FILE, state_folder, swapped
from wholeplace.service.booking.importing import LineRefused, SlotsRead, read_slots
from wholeplace.service.fhir.slot_bundle import is_bundle, read_slot_bundle
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.web.house import ENGLAND, House
from wholeplace.web.records import begin

if TYPE_CHECKING:
    from wholeplace.service.booking import DayOfPractice


HEADERS = (
    "PRACTICE_CODE", "DAY", "PROMISED_TO_111", "KEPT_FOR_111", "BOOKED_BY_111", "WAITING_FOR_111", "CAME_BACK", "CAME_BACK_AND_USED",
    "CAME_BACK_UNUSED", "OTHER_SLOTS_BOOKED_BY_111", "ALL_SLOTS", "ALL_BOOKED",
)  # fmt: skip
"""Headings of the file of how slots were used."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotsMade:
    """Service -> how many slots were new, and how many of all its slots were added to those kept for 111."""

    new: Mapping[str, int]
    kept_for_111: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotsTakenIn:
    """What came of files of slots: as `TakenIn`, and each line or entry that was refused, which stands in `set_aside` with the reason."""

    new: int
    changed: int
    same: int
    booked: int
    refused: Sequence[LineRefused]
    set_aside: Path | None


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of one place. `by`: the initials of whoever acts, for the log."""

    house: House
    by: str

    def make(self, weeks: int) -> SlotsMade:
        """Make the slots of the sessions that the place wrote down, from today for so many weeks, and keep each day's quota for 111.

        Run again, it makes only what is not there yet. Raises DataProblem where sessions or practices cannot be used.
        """
        from wholeplace.service.booking import quota_of, read_practices
        from wholeplace.service.booking.sessions import read_sessions
        from wholeplace.service.records.booking.from_sessions import make_slots
        from wholeplace.service.records.booking.opening import keep_for_111

        practices = read_practices(self.house.folder)
        sessions = read_sessions(self.house.folder, practices)
        first = self.house.today
        new = make_slots(sessions, first, first + timedelta(weeks=weeks), self._act("slots made"))
        kept = {}
        for practice in (one for one in practices.enabled() if one.code in new and quota_of(one)):
            days = [datetime.combine(first + timedelta(days=n), time(0), ENGLAND) for n in range(weeks * 7 + 1)]
            spans = pairwise(days)
            kept[practice.code] = sum(keep_for_111(practice.code, start, end, practice, self._act("kept for 111")) for start, end in spans)
        return SlotsMade(new=new, kept_for_111=kept)

    def take_in(self, files: Sequence[Path]) -> SlotsTakenIn:
        """Take in files of slots, CSV or FHIR. What is wrong is set aside in the place's own folder, with the reason; the rest counts.

        Raises DataProblem, and takes in nothing, where a file cannot be read at all.
        """
        from wholeplace.service.booking import read_practices
        from wholeplace.service.records.booking.taking_in import TakenIn, take_in

        practices = read_practices(self.house.folder)
        reads = [(file, _read(file, practices.by_code)) for file in files]
        if problems := [problem for _, read in reads for problem in read.problems]:
            raise DataProblem("No slots were taken in", problems)
        told, act = TakenIn(), self._act("slots taken in")
        for _, read in reads:
            told = told.with_(take_in(read.slots, act))
        refused = [line for _, read in reads for line in read.refused]
        aside = set_aside(self.house.folder, [(file.name, read.refused) for file, read in reads if read.refused])
        return SlotsTakenIn(new=told.new, changed=told.changed, same=told.same, booked=told.booked, refused=refused, set_aside=aside)

    def release(self, practice: str, days: tuple[date, date], *, types: Sequence[str], codes: Sequence[str], since: datetime | None) -> int:
        """Release a practice's free slots from the first day until (not including) the last. How many. Both empty: to everybody."""
        from wholeplace.service.booking import read_practices
        from wholeplace.service.records.booking import opening, reporting

        practices = read_practices(self.house.folder)
        if practice not in practices.by_code:
            raise WrongUse(f'"{practice}" is none of the services of front_door/practices.toml.')
        start, end = (datetime.combine(day, time(0), ENGLAND) for day in days)
        held = reporting.day_of(practice, max(start, self.house.now), end)
        references = [slot.reference for slot, booked in held if booked is None and not slot.over]
        to = opening.Released(types=tuple(types), codes=tuple(codes), released_from=since)
        return opening.release(practice, references, to, practices, self._act("slots released"))

    def keep_quota(self, days: int) -> Mapping[str, int]:
        """Keep the quota of 111 of every enabled practice, from today for so many days. Service -> how many slots were added."""
        from wholeplace.service.booking import quota_of, read_practices
        from wholeplace.service.records.booking.opening import keep_for_111

        first, act = self.house.today, self._act("slots kept for 111")
        bounds = [datetime.combine(first + timedelta(days=number), time(0), ENGLAND) for number in range(days + 1)]
        practices = [one for one in read_practices(self.house.folder).enabled() if quota_of(one)]
        return {one.code: sum(keep_for_111(one.code, start, end, one, act) for start, end in pairwise(bounds)) for one in practices}

    def used(self, first: date, end: date) -> "tuple[DayOfPractice, ...]":
        """What became of slots from `first` until (not including) `end`, by practice and day."""
        from wholeplace.service.booking import read_practices
        from wholeplace.service.records.booking.reporting import report

        start, until = (datetime.combine(day, time(0), ENGLAND) for day in (first, end))
        return report(start, until, read_practices(self.house.folder), self.house.now)

    def _act(self, event: str) -> Act:
        if not self.by.strip():
            raise WrongUse("Say who you are: --by INITIALS. They are kept in the log.")
        return Act(account=self.by, acting_as="at the machine", event=event, at=self.house.now)


def as_csv(days: "Sequence[DayOfPractice]") -> str:
    """Practices and days as CSV, one line each under HEADERS."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADERS)
    for one in days:
        writer.writerow((
            one.organisation, one.day.isoformat(), one.quota, one.offered, one.used_by_111, one.waiting, one.given_back,
            one.given_back_used, one.unused, one.other_by_111, one.all_slots, one.all_used,
        ))  # fmt: skip
    return text.getvalue()


def set_aside(folder: Path, refused: Sequence[tuple[str, Sequence[LineRefused]]]) -> Path | None:
    """Write refused lines beside the reason into the place's own folder, a file each, in place of those of the last time."""
    if not refused:
        return None
    aside = state_folder(folder) / "slots-refused"
    with swapped(aside) as making:
        for name, lines in refused:
            told = StringIO()
            writer = csv.writer(told, lineterminator="\n")
            writer.writerow((lines[0].unit.upper(), "WHAT", "FIX", *lines[0].line))
            writer.writerows((one.number, one.what, one.fix, *one.line.values()) for one in lines)
            file = making / (name if name.lower().endswith(".csv") else f"{name}.csv")
            file.touch(mode=CLOSED_FILE)
            file.write_text(told.getvalue(), "utf-8")
    return aside


def _read(file: Path, practices: Collection[str]) -> SlotsRead:
    text = _text_of(file)
    return read_slot_bundle(text, file.name, practices) if is_bundle(text) else read_slots(text, file.name, practices)


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "It is not there, or is not text in UTF-8." if isinstance(error, OSError) else "It is not text in UTF-8."
        fix = "Give the path of a CSV file, or of a FHIR Bundle in JSON, in UTF-8."
        problem = Problem(where=file.name, what="It cannot be read.", why=why, fix=fix)
        raise DataProblem("No slots were taken in", [problem]) from None


def open_slots(folder: Path, *, by: str, clock: Callable[[], datetime]) -> Slots:
    """The slots of a place. Raises WrongUse where there is no such folder, DataProblem where its front door is shut."""
    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    house = House(folder, clock)
    if not house.open_to_residents:
        problem = Problem(
            where=f"{folder / 'place.toml'}", what="This place has no front door.", why="Nobody could book a slot.",
            fix='Add "front-door" to modules.',
        )  # fmt: skip
        raise DataProblem("No slots", [problem])
    begin(folder, keeps_records=True)
    return Slots(house, by)
