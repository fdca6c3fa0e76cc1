"""Scrutiny and public voice: what is looked into, what was recommended and replied, what people said and what came of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkItem:
    """One topic in a scrutiny body's work programme. `asked_of`: who is to bring evidence. `taken_on`: when it was looked into.

    `dropped_why`: why it was taken off the programme; empty while it stands on it.
    """

    reference: str
    body: str
    topic: str
    why: str
    planned_for: date
    asked_of: tuple[str, ...] = ()
    taken_on: date | None = None
    dropped_why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation:
    """What a scrutiny body asks one organisation to do. `rule`: by which rule a reply is due, by name.

    `made_on`: when the body agreed it; `received_on`: when it reached the organisation, from which the reply is due. None:
    it has not been sent. `work_item`: the topic it came from. `why` and `evidence`: what it rests on, in words.
    """

    reference: str
    body: str
    asked_of: str
    text: str
    made_on: date
    rule: str
    received_on: date | None = None
    work_item: str = ""
    why: str = ""
    evidence: str = ""


class ReplyAnswer(StrEnum):
    """What a reply says."""

    ACCEPTED = "accepted"
    PARTLY = "accepted in part"
    NOT_ACCEPTED = "not accepted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A dated reply to one recommendation. `reasons`: needed where it is not accepted in full. `action`: what will be done.

    `by_when`: when that will be done; `done_on`: when it was. `replied_by`: the organisation or body that replied.
    """

    recommendation: str
    replied_on: date
    replied_by: str
    answer: ReplyAnswer
    reasons: str = ""
    action: str = ""
    by_when: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyRule:
    """By when a reply is due: so many months or days after it was received. `counts_first_day`: the day of receipt is the first.

    `kind`: whom the rule binds, such as "council executive" or "NHS". `asks_for_evidence`: a recommendation under it must say on
    what evidence it rests.
    """

    name: str
    title: str
    kind: str
    source: str
    months: int = 0
    days: int = 0
    counts_first_day: bool = False
    asks_for_evidence: bool = False


class Did(StrEnum):
    """What came of what people said."""

    DONE = "done"
    BEING_DONE = "being done"
    NOT_DONE = "not done"


@dataclass(frozen=True, kw_only=True, slots=True)
class EngagementPoint:
    """Something that people said, and what came of it: "you said, we did". `group`: who said it in general terms, never a person.

    `did`: None until it is answered; `answer`: what was done, or why not. `decision`: the reference of the decision it reached.
    """

    reference: str
    group: str
    said: str
    where: str
    said_on: date
    asked_of: str
    did: Did | None = None
    answer: str = ""
    answered_on: date | None = None
    decision: str = ""
