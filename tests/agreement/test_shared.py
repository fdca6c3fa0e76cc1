"""What partners carry together: objectives, risks, the ladder of oversight, and what a reset keeps and stops."""

from dataclasses import replace
from datetime import date

import pytest

from tests.agreement.test_plans import KNOWN, PLAN, ambition
from tests.agreement.west_yorkshire_place import west_yorkshire
from wholeplace.agreement.bodies import Dates
from wholeplace.agreement.plans import (
    Baseline,
    Interruption,
    Observed,
    Plan,
    ResetChoice,
    ResetItem,
    Risk,
    RiskKind,
    RiskState,
    across,
    alignment,
    by_choice,
    faults_of_plan,
    parted,
    problems_of_reset_item,
    problems_of_risk,
    reviews_overdue,
    risk_state,
    unshared,
)
from wholeplace.agreement.scrutiny import StepTaken, next_step, oversight_ladder, problems_of_step
from wholeplace.terms import DataProblem

TODAY = date(2026, 6, 1)


def test_an_objective_that_one_partner_pursues_alone_is_listed():
    shared, alone = ambition("shared", shared_by=("Hospital",)), ambition("alone", owner="board")
    rows = alignment(Plan(ambitions=(shared, alone, ambition("part", part_of="shared"))), ("Council", "Hospital", "Charity"))
    assert [(row.shared_by, row.not_shared_by) for row in rows] == [
        (("Council", "Hospital"), ("Charity",)),
        ((), ("Council", "Hospital", "Charity")),
    ]
    assert [one.name for one in unshared(rows)] == ["alone"]
    wrong = replace(PLAN, ambitions=(ambition(shared_by=("Hospitl",)),))
    assert [problem.what for problem in faults_of_plan(wrong, KNOWN)] == ['it is shared by "Hospitl", which is not there.']


def risk(**more) -> Risk:
    given = {
        "reference": "K1", "title": "One partner is fined for a shared choice", "kind": RiskKind.REGULATORY, "owner": "Lead",
        "raised_on": date(2026, 1, 1), "review_on": TODAY, "what_we_do": "Talk to the regulator first.", "regulator": "NHS England",
    }  # fmt: skip
    return Risk(**{**given, **more})


def test_a_risk_is_open_until_it_is_closed_and_late_from_the_day_after_its_review():
    assert [risk_state(risk(), day) for day in (TODAY, date(2026, 6, 2))] == [RiskState.OPEN, RiskState.REVIEW_OVERDUE]
    assert risk_state(risk(closed_on=TODAY), date(2026, 7, 1)) is RiskState.CLOSED
    late = [risk(reference="b", review_on=date(2026, 5, 1)), risk(reference="a", review_on=None), risk()]
    assert [one.reference for one in reviews_overdue(late, TODAY)] == ["a", "b"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"owner": ""}, ["nobody owns it."]),
        ({"owner": "Leed"}, ['its owner "Leed" is not known.']),
        ({"review_on": None}, ["it has no day of review."]),
        ({"review_on": date(2026, 1, 1)}, ["it is looked at on 2026-01-01, and was raised on 2026-01-01."]),
        ({"what_we_do": ""}, ["it does not say what is done about it."]),
        ({"regulator": ""}, ["it is regulatory, and names no regulator."]),
        ({"regulator": "", "kind": RiskKind.MONEY}, []),
        ({"closed_on": TODAY}, ["it was closed, and nothing says why."]),
    ],
)
def test_what_keeps_a_risk_out_of_the_log(changes, told):
    assert [problem.what for problem in problems_of_risk(risk(**changes), ("Lead",))] == told


@pytest.fixture
def ladder(tmp_path):
    return oversight_ladder(west_yorkshire(tmp_path / "wyh"))


def step(name="leadership-discussion", **more) -> StepTaken:
    given = {
        "organisation": "Hospital", "step": name, "taken_on": date(2026, 1, 1), "taken_by": "board", "why": "Delays rose for 6 months.",
        "support": "A team from a neighbour.", "review_on": date(2026, 4, 1),
    }  # fmt: skip
    return StepTaken(**{**given, **more})


def test_support_comes_before_intervention(ladder):
    (problem,) = problems_of_step(step("enhanced-oversight"), [step()], ladder)
    assert problem.what == "it would skip: Review by peers, Recovery plan, with help to carry it out."
    assert problem.fix == "Begin with: Review by peers."
    climbed = [step(), step("peer-review"), step("recovery-plan")]
    assert problems_of_step(step("enhanced-oversight"), climbed, ladder) == []
    assert next_step("Hospital", climbed, ladder).name == "enhanced-oversight"
    assert next_step("Council", climbed, ladder).name == "leadership-discussion"
    assert next_step("Hospital", [*climbed, step("enhanced-oversight")], ladder) is None


def test_after_trouble_has_ended_the_ladder_begins_anew(ladder):
    over = [step(ended_on=date(2026, 5, 1)), step("peer-review", ended_on=date(2026, 5, 1))]
    assert next_step("Hospital", over, ladder).name == "leadership-discussion"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"step": "sack"}, ['"sack" is no step of the ladder.']),
        ({"why": "", "support": ""}, ["nothing says why.", "it comes without support."]),
        ({"review_on": date(2026, 1, 1)}, ["it is looked at again on 2026-01-01, not after it is taken."]),
    ],
)
def test_what_keeps_a_step_from_being_taken(ladder, changes, told):
    assert [problem.what for problem in problems_of_step(replace(step(), **changes), [], ladder)] == told


def test_a_place_cannot_put_intervention_first(tmp_path):
    where = west_yorkshire(tmp_path / "wyh")
    rung = '[[oversight_step]]\nname = "{0}"\ntitle = "{0}"\nkind = "{1}"\nsource = "s"\n'
    own = where.folder / "agreement" / "oversight.toml"
    own.write_text(rung.format("a", "support") + rung.format("b", "intervention"))
    assert [one.name for one in oversight_ladder(where)] == ["a", "b"]
    own.write_text(rung.format("b", "intervention") + rung.format("a", "support"))
    with pytest.raises(DataProblem) as refused:
        oversight_ladder(where)
    assert [problem.what for problem in refused.value.problems] == [
        "it is support, and stands above an intervention.",
        "the first step is an intervention.",
    ]
    own.write_text(rung.format("a", "suport"))
    with pytest.raises(DataProblem, match="suport"):
        oversight_ladder(where)


COVID = Interruption(name="covid", title="the pandemic", dates=Dates(since=date(2020, 3, 1), until=date(2021, 7, 1)), source="s")


def seen(on):
    return Observed(on=on, definition_id="d", value=1.0)


def test_before_and_after_are_kept_apart():
    before, first, last, after = seen(date(2020, 2, 29)), seen(date(2020, 3, 1)), seen(date(2021, 6, 30)), seen(date(2021, 7, 1))
    three = parted([after, last, before, first], COVID)
    assert (three.before, three.during, three.after) == ((before,), (first, last), (after,))


@pytest.mark.parametrize(
    ("begun", "on", "told"),
    [
        (date(2019, 4, 1), date(2019, 12, 1), False),
        (date(2019, 4, 1), date(2020, 4, 1), True),
        (date(2019, 4, 1), date(2022, 4, 1), True),
        (date(2020, 4, 1), date(2022, 4, 1), True),
        (date(2021, 7, 1), date(2022, 4, 1), False),
    ],
)
def test_a_comparison_over_an_interruption_says_so(begun, on, told):
    one = ambition(baseline=Baseline(value=9.0, on=begun, definition_id="d", source="s"))
    assert bool(across(one, seen(on), [COVID])) is told
    assert across(ambition(), seen(on), [COVID]) == ()


def item(**more) -> ResetItem:
    given = {
        "reference": "Z1", "interruption": "covid", "title": "Visits by video", "choice": ResetChoice.KEEP, "before": "None.",
        "during": "Half of all.", "why": "People asked for it.", "owner": "Lead", "decided_on": TODAY,
    }  # fmt: skip
    return ResetItem(**{**given, **more})


def test_the_list_to_keep_and_the_list_to_stop():
    items = [item(reference="b"), item(reference="a"), item(choice=ResetChoice.STOP)]
    assert [one.reference for one in by_choice(items, ResetChoice.KEEP)] == ["a", "b"]
    assert len(by_choice(items, ResetChoice.STOP)) == 1
    assert problems_of_reset_item(item(), [COVID]) == []
    told = problems_of_reset_item(item(interruption="flu", owner="", why="", before="", during=""), [COVID])
    assert [problem.what for problem in told] == [
        '"flu" is no interruption on the list.', "nobody owns it.", "it gives no reason.", "it does not say how it was.",
    ]  # fmt: skip
    assert problems_of_reset_item(item(choice=ResetChoice.BEGIN, before="", during=""), [COVID]) == []
