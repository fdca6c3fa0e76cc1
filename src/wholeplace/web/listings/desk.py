"""The directory for whoever sits at the machine that holds the place: what `wholeplace directory` does. All of it is in the log."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.ledger.records import Act
from wholeplace.service.directory.duplicates import Pair
from wholeplace.service.directory.facts import phones_of
from wholeplace.service.directory.feed_files import read_feed
from wholeplace.service.directory.freshness import remind_on, spans_of
from wholeplace.service.directory.postcodes import make_postcodes, postcodes_of
from wholeplace.service.directory.shapes import ACTIVE, Listing
from wholeplace.service.directory.writing import encoded
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.web.house import House
from wholeplace.web.records import begin

if TYPE_CHECKING:
    from wholeplace.service.records.directory.importing import Taken
    from wholeplace.web.listings.links import Link


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedTold:
    """What became of a feed. `unknown_fields`: those that the profile does not have and we do not keep, with how often they stood."""

    new: int
    changed: int
    same: int
    gone: int
    differing: int
    refused: tuple[Problem, ...]
    unknown_fields: dict[str, int]
    ids_given: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DirectoryChecked:
    """How a directory stands: listings by status and age, those without a place, a day or a cost, those that differ from their feed
    (field names), pairs that may be one."""

    listings: int
    by_status: dict[str, int]
    by_age: dict[str, int]
    nowhere: int
    without_days: int
    without_cost: int
    differing: dict[str, tuple[str, ...]]
    pairs: int
    likely_pairs: int
    postcodes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """A listing that is to be confirmed: whom to ask, since when, and the link to send. `ask`: an e-mail address or a phone number."""

    listing: str
    name: str
    organisation: str
    ask: str
    since: date | None
    link: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory of one place, and who works on it (initials, for the log)."""

    house: House
    by: str

    def take_in(self, paths: Sequence[Path], *, feed: str, part: bool = False, even_so: bool = False) -> FeedTold:
        """A feed's files, kept. Raises DataProblem with nothing kept where they cannot be read or too much is gone."""
        from wholeplace.service.records.directory.importing import Feed, problems_of, take_in

        read = read_feed(paths, feed=feed)
        coming = Feed(name=feed, read=read.read, taxonomies=read.taxonomies, told=read.told, whole=not part, codes=self._codes())
        taken: Taken = take_in(self._act("feed taken in"), coming, today=self.house.today, even_so=even_so)
        return FeedTold(
            new=taken.new, changed=taken.changed, same=taken.same, gone=taken.gone, differing=taken.differing,
            refused=tuple(problems_of(taken.refused)), unknown_fields=dict(sorted(read.told.unknown_fields.items())),
            ids_given=read.told.ids_given,
        )  # fmt: skip

    def checked(self) -> DirectoryChecked:
        """How the directory stands today."""
        from wholeplace.service.records.directory.importing import differing
        from wholeplace.service.records.directory.models import KeptListing
        from wholeplace.service.records.directory.snapshot import index_of, snapshot

        now, index = snapshot(), index_of(self.house.folder, self.house.today)
        pairs = self.duplicates()
        differ = {record.reference: tuple(each.field for each in differing(record)) for record in KeptListing.objects.filter(gone_on=None)}
        placed = {row.listing for row in index.rows if row.point or row.online}
        timed = {row.listing for row in index.rows if row.sessions}
        return DirectoryChecked(
            listings=len(now.listings), by_status=dict(Counter(one.status for one in now.listings.values())),
            by_age=dict(Counter(age.value for age in index.ages)), nowhere=len(index.listings) - len(placed),
            without_days=len(index.listings) - len(timed), without_cost=sum(cost.least is None for cost in index.costs),
            differing={reference: fields for reference, fields in sorted(differ.items()) if fields}, pairs=len(pairs),
            likely_pairs=sum(pair.likely for pair in pairs), postcodes=len(postcodes_of(self.house.folder)),
        )  # fmt: skip

    def reminders(self, *, at: str) -> tuple[Reminder, ...]:
        """Every open listing whose confirmation is due, the oldest first, with a link below the door's address `at`."""
        from wholeplace.service.records.directory.models import KeptListing
        from wholeplace.web.listings.links import link_for

        spans, today = spans_of(self.house.folder), self.house.today
        records = KeptListing.objects.filter(gone_on=None, replaced_by="").order_by("reference")
        due = [(remind_on(record.listing, spans), record) for record in records if record.listing.status == ACTIVE]
        due = [(since, record) for since, record in due if since is None or since <= today]
        return tuple(
            Reminder(
                listing=record.reference, name=one.name, organisation=one.organization.name if one.organization else "", since=since,
                ask=_ask(one), link=f"{at.rstrip('/')}{link_for(record, today=today, days=spans.link_lasts).address}",
            )
            for since, record in sorted(due, key=lambda each: (each[0] or date.min, each[1].reference))
            for one in (record.listing,)
        )  # fmt: skip

    def link(self, reference: str) -> "Link":
        """A link with which a group opens its listing. It is noted that one was made."""
        from wholeplace.ledger.records.keeping import note
        from wholeplace.service.records.books import LISTINGS
        from wholeplace.service.records.directory.keeping import listing_record
        from wholeplace.web.listings.links import link_for

        record = listing_record(reference)
        made = link_for(record, today=self.house.today, days=spans_of(self.house.folder).link_lasts)
        last = {"last_day": made.last.isoformat()}
        note(self._act("link made"), kind="link of a listing", reference=reference, content=last, book=LISTINGS)
        return made

    def give(self, reference: str, organisation: str) -> None:
        """Say which organisation keeps a listing. Raises DataProblem for one that organisations.csv does not know."""
        from wholeplace.service.records.directory.keeping import give, listing_record

        if organisation not in self._codes():
            fix = did_you_mean(organisation, self._codes()) or "Add it to organisations.csv, or correct the code."
            what = f'there is no "{organisation}" in organisations.csv.'
            problem = Problem(where="the organisation", what=what, why="Its people keep the listing.", fix=fix)
            raise DataProblem("Nothing was changed", [problem])
        give(self._act("keeper named"), listing_record(reference), organisation)

    def _codes(self) -> frozenset[str]:
        return frozenset(str(one.code) for one in self.house.place.organisations)

    def end_links(self, reference: str) -> None:
        """No link of a listing opens anything any more."""
        from wholeplace.service.records.directory.keeping import end_links, listing_record

        end_links(self._act("links ended"), listing_record(reference))

    def duplicates(self) -> tuple[Pair, ...]:
        """Pairs that may be one and the same, about which nobody has decided yet, the likeliest first."""
        from wholeplace.service.records.directory.snapshot import pairs_of

        return pairs_of(self.house.folder)

    def merge(self, kept: str, other: str, *, taken: tuple[str, ...] = (), why: str = "") -> str:
        """Two listings are one. Returns the decision's reference, with which it is undone."""
        from wholeplace.service.records.directory.same import merge
        from wholeplace.service.records.turns import in_turn

        return in_turn(lambda: merge(self._act("merged", why), kept, other, taken=taken)).reference

    def keep_apart(self, one: str, other: str, *, why: str = "") -> str:
        """Two listings are not one. Returns the decision's reference."""
        from wholeplace.service.records.directory.same import keep_apart
        from wholeplace.service.records.turns import in_turn

        return in_turn(lambda: keep_apart(self._act("kept apart", why), one, other)).reference

    def undo(self, reference: str, *, why: str = "") -> None:
        """A decision about two listings, taken back."""
        from wholeplace.service.records.directory.same import undo
        from wholeplace.service.records.turns import in_turn

        in_turn(lambda: undo(self._act("undone", why), reference, today=self.house.today))

    def export(self) -> bytes:
        """The whole directory as one JSON dump that another can take in."""
        from wholeplace.service.records.directory.snapshot import snapshot

        now = snapshot()
        return encoded({"services": list(now.listings.values()), "taxonomies": list(now.taxonomies.values())})

    def _act(self, event: str, why: str = "") -> Act:
        return Act(account=self.by, acting_as="at the machine that holds the place", event=event, at=self.house.now, why=why)


def open_directory(folder: Path, *, by: str, clock: Callable[[], datetime]) -> Directory:
    """The directory of a place folder. Raises DataProblem where the place has not switched the front door on."""
    house = House(folder, clock)
    if not house.open_to_residents:
        problem = Problem(
            where=f"{folder / 'place.toml'}", what="This place has no front door.", why="The directory is part of it.",
            fix='Add "front-door" to modules.',
        )  # fmt: skip
        raise DataProblem("No directory", [problem])
    begin(folder, keeps_records=True)
    return Directory(house, by)


def make_postcode_file(folder: Path, directory: Path, *, clock: Callable[[], datetime]) -> int:
    """The place's postcodes.csv from a file in the shape of the ONS Postcode Directory. Returns how many postcodes it holds."""
    place = House(folder, clock).place
    return make_postcodes(folder, directory, place.small_areas["small_area"].unique().to_list())


def _ask(listing: Listing) -> str:
    return listing.email or next(iter(phones_of(listing)), "")
