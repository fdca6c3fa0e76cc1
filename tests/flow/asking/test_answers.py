"""Every question asked of runs made by hand: more, fewer, and nothing."""

import numpy as np
import pytest

from tests.flow.asking.runs import DAYS, RUNS, asked_of, run_of, small
from wholeplace.flow.asking import delayed, further, money, over_capacity, returns, thresholds, waits
from wholeplace.flow.asking.bands import bands_of
from wholeplace.flow.shapes import Answer, Network, Run

NOISE = np.linspace(-1, 1, RUNS)


def said(answers: tuple[Answer, ...], question: str, about: str = "all", *, compared: bool = False) -> Answer:
    (found,) = (each for each in answers if (each.question, each.about, each.compared) == (question, about, compared))
    return found


def with_delay(days: float, spread: float = 0.0, back: float = 1.0) -> Run:
    """A run in which people of the ward waited so many days in all, give or take."""
    totals = {"delay_days:a:ward": DAYS * (days + spread * NOISE), "delay_days:a:door": 9999.0}
    return run_of({"blocked:ward:home": days, "blocked:door:ward": 7.0, "returned": back}, totals)


def test_people_delayed_by_pathway_and_by_who_funds_the_missing_place() -> None:
    answers = delayed.answers(asked_of(with_delay(4.0), with_delay(6.0, 1.0)))
    assert said(answers, delayed.BY_PATHWAY.question).value == pytest.approx(4.0)  # those at the front door do not count
    assert said(answers, delayed.BY_PATHWAY.question, "pathway 1", compared=True).sentence == (
        "Pathway 1, home with support: 2.0 fewer people are delayed on an average day (in 9 of 10 runs 1.1 to 2.9 fewer)."
    )
    assert said(answers, delayed.BY_FUNDER.question, "Council").sentence == "Council: 4.0 people wait for places it funds."
    assert not [each for each in answers if each.about == "Board"]


def test_returns_are_never_told_without_delays() -> None:
    fewer_delays = (with_delay(4.0, 0, back=3.0), with_delay(6.0, 0, back=2.0))
    answers = returns.answers(asked_of(*fewer_delays))
    now = said(answers, returns.QUESTION)
    assert (
        now.sentence == "84 people come back over 28 days (in 9 of 10 runs 84 to 84), while 4.0 are delayed on an average day (4.0 to 4.0)."
    )
    beside = said(answers, returns.QUESTION, compared=True)
    assert "28 more people come back" in beside.sentence
    assert "2.0 fewer people are delayed" in beside.sentence
    assert beside.sentence.endswith("Shifting, not improving: fewer delays, more returns.")
    both = said(returns.answers(asked_of(with_delay(4, back=1), with_delay(6, back=2))), returns.QUESTION, compared=True)
    assert both.sentence.endswith("Both are better.")
    worse = said(returns.answers(asked_of(with_delay(6, back=2), with_delay(4, back=1))), returns.QUESTION, compared=True)
    assert worse.sentence.endswith("Both are worse.")
    nothing = said(returns.answers(asked_of(with_delay(4, 1), with_delay(4))), returns.QUESTION, compared=True)
    assert "no clear difference in people delayed" in nothing.sentence
    assert "no difference to speak of in people who come back" in nothing.sentence


def costed(ward: object, home: object, **totals: object) -> Run:
    return run_of({"units:ward": ward, "units:home": home, "units:door": 1.0}, totals)


def test_costs_count_idle_capacity_to_the_pound() -> None:
    """Ward: 8 of 10 in use: 8 x 300 + 2 x 200 = 2,800 a day. Home care: 18 of 20: 18 x 100 + 2 x 50 = 1,900 a day."""
    answers = money.answers(asked_of(costed(8.0, 18.0)))
    assert said(answers, money.WHOLE.question).value == pytest.approx(DAYS * 4_700)
    assert said(answers, money.IDLE.question).value == pytest.approx(DAYS * 500)
    assert said(answers, money.PARTNER.question, "Board").value == pytest.approx(DAYS * 2_800)
    assert said(answers, money.PARTNER.question, "Council").value == pytest.approx(DAYS * 1_900)


def test_above_its_capacity_nothing_stands_idle() -> None:
    assert said(money.answers(asked_of(costed(12.0, 20.0))), money.IDLE.question).value == 0


def test_each_partner_gains_or_loses_and_setting_up_is_the_wholes() -> None:
    answers = money.answers(asked_of(costed(8.0, 20.0), costed(9.0, 18.0)))
    assert (
        said(answers, money.PARTNER.question, "Board", compared=True).sentence
        == "Board: £2,800 less for what it funds (in 9 of 10 runs £2,800 to £2,800 less)."
    )
    assert said(answers, money.PARTNER.question, "Council", compared=True).value == pytest.approx(DAYS * 100)
    assert said(answers, money.WHOLE.question, compared=True).value == pytest.approx(500.0)
    same = money.answers(asked_of(costed(8.0, 18.0), costed(8.0, 18.0)))
    assert said(same, money.PARTNER.question, "Board", compared=True).sentence == "Board: no difference to speak of in what it pays."


def test_a_network_without_costs_says_that_nothing_can_be_said() -> None:
    from dataclasses import replace

    free = replace(
        small(),
        stations=tuple(
            replace(each, cost_in_use=type(each.cost_in_use)(0), cost_idle=type(each.cost_idle)(0)) for each in small().stations
        ),
    )
    (answer,) = money.answers(asked_of(run_of({"units:ward": 1.0}, network=free)))
    assert answer.value is None
    assert answer.sentence == "Nothing can be said of costs: no station of the network has any."


def per_pound(freed: float, extra: float, spread: float = 0.0) -> Answer:
    """`freed` bed days in all for `extra` pounds a day of home care in use."""
    run = costed(8.0, 18.0 + extra / 50, **{"delay_days:a:ward": 100.0 - freed + spread * NOISE})
    base = costed(8.0, 18.0, **{"delay_days:a:ward": 100.0})
    return said(money.answers(asked_of(run, base)), money.PER_POUND.question, compared=True)


def test_bed_days_for_each_thousand_pounds() -> None:
    """40 bed days for 28 x £50 more and £500 to set up: £1,900, so 21 for each £1,000."""
    answer = per_pound(40, 50)
    assert answer.value == pytest.approx(40 / 1.9)
    assert answer.sentence == "More home care: each £1,000 frees 21 bed days (in 9 of 10 runs 21 to 21), 40 bed days in all."
    assert per_pound(1, 50, spread=5).sentence == "More home care: it does not clearly free beds, so there is no price of a bed to give."
    assert per_pound(-9, 50).value is None
    assert per_pound(40, -50).sentence == "More home care: it frees 40 bed days over the forecast and saves money as well."


def test_waits_at_the_front_door() -> None:
    totals = {"over_4_hours:door": 25.0, "seen:door": 100.0}
    base = run_of({"queue:ward": 2.0}, totals | {"over_4_hours:door": 30.0 + 3 * NOISE})
    answers = waits.answers(asked_of(run_of({"blocked:door:ward": 3.0, "queue:ward": 2.0}, totals), base))
    assert said(answers, waits.OVER_4.question, "door").value == pytest.approx(0.25)
    assert said(answers, waits.OVER_4.question, "door", compared=True).sentence.startswith(
        "The door: 5.0 in 100 fewer people are there for more than 4 hours"
    )
    assert said(answers, waits.BOARDING.question, "door").value == 3.0
    assert "no difference to speak of" in said(answers, waits.OUTSIDE.question, "ward", compared=True).sentence


def occupied(often: float) -> Run:
    """The ward at 95% for a week in a share of the runs, and at 80% in the others."""
    use = np.where(np.arange(RUNS)[:, None] < often * RUNS, 9.5, 8.0) * np.ones(DAYS)
    use[:, 7:] = 8.0
    return run_of({"units:ward": use})


def test_the_chance_of_passing_a_level() -> None:
    answers = thresholds.answers(asked_of(occupied(0.5), occupied(0.1)))
    assert said(answers, thresholds.WORDS.question, "ward").value == 0.5
    assert "is 40 in 100 higher" in said(answers, thresholds.WORDS.question, "ward", compared=True).sentence
    fewer = thresholds.answers(asked_of(occupied(0.1), occupied(0.5)))
    assert "is 40 in 100 lower" in said(fewer, thresholds.WORDS.question, "ward", compared=True).sentence
    none = thresholds.answers(asked_of(occupied(0.5), occupied(0.5)))
    assert said(none, thresholds.WORDS.question, "ward", compared=True).sentence == (
        "The ward: no clear difference in the chance of being above 92% full for 7 days in a row."
    )


def test_six_days_in_a_row_are_not_a_week() -> None:
    use = np.full((RUNS, DAYS), 9.5)
    use[:, ::7] = 8.0
    assert not thresholds.passed(run_of({"units:ward": use}), "ward", thresholds.usual_threshold()).any()


def test_the_first_week_over_capacity() -> None:
    use, waiting = np.full((RUNS, DAYS), 10.0), np.zeros((RUNS, DAYS))
    waiting[:, 14:21] = 1.0
    answers = over_capacity.answers(asked_of(run_of({"units:ward": use, "queue:ward": waiting})))
    first = said(answers, over_capacity.FIRST_WEEK.question, "ward")
    assert first.sentence == "The ward: first over capacity in the week of 17 November 2025 (100 of 100 runs)."
    assert first.value == 14
    assert said(answers, over_capacity.FIRST_WEEK.question, "home").sentence == (
        "Home care: over capacity for a week in none of the runs, until 30 November 2025."
    )


def test_days_until_a_backlog_is_cleared() -> None:
    waiting = np.maximum(0.0, 12.0 - np.arange(DAYS))
    cleared = said(over_capacity.answers(asked_of(run_of({"queue:ward": waiting}))), over_capacity.BACKLOG.question, "ward")
    assert (cleared.value, cleared.sentence) == (
        12,
        "The ward: 12 people wait for it at the start; about 12 days until nobody does (in 9 of 10 runs 12 to 12).",
    )
    never = said(over_capacity.answers(asked_of(run_of({"queue:ward": 5.0}))), over_capacity.BACKLOG.question, "ward")
    assert never.value is None
    assert never.sentence.endswith("the backlog clears within 28 days in none of the runs.")
    nobody = said(over_capacity.answers(asked_of(run_of({"queue:ward": 0.0}))), over_capacity.BACKLOG.question)
    assert nobody.sentence == "Hardly anybody waits at the start, so there is no backlog to clear."


def test_the_surge_is_the_fullest_week() -> None:
    people = np.where(np.arange(DAYS) // 7 == 1, 12.0, 8.0)
    surge = said(over_capacity.answers(asked_of(run_of({"present:ward": people}))), over_capacity.SURGE.question)
    assert surge.sentence == "The whole system is fullest in the week of 10 November 2025."


def again(effects: dict[str, float], *, holds_until: float = 1.0) -> "further.Again":
    """A pretended simulation: each more unit takes so many people out of delay, and waits grow long beyond some demand."""

    def run(network: Network) -> Run:
        more = {
            each.name: each.capacity[0].value - small_.capacity[0].value
            for each, small_ in zip(network.stations, small().stations, strict=True)
        }
        people = 5 - sum(effects.get(name, 0) * units for name, units in more.items())
        long = network.arrivals[0].per_day > holds_until + 1e-9
        levels = {"queue:ward": 9.0 if long else 1.0, "started:ward": 1.0}
        return run_of(levels, {"delay_days:a:ward": DAYS * (people + 0.01 * NOISE * sum(more.values()))}, network)

    return run


def test_what_one_more_slot_is_worth_best_first() -> None:
    answers = further.answers(asked_of(run_of({"units:ward": 1.0})), again({"home": 0.4, "ward": -0.1}))
    worths = [each for each in answers if each.question == further.ONE_MORE.question]
    assert [each.about for each in worths] == ["home", "door", "ward"]
    assert worths[0].sentence.startswith(
        "Home care, for one more place: 0.4 fewer people are delayed on an average day (in 9 of 10 runs 0.39 to 0.41 fewer)"
    )
    assert "no clear difference" in worths[1].sentence
    assert "0.1 more people are delayed" in worths[2].sentence


def test_the_largest_demand_that_holds() -> None:
    asked = asked_of(run_of({"units:ward": 1.0}))
    held = further.largest_demand(asked, again({}, holds_until=1.08))
    assert held.value == pytest.approx(1.08)
    assert held.sentence.startswith("Up to 108% of the demand, nobody's mean wait for a service is longer than 2 days")
    never = further.largest_demand(asked, again({}, holds_until=0.1))
    assert never.value is None
    assert further.largest_demand(asked, again({}, holds_until=9)).sentence.startswith("Up to 128% or more of the demand")


def test_bands_are_in_order_and_one_number_a_day() -> None:
    run = run_of({"present:ward": np.outer(np.arange(RUNS), np.ones(DAYS))})
    (band,) = bands_of(run)
    assert band.series == "present:ward"
    assert [len(points) for points in band.points] == [DAYS] * 5
    assert [points[0] for points in band.points] == sorted(points[0] for points in band.points)
    assert band.mean[0] == (RUNS - 1) / 2
