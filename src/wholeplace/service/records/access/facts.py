"""What the records say about somebody who asks and a person: the facts that the rules of `service.access` decide on.

They are asked of the database in one query, for as many people as a list shows: each room adds the part that it knows of
(`known_by`), as SQL that SQLite and PostgreSQL read alike.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet

from wholeplace.service.access import Asker, Asks, Doing, Objection, Purpose, Relationship, Role, What
from wholeplace.service.records.access.consents import consents_of

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Proxy


Finder = Callable[[Asker, str], Iterable[Relationship]]
"""Given who asks and the reference of a person: what their organisation has to do with the person."""
_FINDERS: list[Finder] = []

Meaning = Callable[[Asker, Sequence[str]], Iterable[Relationship]]
"""Given who asks and the texts that the database gave for a person: what their organisation has to do with the person."""
AT_ONCE = 500
"""People in one query. A list shows fewer."""
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A part of the one query: its SQL, and what its rows mean."""

    sql: str
    means: Meaning


_PARTS: dict[str, _Part] = {}
_OBJECTS, _GLASS = "objects", "glass"
_ALWAYS = {
    _OBJECTS: """
        SELECT person, 'objects', against FROM front_access_objection
        WHERE person IN ({persons}) AND made_on <= %(day)s AND (withdrawn_on IS NULL OR withdrawn_on > %(day)s)
        AND organisation IN ('', %(organisation)s)""",
    _GLASS: """
        SELECT person, 'glass', because FROM front_access_glassbroken
        WHERE person IN ({persons}) AND account = %(account)s AND organisation = %(organisation)s AND at <= %(at)s AND until > %(at)s""",
}


def tells_relationships(finder: Finder) -> Finder:
    """A decorator: rooms that know of a relationship by more than a query say so. Put it in a module that the app's `ready` imports."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)
    return finder


def known_by(name: str, sql: str) -> Callable[[Meaning], Meaning]:
    """A decorator: what the rows of a query mean. Put it in a module that the app's `ready` imports.

    `sql` gives rows of three texts: the person, `name`, and a text for the meaning. It has {persons} where their references go, and may
    have %(organisation)s and %(account)s of whoever asks, %(at)s, %(day)s and %(a_year_ago)s. A meaning without rows is not asked.
    """

    def decorated(means: Meaning) -> Meaning:
        _PARTS[name] = _Part(sql=sql, means=means)
        return means

    return decorated


def facts_of(
    asker: Asker, person: str, what: What, *, doing: Doing = Doing.READ, purpose: Purpose = Purpose.DIRECT_CARE, referral: str = ""
) -> Asks:
    """The question with everything that the records say about it. `referral`: the one that it is about; only its consents count."""
    return facts_of_each(asker, [person], what, doing=doing, purpose=purpose, referrals={person: referral})[person]


def facts_of_each(
    asker: Asker, persons: Iterable[str], what: What, *, doing: Doing = Doing.READ, purpose: Purpose = Purpose.DIRECT_CARE,
    referrals: Mapping[str, str] | None = None,
) -> Mapping[str, Asks]:  # fmt: skip
    """The same question about several people, in their order."""
    about, told = list(dict.fromkeys(persons)), referrals or {}
    found = _found(asker, about)
    return {
        one: Asks(
            role=asker.role, what=what, doing=doing, purpose=purpose, relationships=frozenset(_relationships(asker, one, found[one])),
            consented=_consented(asker, one, told.get(one, "")), scope=_scope(asker, one),
            objections=frozenset(Objection(against) for against in found[one].get(_OBJECTS, ())),
            break_glass=next(iter(found[one].get(_GLASS, ())), ""),
        )
        for one in about
    }  # fmt: skip


def _found(asker: Asker, persons: Sequence[str]) -> Mapping[str, dict[str, list[str]]]:
    """What the database gave for each person, by the name of the part."""
    found: dict[str, dict[str, list[str]]] = {one: {} for one in persons}
    told = {
        "organisation": asker.organisation, "account": asker.account, "at": connection.ops.adapt_datetimefield_value(asker.at),
        "day": connection.ops.adapt_datefield_value(asker.at.date()),
        "a_year_ago": connection.ops.adapt_datetimefield_value(asker.at - A_YEAR),
    }  # fmt: skip
    union = " UNION ALL ".join([*_ALWAYS.values(), *(part.sql for part in _PARTS.values())])
    for first in range(0, len(persons), AT_ONCE):
        named = {f"person{number}": one for number, one in enumerate(persons[first : first + AT_ONCE])}
        with connection.cursor() as cursor:
            cursor.execute(union.replace("{persons}", ", ".join(f"%({name})s" for name in named)), told | named)
            for person, name, text in cursor.fetchall():
                found[person].setdefault(name, []).append(text)
    return found


def _relationships(asker: Asker, person: str, found: Mapping[str, Sequence[str]]) -> Iterable[Relationship]:
    for name, part in _PARTS.items():
        if name in found:
            yield from part.means(asker, found[name])
    for finder in _FINDERS:
        yield from finder(asker, person)


@tells_relationships
def _by_role(asker: Asker, person: str) -> Iterable[Relationship]:
    if asker.role is Role.RESIDENT and asker.person == person:
        yield Relationship.THEMSELVES if asker.proven else Relationship.LESS_PROVEN
    if asker.role is Role.CALL_HANDLER:
        yield Relationship.CALLS


@known_by(
    "practice",
    """SELECT reference, 'practice', registered_at FROM front_persons_person
    WHERE reference IN ({persons}) AND registered_at <> ''""",
)
def _by_practice(asker: Asker, practices: Sequence[str]) -> Iterable[Relationship]:
    if asker.role in (Role.RESIDENT, Role.PROXY):
        return
    if asker.organisation in practices:
        yield Relationship.REGISTERED
    if asker.role is Role.COORDINATOR and asker.covers.intersection(practices):
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


def _parts(words: Iterable[str]) -> frozenset[What]:
    known = {part.value for part in What}
    return frozenset(What(word) for word in words if word in known)
