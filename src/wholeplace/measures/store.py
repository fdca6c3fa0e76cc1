"""Keeps cells on disk: written when the rows or the measures changed, and left alone when they did not."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from wholeplace.warehouse import Warehouse

FOLDER = "cells"


def store_cells(warehouse: Warehouse, sql: str, target: Path, *, fingerprint: str) -> bool:
    """Write the rows of `sql` to `target`, unless a file from the same rows, query and engine is there. True when written.

    The new file takes the old one's place in one step, so that a crash leaves the last good one; its key is written last,
    so that a file without its key is made again.
    """
    key_file = target.with_suffix(".key")
    key = sha256("\n".join((fingerprint, version("duckdb"), sql)).encode()).hexdigest()
    if target.exists() and key_file.exists() and key_file.read_text(encoding="utf-8") == key:
        return False
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_file.unlink(missing_ok=True)
    making = target.with_name(f".{target.name}.making")
    warehouse.write_parquet(sql, making)
    making.replace(target)
    key_file.write_text(key, encoding="utf-8")
    return True
