"""Makes the public record anew from the live records, after something public changed and by `wholeplace register`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from filelock import FileLock

from wholeplace.agreement.funds.books import TABLE as BOOKS
from wholeplace.agreement.meetings import Sitting
from wholeplace.agreement.records.decisions import published as decisions
from wholeplace.agreement.records.funds import published as funds
from wholeplace.agreement.records.meetings import published as meetings
from wholeplace.agreement.records.meetings.papers import path_of
from wholeplace.agreement.records.scrutiny import published as scrutiny
from wholeplace.agreement.scrutiny import reply_rules_of
from wholeplace.ledger.records.keeping import end_of
from wholeplace.place.folder import CLOSED_FILE, state_folder
from wholeplace.publish import RECORD, LogHead, PublicRecord, RecordChanges, publish_public_record
from wholeplace.terms import DataProblem
from wholeplace.web.house import AGREEMENT, House
from wholeplace.web.partner.funds.book import funds_of, standings_of
from wholeplace.web.partner.planned import plan_of
from wholeplace.web.partner.released import latest
from wholeplace.web.partner.standing import follow_all
from wholeplace.web.public.shelf import Shelf
from wholeplace.web.settings import records_of

MADE_FROM = "record_made_from"
"""Where the fingerprint of what the public record was made from is kept, in the place's state."""


def publish_record(house: House) -> None:
    """Make the public record anew once what is being kept is kept. Call it wherever something public changes.

    What goes wrong then is logged, leaves the last good record in its place and breaks no request.
    """
    transaction.on_commit(lambda: make_record(house), robust=True)


def make_record(house: House) -> RecordChanges:
    """The public record as the live records stand now, and what it has that the one before had not."""
    with _one_at_a_time(house.folder):
        stamp = made_from(house)
        changes = publish_public_record(record_of(house, house.now), house.place)
        (state_folder(house.folder) / MADE_FROM).write_text(stamp, encoding="utf-8")
        return changes


def make_record_if_old(house: House) -> None:
    """The public record of a place that has none yet, or one made from other things than stand now: made when a door opens."""
    told = state_folder(house.folder) / MADE_FROM
    made = told.read_text("utf-8") if told.is_file() and (house.folder / RECORD / "manifest.json").is_file() else ""
    if made != made_from(house):
        with suppress(DataProblem):  # what is wrong in the place's files is told on the partner pages and by `wholeplace check`
            make_record(house)


def made_from(house: House) -> str:
    """A fingerprint of everything that the public record is made from: the day, what was agreed, who there is, the books that were
    received, the release whose figures it tells, and the end of the log."""
    files = [*sorted((house.folder / AGREEMENT).glob("*.toml")), house.folder / "place.toml", house.folder / "organisations.csv"]
    files += sorted((state_folder(house.folder) / "received" / "tables" / BOOKS).glob("*.parquet"))
    files.append(house.folder / "releases" / "latest")
    told = [f"{file.name}:{sha256(file.read_bytes()).hexdigest()}" for file in files if file.is_file()]
    return sha256("\n".join([str(house.today), str(end_of()), *told]).encode()).hexdigest()


def record_of(house: House, now: datetime) -> PublicRecord:
    """Everything that is public in a place at `now`."""
    end, release = end_of(), latest(house, Shelf(house.folder / "releases").latest())
    plan, voiced, sittings = plan_of(house), scrutiny.published(now), meetings.published(now)
    return PublicRecord(
        today=now.date(), agreement=house.agreement, decisions=decisions.published(now), plan=plan,
        seen={name: followed.seen for name, followed in follow_all(plan, release, house).items()},
        recommendations=voiced.recommendations, replies=voiced.replies, reply_rules=reply_rules_of(house.place), points=voiced.points,
        sittings=sittings, minutes=meetings.minutes(now), papers=_papers(house.folder, sittings),
        measures={name: row["title"] for name, row in release.measures().items()},
        funds=funds_of(house), standings=standings_of(house), calls=funds.published(now),
        head=LogHead(number=end.number, seal=end.seal) if end.number else None,
    )  # fmt: skip


def _papers(folder: Path, sittings: Iterable[Sitting]) -> dict[str, Path]:
    """Where the bytes of each paper lie, by their fingerprint."""
    every = (paper for sitting in sittings for item in sitting.items for paper in item.papers)
    return {paper.sha256: path_of(folder, paper.sha256) for paper in every}


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Reading and writing are one step: whoever comes second waits, and then reads what the first could not know."""
    with FileLock(records_of(folder) / "publishing.lock", mode=CLOSED_FILE):
        yield
