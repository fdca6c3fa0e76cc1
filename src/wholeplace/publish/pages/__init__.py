"""The pages of a release. Each module says one kind of page; `edition` holds what all of them share."""

from collections.abc import Iterator

from wholeplace.publish.pages.about import about_page
from wholeplace.publish.pages.areas import area_pages
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.index import index_page
from wholeplace.publish.pages.measures import measure_pages
from wholeplace.publish.pages.partners import partner_pages
from wholeplace.publish.pages.readings import reading_pages
from wholeplace.publish.pages.topics import topic_pages
from wholeplace.publish.pages.value import value_page
from wholeplace.publish.pages.winter import winter_page

__all__ = ["VERSION_MARK", "Edition", "all_pages"]


def all_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """Every page: its path in the release, and its text."""
    yield "index.html", index_page(edition)
    yield "about.html", about_page(edition)
    yield from reading_pages(edition)
    yield from area_pages(edition)
    yield from measure_pages(edition)
    yield from topic_pages(edition)
    yield from partner_pages(edition)
    if edition.tells_of_money:
        yield "value/index.html", value_page(edition)
    if edition.winter:
        yield "winter/index.html", winter_page(edition, edition.winter)
