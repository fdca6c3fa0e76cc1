"""new, check and demo: a place folder from nothing."""

from pathlib import Path

from tests.cli.conftest import PEOPLE, Run


def test_new_makes_a_folder_that_says_what_to_fill_in(run: Run, tmp_path: Path) -> None:
    ended = run("new", tmp_path / "my-place", "--json")
    assert ended.code == 0
    assert {"place.toml", "areas.csv", "small_areas.csv", "population.csv", "organisations.csv"} <= set(ended.json["files"])
    assert 'name = "My Place"' in (tmp_path / "my-place" / "place.toml").read_text()


def test_new_refuses_a_folder_in_use(run: Run, demo_place: Path) -> None:
    before = (demo_place / "place.toml").read_bytes()
    assert run("new", demo_place).code == 2
    assert (demo_place / "place.toml").read_bytes() == before


def test_nothing_is_wrong_with_the_demo_place(run: Run, demo_place: Path) -> None:
    assert run("check", demo_place, "--json").json == {"problems": []}


def test_check_names_every_problem_at_once(run: Run, demo_place: Path) -> None:
    settings = demo_place / "place.toml"
    settings.write_text(settings.read_text().replace("levels", "lvels", 1) + '\n[disclosure2]\nrule = "none"\n')
    ended = run("check", demo_place, "--json")
    assert ended.code == 3
    assert len(ended.json["problems"]) >= 2
    assert any('"levels"' in problem["fix"] for problem in ended.json["problems"])


def test_check_reads_the_segments_of_the_place(run: Run, demo_place: Path) -> None:
    (demo_place / "segments").mkdir()
    own = 'order = 45\ntitle = "Young carers"\nsays = "Young."\nwho = "unpaid_crer and age <= 24"\nsource = "Ours"\n'
    (demo_place / "segments" / "young-carers.toml").write_text(own)
    (problem,) = run("check", demo_place, "--json").json["problems"]
    assert (problem["where"], problem["fix"]) == ("segments/young-carers.toml, who", 'Did you mean "unpaid_carer"?')


def test_demo_refuses_a_folder_in_use(run: Run, demo_place: Path) -> None:
    assert run("demo", demo_place, "--people", PEOPLE).code == 2
