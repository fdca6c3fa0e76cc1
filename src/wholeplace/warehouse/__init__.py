"""Runs the SQL: DuckDB here. Used by feeds, people and measures only."""

from wholeplace.warehouse.engine import Warehouse

__all__ = ["Warehouse"]
