"""The source documents' rows that rules of plans, scrutiny and meetings make real: one test each, by the row's number."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.agreement.test_meetings import BODY, HELD, SITTING, TODAY, at
from tests.agreement.test_plans import HORIZONS, KNOWN, PLAN, action, ambition, milestone, programme, strategy
from tests.agreement.test_plans_together import SENSES, wants
from tests.agreement.test_scrutiny import RULES, point, recommended, replied
from tests.agreement.test_shared import COVID, item, risk, seen, step
from tests.agreement.west_yorkshire_place import its_plan, west_yorkshire
from tests.picture.made import PERIOD, measure, place, results, steady
from wholeplace.agreement.bodies import Asked, Dates, read_agreement
from wholeplace.agreement.meetings import forward_agenda, participation, routed
from wholeplace.agreement.meetings.pack import measures_of, pack_of, section_of_actions, section_of_ambitions, section_of_readings
from wholeplace.agreement.plans import (
    Baseline,
    Better,
    ChangeKind,
    Colour,
    Need,
    Observed,
    Plan,
    PlanState,
    ResetChoice,
    RiskState,
    Shape,
    Standing,
    StatedGap,
    Target,
    across,
    alignment,
    by_choice,
    changes_between,
    delivery_of,
    every_branch,
    gaps_of,
    known_names,
    last_reported,
    opposing,
    other_horizons,
    over_capacity,
    overdue,
    ownerless,
    parted,
    problems_of,
    programmes_on,
    progress_of,
    read_required,
    risk_state,
    side_by_side,
    track,
    tree_of,
    unshared,
    weak_points_of_plan,
)
from wholeplace.agreement.scrutiny import (
    Did,
    PointState,
    RecommendationState,
    next_step,
    oversight_ladder,
    point_state,
    problems_of_step,
    reached_a_decision,
    recommendation_state,
    unanswered,
)
from wholeplace.picture import draw
from wholeplace.terms import DataProblem, Money


@pytest.fixture
def wyh(tmp_path):
    return west_yorkshire(tmp_path / "wyh")


def test_row_13_every_action_has_exactly_one_lead(wyh):
    one = '[[action]]\nname = "x"\ntitle = "X"\nprogramme = "stroke"\nowner = {}\nstarts = 2020-04-01\ndue = 2020-05-01\n'
    file = wyh.folder / "agreement" / "more.toml"
    file.write_text(one.format('["Leeds Council", "Healthwatch"]'))
    with pytest.raises(DataProblem, match="Where two own, neither does"):
        its_plan(wyh)
    file.write_text(one.format('""'))
    agreement, plan = its_plan(wyh)
    assert [node.name for node in ownerless(plan)] == ["x"]
    assert "nobody owns it." in [problem.what for problem in weak_points_of_plan(plan, known_names(wyh, agreement))]


def test_row_15_two_definitions_of_inactivity_are_never_mixed():
    rarely = Baseline(value=32.0, on=date(2018, 4, 1), definition_id="rarely-active", source="Calderdale")
    one = ambition(baseline=rarely, target=Target(shape=Shape.LEVEL, better=Better.LOWER, by=date(2024, 4, 1), amount=25.0))
    told = progress_of(one, Observed(on=date(2019, 4, 1), value=23.8, definition_id="active-lives-inactive"))
    assert told.standing is Standing.CANNOT_SAY
    assert "Two definitions are never joined" in told.sentence


def test_row_20_no_ambition_without_a_measure_or_a_named_piece_of_evidence():
    kind = Target(shape=Shape.QUALITATIVE, better=Better.HIGHER, by=date(2030, 1, 1))
    assert problems_of(ambition(measure=""))[0].what == "it names no measure."
    assert problems_of(ambition(measure="", target=kind))[0].what == "it names no evidence that would show it."
    assert problems_of(ambition(measure="", target=kind, shown_by=("What residents say of each other",))) == []
    assert [node.kind for _, node in every_branch(tree_of(PLAN))] == [
        "strategy", "strategy", "ambition", "programme", "action", "milestone",
    ]  # fmt: skip


def test_row_25_each_ambition_has_an_action_in_each_horizon_or_a_stated_gap():
    plan = replace(PLAN, horizons=HORIZONS)
    assert {problem.what for problem in gaps_of(plan) if problem.where == "ambition home"} == {
        "it has no action in the horizon medium.", "it has no action in the horizon long.",
    }  # fmt: skip
    stated = tuple(StatedGap(of=of, horizon=name, why="Money ends.") for of in ("home", "discharge") for name in ("medium", "long"))
    assert gaps_of(replace(plan, gaps=stated)) == []


def test_row_29_planted_opposing_targets_are_flagged():
    planted = [wants("fewer", "delayed-days", Better.LOWER), wants("more", "back-within-30-days", Better.HIGHER)]
    assert [(pull.one.name, pull.other.name) for pull in opposing(planted, SENSES, {})] == [("fewer", "more")]


def test_row_31_unshared_objectives_are_listed():
    rows = alignment(Plan(ambitions=(ambition("both", shared_by=("Hospital",)), ambition("alone"))), ("Council", "Hospital"))
    assert [one.name for one in unshared(rows)] == ["alone"]


def test_row_32_overdue_and_ownerless_actions_surface_and_versions_are_compared():
    plan = replace(PLAN, actions=(action(), action("nobody's", owner="")))
    assert [one.name for one in overdue(plan.actions, date(2027, 1, 15))] == ["nobody's", "team"]
    assert [node.name for node in ownerless(plan)] == ["nobody's"]
    later = replace(plan, actions=(action(due=date(2027, 6, 30), money=Money.pounds("5")), action("new")))
    assert [(one.where, one.kind, one.field, one.before, one.after) for one in changes_between(plan, later)] == [
        ("action team", ChangeKind.CHANGED, "due", "2026-12-31", "2027-06-30"),
        ("action team", ChangeKind.CHANGED, "money", "none", "£5"),
        ("action new", ChangeKind.ADDED, "", "", ""),
        ("action nobody's", ChangeKind.GONE, "", "", ""),
    ]
    assert changes_between(plan, plan) == ()


def test_row_34_a_plan_over_capacity_is_flagged():
    plan = replace(PLAN, programmes=(programme(money=Money.pounds("10"), staff=Decimal(1)),))
    plan = replace(plan, actions=(action(money=Money.pounds("11"), staff=Decimal("1.5")),))
    assert [problem.where for problem in over_capacity(plan)] == ["programme discharge", "programme discharge"]


def test_row_35_a_late_action_turns_red_by_rule():
    day = action().due
    assert [delivery_of(action(), (), day + timedelta(days=late)).colour for late in (0, 1)] == [Colour.AMBER, Colour.RED]


def test_row_39_every_programme_has_a_lead(wyh):
    _, plan = its_plan(wyh)
    assert all(one.owner for one in plan.programmes)
    leaderless = replace(PLAN, programmes=(programme(owner=""),))
    assert [problem.where for problem in weak_points_of_plan(leaderless, KNOWN)] == ["programme discharge"]


def test_row_49_each_recommendation_gets_a_dated_reply():
    rule = RULES["council-executive"]
    assert recommendation_state(recommended(), (), rule, date(2026, 3, 15)) is RecommendationState.OVERDUE
    assert recommendation_state(recommended(), (replied(),), rule, date(2026, 3, 15)) is RecommendationState.ANSWERED


def test_row_56_an_item_is_routed_by_rule_and_stands_on_a_forward_agenda(wyh):
    asked = Asked(matter="cancer", areas=("WYH",), money=Money(0), on=date(2018, 6, 1))
    assert routed(read_agreement(wyh), asked).decides == ("joint-committee",)
    assert forward_agenda([SITTING], "board", HELD.date()) == (SITTING,)


def test_row_62_each_system_level_action_cites_a_test():
    system = replace(PLAN, actions=(action(level="system"),))
    assert [problem.what for problem in weak_points_of_plan(system, KNOWN)] == [
        "it is at system level, and cites no test for working there."
    ]
    cited = replace(PLAN, actions=(action(level="system", test="wicked", test_reason="No place can solve it alone."),))
    assert weak_points_of_plan(cited, KNOWN) == []


def test_row_64_nine_programmes_in_2017_and_a_later_list_that_differs(wyh):
    _, plan = its_plan(wyh)
    first, later = ({one.name for one in programmes_on(plan, day)} for day in (date(2017, 6, 1), date(2020, 6, 1)))
    assert len(first) == 9
    assert first != later
    assert {"stroke", "mental-health", "urgent-care", "hospitals-working-together"} <= first


def test_row_67_a_missing_plan_is_flagged(wyh):
    required, adopted = read_required(wyh)
    owed = {"system partnership": ("West Yorkshire and Harrogate Health and Care Partnership",)}
    states = {one.required.name: one.state for one in track(required, adopted, owed, date(2018, 1, 1))}
    assert states == {"primary-care-delivery-plan": PlanState.MISSING}


def test_row_69_the_monthly_pack_of_a_programme_builds():
    delays = measure("delayed-days")
    picture = draw(results(steady(delays, change=0.7)), place())
    readings = section_of_readings("What the figures say", picture, measures_of(PLAN, ["discharge"]), ("S1",))
    stands = section_of_ambitions("Where ambitions stand", [progress_of(ambition(), None)])
    late = section_of_actions("What is late", [delivery_of(action(), (milestone(),), date(2027, 1, 15))])
    pack = pack_of(SITTING, PERIOD, (readings, stands, late))
    assert [section.title for section in pack.sections] == ["What the figures say", "Where ambitions stand", "What is late"]
    assert [reading.name for reading in readings.readings] == ["delayed-days"]


def test_row_72_each_point_is_answered():
    month = timedelta(days=31)
    assert [one.reference for one in unanswered([point()], date(2026, 7, 1), within=month)] == ["P1"]
    answered = point(did=Did.NOT_DONE, answer="The law forbids it.", answered_on=date(2026, 6, 1))
    assert point_state(answered, date(2026, 7, 1), within=month) is PointState.NOT_DONE


def test_row_78_six_plans_on_one_page(wyh):
    _, plan = its_plan(wyh)
    page = side_by_side(plan, ("BDC", "CAL", "HAR", "KIR", "LDS", "WAK"), last_reported(plan))
    assert all(len(row.cells) == 6 for row in page.rows)
    suicide = next(row for row in page.rows if row.ambition.name == "suicide")
    assert suicide.without == ("BDC", "HAR", "KIR", "LDS", "WAK")


def test_row_91_a_regulatory_risk_has_an_owner_and_a_review_date():
    assert risk_state(risk(review_on=None), TODAY) is RiskState.REVIEW_OVERDUE
    assert risk_state(risk(), TODAY) is RiskState.OPEN


def test_row_99_a_voice_item_reaches_a_decision():
    said = point(group="Healthwatch, for carers", decision="D7")
    assert reached_a_decision([said, point(reference="P2")], "D7") == (said,)


def test_row_100_before_and_after_are_kept_apart_and_what_is_kept_and_stopped_is_listed(wyh):
    _, plan = its_plan(wyh)
    gap = next(one for one in plan.ambitions if one.name == "healthy-life-gap-men")
    (told,) = across(gap, seen(date(2022, 12, 31)), plan.interruptions)
    assert told.endswith("2022-12-31 lies on another side of the pandemic. Look at each side alone.")
    three = parted([seen(date(2019, 1, 1)), seen(date(2020, 5, 1)), seen(date(2022, 1, 1))], COVID)
    assert [len(part) for part in (three.before, three.during, three.after)] == [1, 1, 1]
    assert by_choice([item(), item(choice=ResetChoice.STOP)], ResetChoice.STOP)[0].choice is ResetChoice.STOP


def test_row_110_the_social_care_plan_looks_as_far_ahead_as_the_nhs_plan():
    nhs, care = strategy("nhs"), strategy("care", under="nhs", dates=Dates(since=date(2026, 4, 1), until=date(2029, 4, 1)))
    assert [problem.where for problem in other_horizons(Plan(strategies=(nhs, care)))] == ["strategy care"]
    assert other_horizons(Plan(strategies=(nhs, replace(care, dates=nhs.dates)))) == []


def test_row_112_each_priority_cites_a_need():
    board = replace(PLAN, strategies=(strategy(kind="health and wellbeing strategy"), PLAN.strategies[1]))
    assert [problem.what for problem in weak_points_of_plan(board, KNOWN)] == ["it cites no need."]
    needs = (Need(name="falls", title="Falls", area="P1", source="Needs assessment"),)
    assert weak_points_of_plan(replace(board, needs=needs, ambitions=(ambition(needs=("falls",)),)), KNOWN) == []


def test_row_114_a_failing_ambition_is_shown_plainly(wyh):
    _, plan = its_plan(wyh)
    calderdale = next(one for one in plan.ambitions if one.name == "suicide-calderdale")
    told = progress_of(calderdale, last_reported(plan)["suicide-calderdale", "CAL"])
    assert told.standing is Standing.WRONG_WAY
    assert "going the wrong way" in told.sentence
    assert len(Shape) == 7


def test_row_119_attendance_is_computed():
    council = next(row for row in participation(BODY, [SITTING], [at("Chair")], TODAY) if row.organisation == "Council")
    assert (council.expected, council.there, str(council.share)) == (2, 1, "1/2")


def test_row_122_support_comes_before_intervention(wyh):
    ladder = oversight_ladder(wyh)
    assert ladder[0].kind.value == "support"
    assert next_step("Hospital", [], ladder) == ladder[0]
    assert problems_of_step(step("enhanced-oversight"), [], ladder) != []
