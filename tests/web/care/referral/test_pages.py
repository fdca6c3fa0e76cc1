"""Pages around a referral: finding an offer, About Me, plan, carers, who was turned away, and a booking made with a referral in one go."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.web.care.conftest import resident_in
from tests.web.care.referral.conftest import LINKS, PRACTICE, WALKERS
from tests.web.care.referral.test_story import at, sent, version
from tests.web.listings.conftest import POSTCODES, service
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import history, keep
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.access import What
from wholeplace.service.directory.shapes import listing_from, plain
from wholeplace.service.records.access.consents import consents_of
from wholeplace.service.records.directory.models import KeptListing
from wholeplace.service.records.persons.finding import Told, find_or_make
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import people, reading
from wholeplace.service.records.referral.models import CarerRecord, Referral
from wholeplace.service.referral import Caring
from wholeplace.web.access import Role

__all__ = ["resident_in"]
UNTIL = {"until-day": "1", "until-month": "5", "until-year": "2027"}


@pytest.fixture
def accepted(as_link_worker: Client, referred: Referral) -> str:
    """The address of the referral at the link worker's, who has taken it on."""
    here = at(LINKS, "referrals", referred.reference)
    sent(as_link_worker, f"{here}accept/", {"version": "1"})
    return here


@pytest.fixture
def offered(partnership: Path, act: Act) -> str:
    """The reference of a listing that the walkers keep, not far from where Ada lives."""
    (partnership / "postcodes.csv").write_text(POSTCODES)
    said = service("Meadow walks", description="Walks for company each Tuesday")
    keep(KeptListing(reference=said["id"], kept_by=WALKERS, says=plain(listing_from(said))), act)
    return said["id"]


def test_a_link_worker_finds_an_offer_and_hands_over_to_who_keeps_it(
    as_link_worker: Client, as_walkers: Client, accepted: str, offered: str
) -> None:
    page = as_link_worker.get(f"{accepted}find/?q=walks&near=on").content.decode()
    assert "Meadow walks" in page
    assert "Meadow Walkers takes referrals here." in page
    assert "AB1" not in as_link_worker.get(f"{accepted}find/?q=walks&near=on").request["QUERY_STRING"]
    answer = as_link_worker.post(f"{accepted}find/", {"listing": offered})
    assert answer["Location"] == f"{accepted}hand-over/?to={WALKERS}"
    assert Referral.objects.get().listing_title == "Meadow walks"
    page = as_link_worker.get(answer["Location"]).content.decode()
    assert f'<option value="{WALKERS}" selected>' in page


def test_an_offer_of_somebody_who_takes_no_referrals_is_noted(as_link_worker: Client, accepted: str, offered: str) -> None:
    assert "They take no referrals here." in as_link_worker.get(f"{accepted}find/?q=walks").content.decode()
    assert as_link_worker.post(f"{accepted}find/", {"listing": offered})["Location"] == accepted
    assert "Meadow walks" in as_link_worker.get(accepted).content.decode()


def test_what_was_agreed_is_a_consent_that_the_person_can_see_and_end(as_link_worker: Client, as_walkers: Client, accepted: str) -> None:
    agreed = {"agreed": "on", "shares": ["about me", "risks"], "how": "in writing", **UNTIL}
    sent(as_link_worker, f"{accepted}hand-over/", {"version": str(version()), "to": WALKERS, "reason": "as asked", **agreed})
    record = Referral.objects.get()
    (consent,) = consents_of(record.person)
    assert (consent.organisation, consent.referral, consent.how, consent.until) == (
        WALKERS,
        record.reference,
        "in writing",
        date(2027, 5, 1),
    )
    assert set(consent.what) == {What.DETAILS.value, What.REFERRALS.value, What.ABOUT_ME.value, What.RISKS.value}
    assert "Unsteady on stairs." in as_walkers.get(at(WALKERS, "referrals", record.reference)).content.decode()


def test_about_me_is_written_with_somebody_who_has_no_phone(as_link_worker: Client, accepted: str, person: Person) -> None:
    address = at(LINKS, "people", person.reference, "about-me")
    sent(as_link_worker, address, {"version": "1", "important": "My allotment.", "supported_by": "the link worker"})
    assert "My allotment." in as_link_worker.get(accepted).content.decode()
    assert as_link_worker.post(address, {"version": "1", "important": "x"}).status_code == 409


def test_a_plan_stands_on_the_page_of_the_care_team(as_link_worker: Client, as_coordinator: Client, accepted: str, person: Person) -> None:
    plan = {"version": "0", "strengths": "Knows everybody.", "goal_1": "Get out each week", "who_1": "Meadow Walkers", "state_1": "to do"}
    sent(as_link_worker, at(LINKS, "people", person.reference, "plan"), plan)
    page = as_coordinator.get(at(LINKS, "people", person.reference, "team")).content.decode()
    for told in ("Get out each week", "Knows everybody.", "Meadow Practice", "Meadow Network"):
        assert told in page


class TestCarers:
    """Who looks after somebody without pay."""

    @pytest.fixture
    def address(self, accepted: str, person: Person) -> str:
        return at(LINKS, "people", person.reference, "carer")

    @pytest.fixture
    def other(self, act: Act) -> Person:
        told = Told(family_name="Sample", given_name="Bo", birth_date=date(1940, 2, 2), nhs_number="9990000026", postcode="AB1 2CE")
        found = find_or_make(act, told).person
        assert found
        return found

    def test_with_the_word_of_both_they_stand_in_the_care_team(self, as_link_worker: Client, address: str, other: Person) -> None:
        agreed = {
            "version": "0",
            "relationship": "daughter",
            "paid": "no",
            "agrees": "on",
            "cared_for": "999 000 0026",
            "other_agrees": "on",
        }
        sent(as_link_worker, address, agreed)
        assert [one.relationship for one in reading.carers_of(other.reference)] == ["daughter"]

    @pytest.mark.parametrize(
        ("left", "told"),
        [
            ({"other_agrees": ""}, "has not agreed"),
            ({"agrees": ""}, "the carer has not agreed"),
            ({"paid": "yes"}, "somebody who is not paid for it"),
            ({"cared_for": "123"}, "This is no NHS number"),
        ],
    )
    def test_without_it_nothing_is_kept(self, as_link_worker: Client, address: str, other: Person, left: dict, told: str) -> None:
        agreed = {"version": "0", "relationship": "daughter", "paid": "no", "agrees": "on", "cared_for": "9990000026", "other_agrees": "on"}
        assert told in as_link_worker.post(address, {**agreed, **left}).content.decode()
        assert not CarerRecord.objects.exists()

    def test_it_ends_in_two_steps_and_the_name_goes(
        self, as_link_worker: Client, as_coordinator: Client, address: str, person: Person, other: Person, act: Act
    ) -> None:
        caring = Caring(
            carer=other.reference,
            cared_for=person.reference,
            relationship="son",
            carer_agreed=act.at.date(),
            cared_for_agreed=act.at.date(),
        )
        record = people.record_carer(caring, act, organisation=LINKS)
        ends = f"{address}{record.reference}/end/"
        assert ends in as_coordinator.get(at(LINKS, "people", person.reference, "team")).content.decode()
        page = as_link_worker.get(ends).content.decode()
        assert "somebody looks after Ada Example as their son" in page
        assert CarerRecord.objects.get().ended_on is None, "asking changes nothing"
        assert "Choose one." in as_link_worker.post(ends, {"version": "1"}).content.decode()
        why = {"because": "One of the two does not want it written down"}
        assert as_link_worker.post(ends, {"version": "0", **why}).status_code == 409, "somebody else changed it meanwhile"
        sent(as_link_worker, ends, {"version": "1", **why})
        ended = CarerRecord.objects.get()
        assert (ended.cared_for, ended.cared_for_agreed, ended.ended_on) == ("", None, act.at.date())
        entry = history(ended)[-1]
        assert (entry["event"], entry["account"], entry["why"]) == ("caring ended", "link", why["because"])
        assert "Bo Sample" not in as_coordinator.get(at(LINKS, "people", person.reference, "team")).content.decode()
        assert as_link_worker.get(ends).status_code == 404, "it names this person no more"

    def test_of_a_carer_it_is_told_that_it_had_ended(self, as_link_worker: Client, address: str, person: Person, act: Act) -> None:
        caring = Caring(carer=person.reference, cared_for="", relationship="niece", carer_agreed=act.at.date(), cared_for_agreed=None)
        record = people.record_carer(caring, act, organisation=LINKS)
        ends = f"{address}{record.reference}/end/"
        page = as_link_worker.get(address).content.decode()
        assert ends in page
        sent(as_link_worker, ends, {"version": "1", "because": "It was written down in error"})
        assert "It ended on" in as_link_worker.get(address).content.decode()
        assert "It had ended on" in as_link_worker.get(ends, follow=True).content.decode()

    def test_nobody_ends_it_who_may_not_write_in_the_care_team(
        self, as_practice: Client, as_walkers: Client, sign_in: Callable[..., Client], person: Person, act: Act, accepted: str
    ) -> None:
        caring = Caring(carer=person.reference, cared_for="", relationship="niece", carer_agreed=act.at.date(), cared_for_agreed=None)
        record = people.record_carer(caring, act, organisation=LINKS)
        stranger = sign_in("stranger", (Role.LINK_WORKER, WALKERS))
        why = {"version": "1", "because": "It was written down in error"}
        for browser, code in ((as_practice, PRACTICE), (as_walkers, WALKERS), (stranger, WALKERS)):
            assert browser.post(at(code, "people", person.reference, "carer") + f"{record.reference}/end/", why).status_code == 403
        assert CarerRecord.objects.get().ended_on is None


def test_a_resident_who_was_turned_away_is_on_the_coordinators_page(
    resident_in: Callable[..., Client], as_link_worker: Client, as_coordinator: Client, person: Person
) -> None:
    ada = resident_in(person.reference)
    ada.post("/my/referrals/new/", {"version": "0", "to": LINKS, "why": "Would like company.", "agreed": "on"})
    record = Referral.objects.get()
    there = at(LINKS, "referrals", record.reference)
    sent(as_link_worker, f"{there}decline/", {"version": str(version()), "reason": "full", "words": "We have no room."})
    assert "a coordinator will call you" in ada.get("/my/").content.decode()
    page = as_coordinator.get(at(LINKS, "waiting")).content.decode()
    assert "with the resident, who made it and was turned away" in page
    ended = {"version": str(version()), "outcome": "found help elsewhere", "words": "Her neighbour takes her along."}
    sent(as_coordinator, f"{there}end-without-help/", ended)
    assert Referral.objects.get().outcome_kind == "found help elsewhere"


def test_nobody_who_has_nothing_to_do_with_a_person_sees_the_referral(sign_in: Callable[..., Client], referred: Referral) -> None:
    for role, code in ((Role.LINK_WORKER, WALKERS), (Role.GROUP_WORKER, WALKERS), (Role.RECEPTIONIST, "X31"), (Role.COORDINATOR, "X31")):
        somebody = sign_in(f"some.{role.value.replace(' ', '.')}", (role, code))
        assert somebody.get(at(code, "referrals", referred.reference)).status_code == 403
        assert somebody.get(at(code, "referrals", "r-nothing")).status_code in (403, 404)


def test_the_desk_names_nobody(as_link_worker: Client, referred: Referral) -> None:
    page = as_link_worker.get("/care/").content.decode()
    assert "1 referral to answer" in page
    assert "Example" not in page


def test_after_all_of_it_the_log_agrees_with_every_row(as_link_worker: Client, accepted: str, person: Person) -> None:
    sent(as_link_worker, at(LINKS, "people", person.reference, "plan"), {"version": "0", "goal_1": "Get out"})
    sent(as_link_worker, f"{accepted}end-without-help/", {"version": str(version()), "outcome": "moved away", "words": "Moved."})
    assert not verify().problems


def test_an_offer_that_is_gone_leads_back_to_the_search(as_link_worker: Client, accepted: str) -> None:
    assert as_link_worker.post(f"{accepted}find/", {"listing": "gone"})["Location"] == f"{accepted}find/"


def test_the_practice_reads_why_it_was_declined_and_may_send_it_elsewhere(
    as_practice: Client, as_link_worker: Client, as_walkers: Client, referred: Referral
) -> None:
    here = at(LINKS, "referrals", referred.reference)
    sent(as_link_worker, f"{here}decline/", {"version": "1", "reason": "not eligible", "words": "She lives outside our streets."})
    own = at(PRACTICE, "referrals", referred.reference)
    assert "She lives outside our streets." in as_practice.get(own).content.decode()
    agreed = {"agreed": "on", "how": "said by telephone", **UNTIL}
    sent(as_practice, f"{own}send/", {"version": str(version()), "to": WALKERS, **agreed})
    assert "Ada Example" in as_walkers.get(at(WALKERS, "referrals")).content.decode()
