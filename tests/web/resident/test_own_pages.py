"""A resident's own pages: who looked, what was agreed, who acts; and what somebody else's address, or an ended right, is worth."""

import json
import logging
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.web.care.conftest import GROUP, OTHER_PRACTICE, PRACTICE, says
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.models import LogEntry
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.access import Asker, Role, What
from wholeplace.service.fhir.validation import validate
from wholeplace.service.records.access.audit import Refused, look, looked_at
from wholeplace.service.records.access.consents import ConsentAsked, break_glass, consents_of, give_consent, objections_of
from wholeplace.service.records.persons.models import Person, Proxy, Resident
from wholeplace.service.records.persons.proxies import ProxyAsked, let_act
from wholeplace.service.records.referral.models import Referral
from wholeplace.web.access import Role as Role_
from wholeplace.web.house import House
from wholeplace.web.resident.looked import ON_A_PAGE

Browse = Callable[..., Client]
RECEPTION = {"account": "ann.test", "role": Role.RECEPTIONIST, "organisation": PRACTICE}


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


@pytest.fixture
def consent(amal: str, act: Act, house: House) -> str:
    asked = ConsentAsked(
        person=amal, organisation=GROUP, referral="r1", what=(What.DETAILS, What.REFERRALS), until=house.today + timedelta(days=90),
        given_by=amal, how="in a talk with the link worker",
    )  # fmt: skip
    return give_consent(act, asked).reference


@pytest.fixture
def acts(amal: str, bea: str, act: Act, house: House) -> Proxy:
    """Bea may see and make Amal's bookings, and see who looked."""
    until = house.today + timedelta(days=30)
    asked = ProxyAsked(person=amal, acts=bea, relationship="niece", scope=(What.BOOKINGS, What.LOOKED_AT), until=until)
    return let_act(act, asked)


def test_a_resident_reads_who_looked_in_plain_words(amal: str, resident_in: Browse, house: House) -> None:
    look(Asker(**RECEPTION, at=house.now), amal, What.DETAILS)
    with pytest.raises(Refused):
        look(Asker(account="bob.test", role=Role.LINK_WORKER, organisation=OTHER_PRACTICE, at=house.now), amal, What.RISKS)
    page = words(says(resident_in(amal), "/my/who-looked/"))
    assert "A receptionist of Brook Street Surgery looked at your name, address and phone." in page
    assert "A link worker of Hill Surgery asked for risks noted about you and was refused." in page
    assert "2 November 2026, 12:00" in page


def test_what_somebody_looked_at_in_one_minute_is_one_line(amal: str, resident_in: Browse, house: House) -> None:
    for what in (What.DETAILS, What.BOOKINGS, What.DETAILS):
        look(Asker(**RECEPTION, at=house.now), amal, what)
    look(Asker(**RECEPTION, at=house.now + timedelta(minutes=1)), amal, What.REFERRALS)
    look(Asker(**{**RECEPTION, "account": "other.test"}, at=house.now + timedelta(minutes=1)), amal, What.REFERRALS)
    page = words(says(resident_in(amal), "/my/who-looked/"))
    assert page.count("A receptionist of Brook Street Surgery looked at") == 3, "one line for each account and minute"
    assert "looked at your name, address and phone; your bookings." in page


def test_however_many_looks_there_were_none_is_left_out(amal: str, resident_in: Browse, house: House) -> None:
    for minute in range(ON_A_PAGE + 3):
        look(Asker(**RECEPTION, at=house.now - timedelta(minutes=minute)), amal, What.DETAILS)
    browser = resident_in(amal)
    first, second = (words(says(browser, f"/my/who-looked/?page={page}")) for page in (1, 2))
    assert (first.count("looked at your name"), second.count("looked at your name")) == (ON_A_PAGE, 3)
    assert ("Page 1 of 2" in first, "Later looks" in first, "Earlier looks" in first) == (True, False, True)
    assert ("Page 2 of 2" in second, "Later looks" in second, "Earlier looks" in second) == (True, True, False)


def test_a_broken_glass_tells_its_reason_on_whichever_page_its_look_stands(amal: str, resident_in: Browse, house: House) -> None:
    stranger = Asker(account="bob.test", role=Role.RECEPTIONIST, organisation=OTHER_PRACTICE, at=house.now - timedelta(days=1))
    break_glass(stranger, amal, because="He fell in our waiting room and cannot speak.")
    for minute in range(ON_A_PAGE):
        look(Asker(**RECEPTION, at=house.now - timedelta(minutes=minute)), amal, What.DETAILS)
    notice = words(says(resident_in(amal), "/my/who-looked/")).partition("I have read this")[0]
    assert "On 1 November 2026 a receptionist of Hill Surgery looked without being asked to. The reason they gave: “He fell" in notice


def test_the_looks_are_given_as_a_file_that_is_valid_and_names_no_account(amal: str, resident_in: Browse, house: House) -> None:
    look(Asker(**RECEPTION, at=house.now), amal, What.DETAILS)
    browser = resident_in(amal)
    assert "/my/who-looked/who-looked.json" in says(browser, "/my/who-looked/")
    answer = browser.get("/my/who-looked/who-looked.json")
    assert answer["Content-Disposition"] == 'attachment; filename="who-looked.json"'
    assert validate(answer.content) == ()
    told = answer.json()
    assert [one["resource"]["agent"][0]["who"]["display"] for one in told["entry"]] == ["Brook Street Surgery"]
    assert "ann.test" not in answer.content.decode()


def test_nobody_else_is_given_the_file(amal: str, bea: str, resident_in: Browse, house: House) -> None:
    look(Asker(**RECEPTION, at=house.now), amal, What.DETAILS)
    answer = resident_in(bea).get("/my/who-looked/who-looked.json")
    assert validate(answer.content) == ()
    assert "entry" not in answer.json()


def test_a_broken_glass_is_told_first_and_can_be_marked_as_read(amal: str, resident_in: Browse, sign_in: Browse) -> None:
    stranger = sign_in("bob.test", (Role_.RECEPTIONIST, OTHER_PRACTICE))
    address = f"/care/organisations/{OTHER_PRACTICE}/people/{amal}/"
    assert stranger.get(address).status_code == 403
    sent = stranger.post(f"{address}glass/", {"because": "He fell in our waiting room and cannot speak.", "version": "0"})
    assert sent["Location"] == address
    assert "Amal Example" in says(stranger, address)
    browser = resident_in(amal)
    assert "He fell in our waiting room" in says(browser, "/my/")
    assert browser.post("/my/who-looked/seen/").status_code == 302
    assert "He fell in our waiting room" not in says(browser, "/my/")
    assert "He fell in our waiting room" in says(browser, "/my/who-looked/")


def test_consents_are_seen_and_taken_back(amal: str, consent: str, resident_in: Browse, house: House) -> None:
    browser = resident_in(amal)
    page = words(says(browser, "/my/consents/"))
    assert "Anywhere Gardeners may know your name, address and phone, your referrals, from 2 November 2026" in page
    assert browser.post(f"/my/consents/{consent}/withdraw/").status_code == 302
    assert not consents_of(amal, day=house.today)
    assert "when you took it back" in words(says(browser, "/my/consents/"))
    assert browser.post(f"/my/consents/{consent}/withdraw/").status_code == 404, "it is taken back once"


def test_a_resident_agrees_that_who_has_the_referral_knows_of_them(amal: str, bea: str, resident_in: Browse, house: House) -> None:
    from tests.web.care.referral_examples import referral

    of_the_referral = referral(house)["referral"]
    record = Referral.objects.get(pk=of_the_referral)
    own, other = resident_in(record.person), resident_in(bea)
    address = f"/my/consents/referrals/{of_the_referral}/"
    assert other.get(address).status_code == 404, "somebody else's referral"
    assert address in says(own, "/my/consents/")
    given = {"also": ["about me"], "until-day": "1", "until-month": "2", "until-year": "2027", "version": "0"}
    assert own.post(address, {**given, "until-year": "2029"}).status_code == 200, "for a year at most"
    assert not consents_of(record.person)
    assert own.post(address, given)["Location"] == "/my/consents/"
    (consent,) = consents_of(record.person, record.turn, of_the_referral, day=house.today)
    assert (consent.what, consent.given_by) == (["details", "referrals", "about me"], record.person)
    assert address not in says(own, "/my/consents/")


def test_objections_are_made_and_taken_back_and_hold_at_once(amal: str, resident_in: Browse, house: House) -> None:
    browser = resident_in(amal)
    wrong = browser.post("/my/consents/objections/new/", {"against": "this organisation", "organisation": "", "version": "0"})
    assert "Choose the organisation." in wrong.content.decode()
    browser.post("/my/consents/objections/new/", {"against": "this organisation", "organisation": PRACTICE, "version": "0"})
    with pytest.raises(Refused) as refusal:
        look(Asker(**RECEPTION, at=house.now), amal, What.DETAILS)
    assert refusal.value.verdict.rule == "objection"
    (objection,) = objections_of(amal, day=house.today)
    browser.post(f"/my/consents/objections/{objection.reference}/withdraw/")
    assert look(Asker(**RECEPTION, at=house.now), amal, What.DETAILS).allowed


def test_somebody_lets_another_act_who_then_acts_and_is_seen(amal: str, bea: str, resident_in: Browse, house: House) -> None:
    own, other = resident_in(amal), resident_in(bea)
    username = Resident.objects.get(person=bea).account
    given = {
        "username": username, "born-day": "2", "born-month": "1", "born-year": "1980", "relationship": "niece", "version": "0",
        "scope": ["bookings", "who looked"], "until-day": "1", "until-month": "12", "until-year": "2027",
    }  # fmt: skip
    assert own.post("/my/acting/new/", {**given, "born-day": "3"}).status_code == 200, "a wrong birth date lets nobody act"
    assert not Proxy.objects.exists()
    assert own.post("/my/acting/new/", given)["Location"] == "/my/acting/"
    assert "Bea Sample, niece, until 1 December 2027" in words(says(own, "/my/acting/"))
    assert other.post("/my/acting/for/", {"person": amal}).status_code == 302
    home = words(says(other, "/my/"))
    assert "You act for Amal Example." in home
    assert "Who looked at the record of Amal Example" in words(says(other, "/my/who-looked/"))
    assert other.get("/my/details/").status_code == 403, "details are not among what she lets her do"
    assert other.get("/my/consents/").status_code == 403, "nobody sees another's consents"
    assert "Somebody who acts for you looked at who looked at your record." in words(says(own, "/my/who-looked/"))
    other.post("/my/acting/for/", {"person": ""})
    assert "You act for" not in says(other, "/my/")
    assert any(json.loads(one.says)["event"] == "acts for them now" for one in LogEntry.objects.filter(kind="access.acting"))


def test_one_that_ended_acts_no_more_not_even_in_an_open_session(amal: str, bea: str, acts: Proxy, resident_in: Browse) -> None:
    own, other = resident_in(amal), resident_in(bea)
    other.post("/my/acting/for/", {"person": amal})
    assert "You act for Amal Example" in says(other, "/my/")
    assert own.post(f"/my/acting/{acts.reference}/end/").status_code == 302
    assert "Amal" not in says(other, "/my/")
    assert other.post("/my/acting/for/", {"person": amal}).status_code == 404
    assert Proxy.objects.get().ended_because == "ended by the person"


def test_one_that_ran_out_acts_no_more(amal: str, bea: str, acts: Proxy, resident_in: Browse, clock) -> None:
    clock.at += timedelta(days=30)
    assert resident_in(bea).post("/my/acting/for/", {"person": amal}).status_code == 404


def test_a_third_person_ends_nothing_and_acts_for_nobody(
    amal: str, bea: str, acts: Proxy, act: Act, consent: str, resident_in: Browse
) -> None:
    from tests.web.care.conftest import reference_of
    from wholeplace.service.records.persons.finding import Told

    third = resident_in(reference_of(act, Told(family_name="Third", given_name="Cy", birth_date=date(1990, 1, 1), postcode="AB1 2CF")))
    before = LogEntry.objects.exclude(kind="access").count()
    tried = {
        f"/my/acting/{acts.reference}/end/": {}, "/my/acting/for/": {"person": amal}, f"/my/consents/{consent}/withdraw/": {},
    }  # fmt: skip
    for address, sent in tried.items():
        answer = third.post(address, sent)
        assert answer.status_code == 404, address
        assert "Example" not in answer.content.decode()
    assert LogEntry.objects.exclude(kind="access").count() == before


def test_details_are_changed_by_oneself_only_and_joined_to_what_stood(amal: str, bea: str, acts: Proxy, resident_in: Browse) -> None:
    own, other = resident_in(amal), resident_in(bea)
    changed = {"postcode": "ab1 2zz", "phone": "01632 960009", "needs": "an interpreter for Urdu\n", "version": "1"}
    assert own.post("/my/details/change/", changed)["Location"] == "/my/details/"
    assert "an interpreter for Urdu" in says(own, "/my/details/")
    other.post("/my/acting/for/", {"person": amal})
    assert other.post("/my/details/change/", {**changed, "phone": "0", "version": "2"}).status_code == 403
    person = Person.objects.get(pk=amal)
    assert (person.postcode, person.phone) == ("AB1 2ZZ", "01632 960009")


@pytest.mark.parametrize("proven", ["P5", "P0"])
def test_who_proved_less_sees_less_and_is_told_why(proven: str, amal: str, bea: str, acts: Proxy, resident_in: Browse) -> None:
    browser = resident_in(bea, proven=proven)
    assert "Show your passport or driving licence at your GP practice" in says(browser, "/my/")
    for address in ("/my/who-looked/", "/my/details/"):
        answer = browser.get(address)
        assert answer.status_code == 403
        assert "Sample" not in answer.content.decode()
    assert browser.post("/my/acting/for/", {"person": amal}).status_code == 404


def test_who_said_nothing_yet_says_first_who_they_are(resident_in: Browse, amal: str) -> None:
    browser = resident_in("", proven="P0")
    for address in ("/my/", "/my/consents/"):
        assert browser.get(address)["Location"] == "/my/details/who/"
    # They type somebody else's name: they become nobody else by it.
    told = {
        "given_name": "Amal", "family_name": "Example", "born-day": "1", "born-month": "5", "born-year": "1950", "postcode": "AB1 2CD",
        "phone": "", "version": "0",
    }  # fmt: skip
    assert browser.post("/my/details/who/", told)["Location"] == "/my/"
    assert Resident.objects.get(proven="P0").person != amal
    assert Person.objects.count() == 2


def test_an_account_for_work_is_no_resident(sign_in: Browse) -> None:
    answer = sign_in("ann.test", (Role_.RECEPTIONIST, PRACTICE)).get("/my/")
    assert answer.status_code == 403
    assert "These pages are for residents" in answer.content.decode()


def test_a_residents_account_opens_nothing_else(amal: str, resident_in: Browse) -> None:
    browser = resident_in(amal)
    for address in ("/care/", f"/care/organisations/{PRACTICE}/people/", "/partners/accounts/", "/partners/log/"):
        assert browser.get(address).status_code in (302, 403), address


def test_nothing_of_a_person_stands_where_partners_auditors_read(
    amal: str, consent: str, resident_in: Browse, sign_in: Browse, caplog
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = resident_in(amal)
    for address in ("/my/", "/my/details/", "/my/consents/", "/my/who-looked/", "/my/acting/"):
        says(browser, address)
    sign_in("bob.test", (Role_.RECEPTIONIST, OTHER_PRACTICE)).get(f"/care/organisations/{OTHER_PRACTICE}/people/{amal}/")
    theirs = "".join(LogEntry.objects.filter(book__in=("main", "accounts")).values_list("says", flat=True))
    for value in ("Example", "Amal", "9990000018", "AB1 2CD", amal, "resident-"):
        assert value not in theirs, value
    assert not {value for value in ("Example", "9990000018", "AB1 2CD") if value in caplog.text}
    assert not verify().problems
    assert [one.event for one in looked_at(amal)] == ["refused"]
