"""Pages of the directory: anybody finds what is near, a group confirms, mends and closes its listing, and nothing of a visitor stays."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.service.directory.invented import an_id
from tests.web.care.conftest import GROUP, OTHER_PRACTICE
from tests.web.listings.conftest import service, word
from tests.web.listings.listing_examples import made
from tests.web.partner.conftest import Clock
from tests.web.test_access_list import writes
from wholeplace.ledger.records.keeping import history
from wholeplace.service.records.directory import keeping
from wholeplace.service.records.directory.models import KeptListing
from wholeplace.service.records.directory.snapshot import listing, snapshot
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.listings.desk import Directory
from wholeplace.web.listings.links import link_for

Take = Callable[..., Any]
Doors = Callable[..., Client]


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()))


def test_what_is_near_is_found_and_said_in_a_line(take: Take, door: Doors):
    take(service("Near"), service("Far", postcode="AB1 2CE"), service("Too far", postcode="AB1 2CF"))
    answer = door().get("/find/", {"postcode": "ab1 2cd", "within": "1", "q": "tea"})
    said = " ".join(text_of(answer).split())
    assert "2 found" in said
    assert said.index("Near") < said.index("Far")
    assert "Free, under 0.1 miles, Tuesdays 2pm to 4pm, last confirmed 13 days ago" in said
    assert "Free, 0.6 miles" in said
    assert "Too far" not in said


def test_where_nothing_is_found_the_page_says_why_and_a_link_finds_something(take: Take, door: Doors):
    take(service("Far", postcode="AB1 2CF"))
    answer = door().get("/find/", {"postcode": "AB1 2CD", "within": "3", "q": "tea", "age": "70"})
    assert "Nothing fits everything you asked for." in text_of(answer)
    (link,) = re.findall(r'<a href="([^"]+)">Look within 20 miles</a> \(1 found\)', answer.content.decode())
    assert "1 found" in text_of(door().get(f"/find/{unescape(link)}"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"postcode": "ZZ1 1ZZ"}, "We do not know this postcode."), ({"age": "old"}, "Give an age in years"),
        ({"age": "131"}, "Give an age in years"), ({"q": "zumba"}, 'Nothing here speaks of "zumba".'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(query: dict[str, str], says: str, take: Take, door: Doors):
    take(service())
    answer = door().get("/find/", query)
    assert answer.status_code == 200
    assert says in text_of(answer)


@pytest.mark.parametrize(
    "query",
    ["page=99&q=tea", "page=x&q=tea", "need=%00&day=XX&access=none&within=-1&q=tea", "q=" + "x" * 5_000, "page=" + "9" * 99 + "&q=tea"],
)
def test_an_address_that_somebody_bent_is_answered(query: str, take: Take, door: Doors):
    take(service())
    assert door().get(f"/find/?{query}").status_code in (200, 302)


def test_what_somebody_types_is_shown_as_text(take: Take, door: Doors):
    take(service("<script>alert(1)</script>", description="<b>bold</b>"))
    page = door().get("/find/", {"q": '"><script>'}).content.decode()
    one = door().get(f"/find/{an_id('<script>alert(1)</script>')}/").content.decode()
    assert "<script" not in page + one
    assert "<b>" not in one


def test_nothing_of_a_visitor_is_written_down_or_kept(take: Take, door: Doors):
    take(service())
    with writes() as seen:
        answer = door().get("/find/", {"postcode": "AB1 2CD", "q": "tea"})
        door().get(f"/find/{an_id('Knit and natter')}/")
    assert not seen
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert "form-action 'self'" in answer["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()


def test_a_listing_page_shows_all_that_is_known(take: Take, door: Doors):
    phone = [{"id": an_id("k"), "name": "The desk", "phones": [{"id": an_id("p"), "number": "01632 960001"}]}]
    take(service(contacts=phone, url="https://example.org/knit", minimum_age=18, assured_date="2020-01-01"))
    said = " ".join(text_of(door().get(f"/find/{an_id('Knit and natter')}/")).split())
    for each in (
        "Tuesdays 2pm to 4pm",
        "Moor Hall 1 Moor Lane Anywhere AB1 2CD",
        "Free",
        "18 and over",
        "01632 960001",
        "Ask before you go",
    ):
        assert each in said


def test_a_closed_or_merged_or_unknown_listing_is_answered_as_such(take: Take, desk: Directory, door: Doors):
    take(service("Closed", status="defunct"), service("One"), service("Two"))
    desk.merge(an_id("One"), an_id("Two"))
    assert "This has closed" in text_of(door().get(f"/find/{an_id('Closed')}/"))
    moved = door().get(f"/find/{an_id('Two')}/")
    assert (moved.status_code, moved["Location"]) == (302, f"/find/{an_id('One')}/")
    assert door().get("/find/none/").status_code == 404


def test_childrens_offers_are_found_by_a_childs_age_and_a_postcode(take: Take, door: Doors):
    """Register row 11."""
    take(
        service("Stay and play", maximum_age=4, attributes=word("Children under 5")), service("Youth club", minimum_age=11, maximum_age=17)
    )
    said = text_of(door().get("/find/", {"postcode": "AB1 2CD", "age": "3"}))
    assert "Stay and play" in said
    assert "Youth club" not in said
    assert "up to 4 years" in said


def link_of(desk: Directory, name: str = "Knit and natter") -> str:
    return desk.link(an_id(name)).address


def version_in(answer: Any) -> str:
    return re.findall(r'name="version" value="(\d+)"', answer.content.decode())[0]


def filled_in(answer: Any, **changed: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it, with some fields changed."""
    html = answer.content.decode()
    fields = {
        name: unescape(value) for name, value in re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', html) if name != "access"
    }
    fields |= {
        name: unescape(value).strip("\n") for name, value in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</textarea>', html)
    }
    fields["access"] = [unescape(value) for value in re.findall(r'name="access"[^>]* value="([^"]*)" checked', html)]
    fields = {name: value for name, value in fields.items() if name not in ("csrfmiddlewaretoken", "closed_for_now")}
    return {**fields, **changed}


def test_a_group_without_an_account_confirms_with_one_button(take: Take, desk: Directory, door: Doors):
    take(service(assured_date="2025-01-01"))
    address, browser = link_of(desk), door()
    page = browser.get(address)
    assert "Is this right?" in text_of(page)
    done = browser.post(address, {"version": version_in(page)}, follow=True)
    assert "Everybody now sees that it was confirmed today." in text_of(done)
    one = listing(an_id("Knit and natter"))
    assert one is not None
    assert one.assured_date == "2026-11-02"
    entry = history(KeptListing.objects.get())[-1]
    assert (entry["event"], entry["account"], entry["acting_as"]) == ("confirmed", "by link", "whoever holds the listing's link")


def test_a_group_mends_only_what_has_changed(take: Take, desk: Directory, door: Doors):
    take(service(contacts=[{"id": an_id("k"), "name": "The desk", "phones": [{"id": an_id("p"), "number": "01632 960001"}]}]))
    address, browser = link_of(desk), door()
    before = listing(an_id("Knit and natter"))
    page = browser.get(f"{address}mend/")
    unchanged = browser.post(f"{address}mend/", filled_in(page))
    assert unchanged.status_code == 302
    after = listing(an_id("Knit and natter"))
    assert before is not None
    assert after is not None
    import msgspec

    dated = {"assured_date": after.assured_date, "last_modified": after.last_modified}
    assert msgspec.structs.replace(before, **dated) == after, "what nobody touched stays to the letter"
    typed = filled_in(
        browser.get(f"{address}mend/"), when="Mondays and Fridays 10 to 11.30am", cost="2.50", phone="01632 960002", access=["step-free"]
    )
    assert browser.post(f"{address}mend/", typed).status_code == 302
    said = " ".join(text_of(door().get(f"/find/{an_id('Knit and natter')}/")).split())
    for each in ("Mondays and Fridays 10am to 11.30am", "£2.50", "01632 960002", "Step-free", "Last confirmed today."):
        assert each in said
    assert "Tuesdays" not in said


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Write something here."), ({"when": "now and then"}, '"now and then" is not understood.'),
        ({"url": "not a page"}, "valid URL"), ({"url": "javascript:alert(1)"}, "valid URL"), ({"email": "x"}, "valid email"),
        ({"minimum_age": "20", "maximum_age": "10"}, "is above maximum_age"), ({"cost": "a lot"}, "Give pounds"),
    ],
)  # fmt: skip
def test_what_cannot_stand_comes_back_with_what_was_typed(changed: dict[str, str], says: str, take: Take, desk: Directory, door: Doors):
    take(service())
    address, browser = f"{link_of(desk)}mend/", door()
    answer = browser.post(address, filled_in(browser.get(address), **changed))
    assert answer.status_code == 200
    assert says in text_of(answer)
    assert KeptListing.objects.get().version == 1


def test_it_is_closed_after_one_question_and_opened_again(take: Take, desk: Directory, door: Doors):
    take(service())
    address, browser = link_of(desk), door()
    page = browser.get(f"{address}close/")
    assert "ended for good?" in text_of(page)
    browser.post(f"{address}close/", {"version": version_in(page)})
    assert "Knit and natter" not in text_of(door().get("/find/", {"q": "tea"}))
    page = browser.get(address)
    assert "This is closed" in text_of(page)
    browser.post(address, {"version": version_in(page)})
    assert "Knit and natter" in text_of(door().get("/find/", {"q": "tea"}))


def test_what_somebody_changed_meanwhile_is_not_confirmed_unseen(take: Take, desk: Directory, door: Doors, act: Any, house: House):
    take(service())
    address, browser = link_of(desk), door()
    seen, form = browser.get(address), browser.get(f"{address}mend/")
    keeping.mend(act, KeptListing.objects.get(), {"description": "Cake as well"}, today=house.today)
    answer = browser.post(address, {"version": version_in(seen)})
    assert answer.status_code == 409
    assert "Cake as well" in text_of(answer)
    typed = filled_in(form, name="Another name")
    conflict = browser.post(f"{address}mend/", typed)
    assert conflict.status_code == 409
    assert "Another name" in conflict.content.decode()
    assert "Cake as well" in text_of(conflict)
    again = browser.post(f"{address}mend/", filled_in(conflict))
    assert again.status_code == 302


def test_a_link_opens_its_own_listing_for_its_time_and_no_other(take: Take, desk: Directory, door: Doors, clock: Clock, house: House):
    take(service("One"), service("Two"))
    address = link_of(desk, "One")
    other = address.replace(an_id("One"), an_id("Two"))
    later = address.replace("2026-12-02", "2036-12-02")
    for bent in (other, later, address[:-2] + "x/", "/listing/x/", "/listing/~~~/"):
        answer = door().get(bent)
        assert answer.status_code == 410
        assert "This link does not work any more" in text_of(answer)
    clock.at += timedelta(30)
    assert door().get(address).status_code == 200
    clock.at += timedelta(1)
    assert door().get(address).status_code == 410
    assert door().post(address, {"version": "1"}).status_code == 410


def test_a_link_that_was_ended_opens_nothing(take: Take, desk: Directory, door: Doors, house: House):
    take(service())
    address = link_of(desk)
    desk.end_links(an_id("Knit and natter"))
    assert door().get(address).status_code == 410
    assert door().get(link_for(KeptListing.objects.get(), today=house.today, days=30).address).status_code == 200


def test_a_group_worker_sees_what_is_due_mends_it_and_adds_one(desk: Directory, sign_in: Doors, house: House, clock: Clock):
    made(house)
    clock.at += timedelta(170)
    worker = sign_in("group.worker", (Role.GROUP_WORKER.value, GROUP))
    assert "Is this listing still right?" in text_of(worker.get("/care/"))
    ours = worker.get(f"/care/organisations/{GROUP}/listings/")
    assert "Knit and natter" in text_of(ours)
    (address,) = set(re.findall(r'href="(/care/listings/[^"]+/)"', ours.content.decode()))
    page = worker.get(address)
    worker.post(address, {"version": version_in(page)})
    assert history(KeptListing.objects.get())[-1]["account"] == "group.worker"
    assert "Is this listing still right?" not in text_of(worker.get("/care/"))
    new = f"/care/organisations/{GROUP}/listings/new/"
    form = filled_in(
        worker.get(new), name="Choir", when="Wednesdays 7pm to 9pm", cost="0", venue="Moor Hall", postcode="ab12ce", town="Anywhere"
    )
    answer = worker.post(new, form)
    assert answer.status_code == 302, text_of(answer)
    said = " ".join(text_of(worker.get("/find/", {"q": "choir", "postcode": "AB1 2CD"})).split())
    assert "Free, 0.6 miles, Wednesdays 7pm to 9pm, last confirmed today" in said
    assert snapshot().kept_by[urlsplit(answer["Location"]).path.split("/")[3]] == GROUP


def test_a_group_worker_of_elsewhere_sees_none_of_it(desk: Directory, sign_in: Doors, house: House):
    reference = made(house).reference
    stranger = sign_in("stranger", (Role.GROUP_WORKER.value, OTHER_PRACTICE))
    assert stranger.get(f"/care/listings/{reference}/").status_code == 403
    assert stranger.get(f"/care/organisations/{GROUP}/listings/").status_code == 403
