"""A matter and a draft at the body HERE, for the addresses of bodies, matters and decisions."""

from collections.abc import Callable, Mapping
from datetime import date

from wholeplace.agreement.decisions import Proposal
from wholeplace.agreement.subsidiarity import Matter
from wholeplace.ledger.records import Act
from wholeplace.terms import Money
from wholeplace.web.house import House

HERE = "place-committee"
MATTER = Matter(
    kind="community services", title="Nurses at home at night", on=date(2026, 12, 8), money=Money(10_000_000), decided_by=("NHS",),
    places=("Somewhere",),
)  # fmt: skip
PROPOSAL = Proposal(
    reference="", title="Nurses at home at night", body=HERE, matter="", asks="", reasons="", rejected_options=(), evidence=(), expected=(),
    lenses={}, money={}, gains="", pays="", leads=(), review_on=None,
)  # fmt: skip


def _act(house: House) -> Act:
    return Act(account="example", acting_as="example", event="made for a test", at=house.now)


def a_body(house: House) -> Mapping[str, str]:
    return {"body": HERE}


def a_matter(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.decisions.doing import describe
    from wholeplace.web.partner.decisions.deciding import held_in

    return {"matter": describe(MATTER, HERE, held_in(house), _act(house), place=house.name).reference}


def a_decision(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.decisions.doing import draft
    from wholeplace.agreement.records.decisions.models import Matter as Record
    from wholeplace.web.partner.decisions.deciding import held_in

    matter = Record.objects.get(pk=a_matter(house)["matter"])
    return {"decision": draft(matter, PROPOSAL, held_in(house), _act(house), place=house.name).reference}


def a_draft(house: House) -> Mapping[str, str]:
    return {"draft": a_decision(house)["decision"]}


def a_decision_looked_at(house: House) -> Mapping[str, str]:
    return {**a_body(house), **a_decision(house)}


DECISION_EXAMPLES: Mapping[str, Callable[[House], Mapping[str, str]]] = {
    **dict.fromkeys(("body", "matter-new"), a_body),
    **dict.fromkeys(("matter", "matter-change", "decision-new"), a_matter),
    **dict.fromkeys(("decision", "decision-notice", "decision-meeting", "decision-publish"), a_decision),
    **dict.fromkeys(
        (
            "decision-edit", "decision-propose", "decision-take-over", "decision-withdraw", "decision-replace", "decision-carried-out",
            "decision-review",
        ),
        a_draft,
    ),
    **dict.fromkeys(("decision-call-in", "decision-scrutiny"), a_decision_looked_at),
}  # fmt: skip
