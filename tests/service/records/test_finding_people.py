"""Finding and making people: by number, or exactly by what they say; what is not certain is left to a person."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import history
from wholeplace.service.access import What
from wholeplace.service.records.persons.finding import (
    How,
    Told,
    find,
    find_or_make,
    gain_number,
    make_apart,
    nhs_number_holds,
    one_number,
    one_postcode,
    same_name,
)
from wholeplace.service.records.persons.models import Person, Resident
from wholeplace.service.records.persons.proxies import PARENT, ProxyAsked, let_act, of_age_on
from wholeplace.terms import DataProblem

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ACT = Act(account="ann.test", acting_as="receptionist", event="taken down", at=NOON)
ZOE = Told(family_name="O'Malley-Sample", given_name="Zoë", birth_date=date(1950, 5, 1), postcode="AB1 2CD")
NUMBERED = replace(ZOE, nhs_number="9990000018")


@given(some.text("0123456789", min_size=9, max_size=9), some.sampled_from("0123456789"))
def test_a_number_holds_as_the_data_dictionary_says(nine: str, last: str) -> None:
    total = 0
    for place in range(9):
        total += int(nine[place]) * (10 - place)
    check = {11: 0}.get(11 - total % 11, 11 - total % 11)
    assert nhs_number_holds(nine + last) is (check != 10 and check == int(last))


@given(some.text("0123456789", min_size=10, max_size=10), some.integers(0, 9), some.sampled_from("0123456789"))
def test_one_wrong_digit_never_holds(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    assert wrong == number or not (nhs_number_holds(number) and nhs_number_holds(wrong))


@pytest.mark.parametrize("text", ["", "999000001", "99900000180", "999000001X", "٩٩٩٠٠٠٠٠١٨"])
def test_what_is_not_ten_digits_is_no_number(text: str) -> None:
    assert not nhs_number_holds(text)


def test_texts_are_compared_as_people_mean_them() -> None:
    assert one_number(" 999-000 0018 ") == "9990000018"
    assert [one_postcode(text) for text in ("ab12cd", "AB1 2CD", " ab 1 2 c d", "m11ae", "x")] == ["AB1 2CD"] * 3 + ["M1 1AE", "X"]
    assert same_name("O’Malley-Sample") == same_name("omalley sample")
    assert same_name("Zoë") == same_name("ZOE")


@pytest.mark.django_db
def test_the_same_person_is_found_however_they_spell_their_name() -> None:
    made = find_or_make(ACT, ZOE)
    again = find_or_make(ACT, replace(ZOE, family_name="OMALLEY SAMPLE", given_name="Zoe", postcode="ab12cd"))
    assert (made.how, again.how) == (How.MADE, How.EXACTLY)
    assert again.person == made.person


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other", [{"given_name": "Zara"}, {"birth_date": date(1950, 5, 2)}, {"postcode": "AB1 2CE"}, {"family_name": "Sample"}]
)
def test_one_difference_makes_another_person(other: dict) -> None:
    find_or_make(ACT, ZOE)
    assert find_or_make(ACT, replace(ZOE, **other)).how is How.MADE


@pytest.mark.django_db
def test_nobody_is_found_without_a_postcode_or_a_number() -> None:
    find_or_make(ACT, ZOE)
    assert find_or_make(ACT, replace(ZOE, postcode="")).how is How.MADE


@pytest.mark.django_db
def test_a_number_finds_whatever_the_name_and_address_but_not_with_another_birth_date() -> None:
    made = find_or_make(ACT, NUMBERED)
    assert find_or_make(ACT, replace(NUMBERED, family_name="Newname", postcode="ZZ1 1ZZ")).person == made.person
    undecided = find_or_make(ACT, replace(NUMBERED, birth_date=date(1951, 5, 1)))
    assert (undecided.person, undecided.how) == (None, How.OTHER_NUMBER)
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_two_numbers_are_two_people_who_must_be_told_apart_by_somebody() -> None:
    find_or_make(ACT, NUMBERED)
    undecided = find_or_make(ACT, replace(ZOE, nhs_number="9434765919"))
    assert (undecided.person, undecided.how) == (None, How.OTHER_NUMBER)


@pytest.mark.django_db
def test_where_several_fit_somebody_decides() -> None:
    one, other = find_or_make(ACT, ZOE).person, make_apart(ACT, ZOE)
    found = find(ZOE)
    assert found is not None
    assert (found.person, found.how) == (None, How.SEVERAL)
    assert set(found.several) == {one.reference if one else "", other.reference}


@pytest.mark.django_db
def test_who_only_typed_a_name_is_never_taken_for_its_owner() -> None:
    from wholeplace.ledger.records.keeping import keep

    typed = make_apart(ACT, ZOE)
    keep(Resident(reference="r-1", account="resident-1", person=typed.reference, proven="P0", since=NOON.date()), ACT)
    found = find_or_make(ACT, ZOE)
    assert found.how is How.MADE
    assert found.person != typed


@pytest.mark.django_db
def test_what_is_wrong_is_told_at_once_and_without_a_value() -> None:
    with pytest.raises(DataProblem) as wrong:
        find_or_make(ACT, replace(ZOE, family_name=" ", given_name="", nhs_number="9990000017"))
    assert len(wrong.value.problems) == 3
    assert "9990000017" not in str(wrong.value)


@pytest.mark.django_db
def test_whoever_is_let_act_is_named_with_everything_that_is_wrong() -> None:
    with pytest.raises(DataProblem) as wrong:
        let_act(ACT, ProxyAsked(person="p-1", acts="p-1", relationship=" ", scope=(), until=NOON.date()))
    assert len(wrong.value.problems) == 4


@pytest.mark.django_db(transaction=True)
def test_two_messages_about_the_same_stranger_make_one_person() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection, connections

    def come(told: Told) -> str:
        try:
            found = find_or_make(ACT, told)
            return found.person.reference if found.person else ""
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection, and one writer everywhere")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(come, [NUMBERED, ZOE] * 4))
    assert len(found) == Person.objects.count() == 1


@pytest.mark.django_db
def test_a_person_known_without_a_number_gains_it_when_it_is_proven() -> None:
    made = find_or_make(ACT, ZOE).person
    heard = find_or_make(ACT, NUMBERED)
    assert (heard.person, heard.how) == (made, How.EXACTLY)
    assert Person.objects.get().nhs_number == "", "what was only told is no proof"
    proven = find_or_make(ACT, NUMBERED, proven=True)
    assert (proven.person, proven.how) == (made, How.NUMBERED)
    assert Person.objects.get().nhs_number == "9990000018"
    moved = replace(NUMBERED, postcode="ZZ1 1ZZ", given_name="Zo")
    assert find_or_make(ACT, moved, proven=True).how is How.NUMBER
    assert [says["event"] for says in history(Person.objects.get())] == ["taken down", "NHS number proven"]


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"given_name": "Zara"}, {"birth_date": date(1950, 5, 2)}, {"postcode": "AB1 2CE"}, {"postcode": ""}])
def test_nobody_gains_a_number_where_one_thing_differs(other: dict) -> None:
    find_or_make(ACT, ZOE)
    assert find_or_make(ACT, replace(NUMBERED, **other), proven=True).how is How.MADE
    assert sorted(Person.objects.values_list("nhs_number", flat=True)) == ["", "9990000018"]


@pytest.mark.django_db
def test_a_number_that_somebody_has_is_not_given_twice() -> None:
    one = find_or_make(ACT, NUMBERED).person
    other = find_or_make(ACT, replace(ZOE, postcode="ZZ1 1ZZ")).person
    assert one is not None
    assert other is not None
    assert not gain_number(ACT, other.reference, NUMBERED)
    assert not gain_number(ACT, one.reference, replace(NUMBERED, nhs_number="9434765919"))
    assert not gain_number(ACT, other.reference, replace(NUMBERED, nhs_number="9434765919", family_name="Other"))


@pytest.mark.django_db
def test_a_parent_acts_until_sixteen_and_on_what_was_seen() -> None:
    child = find_or_make(ACT, replace(ZOE, birth_date=date(2012, 2, 29))).person
    assert child is not None
    asked = ProxyAsked(
        person=child.reference, acts="p-2", relationship="mother", scope=(What.BOOKINGS,), until=date(2028, 3, 1), basis=PARENT, seen=""
    )
    with pytest.raises(DataProblem) as wrong:
        let_act(ACT, asked)
    assert [one.where for one in wrong.value.problems] == ["Basis", "Until"]
    assert of_age_on(date(2012, 2, 29)) == date(2028, 2, 29)
    assert let_act(ACT, replace(asked, until=date(2028, 2, 29), seen="birth certificate")).basis == PARENT
