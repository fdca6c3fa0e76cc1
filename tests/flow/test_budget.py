"""One budget: what may be bought, the near-best splits, and conditions that leave splits out."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wholeplace.flow.budget as room
from tests.flow.asking.runs import DAYS, RUNS, run_of, small
from wholeplace.flow import Budget, Effort, Network, Run, best_use
from wholeplace.flow.budget import Aim, Buyable, Split, budget_in
from wholeplace.flow.budget.searching import as_scenario, neighbours, searched, split_of, starting_split
from wholeplace.flow.budget.selecting import best_in, clearly_above_0, in_order, kept
from wholeplace.terms import DataProblem, Money

NOISE = np.linspace(-1, 1, RUNS)


def budget(pounds: int = 1000, aim: Aim = Aim.DELAYED, **conditions: object) -> Budget:
    """Beds at £300, home care at £100: from £1,000."""
    buys = (Buyable(station="ward", each=Money(300_00), most=5), Buyable(station="home", each=Money(100_00), most=12, step=2))
    return Budget(title="Winter money", sum=Money(pounds * 100), aim=aim, buys=buys, **conditions)  # pyright: ignore[reportArgumentType]


def affordable(of: Budget) -> list[Split]:
    choices = [range(0, buy.most + 1, buy.step) for buy in of.buys]
    splits = [split_of(of, dict(zip([buy.station for buy in of.buys], units, strict=True))) for units in product(*choices)]
    return [split for split in splits if split.spent.pence <= of.sum.pence]


@given(st.integers(0, 3000))
def test_no_split_that_is_looked_at_costs_more_than_there_is(pounds: int) -> None:
    of = budget(max(1, pounds))
    start = starting_split(of, small())
    for split in (start, *neighbours(of, start)):
        assert split.spent.pence <= of.sum.pence
        assert split.spent.pence == sum(split.added[buy.station] * buy.each.pence for buy in of.buys)
        assert all(split.added[buy.station] <= buy.most and split.added[buy.station] % buy.step == 0 for buy in of.buys)


@given(st.floats(0.05, 3), st.floats(0.05, 3))
def test_the_search_finds_the_best_of_all_where_each_unit_is_worth_less_than_the_last(bed: float, place: float) -> None:
    of = budget()

    def judged(split: Split) -> float:
        return -bed * np.sqrt(split.added["ward"]) - place * np.sqrt(split.added["home"])

    found = searched(of, starting_split(of, small()), judged)
    spent_well = min(judged(split) for split in affordable(of))
    assert min(value for value, _ in found.values()) <= spent_well + 0.15 * abs(spent_well)


def test_a_split_is_a_scenario() -> None:
    scenario = as_scenario(split_of(budget(), {"home": 4}), small())
    assert [(change.what, change.add) for change in scenario.changes] == [("stations.home.capacity", 4)]
    assert scenario.title == "4 more for Home care"
    assert as_scenario(split_of(budget(), {}), small()).title == "Nothing is bought"


def test_selection_keeps_what_cannot_be_told_from_the_best_and_no_more() -> None:
    values = np.stack([5 + NOISE, 5.001 + NOISE * 1.05, 6 + NOISE, 9 + NOISE])
    assert kept(values).tolist() == [True, True, False, False]
    assert kept(values[:, :1]).all()  # one run cannot tell anything apart
    shares = best_in(values, seed=1)
    assert shares.sum() == pytest.approx(1)
    assert shares[2] == shares[3] == 0
    assert best_in(np.zeros((4, 10)), seed=1) == pytest.approx([0.25] * 4)
    assert in_order([0.2, 0.5, 0.2], [3, 1, 2]) == [1, 2, 0]


def test_the_best_is_kept_nearly_always_over_many_tries() -> None:
    """Three equally good candidates and one worse: by luck alone the best may look second, and must not be left out for it."""
    dice = np.random.default_rng(7)
    lost = 0
    for _ in range(300):
        values = dice.normal(0, 1, (4, 30)) + np.array([0, 0, 0, 0.3])[:, None]
        lost += not kept(values)[0]
    assert lost <= 0.10 * 300 + 3 * (300 * 0.1 * 0.9) ** 0.5


def test_clearly_above_0() -> None:
    assert clearly_above_0(np.full(10, 2.0))
    assert not clearly_above_0(NOISE + 0.05)
    assert not clearly_above_0(np.zeros(5))
    assert not clearly_above_0(np.full(10, -2.0))


def pretend(
    monkeypatch: pytest.MonkeyPatch, delayed: Callable[[int, int], float], wait: Callable[[int, int], float] = lambda *_: 1.0
) -> None:
    """A simulation whose outcome is known: delays and waits by beds and places bought; half of the places stand empty."""

    def run(network: Network, *, snapshot: object, effort: Effort) -> Run:
        del snapshot
        beds, places = (int(each.capacity[0].value) - now for each, now in zip(network.stations[1:], (10, 20), strict=True))
        luck = 0.3 * np.random.default_rng(effort.seed).normal(size=RUNS)
        totals = {"delay_days:a:ward": DAYS * (delayed(beds, places) + luck), "waited_days:door": wait(beds, places)}
        return run_of({"units:ward": 10.0, "units:home": 10.0 + 3 * beds}, totals, network)

    monkeypatch.setattr(room, "run_with", run)


def test_the_near_best_are_a_set_with_what_each_partner_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda beds, places: 12 - 0.5 * beds - 0.5 * places)
    found = best_use(small(), budget())
    best = found.near_best[0]
    assert best.split.added == {"ward": 0, "home": 10}
    assert best.best_in == 1
    assert best.change.mean == pytest.approx(-5)
    assert best.partners["Board"].mean == pytest.approx(0)
    assert found.as_it_is.mean == pytest.approx(12, abs=0.5)
    assert best.sentence.startswith("10 more for Home care for £1,000: 5.0 fewer people are delayed on an average day")
    assert best.sentence.endswith("best in 100 of 100.")
    assert found.sentence == "Winter money: 1 split is best for £1,000 (in 9 of 10 runs -5.0 to -5.0 people delayed with the likeliest)."
    assert best_use(small(), budget()) == found


def test_equal_splits_are_all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda beds, places: 12 - min(4, beds + places))
    found = best_use(small(), budget())
    assert len(found.near_best) > 1
    assert sum(each.best_in for each in found.near_best) == pytest.approx(1)
    assert "cannot be told apart" in found.sentence


def test_when_nothing_helps_spending_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda beds, places: 12 + 0.5 * beds + 0.2 * places)
    found = best_use(small(), budget())
    assert [each.split.spent.pence for each in found.near_best] == [0]
    assert found.sentence == "Winter money: no way to split £1,000 is clearly better than to spend nothing."


def test_no_partner_worse_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bed makes the council's places busier: 3 more in use for each, at £50 a day more than idle."""
    pretend(monkeypatch, lambda beds, places: 12 - 2 * beds - 0.1 * places)
    free = best_use(small(), budget())
    assert free.near_best[0].split.added["ward"] == 3
    assert free.near_best[0].partners["Council"].mean == pytest.approx(DAYS * 9 * 50)
    fair = best_use(small(), budget(no_partner_worse_off=True))
    assert all(each.split.added["ward"] == 0 for each in fair.near_best)
    assert any("Council would be worse off by about £" in each for each in fair.left_out)


def test_no_wait_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda beds, places: 12 - beds - 0.5 * places, wait=lambda _, places: 1.0 + places)
    found = best_use(small(), budget(no_wait_worse_at=("door",)))
    assert all(each.split.added["home"] == 0 for each in found.near_best)
    assert any(each.endswith("people would wait longer for The door.") for each in found.left_out)


def test_the_aim_may_be_the_whole_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, lambda *_: 12.0)
    found = best_use(small(), budget(aim=Aim.COST))
    assert found.near_best[0].split.spent == Money(0)  # bought places would only stand idle
    assert found.as_it_is.mean == pytest.approx(DAYS * (10 * 300 + 10 * 100 + 10 * 50))


GOOD = """
title = "Winter money"
pounds = 1000
no_partner_worse_off = true
no_wait_worse_at = ["door"]
[buys.ward]
pounds_each = 300
most = 5
[buys.home]
pounds_each = 100.5
step = 2
"""


def read(folder: Path, text: str) -> Budget:
    file = folder / "budget.toml"
    file.write_text(text, "utf-8")
    return budget_in(file, small())


def test_a_budget_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (found.sum, found.aim, found.no_wait_worse_at) == (Money(1000_00), Aim.DELAYED, ("door",))
    assert found.buys[1] == Buyable(station="home", each=Money(100_50), most=10, step=2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[buys.ward]", "[buys.wrd]"), 'Did you mean "ward"?'),
        (("pounds = 1000", "pounds = 0"), "There is nothing to split."),
        (("most = 5", "most = 0"), "must be above 0"),
        (('["door"]', '["dor"]'), 'Did you mean "door"?'),
        (('title = "Winter money"', 'aim = "people"'), 'Did you mean "people delayed"?'),
        ((GOOD, 'title = "x"\npounds = 5'), "there is nothing to buy"),
    ],
)
def test_mistakes_in_a_budget_are_told(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(DataProblem) as letter:
        read(tmp_path, GOOD.replace(*change))
    assert says in str(letter.value)
