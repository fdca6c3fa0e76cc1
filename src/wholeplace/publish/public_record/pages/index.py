"""The first page of the public record: what was decided lately, what may still be called in, and what is coming up."""

from wholeplace.agreement.decisions import State
from wholeplace.publish.public_record.entries import IN_QUESTION
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.pages.register import coming_up, decided, rows_of

LATELY = 10
"""Decisions on the first page, newest first; the register has all."""


def index_page(edition: RecordEdition) -> str:
    """index.html."""
    done, coming = decided(edition), coming_up(edition)
    return edition.render(
        "index.html", "index.html", lately=rows_of(done[:LATELY], edition), more=max(0, len(done) - LATELY),
        open=rows_of((entry for entry in done if entry.state is State.OPEN_TO_CALL_IN), edition),
        in_question=rows_of((entry for entry in done if entry.state in IN_QUESTION), edition),
        coming=rows_of(coming[:LATELY], edition), more_coming=max(0, len(coming) - LATELY),
    )  # fmt: skip
