"""Finding people, reading what the rules open, a reason when it cannot wait, a way to sign in; and what an attacker gets: nothing."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.web.care.conftest import AMAL, CALLS, GROUP, NETWORK, OTHER_PRACTICE, PRACTICE, reference_of, says
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import history
from wholeplace.ledger.records.models import LogEntry
from wholeplace.service.access import What
from wholeplace.service.records.access.audit import looked_at
from wholeplace.service.records.access.models import GlassBroken
from wholeplace.service.records.persons.models import Person, Proxy, Resident, SamePerson
from wholeplace.service.records.persons.proxies import ProxyAsked, let_act
from wholeplace.web.access import Role

Browse = Callable[..., Client]
PEOPLE = "/care/organisations/{}/people/"
AMAL_SAYS = {"family_name": "example", "born-day": "1", "born-month": "5", "born-year": "1950", "nhs_number": "", "version": "0"}
REASON = {"because": "He fell in our waiting room and cannot speak.", "version": "0"}


def at(organisation: str, person: str = "", more: str = "") -> str:
    return PEOPLE.format(organisation) + (f"{person}/" if person else "") + more


def test_a_receptionist_finds_their_own_people_by_name_or_number(amal: str, sign_in: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    by_name = ann.post(at(PRACTICE), AMAL_SAYS).content.decode()
    by_number = ann.post(at(PRACTICE), {"nhs_number": "999 000 0018", "version": "0"}).content.decode()
    assert at(PRACTICE, amal) in by_name
    assert at(PRACTICE, amal) in by_number
    page = says(ann, at(PRACTICE, amal))
    assert "999 000 0018" in page
    assert "1 May 1950 (76 years old)" in page
    assert sorted({one.event for one in looked_at(amal)}) == ["found by a search", "read"]


def test_a_search_shows_nobody_elses_people_and_is_noted_for_them(bea: str, sign_in: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    page = ann.post(at(PRACTICE), {"family_name": "Sample", "born-day": "2", "born-month": "1", "born-year": "1980", "version": "0"})
    text = page.content.decode()
    assert "Somebody whom your organisation does not serve" in text
    assert "Bea" not in text
    assert "AB1 2CE" not in text
    assert not looked_at(bea)[0].allowed


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"family_name": "Example"}, "Give the NHS number, or the family name and the day they were born."),
        ({"nhs_number": "999 000 0017"}, "This is no NHS number."),
    ],
)
def test_a_search_asks_enough_to_mean_one_person(typed: dict, wrong: str, amal: str, sign_in: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    assert wrong in ann.post(at(PRACTICE), {**typed, "version": "0"}).content.decode()
    assert not LogEntry.objects.filter(kind="access").exists()


@pytest.mark.parametrize(("seen", "known"), [("on", "9434765919"), ("", "")])
def test_who_is_taken_down_again_with_a_number_that_was_seen_keeps_it(seen: str, known: str, bea: str, sign_in: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, OTHER_PRACTICE))
    told = {"given_name": "Bea", "family_name": "Sample", "born-day": "2", "born-month": "1", "born-year": "1980", "postcode": "AB1 2CE"}
    ann.post(at(OTHER_PRACTICE, "new"), {**told, "nhs_number": "943 476 5919", "seen": seen, "version": "0"})
    assert Person.objects.get().nhs_number == known


def test_a_call_handler_serves_whoever_calls(amal: str, bea: str, sign_in: Browse) -> None:
    cal = sign_in("cal.test", (Role.CALL_HANDLER, CALLS))
    assert "Amal Example" in says(cal, at(CALLS, amal))
    assert "Bea Sample" in says(cal, at(CALLS, bea))


def test_a_coordinator_of_a_network_sees_people_of_its_practices_only(amal: str, bea: str, sign_in: Browse) -> None:
    cora = sign_in("cora.test", (Role.COORDINATOR, NETWORK))
    assert "Amal Example" in says(cora, at(NETWORK, amal))
    refused = cora.get(at(NETWORK, bea))
    assert refused.status_code == 403
    assert "Bea" not in refused.content.decode()


def test_the_place_may_say_whom_else_an_organisation_coordinates(bea: str, sign_in: Browse, house) -> None:
    cora = sign_in("cora.test", (Role.COORDINATOR, NETWORK))
    (house.folder / "front_door").mkdir()
    told = house.folder / "front_door" / "coordinates.toml"
    told.write_text(f'[[coordinates]]\norganisation = "{NETWORK}"\nlooks_after = ["{OTHER_PRACTICE}"]\n')
    assert "Bea Sample" in says(cora, at(NETWORK, bea))
    told.write_text(f'[[coordinates]]\norganisation = "{NETWORK}"\nlooks_after = ["P8100"]\n')
    wrong = cora.get(at(NETWORK, bea))
    assert wrong.status_code == 409
    assert "P8100" in wrong.content.decode()


def test_somebody_new_is_taken_down_once(sign_in: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    typed = {
        "given_name": "Dee", "family_name": "Newcomer", "born-day": "3", "born-month": "3", "born-year": "1971", "postcode": "ab12cd",
        "nhs_number": "", "phone": "", "version": "0",
    }  # fmt: skip
    first, again = ann.post(at(PRACTICE, more="new/"), typed), ann.post(at(PRACTICE, more="new/"), typed)
    assert first["Location"] == again["Location"]
    person = Person.objects.get()
    assert (person.postcode, person.registered_at) == ("AB1 2CD", PRACTICE)
    wrong = ann.post(at(PRACTICE, more="new/"), {**typed, "family_name": "", "nhs_number": "1"}).content.decode()
    assert "This is no NHS number." in wrong, "told with all else that is wrong"
    assert "Family name: Write something here." in wrong
    assert Person.objects.count() == 1


def test_taking_down_somebody_known_elsewhere_shows_nothing_of_them(bea: str, sign_in: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    typed = {
        "given_name": "Bea", "family_name": "Sample", "born-day": "2", "born-month": "1", "born-year": "1980", "postcode": "AB1 2CE",
        "nhs_number": "", "phone": "0", "version": "0",
    }  # fmt: skip
    sent = ann.post(at(PRACTICE, more="new/"), typed)
    assert sent["Location"] == at(PRACTICE, bea)
    assert ann.get(sent["Location"]).status_code == 403
    assert (Person.objects.get().phone, Person.objects.get().registered_at) == ("", OTHER_PRACTICE)


def test_the_glass_asks_for_a_reason_and_is_asked_about(amal: str, sign_in: Browse) -> None:
    bob = sign_in("bob.test", (Role.RECEPTIONIST, OTHER_PRACTICE))
    refused = bob.get(at(OTHER_PRACTICE, amal))
    assert refused.status_code == 403
    assert at(OTHER_PRACTICE, amal, "glass/") in refused.content.decode()
    assert "It says too little" in bob.post(at(OTHER_PRACTICE, amal, "glass/"), {**REASON, "because": "need it"}).content.decode()
    assert bob.post(at(OTHER_PRACTICE, amal, "glass/"), REASON)["Location"] == at(OTHER_PRACTICE, amal)
    assert "Amal Example" in says(bob, at(OTHER_PRACTICE, amal))
    assert bob.get(at(OTHER_PRACTICE, amal, "sign-in/")).status_code == 403, "a reason opens reading, never a way to sign in"
    pia = sign_in("pia.test", (Role.PRIVACY_OFFICER, OTHER_PRACTICE))
    assert "Somebody looked without being asked" in says(pia, "/care/")
    broken = GlassBroken.objects.get()
    page = says(pia, f"/care/organisations/{OTHER_PRACTICE}/looked/")
    assert "He fell in our waiting room" in page
    assert "Example" not in page, "who looked at whom is told by references"
    address = f"/care/organisations/{OTHER_PRACTICE}/looked/{broken.reference}/"
    assert pia.post(address, {"found": "The ambulance crew confirms it.", "version": "1"}).status_code == 302
    assert "Nothing waits for you here." in says(pia, "/care/")
    elsewhere = sign_in("per.test", (Role.PRIVACY_OFFICER, PRACTICE))
    assert elsewhere.get(f"/care/organisations/{PRACTICE}/looked/{broken.reference}/").status_code == 404


def test_an_objection_holds_against_a_reason(amal: str, sign_in: Browse, act) -> None:
    from wholeplace.service.access import Objection
    from wholeplace.service.records.access.consents import object_to

    object_to(act, amal, Objection.SHARING)
    bob = sign_in("bob.test", (Role.RECEPTIONIST, OTHER_PRACTICE))
    assert "glass" not in bob.get(at(OTHER_PRACTICE, amal)).content.decode()
    answer = bob.post(at(OTHER_PRACTICE, amal, "glass/"), REASON)
    assert answer.status_code == 403
    assert not GlassBroken.objects.exists()


def test_somebody_who_showed_who_they_are_gets_a_way_to_sign_in(amal: str, sign_in: Browse, door: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    given = ann.post(at(PRACTICE, amal, "sign-in/"), {"seen": "passport", "version": "0"}).content.decode()
    link = given.partition("<code>http://localhost")[2].partition("</code>")[0]
    username = Resident.objects.get(person=amal).account
    assert username in given
    browser = door()
    asked = browser.get(link, follow=True)
    password = {"password1": "three plain words here", "password2": "three plain words here"}
    done = browser.post(asked.request["PATH_INFO"], password, follow=True)
    assert done.status_code == 200
    assert "What is next for you" in says(browser, "/my/")
    assert browser.post("/accounts/logout/").status_code == 302
    again = door()
    assert again.post("/accounts/login/", {"login": username, "password": "three plain words here"})["Location"] == "/my/"
    assert "999 000 0018" in says(again, "/my/details/")
    once_more = ann.post(at(PRACTICE, amal, "sign-in/"), {"seen": "passport", "version": "0"}).content.decode()
    assert username in once_more
    assert Resident.objects.count() == 1, "a forgotten password makes no second account"
    assert "wrote" in [one.event for one in looked_at(amal)]


@pytest.mark.parametrize(
    ("role", "organisation", "offered", "kept"),
    [
        (Role.RECEPTIONIST, PRACTICE, ("refer/", "sign-in/", "acting/", "same/"), ("about-me/", "team/")),
        (Role.CALL_HANDLER, CALLS, ("refer/",), ("sign-in/", "same/", "about-me/")),
        (Role.COORDINATOR, NETWORK, ("team/",), ("refer/", "sign-in/", "about-me/", "carer/")),
    ],
)
def test_a_persons_page_leads_to_what_the_role_may_do_and_to_nothing_else(
    role: Role, organisation: str, offered: tuple[str, ...], kept: tuple[str, ...], amal: str, sign_in: Browse
) -> None:
    somebody = sign_in("some.body", (role, organisation))
    page = says(somebody, at(organisation, amal))
    assert [more for more in offered if f'"{at(organisation, amal, more)}"' not in page] == []
    assert [more for more in kept if at(organisation, amal, more) in page] == []
    assert {somebody.get(at(organisation, amal, more)).status_code for more in offered} == {200}
    assert (f"/calls/{amal}/" in page) is (role is Role.CALL_HANDLER)


ATTACKS = [
    # (role, the organisation they work at, the organisation in the address)
    (Role.RECEPTIONIST, OTHER_PRACTICE, PRACTICE),
    (Role.RECEPTIONIST, OTHER_PRACTICE, OTHER_PRACTICE),
    (Role.GROUP_WORKER, GROUP, GROUP),
    (Role.LINK_WORKER, OTHER_PRACTICE, OTHER_PRACTICE),
    (Role.LINK_WORKER, PRACTICE, PRACTICE),
    (Role.COORDINATOR, GROUP, GROUP),
    (Role.PRIVACY_OFFICER, PRACTICE, PRACTICE),
    (Role.OFFICER, "place-committee", PRACTICE),
]


@pytest.mark.parametrize(("role", "works_at", "asks_for"), ATTACKS)
def test_a_reference_in_the_address_opens_nothing(
    role: Role, works_at: str, asks_for: str, amal: str, sign_in: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = sign_in("mal.test", (role, works_at))
    before = {"Resident": Resident.objects.count(), "Person": Person.objects.get().version}
    for more in ("", "sign-in/", "glass/"):
        for answer in (browser.get(at(asks_for, amal, more)), browser.post(at(asks_for, amal, more), {"seen": "passport"})):
            text = answer.content.decode()
            assert not [value for value in ("Amal", "Example", "9990000018", "999 000 0018", "AB1 2CD", "960001") if value in text]
    assert browser.get(at(asks_for, amal)).status_code == 403
    assert before == {"Resident": Resident.objects.count(), "Person": Person.objects.get().version}
    assert not [value for value in ("Example", "9990000018", "AB1 2CD") if value in caplog.text]
    assert not [one for one in looked_at(amal) if one.allowed]


def test_a_reference_that_is_nobodys_is_refused_like_anybodys(amal: str, sign_in: Browse) -> None:
    bob = sign_in("bob.test", (Role.RECEPTIONIST, OTHER_PRACTICE))
    known, unknown = bob.get(at(OTHER_PRACTICE, amal)), bob.get(at(OTHER_PRACTICE, "p-000000000000000000000000"))
    assert known.status_code == unknown.status_code == 403
    assert known.content.replace(amal.encode(), b"") == unknown.content.replace(b"p-000000000000000000000000", b"")


def test_a_receptionist_joins_two_records_side_by_side_and_parts_them(amal: str, act: Act, sign_in: Browse) -> None:
    other = reference_of(act, replace(AMAL, nhs_number="", postcode="AB1 2CF"))
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    found = ann.post(at(PRACTICE, other, "same/"), AMAL_SAYS).content.decode()
    assert at(PRACTICE, other, f"same/{amal}/") in found
    page = says(ann, at(PRACTICE, other, f"same/{amal}/"))
    assert "AB1 2CD" in page
    assert "AB1 2CF" in page
    short = ann.post(at(PRACTICE, other, f"same/{amal}/"), {"because": "same", "version": "0"})
    assert "It says too little." in short.content.decode()
    ann.post(at(PRACTICE, other, f"same/{amal}/"), {"because": "Both letters were hers.", "version": "0"})
    assert ann.get(at(PRACTICE, other))["Location"] == at(PRACTICE, amal)
    joined = says(ann, at(PRACTICE, amal))
    assert "Both letters were hers." in joined
    said = SamePerson.objects.get()
    ann.post(at(PRACTICE, amal, f"not-same/{said.reference}/"), {"because": "They are twins, says the practice.", "version": "0"})
    assert ann.get(at(PRACTICE, other)).status_code == 200
    assert {one.event for one in looked_at(other)} >= {"read", "wrote"}


def test_nobody_joins_whom_their_organisation_does_not_serve(amal: str, bea: str, sign_in: Browse) -> None:
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    assert ann.get(at(PRACTICE, amal, f"same/{bea}/")).status_code == 403
    ann.post(at(PRACTICE, bea, "glass/"), REASON)
    assert ann.get(at(PRACTICE, amal, f"same/{bea}/")).status_code == 403, "a broken glass is for reading"
    assert ann.post(at(PRACTICE, amal, f"same/{bea}/"), {"because": "I think so, truly.", "version": "0"}).status_code == 403
    assert not SamePerson.objects.exists()


def test_staff_record_a_parent_until_the_child_is_sixteen(amal: str, act: Act, sign_in: Browse, resident_in: Browse) -> None:
    child = reference_of(act, replace(AMAL, given_name="Cy", birth_date=date(2015, 5, 1), nhs_number=""))
    parent = resident_in(amal)
    ann = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE))
    told = {
        "username": Resident.objects.get().account, "born-day": "1", "born-month": "5", "born-year": "1950", "relationship": "father",
        "basis": "parental responsibility", "seen": "birth certificate", "scope": ["bookings"], "version": "0",
    }  # fmt: skip
    until = {"until-day": "1", "until-month": "6", "until-year": "2029"}
    ann.post(at(PRACTICE, child, "acting/"), {**told, **until})
    proxy = Proxy.objects.get()
    assert (proxy.person, proxy.acts, proxy.seen) == (child, amal, "birth certificate")
    assert "Cy Example" in says(parent, "/my/acting/")
    parent.post(f"/my/acting/{proxy.reference}/end/")
    assert "Cy Example" not in says(parent, "/my/acting/")
    stranger = sign_in("bob.test", (Role.RECEPTIONIST, OTHER_PRACTICE))
    assert stranger.post(at(OTHER_PRACTICE, child, "acting/"), {**told, **until}).status_code == 403
    assert Proxy.objects.count() == 1


def test_staff_end_that_a_parent_acts_for_a_child_who_has_no_account(amal: str, act: Act, sign_in: Browse, resident_in: Browse) -> None:
    child = reference_of(act, replace(AMAL, given_name="Cy", birth_date=date(2015, 5, 1), nhs_number=""))
    asked = ProxyAsked(
        person=child, acts=amal, relationship="father", scope=(What.BOOKINGS,), until=date(2029, 6, 1), basis="parental responsibility",
        seen="birth certificate",
    )  # fmt: skip
    proxy, parent = let_act(act, asked), resident_in(amal)
    ann, stranger = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE)), sign_in("bob.test", (Role.RECEPTIONIST, OTHER_PRACTICE))
    ends, why = at(PRACTICE, child, f"acting/{proxy.reference}/end/"), {"version": "1", "because": "A court decided so"}
    page = says(ann, at(PRACTICE, child, "acting/"))
    assert "Amal Example, father (parental responsibility), until 1 June 2029" in page
    assert ends in page
    assert "Amal Example, father, acts for Cy Example" in says(ann, ends)
    assert stranger.post(ends.replace(PRACTICE, OTHER_PRACTICE), why).status_code == 403
    assert "Choose one." in ann.post(ends, {"version": "1"}).content.decode()
    assert "Cy Example" in says(parent, "/my/acting/"), "nothing is ended yet"
    assert ann.post(ends, why)["Location"] == at(PRACTICE, child, "acting/")
    assert "Cy Example" not in says(parent, "/my/acting/")
    ended = Proxy.objects.get()
    entry = history(ended)[-1]
    assert (ended.until, ended.ended_because) == (act.at.date(), "A court decided so")
    assert (entry["event"], entry["account"], entry["why"]) == ("acting ended", "ann.test", "A court decided so")
    assert ann.get(ends).status_code == 404
