"""What is written back to the GP by itself: at acceptance, at a decline and at the end. Short, in plain words, and the same every time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wholeplace.service.referral.reasons import said
from wholeplace.service.referral.shapes import Asked, Event, Life, State


class About(StrEnum):
    """What a message tells the practice."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    OUTCOME = "outcome"


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message back. `to`: the practice's code. `text`: what a person reads; it names nobody, for the envelope does."""

    to: str
    about: About
    text: str
    at: datetime


_TELLS = {
    Event.ACCEPT: About.ACCEPTED, Event.DECLINE: About.DECLINED, Event.COMPLETE: About.OUTCOME, Event.END_WITHOUT_HELP: About.OUTCOME,
    Event.MARK_AS_ERROR: About.OUTCOME,
}  # fmt: skip


def message_back(practice: str, who: str, life: Life, asked: Asked) -> Message | None:
    """The message that an event calls for; None where it calls for none or there is no practice to tell.

    `practice`: its code; empty where the person does not wish it to be told. `who`: what the organisation that acts is called.
    `life`: as it stands after the event.
    """
    about = _TELLS.get(asked.event)
    if about is None or not practice or (asked.by == practice and asked.event is not Event.MARK_AS_ERROR):
        return None
    return Message(to=practice, about=about, text=_TEXTS[about](who, life, asked), at=asked.at)


def _accepted(who: str, life: Life, _: Asked) -> str:
    if life.state is State.ACCEPTED and len(life.accepted) > 1:
        return f"{who} has taken the referral over and will speak with the person next."
    return f"{who} has accepted the referral and will speak with the person next."


def _declined(who: str, _: Life, asked: Asked) -> str:
    why = f"{_small(said(asked.reason))} In their words: {asked.words.strip()}"
    return f"{who} has declined the referral: {why} It is not closed: it went back to whoever sent it."


def _ended(who: str, life: Life, asked: Asked) -> str:
    outcome = life.outcome
    if outcome is None or life.state is State.ENTERED_IN_ERROR:
        return f"{who} has marked the referral as entered in error: {_small(said(asked.reason))} Please disregard it."
    how = "completed the referral" if life.state is State.COMPLETED else "ended the referral without having helped"
    return f"{who} has {how}: {_small(said(outcome.kind))} In their words: {outcome.words.strip()}{_HELPED.get(outcome.helped, '')}"


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


_HELPED = {
    "yes": " The person says it helped.", "partly": " The person says it helped in part.", "no": " The person says it did not help.",
}  # fmt: skip
_TEXTS = {About.ACCEPTED: _accepted, About.DECLINED: _declined, About.OUTCOME: _ended}
