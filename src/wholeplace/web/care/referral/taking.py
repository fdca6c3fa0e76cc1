"""To whom a referral may go: organisations where somebody is there to take it, so that none falls into a void."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from wholeplace.service.access import What
from wholeplace.service.records.access.consents import ConsentAsked
from wholeplace.web.access import Role
from wholeplace.web.accounts.models import RoleHeld
from wholeplace.web.care.referral.forms import ALWAYS
from wholeplace.web.house import House

TAKES = (Role.LINK_WORKER, Role.GROUP_WORKER)
VOLUNTARY = "voluntary"
"""The kind of organisation (organisations.csv) to which nothing goes without the person's consent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taker:
    """An organisation that takes referrals. `voluntary`: nothing goes there without
    a consent: it is of the voluntary sector, or takes referrals through group workers only."""

    code: str
    name: str
    voluntary: bool


def takers(house: House, *, but: str = "") -> list[Taker]:
    """Organisations where somebody holds a role today that takes referrals, by name. `but`: one that is left out."""
    standing = Q(until=None) | Q(until__gt=house.today)
    held = RoleHeld.objects.filter(standing, role__in=[role.value for role in TAKES], since__lte=house.today).exclude(body="")
    by_code: dict[str, set[str]] = {}
    for code, role in held.values_list("body", "role"):
        by_code.setdefault(code, set()).add(role)
    kinds = {str(one.code): one.kind for one in house.place.organisations if one.stands_on(house.today)}
    found = [
        Taker(code=code, name=house.called(code), voluntary=kinds.get(code) == VOLUNTARY or Role.LINK_WORKER.value not in roles)
        for code, roles in by_code.items()
        if code != but
    ]
    return sorted(found, key=lambda one: (one.name, one.code))


def consent_from(given: Mapping, *, person: str, organisation: str, referral: str) -> ConsentAsked | None:
    """What was ticked on a form, as a consent; None where the person did not agree."""
    if not given.get("agreed") or not given.get("how") or not given.get("until"):
        return None
    what = (*ALWAYS, *(What(word) for word in given["shares"]))
    return ConsentAsked(
        person=person, organisation=organisation, referral=referral, what=what, until=given["until"], given_by=person, how=given["how"]
    )
