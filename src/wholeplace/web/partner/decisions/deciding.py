"""What pages about matters and decisions share: the rules in force, who may read what, and records by their address."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest

from wholeplace.agreement.decisions import InForce, Recorded, State, in_force, stands_at
from wholeplace.agreement.records.decisions.models import Decision, Matter
from wholeplace.agreement.records.decisions.reading import recorded_of
from wholeplace.measures import library
from wholeplace.web.access import Role
from wholeplace.web.house import AGREEMENT, House, house_of, last_changed
from wholeplace.web.who import Person, person_of

COLOURS = {
    State.DRAFT: "grey", State.PROPOSED: "blue", State.NOTIFIED: "blue", State.ADVISED: "blue", State.DEFERRED: "grey",
    State.AGREED: "green", State.REFUSED: "red", State.OPEN_TO_CALL_IN: "yellow", State.CALLED_IN: "orange", State.SENT_BACK: "red",
    State.FREE: "green", State.CARRIED_OUT: "green", State.REVIEWED: "green", State.WITHDRAWN: "grey", State.REPLACED: "grey",
}  # fmt: skip


def held_in(house: House) -> InForce:
    """The rules that hold in the place of a door, read anew when one of its files changes."""
    folder = house.folder
    return _held(house, last_changed(folder, folder / AGREEMENT, folder / "measures"))


def measures_of(house: House) -> Mapping[str, str]:
    """Every measure that an expected effect may name, with its title."""
    return _measures(house, last_changed(house.folder, house.folder / "measures"))


@lru_cache(maxsize=4)
def _measures(house: House, changed: int) -> Mapping[str, str]:  # noqa: ARG001  `changed` is part of the key
    return {str(name): measure.title for name, measure in library(house.place).items()}


@lru_cache(maxsize=4)
def _held(house: House, changed: int) -> InForce:  # noqa: ARG001  `changed` is part of the key
    return in_force(house.place, house.agreement, tuple(measures_of(house)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One decision as a page shows it to one person: the record, where it stands, and whether its private part may be read."""

    record: Decision
    recorded: Recorded
    state: State
    open: bool

    @property
    def colour(self) -> str:
        """The colour of the tag that says where it stands."""
        return COLOURS[self.state]


def shown_to(request: HttpRequest, decision: Decision) -> Shown:
    """A decision as the person who asks may see it."""
    house, recorded = house_of(request), recorded_of(decision)
    person = person_of(request)
    withheld = recorded.proposal.exemption is not None and recorded.proposal.exemption.withheld
    may = not withheld or (person is not None and _inside(person, decision, recorded, house))
    return Shown(record=decision, recorded=recorded, state=stands_at(recorded, house.now), open=may)


def decision_called(request: HttpRequest, reference: str) -> Shown:
    """The decision at an address. A draft is for the bodies that write and decide it, and for auditors: for others it is not there."""
    decision = Decision.objects.filter(pk=reference).first()
    if decision is None or not may_find(request, decision):
        raise Http404
    return shown_to(request, decision)


def may_find(request: HttpRequest, decision: Decision) -> bool:
    """Is the decision on this person's lists at all?"""
    person = person_of(request)
    if decision.state != State.DRAFT.value:
        return True
    return person is not None and _inside(person, decision, recorded_of(decision), house_of(request))


def matter_called(reference: str) -> Matter:
    """The matter at an address."""
    matter = Matter.objects.filter(pk=reference).first()
    if matter is None:
        raise Http404
    return matter


def bodies_where(request: HttpRequest, role: Role) -> tuple[str, ...]:
    """The bodies at which the person who asks holds a role today; for a role in the whole place: all."""
    person, house = person_of(request), house_of(request)
    if person is None:
        return ()
    return tuple(body.name for body in house.agreement.bodies if person.may(frozenset({role}), house.today, body=body.name))


def _inside(person: Person, decision: Decision, recorded: Recorded, house: House) -> bool:
    """Of the bodies that write, decide or advised on it, of the scrutiny body that called it in, or an auditor."""
    bodies = {decision.body, decision.kept_by, *(held.body for held in recorded.meetings), *(asked.by for asked in recorded.call_ins)}
    roles = frozenset({Role.OFFICER, Role.CLERK, Role.MEMBER, Role.SCRUTINY})
    return any(person.may(roles, house.today, body=body) for body in bodies) or person.may(frozenset({Role.AUDITOR}), house.today)
