"""The gate before every use beyond a person's own care: the national data opt-out, by a list that is kept apart from the record.

The list is used to leave people out and for nothing else. It is good for a time; without one that is new enough nobody comes through.
A number that is missing or does not hold comes through no gate, because nobody could say whether its owner objected.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from wholeplace.terms import DataProblem, Problem

CLEARED, NATIONAL = "cleared", "national"
"""What a list holds: numbers that the national check gave back (they have no opt-out), or numbers that it held back (they have one)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListRow:
    """One row of a list: an NHS number, what the list holds (`cleared` or `national`), and the day on which the check was made."""

    nhs_number: str
    kind: str
    list_date: date | None


@dataclass(frozen=True, slots=True)
class Gate:
    """Who comes through on one day. `cleared`: None where no list of those is new enough, so that only `held_back` decides.
    `list_date`: the check that it stands on."""

    day: date
    list_date: date
    cleared: frozenset[str] | None
    held_back: frozenset[str]

    def leaves_out(self, nhs_number: str) -> bool:
        """Must the person with this number be left out? An empty number: yes."""
        if not nhs_number or nhs_number in self.held_back:
            return True
        return self.cleared is not None and nhs_number not in self.cleared


def gate(rows: Iterable[ListRow], *, today: date, oldest_days: int) -> Gate:
    """The gate of a day. `oldest_days`: after how many days a check is too old to use.

    Of several checks the newest of each kind lets people through; every number that was ever held back stays out until a newer check
    clears it. Raises DataProblem where there is no check, one from a day to come, or none new enough: nothing is given out then.
    """
    held = list(rows)
    dated = [row for row in held if row.list_date is not None and row.kind in (CLEARED, NATIONAL)]
    if not dated:
        raise DataProblem("Nothing was given out", [_absent()])
    if len(dated) < len(held):
        raise DataProblem("Nothing was given out", [_unreadable(len(held) - len(dated))])
    newest = max(row.list_date for row in dated if row.list_date)
    if not today - timedelta(days=oldest_days) <= newest <= today:
        raise DataProblem("Nothing was given out", [_stale(newest, today, oldest_days)])
    cleared = [row for row in dated if row.kind == CLEARED]
    last = max((row.list_date for row in cleared if row.list_date), default=None)
    fresh = last is not None and last >= today - timedelta(days=oldest_days)
    through = frozenset(row.nhs_number for row in cleared if row.list_date == last) if fresh else None
    back = frozenset(row.nhs_number for row in dated if row.kind == NATIONAL and not _cleared_since(row, through, last))
    return Gate(day=today, list_date=newest, cleared=through, held_back=back)


def _cleared_since(row: ListRow, through: frozenset[str] | None, last: date | None) -> bool:
    return through is not None and last is not None and row.nhs_number in through and row.list_date is not None and row.list_date < last


def _absent() -> Problem:
    return Problem(
        where="The list of national data opt-outs", what="There is none.",
        why="Whoever objected to uses beyond their own care must be left out, and nobody can say who did.",
        fix="Check the NHS numbers with the national service, and put here what it gave back.",
    )  # fmt: skip


def _unreadable(rows: int) -> Problem:
    return Problem(
        where="The list of national data opt-outs", what=f"{rows:,} of its rows say neither what they are nor from when.",
        why="An objection might be among them.", fix="Give every row its kind (cleared or national) and the day of the check.",
    )  # fmt: skip


def _stale(newest: date, today: date, oldest_days: int) -> Problem:
    when = f"It is from {newest}, a day to come." if newest > today else f"It is from {newest}, {(today - newest).days} days ago."
    return Problem(
        where="The list of national data opt-outs", what=when, why=f"People object every day, so it is used for {oldest_days} days.",
        fix="Check the NHS numbers again, and put here what was given back.",
    )  # fmt: skip
