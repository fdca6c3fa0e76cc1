"""What scrutiny and those it asks do: topics, recommendations, dated replies; and what became of what people said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wholeplace.agreement import scrutiny as rules
from wholeplace.agreement.bodies import Agreement
from wholeplace.agreement.records.references import keep_new
from wholeplace.agreement.records.scrutiny.models import EngagementPoint, Recommendation, Reply, WorkItem
from wholeplace.agreement.records.scrutiny.reading import point_of, recommendation_of, reply_of, work_item_of
from wholeplace.agreement.scrutiny import ReplyRule
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.ledger.records.models import Kept
from wholeplace.terms import DataProblem, Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What scrutiny is judged by: who scrutinises whom, names that may be asked, and by when replies are due."""

    agreement: Agreement
    names: Collection[str]
    rules: Mapping[str, ReplyRule]


def keep_work_item(record: WorkItem, held: Held, act: Act) -> None:
    """Put a topic on a body's work programme, or change it."""
    body = held.agreement.body(record.body)
    _refuse("The topic cannot be kept", rules.problems_of_work_item(work_item_of(record), body, held.names))
    _keep(record, record.topic, act)


def recommend(record: Recommendation, held: Held, act: Act) -> None:
    """Make a recommendation, or change one before it was received. Raises DataProblem with everything that keeps it from being sent."""
    body = held.agreement.body(record.body)
    problems = rules.problems_of_recommendation(recommendation_of(record), body, held.rules, held.names)
    if record.version and Reply.objects.filter(recommendation=record.reference).exists():
        why = "A reply answers the words that were sent."
        problems.append(Problem(where=record.reference, what="it was replied to.", why=why, fix="Make another recommendation."))
    _refuse("The recommendation cannot be kept", problems)
    _keep(record, f"{record.body} {record.made_on.year} {record.text}", act)


def reply(record: Reply, act: Act) -> None:
    """Reply to a recommendation, or say what became of what was promised. An earlier reply stays in the record."""
    to = Recommendation.objects.filter(pk=record.recommendation).first()
    problems = rules.problems_of_reply(reply_of(record), recommendation_of(to) if to else None)
    if record.replied_on > act.at.date():
        why = "Only what was done is recorded."
        problems.append(Problem(where="reply", what=f"{record.replied_on} is still to come.", why=why, fix="Correct the day."))
    _refuse("The reply cannot be kept", problems)
    _keep(record, f"reply to {record.recommendation}", act)


def keep_point(record: EngagementPoint, act: Act) -> None:
    """Write down what people said, or what was done about it and why."""
    _refuse("The point cannot be kept", rules.problems_of_point(point_of(record), today=act.at.date()))
    _keep(record, f"{record.group} {record.said_on}", act)


def _keep(record: Kept, words: str, act: Act) -> None:
    if record.version:
        keep(record, act)
    else:
        keep_new(record, words, act)


def _refuse(subject: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise DataProblem(subject, problems)
