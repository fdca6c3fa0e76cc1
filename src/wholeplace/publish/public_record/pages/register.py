"""The register of decisions, newest first, by body and by state; and what is coming up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wholeplace.agreement.decisions import RegisterEntry, State
from wholeplace.publish.public_record.entries import call_in_closes, day_of, is_coming
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.words import STATE_COLOURS, councils_in_words, moment_in_words, state_in_words
from wholeplace.publish.wording import day_in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class RowView:
    """One decision in a list. `path`: of its page, from the record's first folder."""

    entry: RegisterEntry
    path: str
    day: str
    body: str
    state: str
    colour: str
    until: str
    councils: str


def row_of(entry: RegisterEntry, edition: RecordEdition) -> RowView:
    """A decision as one row."""
    day, closes = day_of(entry), call_in_closes(entry)
    return RowView(
        entry=entry, path=edition.page_of(entry.reference), day=day_in_words(day) if day else "",
        body=edition.title_of(entry.body, entry.body_title), state=state_in_words(entry.state), colour=STATE_COLOURS[entry.state],
        until=moment_in_words(closes) if closes else "", councils=councils_in_words(entry),
    )  # fmt: skip


def rows_of(entries: Iterable[RegisterEntry], edition: RecordEdition) -> list[RowView]:
    """Decisions as rows, in the order given."""
    return [row_of(entry, edition) for entry in entries]


def decided(edition: RecordEdition) -> Sequence[RegisterEntry]:
    """Everything in the register that is not still to come, newest first."""
    return [entry for entry in edition.entries if not is_coming(entry)]


def coming_up(edition: RecordEdition) -> Sequence[RegisterEntry]:
    """What is still to be decided, the soonest first."""
    return sorted(
        (entry for entry in edition.entries if is_coming(entry)), key=lambda one: (day_of(one) or edition.record.today, one.reference)
    )


def register_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """The register in three orders, and what is coming up."""
    rows = rows_of(decided(edition), edition)
    in_states = [state for state in State if any(row.entry.state is state for row in rows)]
    by_state = [(state_in_words(state).capitalize(), [row for row in rows if row.entry.state is state]) for state in in_states]
    titles = sorted({row.body for row in rows})
    by_body = [(title, [row for row in rows if row.body == title]) for title in titles]
    for path, how, groups in (
        ("decisions/index.html", "newest first", [("", rows)]),
        ("decisions/by-body.html", "by body", by_body),
        ("decisions/by-state.html", "by where they stand", by_state),
    ):
        yield path, edition.render("register.html", path, groups=groups, how=how, count=len(rows))
    path = "coming-up.html"
    yield path, edition.render("coming_up.html", path, rows=rows_of(coming_up(edition), edition))
