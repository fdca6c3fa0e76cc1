"""The pages of the public record. Each module says one kind of page; `edition` holds what all of them share."""

from collections.abc import Iterator

from wholeplace.publish.public_record.pages.bodies import body_pages
from wholeplace.publish.public_record.pages.check import check_page
from wholeplace.publish.public_record.pages.decision import decision_pages
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.pages.index import index_page
from wholeplace.publish.public_record.pages.meetings import meeting_pages
from wholeplace.publish.public_record.pages.memoranda import memoranda_page
from wholeplace.publish.public_record.pages.money import money_pages
from wholeplace.publish.public_record.pages.plan import plan_pages
from wholeplace.publish.public_record.pages.register import register_pages
from wholeplace.publish.public_record.pages.voices import voice_pages

__all__ = ["RecordEdition", "all_pages"]


def all_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """Every page: its path in the record, and its text."""
    yield "index.html", index_page(edition)
    if edition.entries:
        yield from register_pages(edition)
        yield from decision_pages(edition)
    yield from body_pages(edition)
    if edition.record.agreement.memoranda:
        yield "memoranda.html", memoranda_page(edition)
    if edition.record.plan.strategies or edition.record.plan.ambitions:
        yield from plan_pages(edition)
    yield from money_pages(edition)
    yield from voice_pages(edition)
    yield from meeting_pages(edition)
    yield "check.html", check_page(edition)
