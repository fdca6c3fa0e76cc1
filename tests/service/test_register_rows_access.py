"""Rows of the register that the access rules answer: 79 (carers), 95 (partners of every kind), 121 (councils as equals)."""

import pytest

from wholeplace.service.access import Asks, Doing, Objection, Purpose, Relationship, Role, What, allowed, rules
from wholeplace.web.access import CARE_ROLES, EVERY_ROLE, ROUTES, Door

EVERYTHING = {"relationships": frozenset(Relationship) - {Relationship.ACTS_FOR}, "consented": frozenset(What), "break_glass": "a reason"}


@pytest.mark.parametrize("what", What)
def test_row_79_a_carer_acts_only_with_consent_and_only_as_far_as_it_goes(what: What) -> None:
    """ "Carer" means unpaid; a carer acts only with consent."""
    for doing in Doing:
        without = Asks(role=Role.PROXY, what=what, doing=doing, scope=frozenset(What), **EVERYTHING)
        assert not allowed(without).allowed, "the scope alone, without standing consent, opens nothing"
        acting = frozenset({Relationship.ACTS_FOR})
        beyond = Asks(role=Role.PROXY, what=what, doing=doing, relationships=acting, scope=frozenset(What) - {what})
        assert not allowed(beyond).allowed


def test_row_79_a_carer_may_do_what_was_allowed() -> None:
    acting = Asks(
        role=Role.PROXY, what=What.BOOKINGS, doing=Doing.WRITE, relationships=frozenset({Relationship.ACTS_FOR}),
        scope=frozenset({What.BOOKINGS}),
    )  # fmt: skip
    assert allowed(acting).allowed


def test_row_95_no_rule_asks_for_the_kind_of_a_partner() -> None:
    """Permissions are not for the NHS alone: a housing association's link worker sees what a practice's does."""
    words = {word.value for rule in rules() for word in (*rule.roles, *rule.relationships)}
    assert not [word for word in words for kind in ("nhs", "council", "voluntary", "housing", "trust") if kind in word.split()]


def test_row_121_a_role_is_a_role_whoever_gives_the_account() -> None:
    """A council user completes every task an NHS user can: every role of either door may be held by anybody's account."""
    care = {role for route in ROUTES.values() if route.door is Door.CARE for role in route.roles}
    assert care <= CARE_ROLES
    assert not CARE_ROLES & EVERY_ROLE
    assert {role.value for role in CARE_ROLES} <= {role.value for role in Role}


@pytest.mark.parametrize("purpose", [Purpose.PLANNING, Purpose.RESEARCH])
def test_an_objection_to_uses_beyond_care_is_kept(purpose: Purpose) -> None:
    objects = frozenset({Objection.BEYOND_CARE})
    asks = Asks(role=Role.EXPORT, what=What.EXPORT, purpose=purpose, consented=frozenset(What), objections=objects)
    assert not allowed(asks).allowed
