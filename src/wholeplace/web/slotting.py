"""Slots for whoever sits at the machine that holds the place: what `wholeplace slots` does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.web.house import ENGLAND, House
from wholeplace.web.records import begin


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotsMade:
    """Service -> how many slots were new, and how many of all its slots were added to those kept for 111."""

    new: Mapping[str, int]
    kept_for_111: Mapping[str, int]


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

    def _act(self, event: str) -> Act:
        if not self.by.strip():
            raise WrongUse("Say who you are: --by INITIALS. They are kept in the log.")
        return Act(account=self.by, acting_as="at the machine", event=event, at=self.house.now)


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
