"""Asking a whole network: the same answer twice, nothing from nothing, and more capacity never harms where theory says so."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.flow.example import aldermoor
from wholeplace.flow import BASE, Effort, Forecast, Move, Network, Present, Scenario, Snapshot, ask, with_changes
from wholeplace.flow.asking import run_with
from wholeplace.flow.asking.asked import series, waiting_for
from wholeplace.terms import DataProblem

FEW = Effort(replications=4, searches=False)


def short() -> Network:
    """The invented place over 42 days, with a shorter warm-up."""
    return replace(aldermoor(), days=42, warm_up=60)


def tried(*changes: Move) -> Scenario:
    return Scenario(name="tried", title="Tried", proposed_by="", why="", changes=changes)


@cache
def less_home_care() -> Forecast:
    return ask(short(), tried(Move(what="stations.home-care.capacity", times=0.8)), effort=FEW)


def test_the_same_question_has_the_same_answer() -> None:
    again = ask(short(), tried(Move(what="stations.home-care.capacity", times=0.8)), effort=replace(FEW, processes=1))
    assert again == less_home_care()


def test_a_forecast_says_what_was_run() -> None:
    forecast = less_home_care()
    assert (forecast.place, forecast.starts, forecast.days, forecast.replications) == ("Aldermoor", date(2025, 7, 4), 42, 4)
    assert forecast.against == BASE
    assert len(forecast.bands) == len(forecast.bands_against)
    assert {station.name: station.capacity[0].value for station in forecast.network.stations}["home-care"] == 304
    assert any("Home care: demand exceeds capacity by" in note for note in forecast.notes)
    assert any("the ranges are rough" in note for note in forecast.notes)
    assert any("of the assumptions are themselves not certain" in note for note in forecast.notes)


def test_less_home_care_holds_people_in_hospital_beds() -> None:
    """Register row 24: what the council's service lacks, the hospital's beds feel."""
    held = [
        each for each in less_home_care().answers if each.compared and each.about == "Aldermoor Town Hospitals" and each.unit == "people"
    ]
    assert held[0].low is not None
    assert held[0].low > 0
    assert "more people are ready to leave and still in its places" in held[0].sentence


def test_a_change_that_changes_nothing_makes_no_difference() -> None:
    nothing = tried(Move(what="stations.home-care.capacity", add=0))
    differences = [answer for answer in ask(short(), nothing, effort=FEW).answers if answer.compared]
    assert len(differences) > 10
    assert all(answer.value in (None, 0) for answer in differences)
    assert not any(word in answer.sentence for answer in differences for word in ("fewer", "less", " higher", " lower"))


def test_without_changes_nothing_is_compared() -> None:
    forecast = ask(short(), BASE, effort=FEW)
    assert forecast.against is None
    assert forecast.bands_against == ()


def test_luck_is_the_same_for_both_so_people_arrive_alike() -> None:
    beds = tried(Move(what="stations.acute.capacity", add=30))
    one, other = (run_with(network, snapshot=None, effort=FEW) for network in (short(), with_changes(short(), beds)))
    assert np.array_equal(series(one, "arrived:acute"), series(other, "arrived:acute"))


@pytest.mark.parametrize("station", ["home-care", "rehab", "care-home"])
def test_more_places_never_make_more_people_wait_for_them(station: str) -> None:
    """Each of these is the last service on somebody's way, so in every run more of it can only shorten its own queue."""
    waits = []
    for times in (0.6, 0.8, 1.0, 1.5):
        network = with_changes(replace(short(), returns=()), tried(Move(what=f"stations.{station}.capacity", times=times)))
        waits.append(waiting_for(run_with(network, snapshot=None, effort=FEW), station).mean(axis=1))
    assert all((more <= fewer + 1e-9).all() for fewer, more in pairwise(waits))
    assert waits[-1].max() < waits[0].max()


def test_a_programme_lowers_arrivals_from_its_day_by_what_it_says() -> None:
    programme = tried(Move(what="arrivals.*.per_day", times=0.5, since=date(2025, 7, 25)))
    runs = [
        run_with(network, snapshot=None, effort=replace(FEW, replications=20)) for network in (short(), with_changes(short(), programme))
    ]
    before, after = (series(run, "arrived:acute") for run in runs)
    assert np.array_equal(before[:, :21], after[:, :21])
    assert after[:, 21:].sum() / before[:, 21:].sum() == pytest.approx(0.5, abs=0.06)


def test_a_snapshot_of_an_earlier_day_moves_the_network_there() -> None:
    snapshot = Snapshot(on=date(2025, 4, 1), present=(Present(group="emergency-1", station="acute", people=40, elapsed=None),))
    forecast = ask(short(), BASE, snapshot=snapshot, effort=FEW)
    assert (forecast.starts, forecast.days) == (date(2025, 4, 1), 42)
    present = next(band for band in forecast.bands if band.series == "present:acute")
    assert 30 < present.mean[0] < 80


def test_the_further_questions_are_asked_when_wanted() -> None:
    forecast = ask(replace(short(), days=14, warm_up=14), BASE, effort=Effort(replications=2))
    questions = [answer.question for answer in forecast.answers]
    assert questions.count("What is one more slot in each service worth?") == 5
    assert questions[-1] == "What is the largest demand that holds?"


def test_a_change_of_nothing_known_is_a_letter() -> None:
    with pytest.raises(DataProblem, match="is no number of this network"):
        ask(short(), tried(Move(what="stations.ward.capacity", add=1)), effort=FEW)
