"""receive and picture: the main job, from files to pack."""

import csv
import io
import json
from pathlib import Path

import wholeplace
from tests.cli.conftest import Run
from wholeplace.cli.told import area_called


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoil(place: Path) -> None:
    """Let someone leave hospital before coming in."""
    file = min((place / "feeds" / "admitted_patient_care").glob("*.csv"))
    text = file.read_bytes().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    old = ",".join(row.values())
    file.write_text(text.replace(old, ",".join({**row, "DISDATE": "2001-01-01"}.values()), 1))


def left_too_early(place: Path) -> int:
    """Episodes that the demo itself spoiled in the same way."""
    dirt = json.loads((place / "truth.json").read_text("utf-8"))["dirt"]
    return sum(each["rows"] for each in dirt if (each["feed"], each["kind"]) == ("admitted_patient_care", "discharge before admission"))


def test_receive_says_where_every_row_went(run: Run, demo_place: Path) -> None:
    spoil(demo_place)
    receipts = run("receive", demo_place, "--json").json
    parts = ("accepted", "quarantined", "repeated", "replaced", "left_out")
    assert all(receipt["rows_in"] == sum(receipt[part] for part in parts) for receipt in receipts)
    assert sum(receipt["quarantined"] for receipt in receipts) > 0
    out = run("receive", demo_place).out
    assert f"discharged: left hospital before coming in. {1 + left_too_early(demo_place)} row" in " ".join(out.split())


def test_picture_says_the_findings_and_where_the_pack_is(run: Run, with_pack: Path) -> None:
    ended = run("picture", with_pack)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Aldermoor, July to September 2025")
    assert "2025-Q3-v1" in ended.out
    assert (with_pack / "releases" / "2025-Q3-v1" / "index.html").is_file()


def test_the_same_input_gives_the_same_bytes(run: Run, demo_place: Path, with_pack: Path) -> None:
    """Another folder, another process order, a second run: one release, the same to the last byte."""
    wholeplace.make_picture(demo_place)
    before = bytes_of(demo_place / "releases")
    assert before == bytes_of(with_pack / "releases")
    run("picture", demo_place)
    assert bytes_of(demo_place / "releases") == before


def test_machines_get_the_findings(run: Run, with_pack: Path) -> None:
    said = run("picture", with_pack, "--json").json
    assert said["period"] == "2025-Q3"
    assert said["headline"]
    assert {"title", "verdict", "sentence"} <= said["readings"][0].keys()


def test_an_area_can_be_asked_for(run: Run, with_pack: Path) -> None:
    said = run("picture", with_pack, "--area", "thornley", "--json").json
    assert (said["area"]["name"], said["area"]["level"]) == ("Thornley", "neighbourhood")
    assert {"title", "verdict", "sentence"} <= said["area"]["readings"][0].keys()


def test_an_area_is_known_by_code_name_and_other_names(with_pack: Path) -> None:
    place = wholeplace.read(with_pack)
    area = next(one for one in place.areas if one.name == "Thornley")
    known_as = (area.code, area.code.lower(), "Thornley", " THORNLEY ", *area.aliases)
    assert {area_called(place, word, period).code for word in known_as for period in (None, "2025-Q3")} == {area.code}


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
