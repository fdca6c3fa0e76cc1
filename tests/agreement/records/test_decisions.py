"""Decisions as records: each step kept with the log, references in order, and nothing that is frozen carried out."""

from collections.abc import Callable
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
from wholeplace.ledger.records.keeping import history
from wholeplace.terms import DataProblem

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
