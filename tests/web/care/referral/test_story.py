"""One journey over three organisations: the practice refers, a link worker listens and hands over, a group walks with her. Nothing that one
of them typed is typed by another."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from tests.web.care.referral.conftest import LINKS, PRACTICE, WALKERS
from tests.web.partner.conftest import Clock
from wholeplace.service.access import What
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import Referral
from wholeplace.web.accounts import sessions
from wholeplace.web.accounts.models import Account

WHY = "Would like to get out more. Misses the allotment."
RISKS = "Unsteady on stairs."
WORDS = "She walks with us every week and knows everybody by now."


def at(organisation: str, *more: str) -> str:
    return "/".join(["/care/organisations", organisation, *more, ""])


def sent(client: Client, address: str, data: dict) -> str:
    """Send a form; the page after it. A form that comes back with a problem is shown by the failure."""
    answer = client.post(address, data, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain, page[page.find("There is a problem") :][:900]
    return page


def later(clock: Clock, days: int, *clients: Client) -> None:
    """Some days later. Everybody signs in anew: a session lasts a working day."""
    clock.at += timedelta(days=days)
    for client in clients:
        session = client.session
        name = Account.objects.get(reference=session["_auth_user_id"]).username
        sessions.begin(session, name, clock())
        sessions.prove(session, name, "totp")
        session.save()


def version() -> int:
    return Referral.objects.get().version


def test_one_journey_over_three_organisations(
    as_practice: Client, as_link_worker: Client, as_walkers: Client, as_singers: Client, person: Person, clock: Clock
) -> None:
    typed: list[str] = []

    def types(client: Client, address: str, **data: object) -> str:
        typed.extend(value for name, value in data.items() if isinstance(value, str) and name in ("why", "risks", "words") and value)
        return sent(client, address, data)

    everybody = (as_practice, as_link_worker, as_walkers, as_singers)
    # The practice refers: it types what for and the risks, and chooses to whom. Who she is, is known.
    page = as_practice.get(at(PRACTICE, "people", person.reference, "refer")).content.decode()
    assert "Refer Ada Example" in page
    assert "Meadow Network" in page
    types(
        as_practice, at(PRACTICE, "people", person.reference, "refer"), version="0", to=LINKS, why=WHY, need="Company and friendship",
        risks=RISKS, urgency="routine", source="GP practice",
    )  # fmt: skip
    referral = Referral.objects.get()
    here = at(LINKS, "referrals", referral.reference)

    # The link worker finds it on the desk, reads it with About Me and risks, and accepts with one button.
    assert "1 referral to answer" in as_link_worker.get("/care/").content.decode()
    page = as_link_worker.get(here).content.decode()
    for told in (WHY, RISKS, "Ada Example", "01632 960001", "My garden and my cat.", "Please speak slowly."):
        assert told in page
    later(clock, 1, *everybody)
    types(as_link_worker, f"{here}accept/", version=str(version()))
    assert "Meadow Network has accepted the referral" in as_practice.get(at(PRACTICE, "referrals", "made")).content.decode()

    # She asks how lonely Ada feels, and hands over to the walkers with Ada's consent.
    lonely = {"companionship": "often", "left-out": "often", "isolated": "some of the time"}
    sent(as_link_worker, f"{here}asked/ucla-3/before/", {"version": "0", **lonely})
    later(clock, 2, *everybody)
    without = as_link_worker.post(f"{here}hand-over/", {"version": str(version()), "to": WALKERS, "reason": "better placed", "words": ""})
    assert "the person has not agreed" in without.content.decode().lower()
    types(
        as_link_worker, f"{here}hand-over/", version=str(version()), to=WALKERS, reason="better placed", words="", agreed="on",
        shares=[What.ABOUT_ME.value], how="said in person", **{"until-day": "1", "until-month": "5", "until-year": "2027"},
    )  # fmt: skip

    # The walkers see her name, what for and About Me; risks were not agreed. Nobody else's group sees anything.
    there = at(WALKERS, "referrals", referral.reference)
    page = as_walkers.get(there).content.decode()
    for told in (WHY, "Ada Example", "01632 960001", "My garden and my cat."):
        assert told in page
    assert RISKS not in page
    assert as_singers.get(at("X31", "referrals", referral.reference)).status_code == 403
    sent(as_walkers, f"{there}accept/", {"version": str(version())})
    for week in range(4):
        later(clock, 7, *everybody)
        happening = "did not attend" if week == 2 else "attended"
        day = clock.at.date()
        small = {"happening": happening, "of": "6", "words": "", "on-day": day.day, "on-month": day.month, "on-year": day.year}
        sent(as_walkers, f"{there}came/", {"version": "0", **small})
    sent(as_walkers, f"{there}asked/ucla-3/after/", {"version": "0", **dict.fromkeys(lonely, "some of the time")})
    half = as_walkers.post(f"{there}complete/", {"version": str(version())})
    assert half.status_code == 200
    types(as_walkers, f"{there}complete/", version=str(version()), outcome="goals met", words=WORDS, helped="yes")

    # The practice reads the outcome without having asked; the link worker sees all of it.
    page = as_practice.get(at(PRACTICE, "referrals", "made")).content.decode()
    assert WORDS in page
    page = as_link_worker.get(here).content.decode()
    assert "Came 3 times of 6, missed 1." in page
    assert "<td>8</td><td>6</td><td>better</td>" in page
    assert Referral.objects.get().state == "completed"
    assert typed == [WHY, RISKS, WORDS]


def test_a_group_that_declines_sends_it_back_and_nobody_loses_it(
    as_link_worker: Client, as_walkers: Client, as_coordinator: Client, referred: Referral
) -> None:
    here, there = at(LINKS, "referrals", referred.reference), at(WALKERS, "referrals", referred.reference)
    sent(as_link_worker, f"{here}accept/", {"version": str(version())})
    consent = {"agreed": "on", "how": "said by telephone", "until-day": "1", "until-month": "5", "until-year": "2027"}
    sent(as_link_worker, f"{here}hand-over/", {"version": str(version()), "to": WALKERS, "reason": "as asked", **consent})
    assert "There is a problem" in as_walkers.post(f"{there}decline/", {"version": str(version()), "reason": "full"}).content.decode()
    sent(as_walkers, f"{there}decline/", {"version": str(version()), "reason": "full", "words": "No room until spring."})
    page = as_coordinator.get(at(LINKS, "waiting")).content.decode()
    assert "Fell between two organisations" in page
    assert "Ada Example" in page
    page = as_link_worker.get(at(LINKS, "referrals")).content.decode()
    assert "Came back" in page
    assert as_walkers.get(there).status_code == 403
    sent(as_link_worker, f"{here}take-back/", {"version": str(version())})
    assert Referral.objects.get().turn == LINKS


def test_the_second_of_two_who_answer_is_told_and_nothing_is_overwritten(
    as_link_worker: Client, sign_in: Callable[..., Client], referred: Referral
) -> None:
    here = at(LINKS, "referrals", referred.reference)
    old = version()
    sent(as_link_worker, f"{here}accept/", {"version": str(old)})
    answer = as_link_worker.post(f"{here}decline/", {"version": str(old), "reason": "full", "words": "No room."})
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.content.decode()
    assert Referral.objects.get().state == "accepted"
