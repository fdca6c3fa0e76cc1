"""Sentences about decisions, in plain words."""

import re
from datetime import date, datetime

from wholeplace.agreement.deciding import Interest, Outcome, Result
from wholeplace.agreement.decisions import Effect, RegisterEntry, State
from wholeplace.publish.public_record.entries import call_in_closes, in_england
from wholeplace.publish.wording import day_in_words, listed
from wholeplace.terms import Money

STATE_COLOURS = {
    State.NOTIFIED: "white", State.DEFERRED: "white", State.OPEN_TO_CALL_IN: "yellow", State.CALLED_IN: "orange",
    State.SENT_BACK: "orange", State.FREE: "green", State.CARRIED_OUT: "blue", State.REVIEWED: "blue", State.REFUSED: "grey",
    State.WITHDRAWN: "grey", State.REPLACED: "grey",
}  # fmt: skip
EFFECT_COLOURS = {Effect.BETTER: "blue", Effect.SAME: "grey", Effect.WORSE: "orange", Effect.UNKNOWN: "white"}
INTEREST_WORDS = {
    Interest.NOTE: "declared one, and took part", Interest.STAY: "declared one, stayed, and did not decide",
    Interest.LEAVE: "declared one, and left",
}  # fmt: skip
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_STATE_WORDS = {State.NOTIFIED: "to be decided", State.OPEN_TO_CALL_IN: "open to call-in"}
_RESULTS = {
    Result.CONSENSUS: "agreed it. Nobody who may decide was against it",
    Result.PASSED: "agreed it by vote",
    Result.NOT_PASSED: "did not agree it",
    Result.NO_CONSENSUS: "found no agreement. Its rules allow no vote on this, so each partner decides for itself",
    Result.INQUORATE: "could not decide. Too few seats were there",
    Result.RECOMMENDED: "recommends it, and cannot decide it",
    Result.NOT_RECOMMENDED: "does not recommend it",
}


def state_in_words(state: State) -> str:
    """A state as the register names it."""
    return _STATE_WORDS.get(state, state.value)


def moment_in_words(moment: datetime) -> str:
    """A moment by England's clocks: "5pm on 9 November 2026", "5:30pm on …", "midday on …"."""
    there = in_england(moment)
    hour, minute = there.hour, there.minute
    if (hour, minute) in ((0, 0), (12, 0)):
        clock = "midnight" if hour == 0 else "midday"
    else:
        clock = f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"
    return f"{clock} on {day_in_words(there.date())}"


def days_in_words(sentence: str) -> str:
    """A sentence of the rules as people say it: "17.9 % on 2026-03-31" becomes "17.9% on 31 March 2026"."""
    return _DATE.sub(lambda found: day_in_words(date.fromisoformat(found.group())), sentence).replace(" %", "%")


def outcome_in_words(outcome: Outcome) -> str:
    """How a meeting ended, as it follows the body's name."""
    voted = outcome.result in (Result.PASSED, Result.NOT_PASSED)
    count = f": {outcome.votes_for} for, {outcome.votes_against} against, {outcome.abstained} abstained" if voted else ""
    return f"{_RESULTS[outcome.result]}{count}"


def lead_of(entry: RegisterEntry, bodies: dict[str, str]) -> list[str]:
    """The first sentences of a decision's page: who decided what when, and where it stands. `bodies`: name -> title."""
    return [*_who(entry, bodies), *_where_it_stands(entry)]


def _who(entry: RegisterEntry, bodies: dict[str, str]) -> list[str]:
    if entry.meetings:
        held = entry.meetings[-1]
        return [f"{bodies.get(held.body, held.body)} {outcome_in_words(held.outcome)}. It met on {day_in_words(held.held_on)}."]
    if entry.notices and entry.decided_on is None:
        given = entry.notices[-1]
        return [f"{bodies.get(given.body, given.body)} is to decide this on {day_in_words(given.decision_on)}."]
    return []


def _where_it_stands(entry: RegisterEntry) -> list[str]:
    closes = call_in_closes(entry)
    if closes is not None:
        return [f"It can be called in until {moment_in_words(closes)}. Until then nobody acts on it."]
    told = {
        State.CALLED_IN: "It was called in, so nobody acts on it until scrutiny has looked at it.",
        State.SENT_BACK: "Scrutiny sent it back, so the body looks at it again.",
        State.DEFERRED: "It was put off.",
        State.FREE: "It is free to be carried out.",
        State.WITHDRAWN: "It was withdrawn.",
    }
    if entry.state is State.CARRIED_OUT and entry.carried_out:
        return [f"It was carried out on {day_in_words(entry.carried_out.on)}."]
    return [told[entry.state]] if entry.state in told else []


def money_in_words(money: Money) -> str:
    """What a body gains or pays: "pays £250,000", "gains £1,200.50", "neither gains nor pays"."""
    if money.pence == 0:
        return "neither gains nor pays"
    return f"{'gains' if money.pence > 0 else 'pays'} {Money(abs(money.pence))}"


def councils_in_words(entry: RegisterEntry) -> str:
    """Whose members may call it in."""
    windows = entry.publications[-1].windows if entry.publications else ()
    return listed([window.council for window in windows])
