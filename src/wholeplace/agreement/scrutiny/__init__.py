"""Scrutiny and public voice: work programmes, recommendations with dated replies, and "you said, we did"."""

from wholeplace.agreement.scrutiny.shapes import Did, EngagementPoint, Recommendation, Reply, ReplyAnswer, ReplyRule, WorkItem

__all__ = ["Did", "EngagementPoint", "Recommendation", "Reply", "ReplyAnswer", "ReplyRule", "WorkItem"]
