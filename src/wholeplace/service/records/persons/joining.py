"""Two records that are one person: said by somebody with a reason, everything of the one brought to the other, and undone as it was.

Nothing is thrown away: each record that is brought over is a new version of itself, with its entry in its own book.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps

from wholeplace.ledger.records import Act
from wholeplace.service.records.books import PERSONS
from wholeplace.service.records.persons.finding import UNPROVEN
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.ledger.records.models import Kept
    from wholeplace.service.records.persons.models import Person, SamePerson

A_REASON = 10
"""Letters that a reason has at least."""
_COLUMNS = ("person", "acts", "carer", "cared_for")
"""Columns of records in which the reference of a person stands. Who agreed or objected once stays as it was said."""
_OF_THEIR_OWN = {"front_referral.AboutMe": ("texts",), "front_referral.SupportPlan": ("strengths", "goals")}
"""Records that have the person's own reference, and what of the one is put behind what the other says."""
_WHERE_NOTHING_STANDS = ("sex", "postcode", "phone", "registered_at", "needs")
"""What a person's own record takes from the other where it says nothing itself: a practice does not lose whom it serves by joining."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinAsked:
    """Which two references are one person, why, and at which organisation that was said."""

    one: str
    other: str
    because: str
    organisation: str


def person_of(reference: str) -> str:
    """The reference under which a person is reached now: that of another record where somebody said that they are one."""
    from wholeplace.service.records.persons.models import SamePerson

    return SamePerson.objects.filter(other=reference, undone_on=None).values_list("person", flat=True).first() or reference


def joined_to(person: str) -> "Sequence[SamePerson]":
    """What somebody said to be the same person as this one, and still stands."""
    from wholeplace.service.records.persons.models import SamePerson

    return list(SamePerson.objects.filter(person=person, undone_on=None).order_by("said_on", "reference"))


def persons_now() -> "Mapping[str, str]":
    """Every reference that leads to another, and where: for lists of what was written under either."""
    from wholeplace.service.records.persons.models import SamePerson

    return dict(SamePerson.objects.filter(undone_on=None).values_list("other", "person"))


def references_of(person: str) -> Sequence[str]:
    """Every reference under which something may have been written about a person: their own, and those joined to it."""
    return [person, *(one.other for one in joined_to(person))]


def join(act: Act, asked: JoinAsked) -> "SamePerson":
    """Bring everything of one record to the other. The one with an NHS number stays, else the one that `asked` names first.

    Raises DataProblem where they cannot be one person: two NHS numbers, a record that is joined already, an account that did not prove
    who holds it, no reason.
    """
    return in_turn(lambda: _joined(act, asked))


def part(act: Act, said: "SamePerson", *, because: str) -> None:
    """They are two people after all: what was brought over goes back, as far as it still stands there. What came since stays.

    Raises DataProblem where it is undone already, or no reason is given.
    """
    in_turn(lambda: _parted(act, said, because))


def _joined(act: Act, asked: JoinAsked) -> "SamePerson":
    from wholeplace.ledger.records.keeping import hold, keep
    from wholeplace.service.records.persons.models import Person, SamePerson

    hold(PERSONS)
    found = Person.objects.in_bulk([asked.one, asked.other])
    problems = [*_no_reason(asked.because), *_why_not(asked, list(found.values()))]
    if problems:
        raise DataProblem("They were not joined", problems)
    stays, goes = (asked.other, asked.one) if found[asked.other].nhs_number else (asked.one, asked.other)
    moved = [*_filled(act, found[goes], found[stays]), *_moved(act, goes, stays)]
    said = SamePerson(
        reference=f"same-{secrets.token_hex(8)}", person=stays, other=goes, because=asked.because.strip(), said_on=act.at.date(),
        organisation=asked.organisation, moved=moved,
    )  # fmt: skip
    keep(said, act)
    _brought(act, moved, goes, stays)
    return said


def _why_not(asked: JoinAsked, found: "Sequence[Person]") -> Iterable[Problem]:
    from wholeplace.service.records.persons.models import Proxy, Resident, SamePerson

    both = [asked.one, asked.other]
    if len(found) < len(both):
        yield _letter("There are not two records.", "One record is one person already.", "Find both.")
        return
    if all(one.nhs_number for one in found):
        yield _letter("Each has an NHS number.", "Two numbers are two people.", "Ask the practice which number is right.")
    if SamePerson.objects.filter(other__in=both, undone_on=None).exists():
        yield _letter("One of them is joined to another record already.", "A record leads to one person.", "Undo that first.")
    if SamePerson.objects.filter(person__in=both, undone_on=None).values("person").distinct().count() == len(both):
        yield _letter("Each has others joined to it.", "Nobody could undo it one by one.", "Undo those of the one first.")
    if Proxy.objects.filter(person__in=both, acts__in=both).exists():
        yield _letter("One acts, or acted, for the other.", "Nobody acts for themselves.", "Ask both who they are.")
    if apps.get_model("front_referral.CarerRecord").objects.filter(carer__in=both, cared_for__in=both).exists():
        yield _letter("One looks after the other.", "Nobody is their own carer.", "Ask both who they are.")
    if Resident.objects.filter(person__in=both, proven__in=UNPROVEN, until=None).exists():
        yield _letter(
            "Somebody signs in with one of them who has not proven who they are.", "They would see what is another's, if it is not theirs.",
            "Ask them to show a passport or driving licence, and give them a way to sign in.",
        )  # fmt: skip


def _moved(act: Act, goes: str, stays: str) -> list[list[Any]]:
    """What there is to bring over; the records of their own are brought at once, for their versions are known only then."""
    rows = [[kind, one.pk, column] for kind, one, column in _standing(goes)]
    return [*rows, *_added(act, goes, stays)]


def _standing(person: str) -> "Iterable[tuple[str, Kept, str]]":
    from wholeplace.ledger.records.keeping import kept_kinds
    from wholeplace.service.records.persons.models import SamePerson

    for kind, model in sorted(kept_kinds().items()):
        if not kind.startswith("front_"):
            continue
        for column in sorted({field.attname for field in model._meta.concrete_fields} & set(_COLUMNS)):
            here: Any = model.objects.filter(**{column: person}).order_by("pk")
            yield from ((kind, one, column) for one in (here.filter(undone_on=None) if model is SamePerson else here))


def _filled(act: Act, goes: "Person", stays: "Person") -> Iterable[list[Any]]:
    """What only the record that goes says of how to reach them and where they are registered."""
    from wholeplace.ledger.records.keeping import keep, kind_of

    only_there = [name for name in _WHERE_NOTHING_STANDS if getattr(goes, name) and not getattr(stays, name)]
    if only_there:
        for name in only_there:
            setattr(stays, name, getattr(goes, name))
        keep(stays, act)
        yield [kind_of(stays), stays.reference, "", stays.version]


def _brought(act: Act, rows: Sequence[Sequence[Any]], old: str, new: str) -> None:
    """Each row says the new person from now on. The book of persons first, then the others in the order of their names."""
    from wholeplace.ledger.records.keeping import keep, kept_kinds

    kinds, records = kept_kinds(), []
    for kind, reference, column, *_ in rows:
        found = kinds[kind].objects.filter(pk=reference, **{column: old}).first() if column else None
        records += [(found, column)] if found is not None else []
    for record, column in sorted(records, key=lambda one: (one[0].book != PERSONS, one[0].book)):
        setattr(record, column, new)
        keep(record, act)


def _added(act: Act, goes: str, stays: str) -> Iterable[list[Any]]:
    """About Me and the plan of the one, put behind what the other says."""
    from wholeplace.ledger.records.keeping import keep, kind_of

    for name, columns in _OF_THEIR_OWN.items():
        model: Any = apps.get_model(name)
        theirs, mine = model.objects.filter(pk=goes).first(), model.objects.filter(pk=stays).first()
        if theirs is None:
            continue
        if mine is None:
            mine = model(**{field.attname: getattr(theirs, field.attname) for field in model._meta.concrete_fields})
            mine.reference, mine.version = stays, 0
        else:
            for column in columns:
                setattr(mine, column, _behind(getattr(mine, column), getattr(theirs, column)))
        keep(mine, act)
        yield [kind_of(mine), stays, "", mine.version]


def _behind(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, dict):
        return {name: _behind(mine.get(name, ""), theirs.get(name, "")) for name in {**mine, **theirs}}
    if isinstance(mine, list):
        return [*mine, *theirs]
    return "\n\n".join(text for text in (mine, theirs) if text)


def _parted(act: Act, said: "SamePerson", because: str) -> None:
    from wholeplace.ledger.records.keeping import hold, keep
    from wholeplace.service.records.persons.models import SamePerson

    hold(PERSONS)
    current: Any = SamePerson.objects.get(pk=said.pk)
    problems = list(_no_reason(because))
    if current.undone_on is not None:
        problems.append(_letter("It is undone already.", "It is done once.", "Go back to the person."))
    if problems:
        raise DataProblem("They were not parted", problems)
    current.undone_on, current.undone_because = act.at.date(), because.strip()
    keep(current, act)
    for row in current.moved:
        if not row[2]:
            _as_before(act, *row)
    _brought(act, current.moved, current.person, current.other)


def _as_before(act: Act, kind: str, reference: str, _: str, version: int) -> None:
    """A record as it was before joining; as it is where somebody wrote in it since. One that joining made is emptied."""
    from wholeplace.ledger.records.keeping import history, keep, kept_kinds

    record: Any = kept_kinds()[kind].objects.get(pk=reference)
    if record.version != version:
        return
    before = history(record)[version - 2]["content"] if version > 1 else {}
    for column in _OF_THEIR_OWN.get(record._meta.label, _WHERE_NOTHING_STANDS):
        setattr(record, column, before.get(column, type(getattr(record, column))()))
    keep(record, act)


def _no_reason(because: str) -> Iterable[Problem]:
    if len(because.strip()) < A_REASON:
        yield Problem(
            where="Reason", what="It says too little.", why="Whoever asks later must see why.", fix="Say in a sentence how you know."
        )


def _letter(what: str, why: str, fix: str) -> Problem:
    return Problem(where="The two records", what=what, why=why, fix=fix)
