"""A plan as one tree: what keeps it from being read, what is weak in it, what is late, and where it has nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.agreement.bodies import Dates
from wholeplace.agreement.plans import (
    Action,
    ActionState,
    Ambition,
    Better,
    Capacity,
    Colour,
    Horizon,
    KnownNames,
    Milestone,
    Need,
    Plan,
    Post,
    Programme,
    Shape,
    StatedGap,
    Strategy,
    Target,
    action_state,
    delivery_of,
    every_branch,
    faults_of_plan,
    gaps_of,
    horizon_of,
    horizon_rows,
    other_horizons,
    over_capacity,
    overdue,
    overdue_milestones,
    owned_by,
    ownerless,
    path_of,
    problems_of_action,
    problems_of_milestone,
    problems_of_plan,
    staff_on,
    tree_of,
    weak_points_of_plan,
)
from wholeplace.agreement.plans.tree import nodes_of
from wholeplace.terms import Money

BEGUN, ENDS = date(2026, 4, 1), date(2031, 4, 1)
YEARS = Dates(since=BEGUN, until=ENDS)
TODAY = date(2027, 1, 15)
KNOWN = KnownNames(
    owners=("Council", "Hospital", "board"), areas=("S1", "P1"), bodies=("board",), levels=("system", "place"), tests=("wicked",)
)


def strategy(name="whole", **more) -> Strategy:
    given = {"title": name, "kind": "five-year plan", "level": "system", "area": "S1", "dates": YEARS, "owner": "board", "source": "s"}
    return Strategy(name=name, **{**given, **more})


def ambition(name="home", **more) -> Ambition:
    target = Target(shape=Shape.LEVEL, better=Better.LOWER, by=date(2030, 1, 1), amount=3.0)
    given = {"title": name, "owner": "Council", "target": target, "source": "s", "measure": "delayed-days", "strategy": "whole"}
    return Ambition(name=name, **{**given, **more})


def programme(name="discharge", **more) -> Programme:
    given = {"title": name, "under": "whole", "level": "system", "dates": YEARS, "owner": "Lead", "source": "s", "ambitions": ("home",)}
    return Programme(name=name, **{**given, **more})


def action(name="team", **more) -> Action:
    given = {"title": name, "programme": "discharge", "owner": "Council", "starts": date(2026, 6, 1), "due": date(2026, 12, 31)}
    return Action(name=name, **{**given, **more})


def milestone(name="hired", **more) -> Milestone:
    return Milestone(**{"name": name, "title": name, "action": "team", "owner": "Council", "due": date(2026, 9, 1), **more})


PLAN = Plan(
    strategies=(strategy(), strategy("place", level="place", area="P1", under="whole")), ambitions=(ambition(),), programmes=(programme(),),
    actions=(action(),), milestones=(milestone(),), posts=(Post(name="Lead", title="Programme lead", organisation="Council"),),
)  # fmt: skip


def test_a_sound_plan_has_nothing_wrong():
    assert problems_of_plan(PLAN, KNOWN) == []


def test_the_tree_holds_everything_once_and_says_how_deep():
    (tree,) = tree_of(PLAN)
    assert [(depth, node.where) for depth, node in every_branch([tree])] == [
        (0, "strategy whole"), (1, "strategy place"), (1, "ambition home"), (1, "programme discharge"), (2, "action team"),
        (3, "milestone hired"),
    ]  # fmt: skip
    nodes = nodes_of(PLAN)
    assert [node.name for node in path_of(nodes[-1], nodes)] == ["hired", "team", "discharge", "whole"]
    assert [node.where for node in owned_by(PLAN, "Council")] == ["ambition home", "action team", "milestone hired"]


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"actions": (action(owner="Counsil"),)}, "action team", 'its owner "Counsil" is not known.'),
        ({"actions": (action(programme="discharg"),)}, "action team", 'it stands under "discharg", which is not there.'),
        ({"milestones": (milestone(action=""),)}, "milestone hired", "it stands under nothing."),
        ({"strategies": (strategy(under="whole"),)}, "strategy whole", 'it stands under "whole", which is not there.'),
        (
            {"strategies": (strategy(under="place"), strategy("place", under="whole"))},
            "strategy whole",
            "it stands under place, which stands under it.",
        ),
        ({"actions": (action(), action())}, "action team", "it stands there 2 times."),
        (
            {"actions": (action(due=date(2031, 4, 1)),)},
            "action team",
            "its last day is 2031-04-01, and that of programme discharge is 2031-03-31.",
        ),
        ({"actions": (action(starts=date(2026, 1, 1)),)}, "action team", "it begins on 2026-01-01, and programme discharge on 2026-04-01."),
        ({"actions": (action(due=date(2026, 5, 1)),)}, "action team", "it ends before it begins on 2026-06-01."),
        (
            {"milestones": (milestone(due=date(2027, 2, 1)),)},
            "milestone hired",
            "its last day is 2027-02-01, and that of action team is 2026-12-31.",
        ),
        (
            {"programmes": (programme(dates=Dates(since=BEGUN)),)},
            "programme discharge",
            "it has no last day, and that of strategy whole is 2031-03-31.",
        ),
        ({"programmes": (programme(level="town"),)}, "programme discharge", 'its level "town" is not known.'),
        ({"actions": (action(area="P9"),)}, "action team", 'its area "P9" is not known.'),
        ({"actions": (action(ambitions=("home", "hom")),)}, "action team", 'it serves the ambition "hom", which is not there.'),
        ({"programmes": (programme(replaces=("old",)),)}, "programme discharge", 'it replaces "old", which is not there.'),
        ({"programmes": (programme(board="bord"),)}, "programme discharge", 'its board is "bord", which is not there.'),
        ({"ambitions": (ambition(part_of="health"),)}, "ambition home", 'it is a part of "health", which is not there.'),
        ({"ambitions": (ambition(needs=("falls",)),)}, "ambition home", 'it answers the need "falls", which is not there.'),
        ({"actions": (action(test="big"),)}, "action team", 'its test is "big", which is not there.'),
        ({"actions": (action(done_on=date(2026, 5, 1)),)}, "action team", "it was done on 2026-05-01, before it began."),
        ({"actions": (action(done_on=TODAY, stopped_on=TODAY, why_stopped="x"),)}, "action team", "it was done and stopped."),
        ({"gaps": (StatedGap(of="home", horizon="soon", why="x"),)}, "gap of home", 'its horizon is "soon", which is not there.'),
    ],
)
def test_what_keeps_a_plan_from_being_read(change, where, what):
    told = [(problem.where, problem.what) for problem in faults_of_plan(replace(PLAN, **change), KNOWN)]
    assert (where, what) in told


def test_a_place_never_holds_the_system():
    under = replace(PLAN, programmes=(programme(under="place"),))
    assert "its level is system, and it stands under strategy place at the level place." in [
        one.what for one in faults_of_plan(under, KNOWN)
    ]


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        ({"actions": (action(owner=" "),)}, "action team", "nobody owns it."),
        ({"ambitions": (ambition(owner=""),)}, "ambition home", "nobody owns it."),
        (
            {"ambitions": (ambition(target=Target(shape=Shape.GAP, better=Better.LOWER, by=ENDS, amount=0.1)),)},
            "ambition home",
            "it has no baseline.",
        ),
        ({"actions": (action(level="system"),)}, "action team", "it is at system level, and cites no test for working there."),
        ({"actions": (action(level="system", test="wicked"),)}, "action team", "it cites the test wicked without a reason."),
        ({"actions": (action(stopped_on=TODAY),)}, "action team", "it was stopped, and nothing says why."),
        ({"milestones": (milestone(reached_on=date(2026, 8, 1)),)}, "milestone hired", "it was reached, and nothing shows it."),
    ],
)
def test_what_is_weak_is_told_and_does_not_keep_the_plan_out(change, where, what):
    weak = replace(PLAN, **change)
    assert faults_of_plan(weak, KNOWN) == []
    assert [(problem.where, problem.what) for problem in weak_points_of_plan(weak, KNOWN)] == [(where, what)]


def test_a_wellbeing_strategy_answers_needs():
    needs = (Need(name="falls", title="Falls at home", area="P1", source="Needs assessment"),)
    plan = replace(PLAN, strategies=(strategy(kind="health and wellbeing strategy"), PLAN.strategies[1]), needs=needs)
    assert [problem.what for problem in weak_points_of_plan(plan, KNOWN)] == ["it cites no need."]
    assert weak_points_of_plan(replace(plan, ambitions=(ambition(needs=("falls",)),)), KNOWN) == []


def test_a_form_hears_only_what_its_own_action_brings():
    sick = replace(PLAN, milestones=(milestone(owner=""),), programmes=(programme(money=Money.pounds("100")),))
    assert problems_of_action(action("second", money=Money.pounds("60")), sick, KNOWN) == []
    too_much = problems_of_action(action("second", money=Money.pounds("101")), sick, KNOWN)
    assert [problem.what for problem in too_much] == ["its parts ask for £101, and it has £100: £1 too much."]
    assert [problem.what for problem in problems_of_action(action(owner=""), PLAN, KNOWN)] == ["nobody owns it."]
    assert [problem.where for problem in problems_of_milestone(milestone("x", action="none"), PLAN, KNOWN)] == ["milestone x"]


def test_what_nobody_owns_is_found():
    assert [node.where for node in ownerless(replace(PLAN, actions=(action(owner=""),)))] == ["action team"]


def test_money_to_the_penny_fits_and_a_penny_more_does_not():
    fits = replace(PLAN, programmes=(programme(money=Money(100)),), actions=(action(money=Money(60)), action("b", money=Money(40))))
    assert over_capacity(fits) == []
    (problem,) = over_capacity(replace(fits, actions=(action(money=Money(60)), action("b", money=Money(41)))))
    assert problem.where == "programme discharge"
    assert problem.what == "its parts ask for £1.01, and it has £1: £0.01 too much."


def test_a_strategy_is_cut_by_place_and_by_programme_and_each_cut_spends_the_same_pounds():
    whole = strategy(money=Money(100))
    places = tuple(strategy(name, level="place", under="whole", money=Money(50)) for name in ("p", "q"))
    plan = replace(PLAN, strategies=(whole, *places), programmes=(programme(money=Money(100)),))
    assert over_capacity(plan) == []
    assert len(over_capacity(replace(plan, programmes=(programme(money=Money(101)),)))) == 1
    assert len(over_capacity(replace(plan, strategies=(replace(whole, money=Money(99)), *places)))) == 2


def test_staff_of_an_organisation_are_compared_day_by_day():
    first = action(staff=Decimal("2.5"), organisation="Council")
    second = action("b", staff=Decimal("1"), organisation="Council", starts=date(2027, 1, 1), due=date(2027, 3, 31))
    held = (Capacity(organisation="Council", staff=Decimal("3"), dates=YEARS, source="s"),)
    one_after_the_other = replace(PLAN, actions=(first, second), capacities=held)
    assert over_capacity(one_after_the_other) == []
    later = action("c", staff=Decimal("1"), organisation="Council", starts=date(2028, 1, 1), due=date(2028, 2, 1))
    at_once = replace(one_after_the_other, actions=(first, replace(second, starts=date(2026, 12, 31)), later))
    (problem,) = over_capacity(at_once)
    assert problem.where == "staff of Council"
    assert problem.what == "from 2026-12-31 on 3.5 whole-time equivalents are asked for, and there are 3: team, b."


def test_a_capacity_that_shrinks_is_seen_on_that_day():
    held = tuple(
        Capacity(organisation="Council", staff=staff, dates=dates, source="s")
        for staff, dates in [(Decimal(3), Dates(since=BEGUN, until=date(2026, 8, 1))), (Decimal(1), Dates(since=date(2026, 8, 1)))]
    )
    (problem,) = over_capacity(replace(PLAN, actions=(action(staff=Decimal(2), organisation="Council"),), capacities=held))
    assert problem.what.startswith("from 2026-08-01 on 2 whole-time")


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300), st.integers(1, 9)), max_size=8))
def test_staff_above_what_there_is_are_found_as_by_looking_at_every_day(spans):
    """Two roads: looking only at days on which something begins, and looking at every day."""
    actions = tuple(
        action(f"a{n}", starts=BEGUN + timedelta(since), due=BEGUN + timedelta(since + days), staff=Decimal(staff))
        for n, (since, days, staff) in enumerate(spans)
    )
    plan = replace(PLAN, programmes=(programme(staff=Decimal(10)),), actions=actions, milestones=())
    nodes = [node for node in nodes_of(plan) if node.kind == "action"]
    most = max((staff_on(nodes, BEGUN + timedelta(day)) for day in range(700)), default=Decimal(0))
    assert bool(over_capacity(plan)) == (most > 10)


@pytest.mark.parametrize(
    ("changes", "state", "colour"),
    [
        ({}, ActionState.LATE, Colour.RED),
        ({"due": TODAY}, ActionState.DUE_SOON, Colour.AMBER),
        ({"due": TODAY + timedelta(31)}, ActionState.UNDER_WAY, Colour.GREEN),
        ({"starts": TODAY + timedelta(1), "due": TODAY + timedelta(2)}, ActionState.NOT_BEGUN, Colour.GREY),
        ({"starts": TODAY, "due": TODAY + timedelta(90)}, ActionState.UNDER_WAY, Colour.GREEN),
        ({"done_on": date(2026, 12, 31)}, ActionState.DONE, Colour.GREEN),
        ({"done_on": date(2027, 1, 1)}, ActionState.DONE_LATE, Colour.GREEN),
        ({"done_on": TODAY + timedelta(1)}, ActionState.LATE, Colour.RED),
        ({"stopped_on": date(2026, 10, 1), "why_stopped": "No staff."}, ActionState.STOPPED, Colour.GREY),
    ],
)
def test_a_late_action_turns_red_by_rule(changes, state, colour):
    assert action_state(action(**changes), TODAY) is state
    assert delivery_of(action(**changes), (), TODAY).colour is colour


def test_an_action_with_a_late_milestone_is_not_green():
    under_way = action(due=date(2027, 6, 1))
    seen = delivery_of(under_way, [milestone(), milestone("other", action="b")], TODAY)
    assert (seen.colour, [one.name for one in seen.late_milestones]) == (Colour.AMBER, ["hired"])
    assert seen.sentence == "team: under way, due on 2027-06-01. 1 of its milestones is late: hired."
    assert delivery_of(under_way, [milestone(reached_on=date(2026, 9, 2))], TODAY).colour is Colour.GREEN
    assert delivery_of(replace(under_way, done_on=TODAY), [milestone()], TODAY).late_milestones == ()


def test_what_is_late_longest_stands_first():
    late = (
        action("b", due=date(2026, 12, 1)),
        action("a", due=date(2026, 12, 1)),
        action("c", due=date(2026, 7, 1)),
        action("d", due=TODAY),
    )
    assert [one.name for one in overdue(late, TODAY)] == ["c", "a", "b"]
    assert [one.name for one in overdue_milestones([milestone(), milestone("x", due=TODAY)], TODAY)] == ["hired"]
    assert delivery_of(late[2], (), TODAY).sentence == "c: late: it was due on 2026-07-01, 198 days ago."
    assert delivery_of(action(due=TODAY - timedelta(1)), (), TODAY).sentence.endswith("1 day ago.")


HORIZONS = (
    Horizon(name="short", title="This year", dates=Dates(since=BEGUN, until=date(2027, 4, 1)), source="s"),
    Horizon(name="medium", title="To year 3", dates=Dates(since=date(2027, 4, 1), until=date(2029, 4, 1)), source="s"),
    Horizon(name="long", title="Beyond", dates=Dates(since=date(2029, 4, 1)), source="s"),
)


def test_a_horizon_with_nothing_is_named_unless_somebody_said_why():
    plan = replace(PLAN, horizons=HORIZONS, gaps=(StatedGap(of="home", horizon="medium", why="Staff are trained first."),))
    home, discharge = horizon_rows(plan)
    assert home.has == {"short": ("team",), "medium": (), "long": ()}
    assert (home.gaps, home.stated) == (("long",), {"medium": "Staff are trained first."})
    assert discharge.gaps == ("medium", "long")
    assert [(one.where, one.what) for one in gaps_of(plan)] == [
        ("ambition home", "it has no action in the horizon long."),
        ("programme discharge", "it has no action in the horizon medium."),
        ("programme discharge", "it has no action in the horizon long."),
    ]
    assert faults_of_plan(plan, KNOWN) == []


@pytest.mark.parametrize(("area", "serves"), [("", True), ("S1", True), ("P1", True), ("P2", False)])
def test_an_action_for_all_serves_every_places_share_and_one_for_a_place_only_its_own(area, serves):
    share = ambition("share", area="P1", part_of="home", strategy="place")
    plan = replace(PLAN, horizons=HORIZONS, ambitions=(ambition(area="S1"), share), actions=(action(area=area),))
    row = next(row for row in horizon_rows(plan) if row.name == "share")
    assert row.has["short"] == (("team",) if serves else ())


def test_an_action_that_names_a_share_serves_the_share_alone():
    share = ambition("share", area="P1", part_of="home", strategy="place")
    plan = replace(PLAN, horizons=HORIZONS, ambitions=(ambition(area="S1"), share), actions=(action(ambitions=("share",)),))
    assert {row.name: row.has["short"] for row in horizon_rows(plan) if row.kind == "ambition"} == {"home": (), "share": ("team",)}


def test_a_stopped_action_fills_no_horizon_and_a_short_programme_is_asked_for_none_after_it():
    stopped = action(stopped_on=date(2026, 8, 1), why_stopped="x")
    plan = replace(PLAN, horizons=HORIZONS, actions=(stopped,), programmes=(programme(dates=Dates(since=BEGUN, until=date(2027, 4, 1))),))
    assert horizon_rows(plan)[1].gaps == ("short",)
    own = action(ambitions=())
    assert horizon_rows(replace(plan, actions=(own,)))[0].has["short"] == ("team",)
    assert horizon_of(HORIZONS, date(2026, 3, 31)) is None


def test_horizons_leave_no_day_out():
    gap = (HORIZONS[0], replace(HORIZONS[2], dates=Dates(since=date(2030, 1, 1))))
    told = [one.what for one in faults_of_plan(replace(PLAN, horizons=gap), KNOWN)]
    assert told == ["it begins on 2030-01-01, and short ends on 2027-04-01."]


def test_a_strategy_that_looks_less_far_ahead_is_told():
    plan = replace(PLAN, strategies=(strategy(), strategy("place", level="place", under="whole", dates=Dates(since=BEGUN, until=TODAY))))
    (problem,) = other_horizons(plan)
    assert problem.what == "it looks ahead to 2027-01-15, and whole to 2031-04-01."
    assert other_horizons(PLAN) == []
