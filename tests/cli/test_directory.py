"""wholeplace directory: what each verb says, to people and to machines."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.feeds.conftest import _PLACE
from tests.service.directory.invented import an_id
from tests.web.listings.conftest import service

pytestmark = pytest.mark.django_db


@pytest.fixture
def moor(tmp_path: Path) -> Path:
    folder = tmp_path / "moor"
    folder.mkdir()
    for name, text in _PLACE.items():
        (folder / name).write_text(text)
    (folder / "place.toml").write_text(_PLACE["place.toml"] + 'modules = ["picture", "front-door"]\n')
    (tmp_path / "feed.json").write_text(
        json.dumps([service("One"), service("Knit and natter"), service("Knit & natter"), {"id": "x", "name": "X"}])
    )
    return folder


def imported(run: Run, moor: Path) -> None:
    assert run("directory", "import", moor, moor.parent / "feed.json", "--feed", "f", "--by", "ab").code == 0


def test_import_says_what_became_of_each_row(run: Run, moor: Path):
    told = run("directory", "import", moor, moor.parent / "feed.json", "--feed", "f", "--by", "ab")
    assert "From f: 3 new, 0 changed, 0 as before, 0 gone." in told.out
    assert "x, status: it is missing." in " ".join(told.out.split())
    again = json.loads(run("directory", "import", moor, moor.parent / "feed.json", "--feed", "f", "--by", "ab", "--json").out)
    assert (again["new"], again["same"]) == (0, 3)


def test_check_tells_how_the_directory_stands(run: Run, moor: Path):
    imported(run, moor)
    told = run("directory", "check", moor).out
    assert "3 listings: 3 active." in told
    assert "There is no postcodes.csv" in told
    assert json.loads(run("directory", "check", moor, "--json").out)["pairs"] == 1


def test_doubles_are_shown_merged_and_parted(run: Run, moor: Path):
    imported(run, moor)
    assert "the same name" in run("directory", "duplicates", moor).out
    pair = (an_id("Knit and natter"), an_id("Knit & natter"))
    made = json.loads(run("directory", "merge", moor, *pair, "--by", "ab", "--why", "rang them", "--json").out)
    assert run("directory", "duplicates", moor).out == "No two listings look alike.\n"
    assert run("directory", "undo", moor, made["decision"], "--by", "ab").code == 0
    assert run("directory", "apart", moor, *pair, "--by", "ab").out == "They stay apart.\n"
    assert json.loads(run("directory", "duplicates", moor, "--json").out) == []
    refused = run("directory", "merge", moor, pair[0], "none", "--by", "ab")
    assert refused.code == 3


def test_links_are_made_and_ended_and_reminders_hold_one_for_each(run: Run, moor: Path):
    imported(run, moor)
    made = run("directory", "confirm-link", moor, an_id("One"), "--by", "ab", "--at", "https://door.example")
    assert "https://door.example/listing/" in made.out
    assert "ended" in run("directory", "confirm-link", moor, an_id("One"), "--by", "ab", "--end", "--json").out
    assert json.loads(run("directory", "reminders", moor, "--json").out) == json.loads(run("directory", "reminders", moor, "--json").out)


def test_export_comes_in_again_as_it_went_out(run: Run, moor: Path, tmp_path: Path):
    imported(run, moor)
    file = tmp_path / "dump.json"
    assert run("directory", "export", moor, file).code == 0
    told = json.loads(run("directory", "import", moor, file, "--feed", "f", "--by", "ab", "--json").out)
    assert (told["new"], told["changed"], told["gone"], told["same"]) == (0, 0, 0, 3)


def test_postcodes_are_made_from_the_ons_directory(run: Run, moor: Path, tmp_path: Path):
    (tmp_path / "onspd.csv").write_text("pcds,oseast1m,osnrth1m,lsoa21cd\nAB1 2CD,430000,433000,A1\nZZ1 1ZZ,530000,433000,Z\n")
    assert "holds 1 postcodes" in run("directory", "postcodes", moor, tmp_path / "onspd.csv").out.replace("\n", " ")


def test_a_place_without_a_front_door_has_no_directory(run: Run, moor: Path):
    (moor / "place.toml").write_text(_PLACE["place.toml"])
    refused = run("directory", "check", moor)
    assert refused.code == 3
    assert "no front door" in refused.err
