"""Scrutiny and public voice of the records as the rules know them."""

from wholeplace.agreement import scrutiny as rules
from wholeplace.agreement.records.scrutiny.models import EngagementPoint, Recommendation, Reply, WorkItem
from wholeplace.agreement.records.shaping import shaped


def work_item_of(record: WorkItem) -> rules.WorkItem:
    """One topic of a work programme."""
    return shaped(rules.WorkItem, record)


def recommendation_of(record: Recommendation) -> rules.Recommendation:
    """One recommendation."""
    return shaped(rules.Recommendation, record)


def reply_of(record: Reply) -> rules.Reply:
    """One reply."""
    return shaped(rules.Reply, record)


def point_of(record: EngagementPoint) -> rules.EngagementPoint:
    """Something that people said. Who is asked is the body that keeps it."""
    return shaped(rules.EngagementPoint, record, asked_of=record.body, did=record.did or None)


def work_items() -> tuple[rules.WorkItem, ...]:
    """Every topic, the first day first."""
    return tuple(work_item_of(record) for record in WorkItem.objects.order_by("planned_for", "reference"))


def recommendations() -> tuple[rules.Recommendation, ...]:
    """Every recommendation, the first made first."""
    return tuple(recommendation_of(record) for record in Recommendation.objects.order_by("made_on", "reference"))


def replies() -> tuple[rules.Reply, ...]:
    """Every reply, the first given first."""
    return tuple(reply_of(record) for record in Reply.objects.order_by("replied_on", "reference"))


def points() -> tuple[rules.EngagementPoint, ...]:
    """Everything that people said, the first first."""
    return tuple(point_of(record) for record in EngagementPoint.objects.order_by("said_on", "reference"))
