"""Meetings on their pages: called, their agenda with papers, published in time or not, held, and what they asked for."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.partner.busy import make_busy
from tests.web.partner.test_plan import day
from wholeplace.web.access import Role
from wholeplace.web.house import House

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


def test_everything_that_is_wrong_with_a_meeting_comes_back_at_once(clerk: Client):
    page = clerk.post(NEW, {"begins": "half past two", "version": "0"}).content.decode()
    for words in ("Day: Give a day.", "Begins at: Give a time such as 14:00.", "By which rule it is made public: Choose one."):
        assert words in page


def test_a_meeting_nowhere_is_refused(clerk: Client):
    given = {**day("on", "2026-11-19"), "begins": "14:00", "rule": "partnership", "version": "0"}
    assert "it does not say where it is." in clerk.post(NEW, given).content.decode()


def test_an_item_for_decision_needs_its_kind_of_matter_and_later_a_paper(clerk: Client):
    called(clerk)
    given = {"title": "Open ten beds", "kind": "for decision", "owner": "Head of discharge", "version": "0"}
    assert "its kind of matter is not said." in clerk.post(f"{MEETING}items/new/", given).content.decode()
    assert clerk.post(f"{MEETING}items/new/", {**given, "matter": "urgent care"}).status_code == 302
    assert "it is for decision, and has no paper." in clerk.get(MEETING).content.decode()
    refused = clerk.post(f"{MEETING}agenda/", {**day("published_on", "2026-11-02"), "version": "1"}).content.decode()
    assert "it is for decision, and has no paper." in refused


def test_an_agenda_is_published_with_its_papers(clerk: Client, partnership: Path):
    with_item(clerk)
    file = SimpleUploadedFile("../../Beds, for winter.txt", b"Forty beds.")
    assert clerk.post(f"{ITEM}papers/new/", {"title": "Beds for winter", "file": file, "version": "0"}).status_code == 302
    assert "not published" in clerk.get(MEETING).content.decode()
    assert clerk.post(f"{MEETING}agenda/", {**day("published_on", "2026-11-02"), "version": "1"}).status_code == 302
    page = clerk.get(MEETING).content.decode()
    assert "done in time" in page
    assert "Beds- for winter.txt, published on 2 November 2026" in page
    from wholeplace.agreement.records.meetings.models import Paper

    paper = Paper.objects.get()
    sent = clerk.get(f"/partners/papers/{paper.pk}/")
    assert (sent.content, sent["Content-Type"]) == (b"Forty beds.", "text/plain; charset=utf-8")
    assert sent["Content-Disposition"].startswith("attachment")
    assert [one.name for one in (partnership / "records" / "papers").iterdir()] == [paper.sha256]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<script>", "it is not a kind of file that a paper may be."),
        ("paper.pdf", b"MZ\x90", "its name ends in .pdf, and its content is something else."),
        ("notes.txt", b"\xff\xfe\x00", "its content is something else."),
    ],
)
def test_a_file_that_is_no_paper_is_refused(clerk: Client, name: str, content: bytes, words: str):
    with_item(clerk)
    page = clerk.post(f"{ITEM}papers/new/", {"title": "A paper", "file": SimpleUploadedFile(name, content), "version": "0"})
    assert words in page.content.decode()
    from wholeplace.agreement.records.meetings.models import Paper

    assert not Paper.objects.exists()


def test_a_file_that_is_too_large_is_refused(clerk: Client, monkeypatch: pytest.MonkeyPatch):
    from wholeplace.web.partner import meetings_forms

    with_item(clerk)
    monkeypatch.setattr(meetings_forms, "largest_bytes", lambda: 2**20)
    file = SimpleUploadedFile("beds.txt", b"." * (2**20 + 1))
    page = clerk.post(f"{ITEM}papers/new/", {"title": "Beds", "file": file, "version": "0"}).content.decode()
    assert "Choose a file of at most 1 MB." in page


def test_a_late_paper_needs_a_reason_and_the_same_title_makes_the_next_edition(clerk: Client):
    with_item(clerk)
    add = f"{ITEM}papers/new/"

    def paper(text: bytes, **other: str) -> object:
        return clerk.post(add, {"title": "Beds", "file": SimpleUploadedFile("beds.txt", text), "version": "0", **other})

    paper(b"Forty beds.")
    clerk.post(f"{MEETING}agenda/", {**day("published_on", "2026-11-01"), "version": "1"})
    assert "it comes late." in paper(b"Fifty beds.").content.decode()
    assert paper(b"Fifty beds.", late_why="The count changed.").status_code == 302
    page = clerk.get(MEETING).content.decode()
    assert "edition 2" in page
    assert "late because: The count changed." in page


def test_what_was_not_published_in_time_is_missing_for_a_lawful_meeting(clerk: Client, sign_in: Callable[..., Client], clock):
    with_item(clerk)
    clock.at = datetime(2026, 11, 16, 12, tzinfo=UTC)
    clerk = sign_in("clerk.one")
    page = clerk.get(MEETING).content.decode()
    assert "Agenda and papers: not published by 11 November 2026." in page
    assert "1 missing" in clerk.get("/partners/meetings/").content.decode()


def test_who_was_there_is_recorded_after_it_began_and_says_where_a_quorum_is_missing(clerk: Client, sign_in: Callable[..., Client], clock):
    called(clerk)
    seats = {"seat0": "there", "seat1": "sent apologies", "seat2": "not there", "seat3": "not there", "version": "0"}
    assert "it has not been held yet." in clerk.post(f"{MEETING}attendance/", seats).content.decode()
    clock.at = datetime(2026, 11, 19, 15, tzinfo=UTC)
    clerk = sign_in("clerk.one")
    assert clerk.post(f"{MEETING}attendance/", seats).status_code == 302
    page = clerk.get(MEETING).content.decode()
    assert "Hospital seat: sent apologies" in page
    assert "Without a quorum nothing can be decided." in page
    clock.at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    clerk = sign_in("clerk.one")
    assert "25%" in clerk.get(f"/partners/bodies/{BODY}/taking-part/").content.decode()


def test_two_clerks_who_record_attendance_at_once(clerk: Client, sign_in: Callable[..., Client], clock):
    called(clerk)
    clock.at = datetime(2026, 11, 19, 15, tzinfo=UTC)
    clerk = sign_in("clerk.one")
    seats = {f"seat{number}": "there" for number in range(4)} | {"version": "0"}
    assert clerk.post(f"{MEETING}attendance/", seats).status_code == 302
    second = sign_in("clerk.two", CLERK).post(f"{MEETING}attendance/", {**seats, "seat1": "sent apologies"})
    assert second.status_code == 409
    assert "clerk.one changed it" in second.content.decode()


def test_an_interest_is_recorded_with_what_was_done(clerk: Client):
    with_item(clerk)
    given = {"seat": "Voluntary seat", "what": "Runs a service.", "item": "1", "done": "stay and not decide", "version": "0"}
    assert clerk.post(f"{MEETING}interests/new/", given).status_code == 302
    assert "they stayed and did not decide" in clerk.get(MEETING).content.decode()


def test_an_interest_that_nobody_looked_at_for_a_year_is_due(clerk: Client):
    given = {"seat": "Voluntary seat", "what": "Runs a service.", **day("declared_on", "2025-01-05"), "version": "0"}
    assert clerk.post(f"/partners/bodies/{BODY}/interests/new/", given).status_code == 302
    assert "interests" in (page := clerk.get(f"/partners/bodies/{BODY}/taking-part/").content.decode())
    assert "Runs a service." in page
    assert "wp-note--warn" in page


def test_an_action_is_asked_for_put_off_and_done(clerk: Client, sign_in: Callable[..., Client]):
    called(clerk)
    given = {"what": "Count the beds.", "owner": "Head of discharge", **day("due", "2026-11-30"), "version": "0"}
    assert clerk.post(f"{MEETING}actions/new/", given).status_code == 302
    from wholeplace.agreement.records.meetings.models import LoggedAction

    one = LoggedAction.objects.get()
    later = {"meeting": "place-committee-2026-11-19", **day("to", "2026-11-20"), "why": "No time.", "version": "1"}
    at = f"/partners/action-log/{one.pk}/"
    assert "Put it off to a later day." in clerk.post(f"{at}put-off/", later).content.decode()
    assert clerk.post(f"{at}put-off/", {**later, **day("to", "2026-12-15")}).status_code == 302
    log = clerk.get(f"/partners/bodies/{BODY}/action-log/").content.decode()
    assert "15 December 2026" in log
    assert "No time." in log
    officer = sign_in("officer.one", (Role.OFFICER, BODY))
    done = {**day("done_on", "2026-11-02"), "came_of_it": "Forty beds.", "version": "2"}
    assert officer.post(f"{at}done/", done).status_code == 302
    assert "Forty beds." in officer.get(f"/partners/bodies/{BODY}/action-log/").content.decode()


def test_minutes_are_written_after_the_meeting(clerk: Client, sign_in: Callable[..., Client], clock):
    called(clerk)
    given = {"minutes": "1. Beds for winter: noted.", "version": "1"}
    assert "it has not been held yet." in clerk.post(f"{MEETING}minutes/", given).content.decode()
    clock.at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    clerk = sign_in("clerk.one")
    assert clerk.post(f"{MEETING}minutes/", {**given, **day("minutes_on", "2026-11-20")}).status_code == 302
    page = clerk.get(MEETING).content.decode()
    assert "1. Beds for winter: noted." in page
    assert "Published on 20 November 2026" in page


def test_the_pack_holds_everything_and_names_what_has_nothing_to_say(clerk: Client, partnership: Path, clock):
    make_busy(House(partnership, clock))
    page = clerk.get("/partners/meetings/next/pack/").content.decode()
    for words in (
        "Beds for winter", "going the wrong way", "One list of everybody who waits", "Say how many beds are staffed.",
        "Ask families each month", "Decisions on the agenda; The picture; Decided since the last meeting.",
        "The last meeting was on 20 October 2026.",
    ):  # fmt: skip
        assert words in page


def test_the_pack_shows_readings_that_were_asked_for_as_they_were_published(clerk: Client, partnership: Path, clock):
    make_busy(House(partnership, clock))
    reading = {
        "reading": "delayed-days", "title": "Leaving hospital", "area": "P1", "area_name": "Somewhere", "level": "place",
        "verdict": "worse", "sentence": "Delayed days: 14, and 12 a year before.", "measures": ["delayed-days"],
    }  # fmt: skip
    data = partnership / "releases" / "2025-Q3-v1" / "data"
    data.mkdir()
    (data / "readings.json").write_text(json.dumps([reading, {**reading, "area": "S1", "sentence": "Of the whole."}]))
    page = clerk.get("/partners/meetings/next/pack/").content.decode()
    assert "Delayed days: 14, and 12 a year before." in page
    assert "Of the whole." not in page


def test_only_people_of_the_body_read_papers_and_packs(sign_in: Callable[..., Client], clerk: Client, partnership: Path, clock):
    make_busy(House(partnership, clock))
    other = sign_in("member.cabinet", (Role.MEMBER, "cabinet", "Leader"))
    assert other.get("/partners/meetings/a-meeting/").status_code == 200
    assert other.get("/partners/papers/a-paper/").status_code == 403
    assert other.get("/partners/meetings/next/pack/").status_code == 403


def test_what_may_be_published_of_meetings(clerk: Client, clock):
    from wholeplace.agreement.records.meetings.published import minutes, published

    with_item(clerk, private_ground="It is about one person's care.")
    now = clock.at
    assert published(now) == ()
    file = SimpleUploadedFile("beds.txt", b"Forty beds.")
    clerk.post(f"{ITEM}papers/new/", {"title": "Beds", "file": file, "version": "0"})
    clerk.post(f"{MEETING}notice/", {**day("published_on", "2026-11-01"), "version": "1"})
    (one,) = published(now)
    assert one.items == ()
    clerk.post(f"{MEETING}agenda/", {**day("published_on", "2026-11-02"), "version": "2"})
    (one,) = published(now)
    assert [(item.title, item.papers) for item in one.items] == [("Beds for winter", ())]
    assert minutes(now) == {}


def test_a_place_without_meetings_sees_who_calls_one(sign_in: Callable[..., Client]):
    page = sign_in("member.one", (Role.MEMBER, BODY, "Council seat")).get("/partners/meetings/").content.decode()
    assert "No meeting is called." in page
    assert "Call a meeting" not in page


def test_a_decision_on_the_agenda_is_in_the_pack_with_its_three_lenses_and_everybodys_money(sign_in: Callable[..., Client]):
    from tests.web.partner.test_decisions import CABINET, proposed

    decision = proposed(sign_in("officer.one", (Role.OFFICER, CABINET))).rstrip("/").rpartition("/")[2]
    clerk = sign_in("clerk.cabinet", (Role.CLERK, CABINET))
    given = {**day("on", "2026-12-08"), "begins": "10:00", "where": "Town hall", "rule": "council", "version": "0"}
    here = clerk.post(f"/partners/bodies/{CABINET}/meetings/new/", given)["Location"]
    item = {"title": "Home care places", "kind": "for decision", "owner": "Anywhere Council", "decision": decision, "version": "0"}
    assert clerk.post(f"{here}items/new/", item).status_code == 302
    assert "social care" in clerk.get(here).content.decode(), "the kind of matter is the decision's"
    pack = clerk.get(f"{here}pack/").content.decode()
    for words in ("It makes things worse for: money.", "More are at home.", "Anywhere Council: -£800,000 in a full year", decision):
        assert words in pack
    assert decision in clerk.get("/partners/").content.decode(), "it waits for the clerk to give notice"


def test_everything_that_is_kept_here_holds_together_with_the_log(clerk: Client, partnership: Path, clock):
    from wholeplace.ledger.records.verifying import verify

    house = House(partnership, clock)
    make_busy(house)
    assert verify().problems == ()
