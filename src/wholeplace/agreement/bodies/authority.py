"""May this body decide this matter on this day, for this area and sum? Yes, or only recommend, or not at all: with every reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wholeplace.agreement.bodies.shapes import EACH_GIVER, EACH_HOLDER, Agreement, Body, Delegation, Power, Stage
from wholeplace.agreement.deciding import Standing
from wholeplace.terms import Money


class May(StrEnum):
    """What a body may do about a matter."""

    DECIDE = "decide"
    RECOMMEND = "recommend"
    NOTHING = "do nothing about it"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A matter put to a body: its kind, the areas it touches, and the money it binds in a full year."""

    matter: str
    areas: tuple[str, ...]
    money: Money
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Authority:
    """The answer: what the body may do, by which powers, who stays accountable, which holders are not bound, and why."""

    may: May
    powers: tuple[str, ...]
    accountable: tuple[str, ...]
    not_bound: tuple[str, ...]
    reasons: tuple[str, ...]


def stage_of(body: Body, day: date) -> Stage | None:
    """The stage that a body is in on a day; None before its first and after its last."""
    return next((stage for stage in body.stages if stage.dates.hold(day)), None)


def powers_over(agreement: Agreement, asked: Asked) -> list[Power]:
    """The powers that cover a matter on its day, whoever holds them."""
    return [power for power in agreement.powers if asked.matter in power.matters and power.dates.hold(asked.on)]


def authority_of(agreement: Agreement, name: str, asked: Asked) -> Authority:
    """What the body called `name` may do about what is asked. A body that is not known may do nothing.

    It decides for those holders of a power that gave it to it; the others (not given, not signed, out of its area or above
    its limit) are named in `not_bound`. Where nobody gave it anything that holds, it recommends.
    """
    body = agreement.body(name)
    stage = stage_of(body, asked.on) if body else None
    if body is None or stage is None:
        why = f"There is no body called {name}." if body is None else f"{body.title} does not exist on {asked.on}."
        return Authority(may=May.NOTHING, powers=(), accountable=(), not_bound=(), reasons=(why,))
    powers = powers_over(agreement, asked)
    ways = [
        _Way(power.name, power.title, body.name, power.source, body.name if power.accountable == EACH_HOLDER else power.accountable)
        for power in powers
        if body.name in power.held_by
    ]
    own = len(ways)
    refusals = []
    for power, one, giver in _given(agreement, powers, body, asked.on):
        why_not = list(_refusals(agreement, body, power, one, giver, asked))
        refusals += why_not
        ways += (
            []
            if why_not
            else [_Way(power.name, power.title, giver, one.source, giver if one.accountable == EACH_GIVER else one.accountable)]
        )
    reasons = _told(body, ways[:own], ways[own:])
    if not ways and not refusals:
        reasons.append(f"No power over “{asked.matter}” was given to {body.title}, so it can only recommend to whoever holds one.")
    may, limited = _within_stage(body, stage, May.DECIDE if ways else May.RECOMMEND, asked)
    bound = {way.holder for way in ways}
    holders = dict.fromkeys(holder for power in powers for holder in power.held_by)
    return Authority(
        may=may, powers=tuple(dict.fromkeys(way.power for way in ways)), accountable=tuple(dict.fromkeys(way.accountable for way in ways)),
        not_bound=tuple(holder for holder in holders if holder not in bound), reasons=tuple(dict.fromkeys((*reasons, *refusals, *limited))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Way:
    """One power that reaches the body, and from whom."""

    power: str
    title: str
    holder: str
    source: str
    accountable: str


def _told(body: Body, own: Sequence[_Way], given: Sequence[_Way]) -> list[str]:
    """Why the body may decide: one sentence for each power, however many gave it."""
    told = [f"{way.title} is {body.title}'s own ({way.source})." for way in own]
    for (title, source), ways in _by_paper(given).items():
        told.append(f"{title} was given to {body.title} by {_listed([way.holder for way in ways])} ({source}).")
    return told


def _by_paper(ways: Sequence[_Way]) -> dict[tuple[str, str], list[_Way]]:
    found: dict[tuple[str, str], list[_Way]] = {}
    for way in ways:
        found.setdefault((way.title, way.source), []).append(way)
    return found


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _given(agreement: Agreement, powers: Sequence[Power], body: Body, day: date) -> Iterator[tuple[Power, Delegation, str]]:
    """Each power, the paper that gives it to the body, and each holder who gave it."""
    for power in powers:
        for one in agreement.delegations:
            if one.power == power.name and one.to == body.name and one.dates.hold(day):
                yield from ((power, one, giver) for giver in one.by)


def _refusals(agreement: Agreement, body: Body, power: Power, one: Delegation, giver: str, asked: Asked) -> Iterator[str]:
    outside = [area for area in asked.areas if area not in (one.areas or body.areas)]
    if outside:
        yield f"{power.title} was not given for {_listed(outside)}."
    if one.limit is not None and asked.money.pence > one.limit.pence:
        yield f"{power.title} was given up to {one.limit}, and this binds {asked.money}."
    if one.memorandum and not any(held.name == one.memorandum and held.binds(giver, asked.on) for held in agreement.memoranda):
        yield f"{giver} has not signed the version of “{one.memorandum}” that holds on {asked.on}, so it is not bound."


def _within_stage(body: Body, stage: Stage, may: May, asked: Asked) -> tuple[May, Sequence[str]]:
    """A shadow body binds no money, an advisory one decides nothing."""
    if may is May.DECIDE and stage.standing is Standing.ADVISORY:
        return May.RECOMMEND, (f"{body.title} is advisory: it recommends and has no vote.",)
    if may is May.DECIDE and stage.standing is Standing.SHADOW and asked.money.pence:
        return May.RECOMMEND, (f"{body.title} is in shadow form until its next stage: it cannot bind money.",)
    return may, ()
