"""The first page of the public record: what was decided lately, what may still be called in, and what is coming up."""

from wholeplace.publish.public_record.pages.edition import RecordEdition


def index_page(edition: RecordEdition) -> str:
    """index.html."""
    return edition.render("index.html", "index.html")
