"""A place that asks for Spark and cannot have it gets a letter. DuckDB never stands in for it unasked."""

import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wholeplace.place.shapes import SparkSettings
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Warehouse, large_work, spark_session

ASKED = SparkSettings(master="local[1]")


def letter_of(settings: SparkSettings, folder: Path) -> str:
    with pytest.raises(DataProblem) as letter, Warehouse() as warehouse, large_work(warehouse, settings, work=folder):
        pass
    return str(letter.value)


def test_without_spark_in_place_toml_the_warehouse_does_all_work_itself(tmp_path: Path) -> None:
    with Warehouse() as warehouse, large_work(warehouse, None, work=tmp_path) as large:
        assert large is warehouse
    assert list(tmp_path.iterdir()) == []


def test_no_pyspark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda name: None)
    told = letter_of(ASKED, tmp_path)
    assert "pyspark is not installed" in told
    assert "wholeplace[spark]" in told
    assert "never stands in for it" in told


@pytest.mark.parametrize(
    ("java_home", "told"), [("", "no Java is found"), ("nowhere", "JAVA_HOME names no Java")], ids=["none at all", "a wrong JAVA_HOME"]
)
def test_no_java(java_home: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda name: name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JAVA_HOME", java_home and str(tmp_path / java_home))
    assert told in letter_of(ASKED, tmp_path)


def test_a_java_that_cannot_start_spark(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="needs pyspark (the extra `spark`)")
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\nexit 1\n")
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    code = (  # in a process of its own, for Spark may run in this one
        "import sys; from pathlib import Path; from wholeplace.place.shapes import SparkSettings\n"
        "from wholeplace.warehouse import Warehouse, large_work; from wholeplace.terms import DataProblem\n"
        "try:\n  with Warehouse() as w, large_work(w, SparkSettings(), work=Path(sys.argv[1])): print('it ran')\n"
        "except DataProblem as letter: print(letter)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        env={"JAVA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert "Spark did not start" in done.stdout
    assert "Java is version 17 or newer" in done.stdout


@pytest.mark.parametrize("name", spark_session.SAME_MEANING)
def test_a_setting_that_would_change_figures_is_not_the_places(name: str, tmp_path: Path) -> None:
    told = letter_of(SparkSettings(settings={name: "false"}), tmp_path)
    assert f"spark.settings.{name}" in told
    assert "figures would depend on it" in told


@pytest.mark.parametrize(
    ("master", "local"),
    [(None, True), ("local[4]", True), ("local-cluster[2,1,1024]", False), ("spark://cluster:7077", False), ("yarn", False)],
)
def test_what_works_on_this_machine_alone(master: str | None, local: bool) -> None:
    assert spark_session.is_local(master) is local


class Elsewhere:
    """Workers that write to disks of their own: the driver is told that all is well, and finds nothing."""

    def __init__(self, master: str) -> None:
        self.sparkContext = self.write = self
        self.master = master

    def range(self, *_: int) -> "Elsewhere":
        return self

    def parquet(self, folder: str) -> None:
        Path(folder).mkdir()


def test_workers_that_share_no_folder_are_found_out(tmp_path: Path) -> None:
    cluster: Any = Elsewhere("spark://cluster:7077")
    with pytest.raises(DataProblem, match=r"of 1000 rows that the workers wrote as a trial, 0 can be read here"):
        spark_session.check_shared(cluster, tmp_path / "trial")
