"""Who is there on a day: as many people as were counted, shared out by how likely each is."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from wholeplace.flow import Arrivals, Group, Law, Length, Network, Route, Service, Station, Step, Unit
from wholeplace.flow.calibrate.presence import snapshot_from, starting_on
from wholeplace.people import PresentOn

ON = date(2025, 1, 1)
ARRANGING = Length(law=Law.EMPIRICAL, mean=2.0, quantiles=(0.0, 0.0, 2.0, 4.0, 4.0))
STAYS = {"emergency-0": (2.0, 0.7), "emergency-1": (12.0, 0.3)}


def network() -> Network:
    names = ("acute", "home-care", "a-and-e")
    stations = tuple(Station(name=name, title=name, kind=Unit.BEDS, capacity=(Step(since=ON, value=500.0),)) for name in names)
    services = [
        Service(
            group=name, station="acute", length=Length(law=Law.EXPONENTIAL, mean=mean), arranging=ARRANGING if name.endswith("1") else None
        )
        for name, (mean, _) in STAYS.items()
    ]
    care = Length(law=Law.EXPONENTIAL, mean=30.0)
    services += [Service(group=name, station="home-care", length=care) for name in ("emergency-1", "from-home-to-home-care")]
    services += [Service(group=name, station="a-and-e", length=Length(law=Law.EXPONENTIAL, mean=0.2)) for name in ("a-and-e-only", *STAYS)]
    groups = ("a-and-e-only", *STAYS, "from-home-to-home-care")
    arrivals = [Arrivals(group=name, to="a-and-e", per_day=rate) for name, (_, rate) in STAYS.items()]
    arrivals += [Arrivals(group="a-and-e-only", to="a-and-e", per_day=9.0), Arrivals(group=groups[-1], to="home-care", per_day=0.1)]
    return Network(
        name="n", starts=ON, days=10, warm_up=5, stations=stations, groups=tuple(Group(name=name, title=name) for name in groups),
        arrivals=tuple(arrivals), services=tuple(services), routes=(Route(group="emergency-1", after="acute", to="home-care", share=1.0),),
    )  # fmt: skip


HOSPITAL = {"came_as": pl.String, "days": pl.Int64, "ready_days": pl.Int64, "people": pl.Int64}
CARE = {"station": pl.String, "came_from": pl.String, "days": pl.Int64, "people": pl.Int64}
EMERGENCY = {"admitted": pl.Boolean, "hours": pl.Int64, "people": pl.Int64}


def there(hospital: list[tuple], care: Sequence[tuple] = (), emergency: Sequence[tuple] = ()) -> PresentOn:
    return PresentOn(
        on=ON,
        in_hospital=pl.DataFrame(hospital, schema=HOSPITAL, orient="row"),
        in_care=pl.DataFrame(list(care), schema=CARE, orient="row"),
        in_a_and_e=pl.DataFrame(list(emergency), schema=EMERGENCY, orient="row"),
    )


def counted(snapshot: object, *of: str) -> Counter:
    found: Counter = Counter()
    for present in snapshot.present:  # type: ignore[attr-defined]
        found[tuple(getattr(present, name) for name in of)] += present.people
    return found


def test_as_many_people_as_were_counted() -> None:
    rows = [("emergency", days, None, 3) for days in range(1, 40)]
    snapshot = snapshot_from(network(), there(rows, [("home-care", "home", 7, 11), ("home-care", "hospital", 3, 5)], [(True, 2, 4)]))
    assert counted(snapshot, "station") == {("acute",): 117, ("home-care",): 16, ("a-and-e",): 4}
    assert snapshot.on == ON


def test_who_has_been_there_long_is_of_the_group_that_stays_long() -> None:
    early = counted(snapshot_from(network(), there([("emergency", 1, None, 1000)])), "group")
    late = counted(snapshot_from(network(), there([("emergency", 20, None, 1000)])), "group")
    assert early[("emergency-0",)] > 500
    assert late[("emergency-1",)] > 990


def test_some_are_ready_as_the_law_of_arranging_says() -> None:
    """Of pathway 1 after 10 midnights: not ready exp(-9.5/12); ready for k midnights and not gone, by the two laws."""
    one = network()
    snapshot = snapshot_from(one, there([("emergency", 10, None, 100_000)]))
    ready = counted(snapshot, "group", "ready_days")
    whole = sum(people for (group, _), people in ready.items() if group == "emergency-1")
    share = {days: people / whole for (group, days), people in ready.items() if group == "emergency-1"}
    assert set(share) == {None, 0.5, 1.5, 2.5, 3.5}
    assert share[0.5] > share[1.5] > share[3.5] > 0
    lasts = {0.5: 0.75 - 0.25 * 0.25, 3.5: 0.25 + 0.25 * 0.25}  # of the law above, share of arranging longer than that
    assert share[0.5] / share[3.5] == pytest.approx(lasts[0.5] / lasts[3.5], rel=0.35)


def test_a_ready_day_that_is_told_is_taken_and_fits_only_groups_that_wait() -> None:
    snapshot = snapshot_from(network(), there([("emergency", 10, 2, 50)]))
    assert counted(snapshot, "group", "ready_days", "elapsed") == {("emergency-1", 1.5, 9.5): 50}


def test_people_with_support_are_of_the_group_that_came_their_way() -> None:
    snapshot = snapshot_from(network(), there([], [("home-care", "home", 7, 11), ("home-care", "hospital", 3, 5)]))
    assert counted(snapshot, "group", "elapsed") == {("from-home-to-home-care", 6.5): 11, ("emergency-1", 2.5): 5}


def test_the_network_starts_on_that_day_without_warm_up() -> None:
    later = starting_on(network(), date(2024, 6, 1))
    assert (later.starts, later.warm_up) == (date(2024, 6, 1), 0)
    assert {step.since for station in later.stations for step in station.capacity} == {date(2024, 6, 1)}
