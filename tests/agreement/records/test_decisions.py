"""Decisions as records: each step kept with the log, references in order, and nothing that is frozen carried out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.agreement.records.conftest import MATTER, NOON, PROPOSAL, act
from wholeplace.agreement import decisions
from wholeplace.agreement.clocks import Notice
from wholeplace.agreement.deciding import Said, Voice
from wholeplace.agreement.decisions import (
    CalledIn,
    Came,
    CarriedOut,
    Checked,
    Held,
    InForce,
    NoticeGiven,
    Recorded,
    Review,
    Scrutinised,
    State,
)
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history
from wholeplace.terms import DataProblem, Money

FOR = (Said(seat="Leader", voice=Voice.FOR), Said(seat="Care portfolio", voice=Voice.FOR))


def given(on: datetime, decision_on: date, rule: str = "key-decision") -> NoticeGiven:
    return NoticeGiven(
        notice=Notice(rule=rule, published=on.date()), body="cabinet", decision_on=decision_on, papers=("The proposal",),
        ask="The democracy office, 1 Town Square",
    )  # fmt: skip


def take(decision: Any, held: InForce, at: datetime, verb: Callable[..., Recorded], *args: object) -> None:
    from wholeplace.agreement.records.decisions.doing import do

    do(decision, lambda recorded: verb(recorded, *args), held, act(verb.__name__, at))


@pytest.mark.django_db
def test_the_whole_way_with_a_call_in(held: InForce):
    from wholeplace.agreement.records.decisions.doing import describe, draft
    from wholeplace.agreement.records.decisions.published import published
    from wholeplace.agreement.records.decisions.reading import recorded_of

    matter = describe(MATTER, "cabinet", held, act("described"), place="Anywhere")
    decision = draft(matter, PROPOSAL, held, act("begun"), place="Anywhere")
    assert (matter.reference, decision.reference) == ("ANY-2026-M001", "ANY-2026-001")
    assert published(NOON) == ()
    take(decision, held, NOON, decisions.proposed, held, NOON)
    meets = datetime(2026, 12, 1, 10, tzinfo=UTC)
    take(decision, held, NOON, decisions.notice_given, given(NOON, meets.date()), held, NOON)
    (entry,) = published(NOON)
    assert (entry.state, entry.content) == (State.NOTIFIED, None)
    again = meets + timedelta(days=20)
    for now in (meets, again):
        take(decision, held, now, decisions.met, Held(on=now.date(), said=FOR), held, now)
        take(decision, held, now, decisions.published, held, now)
        if now == meets:
            asked = CalledIn(by="scrutiny", council="Anywhere Council", callers=3, at=now, grounds="Rural wards were left out.")
            take(decision, held, now, decisions.called_in, asked, held)
            back = Scrutinised(by="scrutiny", at=now, sent_back=True, reasons="Say what rural wards get.")
            take(decision, held, now, decisions.scrutinised, back, held)
    closes = recorded_of(decision).publications[-1].windows[0].closes
    done = CarriedOut(on=date(2027, 2, 1), what="Forty places opened.")
    with pytest.raises(DataProblem, match="frozen until 12:00 on 30 December 2026"):
        take(decision, held, closes, decisions.carried_out, done, closes)
    later = datetime(2027, 2, 1, 9, tzinfo=UTC)
    take(decision, held, later, decisions.carried_out, done, later)
    came = Checked(measure="delayed-days", change="a tenth fewer", by=date(2027, 6, 30), came=Came.PARTLY, figure="5% fewer", why="")
    review = Review(on=date(2027, 10, 1), learnt="Begin in the autumn.", checked=(came,))
    then = datetime(2027, 10, 1, 9, tzinfo=UTC)
    take(decision, held, then, decisions.reviewed, review, then)
    assert decision.state == "reviewed"
    (entry,) = published(then)
    assert entry.content is not None
    assert entry.content.lenses[0][0] is decisions.Lens.MONEY, "the failing lens first"
    assert entry.content.money[0][0] == "Anywhere Council", "who pays first"
    assert [says["event"] for says in history(decision)] == [
        "begun", "proposed", "notice_given", "met", "published", "called_in", "scrutinised", "met", "published", "call-in window closed",
        "carried_out", "reviewed",
    ]  # fmt: skip


@pytest.mark.django_db
def test_references_follow_one_another_without_gaps_each_year_anew(held: InForce):
    from wholeplace.agreement.records.decisions.doing import describe, draft

    matter = describe(MATTER, "cabinet", held, act("described"), place="Anywhere")
    unknown = replace(PROPOSAL, body="nobody")
    with pytest.raises(DataProblem):
        draft(matter, unknown, held, act("begun"), place="Anywhere")
    next_year = datetime(2027, 1, 4, 9, tzinfo=UTC)
    begun = [draft(matter, PROPOSAL, held, act("begun", at), place="St. Any-Where").reference for at in (NOON, NOON, next_year)]
    assert begun == ["STA-2026-001", "STA-2026-002", "STA-2027-001"], "what was refused took no number"


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_the_same_moment_get_two_numbers(held: InForce):
    """On PostgreSQL they wait for each other at the end of the log; SQLite in memory has one writer, and takes them in turn."""
    from django.db import close_old_connections, connection

    from wholeplace.agreement.records.decisions.doing import describe, draft

    matter = describe(MATTER, "cabinet", held, act("described"), place="Anywhere")
    if connection.vendor == "sqlite":
        begun = [draft(matter, PROPOSAL, held, act("begun"), place="Anywhere").reference for _ in range(6)]
    else:

        def begin(_: int) -> str:
            try:
                return draft(matter, PROPOSAL, held, act("begun"), place="Anywhere").reference
            finally:
                close_old_connections()
                connection.close()

        with ThreadPoolExecutor(max_workers=6) as people:
            begun = list(people.map(begin, range(6)))
    assert sorted(begun) == [f"ANY-2026-{number:03}" for number in range(1, 7)]


@pytest.mark.django_db
def test_the_second_of_two_is_told_and_nothing_is_written(held: InForce):
    from wholeplace.agreement.records.decisions.doing import describe, draft
    from wholeplace.agreement.records.decisions.models import Decision

    matter = describe(MATTER, "cabinet", held, act("described"), place="Anywhere")
    decision = draft(matter, PROPOSAL, held, act("begun"), place="Anywhere")
    behind = Decision.objects.get(pk=decision.pk)
    take(decision, held, NOON, decisions.proposed, held, NOON)
    with pytest.raises(ChangedMeanwhile) as told:
        take(behind, held, NOON, decisions.withdrawn, "Another way.", NOON)
    assert told.value.says["event"] == "proposed"
    assert Decision.objects.get(pk=decision.pk).state == "proposed"


@pytest.mark.django_db
def test_windows_close_by_the_clock_for_the_register(held: InForce):
    from wholeplace.agreement.records.decisions.doing import close_windows, describe, draft
    from wholeplace.agreement.records.decisions.models import Decision
    from wholeplace.agreement.records.decisions.published import published

    matter = describe(MATTER, "cabinet", held, act("described"), place="Anywhere")
    decision = draft(matter, PROPOSAL, held, act("begun"), place="Anywhere")
    take(decision, held, NOON, decisions.proposed, held, NOON)
    meets = datetime(2026, 12, 1, 10, tzinfo=UTC)
    take(decision, held, NOON, decisions.notice_given, given(NOON, meets.date()), held, NOON)
    take(decision, held, meets, decisions.met, Held(on=meets.date(), said=FOR), held, meets)
    take(decision, held, meets, decisions.published, held, meets)
    later = meets + timedelta(days=30)
    (entry,) = published(later)
    assert entry.state is State.FREE, "it shows as free before anybody keeps that"
    assert Decision.objects.get(pk=decision.pk).state == "published, open to call-in"
    assert close_windows(held, act("call-in window closed", meets)) == ()
    assert close_windows(held, act("call-in window closed", later)) == (decision.reference,)
    assert close_windows(held, act("call-in window closed", later)) == ()
    assert history(decision)[-1]["account"] == "the clock"


@pytest.mark.django_db
def test_a_draft_takes_over_its_matters_newer_answer(held: InForce):
    from wholeplace.agreement.records.decisions.doing import describe, describe_again, draft, take_over_answer
    from wholeplace.agreement.records.decisions.reading import recorded_of

    matter = describe(MATTER, "cabinet", held, act("described"), place="Anywhere")
    decision = draft(matter, PROPOSAL, held, act("begun"), place="Anywhere")
    describe_again(matter, replace(MATTER, money=Money(20_000_000)), held, act("described otherwise"))
    assert "key-decision" in [duty.name for duty in recorded_of(decision).duties], "the draft keeps its answer until it takes this one"
    take_over_answer(decision, matter, held, act("answer taken over"))
    assert "key-decision" not in [duty.name for duty in recorded_of(decision).duties]


@pytest.mark.django_db
def test_the_desk_tells_each_role_what_waits(held: InForce):
    from wholeplace.agreement.records.decisions.doing import describe, draft
    from wholeplace.agreement.records.decisions.waiting import waiting

    matter = describe(MATTER, "cabinet", held, act("described"), place="Anywhere")
    decision = draft(matter, PROPOSAL, held, act("begun"), place="Anywhere")
    assert [one.what for one in waiting([("officer", "cabinet")], held, NOON)] == ["An officer: it is whole, and can be put"]
    assert waiting([("clerk", "cabinet"), ("officer", "people-forum"), ("scrutiny member", "scrutiny")], held, NOON) == ()
    take(decision, held, NOON, decisions.proposed, held, NOON)
    assert [one.what for one in waiting([("clerk", "")], held, NOON)] == ["The clerk: give notice"]
