"""Meetings on their pages: called, their agenda with papers, published in time or not, held, and what they asked for."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.partner.test_plan import day
from wholeplace.web.access import Role

BODY = "place-committee"
CLERK = (Role.CLERK, BODY)
NEW = f"/partners/bodies/{BODY}/meetings/new/"
MEETING = "/partners/meetings/place-committee-2026-11-19/"
ITEM = "/partners/agenda-items/place-committee-2026-11-19-1/"


@pytest.fixture
def clerk(sign_in: Callable[..., Client]) -> Client:
    return sign_in("clerk.one", CLERK)


def called(clerk: Client, **other: str) -> None:
    given = {"begins": "14:00", "where": "Town hall, room 1", "rule": "partnership", "chair": "Council seat", "version": "0"}
    answer = clerk.post(NEW, {**day("on", "2026-11-19"), **given, **other})
    assert answer.status_code == 302, answer.content.decode()


def with_item(clerk: Client, **other: str) -> None:
    called(clerk)
    given = {"title": "Beds for winter", "kind": "for advice", "owner": "Head of discharge", "minutes": "20", "version": "0"}
    assert clerk.post(f"{MEETING}items/new/", {**given, **other}).status_code == 302


def test_a_meeting_is_called_and_its_page_says_the_last_day_for_the_agenda(clerk: Client):
    called(clerk)
    page = clerk.get(MEETING).content.decode()
    assert "last day 11 November 2026" in page
    assert "The agenda holds nothing yet." in page
    assert "Town hall, room 1" in clerk.get("/partners/meetings/").content.decode()


def test_an_item_stands_on_the_agenda(clerk: Client):
    with_item(clerk)
    page = clerk.get(MEETING).content.decode()
    assert "Beds for winter" in page
    assert "Nothing is missing." in page
