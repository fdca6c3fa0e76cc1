"""The place as a door knows it: its folder, its clock, and what its partners wrote down, read anew when a file changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from wholeplace.agreement.bodies import Agreement, read_agreement
from wholeplace.place import Place, read_place
from wholeplace.terms import DataProblem

ENGLAND = ZoneInfo("Europe/London")
AGREEMENT = "agreement"
"""The module of place.toml that opens the partner door."""
FRONT_DOOR = "front-door"
"""The module of place.toml that opens the doors of the front door: directory, care, residents, other systems."""


@dataclass(frozen=True, slots=True)
class House:
    """One place behind a door. `clock` gives the moment, in England's zone: tests move it, nothing else does."""

    folder: Path
    clock: Callable[[], datetime]

    @property
    def now(self) -> datetime:
        """The moment of a request."""
        return self.clock().astimezone(ENGLAND)

    @property
    def today(self) -> date:
        """The day of a request, in England."""
        return self.now.date()

    @property
    def place(self) -> Place:
        """The place folder. Raises DataProblem when it cannot be read."""
        return _place(self.folder, last_changed(self.folder))

    @property
    def open_to_partners(self) -> bool:
        """Did the place switch the agreement on?"""
        return AGREEMENT in self._modules

    @property
    def open_to_residents(self) -> bool:
        """Did the place switch the front door on?"""
        return FRONT_DOOR in self._modules

    @property
    def keeps_records(self) -> bool:
        """Is either on? Without both there are no accounts and no records."""
        return self.open_to_partners or self.open_to_residents

    @property
    def _modules(self) -> tuple[str, ...]:
        return self.place.settings.modules if (self.folder / "place.toml").is_file() else ()

    @property
    def name(self) -> str:
        """What the place is called; the folder's name where its settings cannot be read."""
        try:
            return self.place.settings.name
        except DataProblem:
            return self.folder.name

    @property
    def agreement(self) -> Agreement:
        """Bodies, powers and what was signed. Raises DataProblem with everything that is wrong in it."""
        return _agreement(self.folder, last_changed(self.folder, self.folder / AGREEMENT))

    def called(self, code: str) -> str:
        """What an organisation or a body is called, by its code or name; what is neither, as it was written."""
        return _names(self.folder, last_changed(self.folder, self.folder / AGREEMENT)).get(code, code)


def house_of(request: HttpRequest) -> House:
    """The house whose door a request came to."""
    return request.META["wholeplace.house"]


def last_changed(*folders: Path) -> int:
    """When a file in one of the folders was last changed (nanoseconds), so that it is read anew."""
    files = (file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.is_file())
    return max((file.stat().st_mtime_ns for file in files), default=0)


@lru_cache(maxsize=4)
def _place(folder: Path, changed: int) -> Place:  # noqa: ARG001  `changed` is part of the key
    return read_place(folder)


@lru_cache(maxsize=4)
def _agreement(folder: Path, changed: int) -> Agreement:
    return read_agreement(_place(folder, changed))


@lru_cache(maxsize=4)
def _names(folder: Path, changed: int) -> Mapping[str, str]:
    bodies = {body.name: body.title for body in _agreement(folder, changed).bodies}
    return bodies | {one.code: one.name for one in _place(folder, changed).organisations}
