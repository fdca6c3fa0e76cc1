"""What a proposal must say before a body may decide it: all that is missing, at once."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from wholeplace.agreement.decisions.shapes import Effect, Exemption, Lens, Proposal, Seen
from wholeplace.terms import Money, Problem
from wholeplace.terms.spelling import did_you_mean

WEIGHTS = ("for", "against", "equal")
_GROUNDS = Path(__file__).with_name("grounds.toml")


@cache
def grounds() -> Mapping[str, str]:
    """The grounds on which a part may be kept from the public, each with its source, in the order of the law."""
    return {one["name"]: one["source"] for one in tomllib.loads(_GROUNDS.read_text(encoding="utf-8"))["ground"]}


def problems_of(proposal: Proposal, *, today: date) -> list[Problem]:
    """Everything that keeps a proposal from being decided or published. Empty: nothing does."""
    return [
        *_blanks(proposal),
        *_lead(proposal),
        *_lenses(proposal),
        *_dates(proposal, today),
        *(_exemption(proposal.exemption) if proposal.exemption else ()),
    ]


def failing(proposal: Proposal) -> tuple[Lens, ...]:
    """The lenses through which it makes things worse. They are shown first, wherever the proposal is: no average hides one."""
    return tuple(lens for lens in Lens if (seen := proposal.lenses.get(lens)) and seen.effect is Effect.WORSE)


def who_pays(proposal: Proposal) -> tuple[tuple[str, Money], ...]:
    """The bodies that are worse off in money, the hardest hit first."""
    losing = [(body, money) for body, money in proposal.money.items() if money.pence < 0]
    return tuple(sorted(losing, key=lambda one: (one[1].pence, one[0])))


def payers_first(proposal: Proposal) -> tuple[tuple[str, Money], ...]:
    """Each body's money: who pays most stands first, who gains most last. Equal sums by name."""
    return tuple(sorted(proposal.money.items(), key=lambda one: (one[1].pence, one[0])))


def _blanks(proposal: Proposal) -> Iterator[Problem]:
    asked = {
        "who gains": (proposal.gains, "Population before organisation: a decision says who it is for.", "Name the people who gain."),
        "who pays": (proposal.pays, "A cost that names nobody falls on somebody by surprise.", "Name who pays, or that nobody does."),
        "reasons": (proposal.reasons, "The law asks for them, and so will scrutiny.", "Say why this and not another way."),
        "what is asked": (proposal.asks, "Without it nobody knows what was agreed.", "Write the decision as one sentence."),
        "population before organisation": (
            proposal.population_first, "An organisation's gain may be the population's loss.", "Say how the population is put first.",
        ),
    }  # fmt: skip
    for where, (text, why, fix) in asked.items():
        if not text.strip():
            yield Problem(where=where, what="it is blank.", why=why, fix=fix)
    lists = {
        "options rejected": (proposal.rejected_options, "The record of a decision names them.", "Name at least doing nothing."),
        "evidence": (proposal.evidence, "A decision rests on what can be looked at again.", "Add a reading, a forecast or a paper."),
        "expected effect": (proposal.expected, "Else nobody can say later whether it came true.", "Name a measure, a change and a date."),
        "each body's money": (proposal.money, "A gain for all can be a loss for one.", "Give a sum for each body, or 0."),
    }  # fmt: skip
    for where, (held, why, fix) in lists.items():
        if not held:
            yield Problem(where=where, what="there is none.", why=why, fix=fix)


def _lead(proposal: Proposal) -> Iterator[Problem]:
    if len(proposal.leads) != 1:
        told = "nobody leads." if not proposal.leads else f"{len(proposal.leads)} lead: {', '.join(proposal.leads)}."
        yield Problem(where="lead", what=told, why="Where two lead, neither does.", fix="Name exactly one.")


def _lenses(proposal: Proposal) -> Iterator[Problem]:
    for lens in Lens:
        yield from _through(lens, proposal.lenses.get(lens))


def _through(lens: Lens, seen: Seen | None) -> Iterator[Problem]:
    if seen is None:
        yield Problem(
            where=f"lens {lens.value}", what="it is not looked through.", why="A proposal is seen through all three, one by one.",
            fix=f'Say what it does, or "{Effect.UNKNOWN.value}" and why.',
        )  # fmt: skip
    elif not seen.why.strip():
        yield Problem(
            where=f"lens {lens.value}", what="it gives no reason.", why="A word without a reason cannot be questioned.", fix="Say why."
        )
    elif seen.effect is Effect.WORSE and not seen.all_the_same.strip():
        yield Problem(
            where=f"lens {lens.value}", what="it makes things worse, and nothing says why it is proposed all the same.",
            why="One failing lens must not hide behind the others.", fix="Say why, or change the proposal.",
        )  # fmt: skip


def _dates(proposal: Proposal, today: date) -> Iterator[Problem]:
    if proposal.review_on is None:
        yield Problem(where="review date", what="there is none.", why="Nobody would look whether it worked.", fix="Name a day.")
    elif proposal.review_on <= today:
        yield Problem(where="review date", what=f"{proposal.review_on} is not after today.", why="It has passed.", fix="Name a later day.")
    for one in proposal.expected:
        if proposal.review_on and one.by > proposal.review_on:
            yield Problem(
                where=f"expected effect on {one.measure}", what=f"it is due on {one.by}, after the review on {proposal.review_on}.",
                why="The review could not say whether it came true.", fix="Review later, or expect a first effect sooner.",
            )  # fmt: skip


def _exemption(exemption: Exemption) -> Iterator[Problem]:
    if exemption.ground not in grounds():
        yield Problem(
            where="exemption", what=f"“{exemption.ground}” is no ground of the law.", why="Nothing else may be kept from the public.",
            fix=did_you_mean(exemption.ground, grounds()) or f"Use one of: {', '.join(grounds())}.",
        )  # fmt: skip
    if exemption.weighs_more not in WEIGHTS:
        yield Problem(
            where="exemption", what=f'"{exemption.weighs_more}" is not an outcome of the public-interest test.',
            why="The test says for, against or equal.", fix=f"Write one of: {', '.join(WEIGHTS)}.",
        )  # fmt: skip
    for name, text in (("for", exemption.for_disclosure), ("against", exemption.against_disclosure)):
        if not text.strip():
            yield Problem(
                where="exemption",
                what=f"it does not say what speaks {name} disclosure.",
                why="The test weighs both.",
                fix="Say it, even if little does.",
            )
