"""A network file says everything, is read back as it was written, and every mistake in it is told at once."""

import tomllib
from datetime import date

import pytest
from hypothesis import given, settings

from tests.flow.example import aldermoor
from tests.flow.networks import networks
from wholeplace.flow.reading import network_from
from wholeplace.flow.shapes import Law, Network, Step
from wholeplace.flow.writing import write_network
from wholeplace.terms import DataProblem

SMALL = """
name = "Small"
starts = 2026-01-01
days = 30
[stations.ward]
kind = "beds"
capacity = 10
[groups.all]
[arrivals.all]
to = "ward"
per_day = 2
[services.all.ward]
law = "exponential"
mean = 4
[routes.all]
ward = "home"
"""


def read(text: str) -> Network:
    return network_from({"network.toml": tomllib.loads(text)})


def letter(text: str) -> str:
    with pytest.raises(DataProblem) as told:
        read(text)
    return str(told.value)


@given(networks())
@settings(max_examples=60)
def test_what_is_written_is_read_back_the_same(network: Network) -> None:
    assert read(write_network(network)) == network


def test_the_invented_place_is_read_back_the_same() -> None:
    assert read(write_network(aldermoor())) == aldermoor()


def test_a_small_file_is_enough() -> None:
    network = read(SMALL)
    assert (network.name, network.starts, network.warm_up) == ("Small", date(2026, 1, 1), 0)
    assert network.stations[0].capacity == (Step(since=date(2026, 1, 1), value=10.0),)
    assert network.services[0].length.law is Law.EXPONENTIAL
    assert network.routes[0].to == ""


def test_a_number_may_say_who_agreed_it() -> None:
    agreed = '{ value = 10, low = 8, high = 12, unit = "beds", source = "Count of 3 May", agreed_by = "Winter group", since = 2026-01-01 }'
    (assumption,) = read(SMALL.replace("capacity = 10", f"capacity = {agreed}")).assumptions
    assert (assumption.path, assumption.value, assumption.low, assumption.high) == ("stations.ward.capacity", 10, 8, 12)
    assert (assumption.agreed_by, assumption.since, assumption.source) == ("Winter group", date(2026, 1, 1), "Count of 3 May")


def test_a_capacity_may_change_by_day() -> None:
    steps = '[{ since = 2026-01-01, value = 10 }, { since = 2026-02-01, value = 14, source = "Winter plan" }]'
    network = read(SMALL.replace("capacity = 10", f"capacity = {steps}"))
    assert [step.value for step in network.stations[0].capacity] == [10, 14]
    assert network.assumptions[0].path == "stations.ward.capacity.2026-02-01"


def test_several_files_are_one_network_and_nothing_is_said_twice() -> None:
    head, tail = SMALL.split("[services.all.ward]")
    parts = {"a.toml": tomllib.loads(head), "b.toml": tomllib.loads("[services.all.ward]" + tail)}
    assert network_from(parts) == read(SMALL)
    with pytest.raises(DataProblem, match=r"c.toml, stations.ward.capacity: it is said in a.toml as well"):
        network_from({**parts, "c.toml": tomllib.loads("[stations.ward]\ncapacity = 12")})


def test_every_mistake_is_told_at_once_with_the_nearest_word() -> None:
    text = SMALL.replace('kind = "beds"', 'kind = "bed"').replace("per_day = 2", "per_dya = 2").replace('law = "exponential"', "law = 3")
    told = letter(text)
    assert 'network.toml, stations.ward.kind: "bed" is not known here.' in told
    assert 'Did you mean "beds"?' in told
    assert "network.toml, arrivals.all.per_dya: there is no such key." in told
    assert 'Did you mean "per_day"?' in told
    assert "network.toml, services.all.ward.law: 3 is not a text." in told


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("days = 30", "days = true"), "True is not a whole number"),
        (("starts = 2026-01-01", 'starts = "2026-01-01"'), "is not a day"),
        (("capacity = 10", "capacity = nan"), "nan is not a number"),
        (("capacity = 10", "capacity = { value = 10, low = 11, source = 'x' }"), "10 is not between low (11) and high (10)"),
        (("capacity = 10", "capacity = { value = 10 }"), "it does not say its source"),
        (("per_day = 2", "per_day = 2\nhours = [1, 1]"), "it is not a list of 24 numbers"),
        (('ward = "home"', "ward = { home = 100 }"), "Did you mean 1?"),
        (("mean = 4", 'mean = 4\nunits = "two"'), "It says how much of the capacity one person takes."),
        (('kind = "beds"', 'kind = "beds"\nleaves_on = ["Monday"]'), "it is not a list of weekdays"),
        (('law = "exponential"', 'law = "empirical"\nquantiles = [3, 2]'), "it is not a rising list of numbers"),
        (("mean = 4", "mean = 4\nsd = 2"), 'a length by the law "exponential" has none'),
        (('name = "Small"', 'name = "Small"\nreturns = 3'), "is not a table"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(change: tuple[str, str], says: str) -> None:
    told = letter(SMALL.replace(*change))
    assert says in told
