"""The vault: keys are random and different, tables move together, and all is closed to others."""

from pathlib import Path

import polars as pl
import pytest

from tests.people.given import nhs_number
from wholeplace.people.vault import Store, new_keys, open_store, usable_numbers
from wholeplace.place import folder
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Key, Warehouse, is_encrypted

NOBODY = pl.Series([], dtype=pl.Int64)
ONE, OTHER = Key(secret=b"1" * 32), Key(secret=b"2" * 32)
FRAME = pl.DataFrame({"person_key": [3, 1, 2], "name": ["a", None, "b"]})


def test_everybody_gets_a_key_of_their_own() -> None:
    assert new_keys(5000, NOBODY).n_unique() == 5000


def test_keys_are_not_the_same_twice() -> None:
    assert set(new_keys(100, NOBODY)).isdisjoint(new_keys(100, NOBODY))


def test_two_draws_alike_are_drawn_again_and_a_taken_key_is_not_given() -> None:
    draws = iter([b"\1" * 16, b"\2" * 8, b"\2" * 8, b"\3" * 8])
    two = new_keys(2, NOBODY, draw=lambda _: next(draws))
    assert two.n_unique() == 2
    (third,) = new_keys(1, two, draw=lambda _: next(draws))
    assert third not in set(two)


@pytest.mark.parametrize("number", ["9434765918", "943476591", "94347659199", "ABCDEFGHIJ", "0000000000", "9999999999", "", None])
def test_a_number_that_names_nobody_is_not_usable(number: str | None) -> None:
    assert usable_numbers(pl.Series([number], dtype=pl.String)).is_empty()


def test_the_published_example_number_is_usable() -> None:
    """943 476 5919 is the example of the NHS Data Dictionary's check digit rule."""
    assert usable_numbers(pl.Series(["9434765919", "943 476 5919"]))["nhs_number"].to_list() == ["9434765919"] * 2


def test_a_pseudonym_names_a_person_and_never_meets_an_nhs_number() -> None:
    number = nhs_number(1)
    found = dict(usable_numbers(pl.Series([number, f"pseudonym:city hospital {number}", "7"])).iter_rows())
    assert found == {number: number, f"pseudonym:city hospital {number}": f"pseudonym:city hospital {number}"}


@pytest.mark.parametrize("key", [None, ONE])
def test_tables_come_back_as_they_were_written(tmp_path: Path, key: Key | None) -> None:
    store = Store(folder=tmp_path / "vault" / "people", key=key)
    store.open()
    assert store.read("persons") is None
    store.write("persons", FRAME)
    assert store.holds("persons")
    found = store.read("persons")
    assert found is not None
    assert found.equals(FRAME)
    with Warehouse() as warehouse:
        assert store.load(warehouse, "persons", table="mine")
        assert not store.load(warehouse, "links")
        assert warehouse.rows("select person_key, name from mine") == FRAME.rows()


@pytest.mark.parametrize("key", [None, ONE])
def test_several_tables_are_written_at_once_and_the_others_stay(tmp_path: Path, key: Key | None) -> None:
    store = Store(folder=tmp_path / "people", key=key)
    store.write_all({"persons": FRAME, "decisions": FRAME})
    with Warehouse() as warehouse:
        store.load(warehouse, "persons")
        asked = {"links": "select person_key from persons order by person_key"}
        store.write_all({"persons": FRAME.head(1)}, queries=asked, warehouse=warehouse)
        assert warehouse.rows("select count(*) from persons") == [(3,)]
    assert store.names() == ("decisions", "links", "persons")
    assert [len(store.read(name)) for name in store.names()] == [3, 3, 1]
    store.remove("decisions", "never there")
    assert store.names() == ("links", "persons")


def test_a_failure_leaves_every_table_as_it_was(tmp_path: Path) -> None:
    store = Store(folder=tmp_path / "people")
    store.write_all({"persons": FRAME, "links": FRAME})
    with Warehouse() as warehouse, pytest.raises(Exception, match="nowhere"):
        store.write_all({"persons": FRAME.head(0)}, queries={"links": "select * from nowhere"}, warehouse=warehouse)
    assert [len(store.read(name)) for name in ("persons", "links")] == [3, 3]
    assert [path.name for path in tmp_path.iterdir()] == ["people"]


def test_a_swap_cut_short_is_put_right_when_the_store_is_opened(tmp_path: Path) -> None:
    store = Store(folder=tmp_path / "people")
    store.write("persons", FRAME)
    store.folder.rename(tmp_path / ".people.leaving")
    (tmp_path / ".people.making-x").mkdir()
    store.open()
    assert store.holds("persons")
    assert [path.name for path in tmp_path.iterdir()] == ["people"]


def test_nobody_else_can_open_it(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.write("persons", FRAME)
    store.write_all({"links": FRAME})
    for path in (store.folder.parent, store.folder):
        assert path.stat().st_mode & 0o777 == folder.CLOSED_FOLDER
    assert {path.stat().st_mode & 0o777 for path in store.folder.iterdir()} == {folder.CLOSED_FILE}


def test_what_was_kept_before_there_was_a_vault_is_gone(tmp_path: Path) -> None:
    earlier = tmp_path / ".wholeplace" / "people" / "vault"
    earlier.mkdir(parents=True)
    (earlier / "keys.parquet").write_bytes(b"PAR1")
    open_store(tmp_path)
    assert [path.name for path in (tmp_path / ".wholeplace").iterdir()] == ["vault"]


def test_a_store_comes_under_the_key_when_there_is_one(tmp_path: Path) -> None:
    Store(folder=tmp_path / "people").write("persons", FRAME)
    Store(folder=tmp_path / "people", key=ONE).open()
    assert is_encrypted(tmp_path / "people" / "persons.parquet")
    with pytest.raises(DataProblem, match="not the one it was written with"):
        Store(folder=tmp_path / "people", key=OTHER).open()
    with pytest.raises(DataProblem, match="none is configured"):
        Store(folder=tmp_path / "people").open()
    Store(folder=tmp_path / "people", key=OTHER).open(old=ONE)
    assert Store(folder=tmp_path / "people", key=OTHER).read("persons").equals(FRAME)
