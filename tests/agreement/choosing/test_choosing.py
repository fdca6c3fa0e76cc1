"""Choosing: a ranking and its sensitivity done by hand, the frontier against every set there is, awards that come to the fund."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.agreement.choosing import (
    Criterion,
    Option,
    award,
    bought_by,
    by_value_for_money,
    frontier,
    problems_of_choice,
    rank,
    swings,
)
from wholeplace.terms import Money, WrongUse

CRITERIA = (
    Criterion(name="health", title="Better health", weight=Fraction(50), source="panel"),
    Criterion(name="ease", title="Easy to do", weight=Fraction(20), source="panel"),
    Criterion(name="fair", title="Those with least gain most", weight=Fraction(30), source="panel", equity=True),
)


def option(name: str, *scores: int, cost: int = 100_00, benefit: int = 10, people: int = 10, chance: str = "1", **more: object) -> Option:
    given = dict(zip(("health", "ease", "fair"), map(Fraction, scores), strict=False))
    return Option(
        name=name, title=name.capitalize(), proposed_by="x", programme="x", cost=Money(cost), benefit=Fraction(benefit), people=people,
        chance=Fraction(chance), source="x", scores=given, **more,
    )  # fmt: skip


FALLS, CARERS, APP = option("falls", 80, 50, 40), option("carers", 50, 60, 80), option("app", 30, 90, 20)


def test_a_ranking_by_hand():
    """falls: 0.5 x 80 + 0.2 x 50 + 0.3 x 40 = 62. carers: 25 + 12 + 24 = 61. app: 15 + 18 + 6 = 39."""
    ranked = rank([APP, CARERS, FALLS], CRITERIA)
    assert [(one.option.name, one.place, float(one.score), float(one.equity)) for one in ranked] == [
        ("falls", 1, 62, 12), ("carers", 2, 61, 24), ("app", 3, 39, 6),
    ]  # fmt: skip


def test_what_would_change_the_ranking_by_hand():
    """Falls and carers draw level when fair counts f: the rest of falls is (50 x 80 + 20 x 50) / 70 = 500/7, of carers (50 x 50 +
    20 x 60) / 70 = 370/7. Falls: (1 - f) 500/7 + 40 f; carers: (1 - f) 370/7 + 80 f. Level: 130/7 (1 - f) = 40 f, f = 130/410."""
    found = {one.criterion: one for one in swings([APP, CARERS, FALLS], CRITERIA) if one.to > one.weight}
    assert found["fair"].to == Fraction(13_000, 410)
    assert found["fair"].words == (
        "If “Those with least gain most” counted more (31.71 of 100 and not 30), “Carers” would draw level with “Falls”."
    )


SCORES = st.tuples(*[st.integers(0, 100)] * 3)


@given(st.lists(SCORES, min_size=2, max_size=6))
def test_at_a_swing_two_options_are_level_and_before_it_nothing_changed(scores: list[tuple[int, int, int]]):
    options = [option(f"o{n}", *each) for n, each in enumerate(scores)]
    before = [one.option.name for one in rank(options, CRITERIA)]
    for swing in swings(options, CRITERIA):
        level = {one.option.name: one.score for one in rank(options, _moved(swing.criterion, swing.to))}
        assert level[swing.overtakes] == level[swing.overtaken]
        halfway = (swing.to + swing.weight) / 2
        scored = [one.option.name for one in rank(options, _moved(swing.criterion, halfway))]
        assert [name for name in scored if name in (swing.overtakes, swing.overtaken)] == [
            name for name in before if name in (swing.overtakes, swing.overtaken)
        ]


def _moved(name: str, weight: Fraction) -> list[Criterion]:
    """The weights with one of them moved, the others in proportion."""
    moved = next(one for one in CRITERIA if one.name == name)
    rest = 100 - moved.weight
    return [replace(one, weight=weight if one is moved else one.weight * (100 - weight) / rest) for one in CRITERIA]


def test_a_criterion_on_which_all_agree_never_changes_anything():
    same = [option("a", 10, 50, 50), option("b", 20, 50, 50)]
    assert {one.criterion for one in swings(same, CRITERIA)} == set()


@given(st.lists(SCORES, min_size=1, max_size=6), st.randoms())
def test_the_order_of_options_is_of_no_matter(scores: list[tuple[int, int, int]], dice):
    options = [option(f"o{n}", *each) for n, each in enumerate(scores)]
    shuffled = list(options)
    dice.shuffle(shuffled)
    assert rank(options, CRITERIA) == rank(shuffled, CRITERIA)


def _options(rows: list[tuple[int, int, int, bool]]) -> list[Option]:
    return [
        option(f"o{n}", cost=cost, benefit=benefit, people=people, statutory=held) for n, (cost, benefit, people, held) in enumerate(rows)
    ]


ROW = st.tuples(st.integers(-50, 100), st.integers(0, 20), st.integers(0, 9), st.booleans())
OPTIONS = st.lists(ROW, min_size=1, max_size=7).map(_options)


@given(OPTIONS)
def test_the_frontier_is_what_looking_at_every_set_finds(options: list[Option]):
    choosable = [one for one in options if not (one.cost.pence < 0 and one.statutory)]
    sets = [
        (sum(one.cost.pence for one in chosen), sum((-one.value if one.releases else one.value for one in chosen), Fraction(0)))
        for many in range(len(choosable) + 1) for chosen in combinations(choosable, many)
    ]  # fmt: skip
    slow = sorted({each for each in sets if not any((c <= each[0] and v >= each[1] and (c, v) != each) for c, v in sets)})
    assert [(point.cost.pence, point.value) for point in frontier(options)] == slow


def test_what_a_budget_buys():
    options = [option("a", cost=60, benefit=6), option("b", cost=50, benefit=5), option("c", cost=50, benefit=4)]
    assert bought_by(Money(100), frontier(options)).options == ("b", "c"), "two smaller ones beat the best alone"
    assert bought_by(Money(0), frontier(options)).options == ()


def test_stopping_something_pays_for_something_better_and_statutory_work_is_never_stopped():
    options = [option("old", cost=-80, benefit=1), option("law", cost=-80, benefit=0, statutory=True), option("new", cost=80, benefit=9)]
    assert bought_by(Money(0), frontier(options)).options == ("new", "old")


def test_too_many_options_are_refused():
    with pytest.raises(WrongUse, match="25 options"):
        frontier([option(f"o{n:02}") for n in range(25)])


def test_value_for_money_is_benefit_times_people_times_chance_over_cost():
    one, other = option("a", benefit=10, people=100, chance="0.5", cost=100_000), option("b", benefit=60, people=10, cost=100_000)
    assert [each.name for each in by_value_for_money([one, other])] == ["b", "a"]
    (ranked, _) = rank([replace(one, scores=FALLS.scores), replace(other, scores=APP.scores)], CRITERIA)
    assert ranked.per_thousand == 500


BIDS = (option("a", 80, 80, 80, cost=60_000_00), option("b", 70, 70, 70, cost=50_000_00), option("c", 60, 60, 60, cost=30_000_00))


def test_awards_come_to_the_fund_and_never_beyond_it():
    given_ = award(Money.pounds("100,000"), rank(BIDS, CRITERIA))
    assert [(one.option, str(one.gets)) for one in given_.awards] == [("a", "£60,000"), ("b", "£0"), ("c", "£30,000")]
    assert str(given_.left) == "£10,000"
    in_parts = award(Money.pounds("100,000"), rank(BIDS, CRITERIA), parts=True)
    assert [str(one.gets) for one in in_parts.awards] == ["£60,000", "£40,000", "£0"]
    assert in_parts.left == Money(0)
    assert (
        award(Money.pounds("200,000"), rank(BIDS, CRITERIA), least_score=65).awards[2].words == "It scored 60, below the 65 that is asked."
    )


def test_an_award_outside_the_partnership_is_flagged():
    bids = [replace(BIDS[0], inside=False), BIDS[1]]
    assert award(Money(1), rank(bids, CRITERIA)).notes == ("“A” would be paid to somebody outside the partnership.",)


@given(st.lists(st.tuples(SCORES, st.integers(1, 10**8)), max_size=8), st.integers(0, 10**9), st.booleans())
def test_no_fund_is_ever_overspent(rows: list, fund: int, parts: bool):
    ranked = rank([option(f"o{n}", *scores, cost=cost) for n, (scores, cost) in enumerate(rows)], CRITERIA)
    given_ = award(Money(fund), ranked, parts=parts)
    assert sum(one.gets.pence for one in given_.awards) + given_.left.pence == fund
    assert given_.left.pence >= 0


def test_every_mistake_of_a_choice_is_told():
    wrong = [replace(FALLS, scores={"health": Fraction(101), "easy": Fraction(1)}, chance=Fraction(7))]
    told = [problem.what for problem in problems_of_choice(wrong, [replace(CRITERIA[0], weight=Fraction(40)), *CRITERIA[1:]])]
    assert told == [
        "they add up to 90.", "it has no score for ease.", "it has no score for fair.", "its score for health is 101.",
        'it is scored for "easy", which nobody weighs.', "its chance of success is not from 0 to 1.",
    ]  # fmt: skip
    assert problems_of_choice([FALLS, CARERS, APP], CRITERIA) == []
