"""Looks at a person's record: decided by what the records say, noted whatever the answer, told to the person."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.models import LogEntry
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.access import Doing, Objection, Relationship, Role, What
from wholeplace.service.fhir.validation import validate
from wholeplace.service.records.access.audit import Refused, look, look_at_each, looked_at, searched
from wholeplace.service.records.access.audit_events import Site, audit_events_of
from wholeplace.service.records.access.consents import (
    ConsentAsked,
    break_glass,
    give_consent,
    object_to,
    objections_of,
    withdraw_consent,
    withdraw_objection,
)
from wholeplace.service.records.access.facts import _FINDERS, Asker, tells_relationships
from wholeplace.service.records.books import book_of
from wholeplace.service.records.persons.finding import How, Told, find_or_make
from wholeplace.terms import DataProblem

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ACT = Act(account="ann.test", acting_as="receptionist", event="taken down", at=NOON)
AMAL = Told(
    family_name="Example",
    given_name="Amal",
    birth_date=date(1950, 5, 1),
    nhs_number="9990000018",
    postcode="ab1 2cd",
    registered_at="P81001",
)
RECEPTION = Asker(account="ann.test", role=Role.RECEPTIONIST, organisation="P81001", at=NOON)
GROUP = Asker(account="gil.test", role=Role.GROUP_WORKER, organisation="V01", at=NOON)


@pytest.fixture
def amal() -> str:
    found = find_or_make(ACT, AMAL)
    assert found.how is How.MADE
    assert found.person is not None
    return found.person.reference


@pytest.fixture
def referred():
    @tells_relationships
    def here(asker: Asker, person: str):
        yield from [Relationship.REFERRED] if asker.organisation == "V01" else []

    yield
    _FINDERS.remove(here)


def test_a_practice_looks_at_its_own_people_and_it_is_noted_in_its_book(amal: str) -> None:
    assert look(RECEPTION, amal, What.DETAILS).rule == "practice"
    (entry,) = LogEntry.objects.filter(kind="access", reference=amal)
    assert entry.book == book_of("P81001")
    (told,) = looked_at(amal)
    assert (told.account, told.organisation, told.what, told.event) == ("ann.test", "P81001", "details", "read")


def test_another_practice_is_refused_and_the_refusal_is_noted(amal: str) -> None:
    with pytest.raises(Refused) as refusal:
        look(replace(RECEPTION, organisation="P81002"), amal, What.DETAILS)
    assert refusal.value.verdict.rule == "no-relationship"
    assert "Example" not in str(refusal.value)
    (told,) = looked_at(amal)
    assert (told.event, told.allowed, told.organisation) == ("refused", False, "P81002")


def test_the_glass_opens_with_a_reason_for_an_hour_and_tells_the_person(amal: str) -> None:
    stranger = replace(RECEPTION, organisation="P81002")
    with pytest.raises(DataProblem):
        break_glass(stranger, amal, because="need it")
    break_glass(stranger, amal, because="He fell in our waiting room and cannot speak.")
    assert look(stranger, amal, What.RISKS).tells_the_resident
    assert looked_at(amal)[0].why.startswith("He fell")
    with pytest.raises(Refused):
        look(replace(stranger, at=NOON + timedelta(hours=1)), amal, What.RISKS)
    with pytest.raises(Refused):
        look(replace(stranger, account="bob.test"), amal, What.RISKS)


def test_a_group_sees_what_a_consent_names_for_that_referral_as_long_as_it_stands(amal: str, referred: None) -> None:
    asked = ConsentAsked(
        person=amal,
        organisation="V01",
        referral="r1",
        what=(What.DETAILS, What.REFERRALS),
        until=date(2026, 12, 1),
        given_by=amal,
        how="said",
    )
    consent = give_consent(ACT, asked)
    assert look(GROUP, amal, What.DETAILS, referral="r1").rule == "group-reading"
    assert look(GROUP, amal, What.REFERRALS, doing=Doing.WRITE, referral="r1").rule == "group"
    for what, referral, at in (
        (What.RISKS, "r1", NOON),
        (What.DETAILS, "r2", NOON),
        (What.DETAILS, "r1", datetime(2026, 12, 1, tzinfo=UTC)),
    ):
        with pytest.raises(Refused):
            look(replace(GROUP, at=at), amal, what, referral=referral)
    withdraw_consent(ACT, consent)
    with pytest.raises(Refused) as refusal:
        look(GROUP, amal, What.DETAILS, referral="r1")
    assert refusal.value.verdict.rule == "no-consent"


def test_a_consent_names_somebody_something_and_an_end(amal: str) -> None:
    empty = ConsentAsked(person=amal, organisation="", referral="", what=(), until=date(2028, 1, 1), given_by=amal, how="")
    with pytest.raises(DataProblem) as wrong:
        give_consent(ACT, empty)
    assert len(wrong.value.problems) == 3


def test_an_objection_shuts_and_its_withdrawal_opens_again(amal: str) -> None:
    objection = object_to(ACT, amal, Objection.ORGANISATION, organisation="P81001")
    assert object_to(ACT, amal, Objection.ORGANISATION, organisation="P81001").reference == objection.reference
    assert not look_at_each(RECEPTION, [amal], What.DETAILS)[amal].allowed
    withdraw_objection(ACT, objection)
    assert look(RECEPTION, amal, What.DETAILS).allowed
    assert objections_of(amal, day=NOON.date()) == []


def test_a_search_says_by_what_and_whom_it_found_and_never_what_was_typed(amal: str) -> None:
    searched(RECEPTION, by=["family name", "birth date"], found={amal: True, "p-other": False})
    assert [one.event for one in looked_at(amal)] == ["found by a search"]
    assert not looked_at("p-other")[0].allowed
    assert not any("Example" in text for text in LogEntry.objects.filter(kind="access").values_list("says", flat=True))


def test_everything_stands_in_the_log(amal: str) -> None:
    look(RECEPTION, amal, What.DETAILS)
    object_to(ACT, amal, Objection.SHARING)
    assert not verify().problems


def test_looks_are_told_as_audit_events_that_are_valid_and_name_nobody(amal: str) -> None:
    stranger = replace(RECEPTION, organisation="P81002", account="bob.test", request="76d148b6-586d-11ec-bf63-0242ac130082")
    look(RECEPTION, amal, What.DETAILS)
    with pytest.raises(Refused):
        look(stranger, amal, What.DETAILS)
    break_glass(stranger, amal, because="He fell in our waiting room and cannot speak.")
    look(stranger, amal, What.DETAILS)
    searched(RECEPTION, by=["nhs number"], found={amal: True})
    events = audit_events_of(amal, Site(system="anywhere", address="https://anywhere.example/", called=lambda code: f"called {code}"))
    assert len(events) == 4
    assert [fault for event in events for fault in validate(event)] == []
    assert sorted(event["outcome"] for event in events) == ["0", "0", "0", "4"]
    assert "Example" not in str(events)
