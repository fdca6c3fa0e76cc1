"""A decision through its pages: described, put, told, voted, published, called in, sent back, agreed again, carried out, reviewed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


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
