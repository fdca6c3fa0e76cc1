"""My desk: what waits for whom, by role and body, the late things first."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.test import Client

from tests.web.partner.busy import make_busy
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.partner.desk_items import of_person
from wholeplace.web.who import Held, Person


def person(*held: tuple[Role, str]) -> Person:
    roles = tuple(Held(role=role, body=body, since=date(2020, 1, 1)) for role, body in held)
    return Person(account="one", name="One", organisation="X00", held=roles, proven=True)


def titles(house: House, *held: tuple[Role, str]) -> list[tuple[str, bool]]:
    return [(item.title, item.late) for item in of_person(person(*held), house)]


def test_an_officer_sees_what_is_late_first_and_what_waits_for_an_answer(partnership: Path, clock, db: None):
    house = House(partnership, clock)
    make_busy(house)
    found = titles(house, (Role.OFFICER, "place-committee"))
    late = [title for title, is_late in found if is_late]
    assert late == ["One list of everybody who waits", "Say how many beds are staffed.", "Ask families each month what waiting costs them."]
    assert ("“Nobody rings back.”", False) in found
    assert [is_late for _, is_late in found] == sorted((is_late for _, is_late in found), reverse=True)


def test_a_clerk_sees_what_must_be_published_by_its_last_day(partnership: Path, clock, db: None):
    house = House(partnership, clock)
    make_busy(house)
    items = [item for item in of_person(person((Role.CLERK, "place-committee")), house) if "19 November" in item.title]
    assert [(item.what, item.due) for item in items] == [
        ("Agenda and papers: to be published.", date(2026, 11, 11)), ("Draft minutes: to be published.", date(2026, 12, 17)),
    ]  # fmt: skip


def test_a_member_sees_the_meetings_ahead_and_nothing_to_do(partnership: Path, clock, db: None):
    house = House(partnership, clock)
    make_busy(house)
    (item,) = of_person(person((Role.MEMBER, "place-committee")), house)
    assert (item.what, item.due, item.late) == ("A meeting to come. Read its pack.", date(2026, 11, 19), False)


def test_what_belongs_to_another_body_is_on_nobody_elses_desk(partnership: Path, clock, db: None):
    house = House(partnership, clock)
    make_busy(house)
    assert titles(house, (Role.OFFICER, "cabinet"), (Role.CLERK, "people-forum")) == []


def test_a_role_for_the_whole_place_sees_every_bodys_work(partnership: Path, clock, db: None):
    house = House(partnership, clock)
    make_busy(house)
    assert ("Waiting at home", True) in titles(house, (Role.SCRUTINY, ""))


def test_an_empty_desk_says_so(sign_in: Callable[..., Client]):
    page = sign_in("officer.one", (Role.OFFICER, "place-committee")).get("/partners/").content.decode()
    assert "Nothing waits for you." in page
    assert "You are officer of Anywhere Place Committee." in page
