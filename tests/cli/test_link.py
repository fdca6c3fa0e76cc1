"""link: who is who, how good the links are for whom, and what changed; and what a changed link does to the pack."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import wholeplace
from tests.cli.conftest import Run
from wholeplace import people, publish
from wholeplace.cli.told import links_told
from wholeplace.people import training
from wholeplace.people.link.review import Case
from wholeplace.people.linking import QUALITY, RELEASES, SUMMARY, VERSIONS
from wholeplace.place.folder import STATE
from wholeplace.publish import FiguresMoved

NUMBER = re.compile(r"(?<![\d.])999[ -]?\d{3}[ -]?\d{4}(?!\d)")


@pytest.fixture(scope="module")
def linked_once(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo place whose records are linked. Look, do not change."""
    place = Path(shutil.copytree(made_once, tmp_path_factory.mktemp("linked") / "aldermoor"))
    wholeplace.link(place)
    return place


def test_link_says_how_many_are_whom_and_how_sure(run: Run, linked_once: Path) -> None:
    ended = run("link", linked_once)
    assert ended.code == 0
    assert ended.out.startswith("Version 1 of the links: ")
    for words in ("asked", "precision", "deprivation: 1", "ethnic group: ", "feed: ", "not like them", "first version"):
        assert words in " ".join(ended.out.split())
    assert max(len(line) for line in ended.out.splitlines()) <= 132


def test_link_as_json_adds_up(run: Run, linked_once: Path) -> None:
    told = run("link", linked_once, "--json").json
    assert told["identities"] == sum(told["by_how"].values()) + told["unlinked"]
    (everybody,) = [row for row in told["quality"]["linked"] if row["feed"] == "all" and row["by"] == "all"]
    assert (everybody["identities"], everybody["unlinked"]) == (told["identities"], told["unlinked"])
    for by in ("deprivation", "ethnic_group", "age", "sex"):
        rows = [row for row in told["quality"]["linked"] if row["feed"] == "all" and row["by"] == by]
        assert sum(row["identities"] for row in rows) == told["identities"]
    (asked,) = [row for row in told["quality"]["estimated"] if row["by"] == "all"]
    assert 0 < asked["right"] <= min(asked["found"], asked["could"]) <= asked["asked"]
    journeys = {row["journey"]: row for row in told["quality"]["journeys"] if row["by"] == "all"}
    assert journeys["stays"]["rows"] > journeys["stays"]["unlinked"]


def test_nothing_that_link_says_or_leaves_outside_the_vault_names_anybody(run: Run, linked_once: Path) -> None:
    journeys = linked_once / STATE / "journeys"
    texts = [run("link", linked_once).out, run("link", linked_once, "--json").out]
    texts += [(journeys / name).read_text() for name in (QUALITY, VERSIONS, SUMMARY)]
    assert not [text for text in texts if NUMBER.search(text)]
    assert not [text for text in texts if "person_key" in text]


def test_linking_again_changes_nothing(run: Run, linked_once: Path) -> None:
    before = {name: (linked_once / STATE / "journeys" / name).read_bytes() for name in (QUALITY, VERSIONS, SUMMARY)}
    report = linked_once / STATE / "journeys" / "journeys.json"
    report.write_text(report.read_text().replace('"fingerprint": "', '"fingerprint": "another '))  # so that it is done again
    told = run("link", linked_once, "--json").json
    assert (told["version"], told["is_new"]) == (1, False)
    after = {name: (linked_once / STATE / "journeys" / name).read_bytes() for name in (QUALITY, VERSIONS)}
    assert after == {name: before[name] for name in after}


def test_a_decision_makes_a_version_and_the_picture_says_what_moved(run: Run, with_pack: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(with_pack, tmp_path / "aldermoor"))
    assert run("picture", place, "--json").json["links"]["sentences"] == []
    for _ in range(5):
        case = people.case_to_decide(place)
        assert isinstance(case, Case)
        people.keep_decision(place, case, "same", by="AB", on=wholeplace.read(place).settings.today)
    told = run("link", place, "--json").json
    assert told["version"] == 2
    assert told["by_how"]["review"] > 0
    assert any("by a reviewer’s decision" in sentence for sentence in told["changed"])
    links = run("picture", place, "--json").json["links"]
    if links["figures_moved"]:  # otherwise nothing that is published moved, and the release is the one it was
        assert links["version"] == 2
        assert links["sentences"][0].startswith("The links changed (version 2)")
    assert run("review", place, "--count", "--json").json["decided"] == 5


def told_of(place: Path, links: dict[str, int], since: FiguresMoved | None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (place / STATE).mkdir(exist_ok=True)
    (place / STATE / RELEASES).write_text(json.dumps(links))
    monkeypatch.setattr(publish, "figures_moved", lambda _: since)
    return links_told(place, place / "releases" / "2025-Q3-v2")["sentences"]


def test_the_picture_says_what_moved_only_when_the_links_behind_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = FiguresMoved(since="2025-Q3-v1", compared=2_310, moved=14, same_files=True)
    (said,) = told_of(tmp_path, {"2025-Q3-v1": 1, "2025-Q3-v2": 3}, moved, monkeypatch)
    assert said.startswith("The links changed (version 3): 14 of 2,310 published figures are other than in 2025-Q3-v1. What")
    (said,) = told_of(tmp_path, {"2025-Q3-v1": 1, "2025-Q3-v2": 3}, replace(moved, same_files=False), monkeypatch)
    assert "not all of it comes from the links" in said
    assert told_of(tmp_path, {"2025-Q3-v1": 3, "2025-Q3-v2": 3}, moved, monkeypatch) == []
    assert told_of(tmp_path, {"2025-Q3-v2": 3}, moved, monkeypatch) == []
    assert told_of(tmp_path, {"2025-Q3-v1": 1, "2025-Q3-v2": 3}, None, monkeypatch) == []


def test_a_folder_that_is_not_there_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert run("link", tmp_path / "nowhere").code == 2


def test_training_leaves_weights_and_their_report_and_uses_them(
    run: Run, linked_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(shutil.copytree(linked_once, tmp_path / "aldermoor"))
    few = run("link", place, "--train", "--json")
    assert few.code == 3
    assert "fewer than 1,000" in few.json["problems"][0]["why"]
    assert not (place / "linkage").exists()
    monkeypatch.setattr(training, "AT_LEAST", 1)
    assert run("link", place, "--train").code == 0
    report = json.loads((place / "linkage" / "training.json").read_text())
    assert report["seeking"] > 0
    assert report["trained_on"] == str(wholeplace.read(place).settings.today)
    weights = (place / "linkage" / "model.json").read_bytes()
    assert not NUMBER.search(weights.decode())
    assert run("link", place, "--train").code == 0
    assert (place / "linkage" / "model.json").read_bytes() == weights
    (place / "linkage" / "model.json").write_text("{}")
    broken = run("link", place)
    assert broken.code == 3
    assert "it is not a model" in broken.err
