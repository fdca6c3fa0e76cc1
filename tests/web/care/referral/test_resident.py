"""A resident's own side: asking for help, seeing where it stands, About Me, and the online triage."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.service.referral.test_triage import SIGNED
from tests.web.care.conftest import resident_in
from tests.web.care.referral.conftest import LINKS, PRACTICE, WALKERS
from wholeplace.service.access import What
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import reading
from wholeplace.service.records.referral.models import AboutMe, Referral, TriageRun
from wholeplace.service.referral.triage import OWN, PILOT

__all__ = ["resident_in"]
ASKED = {"version": "0", "why": "I would like to walk with others.", "agreed": "on", "need": "Company and friendship"}


@pytest.fixture
def ada(resident_in: Callable[..., Client], person: Person) -> Client:
    return resident_in(person.reference)


@pytest.fixture
def approved(partnership: Path) -> None:
    (partnership / OWN).parent.mkdir()
    (partnership / OWN).write_text(PILOT.read_text() + SIGNED)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_resident_asks_a_group_and_reads_the_answer(ada: Client, as_walkers: Client, as_link_worker: Client) -> None:
    page = ada.post("/my/referrals/new/", {**ASKED, "to": WALKERS, "shares": [What.ABOUT_ME.value]}, follow=True).content.decode()
    assert "It was sent to Meadow Walkers. They have not answered yet." in page
    record = Referral.objects.get()
    assert (record.source, record.made_by, record.practice) == ("resident", "resident", "")
    there = f"/care/organisations/{WALKERS}/referrals/{record.reference}/"
    assert "Ada Example" in text(as_walkers, there)
    as_walkers.post(f"{there}accept/", {"version": str(record.version)})
    assert "Meadow Walkers will help. They will be in touch." in text(ada, "/my/")
    assert reading.story_of(Referral.objects.get()).messages == []


def test_the_practice_hears_of_it_where_the_resident_wishes(ada: Client, as_link_worker: Client) -> None:
    ada.post("/my/referrals/new/", {**ASKED, "to": LINKS, "tell_practice": "on"})
    record = Referral.objects.get()
    as_link_worker.post(f"/care/organisations/{LINKS}/referrals/{record.reference}/accept/", {"version": str(record.version)})
    assert [one.to for one in reading.story_of(Referral.objects.get()).messages] == [PRACTICE]


def test_without_a_tick_nobody_could_help_so_nothing_is_sent(ada: Client, as_walkers: Client) -> None:
    page = ada.post("/my/referrals/new/", {**ASKED, "to": WALKERS, "agreed": ""}).content.decode()
    assert "Tick this, or they cannot help you." in page
    assert not Referral.objects.exists()


def test_who_was_turned_away_asks_somebody_else_and_types_nothing_twice(ada: Client, as_link_worker: Client, as_walkers: Client) -> None:
    ada.post("/my/referrals/new/", {**ASKED, "why": "Would like to walk in company.", "to": LINKS})
    record = Referral.objects.get()
    there = f"/care/organisations/{LINKS}/referrals/{record.reference}/decline/"
    as_link_worker.post(there, {"version": str(record.version), "reason": "full", "words": "We have no room."})
    again = f"/my/referrals/new/?again={record.reference}"
    assert again in text(ada, f"/my/referrals/{record.reference}/")
    assert "Would like to walk in company." in text(ada, again)


def test_a_resident_may_say_that_they_do_not_want_it(ada: Client, referred: Referral) -> None:
    page = ada.post(f"/my/referrals/{referred.reference}/end/", {"version": "1", "words": ""}, follow=True).content.decode()
    assert "It has ended. The person did not want it." in page
    assert [one.about for one in reading.story_of(referred).messages] == ["outcome"]


def test_nobody_sees_anybody_elses(resident_in: Callable[..., Client], referred: Referral, act) -> None:
    from wholeplace.service.records.persons.finding import Told, find_or_make

    told = Told(family_name="Sample", given_name="Bea", birth_date=act.at.date().replace(year=1980), postcode="AB1 2CE")
    other = find_or_make(act, told).person
    assert other
    bea = resident_in(other.reference)
    assert bea.get(f"/my/referrals/{referred.reference}/").status_code == 404
    assert "There are none." in text(bea, "/my/referrals/")


def test_who_has_not_proven_who_they_are_sees_only_what_they_asked_for_here(
    resident_in: Callable[..., Client], person: Person, referred: Referral, as_walkers: Client
) -> None:
    unsure = resident_in(person.reference, proven="P0")
    assert "There are none." in text(unsure, "/my/referrals/")
    unsure.post("/my/referrals/new/", {**ASKED, "to": WALKERS})
    assert "Company and friendship" in text(unsure, "/my/referrals/")
    assert unsure.get("/my/about-me/").status_code == 403


def test_about_me_is_written_by_the_person(ada: Client, person: Person) -> None:
    assert "My garden and my cat." in text(ada, "/my/about-me/")
    ada.post("/my/about-me/", {"version": "1", "important": "My cat.", "supported_by": "my niece"})
    kept = AboutMe.objects.get(pk=person.reference)
    assert (kept.texts, kept.supported_by, kept.version) == ({"important": "My cat."}, "my niece", 2)
    assert ada.post("/my/about-me/", {"version": "1", "important": "Nothing."}).status_code == 409


class TestTriage:
    """Online triage on a phone, one question a page."""

    def answer(self, client: Client, *said: str) -> str:
        page = ""
        for question, one in zip(("emergency", "harm", "safe", "new", "what", "how"), said, strict=False):
            page = client.post("/my/help/", {"version": "0", "question": question, "said": one}, follow=True).content.decode()
        return page

    def test_it_is_shut_until_a_clinician_approved_it(self, ada: Client) -> None:
        assert "Nobody with the right training has approved these questions" in text(ada, "/my/help/")

    def test_it_leads_to_a_link_worker_and_nobody_asks_again(self, ada: Client, as_link_worker: Client, approved: None) -> None:
        page = self.answer(ada, "No", "No", "No", "No", "Company, or being less alone", "Yes, please")
        assert "A link worker can help" in page
        run = TriageRun.objects.get()
        address = f"/my/referrals/new/?triage={run.reference}"
        assert address in page
        assert "Company, or being less alone" in text(ada, address)
        ada.post(address, {**ASKED, "to": LINKS})
        record = Referral.objects.get()
        page = text(as_link_worker, f"/care/organisations/{LINKS}/referrals/{record.reference}/")
        assert "no need to ask again" in page
        assert "Yes, please" in page

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            (("Yes",), "Call 999 now"),
            (("No", "Yes"), "Please speak with somebody now"),
            (("No", "No", "I do not know"), "Please speak with somebody now"),
            (("No", "No", "No", "Yes"), "Please speak with somebody today"),
        ],
    )
    def test_a_red_flag_and_an_unknown_answer_go_to_a_person(self, ada: Client, approved: None, said: tuple[str, ...], told: str) -> None:
        assert told in self.answer(ada, *said)
        assert not Referral.objects.exists()

    def test_a_child_under_5_is_not_routed_online(self, resident_in: Callable[..., Client], person: Person, act, approved: None) -> None:
        from wholeplace.ledger.records.keeping import keep

        person.birth_date = act.at.date().replace(year=act.at.year - 4)
        keep(person, act)
        page = text(resident_in(person.reference), "/my/help/")
        assert "It is about a child under 5" in page
        assert "Please speak with somebody now" in page

    def test_a_booking_begins_with_what_was_answered(self, ada: Client, as_practice: Client, person: Person, approved: None) -> None:
        page = self.answer(ada, "No", "No", "No", "No", "An appointment that is not urgent")
        address = f"/my/bookings/new/?triage={TriageRun.objects.get().reference}"
        assert address in page
        assert ada.get(address).status_code == 200
        said = reading.answered_before(person.reference, TriageRun.objects.get().reference)
        assert said.endswith("What would help you most? An appointment that is not urgent.")
        assert reading.answered_before("p-somebody-else", TriageRun.objects.get().reference) == ""
        page = text(as_practice, f"/care/organisations/{PRACTICE}/people/{person.reference}/")
        assert "What they answered online" in page

    def test_one_may_begin_again(self, ada: Client, approved: None) -> None:
        self.answer(ada, "Yes")
        assert "Is any of this happening now?" in ada.post("/my/help/", {"again": "yes"}, follow=True).content.decode()
