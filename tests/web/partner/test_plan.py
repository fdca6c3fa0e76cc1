"""The plan on its pages: the tree, actions kept as records, and two people who change one at once."""

import json
from collections.abc import Callable
from pathlib import Path

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


def test_everything_that_is_wrong_comes_back_at_once_with_what_was_typed(officer: Client):
    page = officer.post(NEW, {**action(title="", programme="", money="a lot"), **day("due", "2026-02-31")}).content.decode()
    for words in ("What will be done: Write something here.", "Programme: Choose one.", "Give pounds, such as", "Give a real day"):
        assert words in page
    assert 'value="a lot"' in page


def test_what_only_the_whole_plan_knows_is_said_in_letters(officer: Client):
    page = officer.post(NEW, action(money="500,000", **day("due", "2031-03-31"))).content.decode()
    assert "its parts ask for £620,000, and it has £400,000" in page
    assert "its last day is 31 March 2031, and that of programme home-sooner is 31 March 2030." in page
    from wholeplace.agreement.records.plans.models import Action

    assert not Action.objects.exists()


def test_an_action_is_finished_only_with_what_shows_it(officer: Client):
    here = officer.post(NEW, action())["Location"]
    bare = officer.post(f"{here}done/", {**day("done_on", "2026-11-02"), "came_of_it": "", "version": "1"}).content.decode()
    assert "What shows that it was done: Write something here." in bare
    officer.post(f"{here}done/", {**day("done_on", "2026-11-02"), "came_of_it": "The team's first report.", "version": "1"})
    page = officer.get(here).content.decode()
    assert "done on 2 November 2026, in time." in page
    assert "It is done</a>" not in page


def test_an_action_is_not_finished_ahead_of_time(officer: Client):
    here = officer.post(NEW, action())["Location"]
    page = officer.post(f"{here}done/", {**day("done_on", "2026-12-24"), "came_of_it": "Soon.", "version": "1"}).content.decode()
    assert "24 December 2026 is still to come." in page


def test_the_second_of_two_who_change_an_action_sees_both_and_loses_nothing(sign_in: Callable[..., Client], officer: Client):
    here = officer.post(NEW, action())["Location"]
    other = sign_in("officer.two", OFFICER)
    assert officer.post(f"{here}change/", action(title="A team of six", version="1")).status_code == 302
    late = other.post(f"{here}change/", action(title="A team of eight", version="1"))
    page = late.content.decode()
    assert late.status_code == 409
    for words in ("officer.one changed it on 2 November 2026", "A team of six", "A team of eight", 'name="version" value="2"'):
        assert words in page
    assert other.post(f"{here}change/", action(title="A team of eight", version="2")).status_code == 302
    assert "A team of eight" in officer.get(here).content.decode()


def test_a_milestone_is_reached_only_with_what_shows_it(officer: Client):
    here = officer.post(NEW, action())["Location"]
    given = {"title": "The team is there", "owner": "Head of discharge", **day("due", "2026-12-01"), "version": "0"}
    officer.post(f"{here}milestones/new/", given)
    from wholeplace.agreement.records.plans.models import Milestone

    at = f"/partners/plan/milestones/{Milestone.objects.get().pk}/"
    reached = {**given, **day("reached_on", "2026-11-01"), "version": "1"}
    assert "it was reached, and nothing shows it." in officer.post(at, reached).content.decode()
    assert officer.post(at, {**reached, "evidence": "The rota."}).status_code == 302
    assert "reached" in officer.get(here).content.decode()


def test_what_stands_in_the_files_is_taken_into_the_records_once(officer: Client):
    page = officer.get("/partners/plan/actions/night-sitting/").content.decode()
    assert "1 action and 1 milestone." in page
    take = "/partners/bodies/place-committee/actions/take/"
    officer.post(take)
    officer.post(take)
    from wholeplace.agreement.records.plans.models import Action, Milestone

    assert [one.version for one in (*Action.objects.all(), *Milestone.objects.all())] == [1, 1]
    assert "Change it" in officer.get("/partners/plan/actions/night-sitting/").content.decode()
    assert officer.get("/partners/plan/").content.decode().count("A night sitting service") == 1


def test_what_was_seen_changes_where_an_ambition_stands(officer: Client):
    at = "/partners/bodies/place-committee/ambitions/fewer-delays/seen/"
    seen = {**day("on", "2026-10-31"), "value": "10.4", "definition_id": "delayed-days-1", "source": "Board paper 7", "version": "0"}
    assert officer.post(at, seen).status_code == 302
    page = officer.get("/partners/plan/ambitions/fewer-delays/").content.decode()
    assert "on track. 10.4 was expected by then." in page
    assert "Board paper 7" in page


def test_a_value_of_another_definition_is_never_joined(officer: Client):
    at = "/partners/bodies/place-committee/ambitions/fewer-delays/seen/"
    seen = {**day("on", "2026-10-31"), "value": "2", "definition_id": "another", "source": "Board paper 7", "version": "0"}
    officer.post(at, seen)
    page = officer.get("/partners/plan/ambitions/fewer-delays/").content.decode()
    assert "Two definitions are never joined." in page


def test_a_release_tells_where_an_ambition_stands(officer: Client, partnership: Path):
    release_says(partnership, value=9.0)
    page = officer.get("/partners/plan/ambitions/fewer-delays/").content.decode()
    assert "9 days a day per 100,000 people on 31 December 2026: reached." in page
    assert 'role="img"' in page


def test_a_hidden_figure_of_a_release_stays_hidden(officer: Client, partnership: Path):
    release_says(partnership, value=None)
    assert "13.1 days a day" in officer.get("/partners/plan/ambitions/fewer-delays/").content.decode()


def test_a_member_reads_and_keeps_nothing(sign_in: Callable[..., Client]):
    member = sign_in("member.one", (Role.MEMBER, "place-committee", "Council seat"))
    page = member.get("/partners/plan/programmes/home-sooner/").content.decode()
    assert "Home sooner" in page
    assert ">Add an action<" not in page
    assert member.post(NEW, action()).status_code == 403


def test_an_officer_of_another_body_keeps_nothing_here(sign_in: Callable[..., Client], officer: Client):
    here = officer.post(NEW, action())["Location"]
    other = sign_in("officer.cabinet", (Role.OFFICER, "cabinet"))
    assert other.get(f"{here}change/").status_code == 403
    elsewhere = other.post("/partners/bodies/cabinet/actions/new/", action())
    assert "Choose one of the list." in elsewhere.content.decode()


@pytest.mark.parametrize("part", ["", "places/", "time-ahead/", "attention/", "required/"])
def test_a_place_without_a_plan_sees_what_to_write_and_where(sign_in: Callable[..., Client], partnership: Path, part: str):
    (partnership / "agreement" / "plans.toml").unlink()
    page = sign_in("officer.one", OFFICER).get(f"/partners/plan/{part}")
    assert page.status_code == 200
    if part in ("", "places/", "time-ahead/"):
        assert "agreement/plans.toml" in page.content.decode()


def release_says(folder: Path, *, value: float | None) -> None:
    """One release with one yearly figure of the ambition's measure, published or hidden."""
    columns = ["area", "split", "group", "grain", "starts", "ends", "value", "lower", "upper", "status", "hidden", "definition_id"]
    row = [
        "S1",
        "all",
        "all",
        "year",
        "2026-01-01",
        "2027-01-01",
        value,
        None,
        None,
        "complete",
        "" if value else "small",
        "delayed-days-1",
    ]
    told = {"name": "delayed-days", "definition_id": "delayed-days-1", "columns": columns, "rows": [row]}
    data = folder / "releases" / "2025-Q3-v1" / "data"
    (data / "measures").mkdir(parents=True)
    (data / "measures" / "delayed-days.json").write_text(json.dumps(told))
