"""Slots as a practice's own system hands them over, one a line of a CSV file. Good lines are taken, the others told and set aside.

Whoever reads another form gives its slots as such lines (`slots_of`), so that the same slot is taken or refused alike.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import TypeVar
from zoneinfo import ZoneInfo

from wholeplace.service.booking.shapes import Channel, SlotStatus
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

Word = TypeVar("Word")
ENGLAND = ZoneInfo("Europe/London")
NEEDED = ("PRACTICE_CODE", "SLOT_ID", "START", "END")
OPTIONAL = ("SCHEDULE", "KIND", "CHANNEL", "STATUS", "RELEASED", "TYPES", "CODES", "RELEASED_FROM", "ROLE", "LOCATION")
HEADERS: tuple[str, ...] = (*NEEDED, *OPTIONAL)
_WHY = "A slot that is wrong sends somebody to a closed door."
_CHANNELS = {"": Channel.IN_PERSON} | {one.value.lower(): one for one in Channel} | {"in person": Channel.IN_PERSON}
_STATES = {"": SlotStatus.FREE, "free": SlotStatus.FREE, "busy": SlotStatus.SHUT}
_YES = {"": False, "no": False, "n": False, "0": False, "false": False, "yes": True, "y": True, "1": True, "true": True}


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotGiven:
    """One slot as it was handed over. `local_id`: the practice's own name for it. `free`: False where the practice uses it itself.

    Other fields as in Slot. Moments are of UTC.
    """

    organisation: str
    local_id: str
    start: datetime
    end: datetime
    schedule: str = "Appointments"
    kind: str = ""
    channel: Channel = Channel.IN_PERSON
    free: bool = True
    bookable: bool = False
    types: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    released_from: datetime | None = None
    role: str = ""
    location: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LineRefused:
    """A line that was not taken: its number in the file (the heading is 1), the line itself, and what is wrong with it. `unit`: "line", or
    "entry" where it is one of a Bundle (the first is 1)."""

    number: int
    line: Mapping[str, str]
    what: str
    fix: str
    unit: str = "line"


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotsRead:
    """What a file holds. `problems`: why nothing of it can be read at all, such as a heading that is missing."""

    slots: Sequence[SlotGiven] = ()
    refused: Sequence[LineRefused] = ()
    problems: Sequence[Problem] = ()


def read_slots(text: str, where: str, practices: Iterable[str]) -> SlotsRead:
    """The slots of a CSV file with the headings of HEADERS, in any order. `practices`: codes of services that the place knows.

    A second line of the same practice and SLOT_ID is refused. A moment without a zone is of England.
    """
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    headings = [(name or "").strip().upper() for name in rows.fieldnames or ()]
    problems = list(_wrong_headings(headings, where))
    if problems:
        return SlotsRead(problems=problems)
    lines = (
        (number, {heading: (value or "").strip() for heading, value in zip(headings, row.values(), strict=False)})
        for number, row in enumerate(rows, start=2)
    )
    return slots_of(lines, practices)


def slots_of(lines: Iterable[tuple[int, Mapping[str, str]]], practices: Iterable[str], *, unit: str = "line") -> SlotsRead:
    """The slots of lines, each with its number: texts by headings of HEADERS, of which those of NEEDED are there. As `read_slots`."""
    known, taken = frozenset(practices), set()
    slots, refused = [], []
    for number, line in lines:
        try:
            slot = _slot(line, known)
            if (slot.organisation, slot.local_id) in taken:
                raise _Wrong("This SLOT_ID was there before.", "Give each slot of a practice an id of its own.")
        except _Wrong as wrong:
            refused.append(LineRefused(number=number, line=line, what=wrong.what, fix=wrong.fix, unit=unit))
        else:
            taken.add((slot.organisation, slot.local_id))
            slots.append(slot)
    return SlotsRead(slots=slots, refused=refused)


class _Wrong(Exception):
    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


def _wrong_headings(headings: Sequence[str], where: str) -> Iterator[Problem]:
    for name in NEEDED:
        if name not in headings:
            yield Problem(where=where, what=f"It has no column {name}.", why=_WHY, fix=f"Headings are: {', '.join(HEADERS)}.")
    for name in headings:
        if name not in HEADERS:
            fix = did_you_mean(name, HEADERS) or f"Headings are: {', '.join(HEADERS)}."
            yield Problem(where=where, what=f'"{name}" is no heading that is known.', why=_WHY, fix=fix)
        elif headings.count(name) > 1:
            yield Problem(where=where, what=f"The heading {name} is there twice.", why=_WHY, fix="Keep one of them.")


def _slot(line: Mapping[str, str], known: frozenset[str]) -> SlotGiven:
    code = line["PRACTICE_CODE"].upper()
    if code not in known:
        raise _Wrong("PRACTICE_CODE is none of this place's services.", "Add it to front_door/practices.toml, or correct it.")
    if not line["SLOT_ID"] or len(line["SLOT_ID"]) > 80:
        raise _Wrong("SLOT_ID is empty or longer than 80 letters.", "Give the practice's own id of the slot.")
    start, end = _moment(line, "START"), _moment(line, "END")
    if end <= start:
        raise _Wrong("END is not after START.", "Correct one of them.")
    return SlotGiven(
        organisation=code, local_id=line["SLOT_ID"], start=start, end=end, schedule=_text(line, "SCHEDULE", 120) or "Appointments",
        kind=_text(line, "KIND", 120), channel=_word(line, "CHANNEL", _CHANNELS), free=_word(line, "STATUS", _STATES) is SlotStatus.FREE,
        bookable=_word(line, "RELEASED", _YES), types=tuple(line.get("TYPES", "").lower().split()),
        codes=tuple(line.get("CODES", "").upper().split()),
        released_from=_moment(line, "RELEASED_FROM") if line.get("RELEASED_FROM") else None, role=_text(line, "ROLE", 60),
        location=_text(line, "LOCATION", 160),
    )  # fmt: skip


def _moment(line: Mapping[str, str], name: str) -> datetime:
    """A moment in UTC. One that clocks of England show twice, or never, is refused: nobody could say which is meant."""
    try:
        at = datetime.fromisoformat(line[name])
    except ValueError:
        raise _Wrong(f"{name} is no moment.", "Write it as 2027-01-14T09:20, or with a zone as 2027-01-14T09:20+00:00.") from None
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    here = at.replace(tzinfo=ENGLAND)
    if here.utcoffset() != here.replace(fold=1).utcoffset():
        raise _Wrong(f"{name} is in the hour in which the clocks change.", "Write it with a zone, as 2027-10-31T01:30+01:00.")
    return here.astimezone(UTC)


def _text(line: Mapping[str, str], name: str, longest: int) -> str:
    if len(line.get(name, "")) > longest:
        raise _Wrong(f"{name} is longer than {longest} letters.", "Shorten it.")
    return line.get(name, "")


def _word(line: Mapping[str, str], name: str, words: Mapping[str, Word]) -> Word:
    given = line.get(name, "").lower()
    if given not in words:
        raise _Wrong(f"{name} is none of its words.", f"Use one of: {', '.join(word for word in words if word)}.")
    return words[given]
