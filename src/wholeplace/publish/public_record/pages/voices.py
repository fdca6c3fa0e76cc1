"""What scrutiny recommended and what was replied, and what people said and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.agreement.scrutiny import (
    EngagementPoint,
    PromiseState,
    Recommendation,
    RecommendationState,
    Reply,
    promise_state,
    recommendation_state,
    reply_due,
    standing_reply,
)
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.wording import day_in_words

REPLY_COLOURS = {
    RecommendationState.OVERDUE: "red", RecommendationState.DUE_SOON: "yellow", RecommendationState.WAITING: "white",
    RecommendationState.ANSWERED_LATE: "grey", RecommendationState.ANSWERED: "green",
}  # fmt: skip
"""The states of a recommendation that are shown, those that wait first."""
_DID_COLOURS = {"done": "green", "being done": "blue", "not done": "grey"}


@dataclass(frozen=True, kw_only=True, slots=True)
class RecommendationView:
    """One recommendation in words, with the reply that stands."""

    one: Recommendation
    state: RecommendationState
    colour: str
    body: str
    asked_of: str
    due: str
    reply: Reply | None
    replied_by: str
    promise: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PointView:
    """One thing that people said, and what came of it. `decision`: the path of the decision it reached; empty: none with a page."""

    one: EngagementPoint
    asked_of: str
    answered: bool
    did: str
    colour: str
    decision: str


def voice_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """scrutiny.html and said.html, each where there is something to show."""
    recommended = recommendations(edition)
    if recommended:
        late = sum(view.state is RecommendationState.OVERDUE for view in recommended)
        yield "scrutiny.html", edition.render("scrutiny.html", "scrutiny.html", views=recommended, late=late)
    if edition.record.points:
        yield "said.html", edition.render("said.html", "said.html", views=points(edition))


def recommendations(edition: RecordEdition) -> list[RecommendationView]:
    """Every recommendation that was sent: those whose reply is overdue first, then those that wait, then the newest."""
    known = edition.record.reply_rules
    views = [_recommendation(one, edition) for one in edition.record.recommendations if one.rule in known]
    shown = [view for view in views if view.state in REPLY_COLOURS]
    newest = sorted(shown, key=lambda view: (view.one.made_on, view.one.reference), reverse=True)
    return sorted(newest, key=lambda view: list(REPLY_COLOURS).index(view.state) if view.reply is None else len(REPLY_COLOURS))


def _recommendation(one: Recommendation, edition: RecordEdition) -> RecommendationView:
    record = edition.record
    rule, today = record.reply_rules[one.rule], record.today
    state, due, reply = (
        recommendation_state(one, record.replies, rule, today),
        reply_due(one, rule),
        standing_reply(one, record.replies, today),
    )
    promise = promise_state(reply, today) if reply else PromiseState.NONE
    return RecommendationView(
        one=one, state=state, colour=REPLY_COLOURS.get(state, "white"), body=edition.name_of(one.body),
        asked_of=edition.name_of(one.asked_of), due=day_in_words(due) if due else "", reply=reply,
        replied_by=edition.name_of(reply.replied_by) if reply else "",
        promise="" if promise is PromiseState.NONE else promise.value,
    )  # fmt: skip


def points(edition: RecordEdition) -> list[PointView]:
    """Everything that people said, the newest first."""
    newest = sorted(edition.record.points, key=lambda one: (one.said_on, one.reference), reverse=True)
    return [_point(one, edition) for one in newest]


def _point(one: EngagementPoint, edition: RecordEdition) -> PointView:
    answered = one.did is not None and one.answered_on is not None and one.answered_on <= edition.record.today
    did = one.did.value if one.did and answered else "no answer yet"
    return PointView(
        one=one, asked_of=edition.name_of(one.asked_of), answered=answered, did=did, colour=_DID_COLOURS.get(did, "yellow"),
        decision=edition.page_of(one.decision) if one.decision in edition.references else "",
    )  # fmt: skip
