"""A decision through its pages: described, put, told, voted, published, called in, sent back, agreed again, carried out, reviewed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.web.partner.conftest import Clock
from wholeplace.web.access import Role

Doors = Callable[..., Client]
CABINET = "cabinet"


def sent(page: Any, **typed: object) -> dict[str, Any]:
    """What a browser would send for the form on a page: what stands in it, and what was typed over it. Days are dates."""
    data = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.content.decode()))
    for name, value in typed.items():
        field = name.replace("__", "-")
        if isinstance(value, date):
            data |= {f"{field}-day": value.day, f"{field}-month": value.month, f"{field}-year": value.year}
        else:
            data[field] = value
    return data


def go(browser: Client, address: str, **typed: object) -> Any:
    """Open a form, fill it in and send it; the page that comes after."""
    opened = browser.get(address)
    assert opened.status_code == 200, (address, opened.status_code)
    return browser.post(address, sent(opened, **typed), follow=True)


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


MATTER = {
    "title": "Forty home care places for the winter", "kind": "social care", "on": date(2026, 12, 8), "money": "800,000",
    "places": ["Somewhere"], "councils": ["Anywhere Council"],
}  # fmt: skip
PROPOSAL = {
    "title": "Forty home care places for the winter", "body": CABINET, "asks": "That forty home care places open from 1 February.",
    "reasons": "People wait in hospital for them.", "rejected_options": "Doing nothing", "gains": "People ready to leave hospital",
    "pays": "The council", "population_first": "People at home come before beds filled.", "lead": "Director of adult social care",
    "review_on": date(2027, 9, 30), "outcomes__effect": "better", "outcomes__why": "More are at home.", "quality__effect": "no change",
    "quality__why": "The same care, sooner.", "money__effect": "worse", "money__why": "It costs more than it frees.",
    "money__all_the_same": "It frees beds when they are short.", "measure__0": "delayed-days", "change__0": "a tenth fewer",
    "by__0": date(2027, 6, 30), "money__0": "-800,000",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """Those who take part, each signed in anew when they act: sessions end after some hours."""

    sign_in: Doors

    @property
    def officer(self) -> Client:
        return self.sign_in("officer.one", (Role.OFFICER, CABINET))

    @property
    def clerk(self) -> Client:
        return self.sign_in("clerk.one", (Role.CLERK, CABINET))

    @property
    def scrutiny(self) -> Client:
        return self.sign_in("scrutiny.one", (Role.SCRUTINY, "scrutiny"))


@pytest.fixture
def people(sign_in: Doors) -> People:
    return People(sign_in)


def paper() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("leaving.pdf", b"a paper")


def proposed(officer: Client) -> str:
    page = go(officer, f"/partners/bodies/{CABINET}/matters/new/", **MATTER)
    assert "Where this belongs: a place" in text(page)
    matter = page.redirect_chain[-1][0]
    more = {"paper_title": "Leaving hospital", "paper_address": "https://example.org/leaving.pdf", "paper_file": paper()}
    page = go(officer, f"{matter}propose/", **PROPOSAL, **more)
    assert "What is still missing" not in text(page), text(page)
    decision = page.redirect_chain[-1][0]
    page = go(officer, f"{decision}put/")
    assert "Waits for: The clerk: give notice" in text(page), text(page)
    return decision


VOTE = {"voice__0": "for", "voice__1": "for", "voice__2": "absent"}


def agreed(clerk: Client, decision: str, day: date) -> Any:
    shown = go(clerk, f"{decision}meeting/", on=day, **VOTE)
    assert "What this comes to: agreed by consensus" in text(shown)
    return clerk.post(f"{decision}meeting/", sent(shown, on=day, **VOTE), follow=True)


@pytest.mark.django_db
def test_the_whole_way(people: People, clock: Clock):
    decision = proposed(people.officer)
    told = {"rule": "key-decision", "papers": "The proposal", "ask": "Democracy office"}
    page = go(people.clerk, f"{decision}notice/", **told, decision_on=date(2026, 12, 8), published=date(2026, 11, 2))
    assert "notice given" in text(page)
    assert "Notice of a key decision" in text(page)
    clock.at = datetime(2026, 12, 8, 11, tzinfo=UTC)
    assert "The clerk: publish it" in text(agreed(people.clerk, decision, date(2026, 12, 8)))
    page = go(people.clerk, f"{decision}publish/")
    assert "It is frozen until 12:00 on 15 December 2026" in text(page)
    reference = decision.split("/")[-2]
    look = f"/partners/bodies/scrutiny/decisions/{reference}"
    page = go(people.scrutiny, f"{look}/call-in/", council="Anywhere Council", callers="3", grounds="Rural wards were left out.")
    assert "Scrutiny: release it or send it back" in text(page)
    page = go(people.scrutiny, f"{look}/said/", said="back", reasons="Say what rural wards get.")
    assert "sent back by scrutiny" in text(page)
    clock.at = datetime(2026, 12, 14, 11, tzinfo=UTC)
    agreed(people.clerk, decision, date(2026, 12, 14))
    go(people.clerk, f"{decision}publish/")
    page = go(people.officer, f"{decision}carried-out/", on=date(2026, 12, 14), what="Forty places opened.")
    assert "It is frozen until 12:00 on 21 December 2026" in text(page)
    clock.at = datetime(2027, 2, 1, 11, tzinfo=UTC)
    page = go(people.officer, f"{decision}carried-out/", on=date(2027, 2, 1), what="Forty places opened.")
    assert "A review on 30 September 2027" in text(page)
    clock.at = datetime(2027, 10, 1, 11, tzinfo=UTC)
    came = {"came__0": "it came true in part", "figure__0": "5% fewer"}
    page = go(people.officer, f"{decision}review/", on=date(2027, 10, 1), learnt="Begin sooner.", **came)
    assert "Learnt: Begin sooner." in text(page)
    assert "call-in window closed, by the clock" in text(page)
    assert people.officer.get("/partners/decisions/").status_code == 200
    assert people.officer.get("/partners/decisions/?state=reviewed&body=cabinet").status_code == 200
    assert people.officer.get("/partners/bodies/cabinet/").status_code == 200
    assert people.officer.get("/partners/bodies/").status_code == 200
    assert people.officer.get("/partners/bodies/signed/").status_code == 200
    assert people.officer.get("/partners/matters/").status_code == 200


@pytest.mark.django_db
def test_a_draft_is_for_those_it_concerns_and_tells_what_is_missing(people: People, sign_in: Doors):
    matter = go(people.officer, f"/partners/bodies/{CABINET}/matters/new/", **MATTER).redirect_chain[-1][0]
    page = go(people.officer, f"{matter}propose/", title="A first thought", body=CABINET)
    decision = page.redirect_chain[-1][0]
    assert "What is still missing" in text(page)
    assert "each body's money : there is none." in text(page).lower()
    elsewhere = sign_in("officer.else", (Role.OFFICER, "place-committee"))
    assert elsewhere.get(decision).status_code == 404
    assert "A first thought" not in text(elsewhere.get("/partners/decisions/"))
    assert elsewhere.get(f"{decision}text/").status_code == 403
    assert sign_in("audit.one", (Role.AUDITOR, "")).get(decision).status_code == 200
    page = go(people.officer, f"{decision}put/")
    assert "There is a problem" in text(page)
    assert "nobody leads" in text(page)


@pytest.mark.django_db
def test_the_answer_is_shown_before_anything_is_kept(people: People):
    from wholeplace.agreement.records.decisions.models import Matter

    page = go(people.officer, f"/partners/bodies/{CABINET}/matters/new/", look="yes", **MATTER)
    assert "Nothing is kept yet" in text(page)
    assert "Notice of a key decision: it can be decided on 1 December 2026 or later" in text(page)
    assert Matter.objects.count() == 0
    matter = go(people.officer, f"/partners/bodies/{CABINET}/matters/new/", **MATTER).redirect_chain[-1][0]
    cheap = {**MATTER, "money": "400,000"}
    page = go(people.officer, f"{matter}change/", **cheap)
    assert "key decision" not in text(page)


@pytest.mark.django_db
def test_what_is_kept_of_a_meeting_is_what_was_looked_at(people: People, clock: Clock):
    decision = proposed(people.officer)
    told = {"rule": "key-decision", "papers": "The proposal", "ask": "Democracy office"}
    go(people.clerk, f"{decision}notice/", **told, decision_on=date(2026, 12, 8), published=date(2026, 11, 2))
    clock.at = datetime(2026, 12, 8, 11, tzinfo=UTC)
    shown = go(people.clerk, f"{decision}meeting/", on=date(2026, 12, 8), **VOTE)
    other = {**VOTE, "voice__1": "against", "reason__1": "Too dear."}
    page = people.clerk.post(f"{decision}meeting/", sent(shown, on=date(2026, 12, 8), **other), follow=True)
    assert "Nothing is kept yet" in text(page), "other votes are shown again before they are kept"
    assert "tie" in text(page)
    inquorate = {**VOTE, "interest__0": "leave", "interest__1": "leave"}
    page = go(people.clerk, f"{decision}meeting/", on=date(2026, 12, 8), **inquorate)
    assert "What this comes to: no quorum" in text(page)
    assert "It would then stand at “deferred”" in text(page)


@pytest.mark.django_db
def test_too_early_a_vote_is_refused_with_the_day_from_which_it_can_be(people: People):
    decision = proposed(people.officer)
    page = go(people.clerk, f"{decision}meeting/", on=date(2026, 11, 2), **VOTE)
    assert "What this comes to: agreed by consensus" in text(page)
    assert "It cannot be kept like this" in text(page)
    assert "none was published" in text(page)


@pytest.mark.django_db
def test_two_people_edit_the_same_text_and_nothing_is_lost(people: People, sign_in: Doors):
    decision = proposed(people.officer)
    assert "cannot be changed" not in text(people.officer.get(decision))
    page = go(people.officer, f"{decision}text/", **{**PROPOSAL, "reasons": "Other reasons"})
    assert "Withdraw it or have it put off" in text(page), "once it is put, its text stays"
    matter = people.officer.get(decision).content.decode().split('href="/partners/matters/ANY')[1].split('"')[0]
    draft = go(people.officer, f"/partners/matters/ANY{matter}propose/", **PROPOSAL).redirect_chain[-1][0]
    first = people.officer.get(f"{draft}text/")
    second = sign_in("officer.two", (Role.OFFICER, CABINET))
    behind = second.get(f"{draft}text/")
    assert people.officer.post(f"{draft}text/", sent(first, **{**PROPOSAL, "reasons": "First"})).status_code == 302
    page = second.post(f"{draft}text/", sent(behind, **{**PROPOSAL, "reasons": "Second"}))
    assert page.status_code == 409
    assert "officer.one changed it" in text(page)
    assert "Second First" in text(page), "what was typed and what stands now, side by side"
    again = second.post(f"{draft}text/", sent(page, **{**PROPOSAL, "reasons": "Both"}), follow=True)
    assert "Both" in text(again)


@pytest.mark.django_db
def test_a_private_part_is_for_those_of_the_body(people: People, sign_in: Doors):
    matter = go(people.officer, f"/partners/bodies/{CABINET}/matters/new/", **MATTER).redirect_chain[-1][0]
    more = {"paper_title": "Price", "paper_address": "https://example.org/price.pdf", "paper_file": paper()}
    secret = {
        "ground": "3 financial or business affairs", "for_disclosure": "It is public money.", "against_disclosure": "Talks go on.",
        "weighs_more": "against", "asks": "That the price of £9 is accepted.",
    }  # fmt: skip
    decision = go(people.officer, f"{matter}propose/", **{**PROPOSAL, **secret, **more}).redirect_chain[-1][0]
    go(people.officer, f"{decision}put/")
    outside = sign_in("member.else", (Role.MEMBER, "place-committee", "Council seat"), (Role.CLERK, "people-forum"))
    page = text(outside.get(decision))
    assert "This decision is private" in page
    assert "3 financial or business affairs" in page
    assert "£9" not in page
    for role in (Role.MEMBER, Role.CLERK):
        assert "£9" in text(sign_in(f"inside.{role.name.lower()}", (role, CABINET)).get(decision))


@pytest.mark.django_db
def test_only_the_scrutiny_body_that_looks_at_a_body_calls_its_decisions_in(people: People, sign_in: Doors):
    decision = proposed(people.officer)
    reference = decision.split("/")[-2]
    assert people.clerk.get(f"/partners/bodies/scrutiny/decisions/{reference}/call-in/").status_code == 403
    forum = sign_in("scrutiny.else", (Role.SCRUTINY, "people-forum"))
    page = go(forum, f"/partners/bodies/people-forum/decisions/{reference}/call-in/", council="Anywhere Council", callers="3")
    assert "There is a problem" in text(page)
    assert sign_in("planner.one", (Role.PLANNER, "")).post(f"{decision}publish/").status_code == 403


@pytest.mark.django_db
def test_a_body_shows_what_it_may_decide_today_and_by_which_paper(people: People):
    page = text(people.officer.get("/partners/bodies/place-committee/"))
    assert "Commissioning community services" in page
    assert "£2,000,000 a year" in page
    assert "Invented scheme of delegation" in page
    assert "at least three quarters of eligible members present must be for it" in page
    assert people.officer.get("/partners/bodies/nobody/").status_code == 404


@pytest.mark.django_db
def test_a_draft_takes_over_what_its_matter_says_now(people: People):
    matter = go(people.officer, f"/partners/bodies/{CABINET}/matters/new/", **{**MATTER, "money": "400,000"}).redirect_chain[-1][0]
    more = {"paper_title": "Leaving hospital", "paper_address": "https://example.org/leaving.pdf", "paper_file": paper()}
    page = go(people.officer, f"{matter}propose/", **PROPOSAL, **more)
    draft = page.redirect_chain[-1][0]
    assert "together they pay £800,000, and the matter was described with £400,000" in text(page)
    assert "described otherwise since" not in text(page)
    go(people.officer, f"{matter}change/", **MATTER)
    assert "The matter was described otherwise since. Take over its answer" in text(people.officer.get(draft))
    page = go(people.officer, f"{draft}answer/")
    assert "It is a key decision" in text(page)
    assert "together they pay" not in text(page)


@pytest.mark.django_db
def test_only_a_decision_that_holds_takes_the_place_of_another(people: People, clock: Clock):
    decision = proposed(people.officer)
    told = {"rule": "key-decision", "papers": "The proposal", "ask": "Democracy office"}
    go(people.clerk, f"{decision}notice/", **told, decision_on=date(2026, 12, 8), published=date(2026, 11, 2))
    clock.at = datetime(2026, 12, 8, 11, tzinfo=UTC)
    agreed(people.clerk, decision, date(2026, 12, 8))
    go(people.clerk, f"{decision}publish/", agreed_by="Chair of scrutiny", reasons="Snow is forecast.")
    later = proposed(people.officer).split("/")[-2]
    page = go(people.officer, f"{decision}replace/", by=later)
    assert f"{later} is not free to be carried out yet" in text(page)
    assert "there is no decision ANY-1999-001" in text(go(people.officer, f"{decision}replace/", by="ANY-1999-001"))
