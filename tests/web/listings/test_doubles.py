"""Listings that may be one: a coordinator sees both, says which stays or that they are two, and takes it back; nobody else may."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.service.directory.invented import an_id, listing, place
from tests.web.care.conftest import CALLS, GROUP, NETWORK, clock, house, partnership, says, sign_in, with_partners
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import history
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.directory.shapes import plain
from wholeplace.service.records.directory.keeping import make_listing, mend
from wholeplace.service.records.directory.models import KeptListing, SameOrNot
from wholeplace.service.records.directory.snapshot import pairs_of, snapshot
from wholeplace.web.access import Role
from wholeplace.web.house import House

__all__ = ["clock", "house", "partnership", "sign_in", "with_partners"]
Browse = Callable[..., Client]
HERE = f"/care/organisations/{NETWORK}/listings/same/"


@pytest.fixture
def act(house: House) -> Act:
    return Act(account="fixture", acting_as="fixture", event="made", at=house.now)


@pytest.fixture
def two(house: House, act: Act, db: None) -> tuple[str, str]:
    """The same group, told twice: the second knows an e-mail address and another description."""
    told = (
        ("Knit and natter", {"description": "Tea and talk"}),
        ("Knit & natter", {"description": "Wool is here", "email": "wool@example.org"}),
    )
    one, other = (
        make_listing(act, listing(name, id=an_id("double", name), service_at_locations=(place(postcode="AB1 2CD"),), **more), kept_by=GROUP,
                     today=house.today).reference
        for name, more in told
    )  # fmt: skip
    return one, other


@pytest.fixture
def cora(sign_in: Browse) -> Client:
    return sign_in("cora.test", (Role.COORDINATOR, NETWORK))


def pair(two: tuple[str, str]) -> str:
    return f"{HERE}{two[0]}/{two[1]}/"


def test_a_pair_stands_beside_each_other_with_what_speaks_for_it(two: tuple[str, str], cora: Client, house: House) -> None:
    page = says(cora, HERE)
    (found,) = pairs_of(house.folder)
    assert f"{HERE}{found.one.id}/{found.other.id}/" in page
    assert "Likely the same: the same name" in page
    beside = says(cora, pair(two))
    for told in ("Tea and talk", "Wool is here", "wool@example.org", "The first: Knit and natter", "The second: Knit &amp; natter"):
        assert told in beside
    assert not SameOrNot.objects.exists(), "looking decides nothing"


def test_merged_one_is_found_with_what_was_taken_and_it_goes_back(two: tuple[str, str], cora: Client, house: House, act: Act) -> None:
    sent = cora.post(pair(two), {"version": "0", "said": "first", "taken": ["description"], "why": "Same room, same hour."}, follow=True)
    assert "They are one now." in sent.content.decode()
    assert set(snapshot().listings) == {two[0]}
    stays = snapshot().listings[two[0]]
    assert (stays.description, stays.email) == ("Wool is here", "wool@example.org")
    decision = SameOrNot.objects.get()
    entry = history(decision)[0]
    assert (entry["account"], entry["acting_as"], entry["why"]) == ("cora.test", "coordinator", "Same room, same hour.")
    page = says(cora, HERE)
    assert "Same room, same hour." in page
    assert "No two listings look alike." in page
    mend(act, KeptListing.objects.get(pk=two[0]), {"email": "new@example.org"}, today=house.today)
    undo = f"/care/organisations/{NETWORK}/listings/decided/{decision.reference}/undo/"
    assert undo in page
    assert "merged into" in says(cora, undo)
    cora.post(undo, {"version": "0", "why": "They are two after all."})
    listings = snapshot().listings
    assert set(listings) == set(two)
    assert (listings[two[0]].description, listings[two[0]].email) == ("Tea and talk", "new@example.org"), "what was mended since stays"
    page = says(cora, HERE)
    assert "Taken back on" in page
    assert undo not in page
    assert "it was undone already" in cora.post(undo, {"version": "0"}).content.decode()
    assert not verify().problems


def test_the_second_may_stay(two: tuple[str, str], cora: Client) -> None:
    cora.post(pair(two), {"version": "0", "said": "second"})
    assert snapshot().replaced == {two[0]: two[1]}


def test_two_that_are_two_are_asked_about_once(two: tuple[str, str], cora: Client, house: House) -> None:
    before = {one.reference: plain(one.listing) for one in KeptListing.objects.all()}
    cora.post(pair(two), {"version": "0", "said": "two"})
    assert pairs_of(house.folder) == ()
    assert "are two." in says(cora, HERE)
    assert {one.reference: plain(one.listing) for one in KeptListing.objects.all()} == before


def test_who_was_slower_is_told_that_it_is_merged_already(two: tuple[str, str], cora: Client) -> None:
    cora.post(pair(two), {"version": "0", "said": "first"})
    late = cora.post(pair(two), {"version": "0", "said": "second"})
    assert "it was merged already" in late.content.decode()
    assert SameOrNot.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"said": "neither"}, {"said": "first", "taken": ["id"]}])
def test_what_makes_no_sense_decides_nothing(sent: dict, two: tuple[str, str], cora: Client) -> None:
    assert "There is a problem" in cora.post(pair(two), {"version": "0", **sent}).content.decode()
    assert not SameOrNot.objects.exists()


def test_a_listing_that_is_not_there_has_no_page(two: tuple[str, str], cora: Client) -> None:
    assert cora.get(f"{HERE}{two[0]}/none/").status_code == 404
    assert cora.get(f"{HERE}{two[0]}/{two[0]}/").status_code == 404


@pytest.mark.parametrize(("role", "at"), [(Role.GROUP_WORKER, GROUP), (Role.CALL_HANDLER, CALLS), (Role.COORDINATOR, GROUP)])
def test_nobody_else_decides(role: Role, at: str, two: tuple[str, str], sign_in: Browse) -> None:
    somebody = sign_in("some.body", (role, at))
    assert somebody.post(pair(two), {"version": "0", "said": "first"}).status_code == 403
    assert not SameOrNot.objects.exists()
