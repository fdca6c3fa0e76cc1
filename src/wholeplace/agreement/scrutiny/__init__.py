"""Scrutiny and public voice: work programmes, recommendations with dated replies, and "you said, we did"."""

from wholeplace.agreement.scrutiny.oversight import OversightKind, OversightStep, StepTaken, next_step, oversight_ladder, problems_of_step
from wholeplace.agreement.scrutiny.reconfiguration import (
    InterventionRequest,
    InterventionRule,
    ServiceChange,
    intervention_rules,
    must_notify,
    problems_of_change,
    problems_of_request,
    ways_open,
)
from wholeplace.agreement.scrutiny.replies import (
    PromiseState,
    RecommendationState,
    overdue_replies,
    problems_of_recommendation,
    problems_of_reply,
    promise_state,
    recommendation_state,
    reply_due,
    reply_rules,
    reply_rules_of,
    standing_reply,
)
from wholeplace.agreement.scrutiny.shapes import Did, EngagementPoint, Recommendation, Reply, ReplyAnswer, ReplyRule, WorkItem
from wholeplace.agreement.scrutiny.voice import PointState, point_state, problems_of_point, reached_a_decision, unanswered
from wholeplace.agreement.scrutiny.work_programme import WorkState, problems_of_work_item, work_ahead, work_state

__all__ = [
    "Did", "EngagementPoint", "InterventionRequest", "InterventionRule", "OversightKind", "OversightStep", "PointState", "PromiseState",
    "Recommendation", "RecommendationState", "Reply", "ReplyAnswer", "ReplyRule", "ServiceChange", "StepTaken", "WorkItem", "WorkState",
    "intervention_rules", "must_notify", "next_step", "overdue_replies", "oversight_ladder", "point_state", "problems_of_change",
    "problems_of_point", "problems_of_recommendation", "problems_of_reply", "problems_of_request", "problems_of_step",
    "problems_of_work_item", "promise_state", "reached_a_decision", "recommendation_state", "reply_due", "reply_rules",
    "reply_rules_of", "standing_reply", "unanswered", "ways_open", "work_ahead", "work_state",
]  # fmt: skip
