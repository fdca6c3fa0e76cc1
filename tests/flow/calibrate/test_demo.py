"""Calibrating on the demo place finds what was planted in it; the last winter is told within its error."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scipy.stats import binom

import wholeplace
from wholeplace.flow import Assumption
from wholeplace.flow.calibrate import Calibration, Effort, calibrate, snapshot_of
from wholeplace.flow.calibrate.arrivals import ArrivalFit, Ranged, fit_arrivals, hours_of
from wholeplace.flow.calibrate.demand import streams_of
from wholeplace.flow.calibrate.odds import odds_when_late

pytestmark = pytest.mark.slow
PEOPLE = 60_000


@pytest.fixture(scope="module")
def aldermoor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = wholeplace.make_demo(tmp_path_factory.mktemp("calibrated") / "aldermoor", people=PEOPLE, seed=1)
    wholeplace.receive(folder)
    return folder


@pytest.fixture(scope="module")
def truth(aldermoor: Path) -> dict[str, Any]:
    return json.loads((aldermoor / "truth.json").read_text("utf-8"))["flow"]


@pytest.fixture(scope="module")
def made(aldermoor: Path) -> Calibration:
    return calibrate(wholeplace.read(aldermoor), effort=Effort(replications=60))


def number(made: Calibration, path: str) -> Assumption:
    return next(each for each in made.network.assumptions if each.path == path)


def fit_of(made: Calibration, name: str) -> ArrivalFit:
    stream = streams_of(made.paths)[name]
    return fit_arrivals(stream.counts, stream.starts, made.until)


def errors_away(found: Ranged | Assumption, planted: float) -> float:
    """How many standard errors a fitted number is from what was planted; its 90% interval is 1.645 on each side."""
    error = (found.high - found.low) / (2 * 1.645)
    return abs(found.value - planted) / max(error, 1e-9)


def test_arrivals_at_a_and_e_by_hour_weekday_and_month(made: Calibration, truth: dict[str, Any]) -> None:
    planted = truth["a_and_e"]
    hours = made.paths.a_and_e_arrivals.filter(~pl.col("admitted")).group_by("hour").agg(pl.col("people").sum()).sort("hour")
    fit = fit_of(made, "a-and-e-only")
    found = [*hours_of(hours["people"].to_numpy().astype(float)), *fit.weekdays, *fit.months]
    away = [errors_away(one, value) for one, value in zip(found, planted["hours"] + planted["weekdays"] + planted["months"], strict=True)]
    # 9 in 10 should lie inside. Fewer than this many would come by chance once in a hundred times.
    assert sum(far <= 1.645 for far in away) >= binom.ppf(0.01, len(away), 0.9), away
    assert max(away) < 4.0


def test_over_dispersion_where_it_is_planted_and_not_where_it_is_not(made: Calibration, truth: dict[str, Any]) -> None:
    busy = fit_of(made, "a-and-e-only")
    assert busy.spread == pytest.approx(1 + busy.people / busy.days * truth["a_and_e"]["busy_days"] ** 2, abs=0.12)
    assert busy.spread > 1
    assert fit_of(made, "planned").spread == 1.0


def test_time_to_ready_by_pathway(made: Calibration, truth: dict[str, Any]) -> None:
    away = {}
    for planted in truth["time_to_ready"]:
        if planted["people"] >= 60:
            name = f"{planted['came_as']}-{planted['pathway']}"
            away[name] = errors_away(number(made, f"services.{name}.acute.mean"), planted["mean_made"])
    assert len(away) >= 5
    assert sum(far <= 1.645 for far in away.values()) / len(away) >= 0.6, away
    assert max(away.values()) < 4.0, away


def test_days_from_ready_to_leaving_by_pathway(made: Calibration, truth: dict[str, Any]) -> None:
    """Pathways 0 and 1 have enough people since the change that was planted; 2 and 3 look back to before it."""
    for planted in truth["delay"][:2]:
        found = number(made, f"services.emergency-{planted['pathway']}.acute.arranging.mean")
        assert errors_away(found, planted["mean"]) < 3.0
        service = next(each for each in made.network.services if (each.group, each.station) == (f"emergency-{planted['pathway']}", "acute"))
        assert service.arranging is not None
        none = sum(point < 0.25 for point in service.arranging.quantiles) / len(service.arranging.quantiles)
        assert none == pytest.approx(1 - planted["chance"], abs=0.06)


def test_rehabilitation_beds_and_home_care_after_them(made: Calibration, truth: dict[str, Any]) -> None:
    """Beds are left early for hospital, care homes and death, and nobody steps down from those: a little less than planted."""
    planted = truth["rehab"]
    assert number(made, "services.emergency-2.rehab.mean").value == pytest.approx(planted["mean"], rel=0.15)
    assert 0.6 * planted["step_down"] < number(made, "routes.emergency-2.rehab.home-care.share").value < 1.1 * planted["step_down"]


def test_odds_of_coming_back_when_support_starts_late(made: Calibration, truth: dict[str, Any]) -> None:
    ratio = odds_when_late(made.paths.returns, "after_leaving").ratio
    assert ratio is not None
    assert errors_away(ratio, truth["late_care"]["odds_ratio"]) < 3.0
    assert ratio.low > 2.0


def test_the_last_winter_is_told_within_its_error(made: Calibration) -> None:
    """What was planted from October on (more returns, fewer falls) cannot be known then: beds come out too low, and the error says so."""
    test = made.fit.back_test
    assert test is not None
    assert (test.starts.year, test.starts.month, test.fitted_until) == (2024, 12, test.starts)
    beds = test.replays[0]
    assert beds.error < 0.15
    assert f"{100 * beds.error:.1f}%" in test.sentence


def test_the_last_year_is_replayed(made: Calibration) -> None:
    beds, delayed, *care = made.fit.replay
    assert beds.error < 0.12
    assert delayed.error < 0.40
    assert all(replay.error < 0.40 for replay in care)


def test_every_number_says_where_it_is_from(made: Calibration) -> None:
    for each in made.network.assumptions:
        assert each.source.startswith("fitted from") == each.fitted
        assert each.low <= each.value <= each.high


def test_nobody_is_shown_and_the_same_records_give_the_same_network(aldermoor: Path, made: Calibration) -> None:
    again = calibrate(wholeplace.read(aldermoor), effort=Effort(replications=2))
    assert again.network == made.network


def test_the_snapshot_holds_everybody_who_is_there(aldermoor: Path, made: Calibration) -> None:
    snapshot = snapshot_of(wholeplace.read(aldermoor), network=made.network)
    use = made.paths.use_by_day.filter(pl.col("day") == made.until)
    for station, people in use.select("station", "people").iter_rows():
        assert sum(present.people for present in snapshot.present if present.station == station) == people
