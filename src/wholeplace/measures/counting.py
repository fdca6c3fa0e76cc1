"""Passes over the rows of a journey table: its cells, and the values of what is put in order, kept by file where they may be."""

from collections.abc import Sequence
from pathlib import Path

from wholeplace.measures.cells import named_cells_sql, pass_sql
from wholeplace.measures.registered import counted_table
from wholeplace.measures.shapes import Measure
from wholeplace.measures.spread import values_sql
from wholeplace.measures.store import store_cells
from wholeplace.warehouse import LargeWork, Warehouse

VALUES = "values"


def count_rows(
    large: LargeWork, warehouse: Warehouse, measures: Sequence[Measure], parts: Sequence[Path], folder: Path, *, beside: str = ""
) -> None:
    """Leave the views `table`_cells and, where measures put rows in order, `table`_values_cells, of all measures of one table in
    `warehouse`, counted by `large`, where a view of the table's rows is left.

    Cells are kept in `folder`, and only files of `parts` whose rows changed are counted again. `beside`: a text that changes when
    anything else that the table's rows are joined to does.
    """
    table = measures[0].table
    rows = counted_table(table)
    found = store_cells(large, rows, pass_sql(measures), parts, folder / table, beside=beside)
    warehouse.view_of_parquet(f"{table}_kinds", *found)
    _name_cells(warehouse, measures)
    if ordered := [measure for measure in measures if measure.orders_rows]:
        values = store_cells(large, rows, values_sql(ordered), parts, folder / f"{table}-{VALUES}", beside=beside)
        warehouse.view_of_parquet(f"{table}_values_cells", *values)
    large.view_of_parquet(rows, *parts)


def count_rows_once(large: LargeWork, warehouse: Warehouse, measures: Sequence[Measure], parts: Sequence[Path]) -> None:
    """The same without keeping anything, for a few measures that must not take the place of the cells of all."""
    table = measures[0].table
    large.view_of_parquet(counted_table(table), *parts)
    large.run(f"create or replace temp table {table}_kinds as\n{pass_sql(measures)}")
    warehouse.take_over(large, (f"{table}_kinds",))
    _name_cells(warehouse, measures)
    if ordered := [measure for measure in measures if measure.orders_rows]:
        large.run(f"create or replace temp table {table}_values_cells as\n{values_sql(ordered)}")
        warehouse.take_over(large, (f"{table}_values_cells",))


def _name_cells(warehouse: Warehouse, measures: Sequence[Measure]) -> None:
    table = measures[0].table
    warehouse.run(f"create or replace view {table}_cells as\n{named_cells_sql(measures, f'{table}_kinds')}")
