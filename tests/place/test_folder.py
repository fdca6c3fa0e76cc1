"""A new result takes the old one's place whole or not at all; a new place folder guides whoever fills it in."""

import shutil
import stat
from pathlib import Path

import pytest

from tests.place.conftest import FILES
from wholeplace.place import check_place, new_place
from wholeplace.place.folder import swapped
from wholeplace.terms import WrongUse


def test_the_new_replaces_the_old_only_on_success(tmp_path):
    target = tmp_path / "result"
    with swapped(target) as making:
        (making / "a").write_text("first")
    with pytest.raises(ZeroDivisionError), swapped(target) as making:
        (making / "a").write_text(f"half {1 / 0}")
    assert (target / "a").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_what_was_there_before_is_gone_after_a_swap(tmp_path):
    target = tmp_path / "result"
    for name in ("old", "new"):
        with swapped(target) as making:
            (making / name).touch()
    assert [path.name for path in target.iterdir()] == ["new"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o700


def test_a_run_killed_between_the_two_renames_is_put_right(tmp_path):
    """The old result had been moved aside and the new one not yet moved in: the next run starts from the old one."""
    aside = tmp_path / ".result.leaving"
    aside.mkdir()
    (aside / "a").write_text("last good")
    (tmp_path / ".result.making-dead").mkdir()
    with pytest.raises(RuntimeError), swapped(tmp_path / "result"):
        raise RuntimeError
    assert (tmp_path / "result" / "a").read_text() == "last good"
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_a_new_place_says_what_is_missing_until_it_is_filled_in(tmp_path):
    made = tmp_path / "ours"
    new_place(made, name='The "Two" Valleys')
    missing = {problem.where for problem in check_place(made)}
    assert {"areas.csv", "small_areas.csv", "population.csv"} <= missing
    assert (made / "feeds" / "person_list").is_dir()
    for name in ("areas.csv", "small_areas.csv", "population.csv", "organisations.csv"):
        (made / name).write_text(FILES[name].lstrip("\n"), encoding="utf-8")
    assert check_place(made) == ()


def test_nothing_is_overwritten(tmp_path: Path):
    (tmp_path / "precious").touch()
    with pytest.raises(WrongUse, match="not empty"):
        new_place(tmp_path, name="X")
    shutil.rmtree(tmp_path)
