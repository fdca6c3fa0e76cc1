"""Bodies and powers: West Yorkshire and Harrogate as configuration, and everything that can be wrong with one."""

import csv
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.conftest import _PLACE
from wholeplace.agreement.bodies import Agreement, Asked, Dates, May, authority_of, ending, problems_of, read_agreement, stage_of
from wholeplace.agreement.deciding import Of, Standing
from wholeplace.place import read_place
from wholeplace.terms import DataProblem, Money

EXAMPLE = Path(__file__).parent / "west_yorkshire" / "agreement" / "bodies.toml"
IN_2018, NOTHING = date(2018, 10, 1), Money(0)
COUNCILS = ("Bradford Council", "Calderdale Council", "Leeds Council")
GROUPS = tuple(tomllib.loads(EXAMPLE.read_text())["power"][0]["held_by"])
KNOWN = tuple(row["name"] for row in csv.DictReader((EXAMPLE.parents[1] / "organisations.csv").read_text("utf-8").splitlines()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in _PLACE.items():
        (tmp_path / name).write_text(text)
    rows = "".join(f"X{n:02},{name},nhs trust,S1,,2000-01-01,,\n" for n, name in enumerate(KNOWN))
    (tmp_path / "organisations.csv").write_text(_PLACE["organisations.csv"] + rows)
    (tmp_path / "agreement").mkdir()
    (tmp_path / "agreement" / "bodies.toml").write_text(EXAMPLE.read_text())
    return tmp_path


@pytest.fixture
def agreement(folder: Path) -> Agreement:
    return read_agreement(read_place(folder))


def asked(matter: str, *, money: Money = NOTHING, on: date = IN_2018, areas: tuple[str, ...] = ("WYH",)) -> Asked:
    return Asked(matter=matter, areas=areas, money=money, on=on)


def test_the_example_reads(agreement: Agreement):
    board = agreement.body("partnership-board")
    assert board is not None
    assert board.voting is not None
    assert (board.voting.threshold.numerator, board.voting.of) == (3, Of.PRESENT)
    assert len(GROUPS) == 11
    assert agreement.delegations[0].limit == Money.pounds("50000000")


def test_places_councils_and_wellbeing_boards_are_not_the_same(agreement: Agreement):
    """Six places, eight councils, six health and wellbeing boards: North Yorkshire's spans Harrogate and a part of Bradford's place."""
    board = agreement.body("partnership-board")
    wellbeing = [body for body in agreement.bodies if body.kind == "health and wellbeing board"]
    assert board is not None
    assert len([seat for seat in board.seats if seat.constituency == "council"]) == 8
    assert (len(wellbeing), len({area for body in wellbeing for area in body.areas})) == (6, 6)
    assert sum("BDC" in body.areas for body in wellbeing) == 2


def test_a_draft_that_nobody_signed_binds_nobody(agreement: Agreement):
    drafts = [one for one in agreement.memoranda if one.name == "mental-health-memorandum"]
    assert [one.version for one in drafts] == ["1", "8"]
    assert [one.binds("Bradford District Care", date(2018, 10, 1)) for one in drafts] == [False, True]


def test_a_place_that_wrote_nothing_down_has_an_empty_agreement(folder: Path):
    (folder / "agreement" / "bodies.toml").unlink()
    assert read_agreement(read_place(folder)) == Agreement()


def test_the_joint_committee_decides_what_was_delegated_for_those_who_signed(agreement: Agreement):
    answer = authority_of(agreement, "joint-committee", asked("stroke"))
    assert (answer.may, answer.powers, answer.not_bound) == (May.DECIDE, ("commission-stroke",), ())
    assert answer.accountable == GROUPS
    before_harrogate_signed = authority_of(agreement, "joint-committee", asked("stroke", on=date(2018, 1, 1)))
    assert before_harrogate_signed.may is May.DECIDE
    assert before_harrogate_signed.not_bound == ("Harrogate CCG",)
    assert "Harrogate CCG has not signed" in before_harrogate_signed.reasons[-1]


@pytest.mark.parametrize(
    ("body", "question", "may", "reason"),
    [
        ("joint-committee", asked("social care"), May.RECOMMEND, "No power over “social care” was given"),
        ("joint-committee", asked("stroke", money=Money.pounds("50000000.01")), May.RECOMMEND, "was given up to £50,000,000"),
        ("joint-committee", asked("stroke", areas=("WYH", "YORK")), May.RECOMMEND, "was not given for YORK"),
        ("joint-committee", asked("stroke", on=date(2022, 7, 1)), May.NOTHING, "does not exist on 2022-07-01"),
        ("clinical-forum", asked("stroke"), May.RECOMMEND, "No power"),
        ("nobody", asked("stroke"), May.NOTHING, "There is no body called nobody"),
    ],
)
def test_what_was_not_given_can_only_be_recommended(agreement: Agreement, body, question, may, reason):
    answer = authority_of(agreement, body, question)
    assert answer.may is may
    assert any(reason in told for told in answer.reasons)


def given_to(agreement: Agreement, body: str) -> Agreement:
    """The same, with the power over stroke given to another body."""
    return replace(agreement, delegations=(replace(agreement.delegations[0], to=body, memorandum="", dates=Dates(since=date(2017, 7, 1))),))


def test_an_advisory_body_is_refused_even_what_somebody_gave_it(agreement: Agreement):
    answer = authority_of(given_to(agreement, "clinical-forum"), "clinical-forum", asked("stroke"))
    assert answer.may is May.RECOMMEND
    assert answer.reasons[-1] == "Clinical Forum is advisory: it recommends and has no vote."


def test_a_shadow_body_cannot_bind_money_and_a_delegated_one_can(agreement: Agreement):
    theirs = given_to(agreement, "partnership-board")
    sums = Money.pounds("1")
    shadow, later = date(2019, 1, 1), date(2019, 7, 1)
    assert authority_of(theirs, "partnership-board", asked("stroke", money=sums, on=shadow)).may is May.RECOMMEND
    assert authority_of(theirs, "partnership-board", asked("stroke", on=shadow)).may is May.DECIDE
    assert authority_of(theirs, "partnership-board", asked("stroke", money=sums, on=later)).may is May.DECIDE


def test_the_stage_changes_on_its_day(agreement: Agreement):
    board = agreement.body("partnership-board")
    assert board is not None
    days = (date(2018, 11, 30), date(2018, 12, 1), date(2019, 5, 31), date(2019, 6, 1))
    assert [stage.standing if (stage := stage_of(board, day)) else None for day in days] == [
        None, Standing.SHADOW, Standing.SHADOW, Standing.DELEGATED,
    ]  # fmt: skip


def test_an_end_in_sight_is_told_90_days_before(agreement: Agreement):
    assert ending(agreement, date(2022, 4, 1)) == []
    told = {problem.where for problem in ending(agreement, date(2022, 4, 2))}
    assert told == {"delegation of commission-stroke to joint-committee", "Joint Committee of Clinical Commissioning Groups, delegated"}


def broken(agreement: Agreement, **changes) -> Agreement:
    return replace(agreement, **changes)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda a: broken(a, powers=(replace(a.powers[0], accountable=" "), a.powers[1])), "no accountable body is named."),
        (lambda a: broken(a, powers=(replace(a.powers[0], held_by=()), a.powers[1]), delegations=()), "nobody holds it."),
        (lambda a: broken(a, delegations=(replace(a.delegations[0], accountable=""),)), "no accountable body is named."),
        (lambda a: broken(a, delegations=(replace(a.delegations[0], to="joint-comittee"),)), '"joint-comittee" is not known.'),
        (
            lambda a: broken(a, delegations=(replace(a.delegations[0], by=("Leeds Council",)),)),
            "Leeds Council gives it, and does not hold it.",
        ),
        (
            lambda a: broken(a, delegations=(replace(a.delegations[0], dates=Dates(since=date(2010, 1, 1))),)),
            "it begins on 2010-01-01, when",
        ),
        (lambda a: broken(a, powers=(*a.powers, a.powers[1])), "it stands there 2 times."),
        (lambda a: broken(a, memoranda=(replace(a.memoranda[0], signed={"Narnia": IN_2018}),)), '"Narnia" is not known.'),
        (lambda a: broken(a, bodies=(replace(a.bodies[0], voting=None), *a.bodies[1:])), "it has no voting rule"),
        (lambda a: broken(a, bodies=(replace(a.bodies[0], seats=a.bodies[0].seats * 2), *a.bodies[1:])), "stands there 2 times."),
        (
            lambda a: broken(a, bodies=(replace(a.bodies[0], stages=(replace(a.bodies[0].stages[1], evidence=""),)), *a.bodies[1:])),
            "nothing says on what evidence",
        ),
        (
            lambda a: broken(a, bodies=(replace(a.bodies[0], stages=a.bodies[0].stages * 2), *a.bodies[1:])),
            "its stages overlap",
        ),
        (
            lambda a: broken(a, memoranda=(replace(a.memoranda[0], dates=Dates(since=IN_2018, until=IN_2018)),)),
            "it ends on 2018-10-01, and begins on 2018-10-01.",
        ),
    ],
)
def test_what_does_not_hold_together_is_told(agreement: Agreement, change, what):
    assert problems_of(agreement, KNOWN) == []
    assert any(what in problem.what for problem in problems_of(change(agreement), KNOWN))


def test_every_mistake_in_a_file_is_told_at_once(folder: Path):
    (folder / "agreement" / "more.toml").write_text(
        '[[body]]\nname = "x"\ntitel = "X"\n[[power]]\nname = 3\n[[delegation]]\npower = "p"\nby = []\nto = "x"\naccountable = "y"\n'
        'source = "s"\n'
        'dates.since = 2020-01-01\nlimit = "1.005"\n'
    )
    (folder / "agreement" / "worse.toml").write_text("[[body]\n")
    with pytest.raises(DataProblem) as refused:
        read_agreement(read_place(folder))
    told = {problem.where: problem for problem in refused.value.problems}
    assert 'Did you mean "title"?' in told["agreement/more.toml, body 1"].fix
    assert "str" in told["agreement/more.toml, power 1"].what
    assert "parts of a penny" in told["agreement/more.toml, delegation 1"].what
    assert "not TOML" in told["agreement/worse.toml"].what
