"""What may be done to a listing: made, confirmed, mended, closed, opened again. Each writes one version and its entry in the log."""

from datetime import UTC, date
from typing import Any

import msgspec

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.service.directory.reading import Refused, Told, own_id, read_listing
from wholeplace.service.directory.shapes import ACTIVE, DEFUNCT, Listing, plain
from wholeplace.service.records.directory.models import KeptListing
from wholeplace.terms import DataProblem, Problem


def listing_record(reference: str) -> KeptListing:
    """The record of a listing. Raises DataProblem where there is none."""
    found = KeptListing.objects.filter(reference=reference).first()
    if found is None:
        problem = Problem(
            where="the listing", what="there is none of that reference.", why="Only what is there can be changed.",
            fix="See them all: wholeplace directory check DIR",
        )  # fmt: skip
        raise DataProblem("Nothing was changed", [problem])
    return found


def make_listing(act: Act, listing: Listing, *, kept_by: str, today: date) -> KeptListing:
    """A listing that is made here, confirmed by whoever makes it. Raises DataProblem with everything that is wrong."""
    said = _changed(act, _checked(listing), today, assured=True)
    record = KeptListing(reference=said.id, kept_by=kept_by, says=plain(said))
    keep(record, act)
    return record


def confirm(act: Act, record: KeptListing, *, today: date) -> None:
    """Somebody vouches for all that it says. Raises ChangedMeanwhile when it is not what they saw any more."""
    record.says = plain(msgspec.structs.replace(record.listing, assured_date=today.isoformat()))
    keep(record, act)


def mend(act: Act, record: KeptListing, changes: dict[str, Any], *, today: date) -> None:
    """Other words for some fields; whoever mends it vouches for the rest as well. Raises DataProblem with everything that is wrong, and
    ChangedMeanwhile."""
    mended = _checked(msgspec.structs.replace(record.listing, **changes))
    record.says = plain(_changed(act, mended, today, assured=True))
    keep(record, act)


def close(act: Act, record: KeptListing, *, today: date) -> None:
    """It has ended: nobody finds it any more. It stays on record."""
    closed = msgspec.structs.replace(record.listing, status=DEFUNCT)
    record.says = plain(_changed(act, closed, today, assured=True))
    keep(record, act)


def open_again(act: Act, record: KeptListing, *, today: date) -> None:
    """It takes place again."""
    opened = msgspec.structs.replace(record.listing, status=ACTIVE)
    record.says = plain(_changed(act, opened, today, assured=True))
    keep(record, act)


def give(act: Act, record: KeptListing, organisation: str) -> None:
    """Say which organisation of the place keeps it, by its code; empty: none. Its people mend it, and referrals can go to it."""
    record.kept_by = organisation
    keep(record, act)


def end_links(act: Act, record: KeptListing) -> None:
    """No link that was given out for it opens anything any more."""
    record.links += 1
    keep(record, act)


def own_organisation_id(code: str) -> str:
    """The Open Referral id of an organisation of the place, by its code: always the same one."""
    return own_id("", "organisation", code)


def _changed(act: Act, listing: Listing, today: date, *, assured: bool) -> Listing:
    """With the moment of the change, to the millisecond, as the profile asks."""
    moment = act.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    dated = {"assured_date": today.isoformat()} if assured else {}
    return msgspec.structs.replace(listing, last_modified=moment, **dated)


def _checked(listing: Listing) -> Listing:
    """The listing as a feed would have to send it. Raises DataProblem with everything that is wrong."""
    read = read_listing(msgspec.json.decode(msgspec.json.encode(listing)), feed="", told=Told())
    if isinstance(read, Refused):
        raise DataProblem("The listing was not kept", list(read.problems))
    return read
