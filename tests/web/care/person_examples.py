"""A record for each address about people and access to name."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from tests.web.care.conftest import AMAL, BEA, PRACTICE
from wholeplace.ledger.records import Act
from wholeplace.service.access import Asker, Role, What
from wholeplace.service.records.access.consents import break_glass
from wholeplace.service.records.persons.finding import find_or_make
from wholeplace.service.records.persons.joining import JoinAsked, join, joined_to
from wholeplace.service.records.persons.proxies import ProxyAsked, let_act
from wholeplace.web.house import House


def at_the_practice(house: House) -> Mapping[str, str]:
    return {"organisation": PRACTICE}


def somebody(house: House) -> Mapping[str, str]:
    found = find_or_make(Act(account="example", acting_as="example", event="made for a test", at=house.now), AMAL)
    return {"organisation": PRACTICE, "person": found.person.reference if found.person else ""}


def broken(house: House) -> Mapping[str, str]:
    told = somebody(house)
    asker = Asker(account="example", role=Role.RECEPTIONIST, organisation=PRACTICE, at=house.now)
    return {"organisation": PRACTICE, "broken": break_glass(asker, told["person"], because="They fell ill in our waiting room.").reference}


def two_records(house: House) -> Mapping[str, str]:
    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    found = find_or_make(act, replace(AMAL, nhs_number="", postcode="AB1 2CF"))
    return {**somebody(house), "other": found.person.reference if found.person else ""}


def joined(house: House) -> Mapping[str, str]:
    told = two_records(house)
    asked = JoinAsked(one=told["person"], other=told["other"], because="They showed both letters.", organisation=PRACTICE)
    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    said = next(iter(joined_to(told["person"])), None) or join(act, asked)
    return {"organisation": PRACTICE, "person": said.person, "said": said.reference}


def acted_for(house: House) -> Mapping[str, str]:
    told, act = somebody(house), Act(account="example", acting_as="example", event="made for a test", at=house.now)
    other = find_or_make(act, BEA).person
    until = house.today + timedelta(days=90)
    asked = ProxyAsked(
        person=told["person"], acts=other.reference if other else "", relationship="niece", scope=(What.BOOKINGS,), until=until
    )
    return {**told, "proxy": let_act(act, asked).reference}


PERSON_EXAMPLES = {
    **dict.fromkeys(("care-people", "care-person-new", "care-looked"), at_the_practice),
    **dict.fromkeys(("care-person", "care-sign-in", "care-glass", "care-person-find-same", "care-person-acting"), somebody),
    "care-person-acting-end": acted_for,
    "care-glass-review": broken,
    "care-person-same": two_records,
    "care-person-not-same": joined,
}
