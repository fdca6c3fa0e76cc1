"""A call for bids: what is to be given and by which criteria, how a panel scores it, and when it may be decided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from wholeplace.agreement.choosing.awards import FundAwards, award
from wholeplace.agreement.choosing.ranking import HUNDRED, problems_of_choice, rank
from wholeplace.agreement.choosing.shapes import Criterion, Option, Ranked
from wholeplace.terms import DataProblem, Money, Problem


class CallState(StrEnum):
    """Where a call for bids stands."""

    ANNOUNCED = "announced"
    OPEN = "open for bids"
    SCORED = "being scored"
    DECIDED = "decided"


@dataclass(frozen=True, kw_only=True, slots=True)
class CallForBids:
    """A sum that a body gives to bids. `least_score`: below it nothing is given. `parts`: the last bid that is paid may get a part.

    `scorers`: how many members must score each bid. Bids are taken from `opens_on` to `closes_on`, both included. `award`: the award
    of the place's files from which it is paid; empty: from elsewhere.
    """

    reference: str
    title: str
    body: str
    amount: Money
    criteria: tuple[Criterion, ...]
    opens_on: date
    closes_on: date
    least_score: int = 0
    parts: bool = False
    scorers: int = 1
    award: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """What one member of the panel says of one bid: a score from 0 to 100 for each criterion, each with its reason.

    `interest`: what binds the member to the bid; then there are no scores, and nothing of it counts.
    """

    bid: str
    member: str
    scores: Mapping[str, Fraction] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    interest: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedCall:
    """A call that was decided, as it may be published. `paid`: the bids that got something, by name. `decision`: its reference."""

    call: CallForBids
    purpose: str
    decision: str
    awards: FundAwards
    paid: Mapping[str, Option]

    @property
    def given(self) -> Money:
        """What all bids got."""
        return self.awards.fund - self.awards.left

    @property
    def unpaid(self) -> int:
        """How many bids got nothing."""
        return len(self.awards.awards) - len(self.paid)


def state_of_call(call: CallForBids, today: date) -> CallState:
    """Where a call stands on a day."""
    if call.decided_on is not None:
        return CallState.DECIDED
    if today < call.opens_on:
        return CallState.ANNOUNCED
    return CallState.OPEN if today <= call.closes_on else CallState.SCORED


def problems_of_call(call: CallForBids, left: Money | None) -> list[Problem]:
    """Everything that would make a call unfair or pay out what is not there. `left`: what its award still has; None: it names none."""
    problems = problems_of_choice((), call.criteria)
    where = f"call “{call.title}”"
    names = [one.name for one in call.criteria]
    if len(set(names)) < len(names):
        problems.append(_problem(where, "two criteria are called the same.", "A score would count for both.", "Give each its own name."))
    if any(one.weight <= 0 for one in call.criteria):
        problems.append(_problem(where, "a criterion weighs nothing.", "It would be scored and never count.", "Give it a weight above 0."))
    if call.amount.pence <= 0:
        problems.append(_problem(where, f"it gives {call.amount}.", "Nobody can be paid from that.", "Give a sum above nought."))
    if left is not None and call.amount > left:
        why = "Somebody would be promised money that is not there."
        problems.append(_problem(where, f"it gives {call.amount}, and its award has {left} left.", why, "Give that or less."))
    if call.closes_on < call.opens_on:
        problems.append(_problem(where, "it closes before it opens.", "Nobody could bid.", "Put the days in order."))
    if not 0 <= call.least_score <= HUNDRED:
        problems.append(_problem(where, f"its least score is {call.least_score}.", "Scores go from 0 to 100.", "Correct it."))
    if call.scorers < 1:
        problems.append(_problem(where, "nobody has to score a bid.", "It would be decided without a look.", "Ask for 1 or more."))
    return problems


def problems_of_score(scored: Scored, criteria: Sequence[Criterion]) -> list[Problem]:
    """Everything that keeps a member's scores from counting: one missing, one off the scale, one without its reason."""
    if scored.interest.strip():
        return []
    problems = []
    for one in criteria:
        where = f"score for “{one.title}”"
        given = scored.scores.get(one.name)
        if given is None:
            problems.append(_problem(where, "it is missing.", "The bid would be ranked as if it had none.", "Score it, or give 0."))
        elif not 0 <= given <= HUNDRED:
            problems.append(_problem(where, f"it is {float(given):.4g}.", "Scores go from 0 to 100.", "Correct it."))
        elif not scored.reasons.get(one.name, "").strip():
            problems.append(_problem(where, "it has no reason.", "Whoever bid may ask why.", "Say why in a sentence."))
    return problems


def counted(bid: str, scored: Sequence[Scored]) -> list[Scored]:
    """The scores of a bid that count: those of members without an interest in it."""
    return [one for one in scored if one.bid == bid and not one.interest.strip()]


def panel_scores(options: Sequence[Option], scored: Sequence[Scored], criteria: Sequence[Criterion]) -> tuple[Option, ...]:
    """The options with the panel's scores: for each criterion the mean of its members', as an exact fraction. A bid that nobody
    scored has none."""
    return tuple(replace(option, scores=_means(counted(option.name, scored), criteria)) for option in options)


def to_award(options: Sequence[Option]) -> list[Option]:
    """The bids that ask for money. What would set money free by being stopped is drawn beside them, and is never awarded anything."""
    return [one for one in options if not one.releases]


def still_to_score(call: CallForBids, options: Sequence[Option], scored: Sequence[Scored]) -> list[Problem]:
    """Bids that fewer members scored than the call asks for."""
    found = [(option, len(counted(option.name, scored))) for option in to_award(options)]
    return [
        _problem(
            f"bid “{option.title}”", f"{many} of {call.scorers} members have scored it.", "A ranking would rest on too few.",
            "Wait for the scores, or ask other members.",
        )
        for option, many in found if many < call.scorers
    ]  # fmt: skip


def ranked_by_panel(call: CallForBids, options: Sequence[Option], scored: Sequence[Scored]) -> tuple[Ranked, ...]:
    """The ranking by the panel's scores. Raises DataProblem where a bid was scored by too few."""
    problems = still_to_score(call, options, scored)
    if problems:
        raise DataProblem("The bids cannot be ranked yet", problems)
    return rank(panel_scores(to_award(options), scored, call.criteria), call.criteria)


def award_call(call: CallForBids, options: Sequence[Option], scored: Sequence[Scored], today: date) -> FundAwards:
    """What a call gives to whom, by its own rules. Raises DataProblem with everything that keeps it from being decided."""
    problems = []
    if call.decided_on is not None:
        problems.append(_problem(f"call “{call.title}”", "it was decided.", "An award stands.", "Make a further call for what is left."))
    if today <= call.closes_on:
        why = "Bids may still come in."
        problems.append(_problem(f"call “{call.title}”", f"it is open to the end of {call.closes_on}.", why, "Decide it after that day."))
    if not to_award(options):
        problems.append(_problem(f"call “{call.title}”", "nobody bid.", "There is nothing to award.", "Make another call."))
    problems += still_to_score(call, options, scored)
    if problems:
        raise DataProblem("The awards cannot be made", problems)
    return award(call.amount, ranked_by_panel(call, options, scored), least_score=call.least_score, parts=call.parts)


def without_equity(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The criteria that are not about who gains, their weights filled up to 100 in proportion; none where there are no others."""
    rest = [one for one in criteria if not one.equity]
    whole = sum((one.weight for one in rest), Fraction(0))
    return tuple(replace(one, weight=one.weight * HUNDRED / whole) for one in rest) if whole else ()


def moves(before: Sequence[Ranked], after: Sequence[Ranked]) -> tuple[str, ...]:
    """How one ranking differs from another, one sentence for each option that changed its place, in the order of the second."""
    stood = {one.option.name: one.place for one in before}
    return tuple(_moves(before, after, stood))


def criteria_from(lines: Sequence[str], fair: Collection[str], source: str) -> tuple[tuple[Criterion, ...], list[Problem]]:
    """Criteria as somebody writes them, one a line with its weight ("Better health: 50"), and what cannot be read. `fair`: the titles
    of those that are about who gains."""
    found, problems = [], []
    for line in lines:
        title, _, weight = line.rpartition(":")
        try:
            share = Fraction(weight.strip())
        except (ValueError, ZeroDivisionError):
            problems.append(
                _problem(f"criterion “{line}”", "it has no weight.", "Nobody could say how much it counts.", "Write “Better health: 50”.")
            )
            continue
        name = "-".join(title.lower().split())
        found.append(Criterion(name=name, title=title.strip(), weight=share, source=source, equity=title.strip() in fair))
    known = [one.title for one in found]
    problems += [
        _problem(f"“{one}”", "it is none of the criteria.", "Equity would count for nothing.", f"Criteria: {', '.join(known)}.")
        for one in fair if one not in known
    ]  # fmt: skip
    return tuple(found), problems


def _moves(before: Sequence[Ranked], after: Sequence[Ranked], stood: Mapping[str, int]) -> Iterator[str]:
    first = {one.option.name: one.option.title for one in (*before, *after)}
    for one in after:
        was = stood.get(one.option.name)
        if was is None:
            yield f"“{first[one.option.name]}” is new, in place {one.place}."
        elif was != one.place:
            way = "up" if one.place < was else "down"
            yield f"“{first[one.option.name]}” goes {way} from place {was} to place {one.place}."
    gone = {one.option.name for one in after}
    yield from (f"“{one.option.title}” is not in it any more." for one in before if one.option.name not in gone)


def _means(given: Sequence[Scored], criteria: Sequence[Criterion]) -> dict[str, Fraction]:
    if not given:
        return {}
    return {one.name: sum((each.scores[one.name] for each in given), Fraction(0)) / len(given) for one in criteria}


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
