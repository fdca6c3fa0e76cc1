"""What the proof of forgetting rests on: somebody planted anywhere in a folder is found, however the file is packed."""

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.feeds.test_removing import HER, HER_ROW, HERS, HIS_ROW, SPACED, sought
from wholeplace.feeds import search
from wholeplace.warehouse import Key, write_closed_frame

KEY = Key(secret=b"k" * 32)
TABLE = pl.DataFrame({"number": [1, int(HERS)], "note": ["x", "y"]})


def zipped(name: str, held: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(name, held)
    return made.getvalue()


PLANTED = {
    "plain.csv": HER_ROW.encode(),
    "spaced.txt": f"...{SPACED}...".encode(),
    "dashed.md": SPACED.replace(" ", "-").encode(),
    "utf16.csv": HER_ROW.encode("utf-16"),
    "by name.csv": b"Aaexample, Testa, born 17 May 1931",
    "quoted.csv": b'"Aaexample\nTesta","17/05/1931"\n',
    "one line.json": json.dumps({"a": ["x" * 50_000, HERS]}).encode(),
    "packed.csv.gz": gzip.compress(HER_ROW.encode()),
    "packed.zip": zipped("a.csv", HER_ROW.encode()),
    "packed twice.zip": zipped("a.csv.gz", gzip.compress(HER_ROW.encode())),
    ".hidden/deep/file": HER_ROW.encode(),
    "cut off.gz": gzip.compress(HER_ROW.encode() * 2000, mtime=0),
}


@pytest.mark.parametrize("name", PLANTED)
def test_somebody_planted_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(PLANTED[name])
    (tmp_path / "other.csv").write_text(HIS_ROW)
    searched = search(tmp_path, sought(HER))
    assert next(iter(searched.found)).startswith(name)
    assert len(searched.found) == 1
    assert sum(searched.files.values()) >= 2


@pytest.mark.parametrize("key", [None, KEY])
def test_parquet_is_opened_with_and_without_a_key(tmp_path: Path, key: Key | None) -> None:
    write_closed_frame(TABLE, tmp_path / "a.parquet", key)
    assert search(tmp_path, sought(HER), key=key).found == {"a.parquet": 1}


def test_parquet_rows_by_name_and_by_key(tmp_path: Path) -> None:
    rows = pl.DataFrame(
        {"FAMILY": ["Aaexample", "Aaexample", "x"], "born": [date(1931, 5, 17), date(1950, 1, 1), None], "person_key": [1, 2, 3]}
    )
    rows.write_parquet(tmp_path / "a.parquet")
    who = sought({**HER, "given_name": None, "postcode": None})
    assert search(tmp_path, who).found == {"a.parquet": 1}
    assert search(tmp_path, who, keys=frozenset({3})).found == {"a.parquet": 2}


def test_a_file_name_is_searched(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / f"{HERS}.csv").write_text("")
    (found,) = search(tmp_path, sought(HER)).found
    assert found == "the name of a file in letters"
    assert HERS not in found


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.gz").write_bytes(gzip.compress(b"x" * 10_000, mtime=0)[:20])
    assert search(tmp_path, sought(HER)).unopened == ("broken.gz",)


def test_others_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HIS_ROW}\nAaexample\n17/05/1931\n1{HERS}\n")
    TABLE.head(1).write_parquet(tmp_path / "a.parquet")
    assert search(tmp_path, sought(HER)).found == {}
