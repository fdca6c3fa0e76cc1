"""Online triage, a pilot: a few questions that lead somebody to the right door. It routes, it gives no advice, and it is shut in a place
until a named clinician has approved its questionnaire.
"""

from wholeplace.service.referral.triage.asking import route
from wholeplace.service.referral.triage.reading import OWN, PILOT, questionnaire_of, read_questionnaire
from wholeplace.service.referral.triage.shapes import (
    NOT_KNOWN,
    TO_SOMEBODY,
    TOO_YOUNG,
    Answer,
    Answered,
    Approval,
    End,
    EndKind,
    Question,
    QuestionKind,
    Questionnaire,
    Routed,
)

__all__ = [
    "NOT_KNOWN", "OWN", "PILOT", "TOO_YOUNG", "TO_SOMEBODY", "Answer", "Answered", "Approval", "End", "EndKind", "Question",
    "QuestionKind", "Questionnaire", "Routed", "questionnaire_of", "read_questionnaire", "route",
]  # fmt: skip
