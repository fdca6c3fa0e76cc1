"""A meeting of a body from its notice to its minutes: agenda, papers, who was there, interests, and the log of actions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wholeplace.agreement.deciding import Interest


class ItemKind(StrEnum):
    """What a body is asked to do with an item."""

    DECIDE = "for decision"
    ADVISE = "for advice"
    INFORM = "for information"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One version of a paper, with the fingerprint of its bytes. `late_why`: why it came after the agenda, as the chair accepted."""

    title: str
    address: str
    sha256: str
    published_on: date | None
    version: int = 1
    late_why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaItem:
    """One item of an agenda. `matter`: its kind, by which powers and voting rules speak. `owner`: the post that brings it.

    `decision`: the reference of the proposal it is about. `private_ground`: why it is not heard in public; empty: it is.
    `added_why`: why it was added after the agenda was published, as the chair accepted.
    """

    number: int
    title: str
    kind: ItemKind
    owner: str
    matter: str = ""
    decision: str = ""
    minutes: int = 0
    private_ground: str = ""
    added_on: date | None = None
    added_why: str = ""
    papers: tuple[Paper, ...] = ()


class Presence(StrEnum):
    """How a seat was at a meeting."""

    THERE = "there"
    DEPUTY = "a deputy was there"
    APOLOGIES = "sent apologies"
    ABSENT = "not there"


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendance:
    """How one seat was at one sitting. Seats are named, people are not."""

    sitting: str
    seat: str
    presence: Presence


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclaredInterest:
    """An interest that the holder of a seat declared. `sitting` and `item`: where it was declared; empty and 0: in the register.

    `arose_on`: since when it is held. `done`: what was done about it at an item; None in the register. `reviewed_on`: when the
    register's entry was last looked at.
    """

    body: str
    seat: str
    what: str
    declared_on: date
    arose_on: date | None = None
    sitting: str = ""
    item: int = 0
    done: Interest | None = None
    reviewed_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CarriedOver:
    """An action put off by a sitting, to which day and why."""

    sitting: str
    on: date
    to: date
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionLogEntry:
    """What a sitting asked somebody to do. Exactly one owner. `carried_over`: the sittings that put it off, with the new day."""

    reference: str
    body: str
    sitting: str
    what: str
    owner: str
    due: date
    done_on: date | None = None
    came_of_it: str = ""
    carried_over: tuple[CarriedOver, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """One meeting of a body. `notice_on`, `agenda_on`: when each was published; None: not yet. `rule`: the rule of publication, by name.

    `minutes_on`: when draft minutes were published; `minutes_agreed_at`: the sitting that agreed them. `private_why`: why all of
    it is private. `chair`: the seat in the chair.
    """

    reference: str
    body: str
    starts: datetime
    where: str
    rule: str
    notice_on: date | None = None
    agenda_on: date | None = None
    chair: str = ""
    items: tuple[AgendaItem, ...] = ()
    private_why: str = ""
    online_at: str = ""
    minutes_on: date | None = None
    minutes_agreed_at: str = ""
    called_off_why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationRule:
    """What a regime asks for around a meeting. `notice` and `agenda`: by which rule of notice each is published, by name; an empty
    one is not asked for. `minutes_within`: days after the meeting by which draft minutes are published; None: no day is set."""

    name: str
    title: str
    regime: str
    agenda: str
    source: str
    notice: str = ""
    minutes_within: int | None = None
