"""Runs the SQL: DuckDB on this machine, and Spark for the large work where a place asks for it."""

from wholeplace.warehouse.closed import (
    Key,
    add_closed,
    is_encrypted,
    key_from,
    old_key_from,
    read_closed,
    read_closed_frame,
    read_closed_text,
    reseal,
    write_closed,
    write_closed_frame,
    write_closed_table,
    write_closed_text,
)
from wholeplace.warehouse.code_lists import SYSTEMS, CodeList
from wholeplace.warehouse.columns import DATE, NUMBER, TEXT, YES_OR_NO, Column, Table, column_of, reserved_words
from wholeplace.warehouse.conditions import Condition, columns_named, numbers_compared, read_condition
from wholeplace.warehouse.contents import contents_of
from wholeplace.warehouse.dialect import problems_in, tables_read, words_of
from wholeplace.warehouse.engine import Warehouse, memory_gib
from wholeplace.warehouse.engines import AsksForSpark, LargeWork, large_work
from wholeplace.warehouse.spark_sql import to_spark

__all__ = [
    "DATE", "NUMBER", "SYSTEMS", "TEXT", "YES_OR_NO", "AsksForSpark", "CodeList", "Column", "Condition", "Key", "LargeWork", "Table",
    "Warehouse", "add_closed", "column_of", "columns_named", "contents_of", "is_encrypted", "key_from", "large_work",
    "memory_gib", "numbers_compared", "old_key_from", "problems_in", "read_closed", "read_closed_frame", "read_closed_text",
    "read_condition", "reseal", "reserved_words", "tables_read", "to_spark", "words_of", "write_closed", "write_closed_frame",
    "write_closed_table", "write_closed_text",
]  # fmt: skip
