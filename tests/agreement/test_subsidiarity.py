"""Subsidiarity: forty matters under both legal regimes, and what must hold for any."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.agreement.clocks import notice_rules
from wholeplace.agreement.subsidiarity import Limits, Matter, place_matter, read_rules, rules_of_the_house
from wholeplace.terms import DataProblem, Money

RULES = rules_of_the_house()
LIMITS = Limits(
    neighbourhood=Money.pounds("50000"), significant=Money.pounds("500000"),
    for_the_system=("capital", "control total", "transformation money", "distressed partner"),
)  # fmt: skip
MATTERS = list(csv.DictReader((Path(__file__).parent / "matters.csv").read_text(encoding="utf-8").splitlines()))
WHY = "It was shown in the paper."


def some(count: str) -> tuple[str, ...]:
    return tuple(f"n{n}" for n in range(int(count or 0)))


def matter_of(row: dict[str, str]) -> Matter:
    flags = row["flags"].split("+")
    tests = {name.rstrip("!"): "" if name.endswith("!") else WHY for name in row["tests"].split("+") if name}
    return Matter(
        kind=row["kind"], title=row["title"], on=date.fromisoformat(row["on"]), money=Money.pounds(row["pounds"]),
        decided_by=tuple(row["by"].split("+")), places=some(row["places"]), councils=some(row["councils"]),
        neighbourhoods=some(row["neighbourhoods"]), wards=some(row["wards"]), tests=tests, substantial_change="substantial" in flags,
        changes_offer="offer" in flags, bed_based="beds" in flags, private_part="private" in flags, pools_money="pools" in flags,
        sets_priority="priority" in flags,
    )  # fmt: skip


def test_there_are_at_least_forty_matters_and_every_rule_is_used():
    assert len(MATTERS) >= 40
    assert {row["rule"] for row in MATTERS} == {rule.name for rule in RULES.levels}
    used = {duty for row in MATTERS for duty in row["duties"].split(";")} | {"equality"}
    assert used == {duty.name for duty in RULES.duties}


@pytest.mark.parametrize("row", MATTERS, ids=lambda row: row["title"])
def test_a_matter_is_put_where_the_table_says(row):
    placed = place_matter(matter_of(row), LIMITS, RULES)
    assert placed.rule.name == row["rule"]
    assert [duty.name for duty in placed.duties if duty.name != "equality"] == sorted(
        row["duties"].split(";"), key=[duty.name for duty in RULES.duties].index
    )
    assert "equality" in [duty.name for duty in placed.duties]


def row_of(title):
    return next(row for row in MATTERS if row["title"] == title)


STROKE, FRIDGE = row_of("Stroke units for the whole system"), row_of("A community fridge")


def test_the_answer_says_what_would_give_another():
    placed = place_matter(matter_of(STROKE), LIMITS, RULES)
    assert (placed.level, placed.rule.words) == (
        "system", "It touches more than one place, and working at system level passes at least one of the three tests.",
    )  # fmt: skip
    assert placed.otherwise[0] == "Place, if it were not true that a system test is met, or not true that it touches more than one place."
    near = place_matter(matter_of(FRIDGE), LIMITS, RULES)
    assert near.otherwise == (
        "Place, if it were true that it touches more than one place, or not true that it stays within one neighbourhood, "
        "or not true that the sum is within the neighbourhood's limit, "
        "or true that it is a substantial change of a service, or true that people must be admitted for it.",
        "System, if it were true that a system test is met and that it touches more than one place.",
    )


def test_a_test_without_a_reason_does_not_count_and_a_wrong_one_is_told():
    for tests, note in (({"wicked": " "}, "is claimed without a reason"), ({"wickd": WHY}, 'Did you mean "wicked"?')):
        placed = place_matter(replace(matter_of(STROKE), tests=tests), LIMITS, RULES)
        assert placed.level == "place"
        assert note in placed.notes[0]


def test_one_place_may_meet_a_test_and_still_decides_itself():
    placed = place_matter(matter_of(row_of("Stroke rehabilitation in one place")), LIMITS, RULES)
    assert placed.notes == (
        "A test for working at system level is met, but only one place is touched. The system can help; the place decides.",
    )


def test_every_notice_that_a_duty_names_is_a_rule_of_the_clocks():
    assert {duty.notice for duty in RULES.duties if duty.notice} <= set(notice_rules())


SOME = st.integers(0, 3).map(str).map(some)
YES_OR_NO = st.booleans()
ANY_MATTER = st.builds(
    Matter, kind=st.sampled_from(["capital", "stroke", "needs assessment"]), title=st.just("t"),
    on=st.dates(date(2020, 1, 1), date(2027, 1, 1)), money=st.builds(Money, st.integers(0, 10**9)),
    decided_by=st.sampled_from([("NHS",), ("council",), ("NHS", "council")]), places=st.integers(1, 3).map(str).map(some), councils=SOME,
    neighbourhoods=SOME, wards=SOME, tests=st.dictionaries(st.sampled_from([*RULES.tests, "other"]), st.sampled_from(["", WHY])),
    substantial_change=YES_OR_NO, changes_offer=YES_OR_NO, bed_based=YES_OR_NO, private_part=YES_OR_NO,
)  # fmt: skip


@given(ANY_MATTER)
def test_any_matter_has_one_level_and_a_way_to_every_other(matter):
    placed = place_matter(matter, LIMITS, RULES)
    others = {"neighbourhood", "place", "system"} - {placed.level}
    assert {way.split(",")[0].lower() for way in placed.otherwise} == others
    assert placed == place_matter(matter, LIMITS, RULES)


@given(ANY_MATTER)
def test_a_small_matter_never_moves_up_by_costing_less(matter):
    """Money alone never makes a matter the system's."""
    levels = ["neighbourhood", "place", "system"]
    cheaper = place_matter(replace(matter, money=Money(0)), LIMITS, RULES)
    assert levels.index(cheaper.level) <= levels.index(place_matter(matter, LIMITS, RULES).level)


def level(name, at="place", facts="[]"):
    return f"[[level]]\nname = '{name}'\nlevel = '{at}'\nwords = 'w'\nsource = 's'\nall = {facts}\n"


DUTY = "[[duty]]\nname = 'd'\nkind = 'notice'\nregime = 'NHS'\nwords = 'w'\nsource = 's'\nnotice = 'n'\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (level("a", facts="['it pool money']") + level("b") + "[tests]", "nobody answers"),
        (level("a", "planet") + "[tests]", "is no level"),
        (level("a", facts="['it pools money']") + "[tests]", "the last level rule can fail"),
        ("level = []\n[tests]", "the last level rule can fail"),
        (level("a") + DUTY + "[tests]", "is no rule of notice"),
        ("level = []", "it has no 'tests'"),
        ("[tests", "Expected"),
        ("[[level]]\nname = 3\n[tests]", "str"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(text, what):
    with pytest.raises(DataProblem) as refused:
        read_rules(text, "mine.toml")
    assert any(what in problem.what for problem in refused.value.problems)
