"""Pages of a search: what the link `next` carries, and what comes of it when it is followed.

It carries the search and the place where the next page begins, signed for the key and the organisation that asked: nobody else can
follow it, and it cannot be altered. Of a person it holds our reference alone, never what they were looked for by. Whoever follows it
sees what the rules let them see then.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

import msgspec
from django.core.signing import BadSignature, Signer

from wholeplace.service.access import What
from wholeplace.service.fhir.lists import Key
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.searching import PAGE, PersonSearch, next_page, person_search
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.persons import found_again, found_by

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Person


class Further(msgspec.Struct, frozen=True):
    """A search whose parameters say nothing of a person, and the place after which its next page begins."""

    after: Key
    pairs: tuple[tuple[str, str], ...]


class FurtherOfPersons(msgspec.Struct, frozen=True):
    """A search for what somebody has, and the place after which its next page begins. `persons`: the references of those whom it found;
    the rest as in PersonSearch."""

    after: Key
    persons: tuple[str, ...]
    count: int
    start: datetime | None
    end: datetime | None
    statuses: tuple[str, ...]
    reference: str


def of_persons(asked: Asked, kind: str, what: What, *, dates: bool) -> tuple[PersonSearch, Sequence["Person"], Key | None]:
    """A search for what somebody has, or the page of one that was asked for: how it is narrowed, whom it is about of those whom this
    system may read of, and the place after which the page begins. Raises Refused."""
    further = followed(asked, kind, FurtherOfPersons)
    if further is None:
        search = person_search(asked.pairs, utc_only=asked.bars, dates=dates, lenient=asked.lenient)
        return search, found_by(asked, search, what), None
    search = PersonSearch(start=further.start, end=further.end, statuses=further.statuses, reference=further.reference, count=further.count)
    return search, found_again(asked, further.persons, what), further.after


def further_of_persons(search: PersonSearch, people: Sequence["Person"], after: Key | None) -> FurtherOfPersons | None:
    """What the link to the next page carries; None where there is none."""
    if after is None:
        return None
    return FurtherOfPersons(
        after=after, persons=tuple(one.reference for one in people), count=search.count or 0, start=search.start, end=search.end,
        statuses=search.statuses, reference=search.reference,
    )  # fmt: skip


Told = TypeVar("Told", Further, FurtherOfPersons)


def followed(asked: Asked, kind: str, form: type[Told]) -> Told | None:
    """What the link says that was followed; None where this is a search of its own. Raises Refused where it was made for another system,
    altered, or for resources of another type."""
    told = next_page(asked.pairs)
    if told is None:
        return None
    try:
        return msgspec.convert(_signer(asked, kind).unsign_object(told), form)
    except (BadSignature, msgspec.ValidationError) as problem:
        raise refused("value", "This is no link of a search that this system made. Search again from the first page.") from problem


def links(asked: Asked, kind: str, heeded: Sequence[tuple[str, str]], further: Further | FurtherOfPersons | None) -> dict[str, str]:
    """The links of an answer: `self`, the search as it was heeded, or the page of it that was asked for; `next`, where there is more."""
    page = dict(asked.pairs).get(PAGE)
    told = {"self": _address(asked, kind, heeded if page is None else [(PAGE, page)])}
    if further is None:
        return told
    sealed = _signer(asked, kind).sign_object(msgspec.to_builtins(further), compress=True)
    return {**told, "next": _address(asked, kind, [(PAGE, sealed)])}


def _address(asked: Asked, kind: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{asked.base}/{kind}?{urlencode(pairs)}"


def _signer(asked: Asked, kind: str) -> Signer:
    """By it nobody can follow what was made for another key, another organisation or another type of resource."""
    return Signer(salt=f"a page of {kind} for {asked.key_reference} of {asked.organisation}")
