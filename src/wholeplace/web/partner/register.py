"""The register for whoever sits at the machine that holds the place: what `wholeplace register` does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wholeplace.ledger.records import Act
from wholeplace.publish import RecordChanges
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.web.house import House
from wholeplace.web.records import begin


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterMade:
    """What making the register did: the decisions whose call-in windows had closed, and what changed in the public record."""

    closed: tuple[str, ...]
    changes: RecordChanges


def make_register_of(folder: Path, clock: Callable[[], datetime]) -> RegisterMade:
    """See `wholeplace.web.make_register`."""
    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    house = House(folder, clock)
    if not house.open_to_partners:
        problem = Problem(
            where=f"{folder / 'place.toml'}", what="This place keeps no decisions.", why="The register shows what partners decided.",
            fix='Add "agreement" to modules, and say in agreement/ who decides.',
        )  # fmt: skip
        raise DataProblem("No register", [problem])
    begin(folder, keeps_records=True)
    return _made(house)


def _made(house: House) -> RegisterMade:
    # Records can be imported only once Django knows of the place.
    from wholeplace.agreement.records.decisions.doing import THE_CLOCK, close_windows
    from wholeplace.web.partner.decisions.deciding import held_in
    from wholeplace.web.partner.publishing import make_record

    act = Act(account=THE_CLOCK, acting_as=THE_CLOCK, event="call-in window closed", at=house.now)
    closed = close_windows(held_in(house), act)
    return RegisterMade(closed=closed, changes=make_record(house))
