"""From live records to the public record: on commit, by the verb, and with nobody's account in it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.agreement.records.conftest import MATTER, PROPOSAL
from tests.agreement.records.test_decisions import FOR, given
from tests.web.partner.conftest import Clock
from wholeplace.agreement.decisions import Held, Recorded, met, notice_given, proposed, published
from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem, WrongUse
from wholeplace.web import application, make_register
from wholeplace.web.house import House

ACCOUNT, WHY = "trillian.beeblebrox", "trillian@heart-of-gold.example asked me by telephone"
SECRET = "vogon.constructor@planning.example"
MEETS = datetime(2026, 12, 1, 10, tzinfo=UTC)
Commits = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture
def house(partnership: Path, clock: Clock, db: None) -> House:
    return House(partnership, clock)


def an_act(event: str, at: datetime) -> Act:
    return Act(account=ACCOUNT, acting_as=f"clerk {ACCOUNT}", event=event, at=at, why=WHY)


def decided(house: House, title: str = PROPOSAL.title, *, until: int = 4) -> Any:
    """A decision by the cabinet, as far as the first `until` of: proposed, notice given, met, published."""
    from wholeplace.agreement.records.decisions.doing import describe, do, draft
    from wholeplace.web.partner.decisions.deciding import held_in

    held, now = held_in(house), house.now
    matter = describe(replace(MATTER, title=title), "cabinet", held, an_act("described", now), place=house.name)
    decision = draft(matter, replace(PROPOSAL, title=title), held, an_act("begun", now), place=house.name)
    steps: tuple[tuple[Callable[..., Recorded], datetime, tuple[object, ...]], ...] = (
        (proposed, now, (held, now)), (notice_given, now, (given(now, MEETS.date()), held, now)),
        (met, MEETS, (Held(on=MEETS.date(), said=FOR), held, MEETS)), (published, MEETS, (held, MEETS)),
    )  # fmt: skip
    for verb, at, rest in steps[:until]:
        do(decision, lambda recorded, verb=verb, rest=rest: verb(recorded, *rest), held, an_act(verb.__name__, at))
    return decision


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_was_kept_is_public_once_it_is_kept(house: House, clock: Clock, django_capture_on_commit_callbacks: Commits) -> None:
    from wholeplace.web.partner.publishing import publish_record

    with django_capture_on_commit_callbacks(execute=True):
        decision = decided(house)
        clock.at = MEETS
        publish_record(house)
        assert not (house.folder / "public-record").exists()
    page = (house.folder / "public-record" / "decisions" / f"{decision.reference}.html").read_text("utf-8")
    assert "It can be called in until" in page


def test_the_public_door_shows_it(house: House, clock: Clock, door: Callable[[], Client]) -> None:
    from wholeplace.web.partner.publishing import make_record

    decision = decided(house)
    clock.at = MEETS
    make_record(house)
    assert PROPOSAL.title in door().get("/record/").content.decode()
    assert PROPOSAL.asks in door().get(f"/record/decisions/{decision.reference}.html").content.decode()


def test_no_account_and_nothing_of_a_draft_is_in_any_byte(house: House, clock: Clock, sign_in: Callable[..., Client]) -> None:
    from wholeplace.web.partner.publishing import make_record

    sign_in(ACCOUNT, ("clerk", "cabinet"))
    decided(house)
    decided(house, "Move the stroke ward to the coast", until=1)
    decided(house, "Buy the mill by the river", until=3)
    clock.at = MEETS
    make_record(house)
    found = everything_in(house.folder / "public-record")
    assert PROPOSAL.title.encode() in found
    for hidden in (ACCOUNT, "trillian", "heart-of-gold", "telephone", "stroke ward"):
        assert hidden.encode() not in found, hidden
    told = (house.folder / "public-record" / "coming-up.html").read_text("utf-8")
    assert "Buy the mill by the river" in told, "notice was given, and what the body agreed is not yet published"


def planted(house: House) -> None:
    """Live records of every kind, with a secret in each text that may not be published."""
    from wholeplace.agreement.records.meetings import models as meetings
    from wholeplace.agreement.records.plans.models import Action
    from wholeplace.agreement.records.scrutiny import models as scrutiny
    from wholeplace.ledger.records.keeping import keep

    day, later = date(2026, 10, 1), date(2027, 5, 1)
    here: dict[str, Any] = {"body": "place-committee"}
    announced = {"on": date(2026, 12, 10), "begins": "14:00", "rule": "partnership-meeting", **here}
    item = {"number": 1, "kind": "for information", "owner": "Anywhere Council", **here}
    paper: dict[str, Any] = {"file_name": "a.pdf", "size": 1, "sha256": "ab" * 32, "item": "I-1", "meeting": "MT-1", **here}
    records = (
        Action(reference="way-home", title="A team for the way home", programme="home-sooner", owner="Head of discharge",
               starts=day, due=later, **here),
        meetings.Meeting(reference="MT-0", where=SECRET, minutes=SECRET, private_why=SECRET, **announced),
        meetings.Meeting(reference="MT-1", where="The Town Hall", notice_on=day, agenda_on=day, minutes=SECRET, **announced),
        meetings.Meeting(reference="MT-2", where="The Town Hall", notice_on=day, agenda_on=later, **announced),
        meetings.AgendaItem(reference="I-1", meeting="MT-1", title="Buses", **item),
        meetings.AgendaItem(reference="I-2", meeting="MT-2", title=SECRET, **item),
        meetings.AgendaItem(reference="I-3", meeting="MT-1", title="Trams", taken_off_why=SECRET, **item | {"number": 3}),
        meetings.Paper(reference="PA-1", title=SECRET, published_on=None, **paper),
        meetings.Paper(reference="PA-2", title=SECRET, published_on=later, **paper),
        meetings.AttendanceAt(reference="AT-1", meeting="MT-1", seats={"Council seat": SECRET}, **here),
        meetings.Interest(reference="IN-1", seat="Council seat", what=SECRET, declared_on=day, **here),
        meetings.LoggedAction(reference="LA-1", meeting="MT-1", what=SECRET, owner=SECRET, due=later, came_of_it=SECRET, **here),
        scrutiny.WorkItem(reference="WI-1", topic=SECRET, why=SECRET, planned_for=later, body="scrutiny"),
        scrutiny.Recommendation(reference="RE-1", asked_of="cabinet", answers="cabinet", text=SECRET, made_on=day, why=SECRET,
                                rule="council-executive", body="scrutiny"),
        scrutiny.Reply(reference="RP-1", recommendation="RE-1", replied_on=day, replied_by="cabinet", answer="accepted", reasons=SECRET,
                       action=SECRET, by_when=later, body="cabinet"),
    )  # fmt: skip
    for record in records:
        keep(record, an_act("made", house.now))


def test_what_stays_inside_of_plans_scrutiny_and_meetings_is_in_no_byte(house: House, sign_in: Callable[..., Client]) -> None:
    from wholeplace.web.partner.publishing import make_record

    sign_in(ACCOUNT, ("clerk", "place-committee"))
    planted(house)
    make_record(house)
    found = everything_in(house.folder / "public-record")
    for shown in ("Buses", "The Town Hall", "Home sooner"):
        assert shown.encode() in found
    for hidden in (SECRET, ACCOUNT, "telephone", "heart-of-gold"):
        assert hidden.encode() not in found, hidden


def test_what_goes_wrong_leaves_the_last_good_record_and_breaks_nothing(
    house: House, clock: Clock, django_capture_on_commit_callbacks: Commits, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wholeplace.web.partner import publishing

    decided(house)
    clock.at = MEETS
    publishing.make_record(house)
    before = everything_in(house.folder / "public-record")

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(publishing, "publish_public_record", full)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish_record(house)
    assert everything_in(house.folder / "public-record") == before


def test_the_verb_closes_windows_that_have_passed_and_says_what_changed(house: House, clock: Clock) -> None:
    decision = decided(house)
    clock.at = MEETS
    assert make_register(house.folder, clock=clock).closed == ()
    clock.at = MEETS + timedelta(days=30)
    made = make_register(house.folder, clock=clock)
    assert made.closed == (decision.reference,)
    assert f"decisions/{decision.reference}.html" in made.changes.changed
    again = make_register(house.folder, clock=clock)
    assert (again.closed, again.changes.any) == ((), False)


def test_a_door_that_opens_makes_the_record_where_there_is_none_or_it_is_old(partnership: Path, clock: Clock, db: None) -> None:
    manifest = partnership / "public-record" / "manifest.json"
    application(partnership, clock=clock)
    first = manifest.stat().st_mtime_ns
    application(partnership, clock=clock)
    assert manifest.stat().st_mtime_ns == first
    file = partnership / "agreement" / "bodies.toml"
    file.write_text(file.read_text().replace("Anywhere People's Forum", "Everybody's Forum"))
    application(partnership, clock=clock)
    assert "Everybody’s Forum" in manifest.with_name("bodies").joinpath("index.html").read_text("utf-8").replace("&#39;", "’")


def test_the_log_says_that_the_clock_closed_it(house: House, clock: Clock) -> None:
    from wholeplace.ledger.records.keeping import history

    decision = decided(house)
    clock.at = MEETS + timedelta(days=30)
    make_register(house.folder, clock=clock)
    assert history(decision)[-1]["account"] == "the clock"


def test_a_place_without_an_agreement_has_no_register(tmp_path: Path, db: None) -> None:
    with pytest.raises(DataProblem, match='Add "agreement" to modules'):
        make_register(tmp_path)
    with pytest.raises(WrongUse, match="no folder"):
        make_register(tmp_path / "nowhere")
