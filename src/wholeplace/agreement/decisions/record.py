"""A decision from first draft to review, as it is recorded: nouns only. Seats and roles stand here; names of people never do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wholeplace.agreement.clocks import CallInRule, Notice
from wholeplace.agreement.deciding import Outcome, Said, Seat, Standing
from wholeplace.agreement.decisions.shapes import Proposal
from wholeplace.agreement.decisions.states import Event, State
from wholeplace.agreement.subsidiarity import Duty
from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeGiven:
    """A notice as people could read it: which body decides, on which day, on which papers, and whom to ask for them.

    `reasons` and `agreed_by` (a role): why it could not wait for full notice, and who agreed, where a shorter rule was used.
    """

    notice: Notice
    body: str
    decision_on: date
    papers: tuple[str, ...]
    ask: str
    reasons: str = ""
    agreed_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingHeld:
    """One meeting at which a decision was put: the body as it was that day, what each seat said, and the outcome.

    `not_bound`: holders of the power who did not give it to the body, by name. `rule`: the voting rule in words, with its source.
    """

    body: str
    held_on: date
    standing: Standing
    seats: tuple[Seat, ...]
    said: tuple[Said, ...]
    outcome: Outcome
    rule: str
    chair: str = ""
    powers: tuple[str, ...] = ()
    accountable: tuple[str, ...] = ()
    not_bound: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """The time in which one council's members may call a decision in, as that council's rule was when it was published."""

    council: str
    closes: datetime
    rule: CallInRule

    @property
    def words(self) -> str:
        """The rule as a reader needs it."""
        grounds = ", with grounds" if self.rule.grounds_needed else ""
        return f"{self.rule.callers} members of {self.council}{grounds}, by {self.closes:%H:%M on %-d %B %Y} ({self.rule.source})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Urgency:
    """Why a decision is not open to call-in, and who agreed (a role, never a name)."""

    agreed_by: str
    reasons: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """The moment at which a decision was published, the windows it opened, and why it opened none."""

    at: datetime
    windows: tuple[Window, ...]
    urgency: Urgency | None = None
    why_no_window: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalledIn:
    """One request to look again: by which scrutiny body, members of which council, how many, when, and why."""

    by: str
    council: str
    callers: int
    at: datetime
    grounds: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scrutinised:
    """What scrutiny said about a decision that was called in."""

    by: str
    at: datetime
    sent_back: bool
    reasons: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CarriedOut:
    """What was done, and when."""

    on: date
    what: str


class Came(StrEnum):
    """Did an expected effect come true?"""

    TRUE = "it came true"
    PARTLY = "it came true in part"
    NOT = "it did not come true"
    UNKNOWN = "cannot say"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """One expected effect at a review: what came, the figure it is read from, and in words why."""

    measure: str
    change: str
    by: date
    came: Came
    figure: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """A look back: each expected effect, what was learnt, and when it is looked at again (None: no more)."""

    on: date
    checked: tuple[Checked, ...]
    learnt: str
    again_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One event of a decision's life: when, and where it led."""

    event: Event
    state: State
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """Everything recorded about one decision. Lists grow; what stands last is the latest.

    `published`: the proposal as it was when the decision was last published, with the first so many meetings. What is changed
    after scrutiny sent it back stays with the body until it is published again. `matter`: its reference; `areas`, `councils`,
    `binds` and `duties` are the matter's, as it was described and placed when the proposal was begun.
    """

    matter: str
    level: str
    placed_by: str
    areas: tuple[str, ...]
    councils: tuple[str, ...]
    binds: Money
    duties: tuple[Duty, ...]
    proposal: Proposal
    state: State
    notices: tuple[NoticeGiven, ...] = ()
    meetings: tuple[MeetingHeld, ...] = ()
    publications: tuple[Publication, ...] = ()
    call_ins: tuple[CalledIn, ...] = ()
    scrutinised: tuple[Scrutinised, ...] = ()
    carried_out: CarriedOut | None = None
    reviews: tuple[Review, ...] = ()
    published: Proposal | None = None
    meetings_published: int = 0
    withdrawn_because: str = ""
    replaced_by: str = ""
    history: tuple[Happened, ...] = ()
