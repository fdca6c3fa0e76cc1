"""Pages of referrals in a browser: axe-core finds nothing, nothing runs off a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.service.referral.test_triage import SIGNED
from tests.web.care.conftest import resident_in
from tests.web.care.referral.conftest import LINKS, PRACTICE, WALKERS
from tests.web.care.referral.test_story import at, later
from tests.web.partner.conftest import Clock
from tests.web.partner.test_live_pages_in_a_browser import LOOK, look_at
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import CarerRecord, Referral
from wholeplace.service.referral.triage import OWN, PILOT

__all__ = ["resident_in"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def written(
    as_practice: Client, as_link_worker: Client, as_walkers: Client, as_coordinator: Client, resident_in: Callable[..., Client],
    person: Person, referred: Referral, clock: Clock, partnership: Path, tmp_path: Path,
) -> dict[str, Path]:  # fmt: skip
    """Every page as somebody sees it in the middle of the journey, as a file; beside them forms that came back with everything wrong."""
    (partnership / OWN).parent.mkdir()
    (partnership / OWN).write_text(PILOT.read_text() + SIGNED)
    ada = resident_in(person.reference)
    here, there = at(LINKS, "referrals", referred.reference), at(WALKERS, "referrals", referred.reference)
    somebody = at(LINKS, "people", person.reference)
    pages = {"new": as_link_worker.get(at(LINKS, "referrals")), "to-accept": as_link_worker.get(here)}
    as_link_worker.post(f"{here}accept/", {"version": "1"})
    lonely = dict.fromkeys(("companionship", "left-out", "isolated"), "often")
    as_link_worker.post(f"{here}asked/ucla-3/before/", {"version": "0", **lonely})
    plan = {"version": "0", "goal_1": "Get out each week", "what_1": "Walk with others", "who_1": "Meadow Walkers", "state_1": "under way"}
    as_link_worker.post(f"{somebody}plan/", plan)
    as_link_worker.post(f"{somebody}carer/", {"version": "0", "relationship": "daughter", "paid": "no", "agrees": "on"})
    pages["carer-end"] = as_link_worker.get(f"{somebody}carer/{CarerRecord.objects.get().reference}/end/")
    pages |= {
        "refer": as_practice.get(at(PRACTICE, "people", person.reference, "refer")), "hand-over": as_link_worker.get(f"{here}hand-over/"),
        "end": as_link_worker.get(f"{here}end-without-help/"), "score": as_link_worker.get(f"{here}asked/ons-4/before/"),
        "ucla": as_link_worker.get(f"{here}asked/ucla-3/before/"), "plan": as_link_worker.get(f"{somebody}plan/"),
        "carer": as_link_worker.get(f"{somebody}carer/"), "about-me": as_link_worker.get(f"{somebody}about-me/"),
        "wrong": as_link_worker.post(f"{here}hand-over/", {"version": "2"}), "person": as_link_worker.get(somebody),
    }  # fmt: skip
    until = {"until-day": "1", "until-month": "5", "until-year": "2027"}
    agreed = {"agreed": "on", "shares": ["about me"], "how": "said in person", **until}
    as_link_worker.post(f"{here}hand-over/", {"version": "2", "to": WALKERS, "reason": "better placed", **agreed})
    pages["group"] = as_walkers.get(at(WALKERS, "referrals"))
    as_walkers.post(f"{there}accept/", {"version": "3"})
    day = {"on-day": "2", "on-month": "11", "on-year": "2026"}
    as_walkers.post(f"{there}came/", {"version": "0", "happening": "attended", "of": "6", **day})
    later(clock, 100, as_practice, as_link_worker, as_walkers, as_coordinator, ada)
    pages |= {
        "desk": as_walkers.get("/care/"), "group-one": as_walkers.get(there), "came": as_walkers.get(f"{there}came/"),
        "complete": as_walkers.get(f"{there}complete/"), "made": as_practice.get(at(PRACTICE, "referrals", "made")),
        "waiting": as_coordinator.get(at(LINKS, "waiting")), "team": as_coordinator.get(f"{somebody}team/"),
        "link-one": as_link_worker.get(here), "my-home": ada.get("/my/"), "my-referrals": ada.get("/my/referrals/"),
        "my-referral": ada.get(f"/my/referrals/{referred.reference}/"), "my-ask": ada.get("/my/referrals/new/"),
        "my-end": ada.get(f"/my/referrals/{referred.reference}/end/"), "my-about-me": ada.get("/my/about-me/"),
        "my-help": ada.get("/my/help/"), "my-wrong": ada.post("/my/referrals/new/", {"version": "0"}),
    }  # fmt: skip
    ada.post("/my/help/", {"version": "0", "question": "emergency", "said": "Yes"})
    pages["my-999"] = ada.get("/my/help/")
    assert {name: answer.status_code for name, answer in pages.items()} == dict.fromkeys(pages, 200)
    files = {name: tmp_path / f"{name}.html" for name in pages}
    for name, file in files.items():
        file.write_text(pages[name].content.decode().replace('"/look/', f'"{LOOK}/'))
    return files


def test_axe_finds_nothing_and_nothing_runs_off_a_phone(written: dict[str, Path]) -> None:
    look_at(written)
