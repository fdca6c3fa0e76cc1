"""Postcodes: real ones by their file, lookups however they are written, and files that are wrong."""

import csv
import gzip
import re
from pathlib import Path
from statistics import median

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.directory.points import Point, point_of
from wholeplace.service.directory.postcodes import make_postcodes, postcodes_of, spaced, tidy
from wholeplace.terms import DataProblem

SMALL = "postcode,easting,northing,small_area\nAB1 2CD,430000,433000,A1\nab12ce, 431000.4,433000,A1\nB1 1AA,450000,433000,\nB11AA,1,1,A2\n"


def test_a_real_directory_becomes_the_places_own(shared_data: Path, tmp_path: Path):
    source = shared_data / "geography" / "postcode_lad_lsoa21_wyh.csv.gz"
    rows = pl.read_csv(source)
    leeds = rows.filter(pl.col("laua") == "E08000035")["lsoa21cd_derived"].drop_nulls().unique().to_list()
    count = make_postcodes(tmp_path, source, leeds)
    held = postcodes_of(tmp_path)
    assert len(held) == count > 25_000
    assert held.bytes_held / len(held) < 20
    given_point = rows.filter(pl.col("pcd") == "LS1 4AP").row(0, named=True)
    assert held.find("ls14ap") == Point(given_point["oseast1m"], given_point["osnrth1m"])
    assert held.small_area("LS1 4AP") == given_point["lsoa21cd_derived"]
    outside = rows.filter(pl.col("pcd").str.starts_with("LS") & ~pl.col("lsoa21cd_derived").is_in(leeds))["pcd"]
    assert any(held.find(code) for code in outside), "of 10 km around it, too"


def test_degrees_and_postcodes_of_real_venues_agree(shared_data: Path, tmp_path: Path):
    """Two roads to a point: the venue's degrees through our formulas, and its postcode through the ONS file."""
    source = shared_data / "geography" / "postcode_lad_lsoa21_wyh.csv.gz"
    make_postcodes(tmp_path, source, pl.read_csv(source)["lsoa21cd_derived"].drop_nulls().unique().to_list())
    held = postcodes_of(tmp_path)
    with gzip.open(shared_data / "directory" / "warm_spaces_wy_nyorks.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    apart = []
    for row in rows:
        written = re.search(r"([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\s*$", row["address"])
        by_code, by_degrees = held.find(written[1]) if written else None, point_of(float(row["lat"]), float(row["lon"]))
        if by_code and by_degrees:
            apart.append(by_code.metres_to(by_degrees))
    assert len(apart) > 250
    assert median(apart) < 40


@pytest.mark.parametrize("written", ["AB1 2CD", "ab12cd", " a b 1 2 c d ", "AB1-2CD"])
def test_a_postcode_is_found_however_it_is_written(written: str, tmp_path: Path):
    (tmp_path / "postcodes.csv").write_text(SMALL)
    assert postcodes_of(tmp_path).find(written) == Point(430_000, 433_000)


@pytest.mark.parametrize("written", ["", "AB1", "AB1 2C", "AB1 2CZ", "ÄB1 2CD", "AB12CDX", "ZZ99 3VZ", "\0"])
def test_what_is_none_or_not_known_is_not_found(written: str, tmp_path: Path):
    (tmp_path / "postcodes.csv").write_text(SMALL)
    held = postcodes_of(tmp_path)
    assert held.find(written) is None
    assert held.small_area(written) == ""


@given(st.text(max_size=12))
def test_anything_may_be_asked_for(written: str):
    assert tidy(tidy(written)) == tidy(written)
    assert tidy(spaced(written)) == tidy(written)


def test_the_first_of_two_lines_of_one_postcode_holds(tmp_path: Path):
    (tmp_path / "postcodes.csv").write_text(SMALL)
    assert postcodes_of(tmp_path).find("B1 1AA") == Point(450_000, 433_000)
    assert len(postcodes_of(tmp_path)) == 3


def test_a_place_without_a_file_knows_none(tmp_path: Path):
    assert len(postcodes_of(tmp_path)) == 0
    assert postcodes_of(tmp_path).find("AB1 2CD") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\n1,2\n", "the column postcode is missing"), ("postcode,easting,northing,small_area\nAB1 2CD,x,1,A\n", "cannot be read")],
)
def test_a_file_that_is_wrong_is_told(text: str, says: str, tmp_path: Path):
    (tmp_path / "postcodes.csv").write_text(text)
    with pytest.raises(DataProblem, match=says):
        postcodes_of(tmp_path)


def test_a_directory_of_elsewhere_is_refused(tmp_path: Path):
    (tmp_path / "onspd.csv").write_text("pcds,oseast1m,osnrth1m,lsoa21cd\nAB1 2CD,430000,433000,E01\n")
    with pytest.raises(DataProblem, match="none of its postcodes"):
        make_postcodes(tmp_path, tmp_path / "onspd.csv", ["W01"])
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataProblem, match="no column says the postcode"):
        make_postcodes(tmp_path, tmp_path / "other.csv", ["E01"])


def test_the_demo_places_postcodes_hold_those_of_its_people(tmp_path: Path):
    from wholeplace.demo.layout import lay_out
    from wholeplace.demo.postcodes import write_postcodes

    layout = lay_out(20_000, seed=1, plant=False)
    write_postcodes(layout, tmp_path)
    held = postcodes_of(tmp_path)
    assert 45 * len(layout.codes) < len(held) <= 50 * len(layout.codes)
    assert set(held.areas) == set(layout.codes)
    assert held.find("QX1 1AA") == Point(560_000, 480_000)
