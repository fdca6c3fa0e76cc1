"""What was decided and what happened: for each reading, the decisions that expected an effect on its measures, and what these did."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.decided import DecidedEffect
from wholeplace.publish.pages.cards import CardView
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.members import MemberView
from wholeplace.publish.wording import day_in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class EffectSaid:
    """One expected effect in words: the decision, what should be seen by when, and what the measure did."""

    title: str
    who: str
    expected: str
    happened: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedView:
    """One reading with the effects that decisions expected on its measures."""

    card: CardView
    effects: tuple[EffectSaid, ...]


def decided_views(edition: Edition, cards: Sequence[CardView]) -> list[DecidedView]:
    """The readings of the first page of which decisions expected something, in the page's order. Each effect stands once, with the
    reading that its measure leads, else the first that holds it."""
    home = {effect.measure: _home(effect.measure, cards) for effect in edition.decided}
    views = []
    for card in cards:
        here = [effect for effect in edition.decided if home[effect.measure] is card]
        if here:
            views.append(DecidedView(card=card, effects=tuple(_said(effect, card, edition) for effect in here)))
    return views


def elsewhere_count(edition: Edition, cards: Sequence[CardView]) -> int:
    """How many expected effects are on measures that no reading of the page holds."""
    return sum(_home(effect.measure, cards) is None for effect in edition.decided)


def _home(measure: str, cards: Sequence[CardView]) -> CardView | None:
    holding = [card for card in cards if any(member.measure.name == measure for member in card.members)]
    leading = [card for card in holding if card.members[0].measure.name == measure]
    return next(iter(leading or holding), None)


def _said(effect: DecidedEffect, card: CardView, edition: Edition) -> EffectSaid:
    member = next(member for member in card.members if member.measure.name == effect.measure)
    return EffectSaid(
        title=effect.title, who=f"{effect.body}, {day_in_words(effect.decided_on)}",
        expected=f"{member.measure.short}: {effect.change} by {day_in_words(effect.by)}",
        happened=" ".join(_happened(effect, member, edition)),
    )  # fmt: skip


def _happened(effect: DecidedEffect, member: MemberView, edition: Edition) -> list[str]:
    if effect.decided_on >= edition.period.ends:
        return ["Decided after these figures, so they cannot show it yet."]
    told = [f"{member.direction.capitalize()}: {member.now_words} now, {member.before_words} a year before."]
    if effect.came:
        told.append(f"The body looked at it: {effect.came}.")
    elif effect.by >= edition.period.ends:
        told.append("It is not due yet.")
    else:
        told.append("It was due, and the body has not said whether it came true.")
    return told
