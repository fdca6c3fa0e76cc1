"""Each step of a decision against each state; each guard; and what no order of steps can bring about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.records.conftest import MATTER, NOON, PROPOSAL, held
from wholeplace.agreement.bodies import Dates, Delegation, Stage
from wholeplace.agreement.clocks import CallInRule, Notice
from wholeplace.agreement.deciding import Interest, Result, Said, Standing, Voice
from wholeplace.agreement.decisions import (
    FROZEN,
    NEXT,
    CalledIn,
    Came,
    CarriedOut,
    Checked,
    Does,
    Event,
    Exemption,
    Expected,
    Happened,
    Held,
    InForce,
    NoticeGiven,
    Publication,
    Recorded,
    Review,
    Scrutinised,
    State,
    Urgency,
    Window,
    begin,
    called_in,
    carried_out,
    met,
    next_steps,
    notice_given,
    proposed,
    published,
    register_entry,
    replaced,
    reviewed,
    rewritten,
    scrutinised,
    stands_at,
    waits_for,
    window_closed,
    withdrawn,
)
from wholeplace.agreement.subsidiarity import place_matter
from wholeplace.terms import DataProblem, Money

__all__ = ["held"]

LATER = NOON + timedelta(days=40)
DAY = LATER.date()
RULE = CallInRule(
    council="Anywhere Council", callers=3, working_days=5, closes_at=time(12), grounds_needed=True, source="Invented constitution, part 4"
)
LEADER, CARE, MONEY_SEAT = "Leader", "Care portfolio", "Finance portfolio"
ALL_FOR = tuple(Said(seat=name, voice=Voice.FOR) for name in (LEADER, CARE, MONEY_SEAT))
MOST_AGAINST = tuple(Said(seat=name, voice=Voice.AGAINST, reason="Too dear.") for name in (LEADER, CARE, MONEY_SEAT))
NOTICE = NoticeGiven(
    notice=Notice(rule="key-decision", published=NOON.date()), body="cabinet", decision_on=DAY, papers=("The proposal",), ask="The office"
)
CALL = CalledIn(by="scrutiny", council="Anywhere Council", callers=3, at=LATER, grounds="Rural wards were left out.")
BACK = Scrutinised(by="scrutiny", at=LATER, sent_back=True, reasons="Why?")
DONE = CarriedOut(on=DAY, what="It was done.")
REVIEW = Review(
    on=DAY, learnt="Begin sooner.",
    checked=(Checked(measure="delayed-days", change="a tenth fewer", by=date(2027, 6, 30), came=Came.TRUE, figure="11% fewer", why=""),),
)  # fmt: skip


def draft(held: InForce, **changes: object) -> Recorded:
    placed = place_matter(MATTER, held.limits, held.rules)
    return begin("ANY-2026-001", "ANY-2026-M001", MATTER, placed, replace(PROPOSAL, **changes))


def standing_at(state: State, held: InForce) -> Recorded:
    """A decision in a state, with what a decision in that state has: notice, a publication whose window is open at LATER."""
    window = Window(council="Anywhere Council", closes=LATER + timedelta(days=7), rule=RULE)
    was = Publication(at=LATER - timedelta(hours=1), windows=(window,))
    recorded = replace(draft(held), state=state, notices=(NOTICE,), publications=(was,), published=PROPOSAL)
    if state in (State.FREE, State.CARRIED_OUT, State.REVIEWED):
        free = replace(was, windows=(replace(window, closes=LATER - timedelta(minutes=1)),))
        return replace(recorded, publications=(free,))
    return recorded


def meeting(said: tuple[Said, ...]) -> Callable[[Recorded, InForce], Recorded]:
    return lambda recorded, held: met(recorded, Held(on=DAY, said=said), held, LATER)


STEPS: dict[Event, Callable[[Recorded, InForce], Recorded]] = {
    Event.PROPOSE: lambda recorded, held: proposed(recorded, held, LATER),
    Event.GIVE_NOTICE: lambda recorded, held: notice_given(recorded, NOTICE, held, LATER),
    Event.AGREE: meeting(ALL_FOR),
    Event.REFUSE: meeting(MOST_AGAINST),
    Event.DEFER: meeting(()),
    Event.PUBLISH: lambda recorded, held: published(recorded, held, LATER),
    Event.CALL_IN: lambda recorded, held: called_in(recorded, CALL, held),
    Event.RELEASE: lambda recorded, held: scrutinised(recorded, Scrutinised(by="scrutiny", at=LATER, sent_back=False, reasons=""), held),
    Event.SEND_BACK: lambda recorded, held: scrutinised(
        recorded, Scrutinised(by="scrutiny", at=LATER, sent_back=True, reasons="Why?"), held
    ),
    Event.CARRY_OUT: lambda recorded, held: carried_out(recorded, DONE, LATER),
    Event.REVIEW: lambda recorded, held: reviewed(recorded, REVIEW, LATER),
    Event.WITHDRAW: lambda recorded, held: withdrawn(recorded, "Another way was found.", LATER),
    Event.REPLACE: lambda recorded, held: replaced(recorded, "ANY-2026-002", LATER),
}


@pytest.mark.parametrize("event", list(STEPS))
@pytest.mark.parametrize("state", list(State))
def test_every_state_and_every_step(state: State, event: Event, held: InForce):
    """The table of states, asked of the functions that change records: what it allows leads where it says, the rest is refused."""
    recorded = standing_at(state, held)
    if event in NEXT[state]:
        after = STEPS[event](recorded, held)
        assert after.state is NEXT[state][event]
        assert after.history[-1] == Happened(event=event, state=after.state, at=LATER)
    else:
        with pytest.raises(DataProblem):
            STEPS[event](recorded, held)


@pytest.mark.parametrize("state", list(State))
def test_only_the_clock_closes_a_window(state: State, held: InForce):
    recorded = standing_at(state, held)
    after = window_closed(recorded, LATER + timedelta(days=30))
    assert after.state is (State.FREE if state is State.OPEN_TO_CALL_IN else state)
    assert window_closed(recorded, LATER).state is state, "while it is open nothing happens"


def letters(step: Callable[[], object]) -> set[str]:
    with pytest.raises(DataProblem) as told:
        step()
    return {problem.where for problem in told.value.problems}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"leads": ()}, "lead"),
        ({"leads": ("One", "Two")}, "lead"),
        ({"evidence": ()}, "evidence"),
        ({"expected": (Expected(measure="delayed-day", change="fewer", by=date(2027, 1, 1)),)}, "expected effect"),
        ({"money": {"Anywhere Counsil": Money(-1)}}, "each body's money"),
        ({"money": {"Anywhere Council": Money(-90_000_000)}}, "each body's money"),
        ({"body": "cabinett"}, "body"),
        ({"review_on": None}, "review date"),
    ],
)
def test_a_draft_with_a_gap_is_not_put(change: dict, where: str, held: InForce):
    assert where in letters(lambda: proposed(draft(held, **change), held, NOON))


def test_a_wrong_name_is_told_with_the_right_one(held: InForce):
    wrong = replace(PROPOSAL, expected=(Expected(measure="delayed-day", change="fewer", by=date(2027, 1, 1)),))
    with pytest.raises(DataProblem, match='Did you mean "delayed-days"'):
        rewritten(draft(held), wrong, held, NOON)


def test_a_draft_may_have_gaps_and_a_body_that_is_asked_may_not_change_once_it_is_put(held: InForce):
    gaps = replace(PROPOSAL, asks="", leads=())
    assert rewritten(draft(held), gaps, held, NOON).proposal.asks == ""
    put_off = replace(draft(held), state=State.DEFERRED)
    assert rewritten(put_off, replace(PROPOSAL, body="place-committee"), held, NOON).proposal.body == "cabinet"
    assert letters(lambda: rewritten(replace(put_off, state=State.NOTIFIED), PROPOSAL, held, NOON)) == {"ANY-2026-001"}


def test_without_notice_nothing_is_agreed_or_refused(held: InForce):
    put = proposed(draft(held), held, NOON)
    assert letters(lambda: meeting(ALL_FOR)(put, held)) == {"Notice of a key decision"}
    assert letters(lambda: meeting(MOST_AGAINST)(put, held)) == {"Notice of a key decision"}
    assert meeting(())(put, held).state is State.DEFERRED, "without a quorum nothing is decided, so nothing needs notice"


def test_notice_counts_clear_days_and_holds_for_the_day_it_named(held: InForce):
    put = proposed(draft(held), held, NOON)
    told = notice_given(put, replace(NOTICE, decision_on=date(2026, 12, 1)), held, NOON)
    early = Held(on=date(2026, 11, 30), said=ALL_FOR)
    assert len(letters(lambda: met(told, early, held, LATER))) == 1
    assert met(told, Held(on=date(2026, 12, 1), said=ALL_FOR), held, LATER).state is State.AGREED
    named = notice_given(put, NOTICE, held, NOON)
    with pytest.raises(DataProblem, match="people were told that it is decided on"):
        met(named, Held(on=DAY - timedelta(days=1), said=ALL_FOR), held, LATER)


def test_a_notice_in_another_bodys_name_is_none(held: InForce):
    other = replace(proposed(draft(held), held, NOON), notices=(replace(NOTICE, body="place-committee"),))
    assert letters(lambda: meeting(ALL_FOR)(other, held)) == {"Notice of a key decision"}


def test_a_shorter_notice_says_why_and_who_agreed(held: InForce):
    put = proposed(draft(held), held, NOON)
    urgent = replace(NOTICE, notice=Notice(rule="special-urgency", published=NOON.date()), decision_on=NOON.date())
    assert letters(lambda: notice_given(put, urgent, held, NOON)) == {"A key decision that cannot wait for 5 clear days"}
    told = notice_given(put, replace(urgent, reasons="Snow.", agreed_by="Chair of scrutiny"), held, NOON)
    assert met(told, Held(on=NOON.date(), said=ALL_FOR), held, NOON).state is State.AGREED


def test_a_private_part_needs_two_notices(held: InForce):
    private = replace(MATTER, private_part=True)
    placed = place_matter(private, held.limits, held.rules)
    put = proposed(begin("ANY-2026-001", "M", private, placed, PROPOSAL), held, NOON)
    told = replace(put, notices=(NOTICE, replace(NOTICE, notice=Notice(rule="private-meeting", published=NOON.date()))))
    assert letters(lambda: meeting(ALL_FOR)(told, held)) == {"Second notice that part of a meeting will be private"}
    again = replace(NOTICE, notice=Notice(rule="private-meeting-again", published=DAY - timedelta(days=6)))
    assert meeting(ALL_FOR)(replace(told, notices=(*told.notices, again)), held).state is State.AGREED


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"papers": ()}, "papers"),
        ({"ask": " "}, "whom to ask"),
        ({"decision_on": date(2026, 11, 1)}, "day of the decision"),
        ({"notice": Notice(rule="key-decision", published=date(2026, 11, 3))}, "published"),
        ({"notice": Notice(rule="keydecision", published=date(2026, 11, 2))}, "notice"),
    ],
)
def test_a_notice_tells_people_what_they_need(change: dict, where: str, held: InForce):
    put = proposed(draft(held), held, NOON)
    assert where in letters(lambda: notice_given(put, replace(NOTICE, **change), held, NOON))


def test_a_meeting_that_has_not_been_held_or_whose_record_cannot_stand_is_refused(held: InForce):
    told = standing_at(State.NOTIFIED, held)
    assert letters(lambda: met(told, Held(on=DAY + timedelta(days=1), said=ALL_FOR), held, LATER)) == {"day of the meeting"}
    stranger = (*ALL_FOR, Said(seat="Mayor", voice=Voice.FOR))
    assert letters(lambda: met(told, Held(on=DAY, said=stranger), held, LATER)) == {'seat "Mayor"'}
    silent = (replace(ALL_FOR[0], voice=Voice.AGAINST),)
    assert letters(lambda: met(told, Held(on=DAY, said=silent), held, LATER)) == {'seat "Leader"'}


def test_who_must_leave_counts_neither_for_the_vote_nor_for_the_quorum(held: InForce):
    out = (ALL_FOR[0], replace(ALL_FOR[1], interest=Interest.LEAVE), replace(ALL_FOR[2], interest=Interest.STAY))
    after = met(standing_at(State.NOTIFIED, held), Held(on=DAY, said=out), held, LATER)
    assert (after.state, after.meetings[-1].outcome.result) == (State.DEFERRED, Result.INQUORATE)


def nurses(held: InForce, body: str, money: int = 0) -> Recorded:
    """A matter of the NHS, over which the place committee was given the power up to £2,000,000; put to some body."""
    matter = replace(MATTER, kind="community services", decided_by=("NHS",), councils=(), money=Money(money))
    proposal = replace(PROPOSAL, body=body, money={"Anywhere Integrated Care Board": Money(-money)})
    recorded = begin("ANY-2026-002", "M", matter, place_matter(matter, held.limits, held.rules), proposal)
    papers = replace(NOTICE, body=body, notice=Notice(rule="board-in-public", published=NOON.date()), decision_on=DAY)
    return replace(proposed(recorded, held, NOON), notices=(papers,))


RESIDENTS = (Said(seat="Residents", voice=Voice.FOR),)
COMMITTEE = tuple(Said(seat=name, voice=Voice.FOR) for name in ("Council seat", "Hospital seat", "Board seat", "Voluntary seat"))


def test_advice_goes_to_a_body_that_may_decide_and_decides_nothing(held: InForce):
    asked = nurses(held, "people-forum", 1_000_000)
    assert letters(lambda: met(asked, Held(on=DAY, said=RESIDENTS), held, LATER)) == {"goes on to"}
    assert letters(lambda: met(asked, Held(on=DAY, said=RESIDENTS, to="cabinet"), held, LATER)) == {"goes on to"}
    advised = met(asked, Held(on=DAY, said=RESIDENTS, to="place-committee"), held, LATER)
    assert (advised.state, advised.proposal.body) == (State.ADVISED, "place-committee")
    assert advised.meetings[-1].outcome.result is Result.RECOMMENDED
    assert letters(lambda: met(advised, Held(on=DAY, said=COMMITTEE), held, LATER)) == {"Papers of a board that meets in public"}


def test_a_body_beyond_its_limit_only_recommends(held: InForce):
    within = met(nurses(held, "place-committee", 200_000_000), Held(on=DAY, said=COMMITTEE), held, LATER)
    assert within.state is State.AGREED
    assert within.meetings[-1].accountable == ("Anywhere Integrated Care Board",)
    beyond = met(nurses(held, "place-committee", 200_000_001), Held(on=DAY, said=COMMITTEE), held, LATER)
    assert (beyond.state, beyond.proposal.body) == (State.ADVISED, "place-committee")
    assert any("was given up to" in step for step in beyond.meetings[-1].outcome.steps)


def in_shadow(held: InForce) -> InForce:
    stage = Stage(standing=Standing.SHADOW, dates=Dates(since=date(2024, 4, 1)), source="Invented")
    bodies = tuple(replace(body, stages=(stage,)) if body.name == "place-committee" else body for body in held.agreement.bodies)
    return replace(held, agreement=replace(held.agreement, bodies=bodies))


@given(money=st.integers(0, 300_000_000), against=st.integers(0, 4))
def test_a_shadow_or_advisory_body_never_agrees_money(held: InForce, money: int, against: int):
    said = tuple(replace(one, voice=Voice.AGAINST, reason="No.") if n < against else one for n, one in enumerate(COMMITTEE))
    shadow = in_shadow(held)
    assert met(nurses(shadow, "place-committee", money), Held(on=DAY, said=said), shadow, LATER).state is not State.AGREED
    forum = Held(on=DAY, said=RESIDENTS, to="place-committee" if money <= 200_000_000 else "")
    assert met(nurses(held, "people-forum", money), forum, held, LATER).state is State.ADVISED


def test_holders_who_did_not_give_a_power_are_named(held: InForce):
    power = next(one for one in held.agreement.powers if one.name == "commission-community")
    two = replace(power, held_by=(*power.held_by, "Anywhere Hospital"))
    powers = tuple(two if one.name == two.name else one for one in held.agreement.powers)
    wider = replace(held, agreement=replace(held.agreement, powers=powers))
    after = met(nurses(wider, "place-committee", 1_000_000), Held(on=DAY, said=COMMITTEE), wider, LATER)
    assert after.meetings[-1].not_bound == ("Anywhere Hospital",)


def test_a_memorandum_that_was_not_signed_binds_nobody(held: InForce):
    given_under: list[Delegation] = [replace(one, memorandum="together") for one in held.agreement.delegations]
    unsigned = replace(held, agreement=replace(held.agreement, delegations=tuple(given_under)))
    after = met(nurses(unsigned, "place-committee", 1_000_000), Held(on=DAY, said=COMMITTEE), unsigned, LATER)
    assert after.state is State.ADVISED
    assert after.meetings[-1].not_bound == ("Anywhere Integrated Care Board",)


def test_an_nhs_decision_is_free_as_soon_as_it_is_published(held: InForce):
    agreed = met(nurses(held, "place-committee", 1_000_000), Held(on=DAY, said=COMMITTEE), held, LATER)
    out = published(agreed, held, LATER)
    assert (out.publications[-1].windows, stands_at(out, LATER)) == ((), State.FREE)
    assert letters(lambda: called_in(out, CALL, held)) == {"council"}
    assert carried_out(out, DONE, LATER).state is State.CARRIED_OUT


def test_a_council_without_a_rule_keeps_a_decision_from_being_published(held: InForce):
    agreed = standing_at(State.AGREED, held)
    none = replace(held, call_in={})
    assert letters(lambda: published(agreed, none, LATER)) == {"Call-in at Anywhere Council"}
    assert letters(lambda: published(replace(agreed, councils=()), held, LATER)) == {"councils"}


def test_special_urgency_opens_no_window_and_says_who_agreed(held: InForce):
    agreed = standing_at(State.AGREED, held)
    assert letters(lambda: published(agreed, held, LATER, Urgency(agreed_by="", reasons=""))) == {
        "who agreed that it is urgent", "why it is urgent",
    }  # fmt: skip
    out = published(agreed, held, LATER, Urgency(agreed_by="Chair of scrutiny", reasons="Snow."))
    assert carried_out(out, DONE, LATER).state is State.CARRIED_OUT


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"callers": 2}, "Call-in at Anywhere Council"),
        ({"grounds": ""}, "Call-in at Anywhere Council"),
        ({"council": "Elsewhere Council"}, "council"),
        ({"by": "cabinet"}, "Anywhere Council Cabinet"),
        ({"by": "nobody"}, "nobody"),
        ({"at": LATER + timedelta(days=8)}, "Call-in at Anywhere Council"),
    ],
)
def test_a_call_in_that_does_not_count_freezes_nothing(change: dict, where: str, held: InForce):
    assert where in letters(lambda: called_in(standing_at(State.OPEN_TO_CALL_IN, held), replace(CALL, **change), held))


def test_each_council_has_its_own_window_and_the_last_one_frees(held: InForce):
    slow = replace(RULE, council="Other Council", working_days=10)
    both = replace(held, call_in={RULE.council: RULE, slow.council: slow})
    agreed = replace(standing_at(State.AGREED, held), councils=(RULE.council, slow.council))
    out = published(agreed, both, LATER)
    first, second = (window.closes for window in out.publications[-1].windows)
    assert (stands_at(out, first + timedelta(minutes=1)), stands_at(out, second + timedelta(minutes=1))) == (
        State.OPEN_TO_CALL_IN,
        State.FREE,
    )
    assert letters(lambda: called_in(out, replace(CALL, at=first + timedelta(minutes=1)), both)) == {"Call-in at Anywhere Council"}


def test_nothing_is_carried_out_before_it_was_free(held: InForce):
    free = standing_at(State.FREE, held)
    assert letters(lambda: carried_out(free, replace(DONE, on=DAY - timedelta(days=1)), LATER)) == {"day"}
    assert letters(lambda: carried_out(free, replace(DONE, on=DAY + timedelta(days=1)), LATER)) == {"day"}
    assert letters(lambda: carried_out(free, replace(DONE, what=" "), LATER)) == {"what was done"}


def test_a_review_answers_everything_that_was_promised(held: InForce):
    done = standing_at(State.CARRIED_OUT, held)
    (one,) = REVIEW.checked
    assert letters(lambda: reviewed(done, replace(REVIEW, checked=()), LATER)) == {"expected effect on delayed-days"}
    bare = replace(one, figure="", why="")
    for came in Came:
        assert letters(lambda came=came: reviewed(done, replace(REVIEW, checked=(replace(bare, came=came),)), LATER))
    assert letters(lambda: reviewed(done, replace(REVIEW, learnt=""), LATER)) == {"what was learnt"}
    assert len(reviewed(reviewed(done, REVIEW, LATER), REVIEW, LATER).reviews) == 2


def test_blank_reasons_are_refused(held: InForce):
    assert letters(lambda: withdrawn(draft(held), " ", NOON)) == {"reason"}
    back = Scrutinised(by="scrutiny", at=LATER, sent_back=True, reasons="")
    assert letters(lambda: scrutinised(standing_at(State.CALLED_IN, held), back, held)) == {"reasons"}
    assert letters(lambda: replaced(standing_at(State.FREE, held), "ANY-2026-001", LATER)) == {"replaced by"}


@given(st.lists(st.tuples(st.sampled_from(list(STEPS)), st.integers(0, 9)), max_size=25))
def test_no_order_of_steps_carries_out_what_is_frozen(held: InForce, wanted: list[tuple[Event, int]]):
    """Any steps in any order, with days between them: whoever carries a decision out finds it free, or is refused."""
    recorded, now = draft(held), NOON
    for event, days in wanted:
        now += timedelta(days=days)
        before = stands_at(recorded, now)
        try:
            after = _step(event, recorded, held, now)
        except DataProblem:
            continue
        if event is Event.CARRY_OUT:
            assert before is State.FREE
            assert before not in FROZEN
            last = recorded.publications[-1]
            released = any(said.at >= last.at and not said.sent_back for said in recorded.scrutinised)
            assert released or all(now > window.closes for window in last.windows)
        assert event is not Event.AGREE or after.meetings[-1].outcome.result in (Result.CONSENSUS, Result.PASSED)
        recorded = after


def _step(event: Event, recorded: Recorded, held: InForce, now: datetime) -> Recorded:
    day = now.date()
    recorded = window_closed(recorded, now)
    if event in (Event.AGREE, Event.REFUSE, Event.DEFER):
        said = {Event.AGREE: ALL_FOR, Event.REFUSE: MOST_AGAINST, Event.DEFER: ()}[event]
        return met(recorded, Held(on=day, said=said), held, now)
    steps: dict[Event, Callable[[], Recorded]] = {
        Event.PROPOSE: lambda: proposed(recorded, held, now),
        Event.GIVE_NOTICE: lambda: notice_given(
            recorded, replace(NOTICE, notice=Notice(rule="key-decision", published=day), decision_on=day), held, now
        ),
        Event.PUBLISH: lambda: published(recorded, held, now),
        Event.CALL_IN: lambda: called_in(recorded, replace(CALL, at=now), held),
        Event.RELEASE: lambda: scrutinised(recorded, Scrutinised(by="scrutiny", at=now, sent_back=False, reasons=""), held),
        Event.SEND_BACK: lambda: scrutinised(recorded, Scrutinised(by="scrutiny", at=now, sent_back=True, reasons="Why?"), held),
        Event.CARRY_OUT: lambda: carried_out(recorded, replace(DONE, on=day), now),
        Event.REVIEW: lambda: reviewed(recorded, replace(REVIEW, on=day), now),
        Event.WITHDRAW: lambda: withdrawn(recorded, "Another way.", now),
        Event.REPLACE: lambda: replaced(recorded, "ANY-2026-002", now),
    }
    return steps[event]()


@pytest.mark.parametrize("state", list(State))
def test_a_page_offers_what_can_happen_and_says_why_the_rest_cannot(state: State, held: InForce):
    recorded = standing_at(state, held)
    for step in next_steps(recorded, held, LATER):
        assert all(problem.what and problem.fix for problem in step.why_not)
    open_now = {step.does for step in next_steps(recorded, held, LATER) if not step.why_not}
    assert (Does.CARRY_OUT in open_now) is (state is State.FREE)
    assert (Does.MEET in open_now) is bool({Event.AGREE, Event.ADVISE, Event.DEFER} & set(NEXT[state]))
    assert bool(waits_for(recorded, held, LATER)) is (state not in (State.REFUSED, State.WITHDRAWN, State.REPLACED, State.REVIEWED))


@pytest.mark.parametrize("weighs", ["for", "equal", "against"])
def test_the_register_withholds_only_what_the_test_withholds(weighs: str, held: InForce):
    exempt = Exemption(
        ground="3 financial or business affairs", for_disclosure="Public money", against_disclosure="A price", weighs_more=weighs
    )
    secret = replace(PROPOSAL, exemption=exempt, asks="The secret price")
    recorded = replace(standing_at(State.OPEN_TO_CALL_IN, held), proposal=secret, published=secret, history=(
        Happened(event=Event.PUBLISH, state=State.OPEN_TO_CALL_IN, at=LATER),))  # fmt: skip
    entry = register_entry(recorded, body_title="Cabinet", now=LATER)
    assert entry is not None
    assert entry.withheld is (weighs == "against")
    assert ("The secret price" in repr(entry)) is not entry.withheld
    assert entry.exemption == exempt


def test_what_is_changed_after_scrutiny_stays_with_the_body_until_it_is_published_again(held: InForce):
    out = published(standing_at(State.AGREED, held), held, LATER)
    back = scrutinised(called_in(out, CALL, held), Scrutinised(by="scrutiny", at=LATER, sent_back=True, reasons="Why?"), held)
    changed = rewritten(back, replace(PROPOSAL, asks="A new text"), held, LATER)
    entry = register_entry(changed, body_title="Cabinet", now=LATER)
    assert entry is not None
    assert "A new text" not in repr(entry)


def test_a_draft_is_in_no_register(held: InForce):
    assert register_entry(draft(held), body_title="Cabinet", now=NOON) is None
    assert register_entry(proposed(draft(held), held, NOON), body_title="Cabinet", now=NOON) is None
