"""What partners signed: each version of a memorandum, its clauses, who signed it and when, and who did not."""

from dataclasses import dataclass

from wholeplace.agreement.bodies import Memorandum
from wholeplace.publish.public_record.pages.bodies import dates_in_words
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.wording import day_in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class MemorandumView:
    """One version in words. `unsigned`: partners with a seat or a power here who did not sign it."""

    paper: Memorandum
    dates: str
    holds: bool
    signed: tuple[tuple[str, str], ...]
    unsigned: tuple[str, ...]


def memoranda_page(edition: RecordEdition) -> str:
    """memoranda.html: those that hold first, each newest first."""
    today = edition.record.today
    newest = sorted(edition.record.agreement.memoranda, key=lambda paper: (paper.dates.since, paper.name), reverse=True)
    papers = sorted(newest, key=lambda paper: not paper.dates.hold(today))
    return edition.render("memoranda.html", "memoranda.html", papers=[_view(paper, edition) for paper in papers])


def _view(paper: Memorandum, edition: RecordEdition) -> MemorandumView:
    today = edition.record.today
    signed = sorted(((on, edition.name_of(who)) for who, on in paper.signed.items() if on <= today), key=lambda one: (one[0], one[1]))
    names = {name for _, name in signed}
    return MemorandumView(
        paper=paper, dates=dates_in_words(paper.dates), holds=paper.dates.hold(today),
        signed=tuple((name, day_in_words(on)) for on, name in signed),
        unsigned=tuple(name for name in _partners(edition) if name not in names),
    )  # fmt: skip


def _partners(edition: RecordEdition) -> list[str]:
    """Every organisation with a seat, a power or something given on, by name."""
    agreement = edition.record.agreement
    bodies = {body.name for body in agreement.bodies}
    found = {
        *(seat.organisation for body in agreement.bodies for seat in body.seats),
        *(holder for power in agreement.powers for holder in power.held_by),
        *(giver for one in agreement.delegations for giver in one.by),
    }
    return sorted(edition.name_of(one) for one in found - bodies)
