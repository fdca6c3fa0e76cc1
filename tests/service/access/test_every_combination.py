"""The table of rules, asked every question there is, against sentences written down a second time by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.service.access.oracle import open_by
from wholeplace.service.access import Asks, Doing, Needs, Objection, Purpose, Relationship, Role, Verdict, What, allowed, rules

REASON = "They fell ill in our waiting room."
GIVEN = [(consent, scope, reason) for consent in (False, True) for scope in (False, True) for reason in ("", REASON)]


def subsets(kind: Iterable, most: int) -> Iterator[frozenset]:
    return (frozenset(one) for one in chain.from_iterable(combinations(kind, size) for size in range(most + 1)))


def questions(role: Role) -> Iterator[Asks]:
    """Every question of a role: each relationship alone, every purpose, doing and part, every set of objections, every fact that may be
    there or not. (Several relationships at once: test_more_relationships_never_shut.)"""
    related = [frozenset(), *(frozenset({one}) for one in Relationship)]
    for relationships, purpose, doing, what in product(related, Purpose, Doing, What):
        for objections, (consent, scope, reason) in product(subsets(Objection, 3), GIVEN):
            yield Asks(
                role=role, relationships=relationships, purpose=purpose, doing=doing, what=what, objections=objections,
                consented=frozenset({what}) if consent else frozenset(), scope=frozenset({what}) if scope else frozenset(),
                break_glass=reason,
            )  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_every_combination_is_decided_as_the_sentences_say(role: Role) -> None:
    asked = opened = 0
    for asks in questions(role):
        verdict, by = allowed(asks), open_by(asks)
        assert verdict.allowed is bool(by), asks
        # The person is told exactly when nothing but a reason opened it.
        assert verdict.tells_the_resident is (by == {Needs.GLASS}), asks
        assert not (verdict.glass and verdict.allowed), asks
        asked, opened = asked + 1, opened + verdict.allowed
    assert asked == 10 * 4 * 3 * 11 * 8 * 8
    assert 0 < opened < asked


QUESTION = some.builds(
    Asks, role=some.sampled_from(Role), what=some.sampled_from(What), doing=some.sampled_from(Doing), purpose=some.sampled_from(Purpose),
    relationships=some.frozensets(some.sampled_from(Relationship)), consented=some.frozensets(some.sampled_from(What)),
    scope=some.frozensets(some.sampled_from(What)), objections=some.frozensets(some.sampled_from(Objection)),
    break_glass=some.sampled_from(["", "  ", REASON]),
)  # fmt: skip


@given(QUESTION, some.sampled_from(Objection))
def test_an_objection_never_opens_anything(asks: Asks, objection: Objection) -> None:
    with_it = allowed(replace(asks, objections=asks.objections | {objection}))
    assert allowed(asks).allowed or not with_it.allowed
    assert allowed(asks).glass or allowed(asks).allowed or not with_it.glass


@given(QUESTION, some.sampled_from(Relationship))
def test_more_relationships_never_shut(asks: Asks, relationship: Relationship) -> None:
    more = allowed(replace(asks, relationships=asks.relationships | {relationship}))
    assert more.allowed or not allowed(asks).allowed
    assert not more.tells_the_resident or allowed(asks).tells_the_resident or not allowed(asks).allowed


@given(QUESTION, some.sampled_from(What))
def test_consent_and_scope_never_shut(asks: Asks, what: What) -> None:
    for more in (replace(asks, consented=asks.consented | {what}), replace(asks, scope=asks.scope | {what})):
        assert allowed(more).allowed or not allowed(asks).allowed


@given(QUESTION)
def test_a_reason_opens_direct_care_only_and_says_so(asks: Asks) -> None:
    without, having = allowed(replace(asks, break_glass="")), allowed(replace(asks, break_glass=REASON))
    if having.allowed and not without.allowed:
        assert (asks.purpose, asks.doing, having.rule) == (Purpose.DIRECT_CARE, Doing.READ, "glass")
        assert having.tells_the_resident
        assert without.glass, "whoever is refused is told that a reason would open it"
    elif not having.allowed:
        assert not having.glass, "nobody is told that a reason would help where it does not"


def test_no_question_knows_what_kind_of_partner_asks() -> None:
    """Partner kinds are equal (register row 95): there is nowhere to say NHS, council or voluntary."""
    assert {field.name for field in fields(Asks)} == {
        "role", "what", "doing", "purpose", "relationships", "consented", "scope", "objections", "break_glass",
    }  # fmt: skip
    assert not {word for word in (*Role, *Relationship) for kind in ("nhs", "council", "voluntary", "charity") if kind in word.value}


@pytest.mark.parametrize("purpose", [Purpose.PLANNING, Purpose.RESEARCH])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EXPORT])
def test_nobody_reads_a_persons_record_for_planning_or_research(role: Role, purpose: Purpose) -> None:
    every = frozenset(Relationship)
    for what, doing in product(What, Doing):
        asks = Asks(role=role, what=what, doing=doing, purpose=purpose, relationships=every, consented=frozenset(What), break_glass=REASON)
        assert not allowed(asks).allowed


@pytest.mark.parametrize(
    ("asks", "rule", "words"),
    [
        (Asks(role=Role.GROUP_WORKER, what=What.BOOKINGS), "role-does-not", "This is not for your role."),
        (Asks(role=Role.RECEPTIONIST, what=What.DETAILS), "no-relationship", "Your organisation does not serve this person"),
        (
            Asks(role=Role.GROUP_WORKER, what=What.DETAILS, relationships=frozenset({Relationship.REFERRED})),
            "no-consent", "The person's consent for this referral is not there",
        ),
        (
            Asks(
                role=Role.LINK_WORKER, what=What.RISKS, relationships=frozenset({Relationship.REFERRED}),
                objections=frozenset({Objection.SHARING}),
            ),
            "objection", "does not want this to be shared",
        ),
        (
            Asks(role=Role.PROXY, what=What.BOOKINGS, relationships=frozenset({Relationship.ACTS_FOR})),
            "not-in-scope", "did not let you do this",
        ),
        # A stranger is not told that somebody objects to something.
        (
            Asks(role=Role.RECEPTIONIST, what=What.RISKS, objections=frozenset({Objection.SHARING})),
            "no-relationship", "does not serve this person",
        ),
    ],
)  # fmt: skip
def test_a_refusal_says_why(asks: Asks, rule: str, words: str) -> None:
    verdict = allowed(asks)
    assert (verdict.allowed, verdict.rule) == (False, rule)
    assert words in verdict.words


def test_every_rule_opens_something_and_says_why() -> None:
    for rule in rules():
        assert rule.because.endswith("."), rule.name
        assert list(rule.combinations()), rule.name
        assert isinstance(allowed(_asks_for(rule.name)), Verdict)
        assert allowed(_asks_for(rule.name)).rule == rule.name


def _asks_for(name: str) -> Asks:
    rule = next(one for one in rules() if one.name == name)
    role, relationship, purpose, doing, what = sorted(rule.combinations())[0]
    return Asks(
        role=role, relationships=frozenset({relationship}), purpose=purpose, doing=doing, what=what, consented=frozenset({what}),
        scope=frozenset({what}), break_glass=REASON,
    )  # fmt: skip
