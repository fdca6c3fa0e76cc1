"""Scrutiny and what people said, on their pages: topics, recommendations with the clock of their reply, replies, you said we did."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.web.partner.test_plan import day
from wholeplace.web.access import Role

NEW = "/partners/bodies/scrutiny/recommendations/new/"
ASKED = {
    "text": "Ask families each month what waiting costs them.", "asked": "place-committee|place-committee", "why": "Families told us.",
    "evidence": "A hearing in September.", "rule": "council-executive", **day("made_on", "2026-10-20"), **day("received_on", "2026-10-20"),
    "version": "0",
}  # fmt: skip
POINT = {"group": "Carers", "said": "Nobody rings back.", "where": "Market stall", **day("said_on", "2026-09-01"), "version": "0"}


def accepted(by_when: str) -> dict[str, str]:
    return {"answer": "accepted", "action": "It is asked.", **day("by_when", by_when), **day("replied_on", "2026-11-02"), "version": "0"}


@pytest.fixture
def member(sign_in: Callable[..., Client]) -> Client:
    return sign_in("scrutiny.one", (Role.SCRUTINY, "scrutiny"))


@pytest.fixture
def officer(sign_in: Callable[..., Client]) -> Client:
    return sign_in("officer.one", (Role.OFFICER, "place-committee"))


def test_a_topic_stands_on_the_work_programme_and_says_when_its_day_has_passed(member: Client, sign_in: Callable[..., Client], clock):
    given = {"topic": "Waiting at home", "why": "Families ask.", **day("planned_for", "2026-12-01"), "asked_of": "cabinet", "version": "0"}
    assert member.post("/partners/bodies/scrutiny/topics/new/", given).status_code == 302
    assert "planned" in member.get("/partners/scrutiny/").content.decode()
    clock.at = datetime(2026, 12, 2, 9, tzinfo=UTC)
    member = sign_in("scrutiny.one")
    assert "its day has passed" in member.get("/partners/scrutiny/").content.decode()
    assert "It was not looked into in time." in member.get("/partners/").content.decode()


def test_a_body_that_scrutinises_nobody_has_no_work_programme(sign_in: Callable[..., Client]):
    given = {"topic": "Anything", "why": "It matters.", **day("planned_for", "2026-12-01"), "asked_of": "cabinet", "version": "0"}
    client = sign_in("scrutiny.two", (Role.SCRUTINY, "people-forum"))
    assert "scrutinises nobody." in client.post("/partners/bodies/people-forum/topics/new/", given).content.decode()


def test_a_recommendation_is_answered_in_time(member: Client, officer: Client):
    here = member.post(NEW, ASKED)["Location"]
    assert "The last day for a reply is 19 December 2026." in member.get(here).content.decode()
    assert "Reply</a>" not in member.get(here).content.decode()
    reply = {
        "answer": "accepted",
        "action": "It is asked.",
        **day("by_when", "2027-01-31"),
        **day("replied_on", "2026-11-02"),
        "version": "0",
    }
    assert "Scrutiny waits for a reply." in officer.get("/partners/").content.decode()
    assert officer.post(f"{here}reply/", reply).status_code == 302
    page = officer.get(here).content.decode()
    assert "to come" in page
    assert "Reply again" in page
    assert "Change it" not in member.get(here).content.decode()


def test_a_reply_is_refused_with_everything_that_is_missing(member: Client, officer: Client):
    here = member.post(NEW, ASKED)["Location"]
    page = officer.post(f"{here}reply/", {"answer": "accepted in part", **day("replied_on", "2026-12-24"), "version": "0"}).content.decode()
    for words in ("gives no reasons.", "does not say what will be done.", "names no day.", "24 December 2026 is still to come."):
        assert words in page


def test_what_was_promised_is_late_and_then_done(member: Client, officer: Client, sign_in: Callable[..., Client], clock):
    here = member.post(NEW, ASKED)["Location"]
    reply = {
        "answer": "accepted",
        "action": "It is asked.",
        **day("by_when", "2026-12-01"),
        **day("replied_on", "2026-11-02"),
        "version": "0",
    }
    officer.post(f"{here}reply/", reply)
    clock.at = datetime(2026, 12, 10, 9, tzinfo=UTC)
    member, officer = sign_in("scrutiny.one"), sign_in("officer.one")
    assert "late" in officer.get(here).content.decode()
    from wholeplace.agreement.records.scrutiny.models import Reply

    done = f"/partners/scrutiny/replies/{Reply.objects.get().pk}/done/"
    assert officer.post(done, {**day("done_on", "2026-12-09"), "version": "1"}).status_code == 302
    assert "done, 9 December 2026" in officer.get(here).content.decode()


def test_an_overdue_reply_is_first_and_on_the_desk(member: Client, officer: Client, sign_in: Callable[..., Client], clock):
    member.post(NEW, ASKED)
    clock.at = datetime(2026, 12, 20, 9, tzinfo=UTC)
    member, officer = sign_in("scrutiny.one"), sign_in("officer.one")
    assert "reply overdue" in member.get("/partners/scrutiny/").content.decode()
    desk = officer.get("/partners/").content.decode()
    assert desk.index("Late") < desk.index("Ask families each month")


def test_scrutiny_asks_only_whom_it_scrutinises(member: Client):
    page = member.post(NEW, {**ASKED, "asked": "people-forum|people-forum"}).content.decode()
    assert "Who is asked: Choose one of the list." in page


def test_only_the_body_that_is_asked_replies(member: Client, sign_in: Callable[..., Client]):
    here = member.post(NEW, ASKED)["Location"]
    assert member.get(f"{here}reply/").status_code == 403
    assert sign_in("officer.cabinet", (Role.OFFICER, "cabinet")).get(f"{here}reply/").status_code == 403


def test_what_people_said_waits_and_is_answered(officer: Client, sign_in: Callable[..., Client], clock):
    assert officer.post("/partners/bodies/place-committee/points/new/", POINT).status_code == 302
    assert "waiting for an answer" in officer.get("/partners/engagement/").content.decode()
    clock.at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    officer = sign_in("officer.one")
    assert "unanswered for too long" in officer.get("/partners/engagement/").content.decode()
    from wholeplace.agreement.records.scrutiny.models import EngagementPoint

    at = f"/partners/engagement/{EngagementPoint.objects.get().pk}/answer/"
    given = {"did": "not done", "answer": "There is no money for it this year.", **day("answered_on", "2026-12-01"), "version": "1"}
    assert officer.post(at, given).status_code == 302
    page = officer.get("/partners/engagement/").content.decode()
    assert "not done, with the reason" in page
    assert "There is no money for it this year." in page


def test_a_person_is_never_named_in_what_people_said(officer: Client):
    named = {**POINT, "said": "Dr Fernsby never rings back, call 01422 555 0123."}
    page = officer.post("/partners/bodies/place-committee/points/new/", named).content.decode()
    assert "it seems to name a person." in page
    assert page.count("Fernsby") == 1, "only in the box in which it was typed"


def test_what_may_be_published_of_scrutiny(member: Client, officer: Client, clock):
    from wholeplace.agreement.records.scrutiny.published import published

    member.post(NEW, {**ASKED, **day("received_on", "2026-12-01"), "text": "Sent later."})
    here = member.post(NEW, ASKED)["Location"]
    reply = {"answer": "not accepted", "reasons": "It is done already.", **day("replied_on", "2026-11-02"), "version": "0"}
    officer.post(f"{here}reply/", reply)
    shown = published(clock.at)
    assert [one.text for one in shown.recommendations] == [ASKED["text"]]
    assert [one.reasons for one in shown.replies] == ["It is done already."]


def test_a_place_without_scrutiny_sees_what_to_write(sign_in: Callable[..., Client], partnership):
    bodies = partnership / "agreement" / "bodies.toml"
    bodies.write_text(bodies.read_text().replace('scrutinises = ["cabinet", "place-committee"]\n', ""))
    page = sign_in("officer.one", (Role.OFFICER, "place-committee")).get("/partners/scrutiny/").content.decode()
    assert "No body of this place scrutinises another." in page
