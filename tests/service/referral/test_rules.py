"""Scores, small steps, carers, About Me, messages back and the words of FHIR: each rule by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.referral import (
    ENDED,
    Asked,
    Caring,
    Event,
    Happening,
    Life,
    Outcome,
    SmallStep,
    State,
    age_on,
    changes,
    event_of_request_status,
    event_of_task_status,
    fhir_status_of,
    headings,
    instruments,
    message_back,
    next_life,
    offers_for,
    outcomes_for,
    problems_of_caring,
    reasons_for,
    refuse_step,
    said,
    starts,
    tally,
    total,
    values_of,
    written,
)
from wholeplace.terms import DataProblem

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
LONELY = instruments()["ucla-3"]
LIVE = Life(state=State.IN_PROGRESS, chain=("GP", "LINK"), accepted=frozenset({"LINK"}), since=NOON)


class TestScores:
    """Sums by the rule of whoever made the questions."""

    @pytest.mark.parametrize(
        ("answers", "expected"),
        [
            (("hardly ever or never",) * 3, 3),
            (("some of the time",) * 3, 6),
            (("often",) * 3, 9),
            (("hardly ever or never", "some of the time", "often"), 6),
        ],
    )
    def test_ucla_runs_from_3_to_9(self, answers: tuple[str, ...], expected: int) -> None:
        values = values_of(LONELY, dict(zip(("companionship", "left-out", "isolated"), answers, strict=True)))
        assert total(LONELY, values) == expected

    def test_part_of_a_sum_is_no_sum(self) -> None:
        assert total(LONELY, values_of(LONELY, {"companionship": "often", "left-out": "often", "isolated": ""})) is None

    def test_the_four_of_ons_are_never_summed(self) -> None:
        four = instruments()["ons-4"]
        values = values_of(four, dict.fromkeys((item.id for item in four.questions), "10"))
        assert total(four, values) is None
        assert [one.after for one in changes(four, {}, values)] == [10, 10, 10, 10]

    def test_less_anxious_is_better_and_less_happy_is_worse(self) -> None:
        four = instruments()["ons-4"]
        found = {one.title: one.better for one in changes(four, {"anxious": 8, "happy": 6}, {"anxious": 3, "happy": 4})}
        assert list(found.values()) == [None, None, False, True]

    def test_a_word_that_is_no_answer_is_told_with_every_other(self) -> None:
        with pytest.raises(DataProblem) as told:
            values_of(LONELY, {"companionship": "always", "left-out": "often", "moon": "often"})
        assert [problem.where for problem in told.value.problems] == ["companionship", "moon"]

    @pytest.mark.parametrize("name", instruments())
    def test_each_says_who_made_it_and_its_answers_span_its_range(self, name: str) -> None:
        one = instruments()[name]
        assert one.source
        assert one.terms
        times = len(one.questions) if one.sums else 1
        assert (min(one.answers.values()) * times, max(one.answers.values()) * times) == (one.lowest, one.highest)


class TestSmallSteps:
    """Reached, came, did not come."""

    @pytest.mark.parametrize("state", State, ids=lambda one: one.value)
    def test_only_who_has_taken_it_on_writes_them(self, state: State) -> None:
        outcome = Outcome(kind="goals met", words="x") if state in ENDED else None
        life = replace(LIVE, state=state, outcome=outcome)
        step = SmallStep(happening=Happening.ATTENDED, on=TODAY)
        if state in (State.ACCEPTED, State.WAITING, State.IN_PROGRESS):
            refuse_step(life, step, "LINK", TODAY)
            with pytest.raises(DataProblem):
                refuse_step(life, step, "GP", TODAY)
        else:
            with pytest.raises(DataProblem):
                refuse_step(life, step, "LINK", TODAY)

    def test_none_in_the_future_nor_of_a_thousand(self) -> None:
        for step in (
            SmallStep(happening=Happening.ATTENDED, on=date(2026, 11, 3)),
            SmallStep(happening=Happening.ATTENDED, on=TODAY, of=1000),
        ):
            with pytest.raises(DataProblem):
                refuse_step(LIVE, step, "LINK", TODAY)

    @pytest.mark.parametrize("happening", Happening, ids=lambda one: one.value)
    @pytest.mark.parametrize("state", [State.ACCEPTED, State.WAITING, State.IN_PROGRESS], ids=lambda one: one.value)
    def test_help_has_begun_when_somebody_came(self, state: State, happening: Happening) -> None:
        expected = happening is Happening.ATTENDED and state is not State.IN_PROGRESS
        assert starts(replace(LIVE, state=state), SmallStep(happening=happening, on=TODAY)) is expected

    @given(st.lists(st.sampled_from(list(Happening)), max_size=30))
    def test_the_tally_counts_every_step_once(self, happenings: list[Happening]) -> None:
        found = tally(SmallStep(happening=one, on=TODAY) for one in happenings)
        assert (found.attended, found.missed) == (happenings.count(Happening.ATTENDED), happenings.count(Happening.DID_NOT_ATTEND))
        assert str(found)

    @pytest.mark.parametrize(
        ("happenings", "of", "says"),
        [
            ((), 0, "nothing yet"),
            ((Happening.CONTACTED,), 0, "spoken with once"),
            ((Happening.ATTENDED, Happening.ATTENDED), 6, "came 2 times of 6"),
            ((Happening.ATTENDED, Happening.DID_NOT_ATTEND), 0, "came once, missed 1"),
            ((Happening.DID_NOT_ATTEND,), 6, "came 0 times of 6, missed 1"),
        ],
    )
    def test_as_a_group_says_it(self, happenings: tuple[Happening, ...], of: int, says: str) -> None:
        assert str(tally(SmallStep(happening=one, on=TODAY, of=of) for one in happenings)) == says


class TestCarers:
    """The word "carer" always means somebody who is not paid."""

    caring = Caring(carer="a", cared_for="b", relationship="son", carer_agreed=TODAY, cared_for_agreed=TODAY)

    def test_both_agreed(self) -> None:
        assert problems_of_caring(self.caring, TODAY) == ()
        assert self.caring.names_both(TODAY)

    @pytest.mark.parametrize(
        ("changed", "where"),
        [
            ({"paid": True}, "paid"),
            ({"carer_agreed": None}, "carer"),
            ({"carer_agreed": date(2026, 11, 3)}, "carer"),
            ({"cared_for_agreed": None}, "cared_for"),
            ({"cared_for_agreed": date(2026, 11, 3)}, "cared_for"),
            ({"cared_for": "a"}, "cared_for"),
            ({"relationship": " "}, "relationship"),
        ],
    )
    def test_anything_missing_is_told(self, changed: dict, where: str) -> None:
        assert [problem.where for problem in problems_of_caring(replace(self.caring, **changed), TODAY)] == [where]

    def test_nobody_is_named_before_both_agreed_nor_after_it_ended(self) -> None:
        assert not replace(self.caring, cared_for="", cared_for_agreed=None).names_both(TODAY)
        assert not replace(self.caring, ended_on=TODAY).names_both(TODAY)
        assert not self.caring.names_both(date(2026, 11, 1))

    def test_offers_by_age(self) -> None:
        child, adult = ({one.name for one in offers_for(born, TODAY)} for born in (date(2014, 1, 1), date(1970, 1, 1)))
        assert "young-carer" in child
        assert "assessment" not in child
        assert "assessment" in adult
        assert "young-carer" not in adult

    @pytest.mark.parametrize(
        ("day", "years"), [(date(2028, 2, 28), 3), (date(2028, 2, 29), 4), (date(2025, 2, 28), 0), (date(2025, 3, 1), 1)]
    )
    def test_born_on_29_february(self, day: date, years: int) -> None:
        assert age_on(date(2024, 2, 29), day) == years


class TestAboutMe:
    """The headings of the standard."""

    def test_the_seven_headings_of_the_standard(self) -> None:
        assert len(headings()) == 7

    def test_too_long_is_told_and_nothing_of_it_shown(self) -> None:
        with pytest.raises(DataProblem) as told:
            written({"important": "secret " * 1000, "people": "my niece"})
        assert "secret" not in str(told.value)


class TestMessages:
    """What the practice reads by itself."""

    def message(self, event: Event, by: str = "LINK", **more) -> str:
        reason = next(iter(reasons_for(event)), "")
        asked = Asked(event=event, by=by, at=NOON, reason=reason, words="So it is.", **more)
        state = {Event.ACCEPT: State.RECEIVED, Event.DECLINE: State.RECEIVED}.get(event, State.IN_PROGRESS)
        life = next_life(replace(LIVE, state=state, accepted=frozenset()), asked)
        found = message_back("GP", "The link team", life, asked)
        return found.text if found else ""

    def test_at_acceptance_decline_and_outcome(self) -> None:
        assert self.message(Event.ACCEPT) == "The link team has accepted the referral and will speak with the person next."
        assert "It is not closed: it went back to whoever sent it." in self.message(Event.DECLINE)
        ended = self.message(Event.END_WITHOUT_HELP, outcome=Outcome(kind="moved away", words="Moved.", helped="no"))
        assert ended.endswith("the person has moved away. In their words: Moved. The person says it did not help.")
        assert "Please disregard it." in self.message(Event.MARK_AS_ERROR)

    @pytest.mark.parametrize("event", [Event.WAIT, Event.RETURN])
    def test_at_nothing_else(self, event: Event) -> None:
        assert self.message(event) == ""

    def test_not_where_the_person_does_not_wish_it(self) -> None:
        asked = Asked(event=Event.ACCEPT, by="LINK", at=NOON)
        assert message_back("", "x", LIVE, asked) is None


class TestFhir:
    """Our states in the words of FHIR R4 (request-status, task-status)."""

    REQUEST = frozenset({"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"})
    TASK = frozenset(
        {
            "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed", "completed",
            "entered-in-error",
        }
    )  # fmt: skip

    @pytest.mark.parametrize("state", State, ids=lambda one: one.value)
    def test_every_state_has_codes_of_the_lists_and_an_end_is_an_end(self, state: State) -> None:
        told = fhir_status_of(state)
        assert told.request in self.REQUEST
        assert told.task in self.TASK
        assert (told.request in {"completed", "revoked", "entered-in-error"}) is (state in ENDED)

    @pytest.mark.parametrize("status", sorted(TASK))
    def test_a_task_status_asks_for_an_event_or_for_none(self, status: str) -> None:
        event = event_of_task_status(LIVE, status)
        assert (event is None) is (status in {"draft", "ready"})

    def test_asked_again_after_its_end_it_is_opened_again(self) -> None:
        ended = replace(LIVE, state=State.COMPLETED, outcome=Outcome(kind="goals met", words="x"))
        assert event_of_task_status(ended, "requested") is Event.REOPEN
        assert event_of_request_status("revoked") is Event.END_WITHOUT_HELP
        assert event_of_request_status("active") is None


def test_every_word_of_a_list_says_something() -> None:
    for event in Event:
        for kind, sentence in {**reasons_for(event), **outcomes_for(event)}.items():
            assert sentence.endswith(".")
            assert said(kind) == sentence
    assert said("a word of no list") == "a word of no list"
