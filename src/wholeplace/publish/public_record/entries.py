"""Which decisions are public, and what of each: the last look before anything is written, whatever was handed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wholeplace.agreement.decisions import Event, NoticeGiven, Publication, RegisterEntry, State

ENGLAND = ZoneInfo("Europe/London")
COMING = frozenset({State.NOTIFIED, State.DEFERRED})
"""States of a decision that people were told of and that is still to be taken."""
IN_QUESTION = frozenset({State.CALLED_IN, State.SENT_BACK})
_NEVER_TOLD = frozenset({State.DRAFT, State.PROPOSED, State.ADVISED, State.AGREED})
"""States that stay with the body: what was told last stands until a decision is published."""
_ENDED = {Event.WITHDRAW: "Withdrawn", Event.REPLACE: "Replaced by a later decision"}


def shown_entries(entries: Iterable[RegisterEntry]) -> tuple[RegisterEntry, ...]:
    """The entries that may be shown, newest first: those of which nothing was told are left out, and of what is withheld only
    the title, the dates, the ground and the test remain."""
    told = [_as_told(entry) for entry in entries if entry.notices or entry.publications or entry.state is State.REFUSED]
    return tuple(sorted(told, key=lambda entry: (day_of(entry) or date.min, entry.reference), reverse=True))


def day_of(entry: RegisterEntry) -> date | None:
    """The day by which the register is ordered: decided on, else due to be decided on."""
    return entry.decided_on or (entry.notices[-1].decision_on if entry.notices else None)


def in_england(moment: datetime) -> datetime:
    """A moment by the clocks of England."""
    return moment.astimezone(ENGLAND)


def is_coming(entry: RegisterEntry) -> bool:
    """Is it still to be decided?"""
    return entry.state in COMING


def call_in_closes(entry: RegisterEntry) -> datetime | None:
    """When the last window to call it in closes; None where none is open."""
    if entry.state is not State.OPEN_TO_CALL_IN:
        return None
    return max((window.closes for window in entry.publications[-1].windows), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """One thing that happened to a decision, and its day."""

    on: date
    what: str


def history_of(entry: RegisterEntry) -> tuple[Dated, ...]:
    """Everything that happened to a decision that is public, the first first."""
    happened = [Dated(on=one.notice.published, what="Notice published") for one in entry.notices]
    happened += [Dated(on=one.held_on, what=f"Put to a meeting: {one.outcome.result.value}") for one in entry.meetings]
    happened += _published(entry.publications)
    happened += [Dated(on=in_england(one.at).date(), what=f"Called in by {one.callers} members") for one in entry.call_ins]
    happened += [
        Dated(on=in_england(one.at).date(), what="Sent back by scrutiny" if one.sent_back else "Released by scrutiny")
        for one in entry.scrutinised
    ]
    happened += [Dated(on=entry.carried_out.on, what="Carried out")] if entry.carried_out else []
    happened += [Dated(on=one.on, what="Reviewed") for one in entry.reviews]
    happened += [Dated(on=in_england(one.at).date(), what=_ENDED[one.event]) for one in entry.history if one.event in _ENDED]
    return tuple(sorted(happened, key=lambda one: one.on))


def _published(publications: Sequence[Publication]) -> list[Dated]:
    words = ("Published", "Published again")
    return [Dated(on=in_england(one.at).date(), what=words[n > 0]) for n, one in enumerate(publications)]


def _as_told(entry: RegisterEntry) -> RegisterEntry:
    """Without what stays with the body, and without whatever an exemption withholds."""
    state = entry.state
    if state in _NEVER_TOLD:
        state = State.SENT_BACK if entry.publications else State.NOTIFIED
    if not entry.withheld:
        return replace(entry, state=state)
    return replace(
        entry, state=state, content=None, meetings=(), call_ins=(), scrutinised=(), carried_out=None, reviews=(), placed_by="",
        notices=tuple(_only_days(one) for one in entry.notices), publications=tuple(_only_windows(one) for one in entry.publications),
    )  # fmt: skip


def _only_days(given: NoticeGiven) -> NoticeGiven:
    return replace(given, papers=(), ask="", reasons="", agreed_by="")


def _only_windows(publication: Publication) -> Publication:
    return replace(publication, urgency=None, why_no_window="")
