"""Two listings that may be one: what somebody decides about them, and that taken back. Both stay on record, with who decided and why."""

from datetime import date
from uuid import uuid4

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.service.directory.merging import FIELDS, merged, unmerged
from wholeplace.service.directory.shapes import listing_from, plain
from wholeplace.service.records.directory.keeping import listing_record
from wholeplace.service.records.directory.models import KeptListing, SameOrNot
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean


def merge(act: Act, kept: str, other: str, *, taken: tuple[str, ...] = ()) -> SameOrNot:
    """`other` is the same as `kept`: from now on one is found, with what both say. `taken`: fields in which the other is right.

    A feed goes on changing the one that its id belongs to; what is merged away is changed too, and nobody sees it. Raises DataProblem for
    a listing that is not there, is merged already, or a field that does not exist. Run it in one turn.
    """
    stays, goes = listing_record(kept), listing_record(other)
    problems = [_no_field(name) for name in taken if name not in FIELDS]
    if kept == other:
        problems.append(_refused("the two listings", "they are one and the same.", "Name two."))
    problems += [_refused(one.reference, "it was merged already.", "Undo that first, or name the one that stands for it.")
                 for one in (stays, goes) if one.replaced_by]  # fmt: skip
    if problems:
        raise DataProblem("Nothing was merged", problems)
    before = stays.listing
    after = merged(before, goes.listing, taken)
    stays.says, goes.replaced_by = plain(after), kept
    stays.kept_by = stays.kept_by or goes.kept_by
    keep(stays, act)
    keep(goes, act)
    for further in KeptListing.objects.filter(replaced_by=other):
        further.replaced_by = kept
        keep(further, act)
    decision = SameOrNot(
        reference=f"same-{uuid4()}", kept=kept, other=other, same=True, taken=sorted(taken), before=plain(before), after=plain(after)
    )
    keep(decision, act)
    return decision


def keep_apart(act: Act, one: str, other: str) -> SameOrNot:
    """The two look alike and are not the same: nobody is asked about them again."""
    first, second = sorted((listing_record(one).reference, listing_record(other).reference))
    decision = SameOrNot(reference=f"apart-{uuid4()}", kept=first, other=second, same=False)
    keep(decision, act)
    return decision


def undo(act: Act, reference: str, *, today: date) -> SameOrNot:
    """A decision taken back. Both listings are found again; what the merge had changed is put back, but for what was mended since.

    Raises DataProblem where there is no such decision, it was undone, or a later merge builds on it (that one first).
    """
    decision = SameOrNot.objects.filter(reference=reference).first()
    if decision is None or decision.undone_on is not None:
        what = "it was undone already." if decision else "there is no such decision."
        raise DataProblem("Nothing was undone", [_refused(reference, what, "See them all: wholeplace directory duplicates DIR")])
    if decision.same:
        _apart_again(act, decision)
    decision.undone_on = today
    keep(decision, act)
    return decision


def decided() -> tuple[frozenset[str], ...]:
    """Pairs about which a decision stands."""
    rows = SameOrNot.objects.filter(undone_on=None).values_list("kept", "other")
    return tuple(frozenset(row) for row in rows)


def _apart_again(act: Act, decision: SameOrNot) -> None:
    stays, goes = listing_record(decision.kept), listing_record(decision.other)
    if stays.replaced_by or goes.replaced_by != decision.kept:
        later = _refused(decision.reference, "a later merge builds on it.", "Undo that one first.")
        raise DataProblem("Nothing was undone", [later])
    stays.says = plain(unmerged(listing_from(decision.before or {}), listing_from(decision.after or {}), stays.listing))
    goes.replaced_by = ""
    keep(stays, act)
    keep(goes, act)


def _no_field(name: str) -> Problem:
    return _refused(f"field {name}", "a listing has no such field.", did_you_mean(name, FIELDS) or f"One of: {', '.join(FIELDS)}.")


def _refused(where: str, what: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why="What is merged must be clear, so that it can be undone.", fix=fix)
