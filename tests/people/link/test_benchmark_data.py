"""The linkage benchmark's data: made from the seed alone, and its truth is true."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

BENCH = Path(__file__).parents[3] / "bench" / "linkage_data.py"
PEOPLE = 4_000


def made(folder: Path, seed: int) -> Path:
    subprocess.run(
        [sys.executable, str(BENCH), str(folder), "--people", str(PEOPLE), "--seed", str(seed)], check=True, stdout=subprocess.DEVNULL
    )
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("benchmark"), 5)


def test_the_same_seed_gives_the_same_bytes_and_another_other_people(data: Path, tmp_path: Path):
    again, other = made(tmp_path / "again", 5), made(tmp_path / "other", 6)
    for name in ("register", "records", "truth", "changed"):
        assert (data / f"{name}.parquet").read_bytes() == (again / f"{name}.parquet").read_bytes()
        assert (data / f"{name}.parquet").read_bytes() != (other / f"{name}.parquet").read_bytes()


def test_a_tenth_as_many_records_as_people_and_a_tenth_of_them_of_nobody_there(data: Path):
    register, truth = (pl.read_parquet(data / f"{name}.parquet") for name in ("register", "truth"))
    assert register.filter("current")["person"].n_unique() == register["person"].n_unique() == PEOPLE
    assert len(truth) == PEOPLE // 10
    assert truth["absent"].sum() == PEOPLE // 100
    assert truth.filter("absent")["person"].null_count() == PEOPLE // 100
    there = truth.filter(~pl.col("absent"))["person"]
    assert set(there.to_list()) <= set(register["person"].to_list())


def test_one_number_a_person_from_the_range_for_tests(data: Path):
    numbers = pl.read_parquet(data / "register.parquet").select("person", "nhs_number").unique()
    assert numbers["nhs_number"].n_unique() == numbers["person"].n_unique() == PEOPLE
    assert numbers["nhs_number"].str.starts_with("9").all()


def test_a_record_without_damage_agrees_with_the_register(data: Path):
    register, records, truth = (pl.read_parquet(data / f"{name}.parquet") for name in ("register", "records", "truth"))
    damages = [name for name in truth.columns[truth.columns.index("nickname") :] if name != "uprn"]
    sound = truth.filter(~pl.any_horizontal(damages) & ~pl.col("absent")).join(records, on="record_no")
    both = sound.join(register.filter("current"), on="person", suffix="_there")
    assert len(both) > 100
    assert (both["postcode"] == both["postcode_there"]).all()
    assert (both["birth_date"] == both["birth_date_there"]).mean() > 0.98  # the register has errors of its own
