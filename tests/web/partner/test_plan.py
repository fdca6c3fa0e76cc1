"""The plan on its pages: the tree, actions kept as records, and two people who change one at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from wholeplace.ledger.records.keeping import history
from wholeplace.web.access import Role

OFFICER = (Role.OFFICER, "place-committee")
NEW = "/partners/bodies/place-committee/actions/new/"


def day(name: str, text: str) -> dict[str, str]:
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def action(**other: str) -> dict[str, str]:
    return {
        "title": "A team that plans the way home", "programme": "home-sooner", "owner": "Head of discharge", "ambitions": "fewer-delays",
        **day("starts", "2026-11-01"), **day("due", "2027-03-31"), "money": "150,000", "staff": "2.5", "version": "0", **other,
    }  # fmt: skip


@pytest.fixture
def officer(sign_in: Callable[..., Client]) -> Client:
    return sign_in("officer.one", OFFICER)


def test_the_tree_goes_from_strategy_to_milestone_and_says_where_each_stands(officer: Client):
    page = officer.get("/partners/plan/").content.decode()
    for words in (
        "Anywhere together",
        "Home sooner",
        "A night sitting service",
        "The first ten sitters are trained",
        "going the wrong way",
    ):
        assert words in page


def test_an_action_is_added_and_stands_in_the_log(officer: Client):
    answer = officer.post(NEW, action())
    assert answer.status_code == 302
    page = officer.get(answer["Location"]).content.decode()
    assert "A team that plans the way home" in page
    assert "£150,000" in page
    from wholeplace.agreement.records.plans.models import Action

    record = Action.objects.get()
    assert (record.reference, record.body, record.pence) == ("a-team-that-plans-the-way-home", "place-committee", 15_000_000)
    assert [entry["event"] for entry in history(record)] == ["action added"]
