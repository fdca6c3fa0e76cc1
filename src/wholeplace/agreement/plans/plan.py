"""A plan as one tree from system to place: strategies, ambitions, programmes, actions and milestones, with owners, money and staff.

Strategies, programmes, needs and horizons change slowly and are written in TOML. Actions and milestones change every week:
they may begin in TOML and live as records. Owners are posts, bodies or organisations, never persons.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wholeplace.agreement.bodies import Dates
from wholeplace.agreement.plans.shapes import Ambition, Observed
from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A role that can own something, and the organisation it is in. One person may hold several; no person is named."""

    name: str
    title: str
    organisation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """A need that a needs assessment found, for an area."""

    name: str
    title: str
    area: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Horizon:
    """One stretch of the time ahead, such as short, medium and long. `dates` end exclusive; the last has no end."""

    name: str
    title: str
    dates: Dates
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedGap:
    """It was seen that an ambition or programme (`of`) has nothing in a horizon, and said why."""

    of: str
    horizon: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Capacity:
    """How many staff an organisation has for the plan in a time, in whole-time equivalents."""

    organisation: str
    staff: Decimal
    dates: Dates
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Strategy:
    """What an area wants over some years. `under`: the strategy of the wider area; empty for the widest.

    `kind`: such as "five-year plan" or "health and wellbeing strategy". `adopted_by`: the body, by name. `money`: in all over
    its dates; `staff`: at any one time, in whole-time equivalents; None where it says nothing.
    """

    name: str
    title: str
    kind: str
    level: str
    area: str
    dates: Dates
    owner: str
    source: str
    under: str = ""
    vision: str = ""
    adopted_by: str = ""
    money: Money | None = None
    staff: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """Work on some ambitions for a time. `under`: a strategy, or a programme that it is a part of. `replaces`: those it took over from.

    `owner`: who leads it, exactly one. `ambitions`: which it serves, by name. `board`: the body that looks after it.
    """

    name: str
    title: str
    under: str
    level: str
    dates: Dates
    owner: str
    source: str
    area: str = ""
    ambitions: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    board: str = ""
    money: Money | None = None
    staff: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One thing that somebody does in a programme between two days. Exactly one owner leads; `supporting` organisations help.

    `organisation`: whose staff do it. `money`: in all; `staff`: at any one time. `test`: for an action at system level, which
    test for working there it meets, and `test_reason` why. `done_on`, `stopped_on`: None until it is.
    """

    name: str
    title: str
    programme: str
    owner: str
    starts: date
    due: date
    level: str = ""
    area: str = ""
    organisation: str = ""
    supporting: tuple[str, ...] = ()
    ambitions: tuple[str, ...] = ()
    money: Money | None = None
    staff: Decimal | None = None
    test: str = ""
    test_reason: str = ""
    done_on: date | None = None
    stopped_on: date | None = None
    why_stopped: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone:
    """A point on the way of an action that can be seen to be reached. `evidence`: what shows that it was."""

    name: str
    title: str
    action: str
    owner: str
    due: date
    reached_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported:
    """What somebody published of an ambition in an area, with its source."""

    ambition: str
    area: str
    seen: Observed
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Interruption:
    """A time in which things were not as before or after, such as a pandemic."""

    name: str
    title: str
    dates: Dates
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything that a place plans. Actions and milestones may be those of the files, or of the records."""

    strategies: tuple[Strategy, ...] = ()
    ambitions: tuple[Ambition, ...] = ()
    programmes: tuple[Programme, ...] = ()
    actions: tuple[Action, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    posts: tuple[Post, ...] = ()
    needs: tuple[Need, ...] = ()
    horizons: tuple[Horizon, ...] = ()
    gaps: tuple[StatedGap, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    reported: tuple[Reported, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
