"""Which body a matter goes to: those that may decide it, and those that can only recommend, by the powers that were written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.bodies import Agreement, Asked, May, authority_of, stage_of
from wholeplace.agreement.meetings.shapes import Sitting


@dataclass(frozen=True, kw_only=True, slots=True)
class RoutedItem:
    """Where a matter goes. `decides`: bodies that may decide it, by name; `advises`: those that exist and may only recommend.

    `reasons`: why each of those that decide may, by body.
    """

    matter: str
    decides: tuple[str, ...]
    advises: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]


def routed(agreement: Agreement, asked: Asked) -> RoutedItem:
    """Every body that there is on the day, by what it may do about what is asked. Nobody decides: each holder of the power does."""
    there = [body for body in agreement.bodies if stage_of(body, asked.on) is not None]
    answers = {body.name: authority_of(agreement, body.name, asked) for body in there}
    decides = tuple(name for name, answer in answers.items() if answer.may is May.DECIDE)
    return RoutedItem(
        matter=asked.matter, decides=decides, advises=tuple(name for name, answer in answers.items() if answer.may is May.RECOMMEND),
        reasons=tuple((name, reason) for name in decides for reason in answers[name].reasons),
    )  # fmt: skip


def forward_agenda(sittings: Iterable[Sitting], body: str, today: date) -> tuple[Sitting, ...]:
    """The sittings of a body that are still to come, the next one first. Those that were called off are not among them."""
    ahead = [one for one in sittings if one.body == body and one.starts.date() >= today and not one.called_off_why.strip()]
    return tuple(sorted(ahead, key=lambda one: one.starts))
