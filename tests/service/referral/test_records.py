"""Referrals as they are kept: nothing is lost, history only grows, and what follows from a step is kept with it or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history
from wholeplace.ledger.records.models import LogEntry
from wholeplace.service.access import Role, What
from wholeplace.service.records.access.audit import Refused, look
from wholeplace.service.records.access.consents import ConsentAsked
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.events.models import Told
from wholeplace.service.records.events.once import Duplicate, Once
from wholeplace.service.records.referral import doing, people, reading
from wholeplace.service.records.referral.models import CarerRecord, Referral, Step, SupportPlan
from wholeplace.service.referral import (
    ENDED,
    RESIDENT,
    Asked,
    Caring,
    Event,
    Happening,
    Outcome,
    SmallStep,
    Source,
    State,
    When,
    instruments,
    read_clocks,
    reasons_for,
)
from wholeplace.terms import DataProblem

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
GP, LINK, GROUP = "B12345", "LINK", "GROUP"


def act(event: str = "tested", *, days: int = 0, role: str = "link worker") -> Act:
    return Act(account="a.tester", acting_as=role, event=event, at=NOON + timedelta(days=days))


def wanted(**changed) -> doing.Wanted:
    asked = doing.Wanted(
        person="p-1", source=Source.GP, made_by=GP, to=LINK, why="Would like company.", needs=("company",), risks="none known", practice=GP
    )
    return replace(asked, **changed)


def consent(to: str = GROUP, *what: What) -> ConsentAsked:
    return ConsentAsked(
        person="p-1", organisation=to, referral="", what=what or (What.DETAILS, What.REFERRALS, What.ABOUT_ME), until=date(2027, 5, 1),
        given_by="p-1", how="said to the link worker",
    )  # fmt: skip


def step(record: Referral, event: Event, by: str, *, days: int = 0, **more) -> Referral:
    given = more.pop("consent", None)
    given = replace(given, referral=record.reference) if given else None
    asked = Asked(event=event, by=by, at=NOON + timedelta(days=days), **more)
    return doing.do(record.reference, asked, act(event.value, days=days), version=record.version, consent=given, who=f"The {by} team")


def test_a_referral_goes_through_three_organisations_and_comes_back_to_the_practice() -> None:
    record = doing.refer(wanted(), act("referred"))
    record = step(record, Event.ACCEPT, LINK, days=1)
    record = step(record, Event.HAND_OVER, LINK, days=2, to=GROUP, reason="better placed", voluntary=True, consent=consent())
    record = step(record, Event.ACCEPT, GROUP, days=3)
    for week in range(4):
        record = doing.write_down(
            record.reference, SmallStep(happening=Happening.ATTENDED, on=NOON.date(), of=6), GROUP, act("came", days=4 + 7 * week)
        )
    outcome = Outcome(kind="goals met", words="Walks with the group each week.", helped="yes")
    record = step(record, Event.COMPLETE, GROUP, days=40, outcome=outcome)
    story = reading.story_of(record)
    assert [one.event for one in story.steps] == ["send", "accept", "hand over", "accept", "start", "complete"]
    assert str(story.tally) == "came 4 times of 6"
    assert [one.text for one in story.messages] == [
        "The LINK team has accepted the referral and will speak with the person next.",
        "The GROUP team has taken the referral over and will speak with the person next.",
        "The GROUP team has completed the referral: what the person wanted was reached. In their words: Walks with the group each week. "
        "The person says it helped.",
    ]
    assert {one.to for one in story.messages} == {GP}
    assert Told.objects.filter(kind="message back").count() == 3


def test_a_step_that_is_refused_leaves_nothing_behind() -> None:
    record = doing.refer(wanted(), act())
    record = step(record, Event.ACCEPT, LINK)
    before = LogEntry.objects.count(), Told.objects.count()
    bad = replace(consent(), until=date(2030, 1, 1))
    with pytest.raises(DataProblem):
        step(record, Event.HAND_OVER, LINK, to=GROUP, reason="better placed", consent=bad)
    with pytest.raises(DataProblem, match="has not agreed"):
        step(record, Event.HAND_OVER, LINK, to=GROUP, reason="better placed")
    with pytest.raises(DataProblem, match="there is no outcome"):
        step(record, Event.COMPLETE, LINK)
    assert (LogEntry.objects.count(), Told.objects.count()) == before


def test_consent_is_not_kept_where_the_hand_over_is_refused() -> None:
    record = step(doing.refer(wanted(), act()), Event.ACCEPT, LINK)
    with pytest.raises(DataProblem, match="no reason"):
        step(record, Event.HAND_OVER, LINK, to=GROUP, reason="because", consent=consent())
    assert doing.agreed_now(record, GROUP, NOON.date()) == (None, "")


def test_the_second_of_two_who_answer_at_once_is_told() -> None:
    record = doing.refer(wanted(), act())
    step(record, Event.ACCEPT, LINK)
    stale = Referral.objects.get(pk=record.reference)
    stale.version = 1
    with pytest.raises(ChangedMeanwhile):
        step(stale, Event.DECLINE, LINK, reason="full", words="No room.")
    assert reading.story_of(record).steps[-1].event == "accept"


def test_the_same_message_twice_makes_one_referral() -> None:
    once = Once(sender="111", request="a", correlation="b", digest="c")
    record = doing.refer(wanted(once=once), act())
    with pytest.raises(Duplicate) as told:
        doing.refer(wanted(once=once), act())
    assert told.value.answer == {"referral": record.reference}
    assert Referral.objects.count() == 1


def test_a_referral_says_what_for_and_what_is_known_of_risks() -> None:
    with pytest.raises(DataProblem) as told:
        doing.refer(wanted(why=" ", risks=""), act())
    assert [problem.where for problem in told.value.problems] == ["why", "risks"]


def test_people_who_refer_themselves_need_not_write_risks_and_their_practice_hears_of_it_only_if_they_wish() -> None:
    own = wanted(made_by=RESIDENT, source=Source.RESIDENT, to=GROUP, risks="", practice="", voluntary=True, consent=consent())
    record = step(doing.refer(own, act(role="resident")), Event.ACCEPT, GROUP)
    assert reading.story_of(record).messages == []
    told = step(doing.refer(replace(own, practice=GP), act(role="resident")), Event.ACCEPT, GROUP)
    assert [one.to for one in reading.story_of(told).messages] == [GP]


def test_a_practice_is_not_written_to_about_what_it_did_itself() -> None:
    record = doing.refer(wanted(), act())
    ended = step(record, Event.END_WITHOUT_HELP, GP, outcome=Outcome(kind="moved away", words="Moved to the coast."))
    assert reading.story_of(ended).messages == []


def test_who_was_referred_to_us_may_be_read_and_nobody_else() -> None:
    record = doing.refer(wanted(), act())
    ours = Asker(account="l", role=Role.LINK_WORKER, organisation=LINK, at=NOON)
    assert look(ours, "p-1", What.ABOUT_ME).rule == "link-work"
    with pytest.raises(Refused):
        look(replace(ours, organisation="OTHER"), "p-1", What.ABOUT_ME)
    declined = step(record, Event.DECLINE, LINK, reason="full", words="No room.")
    with pytest.raises(Refused):
        look(ours, "p-1", What.ABOUT_ME)
    assert declined.turn == GP


def test_a_group_sees_a_person_only_with_their_consent_for_that_referral() -> None:
    record = step(doing.refer(wanted(), act()), Event.ACCEPT, LINK)
    record = step(record, Event.HAND_OVER, LINK, to=GROUP, reason="better placed", consent=consent(GROUP, What.DETAILS, What.REFERRALS))
    group = Asker(account="g", role=Role.GROUP_WORKER, organisation=GROUP, at=NOON)
    assert look(group, "p-1", What.DETAILS, referral=record.reference).allowed
    with pytest.raises(Refused):
        look(group, "p-1", What.RISKS, referral=record.reference)
    with pytest.raises(Refused):
        look(group, "p-1", What.DETAILS, referral="r-another")
    with pytest.raises(Refused):
        look(replace(group, at=NOON + timedelta(days=200)), "p-1", What.DETAILS, referral=record.reference)


def test_a_year_after_its_end_a_referral_opens_nothing_any_more() -> None:
    record = doing.refer(wanted(), act())
    step(record, Event.END_WITHOUT_HELP, LINK, outcome=Outcome(kind="moved away", words="Moved."))
    ours = Asker(account="l", role=Role.LINK_WORKER, organisation=LINK, at=NOON)
    assert look(replace(ours, at=NOON + timedelta(days=365)), "p-1", What.REFERRALS).allowed
    with pytest.raises(Refused):
        look(replace(ours, at=NOON + timedelta(days=367)), "p-1", What.REFERRALS)


def test_a_coordinator_sees_whom_their_organisations_referred() -> None:
    doing.refer(wanted(), act())
    asker = Asker(account="c", role=Role.COORDINATOR, organisation="PLACE", at=NOON, covers=frozenset({"PLACE", LINK}))
    assert look(asker, "p-1", What.CARE_TEAM).allowed
    with pytest.raises(Refused):
        look(replace(asker, covers=frozenset({"PLACE"})), "p-1", What.CARE_TEAM)


def test_scores_before_and_after_and_what_changed() -> None:
    record = doing.refer(wanted(), act())
    lonely = instruments()["ucla-3"]
    often = dict.fromkeys(("companionship", "left-out", "isolated"), "often")
    doing.keep_score(record.reference, lonely, When.BEFORE, often, LINK, act())
    doing.keep_score(record.reference, lonely, When.AFTER, {**often, "isolated": "hardly ever or never"}, LINK, act())
    ((change,),) = reading.story_of(record).changes.values()
    assert (change.before, change.after, change.better) == (9, 7, True)
    again = doing.keep_score(record.reference, lonely, When.AFTER, often, LINK, act())
    assert again.version == 2
    assert len(history(again)) == 2


def test_what_waits_lists_the_latest_first_and_failed_hand_overs_at_once() -> None:
    late = doing.refer(wanted(person="p-2"), act())
    failed = step(doing.refer(wanted(), act(days=5)), Event.ACCEPT, LINK, days=5)
    failed = step(failed, Event.HAND_OVER, LINK, days=5, to=GROUP, reason="no room", consent=consent())
    failed = step(failed, Event.DECLINE, GROUP, days=5, reason="full", words="No room till spring.")
    found = reading.what_waits(reading.open_between([LINK]), read_clocks(), NOON + timedelta(days=5))
    assert [(one.reference, one.trouble.value, one.owed_by) for one in found] == [
        (late.reference, "overdue", LINK),
        (failed.reference, "declined, and nobody else has it yet", LINK),
    ]


class TestCarers:
    """Carer always means unpaid; nobody's name is tied to another's without the word of both."""

    caring = Caring(
        carer="p-1", cared_for="p-2", relationship="daughter", carer_agreed=NOON.date(), cared_for_agreed=NOON.date()
    )  # fmt: skip

    def test_with_the_word_of_both(self) -> None:
        people.record_carer(self.caring, act(), organisation=LINK)
        assert [one.carer for one in reading.carers_of("p-2")] == ["p-1"]

    def test_without_the_word_of_whom_they_look_after_nothing_is_kept(self) -> None:
        with pytest.raises(DataProblem, match="whom they look after has not agreed"):
            people.record_carer(replace(self.caring, cared_for_agreed=None), act(), organisation=LINK)
        assert not CarerRecord.objects.exists()

    def test_a_carer_may_be_known_without_naming_whom_they_look_after(self) -> None:
        people.record_carer(replace(self.caring, cared_for="", cared_for_agreed=None), act(), organisation=LINK)
        assert reading.carers_of("p-2") == []

    def test_paid_help_makes_no_carer(self) -> None:
        with pytest.raises(DataProblem, match="not paid"):
            people.record_carer(replace(self.caring, paid=True), act(), organisation=LINK)

    def test_ended_the_name_goes(self) -> None:
        record = people.record_carer(self.caring, act(), organisation=LINK)
        assert people.end_caring(record, act()).cared_for == ""
        assert reading.carers_of("p-2") == []


def test_about_me_is_written_once_and_kept_in_versions() -> None:
    first = people.write_about_me("p-1", {"important": " My garden. ", "other": "x"}, act())
    assert first.texts == {"important": "My garden."}
    people.write_about_me("p-1", {"important": "My garden and my cat."}, act(), version=1)
    with pytest.raises(ChangedMeanwhile):
        people.write_about_me("p-1", {"important": "nothing"}, act(), version=1)


def test_a_plan_holds_goals_in_words() -> None:
    plan = people.keep_plan(SupportPlan(reference="p-1", kept_by=LINK), [people.Goal(goal="Get out each week", who="Walking group")], act())
    assert plan.goals[0]["goal"] == "Get out each week"
    with pytest.raises(DataProblem):
        people.keep_plan(plan, [people.Goal(goal=" ")], act())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(Event)), st.sampled_from([GP, LINK, GROUP, RESIDENT])), max_size=12))
def test_whatever_is_tried_no_step_is_lost_and_history_only_grows(tried: list[tuple[Event, str]]) -> None:
    record = doing.refer(wanted(), act())
    entries = len(history(record))
    for event, by in tried:
        outcome = {Event.COMPLETE: "goals met", Event.END_WITHOUT_HELP: "moved away"}.get(event)
        more = {"outcome": Outcome(kind=outcome, words="So it was.")} if outcome else {}
        more |= {"to": GROUP if record.turn != GROUP else LINK, "consent": consent(GROUP if record.turn != GROUP else LINK)}
        try:
            record = step(record, event, by, reason=next(iter(reasons_for(event)), ""), words="Because.", **more)
        except DataProblem:
            record = Referral.objects.get(pk=record.reference)
        now = len(history(record))
        assert now >= entries
        entries = now
        steps = list(Step.objects.filter(referral=record.reference).order_by("number"))
        assert [one.number for one in steps] == list(range(1, record.steps + 1))
        assert steps[-1].state == record.state
        assert bool(record.outcome_kind) == (State(record.state) in ENDED)
