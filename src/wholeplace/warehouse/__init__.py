"""Runs the SQL: DuckDB here. Used by feeds, people and measures only."""

from wholeplace.warehouse.closed import (
    Key,
    is_encrypted,
    key_from,
    old_key_from,
    read_closed,
    read_closed_frame,
    read_closed_text,
    reseal,
    write_closed,
    write_closed_frame,
    write_closed_text,
)
from wholeplace.warehouse.dialect import problems_in, tables_read, to_spark
from wholeplace.warehouse.engine import Warehouse, memory_gib

__all__ = [
    "Key", "Warehouse", "is_encrypted", "key_from", "memory_gib", "old_key_from", "problems_in", "read_closed", "read_closed_frame",
    "read_closed_text", "reseal", "tables_read", "to_spark", "write_closed", "write_closed_frame", "write_closed_text",
]  # fmt: skip
