"""Running: the same digits however it is run, people conserved, and effects that can only go one way."""

import math
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import wholeplace
from wholeplace.flow.compiled import compile_network
from wholeplace.flow.lengths import inverse_of
from wholeplace.flow.running import ran_world, replicate, run
from wholeplace.flow.shapes import (
    Arrivals,
    Group,
    Law,
    Length,
    Network,
    Present,
    Return,
    Route,
    Service,
    Snapshot,
    Station,
    Step,
    Unit,
)
from wholeplace.flow.totals import refuse_what_does_not_add_up
from wholeplace.terms import DataProblem, WrongUse

STARTS = date(2025, 1, 1)


def bed(name: str, beds: float) -> Station:
    return Station(name=name, title=name, kind=Unit.BEDS, capacity=(Step(since=STARTS, value=beds),))


def place(per_day: float = 20.0, acute: float = 44, care: float = 40, spread: float = 1.0) -> Network:
    """A hospital and home care that holds it up, and people who come back."""
    stays = {"ed": (0.2, 0.1), "acute": (3.0, 3.0), "care": (6.0, 4.0)}
    ways = [("x", "ed", "", 0.5), ("x", "ed", "acute", 0.5), ("x", "acute", "care", 0.6), ("x", "acute", "", 0.4), ("x", "care", "", 1.0)]
    return Network(
        name="a small place", starts=STARTS, days=120, warm_up=60, stations=(bed("ed", 10), bed("acute", acute), bed("care", care)),
        groups=(Group(name="x", title="x"),), arrivals=(Arrivals(group="x", to="ed", per_day=per_day, spread=spread),),
        services=tuple(
            Service(group="x", station=name, length=Length(law=Law.LOGNORMAL, mean=mean, sd=sd)) for name, (mean, sd) in stays.items()
        ),
        routes=tuple(Route(group=group, after=after, to=to, share=share) for group, after, to, share in ways),
        returns=(
            Return(group="x", share=0.1, to="ed", after=Length(law=Law.EXPONENTIAL, mean=10.0, longest=30.0), becomes=(("x", 1.0),)),
        ),
    )  # fmt: skip


def test_the_same_digits_in_threads_and_on_one_two_and_three_processes():
    network = place(spread=2.0)
    runs = [run(network, seed=7, replications=4, processes=processes) for processes in (None, 1, 2, 3)]
    for other in runs[1:]:
        np.testing.assert_array_equal(runs[0].daily, other.daily)
        assert {name: list(values) for name, values in runs[0].totals.items()} == {n: list(v) for n, v in other.totals.items()}
    assert not np.array_equal(runs[0].daily, run(network, seed=8, replications=4).daily)


def test_more_replications_leave_the_first_as_they_are():
    few, many = (run(place(), seed=7, replications=count).daily for count in (2, 5))
    np.testing.assert_array_equal(few, many[:2])


def test_progress_and_the_beginning_are_told_in_words():
    heard = []
    ran = run(place(), seed=1, replications=3, processes=1, progress=lambda *what: heard.append(what))
    assert heard[-1] == ("flow", "running a small place: 3 of 3", 1.0)
    assert ran.warm_up == "It begins empty on 1 January 2025, and runs for 60 days before it counts."
    snapshot = Snapshot(on=STARTS + timedelta(9), present=(Present(group="x", station="acute", people=30, elapsed=None),))
    begun = run(place(), snapshot=snapshot, seed=1, replications=1)
    assert begun.warm_up == "It begins on 10 January 2025 with the 30 people who were there, and counts from that day."
    assert begun.daily.shape[1] == 120


def test_no_replication_is_no_run():
    with pytest.raises(WrongUse, match="0 were asked"):
        run(place(), seed=1, replications=0)


def test_a_run_that_loses_somebody_is_refused():
    compiled = compile_network(place())
    world = ran_world(compiled, 1, 0)
    refuse_what_does_not_add_up(compiled, world)
    for field in ("stay_days", "queue_days", "all_left", "at_end"):
        kept = world.arrays["stations"].copy()
        world.arrays["stations"][field][0] += 1
        with pytest.raises(DataProblem, match="ed: The "):
            refuse_what_does_not_add_up(compiled, world)
        world.arrays["stations"][:] = kept
    world.core["gone"] += 1
    with pytest.raises(DataProblem, match="the network: The people who were there or came"):
        refuse_what_does_not_add_up(compiled, world)


def test_a_queue_that_only_grows_gets_the_memory_that_it_needs():
    assert replicate(compile_network(place(per_day=400.0)), 1, 0).totals["there_at_end"] > 20_000


def daily(ran, series: str) -> np.ndarray:
    return ran.daily[:, :, ran.series.index(series)]


def test_more_people_are_the_same_people_and_some_more():
    """With every place open nobody is in another's way, so on every day of every replication there are at least as many."""
    wide = replace(place(), stations=tuple(replace(station, kind=Unit.OPEN) for station in place().stations))
    more = replace(wide, arrivals=(replace(wide.arrivals[0], per_day=23.0),))
    few, many = (run(network, seed=3, replications=5) for network in (wide, more))
    for series in ("present:ed", "present:acute", "present:care", "home", "arrived:ed"):
        assert np.all(daily(few, series) <= daily(many, series) + 1e-9)
    assert many.totals["arrived"].sum() > few.totals["arrived"].sum()


def test_more_beds_never_make_a_queue_longer():
    one = Network(
        name="one", starts=STARTS, days=200, warm_up=0, stations=(bed("s", 3),), groups=(Group(name="x", title="x"),),
        arrivals=(Arrivals(group="x", to="s", per_day=8.0),), routes=(),
        services=(Service(group="x", station="s", length=Length(law=Law.GAMMA, mean=0.35, sd=0.5)),),
    )  # fmt: skip
    queues = [daily(run(replace(one, stations=(bed("s", beds),)), seed=2, replications=5), "queue:s") for beds in (3, 4, 5)]
    assert np.all(queues[0] >= queues[1] - 1e-9)
    assert np.all(queues[1] >= queues[2] - 1e-9)


def test_home_care_places_free_hospital_beds():
    blocked = [daily(run(place(care=care), seed=4, replications=10), "blocked:acute:care").mean() for care in (34, 38, 42, 60)]
    assert blocked == sorted(blocked, reverse=True)
    assert blocked[0] > 1.0


def test_days_that_vary_by_more_than_chance():
    ran = run(replace(place(spread=4.0), days=2000, warm_up=0, returns=()), seed=5, replications=5)
    counts = daily(ran, "arrived:ed")
    assert counts.mean() == pytest.approx(20.0, rel=0.02)
    assert counts.var() / counts.mean() == pytest.approx(4.0, rel=0.06)


def test_rates_by_hour_weekday_month_season_trend_and_dated_factors():
    stream = Arrivals(
        group="x", to="ed", per_day=24.0, hours=(2.0, 0.0, *(1.0,) * 22), weekdays=(1.5, *(1.0,) * 6), months=(1.0, 2.0, *(1.0,) * 10),
        amplitude=0.5, peak=10.0, yearly=0.1, factors=(Step(since=STARTS + timedelta(3), value=0.5),),
    )  # fmt: skip
    compiled = compile_network(replace(place(), arrivals=(stream,)))
    for day in (0, 5, 40, 100):
        on = STARTS + timedelta(day)
        expected = (2.0 if on.month == 2 else 1.0) * (1.5 if on.weekday() == 0 else 1.0) * (0.5 if day >= 3 else 1.0)
        expected *= (1 + 0.5 * math.cos(2 * math.pi * (day - 10.0) / 365)) * 1.1 ** (day / 365.25)
        np.testing.assert_allclose(compiled.rates[0, day * 24 : day * 24 + 3], [2 * expected, 0.0, expected])


LAWS = [
    Length(law=Law.LOGNORMAL, mean=8.0, sd=9.0),
    Length(law=Law.GAMMA, mean=8.0, sd=6.0, longest=20.0),
    Length(law=Law.WEIBULL, mean=8.0, sd=12.0),
    Length(law=Law.EXPONENTIAL, mean=8.0),
    Length(law=Law.EMPIRICAL, mean=6.0, quantiles=(0.0, 1.0, 3.0, 8.0, 30.0)),
]


@pytest.mark.parametrize("elapsed", [None, 0.0, 5.0, 15.0])
@pytest.mark.parametrize("length", LAWS)
def test_what_is_left_of_stays_that_have_begun(length, elapsed):
    """Mean rest of 20 times 500 people who are there at the start: E[L - e | L > e], or where not known E[L^2] / 2 E[L]."""
    every = np.array([inverse_of(length).at(share) for share in (np.arange(400_000) + 0.5) / 400_000])
    exact = (every**2).mean() / every.mean() / 2 if elapsed is None else (every[every > elapsed] - elapsed).mean()
    network = Network(
        name="rest", starts=STARTS, days=1500, warm_up=0, stations=(Station(name="s", title="s", kind=Unit.OPEN),), arrivals=(),
        groups=(Group(name="x", title="x"),), services=(Service(group="x", station="s", length=length),), routes=(),
    )  # fmt: skip
    snapshot = Snapshot(on=STARTS, present=(Present(group="x", station="s", people=500, elapsed=elapsed),))
    found = run(network, snapshot=snapshot, seed=11, replications=20).totals["stay_days:s"] / 500
    assert abs(found.mean() - exact) < 3 * found.std(ddof=1) / math.sqrt(20)


def test_a_snapshot_that_does_not_fit_is_refused_with_all_that_is_wrong():
    rows = (
        Present(group="x", station="nowhere", people=3, elapsed=1.0),
        Present(group="x", station="acute", people=2, elapsed=1.0, ready_days=1.0),
    )
    with pytest.raises(DataProblem) as letter:
        run(place(), snapshot=Snapshot(on=STARTS - timedelta(1), present=rows), seed=1, replications=1)
    assert len(letter.value.problems) == 3


def test_names_that_nothing_has_are_refused():
    wrong = replace(place(), arrivals=(Arrivals(group="z", to="theatre", per_day=1.0),))
    with pytest.raises(DataProblem, match='"theatre" is not in the network'):
        run(wrong, seed=1, replications=1)


@pytest.mark.slow
def test_machine_code_is_kept_for_the_next_start_even_where_the_package_cannot_be_written(tmp_path):
    """A package without room for a cache beside it: numba keeps it under the user's own folder, and a second start compiles nothing."""
    package = tmp_path / "site" / "wholeplace"
    shutil.copytree(Path(wholeplace.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    asked = (
        "from wholeplace.flow.kernel import run_through; from tests.flow.test_running import place, run;"
        "run(place(), seed=1, replications=1); print(sum(run_through.stats.cache_hits.values()), run_through._cache.cache_path)"
    )
    (package / "flow" / "kernel" / "__pycache__").write_text("a file where the folder would be: not even root can write into it")
    kept = tmp_path / "kept"
    environ = os.environ | {
        "PYTHONPATH": f"{package.parent}:{Path(__file__).parents[2]}", "XDG_CACHE_HOME": str(kept), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    told = [subprocess.run([sys.executable, "-c", asked], env=environ, capture_output=True, text=True, check=True).stdout for _ in "12"]
    assert [line.split()[0] for line in told] == ["0", "1"]
    assert str(kept) in told[1]
