"""A record for each address of the residents' door to name."""

from collections.abc import Mapping
from datetime import timedelta

from tests.web.care.conftest import AMAL, BEA
from tests.web.care.referral_examples import referral
from wholeplace.ledger.records import Act
from wholeplace.service.access import Objection, What
from wholeplace.service.records.access.consents import ConsentAsked, give_consent, object_to
from wholeplace.service.records.persons.finding import find_or_make
from wholeplace.service.records.persons.proxies import ProxyAsked, let_act
from wholeplace.web.house import House


def _somebody(house: House) -> tuple[Act, str, str]:
    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    people = [find_or_make(act, told).person for told in (AMAL, BEA)]
    one, other = [person.reference for person in people if person]
    return act, one, other


def consent(house: House) -> Mapping[str, str]:
    act, person, _ = _somebody(house)
    until = house.today + timedelta(days=90)
    asked = ConsentAsked(
        person=person, organisation="V01", referral="r1", what=(What.DETAILS, What.REFERRALS), until=until, given_by=person, how="in a talk"
    )
    return {"consent": give_consent(act, asked).reference}


def objection(house: House) -> Mapping[str, str]:
    act, person, _ = _somebody(house)
    return {"objection": object_to(act, person, Objection.SHARING).reference}


def proxy(house: House) -> Mapping[str, str]:
    act, person, other = _somebody(house)
    until = house.today + timedelta(days=90)
    asked = ProxyAsked(person=person, acts=other, relationship="neighbour", scope=(What.BOOKINGS,), until=until)
    return {"proxy": let_act(act, asked).reference}


def own_referral(house: House) -> Mapping[str, str]:
    return {"referral": referral(house)["referral"]}


RESIDENT_EXAMPLES = {
    "my-consent-give": own_referral,
    "my-consent-withdraw": consent,
    "my-objection-withdraw": objection,
    "my-acting-end": proxy,
}
