"""Records of a plan, of scrutiny and of meetings say what the rules' own shapes say, and come back as them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from wholeplace.agreement.plans import Action, Milestone, Plan, Programme, Strategy
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.terms import DataProblem, Money

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ACT = Act(account="officer.one", acting_as="officer", event="tried", at=NOON)

ACTION = Action(
    name="night-sitting", title="A night sitting service", programme="home", owner="Head", starts=date(2026, 1, 1), due=date(2026, 9, 30),
    level="place", area="P1", organisation="Hospital", supporting=("Council", "Charity"), ambitions=("fewer",), money=Money(12_000_001),
    staff=Decimal("2.5"), stopped_on=date(2026, 8, 1), why_stopped="No sitters came.",
)  # fmt: skip
MILESTONE = Milestone(
    name="ten",
    title="Ten sitters",
    action="night-sitting",
    owner="Head",
    due=date(2026, 6, 30),
    reached_on=date(2026, 6, 1),
    evidence="Rota",
)


def dates(since: int, until: int | None = None):
    from wholeplace.agreement.bodies import Dates

    return Dates(since=date(since, 4, 1), until=date(until, 4, 1) if until else None)


def programme(name: str, under: str, board: str = "") -> Programme:
    return Programme(name=name, title=name, under=under, level="place", dates=dates(2025), owner="Head", source="Invented", board=board)


STRATEGY = Strategy(
    name="whole",
    title="Whole",
    kind="plan",
    level="place",
    area="P1",
    dates=dates(2025),
    owner="Head",
    source="Invented",
    adopted_by="board",
)
PLAN = Plan(
    strategies=(STRATEGY,), actions=(ACTION,), milestones=(MILESTONE,),
    programmes=(programme("home", "wider"), programme("wider", "whole", board="committee"), programme("alone", "whole")),
)  # fmt: skip


@pytest.mark.django_db
def test_what_is_taken_from_the_files_is_what_stood_there():
    from wholeplace.agreement.records.plans.doing import take_from_files
    from wholeplace.agreement.records.plans.reading import as_it_stands

    assert take_from_files(PLAN, "committee", ACT) == 2
    assert as_it_stands(PLAN) == PLAN
    assert take_from_files(PLAN, "committee", ACT) == 0


@pytest.mark.django_db
def test_a_record_stands_in_place_of_what_the_files_call_by_its_name():
    from wholeplace.agreement.records.plans.doing import take_from_files
    from wholeplace.agreement.records.plans.models import Action as Record
    from wholeplace.agreement.records.plans.reading import as_it_stands

    take_from_files(PLAN, "committee", ACT)
    record = Record.objects.get()
    record.title = "A sitting service by night"
    keep(record, ACT)
    assert [one.title for one in as_it_stands(PLAN).actions] == ["A sitting service by night"]


@pytest.mark.parametrize(("name", "body"), [("home", "committee"), ("wider", "committee"), ("alone", "board"), ("nowhere", "")])
def test_a_programme_is_looked_after_by_its_board_or_that_of_what_it_stands_under(name: str, body: str, db: None):
    from wholeplace.agreement.records.plans.reading import body_of_programme

    assert body_of_programme(PLAN, name) == body


def test_a_ring_of_programmes_belongs_to_nobody(db: None):
    from wholeplace.agreement.records.plans.reading import body_of_programme

    ring = Plan(programmes=(programme("one", "two"), programme("two", "one")))
    assert body_of_programme(ring, "one") == ""


@pytest.mark.django_db
def test_the_same_words_twice_get_two_references():
    from wholeplace.agreement.records.plans.models import Action as Record
    from wholeplace.agreement.records.references import keep_new

    def new() -> Record:
        record = Record(body="b", title="More beds!", programme="home", owner="Head", starts=date(2026, 1, 1), due=date(2026, 2, 1))
        keep_new(record, record.title, ACT, taken=("more-beds",))
        return record

    assert [new().reference, new().reference] == ["more-beds-2", "more-beds-3"]


def test_a_paper_is_kept_once_under_its_fingerprint(tmp_path: Path, db: None):
    from wholeplace.agreement.records.meetings.papers import file_paper, path_of

    first, second = (file_paper(tmp_path, name, b"Forty beds.") for name in ("a.txt", r"C:\papers\b<1>.TXT"))
    assert first.sha256 == second.sha256
    assert second.file_name == "b-1.txt"
    assert path_of(tmp_path, first.sha256).read_bytes() == b"Forty beds."
    assert [file.name for file in path_of(tmp_path, first.sha256).parent.iterdir()] == [first.sha256]
    assert path_of(tmp_path, first.sha256).stat().st_mode & 0o777 == 0o600


def test_a_paper_that_is_empty_or_not_what_it_says_is_refused(tmp_path: Path, db: None):
    from wholeplace.agreement.records.meetings.papers import file_paper

    for name, content in (("a.pdf", b""), ("a.docx", b"%PDF-1.7"), ("a.exe", b"MZ"), ("none", b"x")):
        with pytest.raises(DataProblem):
            file_paper(tmp_path, name, content)
    assert not (tmp_path / "records").exists()


@pytest.mark.django_db
def test_a_meeting_begins_at_its_hour_in_england_in_winter_and_in_summer():
    from wholeplace.agreement.records.meetings.models import Meeting
    from wholeplace.agreement.records.meetings.reading import sittings

    for day in (date(2026, 1, 20), date(2026, 7, 20)):
        keep(Meeting(reference=f"m{day.month}", body="b", on=day, begins="14:00", where="Hall", rule="council"), ACT)
    assert [one.starts.astimezone(UTC).hour for one in sittings()] == [14, 13]
