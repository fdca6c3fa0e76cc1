"""Meetings: when and where, what is on them, the papers that anybody may read, and the minutes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from wholeplace.agreement.meetings import AgendaItem, Paper, Sitting
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.words import moment_in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperView:
    """One paper. `link`: from the record's first folder; empty where its bytes are not here."""

    paper: Paper
    link: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemView:
    """One item with its papers. `decision`: the path of its decision's page; empty: none."""

    item: AgendaItem
    owner: str
    papers: tuple[PaperView, ...]
    decision: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingView:
    """One meeting in words."""

    sitting: Sitting
    path: str
    body: str
    when: str
    past: bool
    items: tuple[ItemView, ...]
    minutes: str


def shown_sittings(edition: RecordEdition) -> list[Sitting]:
    """The meetings that may be shown, newest first: those announced; items only with the agenda out; papers only of public items."""
    today = edition.record.today
    known = [one for one in edition.record.sittings if any(day and day <= today for day in (one.notice_on, one.agenda_on))]
    told = [replace(one, items=_shown_items(one, edition)) for one in known]
    return sorted(told, key=lambda one: (one.starts, one.reference), reverse=True)


def _shown_items(one: Sitting, edition: RecordEdition) -> tuple[AgendaItem, ...]:
    today = edition.record.today
    if one.agenda_on is None or one.agenda_on > today:
        return ()
    return tuple(
        replace(item, papers=() if one.private_why or item.private_ground else tuple(_shown_papers(item, edition))) for item in one.items
    )


def _shown_papers(item: AgendaItem, edition: RecordEdition) -> Iterator[Paper]:
    return (paper for paper in item.papers if paper.published_on is not None and paper.published_on <= edition.record.today)


def shown_papers(edition: RecordEdition) -> dict[str, str]:
    """Every paper that may be shown: its path in the record -> its fingerprint."""
    every = [paper for one in shown_sittings(edition) for item in one.items for paper in item.papers]
    return {path_of_paper(paper): paper.sha256 for paper in every}


def path_of_paper(paper: Paper) -> str:
    """Where a paper lies in the record: under its fingerprint, by the last part of its own address."""
    name = paper.address.rpartition("/")[2].lstrip(".") or "paper"
    return f"papers/{paper.sha256}/{name}"


def meeting_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """The list of meetings, and a page for each. `edition.papers` says whose bytes are there."""
    views = [_meeting(one, edition) for one in shown_sittings(edition)]
    if not views:
        return
    path = "meetings/index.html"
    coming = [view for view in reversed(views) if not view.past]
    yield path, edition.render("meetings.html", path, coming=coming, past=[view for view in views if view.past])
    for view in views:
        yield view.path, edition.render("meeting.html", view.path, view=view)


def _meeting(one: Sitting, edition: RecordEdition) -> MeetingView:
    items = tuple(_item(item, edition) for item in one.items)
    out = one.minutes_on is not None and one.minutes_on <= edition.record.today
    return MeetingView(
        sitting=one, path=edition.page_of_meeting(one.reference), body=edition.name_of(one.body), when=moment_in_words(one.starts),
        past=one.starts.date() < edition.record.today, items=items, minutes=edition.record.minutes.get(one.reference, "") if out else "",
    )  # fmt: skip


def _item(item: AgendaItem, edition: RecordEdition) -> ItemView:
    papers = tuple(
        PaperView(paper=paper, link=quote(path) if (path := path_of_paper(paper)) in edition.papers else "") for paper in item.papers
    )
    return ItemView(
        item=item, owner=edition.owner_of(item.owner), papers=papers,
        decision=edition.page_of(item.decision) if item.decision in edition.references else "",
    )  # fmt: skip
