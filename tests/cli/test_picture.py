"""receive and picture: the main job, from files to pack."""

from pathlib import Path

import pytest
from tests.cli.conftest import Run

import wholeplace


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_receive_says_what_came(run: Run, demo_place: Path) -> None:
    receipts = run("receive", demo_place, "--json").json
    parts = ("accepted", "quarantined", "repeated", "replaced", "left_out")
    assert all(receipt["rows_in"] == sum(receipt[part] for part in parts) for receipt in receipts)
    assert sum(receipt["quarantined"] for receipt in receipts) > 0


def test_receive_names_the_faults_in_words(run: Run, demo_place: Path) -> None:
    out = run("receive", demo_place).out
    assert "set aside. discharged: left hospital before coming in" in " ".join(out.split())


def test_picture_makes_a_pack_and_says_where(run: Run, demo_place: Path) -> None:
    ended = run("picture", demo_place)
    assert ended.code == 0, ended.err
    assert "2025-Q3-v1" in ended.out
    assert (demo_place / "releases" / "2025-Q3-v1" / "index.html").is_file()


def test_a_second_run_makes_the_same_bytes_and_no_new_release(run: Run, demo_place: Path) -> None:
    run("picture", demo_place)
    before = bytes_of(demo_place / "releases")
    run("picture", demo_place)
    assert bytes_of(demo_place / "releases") == before


def test_two_places_from_one_seed_make_the_same_bytes(demo_place: Path, with_pack: Path) -> None:
    wholeplace.make_picture(demo_place)
    assert bytes_of(demo_place / "releases") == bytes_of(with_pack / "releases")


def test_machines_get_the_findings(run: Run, with_pack: Path) -> None:
    said = run("picture", with_pack, "--json").json
    assert said["period"] == "2025-Q3"
    assert said["headline"]
    assert {"title", "verdict", "sentence"} <= said["readings"][0].keys()


@pytest.mark.parametrize("name_of", ["code", "name", "capitals"])
def test_an_area_can_be_asked_for_by_code_or_name(run: Run, with_pack: Path, name_of: str) -> None:
    code, name = next(
        line.split(",")[:2] for line in (with_pack / "areas.csv").read_text("utf-8-sig").splitlines() if ",neighbourhood," in line
    )
    asked = {"code": code, "name": name, "capitals": name.upper()}[name_of]
    said = run("picture", with_pack, "--area", asked, "--json").json
    assert said["area"]["code"] == code
    assert said["area"]["readings"]


def test_an_area_that_is_not_here_is_wrong_use(run: Run, with_pack: Path) -> None:
    ended = run("picture", with_pack, "--area", "Thornly")
    assert ended.code == 2
    assert "Thornley" in ended.err


def test_the_library_returns_what_the_verb_says(with_pack: Path) -> None:
    pack = wholeplace.make_picture(with_pack, period="2025-Q3")
    assert pack.release == with_pack / "releases" / "2025-Q3-v1"
    assert pack.picture.period.name == "2025-Q3"
    assert pack.receipts


def test_compare_refuses_what_is_not_a_release(run: Run, with_pack: Path) -> None:
    assert run("compare", with_pack, with_pack).code == 2


def test_compare_of_a_release_with_itself_says_nothing_changed(run: Run, with_pack: Path) -> None:
    release = with_pack / "releases" / "2025-Q3-v1"
    assert run("compare", release, release, "--json").code == 0
