"""The vault: keys are random, stable, different, and closed to others."""

from pathlib import Path

import polars as pl
import pytest

from tests.people.given import nhs_number
from wholeplace.people.vault import FILE, keys_for, usable_numbers

NUMBERS = pl.Series([nhs_number(person) for person in range(50)])


def keys(folder: Path, numbers: pl.Series = NUMBERS) -> dict[str, int]:
    return dict(keys_for(folder, numbers).iter_rows())


def test_everybody_gets_a_key_of_their_own(tmp_path: Path) -> None:
    found = keys(tmp_path / "vault")
    assert found.keys() == set(NUMBERS)
    assert len(set(found.values())) == len(NUMBERS)


def test_a_key_is_kept_when_others_come(tmp_path: Path) -> None:
    first = keys(tmp_path / "vault", NUMBERS[:10])
    assert keys(tmp_path / "vault").items() >= first.items()


def test_a_key_is_not_made_from_the_number(tmp_path: Path) -> None:
    assert set(keys(tmp_path / "one").values()).isdisjoint(keys(tmp_path / "other").values())


def test_two_draws_alike_are_drawn_again(tmp_path: Path) -> None:
    draws = iter([b"\1" * 16, b"\2" * 8, b"\2" * 8, b"\3" * 8])
    found = keys_for(tmp_path / "vault", NUMBERS[:2], draw=lambda _: next(draws))
    assert found["person_key"].n_unique() == 2
    later = keys_for(tmp_path / "vault", NUMBERS[:3], draw=lambda _: next(draws))
    assert later["person_key"].n_unique() == 3


def test_nobody_else_can_open_it(tmp_path: Path) -> None:
    keys(tmp_path / "people" / "vault")
    assert (tmp_path / "people" / "vault").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "people" / "vault" / FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "people").stat().st_mode & 0o777 == 0o700


def test_spaces_do_not_make_another_person(tmp_path: Path) -> None:
    number = nhs_number(1)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    found = keys(tmp_path / "vault", pl.Series([number, spaced]))
    assert found[number] == found[spaced]


@pytest.mark.parametrize("number", ["9434765918", "943476591", "94347659199", "ABCDEFGHIJ", "0000000000", "", None])
def test_a_number_that_names_nobody_gets_no_key(number: str | None) -> None:
    assert usable_numbers(pl.Series([number], dtype=pl.String)).is_empty()


def test_the_published_example_number_is_usable() -> None:
    """943 476 5919 is the example of the NHS Data Dictionary's check digit rule."""
    assert usable_numbers(pl.Series(["9434765919"]))["nhs_number"].to_list() == ["9434765919"]


def test_a_pseudonym_names_a_person_and_never_meets_an_nhs_number(tmp_path: Path) -> None:
    number = NUMBERS[0]
    found = keys(tmp_path / "vault", pl.Series([number, f"pseudonym:city hospital {number}", "pseudonym:city hospital 7", "7"]))
    assert len(found) == len(set(found.values())) == 3
    assert "7" not in found
    assert keys(tmp_path / "vault", pl.Series(["pseudonym:city hospital 7"])).items() <= found.items()
