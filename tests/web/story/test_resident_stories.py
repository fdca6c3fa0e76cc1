"""In a real browser: an online triage that a clinician approved, a look without being asked, and NHS login, as residents meet them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import wholeplace.service.referral.triage as triage
from tests.web.story.conftest import Door

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK, OTHER_DESK, LINK = "Z90001", "Z90002", "9Z1"
PILOT = Path(triage.__file__).parent / "pilot.toml"
APPROVED = """
[approval]
name = "Dr Wren Sampleford"
role = "GP and clinical safety officer"
on = 2026-11-01
review_by = 2027-11-01
"""
FLAGS = 4
"""Red flags that are asked for, one after the other."""


def test_triage_opens_once_a_clinician_approved_it_and_leads_to_a_person(front: Door):
    ida = front.page_of("Ida")
    own = front.folder / "front_door" / "triage.toml"
    ida.goto("/my/help/")
    assert "This is not open here" in front.phone(ida, "triage-shut")
    own.write_text(PILOT.read_text())
    ida.goto("/my/help/")
    assert "This is not open here" in ida.inner_text("main"), "the pilot as it comes is nobody's to use"
    own.write_text(PILOT.read_text() + APPROVED)
    ida.goto("/my/help/")
    assert "Is any of this happening now?" in front.phone(ida, "triage-first")
    front.fill(ida, "Go on", said="Yes")
    assert "Call 999 now" in front.phone(ida, "triage-red-flag"), "at once, with nothing more asked"
    front.press(ida, "Begin again")
    front.fill(ida, "Go on", said="I do not know")
    assert ida.locator(".wp-stop").count() == 1, "what is not known goes to a person, too"
    front.press(ida, "Begin again")
    _passed_on(front, ida)


def _passed_on(front: Door, ida: Any) -> None:
    """No red flag: the answers lead to a link worker, and go there with the request."""
    for _ in range(FLAGS):
        front.fill(ida, "Go on", said="No")
    front.fill(ida, "Go on", said="Company, or being less alone")
    front.fill(ida, "Go on", said="Yes, please")
    assert "A link worker can help" in front.phone(ida, "triage-end")
    ida.get_by_role("link", name="Ask a link worker").click()
    front.phone(ida, "triage-asks")
    front.fill(ida, "Send it", to=LINK, why="The evenings are long.", agreed="on")
    link = front.page_of("link")
    front.care(link, LINK, "referrals/")
    link.get_by_role("link", name="Ida Sampleford").click()
    told = front.look(link, "triage-link-worker")
    assert "What they answered before: no need to ask again" in told
    assert "Company, or being less alone" in told


def test_a_look_without_being_asked_has_a_reason_a_privacy_officer_and_a_resident_who_reads_it(front: Door):
    stranger, privacy, vera = front.page_of("other-desk"), front.page_of("privacy"), front.page_of("Vera")
    front.care(stranger, OTHER_DESK, "people/")
    front.fill(stranger, "Find them", family_name="Sampleford", born=date(1950, 5, 5))
    told = front.look(stranger, "glass-found")
    assert "Somebody whom your organisation does not serve" in told
    assert "Vera" not in told
    stranger.get_by_role("link", name="If it cannot wait, give a reason").click()
    assert "The person is told your role" in front.look(stranger, "glass-asks")
    front.fill(stranger, "Give the reason and look", because="need it")
    assert "It says too little" in stranger.inner_text("main")
    reason = "She fell in our waiting room and cannot speak."
    front.fill(stranger, "Give the reason and look", because=reason)
    assert "Vera Sampleford" in front.look(stranger, "glass-open")
    assert "Give them a way to sign in" not in stranger.inner_text("main"), "it opens reading and nothing else"
    privacy.goto("/care/")
    front.look(privacy, "glass-desk")
    privacy.get_by_role("link", name="Somebody looked without being asked").click()
    assert reason in front.look(privacy, "glass-review")
    front.fill(privacy, "Keep the answer", found="The ambulance crew confirms it.")
    assert "The ambulance crew confirms it." in front.look(privacy, "glass-answered")
    vera.goto("/my/")
    assert reason in front.phone(vera, "glass-told")
    vera.get_by_role("link", name="See what they looked at").click()
    told = front.phone(vera, "glass-list")
    assert "A receptionist of Thornley Surgery 2" in told
    assert reason in told
    front.press(vera, "I have read this")
    vera.goto("/my/")
    assert "without being asked" not in vera.inner_text("main")


def test_residents_come_in_by_nhs_login_and_see_what_they_proved(front: Door):
    rosa = front.person("Rosa")
    who = {"family_name": "SAMPLEFORD", "given_name": "Rosa", "birthdate": "1950-05-01", "sub": "nhs-rosa"}
    proven, unproven = front.page_of(""), front.page_of("")
    _by_nhs_login(front, proven, who | {"identity_proofing_level": "P9", "nhs_number": rosa["number"]})
    assert "What is next for you" in front.phone(proven, "nhs-login-home")
    proven.goto("/my/details/")
    assert f"{rosa['number'][:3]} {rosa['number'][3:6]}" in front.phone(proven, "nhs-login-details")
    proven.goto("/accounts/logout/")
    front.press(proven, "Sign out")
    proven.goto("/my/details/")
    assert "Sign in with NHS login" in proven.inner_text("main"), "who signed out is out"
    _by_nhs_login(front, unproven, {"sub": "nhs-somebody", "identity_proofing_level": "P0"})
    told = front.phone(unproven, "nhs-login-who")
    assert rosa["number"][:3] not in told
    unproven.goto("/my/who-looked/")
    assert "/my/details/who/" in unproven.url, "who proved nothing says first who they are"


def _by_nhs_login(front: Door, page: Any, claims: dict[str, str]) -> None:
    """Sign in on the page of the issuer on this machine, which sends the browser back with a code."""
    front.issuer.at_the_page = front.issuer.userinfo = claims
    page.goto("/my/")
    front.phone(page, f"nhs-login-{claims['identity_proofing_level']}-door")
    front.press(page, "Sign in with NHS login")
    with page.expect_navigation():
        page.get_by_role("link", name="Go on").click()
