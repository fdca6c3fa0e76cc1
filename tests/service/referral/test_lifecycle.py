"""Every state against every event: what leads where is written down here once more, by hand, and nothing else happens."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from wholeplace.service.referral import (
    ENDED,
    LEADS_TO,
    RESIDENT,
    Agreed,
    Asked,
    Event,
    Life,
    Outcome,
    State,
    drafted,
    next_life,
    outcomes_for,
    possible,
    problems_of,
    reasons_for,
)
from wholeplace.terms import DataProblem

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
GP, LINK, GROUP, OTHER = "GP1", "LINK", "GROUP", "OTHER"

# Rows: states. Columns: send, receive, accept, decline, wait, start, hand over, return, take back, complete, end, reopen, error.
TABLE = """
drafted             sent -        -        -        -       -           -           -        -        -         ended -        error
sent                -    received accepted declined -       -           -           returned -        -         ended -        error
received            -    -        accepted declined -       -           -           returned -        -         ended -        error
accepted            -    -        -        -        waiting in_progress handed_over returned -        completed ended -        error
declined            sent -        -        -        -       -           handed_over -        accepted -         ended -        error
waiting             -    -        -        -        -       in_progress handed_over returned -        -         ended -        error
in_progress         -    -        -        -        waiting -           handed_over returned -        completed ended -        error
handed_over         -    -        accepted declined -       -           -           returned accepted -         ended -        error
returned            sent -        -        -        -       -           handed_over -        accepted -         ended -        error
reopened            sent -        accepted declined -       -           -           returned -        -         ended -        error
completed           -    -        -        -        -       -           -           -        -        -         -     reopened error
ended_without_help  -    -        -        -        -       -           -           -        -        -         -     reopened error
entered_in_error    -    -        -        -        -       -           -           -        -        -         -     -        -
"""
SHORT = {"ended": State.ENDED_WITHOUT_HELP, "error": State.ENTERED_IN_ERROR, "-": None}


def by_hand() -> dict[tuple[State, Event], State | None]:
    found = {}
    for line in TABLE.strip().splitlines():
        name, *cells = line.split()
        for event, cell in zip(Event, cells, strict=True):
            found[State[name.upper()], event] = SHORT[cell] if cell in SHORT else State[cell.upper()]
    return found


EXPECTED = by_hand()


def life_at(state: State, *, chain: tuple[str, ...] | None = None) -> Life:
    """A referral in that state in which the event's own doer can be found: sent by one who took it on, or made by the one who has it."""
    outcome = Outcome(kind="goals met", words="Walks each week.") if state in ENDED else None
    return Life(state=state, chain=chain or (GP, LINK), accepted=frozenset({LINK, GROUP}), since=NOON, outcome=outcome)


def whole(event: Event, by: str) -> Asked:
    """The event asked for with everything that it may need."""
    agreed = Agreed(organisation=OTHER, shares=("about me",), how="in person", on=NOON.date(), until=date(2027, 2, 1))
    outcomes = list(outcomes_for(event))
    outcome = Outcome(kind=outcomes[0], words="What came of it.", helped="yes") if outcomes else None
    reason = next(iter(reasons_for(event)), "")
    return Asked(event=event, by=by, at=NOON, reason=reason, words="Because.", to=OTHER, agreed=agreed, outcome=outcome)


def doer(state: State, event: Event) -> tuple[Life, str]:
    """A life in which somebody may do the event if anybody may in that state, and who that is."""
    if event is Event.SEND:
        return life_at(state, chain=(GP,)), GP
    if state is State.HANDED_OVER and event is Event.TAKE_BACK:
        return life_at(state, chain=(GP, LINK, GROUP)), LINK
    return life_at(state), LINK


def test_the_table_names_every_state_and_every_event() -> None:
    assert set(EXPECTED) == {(state, event) for state in State for event in Event}
    assert set(LEADS_TO) == set(State)


@pytest.mark.parametrize(("state", "event"), EXPECTED, ids=lambda one: one.value)
def test_each_event_in_each_state_leads_where_the_table_says(state: State, event: Event) -> None:
    life, by = doer(state, event)
    expected = EXPECTED[state, event]
    if expected is None:
        with pytest.raises(DataProblem, match="cannot follow"):
            next_life(life, whole(event, by))
    else:
        after = next_life(life, whole(event, by))
        assert after.state is expected
        assert (after.outcome is not None) == (expected in ENDED)


@pytest.mark.parametrize(("state", "event"), EXPECTED, ids=lambda one: one.value)
def test_what_is_offered_is_what_is_taken(state: State, event: Event) -> None:
    for by in (GP, LINK, GROUP, OTHER, RESIDENT):
        for chain in ((GP,), (GP, LINK), (GP, LINK, GROUP), (RESIDENT,), (RESIDENT, LINK)):
            life = life_at(state, chain=chain)
            offered = event in possible(life, by)
            assert offered == (not problems_of(life, whole(event, by)))


@pytest.mark.parametrize("state", list(State), ids=lambda one: one.value)
def test_who_has_nothing_to_do_with_it_does_nothing_to_it(state: State) -> None:
    assert possible(life_at(state), "STRANGER") == ()


@pytest.mark.parametrize("state", [state for state in State if state not in ENDED], ids=lambda one: one.value)
def test_from_every_state_there_is_a_way_to_an_end_and_it_has_an_outcome(state: State) -> None:
    life = life_at(state)
    ends = [event for event in possible(life, LINK) if LEADS_TO[state][event] in ENDED]
    assert Event.END_WITHOUT_HELP in ends
    for event in ends:
        bare = replace(whole(event, LINK), outcome=None, reason="")
        with pytest.raises(DataProblem):
            next_life(life, bare)


@pytest.mark.parametrize("event", [Event.COMPLETE, Event.END_WITHOUT_HELP])
@pytest.mark.parametrize(
    "outcome", [None, Outcome(kind="", words="x"), Outcome(kind="goals met", words=" "), Outcome(kind="nice", words="x")]
)
def test_half_an_outcome_is_none(event: Event, outcome: Outcome | None) -> None:
    with pytest.raises(DataProblem, match="there is no outcome"):
        next_life(life_at(State.IN_PROGRESS), replace(whole(event, LINK), outcome=outcome))


def test_an_outcome_of_help_does_not_end_without_help() -> None:
    helped = Outcome(kind="goals met", words="All is well.")
    with pytest.raises(DataProblem, match="there is no outcome"):
        next_life(life_at(State.IN_PROGRESS), replace(whole(Event.END_WITHOUT_HELP, LINK), outcome=helped))


@pytest.mark.parametrize("event", [Event.DECLINE, Event.RETURN])
def test_who_declines_says_why_from_the_list_and_in_words(event: Event) -> None:
    life = life_at(State.RECEIVED)
    with pytest.raises(DataProblem) as told:
        next_life(life, replace(whole(event, LINK), reason="I do not like it", words=" "))
    assert [problem.where for problem in told.value.problems] == ["reason", "words"]


class TestConsent:
    """Nothing goes to another provider without the person's word for it."""

    def hand_over(self, **changed) -> tuple:
        asked = whole(Event.HAND_OVER, LINK)
        return problems_of(life_at(State.ACCEPTED), replace(asked, **changed))

    def test_agreed_is_enough(self) -> None:
        assert self.hand_over() == ()

    def test_without_it_refused(self) -> None:
        assert [one.where for one in self.hand_over(agreed=None)] == ["consent"]

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"organisation": GROUP}, "for another organisation"),
            ({"how": ""}, "has not agreed"),
            ({"until": NOON.date()}, "does not hold today"),
            ({"on": date(2026, 11, 3)}, "does not hold today"),
        ],
    )
    def test_for_another_or_for_another_time_refused(self, changed: dict, says: str) -> None:
        agreed = whole(Event.HAND_OVER, LINK).agreed
        assert agreed
        (problem,) = self.hand_over(agreed=replace(agreed, **changed))
        assert says in problem.what

    def test_a_practice_asks_before_it_sends_to_a_voluntary_group(self) -> None:
        life = drafted(GP, NOON)
        to_group = replace(whole(Event.SEND, GP), agreed=None, voluntary=True)
        assert [one.where for one in problems_of(life, to_group)] == ["consent"]
        assert problems_of(life, replace(to_group, voluntary=False)) == ()

    def test_a_resident_who_refers_themselves_has_said_so_by_doing_it(self) -> None:
        asked = replace(whole(Event.SEND, RESIDENT), agreed=None, voluntary=True)
        assert problems_of(drafted(RESIDENT, NOON), asked) == ()


def test_declined_goes_back_to_who_sent_it_and_they_may_try_another() -> None:
    life = next_life(drafted(GP, NOON), replace(whole(Event.SEND, GP), to=LINK))
    life = next_life(life, whole(Event.DECLINE, LINK))
    assert (life.state, life.turn) == (State.DECLINED, GP)
    assert possible(life, LINK) == ()
    again = next_life(life, whole(Event.SEND, GP))
    assert (again.state, again.turn) == (State.SENT, OTHER)


def test_a_hand_over_that_is_declined_lies_with_who_gave_it_and_they_may_take_it_back() -> None:
    life = next_life(life_at(State.IN_PROGRESS), whole(Event.HAND_OVER, LINK))
    assert (life.state, life.chain) == (State.HANDED_OVER, (GP, LINK, OTHER))
    life = next_life(life, whole(Event.DECLINE, OTHER))
    assert (life.state, life.turn) == (State.DECLINED, LINK)
    assert Event.SEND not in possible(life, LINK)
    assert next_life(life, whole(Event.TAKE_BACK, LINK)).state is State.ACCEPTED


def test_a_hand_over_that_nobody_answers_can_be_taken_back_by_who_gave_it_only() -> None:
    life = next_life(life_at(State.ACCEPTED), whole(Event.HAND_OVER, LINK))
    assert Event.TAKE_BACK not in possible(life, OTHER)
    back = next_life(life, whole(Event.TAKE_BACK, LINK))
    assert (back.state, back.chain) == (State.ACCEPTED, (GP, LINK))


@pytest.mark.parametrize("state", [state for state in State if state not in ENDED], ids=lambda one: one.value)
def test_a_person_may_always_say_that_they_do_not_want_it(state: State) -> None:
    asked = replace(whole(Event.END_WITHOUT_HELP, RESIDENT), outcome=Outcome(kind="did not want it", words="I changed my mind."))
    assert next_life(life_at(state), asked).state is State.ENDED_WITHOUT_HELP


def test_it_never_goes_to_nobody_nor_to_itself_nor_to_a_resident() -> None:
    for to in ("", GP, RESIDENT):
        found = problems_of(drafted(GP, NOON), replace(whole(Event.SEND, GP), to=to))
        assert [one.where for one in found] == ["to"]


class Lives(RuleBasedStateMachine):
    """Whatever anybody tries in whatever order: it never ends without an outcome, and is always with exactly one organisation."""

    @initialize(maker=st.sampled_from([GP, RESIDENT]))
    def begin(self, maker: str) -> None:
        self.life, self.seen, self.at = drafted(maker, NOON), [State.DRAFTED], NOON

    @rule(
        event=st.sampled_from(list(Event)), by=st.sampled_from([GP, LINK, GROUP, OTHER, RESIDENT, ""]),
        to=st.sampled_from([LINK, GROUP, OTHER, RESIDENT, ""]), bare=st.booleans(),
    )  # fmt: skip
    def anybody_tries_anything(self, event: Event, by: str, to: str, bare: bool) -> None:
        self.at += timedelta(hours=1)
        asked = replace(whole(event, by), to=to, at=self.at)
        asked = replace(asked, outcome=None, reason="", agreed=None) if bare else asked
        if asked.agreed:
            asked = replace(asked, agreed=replace(asked.agreed, organisation=to))
        before = self.life
        try:
            self.life = next_life(before, asked)
        except DataProblem:
            assert self.life is before
            return
        self.seen.append(self.life.state)
        assert self.life.since == self.at

    @invariant()
    def ended_has_an_outcome_and_nothing_else_has(self) -> None:
        assert (self.life.outcome is not None) == (self.life.state in ENDED)

    @invariant()
    def somebody_has_it(self) -> None:
        assert self.life.chain
        assert "" not in self.life.chain
        assert RESIDENT not in self.life.chain[1:]

    @invariant()
    def whoever_has_it_can_end_it(self) -> None:
        if self.life.state not in ENDED:
            assert Event.END_WITHOUT_HELP in possible(self.life, self.life.turn)

    @invariant()
    def what_was_entered_in_error_stays_so(self) -> None:
        if State.ENTERED_IN_ERROR in self.seen:
            assert self.seen[-1] is State.ENTERED_IN_ERROR


TestLives = Lives.TestCase


@given(st.sampled_from(list(State)), st.sampled_from(list(Event)), st.text(max_size=5))
def test_a_stranger_changes_nothing(state: State, event: Event, by: str) -> None:
    if by not in (GP, LINK, RESIDENT):
        assert problems_of(life_at(state), whole(event, by))
