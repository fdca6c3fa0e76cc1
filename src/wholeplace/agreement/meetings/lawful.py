"""What is missing for a meeting to be lawful: published in time, a quorum there, interests dealt with, items that the body may hear."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from wholeplace.agreement.bodies import Agreement, Body, stage_of
from wholeplace.agreement.deciding import Standing, missing_for_quorum
from wholeplace.agreement.meetings.publishing import DutyState, PublicationRules, duties_of
from wholeplace.agreement.meetings.shapes import AgendaItem, Attendance, DeclaredInterest, ItemKind, Paper, Presence, Sitting
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_Told = Iterator[tuple[str, str, str]]


def problems_of_sitting(sitting: Sitting, agreement: Agreement, rules: PublicationRules, *, today: date) -> list[Problem]:
    """What is missing on a day for a sitting to be lawful, before who comes is known: its body, chair, publication and items.

    What is still to do in time is no problem. A sitting that was called off has none.
    """
    if sitting.called_off_why.strip():
        return []
    where, body = f"sitting {sitting.reference}", agreement.body(sitting.body)
    if body is None:
        fix = did_you_mean(sitting.body, [one.name for one in agreement.bodies]) or "Name a body of the agreement."
        return [_problem(where, f'there is no body called "{sitting.body}".', "Nobody could meet.", fix)]
    told = (*_body(sitting, body), *_published(sitting, rules, today), *_numbers(sitting))
    problems = [_problem(where, *each) for each in told]
    return [*problems, *(problem for item in sitting.items for problem in problems_of_agenda_item(item, sitting, body))]


def problems_of_agenda_item(item: AgendaItem, sitting: Sitting, body: Body) -> list[Problem]:
    """What keeps one item from being heard, with its papers."""
    where = f"sitting {sitting.reference}, item {item.number}"
    told = (*_item(item, sitting, body), *(each for paper in item.papers for each in _paper(paper, sitting)))
    return [_problem(where, *each) for each in told]


def problems_of_attendance(attendances: Sequence[Attendance], sitting: Sitting, body: Body) -> list[Problem]:
    """What is wrong with who was there: seats that there are not or that stand twice, no quorum, a chair who was not there.

    A seat of which nothing is recorded was not there. A deputy counts for the quorum as its seat does, but not where the body's
    rule knows no proxies.
    """
    theirs = [one for one in attendances if one.sitting == sitting.reference]
    seats = {seat.name: seat for seat in body.seats}
    there = seats_there(theirs, body)
    where = f"attendance at {sitting.reference}"
    missing = missing_for_quorum(body.quorum, body.seats, [seats[name] for name in there if name in seats])
    told = [*_seats(theirs, list(seats))]
    told += [(each, "Without a quorum nothing can be decided.", "Adjourn, or hear items for information only.") for each in missing]
    if sitting.chair and sitting.chair not in there:
        told.append(
            (f'"{sitting.chair}" was in the chair, and was not there.', "The record contradicts itself.", "Correct one of the two.")
        )
    return [_problem(where, *each) for each in told]


def seats_there(attendances: Sequence[Attendance], body: Body) -> tuple[str, ...]:
    """The seats that were there, in the body's order; those with a deputy only where the body's voting rule knows proxies."""
    counts = {Presence.THERE} | ({Presence.DEPUTY} if body.voting is not None and body.voting.proxies else set())
    present = {one.seat for one in attendances if one.presence in counts}
    return tuple(seat.name for seat in body.seats if seat.name in present)


def problems_of_interest(interest: DeclaredInterest, body: Body, sitting: Sitting | None = None) -> list[Problem]:
    """What keeps a declared interest from standing. `sitting`: the one at which it was declared; None for one in the register."""
    where = f"interest of {interest.seat}"
    return [_problem(where, *each) for each in _interest(interest, body, sitting)]


def _body(sitting: Sitting, body: Body) -> _Told:
    on = sitting.starts.date()
    if stage_of(body, on) is None:
        yield f"{body.title} does not exist on {on}.", "Nobody could meet.", "Correct the day, or write down the body's stage."
    if sitting.chair and sitting.chair not in [seat.name for seat in body.seats]:
        yield f'its chair "{sitting.chair}" is no seat of {body.title}.', "Only a member takes the chair.", "Name one of its seats."
    if not sitting.where.strip() and not sitting.online_at.strip():
        yield "it does not say where it is.", "Nobody could come.", "Name the place, or the address online."
    if body.in_public and sitting.private_why.strip():
        yield (
            "all of it is private.",
            f"{body.title} meets in public.",
            "Hear in private only what must be, each item with its ground.",
        )


def _published(sitting: Sitting, rules: PublicationRules, today: date) -> _Told:
    if sitting.rule not in rules.publications:
        fix = f"Use one of: {', '.join(rules.publications)}."
        yield f'"{sitting.rule}" is no rule of publication.', "Nobody could say what is due.", fix
    for duty in duties_of(sitting, rules, today):
        if duty.state is DutyState.MISSED:
            yield (
                f"{duty.what}: not published by {duty.due}.",
                f"{duty.source}.",
                "Publish it now, and ask if the meeting must be later.",
            )
        elif duty.state is DutyState.DONE_LATE:
            what = f"{duty.what}: published on {duty.done_on}, and due by {duty.due}."
            yield what, f"{duty.source}.", "Hold it later, or record why it could not wait."


def _numbers(sitting: Sitting) -> _Told:
    if sitting.agenda_on is not None and not sitting.items:
        yield "its agenda is published, and holds nothing.", "Nobody could say what is heard.", "Add the items."
    for number, count in Counter(item.number for item in sitting.items).items():
        if count > 1:
            yield f"{count} items have the number {number}.", "Minutes could not say which is meant.", "Give each its own number."


def _item(item: AgendaItem, sitting: Sitting, body: Body) -> _Told:
    stage = stage_of(body, sitting.starts.date())
    if not item.title.strip():
        yield "it has no title.", "Nobody could say what is heard.", "Name the matter in plain words."
    if not item.owner.strip():
        yield "nobody brings it.", "Nobody could answer questions.", "Name the post or organisation that brings it."
    if item.kind is ItemKind.DECIDE and not item.matter.strip():
        yield "it is for decision, and its kind of matter is not said.", "Powers and votes go by it.", "Name the kind of matter."
    if item.kind is ItemKind.DECIDE and stage is not None and stage.standing is Standing.ADVISORY:
        yield f"it is for decision, and {body.title} is advisory.", "It advises and has no vote.", "Put it as an item for advice."
    if item.kind is ItemKind.DECIDE and not item.papers:
        yield "it is for decision, and has no paper.", "A decision rests on what can be looked at again.", "Add the paper."
    if item.added_on and sitting.agenda_on and item.added_on > sitting.agenda_on and not item.added_why.strip():
        why = "What is not on the agenda is heard only where the chair says why it is urgent."
        yield f"it was added on {item.added_on}, after the agenda, and nothing says why.", why, "Say why it cannot wait."


def _paper(paper: Paper, sitting: Sitting) -> _Told:
    if not _FINGERPRINT.fullmatch(paper.sha256):
        why = "Nobody could prove later which version was read."
        yield f"“{paper.title}” has no fingerprint.", why, "Keep the SHA-256 of its bytes, 64 letters and digits."
    if paper.published_on is None and sitting.agenda_on is not None:
        yield f"“{paper.title}” is not published, and the agenda is.", "People come to hear what they have read.", "Publish it."
    late = paper.published_on is not None and sitting.agenda_on is not None and paper.published_on > sitting.agenda_on
    if late and not paper.late_why.strip():
        what = f"“{paper.title}” came on {paper.published_on}, after the agenda, and nothing says why."
        yield what, "A late paper is heard only where the chair accepts why.", "Say why, or hear it next time."


def _seats(theirs: Sequence[Attendance], seats: Sequence[str]) -> _Told:
    for name, count in Counter(one.seat for one in theirs).items():
        if name not in seats:
            yield f'there is no seat "{name}".', "A vote could come from nowhere.", did_you_mean(name, seats) or "Name one of its seats."
        if count > 1:
            yield f'seat "{name}" stands there {count} times.', "It could be counted twice.", "Keep one."


def _interest(interest: DeclaredInterest, body: Body, sitting: Sitting | None) -> _Told:
    why = "An interest that is not dealt with can undo a decision."
    if interest.seat not in [seat.name for seat in body.seats]:
        yield f'there is no seat "{interest.seat}" in {body.title}.', why, "Name one of its seats."
    if not interest.what.strip():
        yield "it does not say what the interest is.", why, "Say it in a sentence, without naming others."
    if interest.arose_on and interest.arose_on > interest.declared_on:
        yield f"it arose on {interest.arose_on}, after it was declared.", "One of the days is wrong.", "Correct one of the days."
    if sitting is not None and interest.done is None:
        yield "nothing says what was done about it.", why, "Say whether it was noted, the member stayed and did not decide, or left."
    if sitting is not None and interest.item not in [item.number for item in sitting.items]:
        yield f"there is no item {interest.item} at {sitting.reference}.", why, "Name the item that it touches."


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
