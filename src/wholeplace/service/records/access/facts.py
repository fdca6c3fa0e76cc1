"""What the records say about somebody who asks and a person: the facts that the rules of `service.access` decide on."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from wholeplace.service.access import Asker, Asks, Doing, Objection, Purpose, Relationship, Role, What
from wholeplace.service.records.access.consents import consents_of, objections_of

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Proxy


Finder = Callable[[Asker, str], Iterable[Relationship]]
"""Given who asks and the reference of a person: what their organisation has to do with the person."""
_FINDERS: list[Finder] = []


def tells_relationships(finder: Finder) -> Finder:
    """A decorator: rooms that know of a relationship (booked, referred, coordinated) say so. Put it in a module that the app's
    `ready` imports."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)
    return finder


def facts_of(
    asker: Asker, person: str, what: What, *, doing: Doing = Doing.READ, purpose: Purpose = Purpose.DIRECT_CARE, referral: str = ""
) -> Asks:
    """The question with everything that the records say about it. `referral`: the one that it is about; only its consents count."""
    return Asks(
        role=asker.role, what=what, doing=doing, purpose=purpose, relationships=frozenset(_relationships(asker, person)),
        consented=_consented(asker, person, referral), scope=_scope(asker, person), objections=_objections(asker, person),
        break_glass=_broken(asker, person),
    )  # fmt: skip


def _relationships(asker: Asker, person: str) -> Iterable[Relationship]:
    for finder in _FINDERS:
        yield from finder(asker, person)


@tells_relationships
def _by_role_and_practice(asker: Asker, person: str) -> Iterable[Relationship]:
    from wholeplace.service.records.persons.models import Person

    if asker.role is Role.RESIDENT and asker.person == person:
        yield Relationship.THEMSELVES if asker.proven else Relationship.LESS_PROVEN
    if asker.role in (Role.RESIDENT, Role.PROXY):
        return
    if asker.role is Role.CALL_HANDLER:
        yield Relationship.CALLS
    practice = Person.objects.filter(pk=person).values_list("registered_at", flat=True).first()
    if practice and practice == asker.organisation:
        yield Relationship.REGISTERED
    if practice and practice in asker.covers and asker.role is Role.COORDINATOR:
        yield Relationship.COORDINATES


@tells_relationships
def _by_proxy(asker: Asker, person: str) -> Iterable[Relationship]:
    if asker.role is Role.PROXY and asker.proven and _proxies(asker, person).exists():
        yield Relationship.ACTS_FOR


def _proxies(asker: Asker, person: str) -> "QuerySet[Proxy]":
    from wholeplace.service.records.persons.models import Proxy

    day = asker.at.date()
    found = Proxy.objects.filter(person=person, acts=asker.person, given_on__lte=day)
    return found.filter(Q(until=None) | Q(until__gt=day))


def _scope(asker: Asker, person: str) -> frozenset[What]:
    if asker.role is not Role.PROXY or not asker.person:
        return frozenset()
    return _parts(word for words in _proxies(asker, person).values_list("scope", flat=True) for word in words)


def _consented(asker: Asker, person: str, referral: str) -> frozenset[What]:
    if not referral or asker.role not in (Role.GROUP_WORKER, Role.EXPORT):
        return frozenset()
    found = consents_of(person, asker.organisation, referral, day=asker.at.date())
    return _parts(word for consent in found for word in consent.what)


def _objections(asker: Asker, person: str) -> frozenset[Objection]:
    found = objections_of(person, day=asker.at.date())
    return frozenset(Objection(one.against) for one in found if one.organisation in ("", asker.organisation))


def _broken(asker: Asker, person: str) -> str:
    """The reason that this account gave not long ago; empty: none."""
    from wholeplace.service.records.access.models import GlassBroken

    found = GlassBroken.objects.filter(
        person=person, account=asker.account, organisation=asker.organisation, at__lte=asker.at, until__gt=asker.at
    )
    return found.values_list("because", flat=True).first() or ""


def _parts(words: Iterable[str]) -> frozenset[What]:
    known = {part.value for part in What}
    return frozenset(What(word) for word in words if word in known)
