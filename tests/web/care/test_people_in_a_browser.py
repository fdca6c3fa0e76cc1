"""Pages about people, for those who serve them and for themselves, in a browser: axe-core finds nothing, nothing runs off a phone."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.web.care.conftest import AMAL, GROUP, OTHER_PRACTICE, PRACTICE, reference_of
from tests.web.partner.test_live_pages_in_a_browser import LOOK, look_at
from wholeplace.ledger.records import Act
from wholeplace.service.access import Asker, Objection, What
from wholeplace.service.access import Role as Asks
from wholeplace.service.records.access.audit import Refused, look
from wholeplace.service.records.access.consents import ConsentAsked, break_glass, give_consent, object_to
from wholeplace.service.records.persons.models import Proxy
from wholeplace.service.records.persons.proxies import ProxyAsked, let_act
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.resident.looked import ON_A_PAGE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Browse = Callable[..., Client]
MINE = (
    "", "who-looked/", "who-looked/?page=2", "consents/", "consents/objections/new/", "acting/", "acting/new/", "details/",
    "details/change/",
)  # fmt: skip


@pytest.fixture
def busy(amal: str, bea: str, act: Act, house: House) -> None:
    """Amal: looked at so often that it takes two pages, refused, looked at for a reason; agreed to something, objects to something, lets
    Bea act."""
    reception = Asker(account="ann.test", role=Asks.RECEPTIONIST, organisation=PRACTICE, at=house.now)
    for minute in range(1, ON_A_PAGE + 2):
        look(replace(reception, at=house.now - timedelta(minutes=minute)), amal, What.DETAILS)
    stranger = Asker(account="bob.test", role=Asks.RECEPTIONIST, organisation=OTHER_PRACTICE, at=house.now)
    with pytest.raises(Refused):
        look(stranger, amal, What.DETAILS)
    break_glass(stranger, amal, because="He fell in our waiting room and cannot speak.")
    look(stranger, amal, What.DETAILS)
    until = house.today + timedelta(days=90)
    asked = ConsentAsked(person=amal, organisation=GROUP, referral="r1", what=(What.DETAILS,), until=until, given_by=amal, how="in a talk")
    give_consent(act, asked)
    object_to(act, amal, Objection.SHARING)
    let_act(act, ProxyAsked(person=amal, acts=bea, relationship="niece", scope=(What.BOOKINGS, What.LOOKED_AT), until=until))


@pytest.fixture
def written(
    busy: None, act: Act, amal: str, bea: str, resident_in: Browse, sign_in: Browse, door: Browse, tmp_path: Path
) -> Mapping[str, Path]:
    """Every page as a file, forms that came back with everything wrong among them."""
    twice = reference_of(act, replace(AMAL, family_name="Example-With-A-Second-Name", nhs_number=""))
    own, other, less = resident_in(amal), resident_in(bea), resident_in(bea, proven="P5")
    ann, bob = sign_in("ann.test", (Role.RECEPTIONIST, PRACTICE)), sign_in("bob.test", (Role.LINK_WORKER, OTHER_PRACTICE))
    pia = sign_in("pia.test", (Role.PRIVACY_OFFICER, OTHER_PRACTICE))
    here = f"/care/organisations/{PRACTICE}/people/"
    pages = {f"my-{number}": own.get(f"/my/{address}") for number, address in enumerate(MINE)}
    other.post("/my/acting/for/", {"person": amal})
    pages |= {"acting": other.get("/my/"), "their-looks": other.get("/my/who-looked/"), "shut": other.get("/my/consents/")}
    pages |= {
        "less": less.get("/my/"),
        "wrong": own.post("/my/acting/new/", {"version": "0"}),
        "sign-in": door().get("/accounts/login/?next=/my/"),
    }
    pages |= {"desk": ann.get("/care/"), "people": ann.get(here), "person": ann.get(f"{here}{amal}/"), "new": ann.get(f"{here}new/")}
    proxy = Proxy.objects.get()
    pages |= {
        "acting-care": ann.get(f"{here}{amal}/acting/"), "acting-end": ann.get(f"{here}{amal}/acting/{proxy.reference}/end/"),
        "find-same": ann.get(f"{here}{amal}/same/"), "same": ann.get(f"{here}{amal}/same/{twice}/"),
    }  # fmt: skip
    found = {"family_name": "Sample", "born-day": "2", "born-month": "1", "born-year": "1980", "version": "0"}
    pages |= {
        "found": ann.post(here, found),
        "nothing": ann.post(here, {"version": "0"}),
        "link": ann.post(f"{here}{amal}/sign-in/", {"seen": "passport"}),
    }
    there = f"/care/organisations/{OTHER_PRACTICE}"
    pages |= {"refused": bob.get(f"{there}/people/{amal}/"), "glass": bob.get(f"{there}/people/{amal}/glass/")}
    pages |= {"privacy": pia.get("/care/"), "looked": pia.get(f"{there}/looked/")}
    assert {name: answer.status_code for name, answer in pages.items() if answer.status_code not in (200, 403)} == {}
    files = {name: tmp_path / f"{name}.html" for name in pages}
    for name, file in files.items():
        file.write_text(pages[name].content.decode().replace('"/look/', f'"{LOOK}/'))
    return files


def test_axe_finds_nothing_and_nothing_runs_off_a_phone(written: dict[str, Path]) -> None:
    look_at(written)
