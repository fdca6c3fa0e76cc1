"""Two records that are one person: all of the one is reached through the other, the log holds, and it is undone as it was."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.access import Objection
from wholeplace.service.records.access.consents import object_to, objections_of
from wholeplace.service.records.persons.finding import How, Told, find_or_make
from wholeplace.service.records.persons.joining import JoinAsked, join, joined_to, part, person_of, references_of
from wholeplace.service.records.persons.models import Resident, SamePerson
from wholeplace.service.records.referral.people import write_about_me
from wholeplace.service.records.referral.reading import about_me_of
from wholeplace.terms import DataProblem

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ACT = Act(account="ann.test", acting_as="receptionist", event="two records are one person", at=NOON)
ZOE = Told(family_name="Sample", given_name="Zoë", birth_date=date(1950, 5, 1), postcode="AB1 2CD")
NUMBERED = replace(ZOE, nhs_number="9990000018", postcode="ZZ1 1ZZ")
BECAUSE = "She showed both letters at our desk."


@pytest.fixture
def two(db: None) -> tuple[str, str]:
    """A record without a number, and one with: the second must stay."""
    found = [find_or_make(ACT, told).person for told in (ZOE, NUMBERED)]
    one, other = [person.reference for person in found if person]
    return one, other


def asked(two: tuple[str, str], **more: str) -> JoinAsked:
    return JoinAsked(**{"one": two[0], "other": two[1], "because": BECAUSE, "organisation": "P81001", **more})


def test_everything_of_the_one_is_reached_through_the_other_and_goes_back(two: tuple[str, str]) -> None:
    plain, numbered = two
    object_to(ACT, plain, Objection.SHARING)
    write_about_me(plain, {"important": "My garden"}, ACT)
    keep(Resident(reference="r-1", account="resident-1", person=plain, proven="in person", since=NOON.date()), ACT)
    said = join(ACT, asked(two))
    assert (said.person, said.other) == (numbered, plain)
    assert person_of(plain) == person_of(numbered) == numbered
    assert set(references_of(numbered)) == set(two)
    assert len(objections_of(numbered, day=NOON.date())) == 1
    assert Resident.objects.get().person == numbered
    about = about_me_of(numbered)
    assert about is not None
    assert about.texts == {"important": "My garden"}
    assert find_or_make(ACT, ZOE).person.reference == numbered  # type: ignore[union-attr]
    assert find_or_make(ACT, ZOE).how is How.EXACTLY
    part(ACT, said, because="They are sisters, as the practice says.")
    assert person_of(plain) == plain
    assert joined_to(numbered) == []
    assert not objections_of(numbered, day=NOON.date())
    assert Resident.objects.get().person == plain
    about = about_me_of(numbered)
    assert about is not None
    assert about.texts == {}
    assert find_or_make(ACT, ZOE).person.reference == plain  # type: ignore[union-attr]
    assert not verify().problems


def test_what_both_wrote_is_kept_and_parted_again(two: tuple[str, str]) -> None:
    plain, numbered = two
    write_about_me(plain, {"important": "My garden"}, ACT)
    write_about_me(numbered, {"important": "My sister"}, ACT)
    said = join(ACT, asked(two))
    about = about_me_of(numbered)
    assert about is not None
    assert about.texts["important"] == "My sister\n\nMy garden"
    part(ACT, said, because="They are sisters, as the practice says.")
    about = about_me_of(numbered)
    assert about is not None
    assert about.texts["important"] == "My sister"


def test_what_came_since_stays(two: tuple[str, str]) -> None:
    said = join(ACT, asked(two))
    object_to(ACT, two[1], Objection.SHARING)
    part(ACT, said, because="They are sisters, as the practice says.")
    assert len(objections_of(two[1], day=NOON.date())) == 1
    with pytest.raises(DataProblem, match="undone already"):
        part(ACT, said, because="They are sisters, as the practice says.")


def test_what_cannot_be_one_person_is_told(two: tuple[str, str]) -> None:
    with pytest.raises(DataProblem, match="says too little"):
        join(ACT, asked(two, because="same"))
    with pytest.raises(DataProblem, match="not two records"):
        join(ACT, asked(two, other=two[0]))
    third = find_or_make(ACT, replace(ZOE, nhs_number="9434765919", postcode="ZZ1 1ZX")).person
    assert third is not None
    with pytest.raises(DataProblem, match="Two numbers are two people"):
        join(ACT, asked(two, one=third.reference))
    join(ACT, asked(two))
    with pytest.raises(DataProblem, match="joined to another record already"):
        join(ACT, asked((two[0], third.reference)))


def test_whoever_only_typed_a_name_is_joined_to_nobody(two: tuple[str, str]) -> None:
    keep(Resident(reference="r-1", account="resident-1", person=two[0], proven="P0", since=NOON.date()), ACT)
    with pytest.raises(DataProblem, match="has not proven who they are"):
        join(ACT, asked(two))
    assert not SamePerson.objects.exists()
