"""Deciding: consensus first, then a vote where the rule allows one. Every step is said, so that a minute can be written from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.agreement.deciding.quorum import missing_for_quorum, reaches
from wholeplace.agreement.deciding.shapes import (
    Interest,
    Of,
    Outcome,
    QuorumRule,
    Result,
    Said,
    Seat,
    Standing,
    Voice,
    VotingRule,
)
from wholeplace.terms import Problem

_HALF = Fraction(1, 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A body that decides one matter on one day: its seats, rules and standing, and what each seat there said."""

    standing: Standing
    seats: Sequence[Seat]
    quorum: QuorumRule
    voting: VotingRule
    said: Sequence[Said]
    chair: str = ""


@dataclass(frozen=True, slots=True)
class _Room:
    """Who takes part: the seats that may decide, the voices that count, and the steps told so far."""

    deciding: tuple[Seat, ...]
    voices: Mapping[str, Said]
    eligible_in_all: int
    steps: tuple[str, ...]

    def count(self, voice: Voice) -> int:
        return sum(said.voice is voice for said in self.voices.values())


def problems_of(meeting: Meeting) -> list[Problem]:
    """What cannot stand in the record of a meeting: unknown or repeated seats, proxies the rule does not know, dissent unexplained."""
    seats = {seat.name: seat for seat in meeting.seats}
    problems = [
        _problem(said, "there is no such seat in the body.", "Choose one of its seats.") for said in meeting.said if said.seat not in seats
    ]
    spoken = [said.seat for said in meeting.said]
    problems += [
        _problem(said, "it speaks twice.", "Keep one of the two.") for n, said in enumerate(meeting.said) if said.seat in spoken[:n]
    ]
    for said in meeting.said:
        if said.through and not meeting.voting.proxies:
            problems.append(_problem(said, "it voted through another seat, and the rule knows no proxies.", "Record it as absent."))
        if said.through and said.through not in seats:
            problems.append(_problem(said, f'its proxy "{said.through}" is no seat of the body.', "Name the seat that spoke for it."))
        if said.seat in seats and not seats[said.seat].votes:
            problems.append(_problem(said, "it has no vote in this body.", "Record what it advised in the minutes, not as a vote."))
        if said.voice is Voice.AGAINST and not said.reason.strip():
            problems.append(_problem(said, "it is against, and gives no reason.", "Record the reason in its own words."))
    return problems


def decide(meeting: Meeting, matter: str) -> Outcome:
    """How the meeting decides a matter of the kind `matter`.

    An advisory body recommends, whatever it says. A shadow body's outcome is a recommendation too: it binds nobody. Who
    speaks through a proxy has a vote and does not count for the quorum. The order in which seats spoke never matters.
    `problems_of` must have been asked first.
    """
    room = _room(meeting, matter)
    in_person = [seat for seat in room.deciding if not room.voices[seat.name].through]
    missing = missing_for_quorum(meeting.quorum, meeting.seats, in_person)
    if missing:
        return _outcome(Result.INQUORATE, room, meeting, (*room.steps, *missing))
    result, steps = _agreed(meeting, matter, room)
    if meeting.standing in (Standing.ADVISORY, Standing.SHADOW):
        passed = result in (Result.CONSENSUS, Result.PASSED)
        steps = (*steps, f"The body is {meeting.standing.value}, so this is a recommendation and binds nobody.")
        result = Result.RECOMMENDED if passed else Result.NOT_RECOMMENDED
    return _outcome(result, room, meeting, steps)


def _room(meeting: Meeting, matter: str) -> _Room:
    rule = meeting.voting
    eligible = [seat for seat in meeting.seats if seat.votes and matter not in rule.not_eligible.get(seat.constituency, ())]
    out = {said.seat for said in meeting.said if said.interest in (Interest.STAY, Interest.LEAVE)}
    there = {said.seat: said for said in meeting.said}
    deciding = tuple(seat for seat in eligible if seat.name in there and seat.name not in out)
    steps = []
    if kept_out := [seat.name for seat in meeting.seats if seat.votes and seat not in eligible]:
        steps.append(f"Without a vote on this kind of matter: {', '.join(kept_out)}.")
    if out:
        steps.append(f"Took no part because of an interest: {', '.join(seat.name for seat in meeting.seats if seat.name in out)}.")
    voices = {seat.name: there[seat.name] for seat in deciding}
    return _Room(deciding, voices, len(eligible), tuple(steps))


def _agreed(meeting: Meeting, matter: str, room: _Room) -> tuple[Result, tuple[str, ...]]:
    rule = meeting.voting
    against, votes_for = room.count(Voice.AGAINST), room.count(Voice.FOR)
    if rule.consensus_first and not against and votes_for:
        return Result.CONSENSUS, (*room.steps, "Nobody who may decide was against it.")
    if rule.votable and matter not in rule.votable:
        return Result.NO_CONSENSUS, (
            *room.steps,
            "There was no consensus, and the rule allows no vote on this kind of matter. Each partner decides for itself.",
        )
    of = {Of.PRESENT: len(room.deciding), Of.ALL: room.eligible_in_all, Of.CAST: votes_for + against}[rule.of]
    asked = f"{'more than ' if rule.strictly else ''}{rule.threshold} of {of} {rule.of.value}"
    told = (*room.steps, f"{votes_for} were for it and {against} against; the rule asks for {asked}.")
    if reaches(rule.threshold, votes_for, of, strictly=rule.strictly):
        return Result.PASSED, told
    tied = rule.casting and votes_for == against and rule.threshold <= _HALF  # a casting vote cannot stand in for a larger majority
    return _by_casting_vote(meeting, room, told) if tied else (Result.NOT_PASSED, told)


def _by_casting_vote(meeting: Meeting, room: _Room, told: tuple[str, ...]) -> tuple[Result, tuple[str, ...]]:
    """A tie goes as the chair's own vote went. A chair who is not there to decide, or abstained, leaves it not passed."""
    chair = room.voices.get(meeting.chair)
    if chair is None or chair.voice is Voice.ABSTAIN:
        return Result.NOT_PASSED, (*told, "It was a tie, and the chair gave no casting vote.")
    passed = chair.voice is Voice.FOR
    return (Result.PASSED if passed else Result.NOT_PASSED), (*told, f"It was a tie; the chair's casting vote was {chair.voice.value}.")


def _outcome(result: Result, room: _Room, meeting: Meeting, steps: tuple[str, ...]) -> Outcome:
    order = [seat.name for seat in meeting.seats]
    dissent = sorted(
        ((said.seat, said.reason) for said in room.voices.values() if said.voice is Voice.AGAINST), key=lambda one: order.index(one[0])
    )
    return Outcome(
        result=result, votes_for=room.count(Voice.FOR), votes_against=room.count(Voice.AGAINST), abstained=room.count(Voice.ABSTAIN),
        eligible=len(room.deciding), steps=steps, dissent=tuple(dissent),
    )  # fmt: skip


def _problem(said: Said, what: str, fix: str) -> Problem:
    return Problem(where=f'seat "{said.seat}"', what=what, why="The record of a vote must stand on its own.", fix=fix)
