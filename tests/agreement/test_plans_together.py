"""Plans seen together: targets that pull against each other, places side by side, programmes over time, plans that are required."""

from datetime import date

import pytest

from tests.agreement.test_plans import ambition, programme
from tests.agreement.west_yorkshire_place import its_plan, west_yorkshire
from wholeplace.agreement.bodies import Dates, read_agreement
from wholeplace.agreement.checking import check_agreement
from wholeplace.agreement.plans import (
    AdoptedPlan,
    Baseline,
    Better,
    MeasureSense,
    Observed,
    Plan,
    PlanState,
    RequiredPlan,
    Shape,
    Standing,
    Target,
    became_of,
    came_from,
    gaps_of,
    known_names,
    last_reported,
    missing_plans,
    opposing,
    problems_of_adopted,
    programmes_between,
    programmes_on,
    progress_of,
    read_plan,
    read_required,
    required_plans,
    side_by_side,
    track,
    trajectory,
    unwatched,
    weak_points_of_plan,
)
from wholeplace.place import areas_on, organisations_on
from wholeplace.terms import DataProblem

SENSES = {
    "delayed-days": MeasureSense(better="lower", read_with=("back-within-30-days", "care-home-admissions")),
    "back-within-30-days": MeasureSense(better="lower", read_with=("delayed-days",)),
    "at-home-after-91-days": MeasureSense(better="higher", read_with=("delayed-days",)),
    "spend": MeasureSense(better="neither", read_with=("delayed-days",)),
}
PARENTS = {"P1": "S1", "P2": "S1"}


def wants(name, measure, better, *, area="", by=date(2030, 1, 1), begun=None):
    baseline = Baseline(value=9.0, on=begun, definition_id="d", source="s") if begun else None
    target = Target(shape=Shape.LEVEL, better=better, by=by, amount=3.0)
    return ambition(name, measure=measure, area=area, target=target, baseline=baseline)


FEWER_DELAYS = wants("a", "delayed-days", Better.LOWER)


@pytest.mark.parametrize(
    ("other", "pulls"),
    [
        (wants("b", "delayed-days", Better.HIGHER), True),
        (wants("b", "delayed-days", Better.LOWER), False),
        (wants("b", "back-within-30-days", Better.HIGHER), True),
        (wants("b", "back-within-30-days", Better.LOWER), False),
        (wants("b", "at-home-after-91-days", Better.HIGHER), False),
        (wants("b", "at-home-after-91-days", Better.LOWER), True),
        (wants("b", "care-home-admissions", Better.HIGHER), True),
        (wants("b", "care-home-admissions", Better.LOWER), False),
        (wants("b", "spend", Better.HIGHER), True),
        (wants("b", "falls", Better.HIGHER), False),
        (wants("b", "", Better.HIGHER), False),
        (wants("b", "delayed-days", Better.HIGHER, by=date(2040, 1, 1), begun=date(2030, 1, 1)), False),
        (wants("b", "delayed-days", Better.HIGHER, by=date(2040, 1, 1), begun=date(2029, 12, 31)), True),
    ],
)
def test_two_ambitions_pull_or_not_whichever_stands_first(other, pulls):
    assert bool(opposing([FEWER_DELAYS, other], SENSES, PARENTS)) is pulls
    assert bool(opposing([other, FEWER_DELAYS], SENSES, PARENTS)) is pulls


@pytest.mark.parametrize(
    ("area", "other_area", "meet"), [("P1", "P2", False), ("P1", "P1", True), ("S1", "P1", True), ("P1", "S1", True), ("", "P1", True)]
)
def test_only_areas_that_touch_pull(area, other_area, meet):
    pair = [wants("a", "delayed-days", Better.LOWER, area=area), wants("b", "delayed-days", Better.HIGHER, area=other_area)]
    assert bool(opposing(pair, SENSES, PARENTS)) is meet


def test_the_sentence_of_a_pull_names_both():
    (pull,) = opposing([FEWER_DELAYS, wants("b", "back-within-30-days", Better.HIGHER)], SENSES, {})
    assert pull.measures == ("delayed-days", "back-within-30-days")
    assert pull.sentence == (
        "“a” wants delayed-days lower, and “b” wants back-within-30-days higher. "
        "The two must be read together: what is gained on one may be lost on the other."
    )


def test_a_counterpart_that_no_ambition_speaks_of_is_told():
    told = [(one.name, other) for one, other in unwatched([FEWER_DELAYS, wants("b", "back-within-30-days", Better.LOWER)], SENSES)]
    assert told == [("a", "care-home-admissions")]


def share(name, area, start):
    baseline = Baseline(value=start, on=date(2026, 1, 1), definition_id="d", source="s")
    target = Target(shape=Shape.RELATIVE, better=Better.LOWER, by=date(2030, 1, 1), amount=0.1)
    return ambition(name, area=area, part_of="whole-one", baseline=baseline, target=target)


def test_places_stand_side_by_side_each_by_its_own_baseline():
    plan = Plan(ambitions=(ambition("whole-one"), share("one", "P1", 10.0), share("two", "P2", 20.0), ambition("own", area="P2")))
    when = date(2030, 1, 1)
    seen = {("one", "P1"): Observed(on=when, definition_id="d", value=9.5), ("two", "P2"): Observed(on=when, definition_id="d", value=18.0)}
    table = side_by_side(plan, ("P1", "P2", "P3"), seen)
    (row,) = table.rows
    assert row.whole.standing is Standing.CANNOT_SAY
    assert [cell.progress and cell.progress.standing for cell in row.cells] == [Standing.MISSED, Standing.REACHED, None]
    assert row.without == ("P3",)
    assert {area: [one.name for one in found] for area, found in table.of_one_place.items()} == {"P2": ["own"]}


def test_a_trajectory_has_a_point_for_each_year_and_ends_at_the_goal():
    baseline = Baseline(value=20.0, on=date(2024, 2, 29), definition_id="d", source="s")
    target = Target(shape=Shape.COMPOUNDING, better=Better.LOWER, by=date(2027, 1, 1), amount=0.1)
    points = trajectory(ambition(target=target, baseline=baseline))
    assert [point.on for point in points] == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 1, 1)]
    assert [round(point.expected, 1) for point in points] == [20.0, 18.0, 16.2, 14.8]
    assert trajectory(ambition()) == ()


def test_a_programme_that_was_renamed_is_traced():
    old = programme("old", dates=Dates(since=date(2016, 1, 1), until=date(2018, 1, 1)))
    mid = programme("mid", dates=Dates(since=date(2018, 1, 1), until=date(2020, 1, 1)), replaces=("old",))
    new = programme("new", dates=Dates(since=date(2020, 1, 1)), replaces=("mid", "old"))
    plan = Plan(programmes=(old, mid, new))
    assert [one.name for one in programmes_on(plan, date(2018, 1, 1))] == ["mid"]
    assert [one.name for one in became_of(plan, "old")] == ["mid", "new"]
    assert [one.name for one in came_from(plan, "new")] == ["mid", "old"]
    assert (came_from(plan, "none"), became_of(plan, "new")) == ((), ())


REQUIRED = RequiredPlan(
    name="jfp", title="Joint forward plan", required_of="board", dates=Dates(since=date(2022, 7, 1)), first_due=date(2023, 6, 30),
    source="Act", lasts_months=12,
)  # fmt: skip


def adopted(on):
    return AdoptedPlan(required="jfp", of="ICB", adopted_on=on, adopted_by="ICB", address="a", source="s")


@pytest.mark.parametrize(
    ("held", "today", "state", "sentence"),
    [
        ((), date(2023, 3, 31), PlanState.NOT_YET_DUE, "None was adopted. It is due by 2023-06-30."),
        ((), date(2023, 4, 1), PlanState.DUE_SOON, "None was adopted. It is due by 2023-06-30."),
        ((), date(2023, 7, 1), PlanState.MISSING, "None was adopted. It was due by 2023-06-30."),
        (
            (adopted(date(2023, 6, 29)),),
            date(2024, 1, 1),
            PlanState.ADOPTED,
            "Adopted on 2023-06-29 by ICB. The next is due by 2024-06-29.",
        ),
        (
            (adopted(date(2023, 6, 29)),),
            date(2024, 5, 1),
            PlanState.DUE_SOON,
            "Adopted on 2023-06-29 by ICB. The next is due by 2024-06-29.",
        ),
        (
            (adopted(date(2023, 6, 29)), adopted(date(2022, 7, 2))),
            date(2024, 6, 30),
            PlanState.RUN_OUT,
            "Adopted on 2023-06-29 by ICB. The next was due by 2024-06-29.",
        ),
        ((adopted(date(2023, 8, 1)),), date(2023, 7, 1), PlanState.MISSING, "None was adopted. It was due by 2023-06-30."),
    ],
)
def test_a_required_plan_is_tracked(held, today, state, sentence):
    (one,) = track((REQUIRED,), held, {"board": ("ICB",)}, today)
    assert (one.state, one.sentence) == (state, sentence)
    assert bool(missing_plans((one,))) is (state in (PlanState.MISSING, PlanState.RUN_OUT))


def test_a_requirement_that_does_not_hold_asks_nobody():
    assert track((REQUIRED,), (), {"board": ("ICB",)}, date(2022, 6, 30)) == ()
    assert track((REQUIRED,), (), {}, date(2024, 1, 1)) == ()


def test_what_was_adopted_under_no_requirement_is_told():
    wrong = AdoptedPlan(required="jpf", of="IBC", adopted_on=date(2024, 1, 1), adopted_by="ICB", address="a", source="s")
    assert [one.what for one in problems_of_adopted((wrong,), (REQUIRED,), ("ICB",))] == [
        "no such plan is required.",
        '"IBC" is not known.',
    ]
    assert list(problems_of_adopted((adopted(date(2024, 1, 1)),), (REQUIRED,), ("ICB",))) == []


def test_every_requirement_of_the_house_has_a_source_and_a_name_of_its_own():
    names = [one.name for one in required_plans()]
    assert len(names) == len(set(names)) >= 10
    assert all(len(one.source) > 15 for one in required_plans())


@pytest.fixture
def wyh(tmp_path):
    return west_yorkshire(tmp_path / "wyh")


def test_the_example_reads_and_only_lacks_baselines(wyh):
    agreement, plan = its_plan(wyh)
    weak = weak_points_of_plan(plan, known_names(wyh, agreement))
    assert {problem.what for problem in weak} == {"it has no baseline."}
    assert len(plan.ambitions) == 23
    assert {one.target.shape for one in plan.ambitions} == set(Shape)
    assert all(gap.where.startswith(("ambition", "programme")) for gap in gaps_of(plan))


def test_who_was_in_it_and_when(wyh):
    """Six places, eight councils and eleven commissioning groups until April 2018; five places since July 2022."""
    before, after = date(2018, 3, 31), date(2022, 7, 1)

    def named(day: date, ending: str) -> int:
        return sum(one.name.endswith(ending) for one in organisations_on(wyh, day))

    assert [sum(area.level == "place" for area in areas_on(wyh, day)) for day in (before, after)] == [6, 5]
    assert (named(before, " Council"), named(before, " CCG")) == (8, 11)
    assert (named(after, " CCG"), named(after, "Integrated Care Board")) == (0, 1)
    successors = {one.code: one.successor for one in wyh.organisations if one.name.endswith(" CCG")}
    assert successors["G-LNO"] == "G-LDS"
    assert [code for code, successor in successors.items() if successor is None] == ["G-HAR"]


def test_nine_programmes_in_2017_and_another_list_later(wyh):
    _, plan = its_plan(wyh)
    first, second = date(2017, 6, 1), date(2020, 6, 1)
    assert len(programmes_on(plan, first)) == 9
    change = programmes_between(plan, first, second)
    assert {one.name for one in change.went} == {"prevention-at-scale", "specialised-services", "commissioning-policies"}
    assert (len(change.came), len(change.stayed)) == (14, 6)
    assert [one.name for one in became_of(plan, "prevention-at-scale")] == ["population-health"]


def test_the_figures_of_the_example_are_those_of_its_papers(wyh):
    _, plan = its_plan(wyh)
    by_name = {one.name: one for one in plan.ambitions}
    smoking = trajectory(by_name["smoking-routine-manual"])
    assert round(smoking[-1].expected, 1) == 11.7
    assert (by_name["suicide"].target.amount, by_name["suicide-targeted-areas"].target.amount) == (0.10, 0.75)
    table = side_by_side(plan, ("BDC", "CAL", "HAR", "KIR", "LDS", "WAK"), last_reported(plan))
    suicide = next(row for row in table.rows if row.ambition.name == "suicide")
    calderdale = next(cell for cell in suicide.cells if cell.area == "CAL")
    assert calderdale.progress is not None
    assert calderdale.progress.sentence == (
        "Suicide in Calderdale: 16.9 per 100,000 on 2021-12-31: going the wrong way. It began at 15.6. The goal is 14 by 2022-12-31."
    )
    assert suicide.whole.sentence == (
        "Suicide: 11.9 per 100,000 on 2019-12-31: going the wrong way. It began at 10.6. The goal is 9.5 by 2022-12-31."
    )
    amr = progress_of(by_name["resistant-infections"], Observed(on=date(2023, 1, 1), value=5.0))
    assert amr.sentence.startswith("Infections that resist antibiotics: cannot say. It has no baseline, so there is no number to reach.")


def test_two_footprints_are_two_definitions(wyh):
    """12.5 per 100,000 is of West Yorkshire without Harrogate: it does not follow 10.6, which was with it."""
    _, plan = its_plan(wyh)
    suicide = next(one for one in plan.ambitions if one.name == "suicide")
    later = next(one.seen for one in plan.reported if one.ambition == "suicide-2027")
    assert "Two definitions are never joined" in progress_of(suicide, later).sentence


def test_what_is_required_of_the_example_and_missing(wyh):
    required, held = read_required(wyh)
    owed = {"system partnership": ("West Yorkshire and Harrogate Health and Care Partnership",)}
    states = {one.required.name: one.state for one in track(required, held, owed, date(2021, 1, 1))}
    assert states == {"five-year-plan": PlanState.ADOPTED, "primary-care-delivery-plan": PlanState.MISSING}


def test_every_mistake_in_a_plan_is_told_at_once(wyh):
    (wyh.folder / "agreement" / "more.toml").write_text(
        '[[action]]\nname = "x"\ntitle = "X"\nprogramme = "stroke"\nowner = ["A", "B"]\nstarts = 2020-01-01\ndue = 2020-02-01\n'
        '[[ambition]]\nname = "y"\ntitle = "Y"\nowner = "Z"\nsource = "s"\n'
        'target = { shape = "levell", better = "lower", by = 2020-01-01 }\n'
        '[[programme]]\nname = "z"\ntitel = "Z"\n'
        '[[strategy]]\nname = "w"\ntitle = "W"\nkind = "k"\nlevel = "system"\narea = "WYH"\nowner = "o"\nsource = "s"\nmoney = "1.005"\n'
        'dates.since = 2020-01-01\n[milestone]\nname = "m"\n'
    )  # fmt: skip
    agreement = read_agreement(wyh)
    with pytest.raises(DataProblem) as refused:
        read_plan(wyh, agreement)
    told = {problem.where: problem for problem in refused.value.problems}
    assert told["agreement/more.toml, action 1"].what == "2 own it: A, B. Where two own, neither does."
    assert '"levell" is none of: level, relative, compounding' in told["agreement/more.toml, ambition 1"].what
    assert 'Did you mean "title"?' in told["agreement/more.toml, programme 1"].fix
    assert "parts of a penny" in told["agreement/more.toml, strategy 1"].what
    assert "missing required field" in told["agreement/more.toml, milestone 1"].what


def test_what_does_not_hold_together_is_not_read(wyh):
    (wyh.folder / "agreement" / "more.toml").write_text(
        '[[action]]\nname = "x"\ntitle = "X"\nprogramme = "strok"\nowner = "Lead chief executive"\nstarts = 2020-01-01\ndue = 2020-02-01\n'
    )
    with pytest.raises(DataProblem, match='it stands under "strok", which is not there') as refused:
        its_plan(wyh)
    assert [problem.fix for problem in refused.value.problems] == ['Did you mean "stroke"?']


def test_a_place_that_plans_nothing_has_an_empty_plan(wyh):
    for file in (wyh.folder / "agreement").glob("*.toml"):
        file.unlink()
    assert its_plan(wyh)[1] == Plan()


def test_everything_that_a_place_wrote_down_is_checked_at_once_and_each_mistake_told_once(wyh):
    assert check_agreement(wyh, ()) == ()
    (wyh.folder / "agreement" / "more.toml").write_text(
        '[[actions]]\nname = "x"\n[[reply_rule]]\nname = 3\n[[publication]]\nname = "x"\n[[oversight_step]]\nname = "x"\n'
        '[[adopted]]\nrequired = "jpf"\nof = "Nobody"\nadopted_on = 2024-01-01\nadopted_by = "Healthwatch"\naddress = "a"\nsource = "s"\n'
    )
    problems = check_agreement(wyh, ())
    told = {problem.where: problem for problem in problems}
    assert told["agreement/more.toml"].fix == 'Did you mean "action"?'
    assert {"agreement/more.toml, reply_rule 1", "agreement/more.toml, publication 1", "agreement/more.toml, oversight_step 1"} <= set(told)
    assert [problem.what for problem in problems if problem.where == "adopted jpf of Nobody"] == [
        "no such plan is required.",
        '"Nobody" is not known.',
    ]
    (wyh.folder / "agreement" / "worse.toml").write_text("[[action]")
    assert [problem.where for problem in check_agreement(wyh, ())].count("agreement/worse.toml") == 1
