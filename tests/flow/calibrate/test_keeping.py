"""What a calibration keeps: agreed numbers stay, what another file says is not said again, a hand-written network stands."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.flow.calibrate.given import a_place
from tests.flow.example import aldermoor
from wholeplace.flow import Assumption, Network, read_network
from wholeplace.flow.calibrate import BackTest, Fit, Plot, Replay, keep_fit, keep_network, read_fit, written_by_hand
from wholeplace.flow.calibrate.keeping import agreed_in, capacities_stated, with_agreed
from wholeplace.flow.writing import write_network
from wholeplace.place import Place
from wholeplace.terms import DataProblem

AGREED = Assumption(
    path="stations.acute.capacity", value=280.0, low=270.0, high=290.0, unit="beds", source="Winter plan", agreed_by="Joint Committee",
    since=date(2026, 3, 11),
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return a_place(tmp_path / "place")


@pytest.fixture
def fitted() -> Network:
    """A network in which nobody has agreed on anything."""
    return replace(aldermoor(), assumptions=())


def capacity(network: Network, name: str) -> float:
    return next(station for station in network.stations if station.name == name).capacity[0].value


def test_what_was_agreed_stays_and_the_fitted_number_stands_beside_it(place: Place, fitted: Network) -> None:
    keep_network(place, with_agreed(fitted, {AGREED.path: AGREED})[0])
    again, kept = with_agreed(fitted, agreed_in(place))
    assert kept == ((AGREED.path, 280.0, capacity(fitted, "acute")),)
    keep_network(place, again)
    read = read_network(place)
    assert capacity(read, "acute") == 280.0
    assert [each for each in read.assumptions if each.agreed_by] == [AGREED]


def test_an_agreed_number_without_a_place_in_the_fitted_network_is_not_lost(place: Place, fitted: Network) -> None:
    other = replace(AGREED, path="stations.hospice.capacity")
    network, kept = with_agreed(fitted, {other.path: other})
    assert kept == ((other.path, 280.0, None),)
    keep_network(place, network)
    assert other in read_network(place).assumptions


def test_capacities_of_another_file_are_stated_and_not_said_again(place: Place, fitted: Network) -> None:
    keep_network(place, fitted)
    (place.folder / "assumptions" / "beds.toml").write_text("[stations.acute]\ncapacity = { value = 281, source = 'Estates' }\n", "utf-8")
    assert capacities_stated(place) == {"acute": 281.0}
    keep_network(place, fitted)
    assert capacity(read_network(place), "acute") == 281.0
    assert capacities_stated(place) == {"acute": 281.0}


def test_a_network_written_by_hand_is_known_as_such(place: Place, fitted: Network) -> None:
    assert not written_by_hand(place)
    file = keep_network(place, fitted)
    assert not written_by_hand(place)
    file.write_text(write_network(fitted), "utf-8")
    assert written_by_hand(place)


def test_a_network_that_agreed_numbers_make_impossible_is_not_written(place: Place, fitted: Network) -> None:
    network, _ = with_agreed(fitted, {AGREED.path: replace(AGREED, value=20.0, low=20.0)})
    with pytest.raises(DataProblem, match="do not go together"):
        keep_network(place, network)
    assert not (place.folder / "assumptions" / "network.toml").exists()


def test_the_report_of_fit_is_read_back_whole(place: Place, fitted: Network) -> None:
    plot = Plot(title="t", x=(0.0, 1.0), x_words="days", unit="%", seen=(100.0, 50.0), fitted=(100.0, 49.0), form="steps")
    day = date(2024, 12, 1)
    replay = Replay(
        title="beds", unit="people", starts=day, points=((1.0,),) * 5, seen=(1.0,), error=0.1, inside_50=0.5, inside_90=0.9
    )  # fmt: skip
    test = BackTest(starts=day, ends=date(2025, 3, 1), fitted_until=day, replications=10, replays=(replay,), sentence="s")
    fit = Fit(made_from="records", sentences=("a",), plots=(plot,), replay=(replay,), back_test=test)
    assert read_fit(place) is None
    file = keep_fit(place, fit, fitted)
    assert read_fit(place) == fit
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("{}", "utf-8")
    assert read_fit(place) is None
