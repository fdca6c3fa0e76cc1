"""Scrutiny: what is looked into, when a reply is due and whether it came, what people said, and who may go to the Secretary of State."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.west_yorkshire_place import its_plan, west_yorkshire
from wholeplace.agreement.bodies import Body
from wholeplace.agreement.clocks import last_day_of, months_after
from wholeplace.agreement.scrutiny import (
    Did,
    EngagementPoint,
    InterventionRequest,
    PointState,
    PromiseState,
    Recommendation,
    RecommendationState,
    Reply,
    ReplyAnswer,
    ServiceChange,
    WorkItem,
    WorkState,
    must_notify,
    overdue_replies,
    point_state,
    problems_of_change,
    problems_of_point,
    problems_of_recommendation,
    problems_of_reply,
    problems_of_request,
    problems_of_work_item,
    promise_state,
    reached_a_decision,
    recommendation_state,
    reply_due,
    reply_rules,
    reply_rules_of,
    standing_reply,
    unanswered,
    ways_open,
    work_ahead,
    work_state,
)

RULES = reply_rules()
SCRUTINY = Body(
    name="scrutiny", title="Health scrutiny", kind="scrutiny", level="place", areas=("P1",), stages=(), seats=(), source="s",
    scrutinises=("Hospital", "Executive"),
)  # fmt: skip
NAMES = ("Hospital", "Executive", "Charity")
TODAY = date(2026, 6, 1)


def recommended(**more) -> Recommendation:
    given = {
        "reference": "R1", "body": "scrutiny", "asked_of": "Executive", "text": "Publish waits every month.", "made_on": date(2026, 1, 5),
        "rule": "council-executive", "received_on": date(2026, 1, 15),
    }  # fmt: skip
    return Recommendation(**{**given, **more})


def replied(**more) -> Reply:
    given = {
        "recommendation": "R1", "replied_on": date(2026, 3, 1), "replied_by": "Executive", "answer": ReplyAnswer.ACCEPTED,
        "action": "Waits are published.", "by_when": date(2026, 5, 1),
    }  # fmt: skip
    return Reply(**{**given, **more})


@pytest.mark.parametrize(
    ("rule", "received", "due"),
    [
        ("council-executive", date(2026, 1, 15), date(2026, 3, 14)),
        ("council-executive", date(2026, 1, 1), date(2026, 2, 28)),
        ("council-executive", date(2025, 12, 31), date(2026, 2, 28)),
        ("council-executive", date(2023, 12, 31), date(2024, 2, 29)),
        ("nhs", date(2026, 1, 15), date(2026, 2, 12)),
        ("nhs", None, None),
    ],
)
def test_when_a_reply_is_due(rule, received, due):
    assert reply_due(recommended(received_on=received), RULES[rule]) == due


def test_days_that_begin_with_the_day_of_receipt():
    rule = replace(RULES["nhs"], counts_first_day=True)
    assert reply_due(recommended(), rule) == date(2026, 2, 11)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_months_go_forward_and_stay_in_their_month(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert months == 0 or last_day_of(day, months) in (later, later - timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "replies", "today", "state"),
    [
        ({}, (), date(2026, 1, 14), RecommendationState.NOT_SENT),
        ({"received_on": None}, (), TODAY, RecommendationState.NOT_SENT),
        ({}, (), date(2026, 2, 27), RecommendationState.WAITING),
        ({}, (), date(2026, 2, 28), RecommendationState.DUE_SOON),
        ({}, (), date(2026, 3, 14), RecommendationState.DUE_SOON),
        ({}, (), date(2026, 3, 15), RecommendationState.OVERDUE),
        ({}, (replied(replied_on=date(2026, 3, 14)),), TODAY, RecommendationState.ANSWERED),
        ({}, (replied(replied_on=date(2026, 3, 15)),), TODAY, RecommendationState.ANSWERED_LATE),
        ({}, (replied(replied_on=date(2026, 3, 15)), replied(replied_on=date(2026, 3, 1))), TODAY, RecommendationState.ANSWERED),
        ({}, (replied(replied_on=date(2026, 7, 1)),), TODAY, RecommendationState.OVERDUE),
        ({}, (replied(recommendation="R2"),), TODAY, RecommendationState.OVERDUE),
    ],
)
def test_where_a_recommendation_stands(changes, replies, today, state):
    assert recommendation_state(recommended(**changes), replies, RULES["council-executive"], today) is state


def test_overdue_replies_longest_first_whatever_the_order():
    late = (recommended(reference="b", received_on=date(2026, 2, 1)), recommended(reference="a"), recommended(reference="c", rule="none"))
    assert [one.reference for one in overdue_replies(late, (), RULES, TODAY)] == ["a", "b"]
    assert overdue_replies(late, iter([replied(recommendation="a"), replied(recommendation="b")]), RULES, TODAY) == ()


def test_the_last_reply_stands_and_its_promise_is_followed():
    first, second = replied(), replied(replied_on=date(2026, 4, 1), answer=ReplyAnswer.PARTLY, reasons="No staff.", by_when=TODAY)
    assert standing_reply(recommended(), [second, first], TODAY) == second
    assert standing_reply(recommended(), [second, first], date(2026, 3, 31)) == first
    assert promise_state(first, date(2026, 5, 1)) is PromiseState.TO_COME
    assert promise_state(first, date(2026, 5, 2)) is PromiseState.LATE
    assert promise_state(replace(first, done_on=date(2026, 5, 9)), TODAY) is PromiseState.DONE
    assert promise_state(replied(answer=ReplyAnswer.NOT_ACCEPTED, reasons="x"), TODAY) is PromiseState.NONE


@pytest.mark.parametrize(
    ("changes", "body", "told"),
    [
        ({}, SCRUTINY, []),
        ({}, None, ['there is no body called "scrutiny".']),
        ({}, replace(SCRUTINY, scrutinises=()), ["Health scrutiny scrutinises nobody."]),
        ({"asked_of": "Charity"}, SCRUTINY, ["Health scrutiny does not scrutinise Charity."]),
        ({"asked_of": "Prison"}, replace(SCRUTINY, scrutinises=("Prison",)), ['"Prison" is not known.']),
        ({"text": " ", "rule": "none"}, SCRUTINY, ["it recommends nothing.", '"none" is no rule of replies.']),
        ({"rule": "nhs"}, SCRUTINY, ["it does not say why, and on what evidence."]),
        ({"rule": "nhs", "why": "Waits grow.", "evidence": "Returns of 2025."}, SCRUTINY, []),
        ({"received_on": date(2026, 1, 4)}, SCRUTINY, ["it was received on 2026-01-04, before it was made on 2026-01-05."]),
    ],
)
def test_what_keeps_a_recommendation_from_being_sent(changes, body, told):
    assert [problem.what for problem in problems_of_recommendation(recommended(**changes), body, RULES, NAMES)] == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"replied_on": date(2026, 1, 14)}, ["it is dated 2026-01-14, before the recommendation was received."]),
        ({"answer": ReplyAnswer.PARTLY}, ["it is accepted in part, and gives no reasons."]),
        ({"answer": ReplyAnswer.NOT_ACCEPTED, "action": "", "by_when": None}, ["it is not accepted, and gives no reasons."]),
        ({"action": "", "by_when": None}, ["it accepts, and does not say what will be done.", "it accepts, and names no day."]),
    ],
)
def test_what_keeps_a_reply_from_standing(changes, told):
    assert [problem.what for problem in problems_of_reply(replied(**changes), recommended())] == told
    assert problems_of_reply(replied(), None)[0].what == "there is no such recommendation."


def topic(**more) -> WorkItem:
    given = {"reference": "W1", "body": "scrutiny", "topic": "Waits", "why": "They grow.", "planned_for": TODAY, "asked_of": ("Hospital",)}
    return WorkItem(**{**given, **more})


def test_a_work_programme_says_what_is_ahead_and_what_was_missed():
    items = [
        topic(), topic(reference="W2", planned_for=date(2026, 5, 1)), topic(reference="W3", taken_on=date(2026, 4, 1)),
        topic(reference="W4", dropped_why="Settled."), topic(reference="W5", body="other"),
    ]  # fmt: skip
    assert [one.reference for one in work_ahead(items, "scrutiny", TODAY)] == ["W2", "W1"]
    assert [work_state(one, TODAY) for one in items[:4]] == [WorkState.PLANNED, WorkState.OVERDUE, WorkState.TAKEN, WorkState.DROPPED]
    assert work_state(topic(taken_on=date(2026, 6, 2)), TODAY) is WorkState.PLANNED


@pytest.mark.parametrize(
    ("changes", "body", "told"),
    [
        ({}, SCRUTINY, []),
        ({"topic": "", "why": ""}, SCRUTINY, ["it has no topic.", "it does not say why."]),
        ({"asked_of": ()}, SCRUTINY, ["nobody is asked."]),
        ({"asked_of": ("Hospitl",)}, SCRUTINY, ['"Hospitl" is not known.']),
        ({}, None, ['there is no body called "scrutiny".']),
        ({}, replace(SCRUTINY, scrutinises=()), ["Health scrutiny scrutinises nobody."]),
    ],
)
def test_what_keeps_a_topic_off_the_programme(changes, body, told):
    assert [problem.what for problem in problems_of_work_item(topic(**changes), body, NAMES)] == told


def point(**more) -> EngagementPoint:
    given = {
        "reference": "P1", "group": "Unpaid carers", "said": "Nobody tells us when he comes home.", "where": "Carers' week event",
        "said_on": date(2026, 5, 1), "asked_of": "Hospital",
    }  # fmt: skip
    return EngagementPoint(**{**given, **more})


MONTH = timedelta(days=31)


def test_a_point_is_answered_or_it_is_said_that_it_is_not():
    assert point_state(point(), TODAY, within=MONTH) is PointState.WAITING
    assert point_state(point(), TODAY + timedelta(days=1), within=MONTH) is PointState.UNANSWERED
    done = point(did=Did.DONE, answer="The ward rings the carer.", answered_on=TODAY)
    assert point_state(done, TODAY, within=MONTH) is PointState.DONE
    assert point_state(done, TODAY - timedelta(days=1), within=MONTH) is PointState.WAITING
    assert point_state(replace(done, did=Did.NOT_DONE), TODAY, within=MONTH) is PointState.NOT_DONE
    older = [point(reference="b"), point(reference="a"), done, point(reference="c", said_on=date(2026, 1, 1))]
    assert [one.reference for one in unanswered(older, date(2026, 7, 1), within=MONTH)] == ["c", "a", "b"]


def test_a_point_is_traced_to_its_decision():
    points = [point(reference="b", decision="D7"), point(reference="a", decision="D7", said_on=date(2026, 4, 1)), point()]
    assert [one.reference for one in reached_a_decision(points, "D7")] == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"group": ""}, ["it does not say who said it."]),
        ({"said": " ", "where": ""}, ["it does not say what was said.", "it does not say where."]),
        ({"asked_of": ""}, ["nobody is asked to answer."]),
        ({"said_on": TODAY + timedelta(days=1)}, ["it was said on 2026-06-02, which is still to come."]),
        ({"did": Did.NOT_DONE, "answered_on": TODAY}, ["it is not done, and nothing says why not."]),
        ({"did": Did.DONE, "answered_on": TODAY}, ["it is done, and nothing says what."]),
        ({"did": Did.DONE, "answer": "x"}, ["it has an answer without a day, or a day without an answer."]),
        ({"did": Did.DONE, "answer": "x", "answered_on": date(2026, 4, 1)}, ["it was answered on 2026-04-01, before it was said."]),
    ],
)
def test_what_keeps_a_point_from_being_shown(changes, told):
    assert [problem.what for problem in problems_of_point(point(**changes), today=TODAY)] == told


@pytest.mark.parametrize(
    "named",
    ["Ask Mrs Example about it", "Write to someone@example.org", "Ring 01632 960 123", "NHS number 999 000 0018", "Cllr. Exemplar said"],
)
def test_a_point_never_names_a_person_and_nor_does_the_letter(named):
    (problem,) = problems_of_point(point(said=named), today=TODAY)
    assert (problem.where, problem.what) == ("point P1, said", "it seems to name a person.")
    assert named not in str(problem)


def test_a_point_may_name_days_sums_and_places():
    assert problems_of_point(point(said="On 1 May 2026 £1,250,000 went to Lady Lane, Leeds, LS2 7AA, for 120 people."), today=TODAY) == []


def change(**more) -> ServiceChange:
    given = {
        "reference": "C1", "title": "Stroke units", "nhs_body": "ICB", "councils": ("Leeds",), "substantial": True,
        "proposed_on": date(2026, 1, 1), "consulted_on": date(2026, 2, 1), "comments_by": date(2026, 4, 1), "decision_on": date(2026, 5, 1),
        "scrutiny_view": "Against", "notified_on": date(2026, 2, 1),
    }  # fmt: skip
    return ServiceChange(**{**given, **more})


@pytest.mark.parametrize(
    ("changes", "on", "told"),
    [
        ({}, TODAY, []),
        ({"substantial": False, "consulted_on": None}, TODAY, []),
        ({"consulted_on": None}, TODAY, ["scrutiny was not consulted."]),
        (
            {"comments_by": None, "decision_on": None},
            TODAY,
            ["scrutiny has no day by which to comment.", "scrutiny was not told when it will be decided."],
        ),
        ({"decision_on": date(2026, 4, 1)}, TODAY, ["it is decided on 2026-04-01, and comments may come until 2026-04-01."]),
        ({"councils": ("Leeds", "Wakefield")}, TODAY, ["it touches 2 councils, and no joint scrutiny committee was named."]),
        ({"councils": ("Leeds", "Wakefield"), "joint_committee": "JHOSC"}, TODAY, []),
        ({"notified_on": None}, TODAY, ["the Secretary of State was not told."]),
        ({"scrutiny_view": ""}, TODAY, ["it does not say what scrutiny thinks of it."]),
        ({"notified_on": None, "scrutiny_view": ""}, date(2024, 1, 30), []),
        ({"notified_on": None, "scrutiny_view": "", "consulted_on": date(2024, 1, 30)}, TODAY, []),
        ({"consulted_on": None, "comments_by": None, "decision_on": None, "notified_on": None, "too_urgent_why": "Unsafe."}, TODAY, []),
    ],
)
def test_what_is_missing_before_a_substantial_change_is_decided(changes, on, told):
    assert [problem.what for problem in problems_of_change(change(**changes), on)] == told


def test_the_duty_to_notify_began_on_its_day():
    not_yet_consulted = change(consulted_on=None)
    assert not must_notify(not_yet_consulted, date(2024, 1, 30))
    assert must_notify(not_yet_consulted, date(2024, 1, 31))


def asked(**more) -> InterventionRequest:
    given = {
        "change": "C1", "rule": "call-in-request", "asked_by": "Residents of two villages", "asked_on": date(2026, 5, 2),
        "ground": "process not followed", "reasons": "We were never asked.", "tried_locally": "Two meetings with the board.",
    }  # fmt: skip
    return InterventionRequest(**{**given, **more})


REFERRAL = {"rule": "referral", "asked_by": "Leeds", "ground": "consultation not adequate", "tried_locally": ""}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"tried_locally": ""}, ["it does not say what was tried locally."]),
        ({"ground": "dislike"}, ['"dislike" is no ground.']),
        ({"reasons": ""}, ["it gives no reasons."]),
        ({"asked_on": date(2024, 1, 30)}, ["on 2024-01-30 the law does not know it."]),
        ({**REFERRAL, "asked_on": date(2024, 1, 30)}, []),
        ({**REFERRAL, "asked_on": date(2024, 1, 31)}, ["on 2024-01-31 the law does not know it."]),
        ({**REFERRAL, "asked_on": date(2023, 5, 1), "asked_by": "York"}, ["York is none of the councils that it touches."]),
        ({"rule": "petition"}, ['"petition" is no way to the Secretary of State.']),
    ],
)
def test_who_may_go_to_the_secretary_of_state_as_the_law_stood(changes, told):
    assert [problem.what for problem in problems_of_request(asked(**changes), change())] == told


def test_the_way_changed_on_one_day():
    assert [rule.name for rule in ways_open(date(2024, 1, 30))] == ["referral"]
    assert [rule.name for rule in ways_open(date(2024, 1, 31))] == ["call-in-request"]
    assert problems_of_request(asked(), None)[0].what == "there is no such change."


def test_the_joint_committee_of_the_example_asks_the_partnership_by_its_own_rule(tmp_path):
    place = west_yorkshire(tmp_path / "wyh")
    agreement, _ = its_plan(place)
    rules, body = reply_rules_of(place), agreement.body("joint-scrutiny")
    names = [*(one.name for one in place.organisations), *(one.name for one in agreement.bodies)]
    one = recommended(body="joint-scrutiny", asked_of="partnership-board", rule="partnership")
    assert set(rules) == {"council-executive", "nhs", "partnership"}
    assert problems_of_recommendation(one, body, rules, names) == []
    assert reply_due(one, rules["partnership"]) == date(2026, 3, 15)
