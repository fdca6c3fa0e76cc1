"""After a decision: published, looked at again by councillors or left alone, carried out, and reviewed. Pure functions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from wholeplace.agreement.clocks import CallIn, CallInRule, problems_of_call_in, window_closes
from wholeplace.agreement.decisions.before import blank, moved, refuse
from wholeplace.agreement.decisions.in_force import InForce
from wholeplace.agreement.decisions.record import (
    CalledIn,
    Came,
    CarriedOut,
    Happened,
    Publication,
    Recorded,
    Review,
    Scrutinised,
    Urgency,
    Window,
)
from wholeplace.agreement.decisions.standing import stands_at
from wholeplace.agreement.decisions.states import Event, State
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

NO_CALL_IN = "No council executive takes part in it, so councillors have no right to call it in."


def published(recorded: Recorded, held: InForce, now: datetime, urgency: Urgency | None = None) -> Recorded:
    """Published at `now`: from this moment each council's window runs. Under special urgency none does, and it says who agreed."""
    after_it = moved(recorded, Event.PUBLISH, now)
    rules, problems = _rules(recorded, held)
    if urgency and not urgency.agreed_by.strip():
        problems.append(blank("who agreed that it is urgent", "Without it nobody may skip call-in.", "Name the role, such as the chair."))
    if urgency and not urgency.reasons.strip():
        problems.append(blank("why it is urgent", "The reasons are published with it.", "Say why it cannot wait."))
    refuse(recorded, Event.PUBLISH, problems)
    windows = () if urgency else tuple(Window(council=rule.council, closes=window_closes(now, rule), rule=rule) for rule in rules)
    why = "" if rules else NO_CALL_IN
    made = Publication(at=now, windows=windows, urgency=urgency, why_no_window=why)
    return replace(
        after_it, publications=(*recorded.publications, made), published=recorded.proposal,
        meetings_published=len(recorded.meetings),
    )  # fmt: skip


def window_closed(recorded: Recorded, now: datetime) -> Recorded:
    """The record once its windows have passed: the clock's doing, kept when somebody next acts. As it was where none has passed."""
    if stands_at(recorded, now) is recorded.state:
        return recorded
    closed = max((window.closes for window in recorded.publications[-1].windows), default=recorded.publications[-1].at)
    passed = Happened(event=Event.CLOSE_WINDOW, state=State.FREE, at=closed)
    return replace(recorded, state=State.FREE, history=(*recorded.history, passed))


def called_in(recorded: Recorded, asked: CalledIn, held: InForce) -> Recorded:
    """Called in by members of a council through a scrutiny body that looks at the deciding body. `asked.at`: the moment."""
    problems = _of_scrutiny(recorded, asked.by, held)
    after_it = recorded
    if stands_at(recorded, asked.at) is State.OPEN_TO_CALL_IN or recorded.state is not State.OPEN_TO_CALL_IN:
        after_it = moved(recorded, Event.CALL_IN, asked.at)
    windows = {window.council: window for window in recorded.publications[-1].windows}
    window = windows.get(asked.council)
    if window is None:
        fix = did_you_mean(asked.council, windows) or (f"Choose one of: {', '.join(windows)}." if windows else "It is not open to call-in.")
        problems.append(_problem("council", f"“{asked.council}” has no window on this decision.", "Each council has its own rule.", fix))
    else:
        request = CallIn(callers=asked.callers, at=asked.at, grounds=asked.grounds)
        problems += problems_of_call_in(request, recorded.publications[-1].at, window.rule)
    refuse(recorded, Event.CALL_IN, problems)
    return replace(after_it, call_ins=(*recorded.call_ins, asked))


def scrutinised(recorded: Recorded, said: Scrutinised, held: InForce) -> Recorded:
    """What scrutiny said: released, and it may be carried out; or sent back with reasons to the body that decided."""
    event = Event.SEND_BACK if said.sent_back else Event.RELEASE
    after_it = moved(recorded, event, said.at)
    problems = _of_scrutiny(recorded, said.by, held)
    if said.sent_back and not said.reasons.strip():
        problems.append(blank("reasons", "The body that decided must know what to look at again.", "Say what scrutiny asks for, and why."))
    refuse(recorded, event, problems)
    return replace(after_it, scrutinised=(*recorded.scrutinised, said))


def carried_out(recorded: Recorded, done: CarriedOut, now: datetime) -> Recorded:
    """Carried out: only once it is free, on a day that has come and not before it became free."""
    after_it = moved(recorded, Event.CARRY_OUT, now)
    problems = []
    since = _free_since(recorded)
    if done.on > now.date():
        problems.append(_problem("day", f"{done.on} has not come yet.", "It is recorded once it is done.", "Give the day it was done."))
    if done.on < since:
        why = "Nobody may act on a decision before."
        problems.append(_problem("day", f"{done.on} is before {since}, when it became free.", why, "Correct the day."))
    if not done.what.strip():
        problems.append(blank("what was done", "Else nobody can say whether it was what was agreed.", "Say it in a sentence."))
    refuse(recorded, Event.CARRY_OUT, problems)
    return replace(after_it, carried_out=done)


def reviewed(recorded: Recorded, review: Review, now: datetime) -> Recorded:
    """Looked at again: every expected effect has an answer, with the figure or the reason it rests on."""
    after_it = moved(recorded, Event.REVIEW, now)
    problems = list(_of_review(recorded, review))
    if review.on > now.date():
        problems.append(_problem("day", f"{review.on} has not come yet.", "A review looks back.", "Give the day of the review."))
    refuse(recorded, Event.REVIEW, problems)
    return replace(after_it, reviews=(*recorded.reviews, review))


def replaced(recorded: Recorded, by: str, now: datetime) -> Recorded:
    """Replaced by a later decision, named by its reference."""
    after_it = moved(recorded, Event.REPLACE, now)
    if not by.strip() or by == recorded.proposal.reference:
        problem = _problem("replaced by", f"“{by}” is no later decision.", "Else nobody knows which one holds.", "Give its reference.")
        refuse(recorded, Event.REPLACE, [problem])
    return replace(after_it, replaced_by=by)


def open_to_call_in(recorded: Recorded) -> bool:
    """Does one of its duties open it to call-in once it is published?"""
    return any(duty.call_in for duty in recorded.duties)


def problems_of_publishing(recorded: Recorded, held: InForce) -> list[Problem]:
    """What keeps an agreed decision from being published: councils that may call it in, and no rule that says how."""
    return _rules(recorded, held)[1]


def _rules(recorded: Recorded, held: InForce) -> tuple[tuple[CallInRule, ...], list[Problem]]:
    """The rules of call-in of all councils that it touches, and those that nobody wrote down."""
    if not open_to_call_in(recorded):
        return (), []
    if not recorded.councils:
        why = "A council's executive takes part in it, so its members may call it in."
        return (), [_problem("councils", "the matter names none.", why, "Name the councils in the matter, and take its answer over.")]
    missing = [name for name in recorded.councils if name not in held.call_in]
    why = "Nobody could say when its window closes."
    fix = "Add its rule to agreement/call_in.toml, with its source."
    problems = [_problem(f"Call-in at {name}", "no rule is written down.", why, fix) for name in missing]
    return tuple(held.call_in[name] for name in recorded.councils if name in held.call_in), problems


def _of_scrutiny(recorded: Recorded, by: str, held: InForce) -> list[Problem]:
    body = held.agreement.body(by)
    if body is not None and recorded.proposal.body in body.scrutinises:
        return []
    named = [one.title for one in held.agreement.bodies if recorded.proposal.body in one.scrutinises]
    fix = f"It is for: {', '.join(named)}." if named else "Write down in the agreement which body scrutinises it."
    title = body.title if body else by
    return [_problem(title, "it does not scrutinise the body that decided.", "Call-in is for those who do.", fix)]


def _free_since(recorded: Recorded) -> date:
    last = recorded.publications[-1]
    ends: Sequence[datetime] = [window.closes for window in last.windows]
    released = [said.at for said in recorded.scrutinised if said.at >= last.at and not said.sent_back]
    return max(released or ends or [last.at]).date()


def _of_review(recorded: Recorded, review: Review) -> list[Problem]:
    expected = {(one.measure, one.change): one for one in (recorded.published or recorded.proposal).expected}
    answered = {(one.measure, one.change): one for one in review.checked}
    problems = [
        _problem(f"expected effect on {measure}", "the review does not say whether it came.", "It was promised.", "Choose an answer.")
        for measure, change in expected
        if (measure, change) not in answered
    ]
    for one in answered.values():
        if one.came is not Came.UNKNOWN and not (one.figure.strip() or one.why.strip()):
            where = f"expected effect on {one.measure}"
            problems.append(_problem(where, "neither a figure nor a reason is given.", "Readers must see why.", "Give one of them."))
        if one.came is Came.UNKNOWN and not one.why.strip():
            problems.append(blank(f"expected effect on {one.measure}", "Not knowing has a reason too.", "Say why nobody can say."))
    if not review.learnt.strip():
        problems.append(blank("what was learnt", "The next decision starts from it.", "Say it in a sentence, even if it is little."))
    return problems


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
