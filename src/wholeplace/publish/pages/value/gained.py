"""Outcome for the pound: what each programme spent in the period beside what its measures did, or why nothing can be said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.agreement.funds import ProgrammeMoney
from wholeplace.measures.money import counts_money
from wholeplace.measures.shapes import Better, Kind, Measure
from wholeplace.picture.shapes import Direction, Member
from wholeplace.publish import wording
from wholeplace.publish.pages.edition import Edition
from wholeplace.terms import Money

_STEP = 10_000
"""Pounds for which a gain is told."""

_WHOLE_FROM = 10
"""From so many on a count is told without its decimals: it is an estimate."""

_COUNTED = (Kind.RATE, Kind.PROPORTION)


@dataclass(frozen=True, kw_only=True, slots=True)
class GainSaid:
    """One measure of one programme: what it did, and what that is for the money, both in words."""

    measure: str
    title: str
    did: str
    for_the_pound: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeView:
    """One programme: what was spent on it in the period, in words, and each of its measures."""

    title: str
    lines: str
    spent: str
    gains: tuple[GainSaid, ...]


def programme_views(edition: Edition, programmes: Sequence[ProgrammeMoney]) -> list[ProgrammeView]:
    """Every programme of the agreement that goes on, in its order."""
    return [
        ProgrammeView(
            title=one.title, lines=wording.listed(list(one.lines)), spent=_spent(one, edition), gains=tuple(_gains(one, edition)),
        )
        for one in programmes
    ]  # fmt: skip


def _spent(one: ProgrammeMoney, edition: Edition) -> str:
    if one.spent is not None:
        return f"{one.spent} in {edition.period.in_words}"
    if one.lines:
        return f"Cannot say, because no book tells of {edition.period.in_words}."
    return "Cannot say, because no line of any fund names it."


def _gains(one: ProgrammeMoney, edition: Edition) -> Iterator[GainSaid]:
    for name in one.measures:
        measure, member = edition.measures.get(name), edition.members.get((name, edition.picture.system.code))  # type: ignore[call-overload]
        if measure is None:
            yield GainSaid(measure="", title=name, did="Cannot say, because it is no measure of this picture.", for_the_pound="")
        else:
            yield GainSaid(
                measure=name,
                title=measure.short,
                did=_did(member, edition),
                for_the_pound=_for_the_pound(measure, member, one.spent, edition),
            )
    if not one.measures:
        yield GainSaid(measure="", title="No measure", did="Cannot say, because no measure of it was agreed.", for_the_pound="")


def _did(member: Member | None, edition: Edition) -> str:
    if member is None:
        return "Cannot say, because there is no figure of it."
    measure, change = member.measure, member.change
    now, before = edition.shown(change.now), edition.shown(change.before)
    if change.direction is Direction.UNKNOWN or now is None or before is None or not (now.can_be_seen and before.can_be_seen):
        return f"Cannot say, because {_why(change.why_not)}"
    words = {Direction.BETTER: "Better", Direction.WORSE: "Worse", Direction.CHANGED: "Changed"}.get(change.direction, "No clear change")
    return f"{words}: {wording.short(now.value or 0.0, measure)} now, {wording.short(before.value or 0.0, measure)} a year before."


def _why(why_not: str) -> str:
    return f"{why_not[0].lower()}{why_not[1:].rstrip('.')}." if why_not else "its figures are hidden or not complete yet."


def _for_the_pound(measure: Measure, member: Member | None, spent: Money | None, edition: Edition) -> str:
    if spent is None or spent.pence <= 0:
        return "Cannot say, because what was spent is not known."
    if member is None or member.change.direction is Direction.UNKNOWN:
        return "Cannot say."
    if member.change.direction not in (Direction.BETTER, Direction.WORSE):
        return "Cannot say, because nothing changed beyond chance."
    if measure.kind not in _COUNTED or counts_money(measure) or measure.better is Better.NEITHER:
        return "Cannot say, because it does not count anything that could be bought."
    return _counted(measure, member, spent, edition)


def _counted(measure: Measure, member: Member, spent: Money, edition: Edition) -> str:
    """How many more or fewer there were than at last year's rate, and how many that is for £10,000."""
    now, before = edition.shown(member.change.now), edition.shown(member.change.before)
    if now is None or before is None or not now.numerator or not now.value or before.value is None:
        return "Cannot say, because a figure is hidden."
    away = fewer_than_before(now.numerator, now.value, before.value)
    each = abs(away) * _STEP / float(Fraction(spent.pence, 100))
    way = "fewer" if away > 0 else "more"
    gained = (away > 0) == (measure.better is Better.LOWER)
    many = f"{round(abs(away)):,}" if abs(away) >= _WHOLE_FROM else wording.number(abs(away))
    what = f"about {many} {way} than at last year’s rate"
    if not gained:
        return f"{what[0].upper()}{what[1:]}: no gain for the money by this measure."
    return f"{what[0].upper()}{what[1:]}: {wording.number(each)} for each £{_STEP:,} spent."


def fewer_than_before(numerator: float, value: float, before: float) -> float:
    """How many fewer there were than at the rate of a year before, for as many people as now. Below nought: more."""
    return numerator * before / value - numerator
