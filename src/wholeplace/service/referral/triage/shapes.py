"""What a triage questionnaire is made of. It leads people to a door; it never says what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NOT_KNOWN = "I do not know"
"""An answer that every question has, whatever its list says. It leads to a person."""
TOO_YOUNG = 5
"""Years. A younger child is never routed online: shared register, row 71 (NHS 111 digital pilot)."""


class QuestionKind(StrEnum):
    """How a question is answered. A red flag is one whose "yes" (any answer but the last) leads to a person at once."""

    AGE = "age"
    RED_FLAG = "red flag"
    CHOICE = "choice"


class EndKind(StrEnum):
    """Where a triage may lead."""

    EMERGENCY = "emergency"
    PERSON = "person"
    BOOK = "book"
    REFER = "refer"
    FIND = "find"


TO_SOMEBODY = frozenset({EndKind.EMERGENCY, EndKind.PERSON})
"""Ends at which a person takes over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer that may be chosen, and the question or end to which it leads."""

    say: str
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question. `to`: where an age leads that is old enough; other kinds have `answers`."""

    id: str
    kind: QuestionKind
    asks: str
    hint: str = ""
    to: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def leads_to(self) -> tuple[str, ...]:
        """Everything to which it leads."""
        return (self.to,) if self.kind is QuestionKind.AGE else tuple(answer.to for answer in self.answers)


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """Where it ends, and what is said there."""

    id: str
    kind: EndKind
    title: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """Who answers for a questionnaire, since when, and by when it must be looked at again (the first day on which it does not hold)."""

    name: str
    role: str
    on: date
    review_by: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Questionnaire:
    """A questionnaire that may be used: whole, and approved."""

    name: str
    title: str
    edition: str
    source: str
    first: str
    approval: Approval
    questions: Mapping[str, Question]
    ends: Mapping[str, End]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One question with what was said to it, as it is passed on."""

    id: str
    asks: str
    said: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Routed:
    """Where the answers so far lead: to another question (`asks`) or to an end, with why in words."""

    asks: Question | None
    end: End | None
    why: str
    answered: tuple[Answered, ...]
