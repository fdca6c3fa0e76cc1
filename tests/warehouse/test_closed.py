"""Closed files: for their owner alone, and shut without the right key."""

import base64
from pathlib import Path

import polars as pl
import pytest

from wholeplace.terms import DataProblem
from wholeplace.warehouse import (
    Key,
    Warehouse,
    is_encrypted,
    key_from,
    memory_gib,
    old_key_from,
    read_closed,
    read_closed_frame,
    read_closed_text,
    reseal,
    write_closed,
    write_closed_frame,
    write_closed_text,
)

SECRET = "Featherstonehaugh"
ONE, OTHER = Key(secret=b"1" * 32), Key(secret=b"2" * 32)
BORN = "case when range % 3 = 0 then date '1931-05-17' end as born"
ROWS = f"select range as row_no, '{SECRET}' || range % 1000 as name, {BORN} from range(300000)"


def spelled(key: Key) -> str:
    return base64.b64encode(key.secret).decode()


@pytest.mark.parametrize("key", [None, ONE])
def test_rows_come_back_as_they_were_in_their_order(tmp_path: Path, key: Key | None) -> None:
    path = tmp_path / "closed" / "rows.parquet"
    with Warehouse(threads=2) as warehouse:
        write_closed(warehouse, f"{ROWS} order by row_no", path, key)
        read_closed(warehouse, "back", (path,), key)
        assert warehouse.rows(f"select count(*) from (({ROWS}) except all select * from back)") == [(0,)]
        assert warehouse.columns("back") == {"row_no": "BIGINT", "name": "VARCHAR", "born": "DATE"}
    assert read_closed_frame(path, key)["row_no"].is_sorted()
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_can_be_read_off_an_encrypted_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    frame = pl.DataFrame({"family_name": [SECRET]})
    write_closed_frame(frame, path, ONE)
    assert is_encrypted(path)
    assert not any(text in path.read_bytes() for text in (SECRET.encode(), b"family_name"))
    plain = tmp_path / "plain.parquet"
    write_closed_frame(frame, plain, None)
    assert not is_encrypted(plain)
    assert b"family_name" in plain.read_bytes()


def test_the_same_rows_are_never_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        write_closed_frame(pl.DataFrame({"x": [1]}), tmp_path / name, ONE)
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(("key", "said"), [(None, "none is configured"), (OTHER, "not the one it was written with")])
def test_without_its_key_it_stays_shut(tmp_path: Path, key: Key | None, said: str) -> None:
    path = tmp_path / "rows.parquet"
    write_closed_frame(pl.DataFrame({"x": [SECRET]}), path, ONE)
    with pytest.raises(DataProblem, match=said) as letter, Warehouse() as warehouse:
        read_closed(warehouse, "back", (path,), key)
    assert SECRET not in str(letter.value)
    with pytest.raises(DataProblem, match=said):
        reseal(tmp_path, key, None)


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    write_closed_frame(pl.DataFrame({"x": [SECRET] * 1000}), path, ONE)
    data = bytearray(path.read_bytes())
    data[60] ^= 1
    path.write_bytes(data)
    with pytest.raises(OSError, match="decryption"):
        read_closed_frame(path, ONE)


def test_plain_files_and_an_old_key_come_under_the_new_key(tmp_path: Path) -> None:
    frames = {name: pl.DataFrame({"x": [name, None]}) for name in ("plain", "old", "new")}
    for (name, frame), key in zip(frames.items(), (None, ONE, OTHER), strict=True):
        write_closed_frame(frame, tmp_path / "deep" / f"{name}.parquet", key)
    assert reseal(tmp_path, OTHER, ONE) == 2
    assert reseal(tmp_path, OTHER, None) == 0
    for name, frame in frames.items():
        assert read_closed_frame(tmp_path / "deep" / f"{name}.parquet", OTHER).equals(frame)
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["new.parquet", "old.parquet", "plain.parquet"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "deep").iterdir()} == {0o600}


def test_what_a_killed_run_left_half_written_is_swept_away(tmp_path: Path) -> None:
    write_closed_frame(pl.DataFrame({"x": [1]}), tmp_path / "a.parquet", ONE)
    (tmp_path / ".a.parquet.making").write_bytes(b"half")
    assert reseal(tmp_path, ONE, None) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


def test_encrypted_and_plain_files_are_read_together(tmp_path: Path) -> None:
    paths = (tmp_path / "a.parquet", tmp_path / "b.parquet")
    for path, key in zip(paths, (ONE, None), strict=True):
        write_closed_frame(pl.DataFrame({"x": [path.stem]}), path, key)
    with Warehouse() as warehouse:
        read_closed(warehouse, "mine", paths, ONE)
        assert warehouse.rows("select x from mine order by x") == [("a",), ("b",)]


def test_a_copy_outlives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_closed_frame(pl.DataFrame({"x": [1]}), path, None)
    with Warehouse() as warehouse:
        read_closed(warehouse, "mine", (path,), None, copied=True)
        path.unlink()
        assert warehouse.rows("select x from mine") == [(1,)]


@pytest.mark.parametrize("key", [None, ONE])
def test_a_text_comes_back(tmp_path: Path, key: Key | None) -> None:
    write_closed_text('{"a": 1}\n', tmp_path / "told.parquet", key)
    assert read_closed_text(tmp_path / "told.parquet", key) == '{"a": 1}\n'


def test_the_key_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(spelled(ONE) + "\n")
    assert key_from({}) is None
    assert key_from({"WHOLEPLACE_VAULT_KEY": spelled(ONE)}) == ONE
    assert key_from({"WHOLEPLACE_VAULT_KEY_FILE": str(file)}) == ONE
    assert old_key_from({"WHOLEPLACE_VAULT_OLD_KEY_FILE": str(file)}) == ONE
    assert old_key_from({"WHOLEPLACE_VAULT_KEY": spelled(ONE)}) is None


@pytest.mark.parametrize("text", ["not base64!", "c2hvcnQ=", base64.b64encode(b"3" * 31).decode(), "é"])
def test_a_bad_key_is_a_letter_that_does_not_show_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text, encoding="utf-8")
    for environ in ({"WHOLEPLACE_VAULT_KEY": text}, {"WHOLEPLACE_VAULT_KEY_FILE": str(file)}):
        with pytest.raises(DataProblem, match="vault cannot be used") as letter:
            key_from(environ)
        assert text not in str(letter.value)
    assert repr(ONE) == "Key()"


@pytest.mark.parametrize(
    "environ",
    [
        {"WHOLEPLACE_VAULT_KEY_FILE": "/nowhere/at/all"},
        {"WHOLEPLACE_VAULT_KEY": spelled(ONE), "WHOLEPLACE_VAULT_KEY_FILE": "/nowhere/at/all"},
    ],
)
def test_a_key_that_cannot_be_found_is_a_letter(environ: dict[str, str]) -> None:
    with pytest.raises(DataProblem, match="vault cannot be used"):
        key_from(environ)


def test_memory_is_half_of_the_machine_unless_said() -> None:
    assert 0 < memory_gib({}) <= 8
    assert memory_gib({"WHOLEPLACE_MEMORY_GIB": "3.5"}) == 3.5
    for wrong in ("much", "0", "-1", "nan", "inf"):
        with pytest.raises(DataProblem, match="WHOLEPLACE_MEMORY_GIB"):
            memory_gib({"WHOLEPLACE_MEMORY_GIB": wrong})


def test_reading_off_in_batches_leaves_the_connection_free(tmp_path: Path) -> None:
    with Warehouse() as warehouse:
        with warehouse.batches("select * from range(5000)", 1000) as reader:
            first = next(iter(reader))
        assert len(first) <= 2048
        assert warehouse.rows("select 1") == [(1,)]
