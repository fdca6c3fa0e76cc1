"""Take in a feed: new listings, changes to those that are there, and what the feed no longer has. Doing it again changes nothing.

What somebody changed here stays as they wrote it, whatever the feed says; `differing` shows where the two part. Rows are kept some at a
time, so that nobody who books waits for a feed. One that is broken off is taken up by doing it again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.service.directory.merging import Difference, brought_together, differences
from wholeplace.service.directory.reading import Refused, Told, own_id
from wholeplace.service.directory.shapes import Listing, Taxonomy, plain
from wholeplace.service.records.directory.models import FeedRun, KeptListing, KeptTaxonomy
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem

AT_ONCE = 50
"""Listings that are kept in one transaction: some hundredths of a second."""
_CODES = frozenset({"ODS", "GB-NHS", "GB-NHS-ODS", "ODS CODE", "ORGANISATION CODE", "WHOLEPLACE"})
"""How feeds name the code of organisations.csv among the identifiers of an organisation."""
MOST_GONE = 3
"""A feed that lost more than one listing in this many is taken for broken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """What was read of a feed. `whole`: it is all that the feed has, so that what is missing is gone. `codes`: organisations of the place,
    which keep the listings of theirs."""

    name: str
    read: Sequence[Listing | Refused]
    taxonomies: Sequence[Taxonomy] = ()
    told: Told
    whole: bool = True
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What became of a feed's listings, and which were refused and why. `differing`: we say something else than the feed."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    differing: int = 0
    refused: tuple[Refused, ...] = ()


def take_in(act: Act, feed: Feed, *, today: date, even_so: bool = False) -> Taken:
    """Keep what a feed sent. Raises DataProblem, with nothing kept, when more than a third of it is gone (unless `even_so`).

    A listing whose id came from another feed, or was made here, is refused: nobody changes another's listing.
    """
    here = {record.reference: record for record in KeptListing.objects.all()}
    listings, refused = _sorted_out(feed, here)
    sent = {listing.id for listing in listings} | {one.called.lower() for one in refused}
    gone = _gone(feed, here, sent | {own_id(feed.name, "id", one.called) for one in refused})
    of_feed = sum(record.feed == feed.name and record.gone_on is None for record in here.values())
    if gone and len(gone) * MOST_GONE > of_feed and not even_so:
        raise DataProblem("The feed was not taken in", [_broken(feed.name, len(gone), of_feed)])
    done: list[str] = []
    for some in _some_at_a_time(listings):
        done += in_turn(lambda some=some: [_take(act, feed, listing) for listing in some])
    for some in _some_at_a_time(gone):
        in_turn(lambda some=some: [_let_go(act, reference, today) for reference in some])
    taken = Taken(
        new=done.count("new"), changed=done.count("changed"), same=done.count("same"), gone=len(gone), refused=tuple(refused),
        differing=sum(bool(differing(record)) for record in KeptListing.objects.filter(feed=feed.name, gone_on=None)),
    )  # fmt: skip
    in_turn(lambda: _conclude(act, feed, taken))
    return taken


def differing(record: KeptListing) -> tuple[Difference, ...]:
    """Where we say something else than the listing's feed did last. None for what was made here."""
    came = record.as_it_came
    return differences(record.listing, came) if came else ()


def _sorted_out(feed: Feed, here: dict[str, KeptListing]) -> tuple[list[Listing], list[Refused]]:
    """Listings to keep, the last of each id, and refused ones: those of others and those sent twice with different words."""
    refused = [one for one in feed.read if isinstance(one, Refused)]
    listings: dict[str, Listing] = {}
    for one in feed.read:
        if isinstance(one, Refused):
            continue
        if one.id in here and here[one.id].feed != feed.name:
            refused.append(_of_another(one, here[one.id].feed))
        elif one.id in listings and listings[one.id] != one:
            refused.append(_twice(one))
        else:
            listings[one.id] = one
    return list(listings.values()), refused


def _some_at_a_time(every: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE))


def _take(act: Act, feed: Feed, listing: Listing) -> str:
    """Keep one listing of a feed, and say what became of it. Its record is read in its turn: somebody may have mended it meanwhile."""
    record = KeptListing.objects.filter(reference=listing.id).first()
    keeper = keeper_of(listing, feed.codes)
    if record is None:
        keep(KeptListing(reference=listing.id, feed=feed.name, kept_by=keeper, says=plain(listing), came=plain(listing)), act)
        return "new"
    came, says = record.as_it_came or listing, record.listing
    together = brought_together(came, says, listing)
    if (together, listing, record.gone_on) == (says, came, None) and (record.kept_by or not keeper):
        return "same"
    record.kept_by = record.kept_by or keeper
    record.says, record.came, record.gone_on = plain(together), plain(listing), None
    keep(record, act)
    return "changed"


def keeper_of(listing: Listing, codes: frozenset[str]) -> str:
    """The organisation of the place that offers a listing, by the code that it goes by in the NHS's list of organisations or the place's
    own; empty where it names none."""
    named = listing.organization.organization_identifiers if listing.organization else ()
    kinds = [(one.identifier, {one.identifier_type.upper(), one.identifier_scheme.upper()}) for one in named]
    return next((code for code, kind in kinds if code in codes and kind & _CODES), "")


def _gone(feed: Feed, here: dict[str, KeptListing], sent: set[str]) -> list[str]:
    """What the feed no longer has. A row that was refused this time is not gone."""
    if not feed.whole:
        return []
    own = [record for record in here.values() if record.feed == feed.name and record.gone_on is None]
    return sorted(record.reference for record in own if record.reference not in sent)


def _let_go(act: Act, reference: str, today: date) -> None:
    record = KeptListing.objects.get(reference=reference)
    record.gone_on = today
    keep(record, replace(act, event="gone from its feed"))


def _conclude(act: Act, feed: Feed, taken: Taken) -> None:
    """Keep the taxonomies that are new or other, and what happened. A run that changed nothing leaves no entry."""
    changed = [_take_taxonomy(act, feed.name, taxonomy) for taxonomy in feed.taxonomies]
    if not (taken.new or taken.changed or taken.gone or any(changed)) and _told_before(feed, taken):
        return
    counts = {name: getattr(taken, name) for name in ("new", "changed", "same", "gone", "differing")}
    told = {"unknown_fields": dict(sorted(feed.told.unknown_fields.items())), "ids_given": feed.told.ids_given}
    keep(FeedRun(reference=str(uuid4()), feed=feed.name, at=act.at, counts=counts, refused=_in_rows(taken.refused), told=told), act)


def _told_before(feed: Feed, taken: Taken) -> bool:
    last = FeedRun.objects.filter(feed=feed.name).order_by("-at", "-reference").first()
    return last is not None and last.refused == _in_rows(taken.refused)


def _take_taxonomy(act: Act, feed: str, taxonomy: Taxonomy) -> bool:
    record = KeptTaxonomy.objects.filter(reference=taxonomy.id).first() or KeptTaxonomy(reference=taxonomy.id, feed=feed, says={})
    if record.says == plain(taxonomy) or record.feed != feed:
        return False
    record.says = plain(taxonomy)
    keep(record, act)
    return True


def _in_rows(refused: Iterable[Refused]) -> list[dict]:
    return [
        {"called": one.called, "problems": [{"where": each.where, "what": each.what, "fix": each.fix} for each in one.problems]}
        for one in refused
    ]


def problems_of(refused: Iterable[Refused]) -> Iterator[Problem]:
    """Refusals as letters, each with the row that it is about."""
    for one in refused:
        for each in one.problems:
            yield replace(each, where=f"{one.called}, {each.where}")


def _of_another(listing: Listing, feed: str) -> Refused:
    whose = f'the feed "{feed}"' if feed else "here"
    problem = Problem(
        where="id", what=f"the same service came from {whose} already.", why="One listing has one source.",
        fix="Leave it out of one of the two; what differs can be mended in the listing.",
    )  # fmt: skip
    return Refused(called=listing.id, problems=(problem,))


def _twice(listing: Listing) -> Refused:
    problem = Problem(
        where="id", what="the feed holds it twice, with different words.", why="Nobody can say which holds.", fix="Send it once."
    )
    return Refused(called=listing.id, problems=(problem,))


def _broken(feed: str, gone: int, before: int) -> Problem:
    return Problem(
        where=f"the feed {feed}", what=f"{gone:,} of its {before:,} listings are missing.",
        why="People would find nothing where there is something, if the feed was only cut short.",
        fix="See whether it is whole. If it is: --even-so. If it is one part of a feed: --part.",
    )  # fmt: skip
