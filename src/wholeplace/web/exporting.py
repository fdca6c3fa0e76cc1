"""An export for planning, for whoever sits at the machine that holds the place: what `wholeplace export` does."""

import csv
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.ledger.records import Act
from wholeplace.place.folder import CLOSED_FILE, swapped
from wholeplace.service.access.opt_outs import ListRow, gate
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.web.house import House
from wholeplace.web.records import begin

LIST = Path("front_door") / "opt_outs.csv"
"""The national list in a place folder, apart from the record: NHS_NUMBER, KIND (cleared or national), LIST_DATE."""
HEADERS = ("NHS_NUMBER", "KIND", "LIST_DATE")
OLDEST_DAYS = 21
"""As for the picture (place.toml, opt_outs), where the place says nothing else."""
TYPES = ("Patient", "Appointment", "ServiceRequest")


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """What an export holds: rows by type, people in it, people left out by why, and the day of the national list it stands on."""

    rows: dict[str, int]
    people: int
    left_out: dict[str, int]
    list_date: date


def export(folder: Path, to: Path, *, organisation: str, by: str, clock: Callable[[], datetime]) -> Exported:
    """Write the rows of everybody who comes through the gate into the folder `to`, as NDJSON with a manifest, whole or not at all.

    `organisation`: who will use it, by code. `by`: initials, for the log. Raises WrongUse and DataProblem with what keeps it from
    being made: no front door, no list of opt-outs or an old one, an organisation that is not known.
    """
    house = House(folder, clock)
    _ready(house, organisation, by)
    days = house.place.settings.opt_outs.oldest_list_days if house.place.settings.opt_outs else OLDEST_DAYS
    through = gate(list(_listed(folder / LIST)), today=house.today, oldest_days=days)
    begin(folder, keeps_records=True)
    from wholeplace.ledger.records.keeping import note
    from wholeplace.service.access import Asker, Role
    from wholeplace.service.fhir.exporting import Ids
    from wholeplace.service.records.access.exporting import Counted, rows
    from wholeplace.service.records.books import book_of

    asker = Asker(account=by, role=Role.EXPORT, organisation=organisation, at=house.now)
    counted, ids = Counted(), Ids(secrets.token_bytes(32))
    with swapped(to) as made:
        written = _write(made, rows(asker, through, ids, counted))
        _manifest(made, house.now, written)
    done = Exported(rows=written, people=counted.people, left_out=counted.left_out, list_date=through.list_date)
    act = Act(account=by, acting_as="at the machine", event="exported for planning", at=house.now)
    note(act, kind="export", reference=organisation, content=msgspec.to_builtins(done), book=book_of(organisation))
    return done


def _ready(house: House, organisation: str, by: str) -> None:
    if not house.folder.is_dir():
        raise WrongUse(f"There is no folder {house.folder}.")
    if not by.strip():
        raise WrongUse("Say who you are: --by INITIALS. They are kept in the log.")
    problems = []
    if not house.open_to_residents:
        problems.append(
            Problem(
                where=f"{house.folder / 'place.toml'}", what="This place has no front door.", why="There are no bookings or referrals.",
                fix='Add "front-door" to modules.',
            )
        )  # fmt: skip
    elif organisation not in {str(one.code) for one in house.place.organisations}:
        problems.append(
            Problem(
                where="Organisation", what=f'"{organisation}" is not known.', why="Everybody in the export is told who uses it.",
                fix="Use a code of organisations.csv.",
            )
        )  # fmt: skip
    if problems:
        raise DataProblem("Nothing was given out", problems)


def _listed(path: Path) -> Iterator[ListRow]:
    """The rows of the national list. One whose day cannot be read has none, and the gate then says so."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if lacking := [header for header in HEADERS if header not in (reader.fieldnames or ())]:
            problem = Problem(
                where=str(LIST), what=f"It lacks the column {', '.join(lacking)}.", why="Nobody can say who objected, and from when.",
                fix=f"Its header line is {','.join(HEADERS)}.",
            )  # fmt: skip
            raise DataProblem("Nothing was given out", [problem])
        for row in reader:
            number = (row["NHS_NUMBER"] or "").replace(" ", "").replace("-", "")
            yield ListRow(nhs_number=number, kind=(row["KIND"] or "").strip().lower(), list_date=_day(row["LIST_DATE"] or ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _write(folder: Path, rows: Iterator[tuple[str, dict[str, Any]]]) -> dict[str, int]:
    """One file a type of resource, one row a line."""
    written: dict[str, int] = dict.fromkeys(TYPES, 0)
    with ExitStack() as files:
        opened: dict[str, Any] = {}
        for kind in TYPES:
            path = folder / f"{kind}.ndjson"
            path.touch(mode=CLOSED_FILE)
            opened[kind] = files.enter_context(path.open("wb"))
        for kind, row in rows:
            opened[kind].write(msgspec.json.encode(row) + b"\n")
            written[kind] += 1
    return written


def _manifest(folder: Path, now: datetime, written: dict[str, int]) -> None:
    """What is in the folder, in the form of FHIR Bulk Data Access."""
    output = [{"type": kind, "url": f"{kind}.ndjson", "count": count} for kind, count in written.items() if count]
    told = {"transactionTime": now.isoformat(), "request": "wholeplace export", "requiresAccessToken": False, "output": output, "error": []}
    (folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
