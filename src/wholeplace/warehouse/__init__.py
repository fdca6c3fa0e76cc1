"""Runs the SQL: DuckDB here. Used by feeds, people and measures only."""

from wholeplace.warehouse.dialect import problems_in, tables_read, to_spark
from wholeplace.warehouse.engine import Warehouse

__all__ = ["Warehouse", "problems_in", "tables_read", "to_spark"]
