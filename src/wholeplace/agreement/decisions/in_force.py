"""Everything that a place's rules say about deciding, held together: what each step of a decision is measured against."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from wholeplace.agreement.bodies import Agreement
from wholeplace.agreement.clocks import CallInRule, NoticeRule, call_in_rules, notice_rules
from wholeplace.agreement.subsidiarity import Limits, Rules, limits_of, rules_of
from wholeplace.place import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """The agreement, the rules of level, limits, notice and call-in; and the names that records may use.

    `measures`: ids of measures that an expected effect may name. `organisations`: names and codes of those that pay or gain.
    """

    agreement: Agreement
    rules: Rules
    limits: Limits
    call_in: Mapping[str, CallInRule]
    notices: Mapping[str, NoticeRule]
    measures: Collection[str]
    organisations: Collection[str]


def in_force(place: Place, agreement: Agreement, measures: Collection[str]) -> InForce:
    """What holds in a place. Raises DataProblem where one of its own files cannot be used."""
    return InForce(
        agreement=with_names(with_inner_areas(agreement, place), place), rules=rules_of(place), limits=limits_of(place),
        call_in=call_in_rules(place), notices=notice_rules(),
        measures=measures, organisations=tuple(name for one in place.organisations for name in (one.name, one.code)),
    )  # fmt: skip


def with_inner_areas(agreement: Agreement, place: Place) -> Agreement:
    """The agreement, where a body's area stands for every area inside it too, by code and by name: a system's board may decide
    for its places, and matters name areas as people do."""
    inner: dict[str, list[str]] = {}
    for area in place.areas:
        inner.setdefault(area.parent or "", []).append(area.code)
    names = {str(area.code): area.name for area in place.areas}

    def spread(codes: tuple[str, ...]) -> tuple[str, ...]:
        found = dict.fromkeys(codes)
        for code in list(found):
            found |= dict.fromkeys(spread(tuple(inner.get(code, ()))))
        return tuple(dict.fromkeys((*found, *(names[code] for code in found if code in names))))

    return replace(
        agreement, bodies=tuple(replace(body, areas=spread(body.areas)) for body in agreement.bodies),
        delegations=tuple(replace(one, areas=spread(one.areas)) for one in agreement.delegations),
    )  # fmt: skip


def with_names(agreement: Agreement, place: Place) -> Agreement:
    """The agreement, where organisations that are written by their code are called by their name, as readers know them."""
    names = {str(one.code): one.name for one in place.organisations}

    def named(written: str) -> str:
        return names.get(written, written)

    def all_named(written: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(named(one) for one in written)

    return replace(
        agreement,
        bodies=tuple(
            replace(
                body, accountable_to=named(body.accountable_to),
                seats=tuple(replace(seat, organisation=named(seat.organisation)) for seat in body.seats),
            )
            for body in agreement.bodies
        ),
        powers=tuple(replace(one, held_by=all_named(one.held_by), accountable=named(one.accountable)) for one in agreement.powers),
        delegations=tuple(replace(one, by=all_named(one.by), accountable=named(one.accountable)) for one in agreement.delegations),
        memoranda=tuple(
            replace(one, signed={named(name): day for name, day in one.signed.items()}) for one in agreement.memoranda
        ),
    )  # fmt: skip
