"""What a referral is: the words for where it stands, what can happen to it, and who does that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

RESIDENT = "resident"
"""Stands where an organisation's code would stand, for a referral that people made for themselves."""


class State(StrEnum):
    """Where a referral stands. Each word is one that a resident understands."""

    DRAFTED = "drafted"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITING = "waiting"
    IN_PROGRESS = "in progress"
    HANDED_OVER = "handed over"
    RETURNED = "returned"
    REOPENED = "reopened"
    COMPLETED = "completed"
    ENDED_WITHOUT_HELP = "ended without help"
    ENTERED_IN_ERROR = "entered in error"


ENDED = frozenset({State.COMPLETED, State.ENDED_WITHOUT_HELP, State.ENTERED_IN_ERROR})
"""Nothing is owed any more. Each is reached with an outcome, and in no other way."""


class Event(StrEnum):
    """What somebody does to a referral."""

    SEND = "send"
    RECEIVE = "receive"
    ACCEPT = "accept"
    DECLINE = "decline"
    WAIT = "put on the waiting list"
    START = "start"
    HAND_OVER = "hand over"
    RETURN = "return"
    TAKE_BACK = "take back"
    COMPLETE = "complete"
    END_WITHOUT_HELP = "end without help"
    REOPEN = "reopen"
    MARK_AS_ERROR = "mark as error"


class Side(StrEnum):
    """From where somebody acts. `TURN`: the organisation whose turn it is. `SENDER`: the one before it, which sent it there."""

    TURN = "whose turn it is"
    SENDER = "who sent it"
    NEITHER = "neither"


class Source(StrEnum):
    """Who made the referral."""

    RESIDENT = "resident"
    CARER = "carer"
    GP = "GP practice"
    SOCIAL_CARE = "social care"
    URGENT_CARE = "111"
    HOSPITAL = "hospital"
    VOLUNTARY = "voluntary group"


class Urgency(StrEnum):
    """How soon somebody must look at it: the words of FHIR's request-priority that we use."""

    ROUTINE = "routine"
    URGENT = "urgent"


class Happening(StrEnum):
    """A small step on the way, which a group writes down in a few seconds."""

    CONTACTED = "contacted"
    NOT_REACHED = "not reached"
    ATTENDED = "attended"
    DID_NOT_ATTEND = "did not attend"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """What a person agreed to for one hand-over: what may be shared with which organisation, until when (the first day without it).

    `how`: by which way it was given (in person, by telephone, in writing). `by`: empty for the person, else who speaks for them.
    """

    organisation: str
    shares: tuple[str, ...]
    how: str
    on: date
    until: date
    by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How a referral ended. `kind`: a word of the list for that end. `helped`: "yes", "partly" or "no", as the person sees it; empty:
    nobody could ask."""

    kind: str
    words: str
    helped: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One event that somebody asks for: by which organisation, when, and what that event needs.

    `reason`: a word of the event's list. `to`: the organisation it goes to, with `voluntary` where that is one of the voluntary sector.
    """

    event: Event
    by: str
    at: datetime
    reason: str = ""
    words: str = ""
    to: str = ""
    voluntary: bool = False
    agreed: Agreed | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Life:
    """How a referral stands between two events.

    `chain`: the organisations through which it came, the last one has its turn (or, at the end, had it). `accepted`: those of them
    that took it on. `since`: when it came to stand so.
    """

    state: State = State.DRAFTED
    chain: tuple[str, ...]
    accepted: frozenset[str] = frozenset()
    since: datetime
    outcome: Outcome | None = None

    @property
    def turn(self) -> str:
        """The organisation that must do the next thing."""
        return self.chain[-1]

    @property
    def sender(self) -> str:
        """The organisation before it; where there is none, the one that made the referral."""
        return self.chain[-2:][0]

    def side_of(self, organisation: str) -> Side:
        """From where an organisation acts on it."""
        if organisation == self.turn:
            return Side.TURN
        return Side.SENDER if organisation == self.sender else Side.NEITHER


Reasons = Mapping[str, Mapping[str, str]]
"""List of reasons -> word -> what it says in a sentence."""
