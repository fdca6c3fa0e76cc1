"""What is wrong with what a place wrote down about who decides: all of it at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from wholeplace.agreement.bodies.shapes import EACH_GIVER, EACH_HOLDER, Agreement, Body, Dates, Delegation, Memorandum, Power, Stage
from wholeplace.agreement.deciding import Standing
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

WARNED_BEFORE = timedelta(days=90)
"""How long before an agreement ends it is said."""


def problems_of(agreement: Agreement, organisations: Sequence[str]) -> list[Problem]:
    """Everything that does not hold together. `organisations`: the names and codes that the place knows."""
    known = [*organisations, *(body.name for body in agreement.bodies)]
    return [
        *_repeated(agreement),
        *(problem for body in agreement.bodies for problem in _of_body(body, known)),
        *(problem for power in agreement.powers for problem in _of_power(power, known)),
        *(problem for one in agreement.delegations for problem in _of_delegation(one, agreement, known)),
        *(problem for one in agreement.memoranda for problem in _of_memorandum(one, known)),
    ]


def ending(agreement: Agreement, today: date) -> list[Problem]:
    """Agreements, delegations and stages that end within 90 days: somebody must renew them, or say what follows."""
    dated = [(f"delegation of {one.power} to {one.to}", one.dates) for one in agreement.delegations]
    dated += [(f"{one.title}, {one.version}", one.dates) for one in agreement.memoranda]
    dated += [(f"{body.title}, {stage.standing.value}", stage.dates) for body in agreement.bodies for stage in body.stages[-1:]]
    soon = [(what, dates.until) for what, dates in dated if dates.hold(today) and dates.until and dates.until - today <= WARNED_BEFORE]
    return [
        Problem(
            where=what, what=f"it ends on {until}, in {(until - today).days} days.", why="After that day nobody may act under it.",
            fix="Renew it, or write down what takes its place.",
        )
        for what, until in soon
    ]  # fmt: skip


def _of_body(body: Body, known: Sequence[str]) -> Iterator[Problem]:
    where = f"body {body.name}"
    yield from _dates(where, *(stage.dates for stage in body.stages))
    ordered = sorted(body.stages, key=lambda stage: stage.dates.since)
    for first, second in pairwise(ordered):
        if first.dates.until is None or second.dates.since < first.dates.until:
            yield _problem(
                where,
                f"its stages overlap on {second.dates.since}.",
                "It cannot be two things at once.",
                "End the first where the second begins.",
            )
    for stage in ordered:
        yield from _of_stage(where, stage, body)
    for name, count in Counter(seat.name for seat in body.seats).items():
        if count > 1:
            yield _problem(
                where, f'seat "{name}" stands there {count} times.', "A vote could be counted twice.", "Give each seat its own name."
            )
    for organisation in dict.fromkeys(seat.organisation for seat in body.seats):
        yield from _unknown(where, organisation, known)


def _of_stage(where: str, stage: Stage, body: Body) -> Iterator[Problem]:
    if stage.standing in (Standing.DELEGATED, Standing.FULL) and not stage.evidence.strip():
        yield _problem(
            where,
            f"nothing says on what evidence it became {stage.standing.value}.",
            "A stage is reached by a test.",
            "Name the paper that shows the test was met.",
        )
    if stage.standing is not Standing.ADVISORY and body.voting is None:
        yield _problem(
            where,
            f"it has no voting rule, and is {stage.standing.value}.",
            "Nobody could say whether it agreed.",
            "Add one, with its source.",
        )


def _of_power(power: Power, known: Sequence[str]) -> Iterator[Problem]:
    where = f"power {power.name}"
    yield from _dates(where, power.dates)
    if not power.accountable.strip():
        yield _problem(where, "no accountable body is named.", "A power without one is nobody's.", "Name the body that answers for it.")
    if not power.held_by:
        yield _problem(where, "nobody holds it.", "Nobody could use it or give it on.", "Name whom the law gives it to.")
    for name in (*power.held_by, power.accountable):
        if name.strip() and name != EACH_HOLDER:
            yield from _unknown(where, name, known)


def _of_delegation(one: Delegation, agreement: Agreement, known: Sequence[str]) -> Iterator[Problem]:
    where = f"delegation of {one.power} to {one.to}"
    yield from _dates(where, one.dates)
    if not one.accountable.strip():
        yield _problem(
            where, "no accountable body is named.", "Giving a power on does not give the duty away.", "Name the body that answers for it."
        )
    yield from _unknown(where, one.power, [power.name for power in agreement.powers])
    yield from _unknown(where, one.to, [body.name for body in agreement.bodies])
    if one.memorandum:
        yield from _unknown(where, one.memorandum, [held.name for held in agreement.memoranda])
    power = next((power for power in agreement.powers if power.name == one.power), None)
    if power and not (power.dates.hold(one.dates.since)):
        yield _problem(
            where,
            f"it begins on {one.dates.since}, when the power itself does not hold.",
            "Nobody can give what they do not have.",
            "Correct one of the days.",
        )
    if one.accountable.strip() and one.accountable != EACH_GIVER:
        yield from _unknown(where, one.accountable, known)
    for giver in one.by:
        if power and giver not in power.held_by:
            yield _problem(
                where,
                f"{giver} gives it, and does not hold it.",
                "Nobody can give what they do not have.",
                f"Holders: {', '.join(power.held_by)}.",
            )


def _of_memorandum(one: Memorandum, known: Sequence[str]) -> Iterator[Problem]:
    where = f"memorandum {one.name}, {one.version}"
    yield from _dates(where, one.dates)
    for organisation in one.signed:
        yield from _unknown(where, organisation, known)


def _repeated(agreement: Agreement) -> Iterator[Problem]:
    names = [f"body {body.name}" for body in agreement.bodies] + [f"power {power.name}" for power in agreement.powers]
    names += [f"memorandum {one.name}, {one.version}" for one in agreement.memoranda]
    for name, count in Counter(names).items():
        if count > 1:
            yield _problem(
                name,
                f"it stands there {count} times.",
                "Nobody could say which one holds.",
                "Keep one, or end the first where the second begins.",
            )


def _dates(where: str, *dates: Dates) -> Iterator[Problem]:
    for one in dates:
        if one.until is not None and one.until <= one.since:
            yield _problem(
                where,
                f"it ends on {one.until}, and begins on {one.since}.",
                "It would never hold.",
                "Correct one of the days. Ends are the first day after.",
            )


def _unknown(where: str, name: str, known: Sequence[str]) -> Iterator[Problem]:
    if name not in known:
        yield _problem(
            where, f'"{name}" is not known.', "Nobody can be held to it.", did_you_mean(name, known) or "Add it, or correct the name."
        )


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
