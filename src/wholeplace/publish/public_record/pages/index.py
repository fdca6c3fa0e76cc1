"""The first page of the public record: what was decided lately, what may still be called in, and what is coming up."""

from wholeplace.agreement.decisions import State
from wholeplace.agreement.scrutiny import RecommendationState
from wholeplace.publish.public_record.entries import IN_QUESTION
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.pages.meetings import shown_sittings
from wholeplace.publish.public_record.pages.plan import counted
from wholeplace.publish.public_record.pages.register import coming_up, decided, rows_of
from wholeplace.publish.public_record.pages.voices import recommendations
from wholeplace.publish.public_record.words import moment_in_words

LATELY = 10
"""Decisions on the first page, newest first; the register has all."""


def index_page(edition: RecordEdition) -> str:
    """index.html."""
    done, coming = decided(edition), coming_up(edition)
    late = sum(view.state is RecommendationState.OVERDUE for view in recommendations(edition))
    announced = [one for one in reversed(shown_sittings(edition)) if one.starts.date() >= edition.record.today and not one.called_off_why]
    meeting = announced[0] if announced else None
    return edition.render(
        "index.html", "index.html", lately=rows_of(done[:LATELY], edition), more=max(0, len(done) - LATELY),
        open=rows_of((entry for entry in done if entry.state is State.OPEN_TO_CALL_IN), edition),
        in_question=rows_of((entry for entry in done if entry.state in IN_QUESTION), edition),
        coming=rows_of(coming[:LATELY], edition), more_coming=max(0, len(coming) - LATELY),
        plan=counted(edition), late=late, meeting=meeting, when=moment_in_words(meeting.starts) if meeting else "",
    )  # fmt: skip
