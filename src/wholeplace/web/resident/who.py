"""Which resident is signed in, how it was proven, and for whom they act at the moment: themselves, or somebody who lets them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpRequest

from wholeplace.ledger.records import Act
from wholeplace.service.access import Asker, Role
from wholeplace.web.house import house_of
from wholeplace.web.who import person_of

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Proxy

ACTING_FOR = "wholeplace.acting_for"
"""In the session: the reference of the person for whom they act."""
FULLY = ("P9", "in person")
"""Ways in which it is proven to the full who somebody is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A resident at the door. `own`: the reference of who they are; `person`: of whom the pages are about now, which is the same one
    unless they act for somebody. `proven`: how it was proven (P9, P5, P0, in person). Give `asker` to `look`."""

    account: str
    own: str
    person: str
    proven: str
    asker: Asker

    @property
    def acting(self) -> bool:
        """Are the pages about somebody else now?"""
        return self.person != self.own

    @property
    def fully(self) -> bool:
        """Is it proven to the full who they are?"""
        return self.proven in FULLY

    def act(self, event: str, *, why: str = "") -> Act:
        """What the log is told about what they do."""
        return Act(account=self.account, acting_as=self.asker.role.value, event=event, at=self.asker.at, why=why)


def resident_of(request: HttpRequest) -> Signed | None:
    """The resident behind a request, or None where nobody is signed in or the account is no resident's. Read once for each request."""
    if not hasattr(request, "_resident"):
        request._resident = _read(request)  # type: ignore[attr-defined]
    return request._resident  # type: ignore[attr-defined]


def signed_resident(request: HttpRequest) -> Signed:
    """As `resident_of`, for pages behind the residents' door. Raises PermissionError where there is none."""
    signed = resident_of(request)
    if signed is None:
        raise PermissionError("No resident is signed in.")
    return signed


def _read(request: HttpRequest) -> Signed | None:
    from wholeplace.service.records.persons.models import Resident

    person, day = person_of(request), house_of(request).today
    if person is None:
        return None
    standing = Resident.objects.filter(Q(until=None) | Q(until__gt=day), account=person.account, since__lte=day)
    resident: Any = standing.first()
    if resident is None:
        return None
    proxy = _acts_for(request, resident)
    about = proxy.person if proxy else resident.person
    asker = Asker(
        account=person.account, role=Role.PROXY if proxy else Role.RESIDENT, organisation="", at=house_of(request).now,
        person=resident.person, proven=resident.proven in FULLY,
    )  # fmt: skip
    return Signed(account=person.account, own=resident.person, person=about, proven=resident.proven, asker=asker)


def _acts_for(request: HttpRequest, resident: Any) -> "Proxy | None":
    """Whoever they chose to act for, as long as they may. One that ended is forgotten by the session."""
    from wholeplace.service.records.persons.joining import person_of as whoever_is_meant

    chosen = whoever_is_meant(request.session[ACTING_FOR]) if request.session.get(ACTING_FOR) else ""
    if not chosen:
        return None
    found = next((one for one in proxies_of(resident.person, request) if one.person == chosen), None)
    if found is None or resident.proven not in FULLY:
        request.session.pop(ACTING_FOR, None)
        return None
    return found


def proxies_of(person: str, request: HttpRequest) -> "list[Proxy]":
    """Those for whom a person may act today."""
    from wholeplace.service.records.persons.models import Proxy

    day = house_of(request).today
    return list(Proxy.objects.filter(Q(until=None) | Q(until__gt=day), acts=person, given_on__lte=day).order_by("given_on", "reference"))


def name_of(person: str) -> str:
    """First and family name of a person, for pages of somebody who acts for them; empty where there is none."""
    from wholeplace.service.records.persons.models import Person

    found = Person.objects.filter(pk=person).values_list("given_name", "family_name").first()
    return " ".join(found) if found else ""
