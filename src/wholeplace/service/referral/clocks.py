"""What is overdue, and for whom: each state in which somebody owes the next thing has a clock, kept as data."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from wholeplace.service.referral.shapes import ENDED, RESIDENT, Happening, Life, State, Urgency
from wholeplace.terms import DataProblem, Problem

_FILE = Path(__file__).with_name("clocks.toml")
OWN = Path("front_door") / "referral-clocks.toml"
"""Where a place writes down clocks of its own, which take the place of ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StateClock:
    """How many whole days may pass in a state before it is overdue, and what must be done by then. `source`: who says so."""

    state: State
    days: int
    urgent_days: int
    must: str
    source: str

    def due(self, since: datetime, urgency: Urgency) -> datetime:
        """The moment from which it is overdue."""
        return since + timedelta(days=self.urgent_days if urgency is Urgency.URGENT else self.days, hours=_GRACE_HOURS)


_GRACE_HOURS = 24
"""A day is over when it is over: what came at noon and has two days is overdue from noon on the third."""
Clocks = Mapping[State, StateClock]


class Trouble(StrEnum):
    """Why a referral needs somebody to look at it."""

    OVERDUE = "overdue"
    DECLINED = "declined, and nobody else has it yet"
    HANDED_BACK = "returned, and not taken up yet"
    NOBODY = "with the resident, who made it and was turned away"


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A referral as clocks look at it. `touched`: when something last happened to it, small steps included."""

    reference: str
    life: Life
    urgency: Urgency
    touched: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Attention:
    """One referral that needs somebody. `owed_by`: the organisation that owes the next thing. `days_late`: 0 where it is not overdue."""

    reference: str
    trouble: Trouble
    owed_by: str
    must: str
    due: datetime
    days_late: int


def read_clocks(folder: Path | None = None) -> Clocks:
    """The clock of each state. `folder`: of a place, which may have its own. Raises DataProblem where one is missing or makes no sense."""
    own = folder / OWN if folder else None
    path = own if own and own.is_file() else _FILE
    with path.open("rb") as file:
        rows = tomllib.load(file).get("clock", [])
    problems = list(_problems(rows))
    if problems:
        raise DataProblem(f"{path.name} cannot be used", problems)
    return {clock.state: clock for clock in (StateClock(**{**row, "state": State(row["state"])}) for row in rows)}


def attention_of(case: Case, clocks: Clocks, now: datetime) -> Attention | None:
    """Why a referral needs somebody now; None: it does not. A failed hand-over needs somebody from its first moment on."""
    life = case.life
    if life.state in ENDED:
        return None
    clock = clocks[life.state]
    due = clock.due(max(life.since, case.touched) if life.state is State.IN_PROGRESS else life.since, case.urgency)
    late = max(0, (now - due).days + 1) if now >= due else 0
    trouble = _trouble(life, late)
    if trouble is None:
        return None
    return Attention(reference=case.reference, trouble=trouble, owed_by=life.turn, must=clock.must, due=due, days_late=late)


def overdue(cases: Iterable[Case], clocks: Clocks, now: datetime) -> tuple[Attention, ...]:
    """Every referral that needs somebody, the latest first, then failed hand-overs, then by reference."""
    found = (attention_of(case, clocks, now) for case in cases)
    return tuple(sorted((one for one in found if one), key=lambda one: (-one.days_late, one.due, one.reference)))


def is_progress(happening: Happening) -> bool:
    """Does a small step show that somebody is at it? One that did not reach the person does not stop a clock."""
    return happening in (Happening.CONTACTED, Happening.ATTENDED)


def _trouble(life: Life, late: int) -> Trouble | None:
    if life.turn == RESIDENT and life.state in (State.DECLINED, State.RETURNED):
        return Trouble.NOBODY
    if life.state is State.DECLINED:
        return Trouble.DECLINED
    if life.state is State.RETURNED:
        return Trouble.HANDED_BACK
    return Trouble.OVERDUE if late else None


def _problems(rows: Iterable[Mapping[str, object]]) -> Iterable[Problem]:
    named = {str(row.get("state")) for row in rows}
    why = "A referral in a state without a clock could lie there for ever."
    for state in State:
        if state not in ENDED and state.value not in named:
            yield Problem(where=state.value, what="it has no clock.", why=why, fix="Add one: state, days, urgent_days, must, source.")
    for row in rows:
        numbers = [row.get("days"), row.get("urgent_days")]
        whole = all(isinstance(one, int) and one >= 0 for one in numbers)
        if not whole or not row.get("must") or not row.get("source") or set(row) != set(_COLUMNS):
            what = "it is not whole, or has more than it should."
            yield Problem(where=str(row.get("state")), what=what, why=why, fix=f"Give {', '.join(_COLUMNS)}, and nothing else.")


_COLUMNS = ("state", "days", "urgent_days", "must", "source")
