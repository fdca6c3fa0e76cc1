"""After two records were said to be one person: no address and no form leads to the old one, and every page shows what stood under both."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.service.records.booking.making import slot
from tests.web.care.booking_examples import a_caller
from tests.web.care.conftest import AMAL, CALLS, PRACTICE, reference_of, says
from tests.web.care.person_examples import two_records
from tests.web.examples import EXAMPLES
from wholeplace.ledger.records import Act
from wholeplace.service.access import Asker, Objection, What
from wholeplace.service.access import Role as Asks
from wholeplace.service.booking import Asker as Books
from wholeplace.service.booking import read_practices
from wholeplace.service.records.access.audit import look, looked_at
from wholeplace.service.records.access.consents import object_to
from wholeplace.service.records.booking.booking import BookingWanted, book
from wholeplace.service.records.persons.joining import JoinAsked, join, part, person_of
from wholeplace.service.records.persons.models import Person, SamePerson
from wholeplace.service.records.persons.proxies import ProxyAsked, let_act
from wholeplace.service.records.referral import doing, people
from wholeplace.service.referral import Caring, Source
from wholeplace.terms import DataProblem
from wholeplace.web.access import CARE_ROLES, ROUTES, Door, Role
from wholeplace.web.care.following import PERSONS
from wholeplace.web.house import House

Browse = Callable[..., Client]
BECAUSE = "She showed both letters."
OLD = replace(AMAL, nhs_number="", postcode="AB1 2CF")


def about_a_person() -> list[str]:
    """Routes of the care door whose address has a person's reference, as the addresses themselves say."""
    found = get_resolver().reverse_dict
    return sorted(
        name for name, route in ROUTES.items() if route.door is Door.CARE
        and any(set(params) & set(PERSONS) for possible, *_ in found.getlist(name) for _, params in possible)
    )  # fmt: skip


def joined_pair(house: House) -> tuple[str, str]:
    """(the reference that leads on, the one that it leads to)."""
    told = two_records(house)
    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    if person_of(told["other"]) == told["other"] != told["person"]:
        join(act, JoinAsked(one=told["person"], other=told["other"], because=BECAUSE, organisation=PRACTICE))
    said = SamePerson.objects.get()
    return said.other, said.person


def test_every_address_of_an_old_reference_leads_on(sign_in: Browse, house: House, db: None) -> None:
    everybody = sign_in("everybody", *[(role.value, PRACTICE) for role in CARE_ROLES])
    names = about_a_person()
    assert {"care-person", "care-call", "care-refer", "care-team", "care-glass", "care-carer-end"} <= set(names)
    for name in names:
        arguments = dict(EXAMPLES[name](house))
        old, now = joined_pair(house)
        leads_to = reverse(name, kwargs={**arguments, "person": now})
        if "other" in arguments:  # the two are one by now: there is nothing to compare
            leads_to = reverse("care-person", kwargs={"organisation": PRACTICE, "person": now})
        address = reverse(name, kwargs={**arguments, "person": old})
        answer = everybody.get(f"{address}?hours=4")
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, leads_to), name
        page = everybody.get(address, follow=True)
        assert page.status_code in (200, 403), f"{name}: open or shut, by the table of rules"
        assert old not in page.content.decode(), name


def test_a_form_that_was_open_before_the_joining_is_sent_on_with_what_was_typed(sign_in: Browse, house: House, db: None) -> None:
    old, now = joined_pair(house)
    ann = sign_in("ann.test", (Role.LINK_WORKER, PRACTICE))
    doing.refer(referral_of(now, "Would like company."), Act(account="x", acting_as="x", event="referred", at=house.now))
    address = reverse("care-about-me", kwargs={"organisation": PRACTICE, "person": old})
    sent = ann.post(address, {"version": "0", "important": "My allotment."})
    assert sent.status_code == 307
    ann.post(address, {"version": "0", "important": "My allotment."}, follow=True)
    page = says(ann, reverse("care-person", kwargs={"organisation": PRACTICE, "person": now}))
    assert "My allotment." in page


def test_a_stranger_is_led_on_and_told_nothing(sign_in: Browse, house: House, db: None) -> None:
    old, now = joined_pair(house)
    stranger = sign_in("mal.test", (Role.RECEPTIONIST, "P81002"))
    answer = stranger.get(reverse("care-person", kwargs={"organisation": "P81002", "person": old}), follow=True)
    assert answer.status_code == 403
    assert "Example" not in answer.content.decode()
    assert not [one for one in looked_at(now) if one.allowed]


def referral_of(person: str, why: str, risks: str = "none known") -> doing.Wanted:
    return doing.Wanted(
        person=person, source=Source.GP, made_by="P81002", to=PRACTICE, why=why, risks=risks, practice=PRACTICE, needs=(why,)
    )  # fmt: skip


def written_under(person: str, about: str, house: House, *, other: str) -> None:
    """Something of every kind, with words that tell under which reference it was written. `other`: somebody else."""
    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    day = house.today
    doing.refer(referral_of(person, f"Referred {about}.", f"Risk {about}."), act)
    people.write_about_me(person, {"important": f"About me {about}."}, act)
    people.keep_plan(people.SupportPlan(reference=person, kept_by=PRACTICE), [people.Goal(goal=f"Goal {about}")], act)
    caring = Caring(carer=other, cared_for=person, relationship=f"carer {about}", carer_agreed=day, cared_for_agreed=day)
    people.record_carer(caring, act, organisation=PRACTICE)
    later = house.now + timedelta(hours=3 if about == "before" else 5)
    booked = BookingWanted(slot=slot(PRACTICE, start=later).reference, person=person, asker=Books(code="C01", type="urgent-care"),
                           registered_at=PRACTICE, reason=f"Booked {about}.")  # fmt: skip
    book(booked, read_practices(house.folder), act)
    role, at = (Asks.CALL_HANDLER, CALLS) if about == "before" else (Asks.RECEPTIONIST, PRACTICE)
    look(Asker(account="somebody", role=role, organisation=at, at=house.now), person, What.DETAILS)
    if about == "before":
        object_to(act, person, Objection.BEYOND_CARE)
        until = day + timedelta(days=90)
        let_act(act, ProxyAsked(person=person, acts=other, relationship="niece", scope=(What.BOOKINGS,), until=until))


@pytest.fixture
def one_person(house: House, act: Act, bea: str) -> str:
    """Somebody under whose two references all kinds of things were written, who are one now."""
    numbered = a_caller(house)["person"]
    old = reference_of(act, replace(OLD, registered_at="P81002"))
    written_under(old, "before", house, other=bea)
    written_under(numbered, "since", house, other=bea)
    join(act, JoinAsked(one=old, other=numbered, because=BECAUSE, organisation=PRACTICE))
    return numbered


def test_every_page_shows_everything_of_both(one_person: str, sign_in: Browse, resident_in: Browse) -> None:
    link, desk = sign_in("lin.test", (Role.LINK_WORKER, PRACTICE)), sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    own = resident_in(one_person)
    person = reverse("care-person", kwargs={"organisation": PRACTICE, "person": one_person})
    pages: Mapping[str, tuple[Client, str, str]] = {
        "own referrals": (own, "/my/referrals/", "Referred {}."),
        "own About Me": (own, "/my/about-me/", "About me {}."),
        "desk, person": (desk, person, "Referred {}."),
        "link worker, person": (link, person, "Referred {}."),
        "link worker, About Me": (link, person, "About me {}."),
        "link worker, risks": (link, person, "Risk {}."),
        "link worker, team": (link, f"{person}team/", "carer {}"),
        "link worker, plan": (link, f"{person}plan/", "Goal {}"),
    }
    wrong = []
    for name, (browser, address, told) in pages.items():
        page = says(browser, address)
        wrong += [f"{name}: {told.format(about)}" for about in ("before", "since") if told.format(about) not in page]
    assert wrong == []
    assert says(own, "/my/bookings/").count('href="/my/bookings/') >= 3, "two appointments, and how to book one"
    looks = says(own, "/my/who-looked/")
    assert "A call handler of Anywhere 111 looked at your name" in looks
    assert "A receptionist of Brook Street Surgery looked at your name" in looks
    assert "niece" in says(own, "/my/acting/")
    assert "Take it back" in says(own, "/my/consents/")


def test_whom_a_practice_serves_it_still_serves_when_the_record_that_stays_named_no_practice(
    house: House, act: Act, sign_in: Browse, db: None
) -> None:
    stays = reference_of(act, replace(AMAL, registered_at="", phone=""))
    goes = reference_of(act, OLD)
    join(act, JoinAsked(one=goes, other=stays, because=BECAUSE, organisation=PRACTICE))
    person = Person.objects.get(pk=stays)
    assert (person.registered_at, person.phone, person.postcode) == (PRACTICE, AMAL.phone, AMAL.postcode)
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    assert "Amal Example" in says(ann, reverse("care-person", kwargs={"organisation": PRACTICE, "person": stays}))
    part(act, SamePerson.objects.get(), because="They are two, says their sister.")
    person = Person.objects.get(pk=stays)
    assert (person.registered_at, person.phone) == ("", "")


def test_who_looks_after_whom_are_two(house: House, act: Act, db: None) -> None:
    one, other = reference_of(act, AMAL), reference_of(act, OLD)
    caring = Caring(carer=one, cared_for=other, relationship="wife", carer_agreed=house.today, cared_for_agreed=house.today)
    people.record_carer(caring, act, organisation=PRACTICE)
    with pytest.raises(DataProblem, match="One looks after the other"):
        join(act, JoinAsked(one=one, other=other, because=BECAUSE, organisation=PRACTICE))


def test_whoever_acts_for_somebody_goes_on_acting_after_the_joining(
    house: House, act: Act, bea: str, resident_in: Browse, db: None
) -> None:
    old, now = reference_of(act, OLD), reference_of(act, AMAL)
    until = house.today + timedelta(days=90)
    let_act(act, ProxyAsked(person=old, acts=bea, relationship="niece", scope=(What.BOOKINGS,), until=until))
    own = resident_in(bea)
    own.post("/my/acting/for/", {"person": old})
    join(act, JoinAsked(one=old, other=now, because=BECAUSE, organisation=PRACTICE))
    assert "What is next for Amal Example" in says(own, "/my/")
    own.post("/my/acting/for/", {"person": ""})
    own.post("/my/acting/for/", {"person": old})
    assert "What is next for Amal Example" in says(own, "/my/")
    assert person_of(old) == now


def test_the_privacy_officer_reads_of_one_person(one_person: str, sign_in: Browse) -> None:
    pia = sign_in("pia.test", (Role.PRIVACY_OFFICER, CALLS))
    page = says(pia, f"/care/organisations/{CALLS}/looked/")
    assert one_person in page
    assert SamePerson.objects.get().other not in page
