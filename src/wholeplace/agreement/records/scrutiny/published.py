"""What may be published of scrutiny and public voice, at a moment. `publish.public_record` shows it."""

from dataclasses import dataclass
from datetime import datetime

from wholeplace.agreement import scrutiny as rules
from wholeplace.agreement.records.scrutiny.reading import points, recommendations, replies


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedScrutiny:
    """Recommendations that were sent, with their replies, and what people said, with what came of it. No account, no person."""

    recommendations: tuple[rules.Recommendation, ...]
    replies: tuple[rules.Reply, ...]
    points: tuple[rules.EngagementPoint, ...]


def published(now: datetime) -> PublishedScrutiny:
    """What may be published at a moment: a recommendation from the day on which it was received, a reply from its own day."""
    today = now.date()
    sent = tuple(one for one in recommendations() if one.received_on is not None and one.received_on <= today)
    names = {one.reference for one in sent}
    given = tuple(one for one in replies() if one.recommendation in names and one.replied_on <= today)
    return PublishedScrutiny(recommendations=sent, replies=given, points=tuple(one for one in points() if one.said_on <= today))
