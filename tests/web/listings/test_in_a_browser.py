"""Pages of the directory in a browser: axe-core finds nothing, nothing runs off a phone, and a resident finds and a group confirms."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.service.directory.invented import an_id
from tests.web.care.conftest import GROUP
from tests.web.listings.conftest import service, word
from tests.web.listings.listing_examples import made
from tests.web.partner.test_live_pages_in_a_browser import LOOK, look_at
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.listings.desk import Directory

pytestmark = [pytest.mark.browser, pytest.mark.slow]


Doors = Callable[..., Client]


def test_axe_finds_nothing_and_nothing_runs_off_a_phone(
    take: Callable[..., Any], desk: Directory, door: Doors, sign_in: Doors, house: House, tmp_path: Path
):
    contacts = [{"id": an_id("k"), "name": "The desk", "phones": [{"id": an_id("p"), "number": "01632 960001"}]}]
    take(
        service("One", contacts=contacts, email=f"a{'.very' * 9}.long.address@moor-befriends.example.org", attributes=word("Food")),
        service("Old", assured_date="2020-01-01", alert="Not in August"), service("Closed", status="defunct"),
        *(service(f"Group {number}") for number in range(25)),
    )  # fmt: skip
    made(house)
    link, old = desk.link(an_id("One")).address, desk.link(an_id("Closed")).address
    anybody, worker = door(), sign_in("group.worker", (Role.GROUP_WORKER.value, GROUP))
    pages = {
        "empty": anybody.get("/find/"), "results": anybody.get("/find/?q=tea&postcode=AB1+2CD&day=TU"),
        "second": anybody.get("/find/?q=tea&page=2"), "nothing": anybody.get("/find/?q=tea&age=3&postcode=AB1+2CD&within=1&day=SU"),
        "wrong": anybody.get("/find/?postcode=x&age=x"), "one": anybody.get(f"/find/{an_id('One')}/"),
        "old": anybody.get(f"/find/{an_id('Old')}/"),
        "closed": anybody.get(f"/find/{an_id('Closed')}/"), "own": anybody.get(link), "mend": anybody.get(f"{link}mend/"),
        "mend-wrong": anybody.post(f"{link}mend/", {"name": "", "version": "1", "when": "whenever"}),
        "mend-changed": anybody.post(f"{link}mend/", {"name": "Other", "version": "9"}), "close": anybody.get(f"{link}close/"),
        "own-closed": anybody.get(old), "no-link": anybody.get("/listing/none/"),
        "ours": worker.get(f"/care/organisations/{GROUP}/listings/"),
        "new": worker.get(f"/care/organisations/{GROUP}/listings/new/"), "care-one": worker.get(f"/care/listings/{an_id('example')}/"),
    }  # fmt: skip
    coordinator, here = sign_in("coordinator", (Role.COORDINATOR.value, GROUP)), f"/care/organisations/{GROUP}/listings"
    desk.keep_apart(an_id("One"), an_id("Closed"), why="They meet on other days.")
    pages |= {"doubles": coordinator.get(f"{here}/same/"), "pair": coordinator.get(f"{here}/same/{an_id('One')}/{an_id('Old')}/")}
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200) | {"no-link": 410, "mend-changed": 409}
    files = {name: tmp_path / f"{name}.html" for name in pages}
    for name, file in files.items():
        file.write_text(pages[name].content.decode().replace('"/look/', f'"{LOOK}/'))
    look_at(files)
