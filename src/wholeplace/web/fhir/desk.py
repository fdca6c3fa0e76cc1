"""Keys of systems for whoever sits at the machine that holds the place: what `wholeplace account key` does. It is in the log, with
their initials."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.house import House
from wholeplace.web.records import begin

if TYPE_CHECKING:
    from wholeplace.service.records.access.keys import KeyGiven
    from wholeplace.service.records.access.models import SystemKey


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyTold:
    """A key as it is told: everything but the key itself, which nobody can tell any more."""

    reference: str
    name: str
    organisation: str
    type: str
    acts_for: tuple[str, ...]
    may: tuple[str, ...]
    interface: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class SystemKeys:
    """The keys of one place, and who gives them (initials, for the log)."""

    house: House
    by: str

    def told(self) -> tuple[KeyTold, ...]:
        """Every key that was ever given, by organisation and name."""
        from wholeplace.service.records.access.keys import every_key

        return tuple(_told(record) for record in every_key())

    def new(  # noqa: PLR0913  each is something to be said about a key
        self,
        *,
        name: str,
        organisation: str,
        may: tuple[str, ...],
        acts_for: tuple[str, ...],
        type: str,
        interface: str,
        until: date | None,
    ) -> "KeyGiven":
        """A new key, shown this once. Raises DataProblem with everything that is wrong."""
        from wholeplace.service.records.access.keys import KeyAsked, give_key

        asked = KeyAsked(
            name=name, organisation=organisation, may=may, acts_for=acts_for, type=type, interface=interface, since=self.house.today,
            until=until,
        )  # fmt: skip
        return give_key(self._act("key of a system given"), asked)

    def end(self, reference: str, *, until: date) -> KeyTold:
        """A key that opens nothing from the day `until` on. Raises DataProblem where there is none of that reference."""
        from wholeplace.service.records.access.keys import end_key

        return _told(end_key(self._act("key of a system ended"), reference, until))

    def _act(self, event: str) -> Act:
        return Act(account=self.by, acting_as="at the machine that holds the place", event=event, at=self.house.now)


def open_keys(folder: Path, *, by: str, clock: Callable[[], datetime]) -> SystemKeys:
    """The keys of a place folder. Raises DataProblem where the place has no front door."""
    house = House(folder, clock)
    if not house.open_to_residents:
        problem = Problem(
            where=f"{folder / 'place.toml'}", what="This place has no front door.", why="Keys open that, for other systems.",
            fix='Add "front-door" to modules.',
        )  # fmt: skip
        raise DataProblem("No keys", [problem])
    begin(folder, keeps_records=True)
    return SystemKeys(house, by)


def _told(record: "SystemKey") -> KeyTold:
    return KeyTold(
        reference=record.reference, name=record.name, organisation=record.organisation, type=record.type,
        acts_for=tuple(record.acts_for), may=tuple(record.may), interface=record.interface, since=record.since, until=record.until,
    )  # fmt: skip
