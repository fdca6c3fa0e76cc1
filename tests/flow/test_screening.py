"""Queueing formulae against published tables, closed forms, and the plain sums they stand for."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.flow.example import aldermoor
from wholeplace.flow.scenarios import BASE
from wholeplace.flow.screening import erlang_a, erlang_b, erlang_c, limited_room, marginal_rule, mean_waiting, screen
from wholeplace.flow.shapes import Move, Scenario
from wholeplace.terms import DataProblem

servers = st.integers(1, 60)
loads = st.floats(0.01, 80)


def b_by_its_sum(count: int, load: Fraction) -> Fraction:
    """Erlang's formula as he wrote it, in exact arithmetic."""
    return load**count / math.factorial(count) / sum(load**k / math.factorial(k) for k in range(count + 1))


@pytest.mark.parametrize(
    ("count", "load", "blocked"),
    [(1, 1.0, 0.5), (2, 1.0, 0.2), (10, 4.461, 0.01), (20, 12.031, 0.01), (50, 37.901, 0.01), (100, 84.064, 0.01)],
)
def test_erlang_b_as_in_the_published_tables(count: int, load: float, blocked: float) -> None:
    """Offered traffic for 1 in 100 blocked with 10, 20, 50 and 100 lines, as printed in traffic tables."""
    assert erlang_b(count, load) == pytest.approx(blocked, rel=1e-3)


@given(servers, st.fractions(Fraction(1, 100), Fraction(80)))
def test_erlang_b_is_its_own_exact_sum(count: int, load: Fraction) -> None:
    assert erlang_b(count, float(load)) == pytest.approx(float(b_by_its_sum(count, load)), rel=1e-11)


def test_erlang_c_in_closed_form() -> None:
    assert erlang_c(1, 0.7) == pytest.approx(0.7)  # M/M/1 waits as often as it is busy
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(3, 2.0) == pytest.approx(4 / 9)
    assert mean_waiting(1, 0.8) == pytest.approx(0.8**2 / 0.2)
    assert (erlang_c(3, 3.0), mean_waiting(3, 3.5)) == (1.0, math.inf)
    assert (erlang_b(0, 2.0), erlang_b(5, 0.0), erlang_c(0, 0.0)) == (1.0, 0.0, 0.0)


@given(servers, loads, st.floats(0.05, 50))
def test_erlang_a_is_the_sum_over_its_states(count: int, load: float, patience: float) -> None:
    logs, length = [0.0], 0
    while len(logs) < count + 3 or logs[-1] > max(logs) - 60:
        length += 1
        logs.append(logs[-1] + math.log(load) - math.log(min(length, count) + max(0, length - count) / patience))
    weights = [math.exp(each - max(logs)) for each in logs]
    shares = [each / sum(weights) for each in weights]
    waiting = sum((n - count) * share for n, share in enumerate(shares) if n > count)
    found = erlang_a(count, load, patience)
    assert found.waits == pytest.approx(sum(shares[count:]), rel=1e-9)
    assert found.waiting == pytest.approx(waiting, rel=1e-8, abs=1e-12)
    # who comes in is served or gives up: the mean number busy is what of the load is not lost
    busy = sum(min(n, count) * share for n, share in enumerate(shares))
    assert load * (1 - found.gives_up) == pytest.approx(busy, rel=1e-9)


def test_erlang_a_lies_between_b_and_c() -> None:
    assert erlang_a(5, 4, 1e9).waits == pytest.approx(erlang_c(5, 4), rel=1e-6)
    assert erlang_a(5, 4, 1e-9).gives_up == pytest.approx(erlang_b(5, 4), rel=1e-6)


@given(servers, loads, st.integers(0, 40))
def test_with_limited_room_nobody_is_lost_in_the_sum(count: int, load: float, more: int) -> None:
    found = limited_room(count, load, count + more)
    assert found.there - found.waiting == pytest.approx(load * (1 - found.turned_away), rel=1e-9)
    if more == 0:
        assert found.turned_away == pytest.approx(erlang_b(count, load), rel=1e-9)


def test_limited_room_in_closed_form() -> None:
    """M/M/1/2 at load 1: three states, each a third of the time."""
    found = limited_room(1, 1.0, 2)
    assert (found.turned_away, found.there, found.waiting, found.waits) == pytest.approx((1 / 3, 1.0, 1 / 3, 1 / 2))
    assert limited_room(40, 20.0, 4000).waiting == pytest.approx(mean_waiting(40, 20.0), rel=1e-9)


@given(st.integers(1, 200), loads)
def test_more_servers_never_make_it_worse(count: int, load: float) -> None:
    assert erlang_b(count + 1, load) <= erlang_b(count, load)
    assert erlang_c(count + 1, load) <= erlang_c(count, load)
    assert mean_waiting(count + 1, load) <= mean_waiting(count, load)


def test_it_stays_a_number_where_factorials_end() -> None:
    blocked = erlang_b(100_000, 99_000)
    # Normal approximation of the tail; good to some per cent at this size.
    spread = math.sqrt(99_000)
    density = math.exp(-((1000 / spread) ** 2) / 2) / math.sqrt(2 * math.pi) / spread
    assert blocked == pytest.approx(density, rel=0.05)
    assert 0 < erlang_c(100_000, 99_900) < 1
    assert erlang_a(50_000, 60_000, 0.5).gives_up == pytest.approx(1 / 6, rel=1e-3)  # overload: what is too much gives up
    assert limited_room(50_000, 60_000, 60_000).turned_away == pytest.approx(1 / 6, rel=1e-3)


@pytest.mark.parametrize("wrong", [(-1, 2.0), (3, -0.1)])
def test_numbers_below_0_are_refused(wrong: tuple[int, float]) -> None:
    with pytest.raises(ValueError, match="neither can be below 0"):
        erlang_b(*wrong)


def test_the_marginal_rule_is_the_best_split_of_two_stations_by_trying_all() -> None:
    loads_, start, costs = {"a": 8.0, "b": 3.0}, {"a": 9, "b": 4}, {"a": 1.0, "b": 1.0}
    found = marginal_rule(loads_, start, costs, 7)

    def waiting(a: int) -> float:
        return mean_waiting(9 + a, 8.0) + mean_waiting(4 + 7 - a, 3.0)

    assert found["a"] - 9 == min(range(8), key=waiting)
    assert sum(found.values()) == 13 + 7


def test_the_marginal_rule_first_ends_what_has_no_end() -> None:
    found = marginal_rule({"a": 12.0, "b": 3.0}, {"a": 10, "b": 4}, {"a": 1.0, "b": 1.0}, 3)
    assert found["a"] == 13
    assert marginal_rule({"a": 1.0}, {"a": 5}, {"a": 10.0}, 5) == {"a": 5}


def test_instant_answers_are_marked_and_say_what_is_asked_too_much() -> None:
    answers = screen(aldermoor())
    assert [answer.about for answer in answers] == ["a-and-e", "acute", "home-care", "rehab", "care-home"]
    assert all(answer.sentence.startswith("Screening: ") for answer in answers)
    less = Scenario(name="less", title="Less", proposed_by="", why="", changes=(Move(what="stations.home-care.capacity", times=0.8),))
    home_care = next(answer for answer in screen(aldermoor(), less) if answer.about == "home-care")
    assert "Screening: Home care: demand exceeds capacity by 12%; the queue grows by about" in home_care.sentence


def test_a_scenario_that_swamps_a_station_is_refused_with_a_letter() -> None:
    flood = Scenario(name="x", title="Flood", proposed_by="", why="", changes=(Move(what="arrivals.*.per_day", times=5),))
    with pytest.raises(DataProblem, match="slip of units"):
        screen(aldermoor(), flood)
    assert screen(aldermoor(), BASE)
