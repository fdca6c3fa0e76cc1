"""Ask one question after another until somebody is at the right door."""

from collections.abc import Mapping
from datetime import date

from wholeplace.service.referral.carers import age_on
from wholeplace.service.referral.triage.shapes import (
    NOT_KNOWN,
    TOO_YOUNG,
    Answered,
    End,
    EndKind,
    Question,
    QuestionKind,
    Questionnaire,
    Routed,
)


def route(questionnaire: Questionnaire, answers: Mapping[str, str], *, birth_date: date | None, today: date) -> Routed:
    """Where the answers lead. `answers`: question -> what was chosen; those of questions that are not on the way are not looked at.

    A child under 5, an answer that is not known or is on no list, and a birthday that is not known or is still to come lead to a person
    at once, whatever else was said.
    """
    passed: list[Answered] = []
    step: Question | End = questionnaire.questions[questionnaire.first]
    why = ""
    while isinstance(step, Question):
        if step.kind is not QuestionKind.AGE and step.id not in answers:
            return Routed(asks=step, end=None, why="", answered=tuple(passed))
        said, to, why = _taken(step, answers, birth_date, today)
        passed.append(Answered(id=step.id, asks=step.asks, said=said))
        if not to:
            return Routed(asks=None, end=_person(questionnaire), why=why, answered=tuple(passed))
        step = _at(questionnaire, to)
    return Routed(asks=None, end=step, why=why, answered=tuple(passed))


def _taken(step: Question, answers: Mapping[str, str], birth_date: date | None, today: date) -> tuple[str, str, str]:
    """What was said, where it leads (empty: to a person, at once), and why in words."""
    if step.kind is QuestionKind.AGE:
        return _by_age(step, birth_date, today)
    said = answers[step.id]
    for answer in step.answers:
        if answer.say == said:
            return said, answer.to, f"You answered “{said}” to “{step.asks}”"
    return NOT_KNOWN, "", f"“{step.asks}” has no certain answer, and then a person should ask."


def _by_age(step: Question, birth_date: date | None, today: date) -> tuple[str, str, str]:
    if birth_date is None or birth_date > today:
        return NOT_KNOWN, "", "We do not know how old the person is, and then a person should ask."
    years = age_on(birth_date, today)
    if years < TOO_YOUNG:
        return f"under {TOO_YOUNG}", "", f"It is about a child under {TOO_YOUNG}. Small children can become ill quickly, so a person asks."
    return f"{years} years old", step.to, ""


def _at(questionnaire: Questionnaire, to: str) -> Question | End:
    return questionnaire.questions[to] if to in questionnaire.questions else questionnaire.ends[to]


def _person(questionnaire: Questionnaire) -> End:
    """The first end of the file at which a person takes over. Reading made sure that there is one."""
    return next(end for end in questionnaire.ends.values() if end.kind is EndKind.PERSON)
