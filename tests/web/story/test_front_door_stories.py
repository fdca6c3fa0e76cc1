"""In a real browser: what each of the six users of a front door comes for, from beginning to end, on the demo place.

Everybody works in a browser of their own, on a phone where people use one. Every page is asked by axe-core, fits a phone of 320 pixels,
and leaves a picture in the folder that WHOLEPLACE_PICTURES names (a temporary one without it).
"""

from datetime import date
from typing import Any

import pytest

from tests.web.story.conftest import MONDAY, Door

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECONDS_A_KEY = 0.28
"""Card, Moran and Newell, The keystroke-level model (1980): a typist who is not a skilled one."""
DESK, CALLS, LINK, GROUP = "Z90001", "Z9T", "9Z1", "Z9V3"


def test_a_resident_finds_asks_books_cancels_and_lets_somebody_act(front: Door):
    rosa, nobody = front.page_of("Rosa"), front.page_of("")
    nobody.goto(f"/find/?q=walking&postcode={front.person('Rosa')['postcode'].replace(' ', '+')}&age=76&free=yes")
    assert "Nothing fits everything you asked for." in front.phone(nobody, "resident-nothing")
    nobody.get_by_role("link", name="Look within 10 miles").click()
    assert "Kestrel Park Walking Group" in front.phone(nobody, "resident-find")
    nobody.get_by_role("link", name="Kestrel Park Walking Group").click()
    assert "Wednesdays 10.30am to 12 noon" in front.phone(nobody, "resident-listing")
    rosa.goto(nobody.url)
    rosa.get_by_role("link", name="Ask them for help").click()
    front.phone(rosa, "resident-ask")
    assert rosa.input_value('[name="to"]') == GROUP
    front.fill(rosa, "Send it", why="I should like to walk with others.", agreed="on")
    assert "It is sent" in front.phone(rosa, "resident-asked") + rosa.inner_text("body")
    rosa.goto("/my/bookings/new/")
    rosa.get_by_role("link", name="Wednesday 25").click()
    assert "08:00 on Wednesday 25 November" in rosa.inner_text("main")
    front.phone(rosa, "resident-book")
    rosa.locator('[name="slot"]').nth(3).check()
    front.fill(rosa, "Book it", reason="My knee hurts on stairs.")
    assert "My knee hurts on stairs." in front.phone(rosa, "resident-booked")
    front.fill(rosa, "Cancel it", reason="It is better.")
    assert "You have no appointment booked." in front.phone(rosa, "resident-cancelled")
    desk = front.page_of("desk")
    front.care(desk, DESK, f"people/{front.person('Rosa')['reference']}/")
    assert "Rosa Sampleford" in front.look(desk, "desk-person")
    rosa.goto("/my/who-looked/")
    assert "Thornley Surgery 1" in front.phone(rosa, "resident-looked")
    _lets_somebody_act(front, rosa)


def _lets_somebody_act(front: Door, rosa: Any) -> None:
    rosa.goto("/my/acting/new/")
    front.phone(rosa, "resident-let")
    told = {"username": front.person("Nia")["account"], "born": date(1950, 5, 2), "relationship": "neighbour", "scope": "bookings"}
    front.fill(rosa, "Let them act for me", **told, until=date(2027, 5, 1))
    assert "Nia Sampleford" in front.phone(rosa, "resident-lets")
    nia = front.page_of("Nia")
    nia.goto("/my/acting/")
    front.press(nia, "Act for Rosa Sampleford")
    assert "What is next for Rosa Sampleford" in front.phone(nia, "resident-acts")
    nia.goto("/my/who-looked/")
    assert "This is not open to you" in nia.inner_text("main")


def test_a_call_handler_books_and_refers_by_keys_alone(front: Door):
    caller = front.page_of("caller")
    front.care(caller, CALLS, "calls/")
    front.look(caller, "caller-who")
    front.care(caller, CALLS, "calls/")
    strokes = _typed(caller, front.person("Ida")["number"])
    strokes += _pressed(caller, "Enter", goes=True)
    assert "Ida Sampleford" in caller.inner_text("main")
    strokes += _pressed(caller, "Space") + _pressed(caller, "Tab") + _typed(caller, "Chest cough")
    strokes += _pressed(caller, "Tab") + _typed(caller, "none known") + _pressed(caller, "Enter", goes=True)
    told = front.look(caller, "caller-booked")
    assert "The referral went with it." in caller.inner_text("body")
    assert "Thornley Surgery 1 (invented), Monday 23 November 2026 at 08:10" in told
    assert strokes * SECONDS_A_KEY < 20, f"{strokes} keys"


def test_keys_with_alt_jump_to_a_service_book_and_turn_days(front: Door):
    """As a keyboard sends them (Input.dispatchKeyEvent of the browser): pages of playwright send no sign with Alt, and open nothing."""
    caller, desk = front.page_of("caller"), front.page_of("desk")
    front.care(caller, CALLS, f"calls/{front.person('Dilys')['reference']}/")
    _with_alt(caller, "2")
    second = caller.locator("[name='slot'][accesskey='2']")
    assert second.is_checked()
    assert second.evaluate("one => one === document.activeElement")
    wanted = second.get_attribute("value")
    caller.fill("[name='reason']", "Sore throat")
    caller.fill("[name='risks']", "none known")
    with caller.expect_navigation():
        _with_alt(caller, "s")
    assert "The referral went with it." in caller.inner_text("body")
    front.care(caller, CALLS, f"calls/{front.person('Dilys')['reference']}/")
    assert caller.locator(f"[name='slot'][value='{wanted}']").count() == 0, "the slot that Alt and 2 chose is taken"
    front.care(desk, DESK, "slots/")
    for key, day in (("n", "2026-11-24"), ("b", "2026-11-23")):
        with desk.expect_navigation():
            _with_alt(desk, key)
        assert desk.url.endswith(f"?day={day}")


def test_whoever_is_too_late_is_offered_the_next_three(front: Door):
    """And a call handler of the council books as one of 111 does: register rows 95 and 121."""
    first, second = front.page_of("council-caller"), front.page_of("caller")
    front.care(first, LINK, f"calls/{front.person('Nia')['reference']}/")
    front.care(second, CALLS, f"calls/{front.person('Vera')['reference']}/")
    wanted = first.locator('[name="slot"]').nth(1).get_attribute("value")
    front.fill(first, "Book and refer", slot=wanted, reason="Earache", risks="none known")
    assert "Booked: " in first.inner_text("body")
    front.fill(second, "Book and refer", slot=wanted, reason="Dizzy since morning", risks="Lives alone")
    told = front.look(second, "caller-too-late")
    assert "Somebody else has just taken this slot" in second.inner_text("body")
    assert "The next three" in told
    assert second.locator(".wp-service--next [name='slot']").count() == 3
    assert second.input_value('[name="reason"]') == "Dizzy since morning"
    front.press(second, "Book and refer")
    assert "The referral went with it." in second.inner_text("body")


def test_a_receptionist_keeps_the_book(front: Door):
    caller, desk = front.page_of("caller"), front.page_of("desk")
    front.care(caller, CALLS, f"calls/{front.person('Vera')['reference']}/")
    held = caller.locator(".wp-service--own [name='slot']").last.get_attribute("value")
    front.fill(caller, "Book and refer", slot=held, reason="Rash on both arms", risks="none known")
    front.care(desk, DESK, "slots/")
    told = front.look(desk, "desk-slots")
    assert "Promised a day" in told
    assert "Rash on both arms" in told
    front.care(desk, DESK, "slots/?day=2026-11-24")
    nurse = desk.locator("tr", has_text="Nurse appointment").first
    assert "your practice only" in nurse.inner_text()
    nurse.locator("[name='slot']").check()
    front.press(desk, "Release them")
    told = front.look(desk, "desk-released")
    assert "everybody" in desk.locator("tr", has_text="Nurse appointment").first.inner_text()
    front.care(desk, DESK, f"slots/{held}/")
    assert "This slot is taken" in front.look(desk, "desk-overbook")
    told = {"nhs_number": front.person("Dilys")["number"], "reason": "Wound check"}
    front.fill(desk, "Overbook", **told, because="The nurse asked to see her today.")
    assert "The nurse asked to see her today." in front.look(desk, "desk-overbooked")
    front.care(desk, DESK, "slots/used/")
    assert "Booked by 111" in front.look(desk, "desk-used")


def test_a_referral_crosses_three_organisations_and_nobody_types_twice(front: Door):
    """Register row 26: surgery, council and charity. The charity's worker is on a phone; the council's may do what any link worker may."""
    olu, desk, link, group = (front.page_of(name) for name in ("Olu", "desk", "link", "group"))
    olu.goto("/my/about-me/")
    front.fill(olu, "Keep it", important="My allotment and my sister.", communicate="Speak up: I do not hear well.")
    front.care(desk, DESK, f"people/{front.person('Olu')['reference']}/refer/")
    front.look(desk, "desk-refers")
    why = "Has not left the house since the winter. Would like company, and to walk again."
    front.fill(desk, "Send the referral", to=LINK, why=why, need="Exercise and sport", risks="none known",
              agreed="on", shares="about me", how="said in person")  # fmt: skip
    here = _accepted_and_handed_over(front, link, why)
    _taken_and_ended(front, group, why)
    link.goto(here)
    assert "Walks every Wednesday now" in front.look(link, "link-sees-outcome")
    front.care(desk, DESK, "referrals/made/")
    assert "What others wrote back" in front.look(desk, "desk-told")
    assert "completed" in desk.inner_text("main").lower()
    olu.goto("/my/referrals/")
    olu.get_by_role("link", name="Exercise and sport").click()
    assert "Walks every Wednesday now" in front.phone(olu, "resident-outcome")


def _accepted_and_handed_over(front: Door, link: Any, why: str) -> str:
    link.goto("/care/")
    front.look(link, "link-desk")
    front.care(link, LINK, "referrals/")
    link.get_by_role("link", name="Olu Sampleford").click()
    told = front.look(link, "link-reads")
    assert why in told
    assert "Speak up: I do not hear well." in told
    here = link.url.removeprefix(front.address)
    front.press(link, "Accept it")
    link.get_by_role("link", name="Find something for them in the directory").click()
    front.fill(link, "Search", q="walking")
    assert "Nothing found" in front.look(link, "link-finds-nothing-near")
    link.uncheck('[name="near"]')
    front.press(link, "Search")
    assert "Kestrel Park Walking Group" in front.look(link, "link-finds")
    offer = link.locator("li", has=link.get_by_role("link", name="Kestrel Park Walking Group"))
    with link.expect_navigation():
        offer.get_by_role("button").click()
    front.look(link, "link-consent")
    front.fill(link, "Hand over to somebody else", reason="better placed", words="He likes dogs.")
    assert "There is a problem" in link.inner_text("body"), "nothing goes to a voluntary group without consent"
    front.fill(link, "Hand over to somebody else", agreed="on", shares="about me", how="said in person")
    assert "It is handed over." in link.inner_text("body")
    return here


def _taken_and_ended(front: Door, group: Any, why: str) -> None:
    group.set_viewport_size({"width": 390, "height": 844})
    group.goto("/care/")
    assert "1 referral" in front.phone(group, "group-desk") or "referrals" in group.inner_text("main")
    front.care(group, GROUP, "referrals/")
    group.get_by_role("link", name="Olu Sampleford").click()
    told = front.phone(group, "group-reads")
    assert why in told
    assert "Speak up: I do not hear well." in told
    assert front.person("Olu")["number"][:3] + " " not in told, "a group needs no NHS number"
    front.press(group, "Accept it")
    group.get_by_role("link", name="Write down who came, or that you spoke").click()
    front.phone(group, "group-came")
    front.fill(group, "Keep it", happening="attended", on=date(2026, 11, 23))
    group.get_by_role("link", name="Complete it with an outcome").click()
    front.phone(group, "group-completes")
    group.locator('[name="outcome"]').first.check()
    front.fill(group, "Complete it with an outcome", helped="yes", words="Walks every Wednesday now, and brings his sister.")
    assert "The outcome is kept" in group.inner_text("body")


def test_a_group_confirms_its_listing_by_the_link_it_was_sent(front: Door):
    assert front.links is not None
    group, anybody = front.page_of(""), front.page_of("")
    group.goto(front.links["Gentle chair exercise"])
    assert "Is this right?" in front.phone(group, "group-confirms")
    front.press(group, "Yes, all of this is right")
    assert "confirmed today" in group.inner_text("body")
    anybody.goto("/find/?q=chair+exercise")
    assert "last confirmed today" in front.phone(anybody, "group-confirmed")
    group.goto("/find/")
    assert "Our listings" not in group.inner_text("body"), "the link opens one listing and nothing else"


def test_a_coordinator_sees_what_fell_between_two_organisations(front: Door):
    desk, charity, coordinator = (front.page_of(name) for name in ("desk", "charity-link", "coordinator"))
    for name, to in (("Dilys", "Z9V2"), ("Nia", LINK)):
        front.care(desk, DESK, f"people/{front.person(name)['reference']}/refer/")
        asked = {"why": "Wants company.", "need": "Company and friendship", "risks": "none known"}
        front.fill(desk, "Send the referral", to=to, **asked, agreed="on", how="said in person")
    front.care(charity, "Z9V2", "referrals/")
    charity.get_by_role("link", name="Dilys Sampleford").click()
    charity.get_by_role("link", name="Decline it").click()
    front.look(charity, "charity-declines")
    charity.locator('[name="reason"]').first.check()
    front.fill(charity, "Decline it", words="We have nobody free before spring.")
    front.at("2026-12-14T10:00:00+00:00")
    coordinator.goto("/care/")
    assert "late" in front.look(coordinator, "coordinator-desk")
    front.care(coordinator, "Z9U001", "waiting/")
    told = front.look(coordinator, "coordinator-waiting")
    assert "Dilys Sampleford" in told
    assert "Nia Sampleford" in told
    assert "days late" in told
    coordinator.goto(f"/care/organisations/Z9U001/people/{front.person('Dilys')['reference']}/team/")
    assert "Company and friendship" in front.look(coordinator, "coordinator-team")
    front.at(MONDAY)


def _typed(page: Any, text: str) -> int:
    page.keyboard.type(text)
    return len(text)


def _pressed(page: Any, key: str, *, goes: bool = False) -> int:
    """Press a key. `goes`: the page that they lead to is waited for."""
    if goes:
        with page.expect_navigation():
            page.keyboard.press(key)
    else:
        page.keyboard.press(key)
    return 1


def _with_alt(page: Any, key: str) -> None:
    """One key while Alt is held."""
    keyboard = page.context.new_cdp_session(page)
    code, number = (f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"), ord(key.upper())
    alt = {"modifiers": 1, "key": "Alt", "code": "AltLeft", "windowsVirtualKeyCode": 18}
    pressed = {"modifiers": 1, "key": key, "code": code, "windowsVirtualKeyCode": number}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **alt})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, "unmodifiedText": key, **pressed})
    for up in (pressed, {**alt, "modifiers": 0}):
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **up})
