"""The pass over the rows of a journey table: its cells, with the values of what is put in order, kept by file where they may be."""

from collections.abc import Sequence
from pathlib import Path

from wholeplace.measures.cells import named_cells_sql, named_values_sql, pass_sql
from wholeplace.measures.registered import counted_table
from wholeplace.measures.shapes import Measure
from wholeplace.measures.store import store_cells
from wholeplace.people.cell_numbers import AREAS
from wholeplace.warehouse import LargeWork, Warehouse


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
    warehouse.view_of_parquet(f"{table}_kinds", *found, alike=True)
    _name_cells(warehouse, measures)
    large.view_of_parquet(rows, *parts, alike=True)


def count_rows_once(large: LargeWork, warehouse: Warehouse, measures: Sequence[Measure], parts: Sequence[Path]) -> None:
    """The same without keeping anything, for a few measures that must not take the place of the cells of all."""
    table = measures[0].table
    large.view_of_parquet(counted_table(table), *parts, alike=True)
    large.run(f"create or replace temp table {table}_kinds as\n{pass_sql(measures)}")
    warehouse.take_over(large, (f"{table}_kinds",))
    _name_cells(warehouse, measures)


def load_areas(warehouse: Warehouse, areas: Sequence[Path]) -> None:
    """Take in which small area each number stands for: cells are put in words again by it."""
    warehouse.table_of_parquet(AREAS, *areas)


def _name_cells(warehouse: Warehouse, measures: Sequence[Measure]) -> None:
    table = measures[0].table
    warehouse.run(f"create or replace view {table}_cells as\n{named_cells_sql(measures, f'{table}_kinds')}")
    if any(measure.orders_rows for measure in measures):
        warehouse.run(f"create or replace view {table}_values_cells as\n{named_values_sql(measures, f'{table}_kinds')}")
