"""As of 2018 and as of 2023 the answers differ (register rows 1, 7, 19, 50, 81 and 113)."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.place.conftest import FILES
from wholeplace.place import areas_on, current_small_areas, organisations_on, read_place, resolve_area, successor_of
from wholeplace.place.small_areas import fifth
from wholeplace.terms import WrongUse

LONG_AGO, LATER = date(2018, 6, 1), date(2023, 6, 1)

BODIES = """
code,name,kind,parent,successor,valid_from,valid_to,roles
G1,North commissioning group,other,P1,I1,2013-04-01,2022-07-01,commissioner
G2,South commissioning group,other,P2,I1,2013-04-01,2022-07-01,commissioner
I1,Valleys integrated care board,icb,S1,,2022-07-01,,commissioner
"""
BOUNDARIES = """
code,neighbourhood,ward,deprivation_rank,valid_from,valid_to,successor
L1,N1,W1,1,2016-03-01,2021-03-01,L5
L2,N2,W1,20,2016-03-01,2021-03-01,L5
L3,N3,,21,2016-03-01,,
L4,N3,,100,2016-03-01,2020-01-01,
L5,N2,W1,3,2021-03-01,,
"""
PEOPLE = FILES["population.csv"].replace("L4", "L3")


def test_members_differ_by_day(folder):
    place = read_place(folder(organisations=BODIES))
    assert [body.code for body in organisations_on(place, LONG_AGO)] == ["G1", "G2"]
    assert [body.code for body in organisations_on(place, LATER)] == ["I1"]


def test_history_stays_whole_through_successors(folder):
    place = read_place(folder(organisations=BODIES))
    assert successor_of(place, "G1", LATER).code == "I1"
    assert successor_of(place, "G1", LONG_AGO).code == "G1"
    assert successor_of(place, "X9", LATER) is None


def test_44_partnerships_become_42_systems(folder):
    rows = [f"T{n:02},Partnership {n},system partnership,,B{min(n, 42):02},2016-01-01,2022-07-01," for n in range(1, 45)]
    rows += [f"B{n:02},Board {n},icb,,,2022-07-01,," for n in range(1, 43)]
    place = read_place(folder(organisations=BODIES.splitlines()[1] + "\n" + "\n".join(rows) + "\n"))
    assert (len(organisations_on(place, LONG_AGO)), len(organisations_on(place, LATER))) == (44, 42)
    assert {successor_of(place, f"T{n:02}", LATER).code for n in (42, 43, 44)} == {"B42"}


def test_a_boundary_change_is_followed(folder):
    place = read_place(folder(small_areas=BOUNDARIES, population=PEOPLE))
    now = {row["code"]: row["neighbourhood"] for row in current_small_areas(place, LATER).iter_rows(named=True)}
    assert now == {"L1": "N2", "L2": "N2", "L3": "N3", "L5": "N2"}  # L4 ended and nothing followed: its rows are of no known area
    then = current_small_areas(place, LONG_AGO)
    assert dict(then.select("code", "small_area").iter_rows())["L1"] == "L1"


def test_an_area_that_moves_to_another_place_splits_the_span(folder):
    areas = FILES["areas.csv"].replace(
        "N3,Quay,neighbourhood,P2,2016-03-01,,",
        "N3,Quay,neighbourhood,P2,2016-03-01,2020-01-01,\nN3,Quay,neighbourhood,P1,2020-01-01,,",
    )
    rows = read_place(folder(areas=areas)).small_areas.filter(pl.col("small_area") == "L3").select("place", "valid_from", "valid_to").rows()
    assert rows == [("P2", date(2016, 3, 1), date(2020, 1, 1)), ("P1", date(2020, 1, 1), None)]


@pytest.mark.parametrize("called", ["NV", "nv", "the north", "North  Valley", "P1"])
def test_an_alias_resolves(folder, called):
    assert resolve_area(read_place(folder()), called, LATER).code == "P1"


def test_an_unknown_name_gets_a_suggestion(folder):
    with pytest.raises(WrongUse, match='Did you mean "North Valley"'):
        resolve_area(read_place(folder()), "Nort Valley", LATER)


def test_areas_stand_from_their_first_day_to_before_their_last(folder):
    place = read_place(folder())
    assert areas_on(place, date(2016, 2, 29)) == ()
    assert len(areas_on(place, date(2016, 3, 1))) == 7


@given(st.integers(1, 40_000), st.integers(1, 40_000))
def test_fifths_hold_a_fifth_each_and_rise_with_the_rank(rank, country):
    ranks = pl.DataFrame({"deprivation_rank": list(range(1, country + 1))}).with_columns(fifth(country).alias("fifth"))
    counts = ranks.group_by("fifth").len()["len"]
    assert counts.max() - counts.min() <= 1 or country < 5
    assert ranks["fifth"].is_sorted()
    assert ranks["fifth"].min() >= 1
    assert ranks["fifth"].max() == 5


@given(st.lists(st.integers(1, 900), min_size=1, max_size=6))
def test_a_chain_of_successors_always_ends_at_what_stands(tmp_path_factory, spans):
    """However often a small area was redrawn, each of its codes leads to the one that stands."""
    starts = date(2016, 3, 1)
    rows = []
    for at, days in enumerate(spans):
        ends = starts + timedelta(days=days)
        last = at == len(spans) - 1
        rows.append(f"K{at},N1,W1,,{starts},{'' if last else ends},{'' if last else f'K{at + 1}'}")
        starts = ends
    folder = tmp_path_factory.mktemp("place")
    head = FILES["small_areas.csv"].strip().splitlines()[0]
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip("\n"), encoding="utf-8")
    (folder / "small_areas.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    (folder / "population.csv").write_text("small_area,age_band,sex,year,people\nK0,0,all,2024,1\n", encoding="utf-8")
    reached = current_small_areas(read_place(folder), date(2099, 1, 1))
    assert set(reached["code"]) == {f"K{at}" for at in range(len(spans))}
    assert set(reached["small_area"]) == {f"K{len(spans) - 1}"}
