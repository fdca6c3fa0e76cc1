"""Where the pound goes: the page of the pack, and what the pack's first page says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish import wording
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.value.beside import head_views
from wholeplace.publish.pages.value.fair import fair_view
from wholeplace.publish.pages.value.gained import programme_views
from wholeplace.publish.pages.value.held import first_held, held_views
from wholeplace.publish.pages.value.paths import paths_view
from wholeplace.publish.pages.value.spent import PoundView, places_table, pound_view, year_of


@dataclass(frozen=True, kw_only=True, slots=True)
class PoundLead:
    """What the first page says of money: the pound in its parts, sentences of it, and each fund held together."""

    pound: PoundView | None
    said: Sequence[str]
    held: Sequence[str]


def pound_lead(edition: Edition) -> PoundLead | None:
    """None where neither spend nor any fund is known."""
    pound, paths = pound_view(edition), paths_view(edition)
    held = first_held(held_views(edition.money.funds)) if edition.money else []
    if pound is None and not held:
        return None
    said = [_followed(pound)] if pound and pound.followed is not None else []
    return PoundLead(pound=pound, said=[*said, *([paths.lead] if paths else [])], held=held)


def value_page(edition: Edition) -> str:
    """value/index.html of a release."""
    money, pound = edition.money, pound_view(edition)
    fair = fair_view(edition, money.equity if money else None)
    return render(
        "value.html", edition=edition, root="../", here="value/index.html", version=VERSION_MARK,
        span=wording.span_in_words(*year_of(edition)),
        pound=pound, followed=_followed(pound) if pound and pound.followed is not None else "", places=places_table(edition),
        heads=head_views(edition), fair=fair, paths=paths_view(edition),
        programmes=programme_views(edition, money.programmes) if money else (), held=held_views(money.funds) if money else (),
    )  # fmt: skip


def _followed(pound: PoundView) -> str:
    rest = 100 - (pound.followed or 0)
    less = f" {rest}p cannot: no use on record stands behind it." if rest > 0 else ""
    return f"{pound.followed}p of each pound can be followed to the people who used it.{less}"
